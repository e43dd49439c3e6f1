"""Checks of a filled template against itself: copied sheets, totals, and the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.money import pence
from socialvalue.problems import Problem, error, warning
from socialvalue.published.outcomes import Outcome
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line


def without_copied_sheets(counts: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """The counts without those that are on two Return sheets, with one warning for each sheet that repeats another.

    A blank gives way to a figure. Where two figures differ both stay, for the reader of all files to refuse.
    """
    kept: dict[tuple[object, ...], Line] = {}
    apart: list[Line] = []
    repeated: dict[tuple[str, str], list[Line]] = {}
    for line in counts:
        key = _line_key(line)
        first = kept.setdefault(key, line)
        if first is line or line.quantity is None:
            continue
        if first.quantity is None:
            kept[key] = line
        elif first.quantity == line.quantity:
            repeated.setdefault((first.place.sheet, line.place.sheet), []).append(line)
        else:
            apart.append(line)
    clash = [line for line in apart if kept[_line_key(line)].place.sheet != line.place.sheet]
    if clash:
        first, line = kept[_line_key(clash[0])], clash[0]
        message = f"The sheets “{first.place.sheet}” and “{line.place.sheet}” both report {line.organisation}"
        message += (
            f" as a whole, with other figures ({len(clash)} of them)." if not line.project else f", {line.project}."
        )
        remedy = "Name the Area or the Project at the head of each sheet; or delete the one that is not wanted."
        problems.append(error("conflicting-lines", line.place, message, remedy))
        apart = [line for line in apart if line not in clash]
    for (first_sheet, sheet), lines in repeated.items():
        figures = "One figure" if len(lines) == 1 else f"{len(lines)} figures"
        where = "twice here" if sheet == first_sheet else f"here and on the sheet “{first_sheet}”"
        message = f"{figures} of {lines[0].organisation}, this the first, are {where}: counted once."
        if len(lines) == 1:
            message = f"{lines[0].outcome} in {lines[0].period} is {where} with the same figure: counted once."
        problems.append(warning("repeated-line", lines[0].place, message, "Take one of the two out."))
    return [*kept.values(), *apart]


def _line_key(line: Line) -> tuple[object, ...]:
    return line.organisation.casefold(), line.period, line.outcome, line.project, line.tags.get("area")


def totals_agree(
    sheet: Sheet,
    number: int,
    row: Sequence[Cell],
    totals: Sequence[int],
    outcome: Outcome,
    figures: Mapping[int, Decimal | None],
) -> Iterator[Problem]:
    """A warning for each total of a row that is not the sum of its months; the total itself is never counted.

    Args:
        sheet, number, row: the row, its number and its sheet.
        totals: the columns headed as totals.
        outcome: what the row counts; a stock has no total.
        figures: of each month, by column.
    """
    if outcome.flow == "stock":
        return
    before = -1
    for column in totals:
        try:
            said = cells.number(cell_at(row, column))
        except CellFault:  # words, or a formula without a result: not a total that could disagree
            said = None
        # A total may be of every month, of those to its left, or of those since the total before it.
        sums = [
            sum((figure for at, figure in figures.items() if figure and first < at < last), Decimal(0))
            for first, last in ((-1, max([column, *figures]) + 1), (-1, column), (before, column))
        ]
        before = column
        if said is not None and pence(said) not in map(pence, sums):  # a program's sum of pounds is not exact
            message = f"The total of {outcome.label} says {said}, but its months come to {sums[0]}, which is counted."
            remedy = "Mend the months, or the formula of the total."
            yield warning("total-disagrees", sheet.place(number, column), message, remedy)


def reconciled_with_register(
    counts: Sequence[Line], register: Sequence[Line], problems: list[Problem]
) -> Iterator[Line]:
    """The monthly counts that the register does not hold already; where the two differ, a problem.

    For an outcome that the register lists at all, the register is the count of every month: its lines count, and the
    monthly count only has to agree.
    """
    listed: dict[tuple[str, Period], int] = {}
    for line in register:
        listed[line.outcome, line.period] = listed.get((line.outcome, line.period), 0) + 1
    outcomes = {outcome for outcome, _ in listed}
    for line in counts:
        rows = listed.get((line.outcome, line.period), 0)
        if line.outcome not in outcomes or (rows == 0 and not line.quantity):
            yield line
        elif line.quantity is not None and line.quantity != rows:
            message = f"The Return says {line.quantity} for {line.outcome} in {line.period}, the Register has {rows}."
            remedy = "Mend one of the two, or leave this cell blank to let the Register count."
            problems.append(error("register-disagrees", line.place, message, remedy))
