"""The figures of the headline: net value, what was spent, value for each £1, outcomes; each with a note."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from socialvalue.money import count
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.words.amounts import ratio_figure
from socialvalue.showing.words.cost import spent_in_prices
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.showing.words.last_year import (
    more_than_last_year,
    outcomes_more_than_last_year,
    ratio_last_year,
    spent_more_than_last_year,
)


@frozen
class Fact:
    """A figure of the headline, what it is, a note under it, and whether it is the value itself."""

    name: str
    figure: str
    note: str = ""
    main: bool = False


def headline_facts(draft: Draft) -> Iterator[Fact]:
    """Each figure of the headline with its name and a note, the net value first."""
    head, years = draft.result.headline, draft.asked.years
    if head is None or not draft.result.lines:
        return
    whole = years is None or not (years.only_now or years.only_then)
    net_or_gross = "Net" if is_adjusted(draft.result) else "Gross"
    headline_totals = [(head.kinds, head.net)] if head.net is not None else [((e.kind,), e.net) for e in head.by_kind]
    for kinds, net in headline_totals:
        name = f"{net_or_gross} {listed(list(kinds))} value"
        yield Fact(name, draft.pound_sum(net or Decimal(0)), more_than_last_year(draft.bridge, whole=whole), main=True)
    if head.cost is not None:
        yield Fact("Spent", draft.pound_sum(head.cost), spent_more_than_last_year(years) or spent_in_prices(head))
    if head.ratio is not None:
        yield Fact("For each £1", f"£{ratio_figure(head.ratio)}", ratio_last_year(years))
    if head.outcomes:
        yield Fact("Outcomes", count(head.outcomes), outcomes_more_than_last_year(draft.bridge, head))
