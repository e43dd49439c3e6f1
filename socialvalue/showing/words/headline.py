"""The headline of a result: whose it is, of which months, the large figures, and how to quote it."""

from __future__ import annotations

from collections.abc import Sequence

from socialvalue.money import places, pounds, whole_pounds
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.words.amounts import when
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.method import method_title


def who_reported(result: Result) -> str:
    """The organisation, or how many."""
    organisations = sorted({line.organisation for line in _reported_lines(result)})
    return (
        organisations[0] if len(organisations) == 1 else f"{len(organisations)} organisations" if organisations else ""
    )


def _reported_lines(result: Result) -> Sequence[Line]:
    return result.entered.lines or [entry.line for entry in result.lines]


def months_reported(result: Result) -> str:
    """The period, or the first and the last."""
    periods = sorted({line.period for line in _reported_lines(result)})
    if not periods:
        return ""
    first_month, last_month = when(periods[0]), when(periods[-1])
    return first_month if first_month == last_month else f"{first_month} to {last_month}"


def report_title(result: Result) -> str:
    """The title of a report."""
    about = ", ".join(part for part in (who_reported(result), months_reported(result)) if part)
    return f"Social value of {about}" if about else "Social value"


def nothing_valued(result: Result) -> str:
    """What is said in place of a total where there is none to show."""
    return next((problem.message for problem in result.problems if problem.code == "nothing-valued"), "No value.")


def is_adjusted(result: Result) -> bool:
    """Whether any net value differs from its gross value."""
    return any(entry.net != entry.gross for entry in result.by_outcome)


def headline_figures(result: Result) -> list[tuple[str, str]]:
    """The large figures of the top: name and figure."""
    head = result.headline
    if head is None or not result.lines:
        return []
    word = "net" if is_adjusted(result) else "gross"
    if head.net is not None:
        return [(f"{' and '.join(head.kinds)} value, {word}", whole_pounds(head.net))]
    return [(f"{entry.kind} value, {word}", whole_pounds(entry.net)) for entry in head.by_kind]


def quotation(result: Result) -> str:
    """The figure with all that it may not be quoted without, ready to be copied."""
    head = result.headline
    if head is None:
        return "No figure: the data have errors."
    if not head.by_kind:
        return "No value: nothing that was reported has a value in this bank."
    quoted_basis = "net" if is_adjusted(result) else "gross: nothing is taken off for what would have happened anyway"
    quoted_parts = [
        f"{entry.kind} value {'equivalent to' if entry.kind == 'wellbeing' else 'of'} {pounds(places(entry.net, 2))}"
        for entry in head.by_kind
    ]
    quoted_prices = (
        "in the prices of each value as published" if head.prices == "as published" else f"prices of {head.prices}"
    )
    quoted_made = f"with the values of {result.bank.title} and the method “{method_title(result.method)}”"
    quoted_whose = f"{who_reported(result)}, {months_reported(result)}"
    return (
        f"{quoted_whose}: an estimate of {listed(quoted_parts)} ({quoted_basis}), {quoted_prices}, {quoted_made}. "
        "Unaudited; not produced, checked or endorsed by the publisher of the values."
    )
