"""`sv calc`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.by_and_targets import (
    BY,
    SUPPRESS,
    TARGETS,
    grouping_names,
    progress_to_targets,
    rolled_up,
    suppressed_by,
)
from socialvalue.cli.command import Input, Output, command
from socialvalue.cli.last_year import LastYear, last_year
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.typed_again import next_with
from socialvalue.cli.uncertainty_options import uncertain
from socialvalue.cli.valuation_job import Job, job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from socialvalue.records.groups import Beside
    from socialvalue.records.results import Result
    from socialvalue.valuing.last_year.like_for_like import LikeForLike


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
@BY
@click.option("--league", is_flag=True, help="With --by: the largest net value first.")
@SUPPRESS
@TARGETS
@last_year
@uncertain
@click.option("--indicators", metavar="FILE", type=Input(), help="A table of figures about places, shown only.")
@click.pass_context
def calc(
    ctx: click.Context,
    job: Job,
    assessed: Callable[[Result], Result],
    form: str | None,
    out: Path | None,
    by: str | None,
    league: bool,
    suppress_below: int | None,
    targets: Path | None,
    last: LastYear,
    indicators: Path | None,
) -> None:
    """The social value of what workbooks, csv files and folders of them report.

    \b
    Examples:
      sv calc returns.xlsx
      sv calc returns.xlsx --out results.xlsx
      sv calc returns.xlsx --format json
      sv calc returns/ --by organisation,month
      sv calc this-year.xlsx --with last-year.xlsx --targets targets.csv --out results.xlsx
    """
    from socialvalue.problems import has_errors
    from socialvalue.showing.terminal.beside import show_beside
    from socialvalue.showing.terminal.console import console, next_step
    from socialvalue.showing.terminal.result import show_result

    if league and not by:
        raise click.UsageError("A league table needs --by, such as --by organisation.")
    if out is not None:
        _check_form(out, form)
    kind = form or (_file_ending(out) if out else "table")
    if kind == "csv" and (targets or indicators or last.files or _any_option_given(ctx, "sensitivity", "simulate")):
        raise click.UsageError(
            "A .csv holds one table, of outcomes or by --by: for what is beside it, ask for another form."
        )
    if kind in ("json", "csv", "md") and last.files:
        raise click.UsageError(
            f"A result as .{kind} is of one year: “sv compare” and --with give both as .json or .md."
        )
    if suppress_below:
        _check_suppressed(by, kind, targets)
    with problems_shown(plain=job.plain):
        result = assessed(job.result())
        beside = _tables_beside(result, by, league, suppress_below, targets, indicators)
    if form == "json" and out is None:
        click.echo(b"".join(_file_content(result, beside, "json")), nl=False)  # a program reads the problems there too
    problems = job.beside(result)
    if has_errors(problems):
        fail(problems, plain=job.plain)
    report(problems, plain=job.plain)
    years = last.compared(job, result)
    if out is not None:
        _write_result(result, beside, job, out, years)
    elif form in (None, "table"):
        to = console(plain=job.plain)
        if suppress_below:
            from socialvalue.showing.terminal.beside import show_groups

            show_groups(beside, result, to)
        else:
            show_result(result, to)
            if result.uncertainty:
                from socialvalue.showing.terminal.uncertainty import show_uncertainty

                show_uncertainty(result, to)
            show_beside(beside, result, to)
            if years is not None:
                from socialvalue.showing.terminal.beside import show_years

                show_years(years, "pounds", to)
        from socialvalue.cli.explain import explain
        from socialvalue.cli.report import report as page

        then = f"{next_with(ctx, page, '--out', 'report.html')}, or {next_with(ctx, explain, '--line', '1')}"
        next_step(then, plain=job.plain)
    elif form is not None and form != "json":
        click.echo(b"".join(_file_content(result, beside, form)), nl=False)


def _any_option_given(ctx: click.Context, *names: str) -> bool:
    """Whether any of the options was given."""
    return any(ctx.params.get(name) for name in names)


def _tables_beside(
    result: Result, by: str | None, league: bool, below: int | None, targets: Path | None, indicators: Path | None
) -> Beside:
    """What was asked for beside the result."""
    from socialvalue.reading.side_tables import read_indicators
    from socialvalue.records.groups import Beside
    from socialvalue.valuing.measures import awaited, counted

    rolled = rolled_up(result, grouping_names(by), league=league) if by else None
    return Beside(
        suppressed_by(result, rolled, below) if rolled and below else rolled,
        progress_to_targets(result, targets),
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


def _file_content(result: Result, beside: Beside, form: str, years: LikeForLike | None = None) -> Iterable[bytes]:
    """What a file holds, a piece at a time."""
    from socialvalue.showing.data.csv import rollup_to_csv, to_csv
    from socialvalue.showing.data.json.beside import beside_as_dict
    from socialvalue.showing.data.json.result import json_pieces
    from socialvalue.showing.data.markdown import rollup_to_markdown, to_markdown

    if form == "xlsx":
        from socialvalue.showing.workbook.result import workbook

        return [workbook(result, beside, years)]
    if form == "json":
        return json_pieces(result, beside_as_dict(beside))
    if form == "csv":
        return [(rollup_to_csv(beside.roll_up) if beside.roll_up else to_csv(result)).encode()]
    rolled = rollup_to_markdown(beside.roll_up, result.vocabulary) + "\n" if beside.roll_up else ""
    if beside.roll_up and beside.roll_up.suppressed_below:
        return [rolled.encode()]
    from socialvalue.showing.board.first_page import beside_tables
    from socialvalue.showing.data.markdown import table_as_markdown

    more = [table_as_markdown(table) for table in beside_tables(result, beside.targets)]
    return ["\n".join([rolled + to_markdown(result), *more]).encode()]


def _file_ending(out: Path) -> str:
    return out.suffix.lower().lstrip(".")


def _check_form(out: Path, form: str | None) -> None:
    """Wrong usage where the file to write cannot be what was asked for; said before anything is read."""
    if form is not None and form != _file_ending(out):
        raise click.UsageError(f"--format {form} is not what “{out.name}” holds: its ending says. Leave --format out.")


def _write_result(result: Result, beside: Beside, job: Job, out: Path, years: LikeForLike | None) -> None:
    from socialvalue.writing import write_whole

    with problems_shown(plain=job.plain):
        write_whole(out, _file_content(result, beside, _file_ending(out), years), private=result.entered.holds_people)
    click.echo(f"Written: {out}")
