"""What a result rests on, in words: prices, bank, licence, who prepared it; and the five questions a reader asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.money import places, whole_pounds
from socialvalue.published.default_bank import NAMED
from socialvalue.records.ranges import Range
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline
from socialvalue.showing.words.bank import grades_of_values
from socialvalue.showing.words.caveats import (
    left_blank_counts,
    left_blank_fact,
    left_blank_rows,
    not_valued_named,
    not_valued_rows,
    refused_by_reason,
    refused_count,
    refused_rows,
)
from socialvalue.showing.words.cost import cost_facts, kind_against_cost
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import (
    headline_figures,
    is_adjusted,
    nothing_valued,
    outcomes_and_people,
    people_and_wellbys,
)
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.prices import prices_of_headline, published_unit_values
from socialvalue.showing.words.sensitivity import range_facts, range_sentences

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


def five_questions(result: Result, ranges: Sequence[Range] = ()) -> Iterator[tuple[str, str]]:
    """Five questions a reader asks, and the answers."""
    head, bank = result.headline, result.bank
    if head is None:
        return
    yield "How much?", _how_much(result)
    basis_of_figure = "net of the adjustments shown below" if is_adjusted(result) else "gross: nothing is taken off"
    prices = prices_of_headline(head)
    yield "On what basis?", f"Values of {bank.title} ({bank.publisher}, {bank.edition}); {basis_of_figure}; {prices}."
    yield "How sure?", " ".join([*range_sentences(ranges), grades_of_values(result)])
    yield "What is missing?", _missing(result)
    if bank.licence.restricted:
        yield "Who may use it?", f"Restricted. {bank.licence.notice}"
    else:
        yield "Who may use it?", f"Anyone, under {bank.licence.name}, naming {bank.publisher} as the source."


def _how_much(result: Result) -> str:
    head = result.headline
    found = headline_figures(result)
    if head is None or not found:
        return nothing_valued(result)
    amounts_found = listed([f"{figure} ({name})" for name, figure in found])
    answer = f"{amounts_found}, for {outcomes_and_people(head)}."
    if head.cost is not None and head.ratio is not None:
        answer += f" Cost {whole_pounds(head.cost)}: a ratio of 1 : {places(head.ratio, 2)}."
    return answer


def _missing(result: Result) -> str:
    missing_parts = []
    if result.not_valued:
        missing_parts.append(f"{not_valued_named(result)}: no value here")
    missing_parts += left_blank_counts(result)
    missing_parts += refused_count(result)
    if not missing_parts:
        return "Nothing that was reported is left out. What was not recorded cannot be seen here."
    return f"{'. '.join(missing_parts)}."


def basis_and_licence(result: Result) -> Iterator[tuple[str, str]]:
    """Basis, licence, and what it was made with."""
    bank, made, method = result.bank, result.provenance, result.method
    yield "Basis.", f"{bank.title} ({bank.publisher}, {bank.edition}). {method_title(method)} ({method.id})."
    yield from (("Licence.", notice) for notice in result.notices)
    prints = f"bank {made.bank_fingerprint[:8]}, method {made.method_fingerprint[:8]}"
    yield "Made with", f"socialvalue {made.package}, {prints}."


def record_facts(result: Result) -> Iterator[tuple[str, str]]:
    """Who prepared and reviewed a result, whether it is a draft, and who approved its method; only what is given."""
    record, method = result.record, result.method
    if record.prepared_by:
        yield "Prepared by", record.prepared_by
    if record.reviewed_by:
        yield "Reviewed by", record.reviewed_by
    if record.status:
        yield "Status", f"{record.status}; an estimate, and unaudited unless an auditor says otherwise"
    if method.reason:
        yield "Why this method", method.reason
    if method.approved_by:
        on = f", {method.approved_on}" if method.approved_on else ""
        yield "Method approved by", f"{method.approved_by}{on}"
    if method.review_by:
        yield "Method to be reviewed by", str(method.review_by)


def summary_notes(result: Result) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The notes beside the total: what it is, what it leaves out, and whose values it uses."""
    yield "What the figure is", list(_what_figure_is(result))
    yield "Reported, and not valued", list(not_valued_rows(result))
    yield "Not recorded, which is not zero", list(left_blank_rows(result))
    yield "Reported, and not claimed", list(refused_rows(result))
    yield "Licence", [(result.bank.id, notice) for notice in result.notices]


def _what_figure_is(result: Result) -> Iterator[tuple[str, str]]:
    head = result.headline
    if head is None:
        return
    if "wellbeing" in head.kinds:
        words = "Wellbeing value is what a change in people's lives is equivalent to in money. It is not money saved."
        yield "Wellbeing", words
    yield from people_and_wellbys(head)
    yield "Prices", f"of {head.prices}" if head.prices[:1].isdigit() else head.prices
    yield "Values", f"{result.bank.title}, {result.bank.publisher} ({result.bank.id}); {result.provenance.bank_chosen}"
    yield "Method", f"{method_title(result.method)} ({result.method.id})"
