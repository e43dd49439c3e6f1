"""One line valued: from a quantity to pounds, a step at a time.

quantity x value -> full-time equivalents -> price base -> years = gross
gross -> less what would have happened anyway, belongs to others or is lost -> drop-off -> discounting = net
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from attrs import field, fields_dict, frozen

from socialvalue.adjustments import ADJUSTMENTS, NAMES, OF_ADDITIONAL, TAKEN_OFF, Name
from socialvalue.money import pounds, total
from socialvalue.problems import Place, Problem, note, warning
from socialvalue.published.banks import Bank
from socialvalue.published.discounting import discount_factor
from socialvalue.published.method_settings import OWN, Setting
from socialvalue.published.methods import Method, Reference
from socialvalue.published.outcomes import Outcome
from socialvalue.published.prices import Index, OutsideIndex, PriceBase, load_index
from socialvalue.published.valuations import Kind, Valuation
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.periods import Period, significant, years_between
from socialvalue.records.registers import Lines
from socialvalue.records.result_lines import Figure, ResultLine, Step, StepKind, YearValue
from socialvalue.records.returns import Line
from socialvalue.units import basis


class Steps:
    """The arithmetic of a line as it grows: each step's amount is the one before it, changed by the step."""

    def __init__(self, quantity: Decimal) -> None:
        self.amount: Decimal = quantity
        self.taken: list[Step] = [Step("quantity", None, quantity)]

    def times(self, step: Multiplier) -> None:
        """Multiply by a factor."""
        self.amount *= step.factor
        self.taken.append(Step(step.kind, step.factor, self.amount, step.source, None, step.prices, step.power))

    def minus(self, kind: StepKind, less: Decimal, source: str = "", factor: Decimal | None = None) -> None:
        """Take an amount off; `factor` says what that comes to as a share kept, where it has one."""
        self.amount -= less
        self.taken.append(Step(kind, factor, self.amount, source, less))


@frozen
class Multiplier:
    """A step that multiplies; see `socialvalue.records.result_lines.Step`."""

    kind: StepKind
    factor: Decimal
    source: str
    prices: tuple[PriceBase, PriceBase] | None = None
    power: Decimal | None = None


#: Adjustments that a line may give for itself.
_OWN = tuple(name for name in NAMES if name in fields_dict(Line))
_own_adjustments = attrgetter(*_OWN)
_NONE = (None,) * len(_OWN)
_ZERO = Decimal(0)


@frozen
class Terms:
    """Everything lines are valued by except their quantity, so that lines alike share it.

    Attributes:
        parts: the kinds of value, and pounds per unit of each.
        cited: the bank and code they come from.
        to_gross, to_net: the steps that multiply.
        reference: the cases taken off, each with the quantity of the outcome in the whole return.
        of_additional: the steps that multiply what is left after a reference case.
        figures: what the steps were made of.
        years: how long the outcome lasts.
        kept, present: what is left in each year, in parts of the first whole one; and its present value.
        first_year: how many years after the base year it starts.
    """

    parts: tuple[tuple[Kind, Decimal], ...]
    cited: str
    to_gross: tuple[Multiplier, ...]
    to_net: tuple[Multiplier, ...]
    reference: tuple[tuple[Reference, Decimal], ...]
    of_additional: tuple[Multiplier, ...]
    figures: Mapping[str, Figure]
    years: Decimal
    kept: tuple[Decimal, ...]
    present: tuple[Decimal, ...]
    first_year: int


#: What decides the terms of every line, beside its days: the value that is found (`Valuer.valuations`), and what is
#: taken off it (`Valuer._figures`). What these look at must be here, or rows worth different pounds are added up; and
#: in `decisive`, where there are such rules, what makes a value give way (`claims.GivenWay`).
_DECISIVE = ("outcome", "period", "age", "area", *_OWN)


def decisive(lines: Lines, bank: Bank, vocabulary: Vocabulary) -> list[str]:
    """The fields that decide what one unit of a line is worth: rows of a register alike in them share their terms.

    What else decides is the days (`decided_by_days`). Whether it is a person's claim, and whose project pays, decides
    no pounds, but is told apart by totals.
    """
    outcomes = lines.values("outcome")
    replaced = any(rule.outcome in outcomes and outcomes & set(rule.replaces) for rule in bank.claiming.replaces)
    if replaced or any(vocabulary[name].flow == "stock" or vocabulary[name].part_of for name in outcomes):
        return [*_DECISIVE, "organisation", "project"]  # for what else the organisation reports decides
    return [*_DECISIVE]


