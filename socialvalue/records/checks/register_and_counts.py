"""Counts of the people who are in a register too: the register counts."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from socialvalue.money import total
from socialvalue.problems import Problem, warning
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line


def counted_in_register(lines: list[Line], stocks: Collection[str]) -> tuple[list[Line], list[Problem]]:
    """The lines without counts of what a register holds too, and what is said of each.

    A count and a register of one organisation, outcome and period are of the same people: the register counts, which
    says who they are. Of periods that differ and overlap, both count, and both are named.
    """
    registered: dict[tuple[str, str], dict[tuple[Period, str], list[Line]]] = {}
    for line in lines:
        if line.register and line.quantity and line.outcome not in stocks:
            found = registered.setdefault((line.organisation, line.outcome), {})
            found.setdefault((line.period, line.project), []).append(line)
    if not registered:
        return lines, []
    kept: list[Line] = []
    problems: list[Problem] = []
    for line in lines:
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
            agree = "" if number == line.quantity else f", {line.quantity:,} and {number:,}"
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
    return kept, problems
