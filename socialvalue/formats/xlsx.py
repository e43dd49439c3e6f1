"""Workbooks of the .xlsx kind: which parts hold what, and what each cell of them means.

Whatever wrote the workbook: the names of XML are taken without their namespaces, so that the strict kind and prefixes
are read alike; what a part lacks that the cells do not need is not missed. Rows are read one at a time, each bounded.
"""

from __future__ import annotations

import datetime as dt
import math
import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from attrs import define, frozen
from defusedxml.ElementTree import iterparse

from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated, Unclear, as_cell, of_runs, time_of
from socialvalue.formats.zipcheck import Archive

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

#: No row that people make is larger than this, nor is the part of the file before the first.
MOST_BYTES, MOST_TAGS = 4_000_000, 400_000
MOST_STYLES = 65_490  # of Excel
MOST_SHEETS = 2_000

_DEEPEST = 100  # elements within one another
_LAID_OUT, _SPREAD = 5_000_000, 50  # cells; a workbook of more may have so many blanks for each that is in it

#: Number formats that the file format itself gives a number (ECMA-376, 18.8.30), where they show dates or times.
_BUILT_IN = {14: "dd/mm/yyyy", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss"}
_BUILT_IN |= {15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 47: "mm:ss.0"}
_BUILT_IN |= {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
_BUILT_IN |= {12: "# ?/?", 13: "# ??/??", 37: "#,##0;(#,##0)", 38: "#,##0;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)"}
_BUILT_IN |= {40: "#,##0.00;[Red](#,##0.00)", 48: "##0.0E+0", 49: "@"}
_BUILT_IN |= dict.fromkeys([*range(27, 37), *range(50, 59)], "yyyy-mm-dd")  # as East Asian versions show dates
_MOST_CODE = 2_000  # characters of a number format; Excel takes 255

_LITERAL = re.compile(r'"[^"]*+"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\[\]]*+\]", re.IGNORECASE)
_WORDS = re.compile(r"AM/PM|A/P|[a-z]+", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\[\]-]*+)(?:-[^\[\]]*+)?\]")
_OTHER_MONEY = re.compile(r"[€$¥₹]|\b(?:EUR|USD|JPY|CHF|AUD|CAD|NZD)\b")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: What a damaged part raises; ElementTree's ParseError is a SyntaxError, and what it forbids a ValueError.
DAMAGE = (ValueError, LookupError, TypeError, SyntaxError, OverflowError, OSError, zlib.error, struct.error)


@frozen
class Text:
    """A text in one or more fonts: each piece, and how it is set (``struck``, ``raised``, or empty)."""

    runs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.runs)


@frozen
class RawCell:
    """A cell that is in the file, perhaps empty.

    Attributes:
        column: counted from 1.
        value: what the file holds for it: text, a number, a date, True or False; None for nothing.
        error: whether the value is an error such as ``#N/A``.
        formula: the formula as written, with its type before it where it has one; None where there is none.
        style: the number of its style.
    """

    column: int
    value: Any
    error: bool
    formula: str | None
    style: int


@frozen
class Style:
    """How a number is shown.

    Attributes:
        code: the number format.
        kind: ``number``, ``date`` or ``duration``.
        currency: the sign of a currency other than the pound; empty where there is none.
    """

    code: str
    kind: str
    currency: str

    @classmethod
    def of(cls, code: str) -> Style:
        """What a number format makes of a number."""
        code = code[:_MOST_CODE]
        first = code.split(";")[0]
        named = "".join(_CURRENCY.findall(first))
        other = _OTHER_MONEY.search(named or _CURRENCY.sub("", first))
        bare = _BRACKETS.sub("", _LITERAL.sub("", first))
        words = _WORDS.findall(bare)
        letters = {letter for word in words if "/" not in word for letter in word.lower()}
        if not letters & set("dmyhs") or not letters <= set("dmyhsegab"):
            return cls(code, "number", other[0] if other and not letters - set("e") else "")
        return cls(code, "duration" if "[" in bare else "date", "")


