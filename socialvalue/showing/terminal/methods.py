"""Methods on a terminal: what there is, and one with its settings and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from socialvalue.published.methods import Method
from socialvalue.showing.terminal.facts_table import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console


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
