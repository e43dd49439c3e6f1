"""A sheet with a row for each group and a chart: what By project, By month, Totals and the like share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import ACCENT, BAND, INK, MONEY, RULE

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
