"""Sheets read by a map, where the map does not fit them, and sheets whose headings are plain enough without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from attrs import evolve

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, Problem, error, note
from socialvalue.published.outcome_names import Names
from socialvalue.reading.cost_table import read_costs
from socialvalue.reading.layouts.above_table import said_by_sheet_name
from socialvalue.reading.layouts.find_table import FoundTable, find_table, stacked_tables, table_under
from socialvalue.reading.layouts.heading_rows import TITLE_ROWS, TableHead, candidate_heads
from socialvalue.reading.layouts.heading_words import ANY_YEAR, read_heading, year_of
from socialvalue.reading.layouts.read_one_table import read_one_table
from socialvalue.reading.layouts.reading_context import ReadingContext, SheetsRead, find_outcome
from socialvalue.reading.layouts.sheet_meanings import sheet_meanings
from socialvalue.reading.layouts.summary_sheets import summary_left_alone
from socialvalue.reading.long_form.row_parser import Sense
from socialvalue.records.maps import DATES, FIGURES, LEAVE_OUT, TABLE, TARGET, TICKS, TOTAL, Mapping, same


def read_mapped(sheets: Sequence[Sheet], mapping: Mapping, reading: ReadingContext) -> SheetsRead:
    """Sheets read by a map."""
    result = SheetsRead()
    tables = 0
    aside: list[Sheet] = []
    for sheet in sheets:
        said = mapping.sheet(sheet.name)
        if said is not None and said.meaning == LEAVE_OUT:
            aside.append(sheet)
            continue
        table = _table_by_map(sheet, mapping, reading.names)
        if not _says_outcomes(table) and (spent := read_costs(sheet)) is not None:
            tables += 1
            result.costs.extend(spent[0])
            result.problems.extend(spent[1])
            continue
        if table is None:
            if next(iter(sheet.rows), None) is not None and said is not None:
                result.problems.append(_no_mapped_heading(sheet, mapping))
            elif len(sheets) > 1:
                aside.append(sheet)
            continue
        tables += 1
        kind = said.meaning if said is not None else _usual_sheet_meaning(mapping)
        own = {name: getattr(mapping, name) for name in ("organisation", "project", "area") if getattr(mapping, name)}
        missing = list(_map_misfits(table, mapping))
        result.problems.extend(missing)
        if any(problem.severity == "error" for problem in missing):
            continue
        meanings = {column: meaning for column, (meaning, _) in table.meanings.items()}
        for part in stacked_tables(table):
            constants = own | {**part.above.said} | said_by_sheet_name(sheet.name, kind, part.above)
            year = year_of([mapping.year]) or part.above.year
            part = evolve(part, above=evolve(part.above, year=year))
            read_one_table(part, meanings, Sense(mapping, year), constants, mapping.if_blank, reading, result)
    if not tables and not any(problem.severity == "error" for problem in result.problems):
        result.problems.append(_no_mapped_table(sheets, mapping))
    sense = Sense(mapping)
    for sheet in aside:
        told = summary_left_alone(
            sheet, result.lines, reading.names, lambda word: find_outcome(word, sense, reading.names)
        )
        result.problems.append(told)
    return evolve(result, tables=tables)


def _says_outcomes(table: FoundTable | None) -> bool:
    """Whether the map has anything of a table read that is an outcome, or whose it is; a table of costs has neither."""
    meanings = {meaning for meaning, _ in table.meanings.values()} if table is not None else set()
    return bool(meanings & {"outcome", "person", FIGURES, DATES, TICKS})


def _usual_sheet_meaning(mapping: Mapping) -> str:
    """What a sheet that the map does not know is taken for: what all those it knows are."""
    kinds = {sheet.meaning for sheet in mapping.sheets if sheet.meaning not in ("", LEAVE_OUT)}
    return kinds.pop() if len(kinds) == 1 else TABLE


def _table_by_map(sheet: Sheet, mapping: Mapping, names: Names) -> FoundTable | None:
    """The table on a sheet that has most of the map's headings."""
    rows = list(islice(sheet.rows, TITLE_ROWS + 10))
    best: tuple[float, TableHead] | None = None
    for head in candidate_heads(rows, names.read):
        met = [column for text in head.texts.values() if (column := mapping.column(text, sheet.name)) is not None]
        months = sum(_is_month(text) for text in head.texts.values())
        score = len(met) + (0.5 * months if _maps_months(mapping) else 0)
        needed = [column for column in met if column.meaning not in (LEAVE_OUT, "")]
        if (needed or (months and _maps_months(mapping))) and (best is None or score > best[0]):
            best = score, head
    if best is None:
        return None
    found = table_under(sheet, best[1], names)
    meanings = dict(found.meanings)
    longer = {column for column, (meaning, _) in meanings.items() if meaning == TOTAL}
    for at, text in found.head.texts.items():
        said = mapping.column(text, sheet.name)
        if said is not None:
            meanings[at] = said.meaning or LEAVE_OUT, "decided"
        elif _maps_months(mapping) and (_is_month(text) or at in longer or meanings[at][0] == TARGET):
            continue  # the next year's months are read as this year's
        else:
            meanings[at] = LEAVE_OUT, ""
    return evolve(found, meanings=meanings)


