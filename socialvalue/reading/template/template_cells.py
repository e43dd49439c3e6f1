"""The cells of a template's sheet, each read with its fault noted at its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.problems import Problem
from socialvalue.published.outcome_names import Names
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault, Remark
from socialvalue.reading.long_form.row_problems import Fault

T = TypeVar("T")


class TemplateSheetReader:
    """Reads sheets of one workbook, adding what is wrong with them to its problems."""

    def __init__(self, vocabulary: Vocabulary, names: Names, today: dt.date, problems: list[Problem]) -> None:
        self.vocabulary: Vocabulary = vocabulary
        self.names: Names = names
        self.today: dt.date = today
        self.problems: list[Problem] = problems

    def take(
        self, sheet: Sheet, number: int, column: int, row: Sequence[Cell], read: Callable[[Cell], T], default: T
    ) -> T:
        """What a cell is read as; where it cannot be read, its fault is noted, and it is the default."""
        try:
            return read(cell_at(row, column))
        except Remark as err:
            fault = Fault(column, err.code, err.message, err.remedy, err.severity)
            self.problems.append(fault.at(sheet.place(number, column)))
            return err.value  # type: ignore[no-any-return] # of the kind that is read
        except CellFault as err:
            fault = Fault(column, err.code, err.message, err.remedy)
            self.problems.append(fault.at(sheet.place(number, column)))
            return default


def is_filled(row: Sequence[Cell], column: int) -> bool:
    """Whether a cell holds anything."""
    return not cells.blank(cell_at(row, column))
