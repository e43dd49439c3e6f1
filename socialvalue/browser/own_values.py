"""A file of values on the page as a bank: what it holds, the id it gets, and its name once it is imported."""

from __future__ import annotations

import re
from pathlib import Path

from socialvalue.browser.page_files import File
from socialvalue.problems import BadData
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.reading.banks.bank_terms import Terms
from socialvalue.reading.banks.import_bank import import_bank


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
