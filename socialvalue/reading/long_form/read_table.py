"""A table in the long form: a grid of cells in, lines and problems out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import dropwhile, takewhile

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, Problem, error
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.long_form.header import TITLE_ROWS, Header, find_header, header_problems
from socialvalue.reading.long_form.read_register import register_lines
from socialvalue.reading.long_form.row_parser import RowParser
from socialvalue.reading.long_form.row_problems import Findings, row_skipped
from socialvalue.reading.person_keys import People
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Line


def read_table(
    sheet: Sheet,
    vocabulary: Vocabulary,
    names: Names,
    today: dt.date,
    *,
    people: People | None = None,
    unnamed: Callable[[Problem], object] | None = None,
) -> tuple[Lines, list[Problem]] | None:
    """The lines of a sheet in the long form, with every problem in it; None when the sheet holds no such table.

    Args:
        sheet: the cells.
        vocabulary, names: the outcomes, and what each may be called.
        today: the day after which a period is in the future.
        people: who is in which register, so that rows can be grouped; None to give each row a line.
        unnamed: called with each problem that is only counted: those after the first hundred of a kind.
    """
    above = takewhile(lambda pair: pair[0] <= TITLE_ROWS + 1, sheet.rows)
    header = next(filter(None, (find_header(number, row) for number, row in above)), None)
    if header is None:
        return None
    problems = list(header_problems(header, sheet))
    if problems:
        return Lines(), problems
    return read_rows(sheet, header, RowParser(header, vocabulary, names, today), people, unnamed)


def read_rows(
    sheet: Sheet,
    header: Header,
    parse: RowParser,
    people: People | None = None,
    unnamed: Callable[[Problem], object] | None = None,
) -> tuple[Lines, list[Problem]]:
    """The lines of the rows below a header, with every problem in them; arguments as of `read_table`."""
    findings = Findings(Place(sheet.file, sheet.name), unnamed)
    if sheet.text:
        for problem in _cells_beyond_header(sheet, header):
            findings.add(problem)
    if parse.register and people is not None:
        lines = register_lines(sheet, header, parse, findings, people)
    else:
        lines = Lines(_lines_of_rows(sheet, header, parse, findings))
    problems = findings.problems()
    if not lines and not problems:
        problems.append(no_rows(Place(sheet.file, sheet.name)))
    return lines, problems


def no_rows(place: Place) -> Problem:
    """The problem of a table that reports nothing."""
    return error("empty-sheet", place, "The table has headers but no rows.", "Add a row for each outcome reported.")


def _lines_of_rows(sheet: Sheet, header: Header, parse: RowParser, findings: Findings) -> Iterator[Line]:
    for number, row in dropwhile(lambda pair: pair[0] <= header.row, sheet.rows):
        if all(cells.blank(cell) for cell in row):
            continue
        if what := parse.aside(row):
            findings.add(row_skipped(sheet, number, what))
            continue
        line, faults = parse(row, sheet.place(number, parse.main_column))
        for fault in faults:
            findings.add(fault.at(sheet.place(number, fault.column)))
        if line is not None:
            yield line


def _cells_beyond_header(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """An error for each row of a text file with cells beyond the header: a comma within a number parts it in two."""
    width = header.width  # and as far as the row of headings goes: a map leaves some of them out
    for number, row in sheet.rows:
        if number == header.row:
            width = max([width, *(column for column, cell in enumerate(row, start=1) if not cells.blank(cell))])
        if len(row) <= width or number <= header.row or all(map(cells.blank, row[width:])):
            continue
        reach = max(column for column, cell in enumerate(row, start=1) if not cells.blank(cell))
        message = f"Row {number} has {reach} cells where the header has {width}."
        remedy = 'A comma inside a number or a name needs quotes: "1,285". A column of notes needs a header.'
        yield error("extra-cells", sheet.place(number, width), message, remedy)
