"""Files that DuckDB reads and groups: .parquet, and .csv of any size.

Needs the extra ``socialvalue[scale]``. Without it a .csv of any size is still read, with the standard library, which is
slower; a .parquet is not.
"""

from __future__ import annotations

import datetime as dt
import glob
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from socialvalue.formats import sheets
from socialvalue.formats.csv_files import CsvRows
from socialvalue.formats.sheets import MOST_CHARACTERS, Cell, ErrorCell, Sheet, letters
from socialvalue.formats.time_limit import processor_time
from socialvalue.opening import Source
from socialvalue.problems import BadData, Place, Problem, error, note
from socialvalue.published.outcomes import Names, Vocabulary
from socialvalue.reading.engines.duckdb_groups import TooManyGroups, counts_one, groups, in_utc, quoted, veil
from socialvalue.reading.engines.row_groups import Group, lines_of_groups
from socialvalue.reading.long_form.header import TITLE_ROWS, Header, find_header, header_problems, narrowed
from socialvalue.reading.long_form.row_parser import RowParser
from socialvalue.reading.long_form.row_problems import Fault, Findings
from socialvalue.records.returns import Return

#: A csv file of at least so many bytes is grouped by DuckDB where that is installed.
LARGE = 20_000_000

#: How much memory DuckDB may take; what is more goes to a temporary folder.
MEMORY = "1GB"

#: How many bytes may go there, beside ten times those of the file.
MOST_SPILLED = 1_000_000_000

#: How many different lines a file may hold, and how many more for each of its bytes: a .parquet file of a few kB may
#: hold millions, each of which takes its time and memory.
MOST_LINES, LINES_A_BYTE = 100_000, 0.25

_NUMBER = "file_row_number"
_AT_A_TIME = 10_000
_LOOKED_AT = 1_000  # items, after which the clock is looked at
T = TypeVar("T")
_BUFFER = 8_000_000  # bytes of a csv file at a time; DuckDB's own four times that is no quicker
_INSTALL = "Install it with: pip install 'socialvalue[scale]'"


def wanted(source: Source, *, alone: bool) -> bool:
    """Whether an engine is to group a file; people can only be told apart within one, so it must be the only file."""
    if not alone or not source.path.is_file() or not _installed():
        return False
    return source.path.suffix.lower() == ".parquet" or _large_text(source)


def slow(source: Source) -> list[Problem]:
    """A note on a csv file that DuckDB would read much faster."""
    if _installed() or not _large_text(source):
        return []
    message = "This large file was read with the standard library; DuckDB would do it several times as fast."
    return [note("engine-missing", source.place, message, _INSTALL)]


def _installed() -> bool:
    return find_spec("duckdb") is not None


def _large_text(source: Source) -> bool:
    return source.path.suffix.lower() in (".csv", ".tsv") and source.size >= LARGE


def read(
    source: Source,
    vocabulary: Vocabulary,
    names: Names,
    today: dt.date,
    unnamed: Callable[[Problem], object] | None = None,
) -> Return | None:
    """What a .parquet or .csv file reports: the same lines as from any other reader, and the same problems.

    The lines of a csv file name the file only, not a cell: DuckDB reads it in several parts at once.

    Returns:
        The return; None for a csv file that DuckDB will not read, or that holds no table: the reader of the standard
        library takes more.

    Raises:
        BadData: when a .parquet file is damaged, or not one.
    """
    path = source.path
    parquet = path.suffix.lower() == ".parquet"
    rows = None if parquet else CsvRows.of(source)
    if rows is not None and (rows.encoding != "utf-8-sig" or rows.delimiter == ";"):
        return None  # the standard library reads other encodings, and looks at commas that may be decimal signs
    sheet = parquet_sheet(source) if rows is None else Sheet(source.name, "", rows)
    above = islice(sheet.rows, 1 if parquet else TITLE_ROWS + 1)
    header = next(filter(None, (find_header(number, row) for number, row in above)), None)
    if header is None or list(header_problems(header, sheet)):
        return None
    import duckdb

    parse = RowParser(header, vocabulary, names, today)
    with connected(source) as connection:
        try:
            if parquet:
                _check_lengths(_parquet(connection, path), source)
            relation = _parquet(connection, path) if parquet else _text(connection, sheet.rows, header)
            return _entered(relation, sheet, header, parse, source, unnamed)
        except TooManyGroups:
            most = f"{_most_lines(source):,}"
            message = f"It holds more than {most} different lines: far more than a file of its size does."
            remedy = "Write it as .csv, or in several files."
            raise BadData([error("file-too-large", source.place, message, remedy)]) from None
        except duckdb.Error:
            if parquet:
                raise _damaged(source) from None
            return None


