"""A bank in words: its licence, notes and grades, and several banks side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from socialvalue.money import count, places, pounds
from socialvalue.published.banks import Bank
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Valuation
from socialvalue.records.results import Result
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.grammar import in_text, listed
from socialvalue.showing.words.headline import is_adjusted
from socialvalue.showing.words.method import method_title
from socialvalue.valuing.compare_banks import Comparison, Row, Spread


def bank_facts(bank: Bank) -> Iterator[tuple[str, str]]:
    """What is said of a bank as a whole, each fact under its name."""
    yield "Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}"
    if bank.licence.notice:
        yield "Notice", bank.licence.notice
    rules = bank.claiming
    if rules.sustained_only:
        yield "Claiming", "an outcome that was not sustained is not claimed"
    if rules.evidence_required:
        yield "Claiming", "an outcome without evidence is not claimed"
    for exclusive in rules.exclusive:
        yield "Claiming", f"one person holds only one of: {', '.join(exclusive.outcomes)} ({exclusive.grade})"
    for replaces in rules.replaces:
        kinds = f"the {' and '.join(replaces.kinds)} value" if replaces.kinds else "the value"
        who = "the same person" if replaces.within == "person" else "the same organisation, period and project"
        others = ", ".join(replaces.replaces)
        yield "Claiming", f"{replaces.outcome} takes the place of {kinds} of {others} for {who} ({replaces.grade})"
    for includes in rules.includes:
        yield "Claiming", f"{includes.outcome} already holds {', '.join(includes.includes)} ({includes.grade})"
    if bank.notes:
        yield "Notes", " ".join(bank.notes.split())
    yield "Fingerprint", bank.fingerprint


def prices_of_value(value: Valuation) -> str:
    """The price year of a value, and whether it is assumed."""
    return f"{value.prices}" + (" (assumed)" if value.prices_assumed else "")


GRADES = {
    "quoted": "quoted from the source named",
    "secondary": "read in a secondary source that cites the primary one",
    "consistent": f"printed in no source that could be read; {CONSISTENT}",
    "derived": "worked out from figures of the source named",
}


def grade_words(value: Valuation) -> str:
    """The grade of a value in full, with what it means."""
    return f"{value.graded}: {GRADES[value.grade]}"


def grades_of_values(result: Result) -> str:
    """How well the values that were used are known: how many of each grade, with a range, of an assumed price year."""
    used = {entry.valuation.key: entry.valuation for entry in result.by_terms}.values()
    if not used:
        return "There is no figure to be sure of."
    grades_used = Counter(value.grade for value in used)
    graded = " ".join(
        f"{_of_unit_values(number, len(used))} {grade}: {GRADES[grade]}."
        for grade, number in sorted(grades_used.items())
    )
    ranged = sum(value.low is not None or value.high is not None for value in used)
    assumed = sum(value.prices_assumed for value in used)
    if not ranged:
        graded += " Their sources give no range."
    elif ranged < len(used):
        graded += f" Only {ranged} have a published range."
    if assumed:
        graded += f" The price year of {'all' if assumed == len(used) else assumed} is assumed."
    return graded


def _of_unit_values(number: int, everything: int) -> str:
    if number == everything:
        return "The one unit value is" if number == 1 else f"All {number} unit values are"
    return f"{number} of {everything} unit values {'is' if number == 1 else 'are'}"


NO_VALUE = "no value"


def value_heading(comparison: Comparison) -> str:
    """“Net value” only where the method takes something off."""
    return "Net value" if any(map(is_adjusted, comparison.results)) else "Value"


def rows_of_kind(spread: Spread, comparison: Comparison) -> Iterator[Row]:
    """The outcomes with value of one kind."""
    return (row for row in comparison.rows if row.kind == spread.kind)


def outcome_label(comparison: Comparison, outcome: str) -> str:
    """What an outcome is called."""
    return comparison.vocabulary[outcome].label


def amount_or_none(amount: Decimal | None) -> str:
    """Pounds, or that the bank has no value."""
    return NO_VALUE if amount is None else pounds(amount)


def cost_to_value(ratio: Decimal | None) -> str:
    """The ratio as people write it; empty where no cost is given."""
    return "" if ratio is None else f"1 : {places(ratio, 2)}"


def bank_cell(row: Row, number: int) -> str:
    """Pounds under one bank, and whether they are of a part of the quantity."""
    part = "in part: " if row.net[number] is not None and row.missed[number] else ""
    return part + amount_or_none(row.net[number])


def banks_compared_sentences(comparison: Comparison) -> Iterator[str]:
    """What the table says, in sentences that can be read aloud."""
    banks = comparison.banks
    for spread in comparison.spreads:
        having = [bank for bank, amount in zip(banks, spread.totals, strict=True) if amount is not None]
        if len(having) == 1:
            yield f"Only {having[0].id} has {spread.kind} value here."
            continue
        runs = f"runs {_least_to_most(spread.totals, banks)}{_times_as_much(spread.times)}"
        yield f"{spread.kind.capitalize()} value {runs}."
        shared_labels = [in_text(outcome_label(comparison, outcome)) for outcome in spread.shared]
        who = {2: "both", 3: "all three"}.get(len(having), f"all {len(having)}")
        if not shared_labels:
            yield f"There is no outcome that {who} of them value, so these totals are of different things."
        elif len(shared_labels) < len(list(rows_of_kind(spread, comparison))):
            same = f"runs {_least_to_most(spread.like_for_like, banks)}{_times_as_much(spread.shared_times)}"
            yield f"Like for like ({listed(shared_labels)}, which {who} value) it {same}."
    for number, bank in enumerate(banks):
        missed = comparison.missed(number)
        if missed:
            unvalued_names = [_unvalued_outcome(comparison, outcome, quantity) for outcome, quantity in missed]
            yield f"{bank.id} cannot value {listed(unvalued_names)}."
    for result in comparison.results:
        refusal_reasons: Counter[str] = Counter()
        for entry in result.by_rule:
            refusal_reasons[entry.reason] += entry.line.rows
        for reason, lines in refusal_reasons.items():
            yield f"{result.bank.id} does not claim {lines} {'line' if lines == 1 else 'lines'} ({reason})."
    if comparison.unvalued:
        unvalued_names = [_unvalued_outcome(comparison, entry.outcome, entry.quantity) for entry in comparison.unvalued]
        yield f"None of the banks values {listed(unvalued_names)}."


def _unvalued_outcome(comparison: Comparison, outcome: str, quantity: Decimal) -> str:
    unit = comparison.vocabulary[outcome].unit
    return f"{in_text(outcome_label(comparison, outcome))} ({counted(quantity, unit)})"


def _least_to_most(totals: Sequence[Decimal | None], banks: Sequence[Bank]) -> str:
    known = [(amount, bank.id) for amount, bank in zip(totals, banks, strict=True) if amount is not None]
    (low, least_bank), (high, most_bank) = min(known), max(known)
    return f"from {pounds(low)} ({least_bank}) to {pounds(high)} ({most_bank})"


def _times_as_much(times: Decimal | None) -> str:
    if times is None or times == 1:
        return ""
    return (
        f", {places(times, 1)} times as much" if times >= Decimal("1.5") else f", {places((times - 1) * 100, 1)}% more"
    )


def banks_compared_facts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Each bank with its people and prices, the method, the licences."""
    first_result = comparison.results[0]
    for result in comparison.results:
        bank = result.bank
        price_years = sorted({entry.valuation.prices for entry in result.by_terms})
        prices = (
            str(first_result.method.prices)
            if first_result.method.prices
            else listed([*map(str, price_years)] or ["no year"])
        )
        people_valued = result.headline.people if result.headline else Decimal(0)
        yield bank.id, f"{bank.title}, {bank.edition}; values {count(people_valued)} people; prices of {prices}"
    if (
        first_result.method.prices is None
        and len({e.valuation.prices for r in comparison.results for e in r.by_terms}) > 1
    ):
        yield "Prices", "of different years, as published; bring them to one with --prices 2024-25"
    yield "Method", f"{first_result.method.id}: {method_title(first_result.method)}"
    for notice in comparison.notices:
        yield "Licence", notice
