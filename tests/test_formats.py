"""What a cell means, whoever wrote the file: each kind of cell, and every reader that can meet it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import socialvalue as sv

TODAY = dt.date(2026, 1, 31)
HEADER = "organisation,period,outcome,quantity"


def codes(path: Path) -> list[str]:
    """The codes of the errors in a file."""
    return [problem.code for problem in sv.read(path, today=TODAY).problems if problem.severity == "error"]


def csv_file(folder: Path, text: str, name: str = "r.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


# quotation marks


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        (['Acme,2020-10,Apprenticeship,24,"see page 4', "Acme,2020-11,Apprenticeship,3,"], "E2"),
        (['"Acme,2020-10,Apprenticeship,24,', "Bee,2020-11,Apprenticeship,3,", 'B,2020-12,Apprenticeship,3,"x"'], "A2"),
    ],
)  # fmt: skip
def test_a_quotation_mark_that_is_never_closed_is_an_error_at_its_cell(
    rows: list[str], cell: str, tmp_path: Path
) -> None:
    [problem] = sv.read(csv_file(tmp_path, "\n".join([f"{HEADER},notes", *rows])), today=TODAY).problems
    assert (problem.code, problem.place.cell) == ("open-quote", cell)


@pytest.mark.parametrize("note", ['"two\nlines"', '"said ""yes"", and left"', 'a 6" ruler', '"one, two"', '"x" y'])
def test_a_quotation_mark_that_is_closed_is_none(note: str, tmp_path: Path) -> None:
    text = f"{HEADER},notes\nAcme,2020-10,Apprenticeship,24,{note}\nAcme,2020-11,Apprenticeship,3,\n"
    assert len(sv.read(csv_file(tmp_path, text), today=TODAY).lines) == 2


# two figures in one cell


@pytest.mark.parametrize("written", ["92 83", "92  830 1", "1 28", "92,83", "92/83"])
def test_two_numbers_in_a_cell_are_no_number(written: str, tmp_path: Path) -> None:
    assert codes(csv_file(tmp_path, f'{HEADER}\nAcme,2020-10,Apprenticeship,"{written}"\n')) == ["not-a-number"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 92 ", 92),
        ("1,285", 1285),
        ("1 285", 1285),
        ("1\u00a0285", 1285),
        ("12 345 678.0", None),
        ("1 285 000", 1285000),
    ],
)
def test_a_space_stands_between_thousands(written: str, number: int | None, tmp_path: Path) -> None:
    entered = sv.read(csv_file(tmp_path, f'{HEADER}\nAcme,2020-10,Apprenticeship,"{written}"\n'), today=TODAY)
    assert [line.quantity for line in entered.lines] == ([] if number is None else [number])
