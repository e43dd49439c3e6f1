"""Totals by group on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from socialvalue.money import count, pounds
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Beside, RollUp
from socialvalue.records.results import Result
from socialvalue.showing.terminal.tables import figures_table, print_titled
from socialvalue.showing.words.group_table import group_table
from socialvalue.showing.words.small_groups import small_groups_note

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_groups(beside: Beside, result: Result, out: Console) -> None:
    """The groups alone, for publication, with the total they add up to and what it rests on."""
    rolled, head = beside.roll_up, result.headline
    if rolled is None or head is None:
        return
    print_titled(out, rollup_title(rolled), groups_grid(rolled, result.vocabulary))
    if head.net is not None and not rolled.overlapping:
        out.print(f"In all: {count(head.people)} people, {pounds(head.net)} net.")
    out.print(small_groups_note(rolled))
    out.print(f"{result.bank.title}. {' '.join(result.notices)}".rstrip())


def groups_grid(roll_up: RollUp, vocabulary: Vocabulary) -> Table:
    """The groups as a table; how many organisations reported is left out where it is one throughout."""
    texts = len(roll_up.by)
    group_heads, group_rows = group_table(roll_up, vocabulary)
    columns_of_one = [
        at
        for at, name in enumerate(group_heads)
        if name == "Organisations" and {row[at] for row in group_rows} <= {"1"}
    ]
    shown = [
        at
        for at in range(len(group_heads))
        if at < texts or (at not in columns_of_one and any(row[at] for row in group_rows))
    ]
    return figures_table([group_heads[at] for at in shown], [[row[at] for at in shown] for row in group_rows], texts)


def rollup_title(roll_up: RollUp) -> str:
    """What the totals are by."""
    return f"{'League table' if roll_up.league else 'Totals'} by {' and '.join(roll_up.by)}"


def names_awaited(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many more."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
