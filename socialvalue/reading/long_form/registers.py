"""Registers: tables with a row for each person or event, grouped while they are read.

A register of a million rows holds a few thousand rows that differ in anything but the person. Each of those is read
once, and becomes one line that says how many rows it is made of. A person who is in one row only needs no line of
their own: no claim of theirs can meet another. Those who are in several rows keep a line for each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import count, dropwhile, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from attrs import frozen

from socialvalue.formats.sheets import Cell
from socialvalue.memory import nothing_collected
from socialvalue.money import EXACT
from socialvalue.problems import Place
from socialvalue.reading import cells
from socialvalue.reading.long_form.rows import Findings, skipped
from socialvalue.reading.people import _FAULTY, People, _Marks
from socialvalue.records.lines import COLUMNS
from socialvalue.records.returns import Line

if TYPE_CHECKING:
    from socialvalue.formats.sheets import Sheet
    from socialvalue.reading.long_form.header import Header
    from socialvalue.reading.long_form.rows import Fault, RowParser, Values


#: How many rows are grouped at a time.
_AT_A_TIME = 4096

#: The person key of a group of rows whose people are in no other row.
SOMEONE = "someone"
_MERGED = "each of these people is in one row"  # in the place of a person while lines are grouped
_GROUP = "group "  # and afterwards, with a number
_numbers = count(1)


#: What rows have in common that differ in nothing but their figures.
_IN_COMMON = ("said", *(name for name, column in COLUMNS.items() if column.apart != "none"))
_of_values, _of_line = itemgetter(*_IN_COMMON), attrgetter(*_IN_COMMON)


def merged(values: Values, person: str | None = None) -> tuple[object, ...]:
    """What rows have in common that are added up, as `socialvalue.reading.long_form.rows.RowParser` reads them.

    Args:
        values: one of them.
        person: the number of its person; None where that person is in no other row.
    """
    if person is None:
        person = _MERGED if values["person"] else ""
    figures = values["quantity"] is None, values["cost"] is None
    return (*_of_values(values), person, bool(values["evidence"]), *figures, *values["tags"].items())


def alike(line: Line) -> tuple[object, ...]:
    """The same for a line that `Groups` made."""
    person = _MERGED if line.person.startswith(_GROUP) else line.person
    figures = line.quantity is None, line.cost is None
    return (*_of_line(line), person, bool(line.evidence), *figures, *line.tags.items())


@frozen
class Group:
    """Rows that hold the same in every column that matters.

    Attributes:
        cells: what they hold, a cell for each column of the header.
        rows: how many there are.
        apart: whether they are of one person, who has other rows too.
        first: the number of the first of them, counted from 1, where the engine knows it.
        quantity: what their quantities add up to, where the engine has added them: whole numbers of which each is as
            good as any other. Their cell is that of a row that counts one.
    """

    cells: tuple[Cell, ...]
    rows: int
    apart: bool = False
    first: int | None = None
    quantity: int | None = None


class Groups:
    """Rows that differ only in their figures, added up."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Values] = {}
        self._apart: list[tuple[Values, int]] = []

    def add(
        self, values: Values, place: Place, rows: int = 1, *, apart: bool = False, quantity: int | None = None
    ) -> None:
        """Take over as many rows as read like this one; those of a person who has other rows are kept apart.

        Args:
            values, place: of the first of them.
            rows: how many there are.
            apart: whether each is to have a line.
            quantity: what their quantities add up to, where they are not the same.
        """
        values["place"] = place
        if apart:
            self._apart.append((values, rows))
            return
        first = self._found.setdefault(merged(values), values)
        new = first is values
        first["rows"] = rows if new else first["rows"] + rows
        for figure, added in ("quantity", quantity), ("cost", None):
            amount = values[figure]
            if amount is not None:
                before = 0 if new else first[figure]
                first[figure] = EXACT.fma(amount, rows, before) if added is None else EXACT.add(Decimal(added), before)

    def lines(self) -> list[Line]:
        """One line for each group, at the place of its first row; each row that is kept apart has its own."""
        for values in self._found.values():
            if values["person"]:  # another key for each group: what is claimed in it meets no other claim
                values["person"] = f"{_GROUP}{next(_numbers)}"
        rows = [*self._found.values(), *(values for values, number in self._apart for _ in range(number))]
        return [Line(**values, register=True) for values in rows]


