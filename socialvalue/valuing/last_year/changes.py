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
    after = {group.keys[0]: group for group in roll_up(years.now, (by,)).groups}
    before = {group.keys[0]: group for group in roll_up(years.restated, (by,)).groups}
    found = [_change(key, before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])]
    return tuple(sorted(found, key=lambda change: (change.key == "", -(change.now or 0))))


def _change(key: str, before: Group | None, after: Group | None) -> Change:
    nothing = Decimal(0)
    return Change(
        key,
        before.quantity if before else nothing,
        after.quantity if after else nothing,
        before.net if before else nothing if after and after.net is not None else None,
        after.net if after else nothing if before and before.net is not None else None,
        before.cost if before else None,
        after.cost if after else None,
    )
