"""`sv calc`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.common import fail, problems_shown, report
from socialvalue.cli.job import Job, job

if TYPE_CHECKING:
    from socialvalue.results import Result


@click.command()
@job
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "md"]), default="table", help="What to print."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write to a file (.json, .csv or .md) instead of printing."
)
def calc(job: Job, form: str, out: Path | None) -> None:
    """The social value of what workbooks and csv files report.

    \b
    Examples:
      sv calc returns.xlsx
      sv calc returns.xlsx --format json
    """
    from socialvalue.reports.terminal import console, show_result

    with problems_shown(plain=job.plain):
        result = job.result()
    if form == "json" and out is None:
        click.echo(_content(result, job, "json").decode(), nl=False)  # a program reads the problems there too
    if not result.ok:
        fail(result.problems, plain=job.plain)
    report(result.problems, plain=job.plain)
    if out is not None:
        _write(result, job, out)
    elif form == "table":
        show_result(result, job.vocabulary(), console(plain=job.plain))
    elif form != "json":
        click.echo(_content(result, job, form).decode(), nl=False)


def _content(result: Result, job: Job, form: str) -> bytes:
    from socialvalue.reports import data

    if form == "json":
        return data.to_json(result).encode()
    if form == "csv":
        return data.to_csv(result).encode()
    return data.to_markdown(result, job.vocabulary()).encode()


def _write(result: Result, job: Job, out: Path) -> None:
    from socialvalue.output import write_whole

    form = out.suffix.lower().lstrip(".")
    if form not in ("json", "csv", "md"):
        raise click.UsageError(f"Cannot write “{out.name}”: choose a name ending in .json, .csv or .md.")
    if any(out.resolve() == entry.resolve() for entry in job.files):
        raise click.UsageError(f"“{out.name}” is an input and is not written over: choose another name.")
    with problems_shown(plain=job.plain):
        write_whole(out, _content(result, job, form))
    click.echo(f"Written: {out}")