def parquet_sheet(source: Source) -> Sheet:
    """A .parquet file as a sheet of cells, read row by row: the names of the columns are row 1.

    Raises:
        BadData: when DuckDB is not installed, or the file cannot be read.
    """
    if not _installed():
        raise BadData([error("engine-missing", source.place, "A .parquet file is read with DuckDB.", _INSTALL)])
    if not source.head.startswith(b"PAR1"):
        message, remedy = f"{source.name} is not a .parquet file.", "Write the file again."
        raise BadData([error("file-type", source.place, message, remedy)])
    return Sheet(source.name, "", _ParquetRows(source))


def _damaged(source: Source) -> BadData:
    message, remedy = "The file is incomplete or damaged.", "Write or fetch it again."
    return BadData([error("file-truncated", source.place, message, remedy)])


@frozen
class _ParquetRows:
    """The rows of a .parquet file, read each time they are iterated over."""

    source: Source

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        import duckdb

        end = _end(self.source)
        with connected(self.source) as connection:
            try:
                rows = in_utc(connection.read_parquet(glob.escape(str(self.source.path))))
                _check_lengths(rows, self.source)
                yield 1, [sheets.as_cell(name) for name in rows.columns]
                rows.create_view("rows__")
                found = connection.execute("SELECT * FROM rows__")
                number = 1
                while some := found.fetchmany(_AT_A_TIME):
                    for row in _in_time(some, end, self.source):
                        number += 1
                        yield number, [sheets.as_cell(value) for value in row]
            except duckdb.Error:
                raise _damaged(self.source) from None


def _most_lines(source: Source) -> int:
    return MOST_LINES + int(source.size * LINES_A_BYTE)


def _end(source: Source) -> float:
    """When the time of a file is over that is read from now on, with what is done with its rows."""
    return processor_time() + 2 * source.seconds


def _in_time(items: Iterable[T], end: float, source: Source) -> Iterator[T]:
    """The items, until the time of the file is over."""
    for number, item in enumerate(items):
        if not number % _LOOKED_AT and processor_time() > end:
            raise source.takes_too_long()
        yield item


@contextmanager
def connected(source: Source) -> Iterator[Any]:
    """DuckDB in memory, with a temporary folder that is gone afterwards however this process ends.

    Raises:
        BadData: when reading takes far longer than a file of this size does.
    """
    import duckdb

    from socialvalue.formats.sandbox import swept_folder

    late = threading.Event()
    with swept_folder() as spill, _connection(spill, source) as connection, _interrupted(connection, source, late):
        try:
            yield connection
        except duckdb.Error:
            if late.is_set():
                raise source.takes_too_long() from None
            raise


@contextmanager
def _interrupted(connection: Any, source: Source, late: threading.Event) -> Iterator[None]:
    """Interrupt what DuckDB does when the time for a file is over."""
    done = threading.Event()
    end = time.process_time() + 2 * source.seconds  # of two threads

    def watch() -> None:
        while not done.wait(0.2):
            if time.process_time() > end:
                late.set()
                connection.interrupt()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _check_lengths(rows: Any, source: Source) -> None:
    """Refuse texts longer than a cell: one that a small file repeats a million times is dear to compare.

    Raises:
        BadData: where there is one.
    """
    kinds = dict(zip(rows.columns, map(str, rows.types), strict=True))
    length_of = {"VARCHAR": "strlen", "BLOB": "octet_length"}
    texts = [name for name in rows.columns if kinds[name] in length_of]
    lengths = ", ".join(f"max({length_of[kinds[name]]}({quoted(name)}))" for name in texts)
    found = rows.aggregate(lengths).fetchall() if texts else [()]
    for name, length in zip(texts, found[0], strict=True):
        if (length or 0) > 4 * MOST_CHARACTERS:
            message = f"A text in the column “{name[:40]}” is longer than a cell can be."
            raise BadData([error("file-too-large", source.place, message, "Leave the column out.")])


