"""A table from gross to net, less what was spent."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import EXACT, rounded
from socialvalue.showing.board.bars import Bar, Part, Scale
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.method import gross_only_note, gross_to_net_title, own_figures_note, step_meaning
from socialvalue.valuing.stages import Stages


def gross_to_net_table(draft: Draft, found: Stages) -> Table:
    """From gross to net, less what was spent."""
    head = draft.result.headline
    unit = draft.pounds.unit
    stage_sums = [rounded(amount, unit) for amount in found.amounts]
    cost = rounded(head.present_cost, unit) if head and head.net is not None and head.present_cost else None
    benefit = None if cost is None else EXACT.subtract(stage_sums[-1], cost)
    scale = Scale.of([*stage_sums, benefit or Decimal(0)], most=20)
    name, title = f"stages-{found.kind or 'all'}", gross_to_net_title(found, draft.result)
    if not found.changes and cost is None:
        return Table(name, title, notes=(gross_only_note(),))
    stage_rows = [Row(("Gross", Bar.whole(scale, stage_sums[0]), draft.pounds.shown(stage_sums[0])))]
    for (kind, _), before, after in zip(found.changes, stage_sums, stage_sums[1:], strict=False):
        change = EXACT.subtract(after, before)
        bar = Bar(scale, (Part(before, after, "off" if change < 0 else "value"),))
        small = step_meaning(kind) if len(found.changes) > 1 else ""
        stage_rows.append(Row((capital(kind), bar, draft.pounds.signed(change)), small=small))
    if found.changes:
        stage_rows.append(
            Row(("Net", Bar.whole(scale, stage_sums[-1]), draft.pounds.shown(stage_sums[-1])), look=draft.total_look)
        )
    if cost is not None and benefit is not None:
        bar = Bar(scale, (Part(benefit, stage_sums[-1], "spent"),))
        stage_rows.append(Row(("Spent", bar, draft.pounds.signed(-cost)), small="money"))
        stage_rows.append(Row(("Net benefit", Bar.whole(scale, benefit), draft.pounds.shown(benefit)), look="total"))
    stage_columns = (Column("", "name"), Column("", "bar"), Column(draft.pounds.head, "value"))
    sub = f"From gross to net{', less what was spent' if cost else ''}, {draft.block_said(scale)}"
    notes = own_figures_note(draft.result) if found.changes else (gross_only_note(),)
    return Table(name, title, sub, stage_columns, tuple(stage_rows), notes)
