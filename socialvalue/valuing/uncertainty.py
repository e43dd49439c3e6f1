"""How sure a total is: its range, which assumption moves it most, and what many drawn runs give.

A total is a sum of terms, one for each set of assumptions that lines share:

    constant x unit value x fte x (shares kept x multiplier - reference case) x years, dropped off and discounted

An assumption shared by several lines is one assumption: it moves, and is drawn, once for all of them.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from functools import cache
from itertools import accumulate, product
from typing import Generic, TypeVar

from attrs import evolve, frozen

from socialvalue.adjustments import ADJUSTMENTS, MOST_YEARS, OF_ADDITIONAL, TAKEN_OFF
from socialvalue.money import EXACT, total
from socialvalue.published.discounting import discount_factor
from socialvalue.published.valuations import Kind, Valuation
from socialvalue.records.ranges import Assumption, Bounds, Distribution, Range, Sensitivity, Simulation
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.totals import Spent
from socialvalue.valuing.lines import kept_by_year

#: How an assumption is drawn: most often near its central figure, never beyond its range. A choice, not a finding.
DISTRIBUTIONS: dict[Distribution, str] = {
    "triangular": "triangular, from low over central to high",
    "pert": "PERT, from low over central to high",
}

#: Nine runs in ten fall between these shares of the runs.
INTERVAL = (0.05, 0.95)

UNIT_VALUE = "unit value"

#: The points of life satisfaction that a value is made of; and the WELLBY, drawn once for all values made of it.
EFFECT = "effect"
WELLBY = "wellby"

#: What an assumption is told apart by: its name, and the code, outcome or category it holds for.
Key = tuple[str, str]
Number = TypeVar("Number", Decimal, float)

_ZERO, _ONE = Decimal(0), Decimal(1)


def assess(result: Result, *, runs: int = 0, seed: int = 1, distribution: Distribution = "triangular") -> Result:
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
        distribution: ``triangular``, or ``pert``, which keeps closer to the central figure.

    Returns:
        The result with its `uncertainty`: one range for the single total, or one for each kind held apart.

    Raises:
        ValueError: for a negative number of runs.
    """
    if not isinstance(result, Result):
        msg = f"a Result is needed, not {result!r}"
        raise TypeError(msg)
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
        drawn = _Runs(runs, seed, distribution)
        cost = _spent(result.spent)
        ranges = [_range(kinds, lines, result.method.discount, cost, drawn) for kinds, lines in groups]
    return evolve(result, uncertainty=tuple(ranges))


@frozen
class _Runs:
    """What runs were asked for."""

    number: int
    seed: int
    distribution: Distribution


def _spent(spent: Sequence[Spent]) -> Assumption | None:
    """The present value of what was spent, with its range; None without a cost."""
    if not spent:
        return None
    value = total(entry.present_value for entry in spent)
    low, high = value, value
    for entry in spent:
        cost = entry.cost
        if cost.amount:
            each = entry.present_value / cost.amount
            low -= each * (cost.amount - (cost.amount if cost.low is None else cost.low))
            high += each * ((cost.amount if cost.high is None else cost.high) - cost.amount)
    return Assumption("cost", "", value, low, high, "as given")


def _range(
    kinds: tuple[Kind, ...], lines: Sequence[ResultLine], discount: str, cost: Assumption | None, runs: _Runs
) -> Range:
    assumptions = assumptions_of(lines)
    central = {key: entry.value for key, entry in assumptions.items()}
    terms = terms_of(lines, discount, assumptions)

    def net(values: Mapping[Key, Decimal]) -> Decimal:
        return Decimal(0) + evaluate(terms, values)  # a sum of no terms is a decimal too

    ends = {
        key: (net(central | {key: entry.low}), net(central | {key: entry.high})) for key, entry in assumptions.items()
    }
    least, most = corners(terms, assumptions)
    middle = net(central)
    sensitivities = [
        Sensitivity(entry, *ends[key], None if cost is None else break_even(terms, central, key, cost.value))
        for key, entry in assumptions.items()
    ]
    spent = None if cost is None else Bounds(cost.low, cost.value, cost.high)
    return Range(
        kinds,
        least,
        middle,
        most,
        tuple(sorted(sensitivities, key=lambda entry: (-entry.swing, entry.assumption.label))),
        simulate(lines, discount, assumptions, cost, runs) if runs.number else None,
        spent,
        None if spent is None else Bounds(least - spent.high, middle - spent.middle, most - spent.low),
        None if spent is None or not spent.low else _ratios(least, middle, most, spent),
    )


