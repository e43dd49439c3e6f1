"""Several banks side by side as Markdown."""

from __future__ import annotations

from socialvalue.money import count
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.words.bank import (
    amount_or_none,
    bank_cell,
    banks_compared_facts,
    banks_compared_sentences,
    cost_to_value,
    outcome_label,
    rows_of_kind,
    value_heading,
)
from socialvalue.valuing.compare_banks import Comparison


def banks_compared_to_markdown(comparison: Comparison) -> str:
    """The same as Markdown."""
    banks = comparison.banks
    comparison_rows = [
        f"| {value_heading(comparison)} | Count | {' | '.join(bank.id for bank in banks)} |",
        f"|---|---:|{'---:|' * len(banks)}",
    ]
    numbers = range(len(banks))
    for spread in comparison.spreads:
        for row in rows_of_kind(spread, comparison):
            label = markdown(f"{outcome_label(comparison, row.outcome)}, {row.kind}")
            comparison_rows.append(
                f"| {label} | {count(row.quantity)} | {' | '.join(bank_cell(row, n) for n in numbers)} |"
            )
        sums = " | ".join(f"**{amount_or_none(amount)}**" for amount in spread.totals)
        comparison_rows.append(f"| **Total {spread.kind}** | | {sums} |")
        if any(spread.ratios):
            comparison_rows.append(f"| Cost to value | | {' | '.join(map(cost_to_value, spread.ratios))} |")
    comparison_lines = [f"- {markdown(sentence)}" for sentence in banks_compared_sentences(comparison)]
    facts = [f"- {name}: {markdown(text)}" for name, text in banks_compared_facts(comparison)]
    return "\n".join([*comparison_rows, "", *comparison_lines, "", *facts]) + "\n"
