"""Two years side by side as Markdown."""

from __future__ import annotations

from socialvalue.showing.board.last_year import year_tables
from socialvalue.showing.board.rounding import Rounding
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.data.markdown.board_tables import table_as_markdown
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def years_to_markdown(years: LikeForLike, rounding: Rounding = "pounds") -> str:
    """The comparison as Markdown tables under their findings."""
    parts = [table_as_markdown(table) for table in year_tables(years, rounding)]
    return "\n".join([*parts, *(f"- Licence: {markdown(notice)}" for notice in years.now.notices)]) + "\n"
