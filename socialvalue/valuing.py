"""One line valued: from a quantity to pounds, a step at a time.

quantity x value -> price base -> years = gross
gross -> less what would have happened anyway, belongs to others or is lost -> drop-off -> discounting = net
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from socialvalue.banks import Bank, Valuation
from socialvalue.discounting import discount_factor
from socialvalue.methods import OWN, Method, Name
from socialvalue.money import total
from socialvalue.outcomes import Outcome, Vocabulary
from socialvalue.prices import Index, OutsideIndex, PriceBase, load_index
from socialvalue.problems import Place, Problem, note, warning
from socialvalue.results import ResultLine, Step, YearValue
from socialvalue.returns import Line
from socialvalue.units import basis

#: Shares taken off the gross figure, in the order in which they are shown; the order does not change the net.
TAKEN_OFF: tuple[Name, ...] = (
    "deadweight",
    "displacement",
    "leakage",
    "substitution",
    "attribution",
    "optimism-bias",
)


class Steps:
    """The arithmetic of a line as it grows: each step's amount is the one before it, changed by the step."""

    def __init__(self, quantity: Decimal, unit: str) -> None:
        self.amount = quantity
        self.taken = [Step(f"quantity ({unit})", None, quantity)]

    def times(self, step: str, factor: Decimal, source: str = "") -> None:
        """Multiply by a factor."""
        self.amount *= factor
        self.taken.append(Step(step, factor, self.amount, source))

    def minus(self, step: str, less: Decimal, source: str = "") -> None:
        """Take an amount off."""
        self.amount -= less
        self.taken.append(Step(step, None, self.amount, source, less))


