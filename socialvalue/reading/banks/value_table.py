"""A table of values in a spreadsheet: headers and rows in, values and faults out, each fault at its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import field, frozen

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, has_errors, note
from socialvalue.published.bank_faults import repeated_codes, value_problems
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.published.prices import PriceBase
from socialvalue.published.valuations import At, Valuation, ValueName
from socialvalue.published.value_faults import value_faults, vocabulary_misfits
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.banks.value_header import ValueHeader, value_header_problems
from socialvalue.reading.banks.value_row import ValueRowReader


@frozen(slots=False)
class ValueTable:
    """Reads rows as values, and collects them with the place of each.

    Attributes:
        values: of the rows without a fault; `places` has the cells of each.
        codes, years: of every row where they can be read, faults or none.
        outcomes: those that the vocabulary does not have.
    """

    bank: Bank
    vocabulary: Vocabulary
    today: dt.date
    own_outcomes: bool = field(kw_only=True)
    values: list[Valuation] = field(factory=list, init=False)
    places: list[At] = field(factory=list, init=False)
    codes: list[tuple[ValueName, At]] = field(factory=list, init=False)
    years: list[tuple[PriceBase, At]] = field(factory=list, init=False)
    outcomes: dict[str, Outcome] = field(factory=dict, init=False)

    def read(self, header: ValueHeader) -> list[Problem]:
        """Take in the rows of a sheet; every fault at its cell."""
        sheet = header.sheet
        problems = list(value_header_problems(header))
        if has_errors(problems):
            return problems
        row_of = ValueRowReader(header, self.bank, self.vocabulary, self.today, own_outcomes=self.own_outcomes)
        shifted: list[tuple[int, str]] = []
        for number, row in header.rows:
            if all(cells.blank(cell) for cell in row):
                continue
            reading, at = row_of(row), _value_cells(header, number)
            if reading.named is not None:
                self.codes.append((reading.named, at))
            if reading.prices is not None:
                self.years.append((reading.prices, at))
            if reading.outcome is not None:
                self.outcomes.setdefault(reading.outcome.id, reading.outcome)
            problems += [fault.at(sheet.place(number, fault.column)) for fault in reading.faults]
            if reading.faults and (hint := row_of.shift(row)):
                shifted.append((number, hint))
            if reading.value is None:
                continue
            if reading.faults:
                known = self.vocabulary.extended(self.outcomes.values())
                problems += [*value_faults(reading.value, at), *vocabulary_misfits(reading.value, at, known)]
            else:
                self.values.append(reading.value)
                self.places.append(at)
        return [*problems, *_shifted_rows(shifted, sheet)]

    def problems(self) -> list[Problem]:
        """What is wrong with the values, each in itself and all together."""
        known = self.vocabulary.extended(self.outcomes.values())
        return [*repeated_codes(self.codes), *value_problems(self.values, self.places, known)]


def _value_cells(header: ValueHeader, row: int) -> At:
    code = header.columns["code"]
    return lambda name: header.sheet.place(row, header.columns.get(name.replace("_", " "), code))


def _shifted_rows(rows: list[tuple[int, str]], sheet: Sheet) -> Iterator[Problem]:
    """One note for each run of rows that are shifted alike."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and rows[end] == (rows[end - 1][0] + 1, rows[start][1]):
            continue
        first, last, hint = rows[start][0], rows[end - 1][0], rows[start][1]
        which = f"Row {first}" if first == last else f"Rows {first} to {last}"
        hint = f"{'its' if first == last else 'their'} {hint}"
        place = sheet.place(first, 0)
        yield note("shifted-row", place, f"{which} would be read without a fault if {hint}.", "Move the cells back.")
        start = end
