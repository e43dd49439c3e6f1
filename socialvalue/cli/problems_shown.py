"""Problems shown on stderr, and the exit code that follows from them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socialvalue.problems import Problem


def report(problems: Iterable[Problem], *, plain: bool = False, every: bool = False) -> None:
    """Show problems on stderr; of many of one code the first, unless `every` is asked for."""
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.problems import show_problems

    show_problems(problems, console(plain=plain, stderr=True), every=every)


#: Errors of what was asked for rather than of the data.
_USAGE_CODES = {"unknown-bank", "unknown-method", "unknown-index", "missing-setting"}


def fail(problems: Iterable[Problem], *, plain: bool = False, every: bool = False) -> NoReturn:
    """Show problems and end with exit code 1, the data have errors; or 2, what was asked for cannot be."""
    problems = list(problems)
    report(problems, plain=plain, every=every)
    sys.exit(2 if all(problem.code in _USAGE_CODES for problem in problems if problem.severity == "error") else 1)


@contextmanager
def problems_shown(*, plain: bool = False) -> Iterator[None]:
    """Show the problems of data that cannot be used, and end the command with exit code 1 or 2; never a traceback."""
    from socialvalue.problems import BadData

    try:
        yield
    except BadData as err:
        fail(err.problems, plain=plain)


def counted(number: int, what: str) -> str:
    """A number of things in words: ``1 error``, ``3 errors``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