@frozen(slots=False)
class Valuer:
    """Values lines with one bank and one method.

    Attributes:
        bank, method, vocabulary: what lines are valued with.
        quantities: the quantity of each outcome over the whole return, for reference cases.
        doubts: what came to light on the way, once each.
    """

    bank: Bank
    method: Method
    vocabulary: Vocabulary
    quantities: Mapping[str, Decimal]
    doubts: dict[str, Problem] = field(factory=dict, init=False)
    _price_steps: dict[str, tuple[str, Decimal, str] | None] = field(factory=dict, init=False)

    def valuation(self, line: Line) -> tuple[Valuation | None, str]:
        """The value for a line, or None and the reason why there is none."""
        if self.vocabulary[line.outcome].flow == "stock":
            return None, "a stock is a total at a date, not a change, and is not valued"
        found = self.bank.find(line.outcome, age=line.age, area=line.area, on=line.period.start)
        return found, "" if found else f"no value in {self.bank.id}"

    def lines(self, line: Line, valuation: Valuation) -> Iterator[ResultLine]:
        """The line valued: one result for each kind of value.

        Raises:
            UnitMismatch: when quantity and value do not multiply to pounds.
            OutsideIndex: when the price base cannot be reached.
        """
        outcome = self.vocabulary[line.outcome]
        annual = basis(outcome.unit, valuation.unit) == "annual"
        weights = self._weights(line, outcome) if annual else (Decimal(1),)
        for kind, unit_value in valuation.parts().items():
            steps = Steps(line.quantity or Decimal(0), outcome.unit)
            steps.times("unit value", unit_value, f"{self.bank.id} {valuation.code}")
            self._rebase(steps, valuation)
            if weights != (Decimal(1),):
                steps.times("years", total(weights), self._origin("years", line, outcome))
            gross = steps.amount
            self._take_off(steps, line, outcome, gross)
            years = self._over_time(steps, line, outcome, weights)
            yield ResultLine(line, valuation, kind, unit_value, gross, steps.amount, tuple(steps.taken), years)

    def _rebase(self, steps: Steps, valuation: Valuation) -> None:
        if valuation.code not in self._price_steps:
            self._price_steps[valuation.code] = self._price_step(valuation)
        step = self._price_steps[valuation.code]
        if step is None:
            return
        steps.times(*step)
        growth = self.method.growth
        if valuation.wellby and growth is not None:
            start, to = str(valuation.prices), str(self.method.prices)
            if not {start, to} <= growth.keys():
                msg = f"the growth series of {self.method.id} does not hold both {start} and {to}"
                raise OutsideIndex(msg)
            power = self.method.growth_exponent
            steps.times(
                f"real GDP per head, {start} to {to}, to the power {power}", (growth[to] / growth[start]) ** power
            )

    def _price_step(self, valuation: Valuation) -> tuple[str, Decimal, str] | None:
        start, to = valuation.prices, self.method.prices
        if to is None or to == start:
            return None
        point = self._index.factor(start, to)
        if point.forecast:
            message = f"{self._index.title}: a point used to reach prices of {to} is a forecast."
            self.doubts["forecast"] = note(
                "forecast-index", Place(), message, "Calculate again when the outturn is published."
            )
        if valuation.prices_assumed:
            message = f"No source states the price year of {valuation.code}; it is taken as {start}."
            self.doubts[valuation.code] = warning(
                "price-year-assumed", Place(key=valuation.code), message, "Say so beside the figure."
            )
        mark = " (forecast)" if point.forecast else ""
        return f"prices of {start} to {to}", point.value, f"{self._index.title}, {self._index.edition}{mark}"

    @cached_property
    def _index(self) -> Index:
        return load_index(self.method.index)

    def _take_off(self, steps: Steps, line: Line, outcome: Outcome, gross: Decimal) -> None:
        cases = [case for case in self.method.reference if case.outcome == outcome.id]
        for name in TAKEN_OFF:
            # A comparison group or a reference case is the deadweight already.
            if name == "deadweight" and (self.method.comparison_group or cases):
                continue
            share = self._figure(name, line, outcome)
            if share is not None:
                steps.times(name, 1 - share, self._origin(name, line, outcome))
        multiplier = self._figure("multiplier", line, outcome)
        if multiplier is not None:
            steps.times("multiplier", multiplier, self._origin("multiplier", line, outcome))
        everything = self.quantities.get(outcome.id)
        for case in cases if everything else ():
            # The case stands for the whole outcome: each line bears it in proportion to its quantity.
            share = case.quantity / everything if everything else Decimal(0)
            steps.minus("reference case", gross * share * case.kept, str(case.source) if case.source else OWN)

    def _over_time(
        self, steps: Steps, line: Line, outcome: Outcome, weights: tuple[Decimal, ...]
    ) -> tuple[YearValue, ...]:
        """Drop-off and discounting, each as the one factor it comes to over all the years."""
        drop = self._figure("drop-off", line, outcome) or Decimal(0)
        offset = self._first_year(line)
        yearly = steps.amount / total(weights)
        kept = [weight * (1 - drop) ** year for year, weight in enumerate(weights)]
        present = [part * discount_factor(self.method.discount, offset + year) for year, part in enumerate(kept)]
        if kept != list(weights):
            steps.times("drop-off", total(kept) / total(weights), self._origin("drop-off", line, outcome))
        if present != kept:
            steps.times("discounting", total(present) / total(kept), self.method.discount)
        if len(weights) == 1:
            return ()
        parts = zip(kept, present, strict=True)
        return tuple(YearValue(offset + y, yearly * part, yearly * value) for y, (part, value) in enumerate(parts))

    def _first_year(self, line: Line) -> int:
        """Whole financial years from the base year to the outcome's first."""
        if self.method.base_year is None:
            return 0
        return max(0, PriceBase.on(line.start or line.period.start, financial=True).start - self.method.base_year)

    def _weights(self, line: Line, outcome: Outcome) -> tuple[Decimal, ...]:
        """The years an outcome lasts: a 1 for each whole one, then the remainder."""
        years = self._figure("years", line, outcome) or Decimal(1)
        if self.method.part_year == "prorate" and line.start and line.end:
            years = years_between(line.start, line.end)
        whole, rest = divmod(years, 1)
        return (Decimal(1),) * int(whole) + ((rest,) if rest else ())

    def _figure(self, name: Name, line: Line, outcome: Outcome) -> Decimal | None:
        own: Decimal | None = getattr(line, name, None)
        if own is not None:
            return own
        setting = self.method.setting(name, outcome.id, outcome.category)
        return setting.value if setting else None

    def _origin(self, name: Name, line: Line, outcome: Outcome) -> str:
        setting = self.method.setting(name, outcome.id, outcome.category)
        if getattr(line, name, None) is not None or setting is None:
            return f"the return, {line.place}" if str(line.place) else "the return"
        return setting.origin


def years_between(start: dt.date, end: dt.date) -> Decimal:
    """Years from a first day to a last, both included: whole years, and the days left over those of their year."""
    after = end + dt.timedelta(days=1)
    whole = after.year - start.year - ((after.month, after.day) < (start.month, start.day))
    anniversary = _anniversary(start, whole)
    following = _anniversary(start, whole + 1)
    return whole + Decimal((after - anniversary).days) / (following - anniversary).days


def _anniversary(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 3, 1)
