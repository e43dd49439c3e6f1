"""`sv banks import`: your own licensed values, from a workbook, csv or TOML file."""

from __future__ import annotations

import re
from pathlib import Path

import click

from socialvalue.cli.command import Input, Named, Output, command
from socialvalue.cli.problems_shown import counted, problems_shown, report
from socialvalue.cli.shared_options import PLAIN
from socialvalue.cli.typed_again import shell_words


@command(name="import")
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
            click.echo(f"{counted(errors, 'error')}; no bank was made.", err=True)
            raise SystemExit(1)
        problems += doubts(bank, file.name, [load_bank(path) for path in shipped_files()])
        path = save_bank(bank, out, replace=replace)
    report(problems, plain=plain)
    click.echo(f"{counted(len(bank.valuations), 'value')} imported as {bank.id}: {path}")
    if bank.licence.restricted:
        click.echo(bank.licence.notice)
    click.echo(f"Use it with: {shell_words('--bank', path if out else bank.id)}")
