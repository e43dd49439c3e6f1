"""Tables in the long form: a grid of cells in, lines and problems out.

Knows headers and rows, not file formats: a sheet of a workbook, a csv file and a dataframe's groups all come here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, dropwhile, takewhile
from typing import Any, TypeAlias

from attrs import frozen

from socialvalue.problems import NOWHERE, Place, Problem, error, note
from socialvalue.published.banks import Area
from socialvalue.published.outcomes import Names, Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.cells import Cell, CellFault
from socialvalue.reading.registers import Findings, People, grouped_lines
from socialvalue.returns import Line, Period

#: The columns of the long form, and the other headers they are known by.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organisation": (
        "organization",
        "housing association",
        "organisation name",
        "organization name",
        "name of organisation",
        "association",
        "landlord",
        "provider",
    ),
    "period": ("month", "reporting period", "reporting month"),
    "outcome": ("measure", "outcome code", "outcome id"),
    "quantity": (
        "number",
        "people",
        "count",
        "residents",
        "number of people",
        "number of residents",
        "quantity (people)",
        "quantity (residents)",
        "quantity (number)",
    ),
    "age": ("age band", "age group"),
    "area": ("location", "region"),
    "project": ("programme", "scheme"),
    "unit": ("units",),
    "person": ("person id", "person key", "resident id", "participant"),
    "sustained": ("sustained?",),
    "evidence": (),
    "deadweight": (),
    "attribution": ("attribution to others",),
    "displacement": (),
    "cost": ("costs", "cost £", "cost (£)"),
    "start": ("start date", "started"),
    "end": ("end date", "ended"),
}
_REQUIRED = ("organisation", "period", "outcome")
_FIELDS = {name: field for field, others in COLUMNS.items() for name in (field, *others)}

#: How many rows above a table may hold titles and notes.
TITLE_ROWS = 50

_TOTAL = re.compile(
    r"((^|\W)(sub)?totals?|^(sum|overall))(?= ?\(|$)"
    r"|^totals? (for|of) .*+|^all( the)?( housing)? (organi[sz]ations|associations|landlords|providers)$"
)
_LONGEST_TOTAL = 200  # characters; a longer text names no total
_AT_HAND = 4096  # readings of cells kept in a column
_SALT = secrets.token_bytes(16)


@frozen
class Sheet:
    """A grid of cells.

    Attributes:
        file: the file's name.
        name: the sheet's; empty for csv.
        rows: row numbers, counted from 1 as Excel does, each with its cells from column A on; they can be gone
            through more than once.
        hidden: whether someone who opens the workbook does not see it.
        text: whether its cells were parted by commas or the like, and a comma too many moves those that follow.
    """

    file: str
    name: str
    rows: Iterable[tuple[int, Sequence[Cell]]]
    hidden: bool = False
    text: bool = False

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands; columns are counted from 0."""
        return Place(self.file, self.name, f"{letters(column)}{row}")


@frozen
class Fault:
    """Something wrong in one column of a row, before the row's place is known."""

    column: int
    code: str
    message: str
    remedy: str

    def at(self, place: Place) -> Problem:
        """The fault as an error at its cell."""
        return error(self.code, place, self.message, self.remedy)


@frozen
class Header:
    """Which column holds what.

    Attributes:
        row: the header's row number.
        columns: the column of each field, counted from 0.
        tags: the columns kept to group by: header and column.
    """

    row: int
    columns: Mapping[str, int]
    tags: tuple[tuple[str, int], ...]

    @property
    def width(self) -> int:
        """How many columns it reaches over."""
        return 1 + max([*self.columns.values(), *(column for _, column in self.tags)])

    @property
    def register(self) -> bool:
        """Whether each row is one person or event, rather than a count."""
        return "quantity" not in self.columns or "person" in self.columns


