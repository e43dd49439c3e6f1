"""The calculation: a return in, a result out. Pure; it reads and writes nothing but the data it comes with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext

from socialvalue import __version__
from socialvalue.memory import nothing_collected
from socialvalue.money import EXACT, decimal, total
from socialvalue.problems import Place, Problem, error, has_errors, note, warning
from socialvalue.published.banks import Bank, Kind, load_bank
from socialvalue.published.methods import Method, example, load_method
from socialvalue.published.outcomes import Vocabulary, load_vocabulary
from socialvalue.published.prices import OutsideIndex
from socialvalue.results import (
    Headline,
    KindTotal,
    NotValued,
    OutcomeTotal,
    ProjectTotal,
    Provenance,
    Result,
    ResultLine,
)
from socialvalue.returns import Line, Return, combine
from socialvalue.units import UnitMismatch
from socialvalue.valuing.claims import claimable
from socialvalue.valuing.lines import Valuer
from socialvalue.valuing.measures import amount, measures


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
    problems += [*_mixed_prices(valued, method), *_mixed_kinds(valued, method)]
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


def _headline(lines: list[ResultLine], method: Method, vocabulary: Vocabulary, costs: dict[str, Decimal]) -> Headline:
    cost = total(costs.values()) if costs else None
    kinds = tuple(sorted({line.kind for line in lines}))
    one_total = len(kinds) <= 1 or method.combine_kinds
    net = total(line.net for line in lines) if one_total else None
    counted = {id(entry.line): entry.line for entry in lines}.values()  # a line has a result for each kind
    people = {outcome.id for outcome in vocabulary if outcome.unit == "person"}
    return Headline(
        people=total(line.quantity or Decimal(0) for line in counted if line.outcome in people),
        gross=total(line.gross for line in lines) if one_total else None,
        net=net,
        kinds=kinds,
        prices=str(method.prices) if method.prices else "as published",
        cost=cost,
        net_benefit=None if net is None or cost is None else net - cost,
        ratio=net / cost if net is not None and cost else None,
        payback_months=_payback(lines, cost) if one_total else None,
        present_value=None if method.discount == "none" else net,
        by_kind=tuple(_kind_total(kind, lines, cost) for kind in kinds),
    )


def _kind_total(kind: Kind, lines: list[ResultLine], cost: Decimal | None) -> KindTotal:
    mine = [line for line in lines if line.kind == kind]
    net = total(line.net for line in mine)
    benefit = None if cost is None else net - cost
    ratio = net / cost if cost else None
    return KindTotal(kind, total(line.gross for line in mine), net, ratio, _payback(mine, cost), benefit)


def _by_project(lines: list[ResultLine], costs: dict[str, Decimal]) -> Iterator[ProjectTotal]:
    """The totals of each project; only where a cost is given for a project by name."""
    if not any(costs):
        return
    kinds = sorted({line.kind for line in lines})
    groups: dict[str, list[ResultLine]] = {project: [] for project in costs}
    for line in lines:
        groups.setdefault(line.line.project, []).append(line)
    for project in sorted(groups.keys() - {""}):
        cost = costs.get(project)
        yield ProjectTotal(project, cost, tuple(_kind_total(kind, groups[project], cost) for kind in kinds))


def _payback(lines: list[ResultLine], cost: Decimal | None) -> Decimal | None:
    """Months until the value of the first year, taken as even over its months, meets the cost."""
    if not cost:
        return None
    first_year = total(_first_year(line) for line in lines)
    return cost * 12 / first_year if first_year > 0 else None


def _first_year(line: ResultLine) -> Decimal:
    """Pounds of an outcome's first year as they fall, not discounted."""
    if line.years:
        return line.years[0].amount
    return line.net + total(step.less or Decimal(0) for step in line.steps if step.step == "discounting")


def _by_outcome(lines: list[ResultLine], vocabulary: Vocabulary) -> Iterator[OutcomeTotal]:
    groups: dict[tuple[str, Kind], list[ResultLine]] = {}
    for line in lines:
        groups.setdefault((line.line.outcome, line.kind), []).append(line)
    place = {outcome.id: number for number, outcome in enumerate(vocabulary)}
    for outcome, kind in sorted(groups, key=lambda group: (place[group[0]], group[1])):
        members = groups[outcome, kind]
        values = {member.unit_value for member in members}
        yield OutcomeTotal(
            outcome,
            kind,
            total(member.line.quantity or Decimal(0) for member in members),
            values.pop() if len(values) == 1 else None,
            total(member.gross for member in members),
            total(member.net for member in members),
        )


