"""A result against its cost: what was spent, the ratio, the payback."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from socialvalue.money import places, pounds, whole_pounds
from socialvalue.published.valuations import Kind
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline, KindTotal


def cost_sentences(result: Result) -> Iterator[str]:
    """What the whole return comes to against its cost, where one is given: for its total, or for each kind."""
    head = result.headline
    if head is None or head.cost is None:
        return
    totals = [("", head.kinds[0], head.net, head.ratio, head.payback_months)] if head.kinds else []
    if head.net is None:
        totals = [
            (f" of {entry.kind} value", entry.kind, entry.net, entry.ratio, entry.payback_months)
            for entry in head.by_kind
        ]
    for of, kind, net, ratio, months in totals:
        if net is None or ratio is None:
            continue
        cost = pounds(head.cost)
        if head.present_cost is not None and head.present_cost != head.cost:
            cost += f" (present value {pounds(head.present_cost)})"
        text = f"Against the cost of {cost}, the total{of} of {pounds(net)} is a ratio of 1 : "
        text += f"{places(ratio, 2)} (net ÷ cost)"
        if months is not None:
            text += f"; {payback_words(months, head.kinds if head.net is not None else (kind,))}"
        yield f"{text}."


def payback_words(months: Decimal, kinds: Collection[Kind]) -> str:
    """When value has met the cost; of wellbeing that is no payback, for it is not money received."""
    if "wellbeing" in kinds:
        return (
            f"value meets cost after {places(months, 2)} months, which is no payback: wellbeing is not money received"
        )
    return f"paid back in {places(months, 2)} months"


def spent_in_prices(head: Headline) -> str:
    """What was spent, in the prices of the result, where that differs from what was paid."""
    if head.present_cost is None or head.present_cost == head.cost:
        return ""
    return f"{whole_pounds(head.present_cost)} in the prices of the value"


def spent_sentence(result: Result) -> str:
    """What was spent, and the value for each £1; empty where no cost is given."""
    head = result.headline
    if head is None or head.cost is None:
        return ""
    if head.ratio is None:
        return f"Spent: {whole_pounds(head.cost)}."
    return f"Spent: {whole_pounds(head.cost)}. For each £1: £{places(head.ratio, 2)}."


def kind_against_cost(kind_total: KindTotal) -> str:
    """The net value of one kind, with its ratio to the cost and its payback, where a cost is given."""
    ratio = "" if kind_total.ratio is None else f", a ratio of 1 : {places(kind_total.ratio, 2)}"
    months = kind_total.payback_months
    payback = "" if months is None else f", {payback_words(months, (kind_total.kind,))}"
    return f"{pounds(kind_total.net)}{ratio}{payback}"


def cost_facts(head: Headline) -> Iterator[tuple[str, str]]:
    """The cost, the net benefit and the payback, each under its name, where a cost is given."""
    if head.cost is not None:
        present_cost = head.present_cost if head.present_cost is not None else head.cost
        yield (
            "Cost",
            pounds(head.cost) + ("" if present_cost == head.cost else f", present value {pounds(present_cost)}"),
        )
    if head.net_benefit is not None and head.ratio is not None:
        yield "Net benefit", f"{pounds(head.net_benefit)}, a ratio of 1 : {places(head.ratio, 2)}"
    if head.payback_months is not None:
        met_words = payback_words(head.payback_months, head.kinds)
        yield "Meets cost" if "wellbeing" in head.kinds else "Payback", met_words.removeprefix("paid back in ")
