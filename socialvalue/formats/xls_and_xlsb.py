"""Binary workbooks: .xls, read by xlrd, and .xlsb, read by calamine. Both are called in a child process."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import field, frozen
from defusedxml.ElementTree import fromstring

from socialvalue.formats.sheets import Cell, ErrorCell, Marks, Unclear, as_cell, of_runs
from socialvalue.formats.xlsx_styles import Style
from socialvalue.formats.zipcheck import Archive
from socialvalue.problems import Place

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ROW, _ERROR_CELL, _ERROR_FORMULA, _SHEET = 0, 3, 11, 156  # records of .xlsb


@frozen
class OldSheet:
    """A sheet: its name, whether it is hidden, its rows, and which of them are hidden (of .xlsb that is not known)."""

    name: str
    hidden: bool
    rows: list[tuple[int, Sequence[Cell]]]
    marks: Marks = field(factory=Marks)


# .xls


def xls_sheets(data: bytes) -> list[OldSheet]:
    """The sheets of an .xls workbook; raises whatever xlrd raises on a damaged one."""
    with _opened_by_xlrd(data) as book:
        return [
            OldSheet(sheet.name, sheet.visibility > 0, list(_xls_rows(book, sheet)), _xls_marks(sheet))
            for sheet in map(book.sheet_by_index, range(book.nsheets))
            if sheet.visibility < 2
        ]


def _opened_by_xlrd(data: bytes) -> Any:
    """The workbook with its formats; without them where another program wrote those in an unknown way."""
    import xlrd

    given: dict[str, Any] = {"file_contents": data, "on_demand": True, "logfile": io.StringIO()}
    for formats, strict in ((True, True), (False, True), (False, False)):
        try:
            return xlrd.open_workbook(**given, formatting_info=formats, ignore_workbook_corruption=not strict)
        except Exception as err:
            if "encrypt" in str(err).lower() or "password" in str(err).lower() or not (formats or strict):
                raise
    raise AssertionError


def _xls_marks(sheet: Any) -> Marks:
    """What of a sheet is hidden; nothing where the workbook was opened without its formats."""
    marks = Marks()
    for number, row in sorted(sheet.rowinfo_map.items()):
        if row.hidden:
            marks.rows.add(number + 1)
    for number, column in sheet.colinfo_map.items():
        if column.hidden:
            marks.hide_columns(number + 1, number + 1)
    return marks


def _xls_rows(book: Any, sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    styles: dict[int, Style] = {}

    def style(cell: Any) -> Style | None:
        if not book.formatting_info or cell.xf_index is None:
            return None
        if cell.xf_index not in styles:
            shown = book.format_map.get(book.xf_list[cell.xf_index].format_key)
            styles[cell.xf_index] = Style.of(shown.format_str if shown else "General")
        return styles[cell.xf_index]

    for number in range(sheet.nrows):
        cells = enumerate(sheet.row(number))
        yield (
            number + 1,
            [_xls_cell(book, cell, style, _xls_font_runs(book, sheet, number, at, cell)) for at, cell in cells],
        )


def _xls_font_runs(book: Any, sheet: Any, row: int, column: int, cell: Any) -> list[tuple[str, str]]:
    """The pieces of a text in several fonts; empty for one in a single font."""
    starts = sheet.rich_text_runlist_map.get((row, column)) if book.formatting_info else None
    if not starts:
        return []
    fonts = [(0, book.xf_list[cell.xf_index].font_index), *starts]
    ends = [start for start, _ in starts] + [len(cell.value)]
    return [
        (
            cell.value[start:end],
            "struck" if book.font_list[font].struck_out else "raised" * bool(_is_raised(book, font)),
        )
        for (start, font), end in zip(fonts, ends, strict=True)
    ]


def _is_raised(book: Any, font: int) -> bool:
    return book.font_list[font].escapement in (1, 2)


def _xls_cell(book: Any, cell: Any, style: Any, runs: list[tuple[str, str]]) -> Cell:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ErrorCell(_ERRORS.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return as_cell(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return of_runs(runs) if runs else _xlsb_value(cell.value)
    shown = style(cell)
    if shown is not None and shown.currency:
        return Unclear(f"{cell.value:,.15g}", shown.currency)
    if shown.kind == "date" if shown is not None else cell.ctype == xlrd.XL_CELL_DATE:
        return as_cell(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode))
    return as_cell(float(cell.value))


# .xlsb


def xlsb_sheets(data: bytes) -> list[OldSheet]:
    """The sheets of an .xlsb workbook; raises whatever calamine raises on a damaged one."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    errors = _xlsb_errors(Archive.of(data, Place()))
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [
            OldSheet(
                entry.name,
                entry.visible != SheetVisibleEnum.Visible,
                list(_xlsb_rows(book.get_sheet_by_name(entry.name), errors.get(entry.name, {}))),
            )
            for entry in book.sheets_metadata
            if entry.visible != SheetVisibleEnum.VeryHidden
        ]


def _xlsb_rows(sheet: Any, errors: dict[int, dict[int, str]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows; calamine shows an error as a blank, so those come from elsewhere."""
    rows: Iterable[list[Any]] = sheet.to_python(skip_empty_area=False)
    number = 0
    for number, row in enumerate(rows, start=1):
        cells: list[Cell] = [_xlsb_value(value) for value in row]
        _put_xlsb_error(cells, errors.get(number, {}))
        yield number, cells
    for below in sorted(at for at in errors if at > number):
        cells = []
        _put_xlsb_error(cells, errors[below])
        yield below, cells


def _put_xlsb_error(cells: list[Cell], errors: dict[int, str]) -> None:
    for column, text in errors.items():
        cells += [None] * (column + 1 - len(cells))
        cells[column] = ErrorCell(text)


def _xlsb_value(value: Any) -> Cell:
    return None if value == "" else as_cell(value)


def _xlsb_errors(archive: Archive) -> dict[str, dict[int, dict[int, str]]]:
    """By sheet, row and column, the errors of a workbook (MS-XLSB 2.4: BrtCellError, BrtFmlaError)."""
    found: dict[str, dict[int, dict[int, str]]] = {}
    relations = fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    targets = {entry.get("Id"): posixpath.join("/xl", str(entry.get("Target"))) for entry in relations}
    for kind, body in _xlsb_records(archive.read("xl/workbook.bin")):
        if kind != _SHEET:
            continue
        relation, rest = _xlsb_text(body[8:])
        rows = found.setdefault(_xlsb_text(rest)[0], {})
        row = 0
        for record, data in _xlsb_records(archive.read(targets[relation].lstrip("/"))):
            if record == _ROW:
                row = int.from_bytes(data[:4], "little")
            elif record in (_ERROR_CELL, _ERROR_FORMULA):
                column = min(int.from_bytes(data[:4], "little"), 16_383)
                rows.setdefault(row + 1, {})[column] = _ERRORS.get(data[8], "#N/A")
    return found


def _xlsb_text(data: bytes) -> tuple[str, bytes]:
    """A counted text, and what follows it."""
    end = 4 + 2 * int.from_bytes(data[:4], "little")
    return data[4:end].decode("utf-16-le"), data[end:]


def _xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
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
