"""What is wrong with the values of a bank together: one code twice, or two values for the same people and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from socialvalue.problems import Problem, error
from socialvalue.published.valuations import KINDS, At, Valuation, ValueName
from socialvalue.published.value_faults import value_faults, vocabulary_misfits
from socialvalue.published.vocabulary import Vocabulary


def value_problems(values: Sequence[Valuation], places: Sequence[At], vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with values, each in itself and all together: `places` says where the fields of each are."""
    found: list[Problem] = []
    known: set[tuple[str, ...]] = set()
    scopes: dict[tuple[str, str, str], list[tuple[Valuation, At]]] = {}
    for value, at in zip(values, places, strict=True):
        found += [*value_faults(value, at), *vocabulary_misfits(value, at, vocabulary)]
        if value.key not in known:  # a value named twice is told elsewhere
            scopes.setdefault((value.outcome, value.age, value.area), []).append((value, at))
        known.add(value.key)
    for group in scopes.values():
        rivals = [
            _values_for_the_same_people([one for one in group if kind in one[0].parts()])
            for kind in KINDS
            if len(group) > 1
        ]
        found += dict.fromkeys(chain.from_iterable(rivals))
    return found


def repeated_codes(codes: Iterable[tuple[ValueName, At]]) -> Iterator[Problem]:
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
                "duplicate-code", at("code"), f"The code {named.code} is used twice{_and_at(first, at)}.", remedy
            )
        elif outcome != named.outcome:
            message = f"The code {named.code} values two outcomes, {outcome} and {named.outcome}{_and_at(where, at)}."
            yield error("duplicate-code", at("code"), message, "Give each outcome a code of its own.")


def _and_at(first: At, at: At) -> str:
    there = first("code")
    return "" if there == at("code") else f", here and at {there.cell or there}"


def _values_for_the_same_people(values: list[tuple[Valuation, At]]) -> Iterator[Problem]:
    """Values of one outcome and kind for the same people whose dates overlap: which one holds would be a guess."""
    by_start = sorted(values, key=lambda entry: entry[0].valid_from or dt.date.min)
    for number, (value, at) in enumerate(by_start):
        for longest, _ in by_start[:number]:
            if longest.valid_to is None or (value.valid_from or dt.date.min) <= longest.valid_to:
                message = f"{longest.code} and {value.code} value the same outcome for the same people and dates."
                remedy = "Keep one, or tell them apart by kind, age, area or date."
                yield error("duplicate-code", at("outcome"), message, remedy)
                break
