"""What every command that values a return is asked: which files, which bank, which method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen

from socialvalue.cli import settings
from socialvalue.cli.command import Named
from socialvalue.cli.problem_file import PROBLEMS, problem_file
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.shared_options import FILES, MAP, PLAIN, REPLACE

if TYPE_CHECKING:
    from socialvalue.problems import Problem
    from socialvalue.published.banks import Bank
    from socialvalue.published.default_bank import Choice
    from socialvalue.published.methods import Method
    from socialvalue.published.vocabulary import Vocabulary
    from socialvalue.records.coverage import Coverage
    from socialvalue.records.periods import Period
    from socialvalue.records.results import Record, Result
    from socialvalue.records.returns import Cost, Return


#: What is typed that is no assumption: how a result is shown, not what it rests on.
_NO_REASON = ("prices", "index")


@frozen(slots=False)  # what is loaded is kept
class Job:
    """A return to be valued, as asked for on the command line.

    Attributes:
        files: to read.
        bank, method: by id or file; None for the default.
        settings: what takes the place of the method's own.
        cost: what was spent, in place of what the files say.
        plain: no colour.
        replace: whether a later file takes the place of an earlier one for the same organisation and month.
        coverage: the share of the sector that responded, or a file of shares.
        sector_homes: the sector's homes, where shares are worked out from those of the organisations.
        problem_file: where to write every problem.
        record: who prepared and reviewed it, and whether it is a draft.
        reason: why the figures that were typed were chosen.
        dates: the first and the last period the return is for.
        apart: whether each row of a register is a separate line.
        mapping: the file of a map of headings and words.
    """

    files: tuple[Path, ...]
    bank: str | None
    method: str | None
    plain: bool
    settings: Mapping[str, Any] = {}
    cost: tuple[Cost, ...] | None = None
    replace: bool = False
    coverage: str | None = None
    sector_homes: int | None = None
    problem_file: Path | None = None
    apart: bool = False
    record: Record | None = None
    dates: tuple[Period, Period] | None = None
    reason: str = ""
    mapping: Path | None = None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The outcomes, with those of the bank's own."""
        from socialvalue.published.vocabulary import load_vocabulary

        return load_vocabulary().extended(self.values.outcomes)

    @cached_property
    def named(self) -> Bank | None:
        """The bank asked for, where one is; its file is read once."""
        from socialvalue.published.bank_files import load_bank

        return load_bank(self.bank) if self.bank else None

    @cached_property
    def choice(self) -> Choice:
        """The bank the files are valued with, and the rule by which it was chosen."""
        from socialvalue.published.default_bank import NAMED, Choice, choice
        from socialvalue.records.registers import Lines

        if self.named:
            return Choice(self.named, NAMED)
        periods = Lines.of(self.read.lines).values("period")
        return choice(((period.start, period.end) for period in periods), self.read.bank)

    @property
    def values(self) -> Bank:
        """The bank the files are valued with."""
        return self.choice.bank

    @cached_property
    def read(self) -> Return:
        """What the files report, read with every bank that may be chosen for them."""
        from socialvalue.published.bank_files import load_bank
        from socialvalue.published.default_bank import candidates

        if self.named:
            return self.entered(self.named)
        entered = self.entered(None)
        if not entered.bank or entered.bank in candidates():
            return entered
        return self.entered(load_bank(entered.bank))

    @cached_property
    def adjustments(self) -> Method:
        """The method asked for."""
        from socialvalue.published.methods import load_method

        method = load_method(self.method) if self.method else load_method()
        try:
            return evolve(method.override(**self.settings), reason=self.reason or method.reason)
        except ValueError as err:
            raise click.UsageError(f"{err}.") from None

    def within(self, entered: Return) -> Return:
        """What the files report, held to the dates asked for; for who compares it and shows no result."""
        from socialvalue.records.cutoff import cut_off

        if self.dates is None:
            return entered
        return evolve(entered, problems=(*entered.problems, *cut_off(entered.lines, *self.dates)))

    def beside(self, result: Result) -> list[Problem]:
        """All that is to be told of a result: what it says itself, and what was asked about it."""
        return [*result.problems, *self.unreasoned()]

    def unreasoned(self) -> list[Problem]:
        """A note where figures were typed and nobody says why."""
        from socialvalue.problems import NOWHERE, note

        typed = [
            name
            for name, value in self.settings.items()
            if value is not True and name not in _NO_REASON and not getattr(value, "reason", "")
        ]
        if not typed or self.adjustments.reason:
            return []
        message = f"No reason is given for what was typed: {', '.join(typed)}."
        remedy = "Say why with --reason, or keep the figures in a method file with who approved them."
        return [note("no-reason", NOWHERE, message, remedy)]

    def entered(self, bank: Bank | None) -> Return:
        """What the files report; the codes of the bank, or of those that may be chosen, may name outcomes."""
        import os

        from socialvalue.reading.files import read
        from socialvalue.showing.terminal.progress import shown

        all_problems = problem_file(self.problem_file)
        with shown("Reading", plain=self.plain) as progress:
            entered = read(
                *self.files,
                mapping=self.mapping,
                bank=bank,
                replace=self.replace,
                workers=os.cpu_count() or 1,
                progress=progress,
                unnamed=all_problems.add if all_problems else None,
                apart=self.apart,
            )
        if all_problems:
            all_problems.write(entered)
        return entered

    def result(self) -> Result:
        """The result, errors and all."""
        from socialvalue.valuing.calculate import calculate
        from socialvalue.valuing.sector import with_sector

        entered = self.read
        coverage = self.share(entered)
        result = calculate(
            entered, self.named, self.adjustments, vocabulary=self.vocabulary, cost=self.cost, dates=self.dates
        )
        result = with_sector(result, coverage) if coverage else result
        return evolve(result, record=self.record) if self.record else result

    def share(self, entered: Return) -> Coverage | None:
        """The share of the sector that responded, where one was asked for."""
        from socialvalue.reading.cells import CellFault, share
        from socialvalue.reading.side_tables import read_coverage
        from socialvalue.records.coverage import Coverage

        if self.coverage is not None and self.sector_homes is not None:
            raise click.UsageError("Give --coverage or --sector-homes, not both: each says what share responded.")
        try:
            if self.sector_homes is not None:
                return Coverage.of_homes(self.sector_homes, entered)
            if self.coverage is None:
                return None
            if Path(self.coverage).suffix.lower() in (".csv", ".xlsx"):
                return read_coverage(Path(self.coverage), self.vocabulary)
            try:
                return Coverage.flat(share(self.coverage) or 0)
            except (CellFault, ValueError):
                msg = f"--coverage {self.coverage}: write a share above 0% and up to 100%, such as 42% or 0.42"
                raise ValueError(msg) from None
        except (CellFault, ValueError) as err:
            raise click.UsageError(f"{str(err).rstrip('.')}.") from None

    def sound_result(self) -> Result:
        """The result; where the data have errors, they are shown and the command ends with exit code 1."""
        from socialvalue.problems import has_errors

        with problems_shown(plain=self.plain):
            result = self.result()
        problems = self.beside(result)
        if not result.ok or has_errors(problems):
            fail(problems, plain=self.plain)
        report(problems, plain=self.plain)
        return result


