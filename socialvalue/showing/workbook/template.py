"""The template of the monthly return as a workbook: its sheets in order, by the layout in the records."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records import template_layout as layout
from socialvalue.records.periods import Period
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.template_costs import costs_sheet
from socialvalue.showing.workbook.template_lists import lists_sheet
from socialvalue.showing.workbook.template_register import register_sheet
from socialvalue.showing.workbook.template_return import return_sheet
from socialvalue.showing.workbook.template_start_here import start_here_sheet


def template(
    vocabulary: Vocabulary,
    bank: Bank,
    months: Sequence[Period],
    *,
    organisation: str = "",
    measures: Literal["all", "employment"] = "all",
) -> bytes:
    """The workbook to fill in.

    Args:
        vocabulary: the outcomes.
        bank: the bank whose values the return is meant for; its other outcomes get rows too.
        months: the months to report, one column each.
        organisation: its name, filled in.
        measures: every measure of the monthly return, or only those of work, training and volunteering.
    """
    file = io.BytesIO()
    book = Book(file, "Return of impact measures")
    sections = layout.sections(vocabulary, bank, months, measures)
    outcomes = [outcome for section in sections for outcome in section.outcomes]
    people = layout.rows_with(outcomes)
    start_here_sheet(book, bank, months, outcomes)
    month_range = return_sheet(book, bank, months, sections, organisation)
    if people:
        register_sheet(book, bank, month_range)
    costs_sheet(book, bank)
    lists_sheet(book, people)
    book.close()
    return file.getvalue()
