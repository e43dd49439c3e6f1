"""One table of a sheet, read as lines: by what its columns are taken for, with its sums, targets and cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf

from attrs import evolve

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, error, note, warning
from socialvalue.published.outcomes import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.layouts.above_table import UNNAMED_ORGANISATION, AboveTable, file_words
from socialvalue.reading.layouts.check_sums import check_sums
from socialvalue.reading.layouts.find_table import FoundTable
from socialvalue.reading.layouts.heading_words import read_heading
from socialvalue.reading.layouts.month_order import month_problems
from socialvalue.reading.layouts.reading_context import ReadingContext, SheetsRead, find_outcome
from socialvalue.reading.layouts.table_layout import FigureColumn, TableLayout, table_layout
from socialvalue.reading.layouts.target_columns import targets_in
from socialvalue.reading.layouts.total_rows import trimmed_layout
from socialvalue.reading.layouts.unpivot import LongSheet
from socialvalue.reading.long_form.header import Header
from socialvalue.reading.long_form.rows import RowParser, Sense
from socialvalue.reading.long_form.tables import read_rows
from socialvalue.reading.template.template_checks import running_totals
from socialvalue.records.maps import DATES, TICKS
from socialvalue.records.returns import Cost, Line


def said_by_sheet_name(name: str, meaning: str, above: AboveTable) -> dict[str, str]:
    """What a sheet's name says, where the lines above its table do not say it."""
    if meaning in ("project", "area", "organisation", "period") and meaning not in above.said:
        return {meaning: name}
    return {}


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
        held |= _period_above(table) if not if_blank and not any(f.kind == DATES for f in layout.figures) else {}
    result.problems.extend(asides)
    dated = "period" in held or "period" in layout.fields or if_blank or any(map(_says_when, layout.figures))
    if not dated:
        result.problems.append(_nothing_says_when(sheet, layout))
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
        register: bool | None = True if _is_by_day(table, layout) else None
    else:
        long = LongSheet(sheet, layout, lambda word: find_outcome(word, sense, reading.names))
        fields = {name: number for number, name in enumerate(long.fields)}
        tags = tuple((title, len(fields) + number) for number, (title, _) in enumerate(layout.tags))
        header = Header(0, fields, tags)
        source = long
        marks = any(entry.kind in (DATES, TICKS) for entry in layout.figures)
        register = True if marks or (_is_by_day(table, layout) and _no_day_twice(table, layout)) else None
    try:
        parse = RowParser(header, reading.vocabulary, reading.names, reading.today, register=register, sense=sense)
    except cells.CellFault as fault:  # of what holds for every row: the sheet's name, or a line above the table
        result.problems.append(error(fault.code, sheet.place(table.head.last, 0), fault.message, fault.remedy))
        return
    lines, problems = read_rows(source, header, parse, reading.people, reading.unnamed)
    result.problems.extend(_dates_lacking(source, parse) if isinstance(source, LongSheet) else ())
    if not lines and [problem.code for problem in problems] == ["empty-sheet"] and any(table.samples.values()):
        problems = [_no_row_reports(sheet, layout)]
    result.lines.extend(lines)
    if sheet.hidden and lines:
        result.hidden.append(sheet)
    result.problems.extend(problems)
    if layout.across:
        result.problems.extend(_running_totals(lines, reading.vocabulary))
        result.problems.extend(
            _first_sums(
                check_sums(sheet, layout, lambda word: find_outcome(word, sense, reading.names) in reading.stocks)
            )
        )
        result.targets.extend(targets_in(sheet, layout, parse, held, sense, reading))
    if table.above.cost is not None:
        amount, place = table.above.cost
        project = held.get("project", "")
        result.costs.append(Cost(amount, project, place=place))
        what = f"as the cost of “{project}”" if project else "as the cost"
        result.problems.append(note("cost-above-table", place, f"£{amount:,f} above the table is read {what}."))


