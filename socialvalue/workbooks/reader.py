"""Workbooks and csv files as sheets of cells: nothing is interpreted here beyond what kind of thing a cell holds."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from socialvalue.cells import Cell, ErrorCell, NotCalculated
from socialvalue.problems import BadData, Place, error
from socialvalue.tables import Sheet
from socialvalue.workbooks import safety

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file.

    Raises:
        BadData: when the file is missing, not a file, not of a kind that can be read, encrypted, damaged, or larger
            than is safe to open.
    """
    place = Place(file=path.name)
    if path.is_dir():
        remedy = "Name a file within it."
        raise BadData([error("file-is-folder", place, f"{path.name} is a folder, not a file.", remedy)])
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        raise BadData([error("file-missing", place, f"There is no file {path.name}.", remedy)]) from None
    except OSError as err:
        remedy = "Close it in other programs, and check that you may read it."
        raise BadData([error("file-unreadable", place, f"It cannot be opened: {err.strerror}.", remedy)]) from None
    if not data:
        raise BadData([error("file-truncated", place, "The file is empty (0 bytes).", "Fetch or save it again.")])
    if data.startswith(_OLE):
        raise BadData([_ole_problem(data, place)])
    if data.startswith(b"PK"):
        return _workbook(path.name, data, place)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return [_csv(path.name, data, place)]
    remedy = "Save it as .xlsx or .csv."
    raise BadData([error("file-type", place, f"{path.name} is neither a workbook nor a csv file.", remedy)])


def _ole_problem(data: bytes, place: Place) -> Any:
    if "EncryptedPackage".encode("utf-16-le") in data:
        remedy = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it."
        return error("file-encrypted", place, "The workbook is protected by a password.", remedy)
    return error("file-type", place, "This is a workbook in the old .xls format.", "Save it as .xlsx.")


def _workbook(file: str, data: bytes, place: Place) -> list[Sheet]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    safety.check_zip(data, place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            formulas = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return [
                Sheet(file, sheet.title, list(_rows(sheet, formulas[sheet.title])))
                for sheet in values.worksheets
                if sheet.sheet_state != "veryHidden"
            ]
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        OSError,
        EOFError,
    ):
        remedy = "Open it in Excel, let it be repaired, and save it; or fetch it again."
        raise BadData([error("file-truncated", place, "The workbook is incomplete or damaged.", remedy)]) from None


def _rows(values: Any, formulas: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    values.reset_dimensions()  # the dimension a file claims may hide rows
    formulas.reset_dimensions()
    for number, (row, written) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True), start=1):
        yield number, [_cell(value, formula) for value, formula in zip(row, written, strict=True)]


def _cell(value: Any, formula: Any) -> Cell:
    if value.value is None:
        return NotCalculated() if formula.data_type == "f" else None
    if value.data_type == "e":
        return ErrorCell(str(value.value))
    cell: Cell = value.value
    return cell


def _csv(file: str, data: bytes, place: Place) -> Sheet:
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("cp1252", errors="replace")  # what Excel on Windows writes as plain csv
    if "\0" in content:
        raise BadData([error("file-type", place, "The file is not text.", "Save it as CSV UTF-8 from Excel.")])
    head = content[:4096]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    try:
        return Sheet(file, "", [(number, list(row)) for number, row in enumerate(rows, start=1)])
    except csv.Error as err:
        raise BadData([error("file-truncated", place, f"The csv breaks off: {err}.", "Save it again.")]) from None
