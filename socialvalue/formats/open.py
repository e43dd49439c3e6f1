"""A file as sheets of cells, whatever its kind: nothing is interpreted here beyond what kind of thing a cell holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from socialvalue.formats import csv_files
from socialvalue.formats.binary_workbooks import BinaryReader
from socialvalue.formats.extensions import ExtensionReader
from socialvalue.formats.sheets import Sheet
from socialvalue.formats.time_limit import sheets_in_time
from socialvalue.formats.zipped_workbooks import ZipReader
from socialvalue.opening import Source, open_file
from socialvalue.problems import BadData, error

_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-zA-Z]")


class Reader(Protocol):
    """A way to read one kind of file."""

    def takes(self, source: Source) -> bool:
        """Whether a file is of this kind, by what is in it."""

    def sheets(self, source: Source) -> list[Sheet]:
        """Its sheets; raises `BadData` when it is damaged, encrypted, or larger than is safe to open."""


def read_sheets(path: Path | Source, *, quick: bool = True) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file.

    Args:
        path: the file.
        quick: False to parse each sheet of an .xlsx workbook as XML, row by row; the cells mean the same either way.

    Raises:
        BadData: when the file is missing, not a file, not of a kind that can be read, encrypted, damaged, or larger
            than is safe to open. Rows of a large file are read when they are iterated over, and may raise it then.
    """
    source = path if isinstance(path, Source) else open_file(path)
    for reader in (ExtensionReader(), _LockReader(), BinaryReader(), ZipReader(quick), _WebPageReader(), _TextReader()):
        if reader.takes(source):
            return sheets_in_time(reader.sheets(source), source)
    raise _of_no_kind(source)


def _of_no_kind(source: Source) -> BadData:
    try:
        first = next((row for row, _ in csv_files.CsvRows.of(source).with_lines() if any(row)), [])
    except BadData:
        first = []
    if len(first) > 1:
        message = f"{source.name} holds the text of a csv file, and is not named as one."
        remedy = f"Name it {source.path.stem}.csv; or open it in Excel and save it as .xlsx."
    else:
        message, remedy = f"{source.name} is neither a workbook nor a csv file.", "Save it as .xlsx or .csv."
    return BadData([error("file-type", source.place, message, remedy)])


class _TextReader:
    def takes(self, source: Source) -> bool:
        return source.path.suffix.lower() in csv_files.CSV_ENDINGS or source.path.name == "stdin"

    def sheets(self, source: Source) -> list[Sheet]:
        return [csv_files.csv_sheet(source)]


class _WebPageReader:
    def takes(self, source: Source) -> bool:
        return _MARKUP.match(source.head[:1000]) is not None

    def sheets(self, source: Source) -> list[Sheet]:
        message = f"{source.name} is a web page or the like, whatever its name says."
        remedy = "Open it in Excel and save it as .xlsx or .csv."
        raise BadData([error("file-type", source.place, message, remedy)])


class _LockReader:
    """The small file that Excel keeps beside a workbook while that is open."""

    def takes(self, source: Source) -> bool:
        return source.name.startswith("~$") and source.size < 1_000

    def sheets(self, source: Source) -> list[Sheet]:
        whose = source.name.removeprefix("~$")
        message = f"{source.name} is only the lock that Excel keeps beside {whose} while that is open."
        raise BadData([error("file-type", source.place, message, f"Close {whose} in Excel, and name that file.")])
