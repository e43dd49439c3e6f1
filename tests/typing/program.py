"""A reader's own program, with the types it may count on: checked by mypy and pyright at their strictest, and run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import socialvalue as sv


def pounds_by_outcome(entries: Iterable[sv.OutcomeTotal]) -> dict[str, Decimal]:
    return {entry.outcome: entry.gross for entry in entries}


def worst(problems: Iterable[sv.Problem]) -> sv.Problem | None:
    return next((problem for problem in problems if problem.severity == "error"), None)


def main(path: Path) -> None:
    # from a file, and from lines made here
    entered: sv.Return = sv.read(path, today=dt.date(2026, 1, 31))
    lines: tuple[sv.Line, ...] = tuple(entered.lines)
    first: sv.Line = lines[0]
    quantity: Decimal | None = first.quantity
    assert quantity is not None
    period: sv.Period = first.period
    assert period == sv.Period.month(2020, 10)
    made = sv.Return([sv.Line("Acme", "2020-10", "full-time-employment", 92, evidence="payslip")])
    organisations: list[str] = sorted({line.organisation for line in lines})

    # what it is valued with
    bank: sv.Bank = sv.load_bank("hact-svb-2020")
    value: sv.Valuation | None = bank.find("full-time-employment", age="all", on=dt.date(2020, 10, 31))
    assert value is not None
    amount: Decimal = value.amount
    source: sv.Source = value.source
    codes: Mapping[str, str] = bank.codes
    method: sv.Method = sv.load_method("as-published").override(deadweight="0.2", prices=sv.PriceBase.of("2024-25"))
    index: sv.Index = sv.load_index()
    factor: Decimal = index.factor(sv.PriceBase.of("2019"), sv.PriceBase.of("2020")).value
    vocabulary: sv.Vocabulary = sv.load_vocabulary()
    label: str = vocabulary["apprenticeship"].label

    # what comes back
    result: sv.Result = sv.calculate([entered, made], bank, method, cost="£25,000")
    total: sv.Headline = result.require()
    people, gross, net = total.people, total.gross, total.net
    assert isinstance(people, Decimal)
    assert isinstance(gross, Decimal)
    assert isinstance(net, Decimal)
    by_outcome: dict[str, Decimal] = pounds_by_outcome(result.by_outcome)
    steps: list[tuple[str, Decimal | None, Decimal]] = [
        (step.kind, step.factor, step.amount) for entry in result.lines for step in entry.steps
    ]
    groups: tuple[sv.Group, ...] = tuple(result.by("organisation").groups)
    again: sv.Result = sv.Result.from_json(result.to_json())
    page: str = result.to_html()
    book: bytes = result.to_workbook()
    ranges: tuple[sv.Range, ...] = sv.assess(result).uncertainty
    comparison: sv.Comparison = sv.compare(entered, ["hact-svb-2020", "measure-up-2023"])

    # what is wrong is a value
    wrong = sv.calculate(sv.Return([sv.Line("Acme", "2020-10", "juggling", 1)]), bank)
    problem: sv.Problem | None = worst(wrong.problems)
    assert problem is not None
    place: sv.Place = problem.place
    try:
        wrong.require()
    except sv.BadData as refused:
        told: tuple[sv.Problem, ...] = refused.problems
        assert told

    assert (len(lines), amount, label, gross) == (5, Decimal(14_433), "Apprenticeship", gross)
    assert (again.headline, bool(page and book and groups and steps)) == (result.headline, True)
    assert organisations == ["Twenty housing associations"]
    assert factor > 1
    assert set(by_outcome) == set(codes.values())
    assert (len(ranges), comparison.ok, problem.code) == (1, True, "unknown-outcome")
    print(source, place, problem.remedy)


if __name__ == "__main__":
    main(Path(__file__).parents[2] / "seeds" / "returns-2020-10.xlsx")
