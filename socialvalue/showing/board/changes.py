"""A table of both years by outcome or project, and the change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.money import EXACT, count, total
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.groups import group_heading, group_name
from socialvalue.showing.words.last_year import largest_change_title, year_names
from socialvalue.valuing.last_year.changes import Change


def changes_table(draft: Draft, by: str, rows: Sequence[Change]) -> Table:
    """Both years by outcome or project, last year with this year's values, prices and method."""
    years = draft.asked.years
    assert years is not None  # noqa: S101 - the changes come from there
    then, now = year_names(years)
    sides = [draft.pounds.column([getattr(row, side) or Decimal(0) for row in rows]) for side in ("then", "now")]
    moved = [EXACT.subtract(after, before) for before, after in zip(*sides, strict=True)]
    shown = [
        Row(
            (
                group_name(by, row.key, draft.result),
                count(row.quantity_then),
                count(row.quantity_now),
                draft.pounds.shown(before),
                draft.pounds.shown(after),
                draft.pounds.signed(change),
            )
        )
        for row, before, after, change in zip(rows, *sides, moved, strict=True)
    ]
    sums = [total(side) for side in (*sides, moved)]
    figures = (draft.pounds.shown(sums[0]), draft.pounds.shown(sums[1]), draft.pounds.signed(sums[2]))
    shown.append(Row(("All", "", "", *figures), look=draft.total_look))
    head = draft.pounds.head
    columns = (
        Column(group_heading(by), "name"),
        Column(f"Number {then}"),
        Column(f"Number {now}"),
        Column(f"{then} {head}"),
        Column(f"{now} {head}", "value"),
        Column(f"Change {head}"),
    )
    sub = f"Outcomes, and their {draft.net_or_gross.lower()} with this year’s values, prices and method"
    return Table(
        f"changes-{by}",
        largest_change_title(by, [row.key for row in rows], moved, draft.result),
        sub,
        columns,
        tuple(shown),
    )
