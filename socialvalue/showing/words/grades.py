"""The grades of values in words: quoted, secondary, consistent or derived."""

from __future__ import annotations

from collections import Counter

from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.records.results import Result

GRADES = {
    "quoted": "quoted from the source named",
    "secondary": "read in a secondary source that cites the primary one",
    "consistent": f"printed in no source that could be read; {CONSISTENT}",
    "derived": "worked out from figures of the source named",
}


def grade_words(value: Valuation) -> str:
    """The grade of a value in full, with what it means."""
    return f"{value.graded}: {GRADES[value.grade]}"


def grades_of_values(result: Result) -> str:
    """How well the values that were used are known: how many of each grade, with a range, of an assumed price year."""
    used = {entry.valuation.key: entry.valuation for entry in result.lines}.values()
    if not used:
        return "There is no figure to be sure of."
    grades_used = Counter(value.grade for value in used)
    graded = " ".join(
        f"{_of_unit_values(number, len(used))} {grade}: {GRADES[grade]}."
        for grade, number in sorted(grades_used.items())
    )
    ranged = sum(value.low is not None or value.high is not None for value in used)
    assumed = sum(value.prices_assumed for value in used)
    if not ranged:
        graded += " Their sources give no range."
    elif ranged < len(used):
        graded += f" Only {ranged} have a published range."
    if assumed:
        graded += f" The price year of {'all' if assumed == len(used) else assumed} is assumed."
    return graded


def _of_unit_values(number: int, everything: int) -> str:
    if number == everything:
        return "The one unit value is" if number == 1 else f"All {number} unit values are"
    return f"{number} of {everything} unit values {'is' if number == 1 else 'are'}"
