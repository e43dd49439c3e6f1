"""Value and cost year by year as JSON."""

from __future__ import annotations

from typing import Any

from socialvalue.records.totals import Headline
from socialvalue.showing.data.json.figures import money_text


def flows_as_dicts(headline: Headline | None) -> list[dict[str, Any]]:
    """Value and cost year by year: of the one total, or of each kind that is held apart."""
    if headline is None:
        return []
    groups = [(list(headline.kinds), headline.flows)]
    if headline.net is None:
        groups = [([entry.kind], entry.flows) for entry in headline.by_kind]
    return [
        {
            "kinds": kinds,
            "years": [
                {
                    "year": flow.year,
                    "label": flow.label,
                    "value": money_text(flow.value),
                    "cost": money_text(flow.cost),
                    "present_value": money_text(flow.present_value),
                    "present_cost": money_text(flow.present_cost),
                    "cumulative": money_text(flow.cumulative),
                    "present_cumulative": money_text(flow.present_cumulative),
                }
                for flow in flows
            ],
        }
        for kinds, flows in groups
        if flows
    ]
