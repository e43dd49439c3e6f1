"""Units of quantities and values, checked once per valuation and outcome.

Arithmetic runs on bare decimals; this module only says whether a quantity and a value may meet.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pint import UnitRegistry

#: Units a quantity may be counted in. An hour is an hour of somebody's time, not a part of an outcome's year.
COUNTED = (
    "person",
    "call",
    "session",
    "intervention",
    "organisation",
    "home",
    "hour",
    "day",
    "week",
    "incident",
    "tonne",
    "wellby",
    "GBP",
)

Basis = Literal["annual", "once"]


#: Units of value that go with each counted unit as they are usually written; that pint says the same is tested.
USUAL: dict[tuple[str, str], Basis] = {
    **{(unit, f"GBP / {unit} / year"): "annual" for unit in COUNTED if unit != "GBP"},
    **{(unit, f"GBP / {unit}"): "once" for unit in COUNTED if unit != "GBP"},
}


class UnitMismatch(ValueError):
    """A quantity and a value whose units do not multiply to pounds."""


@cache
def registry() -> UnitRegistry[Decimal]:
    """The project's own registry: each counted unit is a separate dimension, and so is the year."""
    from pint import UnitRegistry  # costs a tenth of a second, so only when something is valued

    ureg: UnitRegistry[Decimal] = UnitRegistry(None, non_int_type=Decimal)
    for unit in COUNTED:
        ureg.define(f"{unit} = [{unit}]")
    ureg.define("year = [outcome_time]")
    return ureg


@cache
def basis(quantity_unit: str, value_unit: str) -> Basis:
    """How a value applies to a quantity: for each year the outcome lasts, or once.

    Args:
        quantity_unit: such as ``person``.
        value_unit: such as ``GBP / person / year``.

    Raises:
        UnitMismatch: when quantity x value is neither pounds nor pounds per year.
    """
    return USUAL.get((quantity_unit, value_unit)) or by_pint(quantity_unit, value_unit)


def by_pint(quantity_unit: str, value_unit: str) -> Basis:
    """`basis`, worked out by pint; it takes a tenth of a second to be imported."""
    from pint.errors import PintError

    ureg = registry()
    try:
        product = ureg.Unit(quantity_unit) * ureg.Unit(value_unit)
    except (PintError, ValueError, TypeError, AttributeError, AssertionError) as err:
        msg = f"“{value_unit}” is not a unit of value known here ({err})"
        raise UnitMismatch(msg) from None
    if product == ureg.Unit("GBP"):
        return "once"
    if product == ureg.Unit("GBP / year"):
        return "annual"
    msg = f"a quantity in “{quantity_unit}” cannot be valued in “{value_unit}”"
    raise UnitMismatch(msg)
