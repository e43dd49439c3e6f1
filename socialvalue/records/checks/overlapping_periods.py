"""Figures for times that overlap: a month within a quarter, a part within a whole, a stock of one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from socialvalue.money import total
from socialvalue.problems import Problem, warning
from socialvalue.records.checks.repeated_lines import told_apart
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Line


def overlapping_periods(lines: Iterable[Line], stocks: Collection[str]) -> list[Problem]:
    """Where an organisation reports one flow for a month and for a longer time that holds it, a warning for each pair.

    Args:
        lines: counts; the rows of a register are people.
        stocks: the outcomes whose figures are never added over time.
    """
    series: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if line.quantity and line.outcome not in stocks:
            series.setdefault((line.organisation, *told_apart(line)), []).append(line)
    problems = []
    for found in series.values():
        found.sort(key=lambda line: (line.period.start, line.period.start - line.period.end))  # the longer first
        reach = found[0]
        for line in found[1:]:
            if line.period != reach.period and line.period.start <= reach.period.end:
                message = f"{line.organisation}, {line.outcome}: {line.period} lies within {reach.period}"
                remedy = "Both count. Report one of the two, if they are of the same people or things."
                problems.append(warning("overlapping-periods", line.place, f"{message}, at {reach.place}.", remedy))
            reach = max(reach, line, key=lambda one: one.period.end)
    return [*problems, *_whole_and_part([line for found in series.values() for line in found])]


def _whole_and_part(lines: Iterable[Line]) -> Iterator[Problem]:
    """Where a figure for all projects, ages or areas and one for some of them are of times that overlap and differ."""
    every: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        every.setdefault((line.organisation, line.outcome), []).append(line)
    for found in every.values():
        wholes, parts = _first_of_each_period([line for line in found if _is_for_all(line)]), list[Line]()
        if wholes:
            parts = _first_of_each_period([line for line in found if not _is_for_all(line)])
        for whole in wholes:
            part = next((line for line in parts if _periods_overlap(line.period, whole.period)), None)
            if part is not None:
                of = part.project or ", ".join(word for word in (part.age, part.area) if word != "all")
                message = (
                    f"{whole.organisation}, {whole.outcome}: {whole.period} is reported here for all, and "
                    f"{part.period} for {of} at {part.place}."
                )
                remedy = "Both count. Report one of the two, if they are of the same people or things."
                yield warning("overlapping-periods", whole.place, message, remedy)


def _first_of_each_period(lines: Iterable[Line]) -> list[Line]:
    """The first line of each period."""
    found: dict[Period, Line] = {}
    for line in lines:
        found.setdefault(line.period, line)
    return list(found.values())


def _periods_overlap(one: Period, other: Period) -> bool:
    """Whether two periods differ and share a day."""
    return one != other and one.start <= other.end and other.start <= one.end


def _is_for_all(line: Line) -> bool:
    """Whether a figure is not for one project, age or area alone."""
    return not line.project and line.age == "all" and line.area == "all"


def stocks_of_one_day(lines: Lines, stocks: Collection[str]) -> Iterator[Problem]:
    """A warning where an organisation gives a stock as of one day twice, of two periods, with figures that differ."""
    ends: dict[tuple[object, ...], dict[Period, list[Line]]] = {}
    of_stocks = lines.where(["outcome"], stocks.__contains__)
    for line in of_stocks.alike("organisation", "period", "outcome"):
        if line.quantity is not None:
            key = line.organisation, line.outcome, line.period.end
            ends.setdefault(key, {}).setdefault(line.period, []).append(line)
    for found in ends.values():
        if len(found) < 2:
            continue
        figures = {period: total(line.quantity or Decimal(0) for line in of) for period, of in found.items()}
        if len(set(figures.values())) > 1:
            counts = max(figures, key=lambda period: period.start)
            other = next(period for period in figures if figures[period] != figures[counts])
            line, there = found[counts][0], found[other][0]
            message = (
                f"{line.organisation}, {line.outcome}: {figures[counts]:,f} for {counts}, and {figures[other]:,f} for "
                f"{other} at {there.place}, are of the same day. The one for {counts} counts."
            )
            yield warning("overlapping-periods", line.place, message, "Keep the right one.")
