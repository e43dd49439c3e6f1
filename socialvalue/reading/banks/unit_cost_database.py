"""A unit cost database as its publisher lays it out: a sheet for each theme, a row for each entry, found by its labels.

Written for the database of New Economy and the Greater Manchester Combined Authority (v1.4, 2015) and what keeps its
layout: a row of headers that names the cost code, and under each of “Fiscal”, “Economic” and “Social” an estimate, its
year and the publisher's own uprated figure, which is not read. The year may also be headed in the same row as the kind.
Where a label is not in its place, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from types import MappingProxyType

from attrs import evolve, field, frozen

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.problems import Place, Problem, error, note
from socialvalue.published.prices import PriceBase
from socialvalue.reading import cells
from socialvalue.reading.banks.unit_cost_entries import CostEntry, EntryAmount
from socialvalue.reading.cells import CellFault

#: How many rows above the headers may hold titles.
_TITLE_ROWS = 20
_ESTIMATE_HEADER = re.compile(r"estimated.*|cost ?/ ?saving|value|amount", re.IGNORECASE)
_COST_KINDS = ("fiscal", "economic", "social")
_YEAR_HEADER = re.compile(r".*\byear|.*\bprice base", re.IGNORECASE)
_UPRATED_HEADER = re.compile(r".*\b(updated|uprated)\b.*", re.IGNORECASE)
_COST_CODE = re.compile(r"[A-Z][A-Z&]*\d+(?:\.\d+)*", re.IGNORECASE)
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
_RELIABILITY = {"g": "green", "a": "amber", "r": "red", "green": "green", "amber": "amber", "red": "red"}
_LICENCE_LINE = re.compile(r"\blicen[cs]ed under", re.IGNORECASE)


@frozen
class CostSheetLayout:
    """Where the columns of a sheet are, and its rows."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    amounts: dict[str, tuple[int, int]]
    agencies: tuple[int, ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]


@frozen
class UnitCostDatabase:
    """Every entry that could be read, the line of the licence, and the faults."""

    entries: tuple[CostEntry, ...]
    title: str = ""
    licence: str = ""
    licence_place: Place = field(factory=Place)
    problems: tuple[Problem, ...] = ()


def is_unit_cost_database(sheets: Iterable[Sheet]) -> bool:
    """Whether any sheet has the headers of one: a cost code beside a fiscal amount."""
    return any(_cost_headers(sheet) is not None for sheet in sheets)


def read_unit_costs(sheets: Sequence[Sheet], notes: Mapping[Place, str] = MappingProxyType({})) -> UnitCostDatabase:
    """Every entry of the sheets that have the layout; a sheet that nearly has it is refused with the cell named.

    Args:
        sheets: those of the workbook.
        notes: the notes on its cells; those on the amounts of an entry belong to its comment.
    """
    entries: list[CostEntry] = []
    problems: list[Problem] = []
    title, licence, place = "", "", Place()
    for sheet in sheets:
        found = _cost_headers(sheet)
        if found is None:
            if not licence:
                title, licence, place = _title_and_licence(sheet, title)
            continue
        number, first, second, rows = found
        layout, faults = _cost_sheet_layout(sheet, number, first, second, rows)
        problems += faults
        if layout is not None:
            read = list(_cost_entries(layout, notes))
            problems += [one for one in read if isinstance(one, Problem)]
            coded = list(_entries_with_codes([one for one in read if isinstance(one, CostEntry)]))
            problems += [one for one in coded if isinstance(one, Problem)]
            entries += [one for one in coded if isinstance(one, CostEntry)]
    return UnitCostDatabase(tuple(entries), title, licence, place, (*problems, *_repeated_entry_codes(entries)))


def _title_and_licence(sheet: Sheet, title: str) -> tuple[str, str, Place]:
    """The title of the database and the line of its licence, where a sheet of words says them."""
    for number, row in islice(iter(sheet.rows), 200):
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            if not title and "database" in cell.lower() and len(cell) < 100:
                title = cells.text(cell)
            if _LICENCE_LINE.search(cell):
                return title, cells.text(cell), sheet.place(number, column)
    return title, "", Place()


def _header_text(cell: Cell) -> str:
    return cells.text(cell) if isinstance(cell, str) else ""


