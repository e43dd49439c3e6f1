"""From files to a return: every file read, every problem collected."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path

from socialvalue.banks import Bank
from socialvalue.outcomes import Names, Vocabulary, load_vocabulary
from socialvalue.problems import BadData, Place, Problem, error, note
from socialvalue.returns import Input, Line, Return, combine
from socialvalue.tables import read_table, same_lines


def read(
    *paths: str | Path, bank: Bank | None = None, vocabulary: Vocabulary | None = None, today: dt.date | None = None
) -> Return:
    """What the files report, with everything wrong in them in its `problems`.

    Args:
        paths: workbooks and csv files.
        bank: its codes may be used for outcomes.
        vocabulary: the outcomes; those of the package when None.
        today: the day after which a period is in the future.
    """
    vocabulary = vocabulary or load_vocabulary()
    names = vocabulary.names(bank.codes if bank else None)
    day = today or dt.datetime.now(tz=dt.UTC).date()
    entered = combine(_read_file(Path(path), vocabulary, names, day) for path in paths)
    lines, repeats = same_lines(entered.lines)
    return Return(lines, (*entered.problems, *repeats), entered.inputs, entered.organisations, entered.costs)


def _read_file(path: Path, vocabulary: Vocabulary, names: Names, today: dt.date) -> Return:
    from socialvalue.workbooks.reader import read_sheets

    try:
        sheets = read_sheets(path)
    except BadData as err:
        return Return((), err.problems)
    entry = Input(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    lines: list[Line] = []
    problems: list[Problem] = []
    ignored: list[Problem] = []
    tables = 0
    for sheet in sheets:
        found = read_table(sheet, vocabulary, names, today)
        if found is None:
            ignored.append(_ignored(sheet.file, sheet.name, empty=not list(sheet.rows)))
            continue
        tables += 1
        lines += found[0]
        problems += found[1]
    if not tables:
        return Return((), [_no_table(path.name, [sheet.name for sheet in sheets], ignored)], [entry])
    return Return(lines, [*problems, *ignored], [entry])


def _ignored(file: str, sheet: str, *, empty: bool) -> Problem:
    if empty:
        return note("empty-sheet", Place(file, sheet), f"The sheet “{sheet}” is empty and was left alone.")
    return note(
        "sheet-ignored", Place(file, sheet), f"The sheet “{sheet}” holds no table of outcomes; it was left alone."
    )


def _no_table(file: str, sheets: Iterable[str], ignored: list[Problem]) -> Problem:
    if all(problem.code == "empty-sheet" for problem in ignored):
        return error(
            "empty-sheet", Place(file), "There is nothing in the file.", "Start from “sv template returns.xlsx”."
        )
    names = ", ".join(f"“{name}”" for name in sheets if name)
    return error(
        "no-table",
        Place(file),
        "No table of outcomes was found" + (f" on {names}." if names else "."),
        "The table needs the headers organisation, period, outcome and quantity, in any order.",
    )
