"""Price indices on a terminal: what there is, and one with every point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialvalue.money import plain
from socialvalue.published.prices import Index
from socialvalue.showing.terminal.facts_table import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console


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
