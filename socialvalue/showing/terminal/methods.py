"""Methods and price indices on a terminal: what there is, one in full, and what changed from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from socialvalue.published.methods import Method
from socialvalue.showing.terminal.tables import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.money import plain
from socialvalue.published.prices import Index


def show_methods(methods: Iterable[Method], out: Console) -> None:
    """One row a method: its id, title, and what the user must give."""
    method_facts = table_of_facts()
    for method in methods:
        needs = f" Needs {', '.join(method.requires)}." if method.requires else ""
        method_facts.add_row(method.id, f"{method.title}.{needs}")
    out.print(method_facts)


def show_method(method: Method, out: Console) -> None:
    """A method's settings and sources."""
    method_facts = table_of_facts()
    for name, text in _method_rows(method):
        if text:
            method_facts.add_row(name, " ".join(text.split()))
    out.print(method_facts)


def _method_rows(method: Method) -> Iterator[tuple[str, str]]:
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
    index_facts = table_of_facts()
    for index in indices:
        years = "; ".join(f"{next(iter(series.points))} to {list(series.points)[-1]}" for series in index.series)
        index_facts.add_row(index.id, f"{index.title}, {index.edition}: {years}")
    out.print(index_facts)


def show_index(index: Index, out: Console) -> None:
    """An index with its sources and every point."""
    index_facts = table_of_facts()
    index_facts.add_row("Index", f"{index.title} ({index.id})")
    index_facts.add_row("Edition", f"{index.publisher}, {index.edition}; {index.base}; {index.grade}")
    index_facts.add_row("Licence", f"{index.licence.name} ({index.licence.url})")
    for series in index.series:
        index_facts.add_row("Source", str(series.source))
        if series.forecast_from:
            index_facts.add_row("Forecast", f"from {series.forecast_from} on")
        for year, point in series.points.items():
            index_facts.add_row(year, plain(point))
    out.print(index_facts)


def show_edition_changes(old: Any, new: Any, out: Console) -> None:
    """What differs between two methods or two indices, field by field and point by point."""
    out.print(f"From {old.id} to {new.id}", style="bold")
    changes = list(_changed_fields(old, new))
    for line in changes:
        out.print(line)
    out.print(f"{len(changes)} changed." if changes else "The same.")


def _changed_fields(old: Any, new: Any) -> Iterator[str]:
    for name in (a.name for a in attrs.fields(type(old)) if a.name not in ("id", "series")):
        old_value, new_value = getattr(old, name), getattr(new, name)
        if old_value != new_value:
            yield f"{name.replace('_', ' ')}: {_shortened_value(old_value)} to {_shortened_value(new_value)}"
    index_points = [
        {year: p for series in one.series for year, p in series.points.items()} for one in _with_series(old, new)
    ]
    if index_points:
        old_points, new_points = index_points
        for year in sorted(old_points.keys() | new_points.keys()):
            if old_points.get(year) != new_points.get(year):
                yield f"{year}: {old_points.get(year, 'none')} to {new_points.get(year, 'none')}"


def _with_series(*records: Any) -> list[Index]:
    return [record for record in records if isinstance(record, Index)]


def _shortened_value(value: object) -> str:
    value_text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return value_text if len(value_text) <= 120 else f"{value_text[:117]}…"
