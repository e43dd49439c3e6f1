"""One line valued: from a quantity to pounds, a step at a time.

quantity x value -> full-time equivalents -> price base -> years = gross
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
from socialvalue.methods import NAMES, OWN, SHARES, Method, Name, Setting
from socialvalue.money import total
from socialvalue.outcomes import Outcome, Vocabulary
from socialvalue.prices import Index, OutsideIndex, PriceBase, load_index
from socialvalue.problems import Place, Problem, note, warning
from socialvalue.results import Figure, ResultLine, Step, YearValue
from socialvalue.returns import Line
from socialvalue.units import basis

#: Shares taken off the gross figure, in the order in which they are shown; the order does not change the net.
TAKEN_OFF: tuple[Name, ...] = tuple(name for name in SHARES if name != "drop-off")

#: The step that takes a reference case off.
REFERENCE = "reference case"


class Steps:
    """The arithmetic of a line as it grows: each step's amount is the one before it, changed by the step."""

    def __init__(self, quantity: Decimal, unit: str) -> None:
        self.amount = quantity
        self.taken = [Step(f"quantity ({unit})", None, quantity)]

    def times(self, step: str, factor: Decimal, source: str = "") -> None:
        """Multiply by a factor."""
        self.amount *= factor
        self.taken.append(Step(step, factor, self.amount, source))

    def minus(self, step: str, less: Decimal, source: str = "", factor: Decimal | None = None) -> None:
        """Take an amount off; `factor` says what that comes to as a share kept, where it has one."""
        self.amount -= less
        self.taken.append(Step(step, factor, self.amount, source, less))


