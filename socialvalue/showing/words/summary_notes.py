"""The notes beside the total on a workbook's summary: what the figure is, what it leaves out, whose values it uses."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.results import Result
from socialvalue.showing.words.claims_refused import refused_rows
from socialvalue.showing.words.left_blank import left_blank_rows
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.not_valued import not_valued_rows
from socialvalue.showing.words.people import people_and_wellbys


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
