"""The Return sheet of a filled template: what its head says, and its counts by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet, cell_at, text_at
from socialvalue.problems import error, note, warning
from socialvalue.published.outcomes import Outcome
from socialvalue.published.valuations import Area
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.template import template_checks
from socialvalue.reading.template.month_columns import TOTAL_LABEL, MonthColumnReader, may_be_figure
from socialvalue.reading.template.template_cells import is_filled
from socialvalue.reading.template.template_marks import QUESTIONS, Form
from socialvalue.records.checks.running_totals import running_totals
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line
from socialvalue.records.template_layout import ANSWER, DIRECTIONS, LABEL, MONTHS, SINCE

T = TypeVar("T")


@frozen
class ReturnHead:
    """What the head of the Return sheet says of the organisation."""

    organisation: str = ""
    homes: int | None = None
    contact: str = ""
    area: Area = "all"
    area_text: str = ""
    project: str = ""


class ReturnSheetReader(MonthColumnReader):
    """Reads a Return sheet."""

    def counts_by_month(self, form: Form) -> tuple[ReturnHead, list[Line]]:
        """The head of the sheet, and a line for each measure and month that is reported."""
        rows = [(number, row) for number, row in form.sheet.rows if number >= form.row]
        roles = {str(cell): column for column, cell in enumerate(rows[0][1]) if cell in (LABEL, ANSWER)}
        keyed = [(number, text_at(row, form.column), row) for number, row in rows[1:]]
        about = self._return_head(form, keyed, roles.get(ANSWER, form.column + 2))
        label = roles.get(LABEL, form.column + 1)
        months, totals = self.month_columns(form, keyed)
        rows_with_outcomes = [
            (number, key, row, self._outcome_of_row(form.sheet, number, key, row, label, months))
            for number, key, row in keyed
        ]
        counted = [(number, row, outcome) for number, _, row, outcome in rows_with_outcomes if outcome is not None]
        if self.figures_without_month(
            form, keyed, {form.column, label, *months, *totals}, [row for _, row, _ in counted]
        ):
            totals = []  # of more than is read
        body = [row for _, key, row, outcome in rows_with_outcomes if outcome is not None or key.endswith(SINCE)]
        # A month left wholly blank is not reported yet.
        reported = {column: month for column, month in months.items() if any(is_filled(row, column) for row in body)}
        lines: list[Line] = []
        for number, row, outcome in counted:
            lines += self._lines_of_row(form.sheet, number, row, outcome, reported, totals, about)
        self._check_directions(form, keyed, reported, lines)
        self.problems.extend(running_totals(lines, self.vocabulary))
        return about, lines

    def _return_head(self, form: Form, keyed: Sequence[tuple[int, str, Sequence[Cell]]], column: int) -> ReturnHead:
        answers = {key: (number, row) for number, key, row in keyed if key in QUESTIONS}

        def answer(key: str, read: Callable[[Cell], T], default: T) -> T:
            if key not in answers:
                return default
            number, row = answers[key]
            return self.take(form.sheet, number, column, row, read, default)

        organisation = answer("organisation", cells.text, "")
        if not organisation:
            number = answers["organisation"][0] if "organisation" in answers else form.row
            place = form.sheet.place(number, column)
            message = "The organisation is not named."
            self.problems.append(error("missing-value", place, message, "Write its name in this cell."))
        homes = answer("homes", lambda cell: cells.quantity(cell, "home"), None)
        area_text = answer("area", cells.text, "")
        return ReturnHead(
            organisation,
            None if homes is None else int(homes),
            answer("contact", cells.text, ""),
            cells.area(area_text) if area_text else "all",
            area_text,
            answer("project", cells.text, ""),
        )

    def _outcome_of_row(
        self, sheet: Sheet, number: int, key: str, row: Sequence[Cell], label: int, columns: Mapping[int, Period]
    ) -> Outcome | None:
        """The outcome a row counts; None for the head, headings, notes, totals and directions."""
        written = text_at(row, label)
        if key == MONTHS or key in QUESTIONS or key.endswith(SINCE):
            return None
        if not key:
            return self._added_row(sheet, number, written, row, label, columns)
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

    def _added_row(
        self, sheet: Sheet, number: int, written: str, row: Sequence[Cell], label: int, columns: Mapping[int, Period]
    ) -> Outcome | None:
        """A row that people added: an outcome by name, a total, or a note."""
        if not any(is_filled(row, column) for column in range(len(row)) if column != label):
            return None
        first = written or next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
        if TOTAL_LABEL.search(first):
            message = f"Row {number} is a total and was left alone."
            self.problems.append(note("row-skipped", sheet.place(number, label), message))
            return None
        found = self.names.find(written) if written else None
        if found is not None:
            return self.vocabulary[found]
        if not any(may_be_figure(cell_at(row, column)) for column in columns):
            return None  # words only: a note
        close = self.names.nearest(written)
        hint = f"Did you mean “{close[0]}”? " if close else ""
        message = f"“{written}” is not an outcome known here." if written else "The row has figures and no label."
        remedy = f"{hint}Name the outcome; begin the label with “Total” if it is a sum."
        self.problems.append(error("unknown-outcome", sheet.place(number, label), message, remedy))
        return None

    def _lines_of_row(
        self,
        sheet: Sheet,
        number: int,
        row: Sequence[Cell],
        outcome: Outcome,
        columns: Mapping[int, Period],
        totals: Sequence[int],
        about: ReturnHead,
    ) -> Iterator[Line]:
        tags = {"area": about.area_text} if about.area_text else {}
        figures: dict[int, Decimal | None] = {}
        for column, month in columns.items():
            before = len(self.problems)
            figure = self.take(sheet, number, column, row, lambda cell: cells.quantity(cell, outcome.unit), None)
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
            self.problems.extend(template_checks.totals_agree(sheet, number, row, totals, outcome, figures))

    def _check_directions(
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
                said = self.take(form.sheet, number, column, row, _direction, None)
                now, then = known.get((outcome, month)), known.get((outcome, _month_before(month)))
                if said is None or now is None or then is None:
                    continue
                really = "higher" if now > then else "lower" if now < then else "same"
                if said != really:
                    message = f"It says {said}, but the figure went from {then} to {now}."
                    place = form.sheet.place(number, column)
                    self.problems.append(warning("direction-disagrees", place, message, f"Write {really}, or mend it."))


def _month_before(month: Period) -> Period:
    return Period.of(month.start - dt.timedelta(days=1))


def _direction(cell: Cell) -> str | None:
    written = cells.text(cell).lower()
    if written in cells.NOT_RECORDED:
        return None
    if written not in DIRECTIONS:
        raise CellFault("bad-choice", f"“{written}” is not a direction.", "Write higher, lower or same.")
    return written
