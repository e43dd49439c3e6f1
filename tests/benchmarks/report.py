"""How long the report of a sector takes, and how large it is: ``python tests/benchmarks/report.py``.

200 associations, 24 months, the twelve measures of the monthly return, made in memory. Timed from a result to the page
(in a process that has not drawn a chart before), and from the lines to the page. Seconds are of the processor, which
other work on the machine changes little; nothing waits here or runs side by side. Fails when it takes 3 seconds
or more from the lines, or the page is 2 MB or more.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import synthetic

import socialvalue as sv
from socialvalue.showing.page.page import to_page
from socialvalue.valuing.uncertainty.assess import assess

MOST_SECONDS, MOST_BYTES = 3.0, 2_000_000


def lines(associations: int, months: int, seed: int = 1) -> list[sv.Line]:
    """Made-up lines; one in twenty was not recorded."""
    draw = random.Random(seed)  # noqa: S311 - made-up figures, the same for the same seed
    most = {outcome: largest for outcome, (_, largest) in {**synthetic.FLOWS, **synthetic.STOCKS}.items()}
    made = []
    for number in range(associations):
        region = draw.choice(synthetic.REGIONS)
        for month in range(months):
            period = sv.Period.month(2020 + (3 + month) // 12, (3 + month) % 12 + 1)
            for outcome, largest in most.items():
                quantity = None if draw.random() < 0.05 else Decimal(draw.randrange(largest + 1))
                name = f"Association {number + 1:03d}"
                made.append(sv.Line(name, period, outcome, quantity, tags={"Region": region}))
    return made


def main() -> None:
    """Time the report, and say whether it is quick and small enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--associations", type=int, default=200)
    parser.add_argument("--months", type=int, default=24)
    asked = parser.parse_args()
    entered = sv.Return(lines(asked.associations, asked.months))
    deadweight = sv.Setting(name="deadweight", low="0.1", value="0.2", high="0.3")
    method = sv.load_method().override(deadweight=deadweight, attribution="0.1")

    started = time.process_time()
    result = sv.calculate(entered, None, method)
    calculated = time.process_time()
    result = assess(result)
    assessed = time.process_time()
    page = to_page(result)
    done = time.process_time()

    size = len(page.encode())
    print(f"{asked.associations} associations, {asked.months} months, {len(entered.lines):,} lines")
    print(f"calculated in {calculated - started:.2f} s, assessed in {assessed - calculated:.2f} s")
    print(f"report in {done - assessed:.2f} s, {size / 1e6:.2f} MB; from the lines in {done - started:.2f} s")
    if done - started >= MOST_SECONDS or size >= MOST_BYTES:
        sys.exit("too slow or too large")


if __name__ == "__main__":
    main()
