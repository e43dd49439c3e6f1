"""The options --by, --targets and --round: totals by something, and targets beside what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Input

if TYPE_CHECKING:
    from socialvalue.records.groups import Progress, RollUp
    from socialvalue.records.results import Result


def grouping_names(by: str | None) -> tuple[str, ...]:
    """What was asked for with ``--by``, without blanks."""
    return tuple(name.strip() for name in (by or "").split(",") if name.strip())


def rolled_up(result: Result, by: Sequence[str], *, league: bool = False) -> RollUp:
    """The result's totals by something; wrong usage where no line can be grouped by it."""
    from socialvalue.valuing.rollup.group_by import UnknownGrouping
    from socialvalue.valuing.rollup.roll_up import roll_up

    try:
        return roll_up(result, by, league=league)
    except UnknownGrouping as err:
        raise click.UsageError(f"--by: {err}.") from None


def suppressed_by(result: Result, rolled: RollUp, below: int) -> RollUp:
    """The totals with small groups told only together; wrong usage where they would be told all the same."""
    from socialvalue.valuing.rollup.small_groups import TooFew, suppressed

    if "kind" in rolled.by or rolled.overlapping:
        raise click.UsageError(
            "One person may be under several kinds or themes: with --suppress-below, name another --by."
        )
    if "outcome" in rolled.by:
        raise click.UsageError(
            "Pounds tell how many there are of each outcome: with --suppress-below, name another --by."
        )
    try:
        return suppressed(rolled, below)
    except TooFew as err:
        raise click.UsageError(f"--suppress-below {below}: {err}.") from None


def progress_to_targets(result: Result, targets: Path | None) -> tuple[Progress, ...]:
    """Each target of a file beside what was reported for it."""
    from socialvalue.reading.side_tables import read_targets
    from socialvalue.valuing.targets import progress

    aims = read_targets(targets, result.vocabulary, result.bank.codes) if targets else result.entered.targets
    return progress(result, aims)


BY = click.option(
    "--by", metavar="NAMES", help="Totals by organisation, month, project, area, outcome …: organisation,month."
)
SUPPRESS = click.option(
    "--suppress-below",
    type=click.IntRange(min=2),
    metavar="N",
    help="With --by, for publication: groups of fewer than N people are told only together.",
)
TARGETS = click.option(
    "--targets", metavar="FILE", type=Input(), help="A table of targets, to set beside the actual figures."
)
ROUND = click.option(
    "--round",
    "rounding",
    type=click.Choice(["pounds", "thousands"]),
    default="pounds",
    show_default=True,
    help="How pounds are rounded, in columns that add up as printed.",
)
