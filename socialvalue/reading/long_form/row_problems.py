"""The problems of the rows of a table: the same on several rows is told once, and of a kind the first are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from attrs import evolve, frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, Problem, Severity, note

#: How many problems of one kind are named one by one in a table; the others are counted.
MOST_NAMED = 100
_MOST_ROWS = 5  # rows with the same problem that are named


class Findings:
    """The problems of one table: the same on several rows is one, and of a kind the first are named, others counted.

    Each problem that is not shown by itself is handed on.
    """

    def __init__(self, table: Place, unnamed: Callable[[Problem], object] | None = None) -> None:
        self._table, self._unnamed = table, unnamed
        self._named: dict[tuple[str, ...], Problem] = {}
        self._rows: dict[tuple[str, ...], _Rows] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, problem: Problem) -> None:
        """Take note of a problem."""
        column = problem.place.cell.rstrip("0123456789")
        same = (problem.code, problem.severity, column, problem.message, problem.remedy)
        if same in self._named:
            if problem.place != self._named[same].place:
                self._rows[same].add(problem.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            if self._unnamed is not None:
                self._unnamed(problem)
            return
        kind = (problem.code, problem.severity)
        self._counts[kind] += 1
        if self._counts[kind] <= MOST_NAMED:
            self._named[same], self._rows[same] = problem, _Rows()
        elif self._unnamed is not None:
            self._unnamed(problem)

    def problems(self) -> list[Problem]:
        """What is to be shown."""
        shown = [
            evolve(problem, message=f"{problem.message} {self._rows[same].told()}")
            if self._rows[same].number
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


class _Rows:
    """The other rows on which the same was found: the first few, and how many there are."""

    def __init__(self) -> None:
        self.number = 0
        self._first: list[str] = []
        self._last = ""

    def add(self, row: str) -> None:
        """Take note of a row; of one that comes twice in a row, once."""
        if row == self._last:
            return
        self._last = row
        self.number += 1
        if len(self._first) < _MOST_ROWS:
            self._first.append(row)

    def told(self) -> str:
        """The rows in words."""
        if self.number == 1:
            return f"The same in row {self._first[0]}."
        more = f" and {self.number - _MOST_ROWS:,} more" if self.number > _MOST_ROWS else ""
        return f"The same in {self.number:,} more rows: {', '.join(self._first)}{more}."


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
