"""The columns of a table with figures across: months, outcomes, or projects and organisations."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from socialvalue.formats.sheets import Cell
from socialvalue.published.outcome_names import Names
from socialvalue.reading.layouts.column_samples import (
    in_words,
    mostly_figures,
    says_actual_or_target,
    share_dated,
    share_known,
)
from socialvalue.reading.layouts.heading_guesses import LANDLORD_WORDS, NO_FIGURES, Meanings, guessed_field, one_column
from socialvalue.reading.layouts.heading_rows import TableHead
from socialvalue.reading.layouts.heading_words import ANY_YEAR, Year, read_heading
from socialvalue.reading.long_form.header import listed_field
from socialvalue.records.maps import DATES, FIGURES, KIND, LEAVE_OUT, OF_ORGANISATION, OF_PROJECT, TARGET, TICKS, TOTAL
from socialvalue.records.periods import Period


def names_across(meanings: Meanings, head: TableHead, samples: MappingOf[int, Sequence[Cell]]) -> Meanings:
    """What each column is taken for where outcomes are down the side and projects or organisations across."""
    kinds = {c: read_heading(text, ANY_YEAR) for c, text in head.texts.items() if mostly_figures(samples[c])}
    if any(kind.period is not None for kind in kinds.values()):
        return meanings
    numbers = [  # a target or a variance is no project
        c for c, kind in kinds.items() if kind.kind in (FIGURES, TOTAL) and not NO_FIGURES.search(head.texts[c])
    ]
    totals = [c for c in numbers if kinds[c].kind == TOTAL]
    across = [
        c for c in numbers if c not in totals and meanings[c][0] in (LEAVE_OUT, "") and not guessed_field(head.texts[c])
    ]
    held = {taken for taken, _ in meanings.values()}
    if len(across) < 2 or held & {"person", "period", DATES, TICKS} or not (totals or len(across) == len(numbers)):
        return meanings
    named = any(LANDLORD_WORDS.search(head.texts[column]) for column in across)
    meaning = OF_ORGANISATION if named else OF_PROJECT
    return meanings | dict.fromkeys(across, (meaning, "likely")) | dict.fromkeys(totals, (TOTAL, "listed"))


def months_across(
    head: TableHead, samples: MappingOf[int, Sequence[Cell]], names: Names, months: Sequence[int], year: Year
) -> Meanings:
    """What each column is taken for where months are across, and outcomes in one column."""
    meanings: Meanings = {}
    sums = _sums_of_months(head, months, year)
    outcomes = [c for c in head.texts if c not in months and in_words(samples[c])]
    outcome = max(
        outcomes,
        key=lambda c: (listed_field(head.texts[c]) == "outcome", share_known(samples[c], names), -c),
        default=None,
    )
    for column, text in head.texts.items():
        heading = read_heading(text, ANY_YEAR)
        listed = listed_field(text)
        if column == outcome:
            sure = listed == "outcome" or share_known(samples[column], names) >= 0.3
            meanings[column] = "outcome", "listed" if sure else "likely"
        elif says_actual_or_target(samples[column]):
            meanings[column] = KIND, "listed"
        elif column in months:
            meanings[column] = (TOTAL if column in sums else FIGURES), "listed"
        elif heading.kind in (TARGET, TOTAL) and (heading.period is not None or not heading.rest):
            meanings[column] = heading.kind, "listed"
        elif listed in ("organisation", "project", "area", "period", "age"):
            meanings[column] = listed, "listed"
        elif heading.kind == LEAVE_OUT:
            meanings[column] = LEAVE_OUT, "listed"
        elif (guess := guessed_field(text)) in ("organisation", "project", "area") and in_words(samples[column]):
            meanings[column] = guess, "listed" if guess != "organisation" else "likely"
        else:
            meanings[column] = LEAVE_OUT, "likely"
    return meanings


def _sums_of_months(head: TableHead, months: Sequence[int], year: Year) -> set[int]:
    """Columns of a quarter, half or year beside columns of the months it is made of: sums of these."""
    spans: dict[int, Period] = {}
    for column in months:
        period = head.heading(column, year).period
        if period is not None:
            spans[column] = period
    return {
        column
        for column, span in spans.items()
        if any(span.start <= p.start and p.end <= span.end and p != span for c, p in spans.items() if c != column)
    }


def outcomes_across(
    head: TableHead, samples: MappingOf[int, Sequence[Cell]], names: Names, counted: Sequence[int]
) -> Meanings:
    """What each column is taken for where outcomes are across, of which `counted` are known."""
    meanings: Meanings = {}
    for column, text in head.texts.items():
        listed, guess, heading = listed_field(text), guessed_field(text), read_heading(text, ANY_YEAR)
        if column in counted:
            meanings[column] = FIGURES, "listed"
        elif heading.kind in (TOTAL, TARGET) and not listed:
            meanings[column] = heading.kind, "listed"
        elif listed in ("organisation", "period", "project", "area", "age") and listed != "period":
            meanings[column] = listed, "listed"
        elif listed == "period" or (guess == "period" and share_dated(samples[column]) > 0.5):
            meanings[column] = "period", "listed" if listed else "likely"
        elif share_dated(samples[column]) > 0.8 and not mostly_figures(samples[column]) and guess != LEAVE_OUT:
            meanings[column] = "period", "likely"
        elif guess in ("organisation", "project", "area"):
            meanings[column] = guess, "likely"
        elif mostly_figures(samples[column]) and guess in ("", "quantity", "outcome") and not NO_FIGURES.search(text):
            meanings[column] = FIGURES, "likely"  # an outcome of which nobody has said yet what it is
        else:
            meanings[column] = LEAVE_OUT, "likely"
    return one_column(meanings, "period", head)
