"""Workbooks that are zipped: .xlsx is read here, .ods and .xlsb in a child process; damage is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.formats.time_limit import Clock
from socialvalue.formats.xlsx_book import Book
from socialvalue.formats.xlsx_parts import DAMAGE
from socialvalue.formats.xlsx_sheet import SheetPart, TooFarApart, sheet_parts
from socialvalue.formats.zipcheck import Archive, check_zip
from socialvalue.memory import nothing_collected
from socialvalue.opening import HELD, Source
from socialvalue.problems import BadData, Place, error

#: What an OpenDocument or binary workbook may expand to; its parts are read whole.
MOST_EXPANDED = 200_000_000


@frozen
class ZipReader:
    """.xlsx, .ods and .xlsb.

    Attributes:
        quick: as in `socialvalue.formats.open.read_sheets`.
    """

    quick: bool

    def takes(self, source: Source) -> bool:
        """Whether a file is of this kind, by its first bytes."""
        return source.head.startswith(b"PK")

    def sheets(self, source: Source) -> list[Sheet]:
        """Its sheets; raises `BadData` when it is damaged, encrypted, or larger than is safe to open."""
        data = source.bytes()
        archive = Archive.of(data, source.place)
        if "content.xml" in archive.parts or "xl/workbook.bin" in archive.parts:
            from socialvalue.formats.sandbox import sheets_in_child

            _check_expanded(archive, source.place)
            kind = "ods:ods_sheets" if "content.xml" in archive.parts else "xls_and_xlsb:xlsb_sheets"
            return sheets_in_child(f"socialvalue.formats.{kind}", source, data)
        return self._xlsx(check_zip(data, source.place), source)

    def _xlsx(self, archive: Archive, source: Source) -> list[Sheet]:
        clock = Clock(source)
        with damage_told(source.place), clock:
            book = Book.of(archive)
        shown = [part for part in sheet_parts(book) if not part.buried]
        small = source.size < HELD
        rows = [SheetRows(part, clock, self.quick) for part in shown]
        with nothing_collected():
            held = [list(found) if small else found for found in rows]
        return [
            Sheet(source.name, part.name, read, hidden=part.hidden, merged=tuple(part.merged), marks=part.marks)
            for part, read in zip(shown, held, strict=True)
        ]


def _check_expanded(archive: Archive, place: Place) -> None:
    size = sum(entry.file_size for entry in archive.parts.values())
    if size > MOST_EXPANDED:
        message = f"The workbook would expand to {size:,} bytes."
        raise BadData([error("file-too-large", place, message, "Copy the cells you need into a new workbook.")])


@frozen
class SheetRows:
    """The rows of a sheet of an .xlsx workbook, read each time they are iterated over."""

    part: SheetPart
    clock: Clock
    quick: bool

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return chain.from_iterable(self._pieces())

    def _pieces(self) -> Iterator[list[tuple[int, Sequence[Cell]]]]:
        from socialvalue.formats.xlsx_fast_rows import FastRows

        pieces = FastRows(self.part).pieces() if self.quick else ([row] for row in self.part)
        with damage_told(self.clock.source.place):
            yield from self.clock.timed(pieces)


@contextmanager
def damage_told(place: Place) -> Iterator[None]:
    """Turn whatever a damaged workbook makes its reader raise into one problem."""
    try:
        yield
    except TooFarApart:
        message = "The cells of a sheet lie so far apart that it cannot be read."
        remedy = "Delete what is far to the right, or copy the table into a new workbook."
        raise BadData([error("file-too-large", place, message, remedy)]) from None
    except (*DAMAGE, EOFError):
        message = "The workbook is incomplete or damaged."
        remedy = "Open it in Excel, let it be repaired, and save it; or fetch it again."
        raise BadData([error("file-truncated", place, message, remedy)]) from None
