"""Workbooks that a library in C or Rust reads, in a child process: .xls, and what .xls hides, such as a password."""

from __future__ import annotations

from socialvalue.formats.sheets import Sheet
from socialvalue.opening import Source
from socialvalue.problems import BadData, Problem, error

_OLE_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_WITHOUT_CONTAINER = (b"\x09\x08", b"\x09\x04\x06", b"\x09\x02\x06", b"\x09\x00\x04")  # .xls without a container


class BinaryReader:
    """.xls, and whatever else is kept as it is, such as a workbook with a password."""

    def takes(self, source: Source) -> bool:
        """Whether a file is of this kind, by its first bytes."""
        return source.head.startswith((_OLE_CONTAINER, *_XLS_WITHOUT_CONTAINER))

    def sheets(self, source: Source) -> list[Sheet]:
        """Its sheets; raises `BadData` when it is damaged, encrypted, or larger than is safe to open."""
        from socialvalue.formats.sandbox import sheets_in_child

        data = source.bytes()
        if source.head.startswith(_OLE_CONTAINER) and _utf_16("EncryptedPackage") in data:
            raise BadData([_encrypted(source, labelled=_utf_16("DRMEncrypted") in data)])
        return sheets_in_child("socialvalue.formats.xls_and_xlsb:xls_sheets", source, data)


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _encrypted(source: Source, *, labelled: bool) -> Problem:
    if labelled:
        message = "The workbook is encrypted by a sensitivity label or by rights management."
        remedy = "Open it in Excel, give it a label that does not encrypt (Home, Sensitivity), and save it."
    else:
        message = "The workbook is protected by a password."
        remedy = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it."
    return error("file-encrypted", source.place, message, remedy)
