"""The options on how sure totals are: --sensitivity, --simulate, --seed and --distribution."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from socialvalue.records.ranges import Distribution
    from socialvalue.records.results import Result


DISTRIBUTION = click.option(
    "--distribution",
    type=click.Choice(["triangular", "pert"]),
    default="triangular",
    show_default=True,
    help="How figures are drawn from their ranges; pert keeps closer to the central one.",
)
SEED = click.option("--seed", type=int, default=1, show_default=True, help="Which runs are drawn.")
SIMULATE = click.option(
    "--simulate", type=click.IntRange(1, 1_000_000), metavar="N", help="Draw N runs from the ranges; 10000 is usual."
)


def uncertain(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options on how sure totals are; it is passed `assessed`, which does to a result as asked."""

    @wraps(command)
    def run(
        *args: Any, sensitivity: bool, simulate: int | None, seed: int, distribution: Distribution, **others: Any
    ) -> Any:
        def assessed(result: Result) -> Result:
            if not (sensitivity or simulate):
                return result
            from socialvalue.valuing.uncertainty.assess import assess

            return assess(result, runs=simulate or 0, seed=seed, distribution=distribution)

        return command(*args, assessed=assessed, **others)

    for option in (
        DISTRIBUTION,
        SEED,
        SIMULATE,
        click.option("--sensitivity", is_flag=True, help="Which assumption moves the total most, and by how much."),
    ):
        run = option(run)
    return run
