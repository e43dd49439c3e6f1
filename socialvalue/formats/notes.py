"""The notes that people put on the cells of a workbook; openpyxl reads them, in a child process."""

from __future__ import annotations

import io
import warnings

from socialvalue.formats.sandbox import in_child
from socialvalue.opening import Source
from socialvalue.problems import Place

#: Characters of one note that are kept.
_LONGEST = 4_000


def notes_of(source: Source) -> dict[Place, str]:
    """The notes of a workbook that has passed `socialvalue.formats.zipcheck`, by the cell each is on.

    Raises:
        BadData: when reading them takes longer, or more memory, than it may.
    """
    found = in_child(
        "socialvalue.formats.notes:read_notes", source.bytes(), source.place, seconds=int(source.seconds) + 1
    )
    return {Place(source.name, sheet, cell): text for sheet, cell, text in found}


def read_notes(data: bytes) -> list[tuple[str, str, str]]:
    """The sheet, the cell and the text of each note; none for a workbook that openpyxl cannot read."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what it does not keep
        try:
            book = load_workbook(io.BytesIO(data), keep_links=False)
        except Exception:  # noqa: BLE001 - whatever it raises, the cells themselves were read
            return []
    return [
        (sheet.title, cell.coordinate, " ".join(cell.comment.text[:_LONGEST].split()))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    ]
