"""10,000 Monte Carlo runs over a return of 500 lines, beside a plain numpy script of the same sum.

    python tests/benchmarks/montecarlo.py

Needs numpy, which the package itself does not. Both draw every unit value with a range, the deadweight, the attribution
and the drop-off of the method once a run; numpy multiplies out all 500 lines, the package the terms they come to. The
two agree in distribution, not draw for draw. Prints the times, their ratio and both means; ends with 1 if the package
takes over 2 s.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import socialvalue as sv
from socialvalue.published.method_settings import Setting
from socialvalue.valuing.uncertainty.assess import assess

RUNS, LINES, LIMIT = 10_000, 500, 2.0
RANGES = {"deadweight": (0.1, 0.2, 0.4), "attribution": (0.0, 0.1, 0.3), "drop-off": (0.1, 0.2, 0.5)}
YEARS = 3
RATE = 0.035


def the_return() -> sv.Return:
    """500 lines of ten organisations over fifty months, of the two outcomes a WELLBY values by the year."""
    outcomes = ("full-time-employment", "weekly-physical-activity")
    months = [f"{2018 + n // 12}-{n % 12 + 1:02d}" for n in range(50)]
    lines = [
        sv.Line(f"Association {organisation}", month, outcomes[(organisation + n) % 2], 1 + (7 * organisation + n) % 40)
        for organisation in range(10)
        for n, month in enumerate(months)
    ]
    return sv.Return(lines[:LINES])


def with_the_package(result: sv.Result) -> tuple[float, float]:
    """The mean and the 95th percentile of the net value."""
    found = assess(result, runs=RUNS, seed=1).uncertainty[0].simulation
    assert found is not None
    return float(found.mean), float(found.upper)


def with_numpy(result: sv.Result) -> tuple[float, float]:
    """The same from arrays: a row a line, a column a run."""
    random = np.random.default_rng(1)
    drawn = {name: random.triangular(low, mode, high, RUNS) for name, (low, mode, high) in RANGES.items()}
    values: dict[str, Any] = {}
    for line in result.lines:
        value = line.valuation
        if value.code not in values and value.low is not None and value.high is not None:
            values[value.code] = random.triangular(float(value.low), float(value.amount), float(value.high), RUNS)
        values.setdefault(value.code, np.full(RUNS, float(value.amount)))
    quantities = np.array([float(line.line.quantity or 0) for line in result.lines])
    by_line = np.stack([values[line.valuation.code] for line in result.lines])
    years = sum((1 - drawn["drop-off"]) ** year / (1 + RATE) ** year for year in range(YEARS))
    nets = quantities @ by_line * (1 - drawn["deadweight"]) * (1 - drawn["attribution"]) * years
    return float(nets.mean()), float(np.quantile(nets, 0.95))


def best(work: Callable[[], Any], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> int:
    """Measure both, compare them, and say whether the limit was kept."""
    settings = {name: Setting.of(name, ":".join(map(str, ends))) for name, ends in RANGES.items()}  # type: ignore[arg-type]
    method = sv.load_method().override(years=YEARS, discount=str(RATE), **settings)
    result = sv.calculate(the_return(), "hmt-wellby-2021", method)
    assert len(result.lines) == LINES, result.problems
    ours, plain = with_the_package(result), with_numpy(result)
    for one, other in zip(ours, plain, strict=True):
        assert abs(one / other - 1) < 0.02, (ours, plain)
    package, numpy = best(lambda: with_the_package(result)), best(lambda: with_numpy(result))
    print(f"{RUNS:,} runs over {LINES} lines")
    print(f"socialvalue {package:.3f} s   mean £{ours[0]:,.0f}   95th percentile £{ours[1]:,.0f}")
    print(f"numpy       {numpy:.3f} s   mean £{plain[0]:,.0f}   95th percentile £{plain[1]:,.0f}")
    print(f"ratio       {package / numpy:.1f}")
    return 0 if package < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
