"""A map for a file of values: what each of its headings is read as, guessed, to be looked over and kept.

The file of the map is TOML: under ``[columns]``, each heading of the file and the heading it is read as, which is any
that the import knows: a column (``amount``), the age, area or kind of a column of values (``under 25, London``) or a
part (``component: Wage (economic)``). An empty one is left out.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from attrs import evolve, frozen

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.bank_columns import COLUMNS
from socialvalue.reading.banks.wide_header import COLUMN_OF_HEADING, facets_of
from socialvalue.reading.long_form.header import TITLE_ROWS

_NUMBER = re.compile(r"\s*+(?:£\s*+)?[\d,.]+\s*")
_PART = re.compile(r"component:? ?.+", re.IGNORECASE)


@frozen
class ValueMap:
    """The headings of a file of values, each with the heading it is read as; empty where it is left out."""

    columns: dict[str, str]

    def applied(self, sheet: Sheet) -> Sheet:
        """The sheet with its headings as they are read."""
        meant = {_plain_heading(heading): meaning for heading, meaning in self.columns.items()}
        return evolve(sheet, rows=_RenamedRows(sheet, meant))

    def to_toml(self) -> str:
        """The file of the map."""
        lines = [
            f"{json.dumps(heading, ensure_ascii=False)} = {json.dumps(to)}" for heading, to in self.columns.items()
        ]
        about = "# What each heading is read as; the columns known are " + ", ".join(list(COLUMNS)[:11])
        return "\n".join([f"{about} …", "# An empty one is left out.", "[columns]", *lines, ""])


@frozen
class _RenamedRows:
    """Rows with the headings that are meant in place of their own; they can be iterated over more than once."""

    sheet: Sheet
    meant: Mapping[str, str]

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for at, (number, row) in enumerate(self.sheet.rows):
            yield number, [self._meant(cell) for cell in row] if at < TITLE_ROWS and self._is_header(row) else row

    def _is_header(self, row: Sequence[Cell]) -> bool:
        return not _has_number(row)

    def _meant(self, cell: Cell) -> Cell:
        return self.meant.get(_plain_heading(cell), cell) if isinstance(cell, str) else cell


def guess_value_map(sheets: Sequence[Sheet]) -> ValueMap:
    """The headings of every sheet that holds a table, each with what it is read as, or would be by its words.

    Args:
        sheets: of the file of values.
    """
    headings = list(dict.fromkeys(heading for sheet in sheets for heading in _header_words(sheet)))
    meanings = {heading: _heading_meaning(heading) for heading in headings}
    for heading, to in meanings.items():
        if not to and (close := _closest_heading(heading)) not in meanings.values():
            meanings[heading] = close
        elif not to and facets_of(heading) is not None:
            meanings[heading] = heading
    return ValueMap(meanings)


def read_value_map(path: Path) -> ValueMap:
    """The map a file holds.

    Raises:
        BadData: when the file cannot be read, or reads a heading as one that is not known.
    """
    columns = toml.read_toml(path).get("columns")
    if not isinstance(columns, dict) or not all(isinstance(to, str) for to in columns.values()):
        remedy = "Make one with “sv map --values FILE --out map.toml”."
        raise BadData([error("map-unreadable", Place(path.name), "It has no [columns] that name headings.", remedy)])
    problems = [
        error(
            "map-unreadable",
            Place(path.name, key=f"columns.{heading}"),
            f"“{to[:40]}” is no heading that a bank is read by.",
            f"Give one of {', '.join(list(COLUMNS)[:11])}, an age, area or kind, or nothing to leave it out.",
        )
        for heading, to in columns.items()
        if to and not _is_known_heading(to)
    ]
    if problems:
        raise BadData(problems)
    return ValueMap(columns)


def _header_words(sheet: Sheet) -> list[str]:
    """The words of the row that most looks like a row of headers, by those known in it, and of the rows beside it."""
    rows = [_row_words(row) for _, row in islice(iter(sheet.rows), TITLE_ROWS)]
    weights = [len(words) + 3 * sum(map(_is_known_heading, words)) for words in rows]
    if not any(weights):
        return []
    at = weights.index(max(weights))
    return [word for words in rows[max(at - 1, 0) : at + 2] for word in words]


def _row_words(row: Sequence[Cell]) -> list[str]:
    """The words of what may be a row of headers: two at least and no number."""
    words = [" ".join(cell.split()) for cell in row if isinstance(cell, str) and cell.strip()]
    return [] if len(words) < 2 or _has_number(row) else words


def _has_number(row: Sequence[Cell]) -> bool:
    return any(isinstance(cell, int | float) or (isinstance(cell, str) and _NUMBER.fullmatch(cell)) for cell in row)


def _is_known_heading(heading: str) -> bool:
    return bool(
        _plain_heading(heading) in COLUMN_OF_HEADING or _PART.fullmatch(heading) or facets_of(heading) is not None
    )


def _heading_meaning(heading: str) -> str:
    name = _plain_heading(heading)
    if name in COLUMN_OF_HEADING:
        return COLUMN_OF_HEADING[name]
    if _PART.fullmatch(heading) or facets_of(heading):
        return heading
    return ""


def _closest_heading(heading: str) -> str:
    name = _plain_heading(heading)
    close = difflib.get_close_matches(name, list(COLUMN_OF_HEADING), n=1, cutoff=0.75) if len(name) > 4 else []
    words = [word for word in re.findall(r"\w+", name) if len(word) > 2 and word in COLUMN_OF_HEADING]
    return COLUMN_OF_HEADING[[*close, *words][0]] if close or words else ""


def _plain_heading(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text).strip(" *:").lower()
