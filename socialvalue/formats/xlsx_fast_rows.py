"""The quick way through the rows of a workbook: a pattern takes many rows of one layout at once.

A sheet is expanded and read a piece at a time, so that a million rows take no more memory than the texts they share.
A piece is taken by a pattern made from the rows before it; where it is not set out like those, it is parsed as XML, and
means the same. A sheet whose XML is written in an unusual way is parsed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import lt
from xml.etree import ElementTree

from attrs import frozen

from socialvalue.formats.sheets import Cell, Marks, as_cell, column_number, letters
from socialvalue.formats.xlsx_book import Book
from socialvalue.formats.xlsx_cells import LAST_ROW, Written, cells_of, row_number
from socialvalue.formats.xlsx_parts import MOST_BYTES
from socialvalue.formats.xlsx_sheet import SheetPart
from socialvalue.formats.xlsx_texts import Text, cell_of_text, cells_of_texts, plain_text, strange
from socialvalue.memory import nothing_collected

_WIDEST = 90  # columns
_AT_HAND = 50_000  # texts, and days
_FEW = 64  # rows
_MANY = 1_000

_ROW = r'<row r="(\d{1,7}+)"[^<>]*+(?<!/)>'
_HIDDEN = re.compile(r'<row r="(\d{1,7}+)"(?: (?!hidden=)[^<>"= ]++="[^<>"]*+")*+ hidden="(?:1|true)"[^<>]*+(?<!/)>')
_EMPTY = re.compile(r'<row r="\d{1,7}+"(?: [^<>]*+)?(?<=/)>|<row r="\d{1,7}+"/>', re.ASCII)
_STYLE = r'(?: s="\d{1,5}+")?+'
_NUMBER = r"-?\d{1,20}+(?:\.\d{1,20}+)?+(?:[Ee][+-]?\d{1,3}+)?+"
_KINDS = {  # by what a cell holds: what is after its reference
    "s": rf'{_STYLE} t="s"><v>(\d{{1,7}}+)</v></c>',
    "n": rf'(?: s="(\d{{1,5}}+)")?+(?: t="n")?+><v>({_NUMBER})</v></c>',
    "n=": rf'(?: s="(\d{{1,5}}+)")?+(?: t="n")?+>(?:<f(?: [^<>]*+)?+(?:(?<=/)>|>[^<]*+</f>))?+<v>({_NUMBER})</v></c>',
    "b": rf'{_STYLE} t="b"><v>([01])</v></c>',
    "inlineStr": rf'{_STYLE} t="inlineStr"><is><t(?: xml:space="preserve")?+>([^<]*+)</t></is></c>',
}
_BLANK = rf'{_STYLE}(?: t="n")?+ ?+(?:/>|></c>)'


class OddSheet(Exception):
    """A sheet that is not set out so that pieces of it can be read."""


@frozen
class FastRows:
    """The rows that are in a sheet, read from the file's bytes each time they are iterated over."""

    sheet: SheetPart

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for rows in self.pieces():
            yield from rows

    def pieces(self) -> Iterator[list[tuple[int, Sequence[Cell]]]]:
        """The rows with their numbers, some thousands at a time; raises one of `DAMAGE`."""
        last = 0
        found = _pieces(self.sheet)
        while True:
            try:
                with nothing_collected():
                    rows = next(found, None)
            except (OddSheet, UnicodeDecodeError):
                break
            if rows is None:
                return
            yield rows
            last = rows[-1][0]
        some: list[tuple[int, Sequence[Cell]]] = []
        for number, cells in self.sheet:
            if number > last:
                some.append((number, cells))
            if len(some) == _MANY:
                yield some
                some = []
        if some:
            yield some


def _pieces(sheet: SheetPart) -> Iterator[list[tuple[int, Sequence[Cell]]]]:
    last = 0
    layout: list[str] = []
    pattern: re.Pattern[str] | None = None
    texts = _SharedTexts(sheet.book)
    days = _DaysBySerial(sheet.book)
    struck = _struck_cells(sheet.book.struck) if sheet.book.struck else None
    for start, chunk in _sheet_chunks(sheet):
        found = _rows_by_pattern(pattern, layout, chunk, texts, days) if pattern else None
        if found is not None:
            _mark(sheet, struck, chunk)
        else:
            parsed = [*_rows_by_xml(sheet, start, chunk, last)]
            for number, row in parsed:
                sheet.mark(number, row)
            found = [number for number, _ in parsed], [sheet.cells(row) for _, row in parsed]
            for _, row in parsed[-_FEW:]:
                _learn_columns(layout, row, sheet.book)
            pattern = _row_pattern(layout) if 0 < len(layout) <= _WIDEST else None
        numbers, rows = found
        if not numbers:
            continue
        if numbers[0] <= last or numbers[-1] > LAST_ROW or not all(map(lt, numbers, numbers[1:])):
            raise OddSheet
        last = numbers[-1]
        yield list(zip(numbers, rows, strict=True))