def decided_by_days(lines: Lines, bank: Bank, method: Method) -> Callable[[dt.date | None, dt.date | None], Hashable]:
    """What the days from which and to which an outcome lasted decide, for lines that share all else."""
    outcomes = lines.values("outcome")
    to_the_day = any(_days_count(method, wellby=value.wellby) for value in bank if value.outcome in outcomes)
    return _year_and_length if to_the_day else _year


def _days_count(method: Method, *, wellby: bool) -> bool:
    """Whether the days it lasted decide what an outcome is worth: by the method, or as a WELLBY, which is a year's."""
    return method.part_year == "prorate" or wellby


def _year_and_length(start: dt.date | None, end: dt.date | None) -> Hashable:
    """The financial year it starts in, and how long it lasted."""
    year = _starts(start)
    return year if start is None or end is None else (year, years_between(start, end))


def _year(start: dt.date | None, end: dt.date | None) -> Hashable:
    """The financial year it starts in; what lasted a short time is worth the same, and told apart for a warning."""
    year = _starts(start)
    return year if start is None or end is None or significant(start, end) else (year, "short")


def _starts(start: dt.date | None) -> int | None:
    return None if start is None else PriceBase.on(start, financial=True).start


@frozen(slots=False)
class Valuer:
    """Value lines with one bank and one method.

    Attributes:
        bank, method, vocabulary: what lines are valued with.
        quantities: the quantity of each outcome over the whole return, for reference cases.
        wholes: the outcomes each organisation reports, with their periods: a detail of one is not valued beside it.
        until: how long a claim lasts before another for the same person begins, and which, by the line's identity.
        year_0: the financial year from which years count; that of each outcome itself when None.
        doubts: the warnings and notes met on the way, once each.
        missing: the outcomes for which a figure that the method requires was not given, by name.
    """

    bank: Bank
    method: Method
    vocabulary: Vocabulary
    quantities: Mapping[str, Decimal]
    wholes: Mapping[tuple[str, str], Sequence[Period]] = {}
    until: Mapping[int, tuple[Decimal, Line]] = {}
    year_0: int | None = None
    doubts: dict[str, Problem] = field(factory=dict, init=False)
    missing: dict[Name, list[str]] = field(factory=dict, init=False)
    _settings: dict[str, dict[Name, Setting | None]] = field(factory=dict, init=False)
    _found: dict[object, tuple[list[Valuation], str]] = field(factory=dict, init=False)
    _terms: dict[object, Terms] = field(factory=dict, init=False)

    def valuations(self, line: Line) -> tuple[list[Valuation], str]:
        """The values for a line, one of each kind, and where there is none the reason."""
        key: object = (line.outcome, line.age, line.area, line.period)
        if self.vocabulary[line.outcome].part_of is not None:
            key = key, line.organisation
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find(line)
        return found

    def _find(self, line: Line) -> tuple[list[Valuation], str]:
        outcome = self.vocabulary[line.outcome]
        if outcome.flow == "stock":
            return [], "a stock is a total at a date, not a change, and is not valued"
        whole = outcome.part_of
        if whole is not None and self._reported(whole, line) and self.bank.find(whole, on=line.period.start):
            return [], f"a detail of {whole}, which is valued as a whole"
        found = self.bank.find_all(line.outcome, age=line.age, area=line.area, on=line.period.start)
        last = {
            value.kind: value
            for value in self.bank.find_all(line.outcome, age=line.age, area=line.area, on=line.period.end)
        }
        for value in found:
            later = last.get(value.kind)
            if later is not None and value.amount != later.amount:
                message = (
                    f"{outcome.label}: the value changes within {line.period}, from {pounds(value.amount)} to "
                    f"{pounds(later.amount)}; {pounds(value.amount)} is used for all of it."
                )
                remedy = "Report by month, so that each part has its own."
                doubt = warning("rate-changes", line.place, message, remedy)
                self.doubts.setdefault(f"rate {outcome.id} {value.kind} {line.period}", doubt)
        return found, "" if found else self.bank.why_none(line.outcome, line.period.start)

    def _reported(self, whole: str, line: Line) -> bool:
        """Whether the organisation reports the whole for a time that overlaps the line's."""
        return any(
            period.start <= line.period.end and line.period.start <= period.end
            for period in self.wholes.get((whole, line.organisation), ())
        )

    def lines(self, line: Line, valuation: Valuation) -> Iterator[ResultLine]:
        """The line valued: one result for each kind of value.

        Raises:
            UnitMismatch: when quantity and value do not multiply to pounds.
            OutsideIndex: when the price base cannot be reached.
        """
        terms = self._terms_of(line, valuation)
        for kind, unit_value in terms.parts:
            steps = Steps(line.quantity or _ZERO)
            steps.times(Multiplier("unit value", unit_value, terms.cited))
            for step in terms.to_gross:
                steps.times(step)
            gross = steps.amount
            for step in terms.to_net:
                steps.times(step)
            for case, everything in terms.reference:
                # The case is of the whole outcome: each line bears it in proportion to its quantity.
                less = gross * case.quantity / everything * case.kept
                steps.minus("reference case", less, str(case.source) if case.source else OWN)
            for step in terms.of_additional:
                steps.times(step)
            by_year = self._over_time(steps, terms)
            yield ResultLine(
                line,
                valuation,
                kind,
                unit_value,
                gross,
                steps.amount,
                tuple(steps.taken),
                by_year,
                terms.figures,
                terms.first_year,
                self._wellby(valuation),
            )

    def _wellby(self, valuation: Valuation) -> Valuation | None:
        """The WELLBY that a value is made of, where it is made of one."""
        if valuation.effect is not None:
            return self.bank[valuation.effect.wellby]
        return valuation if valuation.wellby and valuation.outcome == "wellby" else None

    def _terms_of(self, line: Line, valuation: Valuation) -> Terms:
        """What a line is valued by: shared by lines without adjustments of their own, whose days do not count."""
        own = _own_adjustments(line) != _NONE or id(line) in self.until  # whose steps name the line they come from
        if own or (line.start and line.end and _days_count(self.method, wellby=valuation.wellby)):
            return self._worked_out(line, valuation)
        key = valuation.key, line.period, self._first_year(line)
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = self._worked_out(line, valuation)
        return found

    def _worked_out(self, line: Line, valuation: Valuation) -> Terms:
        outcome = self.vocabulary[line.outcome]
        annual = basis(outcome.unit, valuation.unit) == "annual"
        figures = self._figures(line, outcome, annual=annual, wellby=valuation.wellby)
        years = figures["years"].value if "years" in figures else Decimal(1)
        drop = figures.get("drop-off")
        first_year = self._first_year(line)
        kept = kept_by_year(years, drop.value if drop else Decimal(0))
        cases = [case for case in self.method.reference if case.outcome == outcome.id]
        everything = self.quantities.get(outcome.id)
        to_gross = [Multiplier("fte", figures["fte"].value, figures["fte"].origin)] if "fte" in figures else []
        to_gross += self._to_prices(valuation)
        if years != 1:
            to_gross.append(Multiplier("years", years, figures["years"].origin))
        taken_off = list(self._taken_off(outcome, figures))
        return Terms(
            parts=tuple(valuation.parts().items()),
            cited=self.bank.cite(valuation),
            to_gross=tuple(to_gross),
            to_net=tuple(step for step in taken_off if not cases or step.kind not in OF_ADDITIONAL),
            of_additional=tuple(step for step in taken_off if cases and step.kind in OF_ADDITIONAL),
            reference=tuple((case, everything) for case in cases if everything),
            figures=figures,
            years=years,
            kept=tuple(kept),
            present=tuple(
                part * discount_factor(self.method.discount, first_year + year) for year, part in enumerate(kept)
            ),
            first_year=first_year,
        )

    def _to_prices(self, valuation: Valuation) -> Iterator[Multiplier]:
        """From the prices of a value to those asked for."""
        start, to = valuation.prices, self.method.prices
        if to is None or to == start:
            return
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
        yield Multiplier("prices", point.value, origin, (start, to))
        if valuation.wellby and self.method.growth is not None:
            yield self._growth(start, to, self.method.growth)

    def _growth(self, start: PriceBase, to: PriceBase, growth: Mapping[str, Decimal]) -> Multiplier:
        if not {str(start), str(to)} <= growth.keys():
            msg = f"the growth series of {self.method.id} does not hold both {start} and {to}"
            raise OutsideIndex(msg)
        power, first, last = self.method.growth_exponent, growth[str(start)], growth[str(to)]
        origin = f"({last} / {first}) ^ {power}, {self.method.growth_source or OWN}"
        return Multiplier("growth", (last / first) ** power, origin, (start, to), power)

    @cached_property
    def _index(self) -> Index:
        return load_index(self.method.index)

    def _figures(self, line: Line, outcome: Outcome, *, annual: bool, wellby: bool) -> dict[str, Figure]:
        """The figures that hold for a line: its own, else the method's.

        Deadweight is left out where a comparison group or a reference case takes its place, and what depends on time
        where the value is for once.
        """
        figures: dict[str, Figure] = {}
        settings = self._settings.get(outcome.id)
        if settings is None:
            settings = {name: self.method.setting(name, outcome.id, outcome.category) for name in NAMES}
            self._settings[outcome.id] = settings
        instead = self.method.comparison_group or any(case.outcome == outcome.id for case in self.method.reference)
        for name in NAMES:
            if (name == "deadweight" and instead) or (ADJUSTMENTS[name].yearly and not annual):
                continue
            own: Decimal | None = getattr(line, name, None)
            setting = settings[name]
            if own is not None:
                figures[name] = Figure(own, _where(line))
            elif name == "years" and (lasted := self._lasted(line, setting, wellby=wellby)) is not None:
                figures[name] = lasted
            elif setting is not None:
                figures[name] = Figure(setting.value, setting.origin, setting)
            elif name in self.method.requires and outcome.label not in self.missing.setdefault(name, []):
                self.missing[name].append(outcome.label)
        return figures

    def _lasted(self, line: Line, setting: Setting | None, *, wellby: bool) -> Figure | None:
        """How long an outcome lasted by its own dates, or until another claim for the person; None for the method's.

        By its dates where the method says so; and a WELLBY, which is a year's, for no longer than they say.
        """
        most = Decimal(1) if setting is None else setting.value
        found: Figure | None = None
        if line.start and line.end and _days_count(self.method, wellby=wellby):
            years = years_between(line.start, line.end)
            if self.method.part_year == "prorate" or years < most:
                found = Figure(years, f"{_where(line)}, {line.start} to {line.end}")
        if id(line) in self.until:
            years, other = self.until[id(line)]
            if years < (most if found is None else found.value):
                at = f", at {other.place}" if str(other.place) else ""
                found = Figure(years, f"until the next claim for this person, {other.outcome}, {other.period}{at}")
        return found

    def _taken_off(self, outcome: Outcome, figures: Mapping[str, Figure]) -> Iterator[Multiplier]:
        if self.method.comparison_group:
            yield Multiplier("deadweight", Decimal(1), "none is taken: the quantity is net of a comparison group")
        elif any(case.outcome == outcome.id for case in self.method.reference):
            yield Multiplier("deadweight", Decimal(1), "none is taken: the reference case stands for it")
        for name in TAKEN_OFF:
            if name in figures:
                yield Multiplier(name, 1 - figures[name].value, figures[name].origin)
        if "multiplier" in figures:
            yield Multiplier("multiplier", figures["multiplier"].value, figures["multiplier"].origin)

    def _over_time(self, steps: Steps, terms: Terms) -> tuple[YearValue, ...]:
        """Drop-off and discounting, each as the one factor it comes to over all the years.

        The amount itself is taken off, not multiplied by: a year's value is exact, and so is a sum of years, where a
        factor (a third, for one year kept of three) is not.
        """
        years, kept, present = terms.years, terms.kept, terms.present
        if len(kept) == 1 and present == kept:
            return ()
        yearly = steps.amount / years
        drop = terms.figures.get("drop-off")
        if drop is not None and len(kept) > 1:
            steps.minus("drop-off", yearly * (years - total(kept)), drop.origin, total(kept) / years)
        if present != kept:
            factor = total(present) / total(kept)
            steps.minus("discounting", yearly * (total(kept) - total(present)), self.method.discount, factor)
        if len(kept) == 1:
            return ()
        parts = enumerate(zip(kept, present, strict=True), start=terms.first_year)
        return tuple(YearValue(year, yearly * part, yearly * value) for year, (part, value) in parts)

    def _first_year(self, line: Line) -> int:
        """Whole financial years from year 0 to the outcome's first; 0 for one before it."""
        return 0 if self.year_0 is None else max(0, starts_in(line) - self.year_0)


def starts_in(line: Line) -> int:
    """The financial year, by the year it starts in, in which the first year of a line's outcome begins."""
    return (PriceBase.on(line.start, financial=True) if line.start else line.period.financial).start


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
