"""Totals by group as csv."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from socialvalue.records.groups import Group, RollUp
from socialvalue.showing.data.escaping import defused
from socialvalue.showing.data.json.rollup import group_as_dict


def rollup_to_csv(roll_up: RollUp) -> str:
    """The groups, one a row; pounds in exact pence."""
    out = io.StringIO()
    rollup_writer = csv.writer(out, lineterminator="\r\n")
    names = [name for name in group_as_dict(_EMPTY_GROUP, ()) if name != "keys"]
    rollup_writer.writerow([*map(defused, roll_up.by), *(name.replace("_", " ") for name in names)])
    for group in roll_up.groups:
        row = group_as_dict(group, roll_up.by)
        rollup_writer.writerow([*map(defused, group.keys), *(row[name] for name in names)])
    return out.getvalue()


_EMPTY_GROUP = Group((), 0, Decimal(0), "", None, None)
