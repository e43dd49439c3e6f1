"""A unit cost database as a bank: every entry a value, with its parts and transfers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from socialvalue.money import total
from socialvalue.problems import Place, Problem, error, has_errors, note
from socialvalue.published.bank_files import load_bank, shipped_files
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.published.sources import Source
from socialvalue.published.valuations import Component, Valuation
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.banks.bank_terms import Terms, bank_without_values
from socialvalue.reading.banks.unit_cost_database import UnitCostDatabase
from socialvalue.reading.banks.unit_cost_entries import (
    CostEntry,
    EntryAmount,
    parts_of_entry,
    transfer_in_entry,
    unit_of_entry,
)


def bank_of_unit_costs(
    file: str, database: UnitCostDatabase, terms: Terms, vocabulary: Vocabulary, today: dt.date, digest: str
) -> tuple[Bank | None, list[Problem]]:
    """Every entry of a unit cost database as a value, with parts and transfers where the publisher gives them.

    An entry that the package ships with the same code, kind, year and amount keeps its title and outcome; every other
    values an outcome of the bank's own.
    """
    problems = list(database.problems)
    stated = _licence_stated(database.licence)
    if not stated and not terms.licence:
        message = "No sheet says under what licence the values are."
        remedy = "Give it with --licence, as your copy or its publisher states it."
        problems.append(error("licence-missing", Place(file), message, remedy))
    if has_errors(problems):
        return None, problems
    title = terms.title or database.title or Path(file).stem
    head = bank_without_values(file, evolve(terms, title=title, licence=terms.licence or stated), today, digest)
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
            value = _value_of_entry(entry, amount, same, database, head, today)
            values.append(value)
            if value.outcome not in vocabulary:
                own = known.get(value.outcome) if same else None
                outcomes.setdefault(value.outcome, own or _outcome_of_entry(entry, value, head.title))
    problems += _note_on_parts(database, file)
    bank = evolve(head, valuations=tuple(values), outcomes=tuple(outcomes.values()))
    return bank, [*problems, *bank.check(vocabulary)]


def _licence_stated(stated: str) -> str:
    return "CC BY 4.0" if re.search(r"creative commons attribution 4\.0", stated, re.IGNORECASE) else stated


def _value_of_entry(
    entry: CostEntry,
    amount: EntryAmount,
    same: Valuation | None,
    database: UnitCostDatabase,
    bank: Bank,
    today: dt.date,
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
        outcome=same.outcome if same else _outcome_id(f"{entry.code} {entry.entry}"),
        amount=amount.amount,
        unit=same.unit if same else unit_of_entry(entry),
        prices=amount.prices,
        kind=amount.kind,  # type: ignore[arg-type] # checked by the record
        grade="quoted",
        source=source,
        reliability=entry.reliability or None,  # type: ignore[arg-type] # checked by the record
        agency=", ".join(entry.agencies) if fiscal else "",
        components=(same.components if same else _components_of_entry(entry, amount, database)) if fiscal else (),
        notes=f"Its own source: {entry.source}" if entry.source else "",
    )


def _components_of_entry(entry: CostEntry, whole: EntryAmount, database: UnitCostDatabase) -> tuple[Component, ...]:
    """The parts of a fiscal amount where they add up to it, with what is a transfer."""
    moved = transfer_in_entry(entry)
    parts = [(part, amount) for part in parts_of_entry(entry, database.entries) if (amount := part.amount("fiscal"))]
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


def _outcome_of_entry(entry: CostEntry, value: Valuation, title: str) -> Outcome:
    return Outcome(
        value.outcome,
        f"{entry.code} {value.title}",
        f"Counted as entry {entry.code} of {title} counts it: {entry.unit.lower()}.",
        unit=value.unit.split(" / ")[1],
        flow="flow",
        category=entry.theme.lower() or "other",
        themes=(entry.theme.lower() or "own bank",),
    )


def _note_on_parts(database: UnitCostDatabase, file: str) -> Iterator[Problem]:
    """In one note: which entries have parts that add up, and which have parts that do not."""
    wholes = {entry.whole for entry in database.entries if entry.whole}
    entries = {entry.code: entry for entry in database.entries}
    add_up = [code for code in entries if code in wholes and parts_of_entry(entries[code], database.entries)]
    others = [code for code in entries if code in wholes and code not in add_up]
    message = (
        f"{len(entries)} entries were read. Of {len(wholes)} with parts, {len(add_up)} are their sum and carry them"
    )
    if others:
        message += f"; {len(others)} are not, being averages or scenarios ({', '.join(others[:6])} …)"
    yield note("components-do-not-sum", Place(file), f"{message}. Each part is a value of its own.")


def _outcome_id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("&", "and")).strip("-")[:80].rstrip("-")
