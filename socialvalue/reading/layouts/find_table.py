"""The table on a sheet: its headings, what each column is taken for; tables one beneath the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from itertools import islice

from attrs import evolve, field, frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.published.outcome_names import Names
from socialvalue.reading import cells
from socialvalue.reading.layouts.above_table import AboveTable, said_above
from socialvalue.reading.layouts.column_samples import in_words, is_known, mostly_figures, share_known
from socialvalue.reading.layouts.figures_across import months_across, names_across, outcomes_across
from socialvalue.reading.layouts.heading_guesses import (
    Meanings,
    guessed_field,
)
from socialvalue.reading.layouts.heading_rows import TITLE_ROWS, TableHead, candidate_heads
from socialvalue.reading.layouts.heading_words import ANY_YEAR, Year, read_heading
from socialvalue.reading.layouts.record_columns import record_columns
from socialvalue.reading.layouts.ticks import without_date_words
from socialvalue.reading.long_form.header import listed_field
from socialvalue.records.maps import DATES, FIGURES, KEEP, LEAVE_OUT, OF_ORGANISATION, OF_PROJECT, TICKS

#: Rows below the headings that are looked at for what a column holds.
_SAMPLE_ROWS = 300


@frozen
class FoundTable:
    """A table as it was found on a sheet.

    Attributes:
        sheet: where.
        head, above: its headings, and what is above them.
        meanings: what each column is taken for, and how that is known.
        samples: what is in each column.
    """

    sheet: Sheet
    head: TableHead
    above: AboveTable
    meanings: MappingOf[int, tuple[str, str]]
    samples: MappingOf[int, Sequence[Cell]] = field(repr=False)

    def columns(self, meaning: str) -> list[int]:
        """The columns of a meaning."""
        return [column for column, (found, _) in self.meanings.items() if found == meaning]

    @property
    def across(self) -> bool:
        """Whether there are figures under headings that say what they are."""
        return bool(self.columns(FIGURES) or self.columns(OF_PROJECT) or self.columns(OF_ORGANISATION))

    @property
    def rows(self) -> bool:
        """Whether each row is a record: it says what, and when, who or how many."""
        marks = self.columns(DATES) or self.columns(TICKS) or (self.columns("person") and self.columns(""))
        said = self.columns("period") or self.columns("person") or self.columns("quantity")
        return not self.across and bool(marks or (self.columns("outcome") and said))

    @property
    def readable(self) -> bool:
        """Whether there is anything to read."""
        return self.rows or (self.across and bool(self.columns("outcome") or _names_outcomes(self)))

    @property
    def listed(self) -> bool:
        """Whether all that is needed is known, and nothing guessed."""
        needed = [how for meaning, how in self.meanings.values() if meaning not in (LEAVE_OUT, KEEP)]
        return self.readable and all(how == "listed" for how in needed)


def _names_outcomes(table_under: FoundTable) -> bool:
    return any(outcome_in_heading(table_under.head, column) for column in table_under.columns(FIGURES))


def outcome_in_heading(head: TableHead, column: int) -> str:
    """The outcome that a heading over figures names, in its own words; empty where it names none."""
    return head.heading(column, ANY_YEAR).rest


def find_table(sheet: Sheet, names: Names) -> FoundTable | None:
    """The table on a sheet, where there is one."""
    rows = list(islice(sheet.rows, TITLE_ROWS + 10))
    best_head, best_score = None, 5.0
    for head in candidate_heads(rows, names.read):
        score = _heading_score(head, dict(rows), names)
        if score > best_score:
            best_head, best_score = head, score
    return None if best_head is None else table_under(sheet, best_head, names)


def _heading_score(head: TableHead, rows: MappingOf[int, Sequence[Cell]], names: Names) -> float:
    """How much a row looks like headings."""
    after = [row for number, row in rows.items() if number > head.last and not all(map(cells.blank, row))]
    if not after:
        return 0
    own = [
        cell for number in range(head.first, head.last + 1) for cell in rows.get(number, ()) if not cells.blank(cell)
    ]
    dates = [cell for cell in own if isinstance(cell, dt.date)]
    months = len(dates) > 1 and len(set(dates)) == len(dates) and all(day.day == 1 for day in dates)
    score = 0.0 if months else -2.0 * len(dates)
    score -= sum(3 for cell in own if isinstance(cell, int | float) and not 2000 <= cell < 2100)
    for column, text in head.texts.items():
        if isinstance(head.cells.get(column), dt.date):
            score += 3 * months
            continue
        heading = read_heading(text, ANY_YEAR)
        if listed_field(text) or ((heading.period or heading.kind != FIGURES) and not heading.rest):
            score += 3
        elif len(text) < 300 and (
            names.read(without_date_words(text)) or names.read(heading.rest) or guessed_field(text)
        ):
            score += 2
        else:
            score += 0.5
    return score


def table_under(sheet: Sheet, head: TableHead, names: Names) -> FoundTable:
    """What the columns beneath headings are taken for."""
    below = [row for number, row in islice(sheet.rows, head.last + _SAMPLE_ROWS) if number > head.last]
    width = max([*head.texts, *(len(row) - 1 for row in below), 0]) + 1
    samples = {
        column: [row[column] for row in below if column < len(row) and not cells.blank(row[column])]
        for column in range(width)
    }
    above = said_above(sheet, head)
    texts = dict(head.texts)
    first = min(filter(head.is_period, texts), default=None)
    for column in range(first if first is not None else 0):  # the words beside months often are under no heading
        if column not in texts and any(isinstance(cell, str) for cell in samples[column]):
            texts[column] = missing_heading(column)
    head = TableHead(head.first, head.last, dict(sorted(texts.items())), head.cells, head.above)
    if above.year is None:
        above = evolve(above, year=_year_of_months(head))
    meanings = column_meanings(head, samples, names, above.year or ANY_YEAR)
    return FoundTable(sheet, head, above, meanings, {column: samples[column] for column in head.texts})


def _year_of_months(head: TableHead) -> Year | None:
    """The year of a quarter without one beside months that have theirs."""
    months = []
    for column in head.texts:
        period = head.heading(column).period
        if period is not None and (period.start.year, period.start.month) == (period.end.year, period.end.month):
            months.append(period.start)
    if len(months) < 2:
        return None
    first = min(months)
    if first.month == 1 and max(months).year == first.year:
        return Year(first.year, financial=False)
    return Year(first.year - (first.month < 4))


def missing_heading(column: int) -> str:
    """What is taken for a missing heading."""
    return f"(column {letters(column)})"


def stacked_tables(table: FoundTable) -> list[FoundTable]:
    """The tables of one sheet that have the same headings, one beneath the other, each with the lines above it."""
    if not table.across:
        return [table]
    rows = list(table.sheet.rows)
    starts = [
        at for at, (number, row) in enumerate(rows) if number >= table.head.last and table.head.is_repeated_by(row)
    ]
    if len(starts) < 2:
        return [table]
    figures = table.columns(FIGURES)
    tops = []
    for at in starts:  # the lines above a table reach up to the last row of figures before it
        top = at
        while top and not any(c < len(rows[top - 1][1]) and not cells.blank(rows[top - 1][1][c]) for c in figures[1:]):
            top -= 1
        tops.append(top)
    stacked = []
    for top, at, end in zip(tops, starts, [*tops[1:], len(rows)], strict=True):
        sheet = evolve(table.sheet, rows=rows[top:end])
        number = rows[at][0]
        first = number - (table.head.last - table.head.first)
        head = evolve(table.head, first=first, last=number, above=tuple(rows[top:at]))
        samples = {
            column: [row[column] for _, row in rows[at + 1 : end] if column < len(row) and not cells.blank(row[column])]
            for column in table.head.texts
        }
        above = said_above(sheet, head)
        stacked.append(
            evolve(
                table, sheet=sheet, head=head, above=evolve(above, year=above.year or table.above.year), samples=samples
            )
        )
    return stacked


def column_meanings(head: TableHead, samples: MappingOf[int, Sequence[Cell]], names: Names, year: Year) -> Meanings:
    """What each column beneath headings is taken for, and how that is known: ``listed`` or ``likely``."""
    texts = head.texts
    months = [column for column in texts if head.is_period(column)]
    if len(months) > 1 or (months and len(texts) <= 3):
        return months_across(head, samples, names, months, year)
    counted = [column for column in texts if mostly_figures(samples[column]) and is_known(texts[column], names)]
    worded = [column for column in texts if in_words(samples[column]) and share_known(samples[column], names) >= 0.3]
    if len(counted) > 1 and not worded:
        return outcomes_across(head, samples, names, counted)
    meanings = record_columns(head, samples, names, worded)
    return names_across(meanings, head, samples) if worded else meanings
