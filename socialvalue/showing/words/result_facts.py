"""What a result rests on, under its table: totals, range, prices, bank, method, blanks, claims refused."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.published.default_bank import NAMED
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline
from socialvalue.showing.words.claims_refused import refused_by_reason
from socialvalue.showing.words.cost import cost_facts, kind_against_cost
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.showing.words.left_blank import left_blank_fact
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.people import people_and_wellbys
from socialvalue.showing.words.prices import published_unit_values
from socialvalue.showing.words.sensitivity import range_facts

#: Rows of one kind before the rest are only counted.
MOST_SHOWN = 12


def result_facts(result: Result, head: Headline) -> Iterator[tuple[str, str]]:
    """Each fact under its name, in the order in which they are read."""
    if result.by_outcome:
        yield from _totals_and_cost(result, head)
    yield from range_facts(result)
    if result.by_outcome:
        yield "Prices", head.prices
        yield from published_unit_values(result)
    yield "Bank", f"{result.bank.title}, {result.bank.edition} ({result.bank.id})"
    if result.provenance.bank_chosen != NAMED:
        yield "", result.provenance.bank_chosen
    yield "Method", f"{method_title(result.method)} ({result.method.id})"
    if result.entered.mapping is not None:
        yield "Map", f"{result.entered.mapping.named}: what the file's own headings and words mean"
    if blank := left_blank_fact(result):
        yield "Left blank", blank
    for claim in refused_by_reason(result)[:MOST_SHOWN]:
        yield "Not claimed", claim
    for rule in result.unchecked[:MOST_SHOWN]:
        yield "Not checked", rule
    for notice in result.notices:
        yield "Licence", notice


def _totals_and_cost(result: Result, head: Headline) -> Iterator[tuple[str, str]]:
    for kind_total in head.by_kind if len(head.kinds) > 1 else ():
        yield kind_total.kind.capitalize(), kind_against_cost(kind_total)
    if head.gross is None:
        yield "Total", f"none: {listed(list(head.kinds))} value are different things"
    elif "wellbeing" in head.kinds:
        yield "Value", f"{listed(list(head.kinds))}: equivalent to money, not money received"
    else:
        yield "Value", listed(list(head.kinds))
    yield from people_and_wellbys(head)
    if not is_adjusted(result):
        yield "Basis", "gross: nothing is taken off for what would have happened anyway"
    yield from cost_facts(head)
