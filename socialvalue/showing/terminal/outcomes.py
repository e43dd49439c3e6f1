"""The outcomes on the terminal: what each is called, and what the banks value it at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from socialvalue.money import pounds
from socialvalue.published.banks import Bank
from socialvalue.published.outcome_phrases import normal_name
from socialvalue.published.outcomes import Outcome
from socialvalue.published.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rich.console import Console


_UNITS = {"GBP": "£"}


def show_outcomes(vocabulary: Vocabulary, banks: Sequence[Bank], word: str, out: Console) -> None:
    """The outcomes; those a word is about, where one is given.

    Args:
        vocabulary: the outcomes.
        banks: whose values are shown.
        word: as people write it; empty for every outcome.
    """
    from rich.text import Text

    names = vocabulary.names()
    taken = names.taken(word) if word else None
    if taken is not None:
        how = {"exact": "is a name of", "listed": "is read as", "slip": "may be a slip of spelling for"}[taken[1]]
        out.print(Text(f"“{word}” {how} {vocabulary[taken[0]].label}."))
        out.print()
    found = [
        outcome
        for outcome in vocabulary
        if not word or outcome.id == (taken or ("",))[0] or _is_about_word(outcome, word)
    ]
    if not found:
        out.print(
            Text(f"“{word}” is none of the outcomes known here, and nothing is guessed. “sv outcomes” lists them all.")
        )
        out.print("A map says what a word of your own means: sv map FILE --out map.xlsx")
        return
    for outcome in found:
        out.print(
            Text(f"{outcome.label}  ({outcome.id}, counted in {_UNITS.get(outcome.unit, outcome.unit)})"), style="bold"
        )
        if word:
            out.print(Text(f"  {outcome.definition}"))
            if outcome.aliases or outcome.words:
                out.print(Text(f"  Also written: {', '.join(dict.fromkeys((*outcome.aliases, *outcome.words)))}."))
        values = list(_values_in_banks(outcome, banks))
        out.print(Text("  " + ("; ".join(values) if values else "no bank here values it")))


def _is_about_word(outcome: Outcome, word: str) -> bool:
    """Whether a word occurs in what an outcome is called."""
    wanted = normal_name(word)
    return bool(wanted) and any(wanted in normal_name(name) for name in (outcome.id, outcome.label, *outcome.aliases))


def _values_in_banks(outcome: Outcome, banks: Iterable[Bank]) -> Iterable[str]:
    for bank in banks:
        for entry in bank.valuations:
            if entry.outcome == outcome.id and entry.amount is not None:
                yield f"{bank.id} {pounds(entry.amount)}"
                break