def _merged(groups: dict[tuple[str, str], list[Line]], vocabulary: Vocabulary) -> Iterator[NotValued]:
    for (outcome, reason), lines in groups.items():
        entry = vocabulary[outcome]
        yield NotValued(outcome, entry.unit, amount(lines, entry.flow), reason)


def _quantities(lines: Iterable[Line]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in lines:
        found[line.outcome] = found.get(line.outcome, Decimal(0)) + (line.quantity or Decimal(0))
    return found


def _costs(entered: Return, cost: Decimal | None) -> dict[str, Decimal]:
    if cost is not None:
        return {"": cost}
    costs = {project: decimal(spent) for project, spent in entered.costs.items()}
    for line in entered.lines:
        if line.cost is not None:
            costs[line.project] = costs.get(line.project, Decimal(0)) + line.cost
    return costs


# doubts


def _missing_settings(valuer: Valuer, lines: list[ResultLine]) -> Iterator[Problem]:
    everything = {valuer.vocabulary[line.line.outcome].label for line in lines} if valuer.missing else set()
    for name, outcomes in valuer.missing.items():
        if outcomes:
            what = "" if everything == set(outcomes) else f" for {', '.join(outcomes)}"
            message = f"The method {valuer.method.id} needs a figure for {name}, and has none{what}."
            remedy = f"Give your own, such as {example(name)}, or in a method file."
            yield error("missing-setting", Place(key=valuer.method.id), message, remedy)


def _unknown_scopes(method: Method, vocabulary: Vocabulary) -> Iterator[Problem]:
    categories = {outcome.category for outcome in vocabulary}
    for name, outcome, category in _scopes(method):
        place = Place(key=f"{method.id}.{name}")
        if outcome is not None and outcome not in vocabulary:
            yield error("unknown-outcome", place, f"There is no outcome “{outcome}”.", "Mend its id in the method.")
        if category is not None and category not in categories:
            remedy = f"The categories are {', '.join(sorted(categories))}."
            yield error("unknown-outcome", place, f"There is no category of activity “{category}”.", remedy)


def _scopes(method: Method) -> Iterator[tuple[str, str | None, str | None]]:
    """What each figure of the method is called and the outcome or category it holds for."""
    for setting in method.settings:
        yield setting.name, setting.outcome, setting.category
    for case in method.reference:
        yield "reference case", case.outcome, None


def _unused(lines: list[ResultLine], valuer: Valuer) -> Iterator[Problem]:
    """What the method says of an outcome that nothing valued belongs to, so that it changes nothing."""
    method = valuer.method
    outcomes = {line.line.outcome for line in lines if line.line.quantity}
    categories = {valuer.vocabulary[outcome].category for outcome in outcomes}
    for name, outcome, category in _scopes(method):
        if (outcome is not None and outcome not in outcomes) or (category is not None and category not in categories):
            message = f"The {name} for {outcome or category} changes nothing: no value of the return belongs to it."
            yield note("setting-unused", Place(key=f"{method.id}.{name}"), message, "Check that this is meant.")
    given = {setting.name for setting in method.settings if setting.value}
    once = all(not line.years for line in lines)
    for name, idle, why in (
        ("drop-off", once, "no outcome lasts for more than a year (see --years)"),
        ("deadweight", method.comparison_group, "the quantities are net of a comparison group"),
    ):
        if name in given and idle and lines:
            message = f"The {name} changes nothing: {why}."
            remedy = "Leave it out, or mend what it depends on."
            yield warning("setting-unused", Place(key=f"{method.id}.{name}"), message, remedy)


def _mixed_prices(lines: list[ResultLine], method: Method) -> Iterator[Problem]:
    used = {line.valuation.code: line.valuation for line in lines}
    bases = sorted({valuation.prices for valuation in used.values()})
    if method.prices is None and len(bases) > 1:
        message = f"Values in prices of {', '.join(map(str, bases))} are added as published."
        yield warning("mixed-price-years", Place(), message, "Choose one price base, such as --prices 2024-25.")


def _mixed_kinds(lines: list[ResultLine], method: Method) -> Iterator[Problem]:
    kinds = sorted({line.kind for line in lines})
    if len(kinds) < 2:
        return
    names = f"{', '.join(kinds[:-1])} and {kinds[-1]}"
    if method.combine_kinds:
        yield note("mixed-kinds", Place(), f"The total adds {names} value, as asked.", "Say so beside the figure.")
    else:
        message = f"There is {names} value: they are held apart, so there is no single total."
        yield note("mixed-kinds", Place(), message, "Ask for one with --combine-kinds, and say so beside the figure.")
