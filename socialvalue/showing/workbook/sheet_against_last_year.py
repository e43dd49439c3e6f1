"""The sheet Against last year: the bridge from last year, then outcome by outcome and project by project."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.groups import group_name
from socialvalue.showing.words.last_year import forecast_notes, year_names
from socialvalue.showing.workbook.book import COUNT, MONEY, MUTED, PENCE, Book
from socialvalue.showing.workbook.sheets_by_group import HEAD, GroupCell, group_row, group_sheet
from socialvalue.valuing.last_year.changes import changes
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def write_against_last_year(book: Book, years: LikeForLike) -> None:
    """From last year to this in parts, then outcome by outcome and project by project."""
    then, now = year_names(years)
    heads = ("", f"{then}", f"{now}", f"{then} £", f"{now} £", "Change £")
    told = (
        "The same months of both years. Last year by outcome and project is in this year’s values, prices and method."
    )
    last_year_sheet = group_sheet(book, "Against last year", told, heads, (44, 14, 14, 18, 18, 18))
    row = HEAD
    for bridge in years.bridges:
        row += 1
        bridge_cells = (
            GroupCell(bridge.quantity_then, COUNT),
            GroupCell(bridge.quantity_now, COUNT),
            GroupCell(bridge.then),
            GroupCell(bridge.now),
        )
        first = row
        bridge_name = f"Net {listed(list(bridge.kinds))} value, each as it was valued"
        group_row(
            book,
            last_year_sheet,
            row,
            bridge_name,
            [*bridge_cells, GroupCell(bridge.change, MONEY, f"=E{row}-D{row}")],
            strong=True,
        )
        for bridge_step in ("value", "method", "volume", "mix"):
            row += 1
            bridge_part = {
                "value": "Value: other values or prices",
                "method": "Method: other adjustments",
                "volume": "Volume: more or fewer, at last year’s average",
                "mix": "Mix: other outcomes",
            }[bridge_step]
            group_row(
                book,
                last_year_sheet,
                row,
                f"   {bridge_part}",
                [GroupCell(None)] * 4 + [GroupCell(getattr(bridge, bridge_step))],
            )
        row += 1
        unexplained = GroupCell(Decimal(0), PENCE, f"=F{first}-SUM(F{first + 1}:F{row - 1})")
        group_row(book, last_year_sheet, row, "   Not explained by these parts", [*[GroupCell(None)] * 4, unexplained])
    for by in ("outcome", "project"):
        found = [change for change in changes(years, by) if change.change is not None]
        if not found or not any(change.key for change in found):
            continue
        row += 2
        last_year_sheet.write_string(row - 1, 0, f"By {by}", book.section)
        for change in found:
            row += 1
            change_cells = [
                GroupCell(change.quantity_then, COUNT),
                GroupCell(change.quantity_now, COUNT),
                GroupCell(change.then),
                GroupCell(change.now),
                GroupCell(change.change, MONEY, f"=E{row}-D{row}"),
            ]
            group_row(book, last_year_sheet, row, group_name(by, change.key, years.now), change_cells)
    notes = (
        *forecast_notes(years),
        *(problem.message for problem in years.problems if problem.code == "months-missing"),
    )
    for note in notes:
        row += 2
        last_year_sheet.merge_range(
            row - 1, 0, row - 1, 5, note, book.style(text_wrap=True, font_color=MUTED, valign="top")
        )
        last_year_sheet.set_row(row - 1, 28)
    last_year_sheet.print_area(0, 0, row, 5)
    last_year_sheet.fit_to_pages(1, 1)
