"""What is shown beside the totals of a group: what was spent on it, the period before, the financial year to date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve

from socialvalue.money import EXACT, total
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.groups import Group
from socialvalue.records.results import Result
from socialvalue.valuing.rollup.group_by import TIMES, GroupKey, Member


def with_costs(
    groups: list[Group], names: tuple[str, ...], members: Mapping[tuple[str, ...], list[Member]], result: Result
) -> list[Group]:
    """The groups with what was spent on each, where every pound spent belongs to one; else as they are."""
    if names == ("project",):
        unnamed = result.costs.get("") is not None and len(result.costs) == 1
        if not result.costs or unnamed:
            return groups
        known = {group.keys[0] for group in groups}
        idle = [Group((name,), 0, Decimal(0), "person", Decimal(0), Decimal(0)) for name in result.costs.keys() - known]
        every = sorted([*groups, *idle], key=lambda group: (group.keys[0] == "", group.keys[0].casefold()))
        return [against_cost(group, result.costs.get(group.keys[0])) for group in every]
    spent = {
        keys: [m.line.cost for m in {id(m.line): m for m in found}.values() if m.line.cost is not None]
        for keys, found in members.items()
    }
    by_group = {keys: total(costs) for keys, costs in spent.items()}
    if not result.costs or total(by_group.values()) != total(result.costs.values()):
        return groups
    return [against_cost(group, by_group[group.keys]) for group in groups]


def against_cost(group: Group, cost: Decimal | None) -> Group:
    """The group with its cost, net benefit and ratio."""
    if cost is None or group.net is None or not group.valued:
        return evolve(group, cost=cost)
    benefit, ratio = EXACT.subtract(group.net, cost), EXACT.divide(group.net, cost) if cost else None
    return evolve(group, cost=cost, net_benefit=benefit, ratio=ratio)


def with_year_to_date(groups: list[Group], keys: list[GroupKey], vocabulary: Vocabulary) -> list[Group]:
    """Groups of periods with the period before and the financial year to date beside them."""
    key_names = [key.name for key in keys]
    time_grouping = next((name for name in TIMES if name in key_names), None)
    if time_grouping is None:
        return groups
    time_spans, time_column = keys[key_names.index(time_grouping)].spans, key_names.index(time_grouping)
    other_columns = [number for number, name in enumerate(key_names) if name not in TIMES]
    stocks = {outcome.id for outcome in vocabulary if outcome.flow == "stock"}
    chains_of_periods: dict[tuple[str, ...], list[Group]] = {}
    found = []
    for group in sorted(groups, key=lambda group: time_spans[group.keys[time_column]]):
        periods_before = chains_of_periods.setdefault(tuple(group.keys[number] for number in other_columns), [])
        span = time_spans[group.keys[time_column]]
        eve = span.start - dt.timedelta(days=1)
        period_before = next(
            (one for one in reversed(periods_before) if time_spans[one.keys[time_column]].end == eve), None
        )
        periods_before.append(group)
        year = [
            one for one in periods_before if time_spans[one.keys[time_column]].financial_year == span.financial_year
        ]
        stock = "outcome" in key_names and group.keys[key_names.index("outcome")] in stocks
        to_date = group.quantity if stock else total(one.quantity for one in year)
        pounds = [one.net for one in year if one.net is not None]
        found.append(
            evolve(
                group,
                before=period_before.quantity if period_before else None,
                net_before=period_before.net if period_before else None,
                to_date=None if time_grouping == "financial-year" else to_date,
                net_to_date=None if time_grouping == "financial-year" or len(pounds) < len(year) else total(pounds),
            )
        )
    group_order = {group.keys: number for number, group in enumerate(groups)}
    return sorted(found, key=lambda group: group_order[group.keys])
