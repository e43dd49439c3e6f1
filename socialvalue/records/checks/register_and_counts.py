"""Counts of the people who are in a register too: in another table the register counts, in the same both do."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from socialvalue.money import count, total
from socialvalue.problems import Problem, warning
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Line


def counted_in_register(lines: Lines, stocks: Collection[str]) -> tuple[Lines, list[Problem]]:
    """The lines without counts of what a register holds too, and what is said of each.

    A count and a register of one organisation, outcome and period are of the same people: the register counts, which
    says who they are. Of periods that differ and overlap, both count, and both are named.
    """
    registered: dict[tuple[str, str], dict[tuple[Period, str], list[Line]]] = {}
    counts = any(line.quantity for line in lines.counts)
    for line in lines.alike("organisation", "period", "outcome", "project") if counts else ():
        if line.register and line.quantity and line.outcome not in stocks:
            found = registered.setdefault((line.organisation, line.outcome), {})
            found.setdefault((line.period, line.project), []).append(line)
    if not registered:
        return lines, []
    kept: list[Line] = []
    problems: list[Problem] = []
    for line in lines.made:
        found = registered.get((line.organisation, line.outcome), {})
        near = [
            (period, rows)
            for (period, project), rows in (found.items() if line.quantity and not line.register else ())
            if period.start <= line.period.end
            and line.period.start <= period.end
            and (not project or not line.project or project == line.project)
        ]
        same = [row for period, rows in near if period == line.period for row in rows]
        what = f"{line.organisation}, {line.outcome}"
        if same:
            number = total(row.quantity or Decimal(0) for row in same)
            agree = "" if number == line.quantity else f", {count(line.quantity or number)} and {count(number)}"
            message = f"{what}, {line.period}: it is counted here and in the register at {same[0].place}{agree}."
            remedy = "The register counts. Keep one of the two."
            problems.append(warning("counted-twice", line.place, message, remedy))
            continue
        if near:
            period, rows = near[0]
            message = f"{what}: {line.period} is counted here, and {period} in the register at {rows[0].place}."
            remedy = "Both count. Report one of the two, if they are of the same people."
            problems.append(warning("overlapping-periods", line.place, message, remedy))
        kept.append(line)
    return Lines(kept, lines.registers), problems


def counts_among_people(lines: Lines, people: Collection[str]) -> Iterator[Problem]:
    """A warning for each count without a person key in a register that holds people with one for the same.

    Both count: such a row may be of people whose keys are not known, or of those above it once more.

    Args:
        lines: what was reported.
        people: the outcomes that are counted in people.
    """
    of_people = lines.where(["outcome"], people.__contains__)
    counts = of_people.where(["person"], lambda person: not person)
    several = counts.where(["quantity"], lambda number: (number or 0) > 1)
    if not several or len(of_people.values("person")) < 2:
        return
    keyed: dict[tuple[str, str, Period], list[Line]] = {}
    for line in of_people.where(["person"], bool).alike("organisation", "period", "outcome", "project"):
        if line.register and line.quantity:
            keyed.setdefault((line.organisation, line.outcome, line.period), []).append(line)
    for line in (line for line in counts if line.register and (line.quantity or 0) > line.rows):
        found = keyed.get((line.organisation, line.outcome, line.period), ())
        same = [row for row in found if not row.project or not line.project or row.project == line.project]
        if same:
            number = total(row.quantity or Decimal(0) for row in same)
            counted, keyed_too = count(line.quantity or Decimal(0)), count(number)
            message = f"{line.organisation}, {line.outcome}, {line.period}: {counted} are counted here without"
            message += f" a person key, and {keyed_too} with one from {same[0].place} on; both count."
            remedy = "Take the count out if it is of the same people; else give each a row of their own."
            yield warning("count-among-people", line.place, message, remedy)
