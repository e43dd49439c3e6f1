"""The calculation: a return in, a result out. Pure; it reads and writes nothing but the data it comes with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

from socialvalue.memory import nothing_collected
from socialvalue.money import EXACT, decimal
from socialvalue.problems import Place, Problem, error, has_errors
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method, load_method
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.published.prices import OutsideIndex
from socialvalue.results import (
    Provenance,
    Result,
    ResultLine,
)
from socialvalue.returns import Line, Return, combine
from socialvalue.units import UnitMismatch
from socialvalue.valuing.claims import claimable
from socialvalue.valuing.doubts import (
    _missing_settings,
    _mixed_kinds,
    _mixed_prices,
    _several_years,
    _unknown_scopes,
    _unused,
)
from socialvalue.valuing.lines import Valuer
from socialvalue.valuing.measures import measures
from socialvalue.valuing.totals import _by_outcome, _by_project, _costs, _headline, _merged, _quantities
from socialvalue.version import __version__


def calculate(
    returns: Return | Iterable[Return],
    bank: Bank | str | None = None,
    method: Method | str | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    cost: Decimal | int | str | None = None,
) -> Result:
    """The social value of what was reported.

    Args:
        returns: one return or several.
        bank: the values, or a bank's id; the default bank when None.
        method: the adjustments, or a method's id; ``as-published`` when None.
        vocabulary: the outcomes; those of the package when None.
        cost: pounds spent in all; takes the place of any cost the returns give.

    Returns:
        A result. Where the returns or the data have errors, its `problems` say so and its `headline` is None.

    Raises:
        BadData: when a bank or method named by its id cannot be loaded.
        TypeError: for a cost given as a float.
        ValueError: for a cost below zero.
    """
    bank = bank if isinstance(bank, Bank) else load_bank(bank) if bank else load_bank()
    method = method if isinstance(method, Method) else load_method(method) if method else load_method()
    vocabulary = (vocabulary or load_vocabulary()).extended(bank.outcomes)
    entered = combine(returns)
    spent = None if cost is None else decimal(cost)
    if spent is not None and spent < 0:
        msg = f"a cost must not be below zero, as {spent} is"
        raise ValueError(msg)
    with localcontext(EXACT), nothing_collected():
        return _result(entered, bank, method, vocabulary, spent)


def _result(entered: Return, bank: Bank, method: Method, vocabulary: Vocabulary, cost: Decimal | None) -> Result:
    claim = claimable(entered.lines, bank)
    recorded = [line for line in claim.kept if line.quantity is not None]
    valuer = Valuer(bank, method, vocabulary, _quantities(recorded))
    valued: list[ResultLine] = []
    not_valued: dict[tuple[str, str], list[Line]] = {}
    problems = [*entered.problems, *claim.problems, *_unknown_scopes(method, vocabulary)]
    unusable: dict[str, Problem] = {}  # values that cannot be used, each said once, at the first line that needs it
    for line in recorded:
        valuation, reason = valuer.valuation(line)
        if valuation is None:
            not_valued.setdefault((line.outcome, reason), []).append(line)
            continue
        try:
            valued.extend(valuer.lines(line, valuation))
        except UnitMismatch as err:
            message, remedy = f"{valuation.code}: {err}.", "Choose another bank, or mend the unit of the value."
            unusable.setdefault(valuation.code, error("unit-mismatch", line.place, message, remedy))
        except OutsideIndex as err:
            message, remedy = f"{str(err)[:1].upper()}{str(err)[1:]}.", "Choose another price base or index."
            unusable.setdefault(message, error("year-outside-index", Place(key=valuation.code), message, remedy))
    problems += [
        *unusable.values(),
        *_missing_settings(valuer, valued),
        *_unused(valued, valuer),
        *valuer.doubts.values(),
    ]
    problems += [*_mixed_prices(valued, method), *_mixed_kinds(valued, method), *_several_years(valued)]
    costs = _costs(entered, cost)
    sound = not has_errors(problems)
    if not sound:  # no figure of a return with errors is passed off as one
        valued, not_valued, recorded = [], {}, []
    return Result(
        headline=_headline(valued, method, vocabulary, costs) if sound else None,
        lines=tuple(valued),
        by_outcome=tuple(_by_outcome(valued, vocabulary)),
        by_project=tuple(_by_project(valued, costs)),
        not_valued=tuple(_merged(not_valued, vocabulary)),
        not_recorded=tuple(line for line in claim.kept if line.quantity is None),
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
        ),
        notices=(bank.licence.notice,) if bank.licence.restricted else (),
        costs=costs,
        entered=entered,
        cost_given=cost,
        unchecked=claim.unchecked,
    )


# totals


# doubts
