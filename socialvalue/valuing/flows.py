"""Value and cost year by year, and when the one has met the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from socialvalue.published.prices import PriceBase
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.totals import Flow, Spent

_ZERO = Decimal(0)


def years_of(line: ResultLine) -> Iterator[tuple[int, Decimal, Decimal]]:
    """A line's value by year: years after year 0, pounds as they fall, pounds of year 0."""
    if line.years:
        for year in line.years:
            yield year.year, year.amount, year.present_value
        return
    less = sum((step.less or _ZERO for step in line.steps if step.kind == "discounting"), _ZERO)
    yield line.first_year, line.net + less, line.net


def flows(lines: Iterable[ResultLine], spent: Iterable[Spent], year_0: int | None) -> tuple[Flow, ...]:
    """What each year brings and costs, from the first in which there is anything to the last.

    The value of each year of an outcome is in the financial year in which the outcome's first one begins, and
    those that follow it: as discounting counts them. Add up the columns and there is the net value and the cost.
    """
    value: dict[int, tuple[Decimal, Decimal]] = {}
    cost: dict[int, tuple[Decimal, Decimal]] = {}
    for line in lines:
        for year, amount, present in years_of(line):
            before = value.get(year, (_ZERO, _ZERO))
            value[year] = before[0] + amount, before[1] + present
    for entry in spent:
        before = cost.get(entry.year, (_ZERO, _ZERO))
        cost[entry.year] = before[0] + entry.amount, before[1] + entry.present_value
    years = value.keys() | cost.keys()
    if not years or year_0 is None:
        return ()
    found: list[Flow] = []
    sums = present_sums = _ZERO
    for year in range(min(years), max(years) + 1):
        (came, present_came), (went, present_went) = value.get(year, (_ZERO, _ZERO)), cost.get(year, (_ZERO, _ZERO))
        sums += came - went
        present_sums += present_came - present_went
        label = str(PriceBase(year_0 + year, financial=True))
        found.append(Flow(year, label, came, went, present_came, present_went, sums, present_sums))
    return tuple(found)


def payback(found: Sequence[Flow]) -> Decimal | None:
    """Months from the start of the first year until cumulative value meets cumulative cost, and stays above it.

    As both fall, not discounted. A cost is paid at the start of its year; the value of a year comes evenly over its
    months. None where there is no cost, or value never meets it.
    """
    if not found or found[-1].cumulative < 0:
        return None
    months = None
    before = _ZERO
    for number, flow in enumerate(found):
        start = before - flow.cost
        if start < 0 <= flow.cumulative:
            months = 12 * number + 12 * -start / flow.value
        before = flow.cumulative
    return months
