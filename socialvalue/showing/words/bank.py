"""A bank in words: its licence, what it lets be claimed, its notes."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.published.banks import Bank
from socialvalue.published.valuations import Valuation


def bank_facts(bank: Bank) -> Iterator[tuple[str, str]]:
    """What is said of a bank as a whole, each fact under its name."""
    yield "Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}"
    if bank.licence.notice:
        yield "Notice", bank.licence.notice
    rules = bank.claiming
    if rules.sustained_only:
        yield "Claiming", "an outcome that was not sustained is not claimed"
    if rules.evidence_required:
        yield "Claiming", "an outcome without evidence is not claimed"
    for exclusive in rules.exclusive:
        yield "Claiming", f"one person holds only one of: {', '.join(exclusive.outcomes)} ({exclusive.grade})"
    for replaces in rules.replaces:
        kinds = f"the {' and '.join(replaces.kinds)} value" if replaces.kinds else "the value"
        who = "the same person" if replaces.within == "person" else "the same organisation, period and project"
        others = ", ".join(replaces.replaces)
        yield "Claiming", f"{replaces.outcome} takes the place of {kinds} of {others} for {who} ({replaces.grade})"
    for includes in rules.includes:
        yield "Claiming", f"{includes.outcome} already holds {', '.join(includes.includes)} ({includes.grade})"
    if bank.notes:
        yield "Notes", " ".join(bank.notes.split())
    yield "Fingerprint", bank.fingerprint


def prices_of_value(value: Valuation) -> str:
    """The price year of a value, and whether it is assumed."""
    return f"{value.prices}" + (" (assumed)" if value.prices_assumed else "")
