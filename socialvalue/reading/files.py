"""From files to a return: every file read, every problem collected."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from attrs import evolve, frozen

from socialvalue.formats.extensions import endings
from socialvalue.formats.sheets import Sheet
from socialvalue.opening import Source, at_most, open_file
from socialvalue.problems import BadData, Place, Problem, error, note
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import known_to_any
from socialvalue.published.outcomes import Names, Vocabulary, load_vocabulary
from socialvalue.reading import cells, people
from socialvalue.reading.cost_table import read_costs
from socialvalue.reading.engines import duckdb_files
from socialvalue.reading.hidden_figures import hidden_figures
from socialvalue.reading.layouts.merged_cells import merged_figures
from socialvalue.reading.layouts.reading_context import ReadingContext, SheetsRead
from socialvalue.reading.long_form.tables import read_table
from socialvalue.reading.maps.read_map import is_map, map_as_input, read_mapping
from socialvalue.reading.maps.words_taken import words_taken
from socialvalue.reading.overlaps import settled
from socialvalue.reading.people import People, mark_of
from socialvalue.reading.sheet_notes import no_table_found, sheet_hidden, sheet_ignored
from socialvalue.reading.uploads import File, on_disk
from socialvalue.reading.worker_processes import read_in_processes
from socialvalue.records.checks.check_return import checked
from socialvalue.records.maps import Mapping
from socialvalue.records.periods import Period, day_of
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Input, Organisation, Return, combine
from socialvalue.validators import count_of

#: Files of these kinds are read from a folder; Excel's own lock files (``~$…``) and hidden files are not.
KINDS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".parquet")

#: Files of these kinds may hold a table, and are read where they are named; in a folder they are named and left alone.
_OTHER_KINDS = (".txt", ".xltx", ".xltm", ".xlt", ".ots", ".fods", ".numbers")
_NAMED = 20  # files of a folder that are named as left alone

#: From this many files on, several processes read: starting them takes as long as reading some hundred workbooks.
MANY = 500


def read(
    *paths: File,
    mapping: Mapping | File | None = None,
    bank: Bank | str | Path | None = None,
    vocabulary: Vocabulary | str | Path | None = None,
    today: dt.date | None = None,
    replace: bool = False,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
    unnamed: Callable[[Problem], object] | None = None,
    apart: bool = False,
    most_seconds: float | None = None,
) -> Return:
    """What the files report, with everything wrong in them in its `problems`.

    Args:
        paths: workbooks, csv files, and folders of them (the folder itself, not those within it); what is not on the
            disk as an `Upload`, or as a binary file that has a name.
        mapping: what the headers, sheets and words mean where they are the writer's own: a map, or the file of one
            (`socialvalue.suggest_mapping` makes one).
        bank: its codes may be used for outcomes; a bank, its id, or the path of its file; when None, those of the
            banks that may be chosen for a return that names none.
        vocabulary: the outcomes, or the path of their file; those of the package when None.
        today: the day after which a period is in the future.
        replace: where an organisation reports a month in two files, let the later one take the place of the
            earlier. Later is the one named later; within a folder, the one whose name sorts later.
        workers: how many processes may read; more than one pays from some hundred workbooks on. As with every
            use of processes, the calling script must then be importable (``if __name__ == "__main__":``).
        progress: called after each file with how many are read, and of how many.
        unnamed: called with each problem that the return only counts: those of a table after the first hundred of
            a kind.
        apart: whether each row of a register is a separate line, so that it can be told by its cell; the pounds are
            the same, and a large register takes a hundred times the memory.
        most_seconds: how long each file may take, in seconds of processor time; where None, in proportion to its size.
            What takes longer is refused. Worker processes do not know it.
    """
    bank = None if bank is None else load_bank(bank)
    known = bank or known_to_any()
    vocabulary = load_vocabulary(vocabulary).extended(known.outcomes)
    codes = known.codes
    workers = count_of("workers", workers, least=1)
    chosen = mapping if mapping is None or isinstance(mapping, Mapping) else read_mapping(mapping, vocabulary, codes)
    day = day_of(today)
    with ExitStack() as kept, at_most(most_seconds):
        found, refused = on_disk(paths, kept)
        work = _Work(vocabulary, codes, day, bank.id if bank else None, mapping=chosen)
        entered = _read(found, refused, work, replace, workers, progress, unnamed, apart)
    entered = checked(entered, vocabulary, day)
    lines = Lines.of(entered.lines)
    homes, bad = _homes(lines)
    organisations = (*entered.organisations, *homes)
    problems = (*entered.problems, *bad, *words_taken(lines.alike("said", "outcome"), entered.mapping, vocabulary))
    by_map = [map_as_input(chosen)] if chosen is not None and chosen.sha256 else []
    inputs = sorted([*entered.inputs, *by_map], key=lambda entry: (entry.file, entry.sha256))
    return evolve(entered, problems=problems, inputs=inputs, organisations=organisations)


def _read(
    paths: Sequence[Path],
    refused: Sequence[Problem],
    work: _Work,
    replace: bool,
    workers: int,
    progress: Callable[[int, int], None] | None,
    unnamed: Callable[[Problem], object] | None,
    apart: bool,
) -> Return:
    files, missing = expand(paths)
    parts: list[Return] = []
    if workers > 1 and len(files) >= MANY and unnamed is None:
        reading = read_in_processes(work, files, workers)
    else:
        told = None if apart else _people(files)
        work = evolve(work, people=told, unnamed=unnamed, alone=len(files) == 1, apart=apart)
        reading = map(work, files)
    for part in reading:
        parts.append(part)
        if progress:
            progress(len(parts), len(files))
    shared = {mark: people.person_of(mark) for mark in work.people.shared()} if work.people else {}
    if shared:
        parts = [evolve(part, lines=Lines.of(part.lines).telling_apart(shared)) for part in parts]
    parts, twice = settled(parts, replace=replace)
    return combine([*parts, Return((), [*refused, *missing, *twice])])


def expand(paths: Iterable[str | Path]) -> tuple[list[Path], list[Problem]]:
    """Each file once, in the order named; those of a folder by name; and what is wrong with the folders."""
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in map(Path, paths):
        found = [path]
        if os.path.isdir(path) and path.suffix.lower() not in KINDS:  # noqa: PTH112 - Path raises for a long name
            kinds = (*KINDS, *endings())
            found = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in kinds and entry.is_file())
            found = [entry for entry in found if not entry.name.startswith(("~$", "."))]
            others = sorted(entry.name for entry in path.iterdir() if entry.suffix.lower() in _OTHER_KINDS)
            for name in [name for name in others if not name.startswith(("~$", "."))][:_NAMED]:
                remedy = "Name it beside the folder if it is to be read."
                problems.append(note("file-ignored", Place(file=name), f"{name} was left alone.", remedy))
            if not found:
                message = f"The folder {path.name} holds no workbooks or csv files."
                remedy = "Name the folder the returns are in; folders within it are not looked into."
                problems.append(error("empty-folder", Place(file=path.name), message, remedy))
        for entry in found:
            files.setdefault(_real(entry), entry)
    return list(files.values()), problems


def _real(path: Path) -> Path:
    """Where a path leads; itself where it can lead nowhere, which is told when it is opened."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _people(files: Sequence[Path]) -> People:
    """Tells people apart; a single file needs no marks that hold beyond it, and those are quicker to make.

    Python's own hash is one only where it has 64 bits: of 32, as in a browser, thousands of keys share some.
    """
    return People(hash if len(files) == 1 and sys.hash_info.width >= 64 else people.person_mark)