def _ratios(least: Decimal, middle: Decimal, most: Decimal, spent: Bounds) -> Bounds:
    """The ratio at the corners: value below zero is worse over a smaller cost."""
    low = least / (spent.high if least >= 0 else spent.low)
    return Bounds(low, middle / spent.middle, most / (spent.low if most >= 0 else spent.high))


#: Assumptions whose direction differs from term to term are tried at both ends, all together: so many at most.
MOST_TRIED = 16


def corners(terms: Sequence[Term[Decimal]], assumptions: Mapping[Key, Assumption]) -> tuple[Decimal, Decimal]:
    """The least and the greatest total over every combination of the ends of the assumptions' ranges.

    An assumption that moves every term the same way is at the end that its direction says. Where a reference case
    may take off more than there is, a term may change its sign, and with it the direction of others: those are tried
    at both ends, in every combination; beyond `MOST_TRIED` of them, one after the other until nothing improves.
    """
    moving = {key: entry for key, entry in assumptions.items() if entry.low < entry.high}
    ends = {key: (entry.low, entry.high) for key, entry in moving.items()}
    central = {key: entry.value for key, entry in assumptions.items()}
    directions = _directions(terms, assumptions)
    doubtful = [key for key in moving if len(directions.get(key, set())) > 1]
    found = []
    for wanted in (-1, 1):
        values = dict(central)
        for key, (low, high) in ends.items():
            rising = next(iter(directions.get(key, {1})), 1)
            values[key] = high if rising == wanted else low
        totals: Iterable[Decimal]
        if len(doubtful) <= MOST_TRIED:
            totals = (
                evaluate(terms, values | dict(zip(doubtful, corner, strict=True)))
                for corner in product(*(ends[key] for key in doubtful))
            )
        else:
            totals = [_climbed(terms, values, ends, doubtful, wanted)]
        found.append((min if wanted < 0 else max)(totals))
    return Decimal(0) + found[0], Decimal(0) + found[1]


def _climbed(
    terms: Sequence[Term[Decimal]],
    values: dict[Key, Decimal],
    ends: Mapping[Key, tuple[Decimal, Decimal]],
    doubtful: Sequence[Key],
    wanted: int,
) -> Decimal:
    best = evaluate(terms, values)
    improved = True
    while improved:
        improved = False
        for key in doubtful:
            for end in ends[key]:
                total_ = evaluate(terms, values | {key: end})
                if (total_ - best) * wanted > 0:
                    best, values[key], improved = total_, end, True
    return best


def _directions(terms: Iterable[Term[Decimal]], assumptions: Mapping[Key, Assumption]) -> dict[Key, set[int]]:
    """For each assumption the directions in which it may move a term: 1 up, -1 down; both where that depends."""
    found: dict[Key, set[int]] = {}

    def add(keys: Iterable[Key | Decimal], *ways: int) -> None:
        for key in keys:
            if isinstance(key, tuple):
                found.setdefault(key, set()).update(ways)

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
    return found


def assumptions_of(lines: Iterable[ResultLine]) -> dict[Key, Assumption]:
    """What the lines rest on: the unit values and the method's settings, each once.

    A value made of WELLBYs rests on the points of its effect and on the WELLBY, which all such values share.
    """
    found: dict[Key, Assumption] = {}
    for line in lines:
        value = line.valuation
        for key in _scales(line):
            if key[0] == WELLBY and line.wellby is not None:
                found.setdefault(key, _valued(UNIT_VALUE, line.wellby))
            elif key[0] == EFFECT and value.effect is not None:
                effect = value.effect
                low, high = (effect.points if end is None else end for end in (effect.low, effect.high))
                entry = Assumption(EFFECT, value.code, effect.points, low, high, str(value.source))
                found.setdefault(key, entry)
            else:
                found.setdefault(key, _valued(UNIT_VALUE, value))
        for figure in line.figures.values():
            if figure.setting is not None:
                setting = figure.setting
                entry = Assumption(setting.name, setting.scope, setting.value, *setting.range, figure.origin)
                found.setdefault((setting.name, setting.key), entry)
    return found


