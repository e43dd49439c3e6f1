"""The sheet About: what a result was made with, for people and for verifying."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from socialvalue.adjustments import OF_ADDITIONAL, TAKEN_OFF
from socialvalue.money import plain
from socialvalue.published.toml import canonical
from socialvalue.records import template_layout as template
from socialvalue.records.groups import Beside, Progress
from socialvalue.records.results import Result
from socialvalue.showing.data.json.costs import costs_as_dicts
from socialvalue.showing.data.json.result import SCHEMA
from socialvalue.showing.words.method import method_title
from socialvalue.showing.workbook.book import INK, Book
from socialvalue.showing.workbook.sheet_checks import FOUND_FINGERPRINT, found_fingerprint, problem_as_told

_CHUNK = 32_000  # characters that a cell holds

#: The row of About that holds the dates a return is for.
DATES = "Dates it is for"

#: What About calls the parts of a result's record.
RECORD = {"prepared_by": "Prepared by", "reviewed_by": "Reviewed by", "status": "Status"}

#: What a verifier needs to make the workbook again; below what a person reads, and not printed.
_METHOD_IN_FULL, _COSTS_GIVEN, _COSTS_REPORTED, _TARGETS, _UNCERTAINTY, _TOTALS_BY = _ABOUT_IN_FULL = (
    "Method in full",
    "Costs given",
    "Costs reported",
    "Targets",
    "Uncertainty",
    "Totals by",
)


def write_about(book: Book, result: Result, reported: str, beside: Beside) -> None:
    """Write About: what people read first, and below it, unprinted, what a verifier needs."""
    about_sheet = book.sheet("About", landscape=False)
    about_sheet.set_column(0, 0, 36)
    about_sheet.set_column(1, 1, 100)
    about_sheet.write_string(0, 0, template.mark("results", result.bank.id))
    about_sheet.set_row(0, None, None, {"hidden": True})
    about_sheet.set_row(1, 30)
    about_sheet.write_string(1, 0, "About", book.title)
    key = book.style(bold=True, valign="top", font_color=INK)
    text = book.style(text_wrap=True, valign="top")
    about_entries = list(about_rows(result, reported, beside))
    for row, (name, words) in enumerate(about_entries, start=3):
        about_sheet.write_string(row, 0, name, key)
        about_sheet.write_string(row, 1, words, text)
        about_sheet.set_row(row, 15 if name in _ABOUT_IN_FULL else min(400, 15 * (1 + len(words) // 95)))
    about_printed = next(
        (row for row, (name, _) in enumerate(about_entries, start=3) if name in _ABOUT_IN_FULL), len(about_entries) + 3
    )
    about_sheet.print_area(0, 0, about_printed - 1, 1)
    about_sheet.fit_to_pages(1, 1)


def about_rows(result: Result, reported: str, beside: Beside | None = None) -> Iterable[tuple[str, str]]:
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
    since = {
        "Price index": made.index,
        "Price index fingerprint": made.index_fingerprint,
        "Outcomes fingerprint": made.outcomes_fingerprint,
        DATES: " to ".join(period.written for period in result.dates or ()),
    }
    yield from ((name, words) for name, words in since.items() if words)
    for entry in made.inputs:
        yield "Input", f"{entry.file} sha256 {entry.sha256}"
    yield "Reported fingerprint", reported
    yield FOUND_FINGERPRINT, found_fingerprint(problem_as_told(problem) for problem in result.problems)
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
    yield from _in_full(_METHOD_IN_FULL, canonical(method))
    if result.costs_given is not None:
        yield from _in_full(_COSTS_GIVEN, costs_as_dicts(result.costs_given))
    if result.entered.costs:
        yield from _in_full(_COSTS_REPORTED, costs_as_dicts(result.entered.costs))
    if beside and beside.targets:
        yield from _in_full(_TARGETS, [_target_in_full(entry) for entry in beside.targets])
    if beside and beside.roll_up is not None:
        yield from _in_full(_TOTALS_BY, {"by": list(beside.roll_up.by), "league": beside.roll_up.league})
    if result.uncertainty:
        run = result.uncertainty[0].simulation
        yield from _in_full(_UNCERTAINTY, {"runs": run.runs if run else 0, "seed": run.seed if run else 1})


def _target_in_full(entry: Progress) -> dict[str, str]:
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
