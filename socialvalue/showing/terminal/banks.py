"""Banks on a terminal: what there is, one with its values, one value, and what differs between two banks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from socialvalue.money import pounds
from socialvalue.published.bank_changes import Change, Difference, field_words
from socialvalue.published.banks import Bank
from socialvalue.published.valuations import Valuation
from socialvalue.showing.terminal.tables import print_table, table_of_facts
from socialvalue.showing.words.bank import bank_facts, prices_of_value
from socialvalue.showing.words.valuation import valuation_facts

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_banks(banks: Iterable[Bank], out: Console) -> None:
    """One row a bank: values, price years, grades, licence; then the notices of restricted ones."""
    shown = list(banks)
    banks_grid = bank_table("Bank", "Edition", "Values", "Prices", "Grades", "Licence", figures=["Values"])
    for bank in shown:
        grades = ", ".join(sorted({value.grade for value in bank}))
        row = (bank.id, bank.edition, f"{len(bank.valuations):,}", price_years(bank), grades)
        banks_grid.add_row(*row, bank.licence.redistribution)
    print_table(banks_grid, out)
    print_notices(shown, out)


def price_years(bank: Bank) -> str:
    """The price year, or the first and last of several."""
    years = sorted({value.prices for value in bank})
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def show_bank(bank: Bank, out: Console) -> None:
    """A bank's values, its licence and its fingerprint."""
    out.print(f"{bank.title}. {bank.publisher}, {bank.edition} ({bank.id})", style="bold")
    value_columns: dict[str, list[str]] = {
        "Unit": [value.unit.removeprefix("GBP").replace("/", "per").strip() for value in bank],
        "Prices": [prices_of_value(value) for value in bank],
        "Kind": [value.kind for value in bank],
        "Grade": [value.grade for value in bank],
    }
    throughout = [f"{name.lower()} {cells[0]}" for name, cells in value_columns.items() if len(set(cells)) == 1]
    value_columns = {name: cells for name, cells in value_columns.items() if len(set(cells)) > 1}
    if len(value_columns) > 2:  # too many for 80 columns: under the title
        banks_grid = bank_table("Code", "Amount", "What", figures=["Amount"])
    else:
        banks_grid = bank_table("Code", "Title", "Amount", *value_columns, figures=["Amount"])
    for number, value in enumerate(bank):
        title = value.title + (f" ({value.holds_for})" if value.holds_for else "")
        told = [cells[number] for cells in value_columns.values()]
        if len(value_columns) > 2:
            weak = ["weak evidence"] if value.weak else []
            banks_grid.add_row(value.code, pounds(value.amount), f"{title}\n{' · '.join([*told, *weak])}")
        else:
            banks_grid.add_row(value.code, title, pounds(value.amount), *told)
    print_table(banks_grid, out)
    facts = table_of_facts()
    facts.add_row("Values", f"{len(bank.valuations):,}; one in full: sv banks show {bank.id} {bank.valuations[0].code}")
    if throughout:
        facts.add_row("All of them", "; ".join(throughout))
    for name, text in bank_facts(bank):
        facts.add_row(name, text)
    out.print(facts)


def bank_table(*names: str, figures: Collection[str]) -> Table:
    """A table of values without lines between rows, the columns of figures to the right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in names:
        table.add_column(name, justify="right" if name in figures else "left")
    return table


def print_notices(banks: Iterable[Bank], out: Console) -> None:
    """The licence notices of restricted banks."""
    for bank in banks:
        if bank.licence.restricted:
            out.print(f"{bank.id}: {bank.licence.notice}")


def show_valuation(bank: Bank, value: Valuation, out: Console) -> None:
    """One value with everything known about it."""
    facts = table_of_facts()
    for name, text in valuation_facts(bank, value):
        facts.add_row(name, text)
    out.print(facts)


def show_difference(found: Difference, out: Console) -> None:
    """What was added, removed and changed, with amounts and percentages."""
    out.print(f"From {found.old.id} to {found.new.id}", style="bold")
    if found.added or found.removed or found.changed:
        difference_table = bank_table("Code", "What", "From", "To", "Change", figures=["From", "To", "Change"])
        for change in found.changed:
            difference_table.add_row(change.new.code, *_changed_value(change))
        for value in found.added:
            difference_table.add_row(value.code, f"added: {value.title}", "", pounds(value.amount), "")
        for value in found.removed:
            difference_table.add_row(value.code, f"removed: {value.title}", pounds(value.amount), "", "")
        print_table(difference_table, out)
    for words in found.bank:
        out.print(f"The bank: {words}.")
    difference_counts = (("added", found.added), ("removed", found.removed), ("changed", found.changed))
    out.print(
        "; ".join([*(f"{len(values)} {word}" for word, values in difference_counts), f"{found.same} the same"]) + "."
    )
    if any("prices" in change.fields for change in found.changed):
        out.print("Where the price year changed, the percentage holds inflation too.")
    print_notices((found.old, found.new), out)


def _changed_value(change: Change) -> tuple[str, str, str, str]:
    old, new = change.old, change.new
    other_fields = [name for name in change.fields if name != "amount"]
    what_changed = f"changed: {new.title}" + (
        f" ({'; '.join(field_words(name, old, new) for name in other_fields)})" if other_fields else ""
    )
    if "amount" not in change.fields:
        return what_changed, pounds(old.amount), pounds(new.amount), "same amount"
    growth = "" if change.growth is None else f"{change.growth * 100:+.1f}%"
    return what_changed, pounds(old.amount), pounds(new.amount), growth
