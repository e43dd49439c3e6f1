"""A bank from its TOML, as far as it can be read, with every fault in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve

from socialvalue.money import plain
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published import toml
from socialvalue.published.bank_faults import repeated_codes, value_problems
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.published.valuations import Valuation, ValueName, value_place
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.published.wellbys import amounts_of_effect, uprated_wellby


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
    for step in (uprated_wellby, amounts_of_effect):
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


def bank_from(data: dict[str, Any], file: str, vocabulary: Vocabulary | None = None) -> Bank:
    """The bank that plain TOML data describe; see `read_bank`.

    Raises:
        BadData: with every fault; a bank with any is not used.
    """
    bank, problems = read_bank(data, file, vocabulary)
    if bank is None or problems:
        raise BadData(problems)
    return bank
