"""What all tables of a report are made from: the result, what was asked for, and the rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen

from socialvalue.money import whole_pounds
from socialvalue.records.results import Result
from socialvalue.showing.board.asked import Asked
from socialvalue.showing.board.bars import Scale
from socialvalue.showing.board.rounding import Pounds
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.valuing.last_year.bridge import Bridge


@frozen(slots=False)
class Draft:
    """A report being made.

    Attributes:
        result: what is shown.
        asked: what is shown beside it.
        pounds: how pounds are rounded.
    """

    result: Result
    asked: Asked
    pounds: Pounds

    @classmethod
    def of(cls, result: Result, asked: Asked) -> Draft:
        """A report of a result, its pounds rounded as was asked for."""
        return cls(result, asked, Pounds.of((entry.gross for entry in result.by_outcome), asked.rounding))

    @property
    def bridge(self) -> Bridge | None:
        """The one bridge from last year; None where there is no last year, or kinds are held apart."""
        years = self.asked.years
        return years.bridges[0] if years and len(years.bridges) == 1 else None

    @property
    def total_look(self) -> Literal["total", "net"]:
        """Only the net total is ruled twice."""
        return "net" if is_adjusted(self.result) else "total"

    @property
    def net_or_gross(self) -> str:
        """What the value is called."""
        return "Net value" if is_adjusted(self.result) else "Gross value"

    def block_said(self, scale: Scale) -> str:
        """The unit of a table with bars, and what one block of them is."""
        return f"{self.pounds.head}; one block is {whole_pounds(scale.block)}"

    def pound_sum(self, amount: Decimal) -> str:
        """A sum with its sign of pounds: ``£1,426,660``, or ``£1,427k``."""
        figure = self.pounds.shown(amount)
        sign, figure = ("−", figure[1:]) if figure.startswith("−") else ("", figure)
        return f"{sign}£{figure}{'k' if self.pounds.unit == 1000 else ''}"
