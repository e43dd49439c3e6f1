"""One return under several methods: what each takes off, and where their totals part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from pathlib import Path
from typing import get_args

from attrs import frozen

from socialvalue.money import EXACT
from socialvalue.problems import Problem, has_errors
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method, load_method
from socialvalue.published.valuations import Kind
from socialvalue.records.result_lines import StepKind
from socialvalue.records.results import Result
from socialvalue.records.returns import Cost, Return
from socialvalue.valuing.calculate import calculate

#: Every kind of step, in the order in which steps come.
ORDER: tuple[StepKind, ...] = (
    "unit value",
    "fte",
    "prices",
    "growth",
    "years",
    "deadweight",
    "displacement",
    "leakage",
    "substitution",
    "multiplier",
    "reference case",
    "attribution",
    "optimism-bias",
    "drop-off",
    "discounting",
)


@frozen
class Stage:
    """What one kind of step comes to under each method: pounds it adds or takes off; None where a method has none."""

    kind: StepKind
    changes: tuple[Decimal | None, ...]


@frozen
class Side:
    """One kind of value under each method.

    Attributes:
        kind: the kind of value.
        stages: from the value as published to the net, in the order of the arithmetic.
        gross, net: pounds under each method.
        ratios: the ratio under each; None without a cost.
    """

    kind: Kind
    stages: tuple[Stage, ...]
    gross: tuple[Decimal, ...]
    net: tuple[Decimal, ...]
    ratios: tuple[Decimal | None, ...]


@frozen
class MethodsCompared:
    """One return under several methods, with one bank.

    Attributes:
        results: the result under each method.
        sides: by kind of value.
    """

    results: tuple[Result, ...]
    sides: tuple[Side, ...]

    @property
    def methods(self) -> tuple[Method, ...]:
        """The methods, in the order asked for."""
        return tuple(result.method for result in self.results)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the results say, once each."""
        return tuple(dict.fromkeys(problem for result in self.results for problem in result.problems))

    @property
    def ok(self) -> bool:
        """Whether there is a comparison to show."""
        return not has_errors(self.problems)


def compare_methods(
    returns: Return | Iterable[Return],
    methods: Sequence[Method | str | Path],
    bank: Bank | str | Path | None = None,
    *,
    cost: Decimal | int | str | Cost | Iterable[Cost] | None = None,
) -> MethodsCompared:
    """The same return under several methods.

    Args:
        returns: one return or several.
        methods: at least two: methods, their ids, or the paths of their files.
        bank, cost: as for `socialvalue.calculate`.

    Raises:
        ValueError: for fewer than two methods.
    """
    if len(methods) < 2:
        msg = "a comparison needs at least two methods"
        raise ValueError(msg)
    entered = [returns] if isinstance(returns, Return) else list(returns)
    spent = cost if cost is None or isinstance(cost, Decimal | int | str | Cost) else tuple(cost)
    results = tuple(calculate(entered, bank, load_method(method), cost=spent) for method in methods)
    kinds = sorted({line.kind for result in results for line in result.lines}, key=get_args(Kind).index)
    with localcontext(EXACT):
        return MethodsCompared(results, tuple(_side(kind, results) for kind in kinds))


def _side(kind: Kind, results: Sequence[Result]) -> Side:
    moved = [_moved(kind, result) for result in results]
    stages = [Stage(step, tuple(one.get(step) for one in moved)) for step in ORDER]
    totals = [
        next((entry for entry in (result.headline.by_kind if result.headline else ()) if entry.kind == kind), None)
        for result in results
    ]
    none = Decimal(0)
    return Side(
        kind,
        tuple(stage for stage in stages if any(change is not None for change in stage.changes)),
        tuple(none if entry is None else entry.gross for entry in totals),
        tuple(none if entry is None else entry.net for entry in totals),
        tuple(None if entry is None else entry.ratio for entry in totals),
    )


def _moved(kind: Kind, result: Result) -> dict[StepKind, Decimal]:
    """What each kind of step adds or takes off, over all lines of a kind of value."""
    moved: dict[StepKind, Decimal] = {}
    for line in result.lines:
        if line.kind != kind:
            continue
        before = Decimal(0)
        for step in line.steps[1:]:  # the first is the quantity, which is no pounds
            moved[step.kind] = moved.get(step.kind, Decimal(0)) + step.amount - before
            before = step.amount
    return moved
