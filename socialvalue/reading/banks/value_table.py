"""A table of values in a spreadsheet: headers and rows in, values and faults out.

Columns are found by their headers, never by position; every fault is named with its cell.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar, get_args

from attrs import field, frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.money import plain
from socialvalue.problems import Problem, error, has_errors, note
from socialvalue.published.bank_columns import COLUMNS, REQUIRED, WORDS, field_of
from socialvalue.published.bank_faults import repeated_codes, value_problems
from socialvalue.published.banks import Bank
from socialvalue.published.effects import Effect
from socialvalue.published.outcomes import Outcome, Vocabulary, normal
from socialvalue.published.prices import PriceBase
from socialvalue.published.sources import Grade, Source, grade_of
from socialvalue.published.valuations import (
    LARGEST_VALUE,
    At,
    Component,
    Evidence,
    Kind,
    Reliability,
    Valuation,
    ValueKind,
    ValueName,
)
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.long_form.header import TITLE_ROWS
from socialvalue.reading.long_form.rows import Fault
from socialvalue.units import COUNTED

T = TypeVar("T")

_FIELDS = {name: column for column, others in COLUMNS.items() for name in (column, *others)}
_COMPONENT = re.compile(r"component:? ?(.+?)(?: ?\((wellbeing|fiscal|economic)\))?", re.IGNORECASE)


@frozen
class Header:
    """Which column holds what, and the rows below."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    components: tuple[tuple[str, Kind | None, int], ...]
    others: tuple[tuple[str, int], ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]


def find_header(sheet: Sheet) -> Header | None:
    """The first row that names three of the required columns."""
    rows = iter(sheet.rows)
    for number, row in islice(rows, TITLE_ROWS):
        columns: dict[str, int] = {}
        components: list[tuple[str, Kind | None, int]] = []
        others: list[tuple[str, int]] = []
        for column, cell in enumerate(row):
            name = re.sub(r"[\s_]+", " ", cell).strip(" *:") if isinstance(cell, str) else ""
            named = _FIELDS.get(name.lower())
            part = _COMPONENT.fullmatch(name)
            if part:
                kind: Any = part[2].lower() if part[2] else None
                components.append((part[1], kind, column))
            elif named is not None and named not in columns:
                columns[named] = column
            elif name:
                others.append((name, column))
        if len(columns.keys() & set(REQUIRED)) >= 3:
            return Header(sheet, number, columns, tuple(components), tuple(others), rows)
    return None


@frozen
class _Reading:
    """What a row gives: a value, for checking at least, and every fault in it.

    Where only the code or the price year is at fault, the value is used to check the rest of the row.
    """

    value: Valuation | None
    faults: list[Fault]
    outcome: Outcome | None
    named: ValueName | None
    prices: PriceBase | None


@frozen(slots=False)
class ValueTable:
    """Reads rows as values, and collects them with the place of each.

    Attributes:
        values: of the rows without a fault; `places` has the cells of each.
        codes, years: of every row where they can be read, faults or none.
        outcomes: those that the vocabulary does not have.
    """

    bank: Bank
    vocabulary: Vocabulary
    today: dt.date
    own_outcomes: bool = field(kw_only=True)
    values: list[Valuation] = field(factory=list, init=False)
    places: list[At] = field(factory=list, init=False)
    codes: list[tuple[ValueName, At]] = field(factory=list, init=False)
    years: list[tuple[PriceBase, At]] = field(factory=list, init=False)
    outcomes: dict[str, Outcome] = field(factory=dict, init=False)

    def read(self, header: Header) -> list[Problem]:
        """Take in the rows of a sheet; every fault at its cell."""
        sheet = header.sheet
        problems = list(_header_problems(header))
        if has_errors(problems):
            return problems
        row_of = _Row(header, self.bank, self.vocabulary, self.today, own_outcomes=self.own_outcomes)
        shifted: list[tuple[int, str]] = []
        for number, row in header.rows:
            if all(cells.blank(cell) for cell in row):
                continue
            reading, at = row_of(row), _cell_of(header, number)
            if reading.named is not None:
                self.codes.append((reading.named, at))
            if reading.prices is not None:
                self.years.append((reading.prices, at))
            if reading.outcome is not None:
                self.outcomes.setdefault(reading.outcome.id, reading.outcome)
            problems += [fault.at(sheet.place(number, fault.column)) for fault in reading.faults]
            if reading.faults and (hint := row_of.shift(row)):
                shifted.append((number, hint))
            if reading.value is None:
                continue
            if reading.faults:
                known = self.vocabulary.extended(self.outcomes.values())
                problems += [*reading.value.problems(at), *reading.value.misfits(at, known)]
            else:
                self.values.append(reading.value)
                self.places.append(at)
        return [*problems, *_shifts(shifted, sheet)]

    def problems(self) -> list[Problem]:
        """What is wrong with the values, each in itself and all together."""
        known = self.vocabulary.extended(self.outcomes.values())
        return [*repeated_codes(self.codes), *value_problems(self.values, self.places, known)]