def _reporting_dates(start: str | None, end: str | None) -> tuple[Period, Period] | None:
    from socialvalue.records.cutoff import between

    if (start is None) != (end is None):
        raise click.UsageError("Give both --from and --to, such as --from 2024-04 --to 2025-03.")
    if start is None or end is None:
        return None
    try:
        return between(start, end)
    except ValueError as err:
        raise click.UsageError(f"--from and --to: {err}. Write a month such as 2024-04.") from None


def job(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a `Job`, and pass it the job as its first argument."""

    @wraps(command)
    def run(
        files: tuple[Path, ...],
        bank: str | None,
        method: str | None,
        plain: bool,
        **others: Any,
    ) -> Any:
        from socialvalue.records.results import Record

        own, cost = settings.settings_typed(others)
        record = {name: others.pop(name) for name in ("prepared_by", "reviewed_by", "status")}
        record = {name: said for name, said in record.items() if said}
        found = Record(**record) if record else None
        reason = others.pop("reason")
        dates = _reporting_dates(others.pop("start"), others.pop("end"))
        sector = {name: others.pop(name) for name in ("replace", "coverage", "sector_homes", "problem_file", "mapping")}
        return command(
            Job(files, bank, method, plain, own, cost, **sector, record=found, reason=reason, dates=dates),
            **others,
        )

    for option in reversed(_VALUATION_OPTIONS):
        run = option(run)
    return run


_VALUATION_OPTIONS = [
    FILES,
    MAP,
    click.option("--bank", metavar="ID|FILE", type=Named(), help="The values to use; “sv banks list” names them."),
    click.option("--method", metavar="ID|FILE", type=Named(), help="The method to use, instead of as-published."),
    *settings.SETTING_OPTIONS,
    click.option("--reason", default="", metavar="TEXT", help="Why the figures that are typed here were chosen."),
    click.option("--prepared-by", default="", metavar="NAME", help="Who prepared the result, for the record."),
    click.option("--reviewed-by", default="", metavar="NAME", help="Who reviewed it."),
    click.option("--status", type=click.Choice(["draft", "final"]), help="Whether it is a draft; shown on outputs."),
    click.option("--from", "start", metavar="MONTH", help="The first month the return is for; what is before is told."),
    click.option("--to", "end", metavar="MONTH", help="The last month it is for; what is after, or missing, is told."),
    REPLACE,
    click.option(
        "--coverage", metavar="SHARE|FILE", type=Named(), help="The share of the sector that responded, such as 0.42."
    ),
    click.option(
        "--sector-homes", type=int, metavar="N", help="The sector's homes: the share is worked out from them."
    ),
    PROBLEMS,
    PLAIN,
]
