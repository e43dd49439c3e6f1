"""Totals by group as JSON, csv and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socialvalue.money import places, plain
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Beside, Group, Progress, RollUp
from socialvalue.showing.data.escaping import defused, markdown
from socialvalue.showing.data.reported import exact
from socialvalue.showing.data.result import _money, _ratio
from socialvalue.showing.words.group_table import group_table


def as_dict(beside: Beside) -> dict[str, Any]:
    """What a result's JSON holds besides the result: the keys of what was asked for."""
    data: dict[str, Any] = {}
    if beside.roll_up is not None:
        by = beside.roll_up.by
        groups = [_group(group, by) for group in beside.roll_up.groups]
        data["roll_up"] = {"by": list(by), "league": beside.roll_up.league, "groups": groups}
        data["awaited"] = [{"organisation": name, "last": str(period)} for name, period in beside.awaited]
    if beside.targets:
        data["targets"] = [_target(entry) for entry in beside.targets]
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


def _group(group: Group, by: Sequence[str]) -> dict[str, Any]:
    return {
        "keys": dict(zip(by, group.keys, strict=True)),
        "organisations": group.organisations,
        "quantity": plain(group.quantity),
        "unit": group.unit,
        "gross": _money(group.gross if group.valued else None),
        "net": _money(group.net if group.valued else None),
        "before": exact(group.before),
        "net_before": _money(group.net_before),
        "to_date": exact(group.to_date),
        "net_to_date": _money(group.net_to_date),
        "cost": _money(group.cost),
        "net_benefit": _money(group.net_benefit),
        "ratio": _ratio(group.ratio),
    }


def _target(entry: Progress) -> dict[str, Any]:
    target = entry.target
    return {
        "organisation": target.organisation,
        "period": str(target.period),
        "outcome": target.outcome,
        "project": target.project,
        "target": plain(target.quantity),
        "actual": plain(entry.actual),
        "share": _ratio(entry.share),
        "months_reported": entry.months,
        "months": entry.of_months,
        "due": plain(places(entry.due, 4)),
        "share_of_due": _ratio(entry.share_due),
        "net": _money(entry.net),
        "net_due": _money(entry.net_due),
    }


def to_csv(roll_up: RollUp) -> str:
    """The groups, one a row; pounds in exact pence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [name for name in _group(_EMPTY, ()) if name != "keys"]
    writer.writerow([*map(defused, roll_up.by), *(name.replace("_", " ") for name in names)])
    for group in roll_up.groups:
        row = _group(group, roll_up.by)
        writer.writerow([*map(defused, group.keys), *(row[name] for name in names)])
    return out.getvalue()


_EMPTY = Group((), 0, Decimal(0), "", None, None)


def to_markdown(roll_up: RollUp, vocabulary: Vocabulary) -> str:
    """The groups as a Markdown table."""
    head, rows = group_table(roll_up, vocabulary)
    aligned = ["---" if number < len(roll_up.by) else "---:" for number in range(len(head))]
    written = ([markdown(cell) for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (map(markdown, head), aligned, *written)) + "\n"
