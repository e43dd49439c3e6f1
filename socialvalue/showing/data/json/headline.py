"""The headline as JSON: gross, net, cost, ratio, people, and the total of each kind."""

from __future__ import annotations

from typing import Any

from socialvalue.money import plain
from socialvalue.published.prices import PriceBase
from socialvalue.records.totals import Headline, KindTotal
from socialvalue.showing.data.json.figures import money_text, ratio_text


def headline_as_dict(headline: Headline | None, year_0: int | None) -> dict[str, Any] | None:
    """The headline; None where the data have errors."""
    if headline is None:
        return None
    return {
        "gross": money_text(headline.gross),
        "net": money_text(headline.net),
        "people": plain(headline.people),
        "outcomes": plain(headline.outcomes),
        "keyed": plain(headline.keyed),
        "wellbys": ratio_text(headline.wellbys),
        "cost_per_wellby": money_text(headline.cost_per_wellby),
        "cost_per_outcome": money_text(headline.cost_per_outcome),
        "cost": money_text(headline.cost),
        "cost_present_value": money_text(headline.present_cost),
        "net_benefit": money_text(headline.net_benefit),
        "ratio": ratio_text(headline.ratio),
        "payback_months": ratio_text(headline.payback_months),
        "present_value": money_text(headline.present_value),
        "prices": headline.prices,
        "year_0": None if year_0 is None else str(PriceBase(year_0, financial=True)),
        "kinds": list(headline.kinds),
        "by_kind": [kind_as_dict(entry) for entry in headline.by_kind],
    }


def kind_as_dict(entry: KindTotal) -> dict[str, Any]:
    """The total of one kind of value."""
    return {
        "kind": entry.kind,
        "gross": money_text(entry.gross),
        "net": money_text(entry.net),
        "net_benefit": money_text(entry.net_benefit),
        "ratio": ratio_text(entry.ratio),
        "payback_months": ratio_text(entry.payback_months),
    }
