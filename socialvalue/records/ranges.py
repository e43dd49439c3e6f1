"""How sure a total is: the ranges of its assumptions, and what they do to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from attrs import frozen

from socialvalue.published.valuations import Kind

#: How assumptions are drawn.
Distribution: TypeAlias = Literal["triangular", "pert"]


@frozen
class Assumption:
    """One figure that a total rests on, shared by every line that uses it.

    Attributes:
        name: ``unit value``, or the name of a setting.
        scope: the code of the value, or the outcome or category the setting holds for.
        value: the figure used.
        low, high: its range; both `value` where there is none.
        source: where it comes from.
    """

    name: str
    scope: str
    value: Decimal
    low: Decimal
    high: Decimal
    source: str

    @property
    def label(self) -> str:
        """Its name and what it holds for."""
        return f"{self.name} ({self.scope})" if self.scope else self.name


@frozen
class Sensitivity:
    """How a total moves with one assumption while all others stay.

    Attributes:
        assumption: which.
        at_low, at_high: the net total in pounds with the assumption at its low and at its high.
        break_even: the figure at which the net total equals the cost; None without a cost, or where no figure the
            assumption may take does that.
    """

    assumption: Assumption
    at_low: Decimal
    at_high: Decimal
    break_even: Decimal | None = None

    @property
    def swing(self) -> Decimal:
        """How far the assumption moves the total, in pounds."""
        return abs(self.at_high - self.at_low)


@frozen
class Simulation:
    """What many runs with assumptions drawn from their ranges give.

    Attributes:
        runs, seed: how many, and the number from which the same runs are drawn again.
        mean, median: of the net total, in pounds.
        lower, upper: the bounds within which nine runs in ten fall.
        below_cost: the share of runs in which the net total is below the cost; None without a cost.
        distribution: how assumptions were drawn: ``triangular`` or ``pert``.
        net_benefit, ratio: the median and the bounds within which nine runs in ten fall; None without a cost.
        above_one, above_two: the shares of runs in which the ratio is above 1 and above 2; None without a cost.
    """

    runs: int
    seed: int
    mean: Decimal
    median: Decimal
    lower: Decimal
    upper: Decimal
    below_cost: Decimal | None = None
    distribution: Distribution = "triangular"
    net_benefit: Bounds | None = None
    ratio: Bounds | None = None
    above_one: Decimal | None = None
    above_two: Decimal | None = None


@frozen
class Bounds:
    """A low, a middle and a high figure."""

    low: Decimal
    middle: Decimal
    high: Decimal


@frozen
class Range:
    """How sure one net total is.

    Attributes:
        kinds: the kinds of value it holds.
        low, central, high: pounds, with every assumption at its lower, its central and its higher end.
        sensitivities: one-way, the assumption that moves the total most first.
        simulation: the runs, where they were asked for.
        cost: the present value of the cost and its range; None without a cost.
        net_benefit, ratio: of the cost too, with value at its worse and cost at its higher end, and the other way.
    """

    kinds: tuple[Kind, ...]
    low: Decimal
    central: Decimal
    high: Decimal
    sensitivities: tuple[Sensitivity, ...] = ()
    simulation: Simulation | None = None
    cost: Bounds | None = None
    net_benefit: Bounds | None = None
    ratio: Bounds | None = None

    @property
    def known(self) -> bool:
        """Whether any assumption has a range; without one, low and high say nothing of how sure the total is."""
        return any(one.assumption.low != one.assumption.high for one in self.sensitivities)
