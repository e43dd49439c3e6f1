"""Writing a result as a workbook in which every pound can be followed and every assumption changed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from socialvalue.adjustments import OF_ADDITIONAL, TAKEN_OFF
from socialvalue.money import plain
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published.toml import canonical, fingerprint
from socialvalue.records import template_layout as template
from socialvalue.records.groups import Beside, Progress
from socialvalue.records.results import Result
from socialvalue.showing.data.json.costs import costs_as_dicts
from socialvalue.showing.data.json.reported import FIGURES, USUAL, reported
from socialvalue.showing.data.json.result import SCHEMA
from socialvalue.showing.words.method import method_title
from socialvalue.showing.workbook import sheet_groups as groups
from socialvalue.showing.workbook.book import ACCENT, ALARM, BAND, COUNT, INK, PENCE, RULE, Book
from socialvalue.showing.workbook.sheet_assumptions import Sums, assumptions, valuations
from socialvalue.showing.workbook.sheet_flows import flows
from socialvalue.showing.workbook.sheet_lines import lines, years
from socialvalue.showing.workbook.sheet_summary import summary
from socialvalue.valuing.last_year.like_for_like import LikeForLike
from socialvalue.valuing.rollup.group_by import place_tags

#: The sheets in their order; those in the middle are there where there is something to show.
SHEETS = (
    "Summary", "By project", "By month", "Totals", "Against target", "Against last year", "Sensitivity", "Lines",
    "Assumptions", "Valuations", "Years", "Flows", "Checks", "About", "Reported",
)  # fmt: skip

#: The one sheet that is not made again when a workbook is verified: it rests on another return.
ELSEWHERE = "Against last year"

#: Rows of a sheet that are left for headings.
MOST_LINES = 1_048_000

#: Checks that one page holds, legibly.
_MOST_ON_A_PAGE = 60

_CHUNK = 32_000  # characters that a cell holds


def workbook(result: Result, beside: Beside | None = None, last_year: LikeForLike | None = None) -> bytes:
    """The result as a workbook.

    Args:
        result: without errors; assessed, where its range is to be shown.
        beside: totals by something, and targets.
        last_year: both years, compared like for like.

    Raises:
        BadData: when there are more lines than a sheet has rows.
    """
    if max(len(result.lines), len(result.entered.lines)) > MOST_LINES:
        message = f"{len(result.lines):,} lines are more than a sheet of a workbook holds."
        raise BadData([error("file-not-written", Place(), message, "Write it as .json or .csv.")])
    file = io.BytesIO()
    book = Book(file, "Social value")
    beside = beside or Beside()
    idle = {
        "Totals": beside.roll_up is None,
        "By project": not groups.has_projects(result),
        "Against target": not beside.targets,
        ELSEWHERE: last_year is None,
        "Sensitivity": not result.uncertainty,
    }
    for name in SHEETS:
        if not idle.get(name):
            book.sheet(name, tab=INK if name == "Summary" else ACCENT)
    grouped = beside.roll_up.by if beside.roll_up is not None else ()
    known = {tag for entry in result.lines for tag in entry.line.tags}
    tags = tuple(sorted({*place_tags(result), *known.intersection(grouped)}))
    sums = Sums(result, tags)
    assumptions(book, sums)
    valuations(book, sums)
    years(book, sums)
    lines(book, sums)
    flows(book, sums)
    groups.by_month(book, sums)
    if not idle["By project"]:
        groups.by_project(book, sums)
    if beside.roll_up is not None:
        groups.totals(book, beside.roll_up, result)
    if beside.targets:
        groups.against_target(book, sums, beside.targets)
    if last_year is not None:
        groups.against_last_year(book, last_year)
    if result.uncertainty:
        groups.sensitivity(book, result)
    summary(book, sums)
    _checks(book, sums)
    entered = reported(result, tags)
    _about(book, result, fingerprint(entered), beside)
    _reported(book, entered["lines"])
    book.close()
    return file.getvalue()


# checks


@frozen
class Check:
    """A figure of the workbook, to be compared with the one the software reached."""

    label: str
    formula: str
    expected: Decimal
    form: str = PENCE
    exact: bool = False


def _checks(book: Book, sums: Sums) -> None:
    sheet = book.sheet("Checks")
    for column, width in enumerate((58, 18, 18, 16, 22)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Checks", book.title)
    words = "What the formulas of this workbook come to, beside what the software calculated when it wrote it."
    sheet.write_string(1, 0, words, book.lead)
    for column, head in enumerate(("Check", "Formulas", "Software", "Difference", "")):
        sheet.write_string(3, column, head, book.head(align="right" if 0 < column < 4 else "left"))
    line = {"bottom": 1, "bottom_color": RULE}
    checks = list(_checked(sums))
    for row, check in enumerate(checks, start=4):
        here = row + 1
        style = book.style(num_format=check.form, **line)
        sheet.write_string(row, 0, check.label, book.style(**line))
        sheet.write_formula(row, 1, check.formula, style, float(check.expected))
        sheet.write_number(row, 2, float(check.expected), style)
        sheet.write_formula(row, 3, f"=B{here}-C{here}", style, 0)
        status = f'=IF(ISERROR(D{here}),"cannot be calculated",IF(ABS(D{here})<0.005,"OK","differs"))'
        sheet.write_formula(row, 4, status, book.style(bold=True, indent=1, **line), "OK")
    end = 4 + len(checks)
    good, bad = book.style(font_color="#1E7B4F"), book.style(font_color=ALARM)
    sheet.conditional_format(4, 4, end, 4, {"type": "cell", "criteria": "==", "value": '"OK"', "format": good})
    sheet.conditional_format(4, 4, end, 4, {"type": "cell", "criteria": "!=", "value": '"OK"', "format": bad})
    sheet.write_string(end, 0, "All of them", book.style(bold=True, bg_color=BAND))
    for column in (1, 2, 3):
        sheet.write_blank(end, column, None, book.style(bg_color=BAND))
    formula = f'=IF(COUNTIF(E5:E{end},"OK")=ROWS(E5:E{end}),"OK","differs")'
    sheet.write_formula(end, 4, formula, book.style(bold=True, indent=1, bg_color=BAND), "OK")
    book.book.define_name("checks_status", f"=Checks!$E${end + 1}")
    words = "An assumption that was changed shows here as a difference: by how much it moved the figures."
    sheet.write_string(end + 1, 0, words, book.lead)
    _found(book, sheet, end + 3, sums.result)
    sheet.freeze_panes(4, 0)
    sheet.fit_to_pages(1, 1 if len(checks) < _MOST_ON_A_PAGE else 0)


def _checked(sums: Sums) -> Iterator[Check]:
    result = sums.result
    net = sum((line.net for line in result.lines), Decimal(0))
    gross = sum((line.gross for line in result.lines), Decimal(0))
    yield Check("Net value of every line together, £", "=SUM(line_net)", net)
    yield Check("Gross value of every line together, £", "=SUM(line_gross)", gross)
    for entry in result.by_outcome:
        label = f"Net value, {sums.vocabulary[entry.outcome].label}, {entry.kind}, £"
        formula = f'=SUMIFS(line_net,line_outcome,"{entry.outcome}",line_kind,"{entry.kind}")'
        yield Check(label, formula, entry.net)
    outcomes = result.headline.outcomes if result.headline else Decimal(0)
    yield Check("Outcomes counted in people", "=SUM(line_people)", outcomes, COUNT)
    # What other sheets show is compared too, so that a figure typed over a formula is seen.
    for label, cell, amount, form in sums.figures:
        yield Check(f"Summary shows: {label}", f"={cell}", amount, form)
    for name, cell in sums.shown.items():
        yield Check(f"{name} shows in all, £", f"={cell}", net)
    yield Check("Lines", "=COUNT(line_net)", Decimal(len(result.lines)), COUNT)
    off = "=SUMPRODUCT(--(ABS(line_net-line_software_net)>=0.005))"
    yield Check("Lines whose net value is off by half a penny or more", off, Decimal(0), COUNT)
    beyond = "=SUMPRODUCT(--(first_years+last_years>MAX(years_shown)+1))"
    yield Check("Outcomes that last longer than the sheet Years reaches", beyond, Decimal(0), COUNT)
    changed = '=COUNTIF(assumptions_changed,"changed")+SUMPRODUCT(--(values_used<>values_published))'
    yield Check("Assumptions and values changed since", changed, Decimal(0), COUNT)


#: The row of About that holds the fingerprint of what was found in the return.
FOUND_FINGERPRINT = "Found fingerprint"


def found_fingerprint(told: Iterable[str]) -> str:
    """The sha256 of what was found in the return, as the sheet Checks tells it."""
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _told(problem: Problem) -> str:
    words = f"{problem.severity}: {problem.message} {problem.remedy}".rstrip()
    where = f"{problem.place}: " if str(problem.place) else ""
    return f"{where}{words}"


def _found(book: Book, sheet: Any, row: int, result: Result) -> None:
    """What was found in the return, which belongs beside its result."""
    sheet.write_string(row, 0, "What was found in the return", book.section)
    if not result.problems:
        sheet.write_string(row + 1, 0, "Nothing.", book.style())
    for at, problem in enumerate(result.problems, start=row + 1):
        text = _told(problem)
        wrapped = book.style(text_wrap=True, valign="top")
        sheet.merge_range(at, 0, at, 4, "", wrapped)
        sheet.write_string(at, 0, text, wrapped)
        sheet.set_row(at, 2 + 13 * (1 + len(text) // 120))


# about


def _about(book: Book, result: Result, reported: str, beside: Beside) -> None:
    sheet = book.sheet("About", landscape=False)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, template.mark("results", result.bank.id))
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 30)
    sheet.write_string(1, 0, "About", book.title)
    key = book.style(bold=True, valign="top", font_color=INK)
    text = book.style(text_wrap=True, valign="top")
    entries = list(about(result, reported, beside))
    for row, (name, words) in enumerate(entries, start=3):
        sheet.write_string(row, 0, name, key)
        sheet.write_string(row, 1, words, text)
        sheet.set_row(row, 15 if name in _FOR_MACHINES else min(400, 15 * (1 + len(words) // 95)))
    printed = next((row for row, (name, _) in enumerate(entries, start=3) if name in _FOR_MACHINES), len(entries) + 3)
    sheet.print_area(0, 0, printed - 1, 1)
    sheet.fit_to_pages(1, 1)


#: The row of About that holds the dates a return is for.
DATES = "Dates it is for"

#: What About calls the parts of a result's record.
RECORD = {"prepared_by": "Prepared by", "reviewed_by": "Reviewed by", "status": "Status"}


def about(result: Result, reported: str, beside: Beside | None = None) -> Iterable[tuple[str, str]]:
    """What a result was made with, in words and exact figures; a verifier needs no more than this and Reported.

    Args:
        result: the result.
        reported: the fingerprint of what was reported.
        beside: what is shown beside it.
    """
    made, bank, method, head = result.provenance, result.bank, result.method, result.headline
    for key, name in RECORD.items():
        if words := getattr(result.record, key):
            yield name, words
    yield "Package", f"socialvalue {made.package}"
    yield "Result schema", SCHEMA
    yield "Bank", bank.id
    yield "Bank title", f"{bank.title}. {bank.publisher}, {bank.edition}"
    yield "Bank fingerprint", made.bank_fingerprint
    yield "Bank chosen", made.bank_chosen
    yield "Licence", f"{bank.licence.name}. {bank.licence.url}"
    for notice in result.notices:
        yield "Licence notice", notice
    yield "Method", method.id
    yield "Method title", f"{method_title(method)}. {method.summary}"
    yield "Method fingerprint", made.method_fingerprint
    if made.index:
        yield "Price index", made.index
        yield "Price index fingerprint", made.index_fingerprint
    yield "Outcomes fingerprint", made.outcomes_fingerprint
    if result.dates:
        yield DATES, " to ".join(period.written for period in result.dates)
    for entry in made.inputs:
        yield "Input", f"{entry.file} sha256 {entry.sha256}"
    yield "Reported fingerprint", reported
    yield FOUND_FINGERPRINT, found_fingerprint(_told(problem) for problem in result.problems)
    if head is not None:
        yield "Outcomes counted in people, exactly", plain(head.outcomes)
        if head.keyed == head.outcomes:
            yield "People, by their keys, exactly", plain(head.people)
        for total in head.by_kind:
            yield f"Gross, {total.kind}, exactly", plain(total.gross)
            yield f"Net, {total.kind}, exactly", plain(total.net)
    left, late = (
        " × ".join(f"(1 − {name.replace('-', ' ')})" for name in TAKEN_OFF if (name in OF_ADDITIONAL) is additional)
        for additional in (False, True)
    )
    yield (
        "How it is calculated",
        "Gross = quantity × full-time equivalent × unit value × price factor × years. What is left = "
        f"({left} × multiplier, less a reference case) × {late}. Net = gross × what is left × drop-off factor × "
        "discount factor.",
    )
    yield (
        "Ratio and payback",
        "Ratio = net ÷ present value of the cost. Payback: the months from the start of the first year until "
        "cumulative value meets cumulative cost for good (sheet Flows), as both fall, not discounted; a cost is paid "
        "at the start of its year, and the value of a year is taken as even over its months. Where there is no cost, "
        "there is neither; wellbeing is not money received, and pays nothing back.",
    )
    yield from _in_full(_FOR_MACHINES[0], canonical(method))
    if result.costs_given is not None:
        yield from _in_full(_FOR_MACHINES[1], costs_as_dicts(result.costs_given))
    if result.entered.costs:
        yield from _in_full(_FOR_MACHINES[2], costs_as_dicts(result.entered.costs))
    if beside and beside.targets:
        yield from _in_full(_FOR_MACHINES[3], [_target(entry) for entry in beside.targets])
    if beside and beside.roll_up is not None:
        yield from _in_full(_FOR_MACHINES[5], {"by": list(beside.roll_up.by), "league": beside.roll_up.league})
    if result.uncertainty:
        run = result.uncertainty[0].simulation
        yield from _in_full(_FOR_MACHINES[4], {"runs": run.runs if run else 0, "seed": run.seed if run else 1})


#: What a verifier needs to make the workbook again; below what a person reads, and not printed.
_FOR_MACHINES = ("Method in full", "Costs given", "Costs reported", "Targets", "Uncertainty", "Totals by")


def _target(entry: Progress) -> dict[str, str]:
    target = entry.target
    return {
        "organisation": target.organisation,
        "period": target.period.written,
        "outcome": target.outcome,
        "project": target.project,
        "target": plain(target.quantity),
    }


def _in_full(name: str, record: Any) -> Iterable[tuple[str, str]]:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    for start in range(0, len(text), _CHUNK):
        yield name, text[start : start + _CHUNK]


def _reported(book: Book, entries: Sequence[dict[str, Any]]) -> None:
    """What was reported, line by line, in full: with About it is enough to make the result again."""
    sheet = book.sheet("Reported")
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Reported", book.title)
    words = "Every line as it was read, whether or not it has a value. A column that would be empty is left out."
    sheet.write_string(1, 0, words, book.lead)
    keys = [key for key in (entries[0] if entries else {}) if any(entry[key] != USUAL.get(key) for entry in entries)]
    for column, key in enumerate(keys):
        sheet.set_column(column, column, 26 if key in ("organisation", "outcome", "place") else 12)
        sheet.write_string(3, column, key, book.head())
    style, figure = book.style(), book.style(num_format="General")
    for row, entry in enumerate(entries, start=4):
        sheet.fill(row, [_as_reported(key, entry[key], style, figure) for key in keys])
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    if keys:
        sheet.autofilter(3, 0, 3 + len(entries), len(keys) - 1)
    # For verifying, not for paper: nothing but an empty cell is printed of it.
    sheet.print_area(0, len(keys) + 1, 0, len(keys) + 1)


def _as_reported(key: str, value: Any, text: Any, figure: Any) -> tuple[Any, Any, None]:
    if value is None or value == "":
        return None, None, None
    if key == "tags":
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None, text, None
    if isinstance(value, bool):
        return "yes" if value else "no", text, None
    if isinstance(value, int) or (key in FIGURES and plain(Decimal(repr(float(value)))) == value):
        return float(value), figure, None
    return str(value), text, None
