"""Reading a workbook with python-calamine, where it is proved to give the same cells as openpyxl.

python-calamine reads a workbook many times faster than openpyxl, but it shows an error such as #N/A as a blank, keeps
nothing of a formula that was never calculated, and ends the process on a sheet whose cells lie too far apart. So the
XML of every sheet is searched first; only where each cell is text, a plain number or a date is the workbook read here.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from attrs import frozen

from socialvalue.formats import zipcheck
from socialvalue.formats.sheets import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

#: The largest area, in cells, that is laid out in memory (some 32 bytes each).
MOST_CELLS = 16_000_000

_LONGEST_CODE = 2_000  # bytes of a number format; Excel takes 255 characters
_LONGEST = 1 << 24  # bytes without the end of a cell
_LAST_ROW = 1_049_999  # the highest number that _CELL takes for a row; Excel's own last is 1,048,576

# A plain cell: its reference first, then style and type, then a value that is not blank, or nothing at all.
# An error (t="e") is not plain, nor a formula without a value, nor a whole number that a float may not hold.
_REFERENCE = rb'<c r="([A-Z]{1,3}+)(?:\d{1,6}+|10[0-4]\d{4})"(?: s="\d++")?+'
_PLAINEST = re.compile(_REFERENCE + rb'(?: t="s"><v>\d|(?: t="n")?+><v>(?!-?\d{16})[^<])')
_PLAIN = re.compile(
    _REFERENCE + rb'(?:(?: t="s")?+(?:/>|></c>)'
    rb'|(?: t="(?:s|n|b|str)")?+>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?+<v>(?!-?\d{16})[^<]'
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?+>)'
)
_NOT_AS_WRITTEN = re.compile(rb"<c[^ A-Za-z]")  # a tag without a reference, or set out as no program sets it out
_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d+)"')

# Number formats that both readers take for a number, and that both take for a date.
_NUMBER = re.compile(r"(?i:general|[0#?.,%;()\-+ €£$/*@]|\\[ \-()]|_.|E[+-])*")
_DATE = re.compile(r"(?i:[dmyhs/:., \-]|\\[ ,\-/.]|AM/PM|;@)*")
_UNLIKE_FORMATS = {*range(27, 37), 46, *range(50, 59)}  # which the readers do not agree on


#: What a workbook raises that is damaged, or not what its table of contents says.
UNREADABLE = (BadZipFile, ValueError, KeyError, struct.error, zlib.error)


class GaveUp(Exception):
    """The quick reader could not read a sheet after all."""


class FastSheet:
    """The rows of a sheet, read when they are first iterated over."""

    def __init__(self, book: CalamineWorkbook, name: str, booleans: bool, hidden: bool = False) -> None:
        self._book, self._name, self._booleans, self.hidden = book, name, booleans, hidden
        self._sheet: Any = None

    def open(self) -> None:
        """Read the sheet; raises `GaveUp`, also for what is a panic in the reader's own language."""
        if self._sheet is not None:
            return
        try:
            self._sheet = self._book.get_sheet_by_name(self._name)
        except BaseException as err:
            if isinstance(err, Exception) or type(err).__name__ == "PanicException":
                raise GaveUp from None
            raise

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        self.open()
        if self._sheet.start is None:
            return
        rows = self._sheet.iter_rows()  # from row 1 on, but from the first column that is used
        left = self._sheet.start[1]
        if left or self._booleans:
            blank: list[Cell] = [None] * left
            rows = (blank + [_cell(value) for value in row] for row in rows)
        yield from enumerate(rows, start=1)


@frozen
class Archive:
    """A zipped workbook: its bytes, and its parts by name."""

    data: bytes
    parts: Mapping[str, ZipInfo]

    def read(self, name: str) -> bytes:
        """A part as a whole."""
        return b"".join(zipcheck.pieces(self.data, self.parts[name]))


def archive_of(data: bytes) -> Archive:
    """A workbook's parts; raises one of `UNREADABLE` for what is none."""
    with ZipFile(io.BytesIO(data)) as archive:
        return Archive(data, {entry.filename: entry for entry in archive.infolist()})


