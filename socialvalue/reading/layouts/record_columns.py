"""The columns of a table with a row for each record: who, what, when and how many."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from socialvalue.formats.sheets import Cell
from socialvalue.published.outcome_names import Names
from socialvalue.reading.layouts.column_samples import (
    all_ticks,
    counts_many,
    in_words,
    is_known,
    mostly_figures,
    share_dated,
    share_known,
)
from socialvalue.reading.layouts.heading_guesses import NO_FIGURES, Meanings, guessed_field, one_column
from socialvalue.reading.layouts.heading_rows import TableHead
from socialvalue.reading.layouts.ticks import without_date_words
from socialvalue.reading.long_form.header import listed_field
from socialvalue.records.maps import DATES, LEAVE_OUT, SECOND, TARGET, TICKS

#: One of several outcomes in a row, where what is beneath are outcomes by themselves and no parts of one.
_ONE_OF_SEVERAL_OUTCOMES = re.compile(
    r"\b(primary|secondary|first|second|third|1st|2nd|3rd) outcome\b|\d$", re.IGNORECASE
)


def _record_column(text: str, sample: Sequence[Cell], names: Names) -> tuple[str, str]:
    """What a column of a table with a row for each record is taken for, by its heading and what is in it."""
    listed, guess = listed_field(text), guessed_field(text)
    if re.fullmatch(r"outcome ?(no\.? ?)?\d", text, re.IGNORECASE):
        return "outcome", "listed"
    if guess == SECOND and share_dated(sample) > 0.5:
        return "period", "likely"
    if _ONE_OF_SEVERAL_OUTCOMES.search(text[:300]) and share_known(sample, names) >= 0.5:
        return "outcome", "likely"
    if sample and not listed and is_known(without_date_words(text), names):
        if all_ticks(sample):
            return TICKS, "listed"
        if share_dated(sample) > 0.8 and not mostly_figures(sample):
            return DATES, "listed"
    if listed in ("start", "end") and guess == "period":
        return "period", "likely"  # unless another date is the outcome's own
    if listed:
        return listed, "listed"
    if _TARGET_HEADING.fullmatch(text) and mostly_figures(sample):
        return TARGET, "listed"
    if _holds_what_is_guessed(guess, text, sample):
        return guess, "likely"
    if sample and is_known(without_date_words(text), names):
        return "", ""  # it names an outcome, and what is beneath does not say how: a person must say
    return LEAVE_OUT, "likely"


def _holds_what_is_guessed(guess: str, text: str, sample: Sequence[Cell]) -> bool:
    """Whether a column holds what its heading makes one guess."""
    if guess == "period":
        return share_dated(sample) > 0.5
    if guess == "outcome":
        return in_words(sample)
    if guess == "sustained":
        return all_ticks(sample)
    if guess in ("quantity", "cost"):
        return mostly_figures(sample)
    if guess == "person":
        return not mostly_figures(sample) or _REFERENCE.search(text) is not None
    return guess != ""


def record_columns(
    head: TableHead, samples: MappingOf[int, Sequence[Cell]], names: Names, worded: Sequence[int]
) -> Meanings:
    """What each column is taken for where each row is a record; `worded` hold known outcomes."""
    meanings = {column: _record_column(text, samples[column], names) for column, text in head.texts.items()}
    many = [
        column
        for column, (taken, _) in meanings.items()
        if taken == "outcome" and _ONE_OF_SEVERAL_OUTCOMES.search(head.texts[column])
    ]
    if len(many) < 2:
        meanings = _outcome_column(meanings, head, samples, names, worded)
        meanings = one_column(meanings, "period", head)
    for meaning in (
        "organisation",
        "project",
        "area",
        "age",
        "quantity",
        "cost",
        "evidence",
        "sustained",
        "unit",
        SECOND,
    ):
        meanings = one_column(meanings, meaning, head)
    meanings = _count_column(_person_column(_row_numbers_left_out(meanings, head, samples), head), head, samples)
    meanings = _type_of_job(meanings, head, samples)
    if any(taken in (DATES, TICKS) for taken, _ in meanings.values()):
        if any(taken == DATES for taken, _ in meanings.values()) and not any(t == TICKS for t, _ in meanings.values()):
            meanings |= {
                c: (LEAVE_OUT, "likely") for c, (taken, _) in meanings.items() if taken in ("period", "outcome")
            }
        meanings |= {c: (LEAVE_OUT, "likely") for c, (taken, _) in meanings.items() if taken == "quantity"}
    return meanings


_REFERENCE = re.compile(r"\b(id|ref|reference|no|code|number|urn)\b", re.IGNORECASE)
_TARGET_HEADING = re.compile(r"targets?|tgt|plan(ned)?|goal|profiled?", re.IGNORECASE)
_TYPE_OF_JOB = re.compile(
    r"\b(job|work|employment|contract) ?(type|status|pattern)\b|\btype of (job|work|employment)\b", re.I
)


def _type_of_job(meanings: Meanings, head: TableHead, samples: MappingOf[int, Sequence[Cell]]) -> Meanings:
    """The meanings, where a column says the type of job: then the date of a job only says when."""
    dates = [column for column, (taken, _) in meanings.items() if taken == DATES]
    types = [
        column for column, text in head.texts.items() if _TYPE_OF_JOB.search(text[:300]) and in_words(samples[column])
    ]
    if len(dates) != 1 or len(types) != 1 or any(taken in ("outcome", TICKS) for taken, _ in meanings.values()):
        return meanings
    return one_column(meanings | {types[0]: ("outcome", "likely"), dates[0]: ("period", "listed")}, "period", head)


#: The number of a row: of an answer to a form, or of an indicator. It may be a person's, where each row counts one.
_ROW_NUMBER = re.compile(
    r"((response|entry|submission|form|record|kpi|indicator|measure) ?)?(id|no\.?|number|ref\.?|reference|code)|#",
    re.IGNORECASE,
)


def _row_numbers_left_out(meanings: Meanings, head: TableHead, samples: MappingOf[int, Sequence[Cell]]) -> Meanings:
    """The meanings without persons that are only numbers of rows: where a row counts many, it is no person's."""
    counts = [cell for column, (taken, _) in meanings.items() if taken == "quantity" for cell in samples[column]]
    if not any(counts_many(cell) for cell in counts):
        return meanings
    rows = [c for c, said in meanings.items() if said == ("person", "likely") and _ROW_NUMBER.fullmatch(head.texts[c])]
    return meanings | dict.fromkeys(rows, (LEAVE_OUT, "likely"))


