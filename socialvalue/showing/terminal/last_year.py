"""This year against last on a terminal: the months compared, then the tables that set the years side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.records.periods import said
from socialvalue.showing.board.rounding import Rounding
from socialvalue.showing.board.year_tables import year_tables
from socialvalue.showing.terminal.board import show_table
from socialvalue.showing.words.last_year import year_names
from socialvalue.valuing.last_year.like_for_like import LikeForLike

if TYPE_CHECKING:
    from rich.console import Console


def show_years(years: LikeForLike, rounding: Rounding, out: Console) -> None:
    """Print two years side by side, the months compared first."""
    then, now = year_names(years)
    out.print(
        f"{now} against {then}, over the months both report: {said(month for month, _ in years.months)}", style="bold"
    )
    for table in year_tables(years, rounding):
        out.print()
        show_table(table, out)
    for notice in years.now.notices:
        out.print(notice, style="dim")
