"""What people write for outcomes: read rightly or withheld, never wrongly.

The list holds phrases as housing associations, job centres and training providers write them, and traps that only look
like an outcome. The first 273 of the list were collected and labelled before the words were written down.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from socialvalue.published.vocabulary import load_vocabulary

NAMES = load_vocabulary().names()
PHRASES = [
    (row["phrase"], row["outcome"])
    for row in csv.DictReader(
        (Path(__file__).parent / "data/outcome-phrases.csv").read_text(encoding="utf-8").splitlines()
    )
]


def said(phrase: str) -> str:
    """What a phrase is suggested to mean."""
    found = NAMES.taken(phrase)
    return found[0] if found else "unknown"


def verdict(phrase: str, outcome: str) -> str:
    """Whether what is suggested for a phrase is right, withheld or wrong."""
    return "right" if said(phrase) == outcome else "withheld" if said(phrase) == "unknown" else "wrong"


def test_the_list_is_long_enough_and_every_label_is_an_outcome() -> None:
    known = {outcome.id for outcome in load_vocabulary()}
    assert len(PHRASES) >= 150
    assert {outcome for _, outcome in PHRASES} - {"unknown"} <= known


def test_no_phrase_is_taken_for_what_it_does_not_mean() -> None:
    wrong = [(phrase, outcome, said(phrase)) for phrase, outcome in PHRASES if verdict(phrase, outcome) == "wrong"]
    assert wrong == []


def test_nearly_every_phrase_that_means_an_outcome_is_read() -> None:
    counts = Counter(verdict(*entry) for entry in PHRASES if entry[1] != "unknown")
    print(f"\nright {counts['right']}, withheld {counts['withheld']}, wrong {counts['wrong']}")
    assert counts["right"] >= 0.95 * sum(counts.values())


def test_the_documentation_has_the_same_table() -> None:
    page = (Path(__file__).parents[1] / "docs/your-own-spreadsheet.md").read_text(encoding="utf-8")
    means = Counter(verdict(*entry) for entry in PHRASES if entry[1] != "unknown")
    none = Counter(verdict(*entry) for entry in PHRASES if entry[1] == "unknown")
    assert f"| mean an outcome | {means['right']} | {means['withheld']} | {means['wrong']} |" in page
    assert f"| mean none that is known | {none['right']} | | {none['wrong']} |" in page


@pytest.mark.parametrize(
    "phrase",
    ["ESOL course", "interview", "job ready", "lost job", "CV workshop", "Volunteers (active)", "FT job?", "New jobs"],
)
def test_what_is_no_outcome_has_no_suggestion(phrase: str) -> None:
    assert NAMES.taken(phrase) is None
    assert NAMES.nearest(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "outcome"),
    [("Full time employement", "full-time-employment"), ("Volenteering", "regular-volunteering")],
)
def test_a_slip_of_spelling_is_a_suggestion_and_does_not_count(phrase: str, outcome: str) -> None:
    assert NAMES.taken(phrase) == (outcome, "slip")
    assert NAMES.read(phrase) is None
