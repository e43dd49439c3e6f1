"""The columns of a table of values, and a bank written out by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.published.valuations import Kind, Valuation

#: What a cell of the table may hold.
Cell: TypeAlias = str | int | Decimal | dt.date | None

#: The columns of a table of values, and the other headers they are known by.
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("value code", "reference", "ref"),
    "outcome": ("outcome id", "measure"),
    "amount": ("value", "unit value", "unit cost", "amount £", "amount (£)", "value £", "value (£)"),
    "unit": ("units",),
    "prices": ("price year", "price base", "year of prices", "cost year"),
    "kind": ("kind of value", "type of value"),
    "title": ("name", "entry", "description"),
    "low": ("low estimate", "lower"),
    "high": ("high estimate", "upper"),
    "age": ("age band", "age group"),
    "area": ("location", "region"),
    "valid from": ("from",),
    "valid to": ("to",),
    "grade": (),
    "working": (),
    "notes": ("note", "comment", "comments"),
    "category": (),
    "wellby": (),
    "prices assumed": (),
    "source": ("source title",),
    "publisher": (),
    "source year": ("year published",),
    "locator": ("page",),
    "url": ("link", "web address"),
    "retrieved": ("date read",),
    "read in": (),
    "read in publisher": (),
    "read in year": (),
    "read in locator": (),
    "read in url": (),
    "read in retrieved": (),
    "agency": ("who saves",),
    "reliability": ("rag",),
    "evidence level": (),
    "evidence": (),
    "population": (),
    "value licence": (),
    "published": (),
    "effective from": (),
    "superseded by": (),
    "checked on": (),
    "effect points": (),
    "effect low": (),
    "effect high": (),
    "effect scale": (),
    "effect rule": (),
    "effect years": (),
    "effect comparison": (),
    "effect wellby": (),
    "licence notice": (),
}

#: Columns of plain words.
WORDS = (
    "working",
    "notes",
    "agency",
    "evidence",
    "population",
    "value licence",
    "published",
    "superseded by",
)


def field_of(column: str) -> str:
    """The field of a value that a column holds."""
    return "licence" if column == "value licence" else column.replace(" ", "_")


REQUIRED = ("code", "outcome", "amount", "unit", "prices", "kind")


def table_of(bank: Bank) -> tuple[list[str], list[list[Cell]]]:
    """The headers and rows of a bank's values, which `ValueTable` reads back as the same values.

    The last column is the licence notice, so that it stays with every row that is copied.
    """
    own = {outcome.id: outcome for outcome in bank.outcomes}
    labels = list(dict.fromkeys((part.label, part.kind) for value in bank for part in value.components))
    headers = [*list(COLUMNS)[:-1], *(_component_header(label, kind) for label, kind in labels), list(COLUMNS)[-1]]
    return headers, [_cells_of_value(value, bank, own.get(value.outcome), labels) for value in bank]


def _component_header(label: str, kind: Kind | None) -> str:
    return f"component: {label}" + (f" ({kind})" if kind else "")


def _cells_of_value(
    value: Valuation, bank: Bank, own: Outcome | None, labels: Iterable[tuple[str, Kind | None]]
) -> list[Cell]:
    parts: dict[tuple[str, Kind | None], Decimal] = {(part.label, part.kind): part.amount for part in value.components}
    known: dict[str, Cell] = {
        "outcome": own.label if own else value.outcome,
        "prices": str(value.prices),
        "category": own.category if own else None,
        "wellby": "yes" if value.wellby else None,
        "prices assumed": "yes" if value.prices_assumed else None,
        "source": value.source.title,
        "source year": value.source.year,
        "licence notice": bank.licence.notice,
    }
    row: list[Cell] = []
    for column in COLUMNS:
        if column in known:
            row.append(known[column])
            continue
        record, name = _record_of_column(value, column)
        cell = None if record is None else getattr(record, name)
        row.append(None if cell == "" else cell)
    return [*row[:-1], *(parts.get(label) for label in labels), row[-1]]


def _record_of_column(value: Valuation, column: str) -> tuple[object, str]:
    """The record whose field a column holds, and the field."""
    if column.startswith("read in"):
        return value.read_in, column.removeprefix("read in").strip() or "title"
    if column.startswith("effect ") and column != "effective from":
        return value.effect, column.removeprefix("effect ")
    if column in ("publisher", "locator", "url", "retrieved"):
        return value.source, column
    return value, field_of(column)
