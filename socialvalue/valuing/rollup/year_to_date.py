"""Groups of periods with the period before and the financial year to date beside them."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from socialvalue.money import total
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Group
from socialvalue.valuing.rollup.group_by import TIMES, GroupKey


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
