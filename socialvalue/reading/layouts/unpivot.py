"""Where a table's headings are, and its rows as rows of the long form, however it is laid out.

A table may have a row for each figure, or for each person; months across, or outcomes across; months over “Actual” and
“Target” in two rows; or several outcomes and their dates in one row. Each row here becomes as many rows of the long
form as it reports, and every cell of these knows where it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from attrs import field, frozen

from socialvalue.formats.sheets import Cell, Sheet, Unclear
from socialvalue.problems import Place
from socialvalue.reading import cells
from socialvalue.reading.layouts.headings import Heading, Year, read_heading, row_kind, year_of
from socialvalue.reading.long_form.rows import says_total
from socialvalue.records.maps import (
    DATES,
    FIGURES,
    KEEP,
    KIND,
    LEAVE_OUT,
    OF_ORGANISATION,
    OF_PROJECT,
    SECOND,
    TARGET,
    TICKS,
    TOTAL,
    same,
)

#: How many rows above a table may hold titles and notes.
TITLE_ROWS = 50

#: The name of an organisation where a file gives none.
UNNAMED = "Organisation not named"

_ABOUT = re.compile(
    r"(?P<what>organi[sz]ation|housing association|landlord|provider|project|scheme|programme|area|region|borough|"
    r"local authority|(total |project )?(budget|cost|costs|spend|spent|expenditure)|month|period|quarter)"
    r"(?: name)?\s*+(?:(?:\(£\)|£)\s*+)?(?:[:=–—-]\s*(?P<said>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_MEANT = {
    "organization": "organisation",
    "housing association": "organisation",
    "landlord": "organisation",
    "provider": "organisation",
    "scheme": "project",
    "programme": "project",
    "region": "area",
    "borough": "area",
    "local authority": "area",
    "month": "period",
    "quarter": "period",
}


@frozen
class Head:
    """The headings of a table.

    Attributes:
        first, last: the numbers of its first and last row.
        texts: the heading of each column, counted from 0; of two rows joined by “ / ”.
        cells: the heading's own cell.
        above: the rows above it.
    """

    first: int
    last: int
    texts: Mapping[int, str]
    cells: Mapping[int, Cell]
    above: tuple[tuple[int, Sequence[Cell]], ...] = field(default=(), repr=False)

    @property
    def titles(self) -> list[str]:
        """The texts above the table, from the nearest up."""
        return [cell for _, row in reversed(self.above) for cell in row if isinstance(cell, str) and cell.strip()]


def heading_text(cell: Cell) -> str:
    """A heading as text: a month for a date; empty for what is no heading."""
    if isinstance(cell, dt.date):
        return f"{cell:%b %Y}" if 1990 <= cell.year < 2100 else ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, int | float) and 2000 <= cell < 2100 and int(cell) == cell:
        return str(int(cell))
    return ""


def heads(
    rows: Sequence[tuple[int, Sequence[Cell]]], known: Callable[[str], object] = lambda _: None
) -> Iterator[Head]:
    """Each row that may be a table's headings, with the row above or below it that belongs to it.

    Args:
        rows: the first rows of a sheet.
        known: whether a phrase means an outcome: “Employment” over “FT” is a heading in two rows.
    """
    for index, (number, row) in enumerate(rows):
        texts = {column: text for column, cell in enumerate(row) if (text := heading_text(cell))}
        if len(texts) < 2 and not (len(texts) == 1 and index + 1 < len(rows) and _figures_below(rows[index + 1][1])):
            continue
        first = last = number
        over = rows[index - 1] if index and rows[index - 1][0] == number - 1 else None
        under = rows[index + 1] if index + 1 < len(rows) and rows[index + 1][0] == number + 1 else None
        top = index
        if under is not None and _is_second(row, under[1], known):
            texts = _joined(row, under[1], every=_worded(under[1]))
            last = under[0]
        elif over is not None and _is_second(over[1], row, known):
            texts = _joined(over[1], row, every=_worded(row))
            first, top = over[0], index - 1
        own = {column: row[column] if column < len(row) else None for column in texts}
        yield Head(first, last, texts, own if first == last else {}, tuple(rows[:top]))


def _figures_below(row: Sequence[Cell]) -> bool:
    return any(isinstance(cell, int | float) for cell in row)


def _is_second(upper: Sequence[Cell], lower: Sequence[Cell], known: Callable[[str], object]) -> bool:
    """Whether two rows are one heading: months over “Actual” and “Target”, years over months, or the like."""
    if any(isinstance(cell, int | float) and not heading_text(cell) for cell in (*upper, *lower)):
        return False
    low = {column: heading_text(cell) for column, cell in enumerate(lower) if heading_text(cell)}
    up = {column: heading_text(cell) for column, cell in enumerate(upper) if heading_text(cell)}
    start = min(low, default=0)
    over = [column for column in up if column >= start or column + 1 in low]
    if len(low) < 2 or not over:
        return False
    # beneath headings are nothing but kinds of figures or periods, and some of them more than once or under a gap
    plain = [column for column, text in low.items() if _kind_or_period(text)]
    gaps = [column for column in low if column not in up and column > min(up)]
    if not gaps:
        return False
    if len(plain) < max(2, (len(low) + 1) // 2):
        both = [text for column, text in _joined(upper, lower, every=True).items() if column in low]
        return len(both) > 1 and sum(len(text) < 200 and bool(known(text)) for text in both) > len(both) / 2
    repeated = len(set(low.values())) < len(low)
    return repeated or all(_kind_or_period(up[column]) for column in over if column in low)


def _kind_or_period(text: str) -> bool:
    heading = read_heading(text, Year(2020))
    return is_actual(text) or (not heading.rest and (heading.period is not None or heading.kind != FIGURES))


def is_actual(text: str) -> bool:
    """Whether a text says that figures are those reached, not those aimed for."""
    return _ACTUAL.fullmatch(text) is not None


_ACTUAL = re.compile(r"actuals?|act|achieved|results?|number|no\.?|delivered|figures?", re.IGNORECASE)


def _worded(lower: Sequence[Cell]) -> bool:
    """Whether the lower of two rows of headings holds words of their own, not months or kinds of figures."""
    low = [text for cell in lower if (text := heading_text(cell))]
    return sum(map(_kind_or_period, low)) < max(2, (len(low) + 1) // 2)


def _joined(upper: Sequence[Cell], lower: Sequence[Cell], *, every: bool = False) -> dict[int, str]:
    """The headings of two rows; what is above a gap holds to the right of it, of any words where `every`."""
    found: dict[int, str] = {}
    held = ""
    for column in range(max(len(upper), len(lower))):
        up = heading_text(upper[column]) if column < len(upper) else ""
        low = heading_text(lower[column]) if column < len(lower) else ""
        held = up or held
        both = held and low and (up or every or _kind_or_period(low)) and held != low
        said = is_actual(low) and not _kind_or_period(held)  # an outcome over “Actual” is that outcome's figures
        text = (held if said else f"{held} / {low}") if both else up or low
        if text:
            found[column] = text
    return found


@frozen
class About:
    """What the lines above a table say of all its rows.

    Attributes:
        said: field to text: organisation, project, area or period.
        cost: the budget or cost, with where it is.
        year: the year of months without one.
    """

    said: Mapping[str, str]
    cost: tuple[Decimal, Place] | None = None
    year: Year | None = None


def about(sheet: Sheet, head: Head) -> About:
    """What the lines above a table, and its sheet's and file's names, say of all its rows."""
    said: dict[str, str] = {}
    cost: tuple[Decimal, Place] | None = None
    for number, row in head.above:
        for column, cell in enumerate(row):
            match = _ABOUT.fullmatch(cell.strip()) if isinstance(cell, str) and len(cell) < 200 else None
            if match is None:
                continue
            what = " ".join(match["what"].lower().split())
            what = _MEANT.get(what, what)
            beside = next(((c, v) for c, v in enumerate(row) if c > column and not cells.blank(v)), (column, None))
            value: Cell = match["said"].strip() if match["said"] else beside[1]
            if re.search(r"budget|cost|spen[dt]|expenditure", what):
                try:
                    amount = cells.money(value)
                except cells.CellFault:
                    continue
                if amount:
                    cost = amount, sheet.place(number, beside[0])
            elif value is not None and what in ("organisation", "project", "area", "period"):
                text = heading_text(value)
                if text:
                    said.setdefault(what, text)
    return About(said, cost, year_of([*head.titles, sheet.name, stem(sheet)]))


def stem(sheet: Sheet) -> str:
    """The name of a sheet's file as words: “kpis-2024-25.xlsx” is “kpis 2024-25”."""
    return re.sub(r"_|(?<=[A-Za-z])-", " ", re.sub(r"\.\w+$", "", sheet.file))


