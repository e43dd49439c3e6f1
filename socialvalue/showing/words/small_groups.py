"""What is said where small groups are told only together, for publication."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.records.groups import RollUp
from socialvalue.showing.words.grammar import listed


def small_groups_note(rolled: RollUp) -> str:
    """Which groups are told only together."""
    return f"Groups of fewer than {rolled.suppressed_below} people are told only together."


def small_groups_told(rolled: RollUp) -> Iterator[tuple[str, str]]:
    """That, and what is left out of a report for it."""
    others = (
        f"Tables by anything but {listed(list(rolled.by))}, and counts that could tell a small group, are left out."
    )
    yield "For publication.", f"{small_groups_note(rolled)} {others}"
