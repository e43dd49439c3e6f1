"""Workbooks and csv files as sheets of cells: nothing is interpreted here beyond what kind of thing a cell holds."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from socialvalue.formats import zipcheck
from socialvalue.formats.old_workbooks import kind_of, read_legacy
from socialvalue.formats.sandbox import in_child
from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated, Sheet
from socialvalue.formats.xlsx_calamine import FastSheet, GaveUp, fast_sheets
from socialvalue.formats.xlsx_stream import PlainSheet, plain_sheets
from socialvalue.memory import nothing_collected
from socialvalue.problems import BadData, Place, error

if TYPE_CHECKING:
    from socialvalue.formats.xlsx_openpyxl import RawCell, RawSheet

TEXT_KINDS = (".csv", ".tsv", ".txt")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-zA-Z]")
_LAID_OUT, _SPREAD = 5_000_000, 50  # cells; a sheet of more may have so many blanks for each that is in the file
_KEPT = 20_000_000  # bytes; the cells of a file larger than this are read as they are needed, never all held


def read_sheets(path: Path, *, fast: bool = True, plain: bool = True) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file.

    Args:
        path: the file.
        fast: False to read a workbook with openpyxl even where it is proved safe for the quick way; the cells mean
            the same either way.
        plain: False not to take large sheets of texts and plain numbers straight from the XML.

    Raises:
        BadData: when the file is missing, not a file, not of a kind that can be read, encrypted, damaged, or larger
            than is safe to open. Rows of a large file are read when they are iterated over, and may raise it then.
    """
    place = Place(file=path.name)
    head = check_file(path, place)
    if head.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        remedy = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it."
        raise BadData([error("file-encrypted", place, "The workbook is protected by a password.", remedy)])
    if head.startswith(b"PK"):
        zipcheck.contents(path.read_bytes(), place)
    if kind_of(path, head) is not None:
        return in_child(read_legacy, path, place)
    if head.startswith(b"PK"):
        data = path.read_bytes()
        zipcheck.check_zip(data, place)
        large = plain_sheets(data) if fast and plain else None
        if large is not None:
            return [Sheet(path.name, name, _Plain(path, name, rows)) for name, rows in large]
        found = fast_sheets(data) if fast else None
        if found is not None:
            return [Sheet(path.name, name, _Quick(path, name, rows), hidden=rows.hidden) for name, rows in found]
        return _workbook(path, place)
    if _MARKUP.match(head):
        message = f"{path.name} is a web page or the like, whatever its name says."
        raise BadData([error("file-type", place, message, "Open it in Excel and save it as .xlsx or .csv.")])
    if path.suffix.lower() in TEXT_KINDS:
        return [text_sheet(path, place)]
    raise _of_no_kind(path, place)


def _of_no_kind(path: Path, place: Place) -> BadData:
    try:
        rows = TextRows.of(path, _encoding(path, place))
        first = next((row for row, _ in rows.with_lines() if any(row)), [])
    except BadData:
        first = []
    if len(first) > 1:
        message = f"{path.name} holds the text of a csv file, and is not named as one."
        remedy = f"Name it {path.stem}.csv; or open it in Excel and save it as .xlsx."
    else:
        message, remedy = f"{path.name} is neither a workbook nor a csv file.", "Save it as .xlsx or .csv."
    return BadData([error("file-type", place, message, remedy)])


def check_file(path: Path, place: Place) -> bytes:
    """The first bytes of a file.

    Raises:
        BadData: when it is missing, a folder, empty, or cannot be opened.
    """
    if path.is_dir():
        remedy = "Name a file within it."
        raise BadData([error("file-is-folder", place, f"{path.name} is a folder, not a file.", remedy)])
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLE))
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        raise BadData([error("file-missing", place, f"There is no file {path.name}.", remedy)]) from None
    except OSError as err:
        remedy = "Close it in other programs, and check that you may read it."
        raise BadData([error("file-unreadable", place, f"It cannot be opened: {err.strerror}.", remedy)]) from None
    if not head:
        raise BadData([error("file-truncated", place, "The file is empty (0 bytes).", "Fetch or save it again.")])
    return head


# workbooks


@frozen
class _Plain:
    """Rows taken straight from the XML; from the first that is not plain on, as another reader has them."""

    path: Path
    name: str
    rows: PlainSheet

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        last = 0
        try:
            with nothing_collected():
                for rows in self.rows.pieces():
                    yield from rows
                    last = rows[-1][0]
        except GaveUp:
            others = (sheet for sheet in read_sheets(self.path, plain=False) if sheet.name == self.name)
            yield from dropwhile(lambda pair: pair[0] <= last, next(others).rows)


