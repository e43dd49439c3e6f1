"""The sheets of a results workbook that show parts of the total: by project, by month, against targets and last year.

Sums are formulas over the sheet Lines, so that they follow an assumption that is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.money import total
from socialvalue.records.groups import Progress, RollUp
from socialvalue.records.periods import Period
from socialvalue.records.ranges import Range
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.showing.words.forecast import forecast_notes
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.groups import group_heading, group_name
from socialvalue.showing.words.last_year import year_names
from socialvalue.showing.words.sensitivity import assumption_name
from socialvalue.showing.words.targets import target_name
from socialvalue.showing.workbook.book import (
    ACCENT,
    BAND,
    COUNT,
    INK,
    MONEY,
    MUTED,
    PENCE,
    RULE,
    SHARE,
    UNSURE,
    Book,
)
from socialvalue.showing.workbook.sheet_assumptions import Sums, cost_names
from socialvalue.valuing.last_year.changes import changes
from socialvalue.valuing.last_year.like_for_like import LikeForLike
from socialvalue.valuing.rollup.roll_up import roll_up

#: The rows of the headings, counted from 1; the groups follow.
HEAD = 4

_FONT = {"name": "Arial", "size": 9, "color": INK, "bold": False}
_GRID = {"visible": True, "line": {"color": RULE}}


@frozen
class _Cell:
    """A figure of a row: a formula, or a value as it is."""

    value: Any
    form: str = MONEY
    formula: str = ""


def _sheet(book: Book, name: str, lead: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
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


def _row(book: Book, sheet: Any, row: int, name: str, cells: Iterable[_Cell], *, strong: bool = False) -> None:
    """A row, counted from 1."""
    look: dict[str, Any] = {"bold": True, "top": 1, "bg_color": BAND} if strong else {"bottom": 1, "bottom_color": RULE}
    sheet.write_string(row - 1, 0, name, book.style(text_wrap=True, **look))
    for column, cell in enumerate(cells, start=1):
        style = book.style(num_format=cell.form, **look)
        if cell.formula:
            sheet.write_formula(row - 1, column, cell.formula, style, "" if cell.value is None else float(cell.value))
        elif cell.value is None:
            sheet.write_blank(row - 1, column, None, style)
        elif isinstance(cell.value, str):
            sheet.write_string(row - 1, column, cell.value, book.style(align="right", **look))
        else:
            sheet.write_number(row - 1, column, float(cell.value), style)


#: Characters of a name in one piece of a formula; each may be a quotation mark, which is written twice.
_LITERAL = 120


def _quoted(text: str) -> str:
    """A name within a formula, as text that is compared whole: no wildcard, no number.

    Excel takes no more than 255 characters between two quotation marks, so that a long name is joined of parts.
    """
    parts = [text[at : at + _LITERAL].replace('"', '""') for at in range(0, max(len(text), 1), _LITERAL)]
    return "&".join(f'"{part}"' for part in parts)


# by project


def has_projects(result: Result) -> bool:
    """Whether any line that has a value names a project."""
    return any(entry.line.project for entry in result.lines)


def by_project(book: Book, sums: Sums) -> None:
    """Value, cost, net benefit and ratio of each project."""
    result = sums.result
    heads = ("Project", "Outcomes", "Gross £", "Net £", "Spent £", "Net benefit £", "Value for each £1")
    one_total = result.headline is not None and result.headline.net is not None
    lead = (
        "Each project’s value, and what was spent on it in the prices of the result. Formulas follow the sheet Lines."
    )
    sheet = _sheet(book, "By project", lead, heads if one_total else heads[:4], (40, 12, 16, 16, 16, 16, 16))
    spent = [
        (entry.cost.project, formula)
        for entry, (_, formula) in zip(result.spent, cost_names(result.spent), strict=True)
    ]
    at_once = all(entry.present_value == entry.amount for entry in result.spent)
    row = HEAD
    by = ("project",) if one_total else ("project", "kind")
    for group in sorted(roll_up(result, by).groups, key=lambda group: (group.keys[0] == "", -(group.net or 0))):
        row += 1
        mine = f"(line_project={_quoted(group.keys[0])})"
        if not one_total:
            mine += f"*(line_kind={_quoted(group.keys[1])})"
        cells = [
            _Cell(group.quantity, COUNT, f"=SUMPRODUCT({mine}*line_people)"),
            _Cell(group.gross, MONEY, f"=SUMPRODUCT({mine}*line_gross)"),
            _Cell(group.net, MONEY, f"=SUMPRODUCT({mine}*line_net)"),
        ]
        if one_total:
            paid = [formula for project, formula in spent if project == group.keys[0]]
            cost = _Cell(group.cost, MONEY, f"={'+'.join(paid)}" if paid and at_once else "")
            known = group.cost is not None
            benefit = _Cell(group.net_benefit, MONEY, f"=D{row}-E{row}" if known else "")
            ratio = _Cell(group.ratio, PENCE, f'=IF(E{row}=0,"",D{row}/E{row})' if known else "")
            cells += [cost, benefit, ratio]
        name = group.keys[0] or "No project"
        _row(book, sheet, row, name if one_total else f"{name}, {group.keys[1]}", cells)
    head = result.headline
    if one_total and head is not None:
        first, last, row = HEAD + 1, row, row + 1
        sums_ = [_Cell(head.outcomes, COUNT, f"=SUM(B{first}:B{last})")]
        sums_ += [
            _Cell(amount, MONEY, f"=SUM({at}{first}:{at}{last})") for at, amount in (("C", head.gross), ("D", head.net))
        ]
        if head.present_cost is not None:
            sums_ += [
                _Cell(head.present_cost, MONEY, "=present_cost"),
                _Cell(head.net_benefit, MONEY, f"=D{row}-E{row}"),
                _Cell(head.ratio, PENCE, f'=IF(E{row}=0,"",D{row}/E{row})'),
            ]
        _row(book, sheet, row, "All", sums_, strong=True)
        sums.shown["By project"] = f"'By project'!$D${row}"
        _chart(book, sheet, "By project", "Net value by project", (first, last), 3, row + 1)
    sheet.print_area(0, 0, row + 18, 6)
    sheet.fit_to_pages(1, 1)


# by month


def by_month(book: Book, sums: Sums) -> None:
    """Each period's value, and the sum so far."""
    result = sums.result
    heads = ("Month", "Outcomes", "Gross £", "Net £", "Net to date £")
    sheet = _sheet(book, "By month", "Formulas follow the sheet Lines.", heads, (26, 12, 16, 16, 16))
    members: dict[Period, list[ResultLine]] = {}
    for entry in result.lines:
        members.setdefault(entry.line.period, []).append(entry)
    periods = sorted(members)
    groups = {group.keys[0]: group for group in roll_up(result, ("period",)).groups}
    row, before = HEAD, Decimal(0)
    for period in periods:
        row += 1
        gross, net = (total(getattr(entry, key) for entry in members[period]) for key in ("gross", "net"))
        before += net
        # Compared as text: a condition of SUMIFS would take 2020-10 for a date.
        which = f'(line_period="{period.written}")'
        cells = [
            _Cell(groups[str(period)].quantity, COUNT, f"=SUMPRODUCT({which}*line_people)"),
            _Cell(gross, MONEY, f"=SUMPRODUCT({which}*line_gross)"),
            _Cell(net, MONEY, f"=SUMPRODUCT({which}*line_net)"),
            _Cell(before, MONEY, f"=SUM(D${HEAD + 1}:D{row})"),
        ]
        _row(book, sheet, row, period.said, cells)
    if not periods:
        return
    first, last, row = HEAD + 1, row, row + 1
    everything = [total(getattr(entry, key) for entry in result.lines) for key in ("gross", "net")]
    outcomes = result.headline.outcomes if result.headline else Decimal(0)
    cells = [_Cell(outcomes, COUNT, f"=SUM(B{first}:B{last})")]
    cells += [
        _Cell(amount, MONEY, f"=SUM({at}{first}:{at}{last})") for at, amount in zip("CD", everything, strict=True)
    ]
    _row(book, sheet, row, "All", [*cells, _Cell(None)], strong=True)
    sums.shown["By month"] = f"'By month'!$D${row}"
    sums.charted["month"] = (first - 1, last - 1)
    _chart(book, sheet, "By month", "Net value by month", (first, last), 3, row + 1, sort="column")
    sheet.print_area(0, 0, row + 18, 7)
    sheet.fit_to_pages(1, 1)