def fast_sheets(data: bytes) -> list[tuple[str, FastSheet]] | None:
    """The name and rows of each sheet, or None where the workbook is not proved safe to read this way.

    Args:
        data: a file that has passed `socialvalue.formats.zipcheck.check_zip`.
    """
    try:
        booleans = _plain(archive_of(data))
    except UNREADABLE:
        return None
    if booleans is None:
        return None
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError):
        return None
    shown = [sheet for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.VeryHidden]
    if any(sheet.typ != SheetTypeEnum.WorkSheet for sheet in shown):
        return None
    visible = SheetVisibleEnum.Visible
    return [(sheet.name, FastSheet(book, sheet.name, booleans, sheet.visible != visible)) for sheet in shown]


def _cell(value: Any) -> Cell:
    cell: Cell = str(value).upper() if isinstance(value, bool) else value
    return cell


def _plain(archive: Archive) -> bool | None:
    """Whether any cell is true or false; None where any cell is not a plain one."""
    names = set(archive.parts)
    book = archive.read("xl/workbook.xml")
    links = archive.read("xl/_rels/workbook.xml.rels")
    if re.search(rb'date1904="(?!0|false)', book) or not _formats_agreed(archive, names):
        return None
    sheets = {name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")}
    targets = re.findall(rb'Target="([^"]*)"', links)
    if len(targets) != links.count(b"<Relationship "):
        return None
    for target in targets:
        if b"sheets/" in target and f"xl/{target.decode().removeprefix('/xl/')}" not in sheets:
            return None
    if "xl/sharedStrings.xml" in names and not same_texts(archive):
        return None
    found = [_scan(archive, name) for name in sheets]
    return None if None in found else any(found)


def _scan(archive: Archive, name: str) -> bool | None:
    """Whether any cell of a sheet is true or false; None where any cell is not a plain one."""
    columns: set[bytes] = set()
    data = booleans = False
    for number, chunk in enumerate(chunks(archive, name, b"</c>")):
        tags = chunk.count(b"<c ")
        found = _PLAINEST.findall(chunk)
        if len(found) < tags:
            found = _PLAIN.findall(chunk)
            booleans = booleans or b't="b"' in chunk
        if len(found) != tags or _NOT_AS_WRITTEN.search(chunk) or (number == 0 and b"<!" in chunk):
            return None
        columns.update(found)
        data = data or b"<sheetData" in chunk
    if not data:
        return None
    width = max(map(column_number, columns), default=0)
    if width * _LAST_ROW > MOST_CELLS and width * _last_row(archive, name) > MOST_CELLS:
        return None
    return booleans


def _last_row(archive: Archive, name: str) -> int:
    rows = (map(int, _ROW.findall(chunk)) for chunk in chunks(archive, name, b"</c>"))
    return max((max(found, default=0) for found in rows), default=0)


def same_texts(archive: Archive) -> bool:
    """Whether the shared texts hold nothing that the readers show differently."""
    return not any(b"_x" in chunk or b"<rPh" in chunk for chunk in chunks(archive, "xl/sharedStrings.xml", b"</si>"))


def _formats_agreed(archive: Archive, names: set[str]) -> bool:
    """Whether both readers take the same cells for dates."""
    if "xl/styles.xml" not in names:
        return True
    styles = archive.read("xl/styles.xml")
    if _UNLIKE_FORMATS & {int(number) for number in re.findall(rb'numFmtId="(\d+)"', styles)}:
        return False
    codes = re.findall(rb'<numFmt [^<>]*formatCode="([^"]*)"', styles)
    if len(codes) != styles.count(b"<numFmt "):
        return False
    for code in codes:
        if len(code) > _LONGEST_CODE:
            return False
        shown = re.sub(r"&quot;.*?&quot;|\[\$[^\[\]]*+\]|\[(?:Red|Black|Blue)\]", "", code.decode())
        if not _NUMBER.fullmatch(shown) and not _DATE.fullmatch(shown):
            return False
    return True


def chunks(archive: Archive, name: str, after: bytes) -> Iterator[bytes]:
    """A part's bytes in pieces that end after a tag."""
    rest = b""
    for piece in zipcheck.pieces(archive.data, archive.parts[name]):
        found = piece.rfind(after)
        if found < 0:
            rest += piece
            if len(rest) > _LONGEST:
                msg = f"{name} holds a cell that is not a plain one"
                raise ValueError(msg)
            continue
        end = found + len(after)
        yield rest + piece[:end]
        rest = piece[end:]
    yield rest


def column_number(letters: bytes) -> int:
    """A column's number, counted from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
