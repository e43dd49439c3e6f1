"""The tables that set two years side by side."""

from __future__ import annotations

from socialvalue.showing.board.asked import Asked
from socialvalue.showing.board.changes import changes_table
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.last_year import bridge_table
from socialvalue.showing.board.rounding import Pounds, Rounding
from socialvalue.showing.board.tables import Table
from socialvalue.valuing.last_year.changes import changes
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def year_tables(years: LikeForLike, rounding: Rounding = "pounds") -> tuple[Table, ...]:
    """Two years side by side: from last year to this, then outcome by outcome and project by project."""
    pounds = Pounds.of((amount for one in years.bridges for amount in (one.then, one.now)), rounding)
    draft = Draft(years.now, Asked(years=years, rounding=rounding), pounds)
    tables = [bridge_table(draft, bridge) for bridge in years.bridges]
    for by in ("outcome", "project"):
        rows = [change for change in changes(years, by) if change.change is not None]
        if rows and any(change.key for change in rows):
            tables.append(changes_table(draft, by, rows))
    return tuple(tables)
