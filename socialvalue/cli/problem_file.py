"""`--problems FILE`: every problem in a csv file, also those that are only counted on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socialvalue.problems import Problem
    from socialvalue.records.returns import Return

PROBLEMS = click.option(
    "--problems",
    "problem_file",
    metavar="FILE",
    type=Output(".csv"),
    help="Write every problem to a .csv file, also those that are too many to show.",
)


class ProblemFile:
    """Takes problems as they are found, and writes them all at the end."""

    def __init__(self, path: Path) -> None:
        import csv
        import tempfile

        self._path = path
        self._rest = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - it lasts as long
        self._writer = csv.writer(self._rest, lineterminator="\r\n")

    def add(self, problem: Problem) -> None:
        """One that the return only counts."""
        self._writer.writerow(_problem_row(problem))

    def write(self, entered: Return) -> None:
        """Those the return names, then the others.

        Raises:
            BadData: when the file cannot be written.
        """
        from socialvalue.writing import write_whole

        with self._rest:
            write_whole(self._path, self._pieces(entered), private=entered.holds_people)

    def _pieces(self, entered: Return) -> Iterator[bytes]:
        """The file a piece at a time: of a large register it may be some hundred megabytes."""
        import csv
        import io

        named = io.StringIO()
        writer = csv.writer(named, lineterminator="\r\n")
        writer.writerow(["severity", "code", "file", "sheet", "cell", "problem", "remedy"])
        writer.writerows(_problem_row(problem) for problem in entered.problems if problem.code != "more-problems")
        yield named.getvalue().encode("utf-8-sig")  # the mark lets Excel know it is UTF-8
        self._rest.seek(0)
        while piece := self._rest.read(1 << 20):
            yield piece.encode()


def problem_file(path: Path | None) -> ProblemFile | None:
    """Where every problem goes, if anywhere."""
    return None if path is None else ProblemFile(path)


def _problem_row(problem: Problem) -> list[str]:
    from socialvalue.showing.data.escaping import defused

    place = problem.place
    cell = place.cell or place.key
    row = [problem.severity, problem.code, place.file, place.sheet, cell, problem.message, problem.remedy]
    return list(map(defused, row))
