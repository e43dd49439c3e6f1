"""How the cells of each column of the long form are read: organisation, area, unit, evidence and the rest."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from socialvalue.formats.sheets import Cell
from socialvalue.memory import Recent
from socialvalue.published.valuations import Area
from socialvalue.reading import cells, dates
from socialvalue.reading.cells import CellFault, Remark
from socialvalue.reading.long_form.row_problems import Fault
from socialvalue.reading.person_keys import hashed_key
from socialvalue.reading.total_words import says_total
from socialvalue.records.lines import COLUMNS, Kind, usual

UNMERGE = "Of merged cells only the first holds anything: unmerge them, and fill in every row."


def organisation_cell(cell: Cell) -> str:
    """The name of an organisation, which is there on every row and names no total."""
    written = cells.text(cell)
    if not written:
        message, remedy = "The organisation is blank.", f"Fill in the organisation, on every row. {UNMERGE}"
        raise CellFault("missing-value", message, remedy)
    if says_total(written):
        message = f"“{written}” reads as a total of other rows, which would be counted twice."
        remedy = "Take the row out; or write the name in full, if it is an organisation's."
        raise CellFault("total-row", message, remedy)
    return written


def area_cell(cell: Cell) -> tuple[Area, str] | None:
    """The area a value depends on, and what is written; None for a blank."""
    written = cells.text(cell)
    return (cells.area(cell), written) if written else None


#: Units as people write them; a number is of whatever the outcome counts, but for pounds.
_UNIT_WORDS = dict.fromkeys(
    ("people", "persons", "residents", "customers", "tenants", "participants", "individuals", "headcount"), "person"
) | {"£": "GBP", "gbp": "GBP", "hrs": "hour"}
_NUMBER_WORDS = frozenset({"no", "no.", "nos", "number", "#", "count"})


def unit_cell(cell: Cell, unit: str) -> None:
    """Refuse a unit that is not the one the outcome is counted in."""
    written = cells.text(cell).lower()
    if written in _NUMBER_WORDS and unit != "GBP":
        return
    given = _UNIT_WORDS.get(written, written.removesuffix("s"))
    if written and given != unit:
        message = f"This outcome is counted in {unit}, not in {written}."
        raise CellFault("unit-mismatch", message, f"Report it in {unit}, or choose the outcome that fits.")


def _evidence_cell(cell: Cell) -> str:
    """What shows that it happened; nothing where that is denied."""
    written = cells.text(cell)
    return "" if written.casefold() in cells.NOT_RECORDED | {"n", "no", "none", "nil", "false"} else written


#: How the cells of a column are read; those of organisations, outcomes, periods and quantities need to know more.
_CELL_READERS: dict[Kind, Callable[[Cell], Any]] = {
    "area": area_cell,
    "age": cells.age,
    "text": cells.text,
    "person": hashed_key,
    "yes-no": cells.yes_no,
    "evidence": _evidence_cell,
    "share": cells.share,
    "pounds": cells.money,
    "day": dates.day_or_to_come,
}
FIELD_READERS = {name: _CELL_READERS[column.kind] for name, column in COLUMNS.items() if column.kind in _CELL_READERS}

#: A row that says nothing: it counts one.
BLANK_ROW: dict[str, Any] = {name: usual(name) for name in FIELD_READERS} | {
    "organisation": "", "period": None, "outcome": None, "said": "", "quantity": Decimal(1), "area": None, "tags": {}
}  # fmt: skip

#: What a cell says, and what is wrong with it.
CellReading: TypeAlias = tuple[Any, Fault | None]


class ColumnReader(Recent[Cell, CellReading]):
    """Read the cells of a column, as values or faults."""

    def __init__(self, number: int, read: Callable[[Cell], Any]) -> None:
        super().__init__(self.read)
        self.number: int = number
        self._read = read

    def read(self, cell: Cell) -> CellReading:
        """What the cell says, and what is wrong with it."""
        try:
            return self._read(cell), None
        except Remark as remark:
            return remark.value, Fault(self.number, remark.code, remark.message, remark.remedy, remark.severity)
        except CellFault as fault:
            return None, Fault(self.number, fault.code, fault.message, fault.remedy)
