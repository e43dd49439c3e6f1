"""What was found in the return as a workbook tells it, and the fingerprint of that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from socialvalue.problems import Problem

#: The row of About that holds the fingerprint of what was found in the return.
FOUND_FINGERPRINT = "Found fingerprint"


def found_fingerprint(told: Iterable[str]) -> str:
    """The sha256 of what was found in the return, as the sheet Checks tells it."""
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def problem_as_told(problem: Problem) -> str:
    """A problem in one text: its place, how grave it is, what is wrong and what to do."""
    words = f"{problem.severity}: {problem.message} {problem.remedy}".rstrip()
    where = f"{problem.place}: " if str(problem.place) else ""
    return f"{where}{words}"
