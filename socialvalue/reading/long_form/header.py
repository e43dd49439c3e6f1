"""Headers: which column of a table holds what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.problems import Place, Problem, error
from socialvalue.records import lines

#: The columns of the long form, and the other headers they are known by; the unit of the quantity is only checked.
COLUMNS: dict[str, tuple[str, ...]] = {name: column.headers for name, column in lines.COLUMNS.items()} | {
    "unit": ("units",)
}


#: A heading that may say when, and is not listed: it may be the date of something else.
_WHEN = re.compile(r"\b(date|month|quarter|when)\b", re.IGNORECASE)

_REQUIRED = ("organisation", "period", "outcome")


_FIELDS = {name: field for field, others in COLUMNS.items() for name in (field, *others)}


#: How many rows above a table may hold titles and notes.
TITLE_ROWS = 50


@frozen
class Header:
    """Which column holds what.

    Attributes:
        row: the header's row number.
        columns: the column of each field, counted from 0.
        tags: the columns kept to group by: header and column.
        headed: how many columns have a heading, where more have one than are read.
    """

    row: int
    columns: Mapping[str, int]
    tags: tuple[tuple[str, int], ...]
    headed: int = 0

    @property
    def width(self) -> int:
        """How many columns it reaches over."""
        return max([self.headed, *(1 + column for column in (*self.columns.values(), *(at for _, at in self.tags)))])

    @property
    def register(self) -> bool:
        """Whether each row is one person or event, rather than a count."""
        return "quantity" not in self.columns or "person" in self.columns


def likely_headers(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """The texts of the row most like a header, for a sheet that has none; empty where no row names a known column.

    What no header names may be about a person, and is not repeated.
    """
    best: list[str] = []
    most = 1
    for row in rows:
        texts = [" ".join(cell.split()) for cell in row if isinstance(cell, str) and cell.strip()]
        known = sum(listed_field(text) is not None for text in texts)
        if len(texts) > 1 and known >= most and (known > most or not best):
            best, most = texts, known
    return best


def listed_field(written: Cell) -> str | None:
    """The field a header names."""
    if not isinstance(written, str):
        return None
    return _FIELDS.get(re.sub(r"[\s_]+", " ", written).strip().lower().strip(" *:"))


def find_header(number: int, row: Sequence[Cell]) -> Header | None:
    """The header, where a row is one: it names an outcome column and at least one other."""
    columns: dict[str, int] = {}
    tags: list[tuple[str, int]] = []
    for column, cell in enumerate(row):
        if not isinstance(cell, str) or not cell.strip():
            continue
        name = re.sub(r"[\s_]+", " ", cell).strip()
        field = listed_field(name)
        if field is None or field in columns:
            tags.append((name, column))
        else:
            columns[field] = column
    if "outcome" not in columns or len(columns) < 2:
        return None
    return Header(number, columns, tuple(tags))


def narrowed(header: Header) -> tuple[Header, list[int]]:
    """The header narrowed to the columns that matter, and which columns these are."""
    kept = sorted([*header.columns.values(), *(column for _, column in header.tags)])
    place = {column: number for number, column in enumerate(kept)}
    columns = {field: place[column] for field, column in header.columns.items()}
    return Header(header.row, columns, tuple((title, place[column]) for title, column in header.tags)), kept


def header_problems(header: Header, sheet: Sheet) -> Iterator[Problem]:
    """What is wrong with a header: columns that are missing, and two of one meaning."""
    missing = [field for field in _REQUIRED if field not in header.columns]
    if "quantity" not in header.columns and "person" not in header.columns:
        missing.append("quantity")
    targets = any(re.fullmatch(r"targets?", name, re.IGNORECASE) for name, _ in header.tags)
    for field in missing:
        others = ", ".join(f"“{name}”" for name in COLUMNS[field][:3])
        remedy = f"Add a column headed “{field}”" + (f" (or {others})." if others else ".")
        dated = next((name for name, _ in header.tags if _WHEN.search(name[:300])), "")
        if field == "period" and dated:
            remedy = f"If “{dated[:60]}” says when, head it “period”; or say so in a map (“sv map”)."
        if field == "quantity" and targets:
            remedy = f"Give a table of targets with --targets {sheet.file}, beside the return. Otherwise, a{remedy[1:]}"
        place = Place(sheet.file, sheet.name, f"A{header.row}")
        yield error("missing-column", place, f"The table has no “{field}” column.", remedy)
    for name, column in header.tags:
        meant = _FIELDS.get(name.lower())
        if meant is not None:
            first = letters(header.columns[meant])
            yield error(
                "repeated-column",
                sheet.place(header.row, column),
                f"“{name}” means the same as column {first}.",
                "Keep one of the two, or give the other a name of its own.",
            )