@frozen
class _Quick:
    """Rows read the quick way; with openpyxl where the quick reader gives up after all."""

    path: Path
    name: str
    rows: FastSheet

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        try:
            self.rows.open()
        except GaveUp:
            place = Place(file=self.path.name)
            slow = {sheet.name: sheet.rows for sheet in _workbook(self.path, place)}
            with _damage_told(place):
                rows = slow[self.name]
            yield from rows
        else:
            yield from self.rows


def _workbook(path: Path, place: Place) -> list[Sheet]:
    from socialvalue.formats.xlsx_openpyxl import raw_sheets

    with _damage_told(place):
        sheets, _ = raw_sheets(io.BytesIO(path.read_bytes()))
    small = path.stat().st_size < _KEPT
    rows = {sheet.name: _Rows(sheet, place) for sheet in sheets if not sheet.buried}
    return [
        Sheet(path.name, name, list(found) if small else found, hidden=found.sheet.hidden)
        for name, found in rows.items()
    ]


@contextmanager
def _damage_told(place: Place) -> Iterator[None]:
    """Turn whatever a damaged workbook makes openpyxl raise into one problem."""
    try:
        yield
    except BadData:
        raise
    except Exception:  # noqa: BLE001 - openpyxl raises anything on a damaged file
        message = "The workbook is incomplete or damaged."
        remedy = "Open it in Excel, let it be repaired, and save it; or fetch it again."
        raise BadData([error("file-truncated", place, message, remedy)]) from None


@frozen
class _Rows:
    """Rows read with openpyxl each time they are iterated over; rows that are not in the file are left out."""

    sheet: RawSheet
    place: Place

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        given = laid_out = 0
        with _damage_told(self.place):
            for number, cells in self.sheet.rows():
                given += len(cells)
                laid_out += max((cell.column for cell in cells), default=0)
                if laid_out > _LAID_OUT and laid_out > _SPREAD * given:
                    message = "The cells of a sheet lie so far apart that it cannot be read."
                    remedy = "Delete what is far to the right, or copy the table into a new workbook."
                    raise BadData([error("file-too-large", self.place, message, remedy)])
                yield number, _laid_out(cells)


def _laid_out(cells: Sequence[RawCell]) -> list[Cell]:
    """The cells from column A on."""
    row: list[Cell] = [None] * max((cell.column for cell in cells), default=0)
    for cell in cells:
        row[cell.column - 1] = _cell(cell)
    return row


def _cell(raw: RawCell) -> Cell:
    if raw.value is None:
        return None if raw.formula is None else NotCalculated()
    if raw.error:
        return ErrorCell(str(raw.value))
    if isinstance(raw.value, bool | dt.timedelta):
        return str(raw.value).upper()
    cell: Cell = raw.value
    return cell


# text


def text_sheet(path: Path, place: Place) -> Sheet:
    """A csv file, or one like it, as a sheet."""
    rows = TextRows.of(path, _encoding(path, place))
    return Sheet(path.name, "", list(rows) if path.stat().st_size < _KEPT else rows, text=True)


def _encoding(path: Path, place: Place) -> str:
    """UTF-8, or what Excel on Windows writes as plain csv or as Unicode text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        while piece := file.read(1 << 20):
            if b"\0" in piece:
                remedy = "Save it as CSV UTF-8 from Excel."
                raise BadData([error("file-type", place, "The file is not text.", remedy)])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return "cp1252"
    return "utf-8-sig"


@frozen
class TextRows:
    """The rows of a csv file, read each time they are iterated over."""

    path: Path
    encoding: str
    delimiter: str

    @classmethod
    def of(cls, path: Path, encoding: str) -> TextRows:
        """The rows, split at whichever of comma, semicolon and tab there are most of at the start."""
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            head = file.read(4096)
        return cls(path, encoding, max(",;\t", key=head.count))

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, (row, _) in enumerate(self.with_lines(), start=1):
            yield number, row

    def with_lines(self) -> Iterator[tuple[list[str], int]]:
        """Each row, and the number of the line of text in which it ends."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            rows = csv.reader(file, delimiter=self.delimiter)
            try:
                for row in rows:
                    yield row, rows.line_num
            except csv.Error as err:
                place, message = Place(file=self.path.name), f"The csv breaks off: {err}."
                raise BadData([error("file-truncated", place, message, "Save it again.")]) from None