_GENERAL = Style.of("General")


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
    sheets: Sequence[Part]
    names: Mapping[str, str]
    from_1904: bool
    uncalculated: bool
    _links: Mapping[str, str]
    laid_out: int = 0
    given: int = 0

    @classmethod
    def of(cls, archive: Archive) -> Book:
        """The workbook of an archive that has passed `socialvalue.formats.zipcheck.check_zip`.

        Raises:
            One of `DAMAGE` when it is damaged.
        """
        part = _main_part(archive)
        links = _links_of(archive, part)
        by_id = {name: target for name, _, target in links}
        worksheets = {name for name, kind, _ in links if kind == "worksheet"}
        book = cls(archive, [], {}, False, False, {kind: target for _, kind, target in links})
        sheets: list[Part] = []
        names: dict[str, str] = {}
        for element in _elements(archive, part, ("sheet", "definedName", "workbookPr", "calcPr")):
            tag, given = _local(element.tag), {_local(name): value for name, value in element.items()}
            if tag == "sheet" and given["id"] in worksheets:
                target = archive.find(by_id[given["id"]])
                if target is not None and len(sheets) < MOST_SHEETS:
                    sheets.append(Part(book, given["name"], given.get("state", "visible"), target))
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
        return _plain_texts(written) or [_text(entry) for entry in _elements(self.archive, part, ("si",))]

    @cached_property
    def styles(self) -> list[Style]:
        """How each style shows a number."""
        part = self._links.get("styles")
        part = None if part is None else self.archive.find(part)
        if part is None:
            return [_GENERAL]
        codes = dict(_BUILT_IN)
        known: dict[int, Style] = {}
        found: list[Style] = []
        for element in _elements(self.archive, part, ("numFmt", "xf"), inside={"xf": "cellXfs"}):
            if _local(element.tag) == "numFmt":
                codes[int(element.get("numFmtId", 0))] = element.get("formatCode", "General")
                continue
            number = int(element.get("numFmtId", 0))
            if number not in known:
                known[number] = Style.of(codes.get(number, "General"))
            found.append(known[number])
            if len(found) > MOST_STYLES:
                msg = f"there are more than {MOST_STYLES:,} styles"
                raise ValueError(msg)
        return found or [_GENERAL]

    def style(self, number: int) -> Style:
        """The style of that number; the general one where there is none."""
        return self.styles[number] if 0 <= number < len(self.styles) else _GENERAL

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
class Part:
    """A sheet of a workbook.

    Attributes:
        name: its name.
        state: ``visible``, ``hidden``, or ``veryHidden``, which nobody can show from Excel's menu.
        part: the part that holds it.
    """

    book: Book
    name: str
    state: str
    part: str

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
            yield number, self.cells(row)

    def elements(self) -> Iterator[tuple[int, Element]]:
        """The rows that hold anything, with their numbers.

        Raises:
            One of `DAMAGE` when it is damaged, or a row is larger than `MOST_BYTES`.
        """
        source = _Bounded(self.book.archive.open(self.part).read)
        data: Element | None = None
        number = 0
        for event, element in iterparse(source, events=("start", "end")):
            tag = _local(element.tag)
            if tag == "sheetData":
                if event == "end":
                    return  # what follows the rows is not read
                data = element
            elif event == "end" and tag == "row" and data is not None:
                number = row_number(element, number)
                if len(element):
                    yield number, element
                data.clear()
                source.complete()

    def rows(self) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows with their cells as the file holds them; raises as `elements` does."""
        for number, row in self.elements():
            yield number, [_raw(cell, self.book) for cell in cells_of(row)]

    def cells(self, row: Element) -> list[Cell]:
        """What the cells of a row mean, from column A on.

        Raises:
            TooFarApart: where far more blanks would be laid out than cells are given.
        """
        found: list[Cell] = []
        for written in cells_of(row):
            self.book.laid_out += max(0, written.column - len(found))
            self.book.given += 1
            if self.book.laid_out > _LAID_OUT and self.book.laid_out > _SPREAD * self.book.given:
                raise TooFarApart
            if written.column > len(found) + 1:
                found += [None] * (written.column - 1 - len(found))
            cell = cell_of(written, self.book)
            if written.column <= len(found):
                found[written.column - 1] = cell
            else:
                found.append(cell)
        return found


class TooFarApart(Exception):
    """The cells of a sheet lie so far apart that they cannot be laid out."""


class _Bounded:
    """A part of a workbook, of which so much may be read before a row is complete."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.left = MOST_BYTES
        self.tags = MOST_TAGS

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self._read(size)
        self.left -= len(found)
        self.tags -= found.count(b"<")
        if self.left < 0 or self.tags < 0:
            msg = f"there are more than {MOST_BYTES:,} bytes or {MOST_TAGS:,} tags in one row or text"
            raise ValueError(msg)
        return found

    def complete(self) -> None:
        """Count from here on."""
        self.left, self.tags = MOST_BYTES, MOST_TAGS


