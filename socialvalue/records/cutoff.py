"""Cut-off: whether what was reported lies within the dates it is for, and whether months of it are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from socialvalue.problems import Problem, error, warning
from socialvalue.records.periods import Period, months_of, said
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Line


def between(first: Period | str, last: Period | str) -> tuple[Period, Period]:
    """The periods a return is for, from the first to the last.

    Raises:
        ValueError: for what is no period, and for a last that ends before the first starts.
    """
    start, end = Period.of(first), Period.of(last)
    if end.end < start.start:
        msg = f"{last} is before {first}"
        raise ValueError(msg)
    return start, end


#: Lines that are named; more are counted.
_MOST = 10


def cut_off(lines: Iterable[Line], first: Period, last: Period) -> Iterator[Problem]:
    """An error for what lies outside the dates, and a warning for each project without a month that lies within.

    Args:
        lines: what was reported.
        first, last: the periods the return is for, from the first to the last, both included.
    """
    every = Lines.of(lines).where(["quantity"], lambda quantity: quantity is not None)
    outside = every.where(["period"], lambda period: period.start < first.start or period.end > last.end)
    dates = f"{first} to {last}"
    for line in outside[:_MOST]:
        message = f"{line.organisation}, {line.outcome}: {line.period} is outside {dates}."
        yield error("outside-dates", line.place, message, "Take it out, or mend its period or the dates.")
    if len(outside) > _MOST:
        message = f"{len(outside) - _MOST:,} more lines are outside {dates}."
        yield error("outside-dates", outside[_MOST].place, message, "Take them out, or mend the dates.")
    yield from _absent(every.alike("organisation", "period", "project"), first, last)


def _absent(lines: Iterable[Line], first: Period, last: Period) -> Iterator[Problem]:
    expected = [Period.month((month - 1) // 12, (month - 1) % 12 + 1) for month in _between(first, last)]
    reported: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        reported.setdefault((line.organisation, line.project), []).append(line)
    for (organisation, project), mine in reported.items():
        there = set(months_of(line.period for line in mine))
        absent = [month for month in expected if months_of([month])[0] not in there]
        if absent:
            who = f"{organisation}, {project}" if project else organisation
            message = f"{who}: nothing is reported for {said(absent)}."
            yield warning("months-absent", mine[0].place, message, "Say so beside the figure, or send what is missing.")


def _between(first: Period, last: Period) -> range:
    return range(months_of([first])[0], months_of([last])[-1] + 1)
