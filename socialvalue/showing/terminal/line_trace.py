"""One line of a return traced on a terminal, from its cell to the source of every figure it meets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.terminal.find_line import line_numbered
from socialvalue.showing.words.cost import cost_sentences
from socialvalue.showing.words.line_trace import (
    line_closing,
    line_heading,
    line_sentences,
    said_sentence,
    why_not_valued,
    year_sums,
)
from socialvalue.showing.words.valuation import made_from, value_facts

if TYPE_CHECKING:
    from rich.console import Console


def explained(result: Result, number: int) -> str:
    """The trace of a line, by its number, as plain text of 100 columns; `NoSuchLine` where there is none."""
    from rich.console import Console

    text = io.StringIO()
    show_line(line_numbered(result, number), result, Console(file=text, width=100, color_system=None, highlight=False))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def show_line(line: Line, result: Result, out: Console) -> None:
    """The line's pound, a sentence a step, each with its source."""
    outcome = result.vocabulary[line.outcome]
    out.print(line_heading(line, outcome.label), style="bold", soft_wrap=False)
    if line.said:
        out.print(said_sentence(line, outcome.label, result.entered.mapping))
    valued = [entry for entry in result.lines if entry.line is line]
    for entry in valued:
        out.print()
        if len(valued) > 1:
            out.print(f"{entry.kind.capitalize()} value", style="bold")
        _show_steps(entry, result, out)
    if not valued:
        out.print()
        out.print(why_not_valued(line, result))
    notices = result.notices if valued else ()
    for notice in notices:
        out.print()
        out.print(f"Licence: {notice}", style="dim")


def show_cost(result: Result, out: Console) -> None:
    """The whole return against its cost, where one is given."""
    for sentence in cost_sentences(result):
        out.print()
        out.print(sentence)


def _show_steps(entry: ResultLine, result: Result, out: Console) -> None:
    from rich.table import Table

    outcome = result.vocabulary[entry.line.outcome]
    trace_table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    trace_table.add_column(justify="right")
    trace_table.add_column(overflow="fold")
    told = line_sentences(entry, outcome.label, outcome.unit)
    for number, (step, (sentence, source)) in enumerate(zip(entry.steps, told, strict=True), start=1):
        trace_table.add_row(f"{number}.", sentence)
        if source:
            trace_table.add_row("", f"From: {source}", style="dim")
        facts = value_facts(entry.valuation) if step.kind == "unit value" else ()
        for name, text in facts:
            if name in ("Known", "Evidence", "Read in", "Working"):
                trace_table.add_row("", f"{name}: {text}", style="dim")
        made = made_from(entry.valuation, result.bank) if step.kind == "unit value" else ()
        for name, text in made:
            trace_table.add_row("", f"{name}: {text}", style="dim")
    for sum_ in year_sums(entry, result.method.discount):
        trace_table.add_row("", sum_)
    out.print(trace_table)
    out.print()
    out.print(line_closing(entry, result), style="bold")
