"""The template of the monthly return as a workbook: its sheets in order, by the layout in the records."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

from socialvalue.published.banks import Bank
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records import template_layout as layout
from socialvalue.records.periods import Period
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.template_return import write_return
from socialvalue.showing.workbook.template_sheets import write_costs, write_lists, write_register, write_start_here


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
    write_start_here(book, bank, months, outcomes)
    month_range = write_return(book, bank, months, sections, organisation)
    if people:
        write_register(book, bank, month_range)
    write_costs(book, bank)
    write_lists(book, people)
    book.close()
    return file.getvalue()
