"""The template's sheet Start here: how to fill it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.records import template_layout as layout
from socialvalue.records.periods import Period
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import INK, INPUT, RULE
from socialvalue.version import __version__


def write_start_here(book: Book, bank: Bank, months: Sequence[Period], outcomes: Sequence[Outcome]) -> None:
    """Write Start here."""
    start_here = book.sheet("Start here", tab=INK, landscape=False)
    start_here.set_column("A:A", 2)
    start_here.set_column("B:B", 24)
    start_here.set_column("C:C", 78)
    start_here.set_row(1, 30)
    start_here.write_string("B2", "Return of impact measures", book.title)
    span = f"{months[0].start:%B %Y} to {months[-1].start:%B %Y}" if len(months) > 1 else f"{months[0].start:%B %Y}"
    start_here.write_string("B3", f"{span}. Fill in what you recorded; a partly filled return is welcome.", book.lead)
    step_style, guidance_style = (
        book.style(bold=True, valign="top", font_color=INK),
        book.style(text_wrap=True, valign="top"),
    )
    valued = set(bank.codes.values())
    row = 4
    for title, entries in _guidance_sections(bank, [outcome for outcome in outcomes if outcome.id in valued]):
        start_here.write_string(row, 1, title, book.section)
        start_here.write_blank(row, 2, None, book.section)
        start_here.set_row(row, 22)
        row += 1
        for name, words in entries:
            start_here.write_string(row, 1, name, step_style)
            start_here.write_string(row, 2, words, guidance_style)
            start_here.set_row(row, 6 + 13 * (1 + len(words) // 84))
            row += 1
        row += 1
    start_here.write_string(row, 1, "A cell to fill in", book.style(bg_color=INPUT, border=1, border_color=RULE))
    start_here.write_string(row, 2, "has this colour. Every other cell is locked, without a password.", guidance_style)
    start_here.protect("", {"format_columns": True, "format_rows": True})
    start_here.print_area(0, 0, row, 2)


def _guidance_sections(bank: Bank, valued: Iterable[Outcome]) -> list[tuple[str, list[tuple[str, str]]]]:
    named = ", ".join(outcome.label for outcome in valued) or "none of those asked for"
    valued_with = [
        ("Values", f"{bank.title} ({bank.id}), {bank.publisher}, {bank.edition}."),
        ("Measures with a value", f"{named}. Every other measure is reported as a number beside the total."),
    ]
    if bank.licence.restricted:
        valued_with.append(("Licence", bank.licence.notice or bank.licence.name))
    valued_with.append(("Made with", f"socialvalue {__version__}, template version {layout.VERSION}"))
    return [
        (
            "How to fill it in",
            [
                ("1. Return", "Name your organisation, then type a number for each measure and month you recorded."),
                ("2. Blank or zero", "Leave blank what you did not record. Type 0 only if you know there was none."),
                ("3. Flows", "Most measures count this month only, never a running total."),
                (
                    "4. How many now",
                    "The last rows ask for the whole number at the end of the month, and whether that is higher, "
                    "lower or the same as the month before.",
                ),
                (
                    "5. Register",
                    "If you keep a list of people and outcomes, fill the Register, one row for each person and "
                    "outcome. Where the Return has a number too, the two must agree; nothing is counted twice.",
                ),
                ("6. Costs", "If you want a ratio of value to cost, say on the Costs sheet what was spent."),
                ("7. Send it", "The monthly return is due on the 15th of the following month."),
                ("8. Calculate", "sv calc returns.xlsx --out results.xlsx"),
            ],
        ),
        (
            "You may",
            [
                ("Add", "rows, columns, further months to the right, totals and notes; or reword any label."),
                ("Move", "rows and columns, as long as you move whole rows and columns."),
                ("Save", "in Excel, LibreOffice or another program, as .xlsx, .xls, .xlsb or .ods."),
            ],
        ),
        ("What it is valued with", valued_with),
    ]
