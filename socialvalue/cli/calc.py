"""`sv calc`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Input, Output, command
from socialvalue.cli.common import fail, problems_shown, report, typed
from socialvalue.cli.job import Job, job
from socialvalue.cli.settings import uncertain

if TYPE_CHECKING:
    from collections.abc import Callable

    from socialvalue.results import Beside, Result


@command()
@job
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "md"]), help="What to print; a table unless said."
)
@click.option(
    "--out",
    type=Output(".xlsx", ".json", ".csv", ".md"),
    help="Write to a file (.xlsx, .json, .csv or .md) instead.",
)
@click.option(
    "--by", metavar="NAMES", help="Totals by organisation, period, area, outcome …, such as organisation,period."
)
@click.option("--league", is_flag=True, help="With --by: the largest net value first.")
@click.option(
    "--suppress-below",
    type=click.IntRange(min=2),
    metavar="N",
    help="With --by, for publication: groups of fewer than N people are told only together.",
)
@click.option("--targets", metavar="FILE", type=Input(), help="A table of targets, to set beside the actual figures.")
@uncertain
@click.option("--indicators", metavar="FILE", type=Input(), help="A table of figures about places, shown only.")
def calc(
    job: Job,
    assessed: Callable[[Result], Result],
    form: str | None,
    out: Path | None,
    by: str | None,
    league: bool,
    suppress_below: int | None,
    targets: Path | None,
    indicators: Path | None,
) -> None:
    """The social value of what workbooks, csv files and folders of them report.

    \b
    Examples:
      sv calc returns.xlsx
      sv calc returns.xlsx --out results.xlsx
      sv calc returns.xlsx --format json
      sv calc returns/ --by organisation,period
    """
    from socialvalue.problems import has_errors
    from socialvalue.showing.terminal.result import console, next_step, show_result
    from socialvalue.showing.terminal.rollup import show, show_groups
    from socialvalue.showing.terminal.uncertainty import show_uncertainty

    if league and not by:
        raise click.UsageError("A league table needs --by, such as --by organisation.")
    if out is not None:
        _check_form(out, form)
    if suppress_below:
        _check_suppressed(by, form or (_ending(out) if out else "table"), targets)
    with problems_shown(plain=job.plain):
        result = assessed(job.result())
        beside = _suppressed(_beside(result, job, by, league, targets, indicators), suppress_below)
    if form == "json" and out is None:
        click.echo(_content(result, beside, job, "json"), nl=False)  # a program reads the problems there too
    problems = job.beside(result)
    if has_errors(problems):
        fail(problems, plain=job.plain)
    report(problems, plain=job.plain)
    if out is not None:
        _write(result, beside, job, out)
    elif form in (None, "table"):
        to = console(plain=job.plain)
        if suppress_below:
            show_groups(beside, result, to)
        else:
            show_result(result, to)
            show_uncertainty(result, to)
            show(beside, result, to)
        files = typed(*job.files[:2])
        next_step(f"sv report {files} --out report.html, or sv explain {files} --line 1", plain=job.plain)
    elif form is not None and form != "json":
        click.echo(_content(result, beside, job, form), nl=False)


def _beside(
    result: Result, job: Job, by: str | None, league: bool, targets: Path | None, indicators: Path | None
) -> Beside:
    """What was asked for beside the result."""
    from socialvalue.reading.side_tables import read_indicators, read_targets
    from socialvalue.results import Beside
    from socialvalue.valuing.measures import awaited, counted
    from socialvalue.valuing.rollup import UnknownGrouping, progress, roll_up

    words = job.vocabulary
    aims = read_targets(targets, words, job.values.codes) if targets else result.entered.targets
    try:
        rolled = roll_up(result, by.split(","), league=league) if by else None
    except UnknownGrouping as err:
        raise click.UsageError(f"--by: {err}.") from None
    return Beside(
        rolled,
        progress(result, aims),
        read_indicators(indicators) if indicators else (),
        tuple(awaited(counted(result))) if rolled else (),
    )


def _check_suppressed(by: str | None, form: str, targets: Path | None) -> None:
    """Wrong usage where small groups would be told all the same."""
    if not by:
        raise click.UsageError("--suppress-below goes with --by, such as --by organisation.")
    if form in ("json", "xlsx"):
        raise click.UsageError(f"A .{form} file holds every line: with --suppress-below, ask for a table, .csv or .md.")
    if targets is not None:
        raise click.UsageError("Targets are set beside each figure: leave out --targets with --suppress-below.")


def _suppressed(beside: Beside, below: int | None) -> Beside:
    from attrs import evolve

    from socialvalue.valuing.rollup import TooFew, suppressed

    if beside.roll_up is None or not below:
        return beside
    try:
        return evolve(beside, roll_up=suppressed(beside.roll_up, below))
    except TooFew as err:
        raise click.UsageError(f"--suppress-below {below}: {err}.") from None


def _content(result: Result, beside: Beside, job: Job, form: str) -> bytes:
    from socialvalue.showing.data import result as data
    from socialvalue.showing.data import rollup

    if form == "xlsx":
        from socialvalue.showing.workbook.result import workbook

        return workbook(result)
    if form == "json":
        return data.to_json(result, rollup.as_dict(beside)).encode()
    if form == "csv":
        return (rollup.to_csv(beside.roll_up) if beside.roll_up else data.to_csv(result)).encode()
    rolled = rollup.to_markdown(beside.roll_up, result.vocabulary) + "\n" if beside.roll_up else ""
    if beside.roll_up and beside.roll_up.suppressed_below:
        return rolled.encode()
    return (rolled + data.to_markdown(result)).encode()


def _ending(out: Path) -> str:
    return out.suffix.lower().lstrip(".")


def _check_form(out: Path, form: str | None) -> None:
    """Wrong usage where the file to write cannot be what was asked for; said before anything is read."""
    if form is not None and form != _ending(out):
        raise click.UsageError(f"--format {form} is not what “{out.name}” holds: its ending says. Leave --format out.")


def _write(result: Result, beside: Beside, job: Job, out: Path) -> None:
    from socialvalue.writing import write_whole

    with problems_shown(plain=job.plain):
        write_whole(out, _content(result, beside, job, _ending(out)), private=result.entered.holds_people)
    click.echo(f"Written: {out}")
