"""Bars of blocks: how long each part of a bar is, whatever draws it. Every bar starts from zero.

A block is a round sum, so that blocks can be counted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from attrs import frozen

from socialvalue.money import EXACT

#: What a part of a bar is: value, value by another bank, uncertain value, what was taken off, money spent, a count.
Tone = Literal["value", "other", "unsure", "off", "spent", "count"]

#: The longest bar has at most so many blocks, and at least ten.
MOST_BLOCKS = 25


@frozen
class Scale:
    """What the bars of one table are measured by.

    Attributes:
        block: what one block is worth: 1, 2 or 5 times a power of ten.
        low, high: the amounts at the left and the right edge, whole blocks; zero lies between them.
    """

    block: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal], most: int = MOST_BLOCKS) -> Scale:
        """The scale on which all of the amounts can be drawn, the longest in no more than `most` blocks."""
        known = [Decimal(0), *amounts]
        low, high = min(known), max(known)
        longest = max(high, -low)
        block = Decimal(1)
        if longest:
            least = EXACT.divide(longest, Decimal(most))
            unit = Decimal(1).scaleb(least.adjusted())
            block = next(step * unit for step in (1, 2, 5, 10) if step * unit >= least)
        first = (low / block).to_integral_value(ROUND_FLOOR) * block
        last = (high / block).to_integral_value(ROUND_CEILING) * block
        return cls(block, first, max(last, first + block))

    @property
    def blocks(self) -> int:
        """How many blocks lie between the edges."""
        return int(EXACT.divide(self.high - self.low, self.block))

    def at(self, amount: Decimal) -> Decimal:
        """Where an amount lies between the edges, from 0 to 1."""
        return EXACT.divide(amount - self.low, self.high - self.low)


@frozen
class Part:
    """A part of a bar: where it starts and ends, and what it is."""

    start: Decimal
    end: Decimal
    tone: Tone = "value"


@frozen
class Bar:
    """One bar.

    Attributes:
        scale: what it is measured by.
        parts: from left to right.
        line: where an upright line of ink crosses it: last year, a target, or the central figure.
    """

    scale: Scale
    parts: tuple[Part, ...]
    line: Decimal | None = None

    @classmethod
    def whole(cls, scale: Scale, amount: Decimal, tone: Tone = "value", line: Decimal | None = None) -> Bar:
        """A bar from zero to the amount."""
        return cls(scale, (Part(Decimal(0), amount, tone),), line)