def _chart(
    book: Book, sheet: Any, name: str, title: str, rows: tuple[int, int], column: int, below: int, sort: str = "bar"
) -> None:
    """A chart of a column under its table."""
    chart = book.book.add_chart({"type": sort})
    series = {
        "name": title,
        "categories": [name, rows[0] - 1, 0, rows[1] - 1, 0],
        "values": [name, rows[0] - 1, column, rows[1] - 1, column],
        "fill": {"color": ACCENT},
        "gap": 45,
    }
    chart.add_series(series)
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 12, "bold": True}, "overlay": False})
    names = {"num_font": _FONT, "line": {"color": RULE}, "major_tick_mark": "none"}
    amounts = {
        "major_gridlines": _GRID,
        "num_format": MONEY,
        "num_font": _FONT,
        "min": 0,
    }
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    if sort == "bar":
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis(amounts)
    else:
        chart.set_x_axis({**names, "text_axis": True})
        chart.set_y_axis(amounts)
    chart.set_size({"width": 720, "height": 320})
    sheet.insert_chart(below, 0, chart, {"object_position": 2, "description": title})


# by whatever was asked for


def totals(book: Book, roll_up: RollUp, result: Result) -> None:
    """The totals that were asked for, as they were calculated."""
    names = [group_heading(name) for name in roll_up.by]
    heads = (*names, "Organisations", "Quantity", "Gross £", "Net £", "Spent £", "Net benefit £", "Value for each £1")
    lead = "As calculated: these figures do not follow an assumption that is changed."
    sheet = _sheet(book, "Totals", lead, heads, (*[28] * len(names), 14, 14, 16, 16, 16, 16, 16))
    row = HEAD
    for group in roll_up.groups:
        row += 1
        keys = [group_name(name, key, result) for name, key in zip(roll_up.by, group.keys, strict=True)]
        pounds = (group.gross, group.net) if group.valued else (None, None)
        money = (*pounds, group.cost, group.net_benefit)
        cells = [_Cell(key) for key in keys[1:]]
        cells += [_Cell(group.organisations, COUNT), _Cell(group.quantity, COUNT), *(_Cell(amount) for amount in money)]
        _row(book, sheet, row, keys[0], [*cells, _Cell(group.ratio, PENCE)])
    sheet.autofilter(HEAD - 1, 0, max(row - 1, HEAD - 1), len(heads) - 1)
    sheet.fit_to_pages(1, 0)


