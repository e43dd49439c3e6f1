"""Totals: the headline, by outcome and by project, costs and payback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from socialvalue.money import total
from socialvalue.published.methods import Method
from socialvalue.published.valuations import Kind
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.registers import Lines
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.returns import Line
from socialvalue.records.totals import Headline, KindTotal, NotValued, OutcomeTotal, ProjectTotal, Spent
from socialvalue.valuing.costs import paid
from socialvalue.valuing.flows import flows, payback, years_of
from socialvalue.valuing.measures import amount


def headline_of(
    lines: list[ResultLine],
    recorded: Lines,
    told: Sequence[str],
    method: Method,
    vocabulary: Vocabulary,
    spent: Sequence[Spent],
    year_0: int | None,
) -> Headline:
    """The headline of valued lines: gross, net, people, and what was spent against them."""
    cost = total(entry.present_value for entry in spent) if spent else None
    kinds = tuple(sorted({line.kind for line in lines}))
    one_total = len(kinds) == 1 or (bool(kinds) and method.combine_kinds)  # of nothing valued there is none
    net = total(line.net for line in lines) if one_total else None
    people = {outcome.id for outcome in vocabulary if outcome.unit == "person"}
    every = {id(entry.line): entry.line for entry in lines}.values()  # a line has a result for each kind
    counted = [line for line in every if line.outcome in people and line.quantity]
    keyed = [line for line in counted if line.person]
    without = total(line.quantity or Decimal(0) for line in counted if not line.person)
    by_year = flows(lines, spent, year_0) if one_total else ()
    made = [line for line in lines if line.wellby is not None]
    wellbys = total(_wellbys(line) for line in made) if made else None
    outcomes = total(line.quantity or Decimal(0) for line in counted)
    return Headline(
        people=_people(keyed, recorded, told) + without,
        outcomes=outcomes,
        wellbys=wellbys,
        cost_per_wellby=cost / wellbys if cost and wellbys and len(made) == len(lines) else None,
        cost_per_outcome=cost / outcomes if cost and outcomes else None,
        keyed=total(line.quantity or Decimal(0) for line in keyed),
        gross=total(line.gross for line in lines) if one_total else None,
        net=net,
        kinds=kinds,
        prices=str(method.prices) if method.prices else "as published",
        cost=paid(spent) if spent else None,
        present_cost=cost,
        net_benefit=None if net is None or cost is None else net - cost,
        ratio=net / cost if net is not None and cost else None,
        payback_months=payback(by_year),
        present_value=None if method.discount == "none" else net,
        by_kind=tuple(_kind_total(kind, lines, spent, year_0) for kind in kinds),
        flows=by_year,
    )


def _people(keyed: Sequence[Line], recorded: Lines, told: Sequence[str]) -> int:
    """How many people the lines with a key are of, each counted once.

    Args:
        keyed: the lines that are valued, by terms: the made lines of `recorded` are among them as they are, and each of
            the others stands for all rows of its registers that are alike.
        recorded: all lines that were valued.
        told: the fields in which such rows are alike.
    """
    made = {id(line) for line in recorded.made}
    keyed_lines = [line for line in keyed if id(line) in made]
    number = sum(line.rows for line in keyed_lines if line.rows > 1)  # a line of several rows is of as many people
    people = {(line.organisation, line.person) for line in keyed_lines if line.rows == 1}
    valued = {tuple(getattr(line, name) for name in told) for line in keyed if id(line) not in made}
    counted = Lines((), recorded.registers).where(["quantity"], bool)
    for register in counted.where(told, lambda *said: said in valued).registers:
        counted_there, others = register.people()
        number += counted_there
        people |= others
    return number + len(people)


def _wellbys(line: ResultLine) -> Decimal:
    """The WELLBYs of a line: its net value as it falls over the value of one in the same prices."""
    if line.wellby is None or not line.wellby.amount:
        return Decimal(0)
    one = line.wellby.amount * _price_factor(line)
    return total(amount for _, amount, _ in years_of(line)) / one


def _kind_total(kind: Kind, lines: list[ResultLine], spent: Sequence[Spent], year_0: int | None) -> KindTotal:
    mine = [line for line in lines if line.kind == kind]
    net = total(line.net for line in mine)
    cost = total(entry.present_value for entry in spent) if spent else None
    by_year = flows(mine, spent, year_0)
    return KindTotal(
        kind,
        total(line.gross for line in mine),
        net,
        net / cost if cost else None,
        payback(by_year),
        None if cost is None else net - cost,
        by_year,
    )


def totals_by_project(lines: list[ResultLine], spent: Sequence[Spent], year_0: int | None) -> Iterator[ProjectTotal]:
    """The totals of each project; only where a cost is given for a project by name."""
    costs: dict[str, list[Spent]] = {}
    for entry in spent:
        costs.setdefault(entry.cost.project, []).append(entry)
    if not any(costs):
        return
    kinds = sorted({line.kind for line in lines})
    groups: dict[str, list[ResultLine]] = {project: [] for project in costs}
    for line in lines:
        groups.setdefault(line.line.project, []).append(line)
    for project in sorted(groups.keys() - {""}):
        mine = costs.get(project, [])
        by_kind = tuple(_kind_total(kind, groups[project], mine, year_0) for kind in kinds)
        yield ProjectTotal(project, paid(mine) if mine else None, by_kind)


def totals_by_outcome(lines: list[ResultLine], vocabulary: Vocabulary) -> Iterator[OutcomeTotal]:
    """The total of each outcome and kind of value."""
    groups: dict[tuple[str, Kind], list[ResultLine]] = {}
    for line in lines:
        groups.setdefault((line.line.outcome, line.kind), []).append(line)
    place = {outcome.id: number for number, outcome in enumerate(vocabulary)}
    for outcome, kind in sorted(groups, key=lambda group: (place[group[0]], group[1])):
        members = groups[outcome, kind]
        values = {member.unit_value for member in members}
        factors = {_price_factor(member) for member in members}
        one = len(values) == len(factors) == 1
        yield OutcomeTotal(
            outcome,
            kind,
            total(member.line.quantity or Decimal(0) for member in members),
            values.pop() if one else None,
            total(member.gross for member in members),
            total(member.net for member in members),
            factors.pop() if one else Decimal(1),
        )


def _price_factor(line: ResultLine) -> Decimal:
    """What brings a line's value to the prices of the result."""
    factor = Decimal(1)
    for step in line.steps:
        if step.prices is not None and step.factor is not None:
            factor *= step.factor
    return factor


def outcomes_not_valued(groups: dict[tuple[str, str], list[Line]], vocabulary: Vocabulary) -> Iterator[NotValued]:
    """Outcomes that have no value, each with its quantity and the reason."""
    for (outcome, reason), lines in groups.items():
        entry = vocabulary[outcome]
        yield NotValued(outcome, entry.unit, amount(lines, entry.flow), reason)


def quantities_by_outcome(lines: Lines) -> dict[str, Decimal]:
    """How much was reported of each outcome."""
    found: dict[str, Decimal] = {}
    for line in lines.alike("outcome"):
        found[line.outcome] = found.get(line.outcome, Decimal(0)) + (line.quantity or Decimal(0))
    return found
