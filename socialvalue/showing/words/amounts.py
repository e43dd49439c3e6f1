"""Quantities, pounds, factors and ratios as a sentence writes them."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.adjustments import SHARES
from socialvalue.money import EXACT, count, percent, places, plain, pounds, whole_pounds
from socialvalue.records.periods import Period
from socialvalue.records.ranges import Assumption
from socialvalue.showing.words.grammar import minus

_PLURALS = {"person": "people", "GBP": "pounds", "wellby": "WELLBYs"}


def when(period: Period) -> str:
    """The period as people say it: ``October 2020``."""
    return period.said


def counted(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit: ``92 people``, ``1 person``, ``£1,879,000``."""
    if unit == "GBP":
        return pounds(quantity)
    return f"{count(quantity)} {unit if quantity == 1 else _PLURALS.get(unit, f'{unit}s')}"


def pounds_or_blank(amount: Decimal | None) -> str:
    """Pounds; empty where the amount is not known."""
    return "" if amount is None else pounds(amount)


def per_unit(unit: str) -> str:
    """What a value is for: ``GBP / person / year`` is ``for each person and year``."""
    unit_parts = [part.strip() for part in unit.split("/")[1:]]
    return f"for each {' and '.join(unit_parts)}" if unit_parts else "for each pound"


def factor_figure(number: Decimal, of: Decimal = Decimal(1)) -> str:
    """A factor to six decimals at most, or to as many as bring its product with `of` to the penny."""
    return plain(places(number, max(6, of.adjusted() + 5)))


def assumed_figure(assumption: Assumption, figure: Decimal) -> str:
    """A figure that an assumption may take, as people write it."""
    if assumption.name == "unit value":
        return pounds(figure)
    return percent(figure) if assumption.name in SHARES else plain(figure)


def short_pounds(amount: Decimal) -> str:
    """Pounds for a sentence: ``£1.43 million``; exact below a million."""
    if abs(amount) < 1_000_000:
        return whole_pounds(amount)
    size, word = (Decimal(10) ** 9, "billion") if abs(amount) >= 10**9 else (Decimal(10) ** 6, "million")
    millions = EXACT.divide(amount, size)
    decimals = max(0, 2 - max(0, millions.adjusted()))
    return f"{minus(pounds(places(millions, decimals)))}\N{NO-BREAK SPACE}{word}"


def ratio_figure(figure: Decimal | None) -> str:
    """Value for each pound: ``4.60``."""
    return "" if figure is None else minus(f"{places(figure, 2)}")
