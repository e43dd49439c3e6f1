"""Large registers: sheets of nothing but texts and plain numbers, read straight from the XML.

A sheet is expanded, proved and read a piece at a time, so that a million rows take no more memory than the texts they
share. What is set out in any other way (a date, a formula, an error, a true or false) is left to the other readers,
from the row on where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import lt
from xml.etree import ElementTree

from attrs import frozen

from socialvalue.formats.sheets import Cell, letters
from socialvalue.formats.xlsx_calamine import UNREADABLE, Archive, GaveUp, archive_of, chunks, column_number, same_texts

#: A workbook whose sheets come to fewer bytes than this gains nothing.
LARGE = 4_000_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LAST_ROW = 1_048_576
_WIDEST = 90  # columns
_AT_HAND = 50_000  # texts
_FEW = 64

_ROW = r'<row r="(\d{1,7}+)"[^<>]*+(?<!/)>'
_VALUES = {
    "text": r'(?: s="\d++")?+ t="s"><v>(\d{1,7}+)</v></c>',
    "number": r'(?: t="n")?+><v>(-?\d{1,15}+(?:\.\d{1,15}+)?+)</v></c>',  # without a style, which could be a date's
}
_BLANK = r'(?: s="\d++")?+(?:/>|></c>)'
_START = re.compile(_ROW)
_CELL = re.compile(rf'<c r="([A-Z]{{1,2}})(\d++)"(?:{_VALUES["text"]}|{_VALUES["number"]}|{_BLANK})')


class _Texts(dict[str, "str | None"]):
    """The shared texts by their numbers as written; the first ones met are cached."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__({"": None})  # no cell, or a blank one
        self._texts = texts

    def __missing__(self, number: str) -> str:
        text = self._texts[int(number)]
        if len(self) < _AT_HAND:
            self[number] = text
        return text

    def all(self, numbers: Sequence[str]) -> Iterable[str | None]:
        """Many at once; blanks are None."""
        if "" not in numbers and len(set(numbers[:_FEW])) > _FEW // 2:  # most occur once: not worth caching
            return map(self._texts.__getitem__, map(int, numbers))
        return map(self.__getitem__, numbers)


@frozen
class PlainSheet:
    """The rows of a sheet, read from the file's bytes each time they are iterated over.

    Iterating raises `GaveUp` at a piece that holds any cell but text or a plain number; the rows before it are sound.
    """

    archive: Archive
    part: str
    texts: _Texts

    def pieces(self) -> Iterator[list[tuple[int, Sequence[Cell]]]]:
        """The rows with their numbers, some thousands at a time."""
        found = self._pieces()
        while True:
            try:
                rows = next(found, None)
            except (*UNREADABLE, LookupError):
                raise GaveUp from None
            if rows is None:
                return
            yield rows

    def _pieces(self) -> Iterator[list[tuple[int, Sequence[Cell]]]]:
        last, started = 0, False
        layout: list[str] = []  # what each column holds
        pattern: re.Pattern[str] | None = None
        for chunk in self._chunks():
            count = chunk.count("</row>")
            found = pattern.findall(chunk) if pattern else ()
            rows: list[Sequence[Cell]]
            if pattern and count and len(found) == count:
                written, *columns = zip(*found, strict=True)
                numbers = list(map(int, written))
                cells = [self._column(kind, column) for kind, column in zip(layout, columns, strict=True)]
                rows = list(zip(*cells, strict=True))
            else:  # the start, the end, or set out unlike the rows before
                if "<!" in chunk:
                    raise GaveUp
                if not started:
                    chunk, started = chunk[chunk.index("<sheetData") :], True
                numbers, rows = [], []
                for number, kinds, values in _one_by_one(chunk):
                    numbers.append(number)
                    rows.append([self._cell(kind, value) for kind, value in zip(kinds, values, strict=True)])
                    layout = kinds + layout[len(kinds) :]
                if len(numbers) != count or (not count and "<c " in chunk):
                    raise GaveUp
                if not count:
                    continue
                pattern = _pattern(layout)
            if numbers[0] <= last or numbers[-1] > _LAST_ROW or not all(map(lt, numbers, numbers[1:])):
                raise GaveUp
            last = numbers[-1]
            yield list(zip(numbers, rows, strict=True))

    def _chunks(self) -> Iterator[str]:
        """Pieces of whole rows; the first is of few, which are read one by one."""
        few = _FEW
        for piece in chunks(self.archive, self.part, b"</row>"):
            *rows, rest = piece.decode("ascii").split("</row>", few)
            if rows:
                yield "</row>".join([*rows, ""])
            if rest:
                yield rest
            few = 0

    def _cell(self, kind: str, written: str) -> Cell:
        return self.texts[written] if kind == "text" else float(written)

    def _column(self, kind: str, written: Sequence[str]) -> Iterable[Cell]:
        if kind == "text":
            return self.texts.all(written)
        return (float(number) if number else None for number in written)


