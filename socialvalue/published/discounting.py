"""Discounting: what a pound in a later year is worth in the base year."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from functools import cache

from attrs import frozen

from socialvalue.money import EXACT, decimal, fraction, plain
from socialvalue.published import toml
from socialvalue.published.sources import Grade, Licence, Source

#: Schedules by the name they are chosen by: the file of each, and whether its health rates are meant.
SCHEDULES: dict[str, tuple[str, bool]] = {
    "green-book": ("green-book", False),
    "green-book-health": ("green-book", True),
    "review-2026": ("review-2026", False),
}


@frozen(kw_only=True)
class Band:
    """The rates of a run of years counted from the base year; without `year_to` it has no end."""

    year_from: int
    standard: Decimal
    health: Decimal | None = None
    year_to: int | None = None


@frozen(kw_only=True)
class Rates:
    """A schedule of discount rates that decline with time; `adopted` says whether HM Treasury uses it."""

    id: str
    title: str
    publisher: str
    edition: str
    licence: Licence
    source: Source
    grade: Grade
    band: tuple[Band, ...]
    adopted: bool = True


@cache
def load_rates(name: str = "green-book") -> Rates:
    """The schedule of that name; raises `BadData`."""
    path = toml.valuations() / "rates" / f"{name}.toml"
    return toml.structure(toml.read_toml(path).get("rates", {}), Rates, path.name, "rates")


def discount_of(text: Decimal | int | str) -> str:
    """The discount a person wrote: ``none``, the name of a schedule, ``3.5%`` or ``0.035``.

    Raises:
        TypeError: for a float, which is not exact.
        ValueError: for anything else, or a rate that is not from 0 up to, but not including, 100%.
    """
    if not isinstance(text, str):
        text = plain(decimal(text))
    if text in ("none", *SCHEDULES):
        return text
    with suppress(ValueError):
        rate = fraction(text)
        if 0 <= rate < 1:
            return plain(rate)
    msg = f"“{text}” is not a discount: write none, {', '.join(SCHEDULES)} or a rate such as 3.5% or 0.035"
    raise ValueError(msg)


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
    factors = _discount_factors(discount)
    while len(factors) <= year:
        factors.append(EXACT.divide(factors[-1], 1 + _discount_rate(discount, len(factors))))
    return factors[year]


@cache
def _discount_factors(_discount: str) -> list[Decimal]:
    return [Decimal(1)]


def _discount_rate(discount: str, year: int) -> Decimal:
    if discount not in SCHEDULES:
        return decimal(discount)
    name, health = SCHEDULES[discount]
    bands = load_rates(name).band
    band = next(b for b in bands if b.year_from <= year and (b.year_to is None or year <= b.year_to))
    return band.health if health and band.health is not None else band.standard


def is_adopted(discount: str) -> bool:
    """Whether a discount is not one of a schedule that was recommended and not adopted."""
    return discount not in SCHEDULES or load_rates(SCHEDULES[discount][0]).adopted
