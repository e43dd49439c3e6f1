"""One line's pound traced in sentences, from its cell over each step to what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.adjustments import SHARES
from socialvalue.money import EXACT, count, pence, percent, places, plain, pounds
from socialvalue.published.discounting import discount_factor
from socialvalue.records.maps import Mapping
from socialvalue.records.result_lines import ResultLine, Step
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.words.amounts import counted, factor_figure, per_unit, when
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.method import discount_words, step_label, step_meaning


def said_sentence(line: Line, label: str, mapping: Mapping | None) -> str:
    """What the word in the file was taken for, and by what."""
    said = mapping.word(line.said) if mapping is not None else None
    by = f"by {mapping.by(said)}" if mapping is not None and said is not None else "as one of its listed phrases"
    row = f", row {line.place.row}," if line.place.row else ""
    return f"“{line.said}”{row} is taken for {label} {by}."


def line_heading(line: Line, label: str) -> str:
    """Which line it is: its cell, organisation, period and outcome."""
    where = f"{line.place}: " if str(line.place) else ""
    return f"{where}{line.organisation}, {when(line.period)}, {label}"


def line_sentences(entry: ResultLine, label: str, unit: str) -> Iterator[tuple[str, str]]:
    """Each step of a valued line as a sentence, and where its figure comes from.

    Args:
        entry: the line; only its own steps are used.
        label: the outcome's name.
        unit: the outcome's unit.
    """
    before: Step | None = None
    for step in entry.steps:
        yield _step_sentence(entry, step, before, label, unit)
        before = step


def _step_sentence(entry: ResultLine, step: Step, before: Step | None, label: str, unit: str) -> tuple[str, str]:
    after = pounds(step.amount)
    if before is None:
        rows = f", in {entry.line.rows} rows of a register that are alike" if entry.line.rows > 1 else ""
        first = ", the first of them" if rows else ""
        return f"The return reports {counted(step.amount, unit)} for “{label}”{rows}.", f"{entry.line.place}{first}"
    kind, label = step.kind, step_label(step, unit)
    if step.less is not None:
        what_it_means = f", {step_meaning(kind)}," if step_meaning(kind) else ""
        source = discount_words(step.source) if kind == "discounting" else step.source
        sum_told = f"{pounds(before.amount)} - {pounds(step.less)} = {after}"
        return f"{capital(label)}{what_it_means} takes off {pounds(step.less)}: {sum_told}.", source
    step_factor = step.factor if step.factor is not None else Decimal(1)
    if kind == "unit value":
        value = entry.valuation
        price_year = f"{value.prices} (assumed)" if value.prices_assumed else str(value.prices)
        sentence = f"Its {entry.kind} value is {pounds(step_factor)} {per_unit(value.unit)}, in prices of {price_year}"
        unrounded = pounds(step_factor)
        if step_factor != pence(step_factor):
            sentence += ", to the penny"
            unrounded = f"£{Decimal(factor_figure(step_factor, before.amount)):,}"
        return f"{sentence}: {count(before.amount)} × {unrounded} = {after}.", f"{step.source}. {value.source}"
    sum_told = f"{pounds(before.amount)} × {factor_figure(step_factor, before.amount)} = {after}"
    if kind in SHARES:
        return f"{percent(1 - step_factor)} comes off for {label}, {step_meaning(kind)}: {sum_told}.", step.source
    if kind == "years":
        return (
            f"The outcome lasts {factor_figure(step_factor)} {'year' if step_factor == 1 else 'years'}: {sum_told}.",
            step.source,
        )
    if kind == "prices" and step.prices is not None:
        assumed_ = " (assumed)" if entry.valuation.prices_assumed else ""
        start, to = step.prices
        return f"It is brought from prices of {start}{assumed_} to prices of {to}: {sum_told}.", step.source
    what_it_means = f" ({step_meaning(kind)})" if step_meaning(kind) else ""
    return f"{capital(label)}{what_it_means}: {sum_told}.", step.source


def year_sums(entry: ResultLine, discount: str) -> Iterator[str]:
    """Drop-off and discounting year by year, each with its sum, which a reader can do by hand.

    Args:
        entry: the line.
        discount: the method's discount.
    """
    drop_and_discount = [step for step in entry.steps if step.kind in ("drop-off", "discounting")]
    if not drop_and_discount:
        return
    if not entry.years:
        before, net = entry.net + (drop_and_discount[0].less or Decimal(0)), pounds(entry.net)
        yield f"It starts in year {entry.first_year} after the base year: {pounds(before)}" + (
            f"{_divisors(discount, entry.first_year)} = {net}."
        )
        return
    lasts, first = entry.figures["years"].value, entry.years[0].amount
    kept_each_year = 1 - entry.figures["drop-off"].value if "drop-off" in entry.figures else Decimal(1)
    for number, year in enumerate(entry.years, start=1):
        part = min(Decimal(1), lasts - (number - 1))
        if number == 1:
            sum_told = f"{pounds(first * lasts)} ÷ {plain(lasts)} = {pounds(first)}"
        else:
            times_shown = "".join(f" × {plain(share)}" for share in (kept_each_year, part) if share != 1)
            sum_told = f"{pounds(entry.years[number - 2].amount)}{times_shown} = " if times_shown else ""
            sum_told += pounds(year.amount)
        divisors = _divisors(discount, year.year)
        divided = f"{',' if '=' in sum_told else ''}{divisors} = {pounds(year.present_value)}" if divisors else ""
        yield f"Year {number}: {sum_told}{divided}."


def _divisors(discount: str, year: int) -> str:
    """What an amount of a year is divided by: `` ÷ 1.035^2``; years of one rate together, nothing in year 0."""
    rates: dict[Decimal, int] = {}
    for passed in range(1, year + 1):
        growth = EXACT.divide(discount_factor(discount, passed - 1), discount_factor(discount, passed))
        rate = places(growth, 12)
        rates[rate] = rates.get(rate, 0) + 1
    return "".join(f" ÷ {plain(rate)}{f'^{times}' if times > 1 else ''}" for rate, times in rates.items())


def line_closing(entry: ResultLine, result: Result) -> str:
    """What the line comes to, and its part of the whole."""
    net_differs = pence(entry.net) != pence(entry.gross)
    sentence = f"So the line is worth {pounds(entry.net)}"
    sentence += f" net ({pounds(entry.gross)} gross)." if net_differs else ", gross and net: nothing is taken off."
    net = result.headline.net if result.headline else None
    if net:
        sentence += f" That is {percent(entry.net / net)} of the total of {pounds(net)}."
    return sentence


def why_not_valued(line: Line, result: Result) -> str:
    """Why a line has no pounds: it is blank, refused, or without a value in the bank."""
    if line.quantity is None:
        return "The cell is blank: not recorded, which is not zero. Nothing is added, and nothing is taken to be known."
    for refused in result.refused:
        if refused.line is line:
            return f"The line is not claimed: {refused.reason}."
    unit = result.vocabulary[line.outcome].unit
    reasons = [entry.reason for entry in result.not_valued if entry.outcome == line.outcome]
    reason = reasons[0] if reasons else f"no value in {result.bank.id}"
    return f"The line reports {counted(line.quantity, unit)}, which is not valued: {reason}."