def _cost_headers(
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


def _cost_sheet_layout(
    sheet: Sheet,
    number: int,
    first: Sequence[Cell],
    second: tuple[int, Sequence[Cell]],
    rows: Iterator[tuple[int, Sequence[Cell]]],
) -> tuple[CostSheetLayout | None, list[Problem]]:
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
            problems.append(_layout_drift(sheet.place(number, 0), message))
    amounts: dict[str, tuple[int, int]] = {}
    starts = {kind: _columns_headed(words, kind) for kind in _COST_KINDS}
    one_row = any(
        _YEAR_HEADER.fullmatch(word) for at in starts.values() for start in at for word in words[start + 1 : start + 2]
    )
    for kind, at in starts.items():
        if len(at) > 1:
            message = f"Two columns are headed {kind}: which holds the amounts would be a guess."
            problems.append(_layout_drift(sheet.place(number, at[1]), message))
        elif at:
            start = at[0]
            under = below[start : start + 2]
            beside = words[start + 1] if start + 1 < len(words) else ""
            if one_row and _YEAR_HEADER.fullmatch(beside):
                amounts[kind] = start, start + 1
            elif one_row:
                shown = f"“{beside}”" if beside else "nothing"
                message = f"Beside “{words[start]}” the header is {shown}, not the year of its prices."
                problems.append(_layout_drift(sheet.place(number, start + 1), message))
            elif len(under) == 2 and _ESTIMATE_HEADER.fullmatch(under[0]) and _YEAR_HEADER.fullmatch(under[1]):
                amounts[kind] = start, start + 1
            else:
                shown = " and ".join(f"“{word}”" for word in under) or "nothing"
                message = f"Under “{words[start]}” the headers are {shown}, not an estimate and its year."
                problems.append(_layout_drift(sheet.place(number + 1, start), message))
    if "fiscal" not in amounts and not problems:
        problems.append(_layout_drift(sheet.place(number, 0), "There is no column of fiscal amounts."))
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


def _layout_drift(place: Place, message: str) -> Problem:
    remedy = "The layout is not the one known: nothing was read. Compare the headers with the publisher's own file."
    return error("layout-drift", place, message, remedy)


def _cost_entries(layout: CostSheetLayout, notes: Mapping[Place, str]) -> Iterator[CostEntry | Problem]:
    columns = layout.columns

    def word(row: Sequence[Cell], column: int | None) -> str:
        return cells.text(row[column]) if column is not None and column < len(row) else ""

    theme = ""
    for number, row in layout.rows:
        place = layout.sheet.place(number, columns["code"])
        try:
            code = word(row, columns["code"])
            theme = word(row, columns.get("theme")) or theme
            known = any(
                start < len(row) and not cells.blank(row[start]) and not isinstance(row[start], str)
                for start, _ in layout.amounts.values()
            )
            if not code and not known:
                continue
            if not _COST_CODE.fullmatch(code) and (code or not word(row, columns["entry"])):
                yield _layout_drift(place, f"“{code[:40]}” is not the code of an entry, but the row holds an amount.")
                continue
            amounts = [amount for kind in layout.amounts if (amount := _entry_amount(layout, kind, number, row))]
            said = [notes[amount.place] for amount in amounts if amount.place in notes]
            yield CostEntry(
                code=code,
                entry=word(row, columns["entry"]),
                unit=word(row, columns["unit"]),
                theme=theme,
                subject=word(row, columns.get("subject")),
                agencies=tuple(filter(None, (word(row, column) for column in layout.agencies))),
                amounts=tuple(amounts),
                reliability=_RELIABILITY.get(word(row, columns.get("rag")).lower(), ""),
                source=word(row, columns.get("source")),
                comment=" ".join(filter(None, [word(row, columns.get("comment")), *said])),
                place=place,
            )
        except CellFault as fault:
            yield error(fault.code, place, f"{fault.message} (entry of this row)", fault.remedy)


def _entries_with_codes(entries: list[CostEntry]) -> Iterator[CostEntry | Problem]:
    """The entries, each with a code: one left blank is the one before the code that follows it."""
    for number, entry in enumerate(entries):
        if entry.code:
            yield entry
            continue
        following = entries[number + 1].code if number + 1 < len(entries) else ""
        stem, _, last = following.rpartition(".")
        code = f"{stem}.{int(last) - 1}" if last.isdigit() and int(last) > 0 else ""
        if not code or code in {one.code for one in entries}:
            message = "The entry has no code, and those beside it do not say which it is."
            yield error("missing-value", entry.place, message, "Fill in the code of the publisher's own file.")
            continue
        yield note("missing-value", entry.place, f"The entry has no code; by those beside it, it is {code}.")
        yield evolve(entry, code=code)


def _entry_amount(layout: CostSheetLayout, kind: str, number: int, row: Sequence[Cell]) -> EntryAmount | None:
    start, year = layout.amounts[kind]
    cell = cell_at(row, start)
    place = layout.sheet.place(number, start)
    found = cells.number(cell)
    if found is None:
        return None
    written = cells.text(row[year]) if year < len(row) else ""
    try:
        return EntryAmount(kind=kind, amount=found, prices=PriceBase.of(written), place=place)
    except ValueError:
        message = f"The {kind} amount {found} has “{written[:20]}” for its price year."
        raise CellFault("bad-price-year", message, "Write it as 2012/13; a shifted column reads so.") from None


def _repeated_entry_codes(entries: Iterable[CostEntry]) -> Iterator[Problem]:
    firsts: dict[str, CostEntry] = {}
    for entry in entries:
        first = firsts.setdefault(entry.code, entry)
        if first is not entry:
            message = f"The code {entry.code} is also at {first.place}."
            yield error("duplicate-code", entry.place, message, "Keep one entry a code.")
