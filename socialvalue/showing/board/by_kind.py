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


def kinds_table(draft: Draft) -> Table | None:
    """A table by project or organisation with a column for each kind of value that is held apart."""
    head = draft.result.headline
    for by in draft.asked.by[:1] or ("project", "organisation"):
        groups = [group for group in roll_up(draft.result, (by, "kind")).groups if group.net is not None]
        names = list(dict.fromkeys(group.keys[0] for group in groups))
        if len(names) < 2 or len(names) > MOST_MONTHS or head is None:
            continue
        counts = {group.keys[0]: group for group in roll_up(draft.result, (by,)).groups}
        spent = any(group.cost is not None for group in counts.values())
        cells: dict[str, list[str | Bar | None]] = {name: [group_name(by, name, draft.result)] for name in names}
        for name in names:
            cells[name].append(count(counts[name].quantity))
            cost = counts[name].cost
            cells[name] += ["" if cost is None else draft.pounds.shown(cost)] if spent else []
        whole: list[str | Bar | None] = [f"All {number_word(len(names))}", count(head.outcomes)]
        whole += [draft.pounds.shown(head.present_cost or Decimal(0))] if spent else []
        for kind in head.kinds:
            nets = {group.keys[0]: group.net or Decimal(0) for group in groups if group.keys[1] == kind}
            for name, value in zip(names, draft.pounds.column([nets.get(n, Decimal(0)) for n in names]), strict=True):
                cells[name].append(draft.pounds.shown(value))
            whole.append(draft.pounds.shown(total(nets.values())))
        columns = [Column(group_heading(by), "name"), Column("Outcomes")]
        columns += [Column(f"Spent {draft.pounds.head}")] if spent else []
        columns += [Column(f"{capital(kind)} {draft.pounds.head}") for kind in head.kinds]
        rows = [*(Row(tuple(cells[name])) for name in names), Row(tuple(whole), look="total")]
        name = group_heading(by).lower()
        sub = f"{draft.net_or_gross} by {name}, {draft.pounds.head}; the kinds are different things and are not added"
        return Table("lead", f"Value by {name}, each kind apart", sub, tuple(columns), tuple(rows))
    return None
