"""The sheet Totals: the groups that were asked for, as they were calculated."""

from __future__ import annotations

from socialvalue.records.groups import RollUp
from socialvalue.records.results import Result
from socialvalue.showing.words.groups import group_heading, group_name
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import COUNT, PENCE
from socialvalue.showing.workbook.group_sheet import HEAD, GroupCell, group_row, group_sheet


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
