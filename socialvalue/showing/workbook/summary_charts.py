"""The charts of the sheet Summary: net value by outcome and by month."""

from __future__ import annotations

from typing import Any

from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import ACCENT, INK, MONEY, RULE
from socialvalue.showing.workbook.shared_cells import SharedCells

#: A chart with more bars than this, or more columns, shows a scale instead of a figure on each.
MOST_LABELS = {"bar": 13, "column": 6}

_CHART_FONT = {"name": "Arial", "size": 9, "color": INK, "bold": False}

_CHART_ROWS = 18


def summary_charts(book: Book, summary_sheet: Any, row: int, net_column: int, shared: SharedCells) -> int:
    """Two charts: by outcome on the left, by month on the right; the months are written below."""
    if not shared.result.lines:
        return row
    _net_value_chart(
        book, summary_sheet, row, 1, "bar", "By outcome", ("Summary", *shared.charted["outcome"], 1, net_column)
    )
    _net_value_chart(book, summary_sheet, row, 4, "column", "By month", ("By month", *shared.charted["month"], 0, 3))
    return row + _CHART_ROWS


def _net_value_chart(
    book: Book, summary_sheet: Any, row: int, column: int, shape: str, title: str, cells: tuple[str, int, int, int, int]
) -> None:
    """A chart of net value without a scale: each bar carries its figure.

    The cells are those of a sheet: its name, the first and last row, the columns of the names and of the amounts.
    """
    where, first, last, names_at, amounts_at = cells
    many = last - first + 1
    net_value_chart = book.book.add_chart({"type": shape})
    series: dict[str, Any] = {
        "name": "Net value",
        "categories": [where, first, names_at, last, names_at],
        "values": [where, first, amounts_at, last, amounts_at],
        "fill": {"color": ACCENT},
        "gap": 45 if shape == "bar" or many > 3 else 150,
    }
    if many <= MOST_LABELS[shape]:
        series["data_labels"] = {"value": True, "num_format": MONEY, "font": _CHART_FONT}
    net_value_chart.add_series(series)
    net_value_chart.set_title({"name": title, "name_font": {**_CHART_FONT, "size": 12, "bold": True}, "overlay": False})
    names = {"num_font": _CHART_FONT, "line": {"color": RULE}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    amounts = {"major_gridlines": {"visible": False}, "num_format": MONEY, "num_font": _CHART_FONT, "min": 0}
    if many <= MOST_LABELS[shape]:
        amounts["visible"] = False
    if shape == "bar":
        net_value_chart.set_y_axis({**names, "reverse": True})
        net_value_chart.set_x_axis(amounts)
        net_value_chart.set_plotarea({"layout": {"x": 0.34, "y": 0.14, "width": 0.46, "height": 0.82}})
    else:
        net_value_chart.set_x_axis({**names, "text_axis": True})
        net_value_chart.set_y_axis(amounts)
    net_value_chart.set_legend({"none": True})
    net_value_chart.set_chartarea({"border": {"color": RULE}})
    net_value_chart.set_size({"width": 430 if shape == "bar" else 385, "height": 330})
    place = {"object_position": 2, "description": f"Net value, {title.lower()}", "x_offset": 0 if column == 1 else 20}
    summary_sheet.insert_chart(row, column, net_value_chart, place)
