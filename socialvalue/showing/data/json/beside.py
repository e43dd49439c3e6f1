"""What a result's JSON holds besides the result: totals by group, targets, indicators."""

from __future__ import annotations

from typing import Any

from socialvalue.money import plain
from socialvalue.records.groups import Beside
from socialvalue.showing.data.json.rollup import group_as_dict
from socialvalue.showing.data.json.targets import target_as_dict


def beside_as_dict(beside: Beside) -> dict[str, Any]:
    """What a result's JSON holds besides the result: the keys of what was asked for."""
    data: dict[str, Any] = {}
    if beside.roll_up is not None:
        by = beside.roll_up.by
        groups = [group_as_dict(group, by) for group in beside.roll_up.groups]
        data["roll_up"] = {"by": list(by), "league": beside.roll_up.league, "groups": groups}
        data["awaited"] = [{"organisation": name, "last": str(period)} for name, period in beside.awaited]
    if beside.targets:
        data["targets"] = [target_as_dict(entry) for entry in beside.targets]
    if beside.indicators:
        data["indicators"] = [
            {
                "place": entry.place,
                "indicator": entry.indicator,
                "period": str(entry.period),
                "value": plain(entry.value),
                "unit": entry.unit,
                "source": entry.source,
            }
            for entry in beside.indicators
        ]
    return data
