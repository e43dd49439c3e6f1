"""The sheet By month: each month's value, and the sum so far, as formulas over Lines."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import total
from socialvalue.records.periods import Period
from socialvalue.records.result_lines import ResultLine
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import COUNT, MONEY
from socialvalue.showing.workbook.group_sheet import HEAD, GroupCell, group_chart, group_row, group_sheet
from socialvalue.showing.workbook.shared_cells import SharedCells
from socialvalue.valuing.rollup.roll_up import roll_up


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
