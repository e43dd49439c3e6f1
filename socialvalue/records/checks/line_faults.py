"""What is wrong with one line by itself: its outcome, quantity, dates and person key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from socialvalue.adjustments import MOST_YEARS
from socialvalue.problems import Problem, error
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.lines import line_order
from socialvalue.records.periods import years_between
from socialvalue.records.registers import Lines
from socialvalue.records.returns import LARGEST, Line

#: Units of which there can be a part of one.
DIVISIBLE = ("GBP", "hour", "wellby")

#: What is wrong, and what to do, where one person key is beside more than one.
ONE_PERSON = (
    "The quantity is more than 1 beside a person key, which counts one person.",
    "Write 1, or leave the key out where the row counts many.",
)


def faults_of_lines(lines: Lines, vocabulary: Vocabulary, today: dt.date) -> Iterator[Problem]:
    """What is wrong with each line by itself; of rows that were read, the cells were checked then."""
    unknown = Lines((), lines.registers).where(["outcome"], lambda outcome: outcome not in vocabulary)
    earliest = min((day for day in lines.values("start") if day is not None), default=dt.date.max)
    late = Lines((), lines.registers).where(["end"], lambda end: end is not None and _may_be_too_long(earliest, end))
    too_long = late.where(["start", "end"], _too_long)
    for line in (*lines.made, *sorted([*unknown, *too_long], key=line_order)):  # one of both kinds is told once
        yield from line_faults(line, vocabulary, today)


def _too_long(start: dt.date | None, end: dt.date | None) -> bool:
    """Whether an outcome lasts longer than can be believed."""
    if start is None or end is None or not _may_be_too_long(start, end):
        return False
    return years_between(start, end) > MOST_YEARS


def _may_be_too_long(start: dt.date, end: dt.date) -> bool:
    return (end - start).days >= 365 * MOST_YEARS


def line_faults(line: Line, vocabulary: Vocabulary, today: dt.date) -> Iterator[Problem]:
    """What is wrong with one line, as it would be said of the cells it could have been read from."""
    read = bool(line.place.file)  # from a cell, of which this was said
    if not read and not line.organisation.strip():
        yield error("missing-value", line.place, "The organisation is blank.", "Name it.")
    if not read and line.period.start > today and line.quantity is not None:
        remedy = "Mend the period; forecasts are not reported as done."
        yield error("future-period", line.place, f"{line.period} has not happened yet.", remedy)
    if line.start and line.end and line.end < line.start:
        yield error("bad-date", line.place, "The end is before the start.", "Mend one of the dates.")
    if line.outcome not in vocabulary:
        close = vocabulary.names().find(line.outcome)
        remedy = f"Its id is “{close}”." if close else "The ids are those of the vocabulary and of the bank’s own."
        yield error("unknown-outcome", line.place, f"“{line.outcome}” is not an outcome known here.", remedy)
        return
    if _too_long(line.start, line.end):
        message = f"From {line.start} to {line.end} is more than {MOST_YEARS} years."
        yield error("duration-too-long", line.place, message, "Mend one of the dates.")
    if line.quantity is None:
        return
    unit = vocabulary[line.outcome].unit
    if line.person and unit == "person" and line.quantity > line.rows:
        yield error("person-quantity", line.place, *ONE_PERSON)
    if line.quantity > LARGEST * line.rows:
        remedy = "Check for a slipped digit, or a date or reference number in its place."
        yield error("quantity-too-large", line.place, f"{line.quantity:,} is more than {LARGEST:,}.", remedy)
    elif unit not in DIVISIBLE and line.quantity != line.quantity.to_integral_value():
        message = f"{line.quantity} is not a whole number, and this outcome is counted one {unit} at a time."
        remedy = "Report head counts, not full-time equivalents or averages."
        yield error("fractional-people", line.place, message, remedy)
