"""A total as a sum of terms in which assumptions may move."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Generic, TypeVar

from attrs import evolve, frozen

from socialvalue.adjustments import MOST_YEARS, OF_ADDITIONAL, TAKEN_OFF
from socialvalue.money import total
from socialvalue.published.discounting import discount_factor
from socialvalue.records.result_lines import ResultLine
from socialvalue.valuing.lines import kept_by_year
from socialvalue.valuing.uncertainty.assumptions import Key, central_of, scales_of

Number = TypeVar("Number", Decimal, float)

ZERO, ONE = Decimal(0), Decimal(1)


@frozen
class Term(Generic[Number]):
    """A part of a total: what moves it, and what stays.

    It is `constant` x each of `scales` x (`kept` x (1 - each of `shares`) x each of `inner` - `less`) x (1 - each of
    `outer`).

    With `factors` (of discount, by year) it is also multiplied by the years that `years` and `drop` come to; each of
    those two is an assumption, or a figure that stays.
    """

    constant: Number
    scales: tuple[Key, ...]
    kept: Number
    shares: tuple[Key, ...]
    inner: tuple[Key, ...]
    less: Number
    outer: tuple[Key, ...]
    years: Key | Number
    drop: Key | Number
    factors: tuple[Number, ...]


def terms_of(lines: Iterable[ResultLine], discount: str, active: Collection[Key]) -> list[Term[Decimal]]:
    """The total of the lines as terms in which the `active` assumptions may move; all others stay as they are.

    Lines alike but for their constant become one term.
    """
    sums: dict[Term[Decimal], Decimal] = {}
    for line in lines:
        term = _line_term(line, discount, active) if line.gross else None
        if term is not None:
            key = evolve(term, constant=ONE)
            sums[key] = sums.get(key, ZERO) + term.constant
    return [evolve(term, constant=constant) for term, constant in sums.items()]


def _line_term(line: ResultLine, discount: str, active: Collection[Key]) -> Term[Decimal]:
    def key(name: str) -> Key | None:
        setting = line.figures[name].setting if name in line.figures else None
        found = (name, setting.key) if setting is not None else None
        return found if found in active else None

    def central(name: str, default: Decimal) -> Decimal:
        return line.figures[name].value if name in line.figures else default

    constant = line.gross
    scales: list[Key] = []
    for scale in scales_of(line):
        if scale in active:
            scales.append(scale)
            constant /= central_of(line, scale)
    if (fte := key("fte")) is not None:
        scales.append(fte)
        constant /= central("fte", ONE)

    less = total(step.less or ZERO for step in line.steps if step.kind == "reference case") / line.gross
    kept, shares, inner, outer = ONE, [], [], []
    for name in TAKEN_OFF:
        share = key(name)
        if less and name in OF_ADDITIONAL:
            if share is not None:
                outer.append(share)
            else:
                constant *= 1 - central(name, ZERO)
        elif share is not None:
            shares.append(share)
        else:
            kept *= 1 - central(name, ZERO)
    if (multiplier := key("multiplier")) is not None:
        inner.append(multiplier)
    else:
        kept *= central("multiplier", ONE)
    if not less:
        constant, kept = constant * kept, ONE
    elif not (shares or inner):
        constant, kept, less = constant * (kept - less), ONE, ZERO

    years, drop = central("years", ONE), central("drop-off", ZERO)
    constant /= years
    moving_years, moving_drop = key("years"), key("drop-off")
    if moving_years is None and moving_drop is None:
        constant *= total(
            part * discount_factor(discount, line.first_year + year)
            for year, part in enumerate(kept_by_year(years, drop))
        )
        return Term(constant, tuple(scales), kept, tuple(shares), tuple(inner), less, tuple(outer), ONE, ZERO, ())
    # Moving years may go beyond their range, to a break-even at the most years there may be.
    reach = math.ceil(years) if moving_years is None else MOST_YEARS
    factors = _discount_factors(discount, line.first_year, reach)
    return Term(
        constant,
        tuple(scales),
        kept,
        tuple(shares),
        tuple(inner),
        less,
        tuple(outer),
        years if moving_years is None else moving_years,
        drop if moving_drop is None else moving_drop,
        factors,
    )


@cache
def _discount_factors(discount: str, first_year: int, years: int) -> tuple[Decimal, ...]:
    return tuple(discount_factor(discount, first_year + year) for year in range(years))


def evaluate(terms: Iterable[Term[Number]], values: Mapping[Key, Number]) -> Number:
    """The total of the terms with the assumptions at these values."""
    result: Number = 0  # type: ignore[assignment] # a whole number becomes either # neutral for decimals and floats alike
    for term in terms:
        inner = term.kept
        for share in term.shares:
            inner *= 1 - values[share]
        for factor in term.inner:
            inner *= values[factor]
        amount = term.constant * (inner - term.less)
        for share in term.outer:
            amount *= 1 - values[share]
        for scale in term.scales:
            amount *= values[scale]
        if term.factors:
            years = values[term.years] if isinstance(term.years, tuple) else term.years
            drop = values[term.drop] if isinstance(term.drop, tuple) else term.drop
            amount *= _present_years(years, drop, term.factors)
        result += amount
    return result


def _present_years(years: Number, drop: Number, factors: Sequence[Number]) -> Number:
    """The years an outcome lasts, dropped off and discounted; multiplied out, as powers differ between machines."""
    result: Number = 0  # type: ignore[assignment] # a whole number becomes either
    share: Number = 1  # type: ignore[assignment] # likewise
    for factor in factors:
        if years <= 0:
            break
        result += (share if years >= 1 else share * years) * factor
        share *= 1 - drop
        years -= 1
    return result
