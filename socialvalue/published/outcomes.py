"""The outcome vocabulary: what can be counted, in which unit, as a flow or a stock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeVar

from attrs import field, frozen

from socialvalue.problems import BadData, Place, error
from socialvalue.published import outcome_phrases, toml
from socialvalue.published.sources import Source
from socialvalue.units import COUNTED
from socialvalue.validators import one_of, some

T = TypeVar("T")


@frozen
class EvidenceNote:
    """A cited relation between an outcome and something else; never money, never part of a total."""

    text: str
    source: Source


@frozen
class Outcome:
    """Something a housing association counts.

    Attributes:
        id: the stable name, such as ``full-time-employment``.
        label: the name people read.
        definition: what counts, in a sentence or two.
        unit: the unit of its quantity, one of `socialvalue.units.COUNTED`.
        flow: a ``flow`` is this month's additional figure, added over months; a ``stock`` is a total at a date,
            of which only the latest counts.
        category: the category of activity, by which deadweight may be set.
        themes: what it is part of, for grouping.
        aliases: other names people write.
        words: phrases it is known by in any of their forms (`socialvalue.published.outcome_phrases`): “P/T job” is one
            of “part-time work”. What is in brackets may be missing.
        measure: whether it is a measure of the monthly impact-measures return.
        part_of: the outcome it is a detail of, to which it is never added again.
        since: the version of the monthly return that has it.
        notes: cited evidence shown beside it.
    """

    id: str
    label: str
    definition: str
    unit: str = field(validator=one_of(COUNTED))
    flow: Literal["flow", "stock"]
    category: str
    themes: tuple[str, ...] = field(validator=some)
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    measure: bool = False
    part_of: str | None = None
    since: Literal["1", "2"] | None = None
    notes: tuple[EvidenceNote, ...] = ()

    @cached_property
    def normal_names(self) -> tuple[str, ...]:
        """Its aliases, label and id as names are compared."""
        return tuple(normal(name) for name in (*self.aliases, self.label, self.id))

    @cached_property
    def loose_names(self) -> tuple[str, ...]:
        """Its label and aliases, whatever their spaces and plurals."""
        return tuple(_loose(name) for name in (self.label, *self.aliases))

    @cached_property
    def phrases(self) -> tuple[frozenset[str], ...]:
        """The phrases of `words`, each as it is looked up."""
        return tuple(phrase for listed in self.words for phrase in outcome_phrases.phrases(listed))


def normal(name: str) -> str:
    """A name as it is compared: case, spacing and punctuation do not matter."""
    return re.sub(r"[^a-z0-9£&+]+", " ", name.lower()).strip()


def _loose(name: str) -> str:
    return "".join(word.removesuffix("s") for word in normal(name).split())


_LONGEST = 300  # characters of a phrase; a longer text is none
_QUESTION = 5  # words of a question; fewer with a question mark are a doubt
_MOST_SLIPS = 200  # phrases in which slips of spelling are looked for


@frozen
class Vocabulary:
    """All outcomes, found by id, label or alias.

    Attributes:
        outcomes: in the order in which they are shown.
    """

    outcomes: tuple[Outcome, ...]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __getitem__(self, outcome: str) -> Outcome:
        if outcome not in self._by_id:
            msg = f"there is no outcome {outcome}"
            raise KeyError(msg)
        return self._by_id[outcome]

    def __contains__(self, outcome: object) -> bool:
        return outcome in self._by_id or outcome in self.outcomes

    def extended(self, outcomes: Iterable[Outcome]) -> Vocabulary:
        """The vocabulary with a bank's own outcomes after these; an id known already keeps its meaning."""
        new = tuple(outcome for outcome in outcomes if outcome.id not in self)
        return Vocabulary((*self.outcomes, *new)) if new else self

    def names(self, codes: Mapping[str, str] | None = None) -> Names:
        """The names outcomes may be called by; `codes` adds those of a bank (code to outcome id)."""
        return Names(self, codes or {})

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the outcomes: what they are called, count, and belong to."""
        return toml.fingerprint(self)

    @cached_property
    def _by_id(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.outcomes}


How = Literal["exact", "listed", "slip"]


class Names:
    """What each outcome may be called in a return: its id, its label, an alias, a bank's code, or a listed phrase."""

    def __init__(self, vocabulary: Vocabulary, codes: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._ids = {normal(code): outcome for code, outcome in codes.items()}
        self._ids |= {name: entry.id for entry in vocabulary for name in entry.normal_names}
        self._loose = _of_one((name, entry.id) for entry in vocabulary for name in entry.loose_names)
        self._slips: dict[str, str | None] = {}

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(normal(name) for entry in self._vocabulary for name in (entry.id, entry.label))

    @cached_property
    def _phrases(self) -> dict[frozenset[str], str | None]:
        return _of_one((phrase, entry.id) for entry in self._vocabulary for phrase in entry.phrases)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for phrase in self._phrases for word in phrase)

    def find(self, name: str) -> str | None:
        """The outcome's id, or None; a space and a plural more or less make no difference where one outcome fits."""
        return self._ids.get(normal(name)) or self._loose.get(_loose(name))

    def own(self, name: str) -> bool:
        """Whether it is an outcome's id or label, as shown here."""
        return normal(name) in self._own

    def taken(self, name: str) -> tuple[str, How] | None:
        """The outcome a phrase means and how that is known, or None: a phrase with a word more is not known.

        ``exact`` is a name of the outcome, ``listed`` one of its phrases in another form, ``slip`` one with a slip of
        spelling, which is a guess and no more. After some hundred unknown phrases no slips are looked for: a column of
        other things is no misspelling, and looking takes a few thousandths of a second for each.
        """
        if len(name) > _LONGEST or (name.rstrip().endswith("?") and len(name.split()) < _QUESTION):
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
        found = self.taken(name)
        return found[0] if found and found[1] != "slip" else None

    def nearest(self, name: str) -> list[str]:
        """The label of the outcome that a phrase with a slip of spelling means; empty where it may mean anything."""
        found = self.taken(name)
        return [self._vocabulary[found[0]].label] if found else []

    def _phrase(self, phrase: frozenset[str]) -> str | None:
        return self._phrases.get(phrase) or self._phrases.get(outcome_phrases.started(phrase))


