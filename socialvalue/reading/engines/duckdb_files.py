"""Files that DuckDB reads and groups: .parquet, and .csv of any size."""

from __future__ import annotations

import datetime as dt
import glob
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any

from socialvalue.formats.csv_files import CsvRows
from socialvalue.formats.sheets import Cell, ErrorCell, Sheet, letters
from socialvalue.formats.time_limit import in_time
from socialvalue.opening import Source
from socialvalue.problems import BadData, Place, Problem, error, note
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.engines.duckdb_connection import (
    INSTALL_DUCKDB,
    connected,
    duckdb_installed,
    end_of_time,
    kept_connection,
    limited,
)
from socialvalue.reading.engines.duckdb_groups import TooManyGroups, counts_one, groups, quoted, veil
from socialvalue.reading.engines.duckdb_register import stored_register
from socialvalue.reading.engines.duckdb_store import Store
from socialvalue.reading.engines.parquet_files import check_text_lengths, parquet_damaged, parquet_sheet
from socialvalue.reading.engines.row_groups import FIRST_ROWS, Group, lines_of_groups
from socialvalue.reading.long_form.header import TITLE_ROWS, Header, find_header, header_problems, narrowed
from socialvalue.reading.long_form.row_parser import RowParser
from socialvalue.reading.long_form.row_problems import Fault, Findings
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Return

#: A csv file of at least so many bytes is grouped by DuckDB where that is installed.
LARGE = 20_000_000

#: How many different lines a file may hold, and how many more for each of its bytes: a .parquet file of a few kB may
#: hold millions, each of which takes its time and memory.
MOST_LINES, LINES_A_BYTE = 100_000, 0.25
_ROW_NUMBER_COLUMN = "file_row_number"
_CSV_BUFFER = 8_000_000  # bytes of a csv file at a time; DuckDB's own four times that is no quicker
_PIECE = 1 << 20  # bytes of it that are looked at at a time
_BLANK_LINE = re.compile(rb"\n\r?\n[^\r\n]")
_QUOTE_AFTER_SPACES = re.compile(rb'(?:^|[\r\n,\t|]) +"')  # whatever parts the cells


def groups_file(source: Source, *, alone: bool) -> bool:
    """Whether an engine is to group a file; people can only be told apart within one, so it must be the only file."""
    if not alone or not source.path.is_file() or not duckdb_installed():
        return False
    return source.path.suffix.lower() == ".parquet" or _is_large_csv(source)


def slow_csv_note(source: Source) -> list[Problem]:
    """A note on a csv file that DuckDB would read much faster."""
    if duckdb_installed() or not _is_large_csv(source):
        return []
    message = "This large file was read with the standard library; DuckDB would do it several times as fast."
    return [note("engine-missing", source.place, message, INSTALL_DUCKDB)]


def _is_large_csv(source: Source) -> bool:
    return source.path.suffix.lower() in (".csv", ".tsv") and source.size >= LARGE


def read_grouped(
    source: Source,
    vocabulary: Vocabulary,
    names: Names,
    today: dt.date,
    unnamed: Callable[[Problem], object] | None = None,
) -> Return | None:
    """What a .parquet or .csv file reports: the same lines as from any other reader, and the same problems.

    The lines of a csv file whose rows are grouped name the file only, not a cell, and so do those of one with blank
    lines: DuckDB reads it in several parts at once, and does not count these.

    Returns:
        The return; None for a csv file that DuckDB will not read, or that holds no table: the reader of the standard
        library takes more. None too for a register of which hardly two rows are alike, which is read by column.

    Raises:
        BadData: when a .parquet file is damaged, or not one.
    """
    path = source.path
    parquet = path.suffix.lower() == ".parquet"
    rows = None if parquet else CsvRows.of(source)
    if rows is not None and (rows.encoding != "utf-8-sig" or rows.delimiter == ";" or _quotes_after_spaces(rows)):
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
                check_text_lengths(_parquet_relation(connection, path), source)
            relation = _parquet_relation(connection, path) if parquet else _csv_relation(connection, sheet.rows, header)
            if not (parse.register and _hardly_alike(relation, header)):
                return _return_of_groups(relation, sheet, header, parse, source, unnamed)
            if parquet and relation.aggregate("count(*)").fetchall()[0][0] > _most_lines(source):
                raise TooManyGroups
        except TooManyGroups:
            most = f"{_most_lines(source):,}"
            message = f"It holds more than {most} different lines: far more than a file of its size does."
            remedy = "Write it as .csv, or in several files."
            raise BadData([error("file-too-large", source.place, message, remedy)]) from None
        except duckdb.Error:
            if parquet:
                raise parquet_damaged(source) from None
            return None
    return _kept_return(source, sheet, header, parse)


