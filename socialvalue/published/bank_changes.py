"""What changed from one edition of a bank to another: values added, removed and changed, and the rules for claiming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import attrs
from attrs import frozen

from socialvalue.money import plain
from socialvalue.published.banks import Bank
from socialvalue.published.valuations import Valuation


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
    before, after = _values_by_code(old, new)
    pairs = [(value, after[key]) for key, value in before.items() if key in after]
    changes = [Change(one, two, fields) for one, two in pairs if (fields := _fields_that_differ(one, two))]
    return Difference(
        old,
        new,
        added=tuple(value for key, value in after.items() if key not in before),
        removed=tuple(value for key, value in before.items() if key not in after),
        changed=tuple(changes),
        same=len(pairs) - len(changes),
        bank=tuple(_changes_of_bank(old, new)),
    )


def _values_by_code(old: Bank, new: Bank) -> tuple[dict[object, Valuation], dict[object, Valuation]]:
    """The values of two banks, each by its code where that is enough to tell it apart in both, else by its key."""
    shared = {code for bank in (old, new) for code in bank.codes if len(bank.all_of(code)) > 1}

    def by(bank: Bank) -> dict[object, Valuation]:
        return {value.key if value.code in shared else value.code: value for value in bank}

    return by(old), by(new)


def _fields_that_differ(one: Any, two: Any) -> tuple[str, ...]:
    return tuple(a.name for a in attrs.fields(type(one)) if getattr(one, a.name) != getattr(two, a.name))


def _changes_of_bank(old: Bank, new: Bank) -> Iterator[str]:
    """What differs of the banks themselves: every field but the id and the values."""
    for name in _fields_that_differ(old, new):
        if name in ("id", "valuations"):
            continue
        before, after = getattr(old, name), getattr(new, name)
        if name in ("licence", "claiming"):
            yield from (f"{name}: {field_words(part, before, after)}" for part in _fields_that_differ(before, after))
        else:
            yield field_words(name, old, new)


#: Fields whose content is too long to be shown beside what it was.
_LONG_FIELDS = (
    "source",
    "read_in",
    "components",
    "working",
    "notes",
    "title",
    "notice",
    "outcomes",
    "inputs",
    "alternatives",
)


def field_words(name: str, old: Any, new: Any) -> str:
    """A field that differs: with what it was and is, where that is short."""
    label = name.replace("_", " ")
    before, after = getattr(old, name), getattr(new, name)
    if name in _LONG_FIELDS:
        return f"{label} changed"
    if isinstance(before, tuple) and isinstance(after, tuple):
        gone = [_rule_in_words(rule) for rule in before if rule not in after]
        come = [_rule_in_words(rule) for rule in after if rule not in before]
        return "; ".join([*(f"{label} without {rule}" for rule in gone), *(f"{label} with {rule}" for rule in come)])
    show = plain if isinstance(before, Decimal) and isinstance(after, Decimal) else str
    return f"{label} {show(before)} to {show(after)}"


def _rule_in_words(rule: Any) -> str:
    """A rule of claiming in a few words."""
    named = getattr(rule, "group", None) or getattr(rule, "outcome", rule)
    others: Iterable[str] = (
        getattr(rule, "outcomes", ()) or getattr(rule, "includes", ()) or getattr(rule, "replaces", ())
    )
    return f"{named} ({', '.join(map(str, others))})"