def _connection(spill: str, source: Source) -> Any:
    import duckdb

    # It fetches no extension from the network.
    settings: dict[str, Any] = {
        "memory_limit": MEMORY,
        "temp_directory": spill,
        "max_temp_directory_size": f"{MOST_SPILLED + 10 * source.size}B",
        "threads": min(4, os.cpu_count() or 1),
        "autoinstall_known_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    connection.execute("SET enable_progress_bar = false")  # it would be printed on stdout, among the result
    connection.execute("SET streaming_buffer_size = '200KB'")  # few rows wait in memory to be taken
    return connection


def _parquet(connection: Any, path: Path) -> Any:
    return connection.read_parquet(glob.escape(str(path)), file_row_number=True)


def _text(connection: Any, rows: Any, header: Header) -> Any:
    """The rows below the header, all text, in columns named by their letters."""
    _, line = next(islice(rows.with_lines(), header.row - 1, None))
    return connection.read_csv(
        glob.escape(str(rows.source.path)),
        header=False,
        skiprows=line,
        delimiter=rows.delimiter,
        quotechar='"',
        escapechar='"',
        columns={letters(column): "VARCHAR" for column in range(header.width)},  # a row with more is refused
        null_padding=True,
        auto_detect=False,
        buffer_size=_BUFFER,
    )


def _entered(
    relation: Any,
    sheet: Sheet,
    header: Header,
    parse: RowParser,
    source: Source,
    unnamed: Callable[[Problem], object] | None,
) -> Return:
    """The lines, and the problems of bad rows with their places."""
    names = relation.columns
    narrow, kept = narrowed(header)
    person = names[header.columns["person"]] if "person" in header.columns else None
    quantity = names[header.columns["quantity"]] if "quantity" in header.columns and parse.register else None
    number = _NUMBER if _NUMBER in names else None
    end, most = _end(source), _most_lines(source) if number else None  # rows of a csv file have their bytes each
    columns = [names[at] for at in kept]
    found = groups(relation, columns, person, quantity=quantity, number=number, most=most)
    bad: dict[tuple[Cell, ...], list[Fault]] = {}

    def place(number: int) -> Place:
        return sheet.place(number, parse.main_column) if number else Place(sheet.file)

    def is_bad(group: Group, faults: Sequence[Fault]) -> None:
        person = _written(group.cells, narrow)
        bad[_key(group.cells, narrow, person if group.apart else bool(person))] = list(faults)

    lines = lines_of_groups(_in_time(found, end, source), narrow, parse.for_columns(narrow), place, is_bad)
    findings = Findings(Place(sheet.file), unnamed)
    rows = dropwhile(lambda pair: pair[0] <= header.row, sheet.rows if bad else ())
    met: set[tuple[Cell, ...]] = set()
    for row, held in _in_time(rows, end, source):  # read once more, to say where
        few = [held[at] if at < len(held) else None for at in kept]
        person = veil(_person(few, narrow))
        for key in (_key(few, narrow, person), _key(few, narrow, bool(person))):
            if key in bad:
                met.add(key)
                for fault in bad[key]:
                    findings.add(fault.at(sheet.place(row, kept[fault.column])))
                break
    for key in sorted(bad.keys() - met, key=str):  # wherever it is, it is said
        for fault in bad[key]:
            findings.add(fault.at(Place(sheet.file)))
    return Return(lines, findings.problems())


def _person(held: Sequence[Cell], header: Header) -> Cell:
    return held[header.columns["person"]] if "person" in header.columns else None


def _written(held: Sequence[Cell], header: Header) -> str:
    """The person of a group apart, as `veil` has it."""
    person = _person(held, header)
    return person.text.lower() if isinstance(person, ErrorCell) else str(person or "")


def _key(held: Sequence[Cell], header: Header, person: str | bool) -> tuple[Cell, ...]:
    """What tells the rows of one group: its cells, and its person, or only whether it has one."""
    at_person, quantity = header.columns.get("person", -1), header.columns.get("quantity", -1)
    key = [cell if cell != "" and at != at_person else None for at, cell in enumerate(held)]
    if quantity >= 0 and header.register and isinstance(person, bool):
        key[quantity] = counts_one(key[quantity])
    return (*key, person)
