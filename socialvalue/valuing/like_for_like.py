"""This year against last: the same months of both, a change in parts that add up, and a forecast. Pure.

The change of the net value is split in a fixed order. First the quantities of last year are valued anew: with this
year's bank and prices (value), then by this year's method (method). Then the quantities change: as many more or fewer
at last year's average (volume), and what is left is that they are of other outcomes (mix).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from attrs import evolve, frozen

from socialvalue.money import EXACT, total
from socialvalue.problems import Place, Problem, error, has_errors, warning
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.published.valuations import Kind
from socialvalue.records.groups import Group
from socialvalue.records.periods import Period, months_of, said
from socialvalue.records.results import Result
from socialvalue.records.returns import Cost, Return
from socialvalue.valuing.calculate import calculate
from socialvalue.valuing.rollup import roll_up

_YEAR = 12


@frozen
class Bridge:
    """From last year's net value to this year's, in pounds: `then` + `value` + `method` + `volume` + `mix` = `now`.

    Attributes:
        kinds: the kinds of value it holds.
        then: last year's, as valued last year.
        value: what this year's values and prices change.
        method: what this year's method changes.
        volume: how many more or fewer, at last year's average.
        mix: that they are of other outcomes.
        now: this year's.
        quantity_then, quantity_now: how many; people, or whatever else is counted, each in its unit.
    """

    kinds: tuple[Kind, ...]
    then: Decimal
    value: Decimal
    method: Decimal
    volume: Decimal
    mix: Decimal
    now: Decimal
    quantity_then: Decimal
    quantity_now: Decimal

    @property
    def restated(self) -> Decimal:
        """Last year's net value with this year's values, prices and method."""
        return EXACT.add(self.then, EXACT.add(self.value, self.method))

    @property
    def change(self) -> Decimal:
        """This year's less last year's as it was valued then."""
        return EXACT.subtract(self.now, self.then)

    @property
    def real_change(self) -> Decimal:
        """This year's less last year's, both with this year's values, prices and method."""
        return EXACT.subtract(self.now, self.restated)


@frozen
class Change:
    """One outcome, project or the like in both years; last year with this year's values, prices and method.

    Attributes:
        key: the outcome's id, the project's name …
        quantity_then, quantity_now: how many.
        then, now: net pounds; None where several kinds are held apart.
        cost_then, cost_now: pounds spent, where given for it.
    """

    key: str
    quantity_then: Decimal
    quantity_now: Decimal
    then: Decimal | None
    now: Decimal | None
    cost_then: Decimal | None = None
    cost_now: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Pounds more, or fewer."""
        return None if self.then is None or self.now is None else EXACT.subtract(self.now, self.then)


@frozen
class Forecast:
    """What a year may come to, from the months of it that are reported. A forecast, never a result.

    Attributes:
        year: the financial year.
        months: how many of its months are reported.
        outcomes, net: so far.
        outcomes_by_rate, net_by_rate: if the months to come are like those reported: so far x 12 / months.
        outcomes_by_shape, net_by_shape: if they are to those reported as last year's were; None where last year does
            not hold all its months.
    """

    year: Period
    months: int
    outcomes: Decimal
    net: Decimal
    outcomes_by_rate: Decimal
    net_by_rate: Decimal
    outcomes_by_shape: Decimal | None = None
    net_by_shape: Decimal | None = None


@frozen
class LikeForLike:
    """Two years set side by side, over the months that both report.

    Attributes:
        now: this year's result over those months.
        then: last year's, as valued last year.
        restated: last year's, with this year's values, prices and method.
        months: the periods compared, this year's beside last year's.
        only_now, only_then: periods that one year reports and the other does not; they are in no figure here.
        bridges: from last year to this: one, or one for each kind of value where kinds are held apart.
        forecast: what this year may come to, where some of its months are still to come.
        costs_compared: whether what was spent is of the same months in both years.
        problems: what was found, of both years and of setting them side by side.
    """

    now: Result
    then: Result
    restated: Result
    months: tuple[tuple[Period, Period], ...]
    only_now: tuple[Period, ...]
    only_then: tuple[Period, ...]
    bridges: tuple[Bridge, ...]
    forecast: Forecast | None
    costs_compared: bool
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether there is a comparison to show."""
        return not has_errors(self.problems)


