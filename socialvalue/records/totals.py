"""The totals of a result: the headline, by kind, by outcome and by project, and what is left out of them."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from socialvalue.published.valuations import Kind
from socialvalue.records.returns import Cost, Line


@frozen
class Saver:
    """Who saves or gains, and how much.

    Attributes:
        agency: who; empty where nobody is named.
        kind: of value.
        net: pounds, as the totals count them.
        transfers: the part of it that is taxes or benefits, which a total of public value leaves out.
    """

    agency: str
    kind: Kind
    net: Decimal
    transfers: Decimal


@frozen
class Spent:
    """A cost as it is set against value.

    Attributes:
        cost: what was spent.
        year: how many years after year 0 it was spent; 0 where that is not known.
        factor: what brings it to the prices of the result; 1 where its prices are not known, or none are asked for.
        amount: pounds in the prices of the result.
        present_value: pounds in year 0.
        working: how the factor was made; empty where it is 1.
    """

    cost: Cost
    year: int
    factor: Decimal
    amount: Decimal
    present_value: Decimal
    working: str = ""


@frozen
class Flow:
    """What a year brings and costs, in the prices of the result.

    Attributes:
        year: how many years after year 0.
        label: the financial year.
        value, cost: pounds as they fall: the value of each year of an outcome in the year it begins in; a cost in the
            year it was spent in, or in year 0.
        present_value, present_cost: the same in pounds of year 0.
        cumulative: value less cost up to and with this year, as they fall.
        present_cumulative: the same in pounds of year 0.
    """

    year: int
    label: str
    value: Decimal
    cost: Decimal
    present_value: Decimal
    present_cost: Decimal
    cumulative: Decimal
    present_cumulative: Decimal


@frozen
class KindTotal:
    """Pounds of one kind, set against the cost where a cost is given; `flows` year by year."""

    kind: Kind
    gross: Decimal
    net: Decimal
    ratio: Decimal | None = None
    payback_months: Decimal | None = None
    net_benefit: Decimal | None = None
    flows: tuple[Flow, ...] = ()


@frozen
class ProjectTotal:
    """What one project cost, None where that is not given, and its totals by kind, set against that cost."""

    project: str
    cost: Decimal | None
    by_kind: tuple[KindTotal, ...]


@frozen
class Headline:
    """The result in one row.

    Attributes:
        people: how many people the value is for, as far as person keys tell people apart; outcomes counted in people
            without a key are taken for a person each.
        outcomes: how many outcomes counted in people the value is for.
        keyed: how many of these outcomes have a person key.
        gross, net: pounds; None where several kinds are held apart, or nothing has a value.
        kinds: the kinds of value the totals hold.
        prices: the price base, or ``as published``.
        cost: pounds spent, where given, as paid.
        wellbys: the WELLBYs that values made of them come to, not discounted; None where there are none.
        cost_per_wellby, cost_per_outcome: `present_cost` over each; the first only where all value is made of WELLBYs.
        present_cost: the cost in the prices of the result and in pounds of year 0.
        net_benefit: net - `present_cost`.
        ratio: net / `present_cost`.
        payback_months: months from the start of the first year until cumulative value meets cumulative cost for good,
            as both fall and the value of a year even over its months; None where it never does.
        flows: value and cost year by year; of several kinds held apart each has its own.
        present_value: the net value where it was discounted.
        by_kind: the same by kind.
    """

    people: Decimal
    gross: Decimal | None
    net: Decimal | None
    kinds: tuple[Kind, ...]
    prices: str
    cost: Decimal | None = None
    net_benefit: Decimal | None = None
    ratio: Decimal | None = None
    payback_months: Decimal | None = None
    present_value: Decimal | None = None
    by_kind: tuple[KindTotal, ...] = ()
    outcomes: Decimal = Decimal(0)
    keyed: Decimal = Decimal(0)
    present_cost: Decimal | None = None
    flows: tuple[Flow, ...] = ()
    wellbys: Decimal | None = None
    cost_per_wellby: Decimal | None = None
    cost_per_outcome: Decimal | None = None


@frozen(kw_only=True)
class Total(Headline):
    """A headline with one total: `gross` and `net` are there."""

    gross: Decimal
    net: Decimal


@frozen
class OutcomeTotal:
    """The total of one outcome and kind; `unit_value` is None where several values were used.

    Attributes:
        unit_value: pounds per unit, as published.
        price_factor: what brings it to the prices of the result; 1 where it stays as published.
    """

    outcome: str
    kind: Kind
    quantity: Decimal
    unit_value: Decimal | None
    gross: Decimal
    net: Decimal
    price_factor: Decimal = Decimal(1)

    @property
    def unit_value_here(self) -> Decimal | None:
        """Pounds per unit in the prices of the result: what the quantity is multiplied by."""
        return None if self.unit_value is None else self.unit_value * self.price_factor


@frozen
class NotValued:
    """An outcome that was reported but has no value: a count beside the total."""

    outcome: str
    unit: str
    quantity: Decimal
    reason: str


@frozen
class Refused:
    """A line that was reported but may not be claimed, and the rule that says so."""

    line: Line
    reason: str
