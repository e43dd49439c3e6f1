"""One table of a sheet, read as lines: by what its columns are taken for, with its sums, targets and cost."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, error
from socialvalue.reading import cells
from socialvalue.reading.layouts.above_table import UNNAMED_ORGANISATION, cost_above, period_above
from socialvalue.reading.layouts.check_sums import check_sums, first_sums
from socialvalue.reading.layouts.find_table import FoundTable
from socialvalue.reading.layouts.month_order import month_problems
from socialvalue.reading.layouts.reading_context import ReadingContext, SheetsRead, find_outcome
from socialvalue.reading.layouts.row_dates import (
    column_says_when,
    dates_lacking,
    is_by_day,
    no_day_twice,
    nothing_says_when,
)
from socialvalue.reading.layouts.table_layout import TableLayout, table_layout
from socialvalue.reading.layouts.target_columns import targets_in
from socialvalue.reading.layouts.total_rows import trimmed_layout
from socialvalue.reading.layouts.unpivot import LongSheet
from socialvalue.reading.long_form.header import Header
from socialvalue.reading.long_form.read_table import read_rows
from socialvalue.reading.long_form.row_parser import RowParser, Sense
from socialvalue.records.checks.running_totals import running_totals_apart
from socialvalue.records.maps import DATES, TICKS


def read_one_table(
    table: FoundTable,
    meanings: MappingOf[int, str],
    sense: Sense,
    constants: MappingOf[str, str],
    if_blank: str,
    reading: ReadingContext,
    result: SheetsRead,
) -> None:
    """Read one table, and add what it says to what was found."""
    sheet = table.sheet
    layout = table_layout(table.head, meanings, table.above, constants, if_blank)
    layout, asides = trimmed_layout(sheet, layout, reading.names)
    held = dict(constants)
    if "organisation" not in layout.fields:
        held.setdefault("organisation", UNNAMED_ORGANISATION)
    if (
        "period" not in held
        and "period" not in layout.fields
        and not any(f.heading.period or f.heading.dateless for f in layout.figures)
    ):
        held |= (
            period_above(sheet, table.head, table.above)
            if not if_blank and not any(f.kind == DATES for f in layout.figures)
            else {}
        )
    result.problems.extend(asides)
    dated = "period" in held or "period" in layout.fields or if_blank or any(map(column_says_when, layout.figures))
    if not dated:
        result.problems.append(nothing_says_when(sheet, layout))
        return
    wrong = list(month_problems(sheet, layout))
    result.problems.extend(wrong)
    if any(problem.severity == "error" for problem in wrong):
        return
    sense = Sense(sense.mapping, layout.year, {name: text for name, text in held.items() if text})
    if layout.plain and "outcome" in layout.fields:
        columns = {name: columns[0] for name, columns in layout.fields.items()}
        header = Header(table.head.last, columns, layout.tags, headed=1 + max(table.head.texts))
        source: Sheet = sheet
        register: bool | None = True if is_by_day(table, layout) else None
    else:
        long = LongSheet(sheet, layout, lambda word: find_outcome(word, sense, reading.names))
        fields = {name: number for number, name in enumerate(long.fields)}
        tags = tuple((title, len(fields) + number) for number, (title, _) in enumerate(layout.tags))
        header = Header(0, fields, tags)
        source = long
        marks = any(entry.kind in (DATES, TICKS) for entry in layout.figures)
        register = True if marks or (is_by_day(table, layout) and no_day_twice(table, layout)) else None
    try:
        parse = RowParser(header, reading.vocabulary, reading.names, reading.today, register=register, sense=sense)
    except cells.CellFault as fault:  # of what holds for every row: the sheet's name, or a line above the table
        result.problems.append(error(fault.code, sheet.place(table.head.last, 0), fault.message, fault.remedy))
        return
    lines, problems = read_rows(source, header, parse, reading.people, reading.unnamed)
    result.problems.extend(dates_lacking(source, parse) if isinstance(source, LongSheet) else ())
    if not lines and [problem.code for problem in problems] == ["empty-sheet"] and any(table.samples.values()):
        problems = [_no_row_reports(sheet, layout)]
    result.parts.append(lines)
    if sheet.hidden and lines:
        result.hidden.append(sheet)
    result.problems.extend(problems)
    if layout.across:
        result.problems.extend(running_totals_apart(lines, reading.vocabulary))
        result.problems.extend(
            first_sums(
                check_sums(sheet, layout, lambda word: find_outcome(word, sense, reading.names) in reading.stocks)
            )
        )
        result.targets.extend(targets_in(sheet, layout, parse, held, sense, reading))
    for cost, said in cost_above(table.above, held.get("project", "")):
        result.costs.append(cost)
        result.problems.append(said)


def _no_row_reports(sheet: Sheet, layout: TableLayout) -> Problem:
    message = "No row reports an outcome: none is ticked, dated or counted."
    remedy = "Check what the map takes each column for; where nobody has an outcome yet, there is nothing to value."
    return error("empty-sheet", sheet.place(layout.head.last, 0), message, remedy)
