"""A unit cost database as its publisher lays it out: a sheet for each theme, a row for each entry, found by its labels.

Written for the database of New Economy and the Greater Manchester Combined Authority (v1.4, 2015) and what keeps its
layout: a row of headers that names the cost code, and under each of “Fiscal”, “Economic” and “Social” an estimate, its
year and the publisher's own uprated figure, which is not read. The year may also be headed in the same row as the kind.
Where a label is not in its place, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from attrs import frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, Problem
from socialvalue.reading import cells
from socialvalue.reading.banks.unit_cost_entries import (
    CostEntry,
    cost_entries,
    entries_with_codes,
    repeated_entry_codes,
)
from socialvalue.reading.banks.unit_cost_headers import cost_headers, cost_sheet_layout

_LICENCE_LINE = re.compile(r"\blicen[cs]ed under", re.IGNORECASE)


@frozen
class UnitCostDatabase:
    """Every entry that could be read, the line of the licence, and the faults."""

    entries: tuple[CostEntry, ...]
    title: str = ""
    licence: str = ""
    problems: tuple[Problem, ...] = ()


def is_unit_cost_database(sheets: Iterable[Sheet]) -> bool:
    """Whether any sheet has the headers of one: a cost code beside a fiscal amount."""
    return any(cost_headers(sheet) is not None for sheet in sheets)


def read_unit_costs(sheets: Sequence[Sheet], notes: Mapping[Place, str] = MappingProxyType({})) -> UnitCostDatabase:
    """Every entry of the sheets that have the layout; a sheet that nearly has it is refused with the cell named.

    Args:
        sheets: those of the workbook.
        notes: the notes on its cells; those on the amounts of an entry belong to its comment.
    """
    entries: list[CostEntry] = []
    problems: list[Problem] = []
    title, licence = "", ""
    for sheet in sheets:
        found = cost_headers(sheet)
        if found is None:
            if not licence:
                title, licence = _title_and_licence(sheet, title)
            continue
        number, first, second, rows = found
        layout, faults = cost_sheet_layout(sheet, number, first, second, rows)
        problems += faults
        if layout is not None:
            read = list(cost_entries(layout, notes))
            problems += [one for one in read if isinstance(one, Problem)]
            coded = list(entries_with_codes([one for one in read if isinstance(one, CostEntry)]))
            problems += [one for one in coded if isinstance(one, Problem)]
            entries += [one for one in coded if isinstance(one, CostEntry)]
    return UnitCostDatabase(tuple(entries), title, licence, (*problems, *repeated_entry_codes(entries)))


def _title_and_licence(sheet: Sheet, title: str) -> tuple[str, str]:
    """The title of the database and the line of its licence, where a sheet of words says them."""
    for _, row in islice(iter(sheet.rows), 200):
        for cell in row:
            if not isinstance(cell, str):
                continue
            if not title and "database" in cell.lower() and len(cell) < 100:
                title = cells.text(cell)
            if _LICENCE_LINE.search(cell):
                return title, cells.text(cell)
    return title, ""
