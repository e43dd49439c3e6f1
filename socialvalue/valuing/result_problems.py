"""Problems of a result: settings that are missing or change nothing, prices and kinds that are mixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.money import pounds, total
from socialvalue.problems import Place, Problem, error, note, warning
from socialvalue.published.bank_doubts import differs_from_shipped
from socialvalue.published.banks import Bank
from socialvalue.published.discounting import SCHEDULES, is_adopted, load_rates
from socialvalue.published.methods import Method
from socialvalue.published.prices import PriceBase
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.periods import months_of, said, significant, years_between
from socialvalue.records.result_lines import ResultLine
from socialvalue.units import basis
from socialvalue.valuing.lines import Valuer


def missing_settings(valuer: Valuer, lines: list[ResultLine]) -> Iterator[Problem]:
    """Errors for settings that a value needs and the method does not give."""
    everything = {valuer.vocabulary[line.line.outcome].label for line in lines} if valuer.missing else set()
    for name, outcomes in valuer.missing.items():
        if outcomes:
            what = "" if everything == set(outcomes) else f" for {', '.join(outcomes)}"
            message = f"The method {valuer.method.id} needs a figure for {name}, and has none{what}."
            remedy = f"Give your own, such as {ADJUSTMENTS[name].typed}, or in a method file."
            yield error("missing-setting", Place(key=valuer.method.id), message, remedy)


def unknown_scopes(method: Method, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Errors for settings that are given for an outcome or category that is not in the vocabulary."""
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


def unused_settings(lines: list[ResultLine], valuer: Valuer) -> Iterator[Problem]:
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


#: How many years a value may be from what it is used for before that is said.
_NEAR = 3


def problems_of_values(lines: list[ResultLine], bank: Bank) -> Iterator[Problem]:
    """What must be said of the values used: altered, on weak evidence, or of another time."""
    yield from differs_from_shipped(bank)
    used = {line.valuation.key: line.valuation for line in lines}.values()
    weak = list(dict.fromkeys(value.code for value in used if value.weak))
    if weak:
        message = f"The values of {listed(weak)} rest on weak evidence, as {bank.id} says."
        yield warning("low-evidence", Place(), message, "Say so beside the figure; “sv banks show” has the reasons.")
    yield from _far_off(lines)


def _far_off(lines: list[ResultLine]) -> Iterator[Problem]:
    """Values of a year more than three years from that of the periods they are used for."""
    far: dict[PriceBase, dict[str, set[int]]] = {}
    for line in lines:
        prices, year = line.valuation.prices, line.line.period.start.year
        if abs(PriceBase.on(line.line.period.start, financial=prices.financial).start - prices.start) > _NEAR:
            far.setdefault(prices, {}).setdefault(line.valuation.code, set()).add(year)
    for prices, codes in sorted(far.items()):
        years = sorted({year for found in codes.values() for year in found})
        when = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        message = f"Values of {prices} ({listed(codes)}) are used for {when}, more than {_NEAR} years away."
        remedy = "Use an edition nearer to it, or say so: another price base changes the pounds, not what was measured."
        yield warning("prices-far-off", Place(), message, remedy)


def listed(codes: Iterable[str], most: int = 5) -> str:
    """The first few codes, and how many more there are."""
    names = list(codes)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def part_years(lines: list[ResultLine], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Outcomes that are claimed for a year and, by their dates, lasted less than a significant part of one."""
    short = {
        id(entry.line): entry.line
        for entry in lines
        if entry.line.start
        and entry.line.end
        and basis(vocabulary[entry.line.outcome].unit, entry.valuation.unit) == "annual"
        and not significant(entry.line.start, entry.line.end)
        and _claimed_for_longer(entry, years_between(entry.line.start, entry.line.end))
    }
    if short:
        first = next(iter(short.values()))
        rows = sum(line.rows for line in short.values())
        number = f"{rows:,} outcomes" if rows > 1 else "An outcome"
        message = (
            f"{number} claimed for a year lasted less than half of one, the first from {first.start} to {first.end}."
        )
        remedy = "Leave out what was not sustained, or value by the days with --part-year prorate."
        yield warning("part-year", first.place, message, remedy)


def _claimed_for_longer(line: ResultLine, lasted: Decimal) -> bool:
    return "years" not in line.figures or line.figures["years"].value > lasted


def method_not_adopted(lines: list[ResultLine], method: Method) -> Iterator[Problem]:
    """A schedule of discount rates that was recommended and is not in force."""
    if lines and not is_adopted(method.discount):
        rates = load_rates(SCHEDULES[method.discount][0])
        message = f"The discount rates of {method.discount} were recommended ({rates.edition}) and are not adopted."
        yield warning("not-adopted", Place(key=f"{method.id}.discount"), message, "Those in force are green-book.")


def net_below_zero(lines: list[ResultLine], method: Method) -> Iterator[Problem]:
    """A reference case that takes off more than there is."""
    for case in method.reference:
        found = next((line for line in lines if line.line.outcome == case.outcome and line.net < 0), None)
        if found is not None:
            message = (
                f"The reference case for {case.outcome} is larger than what is left of it: its value is below zero."
            )
            yield warning("reference-too-large", Place(key=f"{method.id}.reference"), message, "Check its quantity.")


def mixed_prices(lines: list[ResultLine], method: Method) -> Iterator[Problem]:
    """A warning where values of different price years are added up as published."""
    used = {line.valuation.key: line.valuation for line in lines}
    bases = sorted({valuation.prices for valuation in used.values()})
    if method.prices is None and len(bases) > 1:
        message = f"Values in prices of {', '.join(map(str, bases))} are added as published."
        yield warning("mixed-price-years", Place(), message, "Choose one price base, such as --prices 2024-25.")


def nothing_valued(bank: Bank, *, reported: bool) -> Problem:
    """The warning of a result without a value: of what was reported, or because no figure was."""
    if reported:
        message = f"Nothing that was reported could be valued with {bank.id}. That is not £0."
        return warning("nothing-valued", Place(), message, "Choose a bank that values it: “sv outcomes” names them.")
    message = "No figure was reported. That is not £0: what is blank was not recorded."
    return warning("nothing-valued", Place(), message, "Fill in the figures, and calculate again.")


def mixed_kinds(lines: list[ResultLine], method: Method) -> Iterator[Problem]:
    """A note where values of several kinds are held apart, or combined as the method asks."""
    kinds = sorted({line.kind for line in lines})
    if len(kinds) < 2:
        return
    names = f"{', '.join(kinds[:-1])} and {kinds[-1]}"
    if method.combine_kinds:
        moved = total(line.net * line.valuation.transfers() / line.valuation.amount for line in lines if line.net)
        less = f" {pounds(moved)} of it are transfers, which public value leaves out." if moved else ""
        message = f"The total adds {names} value, as asked.{less}"
        yield note("mixed-kinds", Place(), message, "Say so beside the figure.")
    else:
        message = f"There is {names} value: they are held apart, so there is no single total."
        yield note("mixed-kinds", Place(), message, "Ask for one with --combine-kinds, and say so beside the figure.")


def several_years(lines: list[ResultLine]) -> Iterator[Problem]:
    """A warning where the total adds up more than a year."""
    periods = {line.line.period for line in lines}
    months = months_of(periods)
    if months and months[-1] - months[0] >= 12:
        message = f"The total adds up {said(periods)}: more than one year."
        remedy = "Give the files of one year, or compare two with “sv compare” and --with."
        yield warning("several-years", Place(), message, remedy)
