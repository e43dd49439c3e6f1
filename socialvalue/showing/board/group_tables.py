"""Tables of value by project, organisation, area, kind, outcome, month or year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve

from socialvalue.money import count, total
from socialvalue.records.groups import Group
from socialvalue.showing.board.bars import Bar, Scale
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.amounts import counted, ratio_figure
from socialvalue.showing.words.grammar import capital, number_word
from socialvalue.showing.words.groups import group_heading, group_name, groups_title, months_title, outcomes_title
from socialvalue.valuing.last_year.changes import Change, changes
from socialvalue.valuing.rollup.group_by import TIMES
from socialvalue.valuing.rollup.roll_up import REST, first_and_rest, roll_up
from socialvalue.valuing.rollup.small_groups import SMALL

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


def kinds_table(draft: Draft) -> Table | None:
    """A table by project or organisation with a column for each kind of value that is held apart."""
    head = draft.result.headline
    published = draft.asked.published
    for by in published.by if published else draft.asked.by[:1] or ("project", "organisation"):
        counts_of_kinds = {group.keys[0]: group for group in (published or roll_up(draft.result, (by,))).groups}
        values: dict[tuple[str, str], list[Decimal]] = {}
        for group in roll_up(draft.result, (by, "kind")).groups:
            if group.net is not None:
                name, kind = group.keys
                values.setdefault((name if name in counts_of_kinds else SMALL, kind), []).append(group.net)
        names_of_kind_rows = list(dict.fromkeys(name for name, _ in values))
        if head is None or len(names_of_kind_rows) < 2 or (len(names_of_kind_rows) > MOST_MONTHS and published is None):
            continue
        spent = any(group.cost is not None for group in counts_of_kinds.values())
        kind_cells: dict[str, list[str | Bar | None]] = {
            name: [group_name(by, name, draft.result)] for name in names_of_kind_rows
        }
        for name in names_of_kind_rows:
            kind_cells[name].append(count(counts_of_kinds[name].quantity))
            cost = counts_of_kinds[name].cost
            kind_cells[name] += ["" if cost is None else draft.pounds.shown(cost)] if spent else []
        all_kinds: list[str | Bar | None] = [
            "All" if published else f"All {number_word(len(names_of_kind_rows))}",
            count(head.outcomes),
        ]
        all_kinds += [draft.pounds.shown(head.present_cost or Decimal(0))] if spent else []
        for kind in head.kinds:
            net_of_kind = [total(values.get((name, kind), ())) for name in names_of_kind_rows]
            for name, value in zip(names_of_kind_rows, draft.pounds.column(net_of_kind), strict=True):
                kind_cells[name].append(draft.pounds.shown(value))
            all_kinds.append(draft.pounds.shown(total(net_of_kind)))
        kind_columns = [Column(group_heading(by), "name"), Column("Outcomes")]
        kind_columns += [Column(f"Spent {draft.pounds.head}")] if spent else []
        kind_columns += [Column(f"{capital(kind)} {draft.pounds.head}") for kind in head.kinds]
        kind_rows = [
            *(Row(tuple(kind_cells[name])) for name in names_of_kind_rows),
            Row(tuple(all_kinds), look="total"),
        ]
        name = group_heading(by).lower()
        sub = f"{draft.net_or_gross} by {name}, {draft.pounds.head}; the kinds are different things and are not added"
        return Table("lead", f"Value by {name}, each kind apart", sub, tuple(kind_columns), tuple(kind_rows))
    return None


#: Rows of a table of months; more are shown by quarter.
MOST_MONTHS = 13


def months_table(draft: Draft) -> Iterator[Table]:
    """The table of months; none where there are fewer than two, or no single total."""
    head = draft.result.headline
    if head is None or head.net is None:
        return
    for by in TIMES:
        months = [group for group in roll_up(draft.result, (by,)).groups if group.net is not None]
        if len(months) <= MOST_MONTHS:
            break
    if len(months) < 2:
        return
    month_values = draft.pounds.column([group.net or Decimal(0) for group in months])
    scale = Scale.of(month_values, most=20)
    month_rows = [
        Row(
            (
                group_name(by, group.keys[0], draft.result),
                count(group.quantity),
                Bar.whole(scale, value),
                draft.pounds.shown(value),
            )
        )
        for group, value in zip(months, month_values, strict=True)
    ]
    month_rows.append(Row(("All", count(head.outcomes), None, draft.pounds.shown(head.net)), look=draft.total_look))
    month_columns = (Column("", "name"), Column("Outcomes"), Column("", "bar"), Column(draft.pounds.head, "value"))
    sub = f"{draft.net_or_gross}, {draft.block_said(scale)}"
    yield Table("months", months_title(months, by), sub, month_columns, tuple(month_rows))


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
