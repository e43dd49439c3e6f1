"""Text split at commas or the like (.csv, .tsv, .txt): the encoding, the character between cells, and the rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet, Unclear, as_cell, letters
from socialvalue.formats.time_limit import in_time
from socialvalue.opening import Source
from socialvalue.problems import BadData, Place, Problem, error

CSV_ENDINGS = (".csv", ".tsv", ".txt")

_PIECE = 1 << 20
_DELIMITERS = ",;\t|"
_PARTED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+|-?[1-9]\d{0,2}(?:\.\d{3})+")  # by thousands, or a decimal
_ROWS = 200  # that are looked at to find the character between cells


def csv_sheet(source: Source) -> Sheet:
    """A csv file, or one like it, as a sheet.

    Raises:
        BadData: when it is no text; and while its rows are read, when a quotation mark is never closed.
    """
    rows = CsvRows.of(source)
    return Sheet(source.name, "", list(in_time(rows, source)) if source.held is not None else rows, text=True)


def encoding_of(source: Source) -> str:
    """UTF-8, or what Excel on Windows writes as plain csv or as Unicode text.

    Raises:
        BadData: when it is no text.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as file:
        start = file.read(_PIECE)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in start:
            return _utf_16_order(start, source)
        file.seek(0)
        while piece := file.read(_PIECE):
            if b"\0" in piece:
                raise _not_text(source)
            if piece.isascii() and not decoder.getstate()[0]:
                continue
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return "cp1252"
    return "utf-8-sig"


def _utf_16_order(start: bytes, source: Source) -> str:
    """The order of bytes of a text that gives each letter two of them and does not say in which order."""
    start = start[: len(start) // 2 * 2]
    for name, zeros, others in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if zeros.count(0) > len(zeros) * 0.6 and others.count(0) == 0:
            return name
    raise _not_text(source)


def _not_text(source: Source) -> BadData:
    remedy = "Save it as CSV UTF-8 from Excel."
    return BadData([error("file-type", source.place, "The file is not text.", remedy)])


@frozen
class CsvRows:
    """The rows of a csv file, read each time they are iterated over."""

    source: Source
    encoding: str
    delimiter: str

    @classmethod
    def of(cls, source: Source) -> CsvRows:
        """The rows; raises `BadData` when the file is no text."""
        encoding = encoding_of(source)
        with io.TextIOWrapper(source.open(), encoding, errors="replace", newline="") as file:
            head = file.read(_PIECE // 4)
        return cls(source, encoding, _cell_delimiter(head))

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        semicolons = self.delimiter == ";"
        for number, (row, _) in enumerate(self.with_lines(), start=1):
            together = "".join(row)
            if not together.isascii() or "#" in together:
                yield number, list(map(as_cell, row))
            elif semicolons and ("," in together or "." in together):
                yield number, [Unclear(cell, "semicolons") if _PARTED.fullmatch(cell.strip()) else cell for cell in row]
            else:
                yield number, row

    def with_lines(self) -> Iterator[tuple[list[str], int]]:
        """Each row, and the number of the line of text in which it ends.

        Raises:
            BadData: at a quotation mark that is not closed in its cell.
        """
        with io.TextIOWrapper(self.source.open(), self.encoding, errors="replace", newline="") as file:
            lines = _CsvLines(file)
            rows = csv.reader(lines, delimiter=self.delimiter)
            number = 0
            try:
                for row in rows:
                    number += 1
                    if len(lines.held) > 1 and not self._quotes_closed(lines.held):
                        raise BadData([self._open_quote(row, number)])
                    yield row, rows.line_num
                    lines.held.clear()
            except csv.Error as err:
                if len(lines.held) > 1:  # what is between quotation marks is longer than any cell
                    [row] = csv.reader(lines.held[:1], delimiter=self.delimiter)
                    raise BadData([self._open_quote(row, number + 1)]) from None
                message = f"The csv breaks off: {err}."
                raise BadData([error("file-truncated", self.source.place, message, "Save it again.")]) from None

    def _quotes_closed(self, lines: Sequence[str]) -> bool:
        """Whether the quotation marks of a row of several lines are set as a program sets them."""
        try:
            return len(list(csv.reader(lines, delimiter=self.delimiter, strict=True))) == 1
        except csv.Error:
            return False

    def _open_quote(self, row: Sequence[str], number: int) -> Problem:
        column = next((at for at, cell in enumerate(row) if "\n" in cell or "\r" in cell), len(row) - 1)
        place = Place(self.source.name, "", f"{letters(column)}{number}")
        message = f"Row {number} opens a quotation mark that is not closed, and would swallow the rows after it."
        return error("open-quote", place, message, 'Close it, or write it twice ("") where it belongs to the text.')


class _CsvLines:
    """Lines of text, of which those of the row being read are held."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.held: list[str] = []

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.held.append(line)
        return line


def _cell_delimiter(head: str) -> str:
    """What parts the cells: that which gives most rows one width, and the greater width."""
    best, chosen = (0, 0), ","
    for delimiter in _DELIMITERS:
        try:
            rows = list(islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), _ROWS))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, rows_alike = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        if (rows_alike, width) > best:
            best, chosen = (rows_alike, width), delimiter
    return chosen