def like_for_like(
    this: Return,
    last: Return,
    bank: Bank,
    method: Method,
    *,
    last_bank: Bank | None = None,
    last_method: Method | None = None,
    cost: tuple[Cost, ...] | None = None,
    last_cost: tuple[Cost, ...] | None = None,
    vocabulary: Vocabulary | None = None,
) -> LikeForLike:
    """This year's return against last year's, over the months both report.

    Args:
        this, last: what was reported, of no more than twelve months each.
        bank, method: this year's.
        last_bank, last_method: what last year was valued with; this year's when None.
        cost, last_cost: what was spent, in place of what the returns say.
        vocabulary: the outcomes; those of the package when None. The banks' own are added.
    """
    then_bank, then_method = last_bank or bank, last_method or method
    words = (vocabulary or load_vocabulary()).extended(bank.outcomes).extended(then_bank.outcomes)
    pairs, only_now, only_then, problems = _matched(_recorded(this), _recorded(last))
    broken = has_errors((*this.problems, *last.problems))
    if broken:
        problems = []  # months that could not be read are no months that are missing
    whole = not (only_now or only_then)
    mine = this if broken else _within(this, [now for now, _ in pairs], whole=whole)
    theirs = last if broken else _within(last, [then for _, then in pairs], whole=whole)
    spent, spent_then = (cost, last_cost) if whole else (None, None)

    now = calculate(mine, bank, method, vocabulary=words, cost=spent)
    then = calculate(theirs, then_bank, then_method, vocabulary=words, cost=spent_then)
    priced = evolve(then_method, prices=method.prices, index=method.index)
    same_values = then_bank == bank and priced == then_method
    revalued = then if same_values else calculate(theirs, bank, priced, vocabulary=words, cost=spent_then)
    same_method = priced == method
    restated = revalued if same_method else calculate(theirs, bank, method, vocabulary=words, cost=spent_then)

    found = (*problems, *(problem for result in (now, then, revalued, restated) for problem in result.problems))
    if has_errors(found):
        return LikeForLike(now, then, restated, pairs, only_now, only_then, (), None, whole, _once(found))
    with localcontext(EXACT):
        bridges = tuple(_bridges(now, then, revalued, restated))
        return LikeForLike(
            now,
            then,
            restated,
            pairs,
            only_now,
            only_then,
            bridges,
            forecast(
                calculate(this, bank, method, vocabulary=words),
                (restated, calculate(last, bank, method, vocabulary=words)) if only_then else None,
            ),
            whole,
            _once(found),
        )


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))


# the months


def _recorded(entered: Return) -> list[Period]:
    """The periods something was recorded for; one that was left blank throughout is not reported."""
    return sorted({line.period for line in entered.lines if line.quantity is not None})


Pairs = tuple[tuple[Period, Period], ...]


def _matched(
    now: Sequence[Period], then: Sequence[Period]
) -> tuple[Pairs, tuple[Period, ...], tuple[Period, ...], list[Problem]]:
    """The periods of both years that are the same months, a whole number of years apart, and those without a match."""
    problems = []
    for name, periods in (("this year", now), ("last year", then)):
        months = months_of(periods)
        if months and months[-1] - months[0] >= _YEAR:
            message = f"What is given as {name} holds {said(periods)}: more than twelve months."
            problems.append(error("not-one-year", Place(), message, "Give the files of one year on each side."))
    apart = sorted({(months_of([one])[0] - months_of([other])[0]) for one in now for other in then})
    shift = next((months for months in apart if months > 0 and months % _YEAR == 0), None)
    place = {(months_of([period])[0], months_of([period])[-1]): period for period in then}
    pairs = []
    for period in now if shift else ():
        months = months_of([period])
        match = place.get((months[0] - (shift or 0), months[-1] - (shift or 0)))
        if match is not None:
            pairs.append((period, match))
    if not pairs and not problems:
        message = "The two years have no month in common, so nothing can be compared like for like."
        remedy = "Give this year’s files first and last year’s with --with, both by month or both by quarter."
        problems.append(error("no-months-in-common", Place(), message, remedy))
    only_now = tuple(period for period in now if period not in {one for one, _ in pairs})
    only_then = tuple(period for period in then if period not in {other for _, other in pairs})
    for name, other, alone in (("This year", "last year", only_now), ("Last year", "this year", only_then)):
        if alone and pairs:
            message = f"{name} reports {said(alone)}, which {other} does not: left out of the comparison."
            remedy = "The totals of the two years are not of the same months."
            problems.append(warning("months-missing", Place(), message, remedy))
    return tuple(pairs), only_now, only_then, problems


