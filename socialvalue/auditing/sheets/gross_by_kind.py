"""Gross pounds by kind of value: kinds are never added together here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from socialvalue.money import total
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result


def kinds_of_value(result: Result) -> list[str]:
    """The kinds of value that are there, which are never added here."""
    return sorted({entry.kind for entry in result.lines})


def gross_by_kind(entries: Iterable[ResultLine], kinds: Sequence[str]) -> list[Decimal]:
    """Gross pounds of each kind."""
    found = list(entries)
    return [total(entry.gross for entry in found if entry.kind == kind) for kind in kinds]
