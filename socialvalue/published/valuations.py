"""A valuation: what one unit of an outcome is worth, its parts, its range, and where each figure comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal, get_args

from attrs import Attribute, field, frozen

from socialvalue.money import decimal, optional_decimal, total
from socialvalue.problems import Place
from socialvalue.published.prices import PriceBase, price_base
from socialvalue.published.sources import Grade, Source, grade_of, weakest
from socialvalue.published.wellbys import Effect, Uprating
from socialvalue.validators import FieldError, a, filled, one_of, or_none

Kind = Literal["wellbeing", "fiscal", "economic", "social"]
ValueKind = Literal["wellbeing", "fiscal", "economic", "social", "mixed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Evidence = Literal["high", "medium", "low"]
Reliability = Literal["green", "amber", "red"]
AgeBand = Literal["all", "under-25", "25-49", "50-plus"]
Area = Literal["all", "london", "outside-london"]

#: The place of a field of a value: in a data file its key, in a spreadsheet its cell.
At = Callable[[str], Place]

#: No value of one unit is as large as this, in pounds; what is, is a slip.
LARGEST_VALUE = Decimal(10) ** 12
_MOST_DECIMALS = 60


def believable(_: object, attribute: Attribute[Any], value: Decimal | None) -> None:
    """An attrs validator: an amount of pounds of a believable size, with few enough digits after the point."""
    if value is not None and not (
        -LARGEST_VALUE < value < LARGEST_VALUE and int(value.as_tuple().exponent) >= -_MOST_DECIMALS
    ):
        msg = f"{attribute.name} is not an amount that can be believed"
        raise FieldError(msg, attribute.name)


def part_of_a_date(_: object, attribute: Attribute[Any], value: str) -> None:
    """An attrs validator: a year, a month or a day, such as ``2021``, ``2021-07`` or ``2021-07-19``; or nothing."""
    if value and not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value):
        msg = f"{attribute.name} is a year, a month or a day, such as 2021, 2021-07 or 2021-07-19, not “{value}”"
        raise FieldError(msg, attribute.name)


@frozen(kw_only=True)
class Component:
    """A part of a value.

    Attributes:
        label: what the part is.
        amount: pounds, in the value's unit and prices.
        kind: its kind, where that is not the value's own.
        agency: who saves it, or whose it is.
        transfer: True for a tax or a benefit that only moves money, so that a total of public value leaves it out.
        code: the publisher's code of the part, where it has one.
    """

    label: str = field(validator=filled)
    amount: Decimal = field(converter=decimal, validator=believable)
    kind: Kind | None = field(default=None, validator=or_none(one_of(get_args(Kind))))
    agency: str = ""
    transfer: bool = False
    code: str = ""


@frozen(kw_only=True)
class Ingredient:
    """A figure that a derived value was made from.

    Attributes:
        name: what it is.
        value: the figure, in `unit`.
        grade: how well it is known.
        source: where it is published.
        read_in: where it was read, where that is another document.
    """

    name: str = field(validator=filled)
    value: Decimal = field(converter=decimal)
    unit: str
    grade: Grade = field(converter=grade_of, validator=one_of(get_args(Grade)))
    source: Source
    read_in: Source | None = None


@frozen(kw_only=True)
class Alternative:
    """Another published figure for the same outcome that was not chosen: shown beside it, never added or averaged.

    Attributes:
        label: what it is.
        amount: pounds, in the value's unit and prices of `prices`.
        reason: why it was not chosen.
        source: where it comes from.
    """

    label: str = field(validator=filled)
    amount: Decimal = field(converter=decimal, validator=believable)
    prices: PriceBase = field(converter=price_base)
    reason: str = field(validator=filled)
    source: Source


@frozen(kw_only=True)
class Valuation:
    """What one unit of an outcome is worth.

    Attributes:
        code: the publisher's code, or ours where there is none.
        title: what the entry is called.
        outcome: the outcome's id.
        amount: pounds, in `unit`.
        unit: such as ``GBP / person / year``.
        prices: the price year, calendar (``2019``) or financial (``2012-13``).
        kind: ``wellbeing``, ``fiscal`` or ``economic``; ``mixed`` where the components say.
        grade: how well the figure is known: ``quoted`` from the source named, read in a ``secondary`` source,
            ``consistent`` with a published total that tests several together, or ``derived`` by the arithmetic in
            `working`.
        source: where it is published.
        read_in: where it was read, where that is another document; every secondary value has one.
        low, high: the range, where the source gives one.
        age, area: whom it holds for.
        valid_from, valid_to: the dates it holds for, both included.
        prices_assumed: True where no source states the price year.
        wellby: True where the value is so many WELLBYs.
        working: the arithmetic behind a consistent or derived figure.
        notes: anything a reader should know.
        components: the parts it is made of, which sum to it.
        agency: who saves it, or whose it is, where it has no components that say.
        effect: the points of life satisfaction it is made of; the amount and its range follow from them.
        uprated: for a WELLBY, the figure it was brought from and the editions that did it; the amount follows.
        inputs: the figures a derived value was made from, each with its own source.
        alternatives: other published figures that were not chosen.
        evidence_level: how well the effect behind it is established: ``high``, ``medium`` or ``low``.
        evidence: why, such as the design of the study.
        reliability: the publisher's own rating, ``green``, ``amber`` or ``red``.
        population: whom it was measured on.
        licence: the licence as it was read, where it is not the bank's.
        published, effective_from, superseded_by: when it came out (``2021-07``), from when it is used, and what took
            its place; the bank's own where empty.
        checked_on: the day the figure was last compared with its source.
    """

    code: str = field(validator=filled)
    title: str = field(validator=filled)
    outcome: str = field(validator=filled)
    amount: Decimal = field(converter=decimal, validator=believable)
    unit: str = field(validator=filled)
    prices: PriceBase = field(converter=price_base)
    kind: ValueKind = field(validator=one_of(get_args(ValueKind)))
    grade: Grade = field(converter=grade_of, validator=one_of(get_args(Grade)))
    source: Source = field(validator=a(Source))
    read_in: Source | None = None
    low: Decimal | None = field(default=None, converter=optional_decimal, validator=believable)
    high: Decimal | None = field(default=None, converter=optional_decimal, validator=believable)
    age: AgeBand = field(default="all", validator=one_of(get_args(AgeBand)))
    area: Area = field(default="all", validator=one_of(get_args(Area)))
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    prices_assumed: bool = False
    wellby: bool = False
    working: str = ""
    notes: str = ""
    components: tuple[Component, ...] = ()
    agency: str = ""
    effect: Effect | None = None
    uprated: Uprating | None = None
    inputs: tuple[Ingredient, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    evidence_level: Evidence | None = field(default=None, validator=or_none(one_of(get_args(Evidence))))
    evidence: str = ""
    reliability: Reliability | None = field(default=None, validator=or_none(one_of(get_args(Reliability))))
    population: str = ""
    licence: str = ""
    published: str = field(default="", validator=part_of_a_date)
    effective_from: dt.date | None = None
    superseded_by: str = ""
    checked_on: dt.date | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from every other value of its bank: code, kind, age, area and first day."""
        return self.code, self.kind, self.age, self.area, str(self.valid_from or "")

    @property
    def named(self) -> ValueName:
        """What it is known by, and the outcome it values."""
        return ValueName(self.code, self.outcome, self.key[1:])

    @property
    def weak(self) -> bool:
        """Whether outputs mark it: low evidence, or rated red by its publisher."""
        return self.evidence_level == "low" or self.reliability == "red"

    @property
    def graded(self) -> str:
        """The grade in words: a derived value is no better known than the weakest figure it was made from."""
        made_from: list[Grade] = [*(one.grade for one in self.inputs), *(("secondary",) if self.read_in else ())]
        return f"derived from {weakest(made_from)} figures" if self.grade == "derived" and made_from else self.grade

    def transfers(self) -> Decimal:
        """Pounds per unit that are transfers: taxes and benefits that public value leaves out."""
        return total(part.amount for part in self.components if part.transfer)

    def agencies(self) -> dict[str, Decimal]:
        """Pounds per unit by who saves them; ``""`` for what nobody is named for."""
        found: dict[str, Decimal] = {}
        for part in self.components:
            name = part.agency or self.agency
            found[name] = found.get(name, Decimal(0)) + part.amount
        return found or {self.agency: self.amount}

    def parts(self) -> dict[Kind, Decimal]:
        """Pounds per unit by kind; one entry unless the value is mixed."""
        if self.kind != "mixed":
            return {self.kind: self.amount}
        parts: dict[Kind, Decimal] = {}
        for component in self.components:
            if component.kind is not None:
                parts[component.kind] = parts.get(component.kind, Decimal(0)) + component.amount
        return parts

    def holds_on(self, day: dt.date) -> bool:
        """Whether the value holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def holds_for(self) -> str:
        """Whom the value holds for, such as ``age under-25, london``; empty where it holds for all."""
        age = "" if self.age == "all" else f"age {self.age}"
        area = "" if self.area == "all" else self.area
        return ", ".join(part for part in (age, area) if part)


def value_place(file: str, code: str) -> At:
    """The places of the fields of a value in a data file."""
    return lambda name: Place(file=file, key=f"{code}.{name}")


@frozen
class ValueName:
    """What a value is known by: its code, the outcome, and what else tells values of one code apart."""

    code: str
    outcome: str
    told: tuple[str, ...]
