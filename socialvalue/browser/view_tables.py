"""The tables of the page: value by outcome, project, month and organisation, with bars; last year; targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.browser.desk import Desk
from socialvalue.money import EXACT, apportioned, count, percent, pounds, total, whole_pounds
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.showing.board.bars import Scale
from socialvalue.showing.board.last_year import year_tables
from socialvalue.showing.words.amounts import when
from socialvalue.showing.words.grammar import capital
from socialvalue.valuing.rollup.roll_up import roll_up

_TIME = "period"

#: Rows of a table, and targets.
_MOST_ROWS, _MOST_TARGETS = 12, 100


@frozen
class PageRow:
    """A row of a table: pounds of one kind, and what they are for."""

    label: str
    detail: str
    amount: Decimal
    kind: str = ""


def page_tables(result: Result, desk: Desk) -> Iterator[dict[str, Any]]:
    """By outcome, and by what else the lines tell apart; with several kinds, a row for each kind."""
    several = result.headline is not None and result.headline.net is None
    page_rows = []
    for entry in result.by_outcome:
        each = f" × {whole_pounds(entry.unit_value)}" if entry.unit_value is not None else ""
        detail = f"{count(entry.quantity)}{each}"
        page_rows.append(PageRow(desk.words[entry.outcome].label, detail, entry.net, entry.kind if several else ""))
    yield page_table("Outcome", page_rows)
    lines = [entry.line for entry in result.lines]
    for name, title in (("project", "Project"), (_TIME, "Month"), ("organisation", "Organisation")):
        if len({str(getattr(line, name)) for line in lines}) < 2:
            continue
        page_rows = []
        for group in roll_up(result, (name, "kind") if several else (name,)).groups:
            if group.net is not None and (group.net or group.quantity):
                key = when(Period.of(group.keys[0])) if name == _TIME else group.keys[0] or "not given"
                page_rows.append(PageRow(key, count(group.quantity), group.net, group.keys[1] if several else ""))
        yield page_table(title, page_rows, in_order=name == _TIME)


def page_table(name: str, page_rows: Sequence[PageRow], *, in_order: bool = False) -> dict[str, Any]:
    """A table whose amounts are also bars of countable blocks; the smallest rows of a kind are added up to one."""
    page_scale = Scale.of([row.amount for row in page_rows])
    rows_shown: list[dict[str, Any]] = []
    for kind in dict.fromkeys(row.kind for row in page_rows):
        rows_of_kind = [row for row in page_rows if row.kind == kind]
        if not in_order:
            rows_of_kind.sort(key=lambda row: -row.amount)
            rest = rows_of_kind[_MOST_ROWS:]
            if len(rest) > 1:
                others_row = PageRow(f"{len(rest):,} others", "", total(row.amount for row in rest), kind)
                rows_of_kind = [*rows_of_kind[:_MOST_ROWS], others_row]
        amounts = [row.amount for row in rows_of_kind]
        printed_unit = Decimal(1) if abs(total(amounts)) >= 1000 else Decimal("0.01")
        for row, printed in zip(
            rows_of_kind, apportioned(amounts, printed_unit), strict=True
        ):  # so that they add up to the figure
            rows_shown.append(
                {
                    "label": row.label,
                    "detail": row.detail,
                    "kind": capital(row.kind),
                    "amount": pounds(printed).replace("-", "−"),
                    "blocks": float(EXACT.divide(max(row.amount, Decimal(0)), page_scale.block)),
                }
            )
    return {
        "name": name,
        "rows": rows_shown,
        "blocks": page_scale.blocks,
        "scale": f"One block is {pounds(page_scale.block)}.",
    }


def page_tables_of_last_year(desk: Desk) -> list[dict[str, Any]]:
    """The tables that set this year against last year, as texts."""
    tables_of_last_year = []
    for table in year_tables(desk.asked.years) if desk.asked.years else ():
        texts = [number for number, column in enumerate(table.columns) if column.kind != "bar"]
        tables_of_last_year.append(
            {
                "title": table.title,
                "heads": [table.columns[number].head for number in texts],
                "rows": [[str(row.cells[number] or "") for number in texts] for row in table.rows],
                "notes": table.notes,
            }
        )
    return tables_of_last_year


def page_targets(desk: Desk) -> list[dict[str, str]]:
    """Each target with what was reported for it, as texts."""
    return [
        {
            "label": " · ".join(
                part
                for part in (
                    desk.words[progress.target.outcome].label,
                    "" if progress.target.organisation == "all" else progress.target.organisation,
                    progress.target.project,
                    when(progress.target.period),
                )
                if part
            ),
            "actual": count(progress.actual),
            "target": count(progress.target.quantity),
            "share": "" if progress.share is None else percent(progress.share),
        }
        for progress in desk.beside.targets[:_MOST_TARGETS]
    ]
