"""Totals by group as a table of texts, with the change and the year to date where groups are periods."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import count, places, pounds
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Group, RollUp
from socialvalue.showing.words.amounts import pounds_or_blank
from socialvalue.valuing.rollup.group_by import TIMES


def group_table(roll_up: RollUp, vocabulary: Vocabulary) -> tuple[list[str], list[list[str]]]:
    """A header and the rows of a roll-up; where groups are periods, with the change and the year to date."""
    by, groups = roll_up.by, roll_up.groups
    outcomes = "outcome" in by
    over_time = any(name in TIMES for name in by)
    adjusted = any(group.net != group.gross for group in groups)
    table_head = [*(name[:1].upper() + name[1:].replace("-", " ") for name in by)]
    table_head += ([] if "organisation" in by else ["Organisations"]) + (["Quantity"] if outcomes else ["Number"])
    table_head += ["Gross", "Net"] if adjusted else ["Value"]
    table_head += ["Change", "Year to date"] if over_time else []
    rows = []
    for number, group in enumerate(groups, start=1):
        row = [_group_key(name, key, vocabulary) for name, key in zip(by, group.keys, strict=True)]
        if roll_up.league:
            row[0] = f"{number}. {row[0]}"
        row += [] if "organisation" in by else [str(group.organisations)]
        row += [pounds(group.quantity) if group.unit == "GBP" else count(group.quantity)]
        gross, net = (group.gross, group.net) if group.valued else (None, None)
        row += [pounds_or_blank(gross), pounds_or_blank(net)] if adjusted else [pounds_or_blank(net)]
        row += _movement(group, counts=outcomes) if over_time else []
        rows.append(row)
    return table_head, rows


def _movement(group: Group, *, counts: bool) -> list[str]:
    """The change on the period before and the year to date: of pounds, or of what has no value."""
    if group.net is None and counts:
        change_of_group = None if group.before is None else group.quantity - group.before
        return [
            _signed_change(change_of_group, group.unit),
            "" if group.to_date is None else quantity_figure(group.to_date, group.unit),
        ]
    change_of_group = None
    if group.valued and group.net is not None and group.net_before is not None:
        change_of_group = group.net - group.net_before
    return [
        _signed_change(change_of_group, "GBP"),
        pounds_or_blank(group.net_to_date if group.valued or group.net_to_date else None),
    ]


def _signed_change(change_of_group: Decimal | None, unit: str) -> str:
    if change_of_group is None:
        return ""
    text = pounds(change_of_group) if unit == "GBP" else count(change_of_group)
    return f"+{text}" if change_of_group > 0 else text


def _group_key(name: str, key: str, vocabulary: Vocabulary) -> str:
    if name == "outcome":
        return vocabulary[key].label if key in vocabulary else key
    return key or "not given"


def quantity_figure(number: Decimal | None, unit: str) -> str:
    """A quantity in its unit, people and pounds as whole numbers; empty where there is none."""
    if number is None:
        return ""
    whole = places(number, 0)
    return pounds(whole) if unit == "GBP" else count(whole if unit in ("", "person") or number != whole else number)
