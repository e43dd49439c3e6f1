"""Cut-off: what lies outside the dates a return is for, and which months within them are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from socialvalue.cli import main

HEAD = "organisation,period,outcome,quantity,project\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"Acme,2024-{month:02d},apprenticeship,1,Works\n" for month in (4, 5, 7, 9)]
    Path("r.csv").write_text(HEAD + "".join(rows) + "Acme,2024-04,apprenticeship,0,Digital\n")


def calc(*words: str) -> Result:
    return CliRunner().invoke(main, ["calc", "r.csv", *words])


def test_what_is_outside_the_dates_is_an_error_and_named() -> None:
    done = calc("--from", "2024-05", "--to", "2024-09")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "r.csv!D2: error: Acme, apprenticeship: 2024-04 is outside 2024-05 to 2024-09." in done.stderr
    assert "[outside-dates]" in done.stderr


def test_months_that_are_missing_are_told_for_each_project() -> None:
    done = calc("--from", "2024-04", "--to", "2024-09")
    assert done.exit_code == 0, done.stderr
    assert "Acme, Works: nothing is reported for June 2024 and August 2024." in done.stderr
    assert {"months-absent"} == {code for code in ("months-absent", "outside-dates") if code in done.stderr}
    assert "Acme, Digital: nothing is reported for May 2024 to September 2024." in done.stderr


def test_dates_of_a_whole_year_may_be_written_as_one() -> None:
    assert calc("--from", "2024-25", "--to", "2024-25").exit_code == 0
    assert "outside" not in calc("--from", "2024-25", "--to", "2024-25").stderr


@pytest.mark.parametrize(
    "words", ["--from 2024-04", "--to 2024-04", "--from never --to 2024-04", "--from 2025-04 --to 2024-04"]
)
def test_dates_that_cannot_be_are_wrong_usage(words: str) -> None:
    assert calc(*words.split()).exit_code == 2
