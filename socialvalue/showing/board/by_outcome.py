"""A table of value by outcome."""

from __future__ import annotations

from socialvalue.money import count
from socialvalue.showing.board.bars import Bar, Scale
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.groups import outcomes_title


def outcomes_table(draft: Draft, name: str) -> Table:
    """The table of outcomes, the largest value first."""
    entries = sorted(draft.result.by_outcome, key=lambda entry: -entry.net)
    kinds = len({entry.kind for entry in entries}) > 1
    head = draft.result.headline
    outcome_values = draft.pounds.column([entry.net for entry in entries])
    scale = Scale.of(outcome_values, most=20)
    outcome_rows = []
    for entry, value in zip(entries, outcome_values, strict=True):
        outcome = draft.result.vocabulary[entry.outcome]
        person = outcome.unit == "person"
        quantity = count(entry.quantity) if person else counted(entry.quantity, outcome.unit)
        cells = (outcome.label, quantity, Bar.whole(scale, value), draft.pounds.shown(value))
        outcome_rows.append(Row(cells, small=entry.kind if kinds else ""))
    if head is not None and head.net is not None:
        people = not kinds and all(draft.result.vocabulary[e.outcome].unit == "person" for e in entries)
        outcome_rows.append(
            Row(
                ("All", count(head.outcomes) if people else "", None, draft.pounds.shown(head.net)),
                look=draft.total_look,
            )
        )
    outcome_columns = (
        Column("Outcome", "name"),
        Column("Number"),
        Column("", "bar"),
        Column(f"Value {draft.pounds.head}", "value"),
    )
    sub = f"{draft.net_or_gross} by outcome, {draft.block_said(scale)}"
    return Table(name, outcomes_title(entries, draft.result), sub, outcome_columns, tuple(outcome_rows))
