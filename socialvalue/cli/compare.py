"""`sv compare`: one return under several banks."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.command import Named, Output, command
from socialvalue.cli.common import fail, problems_shown, report
from socialvalue.cli.job import Job, job


@command()
@job
@click.option(
    "--banks",
    required=True,
    metavar="ID,ID…",
    type=Named(),
    help="The banks to compare: ids or .toml files, with commas.",
)
@click.option("--format", "form", type=click.Choice(["table", "json", "md"]), default="table", help="What to print.")
@click.option("--out", type=Output(".json", ".md"), help="Write to a file (.json or .md) instead of printing.")
def compare(job: Job, banks: str, form: str, out: Path | None) -> None:
    """The same return under several banks: how far the headline depends on the choice.

    \b
    Examples:
      sv compare returns.xlsx --banks hact-svb-2020,hmt-wellby-2021
      sv compare returns.xlsx --banks hmt-wellby-2021,measure-up-2023 --prices 2024-25
    """
    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.terminal import comparison
    from socialvalue.showing.terminal.result import console
    from socialvalue.valuing import compare as comparing
    from socialvalue.writing import write_whole

    names = list(dict.fromkeys(name.strip() for name in banks.split(",") if name.strip()))
    if len(names) < 2:
        raise click.UsageError("A comparison needs at least two banks: --banks hact-svb-2020,hmt-wellby-2021.")
    if job.bank is not None:
        raise click.UsageError("Name the banks in --banks; --bank is for one.")
    if job.coverage is not None or job.sector_homes is not None:
        raise click.UsageError(
            "A comparison estimates nothing for the sector: leave out --coverage and --sector-homes."
        )
    with problems_shown(plain=job.plain):
        loaded = [load_bank(name) for name in names]
        entered = job.entered(comparing.reading_bank(loaded))
        try:
            found = comparing.compare(entered, loaded, job.adjustments, cost=job.cost)
        except ValueError as err:
            raise click.UsageError(f"{err}.") from None
    if not found.ok:
        fail(found.problems, plain=job.plain)
    report(found.problems, plain=job.plain)
    if out is not None:
        write = comparison.to_json if out.suffix.lower() == ".json" else comparison.to_markdown
        with problems_shown(plain=job.plain):
            write_whole(out, write(found).encode())
        click.echo(f"Written: {out}")
    elif form == "table":
        comparison.show_comparison(found, console(plain=job.plain))
    else:
        click.echo((comparison.to_json if form == "json" else comparison.to_markdown)(found), nl=False)


#: Options of a job that a comparison has no use for.
_NOT_HERE = ("bank", "coverage", "sector_homes", "combine_kinds")

for _option in compare.params:
    if isinstance(_option, click.Option) and _option.name in _NOT_HERE:
        _option.hidden = True
