"""The sheet Summary of a results workbook, for a board: headline figures, outcomes, charts, notes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.formats.sheets import letters
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.showing.words.basis import summary_notes
from socialvalue.showing.workbook.book import ACCENT, BAND, COUNT, INK, MONEY, MUTED, PENCE, RULE, Book
from socialvalue.showing.workbook.shared_cells import SharedCells

_LAST = 7  # the last column used, counted from 0

_TILES = 5  # the row of the headline's figures, counted from 0


@frozen
class Tile:
    """One figure of the headline."""

    label: str
    formula: str
    value: Decimal | None
    form: str = MONEY


def write_summary(book: Book, shared: SharedCells) -> None:
    """The sheet a board reads."""
    summary_sheet, result = book.sheet("Summary"), shared.result
    summary_sheet.set_portrait()
    summary_sheet.set_column(0, 0, 2)
    summary_sheet.set_column(1, 1, 31)
    summary_sheet.set_column(2, _LAST, 14)
    summary_sheet.set_row(1, 32)
    summary_sheet.write_string(1, 1, "Social value", book.style(bold=True, font_size=22, font_color=INK))
    summary_sheet.write_string(2, 1, _whose_and_when(result), book.style(font_size=12, font_color=MUTED))
    _write_tiles(book, summary_sheet, list(_headline_tiles(result)), shared)
    row = _outcomes_of_summary(book, summary_sheet, _TILES + 3, shared)
    row = summary_charts(book, summary_sheet, row + 1, _LAST, shared)
    for title, entries in summary_notes(result):
        row = _write_notes(book, summary_sheet, row + 1, title, entries)
    _show_pence(book, summary_sheet, row)
    summary_sheet.print_area(0, 0, row, _LAST)
    summary_sheet.fit_to_pages(1, 1)
    summary_sheet.activate()


def _whose_and_when(result: Result) -> str:
    organisations_valued = sorted({entry.line.organisation for entry in result.lines})
    periods = _periods_valued(result)
    who = organisations_valued[0] if len(organisations_valued) == 1 else f"{len(organisations_valued)} organisations"
    months_valued = " to ".join(dict.fromkeys(period.said for period in (*periods[:1], *periods[-1:])))
    return ", ".join(part for part in (who if organisations_valued else "Nothing valued", months_valued) if part)


def _periods_valued(result: Result) -> list[Period]:
    return sorted({entry.line.period for entry in result.lines})


def _show_pence(book: Book, summary_sheet: Any, last: int) -> None:
    """Whole pounds are shown without pence; a cell that holds pence shows them."""
    pence = {"type": "formula", "format": book.book.add_format({"num_format": PENCE})}
    cell = f"F{_TILES + 5}"
    wholly = f"=AND(ISNUMBER({cell}),ABS({cell}-ROUND({cell},0))>0.0049)"
    summary_sheet.conditional_format(_TILES + 4, 5, last, _LAST, {**pence, "criteria": wholly})


def _headline_tiles(result: Result) -> Iterator[Tile]:
    head = result.headline
    if head is None:
        return
    if head.net is not None and head.gross is not None:
        yield Tile("Social value", "=SUM(line_net)", head.net)
        yield Tile("Gross value", "=SUM(line_gross)", head.gross)
    else:
        for entry in head.by_kind:
            yield Tile(f"{entry.kind.capitalize()} value", f'=SUMIFS(line_net,line_kind,"{entry.kind}")', entry.net)
    yield Tile("Outcomes", "=SUM(line_people)", head.outcomes, COUNT)
    if head.cost is None or head.net is None:
        return
    yield Tile("Cost", "=total_cost", head.cost)
    if not result.lines:
        return
    yield Tile("Net benefit", "=SUM(line_net)-present_cost", head.net_benefit)
    yield Tile("Value for each £1", '=IF(present_cost=0,"",SUM(line_net)/present_cost)', head.ratio, PENCE)
    label = "Meets cost, months" if "wellbeing" in head.kinds else "Payback, months"
    yield Tile(label, "=months_to_meet_cost", head.payback_months, "0.00")


def _write_tiles(book: Book, summary_sheet: Any, tiles: list[Tile], shared: SharedCells) -> None:
    """The figures of the headline in a band."""
    tile_label_style = book.style(
        font_color=MUTED, bg_color=BAND, indent=1, align="left", valign="bottom", text_wrap=True
    )
    summary_sheet.set_row(_TILES - 1, 30)
    summary_sheet.set_row(_TILES, 32)
    for column in range(1, _LAST + 1):
        summary_sheet.write_blank(_TILES - 1, column, None, tile_label_style)
        summary_sheet.write_blank(_TILES, column, None, tile_label_style)
    for column, tile in enumerate(tiles, start=1):
        first = column == 1
        look = {"font_size": 20, "font_color": ACCENT} if first else {"font_size": 12, "font_color": INK}
        tile_style = book.style(num_format=tile.form, bold=True, bg_color=BAND, indent=1, align="left", **look)
        summary_sheet.write_string(_TILES - 1, column, tile.label, tile_label_style)
        summary_sheet.write_formula(
            _TILES, column, tile.formula, tile_style, "" if tile.value is None else float(tile.value)
        )
        if tile.value is not None:
            shared.figures.append((tile.label, f"Summary!${letters(column)}${_TILES + 1}", tile.value, tile.form))
    agree = "The formulas agree with the software."
    changed = "Assumptions were changed: see Checks."
    note = f'=IF(checks_status="OK","{agree}","{changed}")'
    summary_sheet.write_formula(_TILES + 1, 1, note, book.style(font_color=MUTED, font_size=9, indent=1), agree)


def _outcomes_of_summary(book: Book, summary_sheet: Any, row: int, shared: SharedCells) -> int:
    result = shared.result
    _write_heads(book, summary_sheet, row, ("Outcome", "Kind", "Quantity", "Counted in", "Unit value", "Gross", "Net"))
    line = {"bottom": 1, "bottom_color": RULE}
    label_style, unit_style = book.style(**line), book.style(indent=1, **line)
    pounds_look, count_look = book.style(num_format=MONEY, **line), book.style(num_format=COUNT, **line)
    value_keys = {(entry.line.outcome, entry.kind): entry.valuation.key for entry in result.lines}
    shared.charted["outcome"] = (row + 1, row + len(result.by_outcome))
    for entry in result.by_outcome:
        row += 1
        which = f'line_outcome,"{entry.outcome}",line_kind,"{entry.kind}"'
        outcome = shared.vocabulary[entry.outcome]
        summary_sheet.write_string(row, 1, outcome.label, label_style)
        summary_sheet.write_string(row, 2, entry.kind, label_style)
        summary_sheet.write_formula(row, 3, f"=SUMIFS(line_quantity,{which})", count_look, float(entry.quantity))
        summary_sheet.write_string(row, 4, "people" if outcome.unit == "person" else outcome.unit, unit_style)
        if entry.unit_value is None:
            summary_sheet.write_string(row, 5, "various", book.style(align="right", **line))
        else:
            value = shared.values[value_keys[entry.outcome, entry.kind], entry.kind]
            formula = f"=Valuations!$F${value.row}*Valuations!$K${value.row}"
            summary_sheet.write_formula(row, 5, formula, pounds_look, float(entry.unit_value_here or 0))
        summary_sheet.write_formula(row, 6, f"=SUMIFS(line_gross,{which})", pounds_look, float(entry.gross))
        summary_sheet.write_formula(row, 7, f"=SUMIFS(line_net,{which})", pounds_look, float(entry.net))
        name = f"{outcome.label}, {entry.kind}"
        for at, told, amount, form in (
            ("D", "quantity", entry.quantity, COUNT),
            ("G", "gross", entry.gross, PENCE),
            ("H", "net", entry.net, PENCE),
        ):
            shared.figures.append((f"{name}, {told}", f"Summary!${at}${row + 1}", amount, form))
    head = result.headline
    if head is not None and head.net is not None and head.gross is not None and result.by_outcome:
        row += 1
        strong = {"bold": True, "bg_color": BAND}
        for column in range(1, _LAST + 1):
            summary_sheet.write_blank(row, column, None, book.style(**strong))
        summary_sheet.write_string(row, 1, "Total", book.style(**strong))
        total_style = book.style(num_format=MONEY, **strong)
        summary_sheet.write_formula(row, 6, "=SUM(line_gross)", total_style, float(head.gross))
        summary_sheet.write_formula(row, 7, "=SUM(line_net)", total_style, float(head.net))
    return row + 1


def _write_heads(book: Book, summary_sheet: Any, row: int, heads: tuple[str, ...]) -> None:
    for column, head in enumerate(heads, start=1):
        head_look = {"align": "right"} if column in (3, 5, 6, 7) else {"align": "left", "indent": int(column == 4)}
        summary_sheet.write_string(row, column, head, book.head(**head_look))
    summary_sheet.set_row(row, 20)


def _write_notes(book: Book, summary_sheet: Any, row: int, title: str, entries: list[tuple[str, str]]) -> int:
    if not entries:
        return row - 1
    for column in range(1, _LAST + 1):
        summary_sheet.write_blank(row, column, None, book.section)
    summary_sheet.write_string(row, 1, title, book.section)
    summary_sheet.set_row(row, 22)
    note_style = book.style(text_wrap=True, valign="top", align="left")
    for name, text in entries:
        row += 1
        summary_sheet.write_string(row, 1, name, book.style(valign="top", text_wrap=True))
        summary_sheet.merge_range(row, 2, row, _LAST, "", note_style)
        summary_sheet.write_string(row, 2, text, note_style)
        summary_sheet.set_row(row, 4 + 13 * max(1 + len(text) // 88, 1 + len(name) // 32))
    return row + 1


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
