"""The sheets By project, By month and Totals: a row for each group, and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.money import total
from socialvalue.records.groups import RollUp
from socialvalue.records.periods import Period
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.showing.words.groups import group_heading, group_name
from socialvalue.showing.workbook.book import ACCENT, BAND, COUNT, INK, MONEY, PENCE, RULE, Book
from socialvalue.showing.workbook.shared_cells import SharedCells
from socialvalue.showing.workbook.sheet_assumptions import cost_names
from socialvalue.valuing.rollup.roll_up import roll_up

#: The rows of the headings, counted from 1; the groups follow.
HEAD = 4

CHART_FONT = {"name": "Arial", "size": 9, "color": INK, "bold": False}

CHART_GRID = {"visible": True, "line": {"color": RULE}}


@frozen
class GroupCell:
    """A figure of a row: a formula, or a value as it is."""

    value: Any
    form: str = MONEY
    formula: str = ""


def group_sheet(book: Book, name: str, lead: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
    """The sheet with its title, a sentence under it, and the headings of its table."""
    sheet = book.sheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, name, book.title)
    sheet.write_string(1, 0, lead, book.lead)
    for column, head in enumerate(heads):
        sheet.write_string(HEAD - 1, column, head, book.head(align="right" if column else "left", valign="top"))
    sheet.set_row(HEAD - 1, 30 if any(len(head) > width for head, width in zip(heads, widths, strict=False)) else 18)
    sheet.freeze_panes(HEAD, 1)
    sheet.repeat_rows(HEAD - 1)
    return sheet


def group_row(book: Book, sheet: Any, row: int, name: str, cells: Iterable[GroupCell], *, strong: bool = False) -> None:
    """A row, counted from 1."""
    look: dict[str, Any] = {"bold": True, "top": 1, "bg_color": BAND} if strong else {"bottom": 1, "bottom_color": RULE}
    sheet.write_string(row - 1, 0, name, book.style(text_wrap=True, **look))
    for column, cell in enumerate(cells, start=1):
        group_style = book.style(num_format=cell.form, **look)
        if cell.formula:
            sheet.write_formula(
                row - 1, column, cell.formula, group_style, "" if cell.value is None else float(cell.value)
            )
        elif cell.value is None:
            sheet.write_blank(row - 1, column, None, group_style)
        elif isinstance(cell.value, str):
            sheet.write_string(row - 1, column, cell.value, book.style(align="right", **look))
        else:
            sheet.write_number(row - 1, column, float(cell.value), group_style)


#: Characters of a name in one piece of a formula; each may be a quotation mark, which is written twice.
_PIECE_OF_NAME = 120


def quoted_name(text: str) -> str:
    """A name within a formula, as text that is compared whole: no wildcard, no number.

    Excel takes no more than 255 characters between two quotation marks, so that a long name is joined of parts.
    """
    name_pieces = [
        text[at : at + _PIECE_OF_NAME].replace('"', '""') for at in range(0, max(len(text), 1), _PIECE_OF_NAME)
    ]
    return "&".join(f'"{part}"' for part in name_pieces)


def group_chart(
    book: Book, sheet: Any, name: str, title: str, rows: tuple[int, int], column: int, below: int, shape: str = "bar"
) -> None:
    """A chart of a column under its table."""
    bars_chart = book.book.add_chart({"type": shape})
    series = {
        "name": title,
        "categories": [name, rows[0] - 1, 0, rows[1] - 1, 0],
        "values": [name, rows[0] - 1, column, rows[1] - 1, column],
        "fill": {"color": ACCENT},
        "gap": 45,
    }
    bars_chart.add_series(series)
    bars_chart.set_title({"name": title, "name_font": {**CHART_FONT, "size": 12, "bold": True}, "overlay": False})
    names = {"num_font": CHART_FONT, "line": {"color": RULE}, "major_tick_mark": "none"}
    amounts = {
        "major_gridlines": CHART_GRID,
        "num_format": MONEY,
        "num_font": CHART_FONT,
        "min": 0,
    }
    bars_chart.set_legend({"none": True})
    bars_chart.set_chartarea({"border": {"none": True}})
    if shape == "bar":
        bars_chart.set_y_axis({**names, "reverse": True})
        bars_chart.set_x_axis(amounts)
    else:
        bars_chart.set_x_axis({**names, "text_axis": True})
        bars_chart.set_y_axis(amounts)
    bars_chart.set_size({"width": 720, "height": 320})
    sheet.insert_chart(below, 0, bars_chart, {"object_position": 2, "description": title})


def has_projects(result: Result) -> bool:
    """Whether any line that has a value names a project."""
    return any(entry.line.project for entry in result.lines)


def write_by_project(book: Book, shared: SharedCells) -> None:
    """Value, cost, net benefit and ratio of each project."""
    result = shared.result
    heads = ("Project", "Outcomes", "Gross £", "Net £", "Spent £", "Net benefit £", "Value for each £1")
    one_total = result.headline is not None and result.headline.net is not None
    lead = (
        "Each project’s value, and what was spent on it in the prices of the result. Formulas follow the sheet Lines."
    )
    project_sheet = group_sheet(
        book, "By project", lead, heads if one_total else heads[:4], (40, 12, 16, 16, 16, 16, 16)
    )
    spent = [
        (entry.cost.project, formula)
        for entry, (_, formula) in zip(result.spent, cost_names(result.spent), strict=True)
    ]
    at_once = all(entry.present_value == entry.amount for entry in result.spent)
    row = HEAD
    by = ("project",) if one_total else ("project", "kind")
    for group in sorted(roll_up(result, by).groups, key=lambda group: (group.keys[0] == "", -(group.net or 0))):
        row += 1
        lines_of_project = f"(line_project={quoted_name(group.keys[0])})"
        if not one_total:
            lines_of_project += f"*(line_kind={quoted_name(group.keys[1])})"
        project_cells = [
            GroupCell(group.quantity, COUNT, f"=SUMPRODUCT({lines_of_project}*line_people)"),
            GroupCell(group.gross, MONEY, f"=SUMPRODUCT({lines_of_project}*line_gross)"),
            GroupCell(group.net, MONEY, f"=SUMPRODUCT({lines_of_project}*line_net)"),
        ]
        if one_total:
            paid = [formula for project, formula in spent if project == group.keys[0]]
            project_cost = GroupCell(group.cost, MONEY, f"={'+'.join(paid)}" if paid and at_once else "")
            known = group.cost is not None
            project_benefit = GroupCell(group.net_benefit, MONEY, f"=D{row}-E{row}" if known else "")
            project_ratio = GroupCell(group.ratio, PENCE, f'=IF(E{row}=0,"",D{row}/E{row})' if known else "")
            project_cells += [project_cost, project_benefit, project_ratio]
        name = group.keys[0] or "No project"
        group_row(book, project_sheet, row, name if one_total else f"{name}, {group.keys[1]}", project_cells)
    head = result.headline
    if one_total and head is not None:
        first, last, row = HEAD + 1, row, row + 1
        all_projects = [GroupCell(head.outcomes, COUNT, f"=SUM(B{first}:B{last})")]
        all_projects += [
            GroupCell(amount, MONEY, f"=SUM({at}{first}:{at}{last})")
            for at, amount in (("C", head.gross), ("D", head.net))
        ]
        if head.present_cost is not None:
            all_projects += [
                GroupCell(head.present_cost, MONEY, "=present_cost"),
                GroupCell(head.net_benefit, MONEY, f"=D{row}-E{row}"),
                GroupCell(head.ratio, PENCE, f'=IF(E{row}=0,"",D{row}/E{row})'),
            ]
        group_row(book, project_sheet, row, "All", all_projects, strong=True)
        shared.shown["By project"] = f"'By project'!$D${row}"
        group_chart(book, project_sheet, "By project", "Net value by project", (first, last), 3, row + 1)
    project_sheet.print_area(0, 0, row + 18, 6)
    project_sheet.fit_to_pages(1, 1)


def write_by_month(book: Book, shared: SharedCells) -> None:
    """Each period's value, and the sum so far."""
    result = shared.result
    heads = ("Month", "Outcomes", "Gross £", "Net £", "Net to date £")
    month_sheet = group_sheet(book, "By month", "Formulas follow the sheet Lines.", heads, (26, 12, 16, 16, 16))
    members: dict[Period, list[ResultLine]] = {}
    for entry in result.lines:
        members.setdefault(entry.line.period, []).append(entry)
    periods = sorted(members)
    month_groups = {group.keys[0]: group for group in roll_up(result, ("period",)).groups}
    row, before = HEAD, Decimal(0)
    for period in periods:
        row += 1
        gross, net = (total(getattr(entry, key) for entry in members[period]) for key in ("gross", "net"))
        before += net
        # Compared as text: a condition of SUMIFS would take 2020-10 for a date.
        which = f'(line_period="{period.written}")'
        month_cells = [
            GroupCell(month_groups[str(period)].quantity, COUNT, f"=SUMPRODUCT({which}*line_people)"),
            GroupCell(gross, MONEY, f"=SUMPRODUCT({which}*line_gross)"),
            GroupCell(net, MONEY, f"=SUMPRODUCT({which}*line_net)"),
            GroupCell(before, MONEY, f"=SUM(D${HEAD + 1}:D{row})"),
        ]
        group_row(book, month_sheet, row, period.said, month_cells)
    if not periods:
        return
    first, last, row = HEAD + 1, row, row + 1
    all_months = [total(getattr(entry, key) for entry in result.lines) for key in ("gross", "net")]
    outcomes = result.headline.outcomes if result.headline else Decimal(0)
    month_cells = [GroupCell(outcomes, COUNT, f"=SUM(B{first}:B{last})")]
    month_cells += [
        GroupCell(amount, MONEY, f"=SUM({at}{first}:{at}{last})") for at, amount in zip("CD", all_months, strict=True)
    ]
    group_row(book, month_sheet, row, "All", [*month_cells, GroupCell(None)], strong=True)
    shared.shown["By month"] = f"'By month'!$D${row}"
    shared.charted["month"] = (first - 1, last - 1)
    group_chart(book, month_sheet, "By month", "Net value by month", (first, last), 3, row + 1, shape="column")
    month_sheet.print_area(0, 0, row + 18, 7)
    month_sheet.fit_to_pages(1, 1)


