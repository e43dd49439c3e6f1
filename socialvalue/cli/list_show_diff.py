"""The commands list, show and diff of what is published in editions beside values: methods and indices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from socialvalue.cli.command import Named
from socialvalue.cli.problems_shown import problems_shown
from socialvalue.cli.shared_options import PLAIN

if TYPE_CHECKING:
    from rich.console import Console


@frozen
class Editions:
    """What comes with the package of one kind, and how it is loaded and shown.

    Attributes:
        files: gives the files by id.
        load: the one of an id or a file.
        show_all, show_one: print all of them, a row each, and one in full.
    """

    files: Callable[[], Mapping[str, Path]]
    load: Callable[[str], Any]
    show_all: Callable[[Iterable[Any], Console], None]
    show_one: Callable[[Any, Console], None]


def add_list_show_diff(
    group: click.Group, one: str, editions: Callable[[], Editions], *, listed: str, shown: str, compared: str
) -> None:
    """Give a group its three commands.

    Args:
        group: of one kind.
        one: what one of them is called.
        editions: gives what there is; called when a command runs, as it imports what the help needs not.
        listed, shown, compared: the help of each command, with its example.
    """

    @group.command(name="list", help=listed)
    @PLAIN
    def list_all(plain: bool) -> None:
        from socialvalue.showing.terminal.console import console

        known = editions()
        known.show_all(map(known.load, known.files()), console(plain=plain))

    @group.command(name="show", help=shown)
    @click.argument(one, metavar="ID|FILE", type=Named())
    @PLAIN
    def show(plain: bool, **named: str) -> None:
        from socialvalue.showing.terminal.console import console

        known = editions()
        with problems_shown(plain=plain):
            known.show_one(known.load(named[one]), console(plain=plain))

    @group.command(name="diff", help=compared)
    @click.argument("old", metavar="ID|FILE", type=Named())
    @click.argument("new", metavar="ID|FILE", type=Named())
    @PLAIN
    def diff(old: str, new: str, plain: bool) -> None:
        from socialvalue.showing.terminal.console import console
        from socialvalue.showing.terminal.methods import show_edition_changes

        load = editions().load
        with problems_shown(plain=plain):
            show_edition_changes(load(old), load(new), console(plain=plain))
