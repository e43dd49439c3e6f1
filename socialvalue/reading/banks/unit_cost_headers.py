"""The headers of a unit cost database: which column holds the code, the amounts by kind and their years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import Place, Problem, error
from socialvalue.reading import cells

#: How many rows above the headers may hold titles.
_TITLE_ROWS = 20
_ESTIMATE_HEADER = re.compile(r"estimated.*|cost ?/ ?saving|value|amount", re.IGNORECASE)
_COST_KINDS = ("fiscal", "economic", "social")
_YEAR_HEADER = re.compile(r".*\byear|.*\bprice base", re.IGNORECASE)
_UPRATED_HEADER = re.compile(r".*\b(updated|uprated)\b.*", re.IGNORECASE)
_WANTED_HEADERS = {
    "code": re.compile(r"(unit )?(cost )?code|cost ref.*", re.IGNORECASE),
    "entry": re.compile(r"cost ?/ ?saving detail|\A.*(description|detail of cost)", re.IGNORECASE),
    "unit": re.compile(r"units?( of measure.*)?", re.IGNORECASE),
    "agency": re.compile(r"agency.*", re.IGNORECASE),
}
_OPTIONAL_HEADERS = {
    "theme": re.compile(r"outcome category|theme", re.IGNORECASE),
    "subject": re.compile(r"outcome detail|sub-?theme", re.IGNORECASE),
    "source": re.compile(r"(original )?source", re.IGNORECASE),
    "rag": re.compile(r"rag.*", re.IGNORECASE),
    "comment": re.compile(r"comments?", re.IGNORECASE),
}


@frozen
class CostSheetLayout:
    """Where the columns of a sheet are, and its rows."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    amounts: dict[str, tuple[int, int]]
    agencies: tuple[int, ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]


def _header_text(cell: Cell) -> str:
    return cells.text(cell) if isinstance(cell, str) else ""


def cost_headers(
    sheet: Sheet,
) -> tuple[int, Sequence[Cell], tuple[int, Sequence[Cell]], Iterator[tuple[int, Sequence[Cell]]]] | None:
    """The row of headers with its number, the row below with its own, and the rows after."""
    rows = iter(sheet.rows)
    for number, row in islice(rows, _TITLE_ROWS):
        words = [_header_text(cell) for cell in row]
        if any(_WANTED_HEADERS["code"].fullmatch(word) for word in words) and any(
            word.lower().startswith(_COST_KINDS) for word in words
        ):
            return number, row, next(rows, (number + 1, ())), rows
    return None


def cost_sheet_layout(
    sheet: Sheet,
    number: int,
    first: Sequence[Cell],
    second: tuple[int, Sequence[Cell]],
    rows: Iterator[tuple[int, Sequence[Cell]]],
) -> tuple[CostSheetLayout | None, list[Problem]]:
    """Where the columns of a sheet are; None, and what is wrong, where its headers are not those known."""
    words = [_header_text(cell) for cell in first]
    below = [_header_text(cell) for cell in second[1]]
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for name, pattern in (_WANTED_HEADERS | _OPTIONAL_HEADERS).items():
        at = [column for column, word in enumerate(words) if pattern.fullmatch(word)]
        if at:
            columns[name] = at[0]
        elif name in _WANTED_HEADERS:
            message = f"There is no column headed as a unit cost database heads its {name}."
            problems.append(layout_drift(sheet.place(number, 0), message))
    amounts: dict[str, tuple[int, int]] = {}
    starts = {kind: _columns_headed(words, kind) for kind in _COST_KINDS}
    one_row = any(
        _YEAR_HEADER.fullmatch(word) for at in starts.values() for start in at for word in words[start + 1 : start + 2]
    )
    for kind, at in starts.items():
        if len(at) > 1:
            message = f"Two columns are headed {kind}: which holds the amounts would be a guess."
            problems.append(layout_drift(sheet.place(number, at[1]), message))
        elif at:
            start = at[0]
            under = below[start : start + 2]
            beside = words[start + 1] if start + 1 < len(words) else ""
            if one_row and _YEAR_HEADER.fullmatch(beside):
                amounts[kind] = start, start + 1
            elif one_row:
                shown = f"“{beside}”" if beside else "nothing"
                message = f"Beside “{words[start]}” the header is {shown}, not the year of its prices."
                problems.append(layout_drift(sheet.place(number, start + 1), message))
            elif len(under) == 2 and _ESTIMATE_HEADER.fullmatch(under[0]) and _YEAR_HEADER.fullmatch(under[1]):
                amounts[kind] = start, start + 1
            else:
                shown = " and ".join(f"“{word}”" for word in under) or "nothing"
                message = f"Under “{words[start]}” the headers are {shown}, not an estimate and its year."
                problems.append(layout_drift(sheet.place(number + 1, start), message))
    if "fiscal" not in amounts and not problems:
        problems.append(layout_drift(sheet.place(number, 0), "There is no column of fiscal amounts."))
    if problems:
        return None, problems
    start = columns["agency"]
    level_2 = words[start + 1] if start + 1 < len(words) else "-"
    agencies = [start, start + 1] if not level_2 or _WANTED_HEADERS["agency"].fullmatch(level_2) else [start]
    if one_row:
        rows = chain([second], rows)  # it is of data
    return CostSheetLayout(sheet, number, columns, amounts, tuple(agencies), rows), []


def _columns_headed(words: Sequence[str], kind: str) -> list[int]:
    """The columns headed with a kind, apart from those of its year and of the publisher's own uprated figure."""
    return [
        column
        for column, word in enumerate(words)
        if word.lower().startswith(kind) and not _YEAR_HEADER.fullmatch(word) and not _UPRATED_HEADER.fullmatch(word)
    ]


def layout_drift(place: Place, message: str) -> Problem:
    """An error for a sheet that is laid out in another way than the one known."""
    remedy = "The layout is not the one known: nothing was read. Compare the headers with the publisher's own file."
    return error("layout-drift", place, message, remedy)
