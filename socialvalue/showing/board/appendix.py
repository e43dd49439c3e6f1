"""The tables of the appendix."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.results import Result
from socialvalue.showing.board.draft import Asked, Draft
from socialvalue.showing.board.first_page import lead_table, panels
from socialvalue.showing.board.group_tables import groups_table
from socialvalue.showing.board.tables import Table
from socialvalue.showing.words.groups import group_heading
from socialvalue.valuing.rollup.group_by import place_tags
from socialvalue.valuing.rollup.roll_up import roll_up


def appendix(result: Result, asked: Asked | None = None) -> tuple[Table, ...]:
    """The tables of the appendix: by whatever else was asked for, or else by month, organisation and place."""
    return tuple(_appendix_tables(Draft.of(result, asked or Asked())))


def _appendix_tables(draft: Draft) -> Iterator[Table]:
    head = draft.result.headline
    if head is None or head.net is None or not draft.result.lines or draft.asked.published is not None:
        return
    lead, shown = lead_table(draft), {table.name for table in panels(draft)}
    months = [] if "months" in shown else ["period"]
    number = 0
    for by in draft.asked.by[1:] or ("project", "organisation", *months, *place_tags(draft.result)):
        groups = roll_up(draft.result, (by,)).groups
        whole = lead is not None and lead.columns[0].head == group_heading(by) and len(lead.rows) > len(groups)
        if len(groups) > 1 and not whole:
            number += 1
            yield groups_table(draft, by, groups, f"by-{number}", len(groups))
