"""The rows and cells of an .xlsx sheet as its XML has them, each with its number, type, style and formula."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from attrs import frozen

from socialvalue.formats.sheets import column_number
from socialvalue.formats.xlsx_parts import local_name

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
