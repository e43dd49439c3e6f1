"""A table of what moves the value most, from its low to its high end."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.records.ranges import Range
from socialvalue.showing.board.bars import Bar, Part, Scale
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.sensitivity import (
    assumption_ends,
    assumption_name,
    no_range_notes,
    range_unknown_title,
    runs_notes,
    sensitivity_title,
)

#: Assumptions shown on the first page; the appendix holds them all.
_MOST_ASSUMPTIONS = 4


def sensitivity_table(draft: Draft, entry: Range) -> Table:
    """What moves one total most, a bar for each assumption; or that no figure has a range."""
    moving = [one for one in entry.sensitivities if one.swing]
    name = f"sure-{'-'.join(entry.kinds)}"
    if not moving:
        return Table(name, range_unknown_title(entry.kinds, draft.result), notes=no_range_notes())
    range_figures = [figure for one in moving for figure in (one.at_low, one.at_high)]
    scale = Scale.of([*range_figures, entry.low, entry.high], most=20)
    range_rows = []
    for one in moving[:_MOST_ASSUMPTIONS]:
        label = capital(assumption_name(one.assumption, draft.result))
        range_rows.append(
            _range_row(draft, label, assumption_ends(one.assumption), (one.at_low, one.at_high), entry, scale)
        )
    if len(moving) > 1:
        range_rows.append(_range_row(draft, "All at once", "", (entry.low, entry.high), entry, scale))
    if entry.simulation is not None:
        run = entry.simulation
        range_rows.append(
            _range_row(draft, "Nine in ten", f"of {run.runs:,} runs", (run.lower, run.upper), entry, scale)
        )
    head = draft.pounds.head
    range_columns = (
        Column("", "name"),
        Column("", "bar"),
        Column(f"From {head}", alone="at least"),
        Column(f"To {head}", alone="at most"),
    )
    sub = f"Value with a figure moved from end to end; the line is {draft.pound_sum(entry.central)}"
    return Table(name, sensitivity_title(entry, draft.result), sub, range_columns, tuple(range_rows), runs_notes(entry))


def _range_row(draft: Draft, name: str, small: str, ends: tuple[Decimal, Decimal], entry: Range, scale: Scale) -> Row:
    low, high = sorted(ends)
    sure = (Part(Decimal(0), low),) if low > 0 else ()
    bar = Bar(scale, (*sure, Part(low, high, "unsure")), entry.central)
    return Row((name, bar, draft.pounds.shown(low), draft.pounds.shown(high)), small=small)
