"""The sheet Lines: one row for each line and kind of value, from quantity to net, as formulas.

Every pound is a formula over what was reported and the assumptions; beside it is the figure the software reached,
as the value that previewers show.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

from attrs import frozen

from socialvalue.adjustments import OF_ADDITIONAL, SHARES, TAKEN_OFF, Name
from socialvalue.formats.sheets import letters
from socialvalue.money import EXACT, total
from socialvalue.records.result_lines import ResultLine
from socialvalue.showing.workbook.book import COUNT, INPUT, PENCE, SHARE, Book
from socialvalue.showing.workbook.shared_cells import FACTOR, PLAIN, SharedCells, name_of, reference_to
from socialvalue.showing.workbook.sheet_years import before_drop_off, is_annual, span_of, yearly_of


@frozen
class LineColumn:
    """A column of the sheet Lines.

    Attributes:
        key: what it holds.
        header: as people read it.
        width: in characters.
        form: the number format; empty for text.
    """

    key: str
    header: str
    width: int = 11
    form: str = ""


LINE_COLUMNS = (
    LineColumn("organisation", "Organisation", 24),
    LineColumn("period", "Period", 9),
    LineColumn("label", "Outcome", 24),
    LineColumn("project", "Project", 16),
    LineColumn("quantity", "Quantity", 9, COUNT),
    LineColumn("fte", "Full-time equivalent", 10, PLAIN),
    LineColumn("unit_value", "Unit value £", 10, PENCE),
    LineColumn("prices", "Price factor", 9, FACTOR),
    LineColumn("years", "Years", 7, PLAIN),
    LineColumn("gross", "Gross £", 13, PENCE),
    *(LineColumn(name, name.replace("-", " ").capitalize(), 12, SHARE) for name in TAKEN_OFF),
    LineColumn("multiplier", "Multiplier", 9, PLAIN),
    LineColumn("reference", "Reference case, share of gross", 11, SHARE),
    LineColumn("left", "What is left", 9, FACTOR),
    LineColumn("drop-off", "Drop-off factor", 9, FACTOR),
    LineColumn("discounting", "Discount factor", 9, FACTOR),
    LineColumn("net", "Net £", 13, PENCE),
    LineColumn("outcome", "Outcome id", 24),
    LineColumn("kind", "Kind", 10),
    LineColumn("code", "Value code", 22),
    LineColumn("place", "Read from", 30),
    LineColumn("unit", "Counted in", 10),
    LineColumn("yearly", "A whole year £", 15, PENCE),
    LineColumn("span", "Row of Years", 8, PLAIN),
    LineColumn("people", "Outcomes of people", 10, COUNT),
    LineColumn("software_gross", "Gross by the software £", 15, PENCE),
    LineColumn("software_net", "Net by the software £", 15, PENCE),
)

#: The last column that is printed; those after it are for looking things up.
_PRINTED = "net"

LETTER_OF = {column.key: letters(number) for number, column in enumerate(LINE_COLUMNS)}

#: The adjustments of a line that have a column each.
_ADJUSTED = (*TAKEN_OFF, "multiplier", "fte")

#: A figure; or a formula, and the figure it came to.
_LineCell: TypeAlias = tuple[float, None] | tuple[str, float]

#: The row of the headings of Lines, counted from 1; the lines follow.
LINES_HEAD = 4

#: Columns of Lines that other sheets add up, by the names they are given.
NAMED_COLUMNS = (
    "gross",
    "net",
    "yearly",
    "span",
    "people",
    "quantity",
    "outcome",
    "kind",
    "period",
    "project",
    "software_net",
)


def write_lines(book: Book, shared: SharedCells) -> None:
    """One row for each line and kind of value, from quantity to net."""
    lines_sheet = book.sheet("Lines")
    lines_sheet.set_row(0, 30)
    lines_sheet.write_string(0, 0, "Lines", book.title)
    words = "One row for each line of the return. A factor on a pale yellow ground is the line's own."
    lines_sheet.write_string(1, 0, words, book.lead)
    lines_sheet.set_row(LINES_HEAD - 1, 44)
    line_columns = (*LINE_COLUMNS, *_tag_columns(shared))
    for number, column in enumerate(line_columns):
        lines_sheet.set_column(number, number, column.width)
    heads = [
        {"header": column.header, "header_format": book.head(valign="top", align="right" if column.form else "left")}
        for column in line_columns
    ]
    first, end = LINES_HEAD + 1, LINES_HEAD + shared.rows
    options = {"name": "Lines", "columns": heads, "style": "Table Style Light 1"}
    lines_sheet.add_table(LINES_HEAD - 1, 0, end - 1, len(line_columns) - 1, options)
    writer = _LineWriter(book, lines_sheet, shared, line_columns)
    for number, entry in enumerate(shared.result.lines):
        writer.write(first + number, entry)
    for key in NAMED_COLUMNS:
        book.book.define_name(f"line_{key}", f"=Lines!${LETTER_OF[key]}${first}:${LETTER_OF[key]}${end}")
    lines_sheet.freeze_panes(LINES_HEAD, 3)
    lines_sheet.repeat_rows(LINES_HEAD - 1)
    lines_sheet.print_area(0, 0, end - 1, [column.key for column in LINE_COLUMNS].index(_PRINTED))


def _tag_columns(shared: SharedCells) -> tuple[LineColumn, ...]:
    """A column for the area and the age where a line gives one, and for each tag that is shown."""
    reported = {id(entry.line): entry.line for entry in shared.result.lines}.values()
    tags = shared.tags
    taken = {column.header.casefold() for column in LINE_COLUMNS} | {tag.casefold() for tag in tags}
    own_of_line = [
        name for name in ("area", "age") if name not in taken and any(getattr(line, name) != "all" for line in reported)
    ]
    told: set[str] = {column.header.casefold() for column in LINE_COLUMNS}
    line_columns = [LineColumn(f"line.{name}", name.capitalize(), 16) for name in own_of_line]
    for tag in tags:
        tag_header = tag if tag.casefold() not in told else f"{tag} (as reported)"
        told.add(tag_header.casefold())
        line_columns.append(LineColumn(f"tag.{tag}", tag_header, 16))
    return tuple(line_columns)


class _LineWriter:
    """Writes rows of Lines."""

    def __init__(self, book: Book, lines_sheet: Any, shared: SharedCells, line_columns: tuple[LineColumn, ...]) -> None:
        self.sheet, self.shared, self.columns = lines_sheet, shared, line_columns
        self.own = {
            column.key: book.style(num_format=column.form, bg_color=INPUT) for column in LINE_COLUMNS if column.form
        }
        self.formats = [book.style(num_format=column.form) if column.form else book.style() for column in line_columns]
        self.seen: set[int] = set()
        self.written = cache(lambda period: period.written)

    def write(self, row: int, entry: ResultLine) -> None:
        """Write one line; `row` is counted from 1."""
        line, outcome = entry.line, self.shared.vocabulary[entry.line.outcome]
        words = {
            "organisation": line.organisation,
            "period": self.written(line.period),
            "label": outcome.label,
            "project": line.project or None,
            "outcome": line.outcome,
            "kind": entry.kind,
            "code": entry.valuation.code,
            "place": str(line.place),
            "unit": outcome.unit,
            "line.area": line.area,
            "line.age": line.age,
        }
        quantity = float(line.quantity or 0)
        # A line that has a result for each of several kinds counts its people once.
        counted = outcome.unit == "person" and id(line) not in self.seen
        self.seen.add(id(line))
        line_cells: dict[str, _LineCell] = {
            "quantity": (quantity, None),
            "people": (f"={LETTER_OF['quantity']}{row}", quantity) if counted else (0.0, None),
            "software_gross": (float(entry.gross), None),
            "software_net": (float(entry.net), None),
            **self._arithmetic(row, entry),
            **self._factors(entry),
        }
        line_row: list[tuple[Any, Any, float | None]] = []
        for column, style in zip(self.columns, self.formats, strict=True):
            if column.key in line_cells:
                value, came_to = line_cells[column.key]
                own_of_line = column.key in _ADJUSTED and came_to is None and self._is_own(entry, column.key)
                line_row.append((value, self.own[column.key] if own_of_line else style, came_to))
            elif column.key.startswith("tag."):
                line_row.append((line.tags.get(column.key[4:]) or None, style, None))
            else:
                line_row.append((words[column.key], style, None))
        self.sheet.fill(row - 1, line_row)

    def _arithmetic(self, row: int, entry: ResultLine) -> dict[str, _LineCell]:
        years_span = self.shared.spans[span_of(entry, self.shared)]
        value = self.shared.values[entry.valuation.key, entry.kind]
        gross, net = float(entry.gross), float(entry.net)
        before = before_drop_off(entry)
        what_is_left = float(before) / gross if gross else self._left(entry)
        yearly = f"={LETTER_OF['gross']}{row}*{LETTER_OF['left']}{row}/{LETTER_OF['years']}{row}"
        return {
            "unit_value": (f"=Valuations!$F${value.row}", float(entry.unit_value)),
            "prices": (f"=Valuations!$K${value.row}", value.prices),
            "years": (f"=Years!$B${years_span.row}", years_span.lasts),
            "gross": (_GROSS_FORMULA.format(r=row), gross),
            "left": (_LEFT_FORMULA.format(r=row), what_is_left),
            "drop-off": (f"=Years!$E${years_span.row}", years_span.drop),
            "discounting": (f"=Years!$F${years_span.row}", years_span.discount),
            "net": (_NET_FORMULA.format(r=row), net),
            "yearly": (yearly, float(yearly_of(entry))),
            "span": (f"=ROW(Years!$A${years_span.row})", float(years_span.row)),
        }

    def _factors(self, entry: ResultLine) -> dict[str, _LineCell]:
        """The adjustments: a reference to the assumption, or the line's own figure."""
        line_cells: dict[str, _LineCell] = {}
        cases = self.shared.cases.get(entry.line.outcome)
        for key in _ADJUSTED:
            figure = entry.figures.get(key)
            if figure is None and key == "deadweight" and (cases or self.shared.result.method.comparison_group):
                line_cells[key] = (0.0, None)
            elif figure is None and key == "fte" and not is_annual(entry, self.shared):
                line_cells[key] = (1.0, None)
            elif figure is None:
                line_cells[key] = (f"={name_of(key)}", float(key not in SHARES))
            elif figure.setting is None:
                line_cells[key] = (float(figure.value), None)
            else:
                line_cells[key] = (f"={reference_to(entry, key)}", float(figure.value))
        line_cells["reference"] = (0.0, None)
        if cases:
            line_cells["reference"] = (f"={'+'.join(cases)}", self._reference(entry))
        return line_cells

    def _reference(self, entry: ResultLine) -> float:
        """What reference cases take off, as a share of the gross."""
        if entry.gross:
            less_of_reference = total(step.less or Decimal(0) for step in entry.steps if step.kind == "reference case")
            return float(EXACT.divide(less_of_reference, entry.gross))
        outcome = entry.line.outcome
        every = {id(one.line): one.line for one in self.shared.result.lines if one.line.outcome == outcome}
        quantity_in_all = total(line.quantity or Decimal(0) for line in every.values())
        cases = [case for case in self.shared.result.method.reference if case.outcome == outcome]
        if not quantity_in_all:
            return 0.0
        return float(sum(EXACT.divide(case.quantity * case.kept, quantity_in_all) for case in cases))

    def _left(self, entry: ResultLine) -> float:
        """What is left of a gross of nothing: the same sum as the formula's."""

        def kept(names: Iterable[Name]) -> float:
            product = 1.0
            for name in names:
                if name in entry.figures:
                    product *= 1 - float(entry.figures[name].value)
            return product

        kept_early = kept(name for name in TAKEN_OFF if name not in OF_ADDITIONAL)
        if "multiplier" in entry.figures:
            kept_early *= float(entry.figures["multiplier"].value)
        taken = self._reference(entry) if self.shared.cases.get(entry.line.outcome) else 0.0
        return (kept_early - taken) * kept(OF_ADDITIONAL)

    @staticmethod
    def _is_own(entry: ResultLine, key: str) -> bool:
        """Whether the line gives the figure itself, rather than the method."""
        return key in entry.figures and entry.figures[key].setting is None


def _product_of_columns(keys: Iterable[str], shape: str) -> str:
    return "*".join(shape.format(at=LETTER_OF[key]) for key in keys)


_GROSS_FORMULA = "=" + _product_of_columns(("quantity", "fte", "unit_value", "prices", "years"), "{at}{{r}}")

_EARLY_FORMULA = _product_of_columns([name for name in TAKEN_OFF if name not in OF_ADDITIONAL], "(1-{at}{{r}})")

_LATE_FORMULA = _product_of_columns(OF_ADDITIONAL, "*(1-{at}{{r}})").replace("**", "*")

_LEFT_FORMULA = f"=({_EARLY_FORMULA}*{LETTER_OF['multiplier']}{{r}}-{LETTER_OF['reference']}{{r}}){_LATE_FORMULA}"

_NET_FORMULA = "=" + _product_of_columns(("gross", "left", "drop-off", "discounting"), "{at}{{r}}")
