"""Figures that never fall from month to month: they may be running totals that were pasted in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from socialvalue.problems import Problem, note, warning
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.returns import Line


def running_totals_apart(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Problem]:
    """What may be running totals among figures across, of each organisation, project and area by itself."""
    apart: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        apart.setdefault((line.organisation, line.project, line.tags.get("area", "")), []).append(line)
    for mine in apart.values():
        yield from running_totals(mine, vocabulary)


def running_totals(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Problem]:
    """A note for each flow that never falls from month to month: it may be a running total pasted in."""
    for name in dict.fromkeys(line.outcome for line in lines):
        outcome = vocabulary[name]
        mine = sorted(
            (line for line in lines if line.outcome == name and line.quantity is not None), key=lambda line: line.period
        )
        figures = [line.quantity for line in mine if line.quantity is not None]
        rises = [later - earlier for earlier, later in pairwise(figures)]
        if outcome.flow == "stock" or len(rises) < 2 or min(rises) < 0 or sum(rise > 0 for rise in rises) < 2:
            continue
        message = f"{outcome.label} never falls in {len(figures)} months: {', '.join(map(str, figures))}."
        remedy = "Check that each is this month's own figure, not the total."
        rising = len(figures) >= 4 and sum(rise > 0 for rise in rises) >= 0.7 * len(rises)
        make = warning if rising else note
        yield make("running-total", mine[-1].place, message, remedy)
