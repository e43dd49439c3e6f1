"""`sv check`: read, and say what is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli import problem_file as table_of_problems
from socialvalue.cli.command import Named, command
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.shared_options import FILES, MAP, PLAIN, REPLACE
from socialvalue.cli.typed_again import shell_words


@command()
@FILES
@MAP
@click.option("--bank", metavar="ID|FILE", type=Named(), help="Also know this bank's outcomes and codes.")
@REPLACE
@table_of_problems.PROBLEMS
@PLAIN
def check(
    files: tuple[Path, ...],
    mapping: Path | None,
    bank: str | None,
    replace: bool,
    problem_file: Path | None,
    plain: bool,
) -> None:
    """Read returns and report every problem; calculate nothing.

    \b
    Example:
      sv check returns.xlsx
    """
    from socialvalue.problems import has_errors
    from socialvalue.published.bank_files import load_bank
    from socialvalue.reading.files import read
    from socialvalue.records.registers import Lines
    from socialvalue.showing.terminal.console import next_step

    all_problems = table_of_problems.problem_file(problem_file)
    with problems_shown(plain=plain):
        entered = read(
            *files,
            mapping=mapping,
            bank=load_bank(bank) if bank else None,
            replace=replace,
            unnamed=all_problems.add if all_problems else None,
        )
    if all_problems:
        with problems_shown(plain=plain):
            all_problems.write(entered)
    if has_errors(entered.problems):
        fail(entered.problems, plain=plain)
    report(entered.problems, plain=plain)
    lines = Lines.of(entered.lines).alike("outcome")
    recorded = sum(line.rows for line in lines if line.quantity is not None)
    blank = sum(line.rows for line in lines) - recorded
    click.echo(f"No errors: {recorded} figures read, {blank} left blank.")
    next_step(shell_words("sv", "calc", *files[:2]), plain=plain)
