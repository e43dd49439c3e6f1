"""Projects, organisations, months and outcomes by name, and which has most of the value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.money import EXACT, percent, total
from socialvalue.records.groups import Group
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.records.totals import OutcomeTotal
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
