"""How often the range of a sector's estimate holds the truth; run it as a script.

A sector of N organisations, whose homes and rates are lognormal (a standard deviation of 1 and 0.8 of the logarithms);
n of them, drawn at random, report. The range is called 95%.
"""

from __future__ import annotations

import random
import sys
from decimal import Decimal, localcontext
from itertools import product

from socialvalue.money import EXACT
from socialvalue.records.coverage import Coverage
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.valuing.sector import _estimated, _months

MONTH = Period.of("2020-10")
SIZES = (20, 50, 200, 1000)
REPORTING = (2, 5, 10, 15, 20, 40, 85, 150, 500, 950)


def trial(source: random.Random, size: int, reporting: int) -> tuple[bool, float] | None:
    """Whether the range holds the truth, and how wide it is as a part of the estimate; None where none is given."""
    homes = [int(source.lognormvariate(8.5, 1)) + 200 for _ in range(size)]
    calls = [int(count * source.lognormvariate(-3, 0.8)) for count in homes]
    names = [f"organisation {number}" for number in source.sample(range(size), reporting)]
    numbers = {name: int(name.split()[1]) for name in names}
    figures = {name: {MONTH: Decimal(calls[number])} for name, number in numbers.items()}
    coverage = Coverage(sector_homes=sum(homes), homes={name: homes[number] for name, number in numbers.items()})
    reported = sum(calls[number] for number in numbers.values())
    measure = Measure("welfare-calls", "call", "flow", Decimal(reported), organisations=reporting)
    with localcontext(EXACT):
        found = _estimated(measure, figures, dict.fromkeys(names, _months(MONTH)), coverage)
    if found.low is None or found.high is None or not found.sector:
        return None
    return found.low <= sum(calls) <= found.high, float((found.high - found.low) / found.sector)


def main(trials: int = 600) -> None:
    """Print a table."""
    print("| organisations | reporting | a range is given | it holds the truth | its width, of the estimate |")
    print("|---:|---:|---:|---:|---:|")
    for size, reporting in product(SIZES, REPORTING):
        if reporting > size:
            continue
        source = random.Random(f"{size}/{reporting}")  # noqa: S311 - the same trials each time
        done = [trial(source, size, reporting) for _ in range(trials)]
        given = [one for one in done if one is not None]
        if not given:
            print(f"| {size:,} | {reporting} | never | – | – |")
            continue
        holds = sum(held for held, _ in given) / len(given)
        width = sorted(wide for _, wide in given)[len(given) // 2]
        print(f"| {size:,} | {reporting} | {len(given) / trials:.1%} | {holds:.1%} | {width:.0%} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