@frozen(slots=False)
class _Work:
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
        return self.vocabulary.names(self.codes)

    def __call__(self, path: Path) -> Return:
        try:
            return _read_file(path, self)
        except BadData as err:
            return Return((), err.problems)


def _homes(lines: Lines) -> tuple[list[Organisation], list[Problem]]:
    """The homes of each organisation, where a column gives them: the latest figure."""
    latest: dict[str, tuple[Period, int]] = {}
    problems: list[Problem] = []
    tags = sorted(tag for tag in lines.tags if tag.casefold() in ("homes", "homes in management"))
    for line in lines.alike("organisation", "period", *(("tags", tag) for tag in tags)) if tags else ():
        written = next((line.tags[tag] for tag in tags if tag in line.tags), "")
        if not written:
            continue
        try:
            found = cells.quantity(written, "home")
        except cells.CellFault as fault:
            problems.append(error(fault.code, line.place, f"Homes: {fault}", fault.remedy))
            continue
        if found is not None and (line.organisation not in latest or line.period >= latest[line.organisation][0]):
            latest[line.organisation] = line.period, int(found)
    return [Organisation(name, homes) for name, (_, homes) in sorted(latest.items())], problems


def _read_file(path: Path, work: _Work) -> Return:
    from socialvalue.formats.open import read_sheets

    vocabulary, names, today = work.vocabulary, work.names, work.today
    source = open_file(path)
    if work.mapping is None and not work.apart and duckdb_files.wanted(source, alone=work.alone):
        found_there = duckdb_files.read(source, vocabulary, names, today, work.unnamed)
        if found_there is not None:
            return evolve(found_there, inputs=[_input(source)])
    sheets = [duckdb_files.parquet_sheet(source)] if path.suffix.lower() == ".parquet" else read_sheets(source)
    if is_map(sheets):
        message, remedy = f"{path.name} is a map of headings and words, not a return.", "Give it with --map."
        return Return((), [note("sheet-ignored", Place(path.name), f"{message} It was left alone.", remedy)])
    found = _read_sheets(source, sheets, work)
    more = [*merged_figures(sheets, found.lines), *hidden_figures(sheets, found.lines)]
    return evolve(found, problems=(*found.problems, *more)) if more else found


