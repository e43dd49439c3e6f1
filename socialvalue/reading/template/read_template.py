"""Reading a filled template back, however people have treated it, by `socialvalue.records.template_layout`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from attrs import evolve, frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.problems import Place, Problem, error, note, warning
from socialvalue.published.outcomes import Names, Outcome, Vocabulary
from socialvalue.published.valuations import Area
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault, Remark
from socialvalue.reading.cost_table import NAMES as COSTS
from socialvalue.reading.cost_table import cost_of, placing, says_total, sums_up
from socialvalue.reading.layouts.month_order import month_first_problem, months_written_first
from socialvalue.reading.long_form.header import TITLE_ROWS, Header
from socialvalue.reading.long_form.rows import Fault, RowParser
from socialvalue.reading.template import row_labels as template_labels
from socialvalue.reading.template import template_checks
from socialvalue.records import template_layout as template
from socialvalue.records.periods import Period
from socialvalue.records.returns import Cost, Line, Organisation, Return
from socialvalue.records.template_layout import ANSWER, DIRECTIONS, HEADINGS, LABEL, MONTHS, SINCE, TABLE, VERSION, Mark

T = TypeVar("T")

_QUESTIONS = frozenset(heading.key for heading in HEADINGS)
_COLUMNS = (*template.REGISTER, *template.COSTS)
_TOTAL = re.compile(r"\b(sub)?-?totals?\b", re.IGNORECASE)
_NOTES = re.compile(r"(notes?|comments?|remarks?)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join([*calendar.month_name[1:], *calendar.month_abbr[1:], 'Sept'])})\b", re.IGNORECASE)


@frozen
class Form:
    """A sheet of the template: its mark, and where in it the mark is (row counted from 1, column from 0)."""

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
    found = [(sheet, find_form(sheet)) for sheet in sheets]
    forms = [form for _, form in found if form is not None]
    unmarked = [sheet for sheet, form in found if form is None]
    cleared = [made for sheet in unmarked if (made := by_labels(sheet, forms, names)) is not None]
    forms += cleared
    told = {form.sheet.name for form in cleared}
    unmarked = [sheet for sheet in unmarked if sheet.name not in told]
    problems = [_lost(sheet) for sheet in unmarked if _lost_its_mark(sheet, vocabulary)]
    if not forms and not problems:
        return None
    problems += [_cleared(form.sheet) for form in cleared]
    problems += _not_readable(forms, bank)
    if any(problem.severity == "error" for problem in problems):
        return Return((), problems)
    reader = _Reader(vocabulary, names, today, problems)
    about, counts = About(), list[Line]()
    for form in _of("return", forms):
        about, lines = reader.monthly(form)
        counts += lines
    register = [line for form in _of("register", forms) for line in reader.register(form, about)]
    costs = [cost for form in _of("costs", forms) for cost in reader.costs(form)]
    organisation = Organisation(about.organisation, about.homes, about.contact)
    lines = [*template_checks.reconciled(template_checks.once(counts, problems), register, problems), *register]
    problems += map(_ignored, filter(_of_others, unmarked))
    if not lines and not any(problem.severity == "error" for problem in problems):
        place = Place(forms[0].sheet.file, forms[0].sheet.name)
        message = "Nothing but costs has been filled in." if costs else "Nothing has been filled in."
        remedy = "Type a number for each measure you recorded, and save the workbook before it is read."
        problems.append(warning("nothing-filled", place, message, remedy))
    named = forms[0].mark.bank
    organisations = [organisation] if about.organisation else []
    return Return(lines, problems, organisations=organisations, costs=costs, bank=named)


def find_form(sheet: Sheet) -> Form | None:
    """The sheet's mark, wherever inserted rows and columns have pushed it."""
    for number, row in islice(sheet.rows, TITLE_ROWS):
        for column, cell in enumerate(row):
            mark = template.find_mark(cell) if isinstance(cell, str) else None
            if mark is not None:
                return Form(sheet, mark, number, column)
    return None


def by_labels(sheet: Sheet, forms: Sequence[Form], names: Names) -> Form | None:
    """A Return sheet whose hidden first column has been emptied, told by its labels; None for any other sheet."""
    made = template_labels.keyed(sheet, names)
    form = find_form(made) if made is not None else None
    if form is None:
        return None
    return evolve(form, mark=evolve(form.mark, bank=forms[0].mark.bank) if forms else form.mark)


def _cleared(sheet: Sheet) -> Problem:
    message = f"The hidden first column of “{sheet.name}” has been emptied; its rows are read by their labels."
    return note("template-version", sheet.place(1, 0), message, "Check the figures, or copy them to a new template.")


