"""Five questions a reader asks, and the answers: how much, on what basis, how sure, what is missing, who may use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.money import places, whole_pounds
from socialvalue.records.ranges import Range
from socialvalue.records.results import Result
from socialvalue.showing.words.claims_refused import refused_count
from socialvalue.showing.words.grades import grades_of_values
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import headline_figures, is_adjusted, nothing_valued
from socialvalue.showing.words.left_blank import left_blank_counts
from socialvalue.showing.words.not_valued import not_valued_named
from socialvalue.showing.words.people import outcomes_and_people
from socialvalue.showing.words.prices import prices_of_headline
from socialvalue.showing.words.sensitivity import range_sentences


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
