"""Cut-off: what lies outside the dates a return is for, and which months within them are missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.showing.data.json.result import content_fingerprint

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


@pytest.mark.parametrize("name", ["r.json", "r.xlsx"])
def test_a_result_keeps_the_dates_it_is_for_and_is_verified_by_them(name: str) -> None:
    assert calc("--from", "2024-04", "--to", "2024-09", "--out", name).exit_code == 0
    done = CliRunner().invoke(main, ["verify", name, "--inputs", "r.csv"])
    assert done.exit_code == 0, done.stderr
    done = CliRunner().invoke(main, ["audit-pack", name, "--out", "pack.xlsx"])
    assert done.exit_code == 0, done.stderr
    first = [[cell.value for cell in row] for row in load_workbook("pack.xlsx")["Audit pack"].iter_rows(max_col=2)]
    assert ["Dates it is for", "April 2024 to September 2024"] in first


def test_the_json_says_the_dates_and_what_is_absent_within_them() -> None:
    document = json.loads(calc("--from", "2024-04", "--to", "2024-09", "--format", "json").stdout)
    assert document["assumptions"]["dates"] == ["2024-04", "2024-09"]
    assert [problem["code"] for problem in document["problems"]].count("months-absent") == 2
    assert "dates" not in json.loads(calc("--format", "json").stdout)["assumptions"]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["2024-05", "2024-09"], "headline: error: The file says an entry; calculated again it is nothing."),
        (["2024-04", "2024-10"], "June 2024, August 2024 and October 2024"),
        (["2024-09", "2024-04"], "What it carries cannot be calculated with: 2024-04 is before 2024-09."),
    ],
)
def test_dates_that_were_changed_in_a_result_are_found(dates: list[str], said: str) -> None:
    calc("--from", "2024-04", "--to", "2024-09", "--out", "r.json")
    document = json.loads(Path("r.json").read_text())
    document["assumptions"]["dates"] = dates
    document["provenance"]["result_fingerprint"] = content_fingerprint(document)
    Path("edited.json").write_text(json.dumps(document))
    done = CliRunner().invoke(main, ["verify", "edited.json"])
    assert said in done.stderr


def test_a_program_gives_the_dates_too() -> None:
    entered = sv.read("r.csv")
    result = sv.calculate(entered, dates=("2024-04", "2024-09"))
    assert [str(period) for period in result.dates or ()] == ["2024-04", "2024-09"]
    assert not sv.calculate(entered, dates=("2024-05", "2024-09")).ok
    with pytest.raises(ValueError, match="is before"):
        sv.calculate(entered, dates=("2024-09", "2024-05"))


@pytest.mark.parametrize("banks", [["--banks", "hmt-wellby-2021,open-2026"], ["--methods", "as-published,hact-net"]])
def test_a_comparison_is_held_to_the_dates(banks: list[str]) -> None:
    done = CliRunner().invoke(main, ["compare", "r.csv", "--from", "2024-05", "--to", "2024-09", *banks])
    assert done.exit_code == 1
    assert "[outside-dates]" in done.stderr
