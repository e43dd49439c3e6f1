"""A result and its problems on a terminal of 80 columns, in colour or plain."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO, TYPE_CHECKING, TextIO, cast

from socialvalue.money import count, pence, percent, places, pounds
from socialvalue.problems import Problem
from socialvalue.published.default_bank import NAMED
from socialvalue.records.periods import said
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline
from socialvalue.showing.terminal.tables import print_table
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.cost import payback_words
from socialvalue.showing.words.grammar import listed
from socialvalue.showing.words.headline import is_adjusted, months_reported, nothing_valued, who_reported
from socialvalue.showing.words.method import method_title
from socialvalue.showing.words.people import people_and_wellbys
from socialvalue.showing.words.problems import message_of_alike, problems_alike
from socialvalue.valuing.gaps import gaps

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

#: Colour says how grave a problem is, never whether a figure is good.
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}

#: Rows of one kind before the rest are only counted.
_MOST = 12

#: Notes of one code that are shown one by one; many files bring hundreds.
MOST_NOTES = 5


def console(*, plain: bool = False, stderr: bool = False) -> Console:
    """A console for results (stdout) or problems (stderr); no colour when plain, piped or NO_COLOR is set."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    terminal = stream.isatty()
    no_style = plain or bool(os.environ.get("NO_COLOR")) or not terminal
    return Console(
        file=stream if terminal and _is_unicode(stream) else cast("IO[str]", _Trimmed(stream)),
        no_color=no_style,
        color_system=None if no_style else "auto",
        highlight=False,
        emoji=False,
        markup=False,
        width=None if terminal else 80,
    )


def _is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")


#: Characters that some streams have not, and what is written in their place.
_INSTEAD = str.maketrans({"−": "-", "→": "->", "≥": ">=", "≤": "<=", "\N{NO-BREAK SPACE}": " "})


class _Trimmed(io.TextIOBase):
    """A stream without the blanks that fill lines up: for pipes, files and documentation."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override] # read only, here
        """That of the stream itself, by which lines are drawn in characters it has."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write without trailing blanks; a character the stream does not have becomes the nearest it has, or a ?."""
        text = text if _is_unicode(self._stream) else text.translate(_INSTEAD)
        trimmed = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
        known = trimmed.encode(self.encoding or "utf-8", "replace").decode(self.encoding or "utf-8")
        self._stream.write(known)
        return len(text)

    def isatty(self) -> bool:
        """Whether the stream itself is a terminal."""
        return self._stream.isatty()

    def flush(self) -> None:
        """Flush the stream itself."""
        self._stream.flush()


def show_result(result: Result, out: Console) -> None:
    """The totals by outcome, what they rest on, and what was left out."""
    head = result.headline
    if head is None:
        return
    out.print(
        " · ".join(part for part in ("Social value", who_reported(result), months_reported(result)) if part),
        style="bold",
    )
    if result.by_outcome:
        print_table(_by_outcome(result, head), out)
    else:
        out.print()
        out.print(nothing_valued(result), style="yellow")
        out.print()
    if len(head.kinds) > 1 and result.savers:
        print_table(_savers(result), out)
    if result.not_valued:
        print_table(_not_valued(result), out)
    if any(measure.sector is not None for measure in result.measures):
        print_table(_sector(result), out)
    facts = table_of_facts()
    for name, text in _facts(result, head):
        facts.add_row(name, text)
    out.print(facts)


def show_problems(problems: Iterable[Problem], out: Console) -> None:
    """Each problem with its place, what is wrong and what to do, errors first; of many notes alike, the first few.

    Warnings with the same words about different entries, such as the values of a bank, are shown as one.
    """
    from rich.text import Text

    order = ("error", "warning", "note")
    told: dict[str, int] = {}
    for alike in problems_alike(sorted(problems, key=lambda problem: order.index(problem.severity))):
        problem = alike[0]
        if problem.severity == "note":
            told[problem.code] = told.get(problem.code, 0) + 1
            if told[problem.code] > MOST_NOTES:
                continue
        message = message_of_alike(alike)
        text = Text()
        if str(problem.place) and len(alike) == 1:
            text.append(f"{problem.place}: ", "bold")
        text.append(f"{problem.severity}: ", _STYLES[problem.severity])
        text.append(f"{message} {problem.remedy}".rstrip())
        text.append(f" [{problem.code}]", "dim")
        if out.is_terminal:
            out.print(text, soft_wrap=True)
        else:  # quarter of a million of them are a matter of a second
            out.file.write(f"{text.plain}\n")
    for code, number in told.items():
        if number > MOST_NOTES:
            out.print(f"note: {number - MOST_NOTES:,} more like the last of these; all are in --format json. [{code}]")


