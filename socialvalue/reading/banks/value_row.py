"""One row of a table of values, read as a valuation with every fault in it."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from socialvalue.formats.sheets import Cell, cell_at, letters
from socialvalue.published.bank_columns import WORDS, field_of
from socialvalue.published.banks import Bank
from socialvalue.published.outcome_phrases import normal_name
from socialvalue.published.outcomes import Outcome
from socialvalue.published.prices import PriceBase
from socialvalue.published.sources import Source
from socialvalue.published.valuations import Component, Valuation, ValueName
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.published.wellbys import Effect
from socialvalue.reading import cells, dates
from socialvalue.reading.banks.value_cells import (
    age_cell,
    amount_cell,
    area_cell,
    code_cell,
    evidence_cell,
    filled_cell,
    formula_fault,
    grade_cell,
    ignored_cell,
    kind_cell,
    number_cell,
    reliability_cell,
    remembered,
    unit_cell,
    year_cell,
)
from socialvalue.reading.banks.value_header import ValueHeader
from socialvalue.reading.cells import CellFault
from socialvalue.reading.long_form.row_problems import Fault


@frozen
class ValueRow:
    """What a row gives: a value, for checking at least, and every fault in it.

    Where only the code or the price year is at fault, the value is used to check the rest of the row.
    """

    value: Valuation | None
    faults: list[Fault]
    outcome: Outcome | None
    named: ValueName | None
    prices: PriceBase | None


class ValueRowReader:
    """Reads one row's cells as a value; the same cells always give the same value and faults."""

    def __init__(
        self, header: ValueHeader, bank: Bank, vocabulary: Vocabulary, today: dt.date, *, own_outcomes: bool
    ) -> None:
        self._header = header
        self._bank = bank
        self._names = vocabulary.names()
        self._today = today
        self._own_outcomes = own_outcomes
        # a publisher's own list: groups of outcomes, each with values by age and area
        self._publishers = {"category", "age", "area"} <= header.columns.keys()
        self._prices = remembered(self._read_prices)
        self._outcome = remembered(self._read_outcome)
        year = re.search(r"\b(19|20)\d\d\b", bank.edition)
        self._year = int(year[0]) if year else today.year

    def __call__(self, row: Sequence[Cell]) -> ValueRow:
        """The value, and everything wrong."""
        faults: list[Fault] = []
        columns = self._header.columns

        def read(column: int, how: Callable[[Cell], Any]) -> Any:
            cell = cell_at(row, column)
            try:
                if isinstance(cell, str) and cell.lstrip().startswith("="):
                    raise formula_fault(cell)
                return how(cell)
            except CellFault as fault:
                faults.append(Fault(column, fault.code, fault.message, fault.remedy))
                return None

        def take(name: str, how: Callable[[Cell], Any]) -> Any:
            return read(columns[name], how) if name in columns else None

        code = take("code", code_cell)
        outcome = take("outcome", self._outcome)
        unit = take("unit", unit_cell)
        title = take("title", cells.text) or (outcome[1] if outcome else "")
        values = {
            "amount": take("amount", amount_cell),
            "prices": take("prices", self._prices),
            "kind": take("kind", kind_cell),
            "low": take("low", number_cell),
            "high": take("high", number_cell),
            "age": take("age", age_cell) or "all",
            "area": take("area", area_cell) or "all",
            "valid_from": take("valid from", dates.day),
            "valid_to": take("valid to", dates.day),
            "wellby": bool(take("wellby", cells.yes_no)),
            "prices_assumed": bool(take("prices assumed", cells.yes_no)),
            "reliability": take("reliability", reliability_cell),
            "evidence_level": take("evidence level", evidence_cell),
            "effective_from": take("effective from", dates.day),
            "checked_on": take("checked on", dates.day),
            **{field_of(name): take(name, cells.text) or "" for name in WORDS},
        }
        grade = take("grade", grade_cell)
        category = take("category", cells.text) or "other"
        cited = take("source", cells.text)
        source = {
            "publisher": take("publisher", cells.text) or self._bank.publisher,
            "year": take("source year", year_cell) or self._year,
            "locator": take("locator", cells.text),
            "url": take("url", cells.text),
            "retrieved": take("retrieved", dates.day) or self._today,
        }
        parts = [(label, kind, read(column, number_cell)) for label, kind, column in self._header.components]
        for name, column in self._header.others:
            del name
            read(column, ignored_cell)
        told = (str(values["kind"]), values["age"], values["area"], str(values["valid_from"] or ""))
        named = ValueName(code, outcome[0] if outcome else "", told) if code else None
        forgiven = {columns["code"], columns["prices"]}
        if any(fault.column not in forgiven for fault in faults):
            return ValueRow(None, faults, None, named, values["prices"])
        file, sheet = self._header.sheet.file, self._header.sheet.name
        where = f"{file}!{sheet}" if sheet else file
        source["locator"] = source["locator"] or f"{where}, value {code}"
        source["url"] = source["url"] or f"file:{file}"
        other = {name: take(f"read in {name}", cells.text) for name in ("publisher", "locator", "url")}
        other |= {"title": take("read in", cells.text), "year": take("read in year", year_cell)}
        other["retrieved"] = take("read in retrieved", dates.day)
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
        return ValueRow(value, faults, self._new_outcome(value, outcome[1], category), named, values["prices"])

    def _effect(self, take: Callable[[str, Callable[[Cell], Any]], Any]) -> Effect | None:
        """The points a value is made of, where the table says them."""
        points, wellby = take("effect points", number_cell), take("effect wellby", cells.text)
        if points is None or not wellby:
            return None
        words = {name: take(f"effect {name}", cells.text) for name in ("scale", "rule", "years", "comparison")}
        ends = {name: take(f"effect {name}", number_cell) for name in ("low", "high")}
        return Effect(points=points, wellby=wellby, **ends, **{name: text for name, text in words.items() if text})

    def _read_outcome(self, cell: Cell) -> tuple[str, str]:
        """The outcome's id and label."""
        written = filled_cell("outcome")(cell)
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
        near = difflib.get_close_matches(normal_name(written), map(normal_name, self._names.nearest(written)), 1, 0.85)
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
        written = filled_cell("price year")(cell)
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
