"""A user's own values imported: a workbook, csv or TOML file in, a bank out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from socialvalue.opening import open_file
from socialvalue.problems import BadData, Place, Problem, error, has_errors, in_order, note
from socialvalue.published import toml
from socialvalue.published.bank_columns import REQUIRED
from socialvalue.published.bank_from_toml import read_bank
from socialvalue.published.banks import Bank
from socialvalue.published.prices import PriceBase
from socialvalue.published.valuations import At, value_place
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading.banks.bank_map import ValueMap
from socialvalue.reading.banks.bank_terms import Terms, bank_without_values, licence_named
from socialvalue.reading.banks.import_unit_costs import bank_of_unit_costs
from socialvalue.reading.banks.save_bank import toml_table
from socialvalue.reading.banks.unit_cost_database import is_unit_cost_database, read_unit_costs
from socialvalue.reading.banks.value_cells import formula_fault
from socialvalue.reading.banks.value_header import find_value_header
from socialvalue.reading.banks.value_table import ValueTable
from socialvalue.reading.banks.value_titles import GivenForValues
from socialvalue.reading.banks.wide_table import as_long_value_table
from socialvalue.records.periods import day_of


def import_bank(
    path: Path,
    terms: Terms,
    *,
    headings: ValueMap | None = None,
    vocabulary: Vocabulary | None = None,
    today: dt.date | None = None,
) -> tuple[Bank | None, list[Problem]]:
    """The bank that a workbook, csv or TOML file holds, and everything wrong or worth knowing in it.

    Args:
        path: the file.
        terms: what is said of the bank as a whole.
        headings: what the file's own headings are read as.
        vocabulary: the outcomes; those of the package when None.
        today: the day of the import.

    Returns:
        The bank, or None when there is any error, and the problems.
    """
    day = day_of(today)
    known = vocabulary or load_vocabulary()
    try:
        if path.suffix.lower() == ".toml":
            bank, problems = _from_toml(path, terms, known)
        else:
            bank, problems = _from_tables(path, terms, headings, known, day)
    except BadData as err:
        return None, list(err.problems)
    if bank is not None and terms.claiming is not None:
        bank = evolve(bank, claiming=terms.claiming)
    return None if has_errors(problems) else bank, in_order(problems)


def _from_toml(path: Path, terms: Terms, vocabulary: Vocabulary) -> tuple[Bank | None, list[Problem]]:
    data = toml.read_toml(path)
    head = data.get("bank")
    if isinstance(head, dict):
        head["id"] = terms.id
        head |= {name: text for name in ("title", "publisher", "edition") if (text := getattr(terms, name))}
        if terms.licence:
            head["licence"] = toml_table(
                licence_named(terms.licence, str(head.get("title")), str(head.get("publisher")))
            )
    bank, problems = read_bank(data, path.name, vocabulary)
    problems += _formulas_in_toml(data, path.name, "")
    if bank is not None:
        problems += _mixed_price_years([(value.prices, value_place(path.name, value.code)) for value in bank])
    return bank, problems


def _formulas_in_toml(data: Any, file: str, key: str) -> Iterator[Problem]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _formulas_in_toml(value, file, f"{key}.{name}".lstrip("."))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _formulas_in_toml(value, file, f"{key}[{number}]")
    elif isinstance(data, str) and data.lstrip().startswith("="):
        fault = formula_fault(data)
        yield error(fault.code, Place(file=file, key=key), fault.message, fault.remedy)


def _mixed_price_years(years: Sequence[tuple[PriceBase, At]]) -> Iterator[Problem]:
    """Price years that are not those of most of the values."""
    counted = Counter(year for year, _ in years)
    if len(counted) < 2:
        return
    usual, number = counted.most_common(1)[0]
    for year, at in years:
        if year != usual:
            message = f"The price year is {year}, but {number} of {len(years)} values are in prices of {usual}."
            remedy = "Import the values of each price year as a bank of its own."
            yield error("mixed-price-years", at("prices"), message, remedy)


def _from_tables(
    path: Path, terms: Terms, headings: ValueMap | None, vocabulary: Vocabulary, today: dt.date
) -> tuple[Bank | None, list[Problem]]:
    from socialvalue.formats.notes import notes_of
    from socialvalue.formats.open import read_sheets

    source = open_file(path)
    sheets = read_sheets(source)
    if headings is not None:
        sheets = [headings.applied(sheet) for sheet in sheets]
    digest = source.digest()
    if is_unit_cost_database(sheets):
        return bank_of_unit_costs(
            path.name, read_unit_costs(sheets, notes_of(source)), terms, vocabulary, today, digest
        )
    bank = bank_without_values(path.name, terms, today, digest)
    table = ValueTable(bank, vocabulary, today, own_outcomes=terms.own_outcomes)
    problems: list[Problem] = []
    found = False
    given = GivenForValues(prices=terms.prices, unit=terms.unit, kind=terms.kind)
    for each in sheets:
        sheet, said = as_long_value_table(each, given)
        problems += said
        if has_errors(said):
            found = True
            continue
        header = find_value_header(sheet)
        if header is None:
            text = f"The sheet “{sheet.name}” holds no table of values; it was left alone."
            problems.append(note("sheet-ignored", Place(sheet.file, sheet.name), text))
        else:
            found = True
            problems += table.read(header)
    if not found:
        remedy = f"The table needs the headers {', '.join(REQUIRED)}, in any order."
        return None, [error("no-table", Place(path.name), "No table of values was found.", remedy)]
    problems += [*_mixed_price_years(table.years), *table.problems()]
    if table.outcomes and not terms.own_outcomes:
        names = ", ".join(f"“{outcome.label}”" for outcome in list(table.outcomes.values())[:5])
        message = f"{len(table.outcomes)} outcomes are not in the vocabulary and became outcomes of the bank: {names} …"
        problems.append(note("outcome-added", Place(path.name), message))
    if not table.values and not has_errors(problems):
        problems.append(error("empty-sheet", Place(path.name), "The table has headers but no rows.", "Add the values."))
    return evolve(bank, valuations=tuple(table.values), outcomes=tuple(table.outcomes.values())), problems
