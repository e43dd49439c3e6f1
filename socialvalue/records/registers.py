"""Registers kept as rows by column: a line is made of them only when something looks at lines one by one.

A million rows of a register differ in their days, costs and tags, so that hardly two are alike; but a check or a sum
looks at a few of their fields only. It says which, and gets one line for all rows that differ in none of them, with
their quantities added up (`Lines.alike`). What looks at every field gets every line, as always.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain, compress, count, islice, repeat
from operator import getitem, is_, itemgetter
from typing import Any, Protocol, TypeAlias

from attrs import evolve, field, frozen

from socialvalue.memory import Later, nothing_collected
from socialvalue.money import EXACT, decimal
from socialvalue.problems import Place
from socialvalue.records.lines import Line, line_order, usual

#: The column of a field of lines, or of a tag of theirs.
Name: TypeAlias = str | tuple[str, str]

#: In the place of a person's key: someone who is in no other row, so that no claim of theirs can meet another.
SOMEONE = "someone"
_GROUP = "group "  # the person of a line of several people, with a number: no claim of theirs can meet another
_numbers = count(1)


def of_several(person: str) -> bool:
    """Whether the person of a line is some people, each of whom is in one row."""
    return person.startswith(_GROUP)


def fitting(values: int) -> str:
    """The smallest kind of array that holds the numbers of so many values."""
    return "B" if values <= 256 else "H" if values <= 65_536 else "I"


def _picked(arrays: Sequence[array[int]], rows: Sequence[int]) -> list[array[int]]:
    """What arrays hold in some rows, taken a piece at a time so that few numbers are objects at once."""
    found = [array(held.typecode) for held in arrays]
    for start in range(0, len(rows), _AT_A_TIME):
        some = rows[start : start + _AT_A_TIME]
        pick = itemgetter(*some) if len(some) > 1 else itemgetter(slice(some[0], some[0] + 1))
        for new, held in zip(found, arrays, strict=True):
            new.extend(array(held.typecode, pick(held)))
    return found


_AT_A_TIME = 50_000


@frozen(eq=False)
class Column:
    """What the rows hold in one column: a number for each row, and what the numbers mean."""

    codes: array[int]
    values: Sequence[Any]

    def meaning(self, meant: Callable[[Any], Hashable]) -> Column:
        """The column with other values in the place of these; those that are the same become one."""
        numbers: dict[Hashable, int] = {}
        to = [numbers.setdefault(meant(value), len(numbers)) for value in self.values]
        return Column(_renumbered(self.codes, to), list(numbers))

    def each_once(self) -> Column:
        """The column with each value once."""
        return self if len(set(self.values)) == len(self.values) else self.meaning(lambda value: value)


def _renumbered(codes: array[int], to: Sequence[int]) -> array[int]:
    """Other numbers, from 0 on, in the place of these."""
    if codes.typecode == "B":
        return array("B", codes.tobytes().translate(bytes(to).ljust(256)))  # all of them at once
    return array(fitting(max(to, default=0) + 1), map(to.__getitem__, codes))


#: The fields that are added up, and tell no rows apart.
FIGURES = ("quantity", "cost")


_ALWAYS = Column(array("I"), [None])  # in the place of a column, where every row holds the same


@frozen(eq=False, slots=False)
class Register:
    """Rows of a register, in the order of their lines.

    As it is read, only the mark of each row's person is known. When all files are read it is told who is in several
    rows (`telling_apart`), rows that are one line are made one entry (`settled`), and from then on it is asked
    (`where`, `alike`, `each`). In the column of people the number 0 is for nobody that is known, 1 for someone who is
    in no other row, and each higher one for one person who is in several.

    Attributes:
        columns: by field or tag; quantity and cost are of all the rows of an entry.
        constants: what fields without a column hold in every row.
        place: gives the place of a row by its number; 0 for one whose number is not known.
        numbers: the number of each row; of the first where an entry is of several.
        times: how many rows each entry is of.
        marks: a number for the person of each row, by which `telling_apart` knows who it is; empty where it is known.
    """

    columns: Mapping[Name, Column]
    constants: dict[str, Any]
    place: Callable[[int], Place]
    numbers: array[int]
    times: array[int]
    marks: array[int] = field(factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def tags(self) -> list[str]:
        """The names of their tags."""
        return [name[1] for name in self.columns if not isinstance(name, str)]

    def of_several_rows(self, _may: Callable[[Sequence[str]], bool], /) -> Iterator[tuple[int, str, str, str]]:
        """The rows of people who are in several, with the organisation, the person and the outcome."""
        for row in self._of_several():
            yield row, self.held("organisation", row), self.held("person", row), self.held("outcome", row)

    def _of_several(self) -> Iterator[int]:
        codes = self.columns["person"].codes if "person" in self.columns else ()
        return (row for row, code in enumerate(codes) if code > 1)

    def claimants(self, outcomes: Collection[str]) -> Iterator[tuple[str, str]]:
        """The people of several rows who have one of these outcomes, by organisation and key."""
        for row in self._of_several():
            if self.held("outcome", row) in outcomes and self.held("quantity", row):
                yield self.held("organisation", row), self.held("person", row)

    def parted(self, rows: Collection[int]) -> tuple[list[Line], Register]:
        """A line for each of some rows, and all others."""
        taken = set(rows)
        others = self._of([row for row in range(len(self)) if row not in taken])
        return self._of(sorted(taken)).lines(), others

    def held(self, field: str, row: int) -> Any:
        """What a row holds in a field."""
        column = self.columns.get(field)
        return self.constant(field) if column is None else column.values[column.codes[row]]

    def people(self) -> tuple[int, set[tuple[str, str]]]:
        """How many people are in no other row, and those who are in several, by organisation and key."""
        codes = self.columns["person"].codes if "person" in self.columns else ()
        alone = sum(times for code, times in zip(codes, self.times, strict=False) if code == 1)
        return alone, {(self.held("organisation", row), self.held("person", row)) for row in self._of_several()}

    def ordered(self) -> Register:
        """The same in the order of their lines: by organisation, period and outcome, and as they follow in the file."""
        ranks = []
        for name in FIRST:
            if name in self.columns:
                column = self.columns[name]
                place = {value: at for at, value in enumerate(sorted(set(column.values)))}
                ranks.append(_renumbered(column.codes, [place[value] for value in column.values]))
        if not ranks:
            return self
        rows: defaultdict[tuple[int, ...], array[int]] = defaultdict(lambda: array("I"))
        for row, rank in enumerate(zip(*ranks, strict=True)):
            rows[rank].append(row)
        return self._of(array("I", chain.from_iterable(rows[rank] for rank in sorted(rows))))

    def _of(self, rows: Sequence[int]) -> Register:
        arrays = [column.codes for column in self.columns.values()]
        *codes, numbers, times = _picked([*arrays, self.numbers, self.times], rows)
        [marks] = _picked([self.marks], rows) if self.marks else [self.marks]
        named = zip(self.columns.items(), codes, strict=True)
        columns = {name: Column(code, column.values) for (name, column), code in named}
        return evolve(self, columns=columns, numbers=numbers, times=times, marks=marks)

    def telling_apart(self, people: dict[int, str]) -> Register:
        """The same, where it is known who is in several rows.

        Args:
            people: a key for each of them, by their marks. Everyone else is in one row, or nobody (0) is known.
        """
        if not any(self.marks):
            return self
        if "person" in self.columns:
            if not people:
                return self
            said = self.columns["person"]
            pairs = zip(self.marks, said.codes, strict=True)
            people = {mark: said.values[code] for mark, code in pairs if code > 1} | people
        codes = {0: 0} | {mark: at for at, mark in enumerate(people, start=2)}
        numbers = array(fitting(len(people) + 2), map(codes.get, self.marks, repeat(1)))
        person = Column(numbers, ["", SOMEONE, *people.values()])
        return evolve(self, columns={**self.columns, "person": person})

    def among_others(self) -> Register:
        """The same: its people are known by keys that hold in other registers too."""
        return self

    def settled(self) -> Register:
        """The same once it is known who is in several rows: in the order of lines, rows that are one line as one entry.

        Where hardly two of the first rows are one line, that would gain nothing, and each row stays an entry.
        """
        columns = [column for name, column in self.columns.items() if name not in (*FIGURES, "person")]
        different = set(islice(self._codes(columns), _AT_A_TIME))
        alike = 2 * len(different) < min(len(self), _AT_A_TIME)
        return (self.each() if alike else self).ordered()

    def where(self, fields: Sequence[Name], holds: Callable[..., bool]) -> Register:
        """The rows of which something holds; it is asked once of what they hold in these fields, in this order."""
        if sum(name in self.columns for name in fields) < 2:  # it holds of all, or of none, in most cases
            one = next((self.columns[name] for name in fields if name in self.columns), _ALWAYS)
            told = {bool(holds(*(self._value(name, value) for name in fields))) for value in one.values}
            if len(told) == 1:
                return self if told == {True} else self._of([])
        kept = list(self._said(fields, holds))
        return self if all(kept) else self._of(list(compress(range(len(self)), kept)))

    def _said(self, fields: Sequence[Name], say: Callable[..., Any]) -> Iterator[Any]:
        """What is said of each row, by what it holds in some fields; rows alike are asked about once."""
        columns = [self.columns.get(name) for name in fields]
        values = [
            [self.constant(name)] if column is None else column.values
            for name, column in zip(fields, columns, strict=True)
        ]
        codes = zip(*(repeat(0, len(self)) if column is None else column.codes for column in columns), strict=True)
        return map(_Said(values, say).__getitem__, codes)

    def _value(self, name: Name, value: Any) -> Any:
        return value if name in self.columns else self.constant(name)

    def values(self, field: Name) -> set[Any]:
        """What the rows hold in a field, each once."""
        column = self.columns.get(field)
        return {self.constant(field)} if column is None else {column.values[code] for code in set(column.codes)}

    def _codes(self, columns: Sequence[Column]) -> Iterable[tuple[int, ...]]:
        return zip(*(column.codes for column in columns), strict=True) if columns else repeat((), len(self))

    def constant(self, field: Name) -> Any:
        """What a field without a column holds in every row."""
        if not isinstance(field, str):
            return None
        return self.constants[field] if field in self.constants else usual(field)

    def meaning(self, field: str, meant: Callable[[Any], Hashable]) -> Register:
        """The rows with other values in a field."""
        if field not in self.columns:
            return evolve(self, constants={**self.constants, field: meant(self.constant(field))})
        found = evolve(self, columns={**self.columns, field: self.columns[field].meaning(meant)})
        return found._of(sorted(range(len(self)), key=self.numbers.__getitem__)).ordered()  # as they are in the file

    def alike(self, fields: Iterable[Name], days: Callable[..., Hashable] | None = None) -> Register:
        """One entry for all rows that differ in none of the fields, nor in whether they have a quantity.

        The quantity is added up, and the cost where it is asked for. Beside what was asked for, an entry holds the
        organisation, period, outcome and number of its first row.

        Args:
            fields: of lines. Of people it is only told whether there is a key.
            days: what is decided by the days from which and to which an outcome lasted, in the place of these days,
                which are then those of the first row too.
        """
        wanted = frozenset((*fields, *([days] if days else [])))
        if wanted not in self._alike:
            whole = min((of for known, of in self._alike.items() if wanted <= known), key=len, default=self)
            self._alike[wanted] = whole._added_up(wanted, days)  # what was added up before is added up further
        return self._alike[wanted]

    @cached_property
    def _alike(self) -> dict[frozenset[object], Register]:
        return {}

    def _added_up(self, wanted: frozenset[object], days: Callable[..., Hashable] | None) -> Register:
        told = {name: column for name, column in self.columns.items() if name in wanted and name not in FIGURES}
        if "person" in told:
            told["person"] = told["person"].meaning(lambda person: SOMEONE if person else "")
        kept = {name: self.columns[name] for name in FIRST if name in self.columns} | told
        if days is not None:
            kept |= {name: self.columns[name] for name in ("start", "end") if name in self.columns}
            told = {name: column for name, column in told.items() if name not in ("start", "end")}
            told["days"] = _numbered(self._said(("start", "end"), days))
        return self._summed(told, kept, [name for name in FIGURES if name == "quantity" or name in wanted])

    def each(self) -> Register:
        """One entry for each line: rows that differ in nothing but their figures are one, if of different people."""
        kept = {name: column for name, column in self.columns.items() if name not in FIGURES}
        told: dict[Name, Column] = dict(kept)
        if "evidence" in told:  # which only has to be there
            told["evidence"] = told["evidence"].meaning(bool)
        if "person" in told and "quantity" in self.columns:  # a row with a quantity of 0 is of nobody who is counted
            told["nobody"] = self.columns["quantity"].meaning(lambda quantity: quantity == 0)
        if "person" in told:  # those who are in several rows have a line for each
            person = told["person"]
            apart = [key not in ("", SOMEONE) for key in person.values]
            if any(apart):
                codes = (len(apart) + row if apart[code] else code for row, code in enumerate(person.codes))
                told["person"] = Column(array("I", codes), range(len(apart) + len(self)))
        return self._summed(told, kept, FIGURES)

    def _summed(self, told: Mapping[Name, Column], kept: Mapping[Name, Column], figures: Sequence[str]) -> Register:
        """One entry for all rows that do not differ in the columns told apart; those kept are of the first of them."""
        known = [(name, self.columns[name]) for name in figures if name in self.columns]
        blanks = [column.meaning(lambda value: value is None) for _, column in known if None in column.values]
        number: defaultdict[tuple[int, ...], int] = defaultdict(count().__next__)
        several = [column for column in (*told.values(), *blanks) if len(column.values) > 1]
        entry = array("I", map(number.__getitem__, self._codes(several)))
        rows: list[int] = []  # the first of each entry
        for at in range(len(number)):
            rows.append(entry.index(at, rows[-1] if rows else 0))
        times = array("q", bytes(8 * len(rows)))
        for at, rows_alike in zip(entry, self.times, strict=True):
            times[at] += rows_alike
        *codes, numbers = _picked([*(column.codes for column in kept.values()), self.numbers], rows)
        named = zip(kept.items(), codes, strict=True)
        columns = {name: Column(code, column.values) for (name, column), code in named}
        for name, column in known:
            columns[name] = _figures(_sums(entry, column, len(rows)))
        if "quantity" not in self.columns:
            one = self.constant("quantity")
            columns["quantity"] = _figures([EXACT.multiply(one, decimal(rows_alike)) for rows_alike in times])
        return Register(columns, self.constants, self.place, numbers, times)

    def lines(self) -> list[Line]:
        """A line for each entry, in order."""
        fields = [name for name in self.columns if isinstance(name, str)]
        tags = [name[1] for name in self.columns if not isinstance(name, str)]
        every = [self.columns[name] for name in fields] + [self.columns["tags", tag] for tag in tags]
        rows = zip(*(map(column.values.__getitem__, column.codes) for column in every), strict=True)
        found = []
        with nothing_collected():
            for number, times, row in zip(self.numbers, self.times, rows, strict=True):
                values = dict(zip(fields, row, strict=False))
                if values.get("person") == SOMEONE:
                    values["person"] = f"{_GROUP}{next(_numbers)}"
                texts = zip(tags, row[len(fields) :], strict=True) if tags else ()
                said = self.constants | values | {"tags": {tag: text for tag, text in texts if text is not None}}
                found.append(Line(**said, place=self.place(number), register=True, rows=times))
        return found


class AnyRegister(Protocol):
    """What a register answers, wherever its rows are: see `Register`."""

    def __len__(self) -> int: ...

    @property
    def tags(self) -> Collection[str]:
        """The names of their tags."""

    def alike(self, fields: Iterable[Name], days: Callable[..., Hashable] | None = None) -> Register:
        """One entry for all rows that differ in none of the fields."""

    def where(self, fields: Sequence[Name], holds: Callable[..., bool]) -> AnyRegister:
        """The rows of which something holds."""

    def values(self, field: Name) -> set[Any]:
        """What the rows hold in a field, each once; in the place of people, whether there are any."""

    def meaning(self, field: str, meant: Callable[[Any], Hashable]) -> AnyRegister:
        """The rows with other values in a field."""

    def each(self) -> Register:
        """One entry for each line."""

    def telling_apart(self, people: dict[int, str]) -> AnyRegister:
        """The same, where it is known who is in several rows."""

    def among_others(self) -> AnyRegister:
        """The same, where people who are in several of its rows may be in other registers too."""

    def settled(self) -> AnyRegister:
        """The same once it is known who is in several rows."""

    def people(self) -> tuple[int, set[tuple[str, str]]]:
        """How many people are counted here alone, and those who may be in another register, by organisation and key."""

    def of_several_rows(self, may: Callable[[Sequence[str]], bool], /) -> Iterator[tuple[int, str, str, str]]:
        """The rows of people who are in several, with the organisation, the person and the outcome.

        Args:
            may: what is to hold of the outcomes of a person, sorted; of whom it does not, and who is in no other
                register, the rows may be left out.
        """

    def claimants(self, outcomes: Collection[str]) -> Iterator[tuple[str, str]]:
        """The people of several rows who have one of these outcomes, by organisation and key.

        Those whose key one organisation uses may be left out where they are in no other register.
        """

    def parted(self, rows: Collection[int]) -> tuple[list[Line], AnyRegister]:
        """A line for each of some rows, and all others."""


class _Said(dict[tuple[int, ...], Any]):
    """What is said of the values that numbers stand for, asked once for each different combination."""

    def __init__(self, values: Sequence[Sequence[Any]], say: Callable[..., Any]) -> None:
        super().__init__()
        self._values, self._say = values, say

    def __missing__(self, codes: tuple[int, ...]) -> Any:
        found = self[codes] = self._say(*map(getitem, self._values, codes))
        return found


#: An entry of rows that are alike is, in the order of lines, where the first of them is.
FIRST: tuple[Name, ...] = ("organisation", "period", "outcome")


def _numbered(values: Iterable[Hashable]) -> Column:
    """A column of values, each of which may be there many times."""
    number: defaultdict[Hashable, int] = defaultdict(count().__next__)
    codes = array("I", map(number.__getitem__, values))
    return Column(codes, list(number))


def _figures(values: list[Decimal | None]) -> Column:
    return Column(array("I", range(len(values))), values)


def _sums(entry: Iterable[int], column: Column, entries: int) -> list[Decimal | None]:
    """The figures of a column added up by the entry that each is of; None where there is none."""
    sums: list[Decimal | None] = [None] * entries
    values, add = column.values, EXACT.add
    for at, code in zip(entry, column.codes, strict=True):
        value = values[code]
        if value is not None:
            before = sums[at]
            sums[at] = value if before is None else add(before, value)
    return sums


def _held(line: Line, name: Name) -> Any:
    return getattr(line, name) if isinstance(name, str) else line.tags.get(name[1])


def as_told(line: Line) -> tuple[object, ...]:
    """The order of lines once they are checked: counts as they came, then the rows of registers."""
    return (line.register, *(line_order(line) if line.register else ()))


class Lines(Later[Line]):
    """The lines of a return: some made already, and those of registers, made when they are looked at one by one."""

    def __init__(self, made: Iterable[Line] = (), registers: Iterable[AnyRegister] = ()) -> None:
        super().__init__(self._every)
        self.made: tuple[Line, ...] = made if isinstance(made, tuple) else tuple(made)
        self.registers: tuple[AnyRegister, ...] = tuple(register for register in registers if len(register))

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Lines:
        """The same lines, whatever they were in before."""
        return lines if isinstance(lines, Lines) else cls(lines)

    @classmethod
    def joined(cls, parts: Iterable[Iterable[Line]]) -> Lines:
        """Those of several returns, in an order that does not depend on theirs."""
        every = [lines for lines in map(cls.of, parts) if lines]
        made = sorted(chain.from_iterable(lines.made for lines in every), key=line_order)
        registers: Iterable[AnyRegister] = chain.from_iterable(lines.registers for lines in every)
        return cls(made, (register.among_others() for register in registers) if len(every) > 1 else registers)

    def alike(self, *fields: Name, days: Callable[..., Hashable] | None = None) -> Sequence[Line]:
        """The lines, with one for all rows of a register that are alike in these fields: see `Register.alike`."""
        return self._with(register.alike(fields, days) for register in self.registers)

    def where(self, fields: Sequence[Name], holds: Callable[..., bool]) -> Lines:
        """The lines of which something holds; it is asked of what they hold in these fields."""
        made = [line for line in self.made if holds(*(_held(line, name) for name in fields))]
        registers = [register.where(fields, holds) for register in self.registers]
        same = len(made) == len(self.made) and all(map(is_, registers, self.registers))
        return self if same else Lines(made, registers)

    def values(self, field: Name) -> set[Any]:
        """What the lines hold in a field, each once."""
        return set().union({_held(line, field) for line in self.made}, *(rows.values(field) for rows in self.registers))

    @property
    def tags(self) -> set[str]:
        """The names of their tags."""
        tags = (tag for register in self.registers for tag in register.tags)
        return {*(tag for line in self.made for tag in line.tags), *tags}

    def meaning(self, field: str, names: Mapping[Any, Any]) -> Lines:
        """The lines with names in the place of others, in the order that these give."""
        olds = ((line, getattr(line, field)) for line in self.made)
        made = (evolve(line, **{field: names[old]}) if old in names else line for line, old in olds)
        registers = (rows.meaning(field, lambda old: names.get(old, old)) for rows in self.registers)
        return Lines(sorted(made, key=as_told), registers)

    def _with(self, registers: Iterable[Register]) -> Sequence[Line]:
        if not self.registers:
            return self.made
        parts = [register.lines() for register in registers]
        if not self.made and len(parts) == 1:
            return parts[0]  # which is in order
        return sorted(chain(self.made, *parts), key=as_told)

    def _every(self) -> Sequence[Line]:
        if not self.registers:
            return self.made
        return sorted(self._with(register.each() for register in self.registers), key=as_told)

    @property
    def counts(self) -> Sequence[Line]:
        """The lines that are of no register."""
        return [line for line in self.made if not line.register]

    def telling_apart(self, people: dict[int, str]) -> Lines:
        """The same, where it is known who is in several registers: see `Register.telling_apart`."""
        return Lines(self.made, (register.telling_apart(people) for register in self.registers))

    def settled(self) -> Lines:
        """The same once it is known who is in several rows: see `Register.settled`."""
        return Lines(self.made, (register.settled() for register in self.registers))

    def __add__(self, other: Lines) -> Lines:
        return Lines((*self.made, *other.made), (*self.registers, *other.registers))

    def __bool__(self) -> bool:
        return bool(self.made or self.registers)

    def __reduce__(self) -> tuple[Any, ...]:
        return Lines, (self._all,)