def _cell_of(header: Header, row: int) -> At:
    code = header.columns["code"]
    return lambda name: header.sheet.place(row, header.columns.get(name.replace("_", " "), code))


def _header_problems(header: Header) -> Iterator[Problem]:
    for name in REQUIRED:
        if name not in header.columns:
            also = ", ".join(f"“{other}”" for other in COLUMNS[name][:3])
            place = header.sheet.place(header.row, 0)
            remedy = f"Add a column headed “{name}” (or {also})."
            yield error("missing-column", place, f"The table has no “{name}” column.", remedy)
    for name, column in header.others:
        place = header.sheet.place(header.row, column)
        named = _FIELDS.get(name.lower())
        if named is not None:
            first = letters(header.columns[named])
            remedy = "Keep one of the two, or give the other a name of its own."
            yield error("repeated-column", place, f"“{name}” means the same as column {first}.", remedy)
        else:
            yield note(
                "column-ignored", place, f"The column “{name}” is not one of a table of values; it was left alone."
            )


def _shifts(rows: list[tuple[int, str]], sheet: Sheet) -> Iterator[Problem]:
    """One note for each run of rows that are shifted alike."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and rows[end] == (rows[end - 1][0] + 1, rows[start][1]):
            continue
        first, last, hint = rows[start][0], rows[end - 1][0], rows[start][1]
        which = f"Row {first}" if first == last else f"Rows {first} to {last}"
        hint = f"{'its' if first == last else 'their'} {hint}"
        place = sheet.place(first, 0)
        yield note("shifted-row", place, f"{which} would be read without a fault if {hint}.", "Move the cells back.")
        start = end


class _Row:
    """Reads one row's cells as a value; the same cells always give the same value and faults."""

    def __init__(
        self, header: Header, bank: Bank, vocabulary: Vocabulary, today: dt.date, *, own_outcomes: bool
    ) -> None:
        self._header = header
        self._bank = bank
        self._names = vocabulary.names()
        self._today = today
        self._own_outcomes = own_outcomes
        # a publisher's own list: groups of outcomes, each with values by age and area
        self._publishers = {"category", "age", "area"} <= header.columns.keys()
        self._prices = _remembered(self._read_prices)
        self._outcome = _remembered(self._read_outcome)
        year = re.search(r"\b(19|20)\d\d\b", bank.edition)
        self._year = int(year[0]) if year else today.year

    def __call__(self, row: Sequence[Cell]) -> _Reading:
        """The value, and everything wrong."""
        faults: list[Fault] = []
        columns = self._header.columns

        def read(column: int, how: Callable[[Cell], Any]) -> Any:
            cell = row[column] if column < len(row) else None
            try:
                if isinstance(cell, str) and cell.lstrip().startswith("="):
                    raise formula(cell)
                return how(cell)
            except CellFault as fault:
                faults.append(Fault(column, fault.code, fault.message, fault.remedy))
                return None

        def take(name: str, how: Callable[[Cell], Any]) -> Any:
            return read(columns[name], how) if name in columns else None

        code = take("code", _code)
        outcome = take("outcome", self._outcome)
        unit = take("unit", _unit)
        title = take("title", cells.text) or (outcome[1] if outcome else "")
        values = {
            "amount": take("amount", _amount),
            "prices": take("prices", self._prices),
            "kind": take("kind", _kind),
            "low": take("low", _number),
            "high": take("high", _number),
            "age": take("age", _age) or "all",
            "area": take("area", _area) or "all",
            "valid_from": take("valid from", cells.day),
            "valid_to": take("valid to", cells.day),
            "wellby": bool(take("wellby", cells.yes_no)),
            "prices_assumed": bool(take("prices assumed", cells.yes_no)),
            "reliability": take("reliability", _reliability),
            "evidence_level": take("evidence level", _evidence),
            "effective_from": take("effective from", cells.day),
            "checked_on": take("checked on", cells.day),
            **{field_of(name): take(name, cells.text) or "" for name in WORDS},
        }
        grade = take("grade", _grade)
        category = take("category", cells.text) or "other"
        cited = take("source", cells.text)
        source = {
            "publisher": take("publisher", cells.text) or self._bank.publisher,
            "year": take("source year", _year) or self._year,
            "locator": take("locator", cells.text),
            "url": take("url", cells.text),
            "retrieved": take("retrieved", cells.day) or self._today,
        }
        parts = [(label, kind, read(column, _number)) for label, kind, column in self._header.components]
        for name, column in self._header.others:
            del name
            read(column, _not_a_formula)
        told = (str(values["kind"]), values["age"], values["area"], str(values["valid_from"] or ""))
        named = ValueName(code, outcome[0] if outcome else "", told) if code else None
        forgiven = {columns["code"], columns["prices"]}
        if any(fault.column not in forgiven for fault in faults):
            return _Reading(None, faults, None, named, values["prices"])
        file, sheet = self._header.sheet.file, self._header.sheet.name
        where = f"{file}!{sheet}" if sheet else file
        source["locator"] = source["locator"] or f"{where}, value {code}"
        source["url"] = source["url"] or f"file:{file}"
        other = {name: take(f"read in {name}", cells.text) for name in ("publisher", "locator", "url")}
        other |= {"title": take("read in", cells.text), "year": take("read in year", _year)}
        other["retrieved"] = take("read in retrieved", cells.day)
        read_in = Source(**other) if other["title"] else None
        if cited and read_in is None and "url" not in columns:  # a document known only through this file
            read_in = Source(
                title=self._bank.title,
                publisher=self._bank.publisher,
                year=self._year,
                locator=where,
                url=source["url"],
                retrieved=source["retrieved"],
            )
        value = Valuation(
            code=code or "(no code)",
            title=title,
            outcome=outcome[0],
            unit=unit,
            grade=grade or ("secondary" if cited else "quoted"),
            source=Source(title=cited or self._bank.title, **source),
            read_in=read_in,
            effect=self._effect(take),
            components=tuple(Component(label=label, kind=kind, amount=n) for label, kind, n in parts if n is not None),
            **(values | {"prices": values["prices"] or PriceBase(self._today.year, financial=False)}),
        )
        return _Reading(value, faults, self._new_outcome(value, outcome[1], category), named, values["prices"])

    def _effect(self, take: Callable[[str, Callable[[Cell], Any]], Any]) -> Effect | None:
        """The points a value is made of, where the table says them."""
        points, wellby = take("effect points", _number), take("effect wellby", cells.text)
        if points is None or not wellby:
            return None
        words = {name: take(f"effect {name}", cells.text) for name in ("scale", "rule", "years", "comparison")}
        ends = {name: take(f"effect {name}", _number) for name in ("low", "high")}
        return Effect(points=points, wellby=wellby, **ends, **{name: text for name, text in words.items() if text})

    def _read_outcome(self, cell: Cell) -> tuple[str, str]:
        """The outcome's id and label."""
        written = _filled("outcome")(cell)
        found = self._names.find(written)
        if found is not None:
            return found, written
        close = self._names.nearest(written)
        if self._own_outcomes or (self._publishers and not self._slip(written)):
            slug = re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")
            if slug:
                return slug, written
        hint = f"Did you mean “{close[0]}”? " if close else ""
        remedy = f"{hint}To value an outcome of your own, import with --own-outcomes."
        raise CellFault("unknown-outcome", f"“{written}” is not an outcome known here.", remedy)

    def _slip(self, written: str) -> bool:
        """Whether a name is likely one that is known, written wrongly."""
        near = difflib.get_close_matches(normal(written), map(normal, self._names.nearest(written)), 1, 0.85)
        return bool(near)

    def _new_outcome(self, value: Valuation, label: str, category: str) -> Outcome | None:
        if self._names.find(label) is not None:
            return None
        unit = value.unit.split(" / ")[1]
        definition = f"As defined by the publisher of {self._bank.title}: {value.title}."
        themes = ("own bank",)
        return Outcome(value.outcome, label, definition, unit=unit, flow="flow", category=category, themes=themes)

    def _read_prices(self, cell: Cell) -> PriceBase:
        remedy = "Write 2019, or 2012-13 for a financial year, in a column formatted as Text."
        if isinstance(cell, dt.date):
            message = f"The cell holds a date ({cell:%B %Y}): Excel takes 2010-11 for November 2010."
            raise CellFault("bad-price-year", message, remedy)
        written = _filled("price year")(cell)
        try:
            base = PriceBase.of(written)
        except ValueError:
            raise CellFault("bad-price-year", f"“{written}” is not a price year.", remedy) from None
        if base.start > self._today.year:
            raise CellFault("bad-price-year", f"{base} has not begun yet.", remedy)
        return base

    def shift(self, row: Sequence[Cell]) -> str:
        """In which way the row's cells are shifted, where moving them back leaves no fault; else empty."""
        for column, cell in enumerate(row):
            if cells.blank(cell) and not self([*row[:column], *row[column + 1 :]]).faults:
                return f"cells from column {letters(column + 1)} on were one column to the left"
            if not self([*row[:column], None, *row[column:]]).faults:
                return f"cells from column {letters(column)} on were one column to the right"
        return ""


