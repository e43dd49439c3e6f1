"""A file as sheets of cells, whatever its kind: nothing is interpreted here beyond what kind of thing a cell holds."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, Protocol, TypeVar

from attrs import evolve, frozen

from socialvalue.formats import text, xlsx
from socialvalue.formats.extensions import ExtensionReader
from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.formats.zipcheck import Archive, check_zip
from socialvalue.opening import HELD, Source, open_file
from socialvalue.problems import BadData, Place, Problem, error

T = TypeVar("T")

_END: Final = object()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDEST = (b"\x09\x08", b"\x09\x04\x06", b"\x09\x02\x06", b"\x09\x00\x04")  # .xls without a container
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-zA-Z]")

#: What an OpenDocument or binary workbook may expand to; its parts are read whole.
MOST_EXPANDED = 200_000_000
MEGABYTES, MEGABYTES_A_MILLION = 600, 60  # of a child that reads such a workbook


class Reader(Protocol):
    """A way to read one kind of file."""

    def takes(self, source: Source) -> bool:
        """Whether a file is of this kind, by what is in it."""

    def sheets(self, source: Source) -> list[Sheet]:
        """Its sheets; raises `BadData` when it is damaged, encrypted, or larger than is safe to open."""


def read_sheets(path: Path | Source, *, quick: bool = True) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file.

    Args:
        path: the file.
        quick: False to parse each sheet of an .xlsx workbook as XML, row by row; the cells mean the same either way.

    Raises:
        BadData: when the file is missing, not a file, not of a kind that can be read, encrypted, damaged, or larger
            than is safe to open. Rows of a large file are read when they are iterated over, and may raise it then.
    """
    source = path if isinstance(path, Source) else open_file(path)
    for reader in (ExtensionReader(), _Locked(), _OldReader(), _ZipReader(quick), _WebPage(), _TextReader()):
        if reader.takes(source):
            return reader.sheets(source)
    raise _of_no_kind(source)


def _of_no_kind(source: Source) -> BadData:
    try:
        first = next((row for row, _ in text.TextRows.of(source).with_lines() if any(row)), [])
    except BadData:
        first = []
    if len(first) > 1:
        message = f"{source.name} holds the text of a csv file, and is not named as one."
        remedy = f"Name it {source.path.stem}.csv; or open it in Excel and save it as .xlsx."
    else:
        message, remedy = f"{source.name} is neither a workbook nor a csv file.", "Save it as .xlsx or .csv."
    return BadData([error("file-type", source.place, message, remedy)])


class _TextReader:
    def takes(self, source: Source) -> bool:
        return source.path.suffix.lower() in text.KINDS or source.path.name == "stdin"

    def sheets(self, source: Source) -> list[Sheet]:
        sheet = text.text_sheet(source)
        return [evolve(sheet, rows=_Timed(sheet.rows, source))] if source.limited else [sheet]


# what is no table, whatever its name says


class _WebPage:
    def takes(self, source: Source) -> bool:
        return _MARKUP.match(source.head[:1000]) is not None

    def sheets(self, source: Source) -> list[Sheet]:
        message = f"{source.name} is a web page or the like, whatever its name says."
        remedy = "Open it in Excel and save it as .xlsx or .csv."
        raise BadData([error("file-type", source.place, message, remedy)])


class _Locked:
    """The small file that Excel keeps beside a workbook while that is open."""

    def takes(self, source: Source) -> bool:
        return source.name.startswith("~$") and source.size < 1_000

    def sheets(self, source: Source) -> list[Sheet]:
        whose = source.name.removeprefix("~$")
        message = f"{source.name} is only the lock that Excel keeps beside {whose} while that is open."
        raise BadData([error("file-type", source.place, message, f"Close {whose} in Excel, and name that file.")])


# binary workbooks


class _OldReader:
    """.xls, and whatever else is kept as it is, such as a workbook with a password."""

    def takes(self, source: Source) -> bool:
        return source.head.startswith((_OLE, *_OLDEST))

    def sheets(self, source: Source) -> list[Sheet]:
        data = source.bytes()
        if source.head.startswith(_OLE) and _wide("EncryptedPackage") in data:
            raise BadData([_protected(source, labelled=_wide("DRMEncrypted") in data)])
        return _in_child("socialvalue.formats.old_workbooks:xls_sheets", source, data)


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _protected(source: Source, *, labelled: bool) -> Problem:
    if labelled:
        message = "The workbook is encrypted by a sensitivity label or by rights management."
        remedy = "Open it in Excel, give it a label that does not encrypt (Home, Sensitivity), and save it."
    else:
        message = "The workbook is protected by a password."
        remedy = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it."
    return error("file-encrypted", source.place, message, remedy)