def _dates_lacking(long: LongSheet, parse: RowParser) -> Iterator[Problem]:
    """What was done with rows that have no date, which no figure shows; of those that report anything."""
    sheet, layout = long.sheet, long.layout
    undated = (long.row_of(number) for number, row in (long.rows if long.undated else ()) if not parse.aside(row))
    if rows := sorted(long.undated.intersection(undated)):
        taken = layout.head.texts[layout.if_blank] if isinstance(layout.if_blank, int) else layout.if_blank
        message = f"{_rows(len(rows))} without a date: “{taken}” is taken for it, as the map says ({_row_list(rows)})."
        yield note("date-taken", sheet.place(rows[0], 0), message, "Write the date where it is known.")
    for column, found in sorted(long.not_reached.items()):
        rows = sorted(found)
        message = f"“{layout.head.texts[column]}” is still to come in {_rows(len(rows))}, which count nothing"
        message += f" ({_row_list(rows)})."
        yield warning("to-come", sheet.place(rows[0], column), message, "Write the date when it is known.")


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _row_list(rows: Sequence[int]) -> str:
    """The first rows by number, and how many more."""
    named = ", ".join(map(str, rows[:5]))
    more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {named}{more}"


def _running_totals(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Problem]:
    """What may be running totals among figures across, of each organisation, project and area by itself."""
    apart: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        apart.setdefault((line.organisation, line.project, line.tags.get("area", "")), []).append(line)
    for mine in apart.values():
        yield from running_totals(mine, vocabulary)


def _is_by_day(table: FoundTable, layout: TableLayout) -> bool:
    """Whether each row is of a day: then rows that are alike are several events, and all count."""
    sample = [cell for column in layout.fields.get("period", ()) for cell in table.samples.get(column, ())]
    days = [
        cell
        for cell in sample
        if isinstance(cell, dt.date) or (isinstance(cell, str) and cells.SLASHED.fullmatch(cell.strip()))
    ]
    firsts = sum(isinstance(cell, dt.date) and cell.day == 1 for cell in days)
    return len(days) > len(sample) / 2 and firsts < len(days)


def _no_day_twice(table: FoundTable, layout: TableLayout) -> bool:
    """Whether no day is in two rows, of which one may be a copy."""
    days = [cell for column in layout.fields.get("period", ()) for cell in table.samples.get(column, ())]
    return len(set(days)) == len(days)


def _says_when(entry: FigureColumn) -> bool:
    return entry.kind == DATES or entry.heading.period is not None or entry.heading.dateless


def _nothing_says_when(sheet: Sheet, layout: TableLayout) -> Problem:
    message = "Nothing says when: no column, heading, title or sheet's name is a month, quarter or year."
    remedy = "Write the period above the table (“October 2024”), or say it in a map: “Where a date is blank, take”."
    return error("missing-column", sheet.place(layout.head.last, 0), message, remedy)


def _no_row_reports(sheet: Sheet, layout: TableLayout) -> Problem:
    message = "No row reports an outcome: none is ticked, dated or counted."
    remedy = "Check what the map takes each column for; where nobody has an outcome yet, there is nothing to value."
    return error("empty-sheet", sheet.place(layout.head.last, 0), message, remedy)


def _first_sums(problems: Iterator[Problem]) -> list[Problem]:
    """The first few, and how many more there are."""
    every = list(problems)
    if len(every) <= 3:
        return every
    rest = len(every) - 3
    last = evolve(every[2], message=f"{every[2].message} {rest} more sums on this sheet do not meet.")
    return [*every[:2], last]


def _period_above(table: FoundTable) -> dict[str, str]:
    """The period that the lines above a table, or its sheet, name: a month, or else a year."""
    for title in (*table.head.titles, table.sheet.name, file_words(table.sheet)):
        heading = read_heading(title[:200], table.above.year)
        if heading.period is not None:
            return {"period": heading.period.written}
    return {"period": str(table.above.year)} if table.above.year else {}
