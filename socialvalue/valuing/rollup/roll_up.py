"""A result's totals by one or more of its lines' properties, the largest apart and all others added up to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from itertools import product

from socialvalue.money import EXACT, total
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.groups import Group, RollUp
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.valuing.measures import amount, counted
from socialvalue.valuing.rollup.group_by import GroupKey, Member, members_of
from socialvalue.valuing.rollup.group_costs import against_cost, with_costs, with_year_to_date


def roll_up(result: Result, by: Sequence[str], *, league: bool = False) -> RollUp:
    """The result's totals by one or more of its lines' properties.

    Args:
        result: what is rolled up.
        by: of `FIELDS` or the tags of the lines, such as ``ICS``; case does not matter.
        league: order by net pounds, the largest first.

    Raises:
        UnknownGrouping: naming what could be asked for.
    """
    lines = counted(result)
    tags_by_name = {tag.casefold(): tag for tag in sorted({tag for line in lines for tag in line.tags})}
    keys = [GroupKey.named(name, tags_by_name, result.vocabulary) for name in by]
    names = tuple(key.name for key in keys)
    values_of_line: dict[int, list[ResultLine]] = {}
    for entry in result.lines:
        values_of_line.setdefault(id(entry.line), []).append(entry)
    members: dict[tuple[str, ...], list[Member]] = {}
    for line in lines:
        for member in members_of(line, values_of_line.get(id(line), []), apart="kind" in names):
            for found in product(*(key.of(member) for key in keys)):
                members.setdefault(found, []).append(member)
    missing = {entry.outcome for entry in result.not_valued}
    with localcontext(EXACT):
        groups = [
            _summed_group(found, names, members[found], result.vocabulary, missing, combine=result.method.combine_kinds)
            for found in members
        ]
        groups.sort(key=lambda group: [key.order(text) for key, text in zip(keys, group.keys, strict=True)])
        groups = with_year_to_date(groups, keys, result.vocabulary)
        groups = with_costs(groups, names, members, result)
    if league:
        groups.sort(key=lambda group: -(group.net or Decimal(0)))
    return RollUp(names, tuple(groups), league=league, overlapping="theme" in names)


def _summed_group(
    keys: tuple[str, ...],
    names: tuple[str, ...],
    members: list[Member],
    vocabulary: Vocabulary,
    missing: set[str],
    *,
    combine: bool,
) -> Group:
    values = [value for member in members for value in member.values]
    one_total = combine or len({value.kind for value in values}) <= 1
    group_outcome = vocabulary[keys[names.index("outcome")]] if "outcome" in names else None
    if group_outcome is None:
        lines_of_people = [m.line for m in members if m.values and vocabulary[m.line.outcome].unit == "person"]
        quantity, unit = total(line.quantity or Decimal(0) for line in lines_of_people), "person"
    else:
        quantity, unit = amount((member.line for member in members), group_outcome.flow), group_outcome.unit
    one_total_shown = one_total and (bool(values) or group_outcome is None)
    return Group(
        keys,
        len({member.line.organisation for member in members}),
        quantity,
        unit,
        total(value.gross for value in values) if one_total_shown else None,
        total(value.net for value in values) if one_total_shown else None,
        valued=bool(values) or not any(member.line.outcome in missing for member in members),
    )


#: The keys of a group that holds all others.
REST: tuple[str, ...] = ("\0others",)


def first_and_rest(groups: Sequence[Group], most: int) -> tuple[list[Group], list[Group]]:
    """The first groups, the last of them all others together, and those others; all of them where they are so few.

    The keys of the others together are `REST`. Sums are of pounds and people; where one of them has no net value, the
    others together have none.
    """
    if len(groups) <= most:
        return list(groups), []
    rest = list(groups[most - 1 :])

    net, cost = sum_if_known(group.net for group in rest), sum_if_known(group.cost for group in rest)
    others = Group(
        REST,
        max(group.organisations for group in rest),
        total(group.quantity for group in rest),
        rest[0].unit,
        sum_if_known(group.gross for group in rest),
        net,
    )
    return [*groups[: most - 1], against_cost(others, cost)], rest


def sum_if_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where one of them is not known."""
    known = list(amounts)
    return None if None in known else total(amount or Decimal(0) for amount in known)