def _valued(name: str, value: Valuation) -> Assumption:
    low = value.amount if value.low is None else value.low
    high = value.amount if value.high is None else value.high
    return Assumption(name, value.code, value.amount, low, high, str(value.source))


def _scales(line: ResultLine) -> tuple[Key, ...]:
    """What a line's value is made of: itself, or the points of an effect and a WELLBY."""
    value = line.valuation
    if not value.amount:
        return ()
    if line.wellby is not None and line.wellby.amount:
        wellby: Key = (WELLBY, line.wellby.code)
        return (wellby,) if value.effect is None or not value.effect.points else (wellby, (EFFECT, value.code))
    return ((UNIT_VALUE, value.code),)


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
        term = _term(line, discount, active) if line.gross else None
        if term is not None:
            key = evolve(term, constant=_ONE)
            sums[key] = sums.get(key, _ZERO) + term.constant
    return [evolve(term, constant=constant) for term, constant in sums.items()]


def _term(line: ResultLine, discount: str, active: Collection[Key]) -> Term[Decimal]:
    def key(name: str) -> Key | None:
        setting = line.figures[name].setting if name in line.figures else None
        found = (name, setting.key) if setting is not None else None
        return found if found in active else None

    def central(name: str, default: Decimal) -> Decimal:
        return line.figures[name].value if name in line.figures else default

    constant = line.gross
    scales: list[Key] = []
    for scale in _scales(line):
        if scale in active:
            scales.append(scale)
            constant /= _central(line, scale)
    if (fte := key("fte")) is not None:
        scales.append(fte)
        constant /= central("fte", _ONE)

    less = total(step.less or _ZERO for step in line.steps if step.kind == "reference case") / line.gross
    kept, shares, inner, outer = _ONE, [], [], []
    for name in TAKEN_OFF:
        share = key(name)
        if less and name in OF_ADDITIONAL:
            if share is not None:
                outer.append(share)
            else:
                constant *= 1 - central(name, _ZERO)
        elif share is not None:
            shares.append(share)
        else:
            kept *= 1 - central(name, _ZERO)
    if (multiplier := key("multiplier")) is not None:
        inner.append(multiplier)
    else:
        kept *= central("multiplier", _ONE)
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
        return Term(constant, tuple(scales), kept, tuple(shares), tuple(inner), less, tuple(outer), _ONE, _ZERO, ())
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
        tuple(outer),
        years if moving_years is None else moving_years,
        drop if moving_drop is None else moving_drop,
        factors,
    )


def _central(line: ResultLine, scale: Key) -> Decimal:
    """The central figure of one of a line's scales."""
    if scale[0] == WELLBY and line.wellby is not None:
        return line.wellby.amount
    if scale[0] == EFFECT and line.valuation.effect is not None:
        return line.valuation.effect.points
    return line.valuation.amount


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
        for share in term.outer:
            amount *= 1 - values[share]
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
    cost: Assumption | None,
    runs: _Runs,
) -> Simulation:
    """The net total over many runs, and what it is against the cost; see `assess`."""
    moving = {key: entry for key, entry in assumptions.items() if entry.low < entry.high}
    terms = [_in_floats(term) for term in terms_of(lines, discount, moving)]
    # Each assumption has its own stream, so that one more of them leaves the draws of the others as they were.
    draws = [_draws(entry, _source(runs, _stream(key, entry)), runs) for key, entry in moving.items()]
    nets = [evaluate(terms, dict(zip(moving, drawn, strict=True))) for drawn in zip(*draws, strict=True)]
    if not moving:
        nets = [evaluate(terms, {})] * runs.number
    ordered = sorted(nets)
    found = Simulation(
        runs.number,
        runs.seed,
        mean=Decimal(math.fsum(ordered) / runs.number),
        median=_quantile(ordered, 0.5),
        lower=_quantile(ordered, INTERVAL[0]),
        upper=_quantile(ordered, INTERVAL[1]),
        distribution=runs.distribution,
    )
    if cost is None:
        return found
    spent = [float(cost.value)] * runs.number
    if cost.low < cost.high:
        spent = _draws(cost, _source(runs, "cost"), runs)
    benefits = [net - paid for net, paid in zip(nets, spent, strict=True)]
    ratios = [net / paid for net, paid in zip(nets, spent, strict=True) if paid > 0]
    return evolve(
        found,
        below_cost=_share(benefit < 0 for benefit in benefits),
        net_benefit=_nine_in_ten(benefits),
        ratio=_nine_in_ten(ratios) if ratios else None,
        above_one=_share(ratio > 1 for ratio in ratios) if ratios else None,
        above_two=_share(ratio > 2 for ratio in ratios) if ratios else None,
    )


