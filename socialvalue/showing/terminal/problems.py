"""Problems on a terminal, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialvalue.problems import Problem
from socialvalue.showing.words.caveats import message_of_alike, problems_alike

if TYPE_CHECKING:
    from rich.console import Console


#: Colour says how grave a problem is, never whether a figure is good.
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}

#: Notes of one code that are shown one by one; many files bring hundreds.
MOST_NOTES = 5

#: Errors and warnings of one code that are shown; more are counted.
MOST_OF_A_CODE = 100


def show_problems(problems: Iterable[Problem], out: Console, *, every: bool = False) -> None:
    """Each problem with its place, what is wrong and what to do, errors first; of many of one code, the first.

    Warnings with the same words about different entries, such as the values of a bank, are shown as one.

    Args:
        problems: what was found.
        out: where they are shown.
        every: whether all are shown, however many there are.
    """
    from rich.text import Text

    order = ("error", "warning", "note")
    told: dict[tuple[str, str], int] = {}
    for alike in problems_alike(sorted(problems, key=lambda problem: order.index(problem.severity))):
        problem = alike[0]
        kind = problem.severity, problem.code
        told[kind] = told.get(kind, 0) + 1
        if told[kind] > _most(problem.severity) and not every:
            continue
        message = message_of_alike(alike)
        text = Text()
        if str(problem.place) and len(alike) == 1:
            text.append(f"{problem.place}: ", "bold")
        text.append(f"{problem.severity}: ", _SEVERITY_STYLES[problem.severity])
        text.append(f"{message} {problem.remedy}".rstrip())
        text.append(f" [{problem.code}]", "dim")
        if out.is_terminal:
            out.print(text, soft_wrap=True)
        else:  # quarter of a million of them are a matter of a second
            out.file.write(f"{text.plain}\n")
    for (severity, code), number in told.items():
        more = number - _most(severity)
        if more > 0 and not every:
            where = "all are in --format json" if severity == "note" else "--problems FILE writes them all"
            out.print(f"{severity}: {more:,} more like the last of these; {where}. [{code}]", soft_wrap=True)


def _most(severity: str) -> int:
    return MOST_NOTES if severity == "note" else MOST_OF_A_CODE
