"""The first groups, and all others added up to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from socialvalue.money import total
from socialvalue.records.groups import Group
from socialvalue.valuing.rollup.group_costs import against_cost

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
