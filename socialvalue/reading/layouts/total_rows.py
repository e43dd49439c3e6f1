"""Rows of a table that are not counted: totals, sums of months, and percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.problems import Problem, note
from socialvalue.published.outcome_names import Names
from socialvalue.reading import cells
from socialvalue.reading.layouts.column_samples import are_percentages
from socialvalue.reading.layouts.heading_words import read_heading
from socialvalue.reading.layouts.table_layout import TableLayout
from socialvalue.reading.total_words import says_total
from socialvalue.records.periods import Period


def says_it_is_total(layout: TableLayout, row: Sequence[Cell]) -> bool:
    """Whether a row of a table with figures across says that it is a total."""
    return says_total(first_label(layout, row))


def first_label(layout: TableLayout, row: Sequence[Cell]) -> str:
    """The first text of a row in a column that says what, whose or where its figures are."""
    keys = sorted(column for columns in layout.fields.values() for column in columns)
    return next((cell for column in keys if isinstance(cell := cell_at(row, column), str) and cell.strip()), "").strip()


def trimmed_layout(sheet: Sheet, layout: TableLayout, names: Names) -> tuple[TableLayout, list[Problem]]:
    """The layout without months that are wholly blank, which are not reported yet, and without rows of percentages."""
    if not layout.across:
        return layout, []
    layout = evolve(layout, sums=frozenset(_sum_rows(sheet, layout, names)))
    dated = [entry for entry in layout.figures if entry.heading.period or entry.heading.dateless]
    if not dated:
        return layout, []
    filled: set[int] = set()
    problems: list[Problem] = []
    percent: set[int] = set()
    for number, row in sheet.rows:
        if number <= layout.head.last:
            continue
        if _is_percentage_row(row, layout, names):
            percent.add(number)
            label = cells.shown(row[layout.fields["outcome"][0]])
            message = f"Row {number} (“{label}”) holds percentages, which are no counts, and was left alone."
            problems.append(note("row-skipped", sheet.place(number, layout.fields["outcome"][0]), message))
        elif number not in layout.sums:
            filled |= {
                entry.column for entry in dated if entry.column < len(row) and not cells.blank(row[entry.column])
            }
    kept = tuple(entry for entry in layout.figures if entry not in dated or entry.column in filled)
    return evolve(layout, figures=kept, skipped=frozenset(percent)), problems


def _sum_rows(sheet: Sheet, layout: TableLayout, names: Names) -> Iterator[int]:
    """The rows that say they are totals; “Total volunteers” is one unless it is an outcome known here."""
    if "period" in layout.fields:
        yield from _rows_of_longer_periods(sheet, layout)
    for number, row in sheet.rows:
        if number > layout.head.last and (
            says_it_is_total(layout, row)
            or _total_beside(layout, row)
            or ((label := first_label(layout, row)) and _BEGINS_WITH_TOTAL.match(label) and not names.read(label))
        ):
            yield number


def _total_beside(layout: TableLayout, row: Sequence[Cell]) -> bool:
    """Whether a row names no outcome, and says in a column that is not read that it is a total."""
    at = layout.fields.get("outcome", (len(row),))[0]
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return at < len(row) and cells.blank(row[at]) and says_total(first)


def _rows_of_longer_periods(sheet: Sheet, layout: TableLayout) -> Iterator[int]:
    """Rows of a quarter, half or year among rows of the months it is made of: sums of these."""
    at = layout.fields["period"][0]
    spans: dict[int, Period] = {}
    for number, row in sheet.rows:
        cell = row[at] if number > layout.head.last and at < len(row) else None
        period = read_heading(cell, layout.year).period
        if period is not None:
            spans[number] = period
    found = set(spans.values())
    for number, span in spans.items():
        if any(span != part and span.start <= part.start and part.end <= span.end for part in found):
            yield number


_BEGINS_WITH_TOTAL = re.compile(r"(grand |sub-? ?)?totals?\b", re.IGNORECASE)


def _is_percentage_row(row: Sequence[Cell], layout: TableLayout, names: Names) -> bool:
    """Whether a row holds percentages, which are no counts."""
    at = layout.fields.get("outcome", (-1,))[0]
    label = row[at] if 0 <= at < len(row) else None
    figures = [row[entry.column] for entry in layout.figures if entry.column < len(row)]
    return isinstance(label, str) and are_percentages(label, figures, names)
