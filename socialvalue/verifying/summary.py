"""The differences of a result in few lines: causes first, then each kind with its first ones and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from socialvalue.problems import Problem

#: Codes that explain other differences.
_CAUSES = ("input-differs", "bank-differs", "result-changed")

_POSITION = re.compile(r"\[\d+\]")

#: Differences of one kind that are named; of more, the first, and how many there are.
_NAMED = 3

#: Kinds of differences that are told apart.
_KINDS = 50


def summarised(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, causes first; of many of one kind the first, saying how many more there are."""
    problems = list(problems)
    yield from (problem for problem in problems if _is_cause(problem))
    for kind, found in _groups([problem for problem in problems if not _is_cause(problem)]):
        if len(found) <= _NAMED:
            yield from found
            continue
        first = found[0]
        more = f"{len(found) - 1:,} more differ like it" + (f", in {kind}" if kind else "")
        yield evolve(first, message=f"{first.message} {more}.", remedy=f"{first.remedy} --all names each.")


def _groups(problems: Sequence[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    """The problems by their kind; where there are too many kinds, as of keys somebody made up, by what they lie in."""
    kinds = list(map(_kind, problems))
    while len(set(kinds)) > _KINDS and any("." in kind for kind in kinds):
        kinds = [kind.rpartition(".")[0] or kind for kind in kinds]
    groups: dict[tuple[str, str, str, str], list[Problem]] = {}
    for kind, problem in zip(kinds, problems, strict=True):
        # in a workbook the first words tell one kind from another; of data they name the line
        said = " ".join(problem.message.split()[:2]) if problem.place.sheet else ""
        groups.setdefault((kind, problem.severity, problem.code, said), []).append(problem)
    return ((kind, found) for (kind, *_), found in groups.items())


def _is_cause(problem: Problem) -> bool:
    return problem.code in _CAUSES or problem.place.key.startswith("provenance.")


def _kind(problem: Problem) -> str:
    place = problem.place
    if place.sheet:
        return f"the sheet {place.sheet}"
    return _POSITION.sub("[]", place.key)
