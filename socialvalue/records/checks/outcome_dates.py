"""Dates that do not fit what is claimed: the period, that an outcome was sustained, the project."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from socialvalue.problems import Problem, warning
from socialvalue.records.periods import SIGNIFICANT, years_between
from socialvalue.records.returns import Line, folded


def dates_that_do_not_fit(lines: Iterable[Line]) -> Iterator[Problem]:
    """Outcomes whose dates do not fit what is claimed: their period, that they were sustained, their project."""
    dated = [line for line in lines if line.quantity and (line.start or line.end)]
    began: dict[tuple[str, str], dt.date] = {}
    for line in lines if dated else ():
        key = line.organisation, line.project
        first = _project_start(line) or line.period.start
        began[key] = min(first, began.get(key, first)) if _project_start(line) is None else first
    for line in dated:
        what = f"{line.organisation}, {line.outcome}, {line.period}"
        if line.start and line.start > line.period.end:
            message = f"{what}: it starts on {line.start}, after its period."
            yield warning("start-after-period", line.place, message, "Claim it in the period it starts in.")
        if line.sustained and line.start and line.end and years_between(line.start, line.end) < SIGNIFICANT:
            days = (line.end - line.start).days + 1
            message = f"{what}: it is said to be sustained, and lasted {days:,} {'day' if days == 1 else 'days'}."
            yield warning("ended-early", line.place, message, "Mend the dates, or say that it was not sustained.")
        first = began[line.organisation, line.project]
        if line.project and line.start and line.start < first:
            message = f"{what}: it starts on {line.start}, before {line.project} began ({first})."
            yield warning("outcome-before-project", line.place, message, "Check that it belongs to the project.")


def _project_start(line: Line) -> dt.date | None:
    """When the project began, where a column says so."""
    for name, text in line.tags.items():
        if folded(name) in ("project start", "project start date", "project began"):
            try:
                return dt.date.fromisoformat(text.strip()[:10])
            except ValueError:
                day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
                return dt.date(int(day[3]), int(day[2]), int(day[1])) if day and int(day[2]) <= 12 else None
    return None
