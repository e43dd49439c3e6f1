"""Two years side by side as JSON, socialvalue/years/1."""

from __future__ import annotations

import json
from typing import Any

from socialvalue.money import places, plain
from socialvalue.showing.data.json.figures import money_text
from socialvalue.showing.data.json.result import problems_as_dicts
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.changes import Change, changes
from socialvalue.valuing.last_year.forecast import Forecast
from socialvalue.valuing.last_year.like_for_like import LikeForLike

SCHEMA = "socialvalue/years/1"


def years_as_dict(years: LikeForLike) -> dict[str, Any]:
    """Both years and the parts of the change: money as text with two decimals."""
    return {
        "months": [{"now": str(now), "then": str(then)} for now, then in years.months],
        "only_now": [str(period) for period in years.only_now],
        "only_then": [str(period) for period in years.only_then],
        "change": [_bridge_as_dict(one) for one in years.bridges],
        "by_outcome": [_change_as_dict(one, "outcome") for one in changes(years, "outcome")],
        "by_project": [_change_as_dict(one, "project") for one in changes(years, "project")],
        "costs_compared": years.costs_compared,
        "forecast": None if years.forecast is None else _forecast_as_dict(years.forecast),
        "last_year": {
            "bank": years.then.provenance.bank,
            "bank_fingerprint": years.then.provenance.bank_fingerprint,
            "method": years.then.provenance.method,
            "method_fingerprint": years.then.provenance.method_fingerprint,
            "prices": years.then.headline.prices if years.then.headline else None,
            "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in years.then.provenance.inputs],
        },
    }


def _bridge_as_dict(one: Bridge) -> dict[str, Any]:
    parts = ("then", "value", "method", "volume", "mix", "now")
    return {
        "kinds": list(one.kinds),
        **{name: money_text(getattr(one, name)) for name in parts},
        "change": money_text(one.change),
        "quantity_then": plain(one.quantity_then),
        "quantity_now": plain(one.quantity_now),
    }


def _change_as_dict(one: Change, by: str) -> dict[str, Any]:
    return {
        by: one.key,
        "quantity_then": plain(one.quantity_then),
        "quantity_now": plain(one.quantity_now),
        "net_then": money_text(one.then),
        "net_now": money_text(one.now),
        "cost_then": money_text(one.cost_then),
        "cost_now": money_text(one.cost_now),
    }


def _forecast_as_dict(one: Forecast) -> dict[str, Any]:
    shape = one.outcomes_by_shape
    return {
        "year": str(one.year),
        "months_reported": one.months,
        "net_by_run_rate": money_text(one.net_by_rate),
        "outcomes_by_run_rate": plain(places(one.outcomes_by_rate, 2)),
        "net_by_last_years_shape": money_text(one.net_by_shape),
        "outcomes_by_last_years_shape": None if shape is None else plain(places(shape, 2)),
    }


def years_to_json(years: LikeForLike) -> str:
    """The comparison as ``socialvalue/years/1``."""
    made = years.now.provenance
    this = {"bank": made.bank, "bank_fingerprint": made.bank_fingerprint, "method": made.method}
    this["method_fingerprint"] = made.method_fingerprint
    years_data = {
        "schema": SCHEMA,
        **years_as_dict(years),
        "this_year": {**this, "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in made.inputs]},
        "problems": problems_as_dicts(years.problems),
        "notices": list(years.now.notices),
        "package": made.package,
    }
    return json.dumps(years_data, ensure_ascii=False, indent=2) + "\n"
