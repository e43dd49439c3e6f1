"""What was spent, as a person writes it: one amount, one with its range, or one for each year."""

from __future__ import annotations

import re

from socialvalue.money import pounds_in
from socialvalue.published.prices import PriceBase
from socialvalue.records.returns import Cost


def costs_in(text: str) -> tuple[Cost, ...]:
    """Costs written as ``120000``, ``100000:120000:150000`` or ``2023-24=120000,2024-25=130000``.

    Raises:
        ValueError: for anything else.
    """
    if "=" not in text:
        return (_cost_in(text, None),)
    parts = [part.partition("=") for part in re.split(r",(?=[^,=]*=)", text)]
    if any(not sign for _, sign, _ in parts):
        msg = f"“{text}” is not a cost by year: write 2023-24=120000,2024-25=130000"
        raise ValueError(msg)
    return tuple(_cost_in(amount, PriceBase.of(year.strip())) for year, _, amount in parts)


def _cost_in(text: str, year: PriceBase | None) -> Cost:
    amounts = [pounds_in(part.strip()) for part in text.split(":")]
    if len(amounts) == 3:
        return Cost(amounts[1], year=year, low=amounts[0], high=amounts[2])
    if len(amounts) != 1:
        msg = f"“{text}” is not a cost: write one amount, or low, central and high as 100000:120000:150000"
        raise ValueError(msg)
    return Cost(amounts[0], year=year)
