"""Exact arithmetic on pounds, and the one place where a figure is rounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from operator import index

#: Every division, power and product of money is carried in this context: 50 significant digits.
EXACT = Context(prec=50)

#: Figures of so many digits before the point, or places after it, are no figures of anything: multiplied and added up
#: they would not fit `EXACT`, or take for ever.
_MOST_DIGITS, _MOST_PLACES = 30, 1_000

#: Places of a number carried to 50 digits that are sure, whatever was divided and multiplied on the way.
_SURE = 30
_SUREST = Decimal(1).scaleb(-_SURE)


def decimal(value: Decimal | int | str) -> Decimal:
    """The exact decimal of a whole number (also one of numpy), a decimal or its text.

    Raises:
        TypeError: for a float, which is not exact.
        ValueError: for text that is not a finite number.
    """
    if type(value) is Decimal and value.is_finite() and -_MOST_PLACES < value.adjusted() < _MOST_DIGITS:
        return value
    try:
        number = Decimal(value if isinstance(value, Decimal | str) else _whole(value))
    except ArithmeticError:
        msg = f"not a number: {value!r}"
        raise ValueError(msg) from None
    if not number.is_finite():
        msg = f"not a finite number: {value!r}"
        raise ValueError(msg)
    if not -_MOST_PLACES < number.adjusted() < _MOST_DIGITS:
        msg = f"not a number to be believed: {str(value)[:40]}"
        raise ValueError(msg)
    return number


def _whole(value: object) -> int:
    try:
        if not isinstance(value, bool):
            return index(value)  # type: ignore[arg-type] # what is no whole number is told below
    except TypeError:
        pass
    msg = f"an exact number is needed (int, Decimal or text), not {value!r}"
    raise TypeError(msg)


def optional_decimal(value: Decimal | int | str | None) -> Decimal | None:
    """`decimal`, with None kept as None."""
    return None if value is None else decimal(value)


def fraction(text: str) -> Decimal:
    """The exact number a person wrote, where ``20%`` is 0.2 and ``£1,200`` is 1200.

    A comma is accepted only between thousands, so that ``0,1`` is refused rather than read as 1.

    Raises:
        ValueError: for text that is not a number, or would be another one with its commas taken out.
    """
    written = re.fullmatch(r"£? ?(-?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?)\s?(%?)", text.strip())
    if written is None or not written[1].strip("-"):
        msg = f"“{text}” is not a number: write one such as 1200, 0.2 or 20%"
        raise ValueError(msg)
    number = decimal(written[1].replace(",", ""))
    return number.scaleb(-2) if written[2] else number


def written(value: Decimal | int | str) -> Decimal:
    """The exact number that a program gives, or that a person wrote; raises as `decimal` and `fraction` do."""
    return fraction(value) if isinstance(value, str) else decimal(value)


def optional_written(value: Decimal | int | str | None) -> Decimal | None:
    """`written`, with None kept as None."""
    return None if value is None else written(value)


def pounds_in(value: Decimal | int | str) -> Decimal:
    """The pounds that a program gives, or that a person wrote, as in ``£25,000``: exact, and 0 or more.

    Raises:
        TypeError: for a float, which is not exact.
        ValueError: for text that is not an amount, a share, or an amount below zero.
    """
    amount = written(value)
    if amount < 0 or (isinstance(value, str) and "%" in value):
        msg = f"“{value}” is not an amount in pounds of 0 or more"
        raise ValueError(msg)
    return amount


def optional_pounds(value: Decimal | int | str | None) -> Decimal | None:
    """`pounds_in`, with None kept as None."""
    return None if value is None else pounds_in(value)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, carried in `EXACT`."""
    with localcontext(EXACT):
        return sum(amounts, Decimal(0))


def pence(amount: Decimal) -> Decimal:
    """The amount rounded to the penny, halves up (away from zero)."""
    return places(amount, 2)


def places(number: Decimal, decimals: int) -> Decimal:
    """The number rounded to so many decimals, halves up (away from zero).

    What is carried to 50 digits (three thirds of a half) is first brought to 30 places, so that a half is a half.
    """
    step = Decimal(1).scaleb(-decimals)
    if -int(number.as_tuple().exponent) > _SURE and number.adjusted() < EXACT.prec - _SURE:
        number = number.quantize(_SUREST, context=EXACT)
    return number.quantize(step, rounding=ROUND_HALF_UP, context=EXACT)


def percent(share: Decimal, decimals: int = 1) -> str:
    """A share as a percentage, to a tenth where it needs one, or to fewer decimals."""
    return f"{plain(places(share * 100, decimals))}%"


def rounded(amount: Decimal, unit: Decimal = Decimal(1)) -> Decimal:
    """The amount to the nearest `unit` (a penny, a pound, a thousand pounds), halves up (away from zero)."""
    return EXACT.multiply(places(EXACT.divide(amount, unit), 0), unit)


def apportioned(amounts: Sequence[Decimal], unit: Decimal = Decimal(1), whole: Decimal | None = None) -> list[Decimal]:
    """The amounts rounded to `unit` so that they add up to their rounded sum, by the largest remainder.

    Args:
        amounts: the parts.
        unit: what each is rounded to.
        whole: what they must add up to, a multiple of the unit; their rounded sum when None.
    """
    parts = [EXACT.divide(amount, unit) for amount in amounts]
    floors = [part.to_integral_value(ROUND_FLOOR) for part in parts]
    wanted = rounded(total(amounts), unit) if whole is None else whole
    more = int(EXACT.divide(wanted, unit) - total(floors))
    order = sorted(range(len(parts)), key=lambda number: floors[number] - parts[number])
    for turn in range(abs(more)):
        floors[order[turn % len(order)] if more > 0 else order[-1 - turn % len(order)]] += 1 if more > 0 else -1
    return [EXACT.multiply(floor, unit) for floor in floors]


def plain(number: Decimal) -> str:
    """The number in full, without an exponent or trailing zeros after the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def pounds(amount: Decimal) -> str:
    """The amount as people write it: ``£3,063,571``, with pence only where there are any."""
    rounded = pence(amount)
    sign = "-" if rounded < 0 else ""
    whole = rounded == rounded.to_integral_value()
    return f"{sign}£{abs(rounded):,.0f}" if whole else f"{sign}£{abs(rounded):,.2f}"


def whole_pounds(amount: Decimal) -> str:
    """The amount for a reader in a hurry: whole pounds, halves up, from a thousand on; else with its pence."""
    return pounds(places(amount, 0) if abs(amount) >= 1000 else amount).replace("-", "−")


def count(quantity: Decimal) -> str:
    """The quantity with thousands separators: ``1,285``."""
    return f"{Decimal(plain(quantity)):,}"
