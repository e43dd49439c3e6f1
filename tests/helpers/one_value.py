"""A bank of one value, and lines for it: what a test of arithmetic needs and no more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import socialvalue as sv
from socialvalue.published.banks import Bank
from socialvalue.published.sources import Licence, Source
from socialvalue.published.valuations import Valuation

SOURCE = Source(
    title="A case",
    publisher="A test",
    year=2026,
    locator="here",
    url="https://example.org/",
    retrieved=dt.date(2026, 11, 22),
)
OPEN = Licence(name="A test's own", url="https://example.org/", redistribution="open")


def a_bank(amount: str, *, outcome: str = "full-time-employment", **changes: Any) -> Bank:
    """A bank of one value, in pounds per person per year unless said."""
    value = {
        "code": "ONE",
        "title": "One",
        "outcome": outcome,
        "amount": amount,
        "unit": "GBP / person / year",
        "prices": "2020",
        "kind": "wellbeing",
        "grade": "quoted",
        "source": SOURCE,
    }
    one = Valuation(**(value | changes))
    return Bank(id="a-bank", title="A bank", publisher="A test", edition="1", licence=OPEN, valuations=(one,))


def people(number: str | int, outcome: str = "full-time-employment", **more: Any) -> sv.Line:
    return sv.Line("Acme Homes", "2020-10", outcome, number, **more)


def valued(*lines: sv.Line, bank: Bank, cost: str | None = None, method: str = "as-published", **own: Any) -> sv.Result:
    """The result, which has no errors."""
    result = sv.calculate(sv.Return(lines), bank, sv.load_method(method).override(**own), cost=cost)
    assert result.ok, result.problems
    return result


def headline(result: sv.Result) -> sv.Headline:
    assert result.headline is not None, result.problems
    return result.headline
