"""The checks of what was reported, whichever way it came in: files, dataframes, or lines made by a program."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from attrs import evolve

from socialvalue.problems import Problem, error, in_order, warning
from socialvalue.published.outcomes import Vocabulary
from socialvalue.returns import LARGEST, Line, Return, folded

#: Units of which there can be a part of one.
DIVISIBLE = ("GBP", "hour", "wellby")


def checked(entered: Return, vocabulary: Vocabulary, today: dt.date | None = None) -> Return:
    """The return with what is wrong in its lines, alone and together, among its problems.

    A line that is there twice with one figure is kept once, and an organisation has one spelling. What was checked
    before comes back with nothing said twice.

    Args:
        entered: what was reported.
        vocabulary: the outcomes.
        today: the day after which a period is in the future; the day it is when None. Of lines that
            were read from cells it was said when they were read.
    """
    day = today or dt.datetime.now(tz=dt.UTC).date()
    known = set(entered.problems)
    lines, repeats = _same_lines(_one_spelling(entered.lines))
    stocks = {outcome.id for outcome in vocabulary if outcome.flow == "stock"}
    together = in_order([*repeats, *_overlapping(lines, stocks), *_similar(lines)])
    found = [*(problem for line in lines for problem in _faults(line, vocabulary, day)), *together]
    new = [problem for problem in dict.fromkeys(found) if problem not in known]
    return evolve(entered, lines=lines, problems=(*entered.problems, *new))


def _faults(line: Line, vocabulary: Vocabulary, today: dt.date) -> Iterator[Problem]:
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
    if line.quantity is None:
        return
    unit = vocabulary[line.outcome].unit
    if line.quantity > LARGEST * line.rows:
        remedy = "Check for a slipped digit, or a date or reference number in its place."
        yield error("quantity-too-large", line.place, f"{line.quantity:,} is more than {LARGEST:,}.", remedy)
    elif unit not in DIVISIBLE and line.quantity != line.quantity.to_integral_value():
        message = f"{line.quantity} is not a whole number, and this outcome is counted one {unit} at a time."
        remedy = "Report head counts, not full-time equivalents or averages."
        yield error("fractional-people", line.place, message, remedy)


def told_apart(line: Line) -> tuple[object, ...]:
    """What tells the lines of one organisation and period apart."""
    if line.register:  # rows that are alike are different people: only the file as a whole can stand twice
        return line.outcome, line.project
    return line.outcome, line.project, line.age, line.area, tuple(sorted(line.tags.items()))


def _one_spelling(lines: Sequence[Line]) -> Iterable[Line]:
    """An organisation written in several cases, apostrophes or dashes is one, under the spelling used most."""
    written: Counter[str] = Counter()
    for line in lines:
        written[line.organisation] += line.rows
    used: dict[str, list[str]] = {}
    for name in sorted(written, key=lambda name: (-written[name], name)):
        used.setdefault(folded(name), []).append(name)
    names = {name: found[0] for found in used.values() for name in found[1:]}
    if not names:
        return lines
    return (evolve(line, organisation=names.get(line.organisation, line.organisation)) for line in lines)


def _same_lines(lines: Iterable[Line]) -> tuple[list[Line], list[Problem]]:
    """Lines that stand twice: once where they agree, a problem where they do not. A register's rows all count."""
    kept: dict[tuple[object, ...], Line] = {}
    rows: list[Line] = []
    problems: list[Problem] = []
    for line in lines:
        if line.register:
            rows.append(line)
            continue
        key = (
            folded(line.organisation),
            line.period,
            line.outcome,
            line.age,
            line.area,
            line.project,
            tuple(sorted(line.tags.items())),
        )
        first = kept.setdefault(key, line)
        if first is line:
            continue
        what = f"{line.organisation}, {line.period}, {line.outcome}"
        here, there = ("here", f" and at {first.place}") if first.place != line.place else ("twice", "")
        if first.quantity == line.quantity:
            message = f"{what} stands {here}{there} with the same figure, and is counted once."
            problems.append(Problem("repeated-line", "warning", line.place, message, "Take one of the two out."))
        else:
            message = (
                f"{what} stands {here} with {line.quantity} and{there.removeprefix(' and')} with {first.quantity}."
            )
            problems.append(error("conflicting-lines", line.place, message, "Keep the right one."))
    return list(chain(kept.values(), rows)), problems


def _overlapping(lines: Iterable[Line], stocks: Collection[str]) -> list[Problem]:
    """Where an organisation reports one flow for a month and for a longer time that holds it, a warning for each pair.

    Args:
        lines: what was reported; a register's rows are people, and not looked at.
        stocks: the outcomes whose figures are never added over time.
    """
    series: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if line.quantity and not line.register and line.outcome not in stocks:
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
    return problems


def _similar(lines: Sequence[Line]) -> list[Problem]:
    """A warning for each two organisations that may be one: their names are near the same, and so is what they report.

    Names are near the same that differ in nothing but ``Ltd`` or ``Limited``, ``&`` or ``and``, a leading ``The`` and
    punctuation.
    """
    near: dict[str, set[str]] = {}
    for name in {line.organisation for line in lines}:
        near.setdefault(_near(name), set()).add(name)
    doubtful = {name for found in near.values() if len(found) > 1 for name in found}
    if not doubtful:
        return []
    problems = []
    first: dict[tuple[object, ...], Line] = {}
    said: set[frozenset[str]] = set()
    for line in lines:
        if line.organisation not in doubtful or line.quantity is None:
            continue
        other = first.setdefault((_near(line.organisation), line.period, line.outcome), line)
        pair = frozenset((line.organisation, other.organisation))
        if len(pair) > 1 and pair not in said:
            said.add(pair)
            message = f"“{line.organisation}” and “{other.organisation}” both report {line.outcome} for {line.period}"
            remedy = "Both count. If they are one organisation, write its name one way and take one of the two out."
            problems.append(warning("similar-organisations", line.place, f"{message}, at {other.place}.", remedy))
    return problems


def _near(name: str) -> str:
    words = re.sub(r"[^\w\s]", "", folded(name).replace("&", " and ").replace("-", " ")).split()
    bare = [word for word in words if word not in ("ltd", "limited", "and")]
    return " ".join(bare[1:] if bare[:1] == ["the"] else bare)
