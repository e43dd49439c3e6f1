"""`sv explain`: one line's pound, from its cell to its source."""

from __future__ import annotations

import click
from attrs import evolve

from socialvalue.cli.command import command
from socialvalue.cli.typed_again import shell_words
from socialvalue.cli.valuation_job import Job, job


@command()
@job
@click.option("--line", type=click.IntRange(min=1), help="Which line, counted from 1 as the sheet Lines lists them.")
@click.option("--cell", metavar="SHEET!CELL", help="Which line, by the cell it was read from, such as Return!D12.")
def explain(job: Job, line: int | None, cell: str | None) -> None:
    """Trace one line in sentences, from its cell to the source of its value.

    \b
    Examples:
      sv explain returns.xlsx --line 3
      sv explain returns.xlsx --cell 'Return!D12'
    """
    if (line is None) == (cell is None):
        raise click.UsageError("Say which line: --line 3, or --cell 'Return!D12'.")
    result = evolve(job, apart=cell is not None).sound_result()  # a cell is of one row, a line may be of many

    from socialvalue.showing.terminal.console import console, next_step
    from socialvalue.showing.terminal.line_trace import NoSuchLine, line_numbered, lines_at_cell, show_cost, show_line

    try:
        found = [line_numbered(result, line)] if line is not None else lines_at_cell(result, cell or "")
    except NoSuchLine as err:
        raise click.UsageError(str(err)) from None
    out = console(plain=job.plain)
    for number, entry in enumerate(found):
        if number:
            out.print()
        show_line(entry, result, out)
    show_cost(result, out)
    codes = [entry.valuation.code for entry in result.lines if entry.line is found[0]]
    if codes:
        next_step(shell_words("sv", "banks", "show", result.bank.id, codes[0]), plain=job.plain)
