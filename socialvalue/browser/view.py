"""What the page shows of a result, as texts: the figure, the answers, and the map that files were read by."""

from __future__ import annotations

from typing import Any

from socialvalue.browser.commands import commands
from socialvalue.browser.desk import Desk
from socialvalue.browser.job import Job
from socialvalue.browser.view_problems import page_problems, page_problems_shown, page_warnings_of_last_year
from socialvalue.browser.view_tables import page_tables, page_tables_of_last_year, page_targets
from socialvalue.money import whole_pounds
from socialvalue.published.banks import Bank
from socialvalue.records.maps import COLUMN_MEANINGS, CONSTANTS, SHEET_MEANINGS
from socialvalue.records.results import Result
from socialvalue.showing.words.basis import five_questions
from socialvalue.showing.words.cost import spent_sentence
from socialvalue.showing.words.headline import (
    first_sentence,
    headline_figures,
    months_reported,
    nothing_valued,
    report_title,
)


def view(result: Result, desk: Desk) -> dict[str, Any]:
    """Everything that the page shows of a result."""
    job = desk.job
    answers = dict(five_questions(result, result.uncertainty))
    mapped = page_map(result, desk)
    problems = page_problems([*result.problems, *page_warnings_of_last_year(result, desk)], mapped)
    return {
        "problems": page_problems_shown(problems, job),
        "map": mapped,
        "figures": [
            {"label": f"{name[:1].upper()}{name[1:]}", "amount": text} for name, text in headline_figures(result)
        ],
        "title": report_title(result),
        "nothing": nothing_valued(result) if result.ok and not result.lines else "",
        "says": first_sentence(result),
        "answers": answers,
        "cost": spent_sentence(result),
        "tables": [table for table in page_tables(result, desk) if table["rows"]] if result.ok else [],
        "targets": page_targets(desk),
        "years": page_tables_of_last_year(desk),
        "read": _read_sentence(result, job),
        "bank": f"{result.bank.title}: {result.provenance.bank_chosen}",
        "licence": result.bank.licence.notice or f"{result.bank.licence.name}.",
        "commands": commands(job, desk.map_name),
    }


def _read_sentence(result: Result, job: Job) -> str:
    lines = result.entered.lines
    recorded = sum(line.rows for line in lines if line.quantity is not None)
    files = len(job.of_role("return"))
    spread = months_reported(result)
    text = f"Read: {recorded:,} {'figure' if recorded == 1 else 'figures'}"
    text += f" in {files:,} files" if files > 1 else ""
    return f"{text}{f', {spread}' if spread else ''}."


def page_map(result: Result, desk: Desk) -> dict[str, Any] | None:
    """The map that the files were read by, and what may be chosen in it."""
    mapping = result.entered.mapping
    if mapping is None or desk.map is None:
        return None
    outcomes = [
        {"id": outcome.id, "label": outcome.label, "each": _worth_of_one(result.bank, outcome.id)}
        for outcome in desk.words
    ]
    return {
        "name": desk.map.name,
        "undecided": len(mapping.undecided),
        "columns": [
            {"sheet": c.sheet, "header": c.header, "example": c.example, "meaning": c.meaning, "sure": c.sure}
            for c in mapping.columns
        ],
        "sheets": [{"name": sheet.name, "meaning": sheet.meaning} for sheet in mapping.sheets],
        "words": [
            {"about": word.about, "word": word.word, "times": word.times, "meaning": word.meaning, "sure": word.sure}
            for word in sorted(mapping.words, key=lambda word: (bool(word.meaning), word.sure == "listed", -word.times))
        ],
        "constants": {name: _constant_shown(getattr(mapping, name)) for name in CONSTANTS},
        "labels": CONSTANTS,
        "choices": {"columns": COLUMN_MEANINGS, "sheets": SHEET_MEANINGS, "outcomes": outcomes},
    }


def _constant_shown(said: str | bool) -> str:
    return said if isinstance(said, str) else "yes" if said else ""


def _worth_of_one(bank: Bank, outcome: str) -> str:
    """What one is worth, where the bank has one value for everybody."""
    values_of_each = [value.parts() for value in bank.find_all(outcome)]
    amounts = [amount for part in values_of_each for amount in part.values()]
    return whole_pounds(amounts[0]) if len(amounts) == 1 else f"{len(amounts)} values" if amounts else ""
