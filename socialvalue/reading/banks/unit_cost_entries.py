"""The entries of a unit cost database: codes, amounts by kind, agencies, comments; the parts of each, and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from socialvalue.formats.sheets import Cell, cell_at
from socialvalue.problems import Place, Problem, error, note
from socialvalue.published.prices import PriceBase
from socialvalue.reading import cells
from socialvalue.reading.banks.unit_cost_headers import CostSheetLayout, layout_drift
from socialvalue.reading.cells import CellFault

Level = Literal["headline", "subsidiary", "constituent"]


@frozen(kw_only=True)
class EntryAmount:
    """Pounds of one kind, in the prices of a year."""

    kind: str
    amount: Decimal
    prices: PriceBase
    place: Place


@frozen(kw_only=True)
class CostEntry:
    """A row of the database.

    Attributes:
        code: the publisher's, which identifies an entry only together with the edition.
        entry: what it costs or saves, in the publisher's words.
        unit: such as ``Per person per year``.
        theme, subject: where it belongs.
        agencies: who bears the cost or makes the saving, the first level before the second.
        amounts: pounds by kind.
        reliability: ``green``, ``amber`` or ``red``; empty where the publisher does not say.
        source: the publisher's own source.
        comment: the publisher's comment, and the notes on its amounts.
        place: of its code.
    """

    code: str
    entry: str
    unit: str
    theme: str
    subject: str
    agencies: tuple[str, ...]
    amounts: tuple[EntryAmount, ...]
    reliability: str
    source: str
    comment: str
    place: Place

    @property
    def level(self) -> Level:
        """Whether it is a headline (``CR2.0``), a subsidiary cost (``CR2.1``) or a part of one (``CR2.0.1``)."""
        numbers = self.code.count(".")
        return "constituent" if numbers > 1 else "headline" if self.code.endswith(".0") else "subsidiary"

    @property
    def whole(self) -> str:
        """The code of the entry it is a part of, where it is one."""
        return self.code.rpartition(".")[0] if self.level == "constituent" else ""

    def amount(self, kind: str) -> EntryAmount | None:
        """The amount of a kind, where there is one."""
        return next((amount for amount in self.amounts if amount.kind == kind), None)


_COST_CODE = re.compile(r"[A-Z][A-Z&]*\d+(?:\.\d+)*", re.IGNORECASE)
_RELIABILITY = {"g": "green", "a": "amber", "r": "red", "green": "green", "amber": "amber", "red": "red"}


def cost_entries(layout: CostSheetLayout, notes: Mapping[Place, str]) -> Iterator[CostEntry | Problem]:
    """The entries of a sheet, each with the notes on its amounts; a problem for a row that cannot be read."""
    columns = layout.columns

    def word(row: Sequence[Cell], column: int | None) -> str:
        return cells.text(row[column]) if column is not None and column < len(row) else ""

    theme = ""
    for number, row in layout.rows:
        place = layout.sheet.place(number, columns["code"])
        try:
            code = word(row, columns["code"])
            theme = word(row, columns.get("theme")) or theme
            known = any(
                start < len(row) and not cells.blank(row[start]) and not isinstance(row[start], str)
                for start, _ in layout.amounts.values()
            )
            if not code and not known:
                continue
            if not _COST_CODE.fullmatch(code) and (code or not word(row, columns["entry"])):
                yield layout_drift(place, f"“{code[:40]}” is not the code of an entry, but the row holds an amount.")
                continue
            amounts = [amount for kind in layout.amounts if (amount := _entry_amount(layout, kind, number, row))]
            said = [notes[amount.place] for amount in amounts if amount.place in notes]
            yield CostEntry(
                code=code,
                entry=word(row, columns["entry"]),
                unit=word(row, columns["unit"]),
                theme=theme,
                subject=word(row, columns.get("subject")),
                agencies=tuple(filter(None, (word(row, column) for column in layout.agencies))),
                amounts=tuple(amounts),
                reliability=_RELIABILITY.get(word(row, columns.get("rag")).lower(), ""),
                source=word(row, columns.get("source")),
                comment=" ".join(filter(None, [word(row, columns.get("comment")), *said])),
                place=place,
            )
        except CellFault as fault:
            yield error(fault.code, place, f"{fault.message} (entry of this row)", fault.remedy)


def entries_with_codes(entries: list[CostEntry]) -> Iterator[CostEntry | Problem]:
    """The entries, each with a code: one left blank is the one before the code that follows it."""
    for number, entry in enumerate(entries):
        if entry.code:
            yield entry
            continue
        following = entries[number + 1].code if number + 1 < len(entries) else ""
        stem, _, last = following.rpartition(".")
        code = f"{stem}.{int(last) - 1}" if last.isdigit() and int(last) > 0 else ""
        if not code or code in {one.code for one in entries}:
            message = "The entry has no code, and those beside it do not say which it is."
            yield error("missing-value", entry.place, message, "Fill in the code of the publisher's own file.")
            continue
        yield note("missing-value", entry.place, f"The entry has no code; by those beside it, it is {code}.")
        yield evolve(entry, code=code)


def _entry_amount(layout: CostSheetLayout, kind: str, number: int, row: Sequence[Cell]) -> EntryAmount | None:
    start, year = layout.amounts[kind]
    cell = cell_at(row, start)
    place = layout.sheet.place(number, start)
    found = cells.number(cell)
    if found is None:
        return None
    written = cells.text(row[year]) if year < len(row) else ""
    try:
        return EntryAmount(kind=kind, amount=found, prices=PriceBase.of(written), place=place)
    except ValueError:
        message = f"The {kind} amount {found} has “{written[:20]}” for its price year."
        raise CellFault("bad-price-year", message, "Write it as 2012/13; a shifted column reads so.") from None


def repeated_entry_codes(entries: Iterable[CostEntry]) -> Iterator[Problem]:
    """An error for each entry whose code another has."""
    firsts: dict[str, CostEntry] = {}
    for entry in entries:
        first = firsts.setdefault(entry.code, entry)
        if first is not entry:
            message = f"The code {entry.code} is also at {first.place}."
            yield error("duplicate-code", entry.place, message, "Keep one entry a code.")


_PUBLIC_VALUE = re.compile(r"total public value is (?:therefore )?£([\d,]+(?:\.\d+)?)", re.IGNORECASE)


def parts_of_entry(
    entry: CostEntry, entries: Iterable[CostEntry], times: dict[str, int] | None = None
) -> list[CostEntry]:
    """The entries that add up to an entry's fiscal amount, to the pound in each; none where they do not.

    Args:
        entry: the whole.
        entries: all entries.
        times: how often the whole counts a part, by code, where it is not once.
    """
    whole = entry.amount("fiscal")
    parts = [one for one in entries if one.whole == entry.code and one.amount("fiscal")]
    if whole is None or not parts:
        return []
    found = [(one, amount) for one in parts if (amount := one.amount("fiscal"))]
    if any(amount.prices != whole.prices for _, amount in found):
        return []
    added = sum(amount.amount * (times or {}).get(one.code, 1) for one, amount in found)
    return parts if abs(added - whole.amount) <= Decimal(len(parts)) / 2 else []


def transfer_in_entry(entry: CostEntry) -> Decimal | None:
    """Pounds of the fiscal amount that are a transfer, where the publisher says what the public value is without it.

    The publisher leaves a tax or a benefit out of public value and prints what remains: the transfer is what all
    amounts together exceed that by.
    """
    said = _PUBLIC_VALUE.search(entry.comment)
    fiscal = entry.amount("fiscal")
    if said is None or fiscal is None or "transfer payment" not in entry.comment:
        return None
    transfer = sum(amount.amount for amount in entry.amounts) - Decimal(said[1].replace(",", ""))
    return fiscal.amount if abs(fiscal.amount - transfer) < 1 else transfer


_ENTRY_UNITS = (
    (r"per (person|claimant|child|client) per year|per year|per fte", "GBP / person / year"),
    (r".*\bper week|per month", "GBP / week"),
    (r"per (bed )?day", "GBP / day"),
    (r"per hour", "GBP / hour"),
    (r"per (person|claimant|user|participant|child.*)|lifetime", "GBP / person"),
)

#: “Per person” entries whose description speaks of a year.
_YEARLY = re.compile(r"\bannual cost\b", re.IGNORECASE)


def unit_of_entry(entry: CostEntry) -> str:
    """The unit of value: what is not a person, a week, a day or an hour is counted each time it happens."""
    words = entry.unit.lower()
    found = next((unit for pattern, unit in _ENTRY_UNITS if re.fullmatch(pattern, words)), "GBP / incident")
    if found == "GBP / person" and _YEARLY.search(entry.entry):
        return "GBP / person / year"
    if found == "GBP / person / year" and "first year" in entry.entry.lower():
        return "GBP / person"
    return found
