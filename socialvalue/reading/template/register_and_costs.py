"""The sheets Register and Costs of a filled template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve

from socialvalue.formats.sheets import Cell, cell_at, text_at
from socialvalue.problems import note
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.cost_table import COST_FIELDS as COSTS
from socialvalue.reading.cost_table import cost_of, cost_places, sums_up_costs
from socialvalue.reading.long_form.header import Header
from socialvalue.reading.long_form.row_parser import RowParser
from socialvalue.reading.template.return_sheet import ReturnHead
from socialvalue.reading.template.template_cells import TemplateSheetReader, is_filled
from socialvalue.reading.template.template_marks import TABLE_COLUMNS, Form
from socialvalue.reading.total_words import says_total_cost
from socialvalue.records.returns import Cost, Line
from socialvalue.records.template_layout import TABLE


class RegisterAndCostsReader(TemplateSheetReader):
    """Reads the sheets that are tables with a row for each person, or for each cost."""

    def register_lines(self, form: Form, about: ReturnHead) -> Iterator[Line]:
        """A line for each row that is filled in."""
        roles, rows = _columns_and_rows(form)
        header = Header(form.row, {key: column for key, column in roles.items() if key != "for"}, ())
        parse = RowParser(header, self.vocabulary, self.names, self.today)
        for number, row in rows:
            if not any(is_filled(row, column) for column in roles.values()) or parse.is_total(row):
                continue
            line, faults = parse(row)
            self.problems.extend(fault.at(form.sheet.place(number, fault.column)) for fault in faults)
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
        roles, rows = _columns_and_rows(form)
        above: list[Decimal] = []
        for number, row in rows:
            if "cost" not in roles or not is_filled(row, roles["cost"]):
                continue
            named = [roles[key] for key in ("project", "for") if key in roles]
            words = [_text_without_fault(cell_at(row, column)) for column in named]
            place = form.sheet.place(number, roles["cost"])
            if says_total_cost(words):
                self.problems.append(note("row-skipped", place, f"Row {number} is a total and was left alone."))
                continue
            found = {name: cell_at(row, roles[name]) for name in COSTS if name in roles}
            cost = cost_of(found, place, self.problems, cost_places(form.sheet, number, roles))
            if cost is None:
                continue
            unnamed = sums_up_costs(words, cost.amount, above, place)
            if unnamed is not None:
                self.problems.append(unnamed)
                continue
            above.append(cost.amount)
            yield cost


def _text_without_fault(cell: Cell) -> str:
    """The text of a cell; empty for an error, which is told where the cell itself is read."""
    try:
        return cells.text(cell)
    except CellFault:
        return ""


def _columns_and_rows(form: Form) -> tuple[dict[str, int], list[tuple[int, Sequence[Cell]]]]:
    """The columns of a sheet that is a table, by its hidden first row, and the rows below the headings."""
    rows = [(number, row) for number, row in form.sheet.rows if number >= form.row]
    wanted = {heading.key for heading in TABLE_COLUMNS}
    roles = {str(cell): column for column, cell in enumerate(rows[0][1]) if cell in wanted}
    heads = [index for index, (_, row) in enumerate(rows) if text_at(row, form.column) == TABLE]
    below = heads[0] + 1 if heads else 1
    return roles, rows[below:]
