"""The files on the page: where the worker puts each, which role it seems to have, and a file of values as a bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from socialvalue.formats.open import read_sheets
from socialvalue.problems import BadData
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.toml import read_toml
from socialvalue.reading.banks.bank_terms import Terms
from socialvalue.reading.banks.import_bank import import_bank
from socialvalue.reading.maps.read_map import is_map
from socialvalue.records.maps import MARK

#: The folder in which the worker gives each file a folder of its name.
FILES = Path("/files")


@frozen
class File:
    """A file on the page."""

    id: str
    name: str
    role: str

    @property
    def path(self) -> Path:
        """Where the worker put it."""
        return file_path(self.id, self.name)


def file_path(identity: str, name: str) -> Path:
    """The path of a file, in the folder that it has for itself."""
    return FILES / identity / name


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


def bank_in(file: File) -> Bank:
    """The bank that a file holds, as it comes."""
    if file.name.lower().endswith(".toml"):
        return load_bank(file.path)
    bank, problems = import_bank(file.path, Terms(id=bank_id(file.name)))
    if bank is None:
        raise BadData(problems)
    return bank


def bank_id(name: str) -> str:
    """The id of the bank that a file of values becomes, by the file’s name."""
    return re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-") or "own-values"


def toml_name(name: str) -> str:
    """What a file of values is called once it is imported."""
    return name if name.lower().endswith(".toml") else f"{bank_id(name)}.toml"
