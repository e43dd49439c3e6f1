"""The cells of an .xlsx sheet, as its XML has them and as what they mean."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from attrs import frozen

from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated, Unclear, as_cell, column_number, of_runs
from socialvalue.formats.xlsx_book import Book
from socialvalue.formats.xlsx_parts import local_name
from socialvalue.formats.xlsx_texts import Text, text_of_runs, unescaped

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@frozen
class RawCell:
    """A cell that is in the file, perhaps empty.

    Attributes:
        column: counted from 1.
        value: what the file holds for it: text, a number, a date, True or False; None for nothing.
        error: whether the value is an error such as ``#N/A``.
        formula: the formula as written, with its type before it where it has one; None where there is none.
        style: the number of its style.
    """

    column: int
    value: Any
    error: bool
    formula: str | None
    style: int


@frozen
class Written:
    """A cell as the XML has it."""

    column: int
    kind: str
    style: int
    value: str | None
    formula: str | None
    inline: Element | None


def row_number(row: Element, before: int) -> int:
    """The number of a row, which follows on the one before where it names none.

    Raises:
        ValueError: for a row beyond those of Excel.
    """
    number = int(row.get("r") or before + 1)
    if not 0 < number <= LAST_ROW:
        msg = f"row {number} reaches beyond a sheet"
        raise ValueError(msg)
    return number


def is_hidden(row_or_column: Element) -> bool:
    """Whether a row or a column is hidden; a filter hides rows too."""
    return row_or_column.get("hidden") in ("1", "true")


def cells_of(row: Element) -> Iterator[Written]:
    """The cells that are in a row.

    Raises:
        ValueError: for a column beyond those of Excel.
    """
    column = 0
    for entry in row:
        if not entry.tag.endswith("c") or local_name(entry.tag) != "c":
            continue
        given = entry.attrib
        column = column_number(given["r"].rstrip("0123456789")) if "r" in given else column + 1
        if not 0 < column <= LAST_COLUMN:
            msg = f"column {column} reaches beyond a sheet"
            raise ValueError(msg)
        if not len(entry):
            continue  # nothing but a style
        value = formula = inline = None
        for child in entry:
            tag = local_name(child.tag)
            if tag == "v":
                value = child.text or ""
            elif tag == "f":
                formula = f"{child.get('t') or ''}={child.text or ''}"
            elif tag == "is":
                inline = child
        yield Written(column, given.get("t", "n"), int(given.get("s", 0)), value, formula, inline)


def finite_number(written: str) -> float | None:
    """The number of a cell, where it is one that is finite."""
    try:
        number = math.nan if "_" in written else float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def iso_moment(written: str) -> dt.datetime | str:
    """The moment of a cell that holds one in ISO 8601; else its text."""
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        return written


Value: TypeAlias = Any


def _cell_value(cell: Written, book: Book) -> Value:
    """The value of a cell; a `Text` for one in several fonts."""
    written = cell.value
    if cell.kind == "inlineStr":
        return None if cell.inline is None else text_of_runs(cell.inline)
    if written is None or (written == "" and cell.kind != "str"):
        return None
    if cell.kind == "s":
        return book.texts[int(written)] if written.isdigit() else ""
    if cell.kind == "n":
        return written if (number := finite_number(written)) is None else book.number(number, cell.style)
    if cell.kind == "b":
        return written in ("1", "true")
    if cell.kind == "d":
        return iso_moment(written.strip())
    return unescaped(written)


def raw_cell(cell: Written, book: Book) -> RawCell:
    """A cell as the file holds it."""
    value = _cell_value(cell, book)
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    value = str(value) if isinstance(value, Text) else int(value) if whole else value
    return RawCell(cell.column, None if value == "" else value, cell.kind == "e", cell.formula, cell.style)


def cell_of(cell: Written, book: Book) -> Cell:
    """What a cell means."""
    if cell.kind == "e":
        return ErrorCell(cell.value or "#N/A")
    if cell.formula is not None and _never_calculated(cell, book):
        return NotCalculated()
    value = _cell_value(cell, book)
    if isinstance(value, Text):
        return of_runs(value.runs)
    if isinstance(value, float) and (currency := book.style(cell.style).currency):
        return Unclear(f"{value:,.15g}", currency)
    return as_cell(value)


def _never_calculated(cell: Written, book: Book) -> bool:
    """Whether a formula has no result: whoever leaves all of them to be calculated writes 0 or nothing."""
    if book.uncalculated:
        return (cell.value or "").strip() in ("", "0", "0.0")
    return not cell.value and cell.kind != "str"
