"""The rows of headings of a table: which row may be one, and where two rows are one heading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import field, frozen

from socialvalue.formats.sheets import Cell, cell_at
from socialvalue.reading.layouts.heading_words import ANY_YEAR, Heading, Year, read_heading
from socialvalue.records.maps import FIGURES

#: How many rows above a table may hold titles and notes.
TITLE_ROWS = 50

#: A row with more texts than this is no row of headings: what each may mean is looked up in many ways.
_MOST_HEADINGS = 1_000


@frozen
class TableHead:
    """The headings of a table.

    Attributes:
        first, last: the numbers of its first and last row.
        texts: the heading of each column, counted from 0; of two rows joined by “ / ”.
        cells: the heading's own cell.
        above: the rows above it.
    """

    first: int
    last: int
    texts: Mapping[int, str]
    cells: Mapping[int, Cell]
    above: tuple[tuple[int, Sequence[Cell]], ...] = field(default=(), repr=False)

    def heading(self, column: int, year: Year | None = None) -> Heading:
        """What the heading of a column says; `year` is that of months without one."""
        cell = self.cells.get(column)
        return read_heading(cell if isinstance(cell, dt.date) else self.texts[column], year)

    def is_period(self, column: int) -> bool:
        """Whether the heading of a column is a month or another period, and nothing more."""
        heading = self.heading(column, ANY_YEAR)
        return heading.kind == FIGURES and heading.period is not None and not heading.rest

    def is_repeated_by(self, row: Sequence[Cell]) -> bool:
        """Whether a row is the headings once more."""
        again = sum(heading_text(cell_at(row, column)) == text for column, text in self.texts.items())
        return again > 1 and again >= len(self.texts) - 1

    @property
    def titles(self) -> list[str]:
        """The texts above the table, from the nearest up."""
        return [cell for _, row in reversed(self.above) for cell in row if isinstance(cell, str) and cell.strip()]


def heading_text(cell: Cell) -> str:
    """A heading as text: a month for a date; empty for what is no heading."""
    if isinstance(cell, dt.date):
        return f"{cell:%b %Y}" if 1990 <= cell.year < 2100 else ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, int | float) and 2000 <= cell < 2100 and int(cell) == cell:
        return str(int(cell))
    return ""


def candidate_heads(
    rows: Sequence[tuple[int, Sequence[Cell]]], known: Callable[[str], object] = lambda _: None
) -> Iterator[TableHead]:
    """Each row that may be a table's headings, with the row above or below it that belongs to it.

    Args:
        rows: the first rows of a sheet.
        known: whether a phrase means an outcome: “Employment” over “FT” is a heading in two rows.
    """
    for index, (number, row) in enumerate(rows):
        texts = {column: text for column, cell in enumerate(row) if (text := heading_text(cell))}
        if len(texts) < 2 and not (len(texts) == 1 and index + 1 < len(rows) and _figures_below(rows[index + 1][1])):
            continue
        if len(texts) > _MOST_HEADINGS:
            continue
        first = last = number
        over = rows[index - 1] if index and rows[index - 1][0] == number - 1 else None
        under = rows[index + 1] if index + 1 < len(rows) and rows[index + 1][0] == number + 1 else None
        top = index
        if under is not None and _are_one_heading(row, under[1], known):
            texts = _joined_headings(row, under[1], every=_lower_row_has_words(under[1]))
            last = under[0]
        elif over is not None and _are_one_heading(over[1], row, known):
            texts = _joined_headings(over[1], row, every=_lower_row_has_words(row))
            first, top = over[0], index - 1
        own = {column: cell_at(row, column) for column in texts}
        yield TableHead(first, last, texts, own if first == last else {}, tuple(rows[:top]))


def _figures_below(row: Sequence[Cell]) -> bool:
    return any(isinstance(cell, int | float) for cell in row)


def _are_one_heading(upper: Sequence[Cell], lower: Sequence[Cell], known: Callable[[str], object]) -> bool:
    """Whether two rows are one heading: months over “Actual” and “Target”, years over months, or the like."""
    if any(isinstance(cell, int | float) and not heading_text(cell) for cell in (*upper, *lower)):
        return False
    low = {column: heading_text(cell) for column, cell in enumerate(lower) if heading_text(cell)}
    up = {column: heading_text(cell) for column, cell in enumerate(upper) if heading_text(cell)}
    start = min(low, default=0)
    over = [column for column in up if column >= start or column + 1 in low]
    if len(low) < 2 or not over:
        return False
    # beneath headings are nothing but kinds of figures or periods, and some of them more than once or under a gap
    plain = [column for column, text in low.items() if _says_kind_or_period(text)]
    gaps = [column for column in low if column not in up and column > min(up)]
    if not gaps:
        return False
    if len(plain) < max(2, (len(low) + 1) // 2):
        both = [text for column, text in _joined_headings(upper, lower, every=True).items() if column in low]
        return len(both) > 1 and sum(len(text) < 200 and bool(known(text)) for text in both) > len(both) / 2
    repeated = len(set(low.values())) < len(low)
    return repeated or all(_says_kind_or_period(up[column]) for column in over if column in low)


def _says_kind_or_period(text: str) -> bool:
    heading = read_heading(text, ANY_YEAR)
    return is_actual(text) or (not heading.rest and (heading.period is not None or heading.kind != FIGURES))


def is_actual(text: str) -> bool:
    """Whether a text says that figures are those reached, not those aimed for."""
    return _ACTUAL_FIGURES.fullmatch(text) is not None


_ACTUAL_FIGURES = re.compile(r"actuals?|act|achieved|results?|number|no\.?|delivered|figures?", re.IGNORECASE)


def _lower_row_has_words(lower: Sequence[Cell]) -> bool:
    """Whether the lower of two rows of headings holds words, not only months or kinds of figures."""
    low = [text for cell in lower if (text := heading_text(cell))]
    return sum(map(_says_kind_or_period, low)) < max(2, (len(low) + 1) // 2)


def _joined_headings(upper: Sequence[Cell], lower: Sequence[Cell], *, every: bool = False) -> dict[int, str]:
    """The headings of two rows; what is above a gap holds to the right of it, of any words where `every`."""
    found: dict[int, str] = {}
    held = ""
    for column in range(max(len(upper), len(lower))):
        up = heading_text(upper[column]) if column < len(upper) else ""
        low = heading_text(lower[column]) if column < len(lower) else ""
        held = up or held
        both = held and low and (up or every or _says_kind_or_period(low)) and held != low
        said = is_actual(low) and not _says_kind_or_period(held)  # an outcome over “Actual” is that outcome's figures
        text = (held if said else f"{held} / {low}") if both else up or low
        if text:
            found[column] = text
    return found
