"""One row of a table read as a line: its outcome, period and quantity, and what kind of row it is where it is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from attrs import frozen

from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated
from socialvalue.memory import Recent
from socialvalue.problems import NOWHERE, Place
from socialvalue.published.outcome_names import Names
from socialvalue.published.valuations import Area
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells, dates
from socialvalue.reading.cells import CellFault, Remark
from socialvalue.reading.layouts.heading_words import Year, read_heading
from socialvalue.reading.long_form.header import Header, listed_field
from socialvalue.reading.long_form.row_cells import (
    BLANK_ROW,
    FIELD_READERS,
    UNMERGE,
    CellReading,
    ColumnReader,
    organisation_cell,
    unit_cell,
)
from socialvalue.reading.long_form.row_problems import Fault
from socialvalue.reading.total_words import says_total
from socialvalue.records.checks.line_faults import ONE_PERSON
from socialvalue.records.maps import LEAVE_OUT, NOT_YET, Mapping
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line

#: 10/01/2020, which is the first of October where the month comes first; of other days nothing can be told.
_FIRST_OF_A_MONTH_IN_US_ORDER = re.compile(r"(?:0?[2-9]|1[0-2])[/.-]0?1[/.-](?:\d\d){1,2}(?: .*+)?")

#: What a row says, by the names of a line's attributes.
Values: TypeAlias = dict[str, Any]


@frozen
class Sense:
    """What is known of a table beside its headings.

    Attributes:
        mapping: what its words mean; None where they are our own.
        year: that of months without one.
        constants: field to text, for every row that does not say otherwise.
    """

    mapping: Mapping | None = None
    year: Year | None = None
    constants: MappingOf[str, str] = {}


PLAIN = Sense()


class RowParser:
    """Reads one row's cells; the same cells always give the same values and faults."""

    def __init__(
        self,
        header: Header,
        vocabulary: Vocabulary,
        names: Names,
        today: dt.date,
        *,
        register: bool | None = None,
        sense: Sense = PLAIN,
    ) -> None:
        self._header = header
        self.register: bool = header.register if register is None else register
        self._vocabulary, self._names, self._today, self._sense = vocabulary, names, today, sense
        columns = header.columns
        self._width = header.width
        read = {
            "organisation": self._organisation,
            "period": self._read_period,
            "outcome": self._read_outcome,
        } | FIELD_READERS
        self._blank: Values = BLANK_ROW | self._constants()
        self._columns = [(field, ColumnReader(columns[field], read[field])) for field in read if field in columns]
        self._outcome = dict(self._columns)["outcome"]
        self._set_aside = Recent(self._left_out_by_map)
        self._tags = [(name, ColumnReader(column, cells.text)) for name, column in header.tags]
        self._in_unit: dict[
            str, list[tuple[str, ColumnReader]]
        ] = {}  # the columns that are read by the unit of the outcome
        self.main_column: int = columns.get("quantity", columns["outcome"])

    def for_columns(self, header: Header) -> RowParser:
        """The same for rows that have other columns."""
        return RowParser(header, self._vocabulary, self._names, self._today, register=self.register, sense=self._sense)

    def is_total(self, row: Sequence[Cell]) -> bool:
        """Whether the row says it is a total of those above it, and names no outcome."""
        outcome = self._header.columns["outcome"]
        first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
        named = outcome < len(row) and not cells.blank(row[outcome])
        if named and isinstance(row[outcome], str) and says_total(str(row[outcome])):
            return True
        return (not named or row[outcome] == first) and says_total(first)

    def aside(self, row: Sequence[Cell]) -> str:
        """What kind of row it is, where it reports nothing: a total, a remark, the header again; else empty."""
        columns = self._header.columns
        if said := self._left_out(row[self._outcome.number] if self._outcome.number < len(row) else None):
            return said
        if self._reports(row):
            return ""
        if self.is_total(row):
            return "is a total"
        outcome = row[columns["outcome"]] if columns["outcome"] < len(row) else None
        if cells.blank(outcome):
            filled = [column for column, cell in enumerate(row) if not cells.blank(cell)]
            told = {columns.get(field) for field in ("period", "quantity", "person", "cost")}
            if len(filled) == 1 and isinstance(row[filled[0]], str) and filled[0] not in told:
                return "holds a remark only"
        elif listed_field(outcome) == "outcome" and all(
            column < len(row) and listed_field(row[column]) == field for field, column in columns.items()
        ):
            return "is the header once more"
        return ""

    def plainly(self, outcome: Cell) -> bool:
        """Whether a row with this outcome reports something, whatever else is in it: it is known, and no total."""
        if isinstance(outcome, str) and (says_total(outcome) or listed_field(outcome) == "outcome"):
            return False
        return not cells.blank(outcome) and not self._left_out(outcome) and self._outcome[outcome][1] is None

    def _left_out(self, outcome: Cell) -> str:
        """Why the map has a row with this outcome left out; empty where it has not."""
        if self._sense.mapping is None or isinstance(outcome, ErrorCell | NotCalculated):
            return ""
        return self._set_aside[outcome]

    def _left_out_by_map(self, outcome: Cell) -> str:
        mapping = self._sense.mapping
        if cells.blank(outcome) and self.register:
            return "“” is no outcome yet"
        said = mapping.word(cells.shown(outcome)) if mapping else None
        left = said is not None and said.meaning in (LEAVE_OUT, NOT_YET)
        return f"“{said.word}” is “{said.meaning}” by {mapping.by(said)}" if mapping and said and left else ""

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
        values = self._blank.copy()
        faults: list[Fault] = []
        for field, column in self._columns:
            values[field], fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
        taken = values["outcome"]
        for field, column in self._by_unit(taken[0] if taken else None):
            found, fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
            if field == "quantity":
                values["quantity"] = found
        if values["outcome"] is not None:
            values["outcome"], values["said"] = values["outcome"]
        values["area"], written = values["area"] or self._area
        tags = values["tags"] = {"area": written} if written else {}
        for name, column in self._tags:
            found, fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
            tags[name] = found
        quantity, one = values["quantity"], bool(taken) and self._vocabulary[taken[0]].unit == "person"
        if one and values["person"] and quantity is not None and quantity > 1:
            faults.append(Fault(self._header.columns["quantity"], "person-quantity", *ONE_PERSON))
        start, end = values["start"], values["end"]
        if start and end and end < start:
            at = self._header.columns["end"]
            faults.append(Fault(at, "bad-date", "The end is before the start.", "Mend one of the dates."))
        return (None if any(fault.severity == "error" for fault in faults) else values), faults

    def readers(self) -> Iterator[tuple[str, int, Callable[[Cell], CellReading]]]:
        """The field, column and reader of each column whose cells are read without looking at any other cell."""
        return ((field, column.number, column.read) for field, column in self._columns)

    def tag_readers(self) -> Iterator[tuple[str, int, Callable[[Cell], CellReading]]]:
        """The same for tags."""
        return ((name, column.number, column.read) for name, column in self._tags)

    def outcome(self, cell: Cell) -> CellReading:
        """The outcome a cell names, with the word for it where that is not its own name."""
        return self._outcome[cell]

    def unit(self, outcome: str) -> str:
        """The unit an outcome is counted in."""
        return self._vocabulary[outcome].unit

    def in_unit(self, unit: str, field: str, cell: Cell) -> CellReading:
        """What the cell of a quantity, or of its unit, says where the outcome is counted in a unit."""
        return next((column.read(cell) for name, column in self._in(unit) if name == field), (None, None))

    @property
    def constants(self) -> Values:
        """What fields without a column hold in every row, where it is not what is usual; the area, as it was read."""
        given = {name: self._blank[name] for name in ("quantity", *self._sense.constants) if name in self._blank}
        return {name: value for name, value in given.items() if name not in self._header.columns} | {"area": self._area}

    def _by_unit(self, outcome: str | None) -> list[tuple[str, ColumnReader]]:
        """The columns that are read by the unit the outcome is counted in."""
        return self._in(self._vocabulary[outcome].unit if outcome else "")

    def _in(self, unit: str) -> list[tuple[str, ColumnReader]]:
        found = self._in_unit.get(unit)
        if found is None:
            read: dict[str, Callable[[Cell], Any]] = {
                "unit": partial(unit_cell, unit=unit),
                "quantity": partial(self._quantity, unit=unit or "GBP"),
            }
            columns = self._header.columns
            fields = [field for field in read if field in columns and (unit or field == "quantity")]
            found = self._in_unit[unit] = [(field, ColumnReader(columns[field], read[field])) for field in fields]
        return found

    def _quantity(self, cell: Cell, unit: str) -> Decimal | None:
        mapping = self._sense.mapping
        return cells.quantity(cell, unit, estimates=mapping is not None and mapping.estimates)

    def _constants(self) -> Values:
        """What holds for every row that does not say otherwise."""
        said = self._sense.constants
        area = said.get("area", "")
        self._area: tuple[Area, str] = (cells.area(area), area) if area else ("all", "")
        found: Values = {name: said[name] for name in ("organisation", "project") if said.get(name)}
        if period := said.get("period"):
            found["period"] = self._read_period(period)
        return found

    def _organisation(self, cell: Cell) -> str:
        if cells.blank(cell) and self._blank["organisation"]:
            return str(self._blank["organisation"])
        written = organisation_cell(cell)
        mapping = self._sense.mapping
        said = mapping.word(written, "organisation") if mapping else None
        return said.meaning if said and said.meaning else written

    def _read_period(self, cell: Cell) -> Period:
        written = cells.text(cell)
        year = self._sense.year
        if not written and "period" in self._sense.constants:
            return self._read_period(self._sense.constants["period"])
        if not written or cells.not_yet(cell) or written.lower() in cells.NOT_RECORDED:
            remedy = f"Write the month, such as Oct 2020. {UNMERGE}"
            if self._sense.mapping is not None:
                remedy = "Write the date; or say in the map what to take where it is blank: another column, or a year."
            message = f"The period is “{written}”: no date is recorded." if written else "The period is blank."
            raise CellFault("missing-value", message, remedy)
        moment = dates.instant(cell)
        if moment is not None and dates.month_in_doubt(moment):
            message = f"{written} (UTC) is of the next month by the clock in Britain."
            raise CellFault("bad-period", message, "Write the month, such as 2020-10, or the day alone.")
        if re.fullmatch(r"(19|20)\d\d\.1", written):
            message = f"{written} may be meant for either of two months: 2020.10, typed as a number, is 2020.1."
            raise CellFault("bad-period", message, "Format the column as text, or write 2020-10 or Oct 2020.")
        try:
            value = cell if isinstance(cell, dt.date) else written
            period = Period.of(value, year=year.start, financial=year.financial) if year else Period.of(value)
        except ValueError as err:
            raise self._no_period(written, err) from None
        if period.start > self._today:
            message = f"{period} has not happened yet."
            raise CellFault("future-period", message, "Mend the period; forecasts are not reported as done.")
        first = _FIRST_OF_A_MONTH_IN_US_ORDER.fullmatch(written)
        if first and isinstance(cell, str):
            message = f"“{written}” is read with the day first, as {period}; in US order it is of another month."
            remedy = "If it was written in US order, write the month, such as 2020-10; else nothing needs doing."
            raise Remark(period, "warning", "doubtful-month", message, remedy)
        return period

    def _no_period(self, written: str, err: ValueError) -> CellFault:
        remedy = "Write a month such as 2020-10 or Oct 2020, a quarter such as 2020 Q4, or a year such as 2020-21."
        meant = dates.serial(written)
        if meant is not None:
            message = f"{err}: it is the date {meant.day} {meant:%B %Y}, which Excel shows as a number."
            return CellFault("bad-period", message, "Format the column as a date, or write 2020-10.")
        if read_heading(written).dateless:
            message = f"“{written}” has no year."
            remedy = "Write the year above the table (“KPIs 2024/25”), or in a map (“sv map”)."
            return CellFault("bad-period", message, remedy)
        if dates.SLASHED.fullmatch(written):
            remedy = dates.slashed_remedy(written)
        return CellFault("bad-period", f"{err}.", remedy)

    def _read_outcome(self, cell: Cell) -> tuple[str, str]:
        """The outcome, and the word for it where that is not the outcome's own name."""
        written = cells.text(cell)
        if not written:
            raise CellFault("missing-value", "The outcome is blank.", "Name what was achieved.")
        mapping = self._sense.mapping
        said = mapping.word(written) if mapping else None
        if said is not None and said.meaning in self._vocabulary:
            return said.meaning, written
        if mapping is not None and not (said is None and self._names.own(written)):
            message = f"“{written}” is {'not decided' if said else 'not'} in the map"
            place = f" ({said.place})" if said and str(said.place) else ""
            remedy = "Choose its outcome there." if said else "Run “sv map” again with the map to add it, and decide."
            raise CellFault("unknown-outcome", f"{message} {mapping.file or 'given'}{place}.", remedy)
        found, how = self._names.taken(written) or (None, "")
        if found is None or how == "slip":
            hint = f"Did you mean “{self._vocabulary[found].label}”? " if found else ""
            remedy = f"{hint}“sv outcomes” lists what can be said; “sv map” writes down what your own words mean."
            raise CellFault("unknown-outcome", f"“{written}” is not an outcome known here.", remedy)
        return found, "" if self._names.own(written) else written
