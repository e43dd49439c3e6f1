"""The sheet Valuations: every unit value, with its grade, prices and source."""

from __future__ import annotations

from collections.abc import Iterable

from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.records.results import Result
from socialvalue.showing.workbook.book import INPUT, PENCE, RULE, Book
from socialvalue.showing.workbook.shared_cells import FACTOR, SharedCells, ValueRow, write_exactly

VALUATION_COLUMNS = (
    ("Code", 26), ("Value", 28), ("Outcome", 26), ("Kind", 11), ("Unit", 19), ("Unit value £", 12),
    ("As published £", 12), ("Low £", 11), ("High £", 11), ("Prices of", 16), ("Price factor", 10), ("Grade", 24),
    ("For", 18), ("Source", 44), ("Page or place", 38), ("Address", 38), ("Working and notes", 80), ("Licence", 44),
)  # fmt: skip


def write_valuations(book: Book, shared: SharedCells) -> None:
    """Every value used, with its source."""
    valuations_sheet = book.sheet("Valuations")
    valuations_sheet.set_row(0, 30)
    valuations_sheet.write_string(0, 0, "Valuations", book.title)
    bank = shared.result.bank
    valuations_sheet.write_string(1, 0, f"{bank.title}, {bank.publisher}, {bank.edition} ({bank.id})", book.lead)
    for column, (head, width) in enumerate(VALUATION_COLUMNS):
        valuations_sheet.set_column(column, column, width)
        valuations_sheet.write_string(
            3, column, head, book.head(align="right" if column in (5, 6, 7, 8, 10) else "left")
        )
    valuations_sheet.set_row(3, 30)
    line = {"bottom": 1, "bottom_color": RULE, "text_wrap": True, "valign": "top"}
    valuation_style, pounds_look = book.style(**line), book.style(num_format=PENCE, **line)
    row = 4
    for entry in shared.result.lines:
        value = entry.valuation
        if (value.key, entry.kind) in shared.values:
            continue
        factor = float(entry.price_factor)
        shared.values[value.key, entry.kind] = ValueRow(row + 1, factor)
        label = shared.vocabulary[value.outcome].label
        for column, citation_words in enumerate((value.code, value.title, label, entry.kind, value.unit)):
            valuations_sheet.write_string(row, column, citation_words, valuation_style)
        changeable_style = book.style(num_format=PENCE, bg_color=INPUT, border=1, border_color=RULE, valign="top")
        valuations_sheet.write_number(row, 5, float(entry.unit_value), changeable_style)
        valuations_sheet.write_number(row, 6, float(entry.unit_value), pounds_look)
        whole = entry.unit_value == value.amount
        write_exactly(
            valuations_sheet, row, 7, float(value.low) if whole and value.low is not None else None, pounds_look
        )
        write_exactly(
            valuations_sheet, row, 8, float(value.high) if whole and value.high is not None else None, pounds_look
        )
        valuations_sheet.write_string(
            row, 9, f"{value.prices}{' (assumed)' if value.prices_assumed else ''}", valuation_style
        )
        price_factor_names = shared.prices[value.key]
        valuations_sheet.write_formula(
            row, 10, f"={'*'.join(price_factor_names) or 1}", book.style(num_format=FACTOR, **line), factor
        )
        tall = 1
        for column, citation_words in enumerate(_citation(value, shared.result), start=11):
            valuations_sheet.write_string(row, column, citation_words, valuation_style)
            tall = max(tall, 1 + len(citation_words) // VALUATION_COLUMNS[column][1])
        valuations_sheet.set_row(row, 4 + 13 * tall)
        row += 1
    valuations_sheet.freeze_panes(4, 1)
    valuations_sheet.repeat_rows(3)
    valuations_sheet.print_area(0, 0, row, 14)
    for name, letter in (("values_used", "F"), ("values_published", "G")):
        book.book.define_name(name, f"=Valuations!${letter}$5:${letter}${max(5, row)}")


def _citation(value: Valuation, result: Result) -> Iterable[str]:
    source = value.source
    yield CONSISTENT if value.grade == "consistent" else value.graded
    yield ", ".join(part for part in (value.age, value.area) if part != "all") or "all ages and areas"
    yield f"{source.publisher} ({source.year}). {source.title}"
    yield source.locator
    yield f"{source.found_at}; read in {value.read_in}" if value.read_in else source.found_at
    yield " ".join(part for part in (value.working, value.notes) if part)
    yield value.licence or result.bank.licence.name
