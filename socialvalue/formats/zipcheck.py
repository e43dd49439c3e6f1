"""Checks of a zipped workbook before it is opened: files come from anywhere.

A workbook is a zip archive of XML parts. Its table of contents says how far each part expands; the parts that are read
whole are held to that before any reader sees them, and a part that is read in pieces is held to it by `pieces`.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from attrs import frozen

from socialvalue.problems import BadData, Place, error

MOST_ENTRIES = 2_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
SMALL = 50_000_000  # below this many bytes the ratio does not matter

#: Parts that are read whole, other than texts and sheets, are a few megabytes at most in workbooks people make.
MOST_PART_BYTES = 32_000_000
MOST_PART_TAGS = 1_000_000

#: The texts that cells share are all held while a workbook is read; sheets are read a row at a time.
MOST_TEXT_BYTES = 300_000_000
MOST_TEXT_TAGS = 6_000_000

_PIECE = 1 << 20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_ENCRYPTED = 0x1
_TEXTS = "xl/sharedstrings.xml"
_DEFINES = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")


@frozen
class Archive:
    """A zipped file: its bytes, and its parts by name; names are written with strokes, whichever way they lean."""

    data: bytes
    parts: Mapping[str, ZipInfo]

    @classmethod
    def of(cls, data: bytes, place: Place) -> Archive:
        """The parts of a file; raises `BadData` as `contents` does."""
        return cls(data, {entry.filename.replace("\\", "/"): entry for entry in contents(data, place)})

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a piece at a time; raises as `pieces` does, and KeyError where there is none."""
        return pieces(self.data, self.parts[name])

    def read(self, name: str) -> bytes:
        """A part as a whole."""
        return b"".join(self.pieces(name))

    def open(self, name: str) -> ArchivePart:
        """A part that can be read like a file."""
        return ArchivePart(self.pieces(name))

    def find(self, name: str) -> str | None:
        """The part of that name, whatever its case; None where there is none."""
        if name in self.parts:
            return name
        return next((part for part in self.parts if part.lower() == name.lower()), None)


