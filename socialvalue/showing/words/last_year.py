"""This year against last in words: how much more, what moved it most, and what the year may come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from socialvalue.money import EXACT, count, percent, places, total, whole_pounds
from socialvalue.records.periods import said
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline
from socialvalue.showing.words.amounts import ratio_figure, short_pounds
from socialvalue.showing.words.grammar import capital, in_text, listed, number_word
from socialvalue.showing.words.groups import group_name
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def more_than_last_year(bridge: Bridge | None, *, whole: bool = True) -> str:
    """How much more than last year, under the net value; said to be of the same months where it is not of the whole."""
    if bridge is None or not bridge.restated:
        return ""
    same = " in the same prices" if bridge.value or bridge.method else ""
    same += "" if whole else ", over the months both report"
    more = _more_or_less(bridge.real_change, bridge.restated, whole_pounds)
    return f"{more} than last year{same}" if bridge.real_change else f"as last year{same}"


def spent_more_than_last_year(years: LikeForLike | None) -> str:
    """How much more was spent than last year."""
    now, then = (years.now.headline, years.restated.headline) if years else (None, None)
    if now is None or then is None or now.cost is None or not then.cost:
        return ""
    return _more_or_less(EXACT.subtract(now.cost, then.cost), then.cost, whole_pounds)


def ratio_last_year(years: LikeForLike | None) -> str:
    """Last year's value for each pound."""
    before = years.restated.headline.ratio if years and years.restated.headline else None
    return "" if before is None else f"£{ratio_figure(before)} last year"


def outcomes_more_than_last_year(bridge: Bridge | None, head: Headline) -> str:
    """How many more outcomes than last year; else how many people they are of, where that is known."""
    if bridge is None or not bridge.quantity_then:
        of = f"of {count(head.people)} {'person' if head.people == 1 else 'people'}"
        return of if head.keyed and head.people != head.outcomes else ""
    return _more_or_less(EXACT.subtract(bridge.quantity_now, bridge.quantity_then), bridge.quantity_then, count)


def _more_or_less(change: Decimal, of: Decimal, show: Callable[[Decimal], str]) -> str:
    """``64 (15.6%) more``."""
    if not change:
        return "as last year"
    word = "more" if change > 0 else "less" if show is whole_pounds else "fewer"
    return f"{show(abs(change))} ({percent(EXACT.divide(abs(change), abs(of)))}) {word}"


def year_names(years: LikeForLike) -> tuple[str, str]:
    """What the two years are called: ``2023-24`` and ``2024-25``, or their months."""
    sides = [[then for _, then in years.months], [now for now, _ in years.months]]
    names = []
    for periods in sides:
        financial = {period.financial_year for period in periods}
        names.append(financial.pop() if len(financial) == 1 else said(periods))
    return names[0], names[1]


def change_title(bridge: Bridge, moved: Decimal, *, apart: bool = False) -> str:
    """How far the value moved, as printed, and what moved it most; which kind, where kinds are held apart."""
    change_words = _moved(bridge, moved)
    return f"{capital(listed(list(bridge.kinds)))} value: {in_text(change_words)}" if apart else change_words


def _moved(bridge: Bridge, moved: Decimal) -> str:
    if not moved:
        return "The same value as last year"
    parts = {
        "more outcomes" if bridge.volume > 0 else "fewer outcomes": bridge.volume,
        "a different mix of outcomes": bridge.mix,
        "other values or prices": bridge.value,
        "another method": bridge.method,
    }
    same = {name: amount for name, amount in parts.items() if amount and (amount > 0) == (moved > 0)}
    change_words = f"{'Up' if moved > 0 else 'Down'} {whole_pounds(abs(moved))}"
    if not same:
        return change_words
    name, moved_most = max(same.items(), key=lambda part: abs(part[1]))
    if len(same) == 1:
        return f"{change_words}, from {name}"
    more_than_half = abs(moved_most) * 2 > abs(total(same.values()))
    return f"{change_words}, most of it from {name}" if more_than_half else change_words


def change_title_by_kind(moves: Sequence[tuple[str, Decimal]]) -> str:
    """How far each kind of value moved, as printed."""
    told = [f"{kind} {'up' if moved >= 0 else 'down'} {short_pounds(abs(moved))}" for kind, moved in moves]
    return capital(listed(told))


def bridge_part_words(bridge: Bridge, years: LikeForLike) -> dict[str, str]:
    """A few words after the name of each part of a change."""
    more = EXACT.subtract(bridge.quantity_now, bridge.quantity_then)
    same = years.now.method.prices == years.then.method.prices
    to = f"in {years.now.method.prices} prices" if years.now.method.prices and not same else "other values"
    return {
        "value": to,
        "method": "other adjustments",
        "volume": f"{count(abs(more))} {'more' if more > 0 else 'fewer'}" if more else "as many",
        "mix": "other outcomes",
    }


def bridge_part_notes(bridge: Bridge, years: LikeForLike) -> tuple[str, ...]:
    """What the parts of a change mean."""
    told = []
    if bridge.value or bridge.method:
        told.append(f"Value and method: the same {count(bridge.quantity_then)} outcomes as this year’s are valued.")
    told.append("Volume: more or fewer, at last year’s average. Mix: worth more or less each than last year’s.")
    if years.only_now or years.only_then:
        alone = (*years.only_then, *years.only_now)
        told.append(f"Compared over the months both years report; {said(alone)} is in neither figure.")
    return tuple(told)


def largest_change_title(by: str, keys: Sequence[str], moved: Sequence[Decimal], result: Result) -> str:
    """Which outcome or project moved most, as printed."""
    moved_most, key = max(zip(moved, keys, strict=True), key=lambda change: abs(change[0]))
    if not moved_most:
        return f"No {by} has changed"
    up_or_down = "up" if moved_most > 0 else "down"
    return f"{group_name(by, key, result)} moved most: {up_or_down} {short_pounds(abs(moved_most))}"


def forecast_notes(years: LikeForLike) -> tuple[str, ...]:
    """What the year may come to, said to be a forecast."""
    found = years.forecast
    if found is None:
        return ()
    rate, people = short_pounds(found.net_by_rate), count(places(found.outcomes_by_rate, 0))
    text = f"Forecast for {found.year}, not a result: {rate} and {people} outcomes if the other months are like the "
    text += f"{number_word(found.months)} reported"
    if found.net_by_shape is not None and found.outcomes_by_shape is not None:
        shape, people = short_pounds(found.net_by_shape), count(places(found.outcomes_by_shape, 0))
        text += f"; {shape} and {people} if the year has last year’s shape"
    return (f"{text}.",)