# against targets


def against_target(book: Book, sums: Sums, entries: Sequence[Progress]) -> None:
    """Each target, the part that is due, and what was reported for it."""
    heads = ("Target", "Period", "Target", "Months reported", "Due", "Done", "Done of due", "Net £", "Net if met £")
    lead = "A target is due in proportion to the months reported. What is met is valued like what was reported."
    sheet = _sheet(book, "Against target", lead, heads, (44, 12, 12, 12, 12, 12, 12, 16, 16))
    row = HEAD
    for entry in entries:
        row += 1
        target = entry.target
        months = f"{entry.months} of {entry.of_months}"
        flow = sums.vocabulary[target.outcome].flow == "flow"
        due = f"=C{row}*{entry.months}/{entry.of_months}" if flow else f"=C{row}"
        cells = [
            _Cell(str(target.period)),
            _Cell(target.quantity, COUNT),
            _Cell(months),
            _Cell(entry.due, COUNT, due),
            _Cell(entry.actual, COUNT),
            _Cell(entry.share_due, "0%", f'=IF(E{row}=0,"",F{row}/E{row})'),
            _Cell(entry.net, MONEY, _net_of(entry, _quoted(target.outcome))),
            _Cell(entry.net_due, MONEY, f"=IF(F{row}=0,0,H{row}*E{row}/F{row})" if entry.net and entry.actual else ""),
        ]
        _row(book, sheet, row, target_name(entry, entries, sums.result), cells)
    sheet.print_area(0, 0, row, 8)
    sheet.fit_to_pages(1, 0)


def _net_of(entry: Progress, outcome: str) -> str:
    """The net value of what was reported for a target; nothing where it cannot be told from the columns of Lines."""
    target = entry.target
    if entry.net is None or target.organisation.casefold() != "all":
        return ""
    project = f"*(line_project={_quoted(target.project)})" if target.project else ""
    return f"=SUMPRODUCT((line_outcome={outcome}){project}*line_net)" if entry.months == entry.of_months else ""


# against last year


