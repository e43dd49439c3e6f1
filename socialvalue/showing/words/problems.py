"""Problems that are alike, such as those of many values of one bank, told as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from socialvalue.problems import Problem
from socialvalue.showing.words.grammar import listed


def problems_alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Warnings that differ only in the entry they name, together; every other problem alone."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for number, problem in enumerate(problems):
        key = problem.place.key
        same = problem.severity == "warning" and key and key in problem.message and str(problem.place) == key
        pattern = problem.message.replace(key, "\0") if same else str(number)
        groups.setdefault((problem.code, pattern, problem.remedy), []).append(problem)
    return list(groups.values())


def message_of_alike(alike: Sequence[Problem]) -> str:
    """The message of problems that are told alike, with the entries of all."""
    problem = alike[0]
    if len(alike) == 1:
        return problem.message
    return problem.message.replace(problem.place.key, listed([one.place.key for one in alike]))
