"""The wall of bricks: value as courses on what was spent."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from socialvalue.money import EXACT
from socialvalue.showing.board.bars import Scale, Tone
from socialvalue.showing.board.draft import Draft

#: Courses of the wall; a value of more times what was spent is not drawn as one.
_MOST_COURSES = 12


@frozen
class Wall:
    """The value as courses of bricks on what was spent.

    Attributes:
        brick: what a brick is, in pounds.
        spent: pounds; a course is as long as this.
        low, central, high: net pounds, with the range where one is known.
    """

    brick: Decimal
    spent: Decimal
    low: Decimal
    central: Decimal
    high: Decimal

    @property
    def bricks(self) -> Decimal:
        """How many bricks a course has."""
        return EXACT.divide(self.spent, self.brick)

    @property
    def tones(self) -> tuple[tuple[Tone, Decimal], ...]:
        """Each tone with the pounds up to which the wall has it."""
        return (("value", self.low), ("other", self.central), ("unsure", self.high))


def wall_of(draft: Draft) -> Wall | None:
    """The wall; None where there is no cost or single total, or it would be too high to draw."""
    head = draft.result.headline
    if head is None or head.net is None or not head.present_cost or head.net <= 0:
        return None
    known = next((entry for entry in draft.result.uncertainty if entry.known), None)
    low, high = (known.low, known.high) if known else (head.net, head.net)
    if low < 0 or high > head.present_cost * _MOST_COURSES:
        return None
    return Wall(Scale.of([head.present_cost], most=40).block, head.present_cost, low, head.net, high)
