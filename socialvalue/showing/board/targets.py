"""A table of targets with what was reported for each."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import count, percent, places
from socialvalue.showing.board.bars import Bar, Part, Scale
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.targets import target_name, target_notes, targets_title


def targets_table(draft: Draft) -> Table:
    """Each target with what was reported for it; the line is the target, or the part of it that is due."""
    targets = draft.asked.targets
    valued = all(progress.net is not None for progress in targets)
    values_shown = draft.pounds.column([progress.net or Decimal(0) for progress in targets])
    target_rows = []
    for progress, value in zip(targets, values_shown, strict=True):
        most = max(progress.actual, progress.due) or Decimal(1)
        bar = Bar(Scale(most, Decimal(0), most), (Part(Decimal(0), progress.actual, "count"),), progress.due)
        share_of_target = "" if progress.share_due is None else percent(progress.share_due, 0)
        done_of_target = f"{count(progress.actual)} of {count(places(progress.due, 0))}"
        cells: list[str | Bar | None] = [
            target_name(progress, targets, draft.result),
            done_of_target,
            bar,
            share_of_target,
        ]
        target_rows.append(Row((*cells, *([draft.pounds.shown(value)] if valued else []))))
    target_columns = [
        Column("Outcome", "name"),
        Column("Done of target", alone="done"),
        Column("", "bar"),
        Column("%", alone="reached"),
    ]
    target_columns += [Column(f"Value {draft.pounds.head}", "value")] if valued else []
    sub = f"Against target, the line{f', and what was done in {draft.net_or_gross.lower()}' if valued else ''}"
    title = targets_title(targets, draft.result)
    return Table("targets", title, sub, tuple(target_columns), tuple(target_rows), target_notes(targets))
