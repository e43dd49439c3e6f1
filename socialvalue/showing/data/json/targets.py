"""Targets as JSON, each with what was reported for it."""

from __future__ import annotations

from typing import Any

from socialvalue.money import places, plain
from socialvalue.records.groups import Progress
from socialvalue.showing.data.json.figures import money_text, ratio_text


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
