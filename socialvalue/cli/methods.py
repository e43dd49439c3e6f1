"""`sv methods`: the methods there are, one in full, and what differs between two."""

from __future__ import annotations

import click

from socialvalue.cli.command import Group
from socialvalue.cli.list_show_diff import Editions, add_list_show_diff


@click.group(cls=Group)
def methods() -> None:
    """The methods: list, show, diff."""


def _methods() -> Editions:
    from socialvalue.published.methods import load_method, method_files
    from socialvalue.showing.terminal.methods import show_method, show_methods

    return Editions(method_files, load_method, show_methods, show_method)


add_list_show_diff(
    methods,
    "method",
    _methods,
    listed="""Every method that can be named by its id.

    \b
    Example:
      sv methods list
    """,
    shown="""A method with its settings and sources.

    \b
    Example:
      sv methods show green-book
    """,
    compared="""What differs between two methods.

    \b
    Example:
      sv methods diff green-book my-method.toml
    """,
)