def _of_one(named: Iterable[tuple[T, str]]) -> dict[T, str | None]:
    """The outcome each name or phrase is of; None for one of several."""
    found: dict[T, str | None] = {}
    for name, outcome in named:
        found[name] = outcome if found.setdefault(name, outcome) == outcome else None
    return found


def load_vocabulary(path: Vocabulary | str | Path | None = None) -> Vocabulary:
    """The vocabulary that comes with the package, or one from a file of the same shape.

    Args:
        path: of the file; a vocabulary comes back as it is.

    Raises:
        BadData: with every fault in the file.
    """
    if isinstance(path, Vocabulary):
        return path
    if path is not None and not isinstance(path, str | Path):
        msg = f"a vocabulary is named by the path of its file, not by {path!r}"
        raise TypeError(msg)
    return _loaded(None if path is None else Path(path))


@cache
def _loaded(path: Path | None) -> Vocabulary:
    path = path or toml.valuations() / "outcomes.toml"
    data = toml.read_toml(path)
    vocabulary = Vocabulary(toml.entries(data.get("outcome", []), Outcome, path.name, "outcome", "id"))
    _check(vocabulary, path.name)
    return vocabulary


def _check(vocabulary: Vocabulary, file: str) -> None:
    problems = [
        error("duplicate-code", Place(file=file, key=name), f"The outcome “{name}” is there twice.", "Keep one.")
        for name in repeated(outcome.id for outcome in vocabulary)
    ]
    problems += [
        error("bad-data", Place(file=file, key=f"{o.id}.part_of"), f"There is no outcome “{o.part_of}”.", "Mend it.")
        for o in vocabulary
        if o.part_of is not None and o.part_of not in vocabulary
    ]
    if problems:
        raise BadData(problems)


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once, each once, in order."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    return [name for name, times in seen.items() if times > 1]
