"""A user's own values: a workbook, csv or TOML file in, a bank out.

Every fault is named with its cell or key, and a file with any error gives no bank.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from socialvalue.opening import open_file
from socialvalue.problems import BadData, Place, Problem, error, has_errors, in_order, note
from socialvalue.published import toml
from socialvalue.published.bank_columns import REQUIRED
from socialvalue.published.bank_files import bank_files, read_bank, user_folder
from socialvalue.published.banks import At, Bank, Claiming, key_of, usable_id
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.published.prices import PriceBase
from socialvalue.published.sources import Licence
from socialvalue.reading.bank_table import ValueTable, find_header, formula
from socialvalue.writing import write_whole

NOT_STATED = "not stated"
_OPEN = (
    (
        r"ogl.*|open government licen[cs]e.*",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    (r"cc0.*", "https://creativecommons.org/publicdomain/zero/1.0/"),
    (r"cc[ -]by([ -]4\.0)?", "https://creativecommons.org/licenses/by/4.0/"),
    (r"cc[ -]by[ -]sa([ -]4\.0)?", "https://creativecommons.org/licenses/by-sa/4.0/"),
)


def _stripped(text: str) -> str:
    return text.strip()


@frozen(kw_only=True)
class Terms:
    """What is said of a bank as a whole; what is left empty is taken from a TOML file, or said to be not stated.

    Attributes:
        id: the name the bank will be chosen by.
        title, publisher, edition: as published.
        licence: its name. Values under one that is not known to be open are marked restricted.
        own_outcomes: whether outcomes that are not known become outcomes of the bank.
        claiming: the rules for claiming, taken over from another bank.
    """

    id: str = field(validator=usable_id)
    title: str = field(default="", converter=_stripped)
    publisher: str = field(default="", converter=_stripped)
    edition: str = field(default="", converter=_stripped)
    licence: str = field(default="", converter=_stripped)
    own_outcomes: bool = False
    claiming: Claiming | None = None


def import_bank(
    path: Path, terms: Terms, *, vocabulary: Vocabulary | None = None, today: dt.date | None = None
) -> tuple[Bank | None, list[Problem]]:
    """The bank that a workbook, csv or TOML file holds, and everything wrong or worth knowing in it.

    Args:
        path: the file.
        terms: what is said of the bank as a whole.
        vocabulary: the outcomes; those of the package when None.
        today: the day of the import.

    Returns:
        The bank, or None when there is any error, and the problems.
    """
    day = today or dt.datetime.now(tz=dt.UTC).date()
    known = vocabulary or load_vocabulary()
    try:
        if path.suffix.lower() == ".toml":
            bank, problems = _from_toml(path, terms, known)
        else:
            bank, problems = _from_tables(path, terms, known, day)
    except BadData as err:
        return None, list(err.problems)
    if bank is not None and terms.claiming is not None:
        bank = evolve(bank, claiming=terms.claiming)
    return None if has_errors(problems) else bank, in_order(problems)


def save_bank(bank: Bank, out: Path | None = None) -> Path:
    """Write a bank whole, to a file or among the user's own banks, and say where.

    Raises:
        BadData: when the id is taken, the file is there already, or it cannot be written.
    """
    path = out or user_folder() / f"{bank.id}.toml"
    if out is None and bank.id in bank_files():
        message, remedy = f"There is a bank {bank.id} already.", "A new edition is a new bank: choose another --id."
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


def to_toml(bank: Bank) -> str:
    """The bank as a TOML file that reads back as the same bank."""
    import tomli_w

    head = _table(evolve(bank, valuations=(), outcomes=()))
    tables = {"bank": head, "outcome": list(map(_table, bank.outcomes)), "valuation": list(map(_table, bank))}
    return tomli_w.dumps({name: table for name, table in tables.items() if table})


def _table(record: Any) -> Any:
    """Plain TOML data for a record; what is at its default is left out."""
    import attrs

    if isinstance(record, Decimal):
        return f"{record:f}"
    if isinstance(record, PriceBase):
        return str(record)
    if isinstance(record, tuple):
        return [_table(entry) for entry in record]
    if attrs.has(type(record)):
        fields = ((a, getattr(record, a.name)) for a in attrs.fields(type(record)))
        return {a.name: _table(value) for a, value in fields if value is not None and value != a.default}
    return record


# TOML


def _from_toml(path: Path, terms: Terms, vocabulary: Vocabulary) -> tuple[Bank | None, list[Problem]]:
    data = toml.read_toml(path)
    head = data.get("bank")
    if isinstance(head, dict):
        head["id"] = terms.id
        head |= {name: text for name in ("title", "publisher", "edition") if (text := getattr(terms, name))}
        if terms.licence:
            head["licence"] = _table(licence(terms.licence, str(head.get("title")), str(head.get("publisher"))))
    bank, problems = read_bank(data, path.name, vocabulary)
    problems += _formulas(data, path.name, "")
    if bank is not None:
        problems += _mixed_years([(value.prices, key_of(path.name, value.code)) for value in bank])
    return bank, problems


def _formulas(data: Any, file: str, key: str) -> Iterator[Problem]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _formulas(value, file, f"{key}.{name}".lstrip("."))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _formulas(value, file, f"{key}[{number}]")
    elif isinstance(data, str) and data.lstrip().startswith("="):
        fault = formula(data)
        yield error(fault.code, Place(file=file, key=key), fault.message, fault.remedy)


def _mixed_years(years: Sequence[tuple[PriceBase, At]]) -> Iterator[Problem]:
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


# tables


def _from_tables(path: Path, terms: Terms, vocabulary: Vocabulary, today: dt.date) -> tuple[Bank | None, list[Problem]]:
    from socialvalue.formats.open import read_sheets

    source = open_file(path)
    sheets = read_sheets(source)
    digest = source.digest()
    bank = _bank(path.name, terms, today, digest)
    table = ValueTable(bank, vocabulary, today, own_outcomes=terms.own_outcomes)
    problems: list[Problem] = []
    found = False
    for sheet in sheets:
        header = find_header(sheet)
        if header is None:
            text = f"The sheet “{sheet.name}” holds no table of values; it was left alone."
            problems.append(note("sheet-ignored", Place(sheet.file, sheet.name), text))
        else:
            found = True
            problems += table.read(header)
    if not found:
        remedy = f"The table needs the headers {', '.join(REQUIRED)}, in any order."
        return None, [error("no-table", Place(path.name), "No table of values was found.", remedy)]
    problems += [*_mixed_years(table.years), *table.problems()]
    if not table.values and not has_errors(problems):
        problems.append(error("empty-sheet", Place(path.name), "The table has headers but no rows.", "Add the values."))
    return evolve(bank, valuations=tuple(table.values), outcomes=tuple(table.outcomes.values())), problems


def _bank(file: str, terms: Terms, today: dt.date, digest: str) -> Bank:
    title = terms.title or Path(file).stem
    publisher = terms.publisher or NOT_STATED
    return Bank(
        id=terms.id,
        title=title,
        publisher=publisher,
        edition=terms.edition or f"imported {today}",
        licence=licence(terms.licence, title, publisher),
        notes=f"Imported on {today} from {file} (sha256 {digest}).",
    )


def licence(name: str, title: str, publisher: str) -> Licence:
    """The licence of that name; restricted, with a notice, unless it is known to be open."""
    for pattern, url in _OPEN:
        if re.fullmatch(pattern, name.strip(), re.IGNORECASE):
            return Licence(name=name, url=url, redistribution="open")
    of = "" if publisher == NOT_STATED else f" of {publisher}"
    terms = f"licence: {name}" if name else "their licence was not stated when they were imported"
    notice = (
        f"{title}: values{of}, {terms}. Imported for your own use; do not pass them on unless your licence allows it."
    )
    return Licence(name=name or NOT_STATED, url=NOT_STATED, redistribution="restricted", notice=notice)
