"""Banks of valuations: what one unit of an outcome is worth, and where each figure comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, frozen, validators

from socialvalue import datafiles
from socialvalue.money import decimal, optional_decimal
from socialvalue.prices import PriceBase, price_base
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.sources import Grade, Licence, Source, filled

Kind = Literal["wellbeing", "fiscal", "economic"]
AgeBand = Literal["all", "under-25", "25-49", "50-plus"]
Area = Literal["all", "london", "outside-london"]

DEFAULT_BANK = "hact-svb-2020"


@frozen(kw_only=True)
class Component:
    """A part of a value.

    Attributes:
        label: what the part is.
        amount: pounds, in the value's unit and prices.
        kind: its kind, where that is not the value's own.
    """

    label: str = field(validator=filled)
    amount: Decimal = field(converter=decimal)
    kind: Kind | None = None


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
    amount: Decimal = field(converter=decimal)
    unit: str = field(validator=filled)
    prices: PriceBase = field(converter=price_base)
    kind: Literal["wellbeing", "fiscal", "economic", "mixed"]
    grade: Grade
    source: Source
    low: Decimal | None = field(default=None, converter=optional_decimal)
    high: Decimal | None = field(default=None, converter=optional_decimal)
    age: AgeBand = "all"
    area: Area = "all"
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

    def problems(self, file: str) -> Iterator[Problem]:
        """What is wrong with the value in itself."""
        place = Place(file=file, key=self.code)
        total = sum((component.amount for component in self.components), Decimal(0))
        if self.components and total != self.amount:
            yield error(
                "components-do-not-sum",
                place,
                f"The components add up to £{total}, not £{self.amount}.",
                "Compare each with the source.",
            )
        low = self.amount if self.low is None else self.low
        high = self.amount if self.high is None else self.high
        if not low <= self.amount <= high:
            yield error(
                "range-out-of-order",
                place,
                f"The range {low} to {high} does not hold the amount {self.amount}.",
                "Compare low, amount and high with the source.",
            )
        if self.kind == "mixed" and (not self.components or any(part.kind is None for part in self.components)):
            yield error(
                "bad-data", place, "A mixed value needs components that each name their kind.", "Give each its kind."
            )
        if self.grade in ("reconciled", "derived") and not self.working:
            yield error("bad-data", place, f"A {self.grade} value needs its working.", "Write down the arithmetic.")


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
        claiming: the rules for claiming them.
        notes: anything a reader should know.
    """

    id: str = field(validator=validators.matches_re(r"[a-z0-9][a-z0-9.-]*"))
    title: str = field(validator=filled)
    publisher: str = field(validator=filled)
    edition: str = field(validator=filled)
    licence: Licence
    valuations: tuple[Valuation, ...] = ()
    claiming: Claiming = Claiming()
    notes: str = ""

    def __iter__(self) -> Iterator[Valuation]:
        return iter(self.valuations)

    def __getitem__(self, code: str) -> Valuation:
        return self._by_code[code]

    def find(
        self, outcome: str, *, age: AgeBand = "all", area: Area = "all", on: dt.date | None = None
    ) -> Valuation | None:
        """The most specific value that fits: by age first, then by area; None when nothing fits.

        Args:
            outcome: the outcome's id.
            age: the age band of the people, ``all`` when not known.
            area: where they live, ``all`` when not known.
            on: the day for which the value must hold; any day when None.
        """
        fitting = [
            value
            for value in self._by_outcome.get(outcome, ())
            if value.age in (age, "all") and value.area in (area, "all") and (on is None or value.holds_on(on))
        ]
        return max(fitting, key=lambda value: (value.age != "all", value.area != "all"), default=None)

    @property
    def codes(self) -> dict[str, str]:
        """The outcome each code values."""
        return {value.code: value.outcome for value in self.valuations}

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the bank's content, however its file is laid out; one digit changed changes it."""
        return datafiles.fingerprint(self)

    @cached_property
    def _by_code(self) -> dict[str, Valuation]:
        return {value.code: value for value in self.valuations}

    @cached_property
    def _by_outcome(self) -> dict[str, list[Valuation]]:
        found: dict[str, list[Valuation]] = {}
        for value in self.valuations:
            found.setdefault(value.outcome, []).append(value)
        return found


def bank_from(data: dict[str, Any], file: str) -> Bank:
    """The bank that plain TOML data describe.

    Raises:
        BadData: with every fault; a bank with any is not used.
    """
    problems: list[Problem] = []
    values: tuple[Valuation, ...] = ()
    head: Bank | None = None
    known = {"bank", "valuation"}
    problems += [
        error("bad-data", Place(file=file, key=key), f"“{key}” is not a table known here.", "Take it out.")
        for key in sorted(data.keys() - known)
    ]
    try:
        values = datafiles.entries(data.get("valuation", []), Valuation, file, "valuation", "code")
    except BadData as err:
        problems += err.problems
    try:
        head = datafiles.structure(data.get("bank", {}), Bank, file, "bank")
    except BadData as err:
        problems += err.problems
    if not data.get("valuation"):
        problems.append(error("bad-data", Place(file=file), "The bank holds no values.", "Add [[valuation]] tables."))
    problems += [problem for value in values for problem in value.problems(file)]
    problems += _repeats(values, file)
    if problems or head is None:
        raise BadData(problems)
    return evolve(head, valuations=values)


def load_bank(name: str | Path = DEFAULT_BANK) -> Bank:
    """A bank by id, or by the path of its file.

    An id is looked for among the banks that come with the package, then among the user's own.

    Raises:
        BadData: when there is no such bank, or its file has any fault.
    """
    if str(name).endswith(".toml"):
        path = Path(name)
    else:
        known = bank_files()
        if str(name) not in known:
            raise BadData([_unknown(str(name), known)])
        path = known[str(name)]
    return bank_from(datafiles.read_toml(path), path.name)


def bank_files() -> dict[str, Path]:
    """The file of every bank that can be named by its id: those of the package, then the user's own."""
    files: dict[str, Path] = {}
    for folder in (datafiles.valuations() / "banks", user_folder()):
        if folder.is_dir():
            for path in sorted(folder.glob("*.toml")):
                files.setdefault(path.stem, path)
    return files


def user_folder() -> Path:
    """Where a user's own banks are kept, outside any project."""
    from platformdirs import user_data_path

    return user_data_path("socialvalue", appauthor=False) / "banks"


def _unknown(name: str, known: Iterable[str]) -> Problem:
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f"Did you mean “{close[0]}”? " if close else ""
    return error("unknown-bank", Place(), f"There is no bank “{name}”.", f"{hint}“sv banks list” names them all.")


def _repeats(values: Iterable[Valuation], file: str) -> Iterator[Problem]:
    codes: set[str] = set()
    scopes: dict[tuple[object, ...], str] = {}
    for value in values:
        place = Place(file=file, key=value.code)
        if value.code in codes:
            yield error("duplicate-code", place, f"The code {value.code} stands twice.", "Keep one entry a code.")
        codes.add(value.code)
        scope = (value.outcome, value.age, value.area, value.valid_from)
        other = scopes.setdefault(scope, value.code)
        if other != value.code:
            yield error(
                "duplicate-code",
                place,
                f"{other} and {value.code} value the same outcome for the same people and dates.",
                "Keep one, or tell them apart by age, area or date.",
            )