def _remembered(how: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """Cache a reader of words: a column such as the unit says the same in every row."""
    return lru_cache(maxsize=1024, typed=True)(how)


def _filled(what: str) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        written = cells.text(cell)
        if written.lower() in cells.NOT_RECORDED:
            raise CellFault("missing-value", f"The {what} is blank.", f"Fill in the {what}, on every row.")
        return written

    return read


def _optional(how: Callable[[Cell], str]) -> Callable[[Cell], str | None]:
    return lambda cell: None if cells.text(cell).lower() in cells.NOT_RECORDED else how(cell)


def _choice(what: str, words: Iterable[str]) -> Callable[[Cell], str]:
    choices = tuple(words)

    def read(cell: Cell) -> str:
        written = _filled(what)(cell)
        if written.lower() not in choices:
            message = f"“{written[:40]}” is not a {what}."
            raise CellFault("bad-choice", message, f"Write {', '.join(choices[:-1])} or {choices[-1]}.")
        return written.lower()

    return read


_DIGITS = 60  # as many as an amount may have: twelve before the point, and what is carried after it


def _number(cell: Cell) -> Decimal | None:
    """A number as it is written, or as Excel shows it: 14433, not 14433.0."""
    found = cells.number(cell)
    if found is None:
        return None
    if not -LARGEST_VALUE < found < LARGEST_VALUE or len(found.as_tuple().digits) > _DIGITS:
        message = "The amount has more digits than can be believed."
        raise CellFault(
            "quantity-too-large", message, "Check for a slipped digit, or a reference number in the column."
        )
    return Decimal(plain(found)) if isinstance(cell, float) else found


_code = _filled("code")
_kind = _remembered(_choice("kind", get_args(ValueKind)))
_grade = _remembered(_optional(lambda cell: _choice("grade", get_args(Grade))(grade_of(cells.text(cell).lower()))))
_age = _remembered(cells.age)
_evidence = _remembered(_optional(_choice("level of evidence", get_args(Evidence))))
_reliability = _remembered(_optional(_choice("reliability", get_args(Reliability))))
_written_amount = _filled("amount")


def _amount(cell: Cell) -> Decimal | None:
    _written_amount(cell)
    return _number(cell)


def _year(cell: Cell) -> int | None:
    found = cells.number(cell)
    if found is not None and not (found == int(found) and 1900 <= found <= 2100):
        raise CellFault("bad-date", f"“{found}” is not a year.", "Write a year such as 2024.")
    return None if found is None else int(found)


@_remembered
def _area(cell: Cell) -> str:
    written = cells.text(cell)
    found = cells.area(cell)
    if found == "all" and written.lower() not in cells.NOT_RECORDED | {"all", "all areas", "any", "uk"}:
        message = f"“{written[:40]}” is not an area that values depend on."
        raise CellFault("bad-choice", message, "Write London, outside London or all.")
    return found


@_remembered
def _unit(cell: Cell) -> str:
    """A unit as people write it (``£ per person per year``), spelt as it is in data files."""
    written = _filled("unit")(cell)
    spelt = re.sub(r"\bper\b", "/", written.lower().replace("£", " gbp "))
    words = [re.sub(r"^gbp$", "GBP", word.strip()) for word in spelt.split("/")]
    words = [_SPELLINGS.get(word, word) for word in words]
    if words and not words[0]:
        words[0] = "GBP"
    if words[0] == "GBP" and words[1:2] and words[1] in COUNTED and words[2:] in ([], ["year"]):
        return " / ".join(words)
    remedy = f"Write £ per person per year, £ per hour and the like; what is counted is one of: {', '.join(COUNTED)}."
    raise CellFault("unit-mismatch", f"“{written[:40]}” is not a unit of value known here.", remedy)


_SPELLINGS = {"people": "person", "resident": "person", "annum": "year", "gbp": "GBP"}


def _not_a_formula(cell: Cell) -> None:
    """Nothing is read from a column that is not known here."""


def formula(written: str) -> CellFault:
    """The fault of a text that begins with ``=``."""
    shown = written.strip()[:30]
    return CellFault(
        "formula-as-text", f"“{shown}” is a formula written as text.", "Type the figure or word it should give."
    )
