"""Figures that are the sum of others without saying so: an organisation of totals, or a figure for all ages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from socialvalue.money import total
from socialvalue.problems import Problem, warning
from socialvalue.records.returns import Line

#: An organisation with no more figures than this, all small, may be the sum of others by chance.
_SUM_BY_CHANCE = 10


def organisations_that_are_totals(lines: Sequence[Line]) -> list[Problem]:
    """A warning for each organisation whose every figure is the sum of those of the others: a total under some name."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if line.quantity is not None:
            key = (line.period, line.outcome, line.project, line.age, line.area, tuple(sorted(line.tags.items())))
            groups.setdefault(key, []).append(line)
    sums = {key: sum((line.quantity or Decimal(0) for line in found), Decimal(0)) for key, found in groups.items()}
    fits: dict[str, list[Line]] = {}
    others: set[str] = set()
    for group, found in groups.items():
        for line in found:
            quantity = line.quantity or Decimal(0)
            if len(found) > 2 and quantity and quantity * 2 == sums[group]:
                fits.setdefault(line.organisation, []).append(line)
            elif quantity:
                others.add(line.organisation)
    problems = []
    for name, mine in fits.items():
        if name in others or sum(line.quantity or Decimal(0) for line in mine) < _SUM_BY_CHANCE:
            continue
        figures = "Its figure is the sum" if len(mine) == 1 else f"Each of its {len(mine)} figures is the sum"
        message = f"“{name}” may be a total of other rows. {figures} of the others'; both count."
        remedy = "Take it out, if it is a total; nothing needs doing if it is an organisation."
        problems.append(warning("total-row", mine[0].place, message, remedy))
    return problems


#: Lines are for all of these, or for one.
_FOR_ALL = {"project": "", "age": "all", "area": "all"}


def totals_of_parts(lines: Sequence[Line]) -> Iterator[Problem]:
    """A warning where an organisation's figures for all ages, areas or projects are the sum of those for each."""
    for name, every in _FOR_ALL.items():
        wholes: dict[tuple[object, ...], Line] = {}
        parts: dict[tuple[object, ...], list[Decimal]] = {}
        for line in lines:
            if not line.quantity:
                continue
            rest = (getattr(line, other) for other in _FOR_ALL if other != name)
            key = line.organisation, line.period, line.outcome, *rest, tuple(sorted(line.tags.items()))
            if getattr(line, name) == every:
                wholes[key] = line
            else:
                parts.setdefault(key, []).append(line.quantity)
        found: dict[str, list[Line]] = {}
        for key, line in wholes.items():
            if len(parts.get(key, ())) > 1 and total(parts[key]) == line.quantity:
                found.setdefault(line.organisation, []).append(line)
        for organisation, sums in found.items():
            first = sums[0]
            more = f", and {len(sums) - 1} more," if len(sums) > 1 else ""
            message = (
                f"{organisation}, {first.outcome}, {first.period}: the figure without {_PART_NAMES[name]}{more} is the "
                f"sum of those with one. All count."
            )
            remedy = "Take it out, if it is their total; nothing needs doing if it is of others."
            yield warning("total-row", first.place, message, remedy)


_PART_NAMES = {"project": "a project", "age": "an age", "area": "an area"}
