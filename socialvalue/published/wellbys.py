"""Values made of points of life satisfaction times the value of a WELLBY, and a WELLBY brought to later prices.

A WELLBY is one point of life satisfaction, on a scale from 0 to 10, for one person for one year (HM Treasury, Wellbeing
Guidance for Appraisal, 2021). Everything here is exact: fractions until the last step, which is carried to 50 digits.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import Attribute, field, frozen

from socialvalue.money import EXACT, decimal, optional_decimal
from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.prices import Index, Point, PriceBase, load_index, price_base
from socialvalue.validators import FieldError

#: The power to which growth of real GDP per head is raised: the marginal utility of income in the Treasury's guidance.
POWER = Decimal("1.3")


def exact_fraction(text: str) -> Fraction:
    """The exact number written as ``10/6``, ``0.5`` or ``3``.

    Raises:
        ValueError: for anything else, and for a division by zero.
    """
    if not re.fullmatch(r"-?\d+(\.\d+)?(/\d+(\.\d+)?)?", text):
        msg = f"“{text}” is not a number or a fraction: write 0.5 or 10/6"
        raise ValueError(msg)
    above, _, below = text.partition("/")
    if below and not Fraction(below):
        msg = f"“{text}” divides by zero"
        raise ValueError(msg)
    return Fraction(above) / Fraction(below or "1")


def in_pounds(exact: Fraction) -> Decimal:
    """The fraction as a decimal: exact where it ends within 50 digits, else carried to 50."""
    return EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _a_number(_: object, attribute: Attribute[Any], value: str) -> None:
    if exact_fraction(value) <= 0:
        msg = f"{attribute.name} must be above 0, not {value}"
        raise FieldError(msg, attribute.name)


@frozen(kw_only=True)
class Effect:
    """A change of life satisfaction, as its source prints it.

    Attributes:
        points: on the source's own scale.
        low, high: the interval of the points, where the source gives one.
        scale: the source's scale, such as ``0-10`` or ``1-7``.
        rule: what points on that scale are multiplied by to be on one from 0 to 10, such as ``10/6`` for ``1-7``;
            publishers differ, so the rule is stated and never assumed.
        years: the area under the effect: the years it lasts where it is steady (``10/52``), half of them where it
            fades evenly to nothing. For a value by the year, 1.
        comparison: who the effect is measured against.
        wellby: the code of the WELLBY in the same bank.
    """

    points: Decimal = field(converter=decimal)
    wellby: str
    low: Decimal | None = field(default=None, converter=optional_decimal)
    high: Decimal | None = field(default=None, converter=optional_decimal)
    scale: str = "0-10"
    rule: str = field(default="1", validator=_a_number)
    years: str = field(default="1", validator=_a_number)
    comparison: str = ""

    def __attrs_post_init__(self) -> None:
        if self.scale != "0-10" and self.rule == "1":
            msg = f"points on a scale of {self.scale} need the rule that brings them to 0-10, such as rule = “10/6”"
            raise ValueError(msg)
        low, high = (self.points if end is None else end for end in (self.low, self.high))
        if not low <= self.points <= high:
            msg = f"the interval {low} to {high} does not hold the points {self.points}"
            raise ValueError(msg)

    @property
    def on_ten(self) -> Decimal:
        """The points on a scale from 0 to 10."""
        return in_pounds(Fraction(self.points) * exact_fraction(self.rule))

    @property
    def wellbys(self) -> Decimal:
        """WELLBYs for one person: points on a scale from 0 to 10 times years."""
        return in_pounds(self._wellbys(self.points))

    def amounts(self, wellby: Decimal, low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal, Decimal]:
        """Pounds for one person: lowest, central and highest, from the interval of the points and the WELLBY's range.

        Args:
            wellby: pounds for one WELLBY.
            low, high: its range; the central value where None.
        """
        ends = [self.points if end is None else end for end in (self.low, self.high)]
        corners = [
            self._wellbys(points) * Fraction(wellby if value is None else value)
            for points in ends
            for value in (low, high)
        ]
        central = self._wellbys(self.points) * Fraction(wellby)
        return in_pounds(min(corners)), in_pounds(central), in_pounds(max(corners))

    def _wellbys(self, points: Decimal) -> Fraction:
        return Fraction(points) * exact_fraction(self.rule) * exact_fraction(self.years)


@frozen(kw_only=True)
class Uprating:
    """A WELLBY before it was brought to later prices, and by what.

    Attributes:
        amount, low, high: pounds, as the guidance prints them.
        prices: the year of those pounds.
        deflator: the id of the edition of the GDP deflator.
        growth: the id of the release of real GDP per head; empty for prices only, which the result then says.
        power: the power to which its growth is raised.
    """

    amount: Decimal = field(converter=decimal)
    prices: PriceBase = field(converter=price_base)
    deflator: str
    growth: str = ""
    low: Decimal | None = field(default=None, converter=optional_decimal)
    high: Decimal | None = field(default=None, converter=optional_decimal)
    power: Decimal = field(default=POWER, converter=decimal)


def uprated(start: PriceBase, to: PriceBase, deflator: Index, growth: Index | None, power: Decimal = POWER) -> Point:
    """What a WELLBY in prices of `start` is multiplied by to be one in prices of `to`.

    The Treasury's way (Wellbeing Guidance for Appraisal, 2021): the ratio of the deflators, times the ratio of real
    GDP per head to the power 1.3. The answer depends on the releases, so both are named in the working.

    Args:
        start, to: calendar years.
        deflator: an edition of the GDP deflator.
        growth: a release of real GDP per head; None for prices only.
        power: see `POWER`.

    Raises:
        OutsideIndex: when a year is not reached.
    """
    prices = deflator.factor(start, to)
    if growth is None:
        return Point(prices.value, prices.forecast, f"{prices.working}, {deflator.edition}; prices only")
    real = growth.factor(start, to)
    return Point(
        EXACT.multiply(prices.value, EXACT.power(real.value, power)),
        prices.forecast or real.forecast,
        f"{prices.working} ({deflator.edition}) × ({real.working})^{power} ({growth.edition})",
    )


def uprated_wellby(row: dict[str, Any], rows: list[dict[str, Any]], file: str) -> dict[str, Decimal | None]:
    """The amount and range of a WELLBY brought to later prices."""
    if "uprated" not in row:
        return {}
    code = str(row.get("code"))
    start = toml.structure(row["uprated"], Uprating, file, f"{code}.uprated")
    place = Place(file=file, key=f"{code}.uprated")
    try:
        growth = load_index(start.growth) if start.growth else None
        factor = uprated(start.prices, PriceBase.of(row["prices"]), load_index(start.deflator), growth, start.power)
    except (ValueError, KeyError) as err:
        message = f"It cannot be brought to later prices: {err}."
        raise BadData([error("bad-data", place, message, "Choose editions that reach both years.")]) from None
    ends = {"low": start.low, "amount": start.amount, "high": start.high}
    return {name: None if end is None else EXACT.multiply(end, factor.value) for name, end in ends.items()}


def amounts_of_effect(row: dict[str, Any], rows: list[dict[str, Any]], file: str) -> dict[str, Decimal | None]:
    """The amount and range of points of life satisfaction times the WELLBY of the same bank."""
    if "effect" not in row:
        return {}
    code = str(row.get("code"))
    effect = toml.structure(row["effect"], Effect, file, f"{code}.effect")
    wellby = next((other for other in rows if other.get("code") == effect.wellby), {})
    if wellby.get("unit") != "GBP / wellby" or wellby.get("prices") != row.get("prices"):
        place = Place(file=file, key=f"{code}.effect.wellby")
        message = f"“{effect.wellby}” is no WELLBY of this bank in prices of {row.get('prices')}."
        remedy = "Name a value in GBP / wellby of the same bank and price year."
        raise BadData([error("bad-data", place, message, remedy)])
    try:
        pounds, *ends = (optional_decimal(wellby.get(name)) for name in ("amount", "low", "high"))
    except (TypeError, ValueError):
        return {}  # the fault is the WELLBY's own
    if pounds is None:
        return {}
    return dict(zip(("low", "amount", "high"), effect.amounts(pounds, *ends), strict=True))
