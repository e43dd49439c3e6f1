"""What changed from one method or index to another, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.published.prices import Index

if TYPE_CHECKING:
    from rich.console import Console


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
