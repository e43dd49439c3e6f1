"""The bridge from last year's net value to this year's: value, method, volume and mix."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from socialvalue.money import EXACT, total
from socialvalue.published.valuations import Kind
from socialvalue.records.results import Result


@frozen
class Bridge:
    """From last year's net value to this year's, in pounds: `then` + `value` + `method` + `volume` + `mix` = `now`.

    Attributes:
        kinds: the kinds of value it holds.
        then: last year's, as valued last year.
        value: what this year's values and prices change.
        method: what this year's method changes.
        volume: how many more or fewer, at last year's average.
        mix: that they are of other outcomes.
        now: this year's.
        quantity_then, quantity_now: how many; people, or whatever else is counted, each in its unit.
    """

    kinds: tuple[Kind, ...]
    then: Decimal
    value: Decimal
    method: Decimal
    volume: Decimal
    mix: Decimal
    now: Decimal
    quantity_then: Decimal
    quantity_now: Decimal

    @property
    def restated(self) -> Decimal:
        """Last year's net value with this year's values, prices and method."""
        return EXACT.add(self.then, EXACT.add(self.value, self.method))

    @property
    def change(self) -> Decimal:
        """This year's less last year's as it was valued then."""
        return EXACT.subtract(self.now, self.then)

    @property
    def real_change(self) -> Decimal:
        """This year's less last year's, both with this year's values, prices and method."""
        return EXACT.subtract(self.now, self.restated)


def bridges_between(now: Result, then: Result, revalued: Result, restated: Result) -> Iterable[Bridge]:
    """A bridge from last year to this: one, or one for each kind of value where kinds are held apart."""
    heads = [result.headline for result in (now, then, revalued, restated)]
    one_total = all(head is not None and head.net is not None for head in heads)
    kinds: list[Kind] = sorted({line.kind for result in (now, then, restated) for line in result.lines})
    for chosen in [tuple(kinds)] if one_total else [(kind,) for kind in kinds]:
        yield _bridge(chosen, now, then, revalued, restated)


def _bridge(kinds: tuple[Kind, ...], now: Result, then: Result, revalued: Result, restated: Result) -> Bridge:
    def net(result: Result) -> Decimal:
        return total(line.net for line in result.lines if line.kind in kinds)

    then_by_unit, now_by_unit = _quantity_by_unit(restated, kinds), _quantity_by_unit(now, kinds)
    volume = Decimal(0)
    for unit in then_by_unit.keys() | now_by_unit.keys():
        quantity, value = then_by_unit.get(unit, (Decimal(0), Decimal(0)))
        more, value_now = now_by_unit.get(unit, (Decimal(0), Decimal(0)))
        volume += (more - quantity) * value / quantity if quantity else value_now - value
    net_then, net_now, net_restated = net(then), net(now), net(restated)
    return Bridge(
        kinds,
        net_then,
        net(revalued) - net_then,
        net_restated - net(revalued),
        volume,
        net_now - net_restated - volume,
        net_now,
        total(quantity for quantity, _ in then_by_unit.values()),
        total(quantity for quantity, _ in now_by_unit.values()),
    )


def _quantity_by_unit(result: Result, kinds: tuple[Kind, ...]) -> dict[str, tuple[Decimal, Decimal]]:
    """How much was counted in each unit, each line once, and its net value."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    seen: set[int] = set()
    for entry in result.lines:
        if entry.kind not in kinds:
            continue
        unit = result.vocabulary[entry.line.outcome].unit
        quantity, value = found.get(unit, (Decimal(0), Decimal(0)))
        first_seen = id(entry.line) not in seen
        seen.add(id(entry.line))
        found[unit] = (quantity + ((entry.line.quantity or 0) if first_seen else 0), value + entry.net)
    return found