def _lost_its_mark(sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether a sheet without a mark is of the template all the same, by its hidden first column."""
    rows = [row for _, row in islice(sheet.rows, TITLE_ROWS)]
    for row in rows:
        for column, cell in enumerate(row):
            if cell == TABLE and sum(heading.label in row for heading in _COLUMNS) > 1:
                return True
            if cell == MONTHS:
                keys = {_text_at(other, column) for other in rows}
                return sum(key in _QUESTIONS or key in vocabulary for key in keys) > 1
    return False


def _lost(sheet: Sheet) -> Problem:
    message = f"The sheet “{sheet.name}” is of the template, but what says so in its hidden first row is missing."
    remedy = "Unhide row 1 of this sheet in a new template (“sv template”), and copy it over row 1 here."
    return error("template-version", sheet.place(1, 0), message, remedy)


def _of_others(sheet: Sheet) -> bool:
    """Whether a sheet is not the template's own, and holds anything."""
    own = sheet.name in ("Start here", "Lists")
    return not own and any(not cells.blank(cell) for _, row in sheet.rows for cell in row)


def _ignored(sheet: Sheet) -> Problem:
    message = f"The sheet “{sheet.name}” is not of the template; it was left alone."
    return note("sheet-ignored", Place(sheet.file, sheet.name), message)


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
    for form in forms[:1]:
        if bank is None or form.mark.bank == bank:
            return
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
        months, totals = self._columns(form, keyed)
        found = [
            (number, key, row, self._outcome(form.sheet, number, key, row, label, months)) for number, key, row in keyed
        ]
        counted = [(number, row, outcome) for number, _, row, outcome in found if outcome is not None]
        if self._unreadable(form, keyed, {form.column, label, *months, *totals}, [row for _, row, _ in counted]):
            totals = []  # of more than is read
        body = [row for _, key, row, outcome in found if outcome is not None or key.endswith(SINCE)]
        # A month left wholly blank is not reported yet.
        reported = {column: month for column, month in months.items() if any(_filled(row, column) for row in body)}
        lines: list[Line] = []
        for number, row, outcome in counted:
            lines += self._figures(form.sheet, number, row, outcome, reported, totals, about)
        self._directions(form, keyed, reported, lines)
        self.problems += template_checks.running_totals(lines, self.vocabulary)
        return about, lines

    def _about(self, form: Form, keyed: Sequence[tuple[int, str, Sequence[Cell]]], column: int) -> About:
        answers = {key: (number, row) for number, key, row in keyed if key in _QUESTIONS}

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

    def _columns(
        self, form: Form, keyed: Sequence[tuple[int, str, Sequence[Cell]]]
    ) -> tuple[dict[int, Period], list[int]]:
        """The month of each column, and the columns of totals."""
        heads = [(number, row) for number, key, row in keyed if key == MONTHS]
        if not heads:
            place = form.sheet.place(form.row, form.column)
            message = "The row with the months is not there any more."
            remedy = "Take the row of months from a new template, with its hidden first cell."
            self.problems.append(error("missing-column", place, message, remedy))
            return {}, []
        number, row = heads[0]
        totals = [column for column in range(len(row)) if _TOTAL.search(_text_at(row, column))]
        months: dict[int, Period] = {}
        found = {column: month for column, cell in enumerate(row) if (month := _month(cell)) is not None}
        if wrong := months_written_first(row[column] for column in found):
            self.problems.append(month_first_problem(form.sheet.place(number, min(found)), wrong))
            return {}, totals
        for column, month in found.items():
            if any(
                month != other and month.start <= other.start and other.end <= month.end for other in found.values()
            ):
                totals.append(column)  # a year or quarter beside its months is their sum
                continue
            twin = next((other for other, known in months.items() if known == month), None)
            if twin is not None:
                place = form.sheet.place(number, column)
                message = f"{month.start:%B %Y} is in column {letters(twin)} already."
                self.problems.append(error("repeated-column", place, message, "Keep one column for each month."))
                continue
            months[column] = month
        for column, month in months.items():
            if month.start > self.today and any(_filled(row, column) for n, key, row in keyed if n > number and key):
                place = form.sheet.place(number, column)
                message = f"{month} has not happened yet."
                remedy = "Mend the month; forecasts are not reported as done."
                self.problems.append(error("future-period", place, message, remedy))
        return months, totals

    def _unreadable(
        self,
        form: Form,
        keyed: Sequence[tuple[int, str, Sequence[Cell]]],
        known: Collection[int],
        rows: Sequence[Sequence[Cell]],
    ) -> bool:
        """Whether there are figures in a column whose heading is no month; words beside the rows are notes."""
        before = len(self.problems)
        number, head = next(((number, row) for number, key, row in keyed if key == MONTHS), (0, ()))
        for column in range(max(map(len, rows), default=0) if number else 0):
            below = [row[column] for row in rows if _filled(row, column)]
            heading = _text_at(head, column)
            if not below or column in known or _month(_at(head, column)) or _NOTES.match(heading):
                continue
            if not _MONTH.search(heading) and not any(map(_figure, below)):
                continue
            self._take(form.sheet, number, column, head, _no_month, None)
        return len(self.problems) > before

    def _outcome(
        self, sheet: Sheet, number: int, key: str, row: Sequence[Cell], label: int, columns: Mapping[int, Period]
    ) -> Outcome | None:
        """The outcome a row counts; None for the head, headings, notes, totals and directions."""
        written = _text_at(row, label)
        if key == MONTHS or key in _QUESTIONS or key.endswith(SINCE):
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
        if not any(_filled(row, column) for column in range(len(row)) if column != label):
            return None
        first = written or next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
        if _TOTAL.search(first):
            message = f"Row {number} is a total and was left alone."
            self.problems.append(note("row-skipped", sheet.place(number, label), message))
            return None
        found = self.names.find(written) if written else None
        if found is not None:
            return self.vocabulary[found]
        if not any(_figure(_at(row, column)) for column in columns):
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
        totals: Sequence[int],
        about: About,
    ) -> Iterator[Line]:
        tags = {"area": about.area_text} if about.area_text else {}
        figures: dict[int, Decimal | None] = {}
        for column, month in columns.items():
            before = len(self.problems)
            figure = self._take(sheet, number, column, row, lambda cell: cells.quantity(cell, outcome.unit), None)
            if len(self.problems) > before:
                continue
            figures[column] = figure
            place = sheet.place(number, column)
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
        if len(figures) == len(columns):
            self.problems += template_checks.totals_agree(sheet, number, row, totals, outcome, figures)

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

    def costs(self, form: Form) -> Iterator[Cost]:
        """What was spent; a row that is a total is left alone."""
        roles, rows = _table(form)
        above: list[Decimal] = []
        for number, row in rows:
            if "cost" not in roles or not _filled(row, roles["cost"]):
                continue
            named = [roles[key] for key in ("project", "for") if key in roles]
            words = [_quietly(_at(row, column)) for column in named]
            place = form.sheet.place(number, roles["cost"])
            if says_total(words):
                self.problems.append(note("row-skipped", place, f"Row {number} is a total and was left alone."))
                continue
            found = {name: _at(row, roles[name]) for name in COSTS if name in roles}
            cost = cost_of(found, place, self.problems, placing(form.sheet, number, roles))
            if cost is None:
                continue
            unnamed = sums_up(words, cost.amount, above, place)
            if unnamed is not None:
                self.problems.append(unnamed)
                continue
            above.append(cost.amount)
            yield cost

    def _take(
        self, sheet: Sheet, number: int, column: int, row: Sequence[Cell], read: Callable[[Cell], T], default: T
    ) -> T:
        try:
            return read(_at(row, column))
        except Remark as err:
            fault = Fault(column, err.code, err.message, err.remedy, err.severity)
            self.problems.append(fault.at(sheet.place(number, column)))
            return err.value  # type: ignore[no-any-return] # of the kind that is read
        except CellFault as err:
            fault = Fault(column, err.code, err.message, err.remedy)
            self.problems.append(fault.at(sheet.place(number, column)))
            return default