# parts


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _elements(
    archive: Archive, part: str, wanted: Sequence[str], inside: Mapping[str, str] | None = None
) -> Iterator[Element]:
    """The elements of those names, complete; others are not kept."""
    inside = inside or {}
    source = _Bounded(archive.open(part).read)
    around: list[Element] = []
    held = 0  # how many of them are wanted, and keep what is in them
    for event, element in iterparse(source, events=("start", "end")):
        tag = _local(element.tag)
        if event == "start":
            around.append(element)
            if len(around) > _DEEPEST:
                msg = f"elements of {part} lie too deep"
                raise ValueError(msg)
            held += tag in wanted
            continue
        around.pop()
        if tag in wanted:
            held -= 1
            if tag not in inside or [_local(parent.tag) for parent in around[-1:]] == [inside[tag]]:
                yield element
        if around and not held:
            around[-1].clear()
            source.complete()


def _main_part(archive: Archive) -> str:
    """The part that names the sheets."""
    if archive.find("_rels/.rels"):
        for _, kind, target in _links_of(archive, ""):
            if kind == "officeDocument" and (found := archive.find(target)):
                return found
    books = [name for name in archive.parts if re.fullmatch(r"xl/workbook\d*\.xml", name, re.IGNORECASE)]
    return books[0]


def _links_of(archive: Archive, part: str) -> list[tuple[str, str, str]]:
    """What a part is linked with: the id, the kind and the name of each."""
    folder, name = posixpath.split(part)
    links = archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    if links is None:
        links = next(one for one in archive.parts if re.fullmatch(r"xl/_rels/workbook\d*\.xml\.rels", one, re.I))
    found = []
    for link in _elements(archive, links, ("Relationship",)):
        if link.get("TargetMode") == "External":
            continue
        target = posixpath.join(f"/{folder}", link.get("Target", "").replace("\\", "/"))
        found.append((link.get("Id", ""), link.get("Type", "").rpartition("/")[2], posixpath.normpath(target)[1:]))
    return found


# texts


def _plain_texts(written: bytes) -> list[str | Text]:
    """The texts that cells share, where each is of one piece; empty where any is not."""
    try:
        whole = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    head = whole[: max(whole.find("<si>"), 0)]
    if strange(head) or "&#" in whole or "\r" in whole:
        return []
    texts: list[str | Text] = list(_PLAIN_TEXT.findall(whole))
    if whole.count("<") != 4 * len(texts) + head.count("<") + 1:  # and the end of all
        return []
    return [plain_text(text) for text in texts] if "&" in whole or "_x" in whole else texts  # type: ignore[arg-type]


_PLAIN_TEXT = re.compile(r"<si><t(?: xml:space=\"preserve\")?+>([^<]*+)</t></si>")


def strange(head: str) -> bool:
    """Whether the start of a part says anything but that it is plain XML in UTF-8."""
    return "<!" in head or re.search(r"encoding=[\"'](?!utf-8[\"'])", head, re.IGNORECASE) is not None