def write_totals(book: Book, roll_up: RollUp, result: Result) -> None:
    """The totals that were asked for, as they were calculated."""
    names = [group_heading(name) for name in roll_up.by]
    heads = (*names, "Organisations", "Quantity", "Gross £", "Net £", "Spent £", "Net benefit £", "Value for each £1")
    lead = "As calculated: these figures do not follow an assumption that is changed."
    totals_sheet = group_sheet(book, "Totals", lead, heads, (*[28] * len(names), 14, 14, 16, 16, 16, 16, 16))
    row = HEAD
    for group in roll_up.groups:
        row += 1
        group_names = [group_name(name, key, result) for name, key in zip(roll_up.by, group.keys, strict=True)]
        pounds = (group.gross, group.net) if group.valued else (None, None)
        money = (*pounds, group.cost, group.net_benefit)
        totals_cells = [GroupCell(key) for key in group_names[1:]]
        totals_cells += [
            GroupCell(group.organisations, COUNT),
            GroupCell(group.quantity, COUNT),
            *(GroupCell(amount) for amount in money),
        ]
        group_row(book, totals_sheet, row, group_names[0], [*totals_cells, GroupCell(group.ratio, PENCE)])
    totals_sheet.autofilter(HEAD - 1, 0, max(row - 1, HEAD - 1), len(heads) - 1)
    totals_sheet.fit_to_pages(1, 0)
