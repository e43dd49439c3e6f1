"""How the pounds of a report are rounded and written, so that each column adds up as printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from attrs import frozen

from socialvalue.money import apportioned, rounded
from socialvalue.showing.words.grammar import minus

Rounding = Literal["pounds", "thousands"]


@frozen
class Pounds:
    """How the pounds of a report are written.

    Attributes:
        unit: 1 for whole pounds, 1000 for thousands, a penny where the whole is small.
    """

    unit: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal], rounding: Rounding = "pounds") -> Pounds:
        """The rounding asked for; pence where everything is below £1,000."""
        largest = max((abs(amount) for amount in amounts), default=Decimal(0))
        if largest < 1000:
            return cls(Decimal("0.01"))
        return cls(Decimal(1000 if rounding == "thousands" else 1))

    @property
    def head(self) -> str:
        """The heading of a column."""
        return "£000" if self.unit == 1000 else "£"

    @property
    def told(self) -> str:
        """How the figures are rounded, in words."""
        unit = "a thousand pounds" if self.unit == 1000 else "whole pounds"
        return "" if self.unit < 1 else f"Figures are rounded to {unit} so that each column adds up as printed."

    def shown(self, amount: Decimal) -> str:
        """The amount without its sign of pounds: ``1,426,660``, ``−251,764``."""
        figure = rounded(amount, self.unit) / max(self.unit, Decimal(1))
        return minus(f"{figure:,.{0 if self.unit >= 1 else 2}f}")

    def signed(self, amount: Decimal) -> str:
        """A change, with its sign."""
        return f"+{self.shown(amount)}" if amount > 0 else self.shown(amount)

    def column(self, amounts: Sequence[Decimal]) -> list[Decimal]:
        """The amounts rounded so that they add up to their rounded sum."""
        return apportioned(amounts, self.unit)
