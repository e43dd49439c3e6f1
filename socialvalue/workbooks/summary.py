"""The first sheet of a results workbook: the headline, two charts, and what the total does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.money import count, total
from socialvalue.results import Headline, Result
from socialvalue.returns import Period
from socialvalue.workbooks.assumed import Sums
from socialvalue.workbooks.style import ACCENT, BAND, COUNT, INK, MONEY, MUTED, PENCE, RULE, Book

_LAST = 7  # the last column used, counted from 0


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
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, _LAST, 16)
    sheet.set_row(1, 32)
    sheet.write_string(1, 1, "Social value", book.style(bold=True, font_size=22, font_color=INK))
    sheet.write_string(2, 1, _whose(result), book.style(font_size=12, font_color=MUTED))
    row = _tiles(book, sheet, 4, list(_headline(result)))
    row = _by_outcome(book, sheet, row + 1, sums)
    row = _charts(book, sheet, row + 1, sums)
    row = _by_period(book, sheet, row + 1, sums)
    for title, entries in _beside(sums):
        row = _list(book, sheet, row + 1, title, entries)
    sheet.print_area(0, 0, row, _LAST)
    sheet.activate()


def _whose(result: Result) -> str:
    names = sorted({entry.line.organisation for entry in result.lines})
    periods = sorted({entry.line.period for entry in result.lines})
    who = names[0] if len(names) == 1 else f"{len(names)} organisations"
    when = (
        "" if not periods else said(periods[0]) if len(periods) == 1 else f"{said(periods[0])} to {said(periods[-1])}"
    )
    return ", ".join(part for part in (who if names else "Nothing valued", when) if part)


def said(period: Period) -> str:
    """A period as people say it."""
    month = (period.start.year, period.start.month) == (period.end.year, period.end.month)
    return f"{period.start:%B %Y}" if month else period.label.replace("-Q", " Q")


def _headline(result: Result) -> Iterator[Tile]:
    head = result.headline
    if head is None:
        return
    if head.net is not None and head.gross is not None:
        yield Tile("Social value", "=SUM(line_net)", head.net, _form(head.net))
        yield Tile("Before adjustments", "=SUM(line_gross)", head.gross, _form(head.gross))
    else:
        for entry in head.by_kind:
            yield Tile(f"{entry.kind.capitalize()} value", f'=SUMIFS(line_net,line_kind,"{entry.kind}")', entry.net)
    yield Tile("People", "=SUM(line_people)", head.people, COUNT)
    if head.cost is None or head.net is None:
        return
    yield Tile("Cost", "=total_cost", head.cost)
    yield Tile("Net benefit", "=SUM(line_net)-total_cost", head.net_benefit)
    yield Tile("Value for each £1", '=IF(total_cost=0,"",SUM(line_net)/total_cost)', head.ratio, PENCE)
    payback = '=IF(SUM(line_first_year)=0,"",total_cost*12/SUM(line_first_year))'
    yield Tile("Payback, months", payback, head.payback_months, "0.00")


def _form(amount: Decimal) -> str:
    return MONEY if amount == amount.to_integral_value() else PENCE


def _tiles(book: Book, sheet: Any, row: int, tiles: list[Tile]) -> int:
    """The figures of the headline in a band; returns the row below."""
    columns = [1, *range(2, _LAST + 1)]
    label = book.style(font_color=MUTED, bg_color=BAND, indent=1, valign="bottom")
    sheet.set_row(row, 20)
    sheet.set_row(row + 1, 30)
    for column in columns:
        sheet.write_blank(row, column, None, label)
        sheet.write_blank(row + 1, column, None, label)
    # The first tile has the widest column; the others stand two columns apart until there is no room.
    places = [1, 2, 3, 4, 5, 6, 7]
    for tile, column in zip(tiles, places, strict=False):
        big = {"bold": True, "font_size": 20 if column == 1 else 14, "bg_color": BAND, "indent": 1, "align": "left"}
        color = ACCENT if column == 1 else INK
        style = book.style(num_format=tile.form, font_color=color, **big)
        sheet.write_string(row, column, tile.label, label)
        value = "" if tile.value is None else float(tile.value)
        sheet.write_formula(row + 1, column, tile.formula, style, value)
    note = '=IF(checks_status="OK","The formulas agree with the software.","Assumptions were changed: see Checks.")'
    sheet.write_formula(row + 2, 1, note, book.lead, "The formulas agree with the software.")
    return row + 2


def _by_outcome(book: Book, sheet: Any, row: int, sums: Sums) -> int:
    result = sums.result
    heads = ("Outcome", "Kind", "Quantity", "Counted in", "Unit value", "Gross", "Net")
    _heads(book, sheet, row, heads)
    line = {"bottom": 1, "bottom_color": RULE}
    text, pounds, figure = (
        book.style(**line),
        book.style(num_format=PENCE, **line),
        book.style(num_format=COUNT, **line),
    )
    first = row + 1
    for entry in result.by_outcome:
        row += 1
        which = f'line_outcome,"{entry.outcome}",line_kind,"{entry.kind}"'
        outcome = sums.vocabulary[entry.outcome]
        sheet.write_string(row, 1, outcome.label, text)
        sheet.write_string(row, 2, entry.kind, text)
        sheet.write_formula(row, 3, f"=SUMIFS(line_quantity,{which})", figure, float(entry.quantity))
        sheet.write_string(row, 4, "people" if outcome.unit == "person" else outcome.unit, text)
        if entry.unit_value is None:
            sheet.write_string(row, 5, "various", book.style(align="right", **line))
        else:
            code = next(
                e.valuation.code for e in result.lines if (e.line.outcome, e.kind) == (entry.outcome, entry.kind)
            )
            formula = f"=Valuations!$F${sums.values[code, entry.kind]}"
            sheet.write_formula(row, 5, formula, pounds, float(entry.unit_value))
        sheet.write_formula(row, 6, f"=SUMIFS(line_gross,{which})", pounds, float(entry.gross))
        sheet.write_formula(row, 7, f"=SUMIFS(line_net,{which})", pounds, float(entry.net))
    head = result.headline
    if head is not None and head.net is not None and head.gross is not None and result.by_outcome:
        row += 1
        strong = {"bold": True, "bg_color": BAND}
        for column in range(1, _LAST + 1):
            sheet.write_blank(row, column, None, book.style(**strong))
        sheet.write_string(row, 1, "Total", book.style(**strong))
        money = book.style(num_format=PENCE, **strong)
        sheet.write_formula(row, 6, "=SUM(line_gross)", money, float(head.gross))
        sheet.write_formula(row, 7, "=SUM(line_net)", money, float(head.net))
    sums.charted["outcome"] = (first, first + len(result.by_outcome) - 1)
    return row + 1


def _charts(book: Book, sheet: Any, row: int, sums: Sums) -> int:
    """By outcome on the left, by month on the right."""
    if not sums.result.lines:
        return row
    count_of_periods = len(_periods(sums.result))
    below = row + 18  # where the months stand
    outcomes = sums.charted["outcome"]
    chart = book.book.add_chart({"type": "bar"})
    _series(chart, "Net value", outcomes, (1, 7))
    chart.set_title({"name": "By outcome", "name_font": _FONT | {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": RULE}, "major_tick_mark": "none"})
    chart.set_x_axis({"num_format": "£#,##0", "num_font": _FONT, "major_gridlines": _GRID, "line": {"none": True}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 500, "height": 330})
    sheet.insert_chart(row, 1, chart, {"object_position": 2, "description": "Net value by outcome"})
    months = (below + 1, below + count_of_periods)
    chart = book.book.add_chart({"type": "column"})
    _series(chart, "Net value", months, (1, 7))
    chart.set_title({"name": "By month", "name_font": _FONT | {"size": 12}, "overlay": False})
    chart.set_y_axis(
        {"num_format": "£#,##0", "num_font": _FONT, "major_gridlines": _GRID, "line": {"none": True}, "min": 0}
    )
    chart.set_x_axis({"num_font": _FONT, "line": {"color": RULE}, "major_tick_mark": "none", "text_axis": True})
    chart.set_legend({"none": True})
    chart.set_size({"width": 440, "height": 330})
    sheet.insert_chart(row, 4, chart, {"object_position": 2, "x_offset": 30, "description": "Net value by month"})
    return below - 1


_FONT = {"name": "Arial", "size": 9, "color": MUTED, "bold": False}
_GRID = {"visible": True, "line": {"color": BAND}}


def _series(chart: Any, name: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    chart.add_series(
        {
            "name": name,
            "categories": ["Summary", rows[0], columns[0], rows[1], columns[0]],
            "values": ["Summary", rows[0], columns[1], rows[1], columns[1]],
            "fill": {"color": ACCENT},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "£#,##0", "font": _FONT},
        }
    )


def _periods(result: Result) -> list[Period]:
    return sorted({entry.line.period for entry in result.lines})


def _by_period(book: Book, sheet: Any, row: int, sums: Sums) -> int:
    periods = _periods(sums.result)
    if not periods:
        return row
    _heads(book, sheet, row, ("Month", "", "", "", "", "Gross", "Net"))
    line = {"bottom": 1, "bottom_color": RULE}
    pounds = book.style(num_format=PENCE, **line)
    for period in periods:
        row += 1
        mine = [entry for entry in sums.result.lines if entry.line.period == period]
        for column in range(1, _LAST + 1):
            sheet.write_blank(row, column, None, book.style(**line))
        sheet.write_string(row, 1, said(period), book.style(**line))
        # Compared as text: a condition of SUMIFS would take 2020-10 for a date.
        for column, key, amount in (
            (6, "gross", total(entry.gross for entry in mine)),
            (7, "net", total(entry.net for entry in mine)),
        ):
            formula = f'=SUMPRODUCT((line_period="{period.written}")*line_{key})'
            sheet.write_formula(row, column, formula, pounds, float(amount))
    return row + 1


def _heads(book: Book, sheet: Any, row: int, heads: tuple[str, ...]) -> None:
    for column, head in enumerate(heads, start=1):
        sheet.write_string(row, column, head, book.head(align="right" if column in (3, 5, 6, 7) else "left"))
    sheet.set_row(row, 20)


def _beside(sums: Sums) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What stands beside the total: what it is, what it leaves out, and whose values it uses."""
    result = sums.result

    def label(outcome: str) -> str:
        return sums.vocabulary[outcome].label

    yield "What the figure is", list(_meaning(result))
    yield (
        "Reported, and not valued",
        [(label(entry.outcome), f"{count(entry.quantity)} ({entry.reason})") for entry in result.not_valued],
    )
    blank: dict[str, list[str]] = {}
    for line in result.not_recorded:
        blank.setdefault(line.outcome, []).append(line.period.written)
    yield (
        "Not recorded, which is not zero",
        [(label(outcome), ", ".join(sorted(set(periods)))) for outcome, periods in blank.items()],
    )
    refused: dict[tuple[str, str], Decimal] = {}
    for claim in result.refused:
        key = (claim.line.outcome, claim.reason)
        refused[key] = refused.get(key, Decimal(0)) + (claim.line.quantity or Decimal(0))
    yield (
        "Reported, and not claimed",
        [(label(outcome), f"{count(many)} ({reason})") for (outcome, reason), many in refused.items()],
    )
    yield "Licence", [(result.bank.id, notice) for notice in result.notices]


def _meaning(result: Result) -> Iterator[tuple[str, str]]:
    head: Headline | None = result.headline
    if head is None:
        return
    if "wellbeing" in head.kinds:
        words = "Wellbeing value is what a change in people's lives is equivalent to in money. It is not money saved."
        yield "Wellbeing", words
    yield "Prices", f"of {head.prices}" if head.prices[:1].isdigit() else head.prices
    yield "Values", f"{result.bank.title}, {result.bank.publisher} ({result.bank.id})"
    yield "Method", f"{result.method.title} ({result.method.id})"


def _list(book: Book, sheet: Any, row: int, title: str, entries: list[tuple[str, str]]) -> int:
    if not entries:
        return row - 1
    for column in range(1, _LAST + 1):
        sheet.write_blank(row, column, None, book.section)
    sheet.write_string(row, 1, title, book.section)
    sheet.set_row(row, 20)
    words = book.style(text_wrap=True, valign="top", align="left")
    for name, text in entries:
        row += 1
        sheet.write_string(row, 1, name, book.style(valign="top"))
        sheet.merge_range(row, 2, row, _LAST, "", words)
        sheet.write_string(row, 2, text, words)
        sheet.set_row(row, 4 + 13 * (1 + len(text) // 105))
    return row + 1
