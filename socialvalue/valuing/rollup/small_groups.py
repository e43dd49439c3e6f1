"""Small groups of people added up to one, so that no small number is published or can be worked out."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from socialvalue.money import total
from socialvalue.records.groups import Group, RollUp
from socialvalue.valuing.rollup.roll_up import sum_if_known

#: The name of the group that holds all small groups.
SMALL = "small groups together"


class TooFew(ValueError):
    """So few people that no group of them can be told."""


def suppressed(rolled: RollUp, below: int) -> RollUp:
    """The groups with those of 1 to `below` - 1 people as one, so that no small number can be worked out.

    All small groups are added to one another. Where that would be one group alone, or still fewer than `below` people,
    the next smallest goes with them: else the total less all others would tell it. What was beside them from one
    period to the next is left out, for the same reason. Groups counted in anything but people are not changed.

    Args:
        rolled: the groups.
        below: the fewest people that may be told.

    Raises:
        TooFew: when all people together are fewer than `below`.
    """

    def people(group: Group) -> Decimal:
        return group.quantity if group.unit == "person" else Decimal(0)

    small = [group for group in rolled.groups if 0 < people(group) < below]
    if not small:
        return evolve(rolled, suppressed_below=below)
    others = sorted((group for group in rolled.groups if people(group) >= below), key=people, reverse=True)
    while others and (len(small) < 2 or total(map(people, small)) < below):
        small.append(others.pop())
    if total(map(people, small)) < below:
        msg = f"there are fewer than {below} people in all"
        raise TooFew(msg)
    merged = {id(group) for group in small}
    kept = [_without_periods_before(group) for group in rolled.groups if id(group) not in merged]
    together = Group(
        (SMALL,) * len(rolled.by),
        max(group.organisations for group in small),
        total(group.quantity for group in small),
        "person",
        sum_if_known(group.gross for group in small),
        sum_if_known(group.net for group in small),
    )
    return evolve(rolled, groups=(*kept, together), suppressed_below=below)


def _without_periods_before(group: Group) -> Group:
    """The group without the period before it and the year to date."""
    return evolve(group, before=None, net_before=None, to_date=None, net_to_date=None)
