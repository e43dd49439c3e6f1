"""A table by project, organisation, area or period: outcomes, spent, value, value for each £1."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve

from socialvalue.money import count, total
from socialvalue.records.groups import Group
from socialvalue.showing.board.bars import Bar, Scale
from socialvalue.showing.board.by_month import MOST_MONTHS
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.amounts import ratio_figure
from socialvalue.showing.words.grammar import number_word
from socialvalue.showing.words.groups import group_heading, group_name, groups_title
from socialvalue.valuing.last_year.changes import Change, changes
from socialvalue.valuing.rollup.group_by import TIMES
from socialvalue.valuing.rollup.largest_groups import REST, first_and_rest

#: Rows of a table by project or organisation; the rest are added up to one.
MOST_ROWS = 7


def groups_table(draft: Draft, by: str, groups: Sequence[Group], name: str = "lead", most: int = MOST_ROWS) -> Table:
    """A table by project, organisation, area … with what was spent and last year where they are known."""
    if by not in TIMES:
        groups = sorted(groups, key=lambda group: -(group.net or 0))
    shown, others = first_and_rest(groups, max(most, MOST_MONTHS) if by in TIMES else most)
    years = draft.asked.years
    before = {change.key: change for change in changes(years, by)} if years and draft.bridge and by not in TIMES else {}
    same_months = years is not None and not (years.only_now or years.only_then)
    spent = any(group.cost is not None for group in groups)
    mine = [before.get(group.keys[0]) if same_months else None for group in shown]
    lines = [change.then if change else None for change in mine]
    group_values = draft.pounds.column([group.net or Decimal(0) for group in shown])
    group_costs = draft.pounds.column([group.cost or Decimal(0) for group in shown])
    drawn_ = [value for group, value in zip(shown, group_values, strict=True) if group.keys != REST]
    scale = Scale.of([*drawn_, *(line for line in lines if line is not None)])
    head = draft.pounds.head
    group_columns = [Column(group_heading(by), "name"), Column("Outcomes")]
    group_columns += [Column(f"Spent {head}")] if spent else []
    group_columns += [Column(f"Value {head}", "value"), Column("", "bar")]
    group_columns += [Column("For each £1")] if spent else []
    group_rows = []
    for group, value, cost, line in zip(shown, group_values, group_costs, lines, strict=True):
        label = group_name(by, group.keys[0], draft.result)
        label = f"{len(others)} others" if group.keys == REST else label
        group_cells: list[str | Bar | None] = [label, count(group.quantity)]
        group_cells += [draft.pounds.shown(cost) if group.cost is not None else ""] if spent else []
        drawn = None if group.keys == REST else Bar.whole(scale, value, line=line)
        group_cells += [draft.pounds.shown(value), drawn]
        group_cells += [ratio_figure(group.ratio)] if spent else []
        group_rows.append(Row(tuple(group_cells)))
    group_rows.append(_all_groups_row(draft, len(groups), spent=spent))
    line_told = "; the line is last year" if any(line is not None for line in lines) else ""
    sub = f"{draft.net_or_gross} by {group_heading(by).lower()}, {draft.block_said(scale)}{line_told}"
    table = Table(name, groups_title(by, groups, draft.result), sub, tuple(group_columns), tuple(group_rows))
    return _with_changes(draft, table, mine) if any(mine) and not others else table


def _all_groups_row(draft: Draft, many: int, *, spent: bool) -> Row:
    head = draft.result.headline
    net = head.net if head and head.net is not None else Decimal(0)
    cost, ratio, people = (head.present_cost, head.ratio, head.outcomes) if head else (None, None, Decimal(0))
    all_groups_name = "All" if draft.asked.published else f"All {number_word(many)}"
    group_cells: list[str | Bar | None] = [all_groups_name, count(people)]
    group_cells += ["" if cost is None else draft.pounds.shown(cost)] if spent else []
    group_cells += [draft.pounds.shown(net), None]
    group_cells += [ratio_figure(ratio)] if spent else []
    return Row(tuple(group_cells), look=draft.total_look)


def _with_changes(draft: Draft, table: Table, group_rows: Sequence[Change | None]) -> Table:
    """The table with a last column: how much more or less than in the same months of last year."""
    amounts = draft.pounds.column([change.change or Decimal(0) if change else Decimal(0) for change in group_rows])
    change_cells = [*map(draft.pounds.signed, amounts), draft.pounds.signed(total(amounts))]
    change_column = Column(f"On last year {draft.pounds.head}")
    wider = [evolve(row, cells=(*row.cells, cell)) for row, cell in zip(table.rows, change_cells, strict=True)]
    return evolve(table, columns=(*table.columns, change_column), rows=tuple(wider))
