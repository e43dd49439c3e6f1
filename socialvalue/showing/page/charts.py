"""Bars of blocks, as HTML that the page's style sheet draws: from nought, in the row of their number.

A block is a round sum, so that blocks can be counted. A bar adds nothing to the figure beside it, and is hidden from
screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from attrs import frozen

from socialvalue.money import EXACT

#: What a part of a bar is: value, value by another bank, what may be, what was taken off, money spent, a count.
Tone = Literal["value", "other", "unsure", "off", "spent", "count"]

#: The longest bar has at most so many blocks, and at least ten.
_MOST_BLOCKS = 25


@frozen
class Part:
    """A part of a bar: where it starts and ends, and what it is."""

    start: Decimal
    end: Decimal
    tone: Tone = "value"


@frozen
class Scale:
    """What the bars of one table are measured by.

    Attributes:
        block: what one block is worth: 1, 2 or 5 times a power of ten.
        low, high: the amounts at the left and the right edge, whole blocks; nought lies between them.
    """

    block: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal]) -> Scale:
        """The scale on which all of the amounts can be drawn."""
        known = [Decimal(0), *amounts]
        low, high = min(known), max(known)
        longest = max(high, -low)
        block = Decimal(1)
        if longest:
            least = EXACT.divide(longest, Decimal(_MOST_BLOCKS))
            unit = Decimal(1).scaleb(least.adjusted())
            block = next(step * unit for step in (1, 2, 5, 10) if step * unit >= least)
        first = (low / block).to_integral_value(ROUND_FLOOR) * block
        last = (high / block).to_integral_value(ROUND_CEILING) * block
        return cls(block, first, max(last, first + block))

    def _percent(self, amount: Decimal) -> str:
        return f"{EXACT.divide(amount * 100, self.high - self.low):.3f}%"

    def bar(self, *parts: Part, line: Decimal | None = None) -> str:
        """One bar, with an upright line of ink at `line`: last year, a target, or the central figure."""
        marks = []
        for part in parts:
            left, right = sorted((part.start, part.end))
            place = f"left:{self._percent(left - self.low)};width:{self._percent(right - left)}"
            marks.append(f'<i class="{part.tone}" style="{place}"></i>')
        if self.low:
            marks.append(f'<i class="nought" style="left:{self._percent(-self.low)}"></i>')
        if line is not None:
            marks.append(f'<i class="line" style="left:{self._percent(line - self.low)}"></i>')
        blocks = EXACT.divide(self.high - self.low, self.block)
        return f'<span class="t" style="--n:{blocks:.0f}" aria-hidden="true">{"".join(marks)}</span>'
