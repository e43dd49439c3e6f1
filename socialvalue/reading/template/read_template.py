"""A filled template read back, however people have treated it, by `socialvalue.records.template_layout`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, warning
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.template.template_marks import (
    find_form,
    form_by_labels,
    forms_of,
    is_of_no_template,
    lost_its_mark,
    mark_missing,
    read_by_labels,
    sheet_ignored,
    unreadable_forms,
)
from socialvalue.records.returns import Line, Organisation, Return


def read_form(
    sheets: Sequence[Sheet], vocabulary: Vocabulary, names: Names, today: dt.date, bank: str | None = None
) -> Return | None:
    """What a filled template reports; None when the sheets are not the template's.

    Args:
        sheets: of one workbook.
        vocabulary, names: the outcomes and what they may be called.
        today: the day after which a month is in the future.
        bank: the id of the bank the return is going to be valued with, where that is known.
    """
    found = [(sheet, find_form(sheet)) for sheet in sheets]
    forms = [form for _, form in found if form is not None]
    unmarked = [sheet for sheet, form in found if form is None]
    cleared = [made for sheet in unmarked if (made := form_by_labels(sheet, forms, names)) is not None]
    forms += cleared
    told = {form.sheet.name for form in cleared}
    unmarked = [sheet for sheet in unmarked if sheet.name not in told]
    problems = [mark_missing(sheet) for sheet in unmarked if lost_its_mark(sheet, vocabulary)]
    if not forms and not problems:
        return None
    problems += [read_by_labels(form.sheet) for form in cleared]
    problems += unreadable_forms(forms, bank)
    if any(problem.severity == "error" for problem in problems):
        return Return((), problems)
    from socialvalue.reading.template import template_checks
    from socialvalue.reading.template.register_and_costs import RegisterAndCostsReader
    from socialvalue.reading.template.return_sheet import ReturnHead, ReturnSheetReader

    counting = ReturnSheetReader(vocabulary, names, today, problems)
    listing = RegisterAndCostsReader(vocabulary, names, today, problems)
    about, counts = ReturnHead(), list[Line]()
    for form in forms_of("return", forms):
        about, lines = counting.counts_by_month(form)
        counts += lines
    register = [line for form in forms_of("register", forms) for line in listing.register_lines(form, about)]
    costs = [cost for form in forms_of("costs", forms) for cost in listing.costs(form)]
    organisation = Organisation(about.organisation, about.homes, about.contact)
    lines = [
        *template_checks.reconciled_with_register(
            template_checks.without_copied_sheets(counts, problems), register, problems
        ),
        *register,
    ]
    problems += map(sheet_ignored, filter(is_of_no_template, unmarked))
    if not lines and not any(problem.severity == "error" for problem in problems):
        place = Place(forms[0].sheet.file, forms[0].sheet.name)
        message = "Nothing but costs has been filled in." if costs else "Nothing has been filled in."
        remedy = "Type a number for each measure you recorded, and save the workbook before it is read."
        problems.append(warning("nothing-filled", place, message, remedy))
    named = forms[0].mark.bank
    organisations = [organisation] if about.organisation else []
    return Return(lines, problems, organisations=organisations, costs=costs, bank=named)
