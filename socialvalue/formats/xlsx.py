"""Workbooks of the .xlsx kind: their sheets, and what each cell of them means.

Whatever wrote the workbook: the names of XML are taken without their namespaces, so that the strict kind and prefixes
are read alike; what a part lacks that the cells do not need is not missed. Rows are read one at a time, each bounded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from attrs import define, field, frozen
from defusedxml.ElementTree import iterparse

from socialvalue.formats.sheets import Cell, ErrorCell, Marks, NotCalculated, Unclear, as_cell, of_runs, time_of
from socialvalue.formats.xlsx_cells import RawCell, Written, cells_of, finite_number, is_hidden, iso_moment, row_number
from socialvalue.formats.xlsx_parts import BoundedPart, elements_of, links_of, local_name, main_part
from socialvalue.formats.xlsx_styles import BUILT_IN_FORMATS, GENERAL, MOST_STYLES, Style
from socialvalue.formats.xlsx_texts import Text, is_struck, shared_plain_texts, text_of_runs, unescaped
from socialvalue.formats.zipcheck import Archive

MOST_SHEETS = 2_000
_MOST_LAID_OUT, _MOST_SPREAD = 5_000_000, 50  # cells; a workbook of more may have so many blanks for each that is in it


@define(slots=False)
class Book:
    """A workbook.

    Attributes:
        archive: its parts.
        sheets: in their order.
        from_1904: whether days are counted from 1 January 1904, as on an old Mac.
        uncalculated: whether whoever wrote it left the formulas to be calculated when it is opened.
        laid_out, given: how many cells were laid out so far, and how many of them are in the file.
    """

    archive: Archive
    sheets: Sequence[SheetPart]
    names: Mapping[str, str]
    from_1904: bool
    uncalculated: bool
    _links: Mapping[str, str]
    laid_out: int = 0
    given: int = 0
    _struck: set[int] = field(factory=set)

    @classmethod
    def of(cls, archive: Archive) -> Book:
        """The workbook of an archive that has passed `socialvalue.formats.zipcheck.check_zip`.

        Raises:
            One of `DAMAGE` when it is damaged.
        """
        part = main_part(archive)
        links = links_of(archive, part)
        by_id = {name: target for name, _, target in links}
        worksheets = {name for name, kind, _ in links if kind == "worksheet"}
        book = cls(archive, [], {}, False, False, {kind: target for _, kind, target in links})
        sheets: list[SheetPart] = []
        names: dict[str, str] = {}
        for element in elements_of(archive, part, ("sheet", "definedName", "workbookPr", "calcPr")):
            tag, given = local_name(element.tag), {local_name(name): value for name, value in element.items()}
            if tag == "sheet" and given["id"] in worksheets:
                target = archive.find(by_id[given["id"]])
                if target is not None and len(sheets) < MOST_SHEETS:
                    sheets.append(SheetPart(book, given["name"], given.get("state", "visible"), target))
            elif tag == "definedName" and "localSheetId" not in given:
                names[given["name"]] = element.text or ""
            elif tag == "workbookPr":
                book.from_1904 = given.get("date1904", "0") not in ("0", "false")
            elif tag == "calcPr":
                book.uncalculated = given.get("fullCalcOnLoad", "0") not in ("0", "false")
        book.sheets, book.names = sheets, names
        return book

    @cached_property
    def texts(self) -> list[str | Text]:
        """The texts that cells share."""
        part = self._links.get("sharedStrings")
        part = None if part is None else self.archive.find(part)
        if part is None:
            return []
        written = self.archive.read(part)
        return shared_plain_texts(written) or [
            text_of_runs(entry) for entry in elements_of(self.archive, part, ("si",))
        ]

    @cached_property
    def styles(self) -> list[Style]:
        """How each style shows a number."""
        part = self._links.get("styles")
        part = None if part is None else self.archive.find(part)
        if part is None:
            return [GENERAL]
        codes = dict(BUILT_IN_FORMATS)
        known: dict[int, Style] = {}
        styles: list[Style] = []
        struck_fonts: list[bool] = []
        inside = {"xf": "cellXfs", "font": "fonts"}
        for element in elements_of(self.archive, part, ("numFmt", "font", "xf"), inside):
            if local_name(element.tag) == "numFmt":
                codes[int(element.get("numFmtId", 0))] = element.get("formatCode", "General")
                continue
            if local_name(element.tag) == "font":
                struck_fonts.append(is_struck(element))
                continue
            font = int(element.get("fontId", 0))
            if font < len(struck_fonts) and struck_fonts[font]:
                self._struck.add(len(styles))
            number = int(element.get("numFmtId", 0))
            if number not in known:
                known[number] = Style.of(codes.get(number, "General"))
            styles.append(known[number])
            if len(styles) > MOST_STYLES:
                msg = f"there are more than {MOST_STYLES:,} styles"
                raise ValueError(msg)
        return styles or [GENERAL]

    @property
    def struck(self) -> set[int]:
        """The numbers of the styles that strike a cell through."""
        return self._struck if self.styles else set()

    def style(self, number: int) -> Style:
        """The style of that number; the general one where there is none."""
        return self.styles[number] if 0 <= number < len(self.styles) else GENERAL

    def day(self, serial: float) -> dt.datetime | dt.date | dt.time | None:
        """The moment that a number is shown as; None where there is none."""
        if 0 <= serial < 1 and not self.from_1904:
            seconds = min(round(serial * 86_400), 86_399)
            return time_of(dt.timedelta(seconds=seconds))
        start = dt.datetime(1904, 1, 1) if self.from_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001
        if not self.from_1904 and serial < 60:
            start += dt.timedelta(days=1)  # Excel counts a 29 February 1900
        try:
            moment = start + dt.timedelta(days=int(serial), milliseconds=round((serial % 1) * 86_400_000))
        except OverflowError:
            return None
        return moment if serial >= 0 else None

    def number(self, value: float, style: int) -> Any:
        """A number as it is shown: a number, a moment, a time, or a length of time."""
        kind = self.style(style).kind
        if kind == "number":
            return value
        if kind == "duration":
            return dt.timedelta(days=value) if abs(value) < 1_000_000 else value
        moment = self.day(value)
        return value if moment is None else moment


@frozen
class SheetPart:
    """A sheet of a workbook.

    Attributes:
        name: its name.
        state: ``visible``, ``hidden``, or ``veryHidden``, which nobody can show from Excel's menu.
        part: the part that holds it.
        marks: what of it is hidden or crossed out, as far as its rows have been read.
    """

    book: Book
    name: str
    state: str
    part: str
    marks: Marks = field(factory=Marks, eq=False, repr=False)

    @property
    def hidden(self) -> bool:
        """Whether it is hidden at all."""
        return self.state != "visible"

    @property
    def buried(self) -> bool:
        """Whether nobody can show it from Excel's menu."""
        return self.state == "veryHidden"

    def shown_as(self, style: int) -> str:
        """The number format of a style."""
        return self.book.style(style).code

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, row in self.elements():
            self.mark(number, row)
            yield number, self.cells(row)

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
            yield number, [_raw_cell(cell, self.book) for cell in cells_of(row)]

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


