"""The layout of a table: which column holds a field, which holds figures, dates, ticks, sums or targets."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from socialvalue.reading.layouts.above_table import AboveTable
from socialvalue.reading.layouts.heading_rows import TableHead
from socialvalue.reading.layouts.heading_words import Heading, Year
from socialvalue.records.maps import (
    DATES,
    FIGURES,
    KEEP,
    LEAVE_OUT,
    OF_ORGANISATION,
    OF_PROJECT,
    SECOND,
    TARGET,
    TICKS,
    TOTAL,
    same,
)


@frozen
class FigureColumn:
    """A column of figures, dates or ticks under a heading that says what they are of.

    Attributes:
        column: where.
        heading, text: what its heading says, and as it is written.
        kind: whether they are figures, dates or ticks.
        says: what else the heading says, such as a project.
    """

    column: int
    heading: Heading
    text: str
    kind: str = FIGURES
    says: Mapping[str, str] = {}


@frozen
class TableLayout:
    """What each column of a table holds.

    Attributes:
        head: its headings.
        fields: the columns of each field of a line, from left to right.
        figures: columns of figures, dates or ticks whose heading says the outcome, the period or both.
        totals, targets: columns of sums, and of what was aimed for.
        tags: columns kept to group by.
        constants: what holds for every row.
        year: that of months without one.
        if_blank: what is taken for a blank period: a column, or a period.
        skipped, sums: the numbers of rows that report nothing, and of those that are totals.
    """

    head: TableHead
    fields: Mapping[str, tuple[int, ...]]
    figures: tuple[FigureColumn, ...] = ()
    totals: tuple[FigureColumn, ...] = ()
    targets: tuple[FigureColumn, ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    constants: Mapping[str, str] = {}
    year: Year | None = None
    if_blank: int | str | None = None
    skipped: frozenset[int] = frozenset()
    sums: frozenset[int] = frozenset()

    @property
    def plain(self) -> bool:
        """Whether each row is one of the long form already, under other headings."""
        lone = all(len(columns) == 1 for field_, columns in self.fields.items() if field_ != SECOND)
        return not self.figures and SECOND not in self.fields and lone and self.if_blank in (None, "")

    @property
    def across(self) -> bool:
        """Whether there are figures under headings."""
        return any(column.kind == FIGURES for column in self.figures)


def table_layout(
    head: TableHead, meanings: Mapping[int, str], above: AboveTable, constants: Mapping[str, str], if_blank: str = ""
) -> TableLayout:
    """What each column holds, by what its heading is taken for.

    Args:
        head: the headings.
        meanings: what each column is taken for, one of `socialvalue.records.maps.COLUMN_MEANINGS`.
        above: what is above the table.
        constants: what holds for every row, where the rows do not say.
        if_blank: a heading, or a period, that is taken for a blank period.
    """
    fields: dict[str, list[int]] = {}
    figures: list[FigureColumn] = []
    totals: list[FigureColumn] = []
    targets: list[FigureColumn] = []
    tags: list[tuple[str, int]] = []
    for column, text in sorted(head.texts.items()):
        meaning = meanings.get(column, LEAVE_OUT)
        if meaning in (OF_PROJECT, OF_ORGANISATION):
            said = "project" if meaning == OF_PROJECT else "organisation"
            figures.append(FigureColumn(column, Heading(FIGURES, None, False, ""), text, FIGURES, {said: text}))
        elif meaning in (FIGURES, DATES, TICKS, TOTAL, TARGET):
            entry = FigureColumn(column, head.heading(column, above.year), text, meaning)
            (totals if meaning == TOTAL else targets if meaning == TARGET else figures).append(entry)
        elif meaning == KEEP:
            tags.append((text, column))
        elif meaning not in (LEAVE_OUT, ""):
            fields.setdefault(meaning, []).append(column)
    other: int | str | None = None
    if if_blank:
        other = next((column for column, text in head.texts.items() if same(text) == same(if_blank)), if_blank)
    return TableLayout(
        head,
        {name: tuple(columns) for name, columns in fields.items()},
        tuple(figures),
        tuple(totals),
        tuple(targets),
        tuple(tags),
        constants,
        above.year,
        other,
    )
