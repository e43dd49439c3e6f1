"""Rows of a table, read as lines; the problems of each."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from attrs import frozen

from socialvalue.formats.sheets import Cell
from socialvalue.periods import Period
from socialvalue.problems import NOWHERE, Place, Problem, error
from socialvalue.published.banks import Area
from socialvalue.published.outcomes import Names, Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.headers import Header, _field
from socialvalue.reading.people import _hashed
from socialvalue.returns import Line

#: How many problems of one kind are named one by one in a table; the others are counted.
NAMED = 100


class Findings:
    """The problems of one table: the first of each kind by name, the others by number, and each handed on."""

    def __init__(self, table: Place, unnamed: Callable[[Problem], object] | None = None) -> None:
        self._table, self._unnamed = table, unnamed
        self._named: list[Problem] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, problem: Problem) -> None:
        """Take note of a problem."""
        kind = (problem.code, problem.severity)
        self._counts[kind] += 1
        if self._counts[kind] <= NAMED:
            self._named.append(problem)
        elif self._unnamed is not None:
            self._unnamed(problem)

    def problems(self) -> list[Problem]:
        """What is to be shown."""
        more = [
            Problem(
                "more-problems",
                severity,  # type: ignore[arg-type] # as it was counted
                self._table,
                f"{number - NAMED:,} more have the problem {code}.",
                "Write them all to a file with --problems problems.csv.",
            )
            for (code, severity), number in self._counts.items()
            if number > NAMED
        ]
        return [*self._named, *more]


_TOTAL = re.compile(
    r"((^|\W)(sub)?totals?|^(sum|overall))(?= ?\(|$)"
    r"|^totals? (for|of) .*+|^all( the)?( housing)? (organi[sz]ations|associations|landlords|providers)$"
)


_LONGEST_TOTAL = 200  # characters; a longer text names no total


_AT_HAND = 4096  # readings of cells kept in a column


@frozen
class Fault:
    """Something wrong in one column of a row whose place is not known yet."""

    column: int
    code: str
    message: str
    remedy: str

    def at(self, place: Place) -> Problem:
        """The fault as an error at its cell."""
        return error(self.code, place, self.message, self.remedy)


#: What a row says, by the names of a line's attributes.
Values: TypeAlias = dict[str, Any]


class _Column(dict[Cell, tuple[Any, Fault | None]]):
    """Read the cells of a column, as values or faults; the first ones met are cached."""

    def __init__(self, number: int, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self.number, self._read = number, read

    def __missing__(self, cell: Cell) -> tuple[Any, Fault | None]:
        found: tuple[Any, Fault | None]
        try:
            found = self._read(cell), None
        except CellFault as fault:
            found = None, Fault(self.number, fault.code, fault.message, fault.remedy)
        if len(self) < _AT_HAND:
            self[cell] = found
        return found


class RowParser:
    """Reads one row's cells; the same cells always give the same values and faults."""

    def __init__(
        self, header: Header, vocabulary: Vocabulary, names: Names, today: dt.date, *, register: bool | None = None
    ) -> None:
        self._header = header
        self.register = header.register if register is None else register
        self._vocabulary, self._names, self._today = vocabulary, names, today
        columns = header.columns
        self._width = header.width
        read = {"organisation": _organisation, "period": self._read_period, "outcome": self._read_outcome} | _READ
        self._columns = [(field, _Column(columns[field], read[field])) for field in read if field in columns]
        self._outcome = dict(self._columns)["outcome"]
        self._tags = [(name, _Column(column, cells.text)) for name, column in header.tags]
        self._in_unit: dict[str, list[tuple[str, _Column]]] = {}  # the columns that are read by the unit of the outcome
        self.main_column = columns.get("quantity", columns["outcome"])

    def for_columns(self, header: Header) -> RowParser:
        """The same for rows that have other columns."""
        return RowParser(header, self._vocabulary, self._names, self._today, register=self.register)

    def is_total(self, row: Sequence[Cell]) -> bool:
        """Whether the row says it is a total of those above it, and names no outcome."""
        outcome = self._header.columns["outcome"]
        first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
        named = outcome < len(row) and not cells.blank(row[outcome])
        return (not named or row[outcome] == first) and says_total(first)

    def aside(self, row: Sequence[Cell]) -> str:
        """What kind of row it is, where it reports nothing: a total, a remark, the header again; else empty."""
        columns = self._header.columns
        if self._reports(row):
            return ""
        if self.is_total(row):
            return "is a total"
        outcome = row[columns["outcome"]] if columns["outcome"] < len(row) else None
        if cells.blank(outcome):
            filled = [column for column, cell in enumerate(row) if not cells.blank(cell)]
            said = {columns.get(field) for field in ("period", "quantity", "person", "cost")}
            if len(filled) == 1 and isinstance(row[filled[0]], str) and filled[0] not in said:
                return "holds a remark only"
        elif _field(outcome) == "outcome" and all(
            column < len(row) and _field(row[column]) == field for field, column in columns.items()
        ):
            return "is the header once more"
        return ""

    def _reports(self, row: Sequence[Cell]) -> bool:
        """Whether a row plainly reports something, as nearly all do: its outcome is known, and not its first cell."""
        if len(row) < self._width or not isinstance(row[0], str) or not row[0].strip():
            return False
        outcome = row[self._outcome.number]
        return outcome != row[0] and self._outcome[outcome][0] is not None

    def __call__(self, row: Sequence[Cell], place: Place = NOWHERE) -> tuple[Line | None, list[Fault]]:
        """The line at a place, or None, and everything wrong with it."""
        values, faults = self.values(row)
        return None if values is None else Line(**values, place=place, register=self.register), faults

    def values(self, row: Sequence[Cell]) -> tuple[Values | None, list[Fault]]:
        """What a row says, by the names of a line's attributes, or None, and everything wrong with it."""
        if len(row) < self._width:
            row = [*row, *[None] * (self._width - len(row))]
        values = _BLANK.copy()
        faults: list[Fault] = []
        for field, column in self._columns:
            values[field], fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
        for field, column in self._by_unit(values["outcome"]):
            found, fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
            elif field == "quantity":
                values["quantity"] = found
        values["area"], written = values["area"] or ("all", "")
        tags = values["tags"] = {"area": written} if written else {}
        for name, column in self._tags:
            found, fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
            tags[name] = found
        start, end = values["start"], values["end"]
        if start and end and end < start:
            at = self._header.columns["end"]
            faults.append(Fault(at, "bad-date", "The end is before the start.", "Mend one of the dates."))
        return (None if faults else values), faults

    def _by_unit(self, outcome: str | None) -> list[tuple[str, _Column]]:
        """The columns that are read by the unit the outcome is counted in."""
        unit = self._vocabulary[outcome].unit if outcome else ""
        found = self._in_unit.get(unit)
        if found is None:
            read: dict[str, Callable[[Cell], Any]] = {
                "unit": partial(_same_unit, unit=unit),
                "quantity": partial(cells.quantity, unit=unit or "GBP"),
            }
            columns = self._header.columns
            fields = [field for field in read if field in columns and (unit or field == "quantity")]
            found = self._in_unit[unit] = [(field, _Column(columns[field], read[field])) for field in fields]
        return found

    def _read_period(self, cell: Cell) -> Period:
        written = cells.text(cell)
        if not written:
            remedy = f"Write the month, such as Oct 2020. {_MERGED}"
            raise CellFault("missing-value", "The period is blank.", remedy)
        try:
            period = Period.of(cell if isinstance(cell, dt.date) else written)
        except ValueError as err:
            remedy = "Write a month such as 2020-10 or Oct 2020, a quarter such as 2020 Q4, or a year such as 2020-21."
            meant = cells.serial(written)
            if meant is not None:
                message = f"{err}: it is the date {meant.day} {meant:%B %Y}, which Excel shows as a number."
                raise CellFault("bad-period", message, "Format the column as a date, or write 2020-10.") from None
            if cells.SLASHED.fullmatch(written):
                remedy = cells.DAY_FIRST
            raise CellFault("bad-period", f"{err}.", remedy) from None
        if period.start > self._today:
            message = f"{period} has not happened yet."
            raise CellFault("future-period", message, "Mend the period; forecasts are not reported as done.")
        return period

    def _read_outcome(self, cell: Cell) -> str:
        written = cells.text(cell)
        if not written:
            raise CellFault("missing-value", "The outcome is blank.", "Name what was achieved.")
        found = self._names.find(written)
        if found is None:
            close = self._names.nearest(written)
            hint = f"Did you mean {_or(close)}?" if close else "“sv banks show” lists those that have a value."
            raise CellFault("unknown-outcome", f"“{written}” is not an outcome known here.", hint)
        return found


