"""The least and the greatest total with every assumption at an end of its range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import product

from socialvalue.records.ranges import Assumption
from socialvalue.valuing.uncertainty.assumptions import Key, with_a_range
from socialvalue.valuing.uncertainty.terms import Term, evaluate

#: Assumptions whose direction differs from term to term are tried at both ends, all together: so many at most.
MOST_TRIED = 16


def corners(terms: Sequence[Term[Decimal]], assumptions: Mapping[Key, Assumption]) -> tuple[Decimal, Decimal]:
    """The least and the greatest total over every combination of the ends of the assumptions' ranges.

    An assumption that moves every term the same way is at the end that its direction says. Where a reference case
    may take off more than there is, a term may change its sign, and with it the direction of others: those are tried
    at both ends, in every combination; beyond `MOST_TRIED` of them, one after the other until nothing improves.
    """
    moving = with_a_range(assumptions)
    corner_ends = {key: (assumption.low, assumption.high) for key, assumption in moving.items()}
    central = {key: assumption.value for key, assumption in assumptions.items()}
    directions = _directions(terms, assumptions)
    doubtful = [key for key in moving if len(directions.get(key, set())) > 1]
    corners_found = []
    for wanted in (-1, 1):
        values = dict(central)
        for key, (low, high) in corner_ends.items():
            rising_with_it = next(iter(directions.get(key, {1})), 1)
            values[key] = high if rising_with_it == wanted else low
        totals: Iterable[Decimal]
        if len(doubtful) <= MOST_TRIED:
            totals = (
                evaluate(terms, values | dict(zip(doubtful, corner, strict=True)))
                for corner in product(*(corner_ends[key] for key in doubtful))
            )
        else:
            totals = [_climbed(terms, values, corner_ends, doubtful, wanted)]
        corners_found.append((min if wanted < 0 else max)(totals))
    return Decimal(0) + corners_found[0], Decimal(0) + corners_found[1]


def _climbed(
    terms: Sequence[Term[Decimal]],
    values: dict[Key, Decimal],
    corner_ends: Mapping[Key, tuple[Decimal, Decimal]],
    doubtful: Sequence[Key],
    wanted: int,
) -> Decimal:
    best = evaluate(terms, values)
    improved = True
    while improved:
        improved = False
        for key in doubtful:
            for end in corner_ends[key]:
                total_ = evaluate(terms, values | {key: end})
                if (total_ - best) * wanted > 0:
                    best, values[key], improved = total_, end, True
    return best


def _directions(terms: Iterable[Term[Decimal]], assumptions: Mapping[Key, Assumption]) -> dict[Key, set[int]]:
    """For each assumption the directions in which it may move a term: 1 up, -1 down; both where that depends."""
    ways_of: dict[Key, set[int]] = {}

    def add(keys: Iterable[Key | Decimal], *ways: int) -> None:
        for key in keys:
            if isinstance(key, tuple):
                ways_of.setdefault(key, set()).update(ways)

    for term in terms:
        sign = 1 if term.constant > 0 else -1
        low = high = term.kept
        for share in term.shares:
            low, high = low * (1 - assumptions[share].high), high * (1 - assumptions[share].low)
        for factor in term.inner:
            low, high = low * assumptions[factor].low, high * assumptions[factor].high
        whole = {sign} if low >= term.less else {-sign} if high <= term.less else {1, -1}
        add(term.scales, *whole)
        add(term.inner, sign)
        add(term.shares, -sign)
        add(term.outer, *(-way for way in whole))
        add((term.years,), *whole)
        add((term.drop,), *(-way for way in whole))
    return ways_of
