"""Money, ratios and exact figures as texts of JSON: never floats."""

from __future__ import annotations

from decimal import Decimal

from socialvalue.money import pence, places, plain


def money_text(amount: Decimal | None) -> str | None:
    """Pounds and pence: ``1426660.25``; None stays None."""
    return None if amount is None else f"{pence(amount):f}"


def ratio_text(number: Decimal | None) -> str | None:
    """A ratio or a share to four decimals; None stays None."""
    return None if number is None else f"{places(number, 4):f}"


def exact(number: Decimal | None) -> str | None:
    """A decimal in full, as text."""
    return None if number is None else plain(number)
