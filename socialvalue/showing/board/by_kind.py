"""A table by project or organisation with a column for each kind of value that is held apart."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import count, total
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.by_month import MOST_MONTHS
from socialvalue.showing.board.draft import Draft
from socialvalue.showing.board.tables import Column, Row, Table
from socialvalue.showing.words.grammar import capital, number_word
from socialvalue.showing.words.groups import group_heading, group_name
from socialvalue.valuing.rollup.roll_up import roll_up
from socialvalue.valuing.rollup.small_groups import SMALL


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
