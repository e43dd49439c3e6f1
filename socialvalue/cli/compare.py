"""`sv compare`: one return under several banks or methods, or this year against last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.adjustments import NAMES
from socialvalue.cli.by_and_targets import ROUND
from socialvalue.cli.command import Named, Output, command
from socialvalue.cli.last_year import LastYear, last_year
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.valuation_job import Job, job

if TYPE_CHECKING:
    from socialvalue.published.methods import Method
    from socialvalue.showing.board.rounding import Rounding


@command()
@job
@click.option(
    "--banks",
    metavar="ID,ID…",
    type=Named(),
    help="The banks to compare: ids or .toml files, with commas.",
)
@click.option(
    "--methods",
    metavar="ID,ID…",
    type=Named(),
    help="The methods to compare: ids or .toml files, with commas.",
)
@last_year
@ROUND
@click.option("--format", "form", type=click.Choice(["table", "json", "md"]), default="table", help="What to print.")
@click.option("--out", type=Output(".json", ".md"), help="Write to a file (.json or .md) instead of printing.")
def compare(
    job: Job, banks: str | None, methods: str | None, last: LastYear, rounding: Rounding, form: str, out: Path | None
) -> None:
    """The same return under several banks or methods, or this year like for like against last.

    \b
    Examples:
      sv compare returns.xlsx --banks hact-svb-2020,hmt-wellby-2021
      sv compare returns.xlsx --banks hmt-wellby-2021,measure-up-2023 --prices 2024-25
      sv compare returns.xlsx --methods as-published,hact-net --deadweight 20%
      sv compare this-year.xlsx --with last-year.xlsx
    """
    if sum((banks is not None, methods is not None, bool(last.files))) != 1:
        raise click.UsageError(
            "Say what to compare with: --banks ID,ID for several banks, --methods ID,ID for several methods, or "
            "--with FILE for last year."
        )
    if job.coverage is not None or job.sector_homes is not None:
        raise click.UsageError(
            "A comparison estimates nothing for the sector: leave out --coverage and --sector-homes."
        )
    if banks is not None:
        _compare_banks(job, banks, form, out)
    elif methods is not None:
        _compare_methods(job, methods, form, out)
    else:
        _compare_years(job, last, rounding, form, out)


def _compare_years(job: Job, last: LastYear, rounding: Rounding, form: str, out: Path | None) -> None:
    """This year against last."""
    from socialvalue.showing.data.json.last_year import years_to_json
    from socialvalue.showing.data.markdown import years_to_markdown
    from socialvalue.showing.terminal.beside import show_years
    from socialvalue.showing.terminal.console import console

    years = last.compared(job, job.sound_result())
    if years is None:
        return
    if out is not None:
        form = out.suffix.lower().lstrip(".")
    if form == "table":
        show_years(years, rounding, console(plain=job.plain))
    else:
        text = years_to_json(years) if form == "json" else years_to_markdown(years, rounding)
        _print_or_write(text, out, job, private=years.now.entered.holds_people)


def _print_or_write(text: str, out: Path | None, job: Job, *, private: bool) -> None:
    """Print a text, or write it to the file."""
    from socialvalue.writing import write_whole

    if out is None:
        click.echo(text, nl=False)
        return
    with problems_shown(plain=job.plain):
        write_whole(out, text.encode(), private=private)
    click.echo(f"Written: {out}")


def _compare_methods(job: Job, methods: str, form: str, out: Path | None) -> None:
    """One return under several methods; a figure that is typed is for those that have or ask for it."""
    from socialvalue.published.methods import load_method
    from socialvalue.showing.data.json.methods_compared import methods_to_json
    from socialvalue.showing.data.markdown import methods_to_markdown
    from socialvalue.showing.terminal.comparison import show_methods_compared
    from socialvalue.showing.terminal.console import console
    from socialvalue.valuing.compare_methods import compare_methods

    names = list(dict.fromkeys(name.strip() for name in methods.split(",") if name.strip()))
    if len(names) < 2:
        raise click.UsageError("A comparison needs at least two methods: --methods as-published,hact-net.")
    if job.method is not None:
        raise click.UsageError("Name the methods in --methods; --method is for one.")
    with problems_shown(plain=job.plain):
        loaded = [_as_asked(load_method(name), job) for name in names]
        entered = job.within(job.read)
        by_method = compare_methods(entered, loaded, job.named, cost=job.cost)
    if not by_method.ok:
        fail(by_method.problems, plain=job.plain)
    report(by_method.problems, plain=job.plain)
    if out is not None:
        form = out.suffix.lower().lstrip(".")
    if form == "table":
        show_methods_compared(by_method, console(plain=job.plain))
    else:
        text = methods_to_json(by_method) if form == "json" else methods_to_markdown(by_method)
        _print_or_write(text, out, job, private=entered.holds_people)


def _as_asked(method: Method, job: Job) -> Method:
    """The method with what was typed, but for figures that it neither has nor asks for."""
    has = {*method.requires, *(setting.name for setting in method.settings)}
    return method.override(**{name: value for name, value in job.settings.items() if name not in NAMES or name in has})


def _compare_banks(job: Job, banks: str, form: str, out: Path | None) -> None:
    """One return under several banks."""
    from socialvalue.published.bank_files import load_bank
    from socialvalue.published.default_bank import reading_bank
    from socialvalue.showing.data.json.banks_compared import banks_compared_to_json
    from socialvalue.showing.data.markdown import banks_compared_to_markdown
    from socialvalue.showing.terminal.comparison import show_banks_compared
    from socialvalue.showing.terminal.console import console
    from socialvalue.valuing.compare_banks import compare

    names = list(dict.fromkeys(name.strip() for name in banks.split(",") if name.strip()))
    if len(names) < 2:
        raise click.UsageError("A comparison needs at least two banks: --banks hact-svb-2020,hmt-wellby-2021.")
    if job.bank is not None:
        raise click.UsageError("Name the banks in --banks; --bank is for one.")
    with problems_shown(plain=job.plain):
        loaded = [load_bank(name) for name in names]
        entered = job.within(job.entered(reading_bank(loaded)))
        try:
            by_bank = compare(entered, loaded, job.adjustments, cost=job.cost)
        except ValueError as err:
            raise click.UsageError(f"{err}.") from None
    if not by_bank.ok:
        fail(by_bank.problems, plain=job.plain)
    report(by_bank.problems, plain=job.plain)
    if out is not None:
        form = out.suffix.lower().lstrip(".")
    if form == "table":
        show_banks_compared(by_bank, console(plain=job.plain))
    else:
        text = banks_compared_to_json(by_bank) if form == "json" else banks_compared_to_markdown(by_bank)
        _print_or_write(text, out, job, private=entered.holds_people)


#: Options of a job that a comparison has no use for.
_JOB_OPTIONS_LEFT_OUT = ("coverage", "sector_homes", "combine_kinds", "prepared_by", "reviewed_by", "status")

for _option in compare.params:
    if isinstance(_option, click.Option) and _option.name in _JOB_OPTIONS_LEFT_OUT:
        _option.hidden = True
