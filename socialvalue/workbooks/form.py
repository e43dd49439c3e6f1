"""Reading a filled template back, however people have treated it, by the layout in `socialvalue.workbooks.layout`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, pairwise
from typing import TypeVar

from attrs import evolve, frozen

from socialvalue.banks import Area
from socialvalue.outcomes import Names, Outcome, Vocabulary
from socialvalue.problems import Problem, error, note, warning
from socialvalue.reading import cells
from socialvalue.reading.cells import Cell, CellFault
from socialvalue.reading.tables import TITLE_ROWS, Fault, Header, RowParser, Sheet, letters
from socialvalue.returns import Line, Organisation, Period, Return
from socialvalue.workbooks import layout
from socialvalue.workbooks.layout import ANSWER, DIRECTIONS, HEADINGS, LABEL, MONTHS, SINCE, TABLE, VERSION, Mark

T = TypeVar("T")


@frozen
class Form:
    """A sheet of the template: its mark, and where in it the mark stands (row counted from 1, column from 0)."""

    sheet: Sheet
    mark: Mark
    row: int
    column: int


@frozen
class About:
    """What the head of the Return sheet says of the organisation."""

    organisation: str = ""
    homes: int | None = None
    contact: str = ""
    area: Area = "all"
    area_text: str = ""
    project: str = ""


def read_form(
    sheets: Sequence[Sheet], vocabulary: Vocabulary, names: Names, today: dt.date, bank: str | None = None
) -> Return | None:
    """What a filled template reports; None when the sheets are not the template's.

    Args:
        sheets: of one workbook.
        vocabulary, names: the outcomes and what they may be called.
        today: the day after which a month is in the future.
        bank: the id of the bank the return is going to be valued with, where that is known.
    """
    forms = [form for form in map(find_form, sheets) if form is not None]
    if not forms:
        return None
    problems = list(_not_readable(forms, bank))
    if any(problem.severity == "error" for problem in problems):
        return Return((), problems)
    reader = _Reader(vocabulary, names, today, problems)
    about, counts = About(), list[Line]()
    for form in _of("return", forms):
        about, found = reader.monthly(form)
        counts += found
    register = [line for form in _of("register", forms) for line in reader.register(form, about)]
    costs: dict[str, Decimal] = {}
    for form in _of("costs", forms):
        for project, cost in reader.costs(form):
            costs[project] = costs.get(project, Decimal(0)) + cost
    organisation = Organisation(about.organisation, about.homes, about.contact)
    lines = [*_reconciled(counts, register, problems), *register]
    return Return(lines, problems, organisations=[organisation] if about.organisation else [], costs=costs)


def find_form(sheet: Sheet) -> Form | None:
    """The mark of the template, wherever inserted rows and columns have pushed it."""
    for number, row in islice(sheet.rows, TITLE_ROWS):
        for column, cell in enumerate(row):
            mark = layout.find_mark(cell) if isinstance(cell, str) else None
            if mark is not None:
                return Form(sheet, mark, number, column)
    return None


def _of(sort: str, forms: Sequence[Form]) -> Iterator[Form]:
    return (form for form in forms if form.mark.sort == sort)


def _not_readable(forms: Sequence[Form], bank: str | None) -> Iterator[Problem]:
    for form in forms:
        place = form.sheet.place(form.row, form.column)
        if form.mark.sort == "results":
            message = "This is a results workbook, not a return."
            yield error("results-workbook", place, message, "Give the return it was made from.")
            return
        if form.mark.version != VERSION:
            message = f"This template is of version {form.mark.version}; version {VERSION} is the one known here."
            remedy = "Make a new one with “sv template” and copy the figures, or install the release that made it."
            yield error("template-version", place, message, remedy)
            return
    form = forms[0]
    if bank is not None and form.mark.bank != bank:
        message = f"The template was made for the values of {form.mark.bank}; it is valued with {bank}."
        remedy = f"Add --bank {form.mark.bank} if that is not meant."
        yield note("template-bank", form.sheet.place(form.row, form.column), message, remedy)


class _Reader:
    """Reads the sheets of one workbook, adding what is wrong with them to its problems."""

    def __init__(self, vocabulary: Vocabulary, names: Names, today: dt.date, problems: list[Problem]) -> None:
        self.vocabulary, self.names, self.today, self.problems = vocabulary, names, today, problems

    # the monthly counts

    def monthly(self, form: Form) -> tuple[About, list[Line]]:
        """The head of the sheet, and a line for each measure and month that is reported."""
        rows = [(number, row) for number, row in form.sheet.rows if number >= form.row]
        roles = {str(cell): column for column, cell in enumerate(rows[0][1]) if cell in (LABEL, ANSWER)}
        keyed = [(number, _text_at(row, form.column), row) for number, row in rows[1:]]
        about = self._about(form, keyed, roles.get(ANSWER, form.column + 2))
        label = roles.get(LABEL, form.column + 1)
        months = self._months(form, keyed)
        columns = self._reported(months, keyed)
        lines: list[Line] = []
        for number, key, row in keyed:
            outcome = self._outcome(form.sheet, number, key, row, label, columns)
            if outcome is not None:
                lines += self._figures(form.sheet, number, row, outcome, columns, about)
        self._directions(form, keyed, columns, lines)
        self.problems += [
            problem for outcome in _outcomes(lines) if (problem := _running_total(outcome, lines, self.vocabulary))
        ]
        return about, lines

    def _about(self, form: Form, keyed: Sequence[tuple[int, str, Sequence[Cell]]], column: int) -> About:
        answers = {key: (number, row) for number, key, row in keyed if key in {heading.key for heading in HEADINGS}}

        def answer(key: str, read: Callable[[Cell], T], default: T) -> T:
            if key not in answers:
                return default
            number, row = answers[key]
            return self._take(form.sheet, number, column, row, read, default)

        organisation = answer("organisation", cells.text, "")
        if not organisation:
            number = answers["organisation"][0] if "organisation" in answers else form.row
            place = form.sheet.place(number, column)
            message = "The organisation is not named."
            self.problems.append(error("missing-value", place, message, "Write its name in this cell."))
        homes = answer("homes", lambda cell: cells.quantity(cell, "home"), None)
        area_text = answer("area", cells.text, "")
        return About(
            organisation,
            None if homes is None else int(homes),
            answer("contact", cells.text, ""),
            cells.area(area_text) if area_text else "all",
            area_text,
            answer("project", cells.text, ""),
        )

    def _months(self, form: Form, keyed: Sequence[tuple[int, str, Sequence[Cell]]]) -> dict[int, Period]:
        heads = [(number, row) for number, key, row in keyed if key == MONTHS]
        if not heads:
            place = form.sheet.place(form.row, form.column)
            message = "The row with the months is not there any more."
            remedy = "Take the row of months from a new template, with its hidden first cell."
            self.problems.append(error("missing-column", place, message, remedy))
            return {}
        number, row = heads[0]
        months: dict[int, Period] = {}
        for column, cell in enumerate(row):
            month = layout.month_of(cell)
            if month is None:
                continue
            twin = next((other for other, known in months.items() if known == month), None)
            if twin is not None:
                place = form.sheet.place(number, column)
                message = f"{month.start:%B %Y} stands in column {letters(twin)} already."
                self.problems.append(error("repeated-column", place, message, "Keep one column for each month."))
                continue
            months[column] = month
        for column, month in months.items():
            if month.start > self.today and any(_filled(row, column) for n, key, row in keyed if n > number and key):
                place = form.sheet.place(number, column)
                message = f"{month} has not happened yet."
                remedy = "Mend the month; forecasts are not reported as done."
                self.problems.append(error("future-period", place, message, remedy))
        return months

    @staticmethod
    def _reported(months: Mapping[int, Period], keyed: Sequence[tuple[int, str, Sequence[Cell]]]) -> dict[int, Period]:
        """The months in which anything is filled in: a month left wholly blank is not reported yet."""
        body = [row for number, key, row in keyed if key and key != MONTHS]
        return {column: month for column, month in months.items() if any(_filled(row, column) for row in body)}

    def _outcome(
        self, sheet: Sheet, number: int, key: str, row: Sequence[Cell], label: int, columns: Mapping[int, Period]
    ) -> Outcome | None:
        """The outcome a row counts; None for the head, headings, notes, totals and directions."""
        written = _text_at(row, label)
        if key in {MONTHS, *(heading.key for heading in HEADINGS)} or key.endswith(SINCE):
            return None
        if not key:
            return self._added(sheet, number, written, row, label, columns)
        if key not in self.vocabulary:
            message = f"“{key}” is not an outcome known here; it is what the hidden first cell of the row says."
            remedy = "Take the row from a new template, or name a known outcome in the hidden cell."
            self.problems.append(error("unknown-outcome", sheet.place(number, label), message, remedy))
            return None
        outcome = self.vocabulary[key]
        meant = self.names.find(written) if written else None
        if meant is not None and meant != key and not outcome.label.endswith(written):
            message = f"The label says “{written}”, but the row counts “{outcome.label}”."
            remedy = "Rows may have been sorted without their hidden first column. Move whole rows, or mend the label."
            self.problems.append(error("label-disagrees", sheet.place(number, label), message, remedy))
            return None
        return outcome

    def _added(
        self, sheet: Sheet, number: int, written: str, row: Sequence[Cell], label: int, columns: Mapping[int, Period]
    ) -> Outcome | None:
        """A row that people added: an outcome by name, a total, or a note."""
        if not any(_filled(row, column) for column in columns):
            return None
        first = written or next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
        if re.search(r"\b(sub)?-?total", first.lower()):
            message = f"Row {number} is a total and was left alone."
            self.problems.append(note("row-skipped", sheet.place(number, label), message))
            return None
        found = self.names.find(written) if written else None
        if found is not None:
            return self.vocabulary[found]
        if not any(_number(row, column) for column in columns):
            return None  # words only: a note
        close = self.names.nearest(written)
        hint = f"Did you mean “{close[0]}”? " if close else ""
        message = f"“{written}” is not an outcome known here." if written else "The row has figures and no label."
        remedy = f"{hint}Name the outcome; begin the label with “Total” if it is a sum."
        self.problems.append(error("unknown-outcome", sheet.place(number, label), message, remedy))
        return None

    def _figures(
        self,
        sheet: Sheet,
        number: int,
        row: Sequence[Cell],
        outcome: Outcome,
        columns: Mapping[int, Period],
        about: About,
    ) -> Iterator[Line]:
        for column, month in columns.items():
            before = len(self.problems)
            figure = self._take(sheet, number, column, row, lambda cell: cells.quantity(cell, outcome.unit), None)
            if len(self.problems) > before:
                continue
            place = sheet.place(number, column)
            tags = {"area": about.area_text} if about.area_text else {}
            yield Line(
                about.organisation,
                month,
                outcome.id,
                figure,
                area=about.area,
                project=about.project,
                tags=tags,
                place=place,
            )

    def _directions(
        self,
        form: Form,
        keyed: Sequence[tuple[int, str, Sequence[Cell]]],
        columns: Mapping[int, Period],
        lines: Sequence[Line],
    ) -> None:
        """Compare what is said of a stock (higher, lower, same) with its figures."""
        known = {(line.outcome, line.period): line.quantity for line in lines}
        for number, key, row in keyed:
            if not key.endswith(SINCE):
                continue
            outcome = key.removesuffix(SINCE)
            for column, month in columns.items():
                said = self._take(form.sheet, number, column, row, _direction, None)
                now, then = known.get((outcome, month)), known.get((outcome, _before(month)))
                if said is None or now is None or then is None:
                    continue
                really = "higher" if now > then else "lower" if now < then else "same"
                if said != really:
                    message = f"It says {said}, but the figure went from {then} to {now}."
                    place = form.sheet.place(number, column)
                    self.problems.append(warning("direction-disagrees", place, message, f"Write {really}, or mend it."))

    # the register and the costs

    def register(self, form: Form, about: About) -> Iterator[Line]:
        """A line for each row that is filled in."""
        roles, rows = _table(form)
        header = Header(form.row, {key: column for key, column in roles.items() if key != "for"}, ())
        parse = RowParser(header, self.vocabulary, self.names, self.today)
        for number, row in rows:
            if not any(_filled(row, column) for column in roles.values()) or parse.is_total(row):
                continue
            line, faults = parse(row)
            self.problems += [fault.at(form.sheet.place(number, fault.column)) for fault in faults]
            if line is not None:
                yield evolve(
                    line,
                    organisation=about.organisation,
                    project=line.project or about.project,
                    area=line.area if "area" in line.tags else about.area,
                    tags={"area": about.area_text} | dict(line.tags) if about.area_text else line.tags,
                    register=True,
                    place=form.sheet.place(number, parse.main_column),
                )

    def costs(self, form: Form) -> Iterator[tuple[str, Decimal]]:
        """Pounds by project; a row that says it is a total is left alone."""
        roles, rows = _table(form)
        for number, row in rows:
            words = [_text_at(row, roles[key]) for key in ("project", "for") if key in roles]
            if "cost" not in roles or not _filled(row, roles["cost"]):
                continue
            if any(re.match(r"(grand |sub)?-?total", word.lower()) for word in words):
                self.problems.append(
                    note("row-skipped", form.sheet.place(number, form.column + 1), f"Row {number} is a total.")
                )
                continue
            cost = self._take(form.sheet, number, roles["cost"], row, cells.money, None)
            if cost is not None:
                yield (words[0] if words else ""), cost

    def _take(
        self, sheet: Sheet, number: int, column: int, row: Sequence[Cell], read: Callable[[Cell], T], default: T
    ) -> T:
        try:
            return read(row[column] if column < len(row) else None)
        except CellFault as err:
            fault = Fault(column, err.code, err.message, err.remedy)
            self.problems.append(fault.at(sheet.place(number, column)))
            return default


def _table(form: Form) -> tuple[dict[str, int], list[tuple[int, Sequence[Cell]]]]:
    """The columns of a sheet that is a table, by its hidden first row, and the rows below the headings."""
    rows = [(number, row) for number, row in form.sheet.rows if number >= form.row]
    wanted = {heading.key for heading in (*layout.REGISTER, *layout.COSTS)}
    roles = {str(cell): column for column, cell in enumerate(rows[0][1]) if cell in wanted}
    heads = [index for index, (_, row) in enumerate(rows) if _text_at(row, form.column) == TABLE]
    below = heads[0] + 1 if heads else 1
    return roles, rows[below:]


def _reconciled(counts: Sequence[Line], register: Sequence[Line], problems: list[Problem]) -> Iterator[Line]:
    """The monthly counts that the register does not hold already; where the two differ, a problem.

    For an outcome that the register lists at all, the register is the count of every month: its lines stand, and the
    monthly count only has to agree.
    """
    listed: dict[tuple[str, Period], int] = {}
    for line in register:
        listed[line.outcome, line.period] = listed.get((line.outcome, line.period), 0) + 1
    outcomes = {outcome for outcome, _ in listed}
    for line in counts:
        rows = listed.get((line.outcome, line.period), 0)
        if line.outcome not in outcomes or (rows == 0 and not line.quantity):
            yield line
        elif line.quantity is not None and line.quantity != rows:
            message = f"The Return says {line.quantity} for {line.outcome} in {line.period}, the Register has {rows}."
            remedy = "Mend one of the two, or leave this cell blank to let the Register count."
            problems.append(error("register-disagrees", line.place, message, remedy))


def _outcomes(lines: Sequence[Line]) -> list[str]:
    return list(dict.fromkeys(line.outcome for line in lines))


def _running_total(outcome: str, lines: Sequence[Line], vocabulary: Vocabulary) -> Problem | None:
    """A flow that never falls from month to month may be a running total pasted in."""
    if vocabulary[outcome].flow == "stock":
        return None
    mine = sorted((line for line in lines if line.outcome == outcome and line.quantity is not None), key=_when)
    figures = [line.quantity for line in mine if line.quantity is not None]
    rises = [later - earlier for earlier, later in pairwise(figures)]
    if len(rises) < 2 or min(rises) < 0 or sum(rise > 0 for rise in rises) < 2:
        return None
    message = f"{vocabulary[outcome].label} never falls in {len(figures)} months: {', '.join(map(str, figures))}."
    return note("running-total", mine[-1].place, message, "Check that each is this month's own figure, not the total.")


def _when(line: Line) -> Period:
    return line.period


def _before(month: Period) -> Period:
    return Period.of(month.start - dt.timedelta(days=1))


def _direction(cell: Cell) -> str | None:
    written = cells.text(cell).lower()
    if written in cells.NOT_RECORDED:
        return None
    if written not in DIRECTIONS:
        raise CellFault("bad-choice", f"“{written}” is not a direction.", "Write higher, lower or same.")
    return written


def _text_at(row: Sequence[Cell], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return re.sub(r"\s+", " ", cell).strip() if isinstance(cell, str) else ""


def _filled(row: Sequence[Cell], column: int) -> bool:
    return column < len(row) and not cells.blank(row[column])


def _number(row: Sequence[Cell], column: int) -> bool:
    return column < len(row) and isinstance(row[column], int | float | Decimal) and not isinstance(row[column], bool)
