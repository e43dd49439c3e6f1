"""Who stands behind a result, and why its figures were chosen: kept as data, and shown wherever it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from socialvalue.cli import main
from socialvalue.published.methods import load_method

COUNTS = "organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,2\n"
METHOD = """[method]
id = "ours-2024"
title = "Ours"
summary = "As the board approved it."
reason = "Board paper 12 of May 2024"
approved_by = "Finance committee"
approved_on = 2024-05-14
review_by = 2025-05-31

[[settings]]
name = "deadweight"
value = "0.2"
reason = "A fifth found work by themselves in the survey of 2023"
"""
PEOPLE = ["--prepared-by", "A. Nyone, accountant", "--reviewed-by", "The head of finance", "--status", "draft"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.csv").write_text(COUNTS)
    Path("ours.toml").write_text(METHOD)


def sv(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_a_method_file_says_who_approved_it_and_why() -> None:
    method = load_method("ours.toml")
    assert (method.approved_by, str(method.approved_on), str(method.review_by)) == (
        "Finance committee",
        "2024-05-14",
        "2025-05-31",
    )
    assert method.settings[0].reason.startswith("A fifth")
    assert "no-reason" not in sv("calc", "r.csv", "--method", "ours.toml").stderr


@pytest.mark.parametrize("name", ["x.json", "x.xlsx"])
def test_who_prepared_and_reviewed_it_is_kept_and_verified(name: str) -> None:
    done = sv("calc", "r.csv", "--method", "ours.toml", *PEOPLE, "--out", name)
    assert done.exit_code == 0, done.stderr
    checked = sv("verify", name)
    assert checked.exit_code == 0, checked.stderr


def test_another_name_in_the_record_is_only_as_good_as_the_file(tmp_path: Path) -> None:
    sv("calc", "r.csv", *PEOPLE, "--out", "x.json")
    document = json.loads(Path("x.json").read_text())
    assert document["record"] == {
        "prepared_by": "A. Nyone, accountant",
        "reviewed_by": "The head of finance",
        "status": "draft",
    }
    for damaged in ("draft", {"status": "approved"}, {"colour": "red"}, [1]):
        Path("x.json").write_text(json.dumps(document | {"record": damaged}))
        done = sv("verify", "x.json")
        assert done.exit_code == 1
        assert "Traceback" not in done.output


def test_the_page_says_draft_and_who() -> None:
    done = sv("report", "r.csv", "--method", "ours.toml", *PEOPLE, "--out", "x.html")
    assert done.exit_code == 0, done.stderr
    page = Path("x.html").read_text(encoding="utf-8")
    for said in ("draft", "A. Nyone, accountant", "The head of finance", "Finance committee", "Board paper 12"):
        assert said in page


def test_a_figure_typed_without_a_reason_is_told_once() -> None:
    done = sv("calc", "r.csv", "--deadweight", "20%", "--set", "leakage=10%")
    assert done.stderr.count("[no-reason]") == 1
    assert "leakage, deadweight" in done.stderr
    assert "[no-reason]" not in sv("calc", "r.csv", "--deadweight", "20%", "--reason", "Board paper 12").stderr
    assert "[no-reason]" not in sv("calc", "r.csv", "--prices", "2024-25").stderr


def test_the_figure_is_quoted_with_all_that_it_may_not_be_quoted_without() -> None:
    assert sv("report", "r.csv", "--bank", "hact-svb-2020", "--out", "x.html").exit_code == 0
    page = Path("x.html").read_text(encoding="utf-8")
    for said in (
        "Acme, October 2020: an estimate of wellbeing value equivalent to £4,706 (gross: nothing is taken off",
        "in the prices of each value as published",
        "Unaudited; not produced, checked or endorsed by the publisher of the values.",
    ):
        assert said in page
