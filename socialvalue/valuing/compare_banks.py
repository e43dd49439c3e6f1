"""One return under several banks: how far the headline depends on the choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from socialvalue.money import total
from socialvalue.problems import Problem, has_errors
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method
from socialvalue.published.valuations import Kind
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.records.results import Result
from socialvalue.records.returns import Cost, Return, combine
from socialvalue.records.totals import NotValued
from socialvalue.valuing.calculate import calculate


@frozen
class Row:
    """One outcome and kind under each bank.

    Attributes:
        outcome: the outcome's id.
        kind: the kind of value.
        quantity: how much was reported, in the outcome's unit.
        net: pounds under each bank, in the order of the banks; None where the bank has no value of this kind.
        missed: how much of the quantity each bank has no value for at all.
    """

    outcome: str
    kind: Kind
    quantity: Decimal
    net: tuple[Decimal | None, ...]
    missed: tuple[Decimal, ...]


@frozen
class Spread:
    """How far the total of one kind depends on the bank.

    Attributes:
        kind: the kind of value.
        totals: pounds under each bank, in the order of the banks; None where the bank has none of this kind.
        shared: the outcomes that every bank with value of this kind values in full.
        like_for_like: pounds under each bank for these outcomes only; None as for `totals`.
        ratios: each total over the cost; None where no cost is given.
    """

    kind: Kind
    totals: tuple[Decimal | None, ...]
    shared: tuple[str, ...]
    like_for_like: tuple[Decimal | None, ...]
    ratios: tuple[Decimal | None, ...]

    @property
    def times(self) -> Decimal | None:
        """The largest total over the smallest; None where fewer than two banks have one, or the smallest is zero."""
        return _times_over(self.totals)

    @property
    def shared_times(self) -> Decimal | None:
        """The same for the outcomes every bank values, which is the difference that is not one of coverage."""
        return _times_over(self.like_for_like) if self.shared else None


@frozen
class Comparison:
    """One return under several banks.

    Attributes:
        results: the result under each bank.
        rows: by outcome and kind.
        spreads: by kind.
        vocabulary: the outcomes, with those of the banks' own.
    """

    results: tuple[Result, ...]
    rows: tuple[Row, ...]
    spreads: tuple[Spread, ...]
    vocabulary: Vocabulary

    @property
    def banks(self) -> tuple[Bank, ...]:
        """The banks, in the order asked for."""
        return tuple(result.bank for result in self.results)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the results say, once each. Kinds and price years are held apart here, and need no warning."""
        apart = ("mixed-kinds", "mixed-price-years")
        found = (p for result in self.results for p in result.problems if p.code not in apart or p.severity == "error")
        return tuple(dict.fromkeys(found))

    @property
    def ok(self) -> bool:
        """Whether there is a comparison to show."""
        return not has_errors(self.problems)

    @property
    def notices(self) -> tuple[str, ...]:
        """The licence notices of the banks."""
        return tuple(dict.fromkeys(notice for result in self.results for notice in result.notices))

    @property
    def unvalued(self) -> tuple[NotValued, ...]:
        """What no bank values."""
        valued = {row.outcome for row in self.rows}
        return tuple(entry for entry in self.results[0].not_valued if entry.outcome not in valued)

    def missed(self, number: int) -> list[tuple[str, Decimal]]:
        """The outcomes, and how much of each, that a bank cannot value though another can."""
        found = {row.outcome: row.missed[number] for row in self.rows if row.missed[number]}
        return list(found.items())


def compare(
    returns: Return | Iterable[Return],
    banks: Sequence[Bank | str | Path],
    method: Method | str | Path | None = None,
    *,
    vocabulary: Vocabulary | str | Path | None = None,
    cost: Decimal | int | str | Cost | Iterable[Cost] | None = None,
) -> Comparison:
    """The same return under several banks, by one method.

    Args:
        returns: one return or several.
        banks: at least two, no two with the same id: banks, their ids, or the paths of their files.
        method, cost: as for `socialvalue.calculate`.
        vocabulary: the outcomes; those of the package when None. The banks' own are added.

    Raises:
        ValueError: for fewer than two banks, or one named twice.
    """
    if not isinstance(banks, Iterable):
        msg = f"several banks are needed, not {banks!r}"
        raise TypeError(msg)
    loaded = [load_bank(bank) for bank in ([banks] if isinstance(banks, str | Path) else banks)]
    if len(loaded) < 2 or len({bank.id for bank in loaded}) < len(loaded):
        msg = "a comparison needs at least two banks, each named once"
        raise ValueError(msg)
    known = load_vocabulary(vocabulary)
    for bank in loaded:
        known = known.extended(bank.outcomes)
    entered = combine(returns)
    results = [calculate(entered, bank, method, vocabulary=known, cost=cost) for bank in loaded]
    rows = tuple(_rows(results, known))
    kinds: list[Kind] = sorted({row.kind for row in rows}, key=("wellbeing", "economic", "fiscal").index)
    return Comparison(tuple(results), rows, tuple(_spread(kind, rows, results) for kind in kinds), known)


def _rows(results: Sequence[Result], vocabulary: Vocabulary) -> Iterable[Row]:
    nets = [{(entry.outcome, entry.kind): entry.net for entry in result.by_outcome} for result in results]
    found = {key for net in nets for key in net}
    for outcome in vocabulary:
        for kind in sorted({kind for name, kind in found if name == outcome.id}):
            yield Row(
                outcome.id,
                kind,
                max(_reported(result, outcome.id) for result in results),
                tuple(net.get((outcome.id, kind)) for net in nets),
                tuple(_missed(result, outcome.id) for result in results),
            )


def _missed(result: Result, outcome: str) -> Decimal:
    return total(entry.quantity for entry in result.not_valued if entry.outcome == outcome)


def _reported(result: Result, outcome: str) -> Decimal:
    valued = {entry.quantity for entry in result.by_outcome if entry.outcome == outcome}
    return max(valued, default=Decimal(0)) + _missed(result, outcome)


def _spread(kind: Kind, rows: Sequence[Row], results: Sequence[Result]) -> Spread:
    banks = range(len(results))
    mine = [row for row in rows if row.kind == kind]
    having = [number for number in banks if any(row.net[number] is not None for row in mine)]
    shared = [row for row in mine if all(row.net[n] is not None and not row.missed[n] for n in having)]

    def sums(of: Sequence[Row]) -> tuple[Decimal | None, ...]:
        return tuple(total(row.net[n] or Decimal(0) for row in of) if n in having else None for n in banks)

    ratios = tuple(_ratio(kind, result) for result in results)
    return Spread(kind, sums(mine), tuple(row.outcome for row in shared), sums(shared), ratios)


def _ratio(kind: Kind, result: Result) -> Decimal | None:
    by_kind = result.headline.by_kind if result.headline else ()
    return next((entry.ratio for entry in by_kind if entry.kind == kind), None)


def _times_over(totals: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in totals if amount is not None]
    return max(known) / min(known) if len(known) > 1 and min(known) > 0 else None
