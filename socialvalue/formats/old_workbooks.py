"""Workbooks in other formats than .xlsx: .xls, .xlsb and .ods, read as sheets of cells.

Their readers check little, so `read_legacy` is called in a process of its own. A cell that holds an error is
told from a blank one, as everywhere: xlrd says so; calamine does not, so the errors of .xlsb and .ods are found apart.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from socialvalue.formats.sheets import Cell, ErrorCell, Sheet
from socialvalue.problems import BadData, Place, error

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: What a zipped workbook of another format holds, by its kind.
_PARTS = {"content.xml": "ods", "xl/workbook.bin": "xlsb"}

#: What an OpenDocument workbook may expand to; its one large part is read whole.
MOST_BYTES = 200_000_000

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ROW, _ERROR_CELL, _ERROR_FORMULA, _SHEET = 0, 3, 11, 156  # records of .xlsb

Spots = dict[tuple[str, int, int], str]


def kind_of(path: Path, head: bytes) -> str | None:
    """``xls``, ``xlsb`` or ``ods`` by what is in the file, whatever its name; None for anything else."""
    if head.startswith(OLE):
        return "xls"
    if not head.startswith(b"PK"):
        return None
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, struct.error):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def read_legacy(path: Path) -> list[Sheet]:
    """The sheets of an .xls, .xlsb or .ods workbook.

    Raises:
        BadData: when it is damaged, or protected by a password.
    """
    with path.open("rb") as file:
        kind = kind_of(path, file.read(len(OLE)))
    place = Place(file=path.name)
    try:
        if kind == "xls":
            return _xls(path)
        _check(path, place)
        return _calamine(path, _ods_errors(path) if kind == "ods" else _xlsb_errors(path))
    except BadData:
        raise
    except Exception as err:  # noqa: BLE001 - each reader raises its own; to a user they mean one thing
        if "password" in str(err).lower() or "encrypt" in str(err).lower():
            remedy = "Open it, take the password off, and save it."
            raise BadData(
                [error("file-encrypted", place, "The workbook is protected by a password.", remedy)]
            ) from None
        remedy = "Open it in Excel or LibreOffice and save it as .xlsx; or fetch it again."
        raise BadData([error("file-truncated", place, "The workbook is incomplete or damaged.", remedy)]) from None


def _check(path: Path, place: Place) -> None:
    with ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_BYTES:
        message = f"The workbook would expand to {size:,} bytes."
        raise BadData([error("file-too-large", place, message, "Copy the cells you need into a new workbook.")])


# the old .xls


def _xls(path: Path) -> list[Sheet]:
    import xlrd

    with xlrd.open_workbook(path, on_demand=True, formatting_info=False, logfile=None) as book:
        return [
            Sheet(path.name, sheet.name, list(_xls_rows(sheet, book.datemode)), hidden=sheet.visibility > 0)
            for sheet in map(book.sheet_by_index, range(book.nsheets))
            if sheet.visibility < 2
        ]


def _xls_rows(sheet: Any, datemode: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number in range(sheet.nrows):
        yield number + 1, [_xls_cell(cell, datemode) for cell in sheet.row(number)]


def _xls_cell(cell: Any, datemode: int) -> Cell:
    import xlrd

    value: Any = cell.value
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ErrorCell(_ERRORS.get(value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: dt.datetime = xlrd.xldate.xldate_as_datetime(value, datemode)
        return moment
    return _plain(value)


# the others


def _calamine(path: Path, errors: Spots) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with CalamineWorkbook.from_path(path) as book:
        return [
            Sheet(
                path.name,
                entry.name,
                list(_calamine_rows(book, entry.name, errors)),
                hidden=entry.visible != SheetVisibleEnum.Visible,
            )
            for entry in book.sheets_metadata
            if entry.visible != SheetVisibleEnum.VeryHidden
        ]


def _calamine_rows(book: Any, name: str, errors: Spots) -> Iterator[tuple[int, Sequence[Cell]]]:
    rows: Iterable[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    mine = {(row, column): text for (sheet, row, column), text in errors.items() if sheet == name}
    faulty = {row for row, _ in mine}
    for number, row in enumerate(rows, start=1):
        cells: list[Cell] = [_plain(value) for value in row]
        if number in faulty:
            cells = [ErrorCell(mine[number, at]) if (number, at) in mine else cell for at, cell in enumerate(cells)]
        yield number, cells


def _plain(value: Any) -> Cell:
    """A cell's value; a whole number as a whole number, and no text at all as a blank."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def _ods_errors(path: Path) -> Spots:
    """Where an OpenDocument workbook holds errors, and which."""
    from defusedxml.ElementTree import iterparse

    found: Spots = {}
    with ZipFile(path) as archive, archive.open("content.xml") as part:
        sheet, row, column = "", 0, 0
        for event, element in iterparse(part, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "table":
                sheet, row = _attribute(element, "name"), 0
            elif event == "start" and tag == "table-row":
                row, column = row + 1, 0
            elif event == "end" and tag in ("table-cell", "covered-table-cell"):
                if _attribute(element, "value-type", "calcext") == "error":
                    found[sheet, row, column] = "".join(element.itertext()).strip() or "#N/A"
                column += int(_attribute(element, "number-columns-repeated") or 1)
                element.clear()
            elif event == "end" and tag == "table-row":
                row += int(_attribute(element, "number-rows-repeated") or 1) - 1
                element.clear()
    return found


def _attribute(element: Any, name: str, space: str = "table") -> str:
    spaces = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    spaces["calcext"] = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    value: str = element.get(f"{{{spaces[space]}}}{name}", "")
    return value


def _xlsb_errors(path: Path) -> Spots:
    """Where a binary workbook holds errors, and which (MS-XLSB 2.4: BrtCellError, BrtFmlaError)."""
    from defusedxml.ElementTree import fromstring

    found: Spots = {}
    with ZipFile(path) as archive:
        relations = fromstring(archive.read("xl/_rels/workbook.bin.rels"))
        targets = {entry.get("Id"): str(entry.get("Target")).removeprefix("/xl/") for entry in relations}
        for kind, body in _records(archive.read("xl/workbook.bin")):
            if kind != _SHEET:
                continue
            relation, rest = _text(body[8:])
            row = 0
            for record, data in _records(archive.read(f"xl/{targets[relation]}")):
                if record == _ROW:
                    row = int.from_bytes(data[:4], "little")
                elif record in (_ERROR_CELL, _ERROR_FORMULA):
                    column = int.from_bytes(data[:4], "little")
                    found[_text(rest)[0], row + 1, column] = _ERRORS.get(data[8], "#N/A")
    return found


def _text(data: bytes) -> tuple[str, bytes]:
    """A counted text, and what follows it."""
    end = 4 + 2 * int.from_bytes(data[:4], "little")
    return data[4:end].decode("utf-16-le"), data[end:]


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a binary part: kind and content, each with a length in groups of seven bits."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = 0
        for group in range(4):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << 7 * group
            if not byte & 0x80:
                break
        yield kind, data[at : at + size]
        at += size
