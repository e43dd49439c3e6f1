"""Problems on a terminal, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialvalue.problems import Problem
from socialvalue.showing.words.problems import message_of_alike, problems_alike

if TYPE_CHECKING:
    from rich.console import Console


#: Colour says how grave a problem is, never whether a figure is good.
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}

#: Notes of one code that are shown one by one; many files bring hundreds.
MOST_NOTES = 5


def show_problems(problems: Iterable[Problem], out: Console) -> None:
    """Each problem with its place, what is wrong and what to do, errors first; of many notes alike, the first few.

    Warnings with the same words about different entries, such as the values of a bank, are shown as one.
    """
    from rich.text import Text

    order = ("error", "warning", "note")
    told: dict[str, int] = {}
    for alike in problems_alike(sorted(problems, key=lambda problem: order.index(problem.severity))):
        problem = alike[0]
        if problem.severity == "note":
            told[problem.code] = told.get(problem.code, 0) + 1
            if told[problem.code] > MOST_NOTES:
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
    for code, number in told.items():
        if number > MOST_NOTES:
            out.print(f"note: {number - MOST_NOTES:,} more like the last of these; all are in --format json. [{code}]")
