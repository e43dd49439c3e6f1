"""Ticks and dates beneath an outcome: what says yes, what says no, and what a person must look at."""

from __future__ import annotations

import re

from socialvalue.formats.sheets import Cell, Unclear
from socialvalue.reading import cells

_TICK_WORDS = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "☑", "✅", "√", "tick", "ticked"})

#: What says no, besides a blank.
NO_WORDS = frozenset({"no", "n", "false", "0", "✗", "✘", "☐"})


def is_marked(cell: Cell) -> bool:
    """Whether a cell beneath an outcome says anything but no: a tick, a date, or what a person must look at."""
    return not cells.blank(cell) and str(cell).strip().lower() not in cells.NOT_RECORDED | NO_WORDS


def tick_count(cell: Cell) -> Cell:
    """A tick as a count of one; a figure or a word for what is still to come as it is; anything else is unclear."""
    if is_tick(cell):
        return 1
    if isinstance(cell, str) and not cells.to_come(cell):
        return Unclear(" ".join(cell.split()), "ticks")
    return cell


def is_tick(cell: Cell) -> bool:
    """Whether a cell says yes."""
    return str(cell).strip().lower() in _TICK_WORDS


def without_date_words(text: str) -> str:
    """A heading without the words that only say that dates or ticks are below it."""
    bare = re.sub(
        r"\b((outcome|achieved|actual) )?date( (achieved|of|into|started|gained))?\b|[?]|\(?y/n\)?|\(date\)",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return " ".join(bare.split()).strip(" :-") or text