@frozen
class Figures:
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
class Layout:
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

    head: Head
    fields: Mapping[str, tuple[int, ...]]
    figures: tuple[Figures, ...] = ()
    totals: tuple[Figures, ...] = ()
    targets: tuple[Figures, ...] = ()
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


def layout(
    head: Head, meanings: Mapping[int, str], above: About, constants: Mapping[str, str], if_blank: str = ""
) -> Layout:
    """What each column holds, by what its heading is taken for.

    Args:
        head: the headings.
        meanings: what each column is taken for, one of `socialvalue.records.maps.COLUMN_MEANINGS`.
        above: what is above the table.
        constants: what holds for every row, where the rows do not say.
        if_blank: a heading, or a period, that is taken for a blank period.
    """
    fields: dict[str, list[int]] = {}
    figures: list[Figures] = []
    totals: list[Figures] = []
    targets: list[Figures] = []
    tags: list[tuple[str, int]] = []
    for column, text in sorted(head.texts.items()):
        meaning = meanings.get(column, LEAVE_OUT)
        if meaning in (OF_PROJECT, OF_ORGANISATION):
            said = "project" if meaning == OF_PROJECT else "organisation"
            figures.append(Figures(column, Heading(FIGURES, None, False, ""), text, FIGURES, {said: text}))
        elif meaning in (FIGURES, DATES, TICKS, TOTAL, TARGET):
            cell = head.cells.get(column)
            heading = read_heading(cell if isinstance(cell, dt.date) else text, above.year)
            entry = Figures(column, heading, text, meaning)
            (totals if meaning == TOTAL else targets if meaning == TARGET else figures).append(entry)
        elif meaning == KEEP:
            tags.append((text, column))
        elif meaning not in (LEAVE_OUT, ""):
            fields.setdefault(meaning, []).append(column)
    other: int | str | None = None
    if if_blank:
        other = next((column for column, text in head.texts.items() if same(text) == same(if_blank)), if_blank)
    return Layout(
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


@frozen
class Variant:
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
        notes: what was found while its rows were read.
    """

    def __init__(self, sheet: Sheet, plan: Layout, find: Callable[[str], object]) -> None:
        super().__init__(sheet.file, sheet.name, _Again(self._rows), sheet.hidden)
        put = object.__setattr__
        put(self, "sheet", sheet)
        put(self, "plan", plan)
        put(self, "_find", find)
        variants = list(_variants(plan))
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
    plan: Layout
    variants: list[Variant]
    fields: tuple[str, ...]
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
                kind, row = figures_of(plan, row, held, self._find)
                if kind != FIGURES:
                    continue
                if number in plan.skipped or number in plan.sums or self.is_head(row):
                    continue
                if outcome and not any(not cells.blank(_at(row, entry.column)) for entry in plan.figures):
                    section = cells.shown(_at(row, outcome[0])) if isinstance(_at(row, outcome[0]), str) else section
                    continue
            for index, how in enumerate(self.variants):
                made = self._long(row, how, section, held)
                if made is not None:
                    yield number * many + index, (*made, *(_at(row, column) for column in tags))

    def is_head(self, row: Sequence[Cell]) -> bool:
        """Whether a row is the headings once more."""
        texts = self.plan.head.texts
        again = sum(heading_text(_at(row, column)) == text for column, text in texts.items())
        return again > 1 and again >= len(texts) - 1

    def _long(self, row: Sequence[Cell], how: Variant, section: str, held: dict[str, Cell]) -> list[Cell] | None:
        """A row of the long form; None where it reports nothing."""
        plan = self.plan
        figure: Cell = _at(row, how.column) if how.kind else None
        if how.kind in (DATES, TICKS) and not _marked(figure):
            return None
        values: dict[str, Cell] = {}
        for name, column in how.columns.items():
            value = _at(row, column)
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
            values["quantity"] = _tick(figure)
        elif how.kind:
            values["quantity"] = figure
        elif len(self.variants) > 1 and cells.blank(values.get("outcome")):
            return None
        if plan.if_blank is not None and cells.blank(values.get("period")):
            values["period"] = _at(row, plan.if_blank) if isinstance(plan.if_blank, int) else plan.if_blank
        return [values.get(name) for name in self.fields]


def figures_of(
    plan: Layout, row: Sequence[Cell], held: dict[str, Cell], find: Callable[[str], object]
) -> tuple[str, Sequence[Cell]]:
    """The kind of figures a row holds, and the row with its outcome alone: “Vol – Target” is a target of “Vol”."""
    outcomes = plan.fields.get("outcome", ())
    if not outcomes:
        return FIGURES, row
    at = outcomes[0]
    label = _at(row, at)
    if KIND in plan.fields:
        said = _at(row, plan.fields[KIND][0])
        if cells.blank(label) and not cells.blank(said):
            label = held.get("the outcome above")
        held["the outcome above"] = label
        kind = read_heading(said).kind if isinstance(said, str) else FIGURES
    elif isinstance(label, str) and find(label) is None:
        kind, label = row_kind(label)
    else:
        return FIGURES, row
    if label is _at(row, at):
        return kind, row
    padded = [*row, *[None] * (at + 1 - len(row))]
    padded[at] = label
    return kind, padded


class _Again:
    """Rows that can be iterated over more than once."""

    def __init__(self, rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]]) -> None:
        self._make = rows

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return self._make()


_TICK = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "☑", "✅", "√", "tick", "ticked"})


#: What says no, besides a blank.
NO = frozenset({"no", "n", "false", "0", "✗", "✘", "☐"})


def _marked(cell: Cell) -> bool:
    """Whether a cell beneath an outcome says anything but no: a tick, a date, or what a person must look at."""
    return not cells.blank(cell) and str(cell).strip().lower() not in cells.NOT_RECORDED | NO


def _tick(cell: Cell) -> Cell:
    """A tick as a count of one; a figure or a word for what is still to come as it is; anything else is unclear."""
    if is_tick(cell):
        return 1
    if isinstance(cell, str) and not cells.to_come(cell):
        return Unclear(" ".join(cell.split()), "ticks")
    return cell


def is_tick(cell: Cell) -> bool:
    """Whether a cell says yes."""
    return str(cell).strip().lower() in _TICK


def _variants(plan: Layout) -> Iterator[Variant]:
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
                fixed["outcome"] = heading.rest if entry.kind == FIGURES else undated(entry.text)
                columns.pop("outcome", None)
            if heading.period is not None:
                fixed["period"] = heading.period.written
                columns.pop("period", None)
            elif heading.dateless:
                fixed["period"] = entry.text
                columns.pop("period", None)
            yield Variant(columns, fixed, entry.column, entry.kind)
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
        yield Variant(columns, {}, outcome)


def undated(text: str) -> str:
    """A heading without the words that only say that dates or ticks are below it."""
    bare = re.sub(
        r"\b((outcome|achieved|actual) )?date( (achieved|of|into|started|gained))?\b|[?]|\(?y/n\)?|\(date\)",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return " ".join(bare.split()).strip(" :-") or text


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def total_row(plan: Layout, row: Sequence[Cell]) -> bool:
    """Whether a row of a table with figures across says that it is a total."""
    return says_total(first_label(plan, row))


def first_label(plan: Layout, row: Sequence[Cell]) -> str:
    """The first text of a row in a column that says what, whose or where its figures are."""
    keys = sorted(column for columns in plan.fields.values() for column in columns)
    return next((cell for column in keys if isinstance(cell := _at(row, column), str) and cell.strip()), "").strip()


def below(sheet: Sheet, head: Head, most: int | None = None) -> list[Sequence[Cell]]:
    """The rows beneath the headings."""
    rows = (row for number, row in sheet.rows if number > head.last and not all(map(cells.blank, row)))
    return list(islice(rows, most))
