"""How sure a total is, as data."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from socialvalue.money import plain
from socialvalue.records.ranges import Bounds, Range
from socialvalue.records.results import Result
from socialvalue.showing.data.result import _money, _ratio
from socialvalue.valuing.uncertainty.distributions import DISTRIBUTIONS
from socialvalue.valuing.uncertainty.simulation import INTERVAL


def as_dict(result: Result) -> dict[str, Any] | None:
    """The key ``uncertainty`` of the JSON: None where it was not asked for."""
    if not result.uncertainty:
        return None
    return {"totals": [_total(entry) for entry in result.uncertainty]}


def asked(result: Result) -> dict[str, Any] | None:
    """How the runs were drawn, so that they can be drawn again; None where nothing was asked for."""
    if not result.uncertainty:
        return None
    run = result.uncertainty[0].simulation
    if run is None:
        return {"runs": 0, "seed": 1, "distribution": "triangular"}
    return {"runs": run.runs, "seed": run.seed, "distribution": run.distribution}


def _total(entry: Range) -> dict[str, Any]:
    run = entry.simulation
    return {
        "kinds": list(entry.kinds),
        "low": _money(entry.low),
        "central": _money(entry.central),
        "high": _money(entry.high),
        "sensitivity": [
            {
                "assumption": one.assumption.name,
                "scope": one.assumption.scope,
                "value": plain(one.assumption.value),
                "low": plain(one.assumption.low),
                "high": plain(one.assumption.high),
                "source": one.assumption.source,
                "net_at_low": _money(one.at_low),
                "net_at_high": _money(one.at_high),
                "swing": _money(one.swing),
                "break_even": _ratio(one.break_even),
            }
            for one in entry.sensitivities
        ],
        "simulation": None
        if run is None
        else {
            "runs": run.runs,
            "seed": run.seed,
            "distribution": DISTRIBUTIONS[run.distribution],
            "mean": _money(run.mean),
            "median": _money(run.median),
            "interval": f"{INTERVAL[1] - INTERVAL[0]:.2f}",
            "lower": _money(run.lower),
            "upper": _money(run.upper),
            "below_cost": _ratio(run.below_cost),
            "net_benefit": _bounds(run.net_benefit, _money),
            "ratio": _bounds(run.ratio, _ratio),
            "above_1": _ratio(run.above_one),
            "above_2": _ratio(run.above_two),
        },
        "cost": _bounds(entry.cost, _money),
        "net_benefit": _bounds(entry.net_benefit, _money),
        "ratio": _bounds(entry.ratio, _ratio),
    }


def _bounds(found: Bounds | None, shown: Callable[[Decimal], str | None]) -> dict[str, str | None] | None:
    if found is None:
        return None
    return {"low": shown(found.low), "middle": shown(found.middle), "high": shown(found.high)}
