"""How sure a total is, as data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from socialvalue.money import pence, places, plain
from socialvalue.results import Range, Result
from socialvalue.valuing.uncertainty import DISTRIBUTION, INTERVAL


def as_dict(result: Result) -> dict[str, Any] | None:
    """The key ``uncertainty`` of the JSON: None where it was not asked for."""
    if not result.uncertainty:
        return None
    return {"totals": [_total(entry) for entry in result.uncertainty]}


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
                "break_even": None if one.break_even is None else f"{places(one.break_even, 4):f}",
            }
            for one in entry.sensitivities
        ],
        "simulation": None
        if run is None
        else {
            "runs": run.runs,
            "seed": run.seed,
            "distribution": DISTRIBUTION,
            "mean": _money(run.mean),
            "median": _money(run.median),
            "interval": f"{INTERVAL[1] - INTERVAL[0]:.2f}",
            "lower": _money(run.lower),
            "upper": _money(run.upper),
            "below_cost": None if run.below_cost is None else f"{places(run.below_cost, 4):f}",
        },
    }


def _money(amount: Decimal) -> str:
    return f"{pence(amount):f}"
