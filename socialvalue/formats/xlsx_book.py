"""An .xlsx workbook: its sheets by name, its texts and styles, and how it counts days.

Whatever wrote the workbook: the names of XML are taken without their namespaces, so that the strict kind and prefixes
are read alike; what a part lacks that the cells do not need is not missed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from socialvalue.formats.sheets import time_of
from socialvalue.formats.xlsx_parts import elements_of, links_of, local_name, main_part
from socialvalue.formats.xlsx_styles import BUILT_IN_FORMATS, GENERAL, MOST_STYLES, Style
from socialvalue.formats.xlsx_texts import Text, is_struck, shared_plain_texts, text_of_runs
from socialvalue.formats.zipcheck import Archive

MOST_SHEETS = 2_000


@frozen
class NamedSheet:
    """A sheet as the workbook names it.

    Attributes:
        name: its name.
        state: ``visible``, ``hidden``, or ``veryHidden``, which nobody can show from Excel's menu.
        part: the part that holds it.
    """

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
    sheets: Sequence[NamedSheet]
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
        sheets: list[NamedSheet] = []
        names: dict[str, str] = {}
        for element in elements_of(archive, part, ("sheet", "definedName", "workbookPr", "calcPr")):
            tag, given = local_name(element.tag), {local_name(name): value for name, value in element.items()}
            if tag == "sheet" and given["id"] in worksheets:
                target = archive.find(by_id[given["id"]])
                if target is not None and len(sheets) < MOST_SHEETS:
                    sheets.append(NamedSheet(given["name"], given.get("state", "visible"), target))
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
