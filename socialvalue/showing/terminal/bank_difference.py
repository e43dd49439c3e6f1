"""What differs between two banks on a terminal: added, removed and changed values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.money import pounds
from socialvalue.published.bank_changes import Change, Difference, field_words
from socialvalue.showing.terminal.banks import bank_table, print_notices
from socialvalue.showing.terminal.tables import print_table

if TYPE_CHECKING:
    from rich.console import Console


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
