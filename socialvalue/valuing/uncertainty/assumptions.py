"""The assumptions that lines rest on, each once with its range: unit values, effects, WELLBYs, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from socialvalue.published.valuations import Valuation
from socialvalue.records.ranges import Assumption
from socialvalue.records.result_lines import ResultLine

UNIT_VALUE = "unit value"

#: The points of life satisfaction that a value is made of; and the WELLBY, drawn once for all values made of it.
EFFECT = "effect"

WELLBY = "wellby"

#: The key of an assumption: its name, and the code, outcome or category it holds for.
Key = tuple[str, str]


def assumptions_of(lines: Iterable[ResultLine]) -> dict[Key, Assumption]:
    """What the lines rest on: the unit values and the method's settings, each once.

    A value made of WELLBYs rests on the points of its effect and on the WELLBY, which all such values share.
    """
    found: dict[Key, Assumption] = {}
    for line in lines:
        value = line.valuation
        for key in scales_of(line):
            if key[0] == WELLBY and line.wellby is not None:
                found.setdefault(key, _value_assumption(UNIT_VALUE, line.wellby))
            elif key[0] == EFFECT and value.effect is not None:
                effect = value.effect
                low, high = (effect.points if end is None else end for end in (effect.low, effect.high))
                entry = Assumption(EFFECT, value.code, effect.points, low, high, str(value.source))
                found.setdefault(key, entry)
            else:
                found.setdefault(key, _value_assumption(UNIT_VALUE, value))
        for figure in line.figures.values():
            if figure.setting is not None:
                setting = figure.setting
                entry = Assumption(setting.name, setting.scope, setting.value, *setting.range, figure.origin)
                found.setdefault((setting.name, setting.key), entry)
    return found


def with_a_range(assumptions: Mapping[Key, Assumption]) -> dict[Key, Assumption]:
    """Those of the assumptions that may move."""
    return {key: assumption for key, assumption in assumptions.items() if assumption.low < assumption.high}


def _value_assumption(name: str, value: Valuation) -> Assumption:
    low = value.amount if value.low is None else value.low
    high = value.amount if value.high is None else value.high
    return Assumption(name, value.code, value.amount, low, high, str(value.source))


def scales_of(line: ResultLine) -> tuple[Key, ...]:
    """What a line's value is made of: itself, or the points of an effect and a WELLBY."""
    value = line.valuation
    if not value.amount:
        return ()
    if line.wellby is not None and line.wellby.amount:
        wellby: Key = (WELLBY, line.wellby.code)
        return (wellby,) if value.effect is None or not value.effect.points else (wellby, (EFFECT, value.code))
    return ((UNIT_VALUE, value.code),)


def central_of(line: ResultLine, scale: Key) -> Decimal:
    """The central figure of one of a line's scales."""
    if scale[0] == WELLBY and line.wellby is not None:
        return line.wellby.amount
    if scale[0] == EFFECT and line.valuation.effect is not None:
        return line.valuation.effect.points
    return line.valuation.amount
