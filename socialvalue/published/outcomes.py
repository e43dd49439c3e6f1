"""The outcome vocabulary: what can be counted, in which unit, as a flow or a stock."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from attrs import field, frozen

from socialvalue.fields import one_of, some
from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.sources import Source
from socialvalue.units import COUNTED


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
    measure: bool = False
    part_of: str | None = None
    since: Literal["1", "2"] | None = None
    notes: tuple[EvidenceNote, ...] = ()


def normal(name: str) -> str:
    """A name as it is compared: case, spacing and punctuation do not matter."""
    return re.sub(r"[^a-z0-9£&+]+", " ", name.lower()).strip()


def _loose(name: str) -> str:
    return "".join(word.removesuffix("s") for word in normal(name).split())


_LONGEST = 100  # characters of a name; comparing letters takes their number squared
_MOST_NEAR = 200  # names for which those like them are looked for

#: Words that say nothing of which outcome is meant, and words that say the same.
_EMPTY = frozenset({"a", "and", "gained", "got", "in", "into", "made", "moved", "number", "of", "people", "the", "to"})
_SAME = {"job": "employment", "work": "employment", "employed": "employment"}


def _words(name: str) -> frozenset[str]:
    """The words of a name in the singular, without small ones."""
    joined = re.sub(r"\b(full|part) ?time\b", r"\1time", normal(name))
    words = (word.removesuffix("s") for word in joined.split() if word not in _EMPTY)
    return frozenset(_SAME.get(word, word) for word in words)


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
    def _by_id(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.outcomes}


class Names:
    """What each outcome may be called in a return: its id, its label, an alias, or a bank's code."""

    def __init__(self, vocabulary: Vocabulary, codes: Mapping[str, str]) -> None:
        self._ids: dict[str, str] = {}
        for code, outcome in codes.items():
            self._ids[normal(code)] = outcome
        for entry in vocabulary:
            for name in (*entry.aliases, entry.label, entry.id):
                self._ids[normal(name)] = entry.id
        self._near: dict[str, list[str]] = {}
        self._labels = {normal(entry.label): entry.label for entry in vocabulary}
        self._loose: dict[str, str | None] = {}
        self._words: list[tuple[frozenset[str], str]] = []
        for entry in vocabulary:
            for name in (entry.label, *entry.aliases):
                same = self._loose.setdefault(_loose(name), entry.id) == entry.id
                self._loose[_loose(name)] = entry.id if same else None
                self._words.append((_words(name), entry.label))
        valued = set(codes.values())
        self._valued = {entry.label for entry in vocabulary if entry.id in valued}

    def find(self, name: str) -> str | None:
        """The outcome's id, or None; a space and a plural more or less make no difference where one outcome fits."""
        return self._ids.get(normal(name)) or self._loose.get(_loose(name))

    def nearest(self, name: str, most: int = 3) -> list[str]:
        """The labels most like a name that was not found: by their words or their letters; those with a value first.

        After some hundred names that were not found there are none: a column of other things is no misspelling, and
        looking takes a few thousandths of a second for each.
        """
        name = name[:_LONGEST]
        if name not in self._near:
            self._near[name] = self._nearest(name) if len(self._near) < _MOST_NEAR else []
        return self._near[name][:most]

    def _nearest(self, name: str) -> list[str]:
        likeness: dict[str, float] = {}
        words = _words(name)
        for others, label in self._words:
            shared = len(words & others) / len(words | others) if words | others else 0
            if shared >= 1 / 3:
                likeness[label] = max(likeness.get(label, 0), shared)
        for close in difflib.get_close_matches(normal(name), self._labels, n=3, cutoff=0.5):
            label, ratio = self._labels[close], difflib.SequenceMatcher(None, normal(name), close).ratio()
            likeness[label] = max(likeness.get(label, 0), ratio)
        return sorted(likeness, key=lambda label: (-round(likeness[label], 1), label not in self._valued, label))


def load_vocabulary(path: Vocabulary | str | Path | None = None) -> Vocabulary:
    """The vocabulary that comes with the package, or one from a file of the same shape.

    Args:
        path: of the file; a vocabulary comes back as it is.

    Raises:
        BadData: with every fault in the file.
    """
    if isinstance(path, Vocabulary):
        return path
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