def against_last_year(book: Book, years: LikeForLike) -> None:
    """From last year to this in parts, then outcome by outcome and project by project."""
    then, now = year_names(years)
    heads = ("", f"{then}", f"{now}", f"{then} £", f"{now} £", "Change £")
    told = (
        "The same months of both years. Last year by outcome and project is in this year’s values, prices and method."
    )
    sheet = _sheet(book, "Against last year", told, heads, (44, 14, 14, 18, 18, 18))
    row = HEAD
    for bridge in years.bridges:
        row += 1
        cells = (
            _Cell(bridge.quantity_then, COUNT),
            _Cell(bridge.quantity_now, COUNT),
            _Cell(bridge.then),
            _Cell(bridge.now),
        )
        first = row
        name = f"Net {listed(list(bridge.kinds))} value, each as it was valued"
        _row(book, sheet, row, name, [*cells, _Cell(bridge.change, MONEY, f"=E{row}-D{row}")], strong=True)
        for part in ("value", "method", "volume", "mix"):
            row += 1
            meant = {
                "value": "Value: other values or prices",
                "method": "Method: other adjustments",
                "volume": "Volume: more or fewer, at last year’s average",
                "mix": "Mix: other outcomes",
            }[part]
            _row(book, sheet, row, f"   {meant}", [_Cell(None)] * 4 + [_Cell(getattr(bridge, part))])
        row += 1
        left = _Cell(Decimal(0), PENCE, f"=F{first}-SUM(F{first + 1}:F{row - 1})")
        _row(book, sheet, row, "   Not explained by these parts", [*[_Cell(None)] * 4, left])
    for by in ("outcome", "project"):
        found = [change for change in changes(years, by) if change.change is not None]
        if not found or not any(change.key for change in found):
            continue
        row += 2
        sheet.write_string(row - 1, 0, f"By {by}", book.section)
        for change in found:
            row += 1
            cells_ = [
                _Cell(change.quantity_then, COUNT),
                _Cell(change.quantity_now, COUNT),
                _Cell(change.then),
                _Cell(change.now),
                _Cell(change.change, MONEY, f"=E{row}-D{row}"),
            ]
            _row(book, sheet, row, group_name(by, change.key, years.now), cells_)
    notes = (
        *forecast_notes(years),
        *(problem.message for problem in years.problems if problem.code == "months-missing"),
    )
    for note in notes:
        row += 2
        sheet.merge_range(row - 1, 0, row - 1, 5, note, book.style(text_wrap=True, font_color=MUTED, valign="top"))
        sheet.set_row(row - 1, 28)
    sheet.print_area(0, 0, row, 5)
    sheet.fit_to_pages(1, 1)


# how sure


def sensitivity(book: Book, result: Result) -> None:
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
    sheet = _sheet(book, "Sensitivity", lead, heads, (46, 11, 11, 11, 16, 16, 16, 16))
    row = HEAD
    for entry in result.uncertainty:
        moving = [one for one in entry.sensitivities if one.swing]
        row = _range(book, sheet, row, entry, result, [one.assumption.name for one in moving])
    sheet.print_area(0, 0, max(row, HEAD) + 18, 7)
    sheet.fit_to_pages(1, 1)


def _range(book: Book, sheet: Any, row: int, entry: Range, result: Result, moving: Sequence[str]) -> int:
    first = row + 1
    for one in entry.sensitivities:
        if not one.swing:
            continue
        row += 1
        form = PENCE if one.assumption.name == "unit value" else SHARE
        form = form if abs(one.assumption.high) <= 1 or form == PENCE else "General"
        low = min(one.at_low, one.at_high)
        cells = [
            _Cell(one.assumption.low, form),
            _Cell(one.assumption.value, form),
            _Cell(one.assumption.high, form),
            _Cell(one.at_low),
            _Cell(one.at_high),
            _Cell(low, MONEY, f"=MIN(E{row}:F{row})"),
            _Cell(one.swing, MONEY, f"=ABS(F{row}-E{row})"),
        ]
        _row(book, sheet, row, capital(assumption_name(one.assumption, result)), cells)
    row += 1
    kinds = f" ({listed(list(entry.kinds))})" if len(result.uncertainty) > 1 else ""
    whole = (_Cell(entry.low), _Cell(entry.high), _Cell(entry.low), _Cell(entry.high - entry.low))
    _row(book, sheet, row, f"All at once{kinds}", [_Cell(None)] * 3 + list(whole), strong=True)
    if moving:
        _tornado(book, sheet, first, row, f"Net value{kinds}: from the lowest to the highest")
        return row + 20
    row += 1
    sheet.write_string(row, 0, "No figure used here comes with a range. That is not certainty.", book.lead)
    return row + 1


def _tornado(book: Book, sheet: Any, first: int, last: int, title: str) -> None:
    """Bars from the lowest to the highest, the longest first."""
    chart = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    where = "Sensitivity"
    names = [where, first - 1, 0, last - 1, 0]
    for column, fill in ((6, {"none": True}), (7, {"color": UNSURE})):
        chart.add_series(
            {
                "name": [where, HEAD - 1, column],
                "categories": names,
                "values": [where, first - 1, column, last - 1, column],
                "fill": fill,
                "border": {"none": True} if column == 6 else {"color": ACCENT},
                "gap": 40,
            }
        )
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 12, "bold": True}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": RULE}, "label_position": "low"})
    chart.set_x_axis(
        {
            "num_format": MONEY,
            "num_font": _FONT,
            "major_gridlines": _GRID,
            "min": 0,
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 860, "height": 330})
    sheet.insert_chart(last + 1, 0, chart, {"object_position": 2, "description": title})