def _struck_cells(styles: Iterable[int]) -> re.Pattern[str]:
    """A cell with something in it, of one of the styles that strike it through."""
    numbers = "|".join(map(str, sorted(styles)))
    return re.compile(rf'<c r="([A-Z]{{1,3}}+)(\d{{1,7}}+)" s="(?:{numbers})"[^<>]*+(?<!/)>(?!</c>)')


def _mark(sheet: SheetPart, struck: re.Pattern[str] | None, chunk: str) -> None:
    """Take note of what is hidden or struck through in rows that are set out as `_row_pattern` has them."""
    for number in _HIDDEN.findall(chunk) if " hidden=" in chunk else ():
        sheet.marks.rows.add(int(number))
    for column, number in struck.findall(chunk) if struck else ():
        sheet.marks.strike(int(number), column_number(column))


def _sheet_chunks(sheet: SheetPart) -> Iterator[tuple[str, str]]:
    """The start tag of the sheet, and pieces of whole rows; the first is of few rows.

    Raises:
        Odd: where rows cannot be told by their end tags alone.
    """
    start, rest, done, few = "", b"", False, _FEW
    pieces = sheet.book.archive.pieces(sheet.part)
    for piece in pieces:
        rest += piece
        if not start:
            start, rest = _sheet_start(rest, sheet.marks)
            if not start and len(rest) > MOST_BYTES:
                raise OddSheet
        if start:
            done = (end := rest.find(b"</sheetData>")) >= 0
            end = end if done else _end_of_rows(rest)
            chunk, rest = rest[:end].decode(), rest[end:]
            if ("!" in chunk and "<!" in chunk) or len(rest) > MOST_BYTES:  # a single letter is found at once
                raise OddSheet
            for part in _chunk_in_two(chunk, few):
                yield start, part
            few = 0 if chunk else few
        if done:
            sheet.tell_merged(chain([rest], pieces))
            return
    raise OddSheet


def _end_of_rows(data: bytes) -> int:
    """Where the last whole row ends, with cells or, where there is none with any, without; 0 where there is none."""
    if (with_cells := data.rfind(b"</row>")) >= 0:
        return with_cells + len(b"</row>")
    return data.rfind(b"/><row ") + len(b"/>") if b"/><row " in data else 0


def _chunk_in_two(chunk: str, few: int) -> Iterator[str]:
    """A piece in two: few rows, and the others."""
    *first, rest = chunk.split("</row>", few)
    if first:
        yield "</row>".join([*first, ""])
    if rest:
        yield rest


def _sheet_start(data: bytes, marks: Marks) -> tuple[str, bytes]:
    """The start tag of a sheet, and what follows that of its rows; the tag is empty where more is to be read.

    Takes note of the columns that are hidden, which lie between the two.
    """
    at = data.find(b"<sheetData")
    if at < 0:
        return "", data
    head, rest = data[:at].decode(), data[at:]
    tag = re.search(r"<worksheet(?: [^<>]*+)?>", head)
    if tag is None or strange(head) or not rest.startswith(b"<sheetData>"):
        raise OddSheet
    for column in re.findall(r"<col (?:[^<>]*+)>", head):
        given = dict(re.findall(r' (\w++)="(\w*+)"', column))
        if given.get("hidden") in ("1", "true"):
            marks.hide_columns(int(given.get("min", 0)), int(given.get("max", 0)))
    return tag[0], rest.removeprefix(b"<sheetData>")


def _rows_by_xml(sheet: SheetPart, start: str, chunk: str, last: int) -> Iterator[tuple[int, ElementTree.Element]]:
    """The rows of a piece; without <! in it there is nothing to expand."""
    root = ElementTree.fromstring(f"{start}<sheetData>{_EMPTY.sub('', chunk)}</sheetData></worksheet>")  # noqa: S314 - no <! is in it
    for row in root[0]:
        if row.tag.rpartition("}")[2] == "row":
            last = row_number(row, last)
            if len(row):
                yield last, row


