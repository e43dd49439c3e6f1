"""OpenDocument spreadsheets (.ods), read in one pass: what a cell says of itself goes before what it shows.

A formula without a result, an error shown where a number is kept, and text set in several ways are told, as in other
workbooks (OpenDocument 1.3, part 3, 9 and 19.385).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from attrs import define, field
from defusedxml.ElementTree import iterparse

from socialvalue.formats.sheets import (
    MOST_CHARACTERS,
    Cell,
    ErrorCell,
    Marks,
    NotCalculated,
    Unclear,
    as_cell,
    of_runs,
    time_of,
)
from socialvalue.formats.zipcheck import Archive
from socialvalue.problems import Place

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

#: How many cells may be laid out in all; a row that is repeated is one, until something is below it.
MOST_CELLS = 5_000_000

_NUMBERS = ("float", "percentage", "currency")
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d{3}", re.IGNORECASE)
_TIME = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


@define
class OdsSheet:
    """A sheet: its name, whether it is hidden, the rows that hold anything, and what of them is hidden or struck."""

    name: str
    hidden: bool
    rows: list[tuple[int, Sequence[Cell]]] = field(factory=list)
    marks: Marks = field(factory=Marks)


def ods_sheets(data: bytes) -> list[OdsSheet]:
    """The sheets of a workbook.

    Raises:
        ValueError: for cells beyond those of a sheet, or more than can be laid out; and what the XML parser raises.
    """
    return list(_OdsReader(Archive.of(data, Place())).sheets())


class _OdsReader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._styles: dict[str, str] = {}  # how a style of text sets it
        self._hidden: set[str] = set()  # styles of tables
        self._cells = 0

    def sheets(self) -> Iterator[OdsSheet]:
        sheet: OdsSheet | None = None
        number = column = depth = 0
        for event, element in iterparse(self._archive.open("content.xml"), events=("start", "end")):
            tag = _local_name(element.tag)
            if event == "start":
                depth += tag == "table"
                if tag == "table" and depth == 1:
                    given = _attributes(element)
                    sheet = OdsSheet(given.get("name", ""), given.get("style-name") in self._hidden)
                    number = column = 0
            elif tag == "style":
                self._learn_style(element)
                element.clear()
            elif tag == "table-column" and depth == 1 and sheet is not None:
                times = _repeats(element, "number-columns-repeated")
                if not _shown(element):
                    sheet.marks.hide_columns(column + 1, column + times)
                column += times
            elif tag == "table-row" and depth == 1 and sheet is not None:
                times = _repeats(element, "number-rows-repeated")
                cells, struck = self._ods_row(element)
                for at in range(number + 1, number + times + 1) if cells else ():
                    self._count_cells(at, len(cells))
                    sheet.rows.append((at, cells))
                    if not _shown(element):
                        sheet.marks.rows.add(at)
                    for across in struck:
                        sheet.marks.strike(at, across)
                number += times
                element.clear()
            elif tag == "table":
                depth -= 1
                if depth == 0 and sheet is not None:
                    yield sheet
                    sheet = None
                element.clear()

    def _learn_style(self, style: Element) -> None:
        name = _attributes(style).get("name", "")
        for properties in style:
            given = _attributes(properties)
            if _local_name(properties.tag) == "table-properties" and given.get("display") == "false":
                self._hidden.add(name)
            elif {given.get(f"text-line-through-{how}", "none") for how in ("style", "type")} != {"none"}:
                self._styles[name] = "struck"
            elif given.get("text-position", "").split(" ")[0] not in ("", "0%"):
                self._styles[name] = "raised"

    def _count_cells(self, row: int, cells: int) -> None:
        self._cells += cells
        if row > LAST_ROW or cells > LAST_COLUMN or self._cells > MOST_CELLS:
            msg = "cells reach beyond a sheet"
            raise ValueError(msg)

    def _ods_row(self, row: Element) -> tuple[list[Cell], list[int]]:
        """The cells of a row as far as they hold anything, and which are struck through; empty where none does."""
        cells: list[Cell] = []
        struck: list[int] = []
        blanks = 0
        for element in row:
            tag = _local_name(element.tag)
            if tag not in ("table-cell", "covered-table-cell"):
                continue
            times = _repeats(element, "number-columns-repeated")
            cell = None if tag == "covered-table-cell" else self._ods_cell(element)
            if cell is None or cell == "":
                blanks += times
                continue
            if len(cells) + blanks + times > LAST_COLUMN:
                msg = "cells reach beyond a sheet"
                raise ValueError(msg)
            if self._styles.get(_attributes(element).get("style-name", "")) == "struck":
                struck.append(len(cells) + blanks + 1)
            cells += [None] * blanks + [cell] * times
            blanks = 0
        return cells, struck

    def _ods_cell(self, element: Element) -> Cell:
        given = _attributes(element)
        kind, formula = given.get("value-type", ""), given.get("formula")
        if kind in _NUMBERS or kind == "error" or (formula is not None and kind in ("string", "")):
            shown = "".join(text for text, _ in self._font_runs(element)).strip()
            if kind == "error" or (formula is not None and _ERROR.fullmatch(shown)):
                return ErrorCell(shown.upper() or "#N/A")
        if kind == "":
            return NotCalculated() if formula is not None and not len(element) else None
        if kind in _NUMBERS:
            number = float(given.get("value", "nan"))
            other = given.get("currency", "GBP")
            return Unclear(f"{number:,.15g}", other) if kind == "currency" and other != "GBP" else as_cell(number)
        if kind == "boolean":
            return as_cell(given.get("boolean-value") == "true")
        if kind == "date":
            return as_cell(_ods_moment(given.get("date-value", "")))
        if kind == "time":
            return as_cell(_ods_duration(given.get("time-value", "")))
        return of_runs(self._font_runs(element)) or as_cell(given.get("string-value"))

    def _font_runs(self, cell: Element) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        for paragraph in cell:
            if _local_name(paragraph.tag) == "p":
                if runs:
                    runs.append(("\n", ""))
                self._collect_text(paragraph, "", runs)
        return runs

    def _collect_text(self, element: Element, how: str, runs: list[tuple[str, str]], depth: int = 0) -> None:
        """The text in an element; that of a note is left out."""
        if depth > _DEEPEST:
            msg = "text lies too deep"
            raise ValueError(msg)
        runs.append((element.text or "", how))
        for child in element:
            tag, given = _local_name(child.tag), _attributes(child)
            if tag == "s":
                runs.append((" " * min(int(given.get("c", 1)), MOST_CHARACTERS), how))
            elif tag in ("tab", "line-break"):
                runs.append((" ", how))
            elif tag not in ("annotation", "note"):
                self._collect_text(child, self._styles.get(given.get("style-name", ""), how), runs, depth + 1)
            runs.append((child.tail or "", how))


_DEEPEST = 50


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _attributes(element: Element) -> dict[str, Any]:
    """The attributes without their namespaces; what LibreOffice adds goes last."""
    found: dict[str, Any] = {}
    for name, value in element.items():
        local = _local_name(name)
        if local not in found or (local == "value-type" and value == "error"):
            found[local] = value
    return found


def _shown(row_or_column: Element) -> bool:
    """Whether a row or a column is neither hidden nor left out by a filter."""
    return bool(_attributes(row_or_column).get("visibility", "visible") == "visible")


def _repeats(element: Element, name: str) -> int:
    return max(1, int(_attributes(element).get(name, 1)))


def _ods_moment(written: str) -> dt.datetime | str:
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        return written


def _ods_duration(written: str) -> dt.time | dt.timedelta | str:
    """A time of day, or a length of time of a day and more."""
    found = _TIME.fullmatch(written)
    if found is None:
        return written
    length = dt.timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3]))
    return time_of(length) if length < dt.timedelta(days=1) else length
