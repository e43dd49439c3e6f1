"""The settings of a method: one figure each, with its range, what it holds for and where it comes from."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from socialvalue.adjustments import ADJUSTMENTS, NAMES, SHARES, Name
from socialvalue.money import fraction, optional_written, plain, written
from socialvalue.published.sources import Source
from socialvalue.validators import FieldError

OWN = "user's own"


def _is_adjustment(_: object, __: object, name: str) -> None:
    if name not in NAMES:
        msg = f"there is no setting “{name}”: the settings are {', '.join(NAMES)}"
        raise FieldError(msg, "name")


@frozen(kw_only=True)
class Setting:
    """One figure of a method, for everything or for one outcome or category of activity.

    Attributes:
        name: which; ``deadweight`` (what would have happened anyway), ``attribution`` (to others),
            ``displacement``, ``leakage``, ``substitution``, ``optimism-bias`` and ``drop-off`` (a year, after the
            first) are shares from 0 to 1; ``multiplier`` is above 0; ``fte`` is the part of full-time hours that each
            of the people counted works, above 0 and at most 1; ``years`` is how long the outcome lasts, above 0
            and at most 100.
        value: the figure.
        low, high: its range, for uncertainty.
        outcome, category: what it holds for; everything when neither is given.
        source: where it comes from; the user's own where there is none.
        reason: why it was chosen.
    """

    name: Name = field(validator=_is_adjustment)
    value: Decimal = field(converter=written)
    low: Decimal | None = field(default=None, converter=optional_written)
    high: Decimal | None = field(default=None, converter=optional_written)
    outcome: str | None = None
    category: str | None = None
    source: Source | None = None
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        low, high = self.range
        kind = ADJUSTMENTS[self.name]
        if not (low >= 0 and high <= kind.most) or (not kind.share and low == 0):
            hint = "; a fifth is 20% or 0.2" if kind.share else ""
            msg = f"{self.name} must lie {kind.words}, not {plain_range(low, high)}{hint}"
            raise ValueError(msg)
        if not low <= self.value <= high:
            msg = f"{self.name}: the range {low} to {high} does not hold the figure {self.value}"
            raise ValueError(msg)
        if self.outcome and self.category:
            msg = f"{self.name}: give an outcome or a category, not both"
            raise ValueError(msg)

    @classmethod
    def of(cls, name: Name, text: str) -> Setting:
        """The setting a person wrote: ``20%`` or ``0.2``, or low, central and high as ``10%:20%:30%``.

        Raises:
            ValueError: for anything else, or a figure outside its limits.
        """
        figures = [fraction(part) for part in text.split(":")]
        if len(figures) == 1:
            return cls(name=name, value=figures[0])
        if len(figures) == 3:
            return cls(name=name, low=figures[0], value=figures[1], high=figures[2])
        msg = f"{name}: write one figure, or low, central and high as 10%:20%:30%"
        raise ValueError(msg)

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest it may be; the figure itself where no range is given."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)

    def __str__(self) -> str:
        """The figure as people write it: ``deadweight 20% (10% to 30%)``."""
        low, high = self.range
        spread = f" ({self._shown(low)} to {self._shown(high)})" if low != high else ""
        return f"{self.name} {self._shown(self.value)}{spread}"

    def _shown(self, figure: Decimal) -> str:
        return f"{plain(figure.scaleb(2))}%" if self.name in SHARES else plain(figure)

    @property
    def scope(self) -> str:
        """What it holds for, in a word; empty for everything."""
        return self.outcome or self.category or ""

    @property
    def key(self) -> str:
        """What tells the scope from others: an outcome and a category may have one name."""
        return f"category-{self.category}" if self.category else self.scope

    @property
    def origin(self) -> str:
        """Where the figure comes from, in words."""
        return str(self.source) if self.source else OWN


def plain_range(low: Decimal, high: Decimal) -> str:
    """One figure, or two with “to” between."""
    return str(low) if low == high else f"{low} to {high}"
