"""What a figure leaves out: what has no value, was left blank, refused or not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.records.results import Result
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.showing.words.left_blank import left_blank_sentences
from socialvalue.showing.words.not_valued import not_valued_in_text
from socialvalue.valuing.gaps import Gap


def left_out(result: Result, found: Sequence[Gap], *, counts: bool = True) -> Iterator[tuple[str, str]]:
    """What the figure does not hold, a name and a sentence each; with how many there are of it, where `counts`."""
    if result.not_valued:
        names = not_valued_in_text(result, counts=counts)
        yield "Counted, not valued", f"{capital(names)}: no value in the bank."
    if found:
        yield "Not recorded", f"{' '.join(left_blank_sentences(found, result.vocabulary))} A blank is not a zero."
    if result.refused:
        rows = sum(entry.line.rows for entry in result.refused)
        claims = f"{rows:,} {'claim' if rows == 1 else 'claims'}" if counts else "Claims"
        yield "Not claimed", f"{claims} that the bank’s rules refuse."
    assumed = sorted({str(e.valuation.prices) for e in result.lines if e.valuation.prices_assumed})
    if assumed and result.method.prices is None:
        yield "Assumed", f"That values are in prices of {listed(assumed)}: no source states their year."
    for rule in result.unchecked[:2]:
        yield "Not checked", f"{capital(rule)}."
    if result.lines and not is_adjusted(result):
        yield "Not taken off", "What would have happened anyway, and what others did."
    yield "Not known", "Outcomes that nobody recorded."
