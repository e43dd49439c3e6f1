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

from socialvalue.money import total
from socialvalue.opening import open_file
from socialvalue.problems import BadData, Place, Problem, error, has_errors, in_order, note
from socialvalue.published import toml
from socialvalue.published.bank_columns import REQUIRED
from socialvalue.published.bank_files import bank_files, load_bank, read_bank, shipped_files, user_folder
from socialvalue.published.banks import Bank, usable_id
from socialvalue.published.claiming_rules import Claiming
from socialvalue.published.outcomes import Outcome, Vocabulary, load_vocabulary
from socialvalue.published.prices import PriceBase
from socialvalue.published.sources import Licence, Source
from socialvalue.published.valuations import At, Component, Valuation, value_place
from socialvalue.reading.banks.bank_map import ValueMap
from socialvalue.reading.banks.unit_cost_database import (
    Amount,
    Database,
    Entry,
    is_unit_cost_database,
    parts_of,
    read_unit_costs,
    transfer_of,
    value_unit,
)
from socialvalue.reading.banks.value_table import ValueTable, find_header, formula
from socialvalue.reading.banks.wide_table import Given, as_long
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
        prices, unit, kind: of every value, where the file does not say them.
    """

    id: str = field(validator=usable_id)
    title: str = field(default="", converter=_stripped)
    publisher: str = field(default="", converter=_stripped)
    edition: str = field(default="", converter=_stripped)
    licence: str = field(default="", converter=_stripped)
    own_outcomes: bool = False
    claiming: Claiming | None = None
    prices: str = field(default="", converter=_stripped)
    unit: str = field(default="", converter=_stripped)
    kind: str = field(default="", converter=_stripped)


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
    day = today or dt.datetime.now(tz=dt.UTC).date()
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
        problems += _mixed_years([(value.prices, value_place(path.name, value.code)) for value in bank])
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
        return _unit_costs(path.name, read_unit_costs(sheets, notes_of(source)), terms, vocabulary, today, digest)
    bank = _bank(path.name, terms, today, digest)
    table = ValueTable(bank, vocabulary, today, own_outcomes=terms.own_outcomes)
    problems: list[Problem] = []
    found = False
    given = Given(prices=terms.prices, unit=terms.unit, kind=terms.kind)
    for each in sheets:
        sheet, said = as_long(each, given)
        problems += said
        if has_errors(said):
            found = True
            continue
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
    if table.outcomes and not terms.own_outcomes:
        names = ", ".join(f"“{outcome.label}”" for outcome in list(table.outcomes.values())[:5])
        message = f"{len(table.outcomes)} outcomes are not in the vocabulary and became outcomes of the bank: {names} …"
        problems.append(note("outcome-added", Place(path.name), message))
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


# a unit cost database


def _unit_costs(
    file: str, database: Database, terms: Terms, vocabulary: Vocabulary, today: dt.date, digest: str
) -> tuple[Bank | None, list[Problem]]:
    """Every entry of a unit cost database as a value, with parts and transfers where the publisher gives them.

    An entry that the package ships with the same code, kind, year and amount keeps its title and outcome; every other
    values an outcome of the bank's own.
    """
    problems = list(database.problems)
    stated = _attribution(database.licence)
    if not stated and not terms.licence:
        message = "No sheet says under what licence the values are."
        remedy = "Give it with --licence, as your copy or its publisher states it."
        problems.append(error("licence-missing", Place(file), message, remedy))
    if has_errors(problems):
        return None, problems
    title = terms.title or database.title or Path(file).stem
    head = _bank(file, evolve(terms, title=title, licence=terms.licence or stated), today, digest)
    banks = [load_bank(path) for path in shipped_files()]
    shipped = {(value.code, str(value.kind), value.prices, value.amount): value for bank in banks for value in bank}
    known = {outcome.id: outcome for bank in banks for outcome in bank.outcomes}
    values: list[Valuation] = []
    outcomes: dict[str, Outcome] = {}
    for entry in database.entries:
        if not entry.amounts:
            message = f"{entry.code} has no amount: it is no value."
            problems.append(note("missing-value", entry.place, message))
        for amount in entry.amounts:
            same = shipped.get((entry.code, amount.kind, amount.prices, amount.amount))
            value = _of_entry(entry, amount, same, database, head, today)
            values.append(value)
            if value.outcome not in vocabulary:
                own = known.get(value.outcome) if same else None
                outcomes.setdefault(value.outcome, own or _outcome_of(entry, value, head.title))
    problems += _about_parts(database, file)
    bank = evolve(head, valuations=tuple(values), outcomes=tuple(outcomes.values()))
    return bank, [*problems, *bank.check(vocabulary)]


def _attribution(stated: str) -> str:
    return "CC BY 4.0" if re.search(r"creative commons attribution 4\.0", stated, re.IGNORECASE) else stated


def _of_entry(
    entry: Entry, amount: Amount, same: Valuation | None, database: Database, bank: Bank, today: dt.date
) -> Valuation:
    year = re.search(r"\b(19|20)\d\d\b", bank.edition)
    source = Source(
        title=bank.title,
        publisher=bank.publisher,
        year=int(year[0]) if year else today.year,
        locator=f"sheet {amount.place.sheet}, cell {amount.place.cell}, entry {entry.code}",
        url=f"file:{amount.place.file}",
        retrieved=today,
    )
    fiscal = amount.kind == "fiscal"
    return Valuation(
        code=entry.code,
        title=same.title if same else entry.entry[:120],
        outcome=same.outcome if same else _slug(f"{entry.code} {entry.entry}"),
        amount=amount.amount,
        unit=same.unit if same else value_unit(entry),
        prices=amount.prices,
        kind=amount.kind,  # type: ignore[arg-type]
        grade="quoted",
        source=source,
        reliability=entry.reliability or None,  # type: ignore[arg-type]
        agency=", ".join(entry.agencies) if fiscal else "",
        components=(same.components if same else _components(entry, amount, database)) if fiscal else (),
        notes=f"Its own source: {entry.source}" if entry.source else "",
    )


def _components(entry: Entry, whole: Amount, database: Database) -> tuple[Component, ...]:
    """The parts of a fiscal amount where they add up to it, with what is a transfer."""
    moved = transfer_of(entry)
    parts = [(part, amount) for part in parts_of(entry, database.entries) if (amount := part.amount("fiscal"))]
    if not parts:
        if moved == whole.amount:
            return (
                Component(label="A transfer", amount=whole.amount, transfer=True, agency=", ".join(entry.agencies)),
            )
        return ()
    made = [
        Component(
            label=f"{part.code} {part.entry[:80]}",
            amount=amount.amount,
            agency=", ".join(part.agencies),
            transfer=moved is not None and abs(amount.amount - moved) < 1,
            code=part.code,
        )
        for part, amount in parts
    ]
    rest = whole.amount - total(part.amount for part in made)
    return (*made, *((Component(label="Rounding in the source", amount=rest),) if rest else ()))


def _outcome_of(entry: Entry, value: Valuation, title: str) -> Outcome:
    return Outcome(
        value.outcome,
        f"{entry.code} {value.title}",
        f"Counted as entry {entry.code} of {title} counts it: {entry.unit.lower()}.",
        unit=value.unit.split(" / ")[1],
        flow="flow",
        category=entry.theme.lower() or "other",
        themes=(entry.theme.lower() or "own bank",),
    )


def _about_parts(database: Database, file: str) -> Iterator[Problem]:
    """In one note: which entries have parts that add up, and which have parts that do not."""
    wholes = {entry.whole for entry in database.entries if entry.whole}
    entries = {entry.code: entry for entry in database.entries}
    add_up = [code for code in entries if code in wholes and parts_of(entries[code], database.entries)]
    others = [code for code in entries if code in wholes and code not in add_up]
    message = (
        f"{len(entries)} entries were read. Of {len(wholes)} with parts, {len(add_up)} are their sum and carry them"
    )
    if others:
        message += f"; {len(others)} are not, being averages or scenarios ({', '.join(others[:6])} …)"
    yield note("components-do-not-sum", Place(file), f"{message}. Each part is a value of its own.")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("&", "and")).strip("-")[:80].rstrip("-")
