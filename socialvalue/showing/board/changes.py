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
    both_years = [draft.pounds.column([getattr(row, side) or Decimal(0) for row in rows]) for side in ("then", "now")]
    moved = [EXACT.subtract(after, before) for before, after in zip(*both_years, strict=True)]
    change_rows = [
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
        for row, before, after, change in zip(rows, *both_years, moved, strict=True)
    ]
    sums_of_years = [total(side) for side in (*both_years, moved)]
    total_cells = (
        draft.pounds.shown(sums_of_years[0]),
        draft.pounds.shown(sums_of_years[1]),
        draft.pounds.signed(sums_of_years[2]),
    )
    change_rows.append(Row(("All", "", "", *total_cells), look=draft.total_look))
    head = draft.pounds.head
    change_columns = (
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
        change_columns,
        tuple(change_rows),
    )
