"""A result: what a calculation gives, and what it was made with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, field, fields, frozen

from socialvalue.memory import Later
from socialvalue.money import EXACT, count, pounds, total
from socialvalue.problems import NOWHERE, BadData, Problem, error, has_errors, printable
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method
from socialvalue.published.valuations import Kind
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.coverage import Coverage
from socialvalue.records.groups import RollUp
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.records.ranges import Range
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.returns import Cost, Input, Line, Return
from socialvalue.records.totals import (
    Headline,
    NotValued,
    OutcomeTotal,
    ProjectTotal,
    Refused,
    Saver,
    Spent,
    Total,
)
from socialvalue.validators import one_of


@frozen
class Provenance:
    """What a result was made with.

    Attributes:
        package: the version.
        bank, bank_fingerprint: the values.
        method, method_fingerprint: the method.
        inputs: the files.
        bank_chosen: the rule by which its bank was chosen.
        outcomes_fingerprint: of the outcomes, with those of the bank's own.
        index, index_fingerprint: the price index; empty where values stay in the prices they were published in.
    """

    package: str
    bank: str
    bank_fingerprint: str
    method: str
    method_fingerprint: str
    inputs: tuple[Input, ...] = ()
    bank_chosen: str = ""
    outcomes_fingerprint: str = ""
    index: str = ""
    index_fingerprint: str = ""


@frozen
class Record:
    """Who prepared and who reviewed a result, for the file it is kept in; the software takes it as it is given.

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
        notices: what every output says of the licence: the notice of a restricted bank, the attribution of an open one.
        spent: what was spent, each cost as it is set against value.
        year_0: the financial year (by the year it starts in) to which all is discounted and from which years count.
        entered: the return that was valued.
        costs_given: the costs that took the place of those reported, where they were given.
        unchecked: what could not be checked for lack of data, each as words that follow “not checked”.
        coverage: the share of the sector that responded, where the sector was estimated.
        by_project: totals by project, where costs are given by project.
        uncertainty: how sure each total is, where that was asked for: one for the single total, or one for each kind.
        record: who prepared and reviewed it, and whether it is a draft.
        dates: the first and the last period it is for, where that was said.
        by_terms: what the totals are made of: the lines, with one for all rows of a register that are valued by the
            same terms. `lines` are made when they are looked at.
        by_rule: what may not be claimed, with one line for all rows of a register that a rule refuses alike.
    """

    headline: Headline | None
    lines: Sequence[ResultLine]
    by_outcome: tuple[OutcomeTotal, ...]
    not_valued: tuple[NotValued, ...]
    not_recorded: Sequence[Line]
    refused: Sequence[Refused]
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
    dates: tuple[Period, Period] | None = None
    by_terms: Sequence[ResultLine] = field(default=Factory(lambda self: self.lines, takes_self=True), eq=False)
    by_rule: Sequence[Refused] = field(default=Factory(lambda self: self.refused, takes_self=True), eq=False)

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
            for line in self.by_terms:
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
            return total(line.net for line in self.by_terms) - total(entry.transfers for entry in self.savers)

    @property
    def ok(self) -> bool:
        """Whether there is a result to show."""
        return not has_errors(self.problems)

    def require(self) -> Total:
        """The totals, for who can do nothing without them.

        Raises:
            BadData: with what is wrong where the data have errors; or where nothing has a value, or values of several
                kinds are held apart, so that there is no single total.
        """
        head = self.headline
        if head is None:
            raise BadData(problem for problem in self.problems if problem.severity == "error")
        nothing = [problem for problem in self.problems if problem.code == "nothing-valued"]
        if nothing:
            raise BadData(nothing)
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
        found: RollUp = _room("valuing.rollup.roll_up").roll_up(self, names, league=league)
        return found

    def explain(self, number: int) -> str:
        """One line in sentences, from its cell to the source of its value.

        Args:
            number: which, counted from 1 as `lines` has them; lines without a value come after them.

        Raises:
            NoSuchLine: a ValueError that says how many there are.
        """
        text: str = _room("showing.terminal.line_trace").explained(self, number)
        return text

    def to_json(self) -> str:
        """The result by the contract ``socialvalue/result/1``: money as text, never floats."""
        text: str = _room("showing.data.json.result").to_json(self)
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
        text: str = _room("showing.data.csv").to_csv(self)
        return text

    def to_markdown(self) -> str:
        """The totals by outcome as a Markdown table."""
        text: str = _room("showing.data.markdown").to_markdown(self)
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
        worth = f"{worth} net" if worth else "nothing valued"
        of_register = isinstance(self.lines, Later)  # whose lines are not made to be counted
        lines = f"{len(self.by_terms)} terms" if of_register else f"{len(self.lines)} lines"
        return f"<Result: {worth}, {count(head.people)} people, {lines}; {made}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        text: str = _room("showing.page.notebook").notebook_cell(self)
        return text


def _room(name: str) -> Any:
    """A room above this one, looked up when a result is asked to show itself: the only way up, beside Return's."""
    return import_module(f"socialvalue.{name}")
