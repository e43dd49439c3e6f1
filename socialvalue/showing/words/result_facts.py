"""What a result rests on, under its table: totals, range, prices, bank, method, blanks, claims refused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.money import pence, places, pounds
from socialvalue.published.default_bank import NAMED
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline
from socialvalue.showing.words.cost import payback_words
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.showing.words.left_blank import left_blank_fact
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.people import people_and_wellbys

#: Rows of one kind before the rest are only counted.
MOST_SHOWN = 12


def result_facts(result: Result, head: Headline) -> Iterator[tuple[str, str]]:
    """Each fact under its name, in the order in which they are read."""
    if result.by_outcome:
        yield from _totals_and_cost(result, head)
    yield from _range_and_runs(result)
    if result.by_outcome:
        yield "Prices", head.prices
        yield from _published_unit_values(result)
        unit_values_shown = [entry.unit_value_here for entry in result.by_outcome if entry.unit_value_here is not None]
        if any(amount != pence(amount) for amount in unit_values_shown):
            yield "Unit values", "shown to the penny; the sums use them unrounded"
    yield "Bank", f"{result.bank.title}, {result.bank.edition} ({result.bank.id})"
    if result.provenance.bank_chosen != NAMED:
        yield "", result.provenance.bank_chosen
    yield "Method", f"{method_title(result.method)} ({result.method.id})"
    if result.entered.mapping is not None:
        yield "Map", f"{result.entered.mapping.named}: what the file's own headings and words mean"
    if blank := left_blank_fact(result):
        yield "Left blank", blank
    if result.refused:
        refusal_reasons: dict[str, int] = {}
        for entry in result.refused:
            refusal_reasons[entry.reason] = refusal_reasons.get(entry.reason, 0) + entry.line.rows
        for reason, lines_refused in list(refusal_reasons.items())[:MOST_SHOWN]:
            yield "Not claimed", f"{lines_refused} {'line' if lines_refused == 1 else 'lines'}: {reason}"
    for rule in result.unchecked[:MOST_SHOWN]:
        yield "Not checked", rule
    for notice in result.notices:
        yield "Licence", notice


def _published_unit_values(result: Result) -> Iterator[tuple[str, str]]:
    """The published unit value and the factor, where the table shows another: in the prices of the result."""
    rebased = [entry for entry in result.by_outcome if entry.unit_value is not None and entry.price_factor != 1]
    price_factors = dict.fromkeys(entry.price_factor for entry in rebased)
    if len(price_factors) == 1:
        yield "Published", f"each unit value shown is the published one × {places(rebased[0].price_factor, 6)}"
    elif rebased:
        named = [
            f"{result.vocabulary[entry.outcome].label} {pounds(entry.unit_value or Decimal(0))} × "
            f"{places(entry.price_factor, 6)}"
            for entry in rebased[:MOST_SHOWN]
        ]
        more = f" and {len(rebased) - MOST_SHOWN} more" if len(rebased) > MOST_SHOWN else ""
        yield "Published", f"{'; '.join(named)}{more}"


def _totals_and_cost(result: Result, head: Headline) -> Iterator[tuple[str, str]]:
    for kind_total in head.by_kind if len(head.kinds) > 1 else ():
        ratio = "" if kind_total.ratio is None else f", a ratio of 1 : {places(kind_total.ratio, 2)}"
        payback = (
            ""
            if kind_total.payback_months is None
            else f", {payback_words(kind_total.payback_months, (kind_total.kind,))}"
        )
        yield kind_total.kind.capitalize(), f"{pounds(kind_total.net)}{ratio}{payback}"
    if head.gross is None:
        yield "Total", f"none: {listed(list(head.kinds))} value are different things"
    elif "wellbeing" in head.kinds:
        yield "Value", f"{listed(list(head.kinds))}: equivalent to money, not money received"
    else:
        yield "Value", listed(list(head.kinds))
    yield from people_and_wellbys(head)
    if not is_adjusted(result):
        yield "Basis", "gross: nothing is taken off for what would have happened anyway"
    if head.cost is not None:
        present_cost = head.present_cost if head.present_cost is not None else head.cost
        yield (
            "Cost",
            pounds(head.cost) + ("" if present_cost == head.cost else f", present value {pounds(present_cost)}"),
        )
    if head.net_benefit is not None and head.ratio is not None:
        yield "Net benefit", f"{pounds(head.net_benefit)}, a ratio of 1 : {places(head.ratio, 2)}"
    if head.payback_months is not None:
        met_words = payback_words(head.payback_months, head.kinds)
        yield "Meets cost" if "wellbeing" in head.kinds else "Payback", met_words.removeprefix("paid back in ")


def _range_and_runs(result: Result) -> Iterator[tuple[str, str]]:
    for total_range in result.uncertainty:
        kinds = f" ({listed(list(total_range.kinds))})" if len(result.uncertainty) > 1 else ""
        if not total_range.known:
            yield "Range", f"not known: no figure used has a low and a high{kinds}"
            continue
        yield "Range", f"{pounds(total_range.low)} to {pounds(total_range.high)}{kinds}"
        if total_range.simulation is not None:
            runs = total_range.simulation
            runs_told = f"{runs.runs:,} runs (seed {runs.seed}): nine in ten between "
            yield (
                "Runs",
                f"{runs_told}{pounds(runs.lower)} and {pounds(runs.upper)}, the middle one {pounds(runs.median)}",
            )
