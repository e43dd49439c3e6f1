"""A .parquet file as a sheet of cells, read row by row."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from socialvalue.formats import sheets
from socialvalue.formats.sheets import MOST_CHARACTERS, Cell, Sheet
from socialvalue.formats.time_limit import in_time
from socialvalue.opening import Source
from socialvalue.problems import BadData, error
from socialvalue.reading.engines.duckdb_connection import (
    INSTALL_DUCKDB,
    connected,
    duckdb_installed,
    end_of_time,
)
from socialvalue.reading.engines.duckdb_groups import in_utc, quoted

_ROWS_AT_A_TIME = 10_000


def parquet_sheet(source: Source) -> Sheet:
    """A .parquet file as a sheet of cells, read row by row: the names of the columns are row 1.

    Raises:
        BadData: when DuckDB is not installed, or the file cannot be read.
    """
    if not duckdb_installed():
        raise BadData([error("engine-missing", source.place, "A .parquet file is read with DuckDB.", INSTALL_DUCKDB)])
    if not source.head.startswith(b"PAR1"):
        message, remedy = f"{source.name} is not a .parquet file.", "Write the file again."
        raise BadData([error("file-type", source.place, message, remedy)])
    return Sheet(source.name, "", _ParquetRows(source))


def parquet_damaged(source: Source) -> BadData:
    """The error for a .parquet file that DuckDB cannot read."""
    message, remedy = "The file is incomplete or damaged.", "Write or fetch it again."
    return BadData([error("file-truncated", source.place, message, remedy)])


@frozen
class _ParquetRows:
    """The rows of a .parquet file, read each time they are iterated over."""

    source: Source

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        import duckdb

        end = end_of_time(self.source)
        with connected(self.source) as connection:
            try:
                rows = in_utc(connection.read_parquet(glob.escape(str(self.source.path))))
                check_text_lengths(rows, self.source)
                yield 1, [sheets.as_cell(name) for name in rows.columns]
                rows.create_view("rows__")
                found = connection.execute("SELECT * FROM rows__")
                number = 1
                while some := found.fetchmany(_ROWS_AT_A_TIME):
                    for row in in_time(some, self.source, end):
                        number += 1
                        yield number, [sheets.as_cell(value) for value in row]
            except duckdb.Error:
                raise parquet_damaged(self.source) from None


def check_text_lengths(rows: Any, source: Source) -> None:
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