def _maps_months(mapping: Mapping) -> bool:
    return any(column.meaning == FIGURES and _is_month(column.header) for column in mapping.columns)


def _is_month(text: str) -> bool:
    heading = read_heading(text, ANY_YEAR)
    return heading.kind == FIGURES and heading.period is not None and not heading.rest


def _map_misfits(table: FoundTable, mapping: Mapping) -> Iterator[Problem]:
    """What the map speaks of and the sheet has not, and the other way round."""
    sheet, head = table.sheet, table.head
    there = {same(text) for text in head.texts.values()}
    place = sheet.place(head.last, 0)
    for column in mapping.columns:
        if column.sheet and same(column.sheet) != same(sheet.name):
            continue
        if not column.meaning:
            remedy = "Choose there what it is taken for, or “leave out”."
            message = f"Nobody has said what “{column.header}” is taken for ({mapping.by(column)})."
            yield error("map-undecided", column.place if str(column.place) else place, message, remedy)
        elif same(column.header) not in there and column.meaning not in (LEAVE_OUT, TOTAL, TARGET):
            if column.meaning == FIGURES and _is_month(column.header):
                continue  # another year
            named = ", ".join(f"“{text}”" for text in list(head.texts.values())[:8])
            message = f"There is no column “{column.header}”, which {mapping.by(column)} takes for “{column.meaning}”."
            remedy = f"The headings are {named}. Mend the map, or run “sv map” again with it."
            yield error("map-does-not-fit", place, message, remedy)
    new = [
        text
        for column, text in head.texts.items()
        if table.meanings[column] == (LEAVE_OUT, "") and table.samples[column]
    ]
    if new:
        named = ", ".join(f"“{text}”" for text in new[:6])
        message = f"{named} {'is' if len(new) == 1 else 'are'} not in the map, and left out."
        yield note("column-ignored", place, message, "Run “sv map” again with the map, if they are to be read.")


def _no_mapped_heading(sheet: Sheet, mapping: Mapping) -> Problem:
    message = f"No row of “{sheet.name}” has the headings that {mapping.file or 'the map'} speaks of."
    remedy = "The map was made for another layout: run “sv map” on this file; or leave the sheet out in the map."
    return error("map-does-not-fit", Place(sheet.file, sheet.name), message, remedy)


def _no_mapped_table(sheets: Sequence[Sheet], mapping: Mapping) -> Problem:
    headings = ", ".join(f"“{column.header}”" for column in mapping.columns if column.meaning not in ("", LEAVE_OUT))
    message = f"No table has the headings that {mapping.file or 'the map'} speaks of: {headings or 'none'}."
    remedy = "The map was made for another layout. Run “sv map” on this file to make one for it."
    return error("map-does-not-fit", Place(sheets[0].file if sheets else ""), message, remedy)


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
