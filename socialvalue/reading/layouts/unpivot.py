"""A table laid out in any way, its rows made rows of the long form.

A table may have a row for each figure, or for each person; months across, or outcomes across; months over “Actual” and
“Target” in two rows; or several outcomes and their dates in one row. Each row here becomes as many rows of the long
form as it reports, and every cell of these knows where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.problems import Place
from socialvalue.reading import cells
from socialvalue.reading.layouts.heading_words import read_heading, row_kind
from socialvalue.reading.layouts.table_layout import TableLayout
from socialvalue.reading.layouts.ticks import is_marked, tick_count, without_date_words
from socialvalue.records.maps import DATES, FIGURES, KIND, SECOND, TICKS


@frozen
class LongRow:
    """One of the rows of the long form that a row reports.

    Attributes:
        columns: where each field is.
        fixed: what a heading says: field to cell, and the column of that heading.
        kind: how the figure is read.
    """

    columns: Mapping[str, int]
    fixed: Mapping[str, Cell]
    column: int
    kind: str = ""


class LongSheet(Sheet):
    """A table laid out in any way, as a sheet of the long form: its first row is at number 1.

    Attributes:
        fields: the field of each of its columns; those after them are the tags'.
        undated: the rows without a date, for which the map's is taken.
        not_reached: the cells that say in words that a date is still to come, by column: nothing is counted for them.
    """

    def __init__(self, sheet: Sheet, layout: TableLayout, find: Callable[[str], object]) -> None:
        super().__init__(sheet.file, sheet.name, _RepeatableRows(self._rows), sheet.hidden)
        put = object.__setattr__
        put(self, "sheet", sheet)
        put(self, "layout", layout)
        put(self, "_find", find)
        put(self, "undated", set())
        put(self, "not_reached", {})
        long_rows = list(_long_rows_of(layout))
        put(self, "long_rows", long_rows)
        names = dict.fromkeys(name for long_row in long_rows for name in (*long_row.columns, *long_row.fixed))
        wanted = [name for name in names if name != SECOND]
        for name in ("outcome", "period"):
            if name not in wanted:
                wanted.append(name)
        if any(long_row.kind for long_row in long_rows) and "quantity" not in wanted:
            wanted.append("quantity")
        put(self, "fields", tuple(wanted))

    sheet: Sheet
    layout: TableLayout
    long_rows: list[LongRow]
    fields: tuple[str, ...]
    undated: set[int]
    not_reached: dict[int, set[int]]
    _find: Callable[[str], object]

    def place(self, row: int, column: int) -> Place:
        """The place of the cell in the sheet itself."""
        number, which = divmod(row, len(self.long_rows))
        long = self.long_rows[which]
        if column >= len(self.fields):
            return self.sheet.place(number, self.layout.tags[column - len(self.fields)][1])
        name = self.fields[column]
        if name in long.fixed and name != "quantity":
            return self.sheet.place(self.layout.head.last, long.column)
        at = long.column if name in ("quantity",) and long.kind else long.columns.get(name, long.column)
        return self.sheet.place(number, at)

    def row_of(self, row: int) -> int:
        """The number of the row it comes from."""
        return row // len(self.long_rows)

    def _rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        layout, many = self.layout, len(self.long_rows)
        section = ""
        held: dict[str, Cell] = {}
        tags = [column for _, column in layout.tags]
        outcome = layout.fields.get("outcome", ())
        for number, row in self.sheet.rows:
            if number <= layout.head.last or all(map(cells.blank, row)):
                continue
            if layout.across:
                kind, row = row_figures(layout, row, held, self._find)
                if kind != FIGURES:
                    continue
                if number in layout.skipped or number in layout.sums or layout.head.is_repeated_by(row):
                    continue
                if outcome and not any(not cells.blank(cell_at(row, entry.column)) for entry in layout.figures):
                    section = (
                        cells.shown(cell_at(row, outcome[0])) if isinstance(cell_at(row, outcome[0]), str) else section
                    )
                    continue
            for index, long in enumerate(self.long_rows):
                made = self._cells_of(number, row, long, section, held)
                if made is not None:
                    yield number * many + index, (*made, *(cell_at(row, column) for column in tags))

    def _cells_of(
        self, number: int, row: Sequence[Cell], long: LongRow, section: str, held: dict[str, Cell]
    ) -> list[Cell] | None:
        """A row of the long form; None where it reports nothing."""
        layout = self.layout
        figure: Cell = cell_at(row, long.column) if long.kind else None
        if long.kind in (DATES, TICKS) and not is_marked(figure):
            return None
        if long.kind == DATES and cells.not_yet(figure):
            self.not_reached.setdefault(long.column, set()).add(number)
            return None
        values: dict[str, Cell] = {}
        for name, column in long.columns.items():
            value = cell_at(row, column)
            if layout.across and name in ("organisation", "project", "area", "period"):
                value = held.get(name) if cells.blank(value) else value
                held[name] = value
            values[name] = value
        values |= long.fixed
        second = values.pop(SECOND, None)
        word = values.get("outcome")
        if second is not None and not cells.blank(second) and not cells.blank(word):
            values["outcome"] = f"{cells.shown(word)} / {cells.shown(second)}"
        elif section and isinstance(word, str) and self._find(word) is None and self._find(f"{section} {word}"):
            values["outcome"] = f"{section} / {' '.join(word.split())}"
        if long.kind == DATES:
            values["period"], values["quantity"] = figure, 1
        elif long.kind == TICKS:
            values["quantity"] = tick_count(figure)
        elif long.kind:
            values["quantity"] = figure
        elif len(self.long_rows) > 1 and cells.blank(values.get("outcome")):
            return None
        if layout.if_blank is not None and _no_date(values.get("period")):
            self.undated.add(number)
            values["period"] = cell_at(row, layout.if_blank) if isinstance(layout.if_blank, int) else layout.if_blank
        return [values.get(name) for name in self.fields]


def row_figures(
    layout: TableLayout, row: Sequence[Cell], held: dict[str, Cell], find: Callable[[str], object]
) -> tuple[str, Sequence[Cell]]:
    """The kind of figures a row holds, and the row with its outcome alone: “Vol – Target” is a target of “Vol”."""
    outcomes = layout.fields.get("outcome", ())
    if not outcomes:
        return FIGURES, row
    at = outcomes[0]
    label = cell_at(row, at)
    if KIND in layout.fields:
        said = cell_at(row, layout.fields[KIND][0])
        if cells.blank(label) and not cells.blank(said):
            label = held.get("the outcome above")
        held["the outcome above"] = label
        kind = read_heading(said).kind if isinstance(said, str) else FIGURES
    elif isinstance(label, str) and find(label) is None:
        kind, label = row_kind(label)
    else:
        return FIGURES, row
    if label is cell_at(row, at):
        return kind, row
    padded = [*row, *[None] * (at + 1 - len(row))]
    padded[at] = label
    return kind, padded


def _no_date(cell: Cell) -> bool:
    """Whether a cell for a date holds none: it is blank, or says so in words."""
    return cells.blank(cell) or cells.not_yet(cell) or cells.shown(cell).lower() in cells.NOT_RECORDED


class _RepeatableRows:
    """Rows that can be iterated over more than once."""

    def __init__(self, rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]]) -> None:
        self._make = rows

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return self._make()


def _long_rows_of(layout: TableLayout) -> Iterator[LongRow]:
    """The rows of the long form that each row makes."""
    fields = layout.fields
    shared = {
        name: columns[0]
        for name, columns in fields.items()
        if name not in ("outcome", "period", "quantity", SECOND, KIND)
    }
    if layout.figures:
        own = {name: fields[name][0] for name in ("outcome", "period") if name in fields}
        for entry in layout.figures:
            fixed: dict[str, Cell] = {**entry.says}
            heading = entry.heading
            columns = {name: column for name, column in (shared | own).items() if name not in entry.says}
            if heading.rest and ("outcome" not in own or entry.kind in (DATES, TICKS)):
                fixed["outcome"] = heading.rest if entry.kind == FIGURES else without_date_words(entry.text)
                columns.pop("outcome", None)
            if heading.period is not None:
                fixed["period"] = heading.period.written
                columns.pop("period", None)
            elif heading.dateless:
                fixed["period"] = entry.text
                columns.pop("period", None)
            yield LongRow(columns, fixed, entry.column, entry.kind)
        return
    outcomes = fields.get("outcome", ())
    for number, outcome in enumerate(outcomes):
        end = outcomes[number + 1] if number + 1 < len(outcomes) else 1_000_000
        columns = shared | {"outcome": outcome}
        for name in ("period", "quantity", SECOND):
            there = fields.get(name, ())
            near = [column for column in there if outcome < column < end] or list(there[:1])
            if near:
                columns[name] = near[0]
        yield LongRow(columns, {}, outcome)
