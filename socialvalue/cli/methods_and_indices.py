"""`sv methods` and `sv indices`: what there is beside values, one in full, and what changed between editions."""

from __future__ import annotations

import click

from socialvalue.cli.command import Group, Named
from socialvalue.cli.problems_shown import problems_shown
from socialvalue.cli.shared_options import PLAIN


@click.group(cls=Group)
def methods() -> None:
    """The methods: list, show, diff."""


@methods.command(name="list")
@PLAIN
def list_methods(plain: bool) -> None:
    """Every method that can be named by its id.

    \b
    Example:
      sv methods list
    """
    from socialvalue.published.methods import load_method, method_files
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.methods import show_methods

    show_methods(map(load_method, method_files()), console(plain=plain))


@methods.command(name="show")
@click.argument("method", metavar="ID|FILE", type=Named())
@PLAIN
def show_method(method: str, plain: bool) -> None:
    """A method with its settings and sources.

    \b
    Example:
      sv methods show green-book
    """
    from socialvalue.published.methods import load_method
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.methods import show_method

    with problems_shown(plain=plain):
        show_method(load_method(method), console(plain=plain))


@methods.command(name="diff")
@click.argument("old", metavar="ID|FILE", type=Named())
@click.argument("new", metavar="ID|FILE", type=Named())
@PLAIN
def diff_methods(old: str, new: str, plain: bool) -> None:
    """What differs between two methods.

    \b
    Example:
      sv methods diff green-book my-method.toml
    """
    from socialvalue.published.methods import load_method
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.edition_changes import show_edition_changes

    with problems_shown(plain=plain):
        show_edition_changes(load_method(old), load_method(new), console(plain=plain))


@click.group(cls=Group)
def indices() -> None:
    """The price indices and their editions: list, show, diff."""


@indices.command(name="list")
@PLAIN
def list_indices(plain: bool) -> None:
    """Every index that can be named by its id.

    \b
    Example:
      sv indices list
    """
    from socialvalue.published.prices import index_files, load_index
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.indices import show_indices

    show_indices(map(load_index, index_files()), console(plain=plain))


@indices.command(name="show")
@click.argument("index", metavar="ID|FILE", type=Named())
@PLAIN
def show_index(index: str, plain: bool) -> None:
    """An index with its source and every point.

    \b
    Example:
      sv indices show gdp-deflator
    """
    from socialvalue.published.prices import load_index
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.indices import show_index

    with problems_shown(plain=plain):
        show_index(load_index(index), console(plain=plain))


@indices.command(name="diff")
@click.argument("old", metavar="ID|FILE", type=Named())
@click.argument("new", metavar="ID|FILE", type=Named())
@PLAIN
def diff_indices(old: str, new: str, plain: bool) -> None:
    """What moved from one edition of an index to another, point by point.

    \b
    Example:
      sv indices diff gdp-deflator-2024-03 gdp-deflator-2024-10
    """
    from socialvalue.published.prices import load_index
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.edition_changes import show_edition_changes

    with problems_shown(plain=plain):
        show_edition_changes(load_index(old), load_index(new), console(plain=plain))
