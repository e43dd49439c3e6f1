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
from socialvalue.reading.layouts.heading_rows import heading_text
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
        undated: the rows read without a date of their own, in place of which the map's is taken.
        not_reached: the cells that say in words that a date is still to come, by column: nothing is counted for them.
    """

    def __init__(self, sheet: Sheet, plan: TableLayout, find: Callable[[str], object]) -> None:
        super().__init__(sheet.file, sheet.name, _RepeatableRows(self._rows), sheet.hidden)
        put = object.__setattr__
        put(self, "sheet", sheet)
        put(self, "plan", plan)
        put(self, "_find", find)
        put(self, "undated", set())
        put(self, "not_reached", {})
        variants = list(_long_rows_of(plan))
        put(self, "variants", variants)
        names = dict.fromkeys(name for variant in variants for name in (*variant.columns, *variant.fixed))
        wanted = [name for name in names if name != SECOND]
        for name in ("outcome", "period"):
            if name not in wanted:
                wanted.append(name)
        if any(variant.kind for variant in variants) and "quantity" not in wanted:
            wanted.append("quantity")
        put(self, "fields", tuple(wanted))

    sheet: Sheet
    plan: TableLayout
    variants: list[LongRow]
    fields: tuple[str, ...]
    undated: set[int]
    not_reached: dict[int, set[int]]
    _find: Callable[[str], object]

    def place(self, row: int, column: int) -> Place:
        """The place of the cell in the sheet itself."""
        number, variant = divmod(row, len(self.variants))
        how = self.variants[variant]
        if column >= len(self.fields):
            return self.sheet.place(number, self.plan.tags[column - len(self.fields)][1])
        name = self.fields[column]
        if name in how.fixed and name != "quantity":
            return self.sheet.place(self.plan.head.last, how.column)
        at = how.column if name in ("quantity",) and how.kind else how.columns.get(name, how.column)
        return self.sheet.place(number, at)

    def row_of(self, row: int) -> int:
        """The number of the row it comes from."""
        return row // len(self.variants)

    def _rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        plan, many = self.plan, len(self.variants)
        section = ""
        held: dict[str, Cell] = {}
        tags = [column for _, column in plan.tags]
        outcome = plan.fields.get("outcome", ())
        for number, row in self.sheet.rows:
            if number <= plan.head.last or all(map(cells.blank, row)):
                continue
            if plan.across:
                kind, row = row_figures(plan, row, held, self._find)
                if kind != FIGURES:
                    continue
                if number in plan.skipped or number in plan.sums or self.is_head(row):
                    continue
                if outcome and not any(not cells.blank(cell_at(row, entry.column)) for entry in plan.figures):
                    section = (
                        cells.shown(cell_at(row, outcome[0])) if isinstance(cell_at(row, outcome[0]), str) else section
                    )
                    continue
            for index, how in enumerate(self.variants):
                made = self._long(number, row, how, section, held)
                if made is not None:
                    yield number * many + index, (*made, *(cell_at(row, column) for column in tags))

    def is_head(self, row: Sequence[Cell]) -> bool:
        """Whether a row is the headings once more."""
        texts = self.plan.head.texts
        again = sum(heading_text(cell_at(row, column)) == text for column, text in texts.items())
        return again > 1 and again >= len(texts) - 1

    def _long(
        self, number: int, row: Sequence[Cell], how: LongRow, section: str, held: dict[str, Cell]
    ) -> list[Cell] | None:
        """A row of the long form; None where it reports nothing."""
        plan = self.plan
        figure: Cell = cell_at(row, how.column) if how.kind else None
        if how.kind in (DATES, TICKS) and not is_marked(figure):
            return None
        if how.kind == DATES and cells.not_yet(figure):
            self.not_reached.setdefault(how.column, set()).add(number)
            return None
        values: dict[str, Cell] = {}
        for name, column in how.columns.items():
            value = cell_at(row, column)
            if plan.across and name in ("organisation", "project", "area", "period"):
                value = held.get(name) if cells.blank(value) else value
                held[name] = value
            values[name] = value
        values |= how.fixed
        second = values.pop(SECOND, None)
        word = values.get("outcome")
        if second is not None and not cells.blank(second) and not cells.blank(word):
            values["outcome"] = f"{cells.shown(word)} / {cells.shown(second)}"
        elif section and isinstance(word, str) and self._find(word) is None and self._find(f"{section} {word}"):
            values["outcome"] = f"{section} / {' '.join(word.split())}"
        if how.kind == DATES:
            values["period"], values["quantity"] = figure, 1
        elif how.kind == TICKS:
            values["quantity"] = tick_count(figure)
        elif how.kind:
            values["quantity"] = figure
        elif len(self.variants) > 1 and cells.blank(values.get("outcome")):
            return None
        if plan.if_blank is not None and _no_date(values.get("period")):
            self.undated.add(number)
            values["period"] = cell_at(row, plan.if_blank) if isinstance(plan.if_blank, int) else plan.if_blank
        return [values.get(name) for name in self.fields]


def row_figures(
    plan: TableLayout, row: Sequence[Cell], held: dict[str, Cell], find: Callable[[str], object]
) -> tuple[str, Sequence[Cell]]:
    """The kind of figures a row holds, and the row with its outcome alone: “Vol – Target” is a target of “Vol”."""
    outcomes = plan.fields.get("outcome", ())
    if not outcomes:
        return FIGURES, row
    at = outcomes[0]
    label = cell_at(row, at)
    if KIND in plan.fields:
        said = cell_at(row, plan.fields[KIND][0])
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


def _long_rows_of(plan: TableLayout) -> Iterator[LongRow]:
    """The rows of the long form that each row makes."""
    fields = plan.fields
    shared = {
        name: columns[0]
        for name, columns in fields.items()
        if name not in ("outcome", "period", "quantity", SECOND, KIND)
    }
    if plan.figures:
        own = {name: fields[name][0] for name in ("outcome", "period") if name in fields}
        for entry in plan.figures:
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