def plain_text(text: str) -> str:
    """The text of XML without entities of its own."""
    if "&" in text:
        for name, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
            text = text.replace(name, letter)
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text with what Excel writes as ``_x000D_`` put back."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _text(entry: Element) -> str | Text:
    """A shared or inline text, without readings of Asian characters."""
    runs: list[tuple[str, str]] = []
    for child in entry:
        tag = _local(child.tag)
        if tag == "t":
            runs.append((unescaped(child.text or ""), ""))
        elif tag == "r":
            words = "".join(part.text or "" for part in child if _local(part.tag) == "t")
            runs.append((unescaped(words), next(filter(None, map(_set, child)), "")))
    if all(not how for _, how in runs):
        return "".join(text for text, _ in runs)
    return Text(tuple(runs))


def _set(properties: Element) -> str:
    """How the properties of a run set it."""
    if _local(properties.tag) != "rPr":
        return ""
    for entry in properties:
        tag, value = _local(entry.tag), entry.get("val", "1")
        if tag == "strike" and value not in ("0", "false"):
            return "struck"
        if tag == "vertAlign" and value in ("superscript", "subscript"):
            return "raised"
    return ""


# cells


@frozen
class Written:
    """A cell as the XML has it."""

    column: int
    kind: str
    style: int
    value: str | None
    formula: str | None
    inline: Element | None


def row_number(row: Element, before: int) -> int:
    """The number of a row, which follows on the one before where it names none.

    Raises:
        ValueError: for a row beyond those of Excel.
    """
    number = int(row.get("r") or before + 1)
    if not 0 < number <= LAST_ROW:
        msg = f"row {number} reaches beyond a sheet"
        raise ValueError(msg)
    return number


def cells_of(row: Element) -> Iterator[Written]:
    """The cells that are in a row.

    Raises:
        ValueError: for a column beyond those of Excel.
    """
    column = 0
    for entry in row:
        if not entry.tag.endswith("c") or _local(entry.tag) != "c":
            continue
        given = entry.attrib
        column = column_number(given["r"].rstrip("0123456789")) if "r" in given else column + 1
        if not 0 < column <= LAST_COLUMN:
            msg = f"column {column} reaches beyond a sheet"
            raise ValueError(msg)
        if not len(entry):
            continue  # nothing but a style
        value = formula = inline = None
        for child in entry:
            tag = _local(child.tag)
            if tag == "v":
                value = child.text or ""
            elif tag == "f":
                formula = f"{child.get('t') or ''}={child.text or ''}"
            elif tag == "is":
                inline = child
        yield Written(column, given.get("t", "n"), int(given.get("s", 0)), value, formula, inline)


def column_number(letters: str) -> int:
    """A column's number, counted from 1, by its letters; 0 for what is none."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number


Value: TypeAlias = Any


def _value(cell: Written, book: Book) -> Value:
    """The value of a cell; a `Text` for one in several fonts."""
    written = cell.value
    if cell.kind == "inlineStr":
        return None if cell.inline is None else _text(cell.inline)
    if written is None or (written == "" and cell.kind != "str"):
        return None
    if cell.kind == "s":
        return book.texts[int(written)] if written.isdigit() else ""
    if cell.kind == "n":
        return written if (number := _float(written)) is None else book.number(number, cell.style)
    if cell.kind == "b":
        return written in ("1", "true")
    if cell.kind == "d":
        return _moment(written.strip())
    return unescaped(written)


def _float(written: str) -> float | None:
    try:
        number = math.nan if "_" in written else float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _moment(written: str) -> dt.datetime | str:
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        return written


def _raw(cell: Written, book: Book) -> RawCell:
    value = _value(cell, book)
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    value = str(value) if isinstance(value, Text) else int(value) if whole else value
    return RawCell(cell.column, None if value == "" else value, cell.kind == "e", cell.formula, cell.style)


def cell_of(cell: Written, book: Book) -> Cell:
    """What a cell means."""
    if cell.kind == "e":
        return ErrorCell(cell.value or "#N/A")
    if cell.formula is not None and _never_calculated(cell, book):
        return NotCalculated()
    value = _value(cell, book)
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


def of_text(value: str | Text) -> Cell:
    """What a shared text means."""
    return as_cell(value) if isinstance(value, str) else of_runs(value.runs)
