"""The table across the first page: by project or organisation, by kind, or by outcome."""

from __future__ import annotations

from socialvalue.records.groups import RollUp
from socialvalue.showing.board.by_group import groups_table
from socialvalue.showing.board.by_kind import kinds_table
from socialvalue.showing.board.by_outcome import outcomes_table
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Table
from socialvalue.valuing.rollup.roll_up import roll_up


def lead_table(draft: Draft) -> Table | None:
    """The table for the result at hand; None where nothing is valued."""
    head = draft.result.headline
    if head is None or not draft.result.lines:
        return None
    if draft.asked.published is not None:
        return _published_table(draft, draft.asked.published)
    if head.net is None:
        return kinds_table(draft) or outcomes_table(draft, "lead")
    for by in draft.asked.by[:1] or ("project", "organisation"):
        groups = roll_up(draft.result, (by,)).groups
        if len(groups) > 1:
            return groups_table(draft, by, groups)
    return outcomes_table(draft, "lead")


def _published_table(draft: Draft, rolled: RollUp) -> Table | None:
    """The one table for publication; none where that would be of a single group."""
    if len(rolled.groups) < 2:
        return None
    if draft.result.headline is not None and draft.result.headline.net is None:
        return kinds_table(draft)
    return groups_table(draft, rolled.by[0], rolled.groups)
