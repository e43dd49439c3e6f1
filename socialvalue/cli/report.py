"""`sv report`: the page a board reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.by_and_targets import (
    BY,
    ROUND,
    SUPPRESS,
    TARGETS,
    grouping_names,
    progress_to_targets,
    rolled_up,
    suppressed_by,
)
from socialvalue.cli.command import Output, command
from socialvalue.cli.last_year import LastYear, last_year
from socialvalue.cli.problems_shown import problems_shown
from socialvalue.cli.typed_again import as_typed, shell_words
from socialvalue.cli.uncertainty_options import SEED, SIMULATE
from socialvalue.cli.valuation_job import Job, job

if TYPE_CHECKING:
    from socialvalue.records.results import Result
    from socialvalue.showing.board.draft import Asked
    from socialvalue.showing.board.rounding import Rounding


@command()
@job
@click.option(
    "--out",
    type=Output(".html", ".pdf", ".docx"),
    help="The file to write: .html, .pdf or .docx; the first page is printed here without one.",
)
@BY
@SUPPRESS
@TARGETS
@last_year
@ROUND
@SIMULATE
@SEED
@click.pass_context
def report(
    ctx: click.Context,
    job: Job,
    out: Path | None,
    by: str | None,
    suppress_below: int | None,
    targets: Path | None,
    last: LastYear,
    rounding: Rounding,
    simulate: int | None,
    seed: int,
) -> None:
    """One page for a board: the figure, what it rests on, and what it leaves out.

    \b
    Examples:
      sv report returns.xlsx
      sv report returns.xlsx --out report.pdf
      sv report this-year.xlsx --with last-year.xlsx --targets targets.csv --out report.docx
      sv report returns.xlsx --by project --suppress-below 10 --out for-publication.pdf
    """
    from socialvalue.showing.board.draft import Asked
    from socialvalue.showing.terminal.console import next_step
    from socialvalue.valuing.uncertainty.assess import assess
    from socialvalue.writing import write_whole

    if suppress_below:
        _check_suppressed(by, targets, last)
    result = assess(job.sound_result(), runs=simulate or 0, seed=seed)
    tables = [rolled_up(result, (name,)) for name in grouping_names(by)]
    if suppress_below:
        asked = Asked(rounding=rounding, published=suppressed_by(result, tables[0], suppress_below))
    else:
        with problems_shown(plain=job.plain):
            aims = progress_to_targets(result, targets)
        names = tuple(rolled.by[0] for rolled in tables)
        asked = Asked(years=last.compared(job, result), targets=aims, by=names, rounding=rounding)
    if out is None:
        from socialvalue.showing.terminal.board import show_board
        from socialvalue.showing.terminal.console import console

        show_board(result, asked, console(plain=job.plain))
        next_step(f"{as_typed(ctx)} --out report.html, .pdf or .docx", plain=job.plain)
        return
    with problems_shown(plain=job.plain):
        write_whole(out, _report_content(result, asked, out, as_typed(ctx)), private=result.entered.holds_people)
    click.echo(f"Written: {out}")
    where = " in a browser; it needs no network" if out.suffix.lower() == ".html" else ""
    next_step(f"open {shell_words(out)}{where}", plain=job.plain)


def _check_suppressed(by: str | None, targets: Path | None, last: LastYear) -> None:
    """Wrong usage where small groups would be told all the same."""
    if len(grouping_names(by)) != 1:
        message = "With --suppress-below, say by what the page is grouped, and by one thing only, such as --by project."
        raise click.UsageError(message)
    if targets is not None or last.files:
        raise click.UsageError("With --suppress-below a report holds one table: leave out --targets and --with.")


def _report_content(result: Result, asked: Asked, out: Path, command_: str) -> bytes:
    """The report in the form the file's name asks for."""
    form = out.suffix.lower()
    if form == ".docx":
        from socialvalue.showing.word.document import to_word

        return to_word(result, command=command_, asked=asked)
    from socialvalue.showing.page.page import to_page
    from socialvalue.showing.page.pdf import to_pdf

    page = to_page(result, command=command_, asked=asked)
    return to_pdf(page) if form == ".pdf" else page.encode(errors="replace")
