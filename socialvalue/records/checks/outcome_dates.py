"""Dates that do not fit what is claimed: the period, that an outcome was sustained, the project."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from socialvalue.problems import Problem, warning
from socialvalue.records.periods import Period, significant
from socialvalue.records.registers import Lines, Name
from socialvalue.records.returns import Line, folded


def dates_that_do_not_fit(lines: Lines) -> Iterator[Problem]:
    """Outcomes whose dates do not fit what is claimed: their period, that they were sustained, their project."""
    yield from _outside_the_time(lines)
    sustained = lines.where(["sustained"], bool)
    for line in sustained.where(["start", "end"], lambda *days: None not in days and not significant(*days)):
        if line.quantity and line.start and line.end:
            days = (line.end - line.start).days + 1
            lasted = f"it is said to be sustained, and lasted {days:,} {'day' if days == 1 else 'days'}"
            remedy = "Mend the dates, or say that it was not sustained."
            yield warning("ended-early", line.place, f"{_what(line)}: {lasted}.", remedy)


def _what(line: Line) -> str:
    return f"{line.organisation}, {line.outcome}, {line.period}"


def _outside_the_time(lines: Lines) -> Iterator[Problem]:
    """Outcomes that start after their period, or before their project did.

    A project begins on the day that a column gives, the first where there are several, and else with its first period.
    """
    given: list[Name] = [("tags", tag) for tag in sorted(lines.tags) if folded(tag) in _PROJECT_START]

    def doubtful(period: Period, start: dt.date | None, *said: str | None) -> bool:
        return start is not None and (any(said) or not period.start <= start <= period.end)

    suspects = [line for line in lines.where(["period", "start", *given], doubtful) if line.quantity]
    of_lines: dict[tuple[str, str], dt.date] = {}
    of_columns: dict[tuple[str, str], dt.date] = {}
    for line in lines.alike("organisation", "project", "period", *given) if suspects else ():
        key = line.organisation, line.project
        of_lines[key] = min(line.period.start, of_lines.get(key, dt.date.max))
        said = _project_start(line)
        if said is not None:
            of_columns[key] = min(said, of_columns.get(key, said))
    for line in suspects:
        if line.start and line.start > line.period.end:
            message = f"{_what(line)}: it starts on {line.start}, after its period."
            yield warning("start-after-period", line.place, message, "Claim it in the period it starts in.")
        key = line.organisation, line.project
        first = of_columns.get(key, of_lines[key])
        if line.project and line.start and line.start < first:
            message = f"{_what(line)}: it starts on {line.start}, before {line.project} began ({first})."
            yield warning("outcome-before-project", line.place, message, "Check that it belongs to the project.")


_PROJECT_START = ("project start", "project start date", "project began")


def _project_start(line: Line) -> dt.date | None:
    """When the project began, where a column says so."""
    for name, text in line.tags.items():
        if folded(name) in _PROJECT_START:
            try:
                return dt.date.fromisoformat(text.strip()[:10])
            except ValueError:
                day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
                return dt.date(int(day[3]), int(day[2]), int(day[1])) if day and int(day[2]) <= 12 else None
    return None
