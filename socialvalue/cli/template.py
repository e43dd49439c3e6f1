"""`sv template`: the workbook to fill in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from socialvalue.cli.command import Named, Output, command
from socialvalue.cli.problems_shown import problems_shown
from socialvalue.cli.typed_again import shell_words

if TYPE_CHECKING:
    from socialvalue.records.periods import Period


@command()
@click.argument("out", metavar="FILE.xlsx", type=Output(".xlsx"))
@click.option("--organisation", default="", metavar="NAME", help="Your organisation, filled in.")
@click.option("--from", "start", metavar="MONTH", help="The first month, such as 2020-10; this month if not given.")
@click.option("--months", type=click.IntRange(1, 60), default=6, show_default=True, help="How many months.")
@click.option(
    "--bank", metavar="ID|FILE", type=Named(), help="The values it is meant for; those for its months unless said."
)
@click.option(
    "--measures",
    type=click.Choice(["all", "employment"]),
    default="all",
    show_default=True,
    help="All measures of the monthly return, or only work, training and volunteering.",
)
def template(
    out: Path,
    organisation: str,
    start: str | None,
    months: int,
    bank: str | None,
    measures: Literal["all", "employment"],
) -> None:
    """A workbook to fill in: the monthly return, a register and costs.

    \b
    Example:
      sv template returns.xlsx --organisation "Acme Homes" --from 2020-10
    """
    from socialvalue.published.bank_files import load_bank
    from socialvalue.published.default_bank import choice
    from socialvalue.published.vocabulary import load_vocabulary
    from socialvalue.records import template_layout as layout
    from socialvalue.showing.workbook.template import template as workbook
    from socialvalue.writing import write_whole

    if out.exists():
        raise click.UsageError(f"“{out}” is there already and may be filled in: choose another name.")
    first = _first_month(start)
    with problems_shown():
        span = layout.months_from(first, months)
        values = load_bank(bank) if bank else choice((month.start, month.end) for month in span).bank
        vocabulary = load_vocabulary().extended(values.outcomes)
        content = workbook(vocabulary, values, span, organisation=organisation, measures=measures)
        write_whole(out, content)
    click.echo(f"Written: {out}. Fill it in, then: {shell_words('sv', 'calc', out)}")


def _first_month(text: str | None) -> Period:
    from socialvalue.records.periods import Period

    if text is None:
        return Period.of(dt.datetime.now(tz=dt.UTC).date())
    try:
        found = Period.of(text)
    except ValueError as err:
        raise click.UsageError(f"--from: {err}. Write a month such as 2020-10.") from None
    return Period.of(found.start)
