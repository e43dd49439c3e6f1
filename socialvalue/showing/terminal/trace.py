"""One line of a return traced in sentences, from its cell to the source of every figure it meets."""

from __future__ import annotations

import difflib
import io
import re
from typing import TYPE_CHECKING

from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.cost import cost_sentences
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.line_trace import line_closing, line_heading, line_sentences, said_sentence, year_sums
from socialvalue.showing.words.valuation import made_from, value_facts

if TYPE_CHECKING:
    from rich.console import Console

_CELL = re.compile(r"(?:(?P<where>.*)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})")


class NoSuchLine(ValueError):
    """Raised for a line that is not there; its text says which lines are."""


def numbered(result: Result, number: int) -> Line:
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


def at_cell(result: Result, cell: str) -> list[Line]:
    """The lines read from a cell, or from its row.

    Args:
        result: the result, with what was entered.
        cell: ``Return!D12``, or ``D12`` where there is one sheet; ``$`` and quotation marks do not matter.

    Raises:
        NoSuchLine: when no line was read there.
    """
    match = _CELL.fullmatch(cell.strip())
    if match is None:
        msg = f"“{cell}” is not a cell: write it as Return!D12."
        raise NoSuchLine(msg)
    lines = list(result.entered.lines)
    wanted = (match["where"] or "").strip("'\"").casefold()
    names = {where for line in lines for where in _wheres(line) if where}
    if wanted and wanted not in {name.casefold() for name in names}:
        close = difflib.get_close_matches(match["where"], sorted(names), n=1)
        hint = f" Did you mean “{close[0]}”?" if close else f" Lines were read from {listed(_places(lines))}."
        msg = f"No line was read from “{match['where']}”.{hint}"
        raise NoSuchLine(msg)
    lines = [line for line in lines if not wanted or wanted in {name.casefold() for name in _wheres(line)}]
    column, row = match["column"].upper(), int(match["row"])
    exact = [line for line in lines if _split(line.place.cell) == (column, row)]
    found = exact or [line for line in lines if _split(line.place.cell)[1] == row]
    if not found:
        msg = f"No line was read from row {row}: {_rows(lines)}."
        raise NoSuchLine(msg)
    return found


def explained(result: Result, number: int) -> str:
    """The trace of a line, by its number, as plain text of 100 columns; `NoSuchLine` where there is none."""
    from rich.console import Console

    text = io.StringIO()
    show_line(numbered(result, number), result, Console(file=text, width=100, color_system=None, highlight=False))
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
        out.print(_why_not(line, result))
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
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    told = line_sentences(entry, outcome.label, outcome.unit)
    for number, (step, (sentence, source)) in enumerate(zip(entry.steps, told, strict=True), start=1):
        table.add_row(f"{number}.", sentence)
        if source:
            table.add_row("", f"From: {source}", style="dim")
        facts = value_facts(entry.valuation) if step.kind == "unit value" else ()
        for name, text in facts:
            if name in ("Known", "Evidence", "Read in", "Working"):
                table.add_row("", f"{name}: {text}", style="dim")
        made = made_from(entry.valuation, result.bank) if step.kind == "unit value" else ()
        for name, text in made:
            table.add_row("", f"{name}: {text}", style="dim")
    for sum_ in year_sums(entry, result.method.discount):
        table.add_row("", sum_)
    out.print(table)
    out.print()
    out.print(line_closing(entry, result), style="bold")


def _why_not(line: Line, result: Result) -> str:
    if line.quantity is None:
        return "The cell is blank: not recorded, which is not zero. Nothing is added, and nothing is taken to be known."
    for refused in result.refused:
        if refused.line is line:
            return f"The line is not claimed: {refused.reason}."
    unit = result.vocabulary[line.outcome].unit
    reasons = [entry.reason for entry in result.not_valued if entry.outcome == line.outcome]
    reason = reasons[0] if reasons else f"no value in {result.bank.id}"
    return f"The line reports {counted(line.quantity, unit)}, which is not valued: {reason}."


def _wheres(line: Line) -> set[str]:
    place = line.place
    return {place.sheet, place.file, f"{place.file}!{place.sheet}"} - {""}


def _places(lines: list[Line]) -> list[str]:
    return sorted({"!".join(part for part in (line.place.file, line.place.sheet) if part) for line in lines})


def _split(cell: str) -> tuple[str, int]:
    match = _CELL.fullmatch(cell)
    return (match["column"].upper(), int(match["row"])) if match else ("", 0)


def _rows(lines: list[Line]) -> str:
    rows = sorted({_split(line.place.cell)[1] for line in lines})
    if not rows:
        return "there are no lines"
    return f"the only one is row {rows[0]}" if len(rows) == 1 else f"there are lines in rows {rows[0]} to {rows[-1]}"
