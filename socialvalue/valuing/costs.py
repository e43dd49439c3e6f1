"""Costs set against value: in the same prices, and in pounds of the same year 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from socialvalue.money import total
from socialvalue.problems import Problem, note, warning
from socialvalue.published.discounting import discount_factor
from socialvalue.published.methods import Method
from socialvalue.published.prices import Index, OutsideIndex, PriceBase, load_index
from socialvalue.records.registers import Lines
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.returns import Cost, Line
from socialvalue.records.totals import Spent


def costs_of(costs: Iterable[Cost], lines: Iterable[Line]) -> tuple[Cost, ...]:
    """What was spent: the costs of a table and those on lines, of each project and financial year together.

    A cost on a line is taken as spent in the financial year of its period.
    """
    on_lines: dict[tuple[str, PriceBase], Decimal] = {}
    for line in Lines.of(lines).alike("project", "period", "cost"):
        if line.cost is not None:
            key = line.project, PriceBase.on(line.period.start, financial=True)
            on_lines[key] = on_lines.get(key, Decimal(0)) + line.cost
    return (*costs, *(Cost(amount, project, year) for (project, year), amount in sorted(on_lines.items())))


def first_year_of(costs: Iterable[Cost]) -> int | None:
    """The earliest financial year in which something was spent; None where no cost says when."""
    return min((financial(cost.year) for cost in costs if cost.year is not None), default=None)


def financial(year: PriceBase) -> int:
    """The financial year that a year means, by the year it starts in; a calendar year is mostly the one of its name."""
    return year.start


def set_against(costs: Iterable[Cost], method: Method, year_0: int | None) -> tuple[tuple[Spent, ...], list[Problem]]:
    """Each cost in the prices of the method and in pounds of year 0, and what is to be said about it.

    A cost in a known year or price base is rebased by the method's index and discounted as value is; one that says
    neither is taken to be in the prices of the result, and spent in year 0.
    """
    problems: dict[str, Problem] = {}
    spent = []
    for cost in costs:
        after = 0 if cost.year is None or year_0 is None else max(0, financial(cost.year) - year_0)
        factor, working = Decimal(1), ""
        if method.prices is not None and cost.price_base is not None and cost.price_base != method.prices:
            try:
                point = _index(method).factor(cost.price_base, method.prices)
                factor, working = point.value, f"{point.working}, {_index(method).title}, {_index(method).edition}"
            except OutsideIndex as err:
                message = f"A cost in prices of {cost.price_base} cannot be brought to {method.prices}: {err}."
                remedy = "Its pounds are taken as they are. Choose another index, or say its prices."
                problems.setdefault(message, warning("cost-prices-unknown", cost.place, message, remedy))
        amount = cost.amount * factor
        present = amount * discount_factor(method.discount, after)
        spent.append(Spent(cost, after, factor, amount, present, working))
    return tuple(spent), list(problems.values())


def _index(method: Method) -> Index:
    return load_index(method.index)


def doubts(costs: Iterable[Cost], lines: Iterable[ResultLine], method: Method) -> Iterator[Problem]:
    """Where value and cost are not in the same prices, or it is not known when a cost was spent."""
    costs = [cost for cost in costs if cost.amount]
    lines = list(lines)
    if not costs or not lines:
        return
    unknown = [cost for cost in costs if cost.price_base is None]
    place = unknown[0].place if unknown else costs[0].place
    if unknown and method.prices is not None:
        message = f"No price year is given for a cost: it is taken to be in prices of {method.prices}, as the value is."
        remedy = "Say when it was spent, as in --cost 2023-24=120000, or in a column headed year or prices."
        yield warning("cost-prices-unknown", place, message, remedy)
    years = sorted({line.line.period.start.year - (line.line.period.start.month < 4) for line in lines})
    if method.prices is None:
        values = {line.valuation.prices for line in lines}
        bases = {cost.price_base for cost in costs if cost.price_base is not None}
        if bases and any(not _same_time(base, value) for base in bases for value in values):
            message = (
                f"The value is in prices of {_listed(values)} and the cost in those of {_listed(bases)}: "
                "the ratio sets different pounds against each other."
            )
            yield warning("cost-prices-differ", place, message, "Choose one price base, such as --prices 2024-25.")
        elif (
            unknown
            and values
            and not any(_same_time(PriceBase(year, financial=True), value) for year in years for value in values)
        ):
            message = f"The value is in prices of {_listed(values)}; no price year is given for the cost."
            remedy = "Choose one price base, such as --prices 2024-25, and say when the money was spent."
            yield note("cost-prices-unknown", place, message, remedy)
    undated = [cost for cost in costs if cost.year is None]
    if undated and method.discount != "none" and (len(years) > 1 or method.base_year is not None):
        message = "It is not said when a cost was spent: it is taken as spent in year 0, and not discounted."
        remedy = "Say when, as in --cost 2023-24=120000,2024-25=130000, or in a column headed year."
        yield warning("cost-undated", undated[0].place, message, remedy)


def _same_time(one: PriceBase, other: PriceBase) -> bool:
    """Whether two years share months."""
    if one.financial == other.financial:
        return one.start == other.start
    calendar, financial_year = (other, one) if one.financial else (one, other)
    return calendar.start in (financial_year.start, financial_year.start + 1)


def _listed(bases: Iterable[PriceBase]) -> str:
    return " and ".join(map(str, sorted(bases)))


def paid(spent: Iterable[Spent]) -> Decimal:
    """Pounds as they were paid."""
    return total(entry.cost.amount for entry in spent)
