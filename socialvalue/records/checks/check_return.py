"""The checks of what was reported, whichever way it came in: files, dataframes, or lines made by a program."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import evolve

from socialvalue.memory import nothing_collected
from socialvalue.problems import NOWHERE, Problem, in_order, warning
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.checks.hidden_totals import organisations_that_are_totals, totals_of_parts
from socialvalue.records.checks.line_faults import faults_of_lines
from socialvalue.records.checks.outcome_dates import dates_that_do_not_fit
from socialvalue.records.checks.overlapping_periods import overlapping_periods, stocks_of_one_day
from socialvalue.records.checks.register_and_counts import counted_in_register, counts_among_people
from socialvalue.records.checks.repeated_costs import cost_beside_each_line, costs_once
from socialvalue.records.checks.repeated_lines import without_repeats
from socialvalue.records.checks.spellings import one_project_spelling, one_spelling, similar_organisations
from socialvalue.records.periods import day_of
from socialvalue.records.registers import Lines
from socialvalue.records.returns import Return


def checked(entered: Return, vocabulary: Vocabulary, today: dt.date | None = None) -> Return:
    """The return with what is wrong in its lines, alone and together, among its problems.

    A line that is there twice with one figure is kept once, and an organisation has one spelling. What was checked
    before comes back with nothing said twice.

    Args:
        entered: what was reported.
        vocabulary: the outcomes.
        today: the day after which a period is in the future; the day it is when None. Of lines that
            were read from cells it was said when they were read.
    """
    if _was_checked(entered, vocabulary):
        return entered
    with nothing_collected():
        return _checked(entered, vocabulary, day_of(today))


def _checked(entered: Return, vocabulary: Vocabulary, day: dt.date) -> Return:
    known = set(entered.problems)
    lines, repeats = without_repeats(one_spelling(Lines.of(entered.lines)), by_words=entered.mapping is not None)
    lines, costs = one_project_spelling(lines, entered.costs)
    costs, spent_twice = costs_once(costs, lines)
    stocks = {outcome.id for outcome in vocabulary if outcome.flow == "stock"}
    people = {outcome.id for outcome in vocabulary if outcome.unit == "person"}
    lines, counted_twice = counted_in_register(lines, stocks)
    together = in_order(
        [
            *repeats,
            *spent_twice,
            *counted_twice,
            *first_of_each_kind(counts_among_people(lines, people)),
            *overlapping_periods(lines.counts, stocks),
            *similar_organisations(lines),
            *organisations_that_are_totals(lines.counts),
            *totals_of_parts(lines.counts),
            *stocks_of_one_day(lines, stocks),
            *cost_beside_each_line(lines.counts),
            *first_of_each_kind(dates_that_do_not_fit(lines)),
        ]
    )
    found = [*faults_of_lines(lines, vocabulary, day), *together]
    new = [problem for problem in dict.fromkeys(found) if problem not in known]
    entered = evolve(entered, lines=lines, costs=costs, problems=(*entered.problems, *new))
    return evolve(entered, checked_as=(entered.lines, entered.costs, vocabulary))


def _was_checked(entered: Return, vocabulary: Vocabulary) -> bool:
    """Whether these very lines and costs were checked, and their outcomes mean the same here."""
    if entered.checked_as is None:
        return False
    lines, costs, outcomes = entered.checked_as
    if lines is not entered.lines or costs is not entered.costs:
        return False
    reported = Lines.of(entered.lines).values("outcome")
    return outcomes == vocabulary or all(
        name in outcomes and name in vocabulary and outcomes[name] == vocabulary[name] for name in reported
    )


#: Problems of one kind that are named one by one; more are counted.
_MOST_NAMED = 20


def first_of_each_kind(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of each kind, and how many more there are."""
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.code] += 1
        if told[problem.code] <= _MOST_NAMED:
            yield problem
    for code, number in told.items():
        if number > _MOST_NAMED:
            message = f"{number - _MOST_NAMED:,} more rows of the kind {code}."
            yield warning("more-problems", NOWHERE, message, "Mend those that are named, and check again.")
