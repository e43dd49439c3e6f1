"""Discounting: what a pound in a later year is worth in the base year."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from attrs import frozen

from socialvalue import datafiles
from socialvalue.money import EXACT, decimal
from socialvalue.sources import Grade, Licence, Source


@frozen(kw_only=True)
class Band:
    """The rates of a run of years counted from the base year; without `year_to` it has no end."""

    year_from: int
    standard: Decimal
    health: Decimal
    year_to: int | None = None


@frozen(kw_only=True)
class Rates:
    """A schedule of discount rates that decline with time."""

    id: str
    title: str
    publisher: str
    edition: str
    licence: Licence
    source: Source
    grade: Grade
    band: tuple[Band, ...]


@cache
def load_rates(name: str = "green-book") -> Rates:
    """The schedule of that name; raises `BadData`."""
    path = datafiles.valuations() / "rates" / f"{name}.toml"
    return datafiles.structure(datafiles.read_toml(path).get("rates", {}), Rates, path.name, "rates")


def check_discount(_: object, __: object, discount: str) -> None:
    """An attrs validator for a discount: ``none``, ``green-book``, ``green-book-health`` or a rate."""
    if discount in ("none", "green-book", "green-book-health"):
        return
    if not re.fullmatch(r"0?\.\d+|0|1", discount):
        msg = f"“{discount}” is not a discount: write none, green-book, green-book-health or a rate such as 0.035"
        raise ValueError(msg)


@cache
def discount_factor(discount: str, year: int) -> Decimal:
    """What a pound in a year is multiplied by; 1 in year 0.

    The factor of year n is that of the year before, divided by 1 + the rate of year n (HM Treasury, Green Book:
    each rate applies to its own years, so that factors are cumulative).

    Args:
        discount: ``none``, ``green-book``, ``green-book-health``, or a flat rate such as ``0.035``.
        year: whole years after the base year.
    """
    if year <= 0 or discount == "none":
        return Decimal(1)
    return EXACT.divide(discount_factor(discount, year - 1), 1 + _rate(discount, year))


def _rate(discount: str, year: int) -> Decimal:
    field: Literal["standard", "health"] = "health" if discount == "green-book-health" else "standard"
    if discount not in ("green-book", "green-book-health"):
        return decimal(discount)
    band = next(b for b in load_rates().band if b.year_from <= year and (b.year_to is None or year <= b.year_to))
    rate: Decimal = getattr(band, field)
    return rate
