"""A sheet of an .xlsx workbook: its rows, read one at a time and each bounded, and its cells from column A on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.etree.ElementTree import Element

from attrs import field, frozen
from defusedxml.ElementTree import iterparse

from socialvalue.formats.sheets import Cell, Marks
from socialvalue.formats.xlsx_book import Book, NamedSheet
from socialvalue.formats.xlsx_cells import RawCell, cell_of, cells_of, is_hidden, raw_cell, row_number
from socialvalue.formats.xlsx_parts import BoundedPart, local_name

_MOST_LAID_OUT, _MOST_SPREAD = 5_000_000, 50  # cells; a workbook of more may have so many blanks for each that is in it

#: More ranges of merged cells than these tell nothing of a table.
_MOST_MERGED = 10_000
_MERGED_RANGE = re.compile(rb'<(?:\w{1,20}:)?mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


@frozen
class SheetPart(NamedSheet):
    """A sheet with its rows.

    Attributes:
        book: the workbook it is in.
        marks: what of it is hidden or crossed out, as far as its rows have been read.
        merged: its merged cells, as ranges such as ``D11:F11``, once its rows have been read.
    """

    book: Book
    marks: Marks = field(factory=Marks, eq=False, repr=False)
    merged: list[str] = field(factory=list, eq=False, repr=False)

    def shown_as(self, style: int) -> str:
        """The number format of a style."""
        return self.book.style(style).code

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, row in self.elements():
            self.mark(number, row)
            yield number, self.cells(row)
        self.tell_merged(self.book.archive.pieces(self.part))

    def tell_merged(self, pieces: Iterable[bytes]) -> None:
        """Take note of the merged cells, which come after the rows."""
        self.merged[:] = islice(_merged_ranges(pieces), _MOST_MERGED)

    def mark(self, number: int, row: Element) -> None:
        """Take note of a row that is hidden, and of its cells that are struck through."""
        if is_hidden(row):
            self.marks.rows.add(number)
        struck = self.book.struck
        for cell in cells_of(row) if struck else ():
            if cell.style in struck:
                self.marks.strike(number, cell.column)

    def elements(self) -> Iterator[tuple[int, Element]]:
        """The rows that hold anything, with their numbers.

        Raises:
            One of `DAMAGE` when it is damaged, or a row is larger than `MOST_BYTES`.
        """
        source = BoundedPart(self.book.archive.open(self.part).read)
        data: Element | None = None
        number = 0
        for event, element in iterparse(source, events=("start", "end")):
            tag = local_name(element.tag)
            if tag == "sheetData":
                if event == "end":
                    return  # what follows the rows is not read
                data = element
            elif event == "end" and tag == "col" and data is None and is_hidden(element):
                self.marks.hide_columns(int(element.get("min", 0)), int(element.get("max", 0)))
            elif event == "end" and tag == "row" and data is not None:
                number = row_number(element, number)
                if len(element):
                    yield number, element
                data.clear()
                source.complete()

    def rows(self) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows with their cells as the file holds them; raises as `elements` does."""
        for number, row in self.elements():
            yield number, [raw_cell(cell, self.book) for cell in cells_of(row)]

    def cells(self, row: Element) -> list[Cell]:
        """What the cells of a row mean, from column A on.

        Raises:
            TooFarApart: where far more blanks would be laid out than cells are given.
        """
        cells: list[Cell] = []
        for written in cells_of(row):
            self.book.laid_out += max(0, written.column - len(cells))
            self.book.given += 1
            if self.book.laid_out > _MOST_LAID_OUT and self.book.laid_out > _MOST_SPREAD * self.book.given:
                raise TooFarApart
            if written.column > len(cells) + 1:
                cells += [None] * (written.column - 1 - len(cells))
            cell = cell_of(written, self.book)
            if written.column <= len(cells):
                cells[written.column - 1] = cell
            else:
                cells.append(cell)
        return cells


def _merged_ranges(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        rest += piece
        end = 0
        for match in _MERGED_RANGE.finditer(rest) if b"mergeCell " in rest else ():
            end = match.end()
            yield match[1].decode()
        rest = rest[max(end, len(rest) - 100) :]


def sheet_parts(book: Book) -> list[SheetPart]:
    """The sheets of a workbook, in their order."""
    return [SheetPart(sheet.name, sheet.state, sheet.part, book) for sheet in book.sheets]


class TooFarApart(Exception):
    """The cells of a sheet lie so far apart that they cannot be laid out."""
