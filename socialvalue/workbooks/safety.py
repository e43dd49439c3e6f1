"""What a workbook may claim before it is opened: files come from anywhere."""

from __future__ import annotations

import io
from zipfile import BadZipFile, ZipFile

from socialvalue.problems import BadData, Place, error

MOST_ENTRIES = 2_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
SMALL = 50_000_000  # below this many bytes the ratio does not matter


def check_zip(data: bytes, place: Place) -> None:
    """Look at the table of contents of a zipped workbook before anything is expanded.

    Raises:
        BadData: when it is no zip file, no workbook, or would expand beyond what is safe.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, OSError):
        remedy = "Fetch or save it again."
        raise BadData([error("file-truncated", place, "The workbook is incomplete or damaged.", remedy)]) from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        remedy = "Save it from Excel as .xlsx."
        raise BadData([error("file-type", place, "The file is a zip archive but no Excel workbook.", remedy)])
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or size > MOST_BYTES or (size > SMALL and size > MOST_RATIO * len(data)):
        message = f"The workbook would expand to {size:,} bytes in {len(entries):,} parts."
        remedy = "Copy the cells you need into a new workbook."
        raise BadData([error("file-too-large", place, message, remedy)])
