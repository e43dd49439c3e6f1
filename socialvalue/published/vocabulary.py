"""The vocabulary of outcomes: all that can be counted, found by id, and read from its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from attrs import frozen

from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.outcome_names import Names
from socialvalue.published.outcomes import Outcome


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
        return Names(self._by_id, codes or {})

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the outcomes: what they are called, count, and belong to."""
        return toml.fingerprint(self)

    @cached_property
    def _by_id(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.outcomes}


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
    return _loaded_vocabulary(None if path is None else Path(path))


@cache
def _loaded_vocabulary(path: Path | None) -> Vocabulary:
    path = path or toml.valuations() / "outcomes.toml"
    data = toml.read_toml(path)
    vocabulary = Vocabulary(toml.entries(data.get("outcome", []), Outcome, path.name, "outcome", "id"))
    _check_vocabulary(vocabulary, path.name)
    return vocabulary


def _check_vocabulary(vocabulary: Vocabulary, file: str) -> None:
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
