"""The sheet Flows of a results workbook: value and cost by financial year, and when the one has met the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from socialvalue.formats.sheets import letters
from socialvalue.published.discounting import discount_factor
from socialvalue.records.totals import Flow
from socialvalue.showing.workbook.book import ACCENT, BAND, INK, MONEY, MUTED, RULE, Book
from socialvalue.showing.workbook.shared_cells import FACTOR, SharedCells
from socialvalue.showing.workbook.sheet_assumptions import cost_names
from socialvalue.showing.workbook.sheets_by_group import CHART_FONT, CHART_GRID

_FLOWS_HEADS = (
    ("Financial year", 16),
    ("Years after year 0", 11),
    ("Value £", 15),
    ("Cost £", 15),
    ("A pound is worth", 11),
    ("Value, present £", 15),
    ("Cost, present £", 15),
    ("Cumulative £", 15),
    ("Cumulative, present £", 15),
    ("Met after, months", 12),
)

#: Rows that a chart takes, with one that is left free below it.
_CHART_ROWS = 15

#: The columns of value, cost, their present values and the cumulative sums.
VALUE, COST, PRESENT, PRESENT_COST, SUM, PRESENT_SUM, MET = "C", "D", "F", "G", "H", "I", "J"


def write_flows(book: Book, shared: SharedCells) -> None:
    """Each year's value and cost; of the one total, or of each kind that is held apart."""
    flows_sheet = book.sheet("Flows")
    for column, (_, width) in enumerate(_FLOWS_HEADS):
        flows_sheet.set_column(column, column, width)
    flows_sheet.set_row(0, 30)
    flows_sheet.write_string(0, 0, "Flows", book.title)
    words = (
        "What each year brings and costs. A year of an outcome is in the financial year it begins in; "
        "a cost is paid at the start of its year."
    )
    flows_sheet.write_string(1, 0, words, book.lead)
    row = 3
    charted: list[tuple[str, tuple[int, int]]] = []
    for kind, yearly_flows in _flows_by_kind(shared):
        last = _flows_table(book, flows_sheet, row, kind, yearly_flows, shared)
        if len(yearly_flows) > 1:
            charted.append((kind, (last - len(yearly_flows), last - 1)))
        row = last + 2
    if len(charted) > 1:  # a chart is not to be parted by the end of a page
        flows_sheet.set_portrait()
        flows_sheet.fit_to_pages(1, 1)
    for number, (kind, rows) in enumerate(charted):
        _flows_chart(book, flows_sheet, kind, rows, row + number * _CHART_ROWS)
    flows_sheet.freeze_panes(2, 1)


def _flows_by_kind(shared: SharedCells) -> Iterator[tuple[str, Sequence[Flow]]]:
    head = shared.result.headline
    if head is None:
        return
    if head.net is not None:
        yield "", head.flows
        return
    for entry in head.by_kind:
        yield entry.kind, entry.flows


