"""What a calculation gives: totals, and the lines and steps they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAlias

from attrs import field, fields, frozen

from socialvalue.adjustments import Name
from socialvalue.fields import Fixed, fixed, one_of
from socialvalue.money import EXACT, count, pounds, total
from socialvalue.problems import NOWHERE, BadData, Problem, error, has_errors, printable
from socialvalue.published.banks import Bank, Kind, Valuation
from socialvalue.published.methods import Method, Setting
from socialvalue.published.outcomes import Vocabulary
from socialvalue.published.prices import PriceBase
from socialvalue.records.coverage import Coverage
from socialvalue.records.periods import Period
from socialvalue.records.returns import Cost, Input, Line, Return, Target

#: What a step of a line's arithmetic does, in the order in which steps come: ``quantity``, ``unit value``, ``fte``,
#: ``prices``, ``growth`` (of GDP per head) and ``years`` give the gross; then what is not additional or is lost
#: (`socialvalue.adjustments`), the ``reference case``, ``drop-off`` and ``discounting`` give the net.
StepKind: TypeAlias = Name | Literal["quantity", "unit value", "prices", "growth", "reference case", "discounting"]

#: How assumptions are drawn.
Distribution: TypeAlias = Literal["triangular", "pert"]

#: The steps that make the gross.
TO_GROSS: tuple[StepKind, ...] = ("quantity", "unit value", "fte", "prices", "growth", "years")


@frozen
class Step:
    """One step of a line's arithmetic.

    Attributes:
        kind: what was done.
        factor: what the amount before was multiplied by; beside `less`, what the subtraction comes to, to 50 digits.
        amount: pounds after the step (for the first, the quantity itself).
        source: where the factor comes from.
        less: what was taken off, where the exact step is a subtraction.
        prices: of ``prices`` and ``growth``, from which year and to which.
        power: of ``growth``, the power to which it is raised.
    """

    kind: StepKind
    factor: Decimal | None
    amount: Decimal
    source: str = ""
    less: Decimal | None = None
    prices: tuple[PriceBase, PriceBase] | None = None
    power: Decimal | None = None


@frozen
class Figure:
    """A figure that a line was valued with.

    Attributes:
        value: the figure.
        origin: where it comes from, in words.
        setting: the method's setting; None where the line itself gives it.
    """

    value: Decimal
    origin: str
    setting: Setting | None = None


@frozen
class YearValue:
    """A line's value in one year of its outcome: pounds as they fall, and their present value."""

    year: int
    amount: Decimal
    present_value: Decimal


@frozen
class ResultLine:
    """One line of a return, valued, for one kind of value.

    Attributes:
        line: the line of the return.
        valuation: the value used.
        kind: the kind of value.
        unit_value: pounds per unit as published, of this kind.
        gross: quantity x value x years, in the prices asked for, before anything is taken off.
        net: what is left after additionality, drop-off and discounting.
        steps: from the quantity to `net`; each amount is the one before it x its factor, or exactly minus its `less`.
        years: the value year by year, where it lasts for more than one.
        figures: the figures of the method, or the line's own, that it was valued with, by name.
        first_year: how many years after year 0 it starts.
        wellby: the WELLBY that the value is made of, where it is made of one.
    """

    line: Line
    valuation: Valuation
    kind: Kind
    unit_value: Decimal
    gross: Decimal
    net: Decimal
    steps: tuple[Step, ...]
    years: tuple[YearValue, ...] = ()
    figures: Mapping[str, Figure] = field(factory=Fixed, converter=fixed)
    first_year: int = 0
    wellby: Valuation | None = None

    @property
    def price_factor(self) -> Decimal:
        """What the value is multiplied by to be in the prices of the result."""
        factor = Decimal(1)
        for step in self.steps:
            if step.factor is not None and step.prices is not None:
                factor = EXACT.multiply(factor, step.factor)
        return factor


@frozen
class Saver:
    """Who saves or gains, and how much.

    Attributes:
        agency: who; empty where nobody is named.
        kind: of value.
        net: pounds, as the totals count them.
        transfers: the part of it that is taxes or benefits, which a total of public value leaves out.
    """

    agency: str
    kind: Kind
    net: Decimal
    transfers: Decimal