def _within(entered: Return, periods: Iterable[Period], *, whole: bool) -> Return:
    """The part of a return that lies in the periods; what was spent on the whole is left out of a part."""
    kept = frozenset(periods)
    lines = [line for line in entered.lines if line.period in kept]
    return evolve(entered, lines=lines, costs=entered.costs if whole else ())


# the parts of the change


def _bridges(now: Result, then: Result, revalued: Result, restated: Result) -> Iterable[Bridge]:
    heads = [result.headline for result in (now, then, revalued, restated)]
    one_total = all(head is not None and head.net is not None for head in heads)
    kinds: list[Kind] = sorted({line.kind for result in (now, then, restated) for line in result.lines})
    for chosen in [tuple(kinds)] if one_total else [(kind,) for kind in kinds]:
        yield _bridge(chosen, now, then, revalued, restated)


def _bridge(kinds: tuple[Kind, ...], now: Result, then: Result, revalued: Result, restated: Result) -> Bridge:
    def net(result: Result) -> Decimal:
        return total(line.net for line in result.lines if line.kind in kinds)

    before, after = _by_unit(restated, kinds), _by_unit(now, kinds)
    volume = Decimal(0)
    for unit in before.keys() | after.keys():
        quantity, value = before.get(unit, (Decimal(0), Decimal(0)))
        more, value_now = after.get(unit, (Decimal(0), Decimal(0)))
        volume += (more - quantity) * value / quantity if quantity else value_now - value
    first, last, middle = net(then), net(now), net(restated)
    return Bridge(
        kinds,
        first,
        net(revalued) - first,
        middle - net(revalued),
        volume,
        last - middle - volume,
        last,
        total(quantity for quantity, _ in before.values()),
        total(quantity for quantity, _ in after.values()),
    )


def _by_unit(result: Result, kinds: tuple[Kind, ...]) -> dict[str, tuple[Decimal, Decimal]]:
    """How much was counted in each unit, each line once, and its net value."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    seen: set[int] = set()
    for entry in result.lines:
        if entry.kind not in kinds:
            continue
        unit = result.vocabulary[entry.line.outcome].unit
        quantity, value = found.get(unit, (Decimal(0), Decimal(0)))
        first = id(entry.line) not in seen
        seen.add(id(entry.line))
        found[unit] = (quantity + ((entry.line.quantity or 0) if first else 0), value + entry.net)
    return found


# outcome by outcome, project by project


def changes(years: LikeForLike, by: str) -> tuple[Change, ...]:
    """Both years by project, outcome, area or whatever `roll_up` groups by, the largest value of this year first.

    Raises:
        UnknownGrouping: naming what could be asked for.
    """
    after = {group.keys[0]: group for group in roll_up(years.now, (by,)).groups}
    before = {group.keys[0]: group for group in roll_up(years.restated, (by,)).groups}
    found = [_change(key, before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])]
    return tuple(sorted(found, key=lambda change: (change.key == "", -(change.now or 0))))


def _change(key: str, before: Group | None, after: Group | None) -> Change:
    nothing = Decimal(0)
    return Change(
        key,
        before.quantity if before else nothing,
        after.quantity if after else nothing,
        before.net if before else nothing if after and after.net is not None else None,
        after.net if after else nothing if before and before.net is not None else None,
        before.cost if before else None,
        after.cost if after else None,
    )


# what the year may come to


def forecast(result: Result, last: tuple[Result, Result] | None = None) -> Forecast | None:
    """What the year may come to; None where it is all reported, or there is no single total, or no single year.

    Args:
        result: this year's, as far as it is reported.
        last: last year's over the same months, and over all its months, with this year's values and method.
    """
    head = result.headline
    reported = _recorded(result.entered)
    years = {period.financial_year for period in reported}
    if head is None or head.net is None or len(years) != 1:
        return None
    name = years.pop()
    year = Period.of(f"{name[:4]}/{name[5:]}")
    months = len(months_of(reported))
    if months >= _YEAR:
        return None
    with localcontext(EXACT):
        rate = Decimal(_YEAR) / months
        by_rate = Forecast(year, months, head.outcomes, head.net, head.outcomes * rate, head.net * rate)
        if last is None:
            return by_rate
        part, all_of_it = (one.headline for one in last)
        full = len(months_of(_recorded(last[1].entered))) == _YEAR
        if part is None or all_of_it is None or not full or not part.net or not part.outcomes or all_of_it.net is None:
            return by_rate
        return evolve(
            by_rate,
            outcomes_by_shape=head.outcomes * all_of_it.outcomes / part.outcomes,
            net_by_shape=head.net * all_of_it.net / part.net,
        )
