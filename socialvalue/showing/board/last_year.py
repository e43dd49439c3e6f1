"""Tables that set two years side by side: the bridge from last year, and the change by outcome or project."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.money import EXACT, apportioned, count, rounded, total
from socialvalue.showing.board.bars import Bar, Part, Scale
from socialvalue.showing.board.draft import Asked, Draft
from socialvalue.showing.board.rounding import Pounds, Rounding
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.groups import group_heading, group_name
from socialvalue.showing.words.last_year import (
    bridge_part_notes,
    bridge_part_words,
    change_title,
    change_title_by_kind,
    forecast_notes,
    largest_change_title,
    year_names,
)
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.changes import Change, changes
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def bridge_table(draft: Draft, bridge: Bridge) -> Table:
    """From last year to this: bars of change from last year's line, never a cut axis."""
    years = draft.asked.years
    assert years is not None  # noqa: S101 - a bridge comes from there
    first, last = (rounded(amount, draft.pounds.unit) for amount in (bridge.then, bridge.now))
    moved = EXACT.subtract(last, first)
    bridge_parts = (("value", bridge.value), ("method", bridge.method), ("volume", bridge.volume), ("mix", bridge.mix))
    parts_shown = apportioned([amount for _, amount in bridge_parts], draft.pounds.unit, moved)
    part_starts = [Decimal(0)]
    for amount in parts_shown:
        part_starts.append(EXACT.add(part_starts[-1], amount))
    scale = Scale.of(part_starts, most=20)
    then, now = year_names(years)
    small = bridge_part_words(bridge, years)
    bridge_rows = [Row((then, None, draft.pounds.shown(first)), small="as valued then", look="total")]
    for (name, _), amount, start, end in zip(bridge_parts, parts_shown, part_starts, part_starts[1:], strict=False):
        if amount:
            bar = Bar(scale, (Part(start, end, "value" if amount > 0 else "off"),))
            bridge_rows.append(Row((capital(name), bar, draft.pounds.signed(amount)), small=small[name]))
    bar = Bar(scale, (Part(Decimal(0), moved, "value" if moved > 0 else "off"),))
    bridge_rows.append(
        Row((now, bar, draft.pounds.shown(last)), small=draft.pounds.signed(moved), look=draft.total_look)
    )
    bridge_columns = (Column("", "name"), Column("", "bar"), Column(draft.pounds.head, "value"))
    name = f"bridge-{'-'.join(bridge.kinds)}"
    sub = f"From last year’s {draft.net_or_gross.lower()} to this year’s, {draft.block_said(scale)}"
    notes = (*bridge_part_notes(bridge, years), *forecast_notes(years))
    return Table(
        name, change_title(bridge, moved, apart=len(years.bridges) > 1), sub, bridge_columns, tuple(bridge_rows), notes
    )


def bridge_table_by_kind(draft: Draft, years: LikeForLike) -> Table:
    """From last year to this with a column for each kind of value that is held apart."""
    then, now = year_names(years)
    bridge_columns = [Column("", "name")]
    year_cells: dict[str, list[str | Bar | None]] = {then: [then], now: [now]}
    moves = []
    names = ("value", "method", "volume", "mix")
    cells_of_parts: dict[str, list[str | Bar | None]] = {name: [capital(name)] for name in names}
    for bridge in years.bridges:
        bridge_columns.append(Column(f"{capital(listed(list(bridge.kinds)))} {draft.pounds.head}"))
        first, last = (rounded(amount, draft.pounds.unit) for amount in (bridge.then, bridge.now))
        moved = EXACT.subtract(last, first)
        moves.append((listed(list(bridge.kinds)), moved))
        year_cells[then].append(draft.pounds.shown(first))
        year_cells[now].append(draft.pounds.shown(last))
        parts_shown = apportioned([getattr(bridge, name) for name in names], draft.pounds.unit, moved)
        for name, amount in zip(names, parts_shown, strict=True):
            cells_of_parts[name].append(draft.pounds.signed(amount))
    used = [name for name in names if any(getattr(bridge, name) for bridge in years.bridges)]
    bridge_rows = [Row(tuple(year_cells[then]), small="as valued then", look="total")]
    bridge_rows += [Row(tuple(cells_of_parts[name])) for name in used]
    bridge_rows.append(Row(tuple(year_cells[now]), look="total"))
    sub = f"From last year’s {draft.net_or_gross.lower()} to this year’s, {draft.pounds.head}"
    notes = bridge_part_notes(years.bridges[0], years)
    return Table("bridge", change_title_by_kind(moves), sub, tuple(bridge_columns), tuple(bridge_rows), notes)


def changes_table(draft: Draft, by: str, rows: Sequence[Change]) -> Table:
    """Both years by outcome or project, last year with this year's values, prices and method."""
    years = draft.asked.years
    assert years is not None  # noqa: S101 - the changes come from there
    then, now = year_names(years)
    both_years = [draft.pounds.column([getattr(row, side) or Decimal(0) for row in rows]) for side in ("then", "now")]
    moved = [EXACT.subtract(after, before) for before, after in zip(*both_years, strict=True)]
    change_rows = [
        Row(
            (
                group_name(by, row.key, draft.result),
                count(row.quantity_then),
                count(row.quantity_now),
                draft.pounds.shown(before),
                draft.pounds.shown(after),
                draft.pounds.signed(change),
            )
        )
        for row, before, after, change in zip(rows, *both_years, moved, strict=True)
    ]
    sums_of_years = [total(side) for side in (*both_years, moved)]
    total_cells = (
        draft.pounds.shown(sums_of_years[0]),
        draft.pounds.shown(sums_of_years[1]),
        draft.pounds.signed(sums_of_years[2]),
    )
    change_rows.append(Row(("All", "", "", *total_cells), look=draft.total_look))
    head = draft.pounds.head
    change_columns = (
        Column(group_heading(by), "name"),
        Column(f"Number {then}"),
        Column(f"Number {now}"),
        Column(f"{then} {head}"),
        Column(f"{now} {head}", "value"),
        Column(f"Change {head}"),
    )
    sub = f"Outcomes, and their {draft.net_or_gross.lower()} with this year’s values, prices and method"
    return Table(
        f"changes-{by}",
        largest_change_title(by, [row.key for row in rows], moved, draft.result),
        sub,
        change_columns,
        tuple(change_rows),
    )


def year_tables(years: LikeForLike, rounding: Rounding = "pounds") -> tuple[Table, ...]:
    """Two years side by side: from last year to this, then outcome by outcome and project by project."""
    pounds = Pounds.of((amount for one in years.bridges for amount in (one.then, one.now)), rounding)
    draft = Draft(years.now, Asked(years=years, rounding=rounding), pounds)
    tables = [bridge_table(draft, bridge) for bridge in years.bridges]
    for by in ("outcome", "project"):
        rows = [change for change in changes(years, by) if change.change is not None]
        if rows and any(change.key for change in rows):
            tables.append(changes_table(draft, by, rows))
    return tuple(tables)