def letters(column: int) -> str:
    """A column's letters, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_table(
    sheet: Sheet,
    vocabulary: Vocabulary,
    names: Names,
    today: dt.date,
    *,
    people: People | None = None,
    unnamed: Callable[[Problem], object] | None = None,
) -> tuple[list[Line], list[Problem]] | None:
    """The lines of a sheet in the long form, with every problem in it; None when the sheet holds no such table.

    Args:
        sheet: the cells.
        vocabulary, names: the outcomes, and what each may be called.
        today: the day after which a period is in the future.
        people: who stands in which register, so that rows can be grouped; None to give each row a line.
        unnamed: called with each problem that is only counted: those after the first hundred of a kind.
    """
    above = takewhile(lambda pair: pair[0] <= TITLE_ROWS + 1, sheet.rows)
    header = next(filter(None, (find_header(number, row) for number, row in above)), None)
    if header is None:
        return None
    problems = list(header_problems(header, sheet))
    if problems:
        return [], problems
    findings = Findings(Place(sheet.file, sheet.name), unnamed)
    parse = RowParser(header, vocabulary, names, today)
    if sheet.text:
        for problem in _extra_cells(sheet, header):
            findings.add(problem)
    if header.register and people is not None:
        lines = grouped_lines(sheet, header, parse, findings, people)
    else:
        lines = list(_lines(sheet, header, parse, findings))
    problems = findings.problems()
    if not lines and not problems:
        place = Place(sheet.file, sheet.name)
        problems.append(
            error("empty-sheet", place, "The table has headers but no rows.", "Add a row for each outcome reported.")
        )
    return lines, problems


def _lines(sheet: Sheet, header: Header, parse: RowParser, findings: Findings) -> Iterator[Line]:
    for number, row in dropwhile(lambda pair: pair[0] <= header.row, sheet.rows):
        if all(cells.blank(cell) for cell in row):
            continue
        if what := parse.aside(row):
            findings.add(note("row-skipped", sheet.place(number, 0), f"Row {number} {what} and was left alone."))
            continue
        line, faults = parse(row, sheet.place(number, parse.main_column))
        for fault in faults:
            findings.add(fault.at(sheet.place(number, fault.column)))
        if line is not None:
            yield line


def _extra_cells(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """An error for each row of a text file with cells beyond the header: a comma within a number parts it in two."""
    width = header.width
    for number, row in sheet.rows:
        if len(row) <= width or number <= header.row or all(map(cells.blank, row[width:])):
            continue
        reach = max(column for column, cell in enumerate(row, start=1) if not cells.blank(cell))
        message = f"Row {number} has {reach} cells where the header has {width}."
        remedy = 'A comma inside a number or a name needs quotes: "1,285". A column of notes needs a header.'
        yield error("extra-cells", sheet.place(number, width), message, remedy)


def likely_headers(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """The texts of the row that looks most like a header, where none is one; empty where no row has two texts."""
    best: list[str] = []
    most = 0
    for row in rows:
        texts = [" ".join(cell.split()) for cell in row if isinstance(cell, str) and cell.strip()]
        known = sum(_field(text) is not None for text in texts)
        if len(texts) > 1 and known >= most and (known > most or not best):
            best, most = texts, known
    return best


def _field(written: Cell) -> str | None:
    """The field a header names."""
    if not isinstance(written, str):
        return None
    return _FIELDS.get(re.sub(r"[\s_]+", " ", written).strip().lower().strip(" *:"))


def find_header(number: int, row: Sequence[Cell]) -> Header | None:
    """The header, where a row is one: it names an outcome column and at least one other."""
    columns: dict[str, int] = {}
    tags: list[tuple[str, int]] = []
    for column, cell in enumerate(row):
        if not isinstance(cell, str) or not cell.strip():
            continue
        name = re.sub(r"[\s_]+", " ", cell).strip()
        field = _field(name)
        if field is None or field in columns:
            tags.append((name, column))
        else:
            columns[field] = column
    if "outcome" not in columns or len(columns) < 2:
        return None
    return Header(number, columns, tuple(tags))


def narrowed(header: Header) -> tuple[Header, list[int]]:
    """The header of a table that has only the columns that matter, and which these are."""
    kept = sorted([*header.columns.values(), *(column for _, column in header.tags)])
    place = {column: number for number, column in enumerate(kept)}
    columns = {field: place[column] for field, column in header.columns.items()}
    return Header(header.row, columns, tuple((title, place[column]) for title, column in header.tags)), kept


def header_problems(header: Header, sheet: Sheet) -> Iterator[Problem]:
    """What is wrong with a header: columns that are missing, and two of one meaning."""
    missing = [field for field in _REQUIRED if field not in header.columns]
    if "quantity" not in header.columns and "person" not in header.columns:
        missing.append("quantity")
    for field in missing:
        others = ", ".join(f"“{name}”" for name in COLUMNS[field][:3])
        yield error(
            "missing-column",
            Place(sheet.file, sheet.name, f"A{header.row}"),
            f"The table has no “{field}” column.",
            f"Add a column headed “{field}”" + (f" (or {others})." if others else "."),
        )
    for name, column in header.tags:
        meant = _FIELDS.get(name.lower())
        if meant is not None:
            first = letters(header.columns[meant])
            yield error(
                "repeated-column",
                sheet.place(header.row, column),
                f"“{name}” means the same as column {first}.",
                "Keep one of the two, or give the other a name of its own.",
            )


#: What a row says, by the names of a line's attributes.
Values: TypeAlias = dict[str, Any]


class _Column(dict[Cell, tuple[Any, Fault | None]]):
    """What the cells of a column come to, or what is wrong with them; those met first are kept at hand."""

    def __init__(self, number: int, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self.number, self._read = number, read

    def __missing__(self, cell: Cell) -> tuple[Any, Fault | None]:
        found: tuple[Any, Fault | None]
        try:
            found = self._read(cell), None
        except CellFault as fault:
            found = None, Fault(self.number, fault.code, fault.message, fault.remedy)
        if len(self) < _AT_HAND:
            self[cell] = found
        return found


class RowParser:
    """Reads one row's cells; the same cells always give the same values and faults."""

    def __init__(
        self, header: Header, vocabulary: Vocabulary, names: Names, today: dt.date, *, register: bool | None = None
    ) -> None:
        self._header = header
        self.register = header.register if register is None else register
        self._vocabulary, self._names, self._today = vocabulary, names, today
        columns = header.columns
        self._width = header.width
        read = {"organisation": _organisation, "period": self._read_period, "outcome": self._read_outcome} | _READ
        self._columns = [(field, _Column(columns[field], read[field])) for field in read if field in columns]
        self._outcome = dict(self._columns)["outcome"]
        self._tags = [(name, _Column(column, cells.text)) for name, column in header.tags]
        self._in_unit: dict[str, list[tuple[str, _Column]]] = {}  # the columns that are read by the unit of the outcome
        self.main_column = columns.get("quantity", columns["outcome"])

    def for_columns(self, header: Header) -> RowParser:
        """The same for rows that have other columns."""
        return RowParser(header, self._vocabulary, self._names, self._today, register=self.register)

    def is_total(self, row: Sequence[Cell]) -> bool:
        """Whether the row is a total of those above it: it says so, and names no outcome."""
        outcome = self._header.columns["outcome"]
        first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
        named = outcome < len(row) and not cells.blank(row[outcome])
        return (not named or row[outcome] == first) and says_total(first)

    def aside(self, row: Sequence[Cell]) -> str:
        """What a row is that reports nothing: a total, a remark, the header once more; empty for any other."""
        columns = self._header.columns
        if self._reports(row):
            return ""
        if self.is_total(row):
            return "is a total"
        outcome = row[columns["outcome"]] if columns["outcome"] < len(row) else None
        if cells.blank(outcome):
            filled = [column for column, cell in enumerate(row) if not cells.blank(cell)]
            said = {columns.get(field) for field in ("period", "quantity", "person", "cost")}
            if len(filled) == 1 and isinstance(row[filled[0]], str) and filled[0] not in said:
                return "holds a remark only"
        elif _field(outcome) == "outcome" and all(
            column < len(row) and _field(row[column]) == field for field, column in columns.items()
        ):
            return "is the header once more"
        return ""

    def _reports(self, row: Sequence[Cell]) -> bool:
        """Whether a row plainly reports something, as nearly all do: its outcome is known, and not its first cell."""
        if len(row) < self._width or not isinstance(row[0], str) or not row[0].strip():
            return False
        outcome = row[self._outcome.number]
        return outcome != row[0] and self._outcome[outcome][0] is not None

    def __call__(self, row: Sequence[Cell], place: Place = NOWHERE) -> tuple[Line | None, list[Fault]]:
        """The line that stands at a place, or None, and everything wrong with it."""
        values, faults = self.values(row)
        return None if values is None else Line(**values, place=place, register=self.register), faults

    def values(self, row: Sequence[Cell]) -> tuple[Values | None, list[Fault]]:
        """What a row says, by the names of a line's attributes, or None, and everything wrong with it."""
        if len(row) < self._width:
            row = [*row, *[None] * (self._width - len(row))]
        values = _BLANK.copy()
        faults: list[Fault] = []
        for field, column in self._columns:
            values[field], fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
        for field, column in self._by_unit(values["outcome"]):
            found, fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
            elif field == "quantity":
                values["quantity"] = found
        values["area"], written = values["area"] or ("all", "")
        tags = values["tags"] = {"area": written} if written else {}
        for name, column in self._tags:
            found, fault = column[row[column.number]]
            if fault is not None:
                faults.append(fault)
            tags[name] = found
        start, end = values["start"], values["end"]
        if start and end and end < start:
            at = self._header.columns["end"]
            faults.append(Fault(at, "bad-date", "The end is before the start.", "Mend one of the dates."))
        return (None if faults else values), faults

    def _by_unit(self, outcome: str | None) -> list[tuple[str, _Column]]:
        """The columns that are read by the unit the outcome is counted in."""
        unit = self._vocabulary[outcome].unit if outcome else ""
        found = self._in_unit.get(unit)
        if found is None:
            read: dict[str, Callable[[Cell], Any]] = {
                "unit": partial(_same_unit, unit=unit),
                "quantity": partial(cells.quantity, unit=unit or "GBP"),
            }
            columns = self._header.columns
            fields = [field for field in read if field in columns and (unit or field == "quantity")]
            found = self._in_unit[unit] = [(field, _Column(columns[field], read[field])) for field in fields]
        return found

    def _read_period(self, cell: Cell) -> Period:
        written = cells.text(cell)
        if not written:
            remedy = f"Write the month, such as Oct 2020. {_MERGED}"
            raise CellFault("missing-value", "The period is blank.", remedy)
        try:
            period = Period.of(cell if isinstance(cell, dt.date) else written)
        except ValueError as err:
            remedy = "Write a month such as 2020-10 or Oct 2020, a quarter such as 2020 Q4, or a year such as 2020-21."
            meant = cells.serial(written)
            if meant is not None:
                message = f"{err}: it is the date {meant.day} {meant:%B %Y}, which Excel shows as a number."
                raise CellFault("bad-period", message, "Format the column as a date, or write 2020-10.") from None
            if cells.SLASHED.fullmatch(written):
                remedy = cells.DAY_FIRST
            raise CellFault("bad-period", f"{err}.", remedy) from None
        if period.start > self._today:
            message = f"{period} has not happened yet."
            raise CellFault("future-period", message, "Mend the period; forecasts are not reported as done.")
        return period

    def _read_outcome(self, cell: Cell) -> str:
        written = cells.text(cell)
        if not written:
            raise CellFault("missing-value", "The outcome is blank.", "Name what was achieved.")
        found = self._names.find(written)
        if found is None:
            close = self._names.nearest(written)
            hint = f"Did you mean {_or(close)}?" if close else "“sv banks show” lists those that have a value."
            raise CellFault("unknown-outcome", f"“{written}” is not an outcome known here.", hint)
        return found


