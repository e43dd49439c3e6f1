"""The figure of one assumption at which the total equals the cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.valuing.uncertainty.assumptions import Key
from socialvalue.valuing.uncertainty.terms import ONE, ZERO, Term, evaluate


def break_even(
    terms: Sequence[Term[Decimal]], central: Mapping[Key, Decimal], key: Key, cost: Decimal
) -> Decimal | None:
    """The figure of one assumption at which the total equals the cost; None where no figure it may take does that.

    The total is a straight line in every assumption but drop-off and years, where the figure is searched for between
    its limits, to 25 digits.
    """

    def short(figure: Decimal) -> Decimal:
        return evaluate(terms, {**central, key: figure}) - cost

    name = key[0]
    least, most = ZERO, ADJUSTMENTS[name].most if name in ADJUSTMENTS else Decimal("Infinity")
    if name not in ("drop-off", "years"):
        start, slope = short(ZERO), short(ONE) - short(ZERO)
        figure = -start / slope if slope else None
        return figure if figure is not None and least <= figure <= most else None
    below, above = short(least), short(most)
    if below == above or (below > 0) == (above > 0):
        return None
    for _ in range(100):
        middle = (least + most) / 2
        if (short(middle) > 0) == (below > 0):
            least = middle
        else:
            most = middle
    return (least + most) / 2