class ArchivePart:
    """A part of an archive, read like a file and no further than its table of contents says."""

    def __init__(self, found: Iterator[bytes]) -> None:
        self._found, self._rest = found, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; at least one where there are any."""
        if not self._rest:
            self._rest = next((piece for piece in self._found if piece), b"")
        piece, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return piece


def contents(data: bytes, place: Place) -> list[ZipInfo]:
    """The table of contents of a zip archive, checked.

    Raises:
        BadData: when it is no zip archive, encrypted, made to mislead, or of too many parts.
    """
    _check_size_of_contents(data, place)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise _zip_damaged(place) from None
    _check_names(entries, place)
    return entries


def check_zip(data: bytes, place: Place) -> Archive:
    """Check a zipped workbook before anything in it is expanded in full.

    Raises:
        BadData: as `contents` does; when it is no workbook, or would expand beyond what is safe.
    """
    archive = Archive.of(data, place)
    names, entries = list(archive.parts), list(archive.parts.values())
    if not any(name.lower().startswith("xl/workbook") and name.lower().endswith(".xml") for name in names):
        raise _no_workbook(names, place)
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES or (size > SMALL and size > MOST_RATIO * len(data)):
        raise _zip_too_large(place, f"The workbook would expand to {size:,} bytes in {len(entries):,} parts.")
    for entry in entries:
        if entry.filename.lower().replace("\\", "/") == _TEXTS:
            _check_part_size(data, entry, place, MOST_TEXT_BYTES, MOST_TEXT_TAGS)
        elif not _in_pieces(entry):
            _check_part_size(data, entry, place, MOST_PART_BYTES, MOST_PART_TAGS)
    return archive


def _in_pieces(entry: ZipInfo) -> bool:
    """Whether a part is a sheet, or one that only a sheet could be made to refer to, such as a picture."""
    name = entry.filename.lower().replace("\\", "/")
    known = name.startswith(("xl/theme/", "xl/_rels/", "_rels/", "docprops/")) or name.count("/") < 2
    return not (known and name.endswith((".xml", ".rels")))


def pieces(data: bytes, entry: ZipInfo) -> Iterator[bytes]:
    """A part's bytes, as far as the table of contents says and no further.

    Where a part expands further than the table of contents says, readers differ on which of the two they follow.

    Raises:
        ValueError: when the part is not what the table of contents says.
        zlib.error: when it is damaged.
    """
    start = entry.header_offset
    if data[start : start + 4] != b"PK\x03\x04":
        raise ValueError(_size_mismatch(entry))
    name_length, extra_length = struct.unpack("<HH", data[start + 26 : start + 30])
    start += 30 + name_length + extra_length
    raw = memoryview(data)[start : start + entry.compress_size]
    left, checksum = entry.file_size, 0
    inflated = iter((bytes(raw),)) if entry.compress_type == ZIP_STORED else _inflated_pieces(raw)
    for piece in inflated:
        left -= len(piece)
        checksum = zlib.crc32(piece, checksum)
        if left < 0:
            raise ValueError(_size_mismatch(entry))
        yield piece
    if left or checksum != entry.CRC:
        raise ValueError(_size_mismatch(entry))


def _inflated_pieces(raw: memoryview) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(raw), _PIECE):
        rest = bytes(raw[start : start + _PIECE])
        while rest and not inflate.eof:
            yield inflate.decompress(rest, _PIECE)
            rest = inflate.unconsumed_tail
    yield inflate.flush()


def _size_mismatch(entry: ZipInfo) -> str:
    return f"{entry.filename} is not what the table of contents says"


def _check_size_of_contents(data: bytes, place: Place) -> None:
    """Refuse a table of contents of millions of entries before it is read: each would take memory."""
    end = data.rfind(_END, max(0, len(data) - 66_000))
    if end < 0 or end + 20 > len(data):
        raise _zip_damaged(place)
    count, size = struct.unpack("<H", data[end + 10 : end + 12])[0], struct.unpack("<I", data[end + 12 : end + 16])[0]
    before = data.rfind(_END_64, max(0, end - 200), end)
    if (count == 0xFFFF or size == 0xFFFFFFFF) and 0 <= before <= end - 56:  # a longer record before it tells
        count, size = struct.unpack("<QQ", data[before + 32 : before + 48])
    if count > MOST_ENTRIES or size > MOST_ENTRIES * 1_000:
        raise _zip_too_large(place, f"The workbook claims to hold {count:,} parts.")


def _check_names(entries: list[ZipInfo], place: Place) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_ENTRIES:
        raise _zip_too_large(place, f"The workbook holds {len(names):,} parts.")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            remedy = "Take the password off, and save it as .xlsx."
            raise BadData([error("file-encrypted", place, "The file is protected by a password.", remedy)])
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise _zip_unsafe(place, f"“{entry.filename}” is packed as no spreadsheet program packs it")
        parts = entry.orig_filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in entry.orig_filename:
            raise _zip_unsafe(place, f"“{entry.orig_filename}” names a place outside the workbook")
    if len({name.casefold() for name in names}) < len(names):
        raise _zip_unsafe(place, "two parts have one name")


def _check_part_size(data: bytes, entry: ZipInfo, place: Place, most_bytes: int, most_tags: int) -> None:
    if entry.file_size > most_bytes:
        raise _zip_too_large(place, f"“{entry.filename}” would expand to {entry.file_size:,} bytes.")
    tags, before = 0, b""
    try:
        for piece in pieces(data, entry):
            tags += piece.count(b"<")
            if _DEFINES.search(before[-20:] + piece):  # whatever reads XML here, entities are not for it to meet
                raise _zip_unsafe(place, f"“{entry.filename}” defines words of its own")
            before = piece
            if tags > most_tags:
                raise _zip_too_large(place, f"“{entry.filename}” holds more than {most_tags:,} tags.")
    except (ValueError, zlib.error, struct.error):
        raise _zip_damaged(place) from None


def _no_workbook(names: list[str], place: Place) -> BadData:
    if "xl/workbook.bin" in names:
        message = "This is a binary workbook (.xlsb)."
    elif "content.xml" in names:
        message = "This is an OpenDocument file (.ods)."
    elif "word/document.xml" in names or "ppt/presentation.xml" in names:
        message = "This is a Word or PowerPoint file, not a workbook."
    elif "Index/Document.iwa" in names:
        message = "This is a Numbers file from a Mac."
    else:
        message = "The file is a zip archive but no Excel workbook."
    return BadData([error("file-type", place, message, "Save it from its own program as .xlsx or .csv.")])


def _zip_damaged(place: Place) -> BadData:
    remedy = "Open it in Excel, let it be repaired, and save it; or fetch it again."
    return BadData([error("file-truncated", place, "The workbook is incomplete or damaged.", remedy)])


def _zip_too_large(place: Place, message: str) -> BadData:
    return BadData([error("file-too-large", place, message, "Copy the cells you need into a new workbook.")])


def _zip_unsafe(place: Place, what: str) -> BadData:
    message = f"No spreadsheet program wrote this file: {what}."
    return BadData([error("file-unsafe", place, message, "Ask whoever sent it to save it again from Excel.")])
