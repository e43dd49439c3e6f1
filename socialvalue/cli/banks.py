"""`sv banks`: what values there are, where each comes from, and your own beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.bank_export import export_bank
from socialvalue.cli.bank_import import import_bank
from socialvalue.cli.command import Group, Input, Named
from socialvalue.cli.problems_shown import counted, fail, problems_shown, report
from socialvalue.cli.shared_options import PLAIN

if TYPE_CHECKING:
    from socialvalue.problems import Problem
    from socialvalue.published.banks import Bank


@click.group(cls=Group)
def banks() -> None:
    """The banks of values: list, show, check, diff, use, import, export, remove."""


@banks.command(name="list")
@PLAIN
def list_banks(plain: bool) -> None:
    """Every bank that can be named by its id: those that come with the package, then your own.

    \b
    Example:
      sv banks list
    """
    from socialvalue.problems import BadData
    from socialvalue.published.bank_files import bank_files, load_bank
    from socialvalue.showing.terminal.banks import show_banks
    from socialvalue.showing.terminal.console import console

    sound: list[Bank] = []
    problems: list[Problem] = []
    for name in bank_files():
        try:
            sound.append(load_bank(name))
        except BadData as err:
            problems += err.problems
    show_banks(sound, console(plain=plain))
    if problems:
        fail(problems, plain=plain)


@banks.command(name="show")
@click.argument("bank", metavar="ID|FILE", type=Named())
@click.argument("code", required=False)
@PLAIN
def show_bank(bank: str, code: str | None, plain: bool) -> None:
    """A bank's values, or one of them with its citation in full.

    \b
    Examples:
      sv banks show hmt-wellby-2021
      sv banks show hmt-wellby-2021 WELLBY-EMP
    """
    import difflib

    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.terminal.banks import show_bank, show_valuation
    from socialvalue.showing.terminal.console import console

    with problems_shown(plain=plain):
        loaded = load_bank(bank)
    if code is None:
        show_bank(loaded, console(plain=plain))
    elif code not in loaded.codes:
        close = difflib.get_close_matches(code, loaded.codes, n=5, cutoff=0.3) or list(loaded.codes)[:5]
        raise click.UsageError(f"{loaded.id} has no value {code}. The nearest codes are {', '.join(close)}.")
    else:
        for value in loaded.all_of(code):
            show_valuation(loaded, value, console(plain=plain))


@banks.command(name="diff")
@click.argument("old", metavar="ID|FILE", type=Named())
@click.argument("new", metavar="ID|FILE", type=Named())
@PLAIN
def diff_banks(old: str, new: str, plain: bool) -> None:
    """What was added, removed and changed from one bank to another, by code, with amounts and percentages.

    \b
    Example:
      sv banks diff my-bank-2023 my-bank-2024
    """
    from socialvalue.published.bank_changes import difference
    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.terminal.banks import show_difference
    from socialvalue.showing.terminal.console import console

    with problems_shown(plain=plain):
        found = difference(load_bank(old), load_bank(new))
    show_difference(found, console(plain=plain))


@banks.command(name="check")
@click.argument("files", nargs=-1, metavar="[ID|FILE...]", type=Input())
@PLAIN
def check_banks(files: tuple[Path, ...], plain: bool) -> None:
    """Look over banks as an auditor would; without a file, those that come with the package.

    \b
    Examples:
      sv banks check
      sv banks check my-bank-2024
      sv banks check my-bank.toml
    """
    from socialvalue.problems import has_errors
    from socialvalue.published.bank_doubts import check_file
    from socialvalue.published.bank_files import bank_files, load_bank, shipped_files

    with problems_shown(plain=plain):
        shipped = [load_bank(path) for path in shipped_files()]
    known = bank_files()
    named = [path if path.exists() else known.get(str(path), path) for path in files]
    checked_banks = [check_file(path, others=shipped) for path in named or shipped_files()]
    problems = [problem for _, faults in checked_banks for problem in faults]
    if has_errors(problems):
        fail(problems, plain=plain)
    report(problems, plain=plain)
    values = sum(len(bank.valuations) for bank, _ in checked_banks if bank)
    doubts = f"{len(problems)} to look at" if problems else "nothing to look at"
    click.echo(f"No errors, and {doubts}: {counted(values, 'value')} in {counted(len(checked_banks), 'bank')}.")


@banks.command(name="use")
@click.argument("bank", metavar="ID", required=False)
@click.option("--none", "nothing", is_flag=True, help="Choose none: the bank follows from the return's dates again.")
@PLAIN
def use_bank(bank: str | None, nothing: bool, plain: bool) -> None:
    """Choose the bank for every return that names none; without an id, say which it is.

    \b
    Examples:
      sv banks use my-bank-2024
      sv banks use --none
    """
    from socialvalue.published import default_bank

    if bank and nothing:
        raise click.UsageError("Give an id, or --none.")
    if bank or nothing:
        with problems_shown(plain=plain):
            default_bank.use(bank or "")
    chosen = default_bank.chosen()
    by_dates = f"{default_bank.OF_2020} from April 2020 to March 2021, else {default_bank.OPEN}"
    click.echo(f"In use where no bank is named: {chosen or f'by the dates of the return, {by_dates}'}.")


@banks.command(name="remove")
@click.argument("bank", metavar="ID")
@PLAIN
def remove_bank(bank: str, plain: bool) -> None:
    """Remove one of your own banks; those that come with the package stay.

    \b
    Example:
      sv banks remove my-bank-2023
    """
    from socialvalue.published import default_bank
    from socialvalue.published.bank_files import own_file

    with problems_shown(plain=plain):
        path = own_file(bank)
        path.unlink()
    if default_bank.chosen() == bank:
        default_bank.use("")
    click.echo(f"Removed: {bank} ({path})")


banks.add_command(import_bank)
banks.add_command(export_bank)
