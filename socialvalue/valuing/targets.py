"""Targets beside what was reported for them, and the part of each that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from attrs import frozen

from socialvalue.money import EXACT, total
from socialvalue.published.methods import Method
from socialvalue.records.groups import Progress
from socialvalue.records.periods import months_of
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line, Target
from socialvalue.valuing.measures import amount, counted


def progress(result: Result, targets: Iterable[Target]) -> tuple[Progress, ...]:
    """Each target beside what was reported for it, in the order of period, organisation and outcome."""
    targets = tuple(targets)
    every = counted(result) if targets else []
    lines = _grouped(every, lambda line: line.organisation.casefold()) | {"all": every}
    valued = _grouped(result.lines if targets else (), lambda entry: entry.line.outcome)
    worth = {outcome: _worth(valued.get(outcome, ()), result.method) for outcome in {aim.outcome for aim in targets}}
    found = [
        _target_progress(target, lines.get(target.organisation.casefold(), ()), worth[target.outcome], result)
        for target in targets
    ]
    outcome_order = {outcome.id: number for number, outcome in enumerate(result.vocabulary)}

    def order_of_target(entry: Progress) -> tuple[object, ...]:
        target = entry.target
        span = (target.period.start, target.period.end)
        return (*span, target.organisation.casefold(), outcome_order[target.outcome], target.project, target.quantity)

    return tuple(sorted(found, key=order_of_target))


T = TypeVar("T")


def _grouped(entries: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return found


@frozen
class _Worth:
    """What the lines of one outcome are worth.

    Attributes:
        by_line: net pounds, by the line's identity.
        net, quantity: of all of them.
    """

    by_line: Mapping[int, Decimal]
    net: Decimal
    quantity: Decimal


def _worth(entries: Sequence[ResultLine], method: Method) -> _Worth | None:
    """What lines of one outcome are worth; None where they have no value, or kinds of it that are held apart."""
    if not entries or not (method.combine_kinds or len({entry.kind for entry in entries}) == 1):
        return None
    by_line: dict[int, Decimal] = {}
    for entry in entries:
        by_line[id(entry.line)] = EXACT.add(by_line.get(id(entry.line), Decimal(0)), entry.net)
    lines_once = {id(entry.line): entry.line for entry in entries}.values()
    return _Worth(by_line, total(by_line.values()), total(line.quantity or Decimal(0) for line in lines_once))


def _target_progress(target: Target, lines: Sequence[Line], worth: _Worth | None, result: Result) -> Progress:
    """A target beside the lines of its organisation."""
    flow, within = result.vocabulary[target.outcome].flow, target.period
    reported = [line for line in lines if within.start <= line.period.start and line.period.end <= within.end]
    lines_of_target = [
        line for line in reported if line.outcome == target.outcome and target.project in ("", line.project)
    ]
    actual = amount(lines_of_target, flow)
    months, of_months = len(months_of({line.period for line in reported})), len(months_of([within]))
    due = EXACT.divide(EXACT.multiply(target.quantity, months), of_months) if flow == "flow" else target.quantity
    if worth is None:
        return Progress(target, actual, months, of_months, due)
    net = total(worth.by_line.get(id(line), Decimal(0)) for line in lines_of_target)
    # What is due is valued like what was reported: of this target where anything was, else of everybody's.
    value, quantity = (net, actual) if actual else (worth.net, worth.quantity)
    net_due = EXACT.divide(EXACT.multiply(value, due), quantity) if quantity else None
    return Progress(target, actual, months, of_months, due, net, net_due)