def _flows_table(
    book: Book, flows_sheet: Any, row: int, kind: str, yearly_flows: Sequence[Flow], shared: SharedCells
) -> int:
    if not yearly_flows:
        return row
    if kind:
        flows_sheet.write_string(row, 0, f"{kind.capitalize()} value", book.section)
        row += 1
    for column, (head, _) in enumerate(_FLOWS_HEADS):
        flows_sheet.write_string(row, column, head, book.head(align="right" if column else "left"))
    flows_sheet.set_row(row, 30)
    line = {"bottom": 1, "bottom_color": RULE}
    money_look, factor_look, months_look = (book.style(num_format=form, **line) for form in (MONEY, FACTOR, "0.00"))
    first = row + 2
    costs = list(cost_names(shared.result.spent))
    before = Decimal(0)
    for number, flow in enumerate(yearly_flows):
        row += 1
        here, year = row + 1, letters(7 + flow.year)
        last = f"{SUM}{row}" if number else "0"
        flows_sheet.write_string(row, 0, flow.label, book.style(**line))
        flows_sheet.write_number(row, 1, flow.year, book.style(**line))
        flows_sheet.write_formula(row, 2, f"={_value_of_year(kind, year, shared)}", money_look, float(flow.value))
        paid = "+".join(cost_formula for at, cost_formula in costs if at == flow.year)
        flows_sheet.write_formula(row, 3, f"={paid or 0}", money_look, float(flow.cost))
        worth = discount_factor(shared.result.method.discount, flow.year)
        flows_sheet.write_formula(row, 4, f"=Years!{year}$6", factor_look, float(worth))
        flows_sheet.write_formula(row, 5, f"={VALUE}{here}*E{here}", money_look, float(flow.present_value))
        flows_sheet.write_formula(row, 6, f"={COST}{here}*E{here}", money_look, float(flow.present_cost))
        flows_sheet.write_formula(row, 7, f"={last}+{VALUE}{here}-{COST}{here}", money_look, float(flow.cumulative))
        present_last = f"{PRESENT_SUM}{row}" if number else "0"
        present = f"={present_last}+{PRESENT}{here}-{PRESENT_COST}{here}"
        flows_sheet.write_formula(row, 8, present, money_look, float(flow.present_cumulative))
        start = before - flow.cost
        met = float(12 * number + 12 * -start / flow.value) if start < 0 <= flow.cumulative else ""
        crossed = f"AND({last}-{COST}{here}<0,{SUM}{here}>=0)"
        flow_formula = f'=IF({crossed},{12 * number}+12*({COST}{here}-{last})/{VALUE}{here},"")'
        flows_sheet.write_formula(row, 9, flow_formula, months_look, met)
        before = flow.cumulative
    end = row + 1
    row += 1
    strong = {"bold": True, "bg_color": BAND}
    for column in range(len(_FLOWS_HEADS)):
        flows_sheet.write_blank(row, column, None, book.style(**strong))
    flows_sheet.write_string(row, 0, "Total", book.style(**strong))
    whole = {VALUE: "value", COST: "cost", PRESENT: "present_value", PRESENT_COST: "present_cost"}
    for letter, name in whole.items():
        amount = sum((getattr(flow, name) for flow in yearly_flows), Decimal(0))
        flow_style = book.style(num_format=MONEY, **strong)
        flows_sheet.write_formula(
            row, ord(letter) - 65, f"=SUM({letter}{first}:{letter}{end})", flow_style, float(amount)
        )
    met_in = f"{MET}{first}:{MET}{end}"
    flow_formula = f'=IF(OR({SUM}{end}<0,COUNT({met_in})=0),"",MAX({met_in}))'
    flow_style = book.style(num_format="0.00", **strong)
    flows_sheet.write_formula(row, 9, flow_formula, flow_style, _payback_months(kind, shared))
    name = f"_{kind}" if kind else ""
    book.book.define_name(f"present_cost{name}", f"=Flows!${PRESENT_COST}${row + 1}")
    book.book.define_name(f"months_to_meet_cost{name}", f"=Flows!${MET}${row + 1}")
    return row


def _flows_chart(book: Book, flows_sheet: Any, kind: str, rows: tuple[int, int], below: int) -> None:
    """Each year's value and cost as columns, and what they come to by its end as a line; rows counted from 0."""
    columns, line = book.book.add_chart({"type": "column"}), book.book.add_chart({"type": "line"})
    series = ((columns, VALUE, ACCENT), (columns, COST, INK), (line, SUM, MUTED))
    for chart, letter, colour in series:
        at = ord(letter) - 65
        drawn = {"line": {"color": colour, "width": 1.75}} if chart is line else {"fill": {"color": colour}, "gap": 60}
        chart.add_series(
            {
                "name": ["Flows", rows[0] - 1, at],
                "categories": ["Flows", rows[0], 0, rows[1], 0],
                "values": ["Flows", rows[0], at, rows[1], at],
                **drawn,
            }
        )
    columns.combine(line)
    title = f"{kind.capitalize()} value and cost by financial year" if kind else "Value and cost by financial year"
    columns.set_title({"name": title, "name_font": {**CHART_FONT, "size": 12, "bold": True}, "overlay": False})
    axis = {"num_font": CHART_FONT, "line": {"color": RULE}, "major_tick_mark": "none", "label_position": "low"}
    columns.set_x_axis({**axis, "text_axis": True})
    columns.set_y_axis({"major_gridlines": CHART_GRID, "num_format": MONEY, "num_font": CHART_FONT})
    columns.set_legend({"position": "bottom", "font": CHART_FONT})
    columns.set_chartarea({"border": {"none": True}})
    columns.set_size({"width": 720, "height": 20 * (_CHART_ROWS - 1)})
    flows_sheet.insert_chart(below, 0, columns, {"object_position": 2, "description": title})


def _value_of_year(kind: str, year: str, shared: SharedCells) -> str:
    """The value of a year: what a whole year of the lines on each row of Years is worth, times what is left then."""
    end = 8 + max(1, len(shared.spans))
    if not kind:
        return f"SUMPRODUCT(Years!$G$9:$G${end},Years!{year}$9:{year}${end})"
    yearly = f'SUMIFS(line_yearly,line_span,ROW(Years!$A$9:$A${end}),line_kind,"{kind}")'
    return f"SUMPRODUCT({yearly},Years!{year}$9:{year}${end})"


def _payback_months(kind: str, shared: SharedCells) -> float | str:
    head = shared.result.headline
    if head is None:
        return ""
    payback_months = head.payback_months
    if kind:
        payback_months = next(entry.payback_months for entry in head.by_kind if entry.kind == kind)
    return "" if payback_months is None else float(payback_months)
