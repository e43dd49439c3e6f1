"""Targets beside what was reported for them, and the part of each that is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from socialvalue.money import EXACT, total
from socialvalue.records.groups import Progress
from socialvalue.records.periods import months_of
from socialvalue.records.results import Result
from socialvalue.records.returns import Line, Target
from socialvalue.valuing.measures import amount, counted


def progress(result: Result, targets: Iterable[Target]) -> tuple[Progress, ...]:
    """Each target beside what was reported for it, in the order of period, organisation and outcome."""
    targets = tuple(targets)
    lines: dict[str, list[Line]] = {}
    for line in counted(result) if targets else ():
        lines.setdefault(line.outcome, []).append(line)
    found = []
    for target in targets:
        whose_target, within = target.organisation.casefold(), target.period
        lines_of_target = [
            line
            for line in lines.get(target.outcome, ())
            if whose_target in ("all", line.organisation.casefold())
            and target.project in ("", line.project)
            and within.start <= line.period.start
            and line.period.end <= within.end
        ]
        found.append(_target_progress(target, lines_of_target, result))
    outcome_order = {outcome.id: number for number, outcome in enumerate(result.vocabulary)}

    def order_of_target(entry: Progress) -> tuple[object, ...]:
        target = entry.target
        span = (target.period.start, target.period.end)
        return (*span, target.organisation.casefold(), outcome_order[target.outcome], target.project, target.quantity)

    return tuple(sorted(found, key=order_of_target))


def _target_progress(target: Target, lines_of_target: Sequence[Line], result: Result) -> Progress:
    flow = result.vocabulary[target.outcome].flow
    actual = amount(lines_of_target, flow)
    whose_target, within = target.organisation.casefold(), target.period
    reported = {
        line.period
        for line in counted(result)
        if whose_target in ("all", line.organisation.casefold())
        and within.start <= line.period.start
        and line.period.end <= within.end
    }
    months, of_months = len(months_of(reported)), len(months_of([within]))
    due = EXACT.divide(EXACT.multiply(target.quantity, months), of_months) if flow == "flow" else target.quantity
    members = {id(line) for line in lines_of_target}
    values = [entry for entry in result.lines if entry.line.outcome == target.outcome]
    one_total = result.method.combine_kinds or len({entry.kind for entry in values}) == 1
    net = total(entry.net for entry in values if id(entry.line) in members) if values and one_total else None
    # What is due is valued like what was reported: of this target where anything was, else of everybody's.
    net_due = None
    if net is not None:
        value, quantity = net, actual
        if not quantity:
            value = total(entry.net for entry in values)
            lines_once = {id(entry.line): entry.line for entry in values}.values()
            quantity = total(line.quantity or Decimal(0) for line in lines_once)
        net_due = EXACT.divide(EXACT.multiply(value, due), quantity) if quantity else None
    return Progress(target, actual, months, of_months, due, net, net_due)
