"""A sheet of the template whose hidden first column has been emptied or taken out: its rows told by their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from socialvalue.formats.sheets import Cell, Sheet, text_at
from socialvalue.problems import Place
from socialvalue.published.outcome_names import Names
from socialvalue.reading.long_form.header import TITLE_ROWS
from socialvalue.records import template_layout as template
from socialvalue.records.template_layout import ANSWER, HEADINGS, LABEL, MONTHS, SINCE

_QUESTIONS = {heading.label.casefold(): heading.key for heading in HEADINGS}
_DIRECTION = "compared with the month before"


class KeyedSheet(Sheet):
    """The sheet with its keys in a column before the first; every cell says where it is in the sheet itself."""

    def place(self, row: int, column: int) -> Place:
        """The place of the cell in the sheet itself."""
        return super().place(row, max(column - 1, 0))


def sheet_with_keys(sheet: Sheet, names: Names) -> Sheet | None:
    """The sheet with its keys again; None where it is no Return sheet."""
    head = next(
        (found for found in enumerate(islice(sheet.rows, TITLE_ROWS)) if _label_column(found[1][1]) is not None), None
    )
    if head is None:
        return None
    rows = list(sheet.rows)
    index, (_, row) = head
    if MONTHS in row:
        return None  # its keys are there
    column = _label_column(row) or 0
    if not any(text_at(above, column).casefold() == "organisation" for _, above in rows[:index]):
        return None
    outcome = ""
    made: list[tuple[int, Sequence[Cell]]] = []
    for at, (number, cells) in enumerate(rows):
        label = text_at(cells, column)
        key = _QUESTIONS.get(label.casefold(), "") if at < index else MONTHS if at == index else ""
        if at > index:
            found = _outcome_of_label(label, names) if text_at(cells, column + 1) else ""  # else a heading over rows
            key = f"{outcome}{SINCE}" if label.casefold() == _DIRECTION and outcome else found
            outcome = found or outcome
        made.append((number, (key or None, *cells)))
    first: list[Cell] = [None] * (max(column, column + 1) + 2)
    first[0], first[column + 1], first[column + 2] = template.mark("return", "unknown"), LABEL, ANSWER
    start = made[0][0]
    if start > 1 or text_at(rows[0][1], column) in ("", LABEL):
        made = [entry for entry in made if entry[0] > 1]
        return KeyedSheet(sheet.file, sheet.name, [(1, first), *made], sheet.hidden)
    return None


def _label_column(row: Sequence[Cell]) -> int | None:
    """The column of labels, where a row is that of the months."""
    for column in range(len(row) - 1):
        if text_at(row, column) == "Measure" and text_at(row, column + 1) == "How it is counted":
            return column
    return None


def _outcome_of_label(label: str, names: Names) -> str:
    part = re.sub(r"^of which ", "", label, flags=re.IGNORECASE)
    return names.find(label) or (names.find(f"Advice: {part}") if part != label else None) or ""
