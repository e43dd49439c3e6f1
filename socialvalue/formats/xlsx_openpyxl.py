"""The cells of a workbook as they are written, read once and in bounded memory.

openpyxl finds the sheets, the texts and the formats, and parses each cell; the rows are iterated over here, so
that nothing is laid out for rows and columns that a file only claims, no formula is expanded, and whatever else a sheet
holds (macros, links, pictures, rules) is left alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from attrs import frozen
from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

#: No row that people make is larger than this, nor is the part of the file before the first.
MOST_BYTES = 4_000_000


@frozen
class RawCell:
    """A cell that is in the file, perhaps empty.

    Attributes:
        column: counted from 1.
        value: what the file holds for it: text, a number, a date, True or False; None for nothing.
        error: whether the value is an error such as ``#N/A``.
        formula: the formula as written, with its type (such as ``array``) before it where it has one; else None.
        style: the number of its style.
    """

    column: int
    value: Any
    error: bool
    formula: str | None
    style: int


class RawSheet:
    """A sheet of a workbook.

    Attributes:
        name: its name.
        buried: whether it is “very hidden”, so that Excel's menu does not show it.
        hidden: whether it is hidden at all.
    """

    def __init__(self, reader: Any, name: str, state: str | None, part: str) -> None:
        self.name = name
        self.buried = state == "veryHidden"
        self.hidden = state in ("hidden", "veryHidden")
        self._reader = reader
        self._part = part

    def rows(self) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows that are in the file, each with its number and its cells.

        Raises:
            ValueError: for a row or column beyond those of Excel; and whatever openpyxl raises on damaged files.
        """
        book = self._reader.wb
        with self._reader.archive.open(self._part) as archived:
            source = _Bounded(archived)
            parser = _Parser(
                source,
                self._reader.shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            data = None
            for event, element in iterparse(source, events=("start", "end")):
                if element.tag == DATA_TAG:
                    if event == "end":
                        return  # what follows the rows is not read
                    data = element
                elif event == "end" and element.tag == ROW_TAG and data is not None:
                    number, found = parser.parse_row(element)
                    cells = [_raw(cell) for cell in found]
                    data.clear()
                    parser.row_dimensions.clear()
                    source.left = MOST_BYTES
                    if not 0 < number <= LAST_ROW or any(not 0 < cell.column <= LAST_COLUMN for cell in cells):
                        msg = f"row {number} reaches beyond a sheet"
                        raise ValueError(msg)
                    yield number, cells

    def shown_as(self, style: int) -> str:
        """The number format of a style."""
        book = self._reader.wb
        number = book._cell_styles[style].numFmtId
        if number < 164:
            from openpyxl.styles.numbers import BUILTIN_FORMATS

            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(book._number_formats[number - 164])


class _Bounded:
    """A part of a workbook, of which so much may be read before a row is complete."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.left = MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self._source.read(size)
        self.left -= len(found)
        if self.left < 0:
            msg = f"there are more than {MOST_BYTES:,} bytes without a row"
            raise ValueError(msg)
        return found


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        cell["formula"] = None if formula is None else f"{formula.get('t') or ''}={formula.text or ''}"
        return cell


def _raw(cell: dict[str, Any]) -> RawCell:
    return RawCell(cell["column"], cell["value"], cell["data_type"] == "e", cell["formula"], cell["style_id"])


def raw_sheets(file: Path | IO[bytes]) -> tuple[list[RawSheet], dict[str, str]]:
    """The sheets of a workbook that has passed `socialvalue.formats.zipcheck`, and its defined names.

    Raises:
        Whatever openpyxl raises on damaged files.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        reader: Any = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        found = list(reader.parser.find_sheets())
    everywhere = reader.parser.defined_names.by_sheet().get("global", {})
    names = {str(name): str(entry.attr_text) for name, entry in everywhere.items()}
    sheets = [
        RawSheet(reader, str(sheet.name), sheet.state, rel.target)
        for sheet, rel in found
        if rel.target in reader.valid_files and "chartsheet" not in rel.Type
    ]
    return sheets, names
