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
    return {"totals": [_range_as_dict(total_range) for total_range in result.uncertainty]}


def uncertainty_asked(result: Result) -> dict[str, Any] | None:
    """How the runs were drawn, so that they can be drawn again; None where nothing was asked for."""
    if not result.uncertainty:
        return None
    simulation = result.uncertainty[0].simulation
    if simulation is None:
        return {"runs": 0, "seed": 1, "distribution": "triangular"}
    return {"runs": simulation.runs, "seed": simulation.seed, "distribution": simulation.distribution}


def _range_as_dict(total_range: Range) -> dict[str, Any]:
    simulation = total_range.simulation
    return {
        "kinds": list(total_range.kinds),
        "low": money_text(total_range.low),
        "central": money_text(total_range.central),
        "high": money_text(total_range.high),
        "sensitivity": [
            {
                "assumption": sensitivity.assumption.name,
                "scope": sensitivity.assumption.scope,
                "value": plain(sensitivity.assumption.value),
                "low": plain(sensitivity.assumption.low),
                "high": plain(sensitivity.assumption.high),
                "source": sensitivity.assumption.source,
                "net_at_low": money_text(sensitivity.at_low),
                "net_at_high": money_text(sensitivity.at_high),
                "swing": money_text(sensitivity.swing),
                "break_even": ratio_text(sensitivity.break_even),
            }
            for sensitivity in total_range.sensitivities
        ],
        "simulation": None
        if simulation is None
        else {
            "runs": simulation.runs,
            "seed": simulation.seed,
            "distribution": DISTRIBUTIONS[simulation.distribution],
            "mean": money_text(simulation.mean),
            "median": money_text(simulation.median),
            "interval": f"{INTERVAL[1] - INTERVAL[0]:.2f}",
            "lower": money_text(simulation.lower),
            "upper": money_text(simulation.upper),
            "below_cost": ratio_text(simulation.below_cost),
            "net_benefit": _bounds_as_dict(simulation.net_benefit, money_text),
            "ratio": _bounds_as_dict(simulation.ratio, ratio_text),
            "above_1": ratio_text(simulation.above_one),
            "above_2": ratio_text(simulation.above_two),
        },
        "cost": _bounds_as_dict(total_range.cost, money_text),
        "net_benefit": _bounds_as_dict(total_range.net_benefit, money_text),
        "ratio": _bounds_as_dict(total_range.ratio, ratio_text),
    }


def _bounds_as_dict(bounds: Bounds | None, shown: Callable[[Decimal], str | None]) -> dict[str, str | None] | None:
    if bounds is None:
        return None
    return {"low": shown(bounds.low), "middle": shown(bounds.middle), "high": shown(bounds.high)}
