"""How sure a total is: its range, which assumption moves it most, and what many drawn runs give.

A total is a sum of terms, one for each set of assumptions that lines share:

    constant x unit value x fte x (shares kept x multiplier - reference case) x years, dropped off and discounted

An assumption shared by several lines is one assumption: it moves, and is drawn, once for all of them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import cache
from typing import Generic, TypeVar

from attrs import evolve, frozen

from socialvalue.adjustments import ADJUSTMENTS, MOST_YEARS, SHARES, TAKEN_OFF
from socialvalue.money import EXACT, total
from socialvalue.published.banks import Kind
from socialvalue.published.discounting import discount_factor
from socialvalue.results import Assumption, Range, Result, ResultLine, Sensitivity, Simulation
from socialvalue.valuing.lines import kept_by_year

#: How an assumption is drawn: most often near its central figure, never beyond its range. A choice, not a finding.
DISTRIBUTION = "triangular, from low over central to high"

#: Nine runs in ten fall between these shares of the runs.
INTERVAL = (0.05, 0.95)

UNIT_VALUE = "unit value"

#: What an assumption is told apart by: its name, and the code, outcome or category it holds for.
Key = tuple[str, str]
Number = TypeVar("Number", Decimal, float)

_ZERO, _ONE = Decimal(0), Decimal(1)


def assess(result: Result, *, runs: int = 0, seed: int = 1) -> Result:
    """The result with how sure each of its totals is.

    Low and high take every assumption at the end of its range that lowers, or raises, the total; one-way sensitivity
    moves one at a time. In a simulation each assumption is drawn once a run from a triangular distribution over its
    own range, independently of the others; an assumption without a range, a cost, and what a line gives for itself
    stay as they are. Runs are drawn in floating point, from sums, products and square roots alone, so that a seed
    gives the same figures on any machine; low, central, high and sensitivities are exact.

    Args:
        result: a result; without a headline (its data have errors) it comes back as it is.
        runs: how many runs to simulate; none when 0.
        seed: which runs.

    Returns:
        The result with its `uncertainty`: one range for the single total, or one for each kind held apart.

    Raises:
        ValueError: for a negative number of runs.
    """
    if runs < 0:
        msg = f"the number of runs must not be below zero, as {runs} is"
        raise ValueError(msg)
    head = result.headline
    if head is None or not result.lines:
        return result
    groups: list[tuple[tuple[Kind, ...], Sequence[ResultLine]]] = [(head.kinds, result.lines)]
    if head.net is None:
        groups = [((kind,), [line for line in result.lines if line.kind == kind]) for kind in head.kinds]
    with localcontext(EXACT):
        ranges = [_range(kinds, lines, result.method.discount, head.cost, runs, seed) for kinds, lines in groups]
    return evolve(result, uncertainty=tuple(ranges))


def _range(
    kinds: tuple[Kind, ...], lines: Sequence[ResultLine], discount: str, cost: Decimal | None, runs: int, seed: int
) -> Range:
    assumptions = assumptions_of(lines)
    central = {key: entry.value for key, entry in assumptions.items()}
    terms = terms_of(lines, discount, assumptions)

    def net(values: Mapping[Key, Decimal]) -> Decimal:
        return Decimal(0) + evaluate(terms, values)  # a sum of no terms is a decimal too

    ends = {
        key: (net(central | {key: entry.low}), net(central | {key: entry.high})) for key, entry in assumptions.items()
    }
    # Where one alone moves nothing (another share takes everything off), a share lowers and all else raises the total.
    rising = {
        key for key, (at_low, at_high) in ends.items() if at_low < at_high or (at_low == at_high and _raises(key))
    }
    worst = {key: entry.low if key in rising else entry.high for key, entry in assumptions.items()}
    best = {key: entry.high if key in rising else entry.low for key, entry in assumptions.items()}
    sensitivities = [
        Sensitivity(entry, *ends[key], None if cost is None else break_even(terms, central, key, cost))
        for key, entry in assumptions.items()
    ]
    return Range(
        kinds,
        net(worst),
        net(central),
        net(best),
        tuple(sorted(sensitivities, key=lambda entry: (-entry.swing, entry.assumption.label))),
        simulate(lines, discount, assumptions, cost, runs, seed) if runs else None,
    )


def _raises(key: Key) -> bool:
    return key[0] not in SHARES


def assumptions_of(lines: Iterable[ResultLine]) -> dict[Key, Assumption]:
    """What the lines rest on: the unit values and the method's settings, each once."""
    found: dict[Key, Assumption] = {}
    for line in lines:
        value = line.valuation
        if value.amount:
            low = value.amount if value.low is None else value.low
            high = value.amount if value.high is None else value.high
            entry = Assumption(UNIT_VALUE, value.code, value.amount, low, high, str(value.source))
            found.setdefault((UNIT_VALUE, value.code), entry)
        for figure in line.figures.values():
            if figure.setting is not None:
                setting = figure.setting
                entry = Assumption(setting.name, setting.scope, setting.value, *setting.range, figure.origin)
                found.setdefault((setting.name, setting.scope), entry)
    return found


