"""What every reader gives: sheets of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import define, field, frozen

from socialvalue.problems import Place


class Spans(list[list[int]]):
    """Numbers that are told in rising order, as the first and last of each run; those told before are passed over."""

    def add(self, number: int) -> None:
        """Take note of a number."""
        if not self or number > self[-1][1] + 1:
            self.append([number, number])
        elif number == self[-1][1] + 1:
            self[-1][1] = number


@define
class Marks:
    """What of a sheet nobody sees, and what is crossed out; told while its rows are read.

    Attributes:
        rows: hidden rows that are in the file, as a filter hides them too.
        columns: hidden columns, counted from 1.
        struck: by column, the rows of cells that are struck through as a whole.
    """

    rows: Spans = field(factory=Spans)
    columns: set[int] = field(factory=set)
    struck: dict[int, Spans] = field(factory=dict)

    def strike(self, row: int, column: int) -> None:
        """Take note of a cell that is struck through."""
        self.struck.setdefault(column, Spans()).add(row)

    def hide_columns(self, first: int, last: int) -> None:
        """Take note of hidden columns, counted from 1."""
        self.columns.update(range(max(first, 1), min(last, _LAST_COLUMN) + 1))


_LAST_COLUMN = 16_384


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
        merged: its merged cells, as ranges such as ``D11:F11``, where the reader tells them.
        marks: what of it is hidden or crossed out, where the reader tells that.
    """

    file: str
    name: str
    rows: Iterable[tuple[int, Sequence[Cell]]]
    hidden: bool = False
    text: bool = False
    merged: tuple[str, ...] = ()
    marks: Marks = field(factory=Marks, eq=False, repr=False)

    def place(self, row: int, column: int) -> Place:
        """The place of a cell; columns are counted from 0."""
        return Place(self.file, self.name, f"{letters(column)}{row}")


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """The cell of a row in a column counted from 0; None beyond its last."""
    return row[column] if column < len(row) else None


def text_at(row: Sequence[Cell], column: int) -> str:
    """The text of the cell in a column, with single spaces; empty for a cell that is no text."""
    cell = cell_at(row, column)
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def letters(column: int) -> str:
    """A column's letters, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(letters: str) -> int:
    """A column's number, counted from 1, by its letters; 0 for what is none."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number


@frozen
class ErrorCell:
    """An Excel error, such as ``#N/A``."""

    text: str


@frozen
class NotCalculated:
    """A formula whose result the file does not hold."""


@frozen
class Unclear:
    """A figure that is not one plain number of people, hours or pounds.

    Attributes:
        text: what the cell shows; a figure struck through or raised is named in brackets.
        why: ``struck``, ``raised``, ``semicolons``, ``ticks`` (neither yes nor no), or the sign of a currency other
            than the pound.
    """

    text: str
    why: str


#: True and false come as the text TRUE and FALSE, as Excel shows them: in Python True is equal to 1.
Cell: TypeAlias = str | int | float | Decimal | dt.date | dt.time | ErrorCell | NotCalculated | Unclear | None

#: The most characters that a cell of Excel holds; a longer text is cut there.
MOST_CHARACTERS = 32_767

#: How Excel writes an error.
ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#GETTING_DATA", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!"}
)

#: Characters that nobody sees: soft hyphens, zero-width spaces, marks of direction and of the order of bytes.
UNSEEN = "".join(
    map(chr, [0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)])
)
_WITHOUT_UNSEEN = str.maketrans("", "", UNSEEN)


def as_cell(value: Any) -> Cell:
    """What a value means, whichever reader or engine it comes from.

    Texts lose the characters that nobody sees; the text of an error is the error; true and false are texts; NaN, NaT
    and the like are blank.
    """
    if type(value) is str:
        text: str = value if value.isascii() else value.translate(_WITHOUT_UNSEEN)
        if text[:1] == "#" and text.strip().upper() in ERRORS:
            return ErrorCell(text.strip().upper())
        return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS]
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | Decimal) and value != value:  # NaN is not equal to itself
        return None
    if hasattr(value, "start_time") and hasattr(value, "end_time"):  # a period of pandas
        return _months(value.start_time, value.end_time)
    if isinstance(value, int | float | Decimal | dt.date | dt.time | ErrorCell | NotCalculated | Unclear):
        found: Cell = value
        return found
    if hasattr(value, "__len__"):  # a list, or a text of numpy's own
        return as_cell("".join(map(str, value)) if isinstance(value, str) else str(value))
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return as_cell(value.item() if hasattr(value, "item") else str(value))  # a scalar of numpy has one


def _months(start: dt.datetime, end: dt.datetime) -> Cell:
    """A span of time as people write it: a month by its first day, a quarter, or a year, financial or not."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return start.date()
    if months == 3 and start.month % 3 == 1:
        return f"{start.year} Q{(start.month + 2) // 3}"
    if months == 12 and start.month in (1, 4):
        return str(start.year) if start.month == 1 else f"{start.year}/{end.year % 100:02}"
    return f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"


def time_of(length: dt.timedelta) -> dt.time:
    """The time of day so long after midnight."""
    return (dt.datetime(1, 1, 1) + length).time()  # noqa: DTZ001 - a cell has no time zone


def of_runs(runs: Iterable[tuple[str, str]]) -> Cell:
    """The cell of a text in several fonts.

    Args:
        runs: each piece of the text, and how it is set: ``struck``, ``raised``, or empty.

    Returns:
        The text, without a raised digit or sign that refers to a note; `Unclear` for a figure of which a part is
        struck through or raised.
    """
    pieces = [(text, how) for text, how in runs if text]
    whole = "".join(text for text, _ in pieces)
    marked = [(text, how) for text, how in pieces if how and text.strip()]
    if not marked:
        return as_cell(whole)
    if any(letter.isdigit() for letter in whole) and not any(letter.isalpha() for letter in whole):
        shown = "".join(f" {text.strip()} [{how}] " if how else text for text, how in pieces)
        return Unclear(" ".join(shown.split()), marked[0][1])
    notes = {text for text, how in marked if how == "raised" and not any(letter.isalpha() for letter in text)}
    return as_cell("".join(text for text, how in pieces if how != "raised" or text not in notes))