def _pattern(layout: Sequence[str]) -> re.Pattern[str]:
    """A whole row of which each cell may be blank or absent; its groups are the row's number and values."""
    cells = (rf'(?:<c r="{letters(at)}\1"(?:{_VALUES[kind]}|{_BLANK}))?+' for at, kind in enumerate(layout))
    # It follows on another row or the start: nothing between rows is passed over.
    return re.compile(f"(?:(?<=</row>)|\\A){_ROW}{''.join(cells)}</row>")


def _one_by_one(chunk: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """The number of each row, and for each of its columns from the first on the kind of cell and its value as written.

    Raises:
        GaveUp: at any cell but text or a plain number.
    """
    for start in _START.finditer(chunk):
        kinds: list[str] = []
        values: list[str] = []
        at = start.end()
        while cell := _CELL.match(chunk, at):
            gap = column_number(cell[1].encode()) - 1 - len(kinds)
            if cell[2] != start[1] or gap < 0 or len(kinds) + gap >= _WIDEST:
                raise GaveUp
            at = cell.end()
            kinds += ["text"] * gap + ["number" if cell[4] else "text"]
            values += [""] * gap + [cell[3] or cell[4] or ""]
        if not chunk.startswith("</row>", at):
            raise GaveUp
        yield int(start[1]), kinds, values


def plain_sheets(data: bytes, least: int | None = None) -> list[tuple[str, PlainSheet]] | None:
    """The name and rows of each sheet of a large workbook; None where it holds more than texts and plain numbers.

    Args:
        data: a file that has passed `socialvalue.formats.zipcheck.check_zip`.
        least: how many bytes its sheets come to at least; `LARGE` when None.
    """
    try:
        archive = archive_of(data)
        size = sum(part.file_size for name, part in archive.parts.items() if name.startswith("xl/worksheets/"))
        if size < (LARGE if least is None else least) or not _dates_need_a_style(archive):
            return None
        texts = _Texts(_shared_texts(archive))
        return [(name, PlainSheet(archive, part, texts)) for name, part in _parts(archive)]
    except (*UNREADABLE, ElementTree.ParseError, GaveUp):
        return None


def _parts(archive: Archive) -> list[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    book, links = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    if b"<!" in book + links or b" state=" in book:
        raise GaveUp
    targets = {link.get("Id"): link for link in ElementTree.fromstring(links)}  # noqa: S314 - without <!, nothing to expand
    found = []
    for sheet in ElementTree.fromstring(book).iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):  # noqa: S314
        link = targets[sheet.get(_RELATION)]
        part = f"xl/{link.attrib['Target'].removeprefix('/xl/')}"
        if not link.attrib["Type"].endswith("/worksheet") or part not in archive.parts:
            raise GaveUp
        found.append((sheet.attrib["name"], part))
    return found


def _dates_need_a_style(archive: Archive) -> bool:
    """Whether a cell without a style is of the general format."""
    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.parts else b""
    return not styles or re.search(rb'<cellXfs[^<>]*+><xf numFmtId="0"', styles) is not None


def _shared_texts(archive: Archive) -> list[str]:
    """The texts that cells share, where each is of one piece and without spaces at its ends."""
    if "xl/sharedStrings.xml" not in archive.parts:
        return []
    if not same_texts(archive):
        raise GaveUp
    written = archive.read("xl/sharedStrings.xml").decode()
    between, end = "</t></si><si><t>", "</t></si></sst>"
    begin, close = written.find("<si><t>"), written.rfind(end)
    head, inside = written[: max(begin, 0)], written[begin + len("<si><t>") : close]
    texts = inside.split(between)
    strange = re.search(r"<!|encoding=\"(?!UTF-8|utf-8)", head) or "&#" in inside or "\r" in inside
    if strange or not 0 <= begin < close or inside.count("<") != 4 * (len(texts) - 1):
        raise GaveUp
    if "&" in inside:
        texts = list(map(_unescaped, texts))
    return texts


def _unescaped(text: str) -> str:
    for name, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(name, letter)
    return text
