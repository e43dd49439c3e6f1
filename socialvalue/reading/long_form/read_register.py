"""A register read a column at a time: a table with a row for each person or event."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import dropwhile, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.memory import nothing_collected
from socialvalue.money import EXACT
from socialvalue.problems import Place
from socialvalue.reading import cells
from socialvalue.reading.long_form.row_problems import row_skipped
from socialvalue.reading.person_keys import FAULTY_KEY, People, person_of
from socialvalue.records.registers import Column, Lines, Name, Register, fitting

if TYPE_CHECKING:
    from socialvalue.reading.long_form.header import Header
    from socialvalue.reading.long_form.row_cells import CellReading
    from socialvalue.reading.long_form.row_parser import RowParser, Values
    from socialvalue.reading.long_form.row_problems import Fault, Findings


#: How many rows are read at a time.
_ROWS_AT_A_TIME = 4096

#: How many different cells of a column, and faults of rows, are kept at hand; pounds and pence may differ in as many.
_MOST_CELLS_KEPT = 300_000
_MOST_FAULTS = 4096

#: In the place of the number of what a cell says: its row is to be looked at by itself.
_ODD_CELL = -1

#: In the place of a person's mark, where it is only known that there is one, who is in no other row.
ANYONE = 1


class _CellNumbers(dict[Hashable, int]):
    """The cells of a column by the number of what they say; cells that say the same have the same number.

    Those of figures need not: they are added up, and tell no rows apart.
    """

    def __init__(self, read: Callable[[Any], int | CellReading], *, figures: bool = False) -> None:
        super().__init__()
        self._read, self._figures = read, figures
        self._numbers: dict[Hashable, int] = {}
        self.said: list[Any] = []
        self.codes = array("B")

    def __missing__(self, cell: Hashable) -> int:
        found = self._read(cell)
        number = found if isinstance(found, int) else _ODD_CELL if found[1] is not None else self.number(found[0])
        if len(self) < _MOST_CELLS_KEPT:
            self[cell] = number
        return number

    def number(self, value: Hashable) -> int:
        """The number of what a cell says."""
        number = None if self._figures else self._numbers.get(value)
        if number is None:
            number = len(self.said)
            self.said.append(value)
            if not self._figures:
                self._numbers[value] = number
        return number

    def take(self, codes: list[int]) -> None:
        """Take over the numbers of some rows."""
        if self.codes.typecode != (fits := fitting(len(self.said))):
            self.codes = array(fits, self.codes)
        self.codes.fromlist(codes)

    def column(self, meant: Callable[[Any], Hashable] | None = None) -> Column:
        """What the rows hold."""
        found = Column(self.codes, self.said)
        return found if meant is None else found.meaning(meant)


class RegisterColumns:
    """The rows of a register, read into columns."""

    def __init__(self, header: Header, parse: RowParser) -> None:
        self._parse, self._width, self._person = parse, header.width, header.columns.get("person")
        readers = [entry for entry in parse.readers() if entry[0] not in ("outcome", "person")]
        self._fields = {field: _CellNumbers(read, figures=field == "cost") for field, _, read in readers}
        self._tags = [(name, _CellNumbers(read)) for name, _, read in parse.tag_readers()]
        self._outcome = _CellNumbers(lambda cell: parse.outcome(cell) if parse.plainly(cell) else _ODD_CELL)
        self._at = [header.columns["outcome"], *(at for _, at, _ in (*readers, *parse.tag_readers()))]
        by_unit = [field for field in ("unit", "quantity") if field in header.columns]
        self._by_unit = {field: _CellNumbers(self._reader(field)) for field in by_unit}
        self._at_unit = [header.columns[field] for field in by_unit]
        self._cells = [self._outcome, *self._fields.values(), *(of for _, of in self._tags), *self._by_unit.values()]
        self._numbers, self._marks, self._times = array("I"), array("q"), array("I")

    def _reader(self, field: str) -> Callable[[tuple[str, Cell]], int | CellReading]:
        """Reads quantities, and the units they are given in, by the unit of the outcome."""

        def read(of: tuple[str, Cell]) -> int | CellReading:
            unit, cell = of
            found = self._parse.in_unit(unit, field, cell)
            several = field == "quantity" and unit == "person" and found[0] is not None and found[0] > 1
            return (
                _ODD_CELL if several and self._person is not None else found
            )  # with a key beside it, it is one person's

        return read

    def take(self, numbers: list[int], rows: Sequence[Sequence[Cell]], marks: list[int]) -> Iterator[int]:
        """Take over rows, but for those with anything odd in them.

        Args:
            numbers, rows: the rows and their numbers.
            marks: who is in each, as `People.marks` has it.

        Yields:
            Where in `rows` each odd one is, when those before it are taken over.
        """
        held = list(zip(*rows, strict=True))
        codes = [list(map(of.__getitem__, held[at])) for at, of in zip(self._at, self._cells, strict=False)]
        if self._by_unit:
            of_outcome = [self._parse.unit(outcome) for outcome, _ in self._outcome.said]
            units = [of_outcome[code] if code != _ODD_CELL else "" for code in codes[0]]
            found = zip(self._at_unit, self._by_unit.values(), strict=True)
            codes += [list(map(of.__getitem__, zip(units, held[at], strict=True))) for at, of in found]
        odd = {at for column in codes if _ODD_CELL in column for at, code in enumerate(column) if code == _ODD_CELL}
        if FAULTY_KEY in marks:
            odd |= {at for at, mark in enumerate(marks) if mark == FAULTY_KEY}
        odd |= set(self._ended_before(codes))
        start = 0
        for at in (*sorted(odd), len(rows)):
            for of, column in zip(self._cells, codes, strict=True):
                of.take(column[start:at])
            self._numbers.fromlist(numbers[start:at])
            self._marks.fromlist(marks[start:at])
            self._times.extend(array("I", [1]) * (at - start))
            if at < len(rows):
                yield at
            start = at + 1

    def _ended_before(self, codes: Sequence[Sequence[int]]) -> Iterable[int]:
        """The rows that end before they start."""
        if "start" not in self._fields or "end" not in self._fields:
            return ()
        days = []
        for field in ("start", "end"):
            at = next(at for at, of in enumerate(self._cells) if of is self._fields[field])
            days.append([None if code == _ODD_CELL else self._fields[field].said[code] for code in codes[at]])
        pairs = zip(*days, strict=True)
        return [at for at, (start, end) in enumerate(pairs) if end is not None and start is not None and end < start]

    def add(self, values: Values, number: int, mark: int, rows: int = 1, quantity: int | None = None) -> None:
        """Take over as many rows as say the same.

        Args:
            values: what they say.
            number: of the first of them; 0 where it is not known.
            mark: who is in them.
            rows: how many there are.
            quantity: what their quantities add up to, where they are not the same.
        """
        if mark not in (0, ANYONE) and rows > 1:  # of one person: each counts by itself
            for _ in range(rows):
                self.add(values, number, mark)
            return
        said: dict[str, Any] = {**values, "area": (values["area"], values["tags"].get("area", ""))}
        for figure in ("quantity", "cost"):
            if said[figure] is not None:
                said[figure] = EXACT.multiply(said[figure], rows)
        said["quantity"] = said["quantity"] if quantity is None else EXACT.create_decimal(quantity)
        self._outcome.take([self._outcome.number((values["outcome"], values["said"]))])
        for field, of in (*self._fields.items(), *self._by_unit.items()):
            of.take([of.number(said.get(field))])
        for name, of in self._tags:
            of.take([of.number(values["tags"][name])])
        self._numbers.append(number)
        self._marks.append(mark)
        self._times.append(rows)

    def register(self, place: Callable[[int], Place]) -> Register:
        """The rows as a register; who is in several of them is told by `Register.telling_apart`."""
        given = self._parse.constants
        area = given.pop("area")
        columns: dict[Name, Column] = {
            "outcome": self._outcome.column(itemgetter(0)),
            "said": self._outcome.column(itemgetter(1)),
        }
        columns |= {field: of.column() for field, of in self._fields.items() if field != "area"}
        areas = self._fields["area"].column(lambda said: said or area) if "area" in self._fields else None
        if areas is None and area[1]:
            areas = Column(array("B", bytes(len(self._numbers))), [area])
        if areas is not None:
            columns["area"] = areas.meaning(itemgetter(0))
            columns["tags", "area"] = areas.meaning(lambda said: said[1] or None)
        if "quantity" in self._by_unit:
            columns["quantity"] = self._by_unit["quantity"].column()
        columns |= {("tags", name): of.column() for name, of in self._tags}
        return Register(columns, given, place, self._numbers, self._times, self._marks)


def register_lines(sheet: Sheet, header: Header, parse: RowParser, findings: Findings, people: People) -> Lines:
    """The lines of a register.

    Args:
        sheet: its rows.
        header, parse: what its columns hold, and how a row is read.
        findings: what is found wrong.
        people: who is in which table.
    """
    table = people.table()
    found = RegisterColumns(header, parse)
    one_by_one = _OddRows(sheet, header, parse, findings)
    person, width = header.columns.get("person"), header.width
    rows = dropwhile(lambda pair: pair[0] <= header.row, sheet.rows)
    with nothing_collected():
        while chunk := list(islice(rows, _ROWS_AT_A_TIME)):
            numbers = [number for number, _ in chunk]
            data: Sequence[Sequence[Cell]] = [row for _, row in chunk]
            if len(set(map(len, data))) > 1 or len(data[0]) < width:
                data = [[*row[:width], *[None] * (width - len(row))] for row in data]
            marks = [0] * len(data) if person is None else people.marks([row[person] for row in data])
            for at in found.take(numbers, data, marks):
                values = one_by_one(numbers[at], chunk[at][1], marks[at])
                if values is not None:
                    found.add(values, numbers[at], marks[at])
            if person is not None:
                table.add(marks)
    register = found.register(_place_of_row(sheet, parse.main_column))
    apart = {mark: person_of(mark) for mark in table.repeated()}
    return Lines((), [register.telling_apart(apart)])


def _place_of_row(sheet: Sheet, column: int) -> Callable[[int], Place]:
    """Gives the place of a cell of a row, without keeping the rows of a file."""
    of = evolve(sheet, rows=()) if type(sheet) is Sheet else sheet
    return lambda number: of.place(number, column)


class _OddRows:
    """Reads the rows with anything odd in them."""

    def __init__(self, sheet: Sheet, header: Header, parse: RowParser, findings: Findings) -> None:
        self._sheet, self._columns, self._parse, self._findings = sheet, header.columns, parse, findings
        self._faults: dict[tuple[Cell, ...], list[Fault]] = {}

    def __call__(self, number: int, row: Sequence[Cell], mark: int) -> Values | None:
        """What a row says; None for one that is bad, blank or left alone."""
        person = self._columns.get("person", -1)
        same = tuple(None if at == person else cell for at, cell in enumerate(row))
        faults = self._faults.get((*same, mark == 0)) if mark != FAULTY_KEY else None
        values: Values | None = None
        if faults is None:
            if all(map(cells.blank, row)):
                return None
            if what := self._parse.aside(row):
                self._findings.add(row_skipped(self._sheet, number, what))
                return None
            values, faults = self._parse.values(row)
        for fault in faults:
            self._findings.add(fault.at(self._sheet.place(number, fault.column)))
        outcome = self._columns["outcome"]
        known = outcome < len(row) and not cells.blank(row[outcome])  # without one the row may be blank, or a total
        if values is None and mark != FAULTY_KEY and known and len(self._faults) < _MOST_FAULTS:
            self._faults[*same, mark == 0] = faults
        return values
