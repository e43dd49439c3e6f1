"""Lines that are reported twice: counted once, or an error where their figures differ."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter

from socialvalue.problems import Problem, error
from socialvalue.records.lines import COLUMNS
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Line, folded


def told_apart(line: Line) -> tuple[object, ...]:
    """What tells the lines of one organisation and period apart."""
    if line.register:  # rows that are alike are different people: only the file as a whole can be repeated
        return line.outcome, line.project
    return line.outcome, line.project, line.age, line.area, tuple(sorted(line.tags.items()))


_told_apart_by = attrgetter(
    *(name for name, column in COLUMNS.items() if column.apart == "all" and name != "organisation")
)


def without_repeats(lines: Lines, *, by_words: bool = False) -> tuple[Lines, list[Problem]]:
    """Lines without repeats: one that is reported twice counts once, and is an error where the figures differ.

    A register's rows all count.

    Args:
        lines: what was reported.
        by_words: whether two words for one outcome are two lines, as somebody has said they both mean it.
    """
    kept: dict[tuple[object, ...], Line] = {}
    rows: list[Line] = []
    problems: list[Problem] = []
    for line in lines.made:
        if line.register:
            rows.append(line)
            continue
        key = (
            folded(line.organisation),
            *_told_apart_by(line),
            *sorted(line.tags.items()),
            line.said if by_words else "",
        )
        first = kept.setdefault(key, line)
        if first is line:
            continue
        what = f"{line.organisation}, {line.period}, {line.outcome}"
        here, there = ("here", f" and at {first.place}") if first.place != line.place else ("twice", "")
        if first.quantity == line.quantity:
            message = f"{what} is {here}{there} with the same figure, and is counted once."
            problems.append(Problem("repeated-line", "warning", line.place, message, "Take one of the two out."))
        else:
            message = f"{what} is {here} with {line.quantity} and{there.removeprefix(' and')} with {first.quantity}."
            problems.append(error("conflicting-lines", line.place, message, "Keep the right one."))
    return Lines(chain(kept.values(), rows), lines.registers), problems
