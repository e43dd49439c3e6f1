"""What was spent on each group, and its ratio."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve

from socialvalue.money import EXACT, total
from socialvalue.records.groups import Group
from socialvalue.records.results import Result
from socialvalue.valuing.rollup.group_members import Member


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