def _in_child(function: str, source: Source, data: bytes) -> list[Sheet]:
    """The sheets that a function finds in a process of its own, which may take no more than suits the file."""
    from socialvalue.formats.sandbox import in_child

    size = len(data) / 1e6
    found = in_child(
        function,
        data,
        source.place,
        seconds=int(source.seconds) + 1,
        megabytes=int(MEGABYTES + size * MEGABYTES_A_MILLION),
    )
    return [Sheet(source.name, sheet.name, sheet.rows, hidden=sheet.hidden) for sheet in found]


# zipped workbooks


@frozen
class _ZipReader:
    quick: bool

    def takes(self, source: Source) -> bool:
        return source.head.startswith(b"PK")

    def sheets(self, source: Source) -> list[Sheet]:
        data = source.bytes()
        archive = Archive.of(data, source.place)
        if "content.xml" in archive.parts or "xl/workbook.bin" in archive.parts:
            _expands(archive, source.place)
            kind = "ods:ods_sheets" if "content.xml" in archive.parts else "old_workbooks:xlsb_sheets"
            return _in_child(f"socialvalue.formats.{kind}", source, data)
        return self._xlsx(check_zip(data, source.place), source)

    def _xlsx(self, archive: Archive, source: Source) -> list[Sheet]:
        clock = Clock(source)
        with _damage_told(source.place), clock:
            book = xlsx.Book.of(archive)
        shown = [part for part in book.sheets if not part.buried]
        small = source.size < HELD
        rows = [SheetRows(part, clock, self.quick) for part in shown]
        with _damage_told(source.place), clock:
            merged = {
                part.part: tuple(islice(_merged(archive, part.part), _MOST_MERGED)) if small else () for part in shown
            }
        return [
            Sheet(
                source.name,
                found.part.name,
                list(found) if small else found,
                hidden=found.part.hidden,
                merged=merged[found.part.part],
            )
            for found in rows
        ]


def _merged(archive: Archive, part: str) -> Iterator[str]:
    """The merged cells of a sheet, looked for piece by piece: they come after its rows."""
    rest = b""
    for piece in archive.pieces(part):
        rest += piece
        end = 0
        for match in _MERGED.finditer(rest):
            end = match.end()
            yield match[1].decode()
        rest = rest[max(end, len(rest) - 100) :]


#: More ranges of merged cells than these tell nothing of a table.
_MOST_MERGED = 10_000
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def _expands(archive: Archive, place: Place) -> None:
    size = sum(entry.file_size for entry in archive.parts.values())
    if size > MOST_EXPANDED:
        message = f"The workbook would expand to {size:,} bytes."
        raise BadData([error("file-too-large", place, message, "Copy the cells you need into a new workbook.")])


@frozen
class SheetRows:
    """The rows of a sheet of an .xlsx workbook, read each time they are iterated over."""

    part: xlsx.Part
    clock: Clock
    quick: bool

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        from socialvalue.formats.xlsx_stream import Rows

        place = self.clock.source.place
        pieces = Rows(self.part).pieces() if self.quick else ([row] for row in self.part)
        with _damage_told(place):
            for rows in self.clock.timed(pieces):
                yield from rows


@contextmanager
def _damage_told(place: Place) -> Iterator[None]:
    """Turn whatever a damaged workbook makes its reader raise into one problem."""
    try:
        yield
    except xlsx.TooFarApart:
        message = "The cells of a sheet lie so far apart that it cannot be read."
        remedy = "Delete what is far to the right, or copy the table into a new workbook."
        raise BadData([error("file-too-large", place, message, remedy)]) from None
    except (*xlsx.DAMAGE, EOFError):
        message = "The workbook is incomplete or damaged."
        remedy = "Open it in Excel, let it be repaired, and save it; or fetch it again."
        raise BadData([error("file-truncated", place, message, remedy)]) from None


#: Seconds of this thread alone: a service reads in many at once. Where there is one thread only, of the process.
_time = getattr(time, "thread_time", time.process_time)


@frozen
class _Timed:
    """Rows that may be read for so long and no longer, each time they are."""

    rows: Iterable[tuple[int, Sequence[Cell]]]
    source: Source

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return Clock(self.source).timed(self.rows)


class Clock:
    """How long a file has been read, and how long it may be."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.left = source.seconds
        self._started = 0.0

    def __enter__(self) -> None:
        self._started = _time()

    def __exit__(self, *_: object) -> None:
        self.left -= _time() - self._started
        if self.left < 0:
            raise self.source.takes_too_long()

    def timed(self, found: Iterable[T]) -> Iterator[T]:
        """What is found, while there is time left."""
        items = iter(found)
        while True:
            with self:
                item = next(items, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc] # it is not the end