def says_total(name: str) -> bool:
    """Whether a name reads as that of a total; a remark in brackets may follow."""
    if len(name) > _LONGEST_TOTAL:
        return False
    bare = " ".join(name.casefold().split()).rstrip(" :.")
    return any(found.end() == len(bare) or bare.endswith(")") for found in _TOTAL.finditer(bare))


def _or(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


_MERGED = "Of merged cells only the first holds anything: unmerge them, and fill in every row."


def _organisation(cell: Cell) -> str:
    written = cells.text(cell)
    if not written:
        message, remedy = "The organisation is blank.", f"Fill in the organisation, on every row. {_MERGED}"
        raise CellFault("missing-value", message, remedy)
    if says_total(written):
        message = f"“{written}” reads as a total of other rows, which would be counted twice."
        remedy = "Take the row out; or write the name in full, if it is an organisation's."
        raise CellFault("total-row", message, remedy)
    return written


def _area(cell: Cell) -> tuple[Area, str] | None:
    """The area a value depends on, and what is written; None for a blank."""
    written = cells.text(cell)
    return (cells.area(cell), written) if written else None


def _same_unit(cell: Cell, unit: str) -> None:
    written = cells.text(cell).lower()
    singular = {"people": "person", "persons": "person", "residents": "person", "£": "GBP", "gbp": "GBP"}
    given = singular.get(written, written.removesuffix("s"))
    if written and given != unit:
        message = f"This outcome is counted in {unit}, not in {written}."
        raise CellFault("unit-mismatch", message, f"Report it in {unit}, or choose the outcome that fits.")


#: How the cells of a column are read; those of outcomes, periods and quantities need to know more.
_READ: dict[str, Callable[[Cell], Any]] = {
    "area": _area,
    "age": cells.age,
    "project": cells.text,
    "person": _hashed,
    "sustained": cells.yes_no,
    "evidence": cells.text,
    "deadweight": cells.share,
    "attribution": cells.share,
    "displacement": cells.share,
    "cost": cells.money,
    "start": cells.day,
    "end": cells.day,
}


#: A row that says nothing: it counts one.
_BLANK: Values = (
    dict.fromkeys(_READ)
    | dict.fromkeys(("organisation", "project", "person", "evidence"), "")
    | {"period": None, "outcome": None, "quantity": Decimal(1), "age": "all", "tags": {}}
)
