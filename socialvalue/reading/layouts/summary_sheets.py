"""A sheet that sums up others: its figures compared with theirs, told where they do not meet, and never counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import Place, Problem, note, warning
from socialvalue.published.outcome_names import Names
from socialvalue.reading import cells
from socialvalue.reading.layouts.find_table import FoundTable, find_table
from socialvalue.reading.layouts.heading_words import Heading
from socialvalue.records.maps import TOTAL
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line, folded


@frozen
class _SummaryFigure:
    """What a figure of a summary is of."""

    outcome: str
    period: Period | None
    group: str

    def matches(self, line: Line) -> bool:
        """Whether a line is part of it."""
        period = self.period
        groups = (line.project, line.organisation, line.tags.get("area", ""))
        return (
            line.outcome == self.outcome
            and (period is None or (period.start <= line.period.start and line.period.end <= period.end))
            and (not self.group or self.group in {folded(group) for group in groups if group})
        )


def summary_left_alone(sheet: Sheet, lines: Sequence[Line], names: Names, find: Callable[[str], str | None]) -> Problem:
    """What to say of a sheet that is not read: that it was left alone, or where its sums do not meet the figures read.

    Args:
        sheet: the sheet.
        lines: what was read from the others.
        names: what outcomes may be called.
        find: the outcome a word means here.
    """
    place = Place(sheet.file, sheet.name)
    plain = note("sheet-ignored", place, f"The sheet “{sheet.name}” was left alone: its figures are not counted.")
    table = find_table(sheet, names) if lines else None
    if table is None:
        return plain
    compared = list(_figures_compared(table, lines, find))
    wrong = [(where, wanted, said, found) for where, wanted, said, found in compared if said != found]
    if not compared:
        return plain
    if not wrong:
        message = f"The sheet “{sheet.name}” sums up the others and agrees with them ({len(compared)} figures)."
        return note("sheet-ignored", place, f"{message} It is not counted.")
    where, wanted, said, found = wrong[0]
    of = f" for {wanted.group.title()}" if wanted.group else ""
    message = f"The sheet “{sheet.name}” says {said:,f} of {wanted.outcome}{of}; the figures read come to {found:,f}."
    more = f" {len(wrong) - 1} more of its {len(compared)} figures do not meet." if len(wrong) > 1 else ""
    remedy = "Only the figures of the other sheets count. Mend whichever is wrong."
    return warning("total-disagrees", where, f"{message}{more}", remedy)


def _figures_compared(
    table: FoundTable, lines: Iterable[Line], find: Callable[[str], str | None]
) -> Iterator[tuple[Place, _SummaryFigure, Decimal, Decimal]]:
    """Each figure that says what it is of, and what the lines come to."""
    lines = [line for line in lines if line.quantity is not None]
    named = {name for line in lines for name in (line.project, line.organisation, line.tags.get("area", ""))}
    groups = {folded(name) for name in named if name}
    heads = {column: table.head.heading(column, table.above.year) for column in table.head.texts}
    outcomes = {column: find(heading.rest) for column, heading in heads.items() if heading.rest}
    for number, row in table.sheet.rows:
        if number <= table.head.last:
            continue
        labels = [" ".join(cell.split()) for cell in row if isinstance(cell, str) and cell.strip()]
        own = next((outcome for label in labels if (outcome := find(label))), None)
        group = next((folded(label) for label in labels if folded(label) in groups), "")
        if own is None and not group:
            continue
        for column, heading in heads.items():
            outcome = own or outcomes.get(column)
            figure = _summary_number(row, column)
            if outcome is None or figure is None or (own and outcomes.get(column) not in (None, own)):
                continue
            if own and heading.period is None and heading.kind != TOTAL and not _plain_count(heading):
                continue
            wanted = _SummaryFigure(outcome, heading.period, group)
            found = sum((line.quantity or Decimal(0) for line in lines if wanted.matches(line)), Decimal(0))
            yield table.sheet.place(number, column), wanted, figure, found


def _plain_count(heading: Heading) -> bool:
    return heading.rest.casefold() in ("number", "count", "people", "residents", "actual", "quantity")


def _summary_number(row: Sequence[Cell], column: int) -> Decimal | None:
    try:
        return cells.number(row[column]) if column < len(row) else None
    except cells.CellFault:
        return None
