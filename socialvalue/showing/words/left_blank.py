"""What was left blank, in words: which measures at no time, and which in some months. A blank is not a zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.periods import said
from socialvalue.records.results import Result
from socialvalue.showing.words.grammar import capital, in_text, listed, number_word
from socialvalue.valuing.gaps import Gap, gaps


def left_blank_sentences(found: Sequence[Gap], vocabulary: Vocabulary) -> Iterator[str]:
    """Which measures were left blank at any time, and in which months others were; the first few by name."""
    never, sometimes = _never_recorded(found), _sometimes_blank(found)
    if len(never) > 3:
        yield f"{capital(number_word(len(never)))} measures, at any time."
    elif never:
        yield f"{capital(listed([in_text(vocabulary[outcome].label) for outcome in never]))}, at any time."
    for gap in sometimes[:2]:
        by = f" by {number_word(len(gap.organisations))} organisations" if len(gap.organisations) > 1 else ""
        yield f"{vocabulary[gap.outcome].label} in {said(gap.periods)}{by}."
    if len(sometimes) > 2:
        yield f"{capital(number_word(len(sometimes) - 2))} more in some months."


def left_blank_counts(result: Result) -> Iterator[str]:
    """How many measures were recorded at no time, and how many were left blank in some months."""
    found = gaps(result)
    never = set(_never_recorded(found))
    partly = {gap.outcome for gap in found} - never
    if never:
        measure_was = "measure was" if len(never) == 1 else "measures were"
        yield f"{len(never)} {measure_was} not recorded at any time, which is not zero"
    if partly:
        yield f"{len(partly)} {'measure was' if len(partly) == 1 else 'measures were'} left blank in some months"


def left_blank_fact(result: Result) -> str:
    """Every measure that was left blank, and when, in one line; empty where none was."""
    found, label = gaps(result), result.vocabulary
    never = list(dict.fromkeys(label[outcome].label for outcome in _never_recorded(found)))
    partly = [f"{label[gap.outcome].label} in {said(gap.periods)}" for gap in _sometimes_blank(found)]
    blank_told = [*([f"at any time: {'; '.join(never)}"] if never else []), *partly]
    return f"not recorded, which is not zero, {'; '.join(blank_told)}" if blank_told else ""


def left_blank_rows(result: Result) -> Iterator[tuple[str, str]]:
    """Every measure that was left blank, each with when, and by how many organisations."""
    found, label = gaps(result), result.vocabulary
    never = "; ".join(dict.fromkeys(label[outcome].label for outcome in _never_recorded(found)))
    if never:
        yield "At any time", never
    for gap in _sometimes_blank(found):
        many = len(gap.organisations)
        yield label[gap.outcome].label, f"in {said(gap.periods)}{f', by {many} organisations' if many > 1 else ''}"


def _never_recorded(found: Sequence[Gap]) -> list[str]:
    """The outcomes that an organisation recorded at no time, each once."""
    return list(dict.fromkeys(gap.outcome for gap in found if gap.always))


def _sometimes_blank(found: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in found if not gap.always]
