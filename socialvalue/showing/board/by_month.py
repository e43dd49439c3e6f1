"""A table of value by month, or by quarter or year where months are many."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.money import count
from socialvalue.showing.board.bars import Bar, Scale
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.groups import group_name, months_title
from socialvalue.valuing.rollup.group_by import TIMES
from socialvalue.valuing.rollup.roll_up import roll_up

#: Rows of a table of months; more are shown by quarter.
MOST_MONTHS = 13


def months_table(draft: Draft) -> Iterator[Table]:
    """The table of months; none where there are fewer than two, or no single total."""
    head = draft.result.headline
    if head is None or head.net is None:
        return
    for by in TIMES:
        months = [group for group in roll_up(draft.result, (by,)).groups if group.net is not None]
        if len(months) <= MOST_MONTHS:
            break
    if len(months) < 2:
        return
    month_values = draft.pounds.column([group.net or Decimal(0) for group in months])
    scale = Scale.of(month_values, most=20)
    month_rows = [
        Row(
            (
                group_name(by, group.keys[0], draft.result),
                count(group.quantity),
                Bar.whole(scale, value),
                draft.pounds.shown(value),
            )
        )
        for group, value in zip(months, month_values, strict=True)
    ]
    month_rows.append(Row(("All", count(head.outcomes), None, draft.pounds.shown(head.net)), look=draft.total_look))
    month_columns = (Column("", "name"), Column("Outcomes"), Column("", "bar"), Column(draft.pounds.head, "value"))
    sub = f"{draft.net_or_gross}, {draft.block_said(scale)}"
    yield Table("months", months_title(months, by), sub, month_columns, tuple(month_rows))
