"""The table on a sheet: its headings, and what each of its columns is taken for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from itertools import islice

from attrs import evolve, field, frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.published.outcomes import Names
from socialvalue.reading import cells
from socialvalue.reading.layouts.column_meanings import guess_of, meanings_of, periodic
from socialvalue.reading.layouts.headings import Year, read_heading
from socialvalue.reading.layouts.unpivot import (
    TITLE_ROWS,
    About,
    Head,
    about,
    heading_text,
    heads,
    undated,
)
from socialvalue.reading.long_form.header import listed_field
from socialvalue.records.maps import (
    DATES,
    FIGURES,
    KEEP,
    LEAVE_OUT,
    OF_ORGANISATION,
    OF_PROJECT,
    TICKS,
)

#: Rows below the headings that are looked at for what a column holds.
_SAMPLE = 300


@frozen
class Seen:
    """A table as it was found on a sheet.

    Attributes:
        sheet: where.
        head, above: its headings, and what is above them.
        meanings: what each column is taken for, and how that is known.
        samples: what is in each column.
    """

    sheet: Sheet
    head: Head
    above: About
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
        return self.rows or (self.across and bool(self.columns("outcome") or _headed(self)))

    @property
    def listed(self) -> bool:
        """Whether all that is needed is known, and nothing guessed."""
        needed = [how for meaning, how in self.meanings.values() if meaning not in (LEAVE_OUT, KEEP)]
        return self.readable and all(how == "listed" for how in needed)


def _headed(seen: Seen) -> bool:
    return any(outcome_of(seen.head, column) for column in seen.columns(FIGURES))


def outcome_of(head: Head, column: int) -> str:
    """The outcome that a heading over figures names, in its own words; empty where it names none."""
    cell = head.cells.get(column)
    return read_heading(cell if isinstance(cell, dt.date) else head.texts[column], Year(2020)).rest


def look(sheet: Sheet, names: Names) -> Seen | None:
    """The table on a sheet, where there is one."""
    rows = list(islice(sheet.rows, TITLE_ROWS + 10))
    best, most = None, 5.0
    for head in heads(rows, names.read):
        score = _score(head, dict(rows), names)
        if score > most:
            best, most = head, score
    return None if best is None else seen(sheet, best, names)


def _score(head: Head, rows: MappingOf[int, Sequence[Cell]], names: Names) -> float:
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
        heading = read_heading(text, Year(2020))
        if listed_field(text) or ((heading.period or heading.kind != FIGURES) and not heading.rest):
            score += 3
        elif len(text) < 300 and (names.read(undated(text)) or names.read(heading.rest) or guess_of(text)):
            score += 2
        else:
            score += 0.5
    return score


def seen(sheet: Sheet, head: Head, names: Names) -> Seen:
    """What the columns beneath headings are taken for."""
    below = [row for number, row in islice(sheet.rows, head.last + _SAMPLE) if number > head.last]
    width = max([*head.texts, *(len(row) - 1 for row in below), 0]) + 1
    samples = {
        column: [row[column] for row in below if column < len(row) and not cells.blank(row[column])]
        for column in range(width)
    }
    above = about(sheet, head)
    texts = dict(head.texts)
    first = min((c for c, text in texts.items() if periodic(head, c, text)), default=None)
    for column in range(first if first is not None else 0):  # the words beside months often are under no heading
        if column not in texts and any(isinstance(cell, str) for cell in samples[column]):
            texts[column] = unheaded(column)
    head = Head(head.first, head.last, dict(sorted(texts.items())), head.cells, head.above)
    if above.year is None:
        above = evolve(above, year=_year_of_months(head))
    meanings = meanings_of(head, samples, names, above.year or Year(2020))
    return Seen(sheet, head, above, meanings, {column: samples[column] for column in head.texts})


def _year_of_months(head: Head) -> Year | None:
    """The year of a quarter without one beside months that have theirs."""
    months = []
    for column, text in head.texts.items():
        cell = head.cells.get(column)
        period = read_heading(cell if isinstance(cell, dt.date) else text).period
        if period is not None and (period.start.year, period.start.month) == (period.end.year, period.end.month):
            months.append(period.start)
    if len(months) < 2:
        return None
    first = min(months)
    if first.month == 1 and max(months).year == first.year:
        return Year(first.year, financial=False)
    return Year(first.year - (first.month < 4))


def unheaded(column: int) -> str:
    """What is taken for a missing heading."""
    return f"(column {letters(column)})"


def blocks(table: Seen) -> list[Seen]:
    """The tables of one sheet that have the same headings, one beneath the other, each with the lines above it."""
    if not table.across:
        return [table]
    rows = list(table.sheet.rows)
    starts = [at for at, (number, row) in enumerate(rows) if number >= table.head.last and _is_head(table.head, row)]
    if len(starts) < 2:
        return [table]
    figures = table.columns(FIGURES)
    tops = []
    for at in starts:  # the lines above a table reach up to the last row of figures before it
        top = at
        while top and not any(c < len(rows[top - 1][1]) and not cells.blank(rows[top - 1][1][c]) for c in figures[1:]):
            top -= 1
        tops.append(top)
    found = []
    for top, at, end in zip(tops, starts, [*tops[1:], len(rows)], strict=True):
        sheet = evolve(table.sheet, rows=rows[top:end])
        number = rows[at][0]
        first = number - (table.head.last - table.head.first)
        head = evolve(table.head, first=first, last=number, above=tuple(rows[top:at]))
        samples = {
            column: [row[column] for _, row in rows[at + 1 : end] if column < len(row) and not cells.blank(row[column])]
            for column in table.head.texts
        }
        above = about(sheet, head)
        found.append(
            evolve(
                table, sheet=sheet, head=head, above=evolve(above, year=above.year or table.above.year), samples=samples
            )
        )
    return found


def _is_head(head: Head, row: Sequence[Cell]) -> bool:
    """Whether a row has the headings once more."""
    again = sum(column < len(row) and heading_text(row[column]) == text for column, text in head.texts.items())
    return again > 1 and again >= len(head.texts) - 1