@frozen
class Spent:
    """A cost as it is set against value.

    Attributes:
        cost: what was spent.
        year: how many years after year 0 it was spent; 0 where that is not known.
        factor: what brings it to the prices of the result; 1 where its prices are not known, or none are asked for.
        amount: pounds in the prices of the result.
        present_value: pounds in year 0.
        working: how the factor was made; empty where it is 1.
    """

    cost: Cost
    year: int
    factor: Decimal
    amount: Decimal
    present_value: Decimal
    working: str = ""


@frozen
class Flow:
    """What a year brings and costs, in the prices of the result.

    Attributes:
        year: how many years after year 0.
        label: the financial year.
        value, cost: pounds as they fall: the value of each year of an outcome in the year it begins in; a cost in the
            year it was spent in, or in year 0.
        present_value, present_cost: the same in pounds of year 0.
        cumulative: value less cost up to and with this year, as they fall.
        present_cumulative: the same in pounds of year 0.
    """

    year: int
    label: str
    value: Decimal
    cost: Decimal
    present_value: Decimal
    present_cost: Decimal
    cumulative: Decimal
    present_cumulative: Decimal


@frozen
class KindTotal:
    """Pounds of one kind, set against the cost where a cost is given; `flows` year by year."""

    kind: Kind
    gross: Decimal
    net: Decimal
    ratio: Decimal | None = None
    payback_months: Decimal | None = None
    net_benefit: Decimal | None = None
    flows: tuple[Flow, ...] = ()


@frozen
class ProjectTotal:
    """What one project cost, None where that is not given, and its totals by kind, set against that cost."""

    project: str
    cost: Decimal | None
    by_kind: tuple[KindTotal, ...]


@frozen
class Headline:
    """The result in one row.

    Attributes:
        people: how many people the value is for, as far as person keys tell people apart; outcomes counted in people
            without a key are taken for a person each.
        outcomes: how many outcomes counted in people the value is for.
        keyed: how many of these outcomes have a person key.
        gross, net: pounds; None where several kinds are held apart.
        kinds: the kinds of value the totals hold.
        prices: the price base, or ``as published``.
        cost: pounds spent, where given, as paid.
        wellbys: the WELLBYs that values made of them come to, not discounted; None where there are none.
        cost_per_wellby, cost_per_outcome: `present_cost` over each; the first only where all value is made of WELLBYs.
        present_cost: the cost in the prices of the result and in pounds of year 0.
        net_benefit: net - `present_cost`.
        ratio: net / `present_cost`.
        payback_months: months from the start of the first year until cumulative value meets cumulative cost for good,
            as both fall and the value of a year even over its months; None where it never does.
        flows: value and cost year by year; of several kinds held apart each has its own.
        present_value: the net value where it was discounted.
        by_kind: the same by kind.
    """

    people: Decimal
    gross: Decimal | None
    net: Decimal | None
    kinds: tuple[Kind, ...]
    prices: str
    cost: Decimal | None = None
    net_benefit: Decimal | None = None
    ratio: Decimal | None = None
    payback_months: Decimal | None = None
    present_value: Decimal | None = None
    by_kind: tuple[KindTotal, ...] = ()
    outcomes: Decimal = Decimal(0)
    keyed: Decimal = Decimal(0)
    present_cost: Decimal | None = None
    flows: tuple[Flow, ...] = ()
    wellbys: Decimal | None = None
    cost_per_wellby: Decimal | None = None
    cost_per_outcome: Decimal | None = None


@frozen(kw_only=True)
class Total(Headline):
    """A headline with one total: `gross` and `net` are there."""

    gross: Decimal
    net: Decimal


@frozen
class OutcomeTotal:
    """The total of one outcome and kind; `unit_value` is None where several values were used.

    Attributes:
        unit_value: pounds per unit, as published.
        price_factor: what brings it to the prices of the result; 1 where it stays as published.
    """

    outcome: str
    kind: Kind
    quantity: Decimal
    unit_value: Decimal | None
    gross: Decimal
    net: Decimal
    price_factor: Decimal = Decimal(1)

    @property
    def unit_value_here(self) -> Decimal | None:
        """Pounds per unit in the prices of the result: what the quantity is multiplied by."""
        return None if self.unit_value is None else self.unit_value * self.price_factor


