"""How sure each total of a result is: its range, its sensitivities, and its simulation.

A total is a sum of terms, one for each set of assumptions that lines share:

    constant x unit value x fte x (shares kept x multiplier - reference case) x years, dropped off and discounted

An assumption shared by several lines is one assumption: it moves, and is drawn, once for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from attrs import evolve

from socialvalue.money import EXACT, total
from socialvalue.published.valuations import Kind
from socialvalue.records.ranges import Assumption, Bounds, Distribution, Range, Sensitivity
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.totals import Spent
from socialvalue.validators import count_of
from socialvalue.valuing.uncertainty.assumptions import Key, assumptions_of
from socialvalue.valuing.uncertainty.break_even import break_even
from socialvalue.valuing.uncertainty.distributions import Runs
from socialvalue.valuing.uncertainty.range_corners import corners
from socialvalue.valuing.uncertainty.simulation import simulate
from socialvalue.valuing.uncertainty.terms import evaluate, terms_of

#: More runs than these tell nothing more.
MOST_RUNS = 1_000_000


def assess(result: Result, *, runs: int = 0, seed: int = 1, distribution: Distribution = "triangular") -> Result:
    """The result with how sure each of its totals is.

    Low and high take every assumption at the end of its range that lowers, or raises, the total; one-way sensitivity
    moves one at a time. In a simulation each assumption is drawn once a run from a triangular distribution over its
    own range, independently of the others; an assumption without a range, a cost, and what a line gives for itself
    stay as they are. Runs are drawn in floating point, from sums, products and square roots alone, so that a seed
    gives the same figures on any machine; low, central, high and sensitivities are exact.

    Args:
        result: a result; without a headline (its data have errors) it comes back as it is.
        runs: how many runs to simulate; none when 0.
        seed: which runs.
        distribution: ``triangular``, or ``pert``, which keeps closer to the central figure.

    Returns:
        The result with its `uncertainty`: one range for the single total, or one for each kind held apart.

    Raises:
        ValueError: for a number of runs below zero or above a million, and for another distribution.
    """
    if not isinstance(result, Result):
        msg = f"a Result is needed, not {result!r}"
        raise TypeError(msg)
    runs, seed = count_of("the number of runs", runs, most=MOST_RUNS), count_of("the seed", seed, least=-(2**63))
    head = result.headline
    if head is None or not result.lines:
        return result
    totals_to_assess: list[tuple[tuple[Kind, ...], Sequence[ResultLine]]] = [(head.kinds, result.lines)]
    if head.net is None:
        totals_to_assess = [((kind,), [line for line in result.lines if line.kind == kind]) for kind in head.kinds]
    with localcontext(EXACT):
        drawn = Runs(runs, seed, distribution)
        cost = _cost_assumption(result.spent)
        ranges = [
            _range_of_total(kinds, lines, result.method.discount, cost, drawn) for kinds, lines in totals_to_assess
        ]
    return evolve(result, uncertainty=tuple(ranges))


def _cost_assumption(spent: Sequence[Spent]) -> Assumption | None:
    """The present value of what was spent, with its range; None without a cost."""
    if not spent:
        return None
    cost_value = total(spent_entry.present_value for spent_entry in spent)
    cost_low, cost_high = cost_value, cost_value
    for spent_entry in spent:
        cost = spent_entry.cost
        if cost.amount:
            each = spent_entry.present_value / cost.amount
            cost_low -= each * (cost.amount - (cost.amount if cost.low is None else cost.low))
            cost_high += each * ((cost.amount if cost.high is None else cost.high) - cost.amount)
    return Assumption("cost", "", cost_value, cost_low, cost_high, "as given")


def _range_of_total(
    kinds: tuple[Kind, ...], lines: Sequence[ResultLine], discount: str, cost: Assumption | None, runs: Runs
) -> Range:
    assumptions = assumptions_of(lines)
    central_values = {key: entry.value for key, entry in assumptions.items()}
    terms = terms_of(lines, discount, assumptions)

    def net_at(values: Mapping[Key, Decimal]) -> Decimal:
        return Decimal(0) + evaluate(terms, values)  # a sum of no terms is a decimal too

    ends_of_ranges = {
        key: (net_at(central_values | {key: entry.low}), net_at(central_values | {key: entry.high}))
        for key, entry in assumptions.items()
    }
    least_total, most_total = corners(terms, assumptions)
    central_total = net_at(central_values)
    sensitivities = [
        Sensitivity(
            entry, *ends_of_ranges[key], None if cost is None else break_even(terms, central_values, key, cost.value)
        )
        for key, entry in assumptions.items()
    ]
    spent = None if cost is None else Bounds(cost.low, cost.value, cost.high)
    return Range(
        kinds,
        least_total,
        central_total,
        most_total,
        tuple(sorted(sensitivities, key=lambda entry: (-entry.swing, entry.assumption.label))),
        simulate(lines, discount, assumptions, cost, runs) if runs.number else None,
        spent,
        None
        if spent is None
        else Bounds(least_total - spent.high, central_total - spent.middle, most_total - spent.low),
        None if spent is None or not spent.low else _ratios(least_total, central_total, most_total, spent),
    )


def _ratios(least_total: Decimal, central_total: Decimal, most_total: Decimal, spent: Bounds) -> Bounds:
    """The ratio at the corners: value below zero is worse over a smaller cost."""
    low = least_total / (spent.high if least_total >= 0 else spent.low)
    return Bounds(low, central_total / spent.middle, most_total / (spent.low if most_total >= 0 else spent.high))
