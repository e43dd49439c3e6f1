"""One line of a result: its value, step by step and year by year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from attrs import field, frozen

from socialvalue.adjustments import Name
from socialvalue.money import EXACT
from socialvalue.published.method_settings import Setting
from socialvalue.published.prices import PriceBase
from socialvalue.published.valuations import Kind, Valuation
from socialvalue.records.returns import Line
from socialvalue.validators import Fixed, fixed

#: What a step of a line's arithmetic does, in the order in which steps come: ``quantity``, ``unit value``, ``fte``,
#: ``prices``, ``growth`` (of GDP per head) and ``years`` give the gross; then what is not additional or is lost
#: (`socialvalue.adjustments`), the ``reference case``, ``drop-off`` and ``discounting`` give the net.
StepKind: TypeAlias = Name | Literal["quantity", "unit value", "prices", "growth", "reference case", "discounting"]


#: The steps that make the gross.
TO_GROSS: tuple[StepKind, ...] = ("quantity", "unit value", "fte", "prices", "growth", "years")


@frozen
class Step:
    """One step of a line's arithmetic.

    Attributes:
        kind: what was done.
        factor: what the amount before was multiplied by; beside `less`, what the subtraction comes to, to 50 digits.
        amount: pounds after the step (for the first, the quantity itself).
        source: where the factor comes from.
        less: what was taken off, where the exact step is a subtraction.
        prices: of ``prices`` and ``growth``, from which year and to which.
        power: of ``growth``, the power to which it is raised.
    """

    kind: StepKind
    factor: Decimal | None
    amount: Decimal
    source: str = ""
    less: Decimal | None = None
    prices: tuple[PriceBase, PriceBase] | None = None
    power: Decimal | None = None


@frozen
class Figure:
    """A figure that a line was valued with.

    Attributes:
        value: the figure.
        origin: where it comes from, in words.
        setting: the method's setting; None where the line itself gives it.
    """

    value: Decimal
    origin: str
    setting: Setting | None = None


@frozen
class YearValue:
    """A line's value in one year of its outcome: pounds as they fall, and their present value."""

    year: int
    amount: Decimal
    present_value: Decimal


@frozen
class ResultLine:
    """One line of a return, valued, for one kind of value.

    Attributes:
        line: the line of the return.
        valuation: the value used.
        kind: the kind of value.
        unit_value: pounds per unit as published, of this kind.
        gross: quantity x value x years, in the prices asked for, before anything is taken off.
        net: what is left after additionality, drop-off and discounting.
        steps: from the quantity to `net`; each amount is the one before it x its factor, or exactly minus its `less`.
        years: the value year by year, where it lasts for more than one.
        figures: the figures of the method, or the line's own, that it was valued with, by name.
        first_year: how many years after year 0 it starts.
        wellby: the WELLBY that the value is made of, where it is made of one.
    """

    line: Line
    valuation: Valuation
    kind: Kind
    unit_value: Decimal
    gross: Decimal
    net: Decimal
    steps: tuple[Step, ...]
    years: tuple[YearValue, ...] = ()
    figures: Mapping[str, Figure] = field(factory=Fixed, converter=fixed)
    first_year: int = 0
    wellby: Valuation | None = None

    @property
    def price_factor(self) -> Decimal:
        """What the value is multiplied by to be in the prices of the result."""
        factor = Decimal(1)
        for step in self.steps:
            if step.factor is not None and step.prices is not None:
                factor = EXACT.multiply(factor, step.factor)
        return factor