class TooFarApart(Exception):
    """The cells of a sheet lie so far apart that they cannot be laid out."""


Value: TypeAlias = Any


def _cell_value(cell: Written, book: Book) -> Value:
    """The value of a cell; a `Text` for one in several fonts."""
    written = cell.value
    if cell.kind == "inlineStr":
        return None if cell.inline is None else text_of_runs(cell.inline)
    if written is None or (written == "" and cell.kind != "str"):
        return None
    if cell.kind == "s":
        return book.texts[int(written)] if written.isdigit() else ""
    if cell.kind == "n":
        return written if (number := finite_number(written)) is None else book.number(number, cell.style)
    if cell.kind == "b":
        return written in ("1", "true")
    if cell.kind == "d":
        return iso_moment(written.strip())
    return unescaped(written)


def _raw_cell(cell: Written, book: Book) -> RawCell:
    value = _cell_value(cell, book)
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    value = str(value) if isinstance(value, Text) else int(value) if whole else value
    return RawCell(cell.column, None if value == "" else value, cell.kind == "e", cell.formula, cell.style)


def cell_of(cell: Written, book: Book) -> Cell:
    """What a cell means."""
    if cell.kind == "e":
        return ErrorCell(cell.value or "#N/A")
    if cell.formula is not None and _never_calculated(cell, book):
        return NotCalculated()
    value = _cell_value(cell, book)
    if isinstance(value, Text):
        return of_runs(value.runs)
    if isinstance(value, float) and (currency := book.style(cell.style).currency):
        return Unclear(f"{value:,.15g}", currency)
    return as_cell(value)


def _never_calculated(cell: Written, book: Book) -> bool:
    """Whether a formula has no result: whoever leaves all of them to be calculated writes 0 or nothing."""
    if book.uncalculated:
        return (cell.value or "").strip() in ("", "0", "0.0")
    return not cell.value and cell.kind != "str"
