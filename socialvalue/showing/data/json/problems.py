"""Problems as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from socialvalue.problems import Problem


def problems_as_dicts(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems by the contract."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity,
            "place": str(problem.place),
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in problems
    ]
