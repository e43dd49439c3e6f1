"""The parts of a unit cost entry that add up to it, what of it is a transfer, and the unit it is counted in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from socialvalue.reading.banks.unit_cost_entries import CostEntry

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
