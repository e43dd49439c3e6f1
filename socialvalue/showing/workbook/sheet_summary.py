"""The first sheet of a results workbook: the headline, two charts, and what the total does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.formats.sheets import letters
from socialvalue.money import count
from socialvalue.records.periods import Period, said
from socialvalue.records.results import Result
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.people import people_and_wellbys
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import ACCENT, BAND, COUNT, INK, MONEY, MUTED, PENCE, RULE
from socialvalue.showing.workbook.shared_names import Sums
from socialvalue.valuing.gaps import Gap, gaps

_LAST = 7  # the last column used, counted from 0
_TILES = 5  # the row of the headline's figures, counted from 0

#: A chart with more bars than this, or more columns, shows a scale instead of a figure on each.
MOST_LABELS = {"bar": 13, "column": 6}

_FONT = {"name": "Arial", "size": 9, "color": INK, "bold": False}
_CHART_ROWS = 18


@frozen
class Tile:
    """One figure of the headline."""

    label: str
    formula: str
    value: Decimal | None
    form: str = MONEY


def summary(book: Book, sums: Sums) -> None:
    """The sheet a board reads."""
    sheet, result = book.sheet("Summary"), sums.result
    sheet.set_portrait()
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 31)
    sheet.set_column(2, _LAST, 14)
    sheet.set_row(1, 32)
    sheet.write_string(1, 1, "Social value", book.style(bold=True, font_size=22, font_color=INK))
    sheet.write_string(2, 1, _whose(result), book.style(font_size=12, font_color=MUTED))
    _tiles(book, sheet, list(_headline(result)), sums)
    row = _by_outcome(book, sheet, _TILES + 3, sums)
    row = _charts(book, sheet, row + 1, sums)
    for title, entries in _beside(sums):
        row = _list(book, sheet, row + 1, title, entries)
    _show_pence(book, sheet, row)
    sheet.print_area(0, 0, row, _LAST)
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _whose(result: Result) -> str:
    names = sorted({entry.line.organisation for entry in result.lines})
    periods = _periods(result)
    who = names[0] if len(names) == 1 else f"{len(names)} organisations"
    when = " to ".join(dict.fromkeys(period.said for period in (*periods[:1], *periods[-1:])))
    return ", ".join(part for part in (who if names else "Nothing valued", when) if part)


def _periods(result: Result) -> list[Period]:
    return sorted({entry.line.period for entry in result.lines})


def _show_pence(book: Book, sheet: Any, last: int) -> None:
    """Whole pounds are shown without pence; a cell that holds pence shows them."""
    pence = {"type": "formula", "format": book.book.add_format({"num_format": PENCE})}
    cell = f"F{_TILES + 5}"
    wholly = f"=AND(ISNUMBER({cell}),ABS({cell}-ROUND({cell},0))>0.0049)"
    sheet.conditional_format(_TILES + 4, 5, last, _LAST, {**pence, "criteria": wholly})


def _headline(result: Result) -> Iterator[Tile]:
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


def _tiles(book: Book, sheet: Any, tiles: list[Tile], sums: Sums) -> None:
    """The figures of the headline in a band."""
    label = book.style(font_color=MUTED, bg_color=BAND, indent=1, align="left", valign="bottom", text_wrap=True)
    sheet.set_row(_TILES - 1, 30)
    sheet.set_row(_TILES, 32)
    for column in range(1, _LAST + 1):
        sheet.write_blank(_TILES - 1, column, None, label)
        sheet.write_blank(_TILES, column, None, label)
    for column, tile in enumerate(tiles, start=1):
        first = column == 1
        look = {"font_size": 20, "font_color": ACCENT} if first else {"font_size": 12, "font_color": INK}
        style = book.style(num_format=tile.form, bold=True, bg_color=BAND, indent=1, align="left", **look)
        sheet.write_string(_TILES - 1, column, tile.label, label)
        sheet.write_formula(_TILES, column, tile.formula, style, "" if tile.value is None else float(tile.value))
        if tile.value is not None:
            sums.figures.append((tile.label, f"Summary!${letters(column)}${_TILES + 1}", tile.value, tile.form))
    agree = "The formulas agree with the software."
    changed = "Assumptions were changed: see Checks."
    note = f'=IF(checks_status="OK","{agree}","{changed}")'
    sheet.write_formula(_TILES + 1, 1, note, book.style(font_color=MUTED, font_size=9, indent=1), agree)


def _by_outcome(book: Book, sheet: Any, row: int, sums: Sums) -> int:
    result = sums.result
    _heads(book, sheet, row, ("Outcome", "Kind", "Quantity", "Counted in", "Unit value", "Gross", "Net"))
    line = {"bottom": 1, "bottom_color": RULE}
    text, unit = book.style(**line), book.style(indent=1, **line)
    pounds, figure = book.style(num_format=MONEY, **line), book.style(num_format=COUNT, **line)
    keys = {(entry.line.outcome, entry.kind): entry.valuation.key for entry in result.lines}
    sums.charted["outcome"] = (row + 1, row + len(result.by_outcome))
    for entry in result.by_outcome:
        row += 1
        which = f'line_outcome,"{entry.outcome}",line_kind,"{entry.kind}"'
        outcome = sums.vocabulary[entry.outcome]
        sheet.write_string(row, 1, outcome.label, text)
        sheet.write_string(row, 2, entry.kind, text)
        sheet.write_formula(row, 3, f"=SUMIFS(line_quantity,{which})", figure, float(entry.quantity))
        sheet.write_string(row, 4, "people" if outcome.unit == "person" else outcome.unit, unit)
        if entry.unit_value is None:
            sheet.write_string(row, 5, "various", book.style(align="right", **line))
        else:
            value = sums.values[keys[entry.outcome, entry.kind], entry.kind]
            formula = f"=Valuations!$F${value.row}*Valuations!$K${value.row}"
            sheet.write_formula(row, 5, formula, pounds, float(entry.unit_value_here or 0))
        sheet.write_formula(row, 6, f"=SUMIFS(line_gross,{which})", pounds, float(entry.gross))
        sheet.write_formula(row, 7, f"=SUMIFS(line_net,{which})", pounds, float(entry.net))
        name = f"{outcome.label}, {entry.kind}"
        for at, told, amount, form in (
            ("D", "quantity", entry.quantity, COUNT),
            ("G", "gross", entry.gross, PENCE),
            ("H", "net", entry.net, PENCE),
        ):
            sums.figures.append((f"{name}, {told}", f"Summary!${at}${row + 1}", amount, form))
    head = result.headline
    if head is not None and head.net is not None and head.gross is not None and result.by_outcome:
        row += 1
        strong = {"bold": True, "bg_color": BAND}
        for column in range(1, _LAST + 1):
            sheet.write_blank(row, column, None, book.style(**strong))
        sheet.write_string(row, 1, "Total", book.style(**strong))
        money = book.style(num_format=MONEY, **strong)
        sheet.write_formula(row, 6, "=SUM(line_gross)", money, float(head.gross))
        sheet.write_formula(row, 7, "=SUM(line_net)", money, float(head.net))
    return row + 1


def _charts(book: Book, sheet: Any, row: int, sums: Sums) -> int:
    """Two charts: by outcome on the left, by month on the right; the months are written below."""
    if not sums.result.lines:
        return row
    _chart(book, sheet, row, 1, "bar", "By outcome", ("Summary", *sums.charted["outcome"], 1, _LAST))
    _chart(book, sheet, row, 4, "column", "By month", ("By month", *sums.charted["month"], 0, 3))
    return row + _CHART_ROWS


def _chart(
    book: Book, sheet: Any, row: int, column: int, sort: str, title: str, cells: tuple[str, int, int, int, int]
) -> None:
    """A chart of net value without a scale: each bar carries its figure.

    The cells are those of a sheet: its name, the first and last row, the columns of the names and of the amounts.
    """
    where, first, last, names_at, amounts_at = cells
    many = last - first + 1
    chart = book.book.add_chart({"type": sort})
    series: dict[str, Any] = {
        "name": "Net value",
        "categories": [where, first, names_at, last, names_at],
        "values": [where, first, amounts_at, last, amounts_at],
        "fill": {"color": ACCENT},
        "gap": 45 if sort == "bar" or many > 3 else 150,
    }
    if many <= MOST_LABELS[sort]:
        series["data_labels"] = {"value": True, "num_format": MONEY, "font": _FONT}
    chart.add_series(series)
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 12, "bold": True}, "overlay": False})
    names = {"num_font": _FONT, "line": {"color": RULE}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    amounts = {"major_gridlines": {"visible": False}, "num_format": MONEY, "num_font": _FONT, "min": 0}
    if many <= MOST_LABELS[sort]:
        amounts["visible"] = False
    if sort == "bar":
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis(amounts)
        chart.set_plotarea({"layout": {"x": 0.34, "y": 0.14, "width": 0.46, "height": 0.82}})
    else:
        chart.set_x_axis({**names, "text_axis": True})
        chart.set_y_axis(amounts)
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": 430 if sort == "bar" else 385, "height": 330})
    place = {"object_position": 2, "description": f"Net value, {title.lower()}", "x_offset": 0 if column == 1 else 20}
    sheet.insert_chart(row, column, chart, place)


def _heads(book: Book, sheet: Any, row: int, heads: tuple[str, ...]) -> None:
    for column, head in enumerate(heads, start=1):
        look = {"align": "right"} if column in (3, 5, 6, 7) else {"align": "left", "indent": int(column == 4)}
        sheet.write_string(row, column, head, book.head(**look))
    sheet.set_row(row, 20)


def _beside(sums: Sums) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The notes beside the total: what it is, what it leaves out, and whose values it uses."""
    result = sums.result

    def label(outcome: str) -> str:
        return sums.vocabulary[outcome].label

    yield "What the figure is", list(_meaning(result))
    yield (
        "Reported, and not valued",
        [(label(entry.outcome), f"{count(entry.quantity)} ({entry.reason})") for entry in result.not_valued],
    )
    found = gaps(result)
    never = "; ".join(dict.fromkeys(label(gap.outcome) for gap in found if gap.always))
    partly = [(label(gap.outcome), _gap(gap)) for gap in found if not gap.always]
    yield "Not recorded, which is not zero", [*([("At any time", never)] if never else []), *partly]
    refused: dict[tuple[str, str], Decimal] = {}
    for claim in result.refused:
        key = (claim.line.outcome, claim.reason)
        refused[key] = refused.get(key, Decimal(0)) + (claim.line.quantity or Decimal(0))
    yield (
        "Reported, and not claimed",
        [(label(outcome), f"{count(many)} ({reason})") for (outcome, reason), many in refused.items()],
    )
    yield "Licence", [(result.bank.id, notice) for notice in result.notices]


