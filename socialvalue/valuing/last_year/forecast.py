"""What a year may come to, from the months of it that are reported."""

from __future__ import annotations

from decimal import Decimal, localcontext

from attrs import evolve, frozen

from socialvalue.money import EXACT
from socialvalue.records.periods import Period, months_of
from socialvalue.records.results import Result
from socialvalue.valuing.last_year.same_months import MONTHS_OF_YEAR, periods_recorded


@frozen
class Forecast:
    """What a year may come to, from the months of it that are reported. A forecast, never a result.

    Attributes:
        year: the financial year.
        months: how many of its months are reported.
        outcomes, net: so far.
        outcomes_by_rate, net_by_rate: if the months to come are like those reported: so far x 12 / months.
        outcomes_by_shape, net_by_shape: if they are to those reported as last year's were; None where last year does
            not hold all its months.
    """

    year: Period
    months: int
    outcomes: Decimal
    net: Decimal
    outcomes_by_rate: Decimal
    net_by_rate: Decimal
    outcomes_by_shape: Decimal | None = None
    net_by_shape: Decimal | None = None


def forecast(result: Result, last: tuple[Result, Result] | None = None) -> Forecast | None:
    """What the year may come to; None where it is all reported, or there is no single total, or no single year.

    Args:
        result: this year's, as far as it is reported.
        last: last year's over the same months, and over all its months, with this year's values and method.
    """
    head = result.headline
    reported = periods_recorded(result.entered)
    years = {period.financial_year for period in reported}
    if head is None or head.net is None or len(years) != 1:
        return None
    name = years.pop()
    year = Period.of(f"{name[:4]}/{name[5:]}")
    months = len(months_of(reported))
    if months >= MONTHS_OF_YEAR:
        return None
    with localcontext(EXACT):
        rate = Decimal(MONTHS_OF_YEAR) / months
        by_rate = Forecast(year, months, head.outcomes, head.net, head.outcomes * rate, head.net * rate)
        if last is None:
            return by_rate
        same_months, whole_year = (one.headline for one in last)
        year_is_full = len(months_of(periods_recorded(last[1].entered))) == MONTHS_OF_YEAR
        if (
            same_months is None
            or whole_year is None
            or not year_is_full
            or not same_months.net
            or not same_months.outcomes
            or whole_year.net is None
        ):
            return by_rate
        return evolve(
            by_rate,
            outcomes_by_shape=head.outcomes * whole_year.outcomes / same_months.outcomes,
            net_by_shape=head.net * whole_year.net / same_months.net,
        )