def _read_sheets(source: Source, sheets: Sequence[Sheet], work: _Work) -> Return:
    from socialvalue.reading.template.read_template import read_form

    vocabulary, names, today, people = work.vocabulary, work.names, work.today, work.people
    form = read_form(sheets, vocabulary, names, today, work.bank)
    if form is not None:
        if people is not None:
            people.table().add({mark_of(line.person) for line in form.lines if line.person})
        return evolve(form, inputs=[_input(source)])
    reading = ReadingContext(vocabulary, names, today, people, work.unnamed)
    by_map = None
    if work.mapping is not None:
        from socialvalue.reading.layouts.read_by_map import read_mapped

        by_map = read_mapped(sheets, work.mapping, reading)
        if by_map.tables:
            return _of(by_map, source, work.mapping)
    found = _long_form(source, sheets, work)
    costs_alone = found is not None and bool(found.costs) and not found.lines
    if found is not None and not costs_alone:
        return found
    if by_map is not None:
        return Return((), by_map.problems, [_input(source)])
    from socialvalue.reading.layouts.read_without_map import read_plain

    plain = read_plain(sheets, reading)
    if plain is not None:
        return _of(plain, source)
    if found is not None:
        return found
    return Return((), [no_table_found(source.name, sheets)], [_input(source)])


def _of(found: SheetsRead, source: Source, mapping: Mapping | None = None) -> Return:
    problems = [*found.problems, *_hidden_ones(found)]
    return Return(found.lines, problems, [_input(source)], costs=found.costs, targets=found.targets, mapping=mapping)


def _hidden_ones(found: SheetsRead) -> list[Problem]:
    return [sheet_hidden(sheet) for sheet in found.hidden]


def _long_form(source: Source, sheets: Sequence[Sheet], work: _Work) -> Return | None:
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
    found_here = Return(lines, [*problems, *ignored, *duckdb_files.slow(source)], [_input(source)])
    return combine([found_here, *costs]) if costs else found_here


def _input(source: Source) -> Input:
    return Input(source.name, source.digest())
