"""What the cells of a column look like: figures, dates, ticks, or words that are known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated
from socialvalue.published.outcome_names import Names
from socialvalue.reading import cells, dates
from socialvalue.reading.layouts.heading_rows import is_actual
from socialvalue.reading.layouts.heading_words import read_heading, row_kind
from socialvalue.reading.layouts.ticks import NO_WORDS, is_tick
from socialvalue.records.maps import FIGURES, TARGET
from socialvalue.records.periods import Period


def is_known(text: str, names: Names) -> bool:
    """Whether a phrase means an outcome, without any guess."""
    return len(text) <= 300 and names.read(text) is not None


def share_known(sample: Sequence[Cell], names: Names) -> float:
    """The share of the words in a column that mean an outcome."""
    texts = {cell for cell in sample if isinstance(cell, str)}
    return (
        sum(is_known(text, names) or is_known(row_kind(text)[1], names) for text in texts) / len(texts) if texts else 0
    )


def mostly_figures(sample: Sequence[Cell]) -> bool:
    """Whether a column holds figures: most of what is in it."""
    figures = sum(is_figure(cell) for cell in sample)
    return figures > 0 and figures >= 0.6 * sum(not isinstance(cell, NotCalculated | ErrorCell) for cell in sample)


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure, in digits or words."""
    if isinstance(cell, dt.date | dt.time | ErrorCell | NotCalculated):
        return False
    try:
        return cells.quantity(cell, "GBP", estimates=True) is not None
    except cells.Remark:
        return True  # a figure in words
    except cells.CellFault as fault:
        return fault.code in ("negative-quantity", "quantity-too-large")


def counts_many(cell: Cell) -> bool:
    """Whether a cell counts more than one."""
    try:
        return (cells.quantity(cell, "GBP", estimates=True) or 0) > 1
    except cells.CellFault as fault:
        return isinstance(fault, cells.Remark) and (fault.value or 0) > 1


def in_words(sample: Sequence[Cell]) -> bool:
    """Whether a column holds words: more than half of what is in it."""
    return sum(isinstance(cell, str) and not is_figure(cell) for cell in sample) > len(sample) / 2


_MARKS = frozenset({"yes", "no", "y", "n", "true", "false", "x", "✓", "✔", "☑", "✅", "√", "n/a", "-", "1", "0"})


def all_ticks(sample: Sequence[Cell]) -> bool:
    """Whether a column holds nothing but yes and no, or ticks; one in which all is no so far has a no in words."""
    marks = {str(cell).strip().lower() for cell in sample}
    return marks <= _MARKS and (any(map(is_tick, sample)) or not marks.isdisjoint(NO_WORDS - {"0"}))


def share_dated(sample: Sequence[Cell]) -> float:
    """The share of a column that are dates or periods, of the cells that say anything yet."""
    said = [cell for cell in sample if not (isinstance(cell, str) and (cells.to_come(cell) or _says_not(cell)))]
    return sum(map(is_date, said)) / len(said) if said else 0


def _says_not(cell: str) -> bool:
    return cell.strip().lower() in NO_WORDS | cells.NOT_RECORDED


def is_date(cell: Cell) -> bool:
    """Whether a cell is a date, or a period with or without its year."""
    if isinstance(cell, dt.date):
        return True
    if not isinstance(cell, str):
        return False
    if dates.SLASHED.fullmatch(cell.strip()):
        return True  # also with the month first, which is told of each cell
    try:
        Period.of(" ".join(cell.split()), year=2020)
    except ValueError:
        return False
    return True


_SHARE = re.compile(r"%|\b(per ?cent|percentage|rate|ratio|satisf\w*|score|average)\b", re.IGNORECASE)


def are_percentages(label: str, figures: Sequence[Cell], names: Names) -> bool:
    """Whether a row holds shares: its label says so, and no figure is above 1 but what is written with %.

    Args:
        label: of the row.
        figures: under its months.
        names: what outcomes may be called; an outcome is no share.
    """
    said = [figure for figure in figures if figure not in (None, "")]
    if not said or not _SHARE.search(label) or names.read(label):
        return False
    most = 100 if "%" in label else 1
    return all(
        (isinstance(figure, int | float | Decimal) and 0 <= figure <= most)
        or (isinstance(figure, str) and figure.strip().endswith("%"))
        for figure in said
    )


def says_actual_or_target(sample: Sequence[Cell]) -> bool:
    """Whether a column says of each row whether it holds actual figures or targets."""
    texts = {" ".join(cell.split()) for cell in sample if isinstance(cell, str)}
    if not texts or len(texts) > 6 or not all(isinstance(cell, str) for cell in sample):
        return False
    kinds = [read_heading(text[:40]) for text in texts]
    plain = all(
        (kind.kind != FIGURES and not kind.rest) or is_actual(text) for kind, text in zip(kinds, texts, strict=True)
    )
    return plain and any(kind.kind == TARGET for kind in kinds)
