"""Rows kept in DuckDB by number: each text of a column is read once, and its number is kept in the place of it.

Of a register with a cell that is not plain nothing is kept: its rows are to be read one after another.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from socialvalue.formats.sheets import MOST_CHARACTERS, Cell, as_cell
from socialvalue.money import plain
from socialvalue.reading import cells
from socialvalue.reading.engines.duckdb_groups import (
    begins_like_an_error,
    error_marks,
    longer_than_a_cell,
    mark_of_key,
    odd_key,
    quoted,
)
from socialvalue.reading.engines.row_groups import FIRST_ROWS
from socialvalue.records.registers import FIGURES, FIRST, Name
from socialvalue.records.returns import LARGEST

if TYPE_CHECKING:
    from socialvalue.reading.long_form.header import Header
    from socialvalue.reading.long_form.row_cells import CellReading
    from socialvalue.reading.long_form.row_parser import RowParser

#: A figure as most are written, no larger than allowed: in digits alone, or with £ and thousands.
PLACES = 4
_DIGITS = f"[0-9]{{1,7}}([.][0-9]{{1,{PLACES}}})?"
_MONEY = f"£? ?([0-9]{{1,7}}|[0-9]{{1,3}},[0-9]{{3}}|[0-9](,[0-9]{{3}}){{2}})([.][0-9]{{1,{PLACES}}})?"
_KEY_KIND = re.compile("VARCHAR|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_EXACT_KIND = re.compile(f"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\\(\\d+, ?[0-{PLACES}]\\)")
_NESTED_KIND = re.compile(r".*\]|(STRUCT|MAP|UNION)\(.*", re.DOTALL)

_FEW, MOST_TEXTS = 5_000, 65_536  # a column is of few texts by its first rows, and in all
_ROWS_AT_A_TIME = 50_000
_NOTHING: Final = None, "nothing"  # said by the blank of a field that every row has but a wholly blank one


class NotPlain(Exception):
    """A cell is not read here, or a column holds too many texts."""


class Store:
    """A connection to DuckDB that holds a register until nothing refers to it."""

    def __init__(self, connection: Any, close: Callable[[], None]) -> None:
        self._connection, self._lock, self._tables = connection, threading.Lock(), count()
        self.close: Callable[[], object] = weakref.finalize(self, close)

    def relation(self, table: Any) -> Any:
        """A table of Arrow as a relation of the connection."""
        return self._connection.from_arrow(table)

    def ask(self, query: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """What answers a query."""
        with self._lock:
            found: list[tuple[Any, ...]] = self._connection.execute(query, parameters).fetchall()
            return found

    def pieces(self, query: str) -> Iterator[list[tuple[Any, ...]]]:
        """The same, some rows at a time."""
        found = self._connection.cursor().execute(query)
        while some := found.fetchmany(_ROWS_AT_A_TIME):
            yield some

    def table(self, rows: Sequence[Sequence[int | None]]) -> str:
        """A table of whole numbers in columns v0, v1 and so on; gives its name."""
        name = f"numbers_{next(self._tables)}"
        columns = ", ".join(f"unnest(${at + 1}::BIGINT[]) AS v{at}" for at in range(len(rows[0])))
        self.ask(f"CREATE TABLE {name} AS SELECT {columns}", [list(column) for column in zip(*rows, strict=True)])
        return name


@frozen(eq=False)
class Texts:
    """A column of few texts.

    Attributes:
        column: where the number of the text of each row is.
        said: what the texts say, by their numbers.
    """

    column: str
    said: Sequence[Any]

    def code(self) -> str:
        """SQL for a number that the texts share which say the same."""
        numbers: dict[Any, int] = {}
        shared = [numbers.setdefault(said, at) for at, said in enumerate(self.said)]
        return self.column if len(numbers) == len(shared) else f"{shared}[{self.column} + 1]"

    def ranked(self) -> tuple[str, list[Any]]:
        """SQL for a number in the order of what the texts say, and what is said, each once and in order."""
        every = sorted(set(self.said))
        if every == self.said:
            return self.column, every
        rank = {said: at for at, said in enumerate(every)}
        return f"{[rank[said] for said in self.said]}[{self.column} + 1]", every


@frozen(eq=False)
class Kept:
    """What is kept of a register: the table ``rows``, and in ``again`` the rows of people who are in several.

    Attributes:
        texts: the columns of few texts, by the field or tag they speak of.
        others: the columns of tags with many texts, kept as they are.
        figures: which of quantity and cost there are.
        people: whether there are people's keys.
        constants: what fields without a column hold.
        reporting: SQL that holds of every row but the blank ones.
    """

    texts: Mapping[Name, Texts]
    others: Mapping[Name, str]
    figures: Sequence[str]
    people: bool
    constants: Mapping[str, Any]
    reporting: str


@frozen(eq=False)
class _Column:
    """A column of the relation: its name in SQL, its type, and what it is called here."""

    name: str
    kind: str
    kept: str

    @property
    def text(self) -> str:
        """SQL for its text."""
        return self.name if self.kind == "VARCHAR" else f"CAST({self.name} AS VARCHAR)"

    @property
    def odd_figure(self) -> str:
        """SQL for whether it holds a figure that is not kept as it is."""
        if _EXACT_KIND.fullmatch(self.kind):
            return f"{self.name} < 0 OR {self.name} > {LARGEST}"
        return f"CASE WHEN {self.digits_alone} THEN FALSE ELSE NOT regexp_full_match({self.text}, '{_MONEY}') END"

    @property
    def digits_alone(self) -> str:
        """SQL for whether a figure is written in digits alone."""
        return "TRUE" if _EXACT_KIND.fullmatch(self.kind) else f"regexp_full_match({self.text}, '{_DIGITS}')"

    def figure(self, *, signs: bool) -> str:
        """SQL for its figure; nothing where there is none."""
        written = self.name if _EXACT_KIND.fullmatch(self.kind) else self.text
        bare = f"translate({written}, '£, ', '')" if signs else written
        return f"TRY_CAST({bare} AS DECIMAL(12, {PLACES}))"


def kept_in(store: Store, relation: Any, header: Header, parse: RowParser) -> Kept:
    """Keep the rows of a relation.

    Args:
        store: where; the relation is of its connection.
        relation: the rows, with the columns of the header in its order.
        header, parse: what the columns hold, and how their cells are read.

    Raises:
        NotPlain: where a cell is not read here.
    """
    reading = _Reading(store, relation, header, parse)
    reading.keep()
    reading.check()
    return reading.kept()


class _Reading:
    """The columns of a relation as they are read."""

    def __init__(self, store: Store, relation: Any, header: Header, parse: RowParser) -> None:
        self._store, self._relation, self._header, self._parse = store, relation, header, parse
        types = zip(relation.columns, relation.types, strict=True)
        self._columns = [_Column(quoted(name), str(kind), f"c{at}") for at, (name, kind) in enumerate(types)]
        self.figures = [field for field in FIGURES if field in header.columns]
        self.people = "person" in header.columns
        self._few, self._many = self._by_number_of_texts()
        self._answers = self._looked_at()
        self._texts = {column: self._texts_of(column) for column in self._few}
        readers = [entry for entry in parse.readers() if entry[0] not in ("person", "cost")]
        self._said = {field: self._read(self._columns[at], field, read) for field, at, read in readers}
        tags = [(name, self._columns[at], read) for name, at, read in parse.tag_readers()]
        self._tags = {name: self._read(column, "", read) for name, column, read in tags if column in self._few}
        self._odd_keys = bool(self._answers.get(("keys", "person")))
        self._check_figures()

    def _of(self, field: str) -> _Column:
        return self._columns[self._header.columns[field]]

    def _by_number_of_texts(self) -> tuple[list[_Column], list[_Column]]:
        """The columns of few texts, and those of many, by the first rows; those of figures and people are neither."""
        apart = [self._of(field) for field in ("person", *self.figures) if field in self._header.columns]
        columns = [column for column in self._columns if column not in apart]
        counts = ", ".join(f"count(DISTINCT {column.name})" for column in columns)
        [found] = self._relation.limit(FIRST_ROWS).aggregate(counts).fetchall()
        few = [column for column, different in zip(columns, found, strict=True) if different <= _FEW]
        many = [column for column in columns if column not in few]
        if any(self._of(field) in many for field in self._header.columns):
            raise NotPlain
        if any(_NESTED_KIND.fullmatch(column.kind) for column in many):
            raise NotPlain
        if self.people and not _KEY_KIND.fullmatch(self._of("person").kind):
            raise NotPlain
        if any(self._of(field).kind == "FLOAT" for field in self.figures):  # of which Python knows more digits
            raise NotPlain
        return few, many

    def _looked_at(self) -> dict[tuple[str, str], Any]:
        """What a first look at all rows tells: the texts of columns of few, and what is odd in the others."""
        asked = {("texts", column.kept): f"list(DISTINCT {column.name})" for column in self._few}
        for field in self.figures:
            column = self._of(field)
            asked["figures", field] = f"list(DISTINCT {column.name}) FILTER (WHERE {column.odd_figure})"
            asked["signs", field] = f"bool_or(NOT {column.digits_alone})"
        texts = [column for column in self._many if column.kind == "VARCHAR"]
        for column in texts:
            odd = f"{begins_like_an_error(column.name)} OR {longer_than_a_cell(column.name)}"
            asked["odd", column.kept] = f"bool_or({odd})"
        if self.people and self._of("person").kind == "VARCHAR":
            asked["keys", "person"] = f"bool_or({odd_key(self._of('person').name)})"
            asked["long", "person"] = f"bool_or({longer_than_a_cell(self._of('person').name)})"
        [found] = self._relation.aggregate(", ".join(asked.values())).fetchall()
        answers = dict(zip(asked, found, strict=True))
        if answers.get(("long", "person")) or any(answers["odd", column.kept] for column in texts):
            raise NotPlain
        return answers

    def _texts_of(self, column: _Column) -> list[tuple[str, Cell]]:
        """The texts of a column as SQL writes them, and the cells they are in; an empty one where there is none."""
        values = self._answers["texts", column.kept] or []
        if not 0 < len(values) <= MOST_TEXTS:
            raise NotPlain
        if any(isinstance(value, str) and len(value) > MOST_CHARACTERS for value in values):
            raise NotPlain
        written = [value for value in values if value is not None and value != ""]
        query = f"SELECT CAST(unnest($1::{column.kind}[]) AS VARCHAR)"
        texts = written if column.kind == "VARCHAR" else [text for (text,) in self._store.ask(query, [written])]
        blank: list[tuple[str, Cell]] = [] if len(written) == len(values) else [("", None)]
        return [*zip(texts, map(as_cell, written), strict=True), *blank]

    def _read(self, column: _Column, field: str, read: Callable[[Cell], CellReading]) -> list[Any]:
        """What the texts of a column say of a field, in the order of the texts.

        Those of the fields that lines are ordered by are put into that order first. A blank where every row must have
        something is no fault yet: the row may be wholly blank.
        """
        said: dict[str, Any] = {}
        for text, cell in self._texts[column]:
            value, fault = read(cell)
            if fault is None and (field != "outcome" or self._parse.plainly(cell)):
                said[text] = value
            elif not cells.blank(cell):
                raise NotPlain
        if field in FIRST:
            self._texts[column].sort(key=lambda of: (of[0] not in said, said.get(of[0], "")))
        return [said.get(text, _NOTHING) for text, _ in self._texts[column]]

    def _check_figures(self) -> None:
        """Look at figures that are not plainly written: they may only say that there is none."""
        of_fields = {field: read for field, _, read in self._parse.readers()}
        for field in self.figures:
            for value in self._answers["figures", field] or ():
                cell = as_cell(value)
                if field == "cost":
                    read = [of_fields["cost"](cell)]
                else:
                    read = [self._parse.in_unit(unit, "quantity", cell) for unit in self._units()]
                if any(found != (None, None) for found in read):
                    raise NotPlain

    def _units(self) -> dict[str, list[int]]:
        """The units that outcomes are counted in, each with the numbers of the texts that name them."""
        units: dict[str, list[int]] = {}
        for number, said in enumerate(self._said["outcome"]):
            if said is not _NOTHING:
                units.setdefault(self._parse.unit(said[0]), []).append(number)
        return units

    def keep(self) -> None:
        """Make the tables ``rows`` and ``again``."""
        kept = []
        for column in self._few:
            texts = ", ".join("'" + text.replace("'", "''") + "'" for text, _ in self._texts[column])
            self._store.ask(f"CREATE TYPE {column.kept}_texts AS ENUM ({texts})")
            kept.append(f"enum_code(CAST(coalesce({column.text}, '') AS {column.kept}_texts)) AS {column.kept}")
        kept += [f"{column.name} AS {column.kept}" for column in self._many]
        for field in self.figures:
            kept.append(f"{self._of(field).figure(signs=bool(self._answers['signs', field]))} AS {field}")
        if self.people:
            kept.append(f"{mark_of_key(self._of('person').text, odd=self._odd_keys)} AS mark")
        if self._saying_nothing("outcome"):
            apart = [self._of(field) for field in (*self.figures, *(["person"] if self.people else []))]
            blank = [f"coalesce({column.text}, '') = ''" for column in apart]
            kept.append(f"{' AND '.join(blank) or 'TRUE'} AS bare")
        self._relation.project(", ".join(kept)).create("rows")
        if self.people:
            several = "SELECT mark FROM rows WHERE mark <> 0 GROUP BY mark HAVING count(*) > 1"
            self._store.ask(
                f"CREATE TABLE again AS SELECT rowid AS row, mark AS mark_of FROM rows WHERE mark IN ({several})"
            )

    @property
    def _reporting(self) -> str:
        """SQL that holds of all rows but those without an outcome, which are blank."""
        nothing = self._saying_nothing("outcome")
        return f"{self._of('outcome').kept} NOT IN {nothing}" if nothing else "TRUE"

    def _saying_nothing(self, field: str) -> str:
        return listed(number for number, said in enumerate(self._said[field]) if said is _NOTHING)

    def _blank(self) -> str:
        """SQL that holds of blank rows, where there may be any."""
        found = [f"coalesce({column.kept}::VARCHAR, '') = ''" for column in self._many]
        for column in self._few:
            blanks = listed(at for at, (_, cell) in enumerate(self._texts[column]) if cells.blank(cell))
            found.append(f"{column.kept} IN {blanks}" if blanks else "FALSE")
        return " AND ".join([*found, "bare"])

    def check(self) -> None:
        """Look at what several cells of a row say together.

        Raises:
            NotPlain: where that is not read here.
        """
        nothing = {field: self._saying_nothing(field) for field in self._said}
        bad = [f"NOT ({self._reporting}) AND NOT ({self._blank()})"] if nothing["outcome"] else []
        bad += [f"{self._reporting} AND {self._of(field).kept} IN {which}" for field, which in nothing.items() if which]
        if self.people:
            bad.append(f"mark IN ({', '.join(error_marks())})")
            one_each = listed(self._units().get("person", ()))
            if "quantity" in self.figures and one_each:  # with a key beside it, it is one person's
                bad.append(f"mark <> 0 AND quantity > 1 AND {self._of('outcome').kept} IN {one_each}")
        is_bad = " OR ".join(f"({part})" for part in bad) or "FALSE"
        query = f"SELECT count(*) FILTER (WHERE {self._reporting}), count(*) FILTER (WHERE {is_bad}) FROM rows"
        [[reporting, found]] = self._store.ask(query)
        if not reporting or found or not all(self._dates_in_order()) or not all(self._in_units()):
            raise NotPlain

    def _together(self, *columns: str) -> list[tuple[Any, ...]]:
        """What is in several columns of one row."""
        return self._store.ask(f"SELECT DISTINCT {', '.join(columns)} FROM rows WHERE {self._reporting}")

    def _dates_in_order(self) -> Iterator[bool]:
        if "start" in self._said and "end" in self._said:
            for first, last in self._together(self._of("start").kept, self._of("end").kept):
                start, end = self._said["start"][first], self._said["end"][last]
                yield start is None or end is None or start <= end

    def _in_units(self) -> Iterator[bool]:
        """Whether quantities, and the units they are given in, are of the outcomes' units."""
        unit_of = {number: unit for unit, numbers in self._units().items() for number in numbers}
        outcome = self._of("outcome").kept
        if "quantity" in self.figures:
            for number, quantity in self._together(outcome, "quantity"):
                figure = figure_of(quantity)
                yield self._parse.in_unit(unit_of[number], "quantity", figure) == (figure, None)
        if "unit" in self._header.columns:
            column = self._of("unit")
            for number, text in self._together(outcome, column.kept):
                yield self._parse.in_unit(unit_of[number], "unit", self._texts[column][text][1])[1] is None

    def kept(self) -> Kept:
        """What was kept."""
        given = self._parse.constants
        area = given.pop("area")
        names: dict[Name, str] = {name: self._of(name).kept for name in self._said}
        said: dict[Name, list[Any]] = {}
        for field, values in self._said.items():
            any_other = next(
                (value for value in values if value is not _NOTHING), None
            )  # which it is does not matter: blank rows are left out
            said[field] = [any_other if value is _NOTHING else value for value in values]
        said["outcome"], said["said"] = map(list, zip(*(value or ("", "") for value in said["outcome"]), strict=True))
        names["said"] = names["outcome"]
        if "area" in said:
            areas = [value or area for value in said["area"]]
            said["area"], said["tags", "area"] = [of_area for of_area, _ in areas], [text or None for _, text in areas]
            names["tags", "area"] = names["area"]
        texts = {name: Texts(names[name], values) for name, values in said.items()}
        others: dict[Name, str] = {}
        for tag, at in self._header.tags:
            column = self._columns[at]
            if tag in self._tags:
                texts["tags", tag] = Texts(column.kept, self._tags[tag])
            else:
                others["tags", tag] = column.kept
        return Kept(texts, others, self.figures, self.people, given, self._reporting)


def listed(numbers: Iterable[int]) -> str:
    """Numbers as SQL lists them; empty for none."""
    found = ", ".join(map(str, numbers))
    return f"({found})" if found else ""


def figure_of(value: Decimal | None) -> Decimal | None:
    """A figure as its cell would have it, without zeros behind."""
    return None if value is None else Decimal(plain(value))
