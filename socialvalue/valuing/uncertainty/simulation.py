"""The total over many runs, each assumption drawn from its range: a Monte Carlo simulation."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import evolve

from socialvalue.records.ranges import Assumption, Bounds, Simulation
from socialvalue.records.result_lines import ResultLine
from socialvalue.valuing.uncertainty.assumptions import Key, with_a_range
from socialvalue.valuing.uncertainty.distributions import Runs, draws_of
from socialvalue.valuing.uncertainty.terms import Term, evaluate, terms_of

#: Nine runs in ten fall between these shares of the runs.
INTERVAL = (0.05, 0.95)


def simulate(
    lines: Iterable[ResultLine],
    discount: str,
    assumptions: Mapping[Key, Assumption],
    cost: Assumption | None,
    runs: Runs,
) -> Simulation:
    """The net total over many runs, and what it is against the cost; see `assess`."""
    moving = with_a_range(assumptions)
    terms = [_term_in_floats(term) for term in terms_of(lines, discount, moving)]
    # Each assumption has its own stream, so that one more of them leaves the draws of the others as they were.
    draws = [
        draws_of(assumption, _random_source(runs, _stream_of_draws(key, assumption)), runs)
        for key, assumption in moving.items()
    ]
    net_of_runs = [evaluate(terms, dict(zip(moving, drawn, strict=True))) for drawn in zip(*draws, strict=True)]
    if not moving:
        net_of_runs = [evaluate(terms, {})] * runs.number
    ordered_runs = sorted(net_of_runs)
    found = Simulation(
        runs.number,
        runs.seed,
        mean=Decimal(math.fsum(ordered_runs) / runs.number),
        median=_quantile(ordered_runs, 0.5),
        lower=_quantile(ordered_runs, INTERVAL[0]),
        upper=_quantile(ordered_runs, INTERVAL[1]),
        distribution=runs.distribution,
    )
    if cost is None:
        return found
    spent_in_runs = [float(cost.value)] * runs.number
    if cost.low < cost.high:
        spent_in_runs = draws_of(cost, _random_source(runs, "cost"), runs)
    benefit_of_runs = [net - paid for net, paid in zip(net_of_runs, spent_in_runs, strict=True)]
    ratio_of_runs = [net / paid for net, paid in zip(net_of_runs, spent_in_runs, strict=True) if paid > 0]
    return evolve(
        found,
        below_cost=_share_of_runs(benefit < 0 for benefit in benefit_of_runs),
        net_benefit=_nine_in_ten(benefit_of_runs),
        ratio=_nine_in_ten(ratio_of_runs) if ratio_of_runs else None,
        above_one=_share_of_runs(ratio > 1 for ratio in ratio_of_runs) if ratio_of_runs else None,
        above_two=_share_of_runs(ratio > 2 for ratio in ratio_of_runs) if ratio_of_runs else None,
    )


def _share_of_runs(runs: Iterable[bool]) -> Decimal:
    """The share of runs of which something holds."""
    held = list(runs)
    return Decimal(sum(held)) / len(held)


def _nine_in_ten(figures: Iterable[float]) -> Bounds:
    ordered_runs = sorted(figures)
    return Bounds(
        _quantile(ordered_runs, INTERVAL[0]), _quantile(ordered_runs, 0.5), _quantile(ordered_runs, INTERVAL[1])
    )


def _random_source(runs: Runs, stream: str) -> random.Random:
    return random.Random(f"{runs.seed}/{stream}")  # noqa: S311 - a seed, so that the same runs can be drawn again


def _stream_of_draws(key: Key, assumption: Assumption) -> str:
    """The name of an assumption's stream of draws: of an outcome and a category of one name each has its own."""
    return f"{assumption.name} ({key[1]})" if assumption.scope else assumption.label


def _term_in_floats(term: Term[Decimal]) -> Term[float]:
    return Term(
        float(term.constant),
        term.scales,
        float(term.kept),
        term.shares,
        term.inner,
        float(term.less),
        term.outer,
        term.years if isinstance(term.years, tuple) else float(term.years),
        term.drop if isinstance(term.drop, tuple) else float(term.drop),
        tuple(map(float, term.factors)),
    )


def _quantile(ordered_runs: Sequence[float], share: float) -> Decimal:
    """The smallest run that at least this share of the runs do not exceed."""
    return Decimal(ordered_runs[max(0, math.ceil(share * len(ordered_runs)) - 1)])
