"""The prices of a result in words: of which year they are, and by which factor published values were brought there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.money import pence, places, pounds
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline

#: Unit values that are named before the rest are only counted.
_MOST_SHOWN = 12


def prices_words(result: Result) -> str:
    """In which prices: ``in 2024-25 prices``."""
    price_years = sorted({str(entry.valuation.prices) for entry in result.by_terms})
    if result.method.prices is not None:
        return f"in {result.method.prices} prices"
    return f"in {price_years[0]} prices" if len(price_years) == 1 else "in the prices each value was published in"


def prices_of_headline(head: Headline) -> str:
    """In which prices the headline is: ``prices of 2024-25``."""
    return "in the prices each value was published in" if head.prices == "as published" else f"prices of {head.prices}"


def published_unit_values(result: Result) -> Iterator[tuple[str, str]]:
    """The published unit value and the factor, where the table shows another: in the prices of the result."""
    rebased = [entry for entry in result.by_outcome if entry.unit_value is not None and entry.price_factor != 1]
    price_factors = dict.fromkeys(entry.price_factor for entry in rebased)
    if len(price_factors) == 1:
        yield "Published", f"each unit value shown is the published one × {places(rebased[0].price_factor, 6)}"
    elif rebased:
        named = [
            f"{result.vocabulary[entry.outcome].label} {pounds(entry.unit_value or Decimal(0))} × "
            f"{places(entry.price_factor, 6)}"
            for entry in rebased[:_MOST_SHOWN]
        ]
        more = f" and {len(rebased) - _MOST_SHOWN} more" if len(rebased) > _MOST_SHOWN else ""
        yield "Published", f"{'; '.join(named)}{more}"
    unit_values_shown = [entry.unit_value_here for entry in result.by_outcome if entry.unit_value_here is not None]
    if any(amount != pence(amount) for amount in unit_values_shown):
        yield "Unit values", "shown to the penny; the sums use them unrounded"
