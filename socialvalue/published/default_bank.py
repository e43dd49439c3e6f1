"""Which bank is used when none is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from socialvalue.problems import BadData, Place, error
from socialvalue.published.bank_files import Nameable, bank_files, load_bank, nameable, user_folder
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.writing import write_whole

#: The bank anyone may use, for want of a better.
OPEN = "open-2026"
#: The edition in use when the sector's figures of 2020 were published, and the time it was in use.
OF_2020 = "hact-svb-2020"
IN_USE = dt.date(2020, 4, 1), dt.date(2021, 3, 31)

NAMED = "as asked for"
BY_TEMPLATE = "named by the return's template"
BY_USE = "chosen with “sv banks use”; no bank was named"
BY_TIME = "every period lies in the time this edition was in use, April 2020 to March 2021; no bank was named"
BY_DEFAULT = "the open bank; no bank was named"


@frozen
class Choice:
    """A bank, and the rule by which it was chosen."""

    bank: Bank
    rule: str


def choice(days: Iterable[tuple[dt.date, dt.date]], template: str = "") -> Choice:
    """The bank for a return for which none is named.

    Args:
        days: the first and last day of each period reported.
        template: the id of the bank its template was made for.

    Returns:
        What the template names; else the one chosen with `use`; else the edition of 2020, where every period is in
        the time it was in use; else the open bank.

    Raises:
        BadData: when the bank of the template, or the one chosen, is not here.
    """
    if template:
        return Choice(load_bank(template), BY_TEMPLATE)
    if name := chosen():
        return Choice(load_bank(name), BY_USE)
    first, last = IN_USE
    spans = list(days)
    if spans and all(first <= start and end <= last for start, end in spans):
        return Choice(load_bank(OF_2020), BY_TIME)
    return Choice(load_bank(OPEN), BY_DEFAULT)


def candidates() -> list[str]:
    """The ids of the banks that may be chosen for a return that names none."""
    return list(dict.fromkeys(filter(None, (chosen(), OPEN, OF_2020))))


def known_to_any() -> Nameable:
    """What a return that names no bank may name: the codes and outcomes of each that may be chosen for it.

    Raises:
        BadData: when the bank chosen with `use` is not here, or has a fault.
    """
    banks = [nameable(name) for name in candidates()]
    return Nameable(_of_one_meaning(banks), _outcomes(banks))


def reading_bank(banks: Sequence[Bank]) -> Bank:
    """A bank for reading a return that may name outcomes by the codes of any of the banks."""
    codes = _of_one_meaning(banks)
    values = [value for bank in banks for value in bank if value.code in codes]
    return evolve(banks[0], valuations=tuple(values), outcomes=_outcomes(banks))


def _of_one_meaning(banks: Sequence[Bank | Nameable]) -> dict[str, str]:
    """The codes of several banks; one that means one outcome in one bank and another in the next means neither."""
    found: dict[str, set[str]] = {}
    for bank in banks:
        for code, outcome in bank.codes.items():
            found.setdefault(code, set()).add(outcome)
    return {code: next(iter(outcomes)) for code, outcomes in found.items() if len(outcomes) == 1}


def _outcomes(banks: Sequence[Bank | Nameable]) -> tuple[Outcome, ...]:
    return tuple({outcome.id: outcome for bank in banks for outcome in bank.outcomes}.values())


def chosen() -> str:
    """The id of the bank chosen with `use`; empty where there is none."""
    path = user_folder().parent / "bank"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def use(name: str) -> None:
    """Choose a bank for every return that names none, until another is chosen; ``""`` for none.

    Raises:
        BadData: when there is no such bank, or the choice cannot be kept.
    """
    path = user_folder().parent / "bank"
    if name and name not in bank_files():
        load_bank(name)  # says which is nearest
        message = f"{name} is a file: only a bank kept under its id can be chosen."
        raise BadData([error("unknown-bank", Place(file=name), message, "Import it first: sv banks import.")])
    if name:
        load_bank(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, f"{name}\n".encode())
    else:
        path.unlink(missing_ok=True)
