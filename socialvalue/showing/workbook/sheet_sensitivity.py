"""The sheet Sensitivity: what moves each total most, as a table and a tornado chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialvalue.records.ranges import Range
from socialvalue.records.results import Result
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.sensitivity import assumption_name
from socialvalue.showing.workbook.book import ACCENT, MONEY, PENCE, RULE, SHARE, UNSURE, Book
from socialvalue.showing.workbook.sheets_by_group import CHART_FONT, CHART_GRID, HEAD, GroupCell, group_row, group_sheet


def write_sensitivity(book: Book, result: Result) -> None:
    """What moves each total, the most first, as a table and as a tornado."""
    heads = (
        "Assumption",
        "Low",
        "Used",
        "High",
        "Net at low £",
        "Net at high £",
        "Lowest £",
        "From lowest to highest £",
    )
    lead = "The net value with one assumption moved from one end of its range to the other, all else as it is."
    sensitivity_sheet = group_sheet(book, "Sensitivity", lead, heads, (46, 11, 11, 11, 16, 16, 16, 16))
    row = HEAD
    for total_range in result.uncertainty:
        moving = [sensitivity for sensitivity in total_range.sensitivities if sensitivity.swing]
        row = _rows_of_range(
            book, sensitivity_sheet, row, total_range, result, [sensitivity.assumption.name for sensitivity in moving]
        )
    sensitivity_sheet.print_area(0, 0, max(row, HEAD) + 18, 7)
    sensitivity_sheet.fit_to_pages(1, 1)


def _rows_of_range(
    book: Book, sensitivity_sheet: Any, row: int, total_range: Range, result: Result, moving: Sequence[str]
) -> int:
    first = row + 1
    for sensitivity in total_range.sensitivities:
        if not sensitivity.swing:
            continue
        row += 1
        range_format = PENCE if sensitivity.assumption.name == "unit value" else SHARE
        range_format = range_format if abs(sensitivity.assumption.high) <= 1 or range_format == PENCE else "General"
        low = min(sensitivity.at_low, sensitivity.at_high)
        cells = [
            GroupCell(sensitivity.assumption.low, range_format),
            GroupCell(sensitivity.assumption.value, range_format),
            GroupCell(sensitivity.assumption.high, range_format),
            GroupCell(sensitivity.at_low),
            GroupCell(sensitivity.at_high),
            GroupCell(low, MONEY, f"=MIN(E{row}:F{row})"),
            GroupCell(sensitivity.swing, MONEY, f"=ABS(F{row}-E{row})"),
        ]
        group_row(book, sensitivity_sheet, row, capital(assumption_name(sensitivity.assumption, result)), cells)
    row += 1
    kinds = f" ({listed(list(total_range.kinds))})" if len(result.uncertainty) > 1 else ""
    all_at_once = (
        GroupCell(total_range.low),
        GroupCell(total_range.high),
        GroupCell(total_range.low),
        GroupCell(total_range.high - total_range.low),
    )
    group_row(
        book, sensitivity_sheet, row, f"All at once{kinds}", [GroupCell(None)] * 3 + list(all_at_once), strong=True
    )
    if moving:
        _tornado_chart(book, sensitivity_sheet, first, row, f"Net value{kinds}: from the lowest to the highest")
        return row + 20
    row += 1
    sensitivity_sheet.write_string(row, 0, "No figure used here comes with a range. That is not certainty.", book.lead)
    return row + 1


def _tornado_chart(book: Book, sensitivity_sheet: Any, first: int, last: int, title: str) -> None:
    """Bars from the lowest to the highest, the longest first."""
    tornado = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    where = "Sensitivity"
    names = [where, first - 1, 0, last - 1, 0]
    for column, fill in ((6, {"none": True}), (7, {"color": UNSURE})):
        tornado.add_series(
            {
                "name": [where, HEAD - 1, column],
                "categories": names,
                "values": [where, first - 1, column, last - 1, column],
                "fill": fill,
                "border": {"none": True} if column == 6 else {"color": ACCENT},
                "gap": 40,
            }
        )
    tornado.set_title({"name": title, "name_font": {**CHART_FONT, "size": 12, "bold": True}, "overlay": False})
    tornado.set_y_axis({"reverse": True, "num_font": CHART_FONT, "line": {"color": RULE}, "label_position": "low"})
    tornado.set_x_axis(
        {
            "num_format": MONEY,
            "num_font": CHART_FONT,
            "major_gridlines": CHART_GRID,
            "min": 0,
        }
    )
    tornado.set_legend({"none": True})
    tornado.set_chartarea({"border": {"none": True}})
    tornado.set_size({"width": 860, "height": 330})
    sensitivity_sheet.insert_chart(last + 1, 0, tornado, {"object_position": 2, "description": title})
