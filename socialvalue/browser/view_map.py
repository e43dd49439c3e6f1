"""What the page shows of the map that files were read by, and what may be chosen in it."""

from __future__ import annotations

from typing import Any

from socialvalue.browser.desk import Desk
from socialvalue.money import whole_pounds
from socialvalue.published.banks import Bank
from socialvalue.records.maps import COLUMN_MEANINGS, CONSTANTS, SHEET_MEANINGS
from socialvalue.records.results import Result


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