def _gap(gap: Gap) -> str:
    """When a measure was left blank, and by how many."""
    many = len(gap.organisations)
    return f"in {said(gap.periods)}{f', by {many} organisations' if many > 1 else ''}"


def _meaning(result: Result) -> Iterator[tuple[str, str]]:
    head = result.headline
    if head is None:
        return
    if "wellbeing" in head.kinds:
        words = "Wellbeing value is what a change in people's lives is equivalent to in money. It is not money saved."
        yield "Wellbeing", words
    yield from people_and_wellbys(head)
    yield "Prices", f"of {head.prices}" if head.prices[:1].isdigit() else head.prices
    yield "Values", f"{result.bank.title}, {result.bank.publisher} ({result.bank.id}); {result.provenance.bank_chosen}"
    yield "Method", f"{method_title(result.method)} ({result.method.id})"


def _list(book: Book, sheet: Any, row: int, title: str, entries: list[tuple[str, str]]) -> int:
    if not entries:
        return row - 1
    for column in range(1, _LAST + 1):
        sheet.write_blank(row, column, None, book.section)
    sheet.write_string(row, 1, title, book.section)
    sheet.set_row(row, 22)
    words = book.style(text_wrap=True, valign="top", align="left")
    for name, text in entries:
        row += 1
        sheet.write_string(row, 1, name, book.style(valign="top", text_wrap=True))
        sheet.merge_range(row, 2, row, _LAST, "", words)
        sheet.write_string(row, 2, text, words)
        sheet.set_row(row, 4 + 13 * max(1 + len(text) // 88, 1 + len(name) // 32))
    return row + 1
