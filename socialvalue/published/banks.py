"""A bank: an edition of a publisher's values, and which of them fits an outcome, an age, an area and a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from attrs import Attribute, field, frozen

from socialvalue.problems import Problem
from socialvalue.published import toml
from socialvalue.published.bank_faults import repeated_codes, value_problems
from socialvalue.published.claiming_rules import USUAL_RULES, Claiming
from socialvalue.published.outcomes import Outcome
from socialvalue.published.sources import Licence, Source
from socialvalue.published.valuations import AgeBand, Area, Valuation, part_of_a_date, value_place
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.validators import FieldError, a, filled


def usable_id(_: object, attribute: Attribute[Any], value: str) -> None:
    """An attrs validator: a name that can be typed, be a file's name, and not be taken for a path."""
    if not isinstance(value, str) or not re.fullmatch(r"(?!.*\.toml$)[a-z0-9][a-z0-9.-]*", value):
        msg = f"“{value}” cannot be the id of a bank: use small letters, digits, points and hyphens, as in my-bank-2024"
        raise FieldError(msg, attribute.name)


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
    claiming: Claiming = USUAL_RULES
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
        places = [value_place(self.id, value.code) for value in self.valuations]
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
        return [max(values, key=_how_specific) for values in fitting.values()]

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
    def notice(self) -> str:
        """What whoever shows its values is to say: the notice of its licence, else the licence and whom it names."""
        return self.licence.notice or f"{self.licence.name}, naming {self.publisher}."

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


def _how_specific(value: Valuation) -> tuple[bool, bool, dt.date]:
    return value.age != "all", value.area != "all", value.valid_from or dt.date.min
