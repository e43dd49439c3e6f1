"""The files of banks: those of the package, those a user has imported, and any named by its path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from attrs import frozen

from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published import toml
from socialvalue.published.bank_from_toml import bank_from
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome


def load_bank(name: Bank | str | Path) -> Bank:
    """A bank by id, or by the path of its file; a bank that is loaded already comes back as it is.

    An id is looked for among the banks that come with the package, then among the user's own. There is no bank for want
    of a name: which one is used then depends on the return (`socialvalue.calculate` without a bank).

    Raises:
        BadData: when there is no such bank, or its file has any fault.
    """
    if isinstance(name, Bank):
        return name
    if not isinstance(name, str | Path):
        msg = f"a bank is named by its id or the path of its file, not by {name!r}"
        raise TypeError(msg)
    path = bank_file(name)
    shipped = path.is_relative_to(toml.valuations())  # and does not change while Python runs
    bank = _shipped_bank(path) if shipped else bank_from(toml.read_toml(path), path.name)
    if not _is_path(name) and bank.id != str(name):
        message = f"The file {path.name} holds a bank that calls itself {bank.id}."
        raise BadData([error("bad-data", Place(file=path.name, key="bank.id"), message, "Name the file by the id.")])
    return bank


@cache
def _shipped_bank(path: Path) -> Bank:
    return bank_from(toml.read_toml(path), path.name)


@frozen
class Nameable:
    """What a return may name of a bank.

    Attributes:
        codes: the outcome each of its codes values.
        outcomes: its own outcomes.
    """

    codes: Mapping[str, str]
    outcomes: tuple[Outcome, ...]


def nameable(name: str) -> Nameable:
    """The codes and outcomes of a bank; one that comes with the package is not loaded for them.

    Raises:
        BadData: when there is no such bank, or its file has any fault.
    """
    path = bank_file(name)
    if path.is_relative_to(toml.valuations()):
        return _nameable(path)
    bank = load_bank(name)
    return Nameable(bank.codes, bank.outcomes)


@cache
def _nameable(path: Path) -> Nameable:
    """What may be named of a bank that comes with the package, from the few lines of its file that say it."""
    kept = []
    for table in re.split(r"^(?=\[)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        if table.startswith("[[outcome]]"):
            kept.append(table)
        elif table.startswith("[[valuation]]"):
            kept += [line for line in table.splitlines() if line.startswith(("[[", "code = ", "outcome = "))]
    data = tomllib.loads("\n".join(kept))
    outcomes = toml.entries(data.get("outcome", []), Outcome, path.name, "outcome", "id")
    return Nameable({value["code"]: value["outcome"] for value in data["valuation"]}, outcomes)


def bank_file(name: str | Path) -> Path:
    """The file of a bank named by its id, or by its path (which ends in ``.toml``); raises `BadData`."""
    if _is_path(name):
        return Path(name)
    known = bank_files()
    if str(name) not in known:
        raise BadData([_unknown_bank(str(name), known)])
    return known[str(name)]


def _is_path(name: str | Path) -> bool:
    return str(name).lower().endswith(".toml")


def bank_files() -> dict[str, Path]:
    """The file of every bank that can be named by its id: those of the package, then the user's own."""
    files: dict[str, Path] = {}
    for path in (*shipped_files(), *_toml_files(user_folder())):
        files.setdefault(path.stem, path)
    return files


def shipped_files() -> list[Path]:
    """The files of the banks that come with the package."""
    return _toml_files(toml.valuations() / "banks")


def _toml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def own_file(name: str) -> Path:
    """The file of one of the user's own banks; raises `BadData` for any other."""
    path = user_folder() / f"{name}.toml"
    if name in {shipped.stem for shipped in shipped_files()}:
        message, remedy = f"{name} comes with the package and cannot be removed.", "“sv banks use” chooses another."
        raise BadData([error("unknown-bank", Place(), message, remedy)])
    if not path.is_file():
        raise BadData([_unknown_bank(name, bank_files())])
    return path


def user_folder() -> Path:
    """Where a user's own banks are kept, outside any project."""
    from platformdirs import user_data_path

    return user_data_path("socialvalue", appauthor=False) / "banks"


def _unknown_bank(name: str, known: Iterable[str]) -> Problem:
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f"Did you mean “{close[0]}”? " if close else ""
    return error("unknown-bank", Place(), f"There is no bank “{name}”.", f"{hint}“sv banks list” names them all.")
