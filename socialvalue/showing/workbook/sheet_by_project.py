"""The sheet By project: each project's outcomes, value and cost, as formulas over Lines."""

from __future__ import annotations

from socialvalue.records.results import Result
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import COUNT, MONEY, PENCE
from socialvalue.showing.workbook.group_sheet import HEAD, GroupCell, group_chart, group_row, group_sheet, quoted_name
from socialvalue.showing.workbook.shared_cells import SharedCells
from socialvalue.showing.workbook.sheet_assumptions import cost_names
from socialvalue.valuing.rollup.roll_up import roll_up


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