@frozen(slots=False)
class Valuer:
    """Values lines with one bank and one method.

    Attributes:
        bank, method, vocabulary: what lines are valued with.
        quantities: the quantity of each outcome over the whole return, for reference cases.
        doubts: what came to light on the way, once each.
        missing: the outcomes for which a figure that the method requires was not given, by name.
    """

    bank: Bank
    method: Method
    vocabulary: Vocabulary
    quantities: Mapping[str, Decimal]
    doubts: dict[str, Problem] = field(factory=dict, init=False)
    missing: dict[Name, list[str]] = field(factory=dict, init=False)
    _settings: dict[str, dict[Name, Setting | None]] = field(factory=dict, init=False)
    _price_steps: dict[str, tuple[str, Decimal, str] | None] = field(factory=dict, init=False)

    def valuation(self, line: Line) -> tuple[Valuation | None, str]:
        """The value for a line, or None and the reason why there is none."""
        outcome = self.vocabulary[line.outcome]
        if outcome.flow == "stock":
            return None, "a stock is a total at a date, not a change, and is not valued"
        whole = outcome.part_of
        if whole is not None and whole in self.quantities and self.bank.find(whole, on=line.period.start):
            return None, f"a detail of {whole}, which is valued as a whole"
        found = self.bank.find(line.outcome, age=line.age, area=line.area, on=line.period.start)
        return found, "" if found else self.bank.why_none(line.outcome, line.period.start)

    def lines(self, line: Line, valuation: Valuation) -> Iterator[ResultLine]:
        """The line valued: one result for each kind of value.

        Raises:
            UnitMismatch: when quantity and value do not multiply to pounds.
            OutsideIndex: when the price base cannot be reached.
        """
        outcome = self.vocabulary[line.outcome]
        annual = basis(outcome.unit, valuation.unit) == "annual"
        figures = self._figures(line, outcome, annual=annual)
        years = figures["years"].value if "years" in figures else Decimal(1)
        first_year = self._first_year(line)
        for kind, unit_value in valuation.parts().items():
            steps = Steps(line.quantity or Decimal(0), outcome.unit)
            steps.times("unit value", unit_value, self.bank.cite(valuation))
            if "fte" in figures:
                steps.times("full-time equivalents", figures["fte"].value, figures["fte"].origin)
            self._rebase(steps, valuation)
            if years != 1:
                steps.times("years", years, figures["years"].origin)
            gross = steps.amount
            self._take_off(steps, outcome, figures, gross)
            by_year = self._over_time(steps, figures, years, first_year)
            taken = tuple(steps.taken)
            yield ResultLine(
                line, valuation, kind, unit_value, gross, steps.amount, taken, by_year, figures, first_year
            )

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
            factor = (growth[to] / growth[start]) ** power
            origin = f"({growth[to]} / {growth[start]}) ^ {power}, {self.method.growth_source or OWN}"
            steps.times(f"real GDP per head, {start} to {to}, to the power {power}", factor, origin)

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
        if valuation.wellby and self.method.growth is None:
            mark += "; prices only, without growth of GDP per head"
        origin = f"{point.working}, {self._index.title}, {self._index.edition}{mark}"
        return f"prices of {start} to {to}", point.value, origin

    @cached_property
    def _index(self) -> Index:
        return load_index(self.method.index)

    def _figures(self, line: Line, outcome: Outcome, *, annual: bool) -> dict[str, Figure]:
        """The figures that hold for a line: its own, else the method's.

        Deadweight is left out where a comparison group or a reference case stands for it, and what depends on time
        where the value is for once.
        """
        figures: dict[str, Figure] = {}
        settings = self._settings.get(outcome.id)
        if settings is None:
            settings = {name: self.method.setting(name, outcome.id, outcome.category) for name in NAMES}
            self._settings[outcome.id] = settings
        instead = self.method.comparison_group or any(case.outcome == outcome.id for case in self.method.reference)
        for name in NAMES:
            if (name == "deadweight" and instead) or (name in ("fte", "years", "drop-off") and not annual):
                continue
            own: Decimal | None = getattr(line, name, None)
            setting = settings[name]
            if own is not None:
                figures[name] = Figure(own, _where(line))
            elif name == "years" and self.method.part_year == "prorate" and line.start and line.end:
                origin = f"{_where(line)}, {line.start} to {line.end}"
                figures[name] = Figure(years_between(line.start, line.end), origin)
            elif setting is not None:
                figures[name] = Figure(setting.value, setting.origin, setting)
            elif name in self.method.requires and outcome.label not in self.missing.setdefault(name, []):
                self.missing[name].append(outcome.label)
        return figures

    def _take_off(self, steps: Steps, outcome: Outcome, figures: Mapping[str, Figure], gross: Decimal) -> None:
        if self.method.comparison_group:
            steps.times("deadweight", Decimal(1), "none is taken: the quantity is net of a comparison group")
        elif any(case.outcome == outcome.id for case in self.method.reference):
            steps.times("deadweight", Decimal(1), "none is taken: the reference case stands for it")
        for name in TAKEN_OFF:
            if name in figures:
                steps.times(name, 1 - figures[name].value, figures[name].origin)
        if "multiplier" in figures:
            steps.times("multiplier", figures["multiplier"].value, figures["multiplier"].origin)
        everything = self.quantities.get(outcome.id)
        if not everything:
            return
        for case in self.method.reference:
            if case.outcome == outcome.id:
                # The case stands for the whole outcome: each line bears it in proportion to its quantity.
                less = gross * case.quantity / everything * case.kept
                steps.minus(REFERENCE, less, str(case.source) if case.source else OWN)

    def _over_time(
        self, steps: Steps, figures: Mapping[str, Figure], years: Decimal, first_year: int
    ) -> tuple[YearValue, ...]:
        """Drop-off and discounting, each as the one factor it comes to over all the years.

        The amount itself is taken off, not multiplied by: a year's value is exact, and so is a sum of years, where a
        factor (a third, for one year kept of three) is not.
        """
        drop = figures.get("drop-off")
        yearly = steps.amount / years
        kept = kept_by_year(years, drop.value if drop else Decimal(0))
        present = [part * discount_factor(self.method.discount, first_year + year) for year, part in enumerate(kept)]
        if drop is not None and len(kept) > 1:
            steps.minus("drop-off", yearly * (years - total(kept)), drop.origin, total(kept) / years)
        if present != kept:
            factor = total(present) / total(kept)
            steps.minus("discounting", yearly * (total(kept) - total(present)), self.method.discount, factor)
        if len(kept) == 1:
            return ()
        parts = zip(kept, present, strict=True)
        return tuple(YearValue(first_year + y, yearly * part, yearly * value) for y, (part, value) in enumerate(parts))

    def _first_year(self, line: Line) -> int:
        """Whole financial years from the base year to the outcome's first; 0 for one before it."""
        if self.method.base_year is None:
            return 0
        return max(0, PriceBase.on(line.start or line.period.start, financial=True).start - self.method.base_year)


def _where(line: Line) -> str:
    return f"the return, {line.place}" if str(line.place) else "the return"


def kept_by_year(years: Decimal, drop: Decimal) -> list[Decimal]:
    """What is left in each year an outcome lasts, in parts of its first whole year.

    A whole year counts 1 and a last part of a year that part; each year after the first keeps 1 - drop of the one
    before (A guide to Social Return on Investment, 2012).
    """
    kept: list[Decimal] = []
    share = Decimal(1)
    while years > 0:
        kept.append(share * min(years, Decimal(1)))
        share *= 1 - drop
        years -= 1
    return kept


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
