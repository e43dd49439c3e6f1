"""`sv report`: the page a board reads."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.command import Output, command
from socialvalue.cli.common import as_typed, problems_shown, typed
from socialvalue.cli.job import Job, job


@command()
@job
@click.option(
    "--out", required=True, type=Output(".html", ".pdf"), help="The file to write: .html, or .pdf to print it."
)
@click.option(
    "--simulate", type=click.IntRange(1, 1_000_000), metavar="N", help="Draw N runs from the ranges; 10000 is usual."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Which runs are drawn.")
@click.pass_context
def report(ctx: click.Context, job: Job, out: Path, simulate: int | None, seed: int) -> None:
    """One page for a board: the figure, what it rests on, and what it leaves out.

    \b
    Examples:
      sv report returns.xlsx --out report.html
      sv report returns.xlsx --out report.pdf
    """
    form = out.suffix.lower()
    result = job.sound_result()

    from socialvalue.showing.page.page import to_page
    from socialvalue.showing.page.pdf import to_pdf
    from socialvalue.showing.terminal.result import next_step
    from socialvalue.valuing.uncertainty import assess
    from socialvalue.writing import write_whole

    page = to_page(assess(result, runs=simulate or 0, seed=seed), command=as_typed(ctx))
    with problems_shown(plain=job.plain):
        write_whole(
            out, to_pdf(page) if form == ".pdf" else page.encode(errors="replace"), private=result.entered.holds_people
        )
    click.echo(f"Written: {out}")
    then = "open " + typed(out) + (" in a browser; it needs no network" if form == ".html" else "")
    next_step(then, plain=job.plain)
