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


def sensitivity_table(draft: Draft, total_range: Range) -> Table:
    """What moves one total most, a bar for each assumption; or that no figure has a range."""
    moving = [sensitivity for sensitivity in total_range.sensitivities if sensitivity.swing]
    name = f"sure-{'-'.join(total_range.kinds)}"
    if not moving:
        return Table(name, range_unknown_title(total_range.kinds, draft.result), notes=no_range_notes())
    range_figures = [figure for sensitivity in moving for figure in (sensitivity.at_low, sensitivity.at_high)]
    scale = Scale.of([*range_figures, total_range.low, total_range.high], most=20)
    range_rows = []
    for sensitivity in moving[:_MOST_ASSUMPTIONS]:
        label = capital(assumption_name(sensitivity.assumption, draft.result))
        range_rows.append(
            _range_row(
                draft,
                label,
                assumption_ends(sensitivity.assumption),
                (sensitivity.at_low, sensitivity.at_high),
                total_range,
                scale,
            )
        )
    if len(moving) > 1:
        range_rows.append(_range_row(draft, "All at once", "", (total_range.low, total_range.high), total_range, scale))
    if total_range.simulation is not None:
        simulation = total_range.simulation
        range_rows.append(
            _range_row(
                draft,
                "Nine in ten",
                f"of {simulation.runs:,} runs",
                (simulation.lower, simulation.upper),
                total_range,
                scale,
            )
        )
    head = draft.pounds.head
    range_columns = (
        Column("", "name"),
        Column("", "bar"),
        Column(f"From {head}", alone="at least"),
        Column(f"To {head}", alone="at most"),
    )
    sub = f"Value with a figure moved from end to end; the line is {draft.pound_sum(total_range.central)}"
    return Table(
        name,
        sensitivity_title(total_range, draft.result),
        sub,
        range_columns,
        tuple(range_rows),
        runs_notes(total_range),
    )


def _range_row(
    draft: Draft, name: str, small: str, ends: tuple[Decimal, Decimal], total_range: Range, scale: Scale
) -> Row:
    low, high = sorted(ends)
    sure_part = (Part(Decimal(0), low),) if low > 0 else ()
    bar = Bar(scale, (*sure_part, Part(low, high, "unsure")), total_range.central)
    return Row((name, bar, draft.pounds.shown(low), draft.pounds.shown(high)), small=small)
