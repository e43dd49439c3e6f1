"""What every reader gives: sheets of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import frozen

from socialvalue.problems import Place


@frozen
class Sheet:
    """A grid of cells.

    Attributes:
        file: the file's name.
        name: the sheet's; empty for csv.
        rows: row numbers, counted from 1 as Excel does, each with its cells from column A on; they can be iterated
            over more than once.
        hidden: whether someone who opens the workbook does not see it.
        text: whether its cells were split at commas or the like, where a comma too many moves those that follow.
    """

    file: str
    name: str
    rows: Iterable[tuple[int, Sequence[Cell]]]
    hidden: bool = False
    text: bool = False

    def place(self, row: int, column: int) -> Place:
        """The place of a cell; columns are counted from 0."""
        return Place(self.file, self.name, f"{letters(column)}{row}")


def letters(column: int) -> str:
    """A column's letters, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@frozen
class ErrorCell:
    """An Excel error, such as ``#N/A``."""

    text: str


@frozen
class NotCalculated:
    """A formula whose result the file does not hold."""


#: True and false come as the text TRUE and FALSE, as Excel shows them: in Python True is equal to 1.
Cell: TypeAlias = str | int | float | Decimal | dt.date | dt.time | ErrorCell | NotCalculated | None


#: How Excel writes an error.
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def from_engine(value: Any) -> Cell:
    """What an engine's value is as a cell."""
    if value is None or type(value).__name__ == "NAType" or value != value:  # NaN and NaT are not equal to themselves
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str | int | float | Decimal | dt.date | dt.time):
        return value
    if hasattr(value, "item"):  # a scalar of numpy
        return from_engine(value.item())
    return str(value)
