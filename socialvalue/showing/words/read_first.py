"""The warnings a reader must know before any figure."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.results import Result
from socialvalue.showing.words.grammar import listed, number_word
from socialvalue.valuing.last_year.like_for_like import LikeForLike

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
    assumed = {entry.valuation.code: entry.valuation for entry in result.lines if entry.valuation.prices_assumed}
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
    years = [entry.valuation.prices.start for entry in result.lines]
    reported = [entry.line.period.start.year for entry in result.lines]
    if years and max(reported) - max(years) >= _OLD:
        apart = number_word(max(reported) - max(years))
        brought = "" if result.method.prices is None else f", though brought to {result.method.prices} prices"
        yield f"The values are of {max(years)}, {apart} years older than the return{brought}: later ones may differ."
