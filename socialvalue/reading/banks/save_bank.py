"""A bank written as TOML, to a file or among the user's own banks; an edition before is kept."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve

from socialvalue.problems import BadData, Place, error
from socialvalue.published.bank_files import bank_files, load_bank, user_folder
from socialvalue.published.banks import Bank
from socialvalue.published.prices import PriceBase
from socialvalue.writing import write_whole


def save_bank(bank: Bank, out: Path | None = None, *, replace: bool = False) -> Path:
    """Write a bank whole, to a file or among the user's own banks, and say where.

    Args:
        bank: the bank.
        out: a file; among the user's own banks, under its id, when None.
        replace: whether one of the user's own banks of that id gives way; it is kept under the id `kept_id` gives it.

    Raises:
        BadData: when the id is taken, the file is there already, or it cannot be written.
    """
    path = out or user_folder() / f"{bank.id}.toml"
    if replace and out is None and path.exists():
        kept = load_bank(bank.id)
        write_whole(path.with_stem(kept_id(bank.id)), to_toml(evolve(kept, id=kept_id(bank.id))).encode())
        path.unlink()
    if out is None and bank.id in bank_files():
        message, remedy = (
            f"There is a bank {bank.id} already.",
            "A new edition is a new bank: choose another --id; or keep the old one beside it with --replace.",
        )
        raise BadData([error("bank-exists", Place(file=path.name), message, remedy)])
    if path.exists():
        message, remedy = f"{path.name} is there already and is not written over.", "Choose another name."
        raise BadData([error("bank-exists", Place(file=path.name), message, remedy)])
    if out is None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            message = f"The folder for your own banks cannot be made: {err.strerror}."
            raise BadData([error("file-not-written", Place(file=path.name), message, "Use --out.")]) from None
    write_whole(path, to_toml(bank).encode())
    return path


def kept_id(name: str) -> str:
    """The id under which the edition before is kept: the first of ``name-1``, ``name-2`` … that is free."""
    number = 1
    while f"{name}-{number}" in bank_files():
        number += 1
    return f"{name}-{number}"


def to_toml(bank: Bank) -> str:
    """The bank as a TOML file that reads back as the same bank."""
    import tomli_w

    head = toml_table(evolve(bank, valuations=(), outcomes=()))
    tables = {"bank": head, "outcome": list(map(toml_table, bank.outcomes)), "valuation": list(map(toml_table, bank))}
    return tomli_w.dumps({name: table for name, table in tables.items() if table})


def toml_table(record: Any) -> Any:
    """Plain TOML data for a record; what is at its default is left out."""
    import attrs

    if isinstance(record, Decimal):
        return f"{record:f}"
    if isinstance(record, PriceBase):
        return str(record)
    if isinstance(record, tuple):
        return [toml_table(entry) for entry in record]
    if attrs.has(type(record)):
        fields = ((a, getattr(record, a.name)) for a in attrs.fields(type(record)))
        return {a.name: toml_table(value) for a, value in fields if value is not None and value != a.default}
    return record
