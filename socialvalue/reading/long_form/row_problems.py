"""The problems of the rows of a table: the same on several rows is told once, and of a kind the first are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from attrs import evolve, frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, Problem, Severity, note

#: How many problems of one kind are named one by one in a table; the others are counted.
MOST_NAMED = 100


class Findings:
    """The problems of one table: the same on several rows is one, and of a kind the first are named, others counted.

    Each problem that is not shown by itself is handed on.
    """

    def __init__(self, table: Place, unnamed: Callable[[Problem], object] | None = None) -> None:
        self._table, self._unnamed = table, unnamed
        self._named: dict[tuple[str, ...], Problem] = {}
        self._rows: dict[tuple[str, ...], list[str]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, problem: Problem) -> None:
        """Take note of a problem."""
        column = problem.place.cell.rstrip("0123456789")
        same = (problem.code, problem.severity, column, problem.message, problem.remedy)
        if same in self._named:
            if problem.place != self._named[same].place:
                self._rows[same].append(problem.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            if self._unnamed is not None:
                self._unnamed(problem)
            return
        kind = (problem.code, problem.severity)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_NAMED:
            self._named[same], self._rows[same] = problem, []
        elif self._unnamed is not None:
            self._unnamed(problem)

    def problems(self) -> list[Problem]:
        """What is to be shown."""
        shown = [
            evolve(problem, message=f"{problem.message} {_same_in_rows(self._rows[same])}")
            if self._rows[same]
            else problem
            for same, problem in self._named.items()
        ]
        more = [
            Problem(
                "more-problems",
                severity,  # type: ignore[arg-type] # as it was counted
                self._table,
                f"{number - MOST_NAMED:,} more have the problem {code}.",
                "Write them all to a file with --problems problems.csv.",
            )
            for (code, severity), number in self._counts.items()
            if number > MOST_NAMED
        ]
        return [*shown, *more]


def row_skipped(sheet: Sheet, number: int, what: str) -> Problem:
    """A note on a row that is left alone."""
    place = sheet.place(number, 0)
    if what.startswith("“"):
        return note("row-skipped", place, f"{what.replace('“”', 'A blank')}: left alone.")
    return note("row-skipped", place, f"Row {place.row} {what} and was left alone.")


def _same_in_rows(rows: Sequence[str]) -> str:
    """On which other rows the same was found."""
    rows = list(dict.fromkeys(rows))
    if len(rows) == 1:
        return f"The same in row {rows[0]}."
    named = ", ".join(rows[:5])
    more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
    return f"The same in {len(rows):,} more rows: {named}{more}."


@frozen
class Fault:
    """Something wrong in one column of a row whose place is not known yet."""

    column: int
    code: str
    message: str
    remedy: str
    severity: Severity = "error"

    def at(self, place: Place) -> Problem:
        """The fault as a problem of its cell."""
        return Problem(self.code, self.severity, place, self.message, self.remedy)