@frozen
class Term(Generic[Number]):
    """A part of a total: `constant` x each of `scales` x (`kept` x (1 - each of `shares`) x each of `inner` - `less`).

    With `factors` (of discount, by year) it is also multiplied by the years that `years` and `drop` come to; each of
    those two is an assumption, or a figure that stays.
    """

    constant: Number
    scales: tuple[Key, ...]
    kept: Number
    shares: tuple[Key, ...]
    inner: tuple[Key, ...]
    less: Number
    years: Key | Number
    drop: Key | Number
    factors: tuple[Number, ...]


def terms_of(lines: Iterable[ResultLine], discount: str, active: Collection[Key]) -> list[Term[Decimal]]:
    """The total of the lines as terms in which the `active` assumptions may move; all others stay as they are.

    Lines alike but for their constant become one term.
    """
    sums: dict[Term[Decimal], Decimal] = {}
    for line in lines:
        term = _term(line, discount, active) if line.gross else None
        if term is not None:
            key = evolve(term, constant=_ONE)
            sums[key] = sums.get(key, _ZERO) + term.constant
    return [evolve(term, constant=constant) for term, constant in sums.items()]


def _term(line: ResultLine, discount: str, active: Collection[Key]) -> Term[Decimal]:
    def key(name: str) -> Key | None:
        setting = line.figures[name].setting if name in line.figures else None
        found = (name, setting.scope) if setting is not None else None
        return found if found in active else None

    def central(name: str, default: Decimal) -> Decimal:
        return line.figures[name].value if name in line.figures else default

    constant = line.gross
    scales: list[Key] = []
    if (UNIT_VALUE, line.valuation.code) in active:
        scales.append((UNIT_VALUE, line.valuation.code))
        constant /= line.valuation.amount
    if (fte := key("fte")) is not None:
        scales.append(fte)
        constant /= central("fte", _ONE)

    kept, shares, inner = _ONE, [], []
    for name in TAKEN_OFF:
        if (share := key(name)) is not None:
            shares.append(share)
        else:
            kept *= 1 - central(name, _ZERO)
    if (multiplier := key("multiplier")) is not None:
        inner.append(multiplier)
    else:
        kept *= central("multiplier", _ONE)
    less = total(step.less or _ZERO for step in line.steps if step.kind == "reference case") / line.gross
    if not less:
        constant, kept = constant * kept, _ONE
    elif not (shares or inner):
        constant, kept, less = constant * (kept - less), _ONE, _ZERO

    years, drop = central("years", _ONE), central("drop-off", _ZERO)
    constant /= years
    moving_years, moving_drop = key("years"), key("drop-off")
    if moving_years is None and moving_drop is None:
        constant *= total(
            part * discount_factor(discount, line.first_year + year)
            for year, part in enumerate(kept_by_year(years, drop))
        )
        return Term(constant, tuple(scales), kept, tuple(shares), tuple(inner), less, _ONE, _ZERO, ())
    # Moving years may go beyond their range, to a break-even at the most years there may be.
    reach = math.ceil(years) if moving_years is None else MOST_YEARS
    factors = _factors(discount, line.first_year, reach)
    return Term(
        constant,
        tuple(scales),
        kept,
        tuple(shares),
        tuple(inner),
        less,
        years if moving_years is None else moving_years,
        drop if moving_drop is None else moving_drop,
        factors,
    )


@cache
def _factors(discount: str, first_year: int, years: int) -> tuple[Decimal, ...]:
    return tuple(discount_factor(discount, first_year + year) for year in range(years))


