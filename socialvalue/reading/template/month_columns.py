"""The columns of the Return sheet: its months, its totals, and what is under no month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Sequence

from socialvalue.formats.sheets import Cell, cell_at, letters, text_at
from socialvalue.problems import error
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.layouts.month_order import month_first_problem, months_written_first
from socialvalue.reading.template.template_cells import TemplateSheetReader, is_filled
from socialvalue.reading.template.template_marks import Form
from socialvalue.records import template_layout as template
from socialvalue.records.periods import Period
from socialvalue.records.template_layout import MONTHS

TOTAL_LABEL = re.compile(r"\b(sub)?-?totals?\b", re.IGNORECASE)
_NOTES_HEADING = re.compile(r"(notes?|comments?|remarks?)\b", re.IGNORECASE)
_MONTH_NAME = re.compile(
    rf"\b({'|'.join([*calendar.month_name[1:], *calendar.month_abbr[1:], 'Sept'])})\b", re.IGNORECASE
)


class MonthColumnReader(TemplateSheetReader):
    """Reads which month each column of a Return sheet is of."""

    def month_columns(
        self, form: Form, keyed: Sequence[tuple[int, str, Sequence[Cell]]]
    ) -> tuple[dict[int, Period], list[int]]:
        """The month of each column, and the columns of totals."""
        heads = [(number, row) for number, key, row in keyed if key == MONTHS]
        if not heads:
            place = form.sheet.place(form.row, form.column)
            message = "The row with the months is not there any more."
            remedy = "Take the row of months from a new template, with its hidden first cell."
            self.problems.append(error("missing-column", place, message, remedy))
            return {}, []
        number, row = heads[0]
        totals = [column for column in range(len(row)) if TOTAL_LABEL.search(text_at(row, column))]
        months: dict[int, Period] = {}
        found = {column: month for column, cell in enumerate(row) if (month := _month_of_heading(cell)) is not None}
        if wrong := months_written_first(row[column] for column in found):
            self.problems.append(month_first_problem(form.sheet.place(number, min(found)), wrong))
            return {}, totals
        for column, month in found.items():
            if any(
                month != other and month.start <= other.start and other.end <= month.end for other in found.values()
            ):
                totals.append(column)  # a year or quarter beside its months is their sum
                continue
            twin = next((other for other, known in months.items() if known == month), None)
            if twin is not None:
                place = form.sheet.place(number, column)
                message = f"{month.start:%B %Y} is in column {letters(twin)} already."
                self.problems.append(error("repeated-column", place, message, "Keep one column for each month."))
                continue
            months[column] = month
        for column, month in months.items():
            if month.start > self.today and any(is_filled(row, column) for n, key, row in keyed if n > number and key):
                place = form.sheet.place(number, column)
                message = f"{month} has not happened yet."
                remedy = "Mend the month; forecasts are not reported as done."
                self.problems.append(error("future-period", place, message, remedy))
        return months, totals

    def figures_without_month(
        self,
        form: Form,
        keyed: Sequence[tuple[int, str, Sequence[Cell]]],
        known: Collection[int],
        rows: Sequence[Sequence[Cell]],
    ) -> bool:
        """Whether there are figures in a column whose heading is no month; words beside the rows are notes."""
        before = len(self.problems)
        number, head = next(((number, row) for number, key, row in keyed if key == MONTHS), (0, ()))
        for column in range(max(map(len, rows), default=0) if number else 0):
            below = [row[column] for row in rows if is_filled(row, column)]
            heading = text_at(head, column)
            if (
                not below
                or column in known
                or _month_of_heading(cell_at(head, column))
                or _NOTES_HEADING.match(heading)
            ):
                continue
            if not _MONTH_NAME.search(heading) and not any(map(may_be_figure, below)):
                continue
            self.take(form.sheet, number, column, head, _refuse_heading, None)
        return len(self.problems) > before


def _month_of_heading(cell: Cell) -> Period | None:
    """The month of a heading, without a remark in brackets after it; 2020 in a cell of dates is a day in 1905."""
    bare = cell.rstrip() if isinstance(cell, str) else ""
    month = template.month_of(bare.rpartition("(")[0].rstrip() if bare.endswith(")") else cell)
    return month if month is not None and 2000 <= month.start.year < 2100 else None


def _refuse_heading(cell: Cell) -> None:
    written = cells.text(cell)
    what = f"“{written}” is not a month" if written else "The column has no month"
    remedy = "Write the month such as Oct 2020. Where it is no month, begin the heading with “Total” or “Notes”."
    raise CellFault("bad-period", f"{what}, and something is filled in below.", remedy)


def may_be_figure(cell: Cell) -> bool:
    """Whether a cell holds, or may hold, a figure rather than words."""
    return not cells.blank(cell) and (not isinstance(cell, str) or re.search(r"\d", cell) is not None)
