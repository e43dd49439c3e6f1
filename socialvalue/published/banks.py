"""Banks of valuations: what one unit of an outcome is worth, and where each figure comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args

from attrs import Attribute, field, frozen

from socialvalue.fields import FieldError, a, filled, one_of, or_none
from socialvalue.money import decimal, optional_decimal, total
from socialvalue.problems import Place, Problem, error
from socialvalue.published import toml
from socialvalue.published.outcomes import Outcome, Vocabulary, load_vocabulary
from socialvalue.published.prices import PriceBase, price_base
from socialvalue.published.sources import Grade, Licence, Source
from socialvalue.units import UnitMismatch, basis

Kind = Literal["wellbeing", "fiscal", "economic"]
ValueKind = Literal["wellbeing", "fiscal", "economic", "mixed"]
AgeBand = Literal["all", "under-25", "25-49", "50-plus"]
Area = Literal["all", "london", "outside-london"]

DEFAULT_BANK = "hact-svb-2020"

#: The place of a field of a value: in a data file its key, in a spreadsheet its cell.
At = Callable[[str], Place]

#: No value of one unit is as large as this, in pounds; what is, is a slip.
LARGEST = Decimal(10) ** 12
_PLACES = 12


def believable(_: object, attribute: Attribute[Any], value: Decimal | None) -> None:
    """An attrs validator: an amount of pounds of a believable size, with few enough digits after the point."""
    if value is not None and not (-LARGEST < value < LARGEST and int(value.as_tuple().exponent) >= -_PLACES):
        msg = f"{attribute.name} is not an amount that can be believed"
        raise FieldError(msg, attribute.name)


def usable_id(_: object, attribute: Attribute[Any], value: str) -> None:
    """An attrs validator: a name that can be typed, be a file's name, and not be taken for a path."""
    if not isinstance(value, str) or not re.fullmatch(r"(?!.*\.toml$)[a-z0-9][a-z0-9.-]*", value):
        msg = f"“{value}” cannot be the id of a bank: use small letters, digits, points and hyphens, as in my-bank-2024"
        raise FieldError(msg, attribute.name)


