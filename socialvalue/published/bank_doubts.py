"""What is doubtful in a bank that can be read: price years, values counted with inflation twice, missing sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from socialvalue.problems import BadData, Place, Problem, note, warning
from socialvalue.published import toml
from socialvalue.published.bank_changes import difference
from socialvalue.published.bank_files import load_bank, shipped_files
from socialvalue.published.bank_from_toml import read_bank
from socialvalue.published.banks import Bank
from socialvalue.published.prices import Index, OutsideIndex, PriceBase, load_index
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import At, Valuation, value_place
from socialvalue.published.vocabulary import Vocabulary


def check_file(
    path: Path, *, others: Iterable[Bank] = (), vocabulary: Vocabulary | None = None
) -> tuple[Bank | None, list[Problem]]:
    """The bank in a file, as far as it can be read, with everything wrong or doubtful in it.

    Errors are what `socialvalue.published.bank_files.load_bank` refuses: shape, components, ranges, units,
    outcomes, codes that are used twice. Warnings are doubts: a price year that no index reaches or that is later than
    its source, and an amount that seems to hold inflation already.

    Args:
        path: the file.
        others: banks to compare amounts with.
        vocabulary: the outcomes; those of the package when None.
    """
    try:
        data = toml.read_toml(path)
    except BadData as err:
        return None, list(err.problems)
    bank, problems = read_bank(data, path.name, vocabulary)
    if bank is not None:
        problems += doubts(bank, path.name, others)
        if path.stem != bank.id:
            message = f"The bank calls itself {bank.id}, so it cannot be found by the name {path.stem}."
            place = Place(file=path.name, key="bank.id")
            problems.append(
                warning("bad-data", place, message, f"Name the file {bank.id}.toml to choose it by its id.")
            )
    return bank, problems


def doubts(bank: Bank, file: str, others: Iterable[Bank] = ()) -> Iterator[Problem]:
    """What is doubtful in a bank that can be read."""
    index = load_index()
    other_values = [value for other in others if other.id != bank.id for value in other]
    for value in bank:
        at = value_place(file, value.code)
        if value.prices.start > value.source.year and not (value.effect or value.uprated):
            message = f"The price year {value.prices} is later than the source, of {value.source.year}."
            yield warning("bad-price-year", at("prices"), message, "Compare both with the source.")
        try:
            index.factor(value.prices, value.prices)
        except OutsideIndex as err:
            message = f"It cannot be brought to other prices: {err}."
            yield warning("year-outside-index", at("prices"), message, "Say so where it is used.")
        if value.grade == "secondary" and value.read_in is None:
            message = "It was read in another document than its source, and nothing says in which."
            remedy = "Name that document in read_in: title, publisher, year, locator, url, retrieved."
            yield warning("read-in-missing", at("read_in"), message, remedy)
        yield from _double_uprating(value, at, other_values, index)
    yield from _consistent_values(bank, file)
    yield from differs_from_shipped(bank)


def _consistent_values(bank: Bank, file: str) -> Iterator[Problem]:
    """What must be said of values that a published total tests together: other values can meet it too."""
    values = [value.code for value in bank if value.grade == "consistent"]
    if values:
        message = f"{len(values)} values ({', '.join(values[:5])}) are {CONSISTENT}."
        place = Place(file=file, key=f"{values[0]}.grade")
        yield note("consistent-values", place, message, "Say so wherever they are shown.")


def differs_from_shipped(bank: Bank) -> Iterator[Problem]:
    """That a bank has the id of one that comes with the package, and is not the same."""
    path = next((path for path in shipped_files() if path.stem == bank.id), None)
    if path is None:
        return
    shipped = load_bank(path)
    if shipped.fingerprint == bank.fingerprint:
        return
    found = difference(shipped, bank)
    told = [f"{change.new.code} {words}" for change in found.changed for words in change.words()]
    told += [f"without {value.code}" for value in found.removed] + [f"with {value.code}" for value in found.added]
    told += found.bank
    message = f"This bank differs from the shipped {bank.id}: {'; '.join(told[:3])}."
    remedy = "Give your own bank an id of its own, and say what it is."
    yield warning("differs-from-shipped", Place(key=bank.id), message, remedy)


_WORD_FOR_UPRATING = re.compile(r"\b(?:up-?rated|inflated|rebased|indexed)\b", re.IGNORECASE)
_UPRATED_TO_YEAR = re.compile(r"\bto\s++(?:prices of\s++)?((?:19|20)\d\d(?:[-/]\d\d)?)", re.IGNORECASE)


def _year_uprated_to(words: str) -> str:
    """The year to whose prices a sentence says that it brought a value; empty where none does."""
    for sentence in words.split("."):
        verb = _WORD_FOR_UPRATING.search(sentence)
        year = _UPRATED_TO_YEAR.search(sentence, verb.end()) if verb else None
        if year:
            return year[1]
    return ""


def _double_uprating(value: Valuation, at: At, known: Iterable[Valuation], index: Index) -> Iterator[Problem]:
    remedy = "Compare amount and price year with the source: inflation must be counted once."
    said = _year_uprated_to(f"{value.title}. {value.working}. {value.notes}")
    if said and said.replace("/", "-") != str(value.prices):
        message = f"Its own words speak of uprating to {said}, but it is labelled as in prices of {value.prices}."
        yield warning("double-uprating", at("prices"), message, remedy)
        return
    for other in known:
        dated = value.valid_from or other.valid_from  # a rate set for its dates is not an amount brought forward
        if not dated and (other.outcome, other.kind, other.unit) == (value.outcome, value.kind, value.unit):
            try:
                found = _inflation_counted(value, other, index)
            except OutsideIndex:
                continue  # nothing can be told from years without an index
            if found:
                yield warning("double-uprating", at("amount"), found, remedy)
                return


def _inflation_counted(value: Valuation, other: Valuation, index: Index) -> str:
    """Whether an amount is another, once or twice brought to later prices than its label says; empty if not."""
    then = f"£{other.amount} ({other.code}, prices of {other.prices})"
    if value.prices == other.prices:
        for year in _later_years(other.prices, index):
            if _same_pounds(value.amount, other.amount * index.factor(other.prices, year).value):
                return f"£{value.amount} is {then} brought to prices of {year}, but is labelled {value.prices}."
    elif value.prices > other.prices:
        factor = index.factor(other.prices, value.prices).value
        if abs(factor - 1) > Decimal("0.01") and _same_pounds(value.amount, other.amount * factor * factor):
            return f"£{value.amount} is {then} brought to prices of {value.prices} twice."
    return ""


def _later_years(start: PriceBase, index: Index) -> Iterator[PriceBase]:
    """The years after a price base for which the index has a point."""
    for series in index.series:
        for year in map(PriceBase.of, series.points):
            if year.financial == start.financial and year > start:
                yield year


def _same_pounds(one: Decimal, other: Decimal) -> bool:
    """Equal but for rounding to the pound."""
    return one != 0 and abs(one - other) <= Decimal("0.5") and abs(one - other) / abs(one) < Decimal("0.001")
