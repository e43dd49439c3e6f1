"""Which role a file seems to have: a return, a map, values, targets or a method, by its name and first rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from socialvalue.browser.page_files import file_path
from socialvalue.formats.open import read_sheets
from socialvalue.problems import BadData
from socialvalue.published.toml import read_toml
from socialvalue.reading.banks.bank_terms import Terms
from socialvalue.reading.banks.import_bank import import_bank
from socialvalue.reading.maps.read_map import is_map
from socialvalue.records.maps import MARK

#: Larger files are returns: maps, values and targets are small, and looking into a file is reading it.
_LOOKED_INTO = 1_000_000


def role_of(name: str, identity: str) -> str:
    """What a file seems to be, by its name and its first rows; the page lets a person say otherwise."""
    path = file_path(identity, name)
    if path.suffix.lower() == ".toml":
        try:
            head = read_toml(path)
            return "map" if head.get("format") == MARK else "values" if "bank" in head else "method"
        except BadData:
            return "values"
    if path.stat().st_size > _LOOKED_INTO:
        return "return"
    try:
        sheets = read_sheets(path)[:3]
        if is_map(sheets):
            return "map"
        heads = {str(cell).strip().casefold() for sheet in sheets for cell in _first_cells(sheet.rows)}
    except BadData:
        return "return"
    if "target" in heads and "outcome" in heads:
        return "targets"
    if {"period", "month", "quantity"} & heads:
        return "return"
    return "return" if import_bank(path, Terms(id="values"))[0] is None else "values"


def _first_cells(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[object]:
    for number, (_, cells) in enumerate(rows):
        if number > 5:
            return
        yield from cells
