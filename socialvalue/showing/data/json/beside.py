"""What a result's JSON holds besides the result: totals by group, targets, indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialvalue.money import places, plain
from socialvalue.records.groups import Beside, Group, Progress
from socialvalue.showing.data.json.figures import exact, money_text, ratio_text


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


def group_as_dict(group: Group, by: Sequence[str]) -> dict[str, Any]:
    """A group: its keys, counts and pounds, and the period before."""
    return {
        "keys": dict(zip(by, group.keys, strict=True)),
        "organisations": group.organisations,
        "quantity": plain(group.quantity),
        "unit": group.unit,
        "gross": money_text(group.gross if group.valued else None),
        "net": money_text(group.net if group.valued else None),
        "before": exact(group.before),
        "net_before": money_text(group.net_before),
        "to_date": exact(group.to_date),
        "net_to_date": money_text(group.net_to_date),
        "cost": money_text(group.cost),
        "net_benefit": money_text(group.net_benefit),
        "ratio": ratio_text(group.ratio),
    }


def target_as_dict(progress: Progress) -> dict[str, Any]:
    """A target, what was reported for it, and the part of it that is due."""
    target = progress.target
    return {
        "organisation": target.organisation,
        "period": str(target.period),
        "outcome": target.outcome,
        "project": target.project,
        "target": plain(target.quantity),
        "actual": plain(progress.actual),
        "share": ratio_text(progress.share),
        "months_reported": progress.months,
        "months": progress.of_months,
        "due": plain(places(progress.due, 4)),
        "share_of_due": ratio_text(progress.share_due),
        "net": money_text(progress.net),
        "net_due": money_text(progress.net_due),
    }
