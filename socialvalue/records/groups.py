"""What is asked for beside a result: totals by group, progress against targets, indicators of a place."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from socialvalue.money import EXACT
from socialvalue.records.periods import Period
from socialvalue.records.returns import Target


@frozen
class Indicator:
    """A figure about a place, not about what anybody did: shown beside a return, never valued, never summed.

    Attributes:
        place: such as a local authority.
        indicator: such as ``employment rate``.
        period: when.
        value: the figure.
        unit: such as ``per cent``.
        source: where it was read.
    """

    place: str
    indicator: str
    period: Period
    value: Decimal
    unit: str = ""
    source: str = ""


@frozen
class Group:
    """The lines of a result that agree in what they are grouped by.

    Attributes:
        keys: what they agree in, in the order asked for; ``""`` where a line does not say.
        organisations: how many reported.
        quantity: of an outcome, in `unit`, where outcomes are told apart; else the people the value is for.
        unit: of `quantity`.
        gross, net: pounds; None where several kinds are held apart, and for an outcome without a value.
        before: the quantity of the period just before, where the groups are of periods.
        net_before: the net pounds of that period.
        to_date, net_to_date: from the start of the financial year; of a stock, the latest figure.
        cost: pounds spent on it; None where that is not known for every group.
        net_benefit, ratio: `net` less `cost`, and over it.
        valued: False where something was reported and none of it has a value: its pounds are not shown, for they are
            not known to be £0.
    """

    keys: tuple[str, ...]
    organisations: int
    quantity: Decimal
    unit: str
    gross: Decimal | None
    net: Decimal | None
    before: Decimal | None = None
    net_before: Decimal | None = None
    to_date: Decimal | None = None
    net_to_date: Decimal | None = None
    cost: Decimal | None = None
    net_benefit: Decimal | None = None
    ratio: Decimal | None = None
    valued: bool = True


@frozen
class RollUp:
    """A result grouped.

    Attributes:
        by: what it is grouped by.
        groups: in the order of their keys, time as it runs; a league table in the order of net pounds.
        league: whether it is a league table.
        overlapping: whether a line can belong to several groups, so that they do not add up to the total.
        suppressed_below: the number of people below which a group is not told by itself; 0 where all are.
    """

    by: tuple[str, ...]
    groups: tuple[Group, ...]
    league: bool = False
    overlapping: bool = False
    suppressed_below: int = 0


@frozen
class Progress:
    """A target and what was reported against it: of the same outcome, within its period.

    Attributes:
        target: what was aimed for.
        actual: what was reported.
        months, of_months: how many months of the target's period are reported, and how many it has.
        due: the part of the target that falls to the months reported; of a stock, all of it.
        net, net_due: net pounds of `actual`, and of `due` at the same average; None where the outcome has no value.
    """

    target: Target
    actual: Decimal
    months: int
    of_months: int
    due: Decimal
    net: Decimal | None = None
    net_due: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Actual over target; None for a target of zero."""
        return EXACT.divide(self.actual, self.target.quantity) if self.target.quantity else None

    @property
    def share_due(self) -> Decimal | None:
        """Actual over the part that is due; None where nothing is due."""
        return EXACT.divide(self.actual, self.due) if self.due else None


@frozen
class Beside:
    """What was asked for beside a result.

    Attributes:
        roll_up: its totals by something.
        targets: each with what was reported for it.
        indicators: figures about places.
        awaited: organisations that have not reported the latest period, with the last one they did.
    """

    roll_up: RollUp | None = None
    targets: tuple[Progress, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    awaited: tuple[tuple[str, Period], ...] = ()
