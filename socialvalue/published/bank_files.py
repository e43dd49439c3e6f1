"""Banks in files: those of the package, those a user has imported, and any named by its path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve

from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published import toml
from socialvalue.published.banks import DEFAULT_BANK, At, Bank, Valuation, key_of
from socialvalue.published.outcomes import Outcome, Vocabulary, load_vocabulary


def read_bank(
    data: dict[str, Any], file: str, vocabulary: Vocabulary | None = None
) -> tuple[Bank | None, list[Problem]]:
    """The bank that plain TOML data describe, as far as it can be read, and every fault in it.

    Args:
        data: the tables ``[bank]``, ``[[valuation]]`` and, where it has outcomes of its own, ``[[outcome]]``.
        file: the file's name, for the places of faults.
        vocabulary: the outcomes; those of the package when None.
    """
    tables = {"bank", "valuation", "outcome"}
    head = data.get("bank", {})
    strange = sorted(data.keys() - tables)
    strange += [f"bank.{key}" for key in ("valuations", "outcomes") if isinstance(head, dict) and key in head]
    problems = [
        error("bad-data", Place(file=file, key=key), f"“{key}” is not a table known here.", "Take it out.")
        for key in strange
    ]
    outcomes = _entries(data.get("outcome", []), Outcome, file, "outcome", "id", problems)
    values = _entries(data.get("valuation", []), Valuation, file, "valuation", "code", problems)
    if not data.get("valuation"):
        problems.append(error("bad-data", Place(file=file), "The bank holds no values.", "Add [[valuation]] tables."))
    known = vocabulary or load_vocabulary()
    problems += [
        error("duplicate-code", Place(file=file, key=o.id), f"The outcome “{o.id}” is known already.", "Take it out.")
        for o in outcomes
        if o.id in known
    ]
    places = [key_of(file, value.code) for value in values]
    named = [str(row["code"]) for row in _rows(data.get("valuation", [])) if isinstance(row, dict) and "code" in row]
    problems += repeated_codes((code, key_of(file, code)) for code in named)
    problems += value_problems(values, places, known.extended(outcomes))
    try:
        bank = toml.structure(head, Bank, file, "bank")
    except BadData as err:
        return None, [*err.problems, *problems]
    return evolve(bank, valuations=tuple(values), outcomes=tuple(outcomes)), problems


def _entries(data: object, kind: Any, file: str, table: str, name: str, problems: list[Problem]) -> list[Any]:
    records: list[Any] = []
    for number, entry in enumerate(_rows(data), start=1):
        label = entry.get(name) if isinstance(entry, dict) else None
        try:
            records.append(toml.structure(entry, kind, file, str(label or f"{table} {number}")))
        except BadData as err:
            problems += err.problems
    return records


def _rows(data: object) -> list[object]:
    return data if isinstance(data, list) else [data]


def value_problems(values: Sequence[Valuation], places: Sequence[At], vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with values, each in itself and all together: `places` says where the fields of each stand."""
    found: list[Problem] = []
    codes: set[str] = set()
    scopes: dict[tuple[str, str, str], list[tuple[Valuation, At]]] = {}
    for value, at in zip(values, places, strict=True):
        found += [*value.problems(at), *value.misfits(at, vocabulary)]
        if value.code not in codes:  # a code that stands twice is a fault of its own
            scopes.setdefault((value.outcome, value.age, value.area), []).append((value, at))
        codes.add(value.code)
    for rivals in scopes.values():
        found += _rivals(rivals)
    return found


def repeated_codes(codes: Iterable[tuple[str, At]]) -> Iterator[Problem]:
    """Codes that stand twice; each comes with where its entry stands."""
    firsts: dict[str, At] = {}
    for code, at in codes:
        first = firsts.setdefault(code, at)
        if first is not at:
            there = first("code")
            where = "" if there == at("code") else f", here and at {there.cell or there}"
            yield error("duplicate-code", at("code"), f"The code {code} stands twice{where}.", "Keep one entry a code.")


def _rivals(values: list[tuple[Valuation, At]]) -> Iterator[Problem]:
    """Values of one outcome for the same people whose dates overlap: which one holds would be a guess."""
    by_start = sorted(values, key=lambda entry: entry[0].valid_from or dt.date.min)
    longest = by_start[0][0]
    for value, at in by_start[1:]:
        if longest.valid_to is None or (value.valid_from or dt.date.min) <= longest.valid_to:
            message = f"{longest.code} and {value.code} value the same outcome for the same people and dates."
            remedy = "Keep one, or tell them apart by age, area or date."
            yield error("duplicate-code", at("outcome"), message, remedy)
        if (value.valid_to or dt.date.max) > (longest.valid_to or dt.date.max):
            longest = value


def bank_from(data: dict[str, Any], file: str, vocabulary: Vocabulary | None = None) -> Bank:
    """The bank that plain TOML data describe; see `read_bank`.

    Raises:
        BadData: with every fault; a bank with any is not used.
    """
    bank, problems = read_bank(data, file, vocabulary)
    if bank is None or problems:
        raise BadData(problems)
    return bank


def load_bank(name: str | Path = DEFAULT_BANK) -> Bank:
    """A bank by id, or by the path of its file.

    An id is looked for among the banks that come with the package, then among the user's own.

    Raises:
        BadData: when there is no such bank, or its file has any fault.
    """
    path = bank_file(name)
    shipped = path.is_relative_to(toml.valuations())  # and does not change while Python runs
    bank = _shipped(path) if shipped else bank_from(toml.read_toml(path), path.name)
    if not _is_path(name) and bank.id != str(name):
        message = f"The file {path.name} holds a bank that calls itself {bank.id}."
        raise BadData([error("bad-data", Place(file=path.name, key="bank.id"), message, "Name the file by the id.")])
    return bank


@cache
def _shipped(path: Path) -> Bank:
    return bank_from(toml.read_toml(path), path.name)


def bank_file(name: str | Path) -> Path:
    """The file of a bank named by its id, or by its path (which ends in ``.toml``); raises `BadData`."""
    if _is_path(name):
        return Path(name)
    known = bank_files()
    if str(name) not in known:
        raise BadData([_unknown(str(name), known)])
    return known[str(name)]


def _is_path(name: str | Path) -> bool:
    return str(name).lower().endswith(".toml")


def bank_files() -> dict[str, Path]:
    """The file of every bank that can be named by its id: those of the package, then the user's own."""
    files: dict[str, Path] = {}
    for path in (*shipped_files(), *_tomls(user_folder())):
        files.setdefault(path.stem, path)
    return files


def shipped_files() -> list[Path]:
    """The files of the banks that come with the package."""
    return _tomls(toml.valuations() / "banks")


def _tomls(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def user_folder() -> Path:
    """Where a user's own banks are kept, outside any project."""
    from platformdirs import user_data_path

    return user_data_path("socialvalue", appauthor=False) / "banks"


def _unknown(name: str, known: Iterable[str]) -> Problem:
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f"Did you mean “{close[0]}”? " if close else ""
    return error("unknown-bank", Place(), f"There is no bank “{name}”.", f"{hint}“sv banks list” names them all.")
