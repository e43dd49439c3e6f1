"""A register that DuckDB keeps: what checks and sums ask is added up there, and rows are made only when looked at.

Its people are in no other register, so that of those who are in one row it only matters that they have a key.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve, frozen

from socialvalue.formats.sheets import as_cell
from socialvalue.memory import nothing_collected
from socialvalue.problems import Place
from socialvalue.reading import cells
from socialvalue.reading.engines.duckdb_groups import in_utc
from socialvalue.reading.engines.duckdb_store import (
    MOST_TEXTS,
    PLACES,
    Kept,
    NotPlain,
    Store,
    Texts,
    figure_of,
    kept_in,
    listed,
)
from socialvalue.reading.person_keys import person_of
from socialvalue.records.lines import Line, usual
from socialvalue.records.registers import FIRST, SOMEONE, AnyRegister, Column, Name, Register, fitting

if TYPE_CHECKING:
    from socialvalue.reading.long_form.header import Header
    from socialvalue.reading.long_form.row_parser import RowParser

_A_ROW, _A_TEXT = 1 << 40, MOST_TEXTS  # as many rows, and texts of a column, as there can be at most
_SEVERAL = "again JOIN rows ON again.row = rows.rowid"  # the rows of people who are in several

#: SQL for a whole number, and what it says.
_Expression: TypeAlias = tuple[str, Callable[[Any], Any]]


def stored_register(
    store: Store,
    relation: Any,
    header: Header,
    parse: RowParser,
    place: Callable[[int], Place],
) -> StoredRegister | None:
    """The rows of a relation as a register; None where they are to be read in another way.

    Args:
        store: where they are kept; the relation is of its connection.
        relation: the rows, with the columns of the header in its order.
        header, parse: what the columns hold, and how they are read.
        place: gives the place of a row by its number in the file.
    """
    import duckdb

    try:
        kept = kept_in(store, in_utc(relation), header, parse)
    except (NotPlain, duckdb.Error):
        store.close()
        return None
    return StoredRegister(store, kept, header.row, place, kept.texts, kept.reporting)


@frozen(eq=False, slots=False)
class StoredRegister:
    """Rows of a register in DuckDB; it answers as `socialvalue.records.registers.Register` does.

    Attributes:
        store, kept: where they are, and what is kept of them.
        above: how many rows of the file are above the first.
        place: gives the place of a row by its number in the file.
        texts: what the texts of each field and tag say.
        holding: SQL that holds of the rows.
        meant: what the values of fields mean, after they were read.
    """

    store: Store
    kept: Kept
    above: int
    place: Callable[[int], Place]
    texts: Mapping[Name, Texts]
    holding: str
    meant: tuple[tuple[str, Callable[[Any], Hashable]], ...] = ()

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return int(self._ask("SELECT count(*) FROM rows")[0][0])

    def _ask(self, query: str, more: str = "") -> list[tuple[Any, ...]]:
        return self.store.ask(f"{query} WHERE {self.holding} {more}")

    @property
    def tags(self) -> list[str]:
        """The names of their tags."""
        return [name[1] for name in (*self.texts, *self.kept.others) if not isinstance(name, str)]

    def _expression(self, name: Name) -> _Expression:
        """What the rows hold in a field or tag."""
        if name in self.texts:
            return self.texts[name].column, self.texts[name].said.__getitem__
        if name == "person" and self.kept.people:
            return "CAST(mark <> 0 AS INTEGER)", ("", SOMEONE).__getitem__
        if name in self.kept.figures:
            return f"CAST({name} * {10**PLACES} AS BIGINT)", _figure_of_parts
        constant = self._constant(name)
        return "0", lambda _: constant

    def _constant(self, name: Name) -> Any:
        return self.kept.constants.get(name, usual(name)) if isinstance(name, str) else None

    def _different(self, fields: Sequence[Name]) -> tuple[list[str], dict[tuple[Any, ...], tuple[Any, ...]]]:
        """What the rows hold in some fields, by the numbers that stand for it; and SQL for each of these."""
        found = [self._expression(name) for name in fields]
        numbers = [sql for sql, _ in found]
        rows = self._ask(f"SELECT DISTINCT {', '.join(numbers)} FROM rows")
        return numbers, {row: tuple(said(number) for (_, said), number in zip(found, row, strict=True)) for row in rows}

    def values(self, field: Name) -> set[Any]:
        """What the rows hold in a field, each once."""
        if field in self.kept.others:
            return self.rows.values(field)
        return {value for (value,) in self._different([field])[1].values()}

    def where(self, fields: Sequence[Name], holds: Callable[..., bool]) -> AnyRegister:
        """The rows of which something holds; it is asked once of what they hold in these fields, in this order."""
        if not self.kept.others.keys().isdisjoint(fields):
            return self.rows.where(fields, holds)
        numbers, different = self._different(fields)
        kept = [row for row, values in different.items() if holds(*values)]
        if len(kept) == len(different):
            return self
        if not kept:
            return evolve(self, holding="FALSE")
        table = self.store.table(kept)
        same = " AND ".join(f"{table}.v{at} IS NOT DISTINCT FROM {sql}" for at, sql in enumerate(numbers))
        return evolve(self, holding=f"{self.holding} AND EXISTS (SELECT 1 FROM {table} WHERE {same})")

    def meaning(self, field: str, meant: Callable[[Any], Hashable]) -> StoredRegister:
        """The rows with other values in a field."""
        meanings = (*self.meant, (field, meant))
        if field not in self.texts:
            constants = {**self.kept.constants, field: meant(self._constant(field))}
            return evolve(self, kept=evolve(self.kept, constants=constants), meant=meanings)
        of = self.texts[field]
        texts = {**self.texts, field: evolve(of, said=[meant(said) for said in of.said])}
        return evolve(self, texts=texts, meant=meanings)

    def alike(self, fields: Iterable[Name], days: Callable[..., Hashable] | None = None) -> Register:
        """One entry for all rows that differ in none of the fields: see `Register.alike`."""
        fields = list(fields)
        wanted = frozenset((*fields, *([days] if days else [])))
        if not self.kept.others.keys().isdisjoint(fields):
            return self.rows.alike(fields, days)
        if wanted not in self._alike:
            whole = min((of for known, of in self._alike.items() if wanted <= known), key=len, default=None)
            self._alike[wanted] = (self._added_up(fields, days) if whole is None else whole).alike(fields, days)
        return self._alike[wanted]

    @cached_property
    def _alike(self) -> dict[frozenset[object], Register]:
        return {}

    def _added_up(self, fields: Collection[Name], days: Callable[..., Hashable] | None) -> Register:
        dated = [name for name in ("start", "end") if days is not None and name in self.texts]
        known = {*self.texts, *(["person"] if self.kept.people else [])} - set(dated)
        told = [name for name in fields if name in known]
        figures = [name for name in self.kept.figures if name == "quantity" or name in fields]
        joined, decided = self._decided(dated, days) if dated and days is not None else ("", "0")
        ranks = {name: self.texts[name].ranked() for name in FIRST if name not in told}
        foremost = "".join(f"{sql}::HUGEINT * {_A_ROW * _A_TEXT**at} + " for at, (sql, _) in enumerate(ranks.values()))
        asked: dict[tuple[str, Name], str] = {("told", name): self._expression(name)[0] for name in told}
        asked |= {("blank", name): f"{name} IS NULL" for name in figures}
        asked |= {("decided", "days"): decided, ("how many", "rows"): "count(*)"}
        asked |= {("foremost", "row"): f"min({foremost}rows.rowid) AS foremost"}  # in the order of lines
        asked |= {("sum", name): f"sum({name})" for name in figures}
        in_the_file = f"GROUP BY ALL ORDER BY foremost % {_A_ROW}"
        answers = self._ask(f"SELECT {', '.join(asked.values())} FROM rows {joined}", in_the_file)
        found = dict(zip(asked, map(list, zip(*answers, strict=True)), strict=True))
        columns = {name: self._column(name, found["told", name]) for name in told}
        for figure in figures:
            columns[figure] = Column(array("I", range(len(answers))), list(map(figure_of, found["sum", figure])))
        for at, (name, (_, said)) in enumerate(ranks.items()):
            numbers = [first // (_A_ROW * _A_TEXT**at) % _A_TEXT for first in found["foremost", "row"]]
            columns[name] = Column(array(fitting(len(said)), numbers), said)
        rows = [first % _A_ROW for first in found["foremost", "row"]]
        columns |= self._in_rows(dated, rows)
        in_file = array("I", (row + self.above + 1 for row in rows))
        times = array("q", found["how many", "rows"])
        return Register(columns, dict(self.kept.constants), self.place, in_file, times).ordered()

    def _column(self, name: Name, numbers: Sequence[int]) -> Column:
        said = ["", SOMEONE] if name == "person" else self.texts[name].said
        return Column(array(fitting(len(said)), numbers), said).each_once()

    def _in_rows(self, names: Sequence[Name], rows: Sequence[int]) -> dict[Name, Column]:
        """What some rows hold."""
        if not names:
            return {}
        wanted, table = ", ".join(self.texts[name].column for name in names), self.store.table([(row,) for row in rows])
        query = f"SELECT {table}.v0, {wanted} FROM {table} JOIN rows ON rows.rowid = {table}.v0"
        held = {row: numbers for row, *numbers in self.store.ask(query)}
        return {name: self._column(name, [held[row][at] for row in rows]) for at, name in enumerate(names)}

    def _decided(self, dated: Sequence[Name], days: Callable[..., Hashable]) -> tuple[str, str]:
        """SQL that joins a number for what days decide, and SQL for that number."""
        found: dict[Hashable, int] = {}
        rows: list[tuple[int, ...]] = []
        for numbers, values in self._different(dated)[1].items():
            of = dict(zip(dated, values, strict=True))
            rows.append((*numbers, found.setdefault(days(of.get("start"), of.get("end")), len(found))))
        by_first = {(row[0], row[-1]) for row in rows}
        if len(by_first) == len({first for first, _ in by_first}):  # the other day decides nothing
            rows, dated = sorted(by_first), dated[:1]
        table = self.store.table(rows)
        same = " AND ".join(f"{table}.v{at} = {self.texts[name].column}" for at, name in enumerate(dated))
        return f"JOIN {table} ON {same}", f"{table}.v{len(dated)}"

    def people(self) -> tuple[int, set[tuple[str, str]]]:
        """How many people there are, none of whom is elsewhere."""
        if not self.kept.people:
            return 0, set()
        [[rows]] = self._ask("SELECT count(*) FROM rows", "AND mark <> 0")
        by_person = (
            f"SELECT count(*) AS times FROM {_SEVERAL} WHERE {self.holding} GROUP BY {self._organisation}, mark_of"
        )
        [[people, of_them]] = self.store.ask(f"SELECT count(*), coalesce(sum(times), 0) FROM ({by_person})")
        return int(rows - of_them + people), set()

    @property
    def _organisation(self) -> str:
        return self.texts["organisation"].code()

    def of_several_rows(self, may: Callable[[Sequence[str]], bool], /) -> Iterator[tuple[int, str, str, str]]:
        """The rows of people who are in several, of whose outcomes something holds; see `AnyRegister`."""
        if not self.kept.people:
            return
        who, outcome = f"{self._organisation} AS organisation, mark_of", self.texts["outcome"].code()
        whose = f"SELECT {who}, array_to_string(list_sort(list({outcome})), ' ') AS what FROM {_SEVERAL}"
        people = f"{whose} WHERE {self.holding} GROUP BY ALL"
        said = self.texts["outcome"].said
        every = [what for (what,) in self.store.ask(f"SELECT DISTINCT what FROM ({people}) WHERE contains(what, ' ')")]
        wanted = [what for what in every if may(sorted(said[int(number)] for number in what.split()))]
        if not wanted:
            return
        rows = f"SELECT rows.rowid AS row, {who}, {outcome} AS outcome FROM {_SEVERAL} WHERE {self.holding}"
        chosen = f"SELECT * FROM ({people}) WHERE what IN (SELECT unnest($1))"
        query = (
            f"SELECT row, organisation, mark_of, outcome FROM ({rows}) JOIN ({chosen}) USING (organisation, mark_of)"
        )
        for row, organisation, mark, number in self.store.ask(f"{query} ORDER BY row", [wanted]):
            yield row, self.texts["organisation"].said[organisation], person_of(mark), said[number]

    def claimants(self, outcomes: Collection[str]) -> Iterator[tuple[str, str]]:
        """The people whose key several organisations use, with one of these outcomes; see `AnyRegister`."""
        numbers = listed(at for at, said in enumerate(self.texts["outcome"].said) if said in outcomes)
        quantity, says = self._expression("quantity")
        if not self.kept.people or not numbers or (quantity == "0" and not says(0)):
            return
        counted = f"AND {quantity} <> 0" if quantity != "0" else ""
        of = f"WHERE {self.holding} AND {self.texts['outcome'].column} IN {numbers} {counted}"
        people = f"SELECT DISTINCT {self._organisation} AS organisation, mark_of FROM {_SEVERAL} {of}"
        shared = f"SELECT mark_of FROM {_SEVERAL} GROUP BY mark_of HAVING count(DISTINCT {self._organisation}) > 1"
        for number, mark in self.store.ask(f"SELECT * FROM ({people}) WHERE mark_of IN ({shared}) ORDER BY ALL"):
            yield self.texts["organisation"].said[number], person_of(mark)

    def parted(self, rows: Collection[int]) -> tuple[list[Line], AnyRegister]:
        """A line for each of some rows, and all others."""
        table = self.store.table([(row,) for row in rows])
        taken, others = (
            evolve(self, holding=f"{self.holding} AND rows.rowid {which} (SELECT v0 FROM {table})")
            for which in ("IN", "NOT IN")
        )
        return taken._made().ordered().lines(), others

    def among_others(self) -> AnyRegister:
        """Its rows, where somebody is in several, who may be in another register too; else the same."""
        several = self.kept.people and self.store.ask("SELECT 1 FROM again LIMIT 1")
        return self.rows if several else self

    def telling_apart(self, people: Mapping[int, str]) -> StoredRegister:
        """The same: nobody is in another register."""
        return self

    def settled(self) -> StoredRegister:
        """The same: it is in the order of lines already, for whoever asks."""
        return self

    def each(self) -> Register:
        """One entry for each line: see `socialvalue.records.registers.Register.each`."""
        return self.rows.each()

    @cached_property
    def rows(self) -> Register:
        """The rows themselves, by column."""
        return self._made().settled()

    def _made(self) -> Register:
        """The rows by column, as they are in the file."""
        figures = {name: f"CAST({name} * {10**PLACES} AS BIGINT)" for name in self.kept.figures}
        names = [*self.texts, *self.kept.others, *figures]
        told = [of.column for of in self.texts.values()] + [*self.kept.others.values(), *figures.values()]
        mark = "mark" if self.kept.people else "0"
        codes = [array(fitting(len(of.said))) for of in self.texts.values()] + [
            array("I") for _ in (*self.kept.others, *figures)
        ]
        apart = [_Numbers(_text_of) for _ in self.kept.others] + [_Numbers(_figure_of_parts) for _ in figures]
        numbers, marks = array("I"), array("q")
        query = f"SELECT rows.rowid, {mark}, {', '.join(told)} FROM rows WHERE {self.holding} ORDER BY rows.rowid"
        with nothing_collected():
            for piece in self.store.pieces(query):
                rows, who, *columns = zip(*piece, strict=True)
                numbers.extend(row + self.above + 1 for row in rows)
                marks.extend(who)
                for at, column in enumerate(columns):
                    number = at - len(self.texts)
                    codes[at].extend(column if number < 0 else map(apart[number].__getitem__, column))
        said = [of.said for of in self.texts.values()] + [of.said for of in apart]
        held = {name: Column(code, values) for name, code, values in zip(names, codes, said, strict=True)}
        held |= {name: column.each_once() for name, column in held.items() if name not in figures}
        times = array("q", [1]) * len(numbers)
        register = Register(held, dict(self.kept.constants), self.place, numbers, times, marks)
        several = self.store.ask("SELECT DISTINCT mark_of FROM again") if self.kept.people else []
        register = register.telling_apart({mark: person_of(mark) for (mark,) in several})
        for field, meant in self.meant:
            register = register.meaning(field, meant)
        return register


class _Numbers(dict[Any, int]):
    """The values of a column numbered as they come, and what they say."""

    def __init__(self, say: Callable[[Any], Any]) -> None:
        super().__init__()
        self._say, self.said = say, list[Any]()

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self.said)
        self.said.append(self._say(value))
        return number


def _text_of(value: Any) -> str:
    return cells.text(as_cell(value))


def _figure_of_parts(parts: int | None) -> Decimal | None:
    return None if parts is None else figure_of(Decimal(parts).scaleb(-PLACES))
