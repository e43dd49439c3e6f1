"""A result and its problems on a terminal of 80 columns, in colour or plain."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialvalue.money import count, pounds
from socialvalue.outcomes import Vocabulary
from socialvalue.problems import Problem
from socialvalue.results import Headline, Result

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def console(*, plain: bool = False, stderr: bool = False) -> Console:
    """A console for results (stdout) or problems (stderr); no colour when plain, piped or NO_COLOR is set."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    no_style = plain or bool(os.environ.get("NO_COLOR")) or not stream.isatty()
    width = None if stream.isatty() else 80
    return Console(file=stream, no_color=no_style, highlight=False, emoji=False, markup=False, width=width)


def show_result(result: Result, vocabulary: Vocabulary, out: Console) -> None:
    """The totals by outcome, what they rest on, and what was left out."""
    if result.headline is None:
        return
    out.print(_heading(result), style="bold")
    out.print(_by_outcome(result, vocabulary))
    facts = table_of_facts()
    for name, text in _facts(result, result.headline, vocabulary):
        facts.add_row(name, text)
    out.print(facts)


def show_problems(problems: Iterable[Problem], out: Console) -> None:
    """Each problem with its place, what is wrong and what to do, errors first."""
    from rich.text import Text

    order = ("error", "warning", "note")
    for problem in sorted(problems, key=lambda problem: order.index(problem.severity)):
        text = Text()
        if str(problem.place):
            text.append(f"{problem.place}: ", "bold")
        text.append(f"{problem.severity}: ", _STYLES[problem.severity])
        text.append(f"{problem.message} {problem.remedy}".rstrip())
        text.append(f" [{problem.code}]", "dim")
        out.print(text, soft_wrap=True)


def table_of_facts() -> Table:
    """A table of names and texts, without lines."""
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _heading(result: Result) -> str:
    lines = [entry.line for entry in result.lines]
    organisations = sorted({line.organisation for line in lines})
    who = organisations[0] if len(organisations) == 1 else f"{len(organisations)} organisations"
    periods = sorted({line.period for line in lines})
    when = "" if not periods else str(periods[0]) if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return " · ".join(part for part in ("Social value", who if organisations else "", when) if part)


def _by_outcome(result: Result, vocabulary: Vocabulary) -> Table:
    from rich import box
    from rich.table import Table

    head = result.headline
    adjusted = any(entry.net != entry.gross for entry in result.by_outcome)
    kinds = len({entry.kind for entry in result.by_outcome}) > 1
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
    table.add_column("Outcome", "Total" if head and head.gross is not None else "")
    if kinds:
        table.add_column("Kind")
    table.add_column("People", count(head.people) if head else "", justify="right")
    table.add_column("Unit value", justify="right")
    gross = "" if head is None or head.gross is None else pounds(head.gross)
    net = "" if head is None or head.net is None else pounds(head.net)
    table.add_column("Gross" if adjusted else "Value", gross, justify="right")
    if adjusted:
        table.add_column("Net", net, justify="right")
    for entry in result.by_outcome:
        unit = vocabulary[entry.outcome].unit
        quantity = count(entry.quantity) + ("" if unit == "person" else f" {unit}s")
        row = [vocabulary[entry.outcome].label, *([entry.kind] if kinds else []), quantity]
        row += ["various" if entry.unit_value is None else pounds(entry.unit_value), pounds(entry.gross)]
        table.add_row(*row, *([pounds(entry.net)] if adjusted else []))
    return table


def _facts(result: Result, head: Headline, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    if head.gross is None:
        for kind in head.by_kind:
            yield kind.kind.capitalize(), f"{pounds(kind.net)}" + (f", 1 : {kind.ratio:.2f}" if kind.ratio else "")
    if head.cost is not None:
        yield "Cost", pounds(head.cost)
    if head.net_benefit is not None and head.ratio is not None:
        yield "Net benefit", f"{pounds(head.net_benefit)}, a ratio of 1 : {head.ratio:.2f}"
    if head.payback_months is not None:
        yield "Payback", f"{head.payback_months:.2f} months"
    yield "Prices", head.prices
    yield "Bank", f"{result.bank.id}: {result.bank.title}, {result.bank.edition}"
    yield "Method", f"{result.method.id}: {result.method.title}"
    for item in result.not_valued:
        yield "Not valued", f"{vocabulary[item.outcome].label}: {count(item.quantity)} ({item.reason})"
    if result.not_recorded:
        yield "Not recorded", f"{len(result.not_recorded)} lines left blank (blank is not zero)"
    if result.refused:
        yield "Not claimed", f"{len(result.refused)} lines; see “refused” in --format json"
    for notice in result.notices:
        yield "Licence", notice
