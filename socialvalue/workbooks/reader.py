"""Workbooks and csv files as sheets of cells: nothing is interpreted here beyond what kind of thing a cell holds."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from attrs import frozen

from socialvalue.cells import Cell, ErrorCell, NotCalculated
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.tables import Sheet
from socialvalue.workbooks import safety
from socialvalue.workbooks.fast import fast_sheets

TEXT_KINDS = (".csv", ".tsv", ".txt")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KEPT = 20_000_000  # bytes; the cells of a file larger than this are gone through, never all held


def read_sheets(path: Path, *, fast: bool = True) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a csv file.

    Args:
        path: the file.
        fast: False to read a workbook with openpyxl even where it is proved safe for the quick way; the cells mean
            the same either way.

    Raises:
        BadData: when the file is missing, not a file, not of a kind that can be read, encrypted, damaged, or larger
            than is safe to open. Rows of a large file are read when they are gone through, and may raise it then.
    """
    place = Place(file=path.name)
    head = check_file(path, place)
    if head.startswith(_OLE):
        raise BadData([_ole_problem(path.read_bytes(), place)])
    if head.startswith(b"PK"):
        data = path.read_bytes()
        safety.check_zip(data, place)
        found = fast_sheets(data) if fast else None
        if found is not None:
            return [Sheet(path.name, name, rows) for name, rows in found]
        return _workbook(path, place)
    if path.suffix.lower() in TEXT_KINDS:
        return [text_sheet(path, place)]
    remedy = "Save it as .xlsx or .csv."
    raise BadData([error("file-type", place, f"{path.name} is neither a workbook nor a csv file.", remedy)])


def check_file(path: Path, place: Place) -> bytes:
    """The first bytes of a file.

    Raises:
        BadData: when it is missing, a folder, empty, or cannot be opened.
    """
    if path.is_dir():
        remedy = "Name a file within it."
        raise BadData([error("file-is-folder", place, f"{path.name} is a folder, not a file.", remedy)])
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLE))
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        raise BadData([error("file-missing", place, f"There is no file {path.name}.", remedy)]) from None
    except OSError as err:
        remedy = "Close it in other programs, and check that you may read it."
        raise BadData([error("file-unreadable", place, f"It cannot be opened: {err.strerror}.", remedy)]) from None
    if not head:
        raise BadData([error("file-truncated", place, "The file is empty (0 bytes).", "Fetch or save it again.")])
    return head


def _ole_problem(data: bytes, place: Place) -> Problem:
    if "EncryptedPackage".encode("utf-16-le") in data:
        remedy = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it."
        return error("file-encrypted", place, "The workbook is protected by a password.", remedy)
    return error("file-type", place, "This is a workbook in the old .xls format.", "Save it as .xlsx.")


# workbooks, with openpyxl


def _workbook(path: Path, place: Place) -> list[Sheet]:
    damaged = _Damage(place)
    with damaged, warnings.catch_warnings():
        from openpyxl import load_workbook

        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        values = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(path, read_only=True, keep_links=False)
        sheets = [sheet for sheet in values.worksheets if sheet.sheet_state != "veryHidden"]
        rows = {sheet.title: _Rows(partial(_rows, sheet, formulas[sheet.title]), damaged) for sheet in sheets}
        small = path.stat().st_size < _KEPT
        return [Sheet(path.name, title, list(found) if small else found) for title, found in rows.items()]
    raise AssertionError  # the context lets no other error through


class _Damage:
    """Within it, whatever a damaged workbook makes openpyxl raise is one problem."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, _: object) -> None:
        from openpyxl.utils.exceptions import InvalidFileException

        damage = (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError, EOFError, IndexError)
        zlib = type(err).__module__ == "zlib"
        if zlib or isinstance(err, (*damage, BadZipFile, InvalidFileException, NotImplementedError)):
            message, remedy = (
                "The workbook is incomplete or damaged.",
                "Open it in Excel, let it be repaired, and save it; or fetch it again.",
            )
            raise BadData([error("file-truncated", self._place, message, remedy)]) from None


@frozen
class _Rows:
    """Rows that are read each time they are gone through."""

    read: Callable[[], Iterator[tuple[int, Sequence[Cell]]]]
    damaged: _Damage

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        with self.damaged:
            yield from self.read()


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
    if isinstance(value.value, bool | dt.timedelta):
        return str(value.value).upper()
    cell: Cell = value.value
    return cell


# text


def text_sheet(path: Path, place: Place) -> Sheet:
    """A csv file, or one like it, as a sheet."""
    rows = TextRows.of(path, _encoding(path, place))
    return Sheet(path.name, "", list(rows) if path.stat().st_size < _KEPT else rows)


def _encoding(path: Path, place: Place) -> str:
    """UTF-8, or what Excel on Windows writes as plain csv."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if b"\0" in piece:
                remedy = "Save it as CSV UTF-8 from Excel."
                raise BadData([error("file-type", place, "The file is not text.", remedy)])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return "cp1252"
    return "utf-8-sig"


@frozen
class TextRows:
    """The rows of a csv file, read each time they are gone through."""

    path: Path
    encoding: str
    delimiter: str

    @classmethod
    def of(cls, path: Path, encoding: str) -> TextRows:
        """The rows, parted by whichever of comma, semicolon and tab there are most of at the start."""
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            head = file.read(4096)
        return cls(path, encoding, max(",;\t", key=head.count))

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, (row, _) in enumerate(self.with_lines(), start=1):
            yield number, row

    def with_lines(self) -> Iterator[tuple[list[str], int]]:
        """Each row, and the number of the line of text in which it ends."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            rows = csv.reader(file, delimiter=self.delimiter)
            try:
                for row in rows:
                    yield row, rows.line_num
            except csv.Error as err:
                place, message = Place(file=self.path.name), f"The csv breaks off: {err}."
                raise BadData([error("file-truncated", place, message, "Save it again.")]) from None
