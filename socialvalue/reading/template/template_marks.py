"""Which sheets of a workbook are the template's: by the mark in their hidden first cell, or by their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from attrs import evolve, frozen

from socialvalue.formats.sheets import Sheet, text_at
from socialvalue.problems import Place, Problem, error, note
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.long_form.header import TITLE_ROWS
from socialvalue.reading.template import row_labels as template_labels
from socialvalue.records import template_layout as template
from socialvalue.records.template_layout import HEADINGS, MONTHS, TABLE, VERSION, Mark

QUESTIONS = frozenset(heading.key for heading in HEADINGS)
TABLE_COLUMNS = (*template.REGISTER, *template.COSTS)


@frozen
class Form:
    """A sheet of the template: its mark, and where in it the mark is (row counted from 1, column from 0)."""

    sheet: Sheet
    mark: Mark
    row: int
    column: int


def find_form(sheet: Sheet) -> Form | None:
    """The sheet's mark, wherever inserted rows and columns have pushed it."""
    for number, row in islice(sheet.rows, TITLE_ROWS):
        for column, cell in enumerate(row):
            mark = template.find_mark(cell) if isinstance(cell, str) else None
            if mark is not None:
                return Form(sheet, mark, number, column)
    return None


def form_by_labels(sheet: Sheet, forms: Sequence[Form], names: Names) -> Form | None:
    """A Return sheet whose hidden first column has been emptied, told by its labels; None for any other sheet."""
    made = template_labels.sheet_with_keys(sheet, names)
    form = find_form(made) if made is not None else None
    if form is None:
        return None
    return evolve(form, mark=evolve(form.mark, bank=forms[0].mark.bank) if forms else form.mark)


def read_by_labels(sheet: Sheet) -> Problem:
    """A note on a sheet whose rows are read by their labels."""
    message = f"The hidden first column of “{sheet.name}” has been emptied; its rows are read by their labels."
    return note("template-version", sheet.place(1, 0), message, "Check the figures, or copy them to a new template.")


def lost_its_mark(sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether a sheet without a mark is of the template all the same, by its hidden first column."""
    rows = [row for _, row in islice(sheet.rows, TITLE_ROWS)]
    for row in rows:
        for column, cell in enumerate(row):
            if cell == TABLE and sum(heading.label in row for heading in TABLE_COLUMNS) > 1:
                return True
            if cell == MONTHS:
                keys = {text_at(other, column) for other in rows}
                return sum(key in QUESTIONS or key in vocabulary for key in keys) > 1
    return False


def mark_missing(sheet: Sheet) -> Problem:
    """An error for a sheet whose mark is missing."""
    message = f"The sheet “{sheet.name}” is of the template, but what says so in its hidden first row is missing."
    remedy = "Unhide row 1 of this sheet in a new template (“sv template”), and copy it over row 1 here."
    return error("template-version", sheet.place(1, 0), message, remedy)


def is_of_no_template(sheet: Sheet) -> bool:
    """Whether a sheet is not the template's own, and holds anything."""
    own = sheet.name in ("Start here", "Lists")
    return not own and any(not cells.blank(cell) for _, row in sheet.rows for cell in row)


def sheet_ignored(sheet: Sheet) -> Problem:
    """A note on a sheet that is left alone."""
    message = f"The sheet “{sheet.name}” is not of the template; it was left alone."
    return note("sheet-ignored", Place(sheet.file, sheet.name), message)


def forms_of(sort: str, forms: Sequence[Form]) -> Iterator[Form]:
    """The sheets of a sort: ``return``, ``register`` or ``costs``."""
    return (form for form in forms if form.mark.sort == sort)


def unreadable_forms(forms: Sequence[Form], bank: str | None) -> Iterator[Problem]:
    """What keeps sheets from being read: of a result, of another version; a note where for another bank."""
    for form in forms:
        place = form.sheet.place(form.row, form.column)
        if form.mark.sort == "results":
            message = "This is a results workbook, not a return."
            yield error("results-workbook", place, message, "Give the return it was made from.")
            return
        if form.mark.version != VERSION:
            message = f"This template is of version {form.mark.version}; version {VERSION} is the one known here."
            remedy = "Make a new one with “sv template” and copy the figures, or install the release that made it."
            yield error("template-version", place, message, remedy)
            return
    for form in forms[:1]:
        if bank is None or form.mark.bank == bank:
            return
        message = f"The template was made for the values of {form.mark.bank}; it is valued with {bank}."
        remedy = f"Add --bank {form.mark.bank} if that is not meant."
        yield note("template-bank", form.sheet.place(form.row, form.column), message, remedy)
