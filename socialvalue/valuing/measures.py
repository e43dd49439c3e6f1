"""Many returns as one: the total of every measure, and the estimate for the whole sector.

A flow is added over months; a stock is the latest figure of each organisation. No total here goes over several
measures, so a detail is never added to the whole it is part of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

from socialvalue.money import EXACT, total
from socialvalue.published.outcomes import Outcome
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.results import Result
from socialvalue.records.returns import Line

#: The quantity of one measure: by organisation and period.
Figures = Mapping[str, Mapping[Period, Decimal]]


def counted(result: Result) -> list[Line]:
    """The lines of a result that count, valued or not: those recorded and not refused."""
    refused = {id(entry.line) for entry in result.refused}
    return [line for line in result.entered.lines if line.quantity is not None and id(line) not in refused]


def measures(lines: Lines, vocabulary: Vocabulary) -> tuple[Measure, ...]:
    """The total of every outcome reported, in the vocabulary's order."""
    figures = monthly_figures(lines.alike("organisation", "period", "outcome"))
    with localcontext(EXACT):
        return tuple(_measure(outcome, figures[outcome.id]) for outcome in vocabulary if outcome.id in figures)


def amount(lines: Iterable[Line], flow: str) -> Decimal:
    """The total of lines of one outcome: of a flow, all of them; of a stock, the latest period of each organisation."""
    if flow == "flow":
        return total(line.quantity or Decimal(0) for line in lines)
    return total(latest(months) for figures in monthly_figures(lines).values() for months in figures.values())


def monthly_figures(lines: Iterable[Line]) -> dict[str, dict[str, dict[Period, Decimal]]]:
    """The figures of each measure by organisation and period, quantities added up."""
    found: dict[str, dict[str, dict[Period, Decimal]]] = {}
    for line in lines:
        if line.quantity is not None:
            months = found.setdefault(line.outcome, {}).setdefault(line.organisation, {})
            months[line.period] = months.get(line.period, Decimal(0)) + line.quantity
    return found


def latest(months: Mapping[Period, Decimal]) -> Decimal:
    """The latest figure of a stock."""
    return months[max(months, key=as_of)]


def as_of(period: Period) -> tuple[dt.date, dt.date]:
    """The order of periods for a stock, which is a total as of the last day of its period."""
    return period.end, period.start


def _measure(outcome: Outcome, figures: Figures) -> Measure:
    flow = outcome.flow == "flow"
    every = {period for months in figures.values() for period in months}
    last = max(every) if flow else max(every, key=as_of)
    before = [quantity for months in figures.values() if (quantity := _before(last, months)) is not None]
    return Measure(
        measure=outcome.id,
        unit=outcome.unit,
        flow=outcome.flow,
        total=total(total(months.values()) if flow else latest(months) for months in figures.values()),
        direction=None if flow else _direction(figures),
        organisations=len(figures),
        part_of=outcome.part_of,
        period=str(last),
        latest=total(months[last] for months in figures.values() if last in months),
        before=total(before) if before else None,
    )


def _before(period: Period, months: Mapping[Period, Decimal]) -> Decimal | None:
    """The figure of the period that ends the day before another starts."""
    eve = period.start - dt.timedelta(days=1)
    return next((quantity for month, quantity in months.items() if month.end == eve), None)


def _direction(figures: Figures) -> str | None:
    """Where a stock went: the latest figure of each organisation against the one just before, where it gave both."""
    changes = []
    for months in figures.values():
        last = max(months, key=as_of)
        before = _before(last, months)
        if before is not None:
            changes.append(months[last] - before)
    change = total(changes)
    return None if not changes else "higher" if change > 0 else "lower" if change < 0 else "same"


# the sector


def awaited(lines: Iterable[Line]) -> Iterator[tuple[str, Period]]:
    """The organisations that have not reported the latest period, and the last one they did report."""
    last: dict[str, Period] = {}
    for line in lines:
        if line.quantity is not None:
            last[line.organisation] = max(last.get(line.organisation, line.period), line.period)
    newest = max(last.values(), default=None)
    for name in sorted(last):
        if last[name] != newest:
            yield name, last[name]
