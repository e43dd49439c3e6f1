"""What is set beside a result on a terminal: measures, totals by group, targets, indicators, last year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from socialvalue.money import count, percent, pounds
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.groups import Beside, Progress, RollUp
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period, said
from socialvalue.records.registers import Lines
from socialvalue.records.results import Result
from socialvalue.showing.terminal.tables import figures_table, print_titled
from socialvalue.showing.words.caveats import small_groups_note
from socialvalue.showing.words.groups import group_table, quantity_figure

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from socialvalue.showing.board.rounding import Rounding
    from socialvalue.valuing.last_year.like_for_like import LikeForLike


def show_beside(beside: Beside, result: Result, out: Console) -> None:
    """What was asked for beside a result, each as a table; measures where there is more to them than their value."""
    valued = {entry.outcome for entry in result.by_outcome}
    if is_of_many(result) and any(measure.measure not in valued for measure in result.measures):
        print_titled(out, "Measures", measures_grid(result.measures, result.vocabulary))
    explain_measures(result.measures, out)
    if beside.roll_up is not None:
        print_titled(out, rollup_title(beside.roll_up), groups_grid(beside.roll_up, result.vocabulary))
        if beside.roll_up.overlapping:
            out.print("An outcome has several themes and is counted under each: themes do not add up to the total.")
        if beside.awaited:
            out.print(f"Not reported for the latest period: {names_awaited([name for name, _ in beside.awaited])}.")
    if beside.targets:
        print_titled(out, "Targets and actual figures", targets_grid(beside.targets, result.vocabulary))
    if beside.indicators:
        rows = [[i.place, i.indicator, str(i.period), f"{count(i.value)} {i.unit}".strip()] for i in beside.indicators]
        print_titled(out, "Indicators of places", figures_table(["Place", "Indicator", "Period", "Figure"], rows, 3))
        out.print("Indicators describe a place. They are not valued and not added.")


def is_of_many(result: Result) -> bool:
    """Whether more than one organisation or period reported."""
    lines = Lines.of(result.entered.lines)
    return len(lines.values("organisation")) > 1 or len(lines.values("period")) > 1


def measures_grid(measures: Sequence[Measure], vocabulary: Vocabulary) -> Table:
    """A row a measure: the latest figure, the figure to date, and how many reported it."""
    stocks = any(measure.flow == "stock" for measure in measures)
    latest = max((measure.period for measure in measures), key=Period.of)
    measure_rows = []
    for measure in measures:
        label, unit = vocabulary[measure.measure].label, measure.unit
        now = measure.latest if measure.period == latest else None
        measure_row = [
            f"  {label}" if measure.part_of else label,
            quantity_figure(now, unit),
            quantity_figure(measure.total, unit),
        ]
        measure_rows.append([*measure_row, *([measure.direction or ""] if stocks else []), str(measure.organisations)])
    return figures_table(["Measure", latest, "To date", *(["Moved"] if stocks else []), "Reported by"], measure_rows, 1)


def explain_measures(measures: Iterable[Measure], out: Console) -> None:
    """What the range of an estimate is, where one is shown."""
    if any(measure.low is not None for measure in measures):
        out.print("From and to: a 95% range, from how much the organisations that reported differ; see docs/sector.md.")


def show_groups(beside: Beside, result: Result, out: Console) -> None:
    """The groups alone, for publication, with the total they add up to and what it rests on."""
    rolled, head = beside.roll_up, result.headline
    if rolled is None or head is None:
        return
    print_titled(out, rollup_title(rolled), groups_grid(rolled, result.vocabulary))
    if head.net is not None and not rolled.overlapping:
        out.print(f"In all: {count(head.people)} people, {pounds(head.net)} net.")
    out.print(small_groups_note(rolled))
    out.print(f"{result.bank.title}. {' '.join(result.notices)}".rstrip())


def groups_grid(roll_up: RollUp, vocabulary: Vocabulary) -> Table:
    """The groups as a table; how many organisations reported is left out where it is one throughout."""
    texts = len(roll_up.by)
    group_heads, group_rows = group_table(roll_up, vocabulary)
    columns_of_one = [
        at
        for at, name in enumerate(group_heads)
        if name == "Organisations" and {row[at] for row in group_rows} <= {"1"}
    ]
    shown = [
        at
        for at in range(len(group_heads))
        if at < texts or (at not in columns_of_one and any(row[at] for row in group_rows))
    ]
    return figures_table([group_heads[at] for at in shown], [[row[at] for at in shown] for row in group_rows], texts)


def rollup_title(roll_up: RollUp) -> str:
    """What the totals are by."""
    return f"{'League table' if roll_up.league else 'Totals'} by {' and '.join(roll_up.by)}"


def names_awaited(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many more."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def targets_grid(targets: Iterable[Progress], vocabulary: Vocabulary) -> Table:
    """Each target beside what was reported, and the part that is due where not all of its months were reported."""
    targets = list(targets)
    part = any(progress.due != progress.target.quantity for progress in targets)
    target_rows = [
        [
            " / ".join(name for name in (progress.target.organisation, progress.target.project) if name),
            str(progress.target.period),
            vocabulary[progress.target.outcome].label,
            quantity_figure(progress.target.quantity, vocabulary[progress.target.outcome].unit),
            quantity_figure(progress.actual, vocabulary[progress.target.outcome].unit),
            "" if progress.share is None else percent(progress.share),
            *([_due_so_far(progress, vocabulary)] if part else []),
        ]
        for progress in targets
    ]
    return figures_table(
        ["Whose", "Period", "Outcome", "Target", "Actual", "Reached", *(["Due"] if part else [])], target_rows, 3
    )


def _due_so_far(progress: Progress, vocabulary: Vocabulary) -> str:
    """The part of a target that falls to the months reported."""
    return quantity_figure(progress.due, vocabulary[progress.target.outcome].unit)


def show_years(years: LikeForLike, rounding: Rounding, out: Console) -> None:
    """Print two years side by side, the months compared first."""
    from socialvalue.showing.board.last_year import year_tables
    from socialvalue.showing.terminal.board import show_table
    from socialvalue.showing.words.last_year import year_names

    then, now = year_names(years)
    out.print(
        f"{now} against {then}, over the months both report: {said(month for month, _ in years.months)}", style="bold"
    )
    for table in year_tables(years, rounding):
        out.print()
        show_table(table, out)
    for notice in years.now.notices:
        out.print(notice, style="dim")
