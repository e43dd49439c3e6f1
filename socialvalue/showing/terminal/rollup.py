"""Measures, roll-ups, targets and indicators: on a terminal, as data, as csv and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from socialvalue.money import count, plain, pounds
from socialvalue.periods import Period
from socialvalue.published.outcomes import Vocabulary
from socialvalue.results import Beside, Group, Measure, Progress, Result, RollUp
from socialvalue.valuing.rollup import TIMES

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


# as data


# on a terminal


def show(beside: Beside, result: Result, vocabulary: Vocabulary, out: Console) -> None:
    """What was asked for beside a result, each as a table; measures where there is more to them than their value."""
    valued = {entry.outcome for entry in result.by_outcome}
    if _is_of_many(result) and any(measure.measure not in valued for measure in result.measures):
        _print(out, "Measures", _measures(result.measures, vocabulary))
    _explain(result.measures, out)
    if beside.roll_up is not None:
        _print(out, _title(beside.roll_up), _table(*_cells(beside.roll_up, vocabulary), len(beside.roll_up.by)))
        if beside.roll_up.overlapping:
            out.print("An outcome has several themes and stands under each: themes do not add up to the total.")
        if beside.awaited:
            out.print(f"Not reported for the latest period: {_names([name for name, _ in beside.awaited])}.")
    if beside.targets:
        _print(out, "Targets and actual figures", _targets(beside.targets, vocabulary))
    if beside.indicators:
        rows = [[i.place, i.indicator, str(i.period), f"{count(i.value)} {i.unit}".strip()] for i in beside.indicators]
        _print(out, "Indicators of places", _table(["Place", "Indicator", "Period", "Figure"], rows, 3))
        out.print("Indicators describe a place. They are not valued and not added.")


def _print(out: Console, title: str, table: Table) -> None:
    out.print(title, style="bold")
    out.print(table)


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
        row = [f"  {label}" if measure.part_of else label, _figure(now, unit), _figure(measure.total, unit)]
        rows.append([*row, *([measure.direction or ""] if stocks else []), str(measure.organisations)])
    return _table(["Measure", latest, "To date", *(["Moved"] if stocks else []), "Reported by"], rows, 1)


def _explain(measures: Iterable[Measure], out: Console) -> None:
    if any(measure.low is not None for measure in measures):
        out.print("From and to: the middle 95% of estimates when the organisations that reported are drawn anew.")


def _figure(number: Decimal | None, unit: str) -> str:
    if number is None:
        return ""
    whole = number.quantize(Decimal(1), ROUND_HALF_UP)
    return pounds(whole) if unit == "GBP" else count(whole if unit in ("", "person") or number != whole else number)


def _percent(share: Decimal) -> str:
    return f"{plain((share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP))}%"


def _title(roll_up: RollUp) -> str:
    return f"{'League table' if roll_up.league else 'Totals'} by {' and '.join(roll_up.by)}"


def _cells(roll_up: RollUp, vocabulary: Vocabulary) -> tuple[list[str], list[list[str]]]:
    """A header and the rows of a roll-up; where periods are told apart, with the change and the year to date."""
    by, groups = roll_up.by, roll_up.groups
    outcomes = "outcome" in by
    over_time = any(name in TIMES for name in by)
    adjusted = any(group.net != group.gross for group in groups)
    head = [*(name[:1].upper() + name[1:].replace("-", " ") for name in by)]
    head += ([] if "organisation" in by else ["Organisations"]) + (["Quantity"] if outcomes else ["People"])
    head += ["Gross", "Net"] if adjusted else ["Value"]
    head += ["Change", "Year to date"] if over_time else []
    rows = []
    for number, group in enumerate(groups, start=1):
        row = [_shown(name, key, vocabulary) for name, key in zip(by, group.keys, strict=True)]
        if roll_up.league:
            row[0] = f"{number}. {row[0]}"
        row += [] if "organisation" in by else [str(group.organisations)]
        row += [pounds(group.quantity) if group.unit == "GBP" else count(group.quantity)]
        row += [_pounds(group.gross), _pounds(group.net)] if adjusted else [_pounds(group.net)]
        row += _movement(group, counts=outcomes) if over_time else []
        rows.append(row)
    return head, rows


def _movement(group: Group, *, counts: bool) -> list[str]:
    """The change on the period before and the year to date: of pounds, or of what has no value."""
    if group.net is None and counts:
        change = None if group.before is None else group.quantity - group.before
        return [_signed(change, group.unit), "" if group.to_date is None else _figure(group.to_date, group.unit)]
    change = None if group.net_before is None or group.net is None else group.net - group.net_before
    return [_signed(change, "GBP"), _pounds(group.net_to_date)]


def _signed(change: Decimal | None, unit: str) -> str:
    if change is None:
        return ""
    text = pounds(change) if unit == "GBP" else count(change)
    return f"+{text}" if change > 0 else text


def _pounds(amount: Decimal | None) -> str:
    return "" if amount is None else pounds(amount)


def _shown(name: str, key: str, vocabulary: Vocabulary) -> str:
    if name == "outcome":
        return vocabulary[key].label
    return key or "not given"


def _targets(targets: Iterable[Progress], vocabulary: Vocabulary) -> Table:
    rows = [
        [
            " / ".join(part for part in (entry.target.organisation, entry.target.project) if part),
            str(entry.target.period),
            vocabulary[entry.target.outcome].label,
            _figure(entry.target.quantity, vocabulary[entry.target.outcome].unit),
            _figure(entry.actual, vocabulary[entry.target.outcome].unit),
            "" if entry.share is None else _percent(entry.share),
        ]
        for entry in targets
    ]
    return _table(["Whose", "Period", "Outcome", "Target", "Actual", "Reached"], rows, 3)


def _names(names: Sequence[str], most: int = 5) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
