"""Banks in files: those of the package, those a user has imported, and any named by its path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from socialvalue.money import EXACT, optional_decimal, plain
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published import toml
from socialvalue.published.bank_faults import repeated_codes, value_problems
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome, Vocabulary, load_vocabulary
from socialvalue.published.prices import PriceBase, load_index
from socialvalue.published.valuations import Valuation, ValueName, value_place
from socialvalue.published.wellbys import Effect, Uprating, uprated


def read_bank(
    data: dict[str, Any], file: str, vocabulary: Vocabulary | None = None
) -> tuple[Bank | None, list[Problem]]:
    """The bank that plain TOML data describe, as far as it can be read, and every fault in it.

    Args:
        data: the tables ``[bank]``, ``[[valuation]]`` and, where it has further outcomes, ``[[outcome]]``.
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
    outcomes = _records_of_table(data.get("outcome", []), Outcome, file, "outcome", "id", problems)
    rows = _completed_rows(data.get("valuation", []), head, file, problems)
    values = _records_of_table(rows, Valuation, file, "valuation", "code", problems)
    if not data.get("valuation"):
        problems.append(error("bad-data", Place(file=file), "The bank holds no values.", "Add [[valuation]] tables."))
    known = vocabulary or load_vocabulary()
    problems += [
        error("duplicate-code", Place(file=file, key=o.id), f"The outcome “{o.id}” is known already.", "Take it out.")
        for o in outcomes
        if o.id in known
    ]
    places = [value_place(file, value.code) for value in values]
    problems += repeated_codes((_value_name(row), value_place(file, str(row["code"]))) for row in rows if "code" in row)
    problems += value_problems(values, places, known.extended(outcomes))
    try:
        bank = toml.structure(head, Bank, file, "bank")
    except BadData as err:
        return None, [*err.problems, *problems]
    return evolve(bank, valuations=tuple(values), outcomes=tuple(outcomes)), problems


def _records_of_table(data: object, kind: Any, file: str, table: str, name: str, problems: list[Problem]) -> list[Any]:
    records: list[Any] = []
    for number, entry in enumerate(_table_rows(data), start=1):
        label = entry.get(name) if isinstance(entry, dict) else None
        try:
            records.append(toml.structure(entry, kind, file, str(label or f"{table} {number}")))
        except BadData as err:
            problems += err.problems
    return records


def _table_rows(data: object) -> list[object]:
    return data if isinstance(data, list) else [data]


def _value_name(row: dict[str, Any]) -> ValueName:
    """What tells a row of plain data from the others of its bank, before it is known to be sound."""
    told = (str(row.get(name, "all")) for name in ("age", "area"))
    return ValueName(
        str(row["code"]), str(row.get("outcome", "")), (str(row.get("kind")), *told, str(row.get("valid_from", "")))
    )


# values made of others


def _completed_rows(data: object, head: object, file: str, problems: list[Problem]) -> list[dict[str, Any]]:
    """The rows of values with what follows from others: the bank's source, a WELLBY uprated, an effect's amount."""
    shared = head.get("source") if isinstance(head, dict) else None
    rows: list[dict[str, Any]] = []
    for row in _table_rows(data):
        if not isinstance(row, dict):
            place = Place(file=file, key="valuation")
            problems.append(error("bad-data", place, "A value is a table of its own.", "Write [[valuation]]."))
        elif isinstance(shared, dict) and isinstance(row.get("source"), dict):
            rows.append({**row, "source": {**shared, **row["source"]}})
        else:
            rows.append(dict(row))
    for step in (_uprated_wellby, _amounts_of_effect):
        for row in rows:
            try:
                found = step(row, rows, file)
            except BadData as err:
                problems += err.problems
                continue
            for name, figure in found.items():
                if name in row and figure is not None and not _is_figure(row[name], figure):
                    place = Place(file=file, key=f"{row.get('code')}.{name}")
                    message = f"The {name} is written as {row[name]}, but what it is made of gives {plain(figure)}."
                    problems.append(error("bad-data", place, message, f"Take out the {name}, or mend the parts."))
                elif figure is not None:
                    row[name] = str(figure)
    return rows


def _is_figure(written: object, figure: Decimal) -> bool:
    """Whether what is written is the figure, however it is spelt."""
    try:
        return isinstance(written, str) and Decimal(written) == figure
    except ArithmeticError:
        return False


def _uprated_wellby(row: dict[str, Any], rows: list[dict[str, Any]], file: str) -> dict[str, Decimal | None]:
    """The amount and range of a WELLBY brought to later prices."""
    if "uprated" not in row:
        return {}
    code = str(row.get("code"))
    start = toml.structure(row["uprated"], Uprating, file, f"{code}.uprated")
    place = Place(file=file, key=f"{code}.uprated")
    try:
        growth = load_index(start.growth) if start.growth else None
        factor = uprated(start.prices, PriceBase.of(row["prices"]), load_index(start.deflator), growth, start.power)
    except (ValueError, KeyError) as err:
        message = f"It cannot be brought to later prices: {err}."
        raise BadData([error("bad-data", place, message, "Choose editions that reach both years.")]) from None
    ends = {"low": start.low, "amount": start.amount, "high": start.high}
    return {name: None if end is None else EXACT.multiply(end, factor.value) for name, end in ends.items()}


def _amounts_of_effect(row: dict[str, Any], rows: list[dict[str, Any]], file: str) -> dict[str, Decimal | None]:
    """The amount and range of points of life satisfaction times the WELLBY of the same bank."""
    if "effect" not in row:
        return {}
    code = str(row.get("code"))
    effect = toml.structure(row["effect"], Effect, file, f"{code}.effect")
    wellby = next((other for other in rows if other.get("code") == effect.wellby), {})
    if wellby.get("unit") != "GBP / wellby" or wellby.get("prices") != row.get("prices"):
        place = Place(file=file, key=f"{code}.effect.wellby")
        message = f"“{effect.wellby}” is no WELLBY of this bank in prices of {row.get('prices')}."
        remedy = "Name a value in GBP / wellby of the same bank and price year."
        raise BadData([error("bad-data", place, message, remedy)])
    try:
        pounds, *ends = (optional_decimal(wellby.get(name)) for name in ("amount", "low", "high"))
    except (TypeError, ValueError):
        return {}  # the fault is the WELLBY's own
    if pounds is None:
        return {}
    return dict(zip(("low", "amount", "high"), effect.amounts(pounds, *ends), strict=True))


def bank_from(data: dict[str, Any], file: str, vocabulary: Vocabulary | None = None) -> Bank:
    """The bank that plain TOML data describe; see `read_bank`.

    Raises:
        BadData: with every fault; a bank with any is not used.
    """
    bank, problems = read_bank(data, file, vocabulary)
    if bank is None or problems:
        raise BadData(problems)
    return bank


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
