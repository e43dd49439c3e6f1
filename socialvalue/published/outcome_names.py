"""What each outcome may be called in a return: its id, label, an alias, a bank's code, or a listed phrase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, TypeVar

from socialvalue.memory import Recent
from socialvalue.published import outcome_phrases
from socialvalue.published.outcome_phrases import loose_name, normal_name
from socialvalue.published.outcomes import Outcome

T = TypeVar("T")
_LONGEST_PHRASE = 300  # characters of a phrase; a longer text is none
_WORDS_OF_A_QUESTION = 5  # words of a question; fewer with a question mark are a doubt
_MOST_SLIPS = 200  # phrases in which slips of spelling are looked for
How = Literal["exact", "listed", "slip"]


class Names:
    """What each outcome may be called in a return: its id, its label, an alias, a bank's code, or a listed phrase."""

    def __init__(self, outcomes: Mapping[str, Outcome], codes: Mapping[str, str]) -> None:
        self._outcomes = outcomes
        self._ids = {normal_name(code): outcome for code, outcome in codes.items()}
        self._ids |= {name: entry.id for entry in outcomes.values() for name in entry.normal_names}
        self._loose = _of_one_outcome((name, entry.id) for entry in outcomes.values() for name in entry.loose_names)
        self._slips: dict[str, str | None] = {}
        self._meant = Recent(self._meaning)

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(normal_name(name) for entry in self._outcomes.values() for name in (entry.id, entry.label))

    @cached_property
    def _phrases(self) -> dict[frozenset[str], str | None]:
        return _of_one_outcome((phrase, entry.id) for entry in self._outcomes.values() for phrase in entry.phrases)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for phrase in self._phrases for word in phrase)

    def find(self, name: str) -> str | None:
        """The outcome's id, or None; a space and a plural more or less make no difference where one outcome fits."""
        return self._ids.get(normal_name(name)) or self._loose.get(loose_name(name))

    def own(self, name: str) -> bool:
        """Whether it is an outcome's id or label, as shown here."""
        return normal_name(name) in self._own

    def taken(self, name: str) -> tuple[str, How] | None:
        """The outcome a phrase means and how that is known, or None: a phrase with a word more is not known.

        ``exact`` is a name of the outcome, ``listed`` one of its phrases in another form, ``slip`` one with a slip of
        spelling, which is a guess and no more. After some hundred unknown phrases no slips are looked for: a column of
        other things is no misspelling, and looking takes a few thousandths of a second for each.
        """
        if len(name) > _LONGEST_PHRASE or (name.rstrip().endswith("?") and len(name.split()) < _WORDS_OF_A_QUESTION):
            return None
        if found := self.find(name):
            return found, "exact"
        if found := self._phrase(outcome_phrases.phrase(name)):
            return found, "listed"
        if name not in self._slips:
            looked_for = len(self._slips) < _MOST_SLIPS
            spelt = outcome_phrases.slips(name, self._known) if looked_for else {}
            found = self._phrase(outcome_phrases.phrase(name, spelt)) if spelt else None
            if not looked_for:
                return None
            self._slips[name] = found
        slip = self._slips[name]
        return (slip, "slip") if slip else None

    def read(self, name: str) -> str | None:
        """The outcome a phrase means, by name or as a listed phrase; None where that would be a guess."""
        return self._meant[name] if len(name) <= _LONGEST_PHRASE else None

    def _meaning(self, name: str) -> str | None:
        found = self.taken(name)
        return found[0] if found and found[1] != "slip" else None

    def nearest(self, name: str) -> list[str]:
        """The label of the outcome that a phrase with a slip of spelling means; empty where it may mean anything."""
        found = self.taken(name)
        return [self._outcomes[found[0]].label] if found else []

    def _phrase(self, phrase: frozenset[str]) -> str | None:
        return self._phrases.get(phrase) or self._phrases.get(outcome_phrases.started(phrase))


def _of_one_outcome(named: Iterable[tuple[T, str]]) -> dict[T, str | None]:
    """The outcome each name or phrase is of; None for one of several."""
    found: dict[T, str | None] = {}
    for name, outcome in named:
        found[name] = outcome if found.setdefault(name, outcome) == outcome else None
    return found
