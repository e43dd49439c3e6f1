"""Banks and their values on a terminal, each with what an auditor asks first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialvalue.banks import Bank, Valuation
from socialvalue.money import pounds
from socialvalue.reports.terminal import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console


def show_banks(banks: Iterable[Bank], out: Console) -> None:
    """One row a bank: values, price years, grades, licence."""
    from rich import box
    from rich.table import Table

    table = Table("Bank", "Edition", "Values", "Prices", "Grades", "Licence", box=box.SIMPLE_HEAD, pad_edge=False)
    for bank in banks:
        years = sorted({value.prices for value in bank})
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        grades = ", ".join(sorted({value.grade for value in bank}))
        table.add_row(bank.id, bank.edition, str(len(bank.valuations)), span, grades, bank.licence.redistribution)
    out.print(table)


def show_bank(bank: Bank, out: Console) -> None:
    """A bank's values, its licence and its fingerprint."""
    from rich import box
    from rich.table import Table

    out.print(f"{bank.id}: {bank.title}. {bank.publisher}, {bank.edition}", style="bold")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Code", "Outcome"):
        table.add_column(name)
    table.add_column("Amount", justify="right")
    for name in ("Unit", "Prices", "Kind", "Grade"):
        table.add_column(name)
    for value in bank:
        row = (value.code, value.outcome, pounds(value.amount), value.unit, str(value.prices), value.kind, value.grade)
        table.add_row(*row)
    out.print(table)
    facts = table_of_facts()
    facts.add_row("Licence", f"{bank.licence.name} ({bank.licence.url})")
    if bank.licence.notice:
        facts.add_row("Notice", bank.licence.notice)
    if bank.notes:
        facts.add_row("Notes", " ".join(bank.notes.split()))
    facts.add_row("Fingerprint", bank.fingerprint)
    out.print(facts)


def show_valuation(bank: Bank, value: Valuation, out: Console) -> None:
    """One value with everything known about it."""
    facts = table_of_facts()
    facts.add_row("Code", f"{value.code} ({bank.id})")
    facts.add_row("Title", value.title)
    facts.add_row("Outcome", value.outcome)
    facts.add_row("Amount", f"{pounds(value.amount)}, {value.unit}")
    if value.low is not None and value.high is not None:
        facts.add_row("Range", f"{pounds(value.low)} to {pounds(value.high)}")
    for part in value.components:
        facts.add_row("Made of", f"{pounds(part.amount)}: {part.label}" + (f" ({part.kind})" if part.kind else ""))
    facts.add_row("Prices", f"{value.prices}" + (" (assumed)" if value.prices_assumed else ""))
    facts.add_row("Kind", value.kind)
    facts.add_row("For", f"age {value.age}, area {value.area}")
    if value.valid_from or value.valid_to:
        facts.add_row("Valid", f"{value.valid_from or '…'} to {value.valid_to or '…'}")
    facts.add_row("Grade", value.grade)
    for name, text in (("Working", value.working), ("Notes", value.notes)):
        if text:
            facts.add_row(name, " ".join(text.split()))
    facts.add_row("Source", str(value.source))
    facts.add_row("Licence", bank.licence.name)
    if bank.licence.restricted:
        facts.add_row("Notice", bank.licence.notice)
    out.print(facts)
