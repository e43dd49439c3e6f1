"""Dates that people write in words, or leave blank: not recorded, and said."""

from __future__ import annotations

from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.problems import Problem

HEAD = "organisation,period,outcome,quantity,start,end\n"


def problems_of(entered: sv.Return, *codes: str) -> list[Problem]:
    return [problem for problem in entered.problems if problem.code in codes or problem.severity == "error"]


@pytest.mark.parametrize("word", ["tbc", "TBC", "ongoing", "In progress", "awaiting", "to be confirmed", "current"])
def test_a_start_or_an_end_in_words_is_not_recorded_and_said(tmp_path: Path, word: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"{HEAD}Acme,2024-10,apprenticeship,1,01/10/2024,{word}\n")
    entered = sv.read(path)
    [problem] = problems_of(entered, "to-come")
    assert (problem.severity, problem.place.cell) == ("warning", "F2")
    assert problem.message == f"“{word}” is read as no date recorded yet."
    assert [(str(line.start), line.end) for line in entered.lines] == [("2024-10-01", None)]


@pytest.mark.parametrize("word", ["unknown", "n/k", "not known", "-", "N/A"])
def test_a_date_that_is_not_known_is_blank(tmp_path: Path, word: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"{HEAD}Acme,2024-10,apprenticeship,1,{word},{word}\n")
    entered = sv.read(path)
    assert problems_of(entered, "to-come") == []
    assert [(line.start, line.end) for line in entered.lines] == [(None, None)]


@pytest.mark.parametrize("word", ["tbc", "n/k", "ongoing"])
def test_a_period_in_words_is_an_error_that_says_what_to_do(tmp_path: Path, word: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"{HEAD}Acme,{word},apprenticeship,1,,\n")
    [problem] = problems_of(sv.read(path))
    assert problem.code == "missing-value"
    assert problem.message == f"The period is “{word}”: no date is recorded."


def mapping(path: Path, columns: dict[str, str], if_blank: str = "") -> Path:
    """A map that takes headings for what they mean, with the words of the trackers here."""
    lines = ['format = "socialvalue/map/1"', 'organisation = "Acme Homes"', f'if_blank = "{if_blank}"']
    entries = [f'{{ header = "{header}", taken_for = "{meaning}" }}' for header, meaning in columns.items()]
    words = {"Apprenticeship": "apprenticeship", "Still with us": "not yet"}
    said = [f'[[word]]\nword = "{word}"\ntaken_for = "{meaning}"' for word, meaning in words.items()]
    path.write_text("\n".join([*lines, f"column = [{', '.join(entries)}]", *said]))
    return path


@pytest.mark.parametrize("if_blank", ["2024-25", "Referred on"])
def test_rows_without_a_date_are_counted_and_what_was_taken_for_it_is_told(tmp_path: Path, if_blank: str) -> None:
    path = tmp_path / "tracker.csv"
    path.write_text(
        "Ref,Outcome,Date achieved,Referred on\n"
        "1,Apprenticeship,03/10/2024,01/09/2024\n"
        "2,Apprenticeship,,02/09/2024\n"
        "3,Apprenticeship,tbc,03/08/2024\n"
        "4,Still with us,,04/09/2024\n"
        "5,Apprenticeship,n/k,05/09/2024\n"
    )
    columns = {"Ref": "person", "Outcome": "outcome", "Date achieved": "period", "Referred on": "leave out"}
    result = sv.calculate(sv.read(path, mapping=mapping(tmp_path / "map.toml", columns, if_blank)), "open-2026")
    [problem] = [problem for problem in result.problems if problem.code == "date-taken"]
    assert problem.severity == "note"
    assert problem.message == (f"3 rows have no date: “{if_blank}” is taken, as the map says (rows 3, 4, 6).")
    assert sum(line.rows for line in result.entered.lines) == 4
    assert problem.message in result.to_json()


def test_a_date_still_to_come_under_an_outcome_counts_nothing_and_is_said(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_text("Ref,Apprenticeship date\n1,03/10/2024\n2,tbc\n3,ongoing\n4,\n")
    columns = {"Ref": "person", "Apprenticeship date": "dates"}
    entered = sv.read(path, mapping=mapping(tmp_path / "map.toml", columns))
    [problem] = problems_of(entered, "to-come")
    assert problem.message == "“Apprenticeship date” is still to come in 2 rows, which count nothing (rows 3, 4)."
    assert sum(line.quantity or 0 for line in entered.lines) == 1
