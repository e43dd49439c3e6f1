"""Banks of valuations: what one unit of an outcome is worth, and where each figure comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any, Literal, get_args

from attrs import Attribute, field, frozen

from socialvalue.fields import FieldError, a, filled, one_of, or_none
from socialvalue.money import decimal, optional_decimal, total
from socialvalue.problems import Place, Problem, error
from socialvalue.published import toml
from socialvalue.published.effects import Effect, Uprating
from socialvalue.published.outcomes import Outcome, Vocabulary, load_vocabulary
from socialvalue.published.prices import PriceBase, price_base
from socialvalue.published.sources import Grade, Licence, Source, grade_of, weakest
from socialvalue.units import UnitMismatch, basis

Kind = Literal["wellbeing", "fiscal", "economic", "social"]
ValueKind = Literal["wellbeing", "fiscal", "economic", "social", "mixed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Evidence = Literal["high", "medium", "low"]
Reliability = Literal["green", "amber", "red"]
AgeBand = Literal["all", "under-25", "25-49", "50-plus"]
Area = Literal["all", "london", "outside-london"]

DEFAULT_BANK = "hact-svb-2020"

#: The place of a field of a value: in a data file its key, in a spreadsheet its cell.
At = Callable[[str], Place]

#: No value of one unit is as large as this, in pounds; what is, is a slip.
LARGEST = Decimal(10) ** 12
_PLACES = 60


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
    def named(self) -> Named:
        """What it is known by, and the outcome it values."""
        return Named(self.code, self.outcome, self.key[1:])

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
        if self.grade in ("consistent", "derived") and not self.working:
            message = f"A {self.grade} value needs its working."
            yield error("bad-data", at("working"), message, "Write down the arithmetic.")
        for where, source in self._read():
            for name in ("url", "retrieved"):
                if not getattr(source, name):
                    message = f"Nothing says {'where' if name == 'url' else 'when'} the figure was read."
                    remedy = f"Give the source its {name}, or name the document it was read in (read_in)."
                    yield error("bad-data", at(f"{where}.{name}"), message, remedy)

    def _read(self) -> Iterator[tuple[str, Source]]:
        """What the figure, or each that it was made from, was read in."""
        for one in self.inputs:
            if one.grade != "derived":
                yield "inputs", one.read_in or one.source
        if not self.inputs:
            yield ("read_in", self.read_in) if self.read_in else ("source", self.source)

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
    grade: Grade = field(converter=grade_of)
    source: Source


@frozen(kw_only=True)
class Includes:
    """An outcome whose value already holds those of others, so that they are not claimed again."""

    outcome: str
    includes: tuple[str, ...]
    grade: Grade = field(converter=grade_of)
    source: Source


@frozen(kw_only=True)
class Replaces:
    """An outcome that, where it is reported, takes the place of some kinds of value of others.

    Attributes:
        outcome: the outcome that takes their place.
        kinds: the kinds of value that are left out of the others; all where empty.
        replaces: the others.
        within: ``person`` for claims of the same person; ``project`` for what one organisation reports for the same
            period and project, where counts do not say who is behind them.
    """

    outcome: str
    replaces: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    within: Literal["person", "project"] = "person"
    grade: Grade = field(converter=grade_of)
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
        replaces: outcomes that take the place of some kinds of value of others.
    """

    annual: bool = True
    sustained_only: bool = False
    evidence_required: bool = False
    source: Source | None = None
    exclusive: tuple[Exclusive, ...] = ()
    includes: tuple[Includes, ...] = ()
    replaces: tuple[Replaces, ...] = ()


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
        source: the document the values are from; the source of each value adds its place in it.
        published, effective_from, superseded_by: when the edition came out (``2015-03``), from when it is used, and
            the id of the edition that took its place.
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
    source: Source | None = None
    published: str = field(default="", validator=part_of_a_date)
    effective_from: dt.date | None = None
    superseded_by: str = ""

    def __iter__(self) -> Iterator[Valuation]:
        return iter(self.valuations)

    def __len__(self) -> int:
        return len(self.valuations)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, code: object) -> bool:
        return code in self._by_code or code in self.valuations

    def __getitem__(self, code: str) -> Valuation:
        """The value of a code; the first where several kinds, ages or areas share it."""
        if code not in self._by_code:
            msg = f"{self.id} has no value {code}"
            raise KeyError(msg)
        return self._by_code[code][0]

    def all_of(self, code: str) -> tuple[Valuation, ...]:
        """Every value of a code."""
        return tuple(self._by_code.get(code, ()))

    def check(self, vocabulary: Vocabulary | None = None) -> tuple[Problem, ...]:
        """What is wrong with the values, each in itself and all together; a bank with a fault is not used.

        Args:
            vocabulary: the outcomes; those of the package when None.
        """
        places = [key_of(self.id, value.code) for value in self.valuations]
        known = (vocabulary or load_vocabulary()).extended(self.outcomes)
        codes = repeated_codes(zip((value.named for value in self.valuations), places, strict=True))
        return (*codes, *value_problems(self.valuations, places, known))

    def find(
        self, outcome: str, *, age: AgeBand = "all", area: Area = "all", on: dt.date | None = None
    ) -> Valuation | None:
        """The most specific value that fits: by age first, then by area; None when nothing fits.

        Where an outcome has values of several kinds, the first of them; see `find_all`.

        Args:
            outcome: the outcome's id.
            age: the age band of the people, ``all`` when not known.
            area: where they live, ``all`` when not known.
            on: the day for which the value must hold; when None the latest is taken.
        """
        return next(iter(self.find_all(outcome, age=age, area=area, on=on)), None)

    def find_all(
        self, outcome: str, *, age: AgeBand = "all", area: Area = "all", on: dt.date | None = None
    ) -> list[Valuation]:
        """The most specific value of each kind that fits, in the bank's order; see `find`."""
        fitting: dict[str, list[Valuation]] = {}
        for value in self._by_outcome.get(outcome, ()):
            if value.age in (age, "all") and value.area in (area, "all") and (on is None or value.holds_on(on)):
                fitting.setdefault(value.kind, []).append(value)
        return [max(values, key=_precedence) for values in fitting.values()]

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
        kind = value.kind if len(self._kinds[value.code]) > 1 else ""
        told = ", ".join(filter(None, (kind, whom)))
        return f"{self.id} {value.code}" + (f" ({told})" if told else "")

    @property
    def codes(self) -> dict[str, str]:
        """The outcome each code values."""
        return {value.code: value.outcome for value in self.valuations}

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the bank's content, however its file is laid out; one digit changed changes it."""
        return toml.fingerprint(self)

    @cached_property
    def _by_code(self) -> dict[str, list[Valuation]]:
        found: dict[str, list[Valuation]] = {}
        for value in self.valuations:
            found.setdefault(value.code, []).append(value)
        return found

    @cached_property
    def _kinds(self) -> dict[str, set[str]]:
        return {code: {value.kind for value in values} for code, values in self._by_code.items()}

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
    """What is wrong with values, each in itself and all together: `places` says where the fields of each are."""
    found: list[Problem] = []
    known: set[tuple[str, ...]] = set()
    scopes: dict[tuple[str, str, str], list[tuple[Valuation, At]]] = {}
    for value, at in zip(values, places, strict=True):
        found += [*value.problems(at), *value.misfits(at, vocabulary)]
        if value.key not in known:  # a value named twice is a fault of its own
            scopes.setdefault((value.outcome, value.age, value.area), []).append((value, at))
        known.add(value.key)
    for group in scopes.values():
        rivals = [_rivals([one for one in group if kind in one[0].parts()]) for kind in KINDS if len(group) > 1]
        found += dict.fromkeys(chain.from_iterable(rivals))
    return found


