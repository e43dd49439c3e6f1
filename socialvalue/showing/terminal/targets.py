"""Targets on a terminal, each beside what was reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socialvalue.money import percent
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.groups import Progress
from socialvalue.showing.terminal.tables import figures_table
from socialvalue.showing.words.group_table import quantity_figure

if TYPE_CHECKING:
    from rich.table import Table


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