def evaluate(terms: Iterable[Term[Number]], values: Mapping[Key, Number]) -> Number:
    """The total of the terms with the assumptions at these values."""
    result: Number = 0  # type: ignore[assignment] # neutral for decimals and floats alike
    for term in terms:
        inner = term.kept
        for share in term.shares:
            inner *= 1 - values[share]
        for factor in term.inner:
            inner *= values[factor]
        amount = term.constant * (inner - term.less)
        for scale in term.scales:
            amount *= values[scale]
        if term.factors:
            years = values[term.years] if isinstance(term.years, tuple) else term.years
            drop = values[term.drop] if isinstance(term.drop, tuple) else term.drop
            amount *= _present(years, drop, term.factors)
        result += amount
    return result


def _present(years: Number, drop: Number, factors: Sequence[Number]) -> Number:
    """The years an outcome lasts, dropped off and discounted; multiplied out, as powers differ between machines."""
    result: Number = 0  # type: ignore[assignment]
    share: Number = 1  # type: ignore[assignment]
    for factor in factors:
        if years <= 0:
            break
        result += (share if years >= 1 else share * years) * factor
        share *= 1 - drop
        years -= 1
    return result


def break_even(
    terms: Sequence[Term[Decimal]], central: Mapping[Key, Decimal], key: Key, cost: Decimal
) -> Decimal | None:
    """The figure of one assumption at which the total equals the cost; None where no figure it may take does that.

    The total is a straight line in every assumption but drop-off and years, where the figure is searched for between
    its limits, to 25 digits.
    """

    def short(figure: Decimal) -> Decimal:
        return evaluate(terms, {**central, key: figure}) - cost

    name = key[0]
    least, most = _ZERO, ADJUSTMENTS[name].most if name in ADJUSTMENTS else Decimal("Infinity")
    if name not in ("drop-off", "years"):
        start, slope = short(_ZERO), short(_ONE) - short(_ZERO)
        figure = -start / slope if slope else None
        return figure if figure is not None and least <= figure <= most else None
    below, above = short(least), short(most)
    if below == above or (below > 0) == (above > 0):
        return None
    for _ in range(100):
        middle = (least + most) / 2
        if (short(middle) > 0) == (below > 0):
            least = middle
        else:
            most = middle
    return (least + most) / 2


def simulate(
    lines: Iterable[ResultLine],
    discount: str,
    assumptions: Mapping[Key, Assumption],
    cost: Decimal | None,
    runs: int,
    seed: int,
) -> Simulation:
    """The net total over many runs; see `assess`."""
    moving = {key: entry for key, entry in assumptions.items() if entry.low < entry.high}
    terms = [_in_floats(term) for term in terms_of(lines, discount, moving)]
    # Each assumption has its own stream, so that one more of them leaves the draws of the others as they were.
    draws = [_draws(entry, random.Random(f"{seed}/{entry.label}"), runs) for entry in moving.values()]  # noqa: S311
    nets = [evaluate(terms, dict(zip(moving, drawn, strict=True))) for drawn in zip(*draws, strict=True)]
    if not moving:
        nets = [evaluate(terms, {})] * runs
    ordered = sorted(nets)
    return Simulation(
        runs,
        seed,
        mean=Decimal(math.fsum(ordered) / runs),
        median=_quantile(ordered, 0.5),
        lower=_quantile(ordered, INTERVAL[0]),
        upper=_quantile(ordered, INTERVAL[1]),
        below_cost=None if cost is None else Decimal(sum(net < float(cost) for net in nets)) / runs,
    )


def _draws(entry: Assumption, source: random.Random, runs: int) -> list[float]:
    """Draws from the triangular distribution, by its inverse; of `random` only the numbers from 0 to 1 are used,
    which are the only ones promised to stay the same between versions of Python."""
    low, middle, high = float(entry.low), float(entry.value), float(entry.high)
    width = high - low
    peak = (middle - low) / width
    drawn = []
    for _ in range(runs):
        u = source.random()
        if u < peak:
            drawn.append(low + math.sqrt(u * width * (middle - low)))
        else:
            drawn.append(high - math.sqrt((1 - u) * width * (high - middle)))
    return drawn


def _in_floats(term: Term[Decimal]) -> Term[float]:
    return Term(
        float(term.constant),
        term.scales,
        float(term.kept),
        term.shares,
        term.inner,
        float(term.less),
        term.years if isinstance(term.years, tuple) else float(term.years),
        term.drop if isinstance(term.drop, tuple) else float(term.drop),
        tuple(map(float, term.factors)),
    )


def _quantile(ordered: Sequence[float], share: float) -> Decimal:
    """The smallest run that at least this share of the runs do not exceed."""
    return Decimal(ordered[max(0, math.ceil(share * len(ordered)) - 1)])
