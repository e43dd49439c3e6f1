"""Sums that people write beside their figures: checked, told where they do not meet, and never counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.money import EXACT, total
from socialvalue.problems import Place, Problem, warning
from socialvalue.reading import cells
from socialvalue.reading.layouts.table_layout import FigureColumn, TableLayout
from socialvalue.records.periods import Period

_SO_FAR = re.compile(r"\b(ytd|year[ -]to[ -]date|cum|cumulative|running|to[ -]date)\b", re.IGNORECASE)


def check_sums(sheet: Sheet, layout: TableLayout, is_stock: Callable[[str], bool]) -> Iterator[Problem]:
    """A warning for each sum of months, or of rows, that is not the sum of the figures beside it.

    Args:
        sheet: the cells.
        layout: what its columns hold.
        is_stock: whether a word means a count at a date, which nobody adds up over months.
    """
    above: list[dict[int, Decimal]] = []
    before: list[dict[int, Decimal]] = []
    every: list[dict[int, Decimal]] = []
    for number, row in sheet.rows:
        if number <= layout.head.last or number in layout.skipped or all(map(cells.blank, row)):
            continue
        figures = {
            entry.column: found
            for entry in layout.figures
            if (found := _figure_or_estimate(row, entry.column)) is not None
        }
        if number in layout.sums:
            yield from _row_sums(sheet, number, figures, above, before, every)
            before.append(figures)
            above = []
            continue
        if figures:
            above.append(figures)
            every.append(figures)
        label = next((_label_text(row, column) for column in layout.fields.get("outcome", ())), "")
        if figures and _row_is_all_numbers(row, layout) and not is_stock(label):
            yield from _column_sums(sheet, layout, number, row, figures)


def _figure_or_estimate(row: Sequence[Cell], column: int) -> Decimal | None:
    cell = cell_at(row, column)
    try:
        return cells.number(cell)
    except cells.CellFault:
        pass
    try:
        return cells.quantity(cell, "GBP", estimates=True)
    except cells.Remark as remark:
        return Decimal(remark.value) if remark.value is not None else None  # an estimate, or “nil”
    except cells.CellFault:
        return None


def _label_text(row: Sequence[Cell], column: int) -> str:
    cell = cell_at(row, column)
    return cell if isinstance(cell, str) else ""


def _row_is_all_numbers(row: Sequence[Cell], layout: TableLayout) -> bool:
    """Whether every figure of a row is blank or a number: else its sums cannot be told."""
    try:
        for entry in layout.figures:
            cells.number(cell_at(row, entry.column))
    except cells.CellFault:
        return False
    return True


def _column_sums(
    sheet: Sheet, layout: TableLayout, number: int, row: Sequence[Cell], figures: dict[int, Decimal]
) -> Iterator[Problem]:
    """Quarters, halves and years against their months."""
    left = -1
    for entry in layout.totals:
        said = _figure_or_estimate(row, entry.column)
        parts = [found for each in layout.figures if (found := figures.get(each.column)) is not None]
        between = [found for column, found in figures.items() if left < column < entry.column]
        so_far = [found for column, found in figures.items() if column < entry.column]
        left = entry.column
        if said is None:
            continue
        period = entry.heading.period
        if period is None:
            fits = said in (total(parts), total(between), total(so_far))
            parts = so_far or parts
        else:
            parts = [
                found
                for each in layout.figures
                if _month_in_sum(each, entry, period) and (found := figures.get(each.column)) is not None
            ]
            fits = said == total(parts)
        if not fits and parts:
            message = f"“{entry.text}” says {said:,f}, but the figures it sums come to {total(parts):,f}."
            yield warning(
                "total-disagrees",
                sheet.place(number, entry.column),
                message,
                "The figures count, the sum does not: mend whichever is wrong.",
            )


def _month_in_sum(each: FigureColumn, entry: FigureColumn, period: Period) -> bool:
    """Whether a month is one of those a sum is of."""
    month = each.heading.period
    if month is None:
        return False
    if _SO_FAR.search(entry.text) and period.start.month == period.end.month:
        return month.end <= period.end
    return period.start <= month.start and month.end <= period.end


def _row_sums(
    sheet: Sheet,
    number: int,
    said: dict[int, Decimal],
    above: Sequence[dict[int, Decimal]],
    before: Sequence[dict[int, Decimal]],
    every: Sequence[dict[int, Decimal]],
) -> Iterator[Problem]:
    """A row of totals against the rows above it, the subtotals before it, or every row of the table so far."""
    for column, found in said.items():
        rows = [row.get(column, Decimal(0)) for row in above]
        sums = {total(rows[start:]) for start in range(len(rows))} | {
            total(row.get(column, Decimal(0)) for row in before)
        }
        sums |= {total(row.get(column, Decimal(0)) for row in every)}
        sums |= {EXACT.add(total(rows), total(row.get(column, Decimal(0)) for row in before))}
        if rows and found not in sums:
            message = f"The row is a total and says {found:,f}, but the rows above it come to {total(rows):,f}."
            place: Place = sheet.place(number, column)
            yield warning(
                "total-disagrees", place, message, "The figures count, the total does not: mend whichever is wrong."
            )
            return


def first_sums(problems: Iterator[Problem]) -> list[Problem]:
    """The first few, and how many more there are."""
    every = list(problems)
    if len(every) <= 3:
        return every
    rest = len(every) - 3
    last = evolve(every[2], message=f"{every[2].message} {rest} more sums on this sheet do not meet.")
    return [*every[:2], last]
