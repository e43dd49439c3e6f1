"""One value of a bank on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.published.banks import Bank
from socialvalue.published.valuations import Valuation
from socialvalue.showing.terminal.facts_table import table_of_facts
from socialvalue.showing.words.valuation import valuation_facts

if TYPE_CHECKING:
    from rich.console import Console


def show_valuation(bank: Bank, value: Valuation, out: Console) -> None:
    """One value with everything known about it."""
    facts = table_of_facts()
    for name, text in valuation_facts(bank, value):
        facts.add_row(name, text)
    out.print(facts)