def lines_of(
    groups: Iterable[Group],
    parse: RowParser,
    place: Callable[[Group], Place],
    bad: Callable[[Group, Sequence[Fault]], object],
) -> list[Line]:
    """The lines of groups; in a register those that come to the same as one.

    Args:
        groups: what was found.
        parse: reads the cells of a group.
        place: gives the place of the first row of a group.
        bad: called with a group that cannot be read, and what is wrong with it.
    """
    found = Groups()
    lines: list[Line] = []
    with nothing_collected():
        for group in groups:
            if parse.aside(group.cells) or all(map(cells.blank, group.cells)):
                continue
            values, faults = parse.values(group.cells)
            if faults:
                bad(group, faults)
            if values is None:
                continue
            if parse.register:
                found.add(values, place(group), group.rows, apart=group.apart, quantity=group.quantity)
            else:  # a line that is repeated is told once, however often it is
                lines += [Line(**values, place=place(group)) for _ in range(min(group.rows, 2))]
        return [*lines, *found.lines()]


def grouped_lines(sheet: Sheet, header: Header, parse: RowParser, findings: Findings, people: People) -> list[Line]:
    """The lines of a register; those of people who are in several rows one by one.

    Args:
        sheet: its rows are read again when people are in several of them.
        header, parse: what its columns hold, and how a row is read.
        findings: what is found wrong.
        people: who is in which table.
    """
    table = people.table()
    found = _Pass(sheet, header, parse, findings, people, people.apart).groups(table)
    again = table.repeated() - people.apart
    if again:
        found = _Pass(sheet, header, parse, Findings(Place()), people, people.apart | again).groups(None)
    return found.lines()


class _Pass:
    """One pass over the rows of a register."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        parse: RowParser,
        findings: Findings,
        people: People,
        apart: frozenset[int],
    ) -> None:
        self._sheet, self._header, self._parse = sheet, header, parse
        self._findings, self._people, self._apart = findings, people, apart
        self._groups = Groups()
        self._known: dict[object, tuple[Values, Place]] = {}
        self._single: set[object] = set()  # rows like these are looked at one by one, until one starts a group
        self._faults: dict[object, list[Fault]] = {}

    def groups(self, table: _Marks | None) -> Groups:
        """The groups of the rows; everyone met is kept in the table."""
        person = self._header.columns.get("person")
        columns = [column for field, column in self._header.columns.items() if field != "person"]
        columns += [column for _, column in self._header.tags]
        key_of = itemgetter(*columns)
        width = max(columns if person is None else [*columns, person]) + 1
        counts: Counter[object] = Counter()
        rows = dropwhile(lambda pair: pair[0] <= self._header.row, self._sheet.rows)
        while chunk := list(islice(rows, _AT_A_TIME)):
            data: list[Sequence[Cell]] = [row for _, row in chunk]
            if min(map(len, data)) < width:
                data = [[*row, *[None] * (width - len(row))] for row in data]
            keys = list(map(key_of, data))
            marks = [0] * len(data) if person is None else self._people.marks([row[person] for row in data])
            if person is not None and 0 in marks:  # rows without a key are no group with those that have one
                keys = [key if mark else (None, key) for key, mark in zip(keys, marks, strict=True)]
            if table is not None and person is not None:
                table.add(marks)
            before = len(counts)
            counts.update(keys)
            if (
                len(counts) == before
                and (not self._single or self._single.isdisjoint(keys))
                and _FAULTY not in marks
                and (not self._apart or self._apart.isdisjoint(marks))
            ):
                continue  # nothing but more rows of groups that are known
            for (number, _), row, key, mark in zip(chunk, data, keys, marks, strict=True):
                if key not in self._known or mark == _FAULTY or mark in self._apart:
                    counts[key] -= not self._new_group(number, row, key, mark)
        for key, (values, place) in self._known.items():
            self._groups.add(values, place, counts[key])
        return self._groups

    def _new_group(self, number: int, row: Sequence[Cell], key: object, mark: int) -> bool:
        """Read a row; whether it is the first of a group, and neither a bad one nor one kept by itself."""
        faults = None if mark == _FAULTY else self._faults.get(key)
        values: Values | None = None
        place = self._sheet.place(number, self._parse.main_column)
        if faults is None:
            if all(map(cells.blank, row)):
                self._single.add(key)
                return False
            if what := self._parse.aside(row):
                self._findings.add(skipped(self._sheet, number, what))
                self._single.add(key)
                return False
            if mark not in self._apart and mark not in (0, _FAULTY):
                row = [*row]
                row[self._header.columns["person"]] = SOMEONE  # any one for all of them
            values, faults = self._parse.values(row)
        for fault in faults:
            self._findings.add(fault.at(self._sheet.place(number, fault.column)))
        if values is None:
            outcome = self._header.columns["outcome"]
            if key not in self._known:
                self._single.add(key)
            # The same cells have the same faults; but without an outcome the row may be blank, or a total.
            if mark != _FAULTY and len(self._faults) < _AT_A_TIME and not cells.blank(row[outcome]):
                self._faults[key] = faults
            return False
        if mark in self._apart:
            self._groups.add(values, place, apart=True)
            if key not in self._known:
                self._single.add(key)
            return False
        self._known[key] = values, place
        return True