def _count_column(meanings: Meanings, head: TableHead, samples: MappingOf[int, Sequence[Cell]]) -> Meanings:
    """The meanings, with a column of numbers that nothing explains as the count; of several, a person says which."""
    if any(taken in ("quantity", "person", DATES, TICKS) for taken, _ in meanings.values()):
        return meanings
    unexplained = [
        column
        for column, (taken, _) in meanings.items()
        if taken == LEAVE_OUT
        and mostly_figures(samples[column])
        and guessed_field(head.texts[column]) != LEAVE_OUT
        and not NO_FIGURES.search(head.texts[column])
    ]
    meaning = ("quantity", "likely") if len(unexplained) == 1 else ("", "")
    return meanings | dict.fromkeys(unexplained, meaning)


def _person_column(meanings: Meanings, head: TableHead) -> Meanings:
    columns = [column for column, (taken, _) in meanings.items() if taken == "person"]
    if len(columns) > 1:
        best = min(
            columns,
            key=lambda c: (meanings[c][1] != "listed", not re.search(r"\b(id|ref)", head.texts[c], re.IGNORECASE), c),
        )
        meanings |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return meanings


def _outcome_column(
    meanings: Meanings,
    head: TableHead,
    samples: MappingOf[int, Sequence[Cell]],
    names: Names,
    worded: Sequence[int],
) -> Meanings:
    """The meanings, with one outcome column: the one that is named so, or that holds known words."""
    columns = [column for column, (taken, _) in meanings.items() if taken == "outcome"] or list(worded)
    if not columns:
        return meanings
    best = min(
        columns,
        key=lambda c: (
            meanings[c] != ("outcome", "listed"),
            -share_known(samples[c], names),
            _outcome_rank(head.texts[c]),
            c,
        ),
    )
    meanings |= {column: (LEAVE_OUT, "likely") for column in columns if column != best}
    return meanings | {best: ("outcome", meanings[best][1] if meanings[best][0] == "outcome" else "likely")}


def _outcome_rank(text: str) -> int:
    return 0 if re.search(r"outcome", text, re.IGNORECASE) else 1
