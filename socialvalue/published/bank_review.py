"""A review of a bank: what in it is doubtful, and what changed since the last edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from socialvalue.money import plain
from socialvalue.problems import BadData, Place, Problem, note, warning
from socialvalue.published import toml
from socialvalue.published.bank_files import load_bank, read_bank, shipped_files
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Vocabulary
from socialvalue.published.prices import Index, OutsideIndex, PriceBase, load_index
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import At, Valuation, value_place


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
    known = [value for other in others if other.id != bank.id for value in other]
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
        yield from _uprated(value, at, known, index)
    yield from _consistent(bank, file)
    yield from differs_from_shipped(bank)


def _consistent(bank: Bank, file: str) -> Iterator[Problem]:
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


# double uprating


_UPRATED = re.compile(r"\b(?:up-?rated|inflated|rebased|indexed)\b", re.IGNORECASE)
_TO_YEAR = re.compile(r"\bto\s++(?:prices of\s++)?((?:19|20)\d\d(?:[-/]\d\d)?)", re.IGNORECASE)


def _said_year(words: str) -> str:
    """The year to whose prices a sentence says that it brought a value; empty where none does."""
    for sentence in words.split("."):
        verb = _UPRATED.search(sentence)
        year = _TO_YEAR.search(sentence, verb.end()) if verb else None
        if year:
            return year[1]
    return ""


def _uprated(value: Valuation, at: At, known: Iterable[Valuation], index: Index) -> Iterator[Problem]:
    remedy = "Compare amount and price year with the source: inflation must be counted once."
    said = _said_year(f"{value.title}. {value.working}. {value.notes}")
    if said and said.replace("/", "-") != str(value.prices):
        message = f"Its own words speak of uprating to {said}, but it is labelled as in prices of {value.prices}."
        yield warning("double-uprating", at("prices"), message, remedy)
        return
    for other in known:
        dated = value.valid_from or other.valid_from  # a rate set for its dates is not an amount brought forward
        if not dated and (other.outcome, other.kind, other.unit) == (value.outcome, value.kind, value.unit):
            try:
                found = _inflation(value, other, index)
            except OutsideIndex:
                continue  # nothing can be told from years without an index
            if found:
                yield warning("double-uprating", at("amount"), found, remedy)
                return


def _inflation(value: Valuation, other: Valuation, index: Index) -> str:
    """Whether an amount is another, once or twice brought to later prices than its label says; empty if not."""
    then = f"£{other.amount} ({other.code}, prices of {other.prices})"
    if value.prices == other.prices:
        for year in _later(other.prices, index):
            if _same(value.amount, other.amount * index.factor(other.prices, year).value):
                return f"£{value.amount} is {then} brought to prices of {year}, but is labelled {value.prices}."
    elif value.prices > other.prices:
        factor = index.factor(other.prices, value.prices).value
        if abs(factor - 1) > Decimal("0.01") and _same(value.amount, other.amount * factor * factor):
            return f"£{value.amount} is {then} brought to prices of {value.prices} twice."
    return ""


def _later(start: PriceBase, index: Index) -> Iterator[PriceBase]:
    """The years after a price base for which the index has a point of its own."""
    for series in index.series:
        for year in map(PriceBase.of, series.points):
            if year.financial == start.financial and year > start:
                yield year


def _same(one: Decimal, other: Decimal) -> bool:
    """Equal but for rounding to the pound."""
    return one != 0 and abs(one - other) <= Decimal("0.5") and abs(one - other) / abs(one) < Decimal("0.001")


# differences


@frozen
class Change:
    """A value that two banks have by the same code, with what is different.

    Attributes:
        old, new: the value in each bank.
        fields: the names of the fields that differ.
    """

    old: Valuation
    new: Valuation
    fields: tuple[str, ...]

    def words(self) -> list[str]:
        """Each field that differs, with what it was and is where that is short."""
        return [field_words(name, self.old, self.new) for name in self.fields]

    @property
    def growth(self) -> Decimal | None:
        """The new amount over the old, less 1; None where the old is zero."""
        return self.new.amount / self.old.amount - 1 if self.old.amount else None


@frozen
class Difference:
    """What changed from one bank to another, by code.

    Attributes:
        old, new: the banks.
        added, removed: values only the new, or only the old bank has.
        changed: values that differ.
        same: how many do not.
        bank: what differs of the banks themselves, such as licence, edition and rules of claiming, in words.
    """

    old: Bank
    new: Bank
    added: tuple[Valuation, ...]
    removed: tuple[Valuation, ...]
    changed: tuple[Change, ...]
    same: int
    bank: tuple[str, ...] = ()


def difference(old: Bank, new: Bank) -> Difference:
    """What was added, removed and changed from one bank to another."""
    before, after = _told_apart(old, new)
    pairs = [(value, after[key]) for key, value in before.items() if key in after]
    changes = [Change(one, two, fields) for one, two in pairs if (fields := _differing(one, two))]
    return Difference(
        old,
        new,
        added=tuple(value for key, value in after.items() if key not in before),
        removed=tuple(value for key, value in before.items() if key not in after),
        changed=tuple(changes),
        same=len(pairs) - len(changes),
        bank=tuple(_of_banks(old, new)),
    )


def _told_apart(old: Bank, new: Bank) -> tuple[dict[object, Valuation], dict[object, Valuation]]:
    """The values of two banks, each by its code where that is enough to tell it apart in both, else by its key."""
    shared = {code for bank in (old, new) for code in bank.codes if len(bank.all_of(code)) > 1}

    def by(bank: Bank) -> dict[object, Valuation]:
        return {value.key if value.code in shared else value.code: value for value in bank}

    return by(old), by(new)


def _differing(one: Any, two: Any) -> tuple[str, ...]:
    return tuple(a.name for a in attrs.fields(type(one)) if getattr(one, a.name) != getattr(two, a.name))


def _of_banks(old: Bank, new: Bank) -> Iterator[str]:
    """What differs of the banks themselves: every field but the id and the values."""
    for name in _differing(old, new):
        if name in ("id", "valuations"):
            continue
        before, after = getattr(old, name), getattr(new, name)
        if name in ("licence", "claiming"):
            yield from (f"{name}: {field_words(part, before, after)}" for part in _differing(before, after))
        else:
            yield field_words(name, old, new)


#: Fields whose content is too long to be shown beside what it was.
_LONG = ("source", "read_in", "components", "working", "notes", "title", "notice", "outcomes", "inputs", "alternatives")


def field_words(name: str, old: Any, new: Any) -> str:
    """A field that differs: with what it was and is, where that is short."""
    label = name.replace("_", " ")
    before, after = getattr(old, name), getattr(new, name)
    if name in _LONG:
        return f"{label} changed"
    if isinstance(before, tuple) and isinstance(after, tuple):
        gone = [_rule(rule) for rule in before if rule not in after]
        come = [_rule(rule) for rule in after if rule not in before]
        return "; ".join([*(f"{label} without {rule}" for rule in gone), *(f"{label} with {rule}" for rule in come)])
    show = plain if isinstance(before, Decimal) and isinstance(after, Decimal) else str
    return f"{label} {show(before)} to {show(after)}"


def _rule(rule: Any) -> str:
    """A rule of claiming in a few words."""
    named = getattr(rule, "group", None) or getattr(rule, "outcome", rule)
    others: Iterable[str] = (
        getattr(rule, "outcomes", ()) or getattr(rule, "includes", ()) or getattr(rule, "replaces", ())
    )
    return f"{named} ({', '.join(map(str, others))})"
