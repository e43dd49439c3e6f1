"""The sheet Reported: every line as it was read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socialvalue.money import plain
from socialvalue.showing.data.json.reported import FIGURES, USUAL
from socialvalue.showing.workbook.book import Book


def write_reported(book: Book, reported_lines: Sequence[dict[str, Any]]) -> None:
    """What was reported, line by line, in full: with About it is enough to make the result again."""
    reported_sheet = book.sheet("Reported")
    reported_sheet.set_row(0, 30)
    reported_sheet.write_string(0, 0, "Reported", book.title)
    words = "Every line as it was read, whether or not it has a value. A column that would be empty is left out."
    reported_sheet.write_string(1, 0, words, book.lead)
    keys = [
        key
        for key in (reported_lines[0] if reported_lines else {})
        if any(reported_line[key] != USUAL.get(key) for reported_line in reported_lines)
    ]
    for column, key in enumerate(keys):
        reported_sheet.set_column(column, column, 26 if key in ("organisation", "outcome", "place") else 12)
        reported_sheet.write_string(3, column, key, book.head())
    text_style, figure_style = book.style(), book.style(num_format="General")
    for row, reported_line in enumerate(reported_lines, start=4):
        reported_sheet.fill(row, [_reported_cell(key, reported_line[key], text_style, figure_style) for key in keys])
    reported_sheet.freeze_panes(4, 1)
    reported_sheet.repeat_rows(3)
    if keys:
        reported_sheet.autofilter(3, 0, 3 + len(reported_lines), len(keys) - 1)
    # For verifying, not for paper: nothing but an empty cell is printed of it.
    reported_sheet.print_area(0, len(keys) + 1, 0, len(keys) + 1)


def _reported_cell(key: str, value: Any, text: Any, figure_style: Any) -> tuple[Any, Any, None]:
    if value is None or value == "":
        return None, None, None
    if key == "tags":
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None, text, None
    if isinstance(value, bool):
        return "yes" if value else "no", text, None
    if isinstance(value, int) or (key in FIGURES and plain(Decimal(repr(float(value)))) == value):
        return float(value), figure_style, None
    return str(value), text, None