@frozen
class NotValued:
    """An outcome that was reported but has no value: a count beside the total."""

    outcome: str
    unit: str
    quantity: Decimal
    reason: str


@frozen
class Refused:
    """A line that was reported but may not be claimed, and the rule that says so."""

    line: Line
    reason: str


@frozen
class Measure:
    """The total of one measure of the return, whether or not it has a value.

    Attributes:
        measure: the outcome's id.
        unit: of its total.
        flow: ``flow`` (added over months) or ``stock`` (the latest figure of each organisation).
        total: as reported, to date.
        direction: for a stock, whether it went ``higher``, ``lower`` or stayed ``same`` over the last month.
        organisations: how many reported it.
        coverage: the share of the sector's homes that responded, where given.
        sector: the estimate for the whole sector, total / coverage.
        low, high: a 95% range for it; None below ten organisations, unless all have reported.
        estimated: the part of `sector` that nobody reported.
        without_low, without_high: the lowest and highest estimate when any one organisation is left out.
        part_of: the measure it is a detail of, to which it is never added.
        period: the latest period reported.
        latest: the figure of that period alone.
        before: the figure of the period just before it, None where nobody reported that one.
    """

    measure: str
    unit: str
    flow: str
    total: Decimal
    direction: str | None = None
    organisations: int = 0
    coverage: Decimal | None = None
    sector: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    estimated: Decimal | None = None
    without_low: Decimal | None = None
    without_high: Decimal | None = None
    part_of: str | None = None
    period: str = ""
    latest: Decimal | None = None
    before: Decimal | None = None


@frozen
class Assumption:
    """One figure that a total rests on, shared by every line that uses it.

    Attributes:
        name: ``unit value``, or the name of a setting.
        scope: the code of the value, or the outcome or category the setting holds for.
        value: the figure used.
        low, high: its range; both `value` where there is none.
        source: where it comes from.
    """

    name: str
    scope: str
    value: Decimal
    low: Decimal
    high: Decimal
    source: str

    @property
    def label(self) -> str:
        """Its name and what it holds for."""
        return f"{self.name} ({self.scope})" if self.scope else self.name


@frozen
class Sensitivity:
    """How a total moves with one assumption while all others stay.

    Attributes:
        assumption: which.
        at_low, at_high: the net total in pounds with the assumption at its low and at its high.
        break_even: the figure at which the net total equals the cost; None without a cost, or where no figure the
            assumption may take does that.
    """

    assumption: Assumption
    at_low: Decimal
    at_high: Decimal
    break_even: Decimal | None = None

    @property
    def swing(self) -> Decimal:
        """How far the assumption moves the total, in pounds."""
        return abs(self.at_high - self.at_low)


@frozen
class Simulation:
    """What many runs with assumptions drawn from their ranges give.

    Attributes:
        runs, seed: how many, and the number from which the same runs are drawn again.
        mean, median: of the net total, in pounds.
        lower, upper: the bounds within which nine runs in ten fall.
        below_cost: the share of runs in which the net total is below the cost; None without a cost.
        distribution: how assumptions were drawn: ``triangular`` or ``pert``.
        net_benefit, ratio: the median and the bounds within which nine runs in ten fall; None without a cost.
        above_one, above_two: the shares of runs in which the ratio is above 1 and above 2; None without a cost.
    """

    runs: int
    seed: int
    mean: Decimal
    median: Decimal
    lower: Decimal
    upper: Decimal
    below_cost: Decimal | None = None
    distribution: Distribution = "triangular"
    net_benefit: Bounds | None = None
    ratio: Bounds | None = None
    above_one: Decimal | None = None
    above_two: Decimal | None = None


@frozen
class Bounds:
    """A low, a middle and a high figure."""

    low: Decimal
    middle: Decimal
    high: Decimal


@frozen
class Range:
    """How sure one net total is.

    Attributes:
        kinds: the kinds of value it holds.
        low, central, high: pounds, with every assumption at its lower, its central and its higher end.
        sensitivities: one-way, the assumption that moves the total most first.
        simulation: the runs, where they were asked for.
        cost: the present value of the cost and its range; None without a cost.
        net_benefit, ratio: of the cost too, with value at its worse and cost at its higher end, and the other way.
    """

    kinds: tuple[Kind, ...]
    low: Decimal
    central: Decimal
    high: Decimal
    sensitivities: tuple[Sensitivity, ...] = ()
    simulation: Simulation | None = None
    cost: Bounds | None = None
    net_benefit: Bounds | None = None
    ratio: Bounds | None = None

    @property
    def known(self) -> bool:
        """Whether any assumption has a range; without one, low and high say nothing of how sure the total is."""
        return any(one.assumption.low != one.assumption.high for one in self.sensitivities)


