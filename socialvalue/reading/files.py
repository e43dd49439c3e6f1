"""From files to a return: every file read, every problem collected."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from attrs import evolve

from socialvalue.formats.extensions import endings
from socialvalue.opening import at_most
from socialvalue.problems import Place, Problem, error, note
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import known_to_any
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading import cells, person_keys
from socialvalue.reading.maps.outcome_words import words_taken
from socialvalue.reading.maps.read_map import map_as_input, read_mapping
from socialvalue.reading.overlapping_files import overlaps_settled
from socialvalue.reading.person_keys import People
from socialvalue.reading.read_file import FileReader
from socialvalue.reading.uploads import File, on_disk
from socialvalue.reading.worker_processes import read_in_processes
from socialvalue.records.checks.check_return import checked
from socialvalue.records.maps import Mapping
from socialvalue.records.periods import Period, day_of
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Organisation, Return, combine
from socialvalue.validators import count_of

#: From this many files on, several processes read: starting them takes as long as reading some hundred workbooks.
MANY_FILES = 500


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
        most_seconds: how long each file may take, and the file of a map, in seconds of processor time of this thread,
            with the problems of its rows; what takes longer is refused. Where None, only reading its cells is limited,
            in proportion to its size. Worker processes do not know it.
    """
    bank = None if bank is None else load_bank(bank)
    known = bank or known_to_any()
    vocabulary = load_vocabulary(vocabulary).extended(known.outcomes)
    codes = known.codes
    workers = count_of("workers", workers, least=1)
    day = day_of(today)
    with ExitStack() as kept, at_most(most_seconds):
        chosen = (
            mapping if mapping is None or isinstance(mapping, Mapping) else read_mapping(mapping, vocabulary, codes)
        )
        found, refused = on_disk(paths, kept)
        work = FileReader(vocabulary, codes, day, bank.id if bank else None, mapping=chosen)
        entered = _read_files(found, refused, work, replace, workers, progress, unnamed, apart)
    entered = checked(entered, vocabulary, day)
    lines = Lines.of(entered.lines)
    homes, bad = _homes_of_organisations(lines)
    organisations = (*entered.organisations, *homes)
    problems = (*entered.problems, *bad, *words_taken(lines.alike("said", "outcome"), entered.mapping, vocabulary))
    by_map = [map_as_input(chosen)] if chosen is not None and chosen.sha256 else []
    inputs = sorted([*entered.inputs, *by_map], key=lambda entry: (entry.file, entry.sha256))
    return evolve(entered, problems=problems, inputs=inputs, organisations=organisations)


def _read_files(
    paths: Sequence[Path],
    refused: Sequence[Problem],
    work: FileReader,
    replace: bool,
    workers: int,
    progress: Callable[[int, int], None] | None,
    unnamed: Callable[[Problem], object] | None,
    apart: bool,
) -> Return:
    files, missing = expand(paths)
    parts: list[Return] = []
    if workers > 1 and len(files) >= MANY_FILES and unnamed is None:
        reading = read_in_processes(work, files, workers)
    else:
        told = None if apart else _people_of_files(files)
        work = evolve(work, people=told, unnamed=unnamed, alone=len(files) == 1, apart=apart)
        reading = map(work, files)
    for part in reading:
        parts.append(part)
        if progress:
            progress(len(parts), len(files))
    shared = {mark: person_keys.person_of(mark) for mark in work.people.shared()} if work.people else {}
    for number, part in enumerate(parts):
        lines = Lines.of(part.lines)
        if lines.registers:
            parts[number] = evolve(part, lines=lines.telling_apart(shared).settled())
    parts, twice = overlaps_settled(parts, replace=replace)
    return combine([*parts, Return((), [*refused, *missing, *twice])])


def _people_of_files(files: Sequence[Path]) -> People:
    """Tells people apart; a single file needs no marks that hold beyond it, and those are quicker to make.

    Python's own hash is one only where it is salted, and has 64 bits: of 32, as in a browser, thousands of keys share
    some.
    """
    salted = sys.flags.hash_randomization and sys.hash_info.width >= 64
    return People(hash if len(files) == 1 and salted else person_keys.person_mark)


def _homes_of_organisations(lines: Lines) -> tuple[list[Organisation], list[Problem]]:
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


#: Files of these kinds are read from a folder; Excel's own lock files (``~$…``) and hidden files are not.
FILE_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".parquet")

#: Files of these kinds may hold a table, and are read where they are named; in a folder they are named and left alone.
_ENDINGS_LEFT_ALONE = (".txt", ".xltx", ".xltm", ".xlt", ".ots", ".fods", ".numbers")
_MOST_FILES_NAMED = 20  # files of a folder that are named as left alone


def expand(paths: Iterable[str | Path]) -> tuple[list[Path], list[Problem]]:
    """Each file once, in the order named; those of a folder by name; and what is wrong with the folders."""
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in map(Path, paths):
        found = [path]
        if os.path.isdir(path) and path.suffix.lower() not in FILE_ENDINGS:  # noqa: PTH112 - Path raises for a long name
            kinds = (*FILE_ENDINGS, *endings())
            found = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in kinds and entry.is_file())
            found = [entry for entry in found if not entry.name.startswith(("~$", "."))]
            others = sorted(entry.name for entry in path.iterdir() if entry.suffix.lower() in _ENDINGS_LEFT_ALONE)
            for name in [name for name in others if not name.startswith(("~$", "."))][:_MOST_FILES_NAMED]:
                remedy = "Name it beside the folder if it is to be read."
                problems.append(note("file-ignored", Place(file=name), f"{name} was left alone.", remedy))
            if not found:
                message = f"The folder {path.name} holds no workbooks or csv files."
                remedy = "Name the folder the returns are in; folders within it are not looked into."
                problems.append(error("empty-folder", Place(file=path.name), message, remedy))
        for entry in found:
            files.setdefault(_real_path(entry), entry)
    return list(files.values()), problems


def _real_path(path: Path) -> Path:
    """Where a path leads; itself where it can lead nowhere, which is told when it is opened."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path
