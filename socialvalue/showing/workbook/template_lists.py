"""The template's hidden sheet Lists: the outcomes to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from socialvalue.published.outcomes import Outcome
from socialvalue.showing.workbook.book import Book


def write_lists(book: Book, people: Sequence[Outcome]) -> None:
    """Write Lists, and name its range; nothing where no outcome is of people."""
    if not people:
        return
    lists = book.book.add_worksheet("Lists")
    for row, outcome in enumerate(people):
        lists.write_string(row, 0, outcome.label)
        lists.write_string(row, 1, outcome.id)
    book.book.define_name("outcome_names", f"=Lists!$A$1:$A${len(people)}")
    lists.protect()
    lists.hide()