def _share(runs: Iterable[bool]) -> Decimal:
    """The share of runs of which something holds."""
    held = list(runs)
    return Decimal(sum(held)) / len(held)


def _nine_in_ten(figures: Iterable[float]) -> Bounds:
    ordered = sorted(figures)
    return Bounds(_quantile(ordered, INTERVAL[0]), _quantile(ordered, 0.5), _quantile(ordered, INTERVAL[1]))


def _source(runs: _Runs, stream: str) -> random.Random:
    return random.Random(f"{runs.seed}/{stream}")  # noqa: S311 - a seed, so that the same runs can be drawn again


def _stream(key: Key, entry: Assumption) -> str:
    """The name of an assumption's stream of draws: of an outcome and a category of one name each has its own."""
    return f"{entry.name} ({key[1]})" if entry.scope else entry.label


def _draws(entry: Assumption, source: random.Random, runs: _Runs) -> list[float]:
    """Draws by the inverse of the distribution; of `random` only the numbers from 0 to 1 are used, which are the only
    ones promised to stay the same between versions of Python."""
    low, middle, high = float(entry.low), float(entry.value), float(entry.high)
    width = high - low
    if runs.distribution == "pert":
        steps = _pert((entry.value - entry.low) / (entry.high - entry.low))
        return [low + width * _inverse(steps, source.random()) for _ in range(runs.number)]
    peak = (middle - low) / width
    drawn = []
    for _ in range(runs.number):
        u = source.random()
        if u < peak:
            drawn.append(low + math.sqrt(u * width * (middle - low)))
        else:
            drawn.append(high - math.sqrt((1 - u) * width * (high - middle)))
    return drawn


#: Into how many steps the distribution is divided from its low to its high.
_STEPS = 512


@cache
def _pert(peak: Decimal) -> tuple[float, ...]:
    """The cumulative distribution of PERT on a scale from 0 to 1, in steps between which it is taken as straight.

    It is a beta distribution whose mean is (low + 4 x central + high) / 6 (Malcolm and others, Operations Research 7,
    1959).

    Worked out in decimals, whose powers are the same on every machine.
    """
    with localcontext(Context(prec=20)):
        rising, falling = 4 * peak, 4 * (1 - peak)
        middles = [(2 * Decimal(step) + 1) / (2 * _STEPS) for step in range(_STEPS)]
        heights = [(middle**rising) * ((1 - middle) ** falling) for middle in middles]
        whole = sum(heights)
        sums = accumulate(heights)
        return (0.0, *(float(so_far / whole) for so_far in sums))


def _inverse(cumulative: Sequence[float], u: float) -> float:
    """Where the cumulative distribution comes to u."""
    step = min(max(bisect_left(cumulative, u), 1), len(cumulative) - 1)
    before, after = cumulative[step - 1], cumulative[step]
    part = (u - before) / (after - before) if after > before else 0.0
    return (step - 1 + part) / (len(cumulative) - 1)


def _in_floats(term: Term[Decimal]) -> Term[float]:
    return Term(
        float(term.constant),
        term.scales,
        float(term.kept),
        term.shares,
        term.inner,
        float(term.less),
        term.outer,
        term.years if isinstance(term.years, tuple) else float(term.years),
        term.drop if isinstance(term.drop, tuple) else float(term.drop),
        tuple(map(float, term.factors)),
    )


def _quantile(ordered: Sequence[float], share: float) -> Decimal:
    """The smallest run that at least this share of the runs do not exceed."""
    return Decimal(ordered[max(0, math.ceil(share * len(ordered)) - 1)])
