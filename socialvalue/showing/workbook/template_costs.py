"""The template's sheet Costs: what was spent."""

from __future__ import annotations

from typing import Any

from socialvalue.published.banks import Bank
from socialvalue.records import template_layout as layout
from socialvalue.records.template_layout import COSTS
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import PENCE
from socialvalue.showing.workbook.template_protection import MAY_DO
from socialvalue.showing.workbook.template_tables import LISTED_ROWS, open_table, table_sheet


def write_costs(book: Book, bank: Bank) -> None:
    """Write Costs."""
    costs = table_sheet(book, "Costs", layout.mark("costs", bank.id), COSTS)
    costs.write_string("B2", "Costs (optional)", book.title)
    costs.write_string("B3", "What was spent in these months, for a net benefit and a ratio.", book.lead)
    open_table(book, costs, COSTS, "Costs", {"cost": PENCE})
    for column, heading in enumerate(COSTS, start=1):
        cost_rule: dict[str, Any] = {"validate": "any", "input_title": heading.label, "input_message": heading.prompt}
        if heading.key == "cost":
            cost_rule |= {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_title": "Pounds",
                "error_message": "Type pounds, zero or more, or leave the cell blank.",
            }
        costs.data_validation(5, column, LISTED_ROWS, column, cost_rule)
    costs.protect("", MAY_DO)