@frozen
class Provenance:
    """What a result was made with; `bank_chosen` is the rule by which its bank was."""

    package: str
    bank: str
    bank_fingerprint: str
    method: str
    method_fingerprint: str
    inputs: tuple[Input, ...] = ()
    bank_chosen: str = ""


@frozen
class Record:
    """Who stands behind a result, for the file it is kept in; the software takes it as it is given.

    Attributes:
        prepared_by, reviewed_by: a name or a role.
        status: ``draft`` or ``final``; empty where nothing is said.
    """

    prepared_by: str = field(default="", converter=printable)
    reviewed_by: str = field(default="", converter=printable)
    status: Literal["", "draft", "final"] = field(default="", validator=one_of(("", "draft", "final")))


_NOTHING = Return(())


@frozen(repr=False)
class Result:
    """A valued return.

    Attributes:
        headline: the totals; None where the data have errors, for there is no partial total.
        lines: every line valued.
        by_outcome: totals by outcome and kind.
        not_valued: what was reported but has no value.
        not_recorded: lines left blank, which are not zero.
        refused: what may not be claimed.
        measures: totals of every measure of the return.
        problems: everything found wrong or worth knowing.
        bank, method: what the lines were valued with.
        vocabulary: the outcomes, with those of the bank's own.
        provenance: versions, fingerprints and inputs.
        notices: the licence notices that every output prints.
        spent: what was spent, each cost as it is set against value.
        year_0: the financial year (by the year it starts in) to which all is discounted and from which years count.
        entered: the return that was valued.
        costs_given: the costs that took the place of those reported, where they were given.
        unchecked: what could not be checked for lack of data, each as words that follow “not checked”.
        coverage: the share of the sector that responded, where the sector was estimated.
        by_project: totals by project, where costs are given by project.
        uncertainty: how sure each total is, where that was asked for: one for the single total, or one for each kind.
        record: who prepared and reviewed it, and whether it is a draft.
    """

    headline: Headline | None
    lines: tuple[ResultLine, ...]
    by_outcome: tuple[OutcomeTotal, ...]
    not_valued: tuple[NotValued, ...]
    not_recorded: tuple[Line, ...]
    refused: tuple[Refused, ...]
    measures: tuple[Measure, ...]
    problems: tuple[Problem, ...]
    bank: Bank
    method: Method
    vocabulary: Vocabulary
    provenance: Provenance
    notices: tuple[str, ...] = ()
    spent: tuple[Spent, ...] = ()
    year_0: int | None = None
    entered: Return = _NOTHING
    costs_given: tuple[Cost, ...] | None = None
    unchecked: tuple[str, ...] = ()
    coverage: Coverage | None = None
    by_project: tuple[ProjectTotal, ...] = ()
    uncertainty: tuple[Range, ...] = ()
    record: Record = Record()

    @property
    def costs(self) -> dict[str, Decimal]:
        """What was spent, by project (``""`` for the whole), in the prices of the result and pounds of year 0."""
        found: dict[str, Decimal] = {}
        for entry in self.spent:
            project = entry.cost.project
            found[project] = found.get(project, Decimal(0)) + entry.present_value
        return found

    @property
    def savers(self) -> tuple[Saver, ...]:
        """Who saves or gains by kind, the largest first; nothing where no value names anyone."""
        found: dict[tuple[str, Kind], list[Decimal]] = {}
        with localcontext(EXACT):
            for line in self.lines:
                value = line.valuation
                parts = [(part.agency or value.agency, part.amount, part.transfer) for part in value.components]
                if value.kind == "mixed" or not value.amount:
                    parts = [(value.agency, value.amount or Decimal(1), False)]
                for agency, amount, transfer in parts or [(value.agency, value.amount, False)]:
                    share = line.net * amount / (value.amount or Decimal(1))
                    sums = found.setdefault((agency, line.kind), [Decimal(0), Decimal(0)])
                    sums[0] += share
                    sums[1] += share if transfer else Decimal(0)
        if not any(agency for agency, _ in found):
            return ()
        savers = [
            Saver(agency, kind, net, moved)
            for (agency, kind), (net, moved) in found.items()
            if agency or kind != "wellbeing"  # wellbeing is the residents' own, whoever is not named
        ]
        return tuple(sorted(savers, key=lambda entry: (entry.kind, -entry.net, entry.agency)))

    @property
    def public_value(self) -> Decimal:
        """All kinds together without transfers; said only where someone asks for kinds to be combined."""
        with localcontext(EXACT):
            return total(line.net for line in self.lines) - total(entry.transfers for entry in self.savers)

    @property
    def ok(self) -> bool:
        """Whether there is a result to show."""
        return not has_errors(self.problems)

    def require(self) -> Total:
        """The totals, for who can do nothing without them.

        Raises:
            BadData: with what is wrong where the data have errors; or where values of several kinds are held apart, so
                that there is no single total.
        """
        head = self.headline
        if head is None:
            raise BadData(problem for problem in self.problems if problem.severity == "error")
        if head.gross is None or head.net is None:
            message = f"There is no single total: {' and '.join(head.kinds)} value are held apart."
            remedy = "Read headline.by_kind, or ask for one total with a method that combines kinds."
            raise BadData([error("mixed-kinds", NOWHERE, message, remedy)])
        return Total(**{entry.name: getattr(head, entry.name) for entry in fields(Headline)})

    def by(self, *names: str, league: bool = False) -> RollUp:
        """The totals of each organisation, period, outcome or whatever else lines can be grouped by.

        Args:
            names: such as ``"organisation", "period"``; tags too.
            league: whether the largest net value comes first.

        Raises:
            UnknownGrouping: a ValueError that says which names there are.
        """
        found: RollUp = _room("valuing.rollup").roll_up(self, names, league=league)
        return found

    def explain(self, number: int) -> str:
        """One line in sentences, from its cell to the source of its value.

        Args:
            number: which, counted from 1 as `lines` has them; lines without a value come after them.

        Raises:
            NoSuchLine: a ValueError that says how many there are.
        """
        text: str = _room("showing.terminal.trace").explained(self, number)
        return text

    def to_json(self) -> str:
        """The result by the contract ``socialvalue/result/1``: money as text, never floats."""
        text: str = _room("showing.data.result").to_json(self)
        return text

    @classmethod
    def from_json(cls, content: str | bytes, *, bank: Bank | str | Path | None = None) -> Result:
        """The result that `to_json`, or ``sv calc --out result.json``, wrote, made again from what it carries.

        Args:
            content: what was written.
            bank: the bank it was made with; the one it names when None.

        Raises:
            BadData: when it is not a result, its bank is not known, or a figure in it is not what the calculation
                gives: nothing that was edited comes back as a result.
        """
        found: Result = _room("verifying.files").result_from_json(content, bank)
        return found

    def to_csv(self) -> str:
        """The lines, one a row, as csv."""
        text: str = _room("showing.data.result").to_csv(self)
        return text

    def to_markdown(self) -> str:
        """The totals by outcome as a Markdown table."""
        text: str = _room("showing.data.result").to_markdown(self)
        return text

    def to_workbook(self) -> bytes:
        """The content of an .xlsx file in which every pound can be followed, with live formulas.

        Raises:
            BadData: when the data have errors, or there are more lines than a sheet has rows.
        """
        self._sound()
        content: bytes = _room("showing.workbook.result").workbook(self)
        return content

    def to_html(self) -> str:
        """The page for a board, whole in one HTML file.

        Raises:
            BadData: when the data have errors.
        """
        self._sound()
        text: str = _room("showing.page.page").to_page(self)
        return text

    def to_frame(self, kind: str = "pandas") -> Any:
        """The valued lines as a dataframe, one a row, with their pounds as exact decimals rounded to the penny.

        Args:
            kind: the library: ``pandas``, ``polars`` or ``pyarrow``.

        Raises:
            ModuleNotFoundError: when the library, or narwhals (``socialvalue[frames]``), is not installed.
        """
        return _room("frames").frame_of(self, kind)

    def _sound(self) -> None:
        if self.headline is None:
            raise BadData(problem for problem in self.problems if problem.severity == "error")

    def __repr__(self) -> str:
        head, made = self.headline, f"{self.bank.id}, {self.method.id}"
        if head is None:
            errors = sum(problem.severity == "error" for problem in self.problems)
            return f"<Result: none, {errors} error{'' if errors == 1 else 's'}; {made}>"
        kinds = [f"{entry.kind} {pounds(entry.net)}" for entry in head.by_kind]
        worth = pounds(head.net) if head.net is not None else " and ".join(kinds)
        return f"<Result: {worth} net, {count(head.people)} people, {len(self.lines)} lines; {made}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        text: str = _room("showing.page.notebook").cell(self)
        return text


