"""Figures that a sheet hides or strikes through: they count, and the sheet is named once."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.libreoffice import edit, needed
from openpyxl import Workbook
from openpyxl.styles import Font

import socialvalue as sv

HEAD = ("organisation", "period", "outcome", "quantity")
ROW = ("Acme Homes", "2024-04", "apprenticeship", 1)


def workbook(path: Path, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> tuple[Path, Workbook]:
    """A workbook with a table on the sheet Return, and its openpyxl form to be changed and saved."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Return"
    for row in (head, *rows):
        sheet.append(row)
    book.save(path)
    return path, book


def told(path: Path) -> list[str]:
    """What is said of hidden and struck figures."""
    codes = ("hidden-figures", "struck-figures")
    return [f"{p.place}: {p.message}" for p in sv.read(path).problems if p.code in codes]


def different(number: int) -> list[tuple[object, ...]]:
    """Rows of different projects."""
    return [(*ROW, f"Project {at}") for at in range(number)]


WITH_PROJECT = (*HEAD, "project")


def test_hidden_rows_are_named_once_and_count(tmp_path: Path) -> None:
    path, book = workbook(tmp_path / "r.xlsx", *different(9), head=WITH_PROJECT)
    for row in (3, 4, 5, 8):
        book["Return"].row_dimensions[row].hidden = True
    book["Return"].row_dimensions[30].hidden = True  # nothing is in it
    book.save(path)
    assert told(path) == ["r.xlsx!Return: Rows 3 to 5 and 8 are hidden; their figures count all the same."]
    assert sum(line.quantity or 0 for line in sv.read(path).lines) == 9


def test_hidden_rows_of_a_register_are_told_though_its_rows_are_grouped(tmp_path: Path) -> None:
    people = [("Acme Homes", "2024-04", "apprenticeship", f"P{at}") for at in range(3_000)]
    path, book = workbook(tmp_path / "r.xlsx", *people, head=("organisation", "period", "outcome", "person"))
    for row in range(1_000, 1_010):
        book["Return"].row_dimensions[row].hidden = True
    book.save(path)
    assert told(path) == ["r.xlsx!Return: Rows 1000 to 1009 are hidden; their figures count all the same."]


def test_a_hidden_column_of_figures_is_named_and_one_of_remarks_is_not(tmp_path: Path) -> None:
    head = ("Organisation", "Outcome", "Apr 2024", "May 2024", "Remarks")
    path, book = workbook(tmp_path / "r.xlsx", ("Acme Homes", "Apprenticeship", 1, 2, "none"), head=head)
    book["Return"].column_dimensions["E"].hidden = True
    book.save(path)
    assert told(path) == []
    book["Return"].column_dimensions["C"].hidden = True
    book.save(path)
    assert told(path) == ["r.xlsx!Return: Column C is hidden; its figures count all the same."]


def test_cells_struck_through_as_a_whole_are_named_and_count(tmp_path: Path) -> None:
    path, book = workbook(tmp_path / "r.xlsx", *different(4), head=WITH_PROJECT)
    for cell in ("D3", "D5", "E4"):
        book["Return"][cell].font = Font(strike=True)
    book.save(path)
    assert told(path) == ["r.xlsx!Return: Cells D3 and D5 are struck through; they count all the same."]
    assert sum(line.quantity or 0 for line in sv.read(path).lines) == 4


def test_what_a_template_hides_of_its_own_is_not_told(tmp_path: Path) -> None:
    october = Path(__file__).parents[1] / "seeds/returns-2020-10.xlsx"
    assert told(october) == []


@needed()
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_other_workbooks_say_what_they_hide_too(tmp_path: Path, ending: str) -> None:
    path, book = workbook(tmp_path / "r.xlsx", *different(5), head=WITH_PROJECT)
    sheet = book["Return"]
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["D6"].font = Font(strike=True)
    book.save(path)
    edit(path, [], tmp_path / f"r.{ending}")
    hidden = f"r.{ending}!Return: Rows 3 to 4 and column D are hidden; their figures count all the same."
    struck = f"r.{ending}!Return: Cell D6 is struck through; it counts all the same."
    assert told(tmp_path / f"r.{ending}") == ([hidden, struck] if ending == "ods" else [hidden])