@frozen
class Named:
    """What a value is known by: its code, the outcome, and what else tells values of one code apart."""

    code: str
    outcome: str
    told: tuple[str, ...]


def repeated_codes(codes: Iterable[tuple[Named, At]]) -> Iterator[Problem]:
    """Values named twice; each comes with where its entry is.

    A code may have a value for each kind, age, area and first day, but values one outcome.
    """
    firsts: dict[tuple[str, ...], At] = {}
    outcomes: dict[str, tuple[str, At]] = {}
    for named, at in codes:
        first = firsts.setdefault((named.code, *named.told), at)
        outcome, where = outcomes.setdefault(named.code, (named.outcome, at)) if named.outcome else ("", at)
        if first is not at:
            remedy = "Keep one entry for a code, kind, age, area and date."
            yield error(
                "duplicate-code", at("code"), f"The code {named.code} is used twice{_there(first, at)}.", remedy
            )
        elif outcome != named.outcome:
            message = f"The code {named.code} values two outcomes, {outcome} and {named.outcome}{_there(where, at)}."
            yield error("duplicate-code", at("code"), message, "Give each outcome a code of its own.")


def _there(first: At, at: At) -> str:
    there = first("code")
    return "" if there == at("code") else f", here and at {there.cell or there}"


def _rivals(values: list[tuple[Valuation, At]]) -> Iterator[Problem]:
    """Values of one outcome and kind for the same people whose dates overlap: which one holds would be a guess."""
    by_start = sorted(values, key=lambda entry: entry[0].valid_from or dt.date.min)
    for number, (value, at) in enumerate(by_start):
        for longest, _ in by_start[:number]:
            if longest.valid_to is None or (value.valid_from or dt.date.min) <= longest.valid_to:
                message = f"{longest.code} and {value.code} value the same outcome for the same people and dates."
                remedy = "Keep one, or tell them apart by kind, age, area or date."
                yield error("duplicate-code", at("outcome"), message, remedy)
                break
