"""`sv check`: read, and say what is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.common import FILES, PLAIN, REPLACE, fail, report


@click.command()
@FILES
@REPLACE
@PLAIN
def check(files: tuple[Path, ...], replace: bool, plain: bool) -> None:
    """Read returns and report every problem; calculate nothing.

    \b
    Example:
      sv check returns.xlsx
    """
    from socialvalue.problems import has_errors
    from socialvalue.reading import read

    entered = read(*files, replace=replace)
    if has_errors(entered.problems):
        fail(entered.problems, plain=plain)
    report(entered.problems, plain=plain)
    recorded = sum(line.quantity is not None for line in entered.lines)
    click.echo(f"No errors: {recorded} figures read, {len(entered.lines) - recorded} left blank.")
