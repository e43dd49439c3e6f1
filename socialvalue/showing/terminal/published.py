"""Methods and indices on a terminal: what there is, one in full, and what changed from one edition to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.money import plain
from socialvalue.published.methods import Method
from socialvalue.published.prices import Index
from socialvalue.showing.terminal.result import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console


def show_methods(methods: Iterable[Method], out: Console) -> None:
    """One row a method: its id, title, and what the user must give."""
    facts = table_of_facts()
    for method in methods:
        needs = f" Needs {', '.join(method.requires)}." if method.requires else ""
        facts.add_row(method.id, f"{method.title}.{needs}")
    out.print(facts)


def show_method(method: Method, out: Console) -> None:
    """A method's settings and sources."""
    facts = table_of_facts()
    for name, text in _of_method(method):
        if text:
            facts.add_row(name, " ".join(text.split()))
    out.print(facts)


def _of_method(method: Method) -> Iterator[tuple[str, str]]:
    yield "Method", f"{method.title} ({method.id})"
    yield "What it does", method.summary
    yield "Prices", f"{method.prices} by {method.index}" if method.prices else "as published"
    yield "Discount", method.discount
    yield "Needs", ", ".join(method.requires)
    for setting in method.settings:
        yield "Setting", f"{setting}{f' for {setting.scope}' if setting.scope else ''}: {setting.origin}"
    for source in method.sources:
        yield "Source", str(source)
    yield "Fingerprint", method.fingerprint


def show_indices(indices: Iterable[Index], out: Console) -> None:
    """One row an index: its id, title, edition and years."""
    facts = table_of_facts()
    for index in indices:
        years = "; ".join(f"{next(iter(series.points))} to {list(series.points)[-1]}" for series in index.series)
        facts.add_row(index.id, f"{index.title}, {index.edition}: {years}")
    out.print(facts)


def show_index(index: Index, out: Console) -> None:
    """An index with its sources and every point."""
    facts = table_of_facts()
    facts.add_row("Index", f"{index.title} ({index.id})")
    facts.add_row("Edition", f"{index.publisher}, {index.edition}; {index.base}; {index.grade}")
    facts.add_row("Licence", f"{index.licence.name} ({index.licence.url})")
    for series in index.series:
        facts.add_row("Source", str(series.source))
        if series.forecast_from:
            facts.add_row("Forecast", f"from {series.forecast_from} on")
        for year, point in series.points.items():
            facts.add_row(year, plain(point))
    out.print(facts)


def show_changes(old: Any, new: Any, out: Console) -> None:
    """What differs between two methods or two indices, field by field and point by point."""
    out.print(f"From {old.id} to {new.id}", style="bold")
    changes = list(_changes(old, new))
    for line in changes:
        out.print(line)
    out.print(f"{len(changes)} changed." if changes else "The same.")


def _changes(old: Any, new: Any) -> Iterator[str]:
    for name in (a.name for a in attrs.fields(type(old)) if a.name not in ("id", "series")):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"{name.replace('_', ' ')}: {_short(before)} to {_short(after)}"
    points = [{year: p for series in one.series for year, p in series.points.items()} for one in _with_series(old, new)]
    if points:
        before, after = points
        for year in sorted(before.keys() | after.keys()):
            if before.get(year) != after.get(year):
                yield f"{year}: {before.get(year, 'none')} to {after.get(year, 'none')}"


def _with_series(*records: Any) -> list[Index]:
    return [record for record in records if isinstance(record, Index)]


def _short(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
