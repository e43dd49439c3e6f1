"""Projects, organisations, months and outcomes by name: which has most of the value, and their totals as texts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.money import EXACT, count, percent, places, pounds, total
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.groups import Group, RollUp
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.records.totals import OutcomeTotal
from socialvalue.showing.words.amounts import pounds_or_blank
from socialvalue.showing.words.grammar import capital, in_text, unbroken
from socialvalue.valuing.rollup.group_by import TIMES
from socialvalue.valuing.rollup.small_groups import SMALL

#: A largest share below this is too small to name its group in a title.
_SMALL = Decimal("0.1")


def group_name(by: str, key: str, result: Result) -> str:
    """A group as people say it."""
    if key == SMALL:
        return capital(key)
    if by == "outcome":
        return result.vocabulary[key].label
    if by in TIMES and key:
        return Period.of(key).said if by != "financial-year" else key
    return key or "Not given"


def group_heading(by: str) -> str:
    """The heading of the names of groups."""
    return {"period": "Month", "financial-year": "Year"}.get(by, capital(by))


def groups_title(by: str, found: Sequence[Group], result: Result) -> str:
    """Which group has the largest part, and which the most for each pound."""
    largest_first = sorted((group for group in found if group.net is not None), key=lambda group: -(group.net or 0))
    whole = total(group.net or Decimal(0) for group in largest_first)
    if not largest_first or whole <= 0:
        return f"{group_heading(by)} by {group_heading(by).lower()}"
    largest_group = largest_first[0]
    share = percent(EXACT.divide(largest_group.net or Decimal(0), whole), 0)
    name = unbroken(group_name(by, largest_group.keys[0], result))
    has = "have" if largest_group.keys[0] == SMALL else "has"
    groups_words = f"{name} {has} {share} of the value" if len(largest_first) > 1 else f"All of the value is {name}’s"
    if len(largest_first) > 1 and EXACT.divide(largest_group.net or Decimal(0), whole) < _SMALL:
        groups_words = f"No {group_heading(by).lower()} has more than {share} of the value"
    costed = [group for group in largest_first if group.ratio is not None]
    if len(costed) < 2 or len(costed) < len(largest_first):
        return groups_words
    best = max(costed, key=lambda group: group.ratio or Decimal(0))
    if best == largest_group:
        return f"{groups_words}, and the most for each £1"
    return f"{groups_words}; {unbroken(group_name(by, best.keys[0], result))} has the most for each £1"


def outcomes_title(entries: Sequence[OutcomeTotal], result: Result) -> str:
    """Which outcome has the largest part of the value."""
    if not entries:
        return "Nothing was valued"
    kinds = {entry.kind for entry in entries}
    largest_outcome = max(entries, key=lambda entry: entry.net)
    label = result.vocabulary[largest_outcome.outcome].label
    whole = total(entry.net for entry in entries)
    if len(kinds) > 1 or whole <= 0:
        return "Value by outcome, each kind apart" if len(kinds) > 1 else "Value by outcome"
    if len(entries) == 1:
        return f"All of the value is {in_text(label)}"
    return f"{label} is {percent(EXACT.divide(largest_outcome.net, whole), 0)} of the value"


def months_title(found: Sequence[Group], by: str) -> str:
    """The months with the most and the least."""
    best = max(found, key=lambda group: group.net or Decimal(0))
    least = min(found, key=lambda group: group.net or Decimal(0))
    if best.net == least.net:
        return "Every month has the same value" if by == "period" else "The value is the same throughout"
    high, low = (Period.of(group.keys[0]).said for group in (best, least))
    return f"Most in {unbroken(high)}, least in {unbroken(low)}"


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
