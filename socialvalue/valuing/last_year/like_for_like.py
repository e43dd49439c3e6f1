"""This year against last year over the same months: both valued, and the change between them.

The change of the net value is split in a fixed order. First the quantities of last year are valued anew: with this
year's bank and prices (value), then by this year's method (method). Then the quantities change: as many more or fewer
at last year's average (volume), and what is left is that they are of other outcomes (mix).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import localcontext

from attrs import evolve, frozen

from socialvalue.money import EXACT
from socialvalue.problems import Problem, has_errors
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.records.returns import Cost, Return
from socialvalue.valuing.calculate import calculate
from socialvalue.valuing.last_year.bridge import Bridge, bridges_between
from socialvalue.valuing.last_year.forecast import Forecast, forecast
from socialvalue.valuing.last_year.same_months import matched_months, periods_recorded, within_months


@frozen
class LikeForLike:
    """Two years set side by side, over the months that both report.

    Attributes:
        now: this year's result over those months.
        then: last year's, as valued last year.
        restated: last year's, with this year's values, prices and method.
        months: the periods compared, this year's beside last year's.
        only_now, only_then: periods that one year reports and the other does not; they are in no figure here.
        bridges: from last year to this: one, or one for each kind of value where kinds are held apart.
        forecast: what this year may come to, where some of its months are still to come.
        costs_compared: whether what was spent is of the same months in both years.
        problems: what was found, of both years and of setting them side by side.
    """

    now: Result
    then: Result
    restated: Result
    months: tuple[tuple[Period, Period], ...]
    only_now: tuple[Period, ...]
    only_then: tuple[Period, ...]
    bridges: tuple[Bridge, ...]
    forecast: Forecast | None
    costs_compared: bool
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether there is a comparison to show."""
        return not has_errors(self.problems)


def like_for_like(
    this: Return,
    last: Return,
    bank: Bank,
    method: Method,
    *,
    last_bank: Bank | None = None,
    last_method: Method | None = None,
    cost: tuple[Cost, ...] | None = None,
    last_cost: tuple[Cost, ...] | None = None,
    vocabulary: Vocabulary | None = None,
) -> LikeForLike:
    """This year's return against last year's, over the months both report.

    Args:
        this, last: what was reported, of no more than twelve months each.
        bank, method: this year's.
        last_bank, last_method: what last year was valued with; this year's when None.
        cost, last_cost: what was spent, in place of what the returns say.
        vocabulary: the outcomes; those of the package when None. The banks' own are added.
    """
    then_bank, then_method = last_bank or bank, last_method or method
    words = (vocabulary or load_vocabulary()).extended(bank.outcomes).extended(then_bank.outcomes)
    pairs, only_now, only_then, problems = matched_months(periods_recorded(this), periods_recorded(last))
    broken = has_errors((*this.problems, *last.problems))
    if broken:
        problems = []  # months that could not be read are no months that are missing
    whole = not (only_now or only_then)
    mine = this if broken else within_months(this, [now for now, _ in pairs], whole=whole)
    theirs = last if broken else within_months(last, [then for _, then in pairs], whole=whole)
    spent, spent_then = (cost, last_cost) if whole else (None, None)

    now = calculate(mine, bank, method, vocabulary=words, cost=spent)
    then = calculate(theirs, then_bank, then_method, vocabulary=words, cost=spent_then)
    priced = evolve(then_method, prices=method.prices, index=method.index)
    same_values = then_bank == bank and priced == then_method
    revalued = then if same_values else calculate(theirs, bank, priced, vocabulary=words, cost=spent_then)
    same_method = priced == method
    restated = revalued if same_method else calculate(theirs, bank, method, vocabulary=words, cost=spent_then)

    found = (*problems, *(problem for result in (now, then, revalued, restated) for problem in result.problems))
    if has_errors(found):
        return LikeForLike(now, then, restated, pairs, only_now, only_then, (), None, whole, _once(found))
    with localcontext(EXACT):
        bridges = tuple(bridges_between(now, then, revalued, restated))
        return LikeForLike(
            now,
            then,
            restated,
            pairs,
            only_now,
            only_then,
            bridges,
            forecast(
                calculate(this, bank, method, vocabulary=words),
                (restated, calculate(last, bank, method, vocabulary=words)) if only_then else None,
            ),
            whole,
            _once(found),
        )


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))
