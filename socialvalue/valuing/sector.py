"""The sector: what the associations that reported say of all."""

from __future__ import annotations

import random
from decimal import Decimal, localcontext

from attrs import evolve

from socialvalue.coverage import Coverage, NoCoverage
from socialvalue.money import EXACT, total
from socialvalue.problems import Place, Problem, warning
from socialvalue.results import Measure, Result
from socialvalue.valuing.measures import Figures, _figures, _latest, counted

#: How often organisations are drawn anew for a range; with 999 the 25th and the 975th bound the middle 95%.
DRAWS = 999


_LOW, _HIGH = 24, 974


def with_sector(result: Result, coverage: Coverage) -> Result:
    """The result with the sector's estimate beside each measure; what could not be estimated is among its problems."""
    figures = _figures(counted(result))
    found: list[Measure] = []
    doubts: list[Problem] = []
    with localcontext(EXACT):
        for measure in result.measures:
            try:
                found.append(_estimated(measure, figures[measure.measure], coverage))
            except NoCoverage as err:
                found.append(measure)
                message = f"{result.vocabulary[measure.measure].label}: no estimate for the sector, for {err}."
                remedy = "Give a share with --coverage, or every organisation's homes in a column headed “homes”."
                doubts.append(warning("no-coverage", Place(key=measure.measure), message, remedy))
    return evolve(result, measures=tuple(found), problems=(*result.problems, *doubts), coverage=coverage)


def _estimated(measure: Measure, figures: Figures, coverage: Coverage) -> Measure:
    """The measure with its estimate: the total of each period over the share that reported it; a stock as one period.

    Raises:
        NoCoverage: when a share cannot be told.
    """
    periods = sorted({period for months in figures.values() for period in months})
    parts = [(measure.total, coverage.share(measure.measure, periods[-1], figures))]
    if measure.flow == "flow":
        parts = []
        for period in periods:
            reported = {name: months[period] for name, months in figures.items() if period in months}
            parts.append((total(reported.values()), coverage.share(measure.measure, period, reported)))
    shares = {share for _, share in parts}
    one = shares.pop() if len(shares) == 1 else None
    sector = measure.total / one if one else total(part / share for part, share in parts)
    low, high, without_low, without_high = _ranges(measure, sector, figures, coverage)
    return evolve(
        measure,
        sector=sector,
        coverage=one or (measure.total / sector if sector else None),
        estimated=sector - measure.total,
        low=low,
        high=high,
        without_low=without_low,
        without_high=without_high,
    )


def _ranges(
    measure: Measure, sector: Decimal, figures: Figures, coverage: Coverage
) -> tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]:
    """Two ranges of an estimate, None where fewer than two organisations reported.

    The first: organisations are drawn anew, with replacement, as many as there are, and each draw is scaled as the
    estimate is (a bootstrap of the ratio of totals to weights, percentile method: Efron and Tibshirani, An
    Introduction to the Bootstrap, 1993, chapter 13); the middle 95% of the draws. The second: each organisation is
    left out once. Neither goes below what was observed.
    """
    names = sorted(figures)
    if len(names) < 2 or not measure.total:
        return None, None, None, None
    flow = measure.flow == "flow"
    quantities = [total(figures[name].values()) if flow else _latest(figures[name]) for name in names]
    weights = [coverage.weight(name) * (len(figures[name]) if flow else 1) for name in names]
    scale = Decimal(10) ** max(0, *(-int(quantity.as_tuple().exponent) for quantity in quantities))
    whole = [int(quantity * scale) for quantity in quantities]  # exact, and quicker to add than decimals
    all_quantities, all_weights = sum(whole), sum(weights)

    def scaled(quantity: int, weight: int) -> Decimal:
        return max(measure.total, sector * quantity * all_weights / (Decimal(all_quantities) * weight))

    draw = random.Random(measure.measure)  # noqa: S311 - a seed of its own, so that a range never changes by itself
    rows = range(len(names))
    draws = []
    for _ in range(DRAWS):
        drawn = draw.choices(rows, k=len(names))
        draws.append(scaled(sum(whole[row] for row in drawn), sum(weights[row] for row in drawn)))
    draws.sort()
    left = sorted(scaled(all_quantities - whole[row], all_weights - weights[row]) for row in rows)
    return draws[_LOW], draws[_HIGH], left[0], left[-1]
