"""A bank as Markdown."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import pounds
from socialvalue.published.banks import Bank
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.words.bank import bank_facts, prices_of_value


def bank_to_markdown(bank: Bank) -> str:
    """The values as a Markdown table, with their sources, licence and fingerprint."""
    bank_lines = [
        f"# {markdown(bank.title)}",
        "",
        f"{markdown(bank.publisher)}, {markdown(bank.edition)} (`{bank.id}`)",
        "",
        "| Code | Title | Outcome | Amount | Range | Unit | Prices | Kind | For | Grade | Source |",
        "|---|---|---|---:|---:|---|---|---|---|---|---|",
    ]
    for value in bank:
        given = value.low is not None and value.high is not None
        value_range = f"{pounds(value.low or Decimal(0))} to {pounds(value.high or Decimal(0))}" if given else ""
        value_cells = [
            value.code,
            value.title,
            value.outcome,
            pounds(value.amount),
            value_range,
            value.unit,
            prices_of_value(value),
        ]
        value_cells += [value.kind, value.holds_for or "all", value.grade, str(value.source)]
        bank_lines.append("| " + " | ".join(map(markdown, value_cells)) + " |")
    bank_lines += ["", *(f"- {name}: {markdown(text)}" for name, text in bank_facts(bank))]
    return "\n".join(bank_lines) + "\n"
