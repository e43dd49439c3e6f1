"""What all tables of a report are made from: the result, what was asked for beside it, and the rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen

from socialvalue.money import whole_pounds
from socialvalue.records.groups import Progress, RollUp
from socialvalue.records.results import Result
from socialvalue.showing.board.bars import Scale
from socialvalue.showing.board.rounding import Pounds, Rounding
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.like_for_like import LikeForLike


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


@frozen
class Asked:
    """What is shown beside a result.

    Attributes:
        years: last year, compared like for like.
        targets: each with what was reported for it.
        by: what there are tables by: the first across the page, the others in the appendix; projects, else
            organisations, where none is named and there are any.
        rounding: pounds or thousands.
        published: the groups, the small ones together, that alone may be told of the result, for publication; then no
            last year and no targets are shown, nor any other table.
    """

    years: LikeForLike | None = None
    targets: tuple[Progress, ...] = ()
    by: tuple[str, ...] = ()
    rounding: Rounding = "pounds"
    published: RollUp | None = None

    def __attrs_post_init__(self) -> None:
        if self.published is None:
            return
        if self.years is not None or self.targets or self.by:
            msg = "beside groups for publication nothing else is shown: no last year, targets or other groups"
            raise ValueError(msg)
        if len(self.published.by) != 1 or self.published.overlapping or not self.published.suppressed_below:
            msg = "for publication there is one table, of groups that do not overlap, with the small ones together"
            raise ValueError(msg)
