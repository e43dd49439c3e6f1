"""A result on a terminal of 80 columns: totals by outcome, who saves, what is not valued, the sector."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from socialvalue.money import count, percent, places, pounds
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline
from socialvalue.showing.terminal.tables import print_table, table_of_facts
from socialvalue.showing.words.amounts import counted
from socialvalue.showing.words.basis import MOST_SHOWN, result_facts
from socialvalue.showing.words.headline import is_adjusted, months_reported, nothing_valued, who_reported

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


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
        print_table(_outcomes_table(result, head), out)
    else:
        out.print()
        out.print(nothing_valued(result), style="yellow")
        out.print()
    if len(head.kinds) > 1 and result.savers:
        print_table(_savers_table(result), out)
    if result.not_valued:
        print_table(_not_valued_table(result), out)
    if any(measure.sector is not None for measure in result.measures):
        print_table(_sector_table(result), out)
    facts = table_of_facts()
    for name, text in result_facts(result, head):
        facts.add_row(name, text)
    out.print(facts)


def _totals_table() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False, header_style="bold", footer_style="bold")


def _outcomes_table(result: Result, head: Headline) -> Table:
    net_too = is_adjusted(result)
    kinds = len({outcome_total.kind for outcome_total in result.by_outcome}) > 1
    people = all(result.vocabulary[outcome_total.outcome].unit == "person" for outcome_total in result.by_outcome)
    result_table = _totals_table()
    # Names fold where the terminal is narrow; a figure is never cut.
    result_table.add_column("Outcome", "Total" if head.gross is not None else "", overflow="fold")
    if kinds:
        result_table.add_column("Kind", no_wrap=True)
    # Outcomes counted in people are a total only where nothing else is counted, each once.
    footer = count(head.outcomes) if people and not kinds else ""
    result_table.add_column("Number" if people else "Quantity", footer, justify="right", no_wrap=True)
    result_table.add_column("Unit value", justify="right", no_wrap=True)
    sums = {"Gross" if net_too else "Value": head.gross} | ({"Net": head.net} if net_too else {})
    for name, amount in sums.items():
        result_table.add_column(name, pounds(amount) if amount is not None else "", justify="right", no_wrap=True)
    for outcome_total in result.by_outcome:
        unit = result.vocabulary[outcome_total.outcome].unit
        quantity_shown = count(outcome_total.quantity) if unit == "person" else counted(outcome_total.quantity, unit)
        outcome_row = [
            result.vocabulary[outcome_total.outcome].label,
            *([outcome_total.kind] if kinds else []),
            quantity_shown,
        ]
        outcome_row += [
            "various" if outcome_total.unit_value is None else pounds(outcome_total.unit_value_here or Decimal(0)),
            pounds(outcome_total.gross),
        ]
        result_table.add_row(*outcome_row, *([pounds(outcome_total.net)] if net_too else []))
    return result_table


def _savers_table(result: Result) -> Table:
    """Who saves or gains, by kind; transfers in a column for themselves, as a total of public value leaves them out."""
    result_table = _totals_table()
    result_table.show_footer = False
    result_table.add_column("Who saves or gains", overflow="fold")
    result_table.add_column("Kind", no_wrap=True)
    result_table.add_column("Value", justify="right", no_wrap=True)
    transfers = any(saver.transfers for saver in result.savers)
    if transfers:
        result_table.add_column("Transfers", justify="right", no_wrap=True)
    for saver in result.savers:
        saver_row = [saver.agency or "nobody is named", saver.kind, pounds(saver.net)]
        if transfers:
            saver_row.append(pounds(saver.transfers) if saver.transfers else "")
        result_table.add_row(*saver_row)
    return result_table


def _not_valued_table(result: Result) -> Table:
    result_table = _totals_table()
    result_table.show_footer = False
    result_table.add_column("Not valued")
    result_table.add_column("Quantity", justify="right", no_wrap=True)
    result_table.add_column("Why", overflow="fold")
    for entry in result.not_valued[:MOST_SHOWN]:
        result_table.add_row(result.vocabulary[entry.outcome].label, counted(entry.quantity, entry.unit), entry.reason)
    if len(result.not_valued) > MOST_SHOWN:
        result_table.add_row(f"and {len(result.not_valued) - MOST_SHOWN} more", "", "see “not_valued” in --format json")
    return result_table


def _sector_table(result: Result) -> Table:
    result_table = _totals_table()
    result_table.show_footer = False
    result_table.add_column("Measure")
    for name in ("Reported", "Homes", "Sector", "From", "To"):
        result_table.add_column(name, justify="right", no_wrap=True)
    for measure in result.measures:
        show = pounds if measure.unit == "GBP" else count
        sector_estimates = (measure.sector, measure.low, measure.high)
        sector_figures = ["–" if figure is None else show(places(figure, 0)) for figure in sector_estimates]
        coverage_share = "–" if measure.coverage is None else percent(measure.coverage)
        result_table.add_row(
            result.vocabulary[measure.measure].label, show(measure.total), coverage_share, *sector_figures
        )
    return result_table
