"""`sv indices`: the price indices there are, one in full, and what moved between two editions."""

from __future__ import annotations

import click

from socialvalue.cli.command import Group
from socialvalue.cli.list_show_diff import Editions, add_list_show_diff


@click.group(cls=Group)
def indices() -> None:
    """The price indices and their editions: list, show, diff."""


def _indices() -> Editions:
    from socialvalue.published.prices import index_files, load_index
    from socialvalue.showing.terminal.methods import show_index, show_indices

    return Editions(index_files, load_index, show_indices, show_index)


add_list_show_diff(
    indices,
    "index",
    _indices,
    listed="""Every index that can be named by its id.

    \b
    Example:
      sv indices list
    """,
    shown="""An index with its source and every point.

    \b
    Example:
      sv indices show gdp-deflator
    """,
    compared="""What moved from one edition of an index to another, point by point.

    \b
    Example:
      sv indices diff gdp-deflator-2024-03 gdp-deflator-2024-10
    """,
)
