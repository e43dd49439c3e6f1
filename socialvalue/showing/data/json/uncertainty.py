"""How sure a total is, as JSON: range, sensitivities, simulation."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from socialvalue.money import plain
from socialvalue.records.ranges import Bounds, Range
from socialvalue.records.results import Result
from socialvalue.showing.data.json.figures import money_text, ratio_text
from socialvalue.valuing.uncertainty.distributions import DISTRIBUTIONS
from socialvalue.valuing.uncertainty.simulation import INTERVAL


def uncertainty_as_dict(result: Result) -> dict[str, Any] | None:
    """The key ``uncertainty`` of the JSON: None where it was not asked for."""
    if not result.uncertainty:
        return None
    return {"totals": [_range_as_dict(entry) for entry in result.uncertainty]}


def uncertainty_asked(result: Result) -> dict[str, Any] | None:
    """How the runs were drawn, so that they can be drawn again; None where nothing was asked for."""
    if not result.uncertainty:
        return None
    run = result.uncertainty[0].simulation
    if run is None:
        return {"runs": 0, "seed": 1, "distribution": "triangular"}
    return {"runs": run.runs, "seed": run.seed, "distribution": run.distribution}


def _range_as_dict(entry: Range) -> dict[str, Any]:
    run = entry.simulation
    return {
        "kinds": list(entry.kinds),
        "low": money_text(entry.low),
        "central": money_text(entry.central),
        "high": money_text(entry.high),
        "sensitivity": [
            {
                "assumption": one.assumption.name,
                "scope": one.assumption.scope,
                "value": plain(one.assumption.value),
                "low": plain(one.assumption.low),
                "high": plain(one.assumption.high),
                "source": one.assumption.source,
                "net_at_low": money_text(one.at_low),
                "net_at_high": money_text(one.at_high),
                "swing": money_text(one.swing),
                "break_even": ratio_text(one.break_even),
            }
            for one in entry.sensitivities
        ],
        "simulation": None
        if run is None
        else {
            "runs": run.runs,
            "seed": run.seed,
            "distribution": DISTRIBUTIONS[run.distribution],
            "mean": money_text(run.mean),
            "median": money_text(run.median),
            "interval": f"{INTERVAL[1] - INTERVAL[0]:.2f}",
            "lower": money_text(run.lower),
            "upper": money_text(run.upper),
            "below_cost": ratio_text(run.below_cost),
            "net_benefit": _bounds_as_dict(run.net_benefit, money_text),
            "ratio": _bounds_as_dict(run.ratio, ratio_text),
            "above_1": ratio_text(run.above_one),
            "above_2": ratio_text(run.above_two),
        },
        "cost": _bounds_as_dict(entry.cost, money_text),
        "net_benefit": _bounds_as_dict(entry.net_benefit, money_text),
        "ratio": _bounds_as_dict(entry.ratio, ratio_text),
    }


def _bounds_as_dict(bounds: Bounds | None, shown: Callable[[Decimal], str | None]) -> dict[str, str | None] | None:
    if bounds is None:
        return None
    return {"low": shown(bounds.low), "middle": shown(bounds.middle), "high": shown(bounds.high)}
