"""The calculation: a return in, a result out. Pure; it reads and writes nothing but the data it comes with.

The lines of a return are made already, or are rows of registers, which are made into lines only when something looks
at them one by one. A sum asks for the rows that are alike in the fields it tells apart, and gets one line for all of
these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path

from attrs import evolve

from socialvalue.memory import Later, nothing_collected
from socialvalue.money import EXACT
from socialvalue.problems import NOWHERE, BadData, Place, Problem, error, has_errors
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import NAMED, Choice, choice
from socialvalue.published.methods import Method, load_method
from socialvalue.published.prices import OutsideIndex, load_index
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.records.checks.check_return import checked
from socialvalue.records.cost_text import costs_in
from socialvalue.records.cutoff import between, cut_off
from socialvalue.records.periods import Period
from socialvalue.records.registers import Lines
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Provenance, Result
from socialvalue.records.returns import Cost, Line, Return, combine
from socialvalue.units import UnitMismatch
from socialvalue.valuing.claims import GivenWay, claimable
from socialvalue.valuing.costs import costs_of, doubts, first_year_of, set_against
from socialvalue.valuing.lines import Valuer, decided_by_days, decisive, starts_in
from socialvalue.valuing.measures import measures
from socialvalue.valuing.result_problems import (
    method_not_adopted,
    missing_settings,
    mixed_kinds,
    mixed_prices,
    net_below_zero,
    nothing_valued,
    part_years,
    problems_of_values,
    several_years,
    unknown_scopes,
    unused_settings,
)
from socialvalue.valuing.totals import (
    headline_of,
    outcomes_not_valued,
    quantities_by_outcome,
    totals_by_outcome,
    totals_by_project,
)
from socialvalue.version import __version__


def calculate(
    returns: Return | Iterable[Return],
    bank: Bank | str | Path | None = None,
    method: Method | str | Path | None = None,
    *,
    vocabulary: Vocabulary | str | Path | None = None,
    cost: Decimal | int | str | Cost | Iterable[Cost] | None = None,
    today: dt.date | None = None,
    dates: tuple[Period | str, Period | str] | None = None,
) -> Result:
    """The social value of what was reported.

    Args:
        returns: one return or several.
        bank: the values: a bank, its id, or the path of its file; when None, the one the return's template names,
            else the one chosen with ``sv banks use``, else by the return's periods (see
            `socialvalue.published.default_bank.choice`).
        method: the adjustments: a method, its id, or the path of its file; ``as-published`` when None.
        vocabulary: the outcomes, or the path of their file; those of the package when None.
        cost: pounds spent in all, or costs that say when they were spent, in which prices and by whom; also as a
            person writes them: ``£25,000``, ``2023-24=120000,2024-25=130000``. Takes the place of any cost the returns
            give.
        today: the day after which a period is in the future; what was read from files was held to it then.
        dates: the first and the last period the returns are for, such as ``("2024-04", "2025-03")``: what lies outside
            is an error, and months between them of which nothing is reported are told.

    Returns:
        A result. Where the returns or the data have errors, its `problems` say so and its `headline` is None.

    Raises:
        BadData: when a bank, method or vocabulary cannot be loaded.
        TypeError: for a cost given as a float, and for anything but returns.
        ValueError: for a cost that is no number, or below zero; for dates that are no periods, or end too early.
    """
    entered = combine(returns)
    if bank is None:
        periods = Lines.of(entered.lines).values("period")
        found = choice(((period.start, period.end) for period in periods), entered.bank)
    else:
        found = Choice(load_bank(bank), NAMED)
    bank = found.bank
    method = load_method() if method is None else load_method(method)
    outcomes = load_vocabulary(vocabulary)
    faults = bank.check(outcomes)
    vocabulary = outcomes.extended(bank.outcomes)
    entered = _sound(entered, vocabulary, faults, today)
    return valued(entered, found, method, vocabulary, _given(cost), None if dates is None else between(*dates))


def valued(
    entered: Return,
    chosen: Choice,
    method: Method,
    vocabulary: Vocabulary,
    costs: tuple[Cost, ...] | None,
    dates: tuple[Period, Period] | None = None,
) -> Result:
    """What `calculate` makes of a return that was checked before; `costs` take the place of those it reports.

    Of a register the totals are made by terms: one line stands for all rows that share what decides their value. The
    lines of the result, and those refused, are one for each line of the return; they are made by a second calculation
    of the same kind, line by line, when something looks at them.
    """

    def result(entered: Return) -> Result:
        with localcontext(EXACT), nothing_collected():
            return _result(entered, chosen, method, vocabulary, costs, dates)

    found = result(entered)
    if not Lines.of(entered.lines).registers:
        return found
    one_by_one = cache(lambda: result(evolve(entered, lines=tuple(entered.lines))))
    return evolve(found, lines=Later(lambda: one_by_one().lines), refused=Later(lambda: one_by_one().refused))


def _sound(entered: Return, vocabulary: Vocabulary, faults: Sequence[Problem], today: dt.date | None) -> Return:
    """The return, checked, or without its lines where nothing can be valued: of a bank with faults, or no lines."""
    entered = checked(entered, vocabulary, today)
    new = [fault for fault in faults if fault not in entered.problems]
    if not (entered.lines or entered.inputs or has_errors(entered.problems)):  # a file that was read says it itself
        message = "Nothing was read: there is no line to value."
        new.append(error("nothing-read", NOWHERE, message, "Check the files, or the rows, that were given."))
    if new:
        entered = evolve(entered, problems=(*entered.problems, *new))
    lines = Lines.of(entered.lines)
    known = Lines() if faults else lines.where(["outcome"], lambda outcome: outcome in vocabulary)
    return entered if known is lines else evolve(entered, lines=known)  # the problems say so


def _given(cost: Decimal | int | str | Cost | Iterable[Cost] | None) -> tuple[Cost, ...] | None:
    """The costs that take the place of those reported; None where none do."""
    if cost is None:
        return None
    if isinstance(cost, Cost):
        return (cost,)
    try:
        if isinstance(cost, str):
            return costs_in(cost)
        if not isinstance(cost, Iterable):
            return (Cost(cost),)
    except ValueError as err:
        remedy = "Write pounds, such as 25000 or 25,000, or the pounds of each year, such as 2023-24=25000."
        raise BadData([error("bad-cost", Place(key="cost"), f"{err}.", remedy)]) from None
    costs = tuple(cost)
    strange = [entry for entry in costs if not isinstance(entry, Cost)]
    if strange:
        msg = f"a cost is pounds, a Cost or several, not {strange[0]!r}"
        raise TypeError(msg)
    return costs


def _result(
    entered: Return,
    chosen: Choice,
    method: Method,
    vocabulary: Vocabulary,
    given: tuple[Cost, ...] | None,
    dates: tuple[Period, Period] | None,
) -> Result:
    """The result, whose lines are by terms where the return holds a register; see `valued`."""
    bank = chosen.bank
    claim = claimable(entered.lines, bank)
    recorded = claim.kept.where(["quantity"], lambda quantity: quantity is not None)
    valuer = Valuer(
        bank, method, vocabulary, quantities_by_outcome(recorded), _wholes(recorded, vocabulary), claim.until
    )
    costs = costs_of(entered.costs, entered.lines) if given is None else given
    told = decisive(recorded, bank, vocabulary)
    totals = ["person", *(["project"] if any(cost.project for cost in costs) else [])]  # what totals tell apart too
    lines = recorded.alike(*told, *totals, days=decided_by_days(recorded, bank, method))
    year_0 = _year_0([line for line in lines if valuer.valuations(line)[0]], costs, method)
    valuer = evolve(valuer, year_0=year_0)  # which starts anew: what it met on the way to year 0 it meets again
    given_way = GivenWay(recorded, bank)
    valued: list[ResultLine] = []
    not_valued: dict[tuple[str, str], list[Line]] = {}
    problems = [*entered.problems, *claim.problems, *unknown_scopes(method, vocabulary)]
    unusable: dict[str, Problem] = {}  # values that cannot be used, each said once, at the first line that needs it
    for line in lines:
        valuations, reason = valuer.valuations(line)
        gone = given_way.kinds(line) if valuations else {}
        before = len(valued)
        for valuation in valuations:
            try:
                valued.extend(entry for entry in valuer.lines(line, valuation) if entry.kind not in gone)
            except UnitMismatch as err:
                message, remedy = f"{valuation.code}: {err}.", "Choose another bank, or mend the unit of the value."
                unusable.setdefault(valuation.code, error("unit-mismatch", line.place, message, remedy))
            except OutsideIndex as err:
                message, remedy = f"{str(err)[:1].upper()}{str(err)[1:]}.", "Choose another price base or index."
                unusable.setdefault(message, error("year-outside-index", Place(key=valuation.code), message, remedy))
        if len(valued) == before and not unusable:
            not_valued.setdefault((line.outcome, reason or next(iter(gone.values()))), []).append(line)
    problems += [
        *unusable.values(),
        *missing_settings(valuer, valued),
        *unused_settings(valued, valuer),
        *part_years(valued, vocabulary),
        *net_below_zero(valued, method),
        *method_not_adopted(valued, method),
        *valuer.doubts.values(),
        *given_way.problems(),
        *problems_of_values(valued, bank),
    ]
    problems += [*mixed_prices(valued, method), *mixed_kinds(valued, method), *several_years(valued)]
    spent, unbased = set_against(costs, method, year_0)
    problems += [*unbased, *doubts(costs, valued, method)]
    problems += cut_off(entered.lines, *dates) if dates else ()
    sound = not has_errors(problems)
    if sound and not valued:
        problems.append(nothing_valued(bank, reported=bool(recorded or claim.refused)))
    if not sound:  # no figure of a return with errors is passed off as one
        valued, not_valued, recorded = [], {}, Lines()
    return Result(
        headline=headline_of(valued, recorded, told, method, vocabulary, spent, year_0) if sound else None,
        lines=tuple(valued),
        by_outcome=tuple(totals_by_outcome(valued, vocabulary)),
        by_project=tuple(totals_by_project(valued, spent, year_0)),
        not_valued=tuple(outcomes_not_valued(not_valued, vocabulary)),
        not_recorded=claim.kept.where(["quantity"], lambda quantity: quantity is None),
        refused=claim.refused,
        measures=measures(recorded, vocabulary),
        problems=tuple(problems),
        bank=bank,
        method=method,
        vocabulary=vocabulary,
        provenance=Provenance(
            package=__version__,
            bank=bank.id,
            bank_fingerprint=bank.fingerprint,
            method=method.id,
            method_fingerprint=method.fingerprint,
            inputs=entered.inputs,
            bank_chosen=chosen.rule,
            outcomes_fingerprint=vocabulary.fingerprint,
            **_index(method),
        ),
        notices=(bank.notice,),
        spent=spent,
        year_0=year_0,
        entered=entered,
        costs_given=given,
        unchecked=claim.unchecked,
        dates=dates,
    )


def _index(method: Method) -> dict[str, str]:
    """The price index, where the method brings values to other prices."""
    if method.prices is None:
        return {}
    index = load_index(method.index)
    return {"index": index.id, "index_fingerprint": index.fingerprint}


def _year_0(lines: Iterable[Line], costs: Iterable[Cost], method: Method) -> int | None:
    """The financial year from which all years count: the method's, else the earliest of any outcome or cost."""
    if method.base_year is not None:
        return method.base_year
    starts = [starts_in(line) for line in lines]
    first = first_year_of(costs)
    return min((*starts, *(() if first is None or not starts else (first,))), default=None)


def _wholes(lines: Lines, vocabulary: Vocabulary) -> dict[tuple[str, str], list[Period]]:
    """When each organisation reports an outcome that others are details of."""
    wholes = {outcome.part_of for outcome in vocabulary if outcome.part_of is not None}
    found: dict[tuple[str, str], list[Period]] = {}
    of_wholes = lines.where(["outcome"], wholes.__contains__)
    for line in of_wholes.alike("organisation", "period", "outcome"):
        found.setdefault((line.outcome, line.organisation), []).append(line.period)
    return found
