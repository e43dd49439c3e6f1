"""Costs that are said more than once, by files, sheets, tables or lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from socialvalue.money import pounds, total
from socialvalue.problems import Place, Problem, warning
from socialvalue.published.prices import PriceBase
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Cost, Line, folded


def costs_once(costs: Sequence[Cost], lines: Lines) -> tuple[list[Cost], list[Problem]]:
    """What was spent, each once however often files, sheets and tables say it, and what is to be said about it.

    What one sheet says of a project, a year, its prices and its payer is added up. Where another says the same sum of
    the same, it is the same money, and counts once; where it says another sum, both count. So it is where one of two
    sheets leaves the year or the payer unsaid. A cost on a line is one of the financial year of its period.
    """
    stated: dict[tuple[object, ...], dict[tuple[str, str], list[Cost]]] = {}
    on_lines = [
        Cost(line.cost, line.project, PriceBase.on(line.period.start, financial=True), place=line.place)
        for line in lines.alike("project", "period", "cost")
        if line.cost is not None
    ]
    lines_of = {id(cost) for cost in on_lines}
    every = [*on_lines, *sorted(costs, key=lambda cost: _reading_order(cost.place))]
    source = {
        id(cost): ("", "lines") if id(cost) in lines_of else (cost.place.file, cost.place.sheet) for cost in every
    }
    for cost in every:
        what = (folded(cost.project), *_year_prices_payer(cost))
        stated.setdefault(what, {}).setdefault(source[id(cost)], []).append(cost)
    dropped, problems = _costs_compared(stated.values(), lambda some, others: True)
    projects: dict[str, dict[tuple[str, str], list[Cost]]] = {}
    for cost in every:
        if id(cost) not in dropped:
            projects.setdefault(folded(cost.project), {}).setdefault(source[id(cost)], []).append(cost)
    again, more = _costs_compared(projects.values(), _may_be_one_cost)
    dropped |= again
    return [cost for cost in costs if id(cost) not in dropped], [*problems, *more]


def cost_beside_each_line(lines: Iterable[Line]) -> Iterator[Problem]:
    """A warning where one cost is beside every line of a project and period: it may be the project's, said again."""
    groups: dict[tuple[str, Period], list[Line]] = {}
    for line in lines:
        if line.project and line.quantity is not None:
            groups.setdefault((line.project, line.period), []).append(line)
    for (project, period), found in groups.items():
        cost = found[0].cost
        if len(found) > 1 and cost and all(line.cost == cost for line in found):
            message = (
                f"{project}, {period}: a cost of {pounds(cost)} is beside each of {len(found)} lines, and "
                f"{pounds(cost * len(found))} counts."
            )
            remedy = "If it is the cost of the project, write it beside one line, or in a table of costs."
            yield warning("second-cost", found[0].place, message, remedy)


def _costs_compared(
    groups: Iterable[Mapping[tuple[str, str], list[Cost]]],
    may_be_one: Callable[[Sequence[Cost], Sequence[Cost]], bool],
) -> tuple[set[int], list[Problem]]:
    """The costs, by identity, that repeat what an earlier sheet says, and a warning for each two that may be one."""
    dropped: set[int] = set()
    problems: list[Problem] = []
    for sources in groups:
        earlier: list[list[Cost]] = []
        for found in sources.values():
            near = [other for other in earlier if may_be_one(other, found)]
            amount = total(cost.amount for cost in found)
            same = next((other for other in near if total(cost.amount for cost in other) == amount), None)
            about = f"{pounds(amount)} for {found[0].project or 'the whole'}"
            if not near or not amount or not str(found[0].place):  # without a place it was not read, so not twice
                earlier.append(found)
            elif same is not None:
                dropped |= {id(cost) for cost in found}
                message = f"The cost of {about} is said here and at {same[0].place}: it is counted once."
                problems.append(warning("repeated-cost", found[0].place, message, "Keep it in one place."))
            else:
                other = f"{pounds(total(cost.amount for cost in near[0]))} at {near[0][0].place}"
                message = f"A cost of {about} is said here, and {other}: both count."
                remedy = "If they are the same money, keep one; else say what year or project each is for."
                problems.append(warning("second-cost", found[0].place, message, remedy))
                earlier.append(found)
    return dropped, problems


def _year_prices_payer(cost: Cost) -> tuple[PriceBase | None, PriceBase | None, str]:
    return cost.year, cost.prices, folded(cost.payer)


def _may_be_one_cost(some: Sequence[Cost], others: Sequence[Cost]) -> bool:
    """Whether two sheets' costs of a project may be one money, as one leaves the year or the payer unsaid."""
    said, also = set(map(_year_prices_payer, some)), set(map(_year_prices_payer, others))
    if said & also:
        return False  # compared already
    years, other_years = ({year for year, _, _ in each} - {None} for each in (said, also))
    payers, other_payers = ({payer for _, _, payer in each} - {""} for each in (said, also))
    return not (years and other_years and years != other_years) and not (
        payers and other_payers and payers != other_payers
    )


def _reading_order(place: Place) -> tuple[str, str, int, str]:
    """Where a cell is, in the order of reading down a sheet."""
    return place.file, place.sheet, len(place.cell), place.cell
