"""The change from last year by outcome, project or whatever else results are grouped by."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from socialvalue.money import EXACT
from socialvalue.records.groups import Group
from socialvalue.valuing.last_year.like_for_like import LikeForLike
from socialvalue.valuing.rollup.roll_up import roll_up


@frozen
class Change:
    """One outcome, project or the like in both years; last year with this year's values, prices and method.

    Attributes:
        key: the outcome's id, the project's name …
        quantity_then, quantity_now: how many.
        then, now: net pounds; None where several kinds are held apart.
        cost_then, cost_now: pounds spent, where given for it.
    """

    key: str
    quantity_then: Decimal
    quantity_now: Decimal
    then: Decimal | None
    now: Decimal | None
    cost_then: Decimal | None = None
    cost_now: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Pounds more, or fewer."""
        return None if self.then is None or self.now is None else EXACT.subtract(self.now, self.then)


def changes(years: LikeForLike, by: str) -> tuple[Change, ...]:
    """Both years by project, outcome, area or whatever `roll_up` groups by, the largest value of this year first.

    Raises:
        UnknownGrouping: naming what could be asked for.
    """
    groups_now = {group.keys[0]: group for group in roll_up(years.now, (by,)).groups}
    groups_then = {group.keys[0]: group for group in roll_up(years.restated, (by,)).groups}
    found = [
        _change(key, groups_then.get(key), groups_now.get(key)) for key in dict.fromkeys([*groups_now, *groups_then])
    ]
    return tuple(sorted(found, key=lambda change: (change.key == "", -(change.now or 0))))


def _change(key: str, groups_then: Group | None, groups_now: Group | None) -> Change:
    nothing = Decimal(0)
    return Change(
        key,
        groups_then.quantity if groups_then else nothing,
        groups_now.quantity if groups_now else nothing,
        groups_then.net if groups_then else nothing if groups_now and groups_now.net is not None else None,
        groups_now.net if groups_now else nothing if groups_then and groups_then.net is not None else None,
        groups_then.cost if groups_then else None,
        groups_now.cost if groups_now else None,
    )
