"""One organisation and month in several files: parts of one return, a correction, or a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from attrs import evolve

from socialvalue.problems import Problem, error, note, warning
from socialvalue.records.checks.repeated_lines import told_apart
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Line, Return, folded

_OrganisationMonth: TypeAlias = tuple[str, Period]


def overlaps_settled(parts: Sequence[Return], *, replace: bool = False) -> tuple[list[Return], list[Problem]]:
    """The returns, one a file, with nothing counted twice, and what is to be said about it.

    Where an organisation reports a month in two files, the later file takes the place of the earlier one if
    `replace` says so; the later file is the one that comes later in `parts`. Otherwise both count where they report
    different things (with a warning), one counts where they agree (with a warning), and it is an error where they
    differ.
    """
    if len(parts) < 2:
        return list(parts), []
    if not replace:
        parts = sorted(parts, key=lambda part: [(entry.file, entry.sha256) for entry in part.inputs])
    months = [_lines_by_month(part) for part in parts]
    dropped: list[set[_SaidOfMonth]] = [set() for _ in parts]
    problems: list[Problem] = []
    first: dict[_OrganisationMonth, list[int]] = {}
    for number, found in enumerate(months):
        for month, lines in found.items():
            earlier = first.setdefault(month, [])
            for other in earlier:
                before = months[other][month]
                if replace:
                    problems.append(_replaced_note(lines, before))
                    dropped[other].add((*month, None))
                else:
                    second = _second_file_problems(lines, before)
                    problems += [second] if second is not None else []
                    said = {told_apart(line) for line in before}
                    dropped[number] |= {(*month, told_apart(line)) for line in lines if told_apart(line) in said}
            first[month] = [number] if replace else [*earlier, number]
    return [_without_lines(part, gone) for part, gone in zip(parts, dropped, strict=True)], problems


#: A month of an organisation, and what of it: see `told_apart`; None for all of it.
_SaidOfMonth: TypeAlias = tuple[str, Period, object]


def _lines_by_month(part: Return) -> dict[_OrganisationMonth, list[Line]]:
    found: dict[_OrganisationMonth, list[Line]] = {}
    for line in Lines.of(part.lines).alike("organisation", "period", "outcome", "project"):
        if line.quantity is not None:
            found.setdefault((folded(line.organisation), line.period), []).append(line)
    return found


def _without_lines(part: Return, gone: set[_SaidOfMonth]) -> Return:
    if not gone:
        return part

    def stays(organisation: str, period: Period, quantity: Decimal | None, said: object) -> bool:
        month = folded(organisation), period
        return (*month, None) not in gone and (quantity is None or (*month, said) not in gone)

    every = Lines.of(part.lines)
    rows = Lines((), every.registers).where(
        ["organisation", "period", "quantity", "outcome", "project"],
        lambda organisation, period, quantity, *said: stays(organisation, period, quantity, said),
    )
    made = [line for line in every.made if stays(line.organisation, line.period, line.quantity, told_apart(line))]
    lines = Lines(made, rows.registers)
    return evolve(part, lines=lines, costs=part.costs if lines else ())


def _replaced_note(lines: Sequence[Line], earlier: Sequence[Line]) -> Problem:
    message = f"{_organisation_and_month(lines)} is taken from here; what is at {earlier[0].place} is left out."
    return note("replaced-return", lines[0].place, message)


def _second_file_problems(lines: Sequence[Line], earlier: Sequence[Line]) -> Problem | None:
    here, there = lines[0], earlier[0]
    if here.register or there.register:
        same = {(line.outcome, line.project) for line in lines} & {(line.outcome, line.project) for line in earlier}
        agree = False
    else:
        figures, others = {told_apart(line): line for line in lines}, {told_apart(line): line for line in earlier}
        same = figures.keys() & others.keys()  # type: ignore[assignment] # other keys than a register's
        agree = all(figures[key].quantity == others[key].quantity for key in same)
        if same:
            here = min((figures[key] for key in same), key=lambda line: lines.index(line))
            there = others[told_apart(here)]
    what = f"{_organisation_and_month(lines)} is reported here and at {there.place}"
    if not same:
        message, remedy = f"{what}, for different outcomes; both count.", "Check that they are parts of one return."
        return warning("second-return", here.place, message, remedy)
    if here.register != there.register:  # a register and a count: what both hold is told of each outcome
        return None
    if agree:
        return warning("repeated-line", here.place, f"{what} with the same figures, counted once.", "Keep one file.")
    remedy = "Keep one file, or let the later file replace the earlier one with --replace."
    return error("second-return", here.place, f"{what}.", remedy)


def _organisation_and_month(lines: Sequence[Line]) -> str:
    return f"{lines[0].organisation}, {lines[0].period},"
