"""Last year on the command line: its files and values, and both years compared like for like."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen

from socialvalue.cli import settings
from socialvalue.cli.command import Input, Named
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.valuation_job import Job

if TYPE_CHECKING:
    from socialvalue.records.results import Result
    from socialvalue.valuing.last_year.like_for_like import LikeForLike


@frozen
class LastYear:
    """Last year, as asked for on the command line.

    Attributes:
        files: last year's.
        bank, method: by id or file, where last year was valued with others than this year.
        prices: the price base of last year's figure, where it is another.
        cost: pounds spent last year, in place of what the files say.
    """

    files: tuple[Path, ...]
    bank: str | None = None
    method: str | None = None
    prices: str | None = None
    cost: str | None = None

    def compared(self, job: Job, result: Result) -> LikeForLike | None:
        """Both years over the same months; None where no last year was named.

        Where they cannot be compared, the problems are shown and the command ends.
        """
        if not self.files:
            if self.bank or self.method or self.prices or self.cost:
                raise click.UsageError("Name last year’s files with --with.")
            return None
        from socialvalue.valuing.last_year.like_for_like import like_for_like

        with problems_shown(plain=job.plain):
            before = evolve(
                job, files=self.files, problem_file=None, bank=self.bank or job.bank, method=self.method or job.method
            )
            last = before.entered(before.values if self.bank else result.bank)
            method = before.adjustments if self.method else result.method
            if self.prices:
                method = method.override(prices=settings.prices(self.prices))
            found = like_for_like(
                result.entered,
                last,
                result.bank,
                result.method,
                last_bank=before.values if self.bank else None,
                last_method=method if self.method or self.prices else None,
                cost=result.costs_given,
                last_cost=settings.costs(self.cost) if self.cost else None,
                vocabulary=result.vocabulary,
            )
        told = [problem for problem in found.problems if problem not in result.problems]
        if not found.ok:
            fail(told, plain=job.plain)
        report([problem for problem in told if problem.severity == "warning"], plain=job.plain)
        return found


def last_year(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a `LastYear`; it is passed as `last`."""

    @wraps(command)
    def run(*args: Any, with_files: tuple[Path, ...], **others: Any) -> Any:
        taken = {name: others.pop(f"with_{name}") for name in ("bank", "method", "prices", "cost")}
        return command(*args, last=LastYear(with_files, **taken), **others)

    for option in reversed(_LAST_YEAR_OPTIONS):
        run = option(run)
    return run


def _readable(parse: Callable[[str], Any]) -> Callable[..., Any]:
    """The text, once it can be read; wrong usage in its words where it cannot."""

    def callback(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        try:
            if value is not None:
                parse(value)
        except ValueError as err:
            raise click.BadParameter(f"{err}.", ctx, param) from None
        return value

    return callback


_LAST_YEAR_OPTIONS = [
    click.option(
        "--with",
        "with_files",
        metavar="FILE",
        multiple=True,
        type=Input(),
        help="Last year’s file or folder, compared like for like: the same months of both.",
    ),
    click.option("--with-bank", metavar="ID|FILE", type=Named(), help="The values last year was valued with."),
    click.option("--with-method", metavar="ID|FILE", type=Named(), help="The method last year was valued with."),
    click.option(
        "--with-prices", metavar="YEAR", callback=_readable(settings.prices), help="The prices of last year’s figure."
    ),
    click.option("--with-cost", metavar="POUNDS", callback=_readable(settings.costs), help="What was spent last year."),
]
