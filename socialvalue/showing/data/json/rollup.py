"""Totals by group as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialvalue.money import plain
from socialvalue.records.groups import Group
from socialvalue.showing.data.json.figures import exact, money_text, ratio_text


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