def next_step(text: str, *, plain: bool = False) -> None:
    """What one might do next, for a person at a terminal; a program that reads the output never sees it."""
    if sys.stdout.isatty() and sys.stderr.isatty():
        console(plain=plain, stderr=True).print(f"Next: {text}", style="dim", soft_wrap=True)


def table_of_facts() -> Table:
    """A table of names and texts, without lines."""
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _table() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False, header_style="bold", footer_style="bold")


def _by_outcome(result: Result, head: Headline) -> Table:
    net_too = is_adjusted(result)
    kinds = len({entry.kind for entry in result.by_outcome}) > 1
    people = all(result.vocabulary[entry.outcome].unit == "person" for entry in result.by_outcome)
    table = _table()
    # Names fold where the terminal is narrow; a figure is never cut.
    table.add_column("Outcome", "Total" if head.gross is not None else "", overflow="fold")
    if kinds:
        table.add_column("Kind", no_wrap=True)
    # Outcomes counted in people are a total only where nothing else is counted, each once.
    footer = count(head.outcomes) if people and not kinds else ""
    table.add_column("Number" if people else "Quantity", footer, justify="right", no_wrap=True)
    table.add_column("Unit value", justify="right", no_wrap=True)
    sums = {"Gross" if net_too else "Value": head.gross} | ({"Net": head.net} if net_too else {})
    for name, amount in sums.items():
        table.add_column(name, pounds(amount) if amount is not None else "", justify="right", no_wrap=True)
    for entry in result.by_outcome:
        unit = result.vocabulary[entry.outcome].unit
        quantity = count(entry.quantity) if unit == "person" else counted(entry.quantity, unit)
        row = [result.vocabulary[entry.outcome].label, *([entry.kind] if kinds else []), quantity]
        row += [
            "various" if entry.unit_value is None else pounds(entry.unit_value_here or Decimal(0)),
            pounds(entry.gross),
        ]
        table.add_row(*row, *([pounds(entry.net)] if net_too else []))
    return table


def _savers(result: Result) -> Table:
    """Who saves or gains, by kind; transfers stand apart, for a total of public value leaves them out."""
    table = _table()
    table.show_footer = False
    table.add_column("Who saves or gains", overflow="fold")
    table.add_column("Kind", no_wrap=True)
    table.add_column("Value", justify="right", no_wrap=True)
    transfers = any(entry.transfers for entry in result.savers)
    if transfers:
        table.add_column("Transfers", justify="right", no_wrap=True)
    for entry in result.savers:
        row = [entry.agency or "nobody is named", entry.kind, pounds(entry.net)]
        if transfers:
            row.append(pounds(entry.transfers) if entry.transfers else "")
        table.add_row(*row)
    return table


def _not_valued(result: Result) -> Table:
    table = _table()
    table.show_footer = False
    table.add_column("Not valued")
    table.add_column("Quantity", justify="right", no_wrap=True)
    table.add_column("Why", overflow="fold")
    for entry in result.not_valued[:_MOST]:
        table.add_row(result.vocabulary[entry.outcome].label, counted(entry.quantity, entry.unit), entry.reason)
    if len(result.not_valued) > _MOST:
        table.add_row(f"and {len(result.not_valued) - _MOST} more", "", "see “not_valued” in --format json")
    return table


def _sector(result: Result) -> Table:
    table = _table()
    table.show_footer = False
    table.add_column("Measure")
    for name in ("Reported", "Homes", "Sector", "From", "To"):
        table.add_column(name, justify="right", no_wrap=True)
    for entry in result.measures:
        show = pounds if entry.unit == "GBP" else count
        estimates = (entry.sector, entry.low, entry.high)
        figures = ["–" if figure is None else show(places(figure, 0)) for figure in estimates]
        share = "–" if entry.coverage is None else percent(entry.coverage)
        table.add_row(result.vocabulary[entry.measure].label, show(entry.total), share, *figures)
    return table


