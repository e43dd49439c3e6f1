"""The months that two years both report, and those that only one of them does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from socialvalue.problems import Place, Problem, error, warning
from socialvalue.records.periods import Period, months_of, said
from socialvalue.records.returns import Return

MONTHS_OF_YEAR = 12


def periods_recorded(entered: Return) -> list[Period]:
    """The periods something was recorded for; one that was left blank throughout is not reported."""
    return sorted({line.period for line in entered.lines if line.quantity is not None})


Pairs = tuple[tuple[Period, Period], ...]


def matched_months(
    now: Sequence[Period], then: Sequence[Period]
) -> tuple[Pairs, tuple[Period, ...], tuple[Period, ...], list[Problem]]:
    """The periods of both years that are the same months, a whole number of years apart, and those without a match."""
    problems = []
    for name, periods in (("this year", now), ("last year", then)):
        months = months_of(periods)
        if months and months[-1] - months[0] >= MONTHS_OF_YEAR:
            message = f"What is given as {name} holds {said(periods)}: more than twelve months."
            problems.append(error("not-one-year", Place(), message, "Give the files of one year on each side."))
    apart = sorted({(months_of([one])[0] - months_of([other])[0]) for one in now for other in then})
    shift = next((months for months in apart if months > 0 and months % MONTHS_OF_YEAR == 0), None)
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
    for name, other, unmatched in (("This year", "last year", only_now), ("Last year", "this year", only_then)):
        if unmatched and pairs:
            message = f"{name} reports {said(unmatched)}, which {other} does not: left out of the comparison."
            remedy = "The totals of the two years are not of the same months."
            problems.append(warning("months-missing", Place(), message, remedy))
    return tuple(pairs), only_now, only_then, problems


def within_months(entered: Return, periods: Iterable[Period], *, whole: bool) -> Return:
    """The part of a return that lies in the periods; what was spent on the whole is left out of a part."""
    kept = frozenset(periods)
    lines = [line for line in entered.lines if line.period in kept]
    return evolve(entered, lines=lines, costs=entered.costs if whole else ())