def _quietly(cell: Cell) -> str:
    """The text of a cell; empty for an error, which is told where the cell itself is read."""
    try:
        return cells.text(cell)
    except CellFault:
        return ""


def _table(form: Form) -> tuple[dict[str, int], list[tuple[int, Sequence[Cell]]]]:
    """The columns of a sheet that is a table, by its hidden first row, and the rows below the headings."""
    rows = [(number, row) for number, row in form.sheet.rows if number >= form.row]
    wanted = {heading.key for heading in _COLUMNS}
    roles = {str(cell): column for column, cell in enumerate(rows[0][1]) if cell in wanted}
    heads = [index for index, (_, row) in enumerate(rows) if _text_at(row, form.column) == TABLE]
    below = heads[0] + 1 if heads else 1
    return roles, rows[below:]


def _before(month: Period) -> Period:
    return Period.of(month.start - dt.timedelta(days=1))


def _direction(cell: Cell) -> str | None:
    written = cells.text(cell).lower()
    if written in cells.NOT_RECORDED:
        return None
    if written not in DIRECTIONS:
        raise CellFault("bad-choice", f"“{written}” is not a direction.", "Write higher, lower or same.")
    return written


def _month(cell: Cell) -> Period | None:
    """The month of a heading, without a remark in brackets after it; 2020 in a cell of dates is a day in 1905."""
    bare = cell.rstrip() if isinstance(cell, str) else ""
    month = template.month_of(bare.rpartition("(")[0].rstrip() if bare.endswith(")") else cell)
    return month if month is not None and 2000 <= month.start.year < 2100 else None


def _no_month(cell: Cell) -> None:
    written = cells.text(cell)
    what = f"“{written}” is not a month" if written else "The column has no month"
    remedy = "Write the month such as Oct 2020. Where it is no month, begin the heading with “Total” or “Notes”."
    raise CellFault("bad-period", f"{what}, and something is filled in below.", remedy)


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _text_at(row: Sequence[Cell], column: int) -> str:
    cell = _at(row, column)
    return re.sub(r"\s+", " ", cell).strip() if isinstance(cell, str) else ""


def _filled(row: Sequence[Cell], column: int) -> bool:
    return not cells.blank(_at(row, column))


def _figure(cell: Cell) -> bool:
    """Whether a cell holds, or may hold, a figure rather than words."""
    return not cells.blank(cell) and (not isinstance(cell, str) or re.search(r"\d", cell) is not None)
