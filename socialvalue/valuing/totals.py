"""Totals: the headline, by outcome and by project, costs and payback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from socialvalue.money import decimal, total
from socialvalue.published.banks import Kind
from socialvalue.published.methods import Method
from socialvalue.published.outcomes import Vocabulary
from socialvalue.results import Headline, KindTotal, NotValued, OutcomeTotal, ProjectTotal, ResultLine
from socialvalue.returns import Line, Return
from socialvalue.valuing.measures import amount


def _headline(lines: list[ResultLine], method: Method, vocabulary: Vocabulary, costs: dict[str, Decimal]) -> Headline:
    cost = total(costs.values()) if costs else None
    kinds = tuple(sorted({line.kind for line in lines}))
    one_total = len(kinds) <= 1 or method.combine_kinds
    net = total(line.net for line in lines) if one_total else None
    counted = {id(entry.line): entry.line for entry in lines}.values()  # a line has a result for each kind
    people = {outcome.id for outcome in vocabulary if outcome.unit == "person"}
    return Headline(
        people=total(line.quantity or Decimal(0) for line in counted if line.outcome in people),
        gross=total(line.gross for line in lines) if one_total else None,
        net=net,
        kinds=kinds,
        prices=str(method.prices) if method.prices else "as published",
        cost=cost,
        net_benefit=None if net is None or cost is None else net - cost,
        ratio=net / cost if net is not None and cost else None,
        payback_months=_payback(lines, cost) if one_total else None,
        present_value=None if method.discount == "none" else net,
        by_kind=tuple(_kind_total(kind, lines, cost) for kind in kinds),
    )


def _kind_total(kind: Kind, lines: list[ResultLine], cost: Decimal | None) -> KindTotal:
    mine = [line for line in lines if line.kind == kind]
    net = total(line.net for line in mine)
    benefit = None if cost is None else net - cost
    ratio = net / cost if cost else None
    return KindTotal(kind, total(line.gross for line in mine), net, ratio, _payback(mine, cost), benefit)


def _by_project(lines: list[ResultLine], costs: dict[str, Decimal]) -> Iterator[ProjectTotal]:
    """The totals of each project; only where a cost is given for a project by name."""
    if not any(costs):
        return
    kinds = sorted({line.kind for line in lines})
    groups: dict[str, list[ResultLine]] = {project: [] for project in costs}
    for line in lines:
        groups.setdefault(line.line.project, []).append(line)
    for project in sorted(groups.keys() - {""}):
        cost = costs.get(project)
        yield ProjectTotal(project, cost, tuple(_kind_total(kind, groups[project], cost) for kind in kinds))


def _payback(lines: list[ResultLine], cost: Decimal | None) -> Decimal | None:
    """Months until the value of the first year, taken as even over its months, meets the cost."""
    if not cost:
        return None
    first_year = total(_first_year(line) for line in lines)
    return cost * 12 / first_year if first_year > 0 else None


def _first_year(line: ResultLine) -> Decimal:
    """Pounds of an outcome's first year as they fall, not discounted."""
    if line.years:
        return line.years[0].amount
    return line.net + total(step.less or Decimal(0) for step in line.steps if step.kind == "discounting")


def _by_outcome(lines: list[ResultLine], vocabulary: Vocabulary) -> Iterator[OutcomeTotal]:
    groups: dict[tuple[str, Kind], list[ResultLine]] = {}
    for line in lines:
        groups.setdefault((line.line.outcome, line.kind), []).append(line)
    place = {outcome.id: number for number, outcome in enumerate(vocabulary)}
    for outcome, kind in sorted(groups, key=lambda group: (place[group[0]], group[1])):
        members = groups[outcome, kind]
        values = {member.unit_value for member in members}
        yield OutcomeTotal(
            outcome,
            kind,
            total(member.line.quantity or Decimal(0) for member in members),
            values.pop() if len(values) == 1 else None,
            total(member.gross for member in members),
            total(member.net for member in members),
        )


def _merged(groups: dict[tuple[str, str], list[Line]], vocabulary: Vocabulary) -> Iterator[NotValued]:
    for (outcome, reason), lines in groups.items():
        entry = vocabulary[outcome]
        yield NotValued(outcome, entry.unit, amount(lines, entry.flow), reason)


def _quantities(lines: Iterable[Line]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in lines:
        found[line.outcome] = found.get(line.outcome, Decimal(0)) + (line.quantity or Decimal(0))
    return found


def _costs(entered: Return, cost: Decimal | None) -> dict[str, Decimal]:
    if cost is not None:
        return {"": cost}
    costs = {project: decimal(spent) for project, spent in entered.costs.items()}
    for line in entered.lines:
        if line.cost is not None:
            costs[line.project] = costs.get(line.project, Decimal(0)) + line.cost
    return costs
