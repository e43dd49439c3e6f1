"""Cells that sheets of a results workbook refer to on one another: defined names, rows, shown totals."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from attrs import field, frozen

from socialvalue.published.vocabulary import Vocabulary
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result

#: Figures written as numbers; a decimal that a cell would cut short is written beside them as text.
FACTOR, PLAIN = "0.000000", "General"


@cache
def name_of(*parts: str) -> str:
    """A defined name: ``drop_off_training``."""
    name = "_".join(part.replace("-", "_").replace(".", "_") for part in parts if part)
    # Names that spreadsheets have another use for.
    return {"years": "years_lasting", "fte": "full_time_equivalent"}.get(name, name)


@frozen
class ValueRow:
    """A row of the sheet Valuations, counted from 1, and its price factor."""

    row: int
    prices: float


@frozen
class SpanRow:
    """A row of Years, counted from 1, and what is in it: years, drop-off factor and discount factor."""

    row: int
    lasts: float
    drop: float
    discount: float


@frozen
class SharedCells:
    """What the sheets have in common while they are written.

    Attributes:
        result: what is written.
        tags: the columns of the return's own that are shown: places, and those the result is grouped by.
        prices: the defined names whose product is each value's price factor, by its key.
        cases: the defined names of what reference cases take off, by outcome.
        values: the row of each value and kind on Valuations, counted from 1.
        spans: the row on Years of each way of lasting.
        charted: the first and last row, counted from 0, of what a chart shows.
        shown: the cells of other sheets that show a total again, by what they are called in Checks.
        figures: cells of Summary, by what they are, with what the software reached.
    """

    result: Result
    tags: tuple[str, ...] = ()
    prices: dict[tuple[str, ...], list[str]] = field(factory=dict)
    cases: dict[str, list[str]] = field(factory=dict)
    values: dict[tuple[tuple[str, ...], str], ValueRow] = field(factory=dict)
    spans: dict[tuple[str, str, int], SpanRow] = field(factory=dict)
    charted: dict[str, tuple[int, int]] = field(factory=dict)
    shown: dict[str, str] = field(factory=dict)
    figures: list[tuple[str, str, Decimal, str]] = field(factory=list)

    @property
    def vocabulary(self) -> Vocabulary:
        """The outcomes."""
        return self.result.vocabulary

    @property
    def rows(self) -> int:
        """How many rows Lines has, at least one."""
        return max(1, len(self.result.lines))


def reference_to(entry: ResultLine, name: str) -> str:
    """The cell a line's figure comes from: the assumption's name, or the figure itself where the line gives it."""
    figure = entry.figures.get(name)
    if figure is None:
        return name_of(name)
    if figure.setting is None:
        return repr(float(figure.value))
    return name_of(name, figure.setting.key)


def write_exactly(sheet: Any, row: int, column: int, value: float | None, style: Any) -> None:
    """A number, or a blank."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)
