"""The sheet Checks: what the formulas come to beside what the software calculated, and what was found in the return."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.problems import Problem
from socialvalue.records.results import Result
from socialvalue.showing.workbook.book import ALARM, BAND, COUNT, PENCE, RULE, Book
from socialvalue.showing.workbook.shared_cells import SharedCells

#: Checks that one page holds, legibly.
_MOST_ON_A_PAGE = 60


@frozen
class Check:
    """A figure of the workbook, to be compared with the one the software reached."""

    label: str
    formula: str
    expected: Decimal
    form: str = PENCE
    exact: bool = False


def write_checks(book: Book, shared: SharedCells) -> None:
    """Write Checks: a row for each figure that is compared, and whether all of them agree."""
    checks_sheet = book.sheet("Checks")
    for column, width in enumerate((58, 18, 18, 16, 22)):
        checks_sheet.set_column(column, column, width)
    checks_sheet.set_row(0, 30)
    checks_sheet.write_string(0, 0, "Checks", book.title)
    words = "What the formulas of this workbook come to, beside what the software calculated when it wrote it."
    checks_sheet.write_string(1, 0, words, book.lead)
    for column, head in enumerate(("Check", "Formulas", "Software", "Difference", "")):
        checks_sheet.write_string(3, column, head, book.head(align="right" if 0 < column < 4 else "left"))
    line = {"bottom": 1, "bottom_color": RULE}
    checks = list(_figures_to_check(shared))
    for row, check in enumerate(checks, start=4):
        here = row + 1
        check_style = book.style(num_format=check.form, **line)
        checks_sheet.write_string(row, 0, check.label, book.style(**line))
        checks_sheet.write_formula(row, 1, check.formula, check_style, float(check.expected))
        checks_sheet.write_number(row, 2, float(check.expected), check_style)
        checks_sheet.write_formula(row, 3, f"=B{here}-C{here}", check_style, 0)
        check_status = f'=IF(ISERROR(D{here}),"cannot be calculated",IF(ABS(D{here})<0.005,"OK","differs"))'
        checks_sheet.write_formula(row, 4, check_status, book.style(bold=True, indent=1, **line), "OK")
    end = 4 + len(checks)
    ok_look, differs_look = book.style(font_color="#1E7B4F"), book.style(font_color=ALARM)
    checks_sheet.conditional_format(
        4, 4, end, 4, {"type": "cell", "criteria": "==", "value": '"OK"', "format": ok_look}
    )
    checks_sheet.conditional_format(
        4, 4, end, 4, {"type": "cell", "criteria": "!=", "value": '"OK"', "format": differs_look}
    )
    checks_sheet.write_string(end, 0, "All of them", book.style(bold=True, bg_color=BAND))
    for column in (1, 2, 3):
        checks_sheet.write_blank(end, column, None, book.style(bg_color=BAND))
    check_formula = f'=IF(COUNTIF(E5:E{end},"OK")=ROWS(E5:E{end}),"OK","differs")'
    checks_sheet.write_formula(end, 4, check_formula, book.style(bold=True, indent=1, bg_color=BAND), "OK")
    book.book.define_name("checks_status", f"=Checks!$E${end + 1}")
    words = "An assumption that was changed shows here as a difference: by how much it moved the figures."
    checks_sheet.write_string(end + 1, 0, words, book.lead)
    _write_problems(book, checks_sheet, end + 3, shared.result)
    checks_sheet.freeze_panes(4, 0)
    checks_sheet.fit_to_pages(1, 1 if len(checks) < _MOST_ON_A_PAGE else 0)


def _figures_to_check(shared: SharedCells) -> Iterator[Check]:
    result = shared.result
    net_checked = sum((line.net for line in result.lines), Decimal(0))
    gross_checked = sum((line.gross for line in result.lines), Decimal(0))
    yield Check("Net value of every line together, £", "=SUM(line_net)", net_checked)
    yield Check("Gross value of every line together, £", "=SUM(line_gross)", gross_checked)
    for entry in result.by_outcome:
        label = f"Net value, {shared.vocabulary[entry.outcome].label}, {entry.kind}, £"
        check_formula = f'=SUMIFS(line_net,line_outcome,"{entry.outcome}",line_kind,"{entry.kind}")'
        yield Check(label, check_formula, entry.net)
    outcomes_checked = result.headline.outcomes if result.headline else Decimal(0)
    yield Check("Outcomes counted in people", "=SUM(line_people)", outcomes_checked, COUNT)
    # What other sheets show is compared too, so that a figure typed over a formula is seen.
    for label, cell, amount, form in shared.figures:
        yield Check(f"Summary shows: {label}", f"={cell}", amount, form)
    for name, cell in shared.shown.items():
        yield Check(f"{name} shows in all, £", f"={cell}", net_checked)
    yield Check("Lines", "=COUNT(line_net)", Decimal(len(result.lines)), COUNT)
    off = "=SUMPRODUCT(--(ABS(line_net-line_software_net)>=0.005))"
    yield Check("Lines whose net value is off by half a penny or more", off, Decimal(0), COUNT)
    beyond = "=SUMPRODUCT(--(first_years+last_years>MAX(years_shown)+1))"
    yield Check("Outcomes that last longer than the sheet Years reaches", beyond, Decimal(0), COUNT)
    changed = '=COUNTIF(assumptions_changed,"changed")+SUMPRODUCT(--(values_used<>values_published))'
    yield Check("Assumptions and values changed since", changed, Decimal(0), COUNT)


def _write_problems(book: Book, checks_sheet: Any, row: int, result: Result) -> None:
    """What was found in the return, which belongs beside its result."""
    checks_sheet.write_string(row, 0, "What was found in the return", book.section)
    if not result.problems:
        checks_sheet.write_string(row + 1, 0, "Nothing.", book.style())
    for at, found_problem in enumerate(result.problems, start=row + 1):
        text = problem_as_told(found_problem)
        problem_look = book.style(text_wrap=True, valign="top")
        checks_sheet.merge_range(at, 0, at, 4, "", problem_look)
        checks_sheet.write_string(at, 0, text, problem_look)
        checks_sheet.set_row(at, 2 + 13 * (1 + len(text) // 120))


#: The row of About that holds the fingerprint of what was found in the return.
FOUND_FINGERPRINT = "Found fingerprint"


def found_fingerprint(told: Iterable[str]) -> str:
    """The sha256 of what was found in the return, as the sheet Checks tells it."""
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def problem_as_told(problem: Problem) -> str:
    """A problem in one text: its place, how grave it is, what is wrong and what to do."""
    words = f"{problem.severity}: {problem.message} {problem.remedy}".rstrip()
    where = f"{problem.place}: " if str(problem.place) else ""
    return f"{where}{words}"