def says_total(name: str) -> bool:
    """Whether a name reads as that of a total; a remark in brackets may follow."""
    if len(name) > _LONGEST_TOTAL:
        return False
    bare = " ".join(name.casefold().split()).rstrip(" :.")
    return any(found.end() == len(bare) or bare.endswith(")") for found in _TOTAL.finditer(bare))


def _or(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


_MERGED = "Of merged cells only the first holds anything: unmerge them, and fill in every row."


def _organisation(cell: Cell) -> str:
    written = cells.text(cell)
    if not written:
        message, remedy = "The organisation is blank.", f"Fill in the organisation, on every row. {_MERGED}"
        raise CellFault("missing-value", message, remedy)
    if says_total(written):
        message = f"“{written}” reads as a total of other rows, which would be counted twice."
        remedy = "Take the row out; or write the name in full, if it is an organisation's."
        raise CellFault("total-row", message, remedy)
    return written


def _area(cell: Cell) -> tuple[Area, str] | None:
    """The area a value depends on, and what is written; None for a blank."""
    written = cells.text(cell)
    return (cells.area(cell), written) if written else None


def _same_unit(cell: Cell, unit: str) -> None:
    written = cells.text(cell).lower()
    singular = {"people": "person", "persons": "person", "residents": "person", "£": "GBP", "gbp": "GBP"}
    given = singular.get(written, written.removesuffix("s"))
    if written and given != unit:
        message = f"This outcome is counted in {unit}, not in {written}."
        raise CellFault("unit-mismatch", message, f"Report it in {unit}, or choose the outcome that fits.")


def _hashed(cell: Cell) -> str:
    """A person's key as a salted hash: enough to tell people apart in this run, and of no use after it."""
    written = cells.text(cell)
    return hashlib.blake2b(written.encode(), key=_SALT, digest_size=16).hexdigest() if written else ""


#: How the cells of a column are read; those of outcomes, periods and quantities need to know more.
_READ: dict[str, Callable[[Cell], Any]] = {
    "area": _area,
    "age": cells.age,
    "project": cells.text,
    "person": _hashed,
    "sustained": cells.yes_no,
    "evidence": cells.text,
    "deadweight": cells.share,
    "attribution": cells.share,
    "displacement": cells.share,
    "cost": cells.money,
    "start": cells.day,
    "end": cells.day,
}

#: A row that says nothing: it counts one.
_BLANK: Values = (
    dict.fromkeys(_READ)
    | dict.fromkeys(("organisation", "project", "person", "evidence"), "")
    | {"period": None, "outcome": None, "quantity": Decimal(1), "age": "all", "tags": {}}
)


def person_mark(key: str) -> int:
    """A number for a person's key, from the same salted hash."""
    return mark_of(_hashed(key))


def mark_of(person: str) -> int:
    """The number for the person of a line."""
    return int(person[:15], 16)


def same_lines(lines: Iterable[Line]) -> tuple[list[Line], list[Problem]]:
    """Lines that stand twice: once where they agree, a problem where they do not. A register's rows all count."""
    kept: dict[tuple[object, ...], Line] = {}
    rows: list[Line] = []
    problems: list[Problem] = []
    for line in lines:
        if line.register:
            rows.append(line)
            continue
        key = (
            cells.folded(line.organisation),
            line.period,
            line.outcome,
            line.age,
            line.area,
            line.project,
            tuple(sorted(line.tags.items())),
        )
        first = kept.setdefault(key, line)
        if first is line:
            continue
        what = f"{line.organisation}, {line.period}, {line.outcome}"
        if first.quantity == line.quantity:
            message = f"{what} stands here and at {first.place} with the same figure, and is counted once."
            problems.append(Problem("repeated-line", "warning", line.place, message, "Take one of the two out."))
        else:
            message = f"{what} stands here with {line.quantity} and at {first.place} with {first.quantity}."
            problems.append(error("conflicting-lines", line.place, message, "Keep the right one."))
    return list(chain(kept.values(), rows)), problems
