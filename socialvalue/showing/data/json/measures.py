"""The measures of the monthly return as JSON."""

from __future__ import annotations

from typing import Any

from socialvalue.money import plain
from socialvalue.records.measures import Measure
from socialvalue.showing.data.json.figures import exact, money_text


def measure_as_dict(measure: Measure) -> dict[str, Any]:
    """A measure: what was reported in all, the latest, and the estimate for the sector."""
    return {
        "measure": measure.measure,
        "unit": measure.unit,
        "flow": measure.flow,
        "total": plain(measure.total),
        "direction": measure.direction,
        "organisations": measure.organisations,
        "sector": money_text(measure.sector),
        "coverage": None if measure.coverage is None else plain(measure.coverage),
        "low": money_text(measure.low),
        "high": money_text(measure.high),
        "estimated": money_text(measure.estimated),
        "without_low": money_text(measure.without_low),
        "without_high": money_text(measure.without_high),
        "part_of": measure.part_of,
        "period": measure.period,
        "latest": exact(measure.latest),
        "before": exact(measure.before),
    }
