"""One line of a return traced on a terminal: which line is meant, and its pound from its cell to every source."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
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
import difflib
import re

from socialvalue.showing.words.grammar import listed


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


_CELL = re.compile(r"(?:(?P<where>.*)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})")


class NoSuchLine(ValueError):
    """Raised for a line that is not there; its text says which lines are."""


def line_numbered(result: Result, number: int) -> Line:
    """The line of a number; `NoSuchLine` where there is none.

    Numbers count from 1 down ``lines`` of the JSON, which are the rows of the csv and of the sheet Lines of a results
    workbook. Lines without a value (blank, refused, or of no known value) come after them, as they were reported.
    """
    if not isinstance(number, int):
        msg = f"A line is told by its number, not by {number!r}."
        raise NoSuchLine(msg)
    valued = {id(entry.line) for entry in result.lines}
    lines = [entry.line for entry in result.lines]
    lines += [line for line in result.entered.lines if id(line) not in valued]
    if not 1 <= number <= len(lines):
        msg = f"There is no line {number}: there {'is one line' if len(lines) == 1 else f'are {len(lines)} lines'}."
        raise NoSuchLine(msg)
    return lines[number - 1]


def lines_at_cell(result: Result, cell: str) -> list[Line]:
    """The lines read from a cell, or from its row.

    Args:
        result: the result, with what was entered.
        cell: ``Return!D12``, or ``D12`` where there is one sheet; ``$`` and quotation marks do not matter.

    Raises:
        NoSuchLine: when no line was read there.
    """
    cell_match = _CELL.fullmatch(cell.strip())
    if cell_match is None:
        msg = f"“{cell}” is not a cell: write it as Return!D12."
        raise NoSuchLine(msg)
    lines = list(result.entered.lines)
    sheet_wanted = (cell_match["where"] or "").strip("'\"").casefold()
    names = {where for line in lines for where in _sheets_of_line(line) if where}
    if sheet_wanted and sheet_wanted not in {name.casefold() for name in names}:
        close_sheets = difflib.get_close_matches(cell_match["where"], sorted(names), n=1)
        hint = (
            f" Did you mean “{close_sheets[0]}”?"
            if close_sheets
            else f" Lines were read from {listed(_places_read(lines))}."
        )
        msg = f"No line was read from “{cell_match['where']}”.{hint}"
        raise NoSuchLine(msg)
    lines = [
        line
        for line in lines
        if not sheet_wanted or sheet_wanted in {name.casefold() for name in _sheets_of_line(line)}
    ]
    column, row = cell_match["column"].upper(), int(cell_match["row"])
    exact = [line for line in lines if _column_and_row(line.place.cell) == (column, row)]
    lines_found = exact or [line for line in lines if _column_and_row(line.place.cell)[1] == row]
    if not lines_found:
        msg = f"No line was read from row {row}: {_rows_read(lines)}."
        raise NoSuchLine(msg)
    return lines_found


def _sheets_of_line(line: Line) -> set[str]:
    place = line.place
    return {place.sheet, place.file, f"{place.file}!{place.sheet}"} - {""}


def _places_read(lines: list[Line]) -> list[str]:
    return sorted({"!".join(part for part in (line.place.file, line.place.sheet) if part) for line in lines})


def _column_and_row(cell: str) -> tuple[str, int]:
    cell_match = _CELL.fullmatch(cell)
    return (cell_match["column"].upper(), int(cell_match["row"])) if cell_match else ("", 0)


def _rows_read(lines: list[Line]) -> str:
    rows = sorted({_column_and_row(line.place.cell)[1] for line in lines})
    if not rows:
        return "there are no lines"
    return f"the only one is row {rows[0]}" if len(rows) == 1 else f"there are lines in rows {rows[0]} to {rows[-1]}"
