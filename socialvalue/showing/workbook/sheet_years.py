"""The sheet Years: how long outcomes last, year by year, and what a later pound is worth in year 0."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from attrs import frozen

from socialvalue.formats.sheets import letters
from socialvalue.money import EXACT, places, plain, total
from socialvalue.published.discounting import discount_factor
from socialvalue.published.methods import Method
from socialvalue.records.result_lines import ResultLine
from socialvalue.showing.workbook.book import INPUT, PENCE, RULE, SHARE, Book
from socialvalue.showing.workbook.shared_cells import FACTOR, PLAIN, SharedCells, SpanRow, reference_to
from socialvalue.showing.workbook.sheet_assumptions import discounted, flat
from socialvalue.units import basis
from socialvalue.valuing.lines import kept_by_year

#: How many years the sheet Years shows at least.
LEAST_YEARS = 10

_YEARS_HEADS = (
    "How an outcome lasts",
    "Years",
    "Drop-off a year",
    "First year",
    "Drop-off factor",
    "Discount factor",
    "A whole year £",
)


def write_years(book: Book, shared: SharedCells) -> None:
    """How long outcomes last, year by year: what is left of them, and what a later pound is worth in year 0."""
    years_sheet = book.sheet("Years")
    method = shared.result.method
    spans = _spans_of_lines(shared)
    yearly_worth: dict[tuple[str, str, int], Decimal] = {}
    for entry in shared.result.lines:
        key = span_of(entry, shared)
        yearly_worth[key] = EXACT.add(yearly_worth.get(key, Decimal(0)), yearly_of(entry))
    last_years = [span.start + int(span.lasts.to_integral_value(ROUND_CEILING)) for span in spans.values()]
    last_years += [entry.year + 1 for entry in shared.result.spent]
    reach = max(LEAST_YEARS, *last_years) if last_years else LEAST_YEARS
    years_sheet.set_column(0, 0, 40)
    years_sheet.set_column(1, 6, 11)
    years_sheet.set_column(7, 7 + reach, 9)
    years_sheet.set_row(0, 30)
    years_sheet.write_string(0, 0, "Years", book.title)
    words = "How long outcomes last. Each year after the first keeps what drop-off leaves of the year before."
    years_sheet.write_string(1, 0, words, book.lead)
    last = letters(6 + reach)
    for column, head in enumerate(("Discounting", "", "", "", "", "", "Year")):
        years_sheet.write_string(3, column, head, book.head(align="right" if column == 6 else "left"))
    rate, factor = book.style(num_format=SHARE), book.style(num_format=FACTOR)
    years_sheet.write_string(4, 0, "Discount rate of the year", book.style())
    years_sheet.write_string(5, 0, f"What a pound of the year is worth in year 0 ({discounted(method)})", book.style())
    for year in range(reach):
        column, here, before = 7 + year, letters(7 + year), letters(6 + year)
        years_sheet.write_number(3, column, year, book.head(align="right"))
        now, then = discount_factor(method.discount, year), discount_factor(method.discount, year - 1)
        rate_of_year = EXACT.divide(then, now) - 1
        if year and flat(method):
            years_sheet.write_formula(4, column, "=discount_rate", rate, float(rate_of_year))
        else:
            rate_style = book.style(num_format=SHARE, bg_color=INPUT, border=1, border_color=RULE)
            years_sheet.write_number(4, column, float(places(rate_of_year, 8)), rate_style if year else rate)
        years_sheet.write_formula(5, column, f"={before}6/(1+{here}5)" if year else "=1", factor, float(now))
    for column in range(7 + reach):
        head = _YEARS_HEADS[column] if column < len(_YEARS_HEADS) else ""
        years_sheet.write_string(7, column, head, book.head(align="left" if column == 0 else "right"))
    for row, (key, span) in enumerate(spans.items(), start=8):
        shared.spans[key] = _write_span(book, years_sheet, row, reach, method, span, yearly_worth[key])
    years_sheet.freeze_panes(8, 1)
    if method.discount == "none" and all(span.lasts <= 1 and not span.start for span in spans.values()):
        years_sheet.print_area(0, 8 + reach, 0, 8 + reach)  # one year, undiscounted: there is nothing to print
    end = 9 + max(0, len(spans) - 1)
    book.book.define_name("last_years", f"=Years!$B$9:$B${end}")
    book.book.define_name("first_years", f"=Years!$D$9:$D${end}")
    book.book.define_name("years_shown", f"=Years!$H$4:${last}$4")


@frozen
class Span:
    """How long outcomes last.

    Attributes:
        label: in words.
        years, drop: the cell the years and the drop-off come from, or the figure itself.
        start: how many years after year 0 it begins.
        lasts, falls: the years and the yearly drop-off as calculated.
    """

    label: str
    years: str
    drop: str
    start: int
    lasts: Decimal
    falls: Decimal


def _write_span(
    book: Book, years_sheet: Any, row: int, reach: int, method: Method, span: Span, yearly: Decimal
) -> SpanRow:
    here, last = row + 1, letters(6 + reach)
    kept = dict(enumerate(kept_by_year(span.lasts, span.falls), start=span.start))
    left = total(kept.values())
    present = total(EXACT.multiply(part, discount_factor(method.discount, year)) for year, part in kept.items())
    bare, factor, share = (book.style(num_format=form) for form in (PLAIN, FACTOR, SHARE))
    years_sheet.write_string(row, 0, span.label, book.style())
    years_sheet.write_formula(row, 1, f"={span.years}", bare, float(span.lasts))
    years_sheet.write_formula(row, 2, f"={span.drop}", share, float(span.falls))
    years_sheet.write_number(row, 3, span.start, bare)
    drop_off_factor, discount_of_span = EXACT.divide(left, span.lasts), EXACT.divide(present, left)
    years_sheet.write_formula(row, 4, f"=SUM(H{here}:{last}{here})/B{here}", factor, float(drop_off_factor))
    discounted = f"=SUMPRODUCT(H{here}:{last}{here},H$6:{last}$6)/SUM(H{here}:{last}{here})"
    years_sheet.write_formula(row, 5, discounted, factor, float(discount_of_span))
    years_sheet.write_formula(
        row, 6, "=SUMIFS(line_yearly,line_span,ROW())", book.style(num_format=PENCE), float(yearly)
    )
    for year in range(reach):
        since = f"({letters(7 + year)}$4-$D{here})"
        left_of_it = f"IF({since}=0,1,(1-$C{here})^{since})*MIN(1,$B{here}-{since})"
        formula = f"=IF(OR({since}<0,{since}>=$B{here}),0,{left_of_it})"
        years_sheet.write_formula(row, 7 + year, formula, book.style(num_format="0.0000"), float(kept.get(year, 0)))
    return SpanRow(here, float(span.lasts), float(drop_off_factor), float(discount_of_span))


def _spans_of_lines(shared: SharedCells) -> dict[tuple[str, str, int], Span]:
    """The different ways in which outcomes last, each once."""
    found: dict[tuple[str, str, int], Span] = {}
    for entry in shared.result.lines:
        key = span_of(entry, shared)
        if key not in found:
            own = [entry.figures[name] for name in ("years", "drop-off") if name in entry.figures]
            scope = next(
                (
                    figure_of_line.setting.scope
                    for figure_of_line in own
                    if figure_of_line.setting and figure_of_line.setting.scope
                ),
                "",
            )
            lasts = entry.figures["years"].value if "years" in entry.figures else Decimal(1)
            falls = entry.figures["drop-off"].value if "drop-off" in entry.figures else Decimal(0)
            words = "1 year" if lasts == 1 else f"{plain(places(lasts, 4))} years"
            span_label = ", ".join(part for part in (words, scope, "once" if key[0] == "1" else "") if part)
            found[key] = Span(span_label, *key, lasts, falls)
    return found


def span_of(entry: ResultLine, shared: SharedCells) -> tuple[str, str, int]:
    """What the years and the drop-off of a line are: a defined name or a figure, and its first year."""
    if not is_annual(entry, shared):
        return "1", "0", entry.first_year
    return reference_to(entry, "years"), reference_to(entry, "drop-off"), entry.first_year


def before_drop_off(entry: ResultLine) -> Decimal:
    """Pounds of a line after its last step before drop-off and discounting."""
    return next(step.amount for step in reversed(entry.steps) if step.kind not in ("drop-off", "discounting"))


def yearly_of(entry: ResultLine) -> Decimal:
    """Pounds of a whole year of a line's outcome: what is left of the gross, before drop-off and discounting."""
    return EXACT.divide(
        before_drop_off(entry), entry.figures["years"].value if "years" in entry.figures else Decimal(1)
    )


def is_annual(entry: ResultLine, shared: SharedCells) -> bool:
    """Whether a line's value is for each year its outcome lasts."""
    return basis(shared.vocabulary[entry.line.outcome].unit, entry.valuation.unit) == "annual"