def _learn_columns(layout: list[str], row: ElementTree.Element, book: Book) -> None:
    """Take note of what the columns of a row hold."""
    for cell in cells_of(row):
        layout += ["s"] * (cell.column - len(layout))
        kind = _cell_kind(cell, book)
        if kind is not None and layout[cell.column - 1] != f"{kind}=":
            layout[cell.column - 1] = kind


def _cell_kind(cell: Written, book: Book) -> str | None:
    if cell.value is None and cell.inline is None:
        return None
    if cell.formula is not None:
        return "n=" if cell.kind == "n" and not book.uncalculated else None
    return cell.kind if cell.kind in _KINDS else None


def _row_pattern(layout: Sequence[str]) -> re.Pattern[str]:
    """A whole row of which each cell may be blank or absent; its groups are the row's number and values.

    Of a row that is set out otherwise it finds the start only, so that the number is empty.
    """
    cells = (rf'(?:<c r="{letters(at)}\1"(?:{_KINDS[kind]}|{_BLANK}))?+' for at, kind in enumerate(layout))
    # It follows on another row or the start: nothing between rows is passed over.
    return re.compile(f"(?:(?<=</row>)|\\A){_ROW}{''.join(cells)}</row>|<row", re.ASCII)


def _columns_by_pattern(pattern: re.Pattern[str], chunk: str) -> list[tuple[str, ...]] | None:
    """The numbers and values of the rows that have cells; None where any is set out unlike the pattern."""
    columns = list(zip(*pattern.findall(chunk), strict=True))
    if columns and "" not in columns[0]:
        return columns
    filled = _EMPTY.sub("", chunk)
    return None if len(filled) == len(chunk) else _columns_by_pattern(pattern, filled)


def _rows_by_pattern(
    pattern: re.Pattern[str], layout: Sequence[str], chunk: str, texts: _SharedTexts, days: _DaysBySerial
) -> tuple[list[int], list[Sequence[Cell]]] | None:
    """The rows of a piece, and before them their numbers; None where any is set out unlike those before."""
    found = _columns_by_pattern(pattern, chunk)
    if found is None:
        return None
    written, *groups = found
    columns: list[Iterable[Cell]] = []
    at = 0
    for kind in layout:
        if kind in ("n", "n="):
            numbers = _number_column(groups[at], groups[at + 1], days)
            if numbers is None:
                return None
            columns.append(numbers)
            at += 2
            continue
        column = groups[at]
        at += 1
        if kind == "s":
            columns.append(texts.all(column))
        elif kind == "b":
            columns.append(["TRUE" if one == "1" else "FALSE" if one else None for one in column])
        elif any("&#" in one or "\r" in one for one in column):
            return None
        else:
            columns.append([as_cell(plain_text(one)) if one else None for one in column])
    return list(map(int, written)), list(zip(*columns, strict=True))


def _number_column(styles: Sequence[str], values: Sequence[str], days: _DaysBySerial) -> Iterable[Cell] | None:
    """The numbers or moments of a column; None where some are the one and some the other."""
    used = {style for style, filled in set(zip(styles, map(bool, values), strict=True)) if filled}
    shown = [days.book.style(int(style or 0)) for style in used]
    if any(style.currency for style in shown):
        return None
    kinds = {style.kind for style in shown}
    if kinds == {"date"}:
        return map(days.__getitem__, values)
    return [float(value) if value else None for value in values] if kinds <= {"number"} else None


class _DaysBySerial(dict[str, Cell]):
    """Moments by their numbers as written; the first ones met are cached."""

    def __init__(self, book: Book) -> None:
        super().__init__({"": None})
        self.book = book

    def __missing__(self, written: str) -> Cell:
        moment = self.book.day(float(written))
        cell = as_cell(float(written) if moment is None else moment)
        if len(self) < _AT_HAND:
            self[written] = cell
        return cell


class _SharedTexts(dict[str, Cell]):
    """The shared texts by their numbers as written; the first ones met are cached."""

    def __init__(self, book: Book) -> None:
        super().__init__({"": None})  # no cell, or a blank one
        self._texts: Sequence[str | Text] = book.texts

    def __missing__(self, number: str) -> Cell:
        cell = cell_of_text(self._texts[int(number)])
        if len(self) < _AT_HAND:
            self[number] = cell
        return cell

    def all(self, numbers: Sequence[str]) -> Iterable[Cell]:
        """Many at once; blanks are None."""
        if "" not in numbers and len(set(numbers[:_FEW])) > _FEW // 2:  # most occur once: not worth caching
            return cells_of_texts([*map(self._texts.__getitem__, map(int, numbers))])
        return map(self.__getitem__, numbers)
