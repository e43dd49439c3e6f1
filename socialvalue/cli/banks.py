"""`sv banks`: what values there are, and where each comes from."""

from __future__ import annotations

import click

from socialvalue.cli.common import problems_shown


@click.group()
def banks() -> None:
    """The banks of values: list, show."""


@banks.command(name="list")
def list_banks() -> None:
    """Every bank that can be named by its id.

    \b
    Example:
      sv banks list
    """
    from socialvalue.banks import bank_files, load_bank
    from socialvalue.reports.terminal import console
    from socialvalue.reports.valuations import show_banks

    with problems_shown():
        show_banks([load_bank(name) for name in bank_files()], console())


@banks.command()
@click.argument("bank", metavar="ID")
@click.argument("code", required=False)
def show(bank: str, code: str | None) -> None:
    """A bank's values, or one of them with its citation in full.

    \b
    Examples:
      sv banks show hmt-wellby-2021
      sv banks show hmt-wellby-2021 WELLBY-EMP
    """
    from socialvalue.banks import load_bank
    from socialvalue.reports.terminal import console
    from socialvalue.reports.valuations import show_bank, show_valuation

    with problems_shown():
        found = load_bank(bank)
    if code is None:
        show_bank(found, console())
    elif code not in found.codes:
        raise click.UsageError(f"{bank} has no value {code}. Its codes: {', '.join(found.codes)}.")
    else:
        show_valuation(found, found[code], console())
