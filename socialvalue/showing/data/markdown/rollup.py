"""Totals by group as Markdown."""

from __future__ import annotations

from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import RollUp
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.words.groups import group_table


def rollup_to_markdown(roll_up: RollUp, vocabulary: Vocabulary) -> str:
    """The groups as a Markdown table."""
    head, rows = group_table(roll_up, vocabulary)
    group_aligned = ["---" if number < len(roll_up.by) else "---:" for number in range(len(head))]
    group_rows = ([markdown(cell) for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (map(markdown, head), group_aligned, *group_rows)) + "\n"
