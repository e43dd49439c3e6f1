"""What was aimed for, where a table has a column or rows of targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.reading import cells
from socialvalue.reading.layouts.above_table import UNNAMED_ORGANISATION
from socialvalue.reading.layouts.reading_context import ReadingContext, find_outcome
from socialvalue.reading.layouts.table_layout import TableLayout
from socialvalue.reading.layouts.unpivot import row_figures
from socialvalue.reading.long_form.row_parser import RowParser, Sense
from socialvalue.records.maps import FIGURES, TARGET
from socialvalue.records.periods import Period
from socialvalue.records.returns import Target


def targets_in(
    sheet: Sheet,
    layout: TableLayout,
    parse: RowParser,
    held: MappingOf[str, str],
    sense: Sense,
    reading: ReadingContext,
) -> Iterator[Target]:
    """What was aimed for, where the table says: for the period a heading names, or for all its months."""
    months = [entry.heading.period for entry in (*layout.figures, *layout.totals) if entry.heading.period]
    if "outcome" not in layout.fields or not months:
        return
    whole = _period_over_all([*months])
    above: dict[str, Cell] = {}
    for number, row in sheet.rows:
        if number <= layout.head.last or number in layout.skipped or number in layout.sums:
            continue
        at = layout.fields["outcome"][0]
        kind, row = row_figures(layout, row, above, lambda word: find_outcome(word, sense, reading.names))
        if kind not in (FIGURES, TARGET):
            continue
        word = cell_at(row, at)
        outcome = find_outcome(word, sense, reading.names) if isinstance(word, str) else None
        if outcome is None or outcome not in reading.vocabulary:
            continue
        for entry in layout.figures if kind == TARGET else layout.targets:
            try:
                amount = cells.quantity(cell_at(row, entry.column), reading.vocabulary[outcome].unit)
            except cells.CellFault:
                continue
            if amount is not None:
                period = entry.heading.period or whole
                yield Target(
                    held.get("organisation", UNNAMED_ORGANISATION), period, outcome, amount, held.get("project", "")
                )


def _period_over_all(months: Sequence[Period]) -> Period:
    """The time from the first to the last of the periods; their financial year, where all are of one."""
    start, end = min(month.start for month in months), max(month.end for month in months)
    year = Period.of(f"{start.year - (start.month < 4)}/{(start.year - (start.month < 4) + 1) % 100:02d}")
    if year.start <= start and end <= year.end:
        return year
    return Period.of(f"{start:%Y-%m} to {end:%Y-%m}")