def _facts(result: Result, head: Headline) -> Iterator[tuple[str, str]]:
    if result.by_outcome:
        yield from _sums(result, head)
    yield from _sureness(result)
    if result.by_outcome:
        yield "Prices", head.prices
        yield from _rebased(result)
        shown = [entry.unit_value_here for entry in result.by_outcome if entry.unit_value_here is not None]
        if any(amount != pence(amount) for amount in shown):
            yield "Unit values", "shown to the penny; the sums use them unrounded"
    yield "Bank", f"{result.bank.title}, {result.bank.edition} ({result.bank.id})"
    if result.provenance.bank_chosen != NAMED:
        yield "", result.provenance.bank_chosen
    yield "Method", f"{method_title(result.method)} ({result.method.id})"
    if result.entered.mapping is not None:
        yield "Map", f"{result.entered.mapping.named}: what the file's own headings and words mean"
    found = gaps(result)
    if found:
        label = result.vocabulary
        never = list(dict.fromkeys(label[gap.outcome].label for gap in found if gap.always))
        partly = [f"{label[gap.outcome].label} in {said(gap.periods)}" for gap in found if not gap.always]
        told = [*([f"at any time: {'; '.join(never)}"] if never else []), *partly]
        yield "Left blank", f"not recorded, which is not zero, {'; '.join(told)}"
    if result.refused:
        reasons: dict[str, int] = {}
        for entry in result.refused:
            reasons[entry.reason] = reasons.get(entry.reason, 0) + entry.line.rows
        for reason, lines_refused in list(reasons.items())[:_MOST]:
            yield "Not claimed", f"{lines_refused} {'line' if lines_refused == 1 else 'lines'}: {reason}"
    for rule in result.unchecked[:_MOST]:
        yield "Not checked", rule
    for notice in result.notices:
        yield "Licence", notice


def _rebased(result: Result) -> Iterator[tuple[str, str]]:
    """The published unit value and the factor, where the table shows another: in the prices of the result."""
    moved = [entry for entry in result.by_outcome if entry.unit_value is not None and entry.price_factor != 1]
    factors = dict.fromkeys(entry.price_factor for entry in moved)
    if len(factors) == 1:
        yield "Published", f"each unit value shown is the published one × {places(moved[0].price_factor, 6)}"
    elif moved:
        named = [
            f"{result.vocabulary[entry.outcome].label} {pounds(entry.unit_value or Decimal(0))} × "
            f"{places(entry.price_factor, 6)}"
            for entry in moved[:_MOST]
        ]
        more = f" and {len(moved) - _MOST} more" if len(moved) > _MOST else ""
        yield "Published", f"{'; '.join(named)}{more}"


def _sums(result: Result, head: Headline) -> Iterator[tuple[str, str]]:
    for kind in head.by_kind if len(head.kinds) > 1 else ():
        ratio = "" if kind.ratio is None else f", a ratio of 1 : {places(kind.ratio, 2)}"
        payback = "" if kind.payback_months is None else f", {payback_words(kind.payback_months, (kind.kind,))}"
        yield kind.kind.capitalize(), f"{pounds(kind.net)}{ratio}{payback}"
    if head.gross is None:
        yield "Total", f"none: {listed(list(head.kinds))} value are different things"
    elif "wellbeing" in head.kinds:
        yield "Value", f"{listed(list(head.kinds))}: equivalent to money, not money received"
    else:
        yield "Value", listed(list(head.kinds))
    yield from people_and_wellbys(head)
    if not is_adjusted(result):
        yield "Basis", "gross: nothing is taken off for what would have happened anyway"
    if head.cost is not None:
        present = head.present_cost if head.present_cost is not None else head.cost
        yield "Cost", pounds(head.cost) + ("" if present == head.cost else f", present value {pounds(present)}")
    if head.net_benefit is not None and head.ratio is not None:
        yield "Net benefit", f"{pounds(head.net_benefit)}, a ratio of 1 : {places(head.ratio, 2)}"
    if head.payback_months is not None:
        text = payback_words(head.payback_months, head.kinds)
        yield "Meets cost" if "wellbeing" in head.kinds else "Payback", text.removeprefix("paid back in ")


def _sureness(result: Result) -> Iterator[tuple[str, str]]:
    for entry in result.uncertainty:
        kinds = f" ({listed(list(entry.kinds))})" if len(result.uncertainty) > 1 else ""
        if not entry.known:
            yield "Range", f"not known: no figure used has a low and a high{kinds}"
            continue
        yield "Range", f"{pounds(entry.low)} to {pounds(entry.high)}{kinds}"
        if entry.simulation is not None:
            runs = entry.simulation
            text = f"{runs.runs:,} runs (seed {runs.seed}): nine in ten between "
            yield "Runs", f"{text}{pounds(runs.lower)} and {pounds(runs.upper)}, the middle one {pounds(runs.median)}"