@frozen(kw_only=True)
class Component:
    """A part of a value.

    Attributes:
        label: what the part is.
        amount: pounds, in the value's unit and prices.
        kind: its kind, where that is not the value's own.
    """

    label: str = field(validator=filled)
    amount: Decimal = field(converter=decimal, validator=believable)
    kind: Kind | None = field(default=None, validator=or_none(one_of(get_args(Kind))))


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
            ``reconciled`` with published totals, or ``derived`` by the arithmetic in `working`.
        source: where it comes from.
        low, high: the range, where the source gives one.
        age, area: whom it holds for.
        valid_from, valid_to: the dates it holds for, both included.
        prices_assumed: True where no source states the price year.
        wellby: True where the value is so many WELLBYs.
        working: the arithmetic behind a reconciled or derived figure.
        notes: anything a reader should know.
        components: the parts it is made of, which sum to it.
    """

    code: str = field(validator=filled)
    title: str = field(validator=filled)
    outcome: str = field(validator=filled)
    amount: Decimal = field(converter=decimal, validator=believable)
    unit: str = field(validator=filled)
    prices: PriceBase = field(converter=price_base)
    kind: ValueKind = field(validator=one_of(get_args(ValueKind)))
    grade: Grade = field(validator=one_of(get_args(Grade)))
    source: Source = field(validator=a(Source))
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

    def problems(self, at: At) -> Iterator[Problem]:
        """What is wrong with the value in itself; `at` gives the place of each field."""
        parts = total(component.amount for component in self.components)
        if self.components and parts != self.amount:
            yield error(
                "components-do-not-sum",
                at("components"),
                f"The components add up to £{parts}, not £{self.amount}.",
                "Compare each with the source.",
            )
        low = self.amount if self.low is None else self.low
        high = self.amount if self.high is None else self.high
        if not low <= self.amount <= high:
            yield error(
                "range-out-of-order",
                at("low" if low > self.amount else "high"),
                f"The range {low} to {high} does not hold the amount {self.amount}.",
                "Compare low, amount and high with the source.",
            )
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield error("bad-date", at("valid_to"), "The value ends before it begins.", "Mend one of the dates.")
        if self.kind == "mixed" and (not self.components or any(part.kind is None for part in self.components)):
            message = "A mixed value needs components that each name their kind."
            yield error("bad-data", at("components"), message, "Give each its kind.")
        if self.kind != "mixed" and any(part.kind not in (None, self.kind) for part in self.components):
            message = f"The value is {self.kind}, but a component is of another kind."
            yield error("bad-data", at("kind"), message, "Call the value mixed, or mend the component.")
        if self.grade in ("reconciled", "derived") and not self.working:
            message = f"A {self.grade} value needs its working."
            yield error("bad-data", at("working"), message, "Write down the arithmetic.")

    def misfits(self, at: At, vocabulary: Vocabulary) -> Iterator[Problem]:
        """A problem for an outcome that does not exist, and for one that is counted in another unit."""
        if self.outcome not in vocabulary:
            close = vocabulary.names().nearest(self.outcome)
            hint = f"Did you mean “{close[0]}”? " if close else ""
            message = f"There is no outcome “{self.outcome}”."
            yield error("unknown-outcome", at("outcome"), message, f"{hint}Mend it, or define it in [[outcome]].")
            return
        try:
            basis(vocabulary[self.outcome].unit, self.unit)
        except UnitMismatch as err:
            yield error("unit-mismatch", at("unit"), f"{_sentence(err)}.", "Mend the unit, or choose the outcome.")


def _sentence(err: Exception) -> str:
    return str(err)[:1].upper() + str(err)[1:]


@frozen(kw_only=True)
class Exclusive:
    """Outcomes of which one person may hold only one at a time; the first named is the first kept."""

    group: str
    outcomes: tuple[str, ...]
    grade: Grade
    source: Source


@frozen(kw_only=True)
class Includes:
    """An outcome whose value already holds those of others, so that they are not claimed again."""

    outcome: str
    includes: tuple[str, ...]
    grade: Grade
    source: Source


@frozen(kw_only=True)
class Claiming:
    """A bank's rules for claiming.

    Attributes:
        annual: values are for a year, and claimed in full for an outcome that lasts a significant part of it.
        sustained_only: an outcome that was not sustained is not claimed.
        evidence_required: an outcome without evidence is not claimed.
        source: where the rules were read.
        exclusive: outcomes that one person cannot hold together.
        includes: outcomes whose value holds those of others.
    """

    annual: bool = True
    sustained_only: bool = False
    evidence_required: bool = False
    source: Source | None = None
    exclusive: tuple[Exclusive, ...] = ()
    includes: tuple[Includes, ...] = ()


@frozen(kw_only=True)
class Bank:
    """An edition of a publisher's values.

    Attributes:
        id: the name it is chosen by.
        title, publisher, edition: as published.
        licence: what may be done with it.
        valuations: the values.
        outcomes: outcomes the bank values that the vocabulary does not have.
        claiming: the rules for claiming the values.
        notes: anything a reader should know.
    """

    id: str = field(validator=usable_id)
    title: str = field(validator=filled)
    publisher: str = field(validator=filled)
    edition: str = field(validator=filled)
    licence: Licence = field(validator=a(Licence))
    valuations: tuple[Valuation, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    claiming: Claiming = Claiming()
    notes: str = ""

    def __iter__(self) -> Iterator[Valuation]:
        return iter(self.valuations)

    def __len__(self) -> int:
        return len(self.valuations)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, code: object) -> bool:
        return code in self._by_code or code in self.valuations

    def __getitem__(self, code: str) -> Valuation:
        if code not in self._by_code:
            msg = f"{self.id} has no value {code}"
            raise KeyError(msg)
        return self._by_code[code]

    def check(self, vocabulary: Vocabulary | None = None) -> tuple[Problem, ...]:
        """What is wrong with the values, each in itself and all together; a bank with a fault is not used.

        Args:
            vocabulary: the outcomes; those of the package when None.
        """
        places = [key_of(self.id, value.code) for value in self.valuations]
        known = (vocabulary or load_vocabulary()).extended(self.outcomes)
        codes = repeated_codes(zip((value.code for value in self.valuations), places, strict=True))
        return (*codes, *value_problems(self.valuations, places, known))

    def find(
        self, outcome: str, *, age: AgeBand = "all", area: Area = "all", on: dt.date | None = None
    ) -> Valuation | None:
        """The most specific value that fits: by age first, then by area; None when nothing fits.

        Args:
            outcome: the outcome's id.
            age: the age band of the people, ``all`` when not known.
            area: where they live, ``all`` when not known.
            on: the day for which the value must hold; when None the latest is taken.
        """
        fitting = [
            value
            for value in self._by_outcome.get(outcome, ())
            if value.age in (age, "all") and value.area in (area, "all") and (on is None or value.holds_on(on))
        ]
        return max(fitting, key=_precedence, default=None)

    def why_none(self, outcome: str, on: dt.date) -> str:
        """Why `find` found nothing: no value at all, none for the day, or only values for some ages or areas."""
        values = self._by_outcome.get(outcome, [])
        if not values:
            return f"no value in {self.id}"
        held = [value for value in values if value.holds_on(on)]
        if not held:
            return f"no value in {self.id} for {on}"
        return f"{self.id} has values only for {'; '.join(sorted({value.holds_for for value in held}))}"

    def cite(self, value: Valuation) -> str:
        """The bank's id and the value's code and, where the outcome has several values, whom this one is for."""
        divided = any(other.holds_for for other in self._by_outcome[value.outcome])
        whom = (value.holds_for or "all ages and areas") if divided else ""
        return f"{self.id} {value.code}" + (f" ({whom})" if whom else "")

    @property
    def codes(self) -> dict[str, str]:
        """The outcome each code values."""
        return {value.code: value.outcome for value in self.valuations}

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the bank's content, however its file is laid out; one digit changed changes it."""
        return toml.fingerprint(self)

    @cached_property
    def _by_code(self) -> dict[str, Valuation]:
        return {value.code: value for value in self.valuations}

    @cached_property
    def _by_outcome(self) -> dict[str, list[Valuation]]:
        found: dict[str, list[Valuation]] = {}
        for value in self.valuations:
            found.setdefault(value.outcome, []).append(value)
        return found


