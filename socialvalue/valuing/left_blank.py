"""What was left blank: said once for each measure, and not where another project recorded it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from attrs import frozen

from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.results import Result
from socialvalue.records.returns import Line


@frozen
class Gap:
    """A measure that an organisation left blank in some periods, or in all it reports.

    Attributes:
        outcome: its id.
        organisations: who left it blank.
        periods: when, in order.
        always: whether none of them recorded it at all.
    """

    outcome: str
    organisations: tuple[str, ...]
    periods: tuple[Period, ...]
    always: bool


def gaps(result: Result) -> tuple[Gap, ...]:
    """What was not recorded, in the order of the vocabulary.

    A measure counts as recorded where any line of its organisation and period has a figure.
    """
    lines = Lines.of(result.entered.lines).alike("organisation", "outcome", "period")
    recorded = {_cell(line) for line in lines if line.quantity is not None}
    ever = {(organisation, outcome) for organisation, outcome, _ in recorded}
    left_blank = Lines.of(result.not_recorded).alike("organisation", "outcome", "period")
    blank = sorted({_cell(line) for line in left_blank} - recorded, key=lambda cell: (cell[1], cell[0], cell[2]))
    place = {outcome.id: number for number, outcome in enumerate(result.vocabulary)}
    found = []
    for outcome, cells in groupby(blank, key=lambda cell: cell[1]):
        members = list(cells)
        for always in (True, False):
            mine = [cell for cell in members if (cell[:2] not in ever) is always]
            if mine:
                who = tuple(dict.fromkeys(cell[0] for cell in mine))
                found.append(Gap(outcome, who, tuple(sorted({cell[2] for cell in mine})), always))
    return tuple(sorted(found, key=lambda gap: (place[gap.outcome], not gap.always)))


def _cell(line: Line) -> tuple[str, str, Period]:
    return line.organisation, line.outcome, line.period


def measured(lines: Iterable[Line]) -> int:
    """How many different measures the lines hold."""
    return len({line.outcome for line in lines})
