"""How many outcomes and people a value is of, and what one of each cost."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.money import count, places, pounds
from socialvalue.records.totals import Headline


def outcomes_and_people(head: Headline) -> str:
    """What a value is of: outcomes, and people as far as their keys tell: ``3 outcomes of 1 person``."""
    if not head.outcomes:
        return "what was counted"
    outcomes = f"{count(head.outcomes)} {'outcome' if head.outcomes == 1 else 'outcomes'}"
    if head.keyed != head.outcomes:
        return outcomes
    return f"{outcomes} of {count(head.people)} {'person' if head.people == 1 else 'people'}"


def people_and_wellbys(head: Headline) -> Iterator[tuple[str, str]]:
    """People by their keys, WELLBYs, and what one of each cost."""
    if head.keyed:
        every = "" if head.keyed == head.outcomes else ", each outcome without a person key counted as a person"
        yield "People", f"{count(head.people)}{every}; {count(head.outcomes)} outcomes"
    if head.wellbys:
        yield "WELLBYs", count(places(head.wellbys, 2))
    if head.cost_per_wellby is not None:
        yield "Per WELLBY", f"a cost of {pounds(head.cost_per_wellby)}"
    if head.cost_per_outcome is not None:
        yield "Per outcome", f"a cost of {pounds(head.cost_per_outcome)}"