def _room(name: str) -> Any:
    """A room above this one, looked up when a result is asked to show itself: the only way up, beside Return's."""
    return import_module(f"socialvalue.{name}")


@frozen
class Indicator:
    """A figure about a place, not about what anybody did: shown beside a return, never valued, never summed.

    Attributes:
        place: such as a local authority.
        indicator: such as ``employment rate``.
        period: when.
        value: the figure.
        unit: such as ``per cent``.
        source: where it was read.
    """

    place: str
    indicator: str
    period: Period
    value: Decimal
    unit: str = ""
    source: str = ""


@frozen
class Group:
    """The lines of a result that agree in what they are grouped by.

    Attributes:
        keys: what they agree in, in the order asked for; ``""`` where a line does not say.
        organisations: how many reported.
        quantity: of an outcome, in `unit`, where outcomes are told apart; else the people the value is for.
        unit: of `quantity`.
        gross, net: pounds; None where several kinds are held apart, and for an outcome without a value.
        before: the quantity of the period just before, where the groups are of periods.
        net_before: the net pounds of that period.
        to_date, net_to_date: from the start of the financial year; of a stock, the latest figure.
        cost: pounds spent on it; None where that is not known for every group.
        net_benefit, ratio: `net` less `cost`, and over it.
        valued: False where something was reported and none of it has a value: its pounds are not shown, for they are
            not known to be £0.
    """

    keys: tuple[str, ...]
    organisations: int
    quantity: Decimal
    unit: str
    gross: Decimal | None
    net: Decimal | None
    before: Decimal | None = None
    net_before: Decimal | None = None
    to_date: Decimal | None = None
    net_to_date: Decimal | None = None
    cost: Decimal | None = None
    net_benefit: Decimal | None = None
    ratio: Decimal | None = None
    valued: bool = True


