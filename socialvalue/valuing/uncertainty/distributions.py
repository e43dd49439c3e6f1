"""How a figure is drawn from its range: the triangular distribution and PERT."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from functools import cache
from itertools import accumulate

from attrs import frozen

from socialvalue.records.ranges import Assumption, Distribution

#: How an assumption is drawn: most often near its central figure, never beyond its range. A choice, not a finding.
DISTRIBUTIONS: dict[Distribution, str] = {
    "triangular": "triangular, from low over central to high",
    "pert": "PERT, from low over central to high",
}


@frozen
class Runs:
    """What runs were asked for."""

    number: int
    seed: int
    distribution: Distribution


def draws_of(assumption: Assumption, source: random.Random, runs: Runs) -> list[float]:
    """Draws by the inverse of the distribution; of `random` only the numbers from 0 to 1 are used, which are the only
    ones promised to stay the same between versions of Python."""
    low, middle, high = float(assumption.low), float(assumption.value), float(assumption.high)
    width = high - low
    if runs.distribution == "pert":
        pert_steps = _pert_cumulative((assumption.value - assumption.low) / (assumption.high - assumption.low))
        return [low + width * _inverse_of(pert_steps, source.random()) for _ in range(runs.number)]
    peak = (middle - low) / width
    drawn = []
    for _ in range(runs.number):
        u = source.random()
        if u < peak:
            drawn.append(low + math.sqrt(u * width * (middle - low)))
        else:
            drawn.append(high - math.sqrt((1 - u) * width * (high - middle)))
    return drawn


#: Into how many steps the distribution is divided from its low to its high.
_STEPS = 512


@cache
def _pert_cumulative(peak: Decimal) -> tuple[float, ...]:
    """The cumulative distribution of PERT on a scale from 0 to 1, in steps between which it is taken as straight.

    It is a beta distribution whose mean is (low + 4 x central + high) / 6 (Malcolm and others, Operations Research 7,
    1959).

    Worked out in decimals, whose powers are the same on every machine.
    """
    with localcontext(Context(prec=20)):
        rising, falling = 4 * peak, 4 * (1 - peak)
        middles = [(2 * Decimal(step) + 1) / (2 * _STEPS) for step in range(_STEPS)]
        heights = [(middle**rising) * ((1 - middle) ** falling) for middle in middles]
        whole = sum(heights)
        sums = accumulate(heights)
        return (0.0, *(float(so_far / whole) for so_far in sums))


def _inverse_of(cumulative: Sequence[float], u: float) -> float:
    """Where the cumulative distribution comes to u."""
    step = min(max(bisect_left(cumulative, u), 1), len(cumulative) - 1)
    before, after = cumulative[step - 1], cumulative[step]
    part_of_step = (u - before) / (after - before) if after > before else 0.0
    return (step - 1 + part_of_step) / (len(cumulative) - 1)
