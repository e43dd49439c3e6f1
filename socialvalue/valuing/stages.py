"""From gross to net, stage by stage, over all lines together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from socialvalue.money import EXACT, total
from socialvalue.published.valuations import Kind
from socialvalue.records.result_lines import TO_GROSS, StepKind
from socialvalue.records.results import Result


@frozen
class Stages:
    """The way from gross to net of one total.

    Attributes:
        kind: of value; None for the single total.
        gross: pounds before anything is taken off.
        changes: what each step changes, in pounds, in the order of the steps; empty where nothing is taken off.
    """

    kind: Kind | None
    gross: Decimal
    changes: tuple[tuple[StepKind, Decimal], ...]

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The gross, and what is left after each step."""
        sums = [self.gross]
        for _, change in self.changes:
            sums.append(EXACT.add(sums[-1], change))
        return tuple(sums)

    @property
    def net(self) -> Decimal:
        """What is left."""
        return self.amounts[-1]


def stages(result: Result) -> Iterator[Stages]:
    """The stages of the single total, or of each kind where kinds are held apart."""
    head = result.headline
    if head is None or not result.lines:
        return
    for kind in [None] if head.net is not None else head.kinds:
        lines = [line for line in result.lines if kind in (None, line.kind)]
        changes: dict[StepKind, Decimal] = {}
        for line in lines:
            before = line.gross
            for step in line.steps if line.gross else ():
                if step.kind not in TO_GROSS:
                    change = EXACT.subtract(step.amount, before)
                    changes[step.kind] = EXACT.add(changes.get(step.kind, Decimal(0)), change)
                    before = step.amount
        yield Stages(kind, total(line.gross for line in lines), tuple(changes.items()))
