"""What a figure leaves out and what to know before it: no value, left blank, claims refused, warnings, small groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from socialvalue.money import count, total
from socialvalue.problems import Problem
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.groups import RollUp
from socialvalue.records.periods import said
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.grammar import capital, in_text, listed, number_word
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.valuing.left_blank import Gap, gaps

if TYPE_CHECKING:
    from socialvalue.valuing.last_year.like_for_like import LikeForLike


def left_out(result: Result, found: Sequence[Gap], *, counts: bool = True) -> Iterator[tuple[str, str]]:
    """What the figure does not hold, a name and a sentence each; with how many there are of it, where `counts`."""
    if result.not_valued:
        names = not_valued_in_text(result, counts=counts)
        yield "Counted, not valued", f"{capital(names)}: no value in the bank."
    if found:
        yield "Not recorded", f"{' '.join(left_blank_sentences(found, result.vocabulary))} A blank is not a zero."
    if result.by_rule:
        rows = sum(entry.line.rows for entry in result.by_rule)
        claims = f"{rows:,} {'claim' if rows == 1 else 'claims'}" if counts else "Claims"
        yield "Not claimed", f"{claims} that the bank’s rules refuse."
    assumed = sorted({str(e.valuation.prices) for e in result.by_terms if e.valuation.prices_assumed})
    if assumed and result.method.prices is None:
        yield "Assumed", f"That values are in prices of {listed(assumed)}: no source states their year."
    for rule in result.unchecked[:2]:
        yield "Not checked", f"{capital(rule)}."
    if result.by_terms and not is_adjusted(result):
        yield "Not taken off", "What would have happened anyway, and what others did."
    yield "Not known", "Outcomes that nobody recorded."


def not_valued_named(result: Result) -> str:
    """The first four outcomes without a value, each with its quantity, and how many more there are."""
    named = [f"{result.vocabulary[e.outcome].label} ({counted(e.quantity, e.unit)})" for e in result.not_valued[:4]]
    more = len(result.not_valued) - len(named)
    return listed([*named, f"{more} more outcomes"] if more else named)


def not_valued_in_text(result: Result, *, counts: bool) -> str:
    """The first three outcomes without a value within a sentence, with their quantities where `counts`."""
    named = [
        f"{in_text(result.vocabulary[e.outcome].label)}{f' ({counted(e.quantity, e.unit)})' if counts else ''}"
        for e in result.not_valued[:3]
    ]
    more = len(result.not_valued) - len(named)
    return listed([*named, f"{number_word(more)} more"] if more else named)


def not_valued_rows(result: Result) -> Iterator[tuple[str, str]]:
    """Every outcome without a value, each with its quantity and why."""
    for entry in result.not_valued:
        yield result.vocabulary[entry.outcome].label, f"{count(entry.quantity)} ({entry.reason})"


def left_blank_sentences(found: Sequence[Gap], vocabulary: Vocabulary) -> Iterator[str]:
    """Which measures were left blank at any time, and in which months others were; the first few by name."""
    never, sometimes = _never_recorded(found), _sometimes_blank(found)
    if len(never) > 3:
        yield f"{capital(number_word(len(never)))} measures, at any time."
    elif never:
        yield f"{capital(listed([in_text(vocabulary[outcome].label) for outcome in never]))}, at any time."
    for gap in sometimes[:2]:
        by = f" by {number_word(len(gap.organisations))} organisations" if len(gap.organisations) > 1 else ""
        yield f"{vocabulary[gap.outcome].label} in {said(gap.periods)}{by}."
    if len(sometimes) > 2:
        yield f"{capital(number_word(len(sometimes) - 2))} more in some months."


def left_blank_counts(result: Result) -> Iterator[str]:
    """How many measures were recorded at no time, and how many were left blank in some months."""
    found = gaps(result)
    never = set(_never_recorded(found))
    partly = {gap.outcome for gap in found} - never
    if never:
        measure_was = "measure was" if len(never) == 1 else "measures were"
        yield f"{len(never)} {measure_was} not recorded at any time, which is not zero"
    if partly:
        yield f"{len(partly)} {'measure was' if len(partly) == 1 else 'measures were'} left blank in some months"


def left_blank_fact(result: Result) -> str:
    """Every measure that was left blank, and when, in one line; empty where none was."""
    found, label = gaps(result), result.vocabulary
    never = list(dict.fromkeys(label[outcome].label for outcome in _never_recorded(found)))
    partly = [f"{label[gap.outcome].label} in {said(gap.periods)}" for gap in _sometimes_blank(found)]
    blank_told = [*([f"at any time: {'; '.join(never)}"] if never else []), *partly]
    return f"not recorded, which is not zero, {'; '.join(blank_told)}" if blank_told else ""


def left_blank_rows(result: Result) -> Iterator[tuple[str, str]]:
    """Every measure that was left blank, each with when, and by how many organisations."""
    found, label = gaps(result), result.vocabulary
    never = "; ".join(dict.fromkeys(label[outcome].label for outcome in _never_recorded(found)))
    if never:
        yield "At any time", never
    for gap in _sometimes_blank(found):
        many = len(gap.organisations)
        yield label[gap.outcome].label, f"in {said(gap.periods)}{f', by {many} organisations' if many > 1 else ''}"


def _never_recorded(found: Sequence[Gap]) -> list[str]:
    """The outcomes that an organisation recorded at no time, each once."""
    return list(dict.fromkeys(gap.outcome for gap in found if gap.always))


def _sometimes_blank(found: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in found if not gap.always]


def refused_by_reason(result: Result) -> list[str]:
    """How many lines are not claimed for each reason."""
    lines_refused: dict[str, int] = {}
    for claim in result.by_rule:
        lines_refused[claim.reason] = lines_refused.get(claim.reason, 0) + claim.line.rows
    return [f"{rows} {'line' if rows == 1 else 'lines'}: {reason}" for reason, rows in lines_refused.items()]


def refused_count(result: Result) -> Iterator[str]:
    """How many claims were refused; nothing where none was."""
    claims_refused = sum(claim.line.rows for claim in result.by_rule)
    if result.by_rule:
        yield f"{claims_refused:,} {'claim was' if claims_refused == 1 else 'claims were'} refused by the bank’s rules"


def refused_rows(result: Result) -> Iterator[tuple[str, str]]:
    """The outcomes of refused claims, each with how much was refused, and why."""
    refused: dict[tuple[str, str], Decimal] = {}
    for claim in result.by_rule:
        key = (claim.line.outcome, claim.reason)
        refused[key] = refused.get(key, Decimal(0)) + (claim.line.quantity or Decimal(0))
    for (outcome, reason), quantity in refused.items():
        yield result.vocabulary[outcome].label, f"{count(quantity)} ({reason})"


def refused_in_table(result: Result) -> list[tuple[str, int, Decimal]]:
    """Refused claims by reason: the reason, how many lines, what they count."""
    refused_lines: dict[str, list[Line]] = {}
    for refused in result.by_rule:
        refused_lines.setdefault(refused.reason, []).append(refused.line)
    return [
        (reason, sum(line.rows for line in lines), total(line.quantity or Decimal(0) for line in lines))
        for reason, lines in refused_lines.items()
    ]


#: Warnings that a reader must know before any figure.
_READ_FIRST = frozenset({
    "running-total", "price-year-assumed", "mixed-price-years", "several-years", "months-missing", "repeated-line",
    "overlapping-periods", "second-return", "forecast-index", "double-uprating", "similar-organisations",
    "total-disagrees", "register-disagrees", "more-claims-than-people",
})  # fmt: skip

#: Those of them that are of the values, and name no line.
_OF_VALUES = frozenset(
    {"price-year-assumed", "mixed-price-years", "several-years", "forecast-index", "double-uprating"}
)

#: What follows from a warning, for a reader.
_SO = {"running-total": " If it is a running total, it counts the same people again each month."}

#: From so many years between the prices of the values and the return on, the values are called old.
_OLD = 3


def read_first(result: Result, years: LikeForLike | None, *, of_values: bool = False) -> Iterator[str]:
    """What must be known before any figure is read, each once, in words for the reader.

    Args:
        result: what is shown.
        years: last year beside it.
        of_values: whether only what is of the values is told, and of lines no more than that there is some doubt.
    """
    warnings_found = [p for p in (*result.problems, *(years.problems if years else ())) if p.severity == "warning"]
    assumed = {entry.valuation.code: entry.valuation for entry in result.by_terms if entry.valuation.prices_assumed}
    told_by_code: dict[str, list[str]] = {}
    for problem in warnings_found:
        if of_values and problem.code in _READ_FIRST - _OF_VALUES:
            told_by_code["lines"] = ["There are doubts about the lines, which the full report names."]
        elif problem.code in _READ_FIRST and problem.code != "price-year-assumed":
            told_by_code.setdefault(problem.code, []).append(problem.message)
    for code, messages in told_by_code.items():
        distinct = list(dict.fromkeys(messages))
        more = f" And {number_word(len(distinct) - 1)} more like it." if len(distinct) > 1 else ""
        yield f"{distinct[0]}{_SO.get(code, '')}{more}"
    if assumed and any(problem.code == "price-year-assumed" for problem in warnings_found):
        assumed_year = listed(sorted({str(value.prices) for value in assumed.values()}))
        which_values = "the values are" if len(assumed) > 1 else "the value is"
        yield f"No source states which year’s prices {which_values} in; {assumed_year} is assumed."
    yield from _old_values(result)


def _old_values(result: Result) -> Iterator[str]:
    """That the values are some years older than the return."""
    years = [entry.valuation.prices.start for entry in result.by_terms]
    reported = [entry.line.period.start.year for entry in result.by_terms]
    if years and max(reported) - max(years) >= _OLD:
        apart = number_word(max(reported) - max(years))
        brought = "" if result.method.prices is None else f", though brought to {result.method.prices} prices"
        yield f"The values are of {max(years)}, {apart} years older than the return{brought}: later ones may differ."


def small_groups_note(rolled: RollUp) -> str:
    """Which groups are told only together."""
    return f"Groups of fewer than {rolled.suppressed_below} people are told only together."


def small_groups_told(rolled: RollUp) -> Iterator[tuple[str, str]]:
    """That, and what is left out of a report for it."""
    others = (
        f"Tables by anything but {listed(list(rolled.by))}, and counts that could tell a small group, are left out."
    )
    yield "For publication.", f"{small_groups_note(rolled)} {others}"


def problems_alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Warnings that differ only in the entry they name, together; every other problem alone."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for number, problem in enumerate(problems):
        key = problem.place.key
        same = problem.severity == "warning" and key and key in problem.message and str(problem.place) == key
        pattern = problem.message.replace(key, "\0") if same else str(number)
        groups.setdefault((problem.code, pattern, problem.remedy), []).append(problem)
    return list(groups.values())


def message_of_alike(alike: Sequence[Problem]) -> str:
    """The message of problems that are told alike, with the entries of all."""
    problem = alike[0]
    if len(alike) == 1:
        return problem.message
    return problem.message.replace(problem.place.key, listed([one.place.key for one in alike]))
