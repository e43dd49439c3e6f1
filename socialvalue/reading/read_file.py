"""One file read as a return: a map, the template, the long form, by a map, or by what its headings plainly say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from functools import cached_property
from pathlib import Path

from attrs import evolve, frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.opening import Source, open_file
from socialvalue.problems import BadData, Place, Problem, note
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.cost_table import read_costs
from socialvalue.reading.engines import duckdb_files
from socialvalue.reading.engines.parquet_files import parquet_sheet
from socialvalue.reading.hidden_figures import hidden_figures
from socialvalue.reading.layouts.merged_cells import merged_figures
from socialvalue.reading.layouts.reading_context import ReadingContext, SheetsRead
from socialvalue.reading.long_form.read_table import read_table
from socialvalue.reading.maps.read_map import is_map
from socialvalue.reading.person_keys import People, mark_of
from socialvalue.reading.sheet_notes import no_table_found, sheet_hidden, sheet_ignored
from socialvalue.records.maps import Mapping
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Input, Return, combine


@frozen(slots=False)
class FileReader:
    """Reads one file; what it needs for that travels to other processes.

    Attributes:
        people: who is in which register; None to give each row of a register a line.
        unnamed: what is called with problems that are only counted.
        alone: whether there is no other file.
        apart: whether each row of a register is to have a line, and no engine may group them.
        mapping: what words and columns mean, where they are the writer's own.
    """

    vocabulary: Vocabulary
    codes: MappingOf[str, str] | None
    today: dt.date
    bank: str | None
    people: People | None = None
    unnamed: Callable[[Problem], object] | None = None
    alone: bool = False
    apart: bool = False
    mapping: Mapping | None = None

    @cached_property
    def names(self) -> Names:
        """What each outcome may be called."""
        return self.vocabulary.names(self.codes)

    def __call__(self, path: Path) -> Return:
        """What a file reports; a file that cannot be read is a problem of an empty return."""
        try:
            return _read_opened_file(path, self)
        except BadData as err:
            return Return((), err.problems)


def _read_opened_file(path: Path, work: FileReader) -> Return:
    from socialvalue.formats.open import read_sheets

    vocabulary, names, today = work.vocabulary, work.names, work.today
    source = open_file(path)
    if work.mapping is None and not work.apart and duckdb_files.groups_file(source, alone=work.alone):
        found_there = duckdb_files.read_grouped(source, vocabulary, names, today, work.unnamed)
        if found_there is not None:
            return evolve(found_there, inputs=[_input_of_source(source)])
    sheets = [parquet_sheet(source)] if path.suffix.lower() == ".parquet" else read_sheets(source)
    if is_map(sheets):
        message, remedy = f"{path.name} is a map of headings and words, not a return.", "Give it with --map."
        return Return((), [note("sheet-ignored", Place(path.name), f"{message} It was left alone.", remedy)])
    found = _read_sheets(source, sheets, work)
    source.check_time()
    more = [*merged_figures(sheets, found.lines), *hidden_figures(sheets, found.lines)]
    return evolve(found, problems=(*found.problems, *more)) if more else found


def _read_sheets(source: Source, sheets: Sequence[Sheet], work: FileReader) -> Return:
    from socialvalue.reading.template.read_template import read_form

    vocabulary, names, today, people = work.vocabulary, work.names, work.today, work.people
    form = read_form(sheets, vocabulary, names, today, work.bank)
    if form is not None:
        if people is not None:
            people.table().add({mark_of(line.person) for line in form.lines if line.person})
        return evolve(form, inputs=[_input_of_source(source)])
    reading = ReadingContext(vocabulary, names, today, people, work.unnamed)
    by_map = None
    if work.mapping is not None:
        from socialvalue.reading.layouts.read_by_map import read_mapped

        by_map = read_mapped(sheets, work.mapping, reading)
        if by_map.tables:
            return _return_of(by_map, source, work.mapping)
    found = _long_form_sheets(source, sheets, work)
    costs_alone = found is not None and bool(found.costs) and not found.lines
    if found is not None and not costs_alone:
        return found
    if by_map is not None:
        return Return((), by_map.problems, [_input_of_source(source)])
    from socialvalue.reading.layouts.read_by_map import read_plain

    plain = read_plain(sheets, reading)
    if plain is not None:
        return _return_of(plain, source)
    if found is not None:
        return found
    return Return((), [no_table_found(source.name, sheets)], [_input_of_source(source)])


def _return_of(found: SheetsRead, source: Source, mapping: Mapping | None = None) -> Return:
    problems = [*found.problems, *_hidden_sheets(found)]
    return Return(
        found.lines, problems, [_input_of_source(source)], costs=found.costs, targets=found.targets, mapping=mapping
    )


def _hidden_sheets(found: SheetsRead) -> list[Problem]:
    return [sheet_hidden(sheet) for sheet in found.hidden]


def _long_form_sheets(source: Source, sheets: Sequence[Sheet], work: FileReader) -> Return | None:
    """What the sheets with a row for each figure report; None where no sheet is one."""
    lines = Lines()
    problems: list[Problem] = []
    ignored: list[Problem] = []
    lacking: list[tuple[Sheet, list[Problem]]] = []
    costs: list[Return] = []
    number = 0
    for sheet in sheets:
        found = read_table(sheet, work.vocabulary, work.names, work.today, people=work.people, unnamed=work.unnamed)
        if found is None:
            spent = read_costs(sheet)
            if spent is not None:
                costs.append(Return((), spent[1], costs=spent[0]))
                continue
            ignored.append(sheet_ignored(sheet.file, sheet.name, empty=next(iter(sheet.rows), None) is None))
            continue
        if sum(problem.code == "missing-column" for problem in found[1]) > 1:
            lacking.append((sheet, found[1]))
            continue
        number += 1
        lines += found[0]
        problems += found[1]
        if sheet.hidden and found[0]:
            problems.append(sheet_hidden(sheet))
    if not number and not costs:
        return None
    if lines and lacking:  # a table that says neither whose figures they are nor of when is a summary beside them
        from socialvalue.reading.layouts.summary_sheets import summary_left_alone

        ignored += [summary_left_alone(sheet, lines, work.names, work.names.read) for sheet, _ in lacking]
    else:
        problems += [problem for _, lacks in lacking for problem in lacks]
    found_here = Return(lines, [*problems, *ignored, *duckdb_files.slow_csv_note(source)], [_input_of_source(source)])
    return combine([found_here, *costs]) if costs else found_here


def _input_of_source(source: Source) -> Input:
    return Input(source.name, source.digest())
