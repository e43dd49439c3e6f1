"""The problems on the page, the gravest first, each with its cell as it was typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from socialvalue.browser.desk import Desk
from socialvalue.browser.job import Job
from socialvalue.formats.open import read_sheets
from socialvalue.formats.sheets import ErrorCell, NotCalculated
from socialvalue.problems import NOWHERE, BadData, Problem, error
from socialvalue.records.results import Result

#: Problems shown one by one.
_MOST_PROBLEMS = 100

#: Bytes of the largest file whose cells are shown beside problems.
_LARGEST_FILE = 8_000_000


def page_problems(problems: Iterable[Problem], mapped: Mapping[str, Any] | None) -> list[Problem]:
    """The problems, without those of words that the page asks about in its own place.

    Where files of several layouts are read by one map, that is said once in place of all that does not fit.
    """
    problems = list(problems)
    misfits = [problem for problem in problems if problem.code == "map-does-not-fit"]
    if len({problem.place.file for problem in misfits}) > 1:
        remedy = "Value the files of each layout by themselves: leave the others out, or take them out."
        one_map = error("map-does-not-fit", NOWHERE, "The files have several layouts, and a map is for one.", remedy)
        problems = [one_map, *(problem for problem in problems if problem not in misfits)]
    asked = mapped is not None and mapped["undecided"]
    return [problem for problem in problems if not (asked and problem.code == "unknown-outcome")]


def page_warnings_of_last_year(result: Result, desk: Desk) -> list[Problem]:
    """What last year’s return is in doubt about, beyond what was found this year."""
    years = desk.asked.years
    found_last_year = years.problems if years else ()
    return [problem for problem in found_last_year if problem.severity == "warning" and problem not in result.problems]


def page_problems_shown(problems: Iterable[Problem], job: Job) -> dict[str, Any]:
    """What is wrong, the gravest first, each with its cell as it was typed."""
    ranks = ("error", "warning", "note")
    gravest_first = sorted(problems, key=lambda problem: ranks.index(problem.severity))
    shown = gravest_first[:_MOST_PROBLEMS]
    typed = _cells_as_typed(shown, job)
    return {
        "counts": {rank: sum(problem.severity == rank for problem in gravest_first) for rank in ranks},
        "more": len(gravest_first) - len(shown),
        "shown": [
            {
                "severity": problem.severity,
                "code": problem.code,
                "file": problem.place.file,
                "place": "!".join(
                    part for part in (problem.place.sheet, problem.place.cell or problem.place.key) if part
                ),
                "typed": typed.get((problem.place.file, problem.place.sheet, problem.place.cell)),
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in shown
        ],
    }


def _cells_as_typed(problems: Iterable[Problem], job: Job) -> dict[tuple[str, str, str], str]:
    """The contents of the cells of problems, by file, sheet and cell."""
    wanted: dict[str, set[tuple[str, int, int, str]]] = {}
    for problem in problems:
        cell = re.fullmatch(r"([A-Z]{1,3})(\d+)", problem.place.cell)
        if cell:
            column = 0
            for letter in cell[1]:
                column = column * 26 + ord(letter) - 64
            wanted.setdefault(problem.place.file, set()).add((problem.place.sheet, int(cell[2]), column, cell[0]))
    cells_typed: dict[tuple[str, str, str], str] = {}
    for file in job.files:
        cells = wanted.pop(file.name, None)
        if not cells or file.path.stat().st_size > _LARGEST_FILE:
            continue
        try:
            for sheet in read_sheets(file.path):
                cells_by_row: dict[int, list[tuple[int, str]]] = {}
                for name, row, column, cell_name in cells:
                    if name in (sheet.name, ""):
                        cells_by_row.setdefault(row, []).append((column, cell_name))
                last = max(cells_by_row, default=0)
                for number, content in sheet.rows:
                    for column, cell_name in cells_by_row.get(number, ()):
                        held = content[column - 1] if column <= len(content) else None
                        cells_typed[file.name, sheet.name, cell_name] = _cell_text(held)
                    if number >= last:
                        break
        except BadData:
            continue
    return cells_typed


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == dt.time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, NotCalculated):
        return "= …"
    if isinstance(cell, ErrorCell):
        return cell.text
    return str(cell)[:80]
