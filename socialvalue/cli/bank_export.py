"""`sv banks export`: a bank with its licence, or every value of all, for people who review them."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.command import Named, Output, command
from socialvalue.cli.problems_shown import counted, problems_shown
from socialvalue.cli.shared_options import PLAIN


@command(name="export")
@click.argument("bank", metavar="ID|FILE", type=Named(), required=False)
@click.option("--all", "every", is_flag=True, help="Every value of every bank in one sheet, .xlsx or .html.")
@click.option(
    "--out", required=True, type=Output(".xlsx", ".csv", ".md", ".html"), help="To write: .xlsx, .csv or .md."
)
@click.option("--i-hold-a-licence", "licensed", is_flag=True, help="For a restricted bank: you may copy its values.")
@PLAIN
def export_bank(bank: str | None, every: bool, out: Path, licensed: bool, plain: bool) -> None:
    """A bank as a workbook, csv file or page, with its licence, for people who review it; or every value of all.

    \b
    Examples:
      sv banks export hmt-wellby-2021 --out wellby.xlsx
      sv banks export --all --out values.xlsx
    """
    from socialvalue.published.bank_files import load_bank
    from socialvalue.showing.data.csv import bank_to_csv
    from socialvalue.showing.data.markdown import bank_to_markdown
    from socialvalue.writing import write_whole

    if every == bool(bank):
        raise click.UsageError("Name a bank, or --all.")
    if every:
        _export_every_value(out, licensed=licensed, plain=plain)
        return
    if bank is None or out.suffix.lower() == ".html":
        raise click.UsageError("A page is written of all banks: --all. One bank is written as .xlsx, .csv or .md.")
    form = out.suffix.lower()
    with problems_shown(plain=plain):
        loaded = load_bank(bank)
    if loaded.licence.restricted and not licensed:
        remedy = "If your licence lets you copy these values, say so with --i-hold-a-licence."
        raise click.UsageError(f"{loaded.id} is restricted. {loaded.licence.notice} {remedy}")
    if form == ".xlsx":
        from socialvalue.showing.workbook.bank import bank_workbook

        content = bank_workbook(loaded)
    elif form == ".csv":
        content = b"\xef\xbb\xbf" + bank_to_csv(loaded).encode()  # so that Excel reads it as UTF-8
    else:
        content = bank_to_markdown(loaded).encode()
    with problems_shown(plain=plain):
        write_whole(out, content)
    click.echo(f"Written: {out}")
    if loaded.licence.restricted:
        click.echo(loaded.licence.notice)


def _export_every_value(out: Path, *, licensed: bool, plain: bool) -> None:
    """Every value that may be copied, one a row; restricted banks only for those who hold a licence."""
    from socialvalue.published.bank_files import bank_files, load_bank
    from socialvalue.showing.data.every_value import every_value_page
    from socialvalue.showing.workbook.bank import every_value_workbook
    from socialvalue.writing import write_whole

    form = out.suffix.lower()
    if form not in (".xlsx", ".html"):
        raise click.UsageError("All banks are written as .xlsx or .html.")
    with problems_shown(plain=plain):
        every_bank = [load_bank(name) for name in bank_files()]
        kept = [bank for bank in every_bank if licensed or not bank.licence.restricted]
        left_out = [bank for bank in every_bank if bank not in kept]
        write_whole(
            out, every_value_workbook(kept, left_out) if form == ".xlsx" else every_value_page(kept, left_out).encode()
        )
    click.echo(f"Written: {out}: {counted(sum(map(len, kept)), 'value')} of {counted(len(kept), 'bank')}")
    left = ", ".join(f"{bank.id} ({counted(len(bank), 'value')})" for bank in left_out)
    if left:
        click.echo(f"Left out, being restricted: {left}. If your licence lets you copy them: --i-hold-a-licence.")
