"""Outcomes that were reported and have no value in the bank, in words."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.money import count
from socialvalue.records.results import Result
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.grammar import in_text, listed, number_word


def not_valued_named(result: Result) -> str:
    """The first four outcomes without a value, each with its quantity, and how many more there are."""
    named = [f"{result.vocabulary[e.outcome].label} ({counted(e.quantity, e.unit)})" for e in result.not_valued[:4]]
    more = len(result.not_valued) - len(named)
    return listed([*named, f"{more} more outcomes"] if more else named)


def not_valued_in_text(result: Result, *, counts: bool) -> str:
    """The first three outcomes without a value within a sentence, with their quantities where `counts`."""
    named = [
        f"{in_text(result.vocabulary[e.outcome].label)}{f' ({counted(e.quantity, e.unit)})' if counts else ''}"
        for e in result.not_valued[:3]
    ]
    more = len(result.not_valued) - len(named)
    return listed([*named, f"{number_word(more)} more"] if more else named)


def not_valued_rows(result: Result) -> Iterator[tuple[str, str]]:
    """Every outcome without a value, each with its quantity and why."""
    for entry in result.not_valued:
        yield result.vocabulary[entry.outcome].label, f"{count(entry.quantity)} ({entry.reason})"