@frozen
class RollUp:
    """A result grouped.

    Attributes:
        by: what it is grouped by.
        groups: in the order of their keys, time as it runs; a league table in the order of net pounds.
        league: whether it is a league table.
        overlapping: whether a line can belong to several groups, so that they do not add up to the total.
        suppressed_below: the number of people below which a group is not told by itself; 0 where all are.
    """

    by: tuple[str, ...]
    groups: tuple[Group, ...]
    league: bool = False
    overlapping: bool = False
    suppressed_below: int = 0


@frozen
class Progress:
    """A target and what was reported against it: of the same outcome, within its period.

    Attributes:
        target: what was aimed for.
        actual: what was reported.
        months, of_months: how many months of the target's period are reported, and how many it has.
        due: the part of the target that falls to the months reported; of a stock, all of it.
        net, net_due: net pounds of `actual`, and of `due` at the same average; None where the outcome has no value.
    """

    target: Target
    actual: Decimal
    months: int
    of_months: int
    due: Decimal
    net: Decimal | None = None
    net_due: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Actual over target; None for a target of zero."""
        return EXACT.divide(self.actual, self.target.quantity) if self.target.quantity else None

    @property
    def share_due(self) -> Decimal | None:
        """Actual over the part that is due; None where nothing is due."""
        return EXACT.divide(self.actual, self.due) if self.due else None


@frozen
class Beside:
    """What was asked for beside a result.

    Attributes:
        roll_up: its totals by something.
        targets: each with what was reported for it.
        indicators: figures about places.
        awaited: organisations that have not reported the latest period, with the last one they did.
    """

    roll_up: RollUp | None = None
    targets: tuple[Progress, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    awaited: tuple[tuple[str, Period], ...] = ()
