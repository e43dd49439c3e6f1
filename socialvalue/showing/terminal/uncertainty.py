"""How sure a total is, as data and on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from socialvalue.money import pence, places, plain, pounds
from socialvalue.published.outcomes import Vocabulary
from socialvalue.results import Range, Result, Sensitivity
from socialvalue.showing.words import assumed, listed, percent
from socialvalue.valuing.uncertainty import DISTRIBUTION, INTERVAL

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def as_dict(result: Result) -> dict[str, Any] | None:
    """The key ``uncertainty`` of the JSON: None where it was not asked for."""
    if not result.uncertainty:
        return None
    return {"totals": [_total(entry) for entry in result.uncertainty]}


def _total(entry: Range) -> dict[str, Any]:
    run = entry.simulation
    return {
        "kinds": list(entry.kinds),
        "low": _money(entry.low),
        "central": _money(entry.central),
        "high": _money(entry.high),
        "sensitivity": [
            {
                "assumption": one.assumption.name,
                "scope": one.assumption.scope,
                "value": plain(one.assumption.value),
                "low": plain(one.assumption.low),
                "high": plain(one.assumption.high),
                "source": one.assumption.source,
                "net_at_low": _money(one.at_low),
                "net_at_high": _money(one.at_high),
                "swing": _money(one.swing),
                "break_even": None if one.break_even is None else f"{places(one.break_even, 4):f}",
            }
            for one in entry.sensitivities
        ],
        "simulation": None
        if run is None
        else {
            "runs": run.runs,
            "seed": run.seed,
            "distribution": DISTRIBUTION,
            "mean": _money(run.mean),
            "median": _money(run.median),
            "interval": f"{INTERVAL[1] - INTERVAL[0]:.2f}",
            "lower": _money(run.lower),
            "upper": _money(run.upper),
            "below_cost": None if run.below_cost is None else f"{places(run.below_cost, 4):f}",
        },
    }


def _money(amount: Decimal) -> str:
    return f"{pence(amount):f}"


def show_uncertainty(ranges: Iterable[Range], vocabulary: Vocabulary, out: Console) -> None:
    """What moves each total most, and what would have to be true for it to equal the cost."""
    for entry in ranges:
        out.print(f"What moves it most · {listed(list(entry.kinds))} value", style="bold")
        moving = [one for one in entry.sensitivities if one.swing]
        if moving:
            out.print(_tornado(moving, vocabulary))
        else:
            known = "nothing moves it" if entry.known else "no assumption has a range, give one as 10%:20%:30%"
            out.print(f"{known.capitalize()}.")
        even = [one for one in entry.sensitivities if one.break_even is not None]
        if even:
            out.print("Where the net value equals the cost, all else as it is", style="bold")
            out.print(_break_even(even, vocabulary))
        if entry.known and entry.simulation is not None and entry.simulation.below_cost is not None:
            out.print(f"In {percent(entry.simulation.below_cost)} of the runs the net value is below the cost.")


def _tornado(moving: Iterable[Sensitivity], vocabulary: Vocabulary) -> Table:
    table = _table("Assumption", "Low", "High", "Net at low", "Net at high")
    for one in moving:
        ends = (assumed(one.assumption, one.assumption.low), assumed(one.assumption, one.assumption.high))
        table.add_row(_label(one, vocabulary), *ends, pounds(one.at_low), pounds(one.at_high))
    return table


def _break_even(even: Iterable[Sensitivity], vocabulary: Vocabulary) -> Table:
    table = _table("Assumption", "Used", "Break-even")
    for one in even:
        figure = places(one.break_even or Decimal(0), 4)
        table.add_row(
            _label(one, vocabulary), assumed(one.assumption, one.assumption.value), assumed(one.assumption, figure)
        )
    return table


def _label(one: Sensitivity, vocabulary: Vocabulary) -> str:
    scope = one.assumption.scope
    scope = vocabulary[scope].label if scope in vocabulary else scope
    return f"{one.assumption.name}, {scope}" if scope else one.assumption.name


def _table(*names: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    return table