def _kept_return(source: Source, sheet: Sheet, header: Header, parse: RowParser) -> Return | None:
    """The rows kept in DuckDB as a register; None where they are to be read one after another."""
    narrow, kept = narrowed(header)
    connection, close = kept_connection(source.size)
    rows = sheet.rows if isinstance(sheet.rows, CsvRows) else None
    relation = _parquet_relation(connection, source.path) if rows is None else _csv_relation(connection, rows, header)
    relation = relation.project(", ".join(quoted(relation.columns[at]) for at in kept))

    unnumbered = rows is not None and _has_blank_lines(source)

    def place(number: int) -> Place:
        return Place(sheet.file) if unnumbered else sheet.place(number, parse.main_column)

    with limited(connection, source):
        found = stored_register(Store(connection, close), relation, narrow, parse.for_columns(narrow), place)
    return None if found is None else Return(Lines((), [found]))


def _has_blank_lines(source: Source) -> bool:
    """Whether a csv file has lines that DuckDB does not count, so that it numbers the rows otherwise than a person."""
    return any(map(_BLANK_LINE.search, _pieces(source)))


def _quotes_after_spaces(rows: CsvRows) -> bool:
    """Whether a cell may begin with spaces and a quotation mark, which DuckDB takes for one that holds the cell."""
    return any(map(_QUOTE_AFTER_SPACES.search, (piece for piece in _pieces(rows.source) if b'"' in piece)))


def _pieces(source: Source) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time, each with the end of the one before it."""
    before = b""
    with source.open() as file:
        while piece := file.read(_PIECE):
            yield before + piece
            before = piece[-_PIECE // 16 :]


def _most_lines(source: Source) -> int:
    return MOST_LINES + int(source.size * LINES_A_BYTE)


def _parquet_relation(connection: Any, path: Path) -> Any:
    return connection.read_parquet(glob.escape(str(path)), file_row_number=True)


def _csv_relation(connection: Any, rows: Any, header: Header) -> Any:
    """The rows below the header, all text, in columns named by their letters."""
    return connection.read_csv(
        glob.escape(str(rows.source.path)),
        header=False,
        skiprows=header.row,  # a title or heading of several lines is one row
        delimiter=rows.delimiter,
        quotechar='"',
        escapechar='"',
        columns={letters(column): "VARCHAR" for column in range(header.width)},  # a row with more is refused
        null_padding=True,
        auto_detect=False,
        buffer_size=_CSV_BUFFER,
    )


def _hardly_alike(relation: Any, header: Header) -> bool:
    """Whether most rows of a large register differ in more than the person, by the first of them."""
    names = relation.columns
    _, kept = narrowed(header)
    told = ", ".join(quoted(names[at]) for at in kept if at != header.columns.get("person"))
    [(rows, different)] = relation.limit(FIRST_ROWS).aggregate(f"count(*), count(DISTINCT hash({told}))").fetchall()
    return bool(rows == FIRST_ROWS and different > rows / 2)


def _return_of_groups(
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
    number = _ROW_NUMBER_COLUMN if _ROW_NUMBER_COLUMN in names else None
    end, most = end_of_time(source), _most_lines(source) if number else None  # rows of a csv file have their bytes each
    columns = [names[at] for at in kept]
    found = groups(relation, columns, person, quantity=quantity, number=number, most=most)
    bad: dict[tuple[Cell, ...], list[Fault]] = {}

    def place(number: int) -> Place:
        return sheet.place(number, parse.main_column) if number else Place(sheet.file)

    def is_bad(group: Group, faults: Sequence[Fault]) -> None:
        person = _person_written(group.cells, narrow)
        bad[_group_key(group.cells, narrow, person if group.apart else bool(person))] = list(faults)

    lines = lines_of_groups(in_time(found, source, end), narrow, parse.for_columns(narrow), place, is_bad)
    findings = Findings(Place(sheet.file), unnamed)
    rows = dropwhile(lambda pair: pair[0] <= header.row, sheet.rows if bad else ())
    met: set[tuple[Cell, ...]] = set()
    for row, held in in_time(rows, source, end):  # read once more, to say where
        few = [held[at] if at < len(held) else None for at in kept]
        person = veil(_person_cell(few, narrow))
        for key in (_group_key(few, narrow, person), _group_key(few, narrow, bool(person))):
            if key in bad:
                met.add(key)
                for fault in bad[key]:
                    findings.add(fault.at(sheet.place(row, kept[fault.column])))
                break
    for key in sorted(bad.keys() - met, key=str):  # wherever it is, it is said
        for fault in bad[key]:
            findings.add(fault.at(Place(sheet.file)))
    return Return(lines, findings.problems())


def _person_cell(held: Sequence[Cell], header: Header) -> Cell:
    return held[header.columns["person"]] if "person" in header.columns else None


def _person_written(held: Sequence[Cell], header: Header) -> str:
    """The person of a group apart, as `veil` has it."""
    person = _person_cell(held, header)
    return person.text.lower() if isinstance(person, ErrorCell) else str(person or "")


def _group_key(held: Sequence[Cell], header: Header, person: str | bool) -> tuple[Cell, ...]:
    """What tells the rows of one group: its cells, and its person, or only whether it has one."""
    at_person, quantity = header.columns.get("person", -1), header.columns.get("quantity", -1)
    key = [cell if cell != "" and at != at_person else None for at, cell in enumerate(held)]
    if quantity >= 0 and header.register and isinstance(person, bool):
        key[quantity] = counts_one(key[quantity])
    return (*key, person)
