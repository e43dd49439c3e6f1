"""The header of a wide table of values, in one row or several: words, and an age, area or kind over each value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet, text_at
from socialvalue.problems import Place
from socialvalue.published.bank_columns import COLUMNS
from socialvalue.reading import cells
from socialvalue.reading.long_form.header import TITLE_ROWS

#: The headings known, each with the column it is.
COLUMN_OF_HEADING = {name: column for column, others in COLUMNS.items() for name in (column, *others)}
COLUMN_OF_HEADING |= {
    "outcome name": "outcome",
    "indicator": "outcome",
    "value description": "outcome",
    "outcome code": "code",
}

# a grouping, which is filled in on the first of its rows
COLUMN_OF_HEADING |= dict.fromkeys(
    ("outcome group", "group", "category", "theme", "outcome category", "subject"), "category"
)
_FACETS: tuple[tuple[str, str, str], ...] = (
    ("area", r"outside london|rest of (the )?uk|not london|excluding london", "outside-london"),
    ("area", r"(unknown|all|any) areas?|uk[ -]?wide|average area", "all"),
    ("area", r"london", "london"),
    ("age", r"(unknown|all|any|average) ages?", "all"),
    ("age", r"(<|under|less than) ?25|\b1[68] ?(-|to) ?24\b|up to 24", "under-25"),
    ("age", r"\b25 ?(-|to) ?49\b", "25-49"),
    ("age", r"\b50 ?(\+|plus|and over|or over|and above)|over (49|50)|50 ?- ?(64|74|99)\b", "50-plus"),
    ("kind", r"well-?being( values?)?|\bwellbeing\b", "wellbeing"),
    ("kind", r"exchequer( values?)?|fiscal( values?)?|state savings?", "fiscal"),
    ("kind", r"economic( values?)?", "economic"),
)
_OVER_VALUES = re.compile(r"average|value|amount|unknown|overall|£|\(£\)|unknown age|all|uk", re.IGNORECASE)


@frozen
class WideLayout:
    """Where a sheet says what: its header, the columns of words and those of values, each with its facets."""

    row: int
    last: int
    words: dict[str, int]
    values: dict[int, dict[str, str]]
    above: tuple[tuple[Place, str], ...]


def find_wide_header(sheet: Sheet) -> WideLayout | None:
    """The header in one or two rows: the columns known by name, and those that speak of an age, an area or a kind."""
    rows = list(islice(iter(sheet.rows), TITLE_ROWS))
    for at, (number, row) in enumerate(rows):
        words = _columns_by_name(row)
        if "outcome" not in words or not ({"code", "amount"} & words.keys()):
            continue
        above: list[Sequence[Cell]] = []
        while len(above) < at and _is_upper(rows[at - 1 - len(above)][1], words):
            above.insert(0, rows[at - 1 - len(above)][1])
        below: Sequence[Cell] = rows[at + 1][1] if at + 1 < len(rows) and _is_lower(rows[at + 1][1], words) else ()
        titles = tuple(
            (sheet.place(line, column), cells.text(cell))
            for line, cells_of in rows[: at - len(above)]
            for column, cell in enumerate(cells_of)
            if isinstance(cell, str) and cell.strip()
        )
        values = _value_columns([*above, row], below, words)
        if "amount" not in words:  # a header may say what no title does, as in “Value 2023/24 (£ per person per year)”
            titles += tuple((sheet.place(number, column), text_at(row, column)) for column in values)
        last = rows[at + 1][0] if below else number
        return WideLayout(number, last, words, values, titles)
    return None


def _columns_by_name(row: Sequence[Cell]) -> dict[str, int]:
    words: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = re.sub(r"[\s_]+", " ", cell).strip(" *:").lower() if isinstance(cell, str) else ""
        if name in COLUMN_OF_HEADING:
            words.setdefault(COLUMN_OF_HEADING[name], column)
    return words


def _is_lower(row: Sequence[Cell], words: dict[str, int]) -> bool:
    """Whether a row below the header belongs to it: words over the values, nothing where outcomes and codes are."""
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    numbers = [cell for cell in row if isinstance(cell, int | float)]
    blank = all(column >= len(row) or cells.blank(row[column]) for column in words.values())
    return bool(texts) and not numbers and blank


def _is_upper(row: Sequence[Cell], words: dict[str, int]) -> bool:
    """Whether a row above the header belongs to it: areas, ages or kinds over the values, nothing else."""
    texts = [str(cell) for cell in row if not cells.blank(cell)]
    apart = all(column >= len(row) or cells.blank(row[column]) for column in words.values())
    return bool(texts) and apart and all(facets_of(text) for text in texts)


def _value_columns(
    upper: Sequence[Sequence[Cell]], below: Sequence[Cell], words: dict[str, int]
) -> dict[int, dict[str, str]]:
    """The columns of values with what their headers say; a word over several columns holds for those to its right."""
    found: dict[int, dict[str, str]] = {}
    taken = set(words.values())
    heads = [""] * len(upper)
    for column in range(max(map(len, (*upper, below)))):
        if column in taken:
            heads = [""] * len(upper)
            continue
        low = text_at(below, column)
        for depth, row in enumerate(upper):
            lowest = depth == len(upper) - 1
            heads[depth] = text_at(row, column) or ("" if lowest and not low else heads[depth])
        label = " ".join(filter(None, (*heads, low)))
        own = heads[-1] or low
        if own and not label.lower().startswith("component") and (facets := facets_of(label)) is not None:
            found[column] = facets
    return found


def facets_of(label: str) -> dict[str, str] | None:
    """The age, area and kind a header speaks of; None where it is no header of values."""
    rest, facets = label.lower().replace("–", "-"), dict[str, str]()
    for name, pattern, meaning in _FACETS:
        if name not in facets and (match := re.search(pattern, rest)):
            facets[name] = meaning
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if not facets and not _OVER_VALUES.search(rest):
        return None
    return facets
