"""Sheets with months or outcomes across, read without a map where their headings are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, note
from socialvalue.reading.cost_table import read_costs
from socialvalue.reading.layouts.above_table import said_by_sheet_name
from socialvalue.reading.layouts.find_table import FoundTable, find_table
from socialvalue.reading.layouts.read_one_table import read_one_table
from socialvalue.reading.layouts.reading_context import ReadingContext, SheetsRead
from socialvalue.reading.layouts.sheet_meanings import sheet_meanings
from socialvalue.reading.layouts.stacked_tables import stacked_tables
from socialvalue.reading.layouts.summary_sheets import summary_left_alone
from socialvalue.reading.long_form.row_parser import Sense
from socialvalue.records.maps import LEAVE_OUT


def read_plain(sheets: Sequence[Sheet], reading: ReadingContext) -> SheetsRead | None:
    """Sheets with months or outcomes across, where their headings are known and nothing must be guessed; else None."""
    looked = {sheet.name: find_table(sheet, reading.names) for sheet in sheets}
    kinds = sheet_meanings(looked)
    tables = [
        part
        for name, found in looked.items()
        if found and kinds[name] != LEAVE_OUT and found.across
        for part in stacked_tables(found)
    ]
    if not tables or not all(table.listed for table in tables):
        return None
    result = SheetsRead(tables=len(tables))
    for table in tables:
        constants = {**table.above.said} | said_by_sheet_name(table.sheet.name, kinds[table.sheet.name], table.above)
        meanings = {column: meaning for column, (meaning, _) in table.meanings.items()}
        result.problems.extend(_columns_left_out(table))
        read_one_table(table, meanings, Sense(), constants, "", reading, result)
    if not result.lines and all(problem.code in ("empty-sheet", "column-ignored") for problem in result.problems):
        return None  # rows without headers look like headers without rows; what they hold may be about people
    for sheet in sheets:
        if kinds[sheet.name] != LEAVE_OUT:
            continue
        if (spent := read_costs(sheet)) is not None:
            result.costs.extend(spent[0])
            result.problems.extend(spent[1])
        else:
            result.problems.append(summary_left_alone(sheet, result.lines, reading.names, reading.names.read))
    return result


def _columns_left_out(table: FoundTable) -> Iterator[Problem]:
    """A note on the columns of a table that are not read."""
    left = [table.head.texts[column] for column in table.columns(LEAVE_OUT) if table.samples[column]]
    if left:
        named = ", ".join(f"“{text}”" for text in left[:8]) + (" …" if left[8:] else "")
        message = f"{named} {'is' if len(left) == 1 else 'are'} not read."
        place = table.sheet.place(table.head.last, 0)
        yield note("column-ignored", place, message, "A map (“sv map”) says otherwise.")
