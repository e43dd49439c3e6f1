"""One organisation and month in several files: parts of one return, a correction, or a mistake."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import TypeAlias

from attrs import evolve

from socialvalue.periods import Period
from socialvalue.problems import Problem, error, note, warning
from socialvalue.reading import cells
from socialvalue.reading.cells import folded
from socialvalue.returns import Line, Return

_Month: TypeAlias = tuple[str, Period]


def settled(parts: Sequence[Return], *, replace: bool = False) -> tuple[list[Return], list[Problem]]:
    """The returns, one a file, with nothing counted twice, and what is to be said about it.

    Where an organisation reports a month in two files, the later file takes the place of the earlier one if
    `replace` says so; the later file is the one that stands later in `parts`. Otherwise both count where they report
    different things (with a warning), one counts where they agree (with a warning), and it is an error where they
    differ.
    """
    if not replace:
        parts = sorted(parts, key=lambda part: [(entry.file, entry.sha256) for entry in part.inputs])
    months = [_months(part) for part in parts]
    dropped: set[int] = set()
    problems: list[Problem] = []
    first: dict[_Month, list[int]] = {}
    for number, found in enumerate(months):
        for month, lines in found.items():
            earlier = first.setdefault(month, [])
            for other in earlier:
                before = months[other][month]
                if replace:
                    problems.append(_replaced(lines, before))
                    dropped |= {id(line) for line in _all(parts[other], month)}
                else:
                    problems.append(_second(lines, before))
                    said = {_key(line) for line in before}
                    dropped |= {id(line) for line in lines if _key(line) in said}
            first[month] = [number] if replace else [*earlier, number]
    return [_without(part, dropped) for part in parts], problems


def overlapping(lines: Iterable[Line], stocks: Collection[str]) -> list[Problem]:
    """Where an organisation reports one flow for a month and for a longer time that holds it, a warning for each pair.

    Args:
        lines: what was reported; a register's rows are people, and not looked at.
        stocks: the outcomes whose figures are never added over time.
    """
    series: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if line.quantity and not line.register and line.outcome not in stocks:
            series.setdefault((line.organisation, *_key(line)), []).append(line)
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


def similar(lines: Sequence[Line]) -> list[Problem]:
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


def _months(part: Return) -> dict[_Month, list[Line]]:
    found: dict[_Month, list[Line]] = {}
    for line in part.lines:
        if line.quantity is not None:
            found.setdefault((folded(line.organisation), line.period), []).append(line)
    return found


def _all(part: Return, month: _Month) -> Iterable[Line]:
    return (line for line in part.lines if (folded(line.organisation), line.period) == month)


def _without(part: Return, dropped: set[int]) -> Return:
    if not any(id(line) in dropped for line in part.lines):
        return part
    lines = [line for line in part.lines if id(line) not in dropped]
    return evolve(part, lines=lines, costs=part.costs if lines else {})


def _key(line: Line) -> tuple[object, ...]:
    if line.register:  # rows that are alike are different people: only the file as a whole can stand twice
        return line.outcome, line.project
    return line.outcome, line.project, line.age, line.area, tuple(sorted(line.tags.items()))


def _replaced(lines: Sequence[Line], earlier: Sequence[Line]) -> Problem:
    message = f"{_what(lines)} is taken from here; what stands at {earlier[0].place} is left out."
    return note("replaced-return", lines[0].place, message)


def _second(lines: Sequence[Line], earlier: Sequence[Line]) -> Problem:
    here, there = lines[0], earlier[0]
    if here.register or there.register:
        same = {(line.outcome, line.project) for line in lines} & {(line.outcome, line.project) for line in earlier}
        agree = False
    else:
        figures, others = {_key(line): line for line in lines}, {_key(line): line for line in earlier}
        same = figures.keys() & others.keys()  # type: ignore[assignment] # other keys than a register's
        agree = all(figures[key].quantity == others[key].quantity for key in same)
        if same:
            here = min((figures[key] for key in same), key=lambda line: lines.index(line))
            there = others[_key(here)]
    what = f"{_what(lines)} is reported here and at {there.place}"
    if not same:
        message, remedy = f"{what}, for different outcomes; both count.", "Check that they are parts of one return."
        return warning("second-return", here.place, message, remedy)
    if agree:
        return warning("repeated-line", here.place, f"{what} with the same figures, counted once.", "Keep one file.")
    remedy = "Keep one file, or let the later file replace the earlier one with --replace."
    return error("second-return", here.place, f"{what}.", remedy)


def _what(lines: Sequence[Line]) -> str:
    return f"{lines[0].organisation}, {lines[0].period},"


def same_lines(lines: Iterable[Line]) -> tuple[list[Line], list[Problem]]:
    """Lines that stand twice: once where they agree, a problem where they do not. A register's rows all count."""
    kept: dict[tuple[object, ...], Line] = {}
    rows: list[Line] = []
    problems: list[Problem] = []
    for line in lines:
        if line.register:
            rows.append(line)
            continue
        key = (
            cells.folded(line.organisation),
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
        if first.quantity == line.quantity:
            message = f"{what} stands here and at {first.place} with the same figure, and is counted once."
            problems.append(Problem("repeated-line", "warning", line.place, message, "Take one of the two out."))
        else:
            message = f"{what} stands here with {line.quantity} and at {first.place} with {first.quantity}."
            problems.append(error("conflicting-lines", line.place, message, "Keep the right one."))
    return list(chain(kept.values(), rows)), problems
