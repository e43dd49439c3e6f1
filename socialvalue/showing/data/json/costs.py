"""Costs as JSON: as given, and as they were brought to other prices and years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from socialvalue.money import plain, total
from socialvalue.records.returns import Cost
from socialvalue.records.totals import Spent
from socialvalue.showing.data.json.figures import exact, money_text


def only_an_amount(costs: Sequence[Cost]) -> bool:
    """Whether there is but one cost, of which no more is known than its pounds; or none."""
    return all(cost == Cost(cost.amount) for cost in costs) and len(costs) < 2


def whole_cost(costs: Sequence[Cost] | None) -> str | None:
    """What was spent in all; None where it is not said."""
    return None if costs is None else plain(total(cost.amount for cost in costs))


def costs_as_dicts(costs: Iterable[Cost]) -> list[dict[str, Any]]:
    """Costs, in full."""
    return [
        {
            "project": cost.project,
            "year": None if cost.year is None else str(cost.year),
            "prices": None if cost.prices is None else str(cost.prices),
            "payer": cost.payer,
            "amount": plain(cost.amount),
            "low": exact(cost.low),
            "high": exact(cost.high),
            "place": str(cost.place),
        }
        for cost in costs
    ]


def spent_as_dict(entry: Spent) -> dict[str, Any]:
    """A cost as it was brought to the prices and the year of the result."""
    cost = entry.cost
    return {
        "project": cost.project,
        "year": None if cost.year is None else str(cost.year),
        "prices": None if cost.price_base is None else str(cost.price_base),
        "payer": cost.payer,
        "spent": money_text(cost.amount),
        "price_factor": plain(entry.factor),
        "working": entry.working,
        "amount": money_text(entry.amount),
        "years_after": entry.year,
        "present_value": money_text(entry.present_value),
    }
