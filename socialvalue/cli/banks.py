"""`sv banks`: what values there are, where each comes from, and your own beside them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Group, Input, Named, Output
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.shared_options import PLAIN
from socialvalue.cli.typed_again import shell_words

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


@banks.command()
@click.argument("bank", metavar="ID|FILE", type=Named())
@click.argument("code", required=False)
@PLAIN
def show(bank: str, code: str | None, plain: bool) -> None:
    """A bank's values, or one of them with its citation in full.

    \b
    Examples:
      sv banks show hmt-wellby-2021
      sv banks show hmt-wellby-2021 WELLBY-EMP
    """
    import difflib

    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.terminal.banks import show_bank
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.valuation import show_valuation

    with problems_shown(plain=plain):
        found = load_bank(bank)
    if code is None:
        show_bank(found, console(plain=plain))
    elif code not in found.codes:
        close = difflib.get_close_matches(code, found.codes, n=5, cutoff=0.3) or list(found.codes)[:5]
        raise click.UsageError(f"{found.id} has no value {code}. The nearest codes are {', '.join(close)}.")
    else:
        for value in found.all_of(code):
            show_valuation(found, value, console(plain=plain))


@banks.command()
@click.argument("old", metavar="ID|FILE", type=Named())
@click.argument("new", metavar="ID|FILE", type=Named())
@PLAIN
def diff(old: str, new: str, plain: bool) -> None:
    """What was added, removed and changed from one bank to another, by code, with amounts and percentages.

    \b
    Example:
      sv banks diff my-bank-2023 my-bank-2024
    """
    from socialvalue.published.bank_changes import difference
    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.terminal.bank_difference import show_difference
    from socialvalue.showing.terminal.console import console

    with problems_shown(plain=plain):
        found = difference(load_bank(old), load_bank(new))
    show_difference(found, console(plain=plain))


@banks.command()
@click.argument("files", nargs=-1, metavar="[ID|FILE...]", type=Input())
@PLAIN
def check(files: tuple[Path, ...], plain: bool) -> None:
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
    found = [check_file(path, others=shipped) for path in named or shipped_files()]
    problems = [problem for _, faults in found for problem in faults]
    if has_errors(problems):
        fail(problems, plain=plain)
    report(problems, plain=plain)
    values = sum(len(bank.valuations) for bank, _ in found if bank)
    doubts = f"{len(problems)} to look at" if problems else "nothing to look at"
    click.echo(f"No errors, and {doubts}: {_counted(values, 'value')} in {_counted(len(found), 'bank')}.")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@banks.command()
@click.argument("bank", metavar="ID", required=False)
@click.option("--none", "nothing", is_flag=True, help="Choose none: the bank follows from the return's dates again.")
@PLAIN
def use(bank: str | None, nothing: bool, plain: bool) -> None:
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


@banks.command()
@click.argument("bank", metavar="ID")
@PLAIN
def remove(bank: str, plain: bool) -> None:
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


@banks.command(name="import")
@click.argument("file", metavar="FILE", type=Input())
@click.option("--id", "name", metavar="ID", help="The name you will choose it by; the file's name when not given.")
@click.option("--title", default="", help="What it is called; the file's name when not given.")
@click.option("--publisher", default="", help="Who published the values.")
@click.option("--edition", default="", help="Such as “2024”; a year in it is taken as that of publication.")
@click.option("--licence", default="", help="Such as “OGL v3.0”; restricted unless it is known to be open.")
@click.option("--claiming", metavar="ID", type=Named(), help="Take over the claiming rules of a bank: hact-svb-2020.")
@click.option("--prices", default="", metavar="YEAR", help="The price year of every value, where the file says none.")
@click.option("--unit", default="", help="Such as “£ per person per year”, where the file says none.")
@click.option("--kind", default="", help="wellbeing, fiscal, economic or social, where the file says none.")
@click.option(
    "--map", "headings", metavar="MAP", type=Input(), help="What your headings mean, as “sv map --values” writes it."
)
@click.option("--replace", is_flag=True, help="Keep a bank of that id, as ID-1, beside the new one.")
@click.option("--own-outcomes", is_flag=True, help="Let outcomes that are not known become outcomes of the bank.")
@click.option("--out", type=Output(".toml"), help="Write a .toml file instead of keeping it among your own banks.")
@PLAIN
def import_bank(
    file: Path,
    name: str | None,
    title: str,
    publisher: str,
    edition: str,
    licence: str,
    claiming: str | None,
    prices: str,
    unit: str,
    kind: str,
    headings: Path | None,
    replace: bool,
    own_outcomes: bool,
    out: Path | None,
    plain: bool,
) -> None:
    """Your own licensed values, from a workbook, csv or TOML file; kept in your data folder, outside any project.

    \b
    Examples:
      sv banks import values.xlsx --id my-bank-2024 --licence "My licence no. 12"
      sv banks import values.csv --id my-bank-2024 --out my-bank-2024.toml
      sv banks import unit-cost-database-v1.4.xlsx
    """
    from socialvalue.published.bank_doubts import doubts
    from socialvalue.published.bank_files import load_bank, shipped_files
    from socialvalue.reading.banks import import_bank as importing
    from socialvalue.reading.banks.bank_map import read_value_map
    from socialvalue.reading.banks.bank_terms import Terms
    from socialvalue.reading.banks.save_bank import save_bank

    with problems_shown(plain=plain):
        rules = load_bank(claiming).claiming if claiming else None
        try:
            terms = Terms(
                id=name if name is not None else re.sub(r"[^a-z0-9.]+", "-", file.stem.lower()).strip("-."),
                title=title,
                publisher=publisher,
                edition=edition,
                licence=licence,
                own_outcomes=own_outcomes,
                claiming=rules,
                prices=prices,
                unit=unit,
                kind=kind,
            )
        except ValueError as err:
            raise click.UsageError(f"{err.args[0]}.") from None
        bank, problems = importing.import_bank(file, terms, headings=read_value_map(headings) if headings else None)
        if bank is None:
            report(problems, plain=plain)
            errors = sum(problem.severity == "error" for problem in problems)
            click.echo(f"{_counted(errors, 'error')}; no bank was made.", err=True)
            raise SystemExit(1)
        problems += doubts(bank, file.name, [load_bank(path) for path in shipped_files()])
        path = save_bank(bank, out, replace=replace)
    report(problems, plain=plain)
    click.echo(f"{_counted(len(bank.valuations), 'value')} imported as {bank.id}: {path}")
    if bank.licence.restricted:
        click.echo(bank.licence.notice)
    click.echo(f"Use it with: {shell_words('--bank', path if out else bank.id)}")


@banks.command()
@click.argument("bank", metavar="ID|FILE", type=Named(), required=False)
@click.option("--all", "every", is_flag=True, help="Every value of every bank in one sheet, .xlsx or .html.")
@click.option(
    "--out", required=True, type=Output(".xlsx", ".csv", ".md", ".html"), help="To write: .xlsx, .csv or .md."
)
@click.option("--i-hold-a-licence", "licensed", is_flag=True, help="For a restricted bank: you may copy its values.")
@PLAIN
def export(bank: str | None, every: bool, out: Path, licensed: bool, plain: bool) -> None:
    """A bank as a workbook, csv file or page, with its licence, for people who review it; or every value of all.

    \b
    Examples:
      sv banks export hmt-wellby-2021 --out wellby.xlsx
      sv banks export --all --out values.xlsx
    """
    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.data.csv.bank import bank_to_csv
    from socialvalue.showing.data.markdown.bank import bank_to_markdown
    from socialvalue.writing import write_whole

    if every == bool(bank):
        raise click.UsageError("Name a bank, or --all.")
    if every:
        _export_all(out, licensed=licensed, plain=plain)
        return
    if bank is None or out.suffix.lower() == ".html":
        raise click.UsageError("A page is written of all banks: --all. One bank is written as .xlsx, .csv or .md.")
    form = out.suffix.lower()
    with problems_shown(plain=plain):
        found = load_bank(bank)
    if found.licence.restricted and not licensed:
        remedy = "If your licence lets you copy these values, say so with --i-hold-a-licence."
        raise click.UsageError(f"{found.id} is restricted. {found.licence.notice} {remedy}")
    if form == ".xlsx":
        from socialvalue.showing.workbook.bank import bank_workbook

        content = bank_workbook(found)
    elif form == ".csv":
        content = b"\xef\xbb\xbf" + bank_to_csv(found).encode()  # so that Excel reads it as UTF-8
    else:
        content = bank_to_markdown(found).encode()
    with problems_shown(plain=plain):
        write_whole(out, content)
    click.echo(f"Written: {out}")
    if found.licence.restricted:
        click.echo(found.licence.notice)


def _export_all(out: Path, *, licensed: bool, plain: bool) -> None:
    """Every value that may be copied, one a row; restricted banks only for those who hold a licence."""
    from socialvalue.published.bank_files import bank_files, load_bank
    from socialvalue.showing.data.every_value_page import every_value_page
    from socialvalue.showing.workbook.every_value import every_value_workbook
    from socialvalue.writing import write_whole

    form = out.suffix.lower()
    if form not in (".xlsx", ".html"):
        raise click.UsageError("All banks are written as .xlsx or .html.")
    with problems_shown(plain=plain):
        found = [load_bank(name) for name in bank_files()]
        kept = [bank for bank in found if licensed or not bank.licence.restricted]
        left_out = [bank for bank in found if bank not in kept]
        write_whole(
            out, every_value_workbook(kept, left_out) if form == ".xlsx" else every_value_page(kept, left_out).encode()
        )
    click.echo(f"Written: {out}: {_counted(sum(map(len, kept)), 'value')} of {_counted(len(kept), 'bank')}")
    left = ", ".join(f"{bank.id} ({_counted(len(bank), 'value')})" for bank in left_out)
    if left:
        click.echo(f"Left out, being restricted: {left}. If your licence lets you copy them: --i-hold-a-licence.")