def _precedence(value: Valuation) -> tuple[bool, bool, dt.date]:
    return value.age != "all", value.area != "all", value.valid_from or dt.date.min


def key_of(file: str, code: str) -> At:
    """The places of the fields of a value in a data file."""
    return lambda name: Place(file=file, key=f"{code}.{name}")


def value_problems(values: Sequence[Valuation], places: Sequence[At], vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with values, each in itself and all together; `places` gives the places of the fields of each."""
    found: list[Problem] = []
    codes: set[str] = set()
    scopes: dict[tuple[str, str, str], list[tuple[Valuation, At]]] = {}
    for value, at in zip(values, places, strict=True):
        found += [*value.problems(at), *value.misfits(at, vocabulary)]
        if value.code not in codes:  # a code used twice is a fault that is told elsewhere
            scopes.setdefault((value.outcome, value.age, value.area), []).append((value, at))
        codes.add(value.code)
    for rivals in scopes.values():
        found += _rivals(rivals)
    return found


def repeated_codes(codes: Iterable[tuple[str, At]]) -> Iterator[Problem]:
    """A problem for each code that is used twice; every code comes with the place of its entry."""
    firsts: dict[str, At] = {}
    for code, at in codes:
        first = firsts.setdefault(code, at)
        if first is not at:
            there = first("code")
            where = "" if there == at("code") else f", here and at {there.cell or there}"
            yield error(
                "duplicate-code", at("code"), f"The code {code} is used twice{where}.", "Keep one entry a code."
            )


def _rivals(values: list[tuple[Valuation, At]]) -> Iterator[Problem]:
    """Values of one outcome for the same people whose dates overlap: which one holds would be a guess."""
    by_start = sorted(values, key=lambda entry: entry[0].valid_from or dt.date.min)
    longest = by_start[0][0]
    for value, at in by_start[1:]:
        if longest.valid_to is None or (value.valid_from or dt.date.min) <= longest.valid_to:
            message = f"{longest.code} and {value.code} value the same outcome for the same people and dates."
            remedy = "Keep one, or tell them apart by age, area or date."
            yield error("duplicate-code", at("outcome"), message, remedy)
        if (value.valid_to or dt.date.max) > (longest.valid_to or dt.date.max):
            longest = value
