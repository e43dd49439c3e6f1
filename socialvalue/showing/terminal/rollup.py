"""Measures, roll-ups, targets and indicators on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from socialvalue.money import count, percent, pounds
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Beside, Progress, RollUp
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.showing.terminal.tables import print_table
from socialvalue.showing.words.group_table import group_table, quantity_figure

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show(beside: Beside, result: Result, out: Console) -> None:
    """What was asked for beside a result, each as a table; measures where there is more to them than their value."""
    valued = {entry.outcome for entry in result.by_outcome}
    if _is_of_many(result) and any(measure.measure not in valued for measure in result.measures):
        _print(out, "Measures", _measures(result.measures, result.vocabulary))
    _explain(result.measures, out)
    if beside.roll_up is not None:
        _print(out, _title(beside.roll_up), _groups(beside.roll_up, result.vocabulary))
        if beside.roll_up.overlapping:
            out.print("An outcome has several themes and is counted under each: themes do not add up to the total.")
        if beside.awaited:
            out.print(f"Not reported for the latest period: {_names([name for name, _ in beside.awaited])}.")
    if beside.targets:
        _print(out, "Targets and actual figures", _targets(beside.targets, result.vocabulary))
    if beside.indicators:
        rows = [[i.place, i.indicator, str(i.period), f"{count(i.value)} {i.unit}".strip()] for i in beside.indicators]
        _print(out, "Indicators of places", _table(["Place", "Indicator", "Period", "Figure"], rows, 3))
        out.print("Indicators describe a place. They are not valued and not added.")


def show_groups(beside: Beside, result: Result, out: Console) -> None:
    """The groups alone, for publication, with the total they add up to and what it rests on."""
    rolled, head = beside.roll_up, result.headline
    if rolled is None or head is None:
        return
    _print(out, _title(rolled), _groups(rolled, result.vocabulary))
    if head.net is not None and not rolled.overlapping:
        out.print(f"In all: {count(head.people)} people, {pounds(head.net)} net.")
    out.print(f"Groups of fewer than {rolled.suppressed_below} people are told only together.")
    out.print(f"{result.bank.title}. {' '.join(result.notices)}".rstrip())


def _print(out: Console, title: str, table: Table) -> None:
    out.print(title, style="bold")
    print_table(table, out)


def _groups(roll_up: RollUp, vocabulary: Vocabulary) -> Table:
    """The groups as a table; how many organisations reported is left out where it is one throughout."""
    texts = len(roll_up.by)
    head, rows = group_table(roll_up, vocabulary)
    idle = [at for at, name in enumerate(head) if name == "Organisations" and {row[at] for row in rows} <= {"1"}]
    shown = [at for at in range(len(head)) if at < texts or (at not in idle and any(row[at] for row in rows))]
    return _table([head[at] for at in shown], [[row[at] for at in shown] for row in rows], texts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> Table:
    """A table whose first columns are texts and the others figures."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(head):
        table.add_column(name, justify="left" if number < texts else "right")
    for row in rows:
        table.add_row(*row)
    return table


def _is_of_many(result: Result) -> bool:
    lines = result.entered.lines
    return len({line.organisation for line in lines}) > 1 or len({line.period for line in lines}) > 1


def _measures(measures: Sequence[Measure], vocabulary: Vocabulary) -> Table:
    stocks = any(measure.flow == "stock" for measure in measures)
    latest = max((measure.period for measure in measures), key=Period.of)
    rows = []
    for measure in measures:
        label, unit = vocabulary[measure.measure].label, measure.unit
        now = measure.latest if measure.period == latest else None
        row = [
            f"  {label}" if measure.part_of else label,
            quantity_figure(now, unit),
            quantity_figure(measure.total, unit),
        ]
        rows.append([*row, *([measure.direction or ""] if stocks else []), str(measure.organisations)])
    return _table(["Measure", latest, "To date", *(["Moved"] if stocks else []), "Reported by"], rows, 1)


def _explain(measures: Iterable[Measure], out: Console) -> None:
    if any(measure.low is not None for measure in measures):
        out.print("From and to: a 95% range, from how much the organisations that reported differ; see docs/sector.md.")


def _title(roll_up: RollUp) -> str:
    return f"{'League table' if roll_up.league else 'Totals'} by {' and '.join(roll_up.by)}"


def _targets(targets: Iterable[Progress], vocabulary: Vocabulary) -> Table:
    """Each target beside what was reported, and the part that is due where not all of its months were reported."""
    targets = list(targets)
    part = any(entry.due != entry.target.quantity for entry in targets)
    rows = [
        [
            " / ".join(name for name in (entry.target.organisation, entry.target.project) if name),
            str(entry.target.period),
            vocabulary[entry.target.outcome].label,
            quantity_figure(entry.target.quantity, vocabulary[entry.target.outcome].unit),
            quantity_figure(entry.actual, vocabulary[entry.target.outcome].unit),
            "" if entry.share is None else percent(entry.share),
            *([_due(entry, vocabulary)] if part else []),
        ]
        for entry in targets
    ]
    return _table(["Whose", "Period", "Outcome", "Target", "Actual", "Reached", *(["Due"] if part else [])], rows, 3)


def _due(entry: Progress, vocabulary: Vocabulary) -> str:
    """The part of a target that falls to the months reported."""
    return quantity_figure(entry.due, vocabulary[entry.target.outcome].unit)


def _names(names: Sequence[str], most: int = 5) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
