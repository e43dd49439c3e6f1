"""What the page's worker calls, run natively: the same code as in the browser, and much quicker to try."""

from __future__ import annotations

import json
import shlex
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers.command import run as sv
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.browser import bridge
from socialvalue.browser.desk import Desk
from socialvalue.browser.view_tables import PageRow, page_table
from socialvalue.money import apportioned
from socialvalue.reading.files import read

ROOT = Path(__file__).parents[1]
OCTOBER = ROOT / "seeds/returns-2020-10.xlsx"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that stands for the worker's own files."""
    monkeypatch.setattr("socialvalue.browser.page_files.FILES", tmp_path)
    monkeypatch.setattr(bridge, "desk", Desk())
    return tmp_path


def put(desk: Path, name: str, content: bytes | str) -> dict[str, str]:
    """A file as the worker lays it down, and as the page names it."""
    number = str(len(list(desk.iterdir())))
    (desk / number).mkdir()
    (desk / number / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return {"id": number, "name": name, "role": bridge.role_of(name, number)}


def valued(*files: dict[str, str], **settings: str) -> dict[str, Any]:
    """What the page would show."""
    asked = {"files": list(files), "settings": {name.replace("_", "-"): text for name, text in settings.items()}}
    answer: dict[str, Any] = json.loads(bridge.value(json.dumps(asked), lambda _done, _of: None))
    return answer


ROWS = "organisation,period,outcome,quantity,project\n"


def test_the_october_return(desk: Path) -> None:
    view = valued(put(desk, OCTOBER.name, OCTOBER.read_bytes()))
    assert view["figures"] == [{"label": "Wellbeing value, gross", "amount": "£3,063,571"}]
    (table,) = view["tables"]
    assert table["name"] == "Outcome"
    assert table["rows"][0] == {
        "label": "Full-time employment",
        "detail": "92 × £14,433",
        "kind": "",
        "amount": "£1,327,836",
        "blocks": pytest.approx(13.27836),
    }
    assert (table["scale"], table["blocks"]) == ("One block is £100,000.", 14)
    assert "belong to HACT" in view["licence"]


def test_the_command_it_shows_gives_the_same_json(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(desk, "our returns.csv", ROWS + "Acme Homes,2020-10,full-time-employment,92,\n")
    settings = {"deadweight": "10%:20%:30%", "prices": "2024-25", "cost": "£250,000", "drop_off": "30%", "years": "2"}
    view = valued(file, **settings)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "our returns.csv").write_bytes((desk / file["id"] / file["name"]).read_bytes())
    words = shlex.split(view["commands"][0])
    assert words[:3] == ["sv", "calc", "our returns.csv"]
    assert words[-2:] == ["--out", "results.xlsx"]
    printed = sv(*words[1:-2], "--format", "json")
    assert printed.stdout.encode() == bridge.download("json")


def test_values_in_a_workbook_are_imported_first_and_the_commands_say_so(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = put(
        desk,
        "Our values.csv",
        "code,outcome,amount,unit,kind,price year,source\n"
        "A1,full-time-employment,1000,GBP / person / year,wellbeing,2024,Our licensed bank\n",
    )
    jobs = put(desk, "jobs.csv", ROWS + "Acme Homes,2024-04,full-time-employment,3,\n")
    assert (values["role"], jobs["role"]) == ("values", "return")
    view = valued(values, jobs, bank=f"file:{values['id']}")
    assert view["figures"][0]["amount"] == "£3,000", view
    assert view["commands"] == [
        "sv banks import 'Our values.csv' --id our-values --out our-values.toml",
        "sv calc jobs.csv --bank our-values.toml --out results.xlsx",
        "sv report jobs.csv --bank our-values.toml --out report.html",
    ]
    monkeypatch.chdir(tmp_path)
    for file in (values, jobs):
        (tmp_path / file["name"]).write_bytes((desk / file["id"] / file["name"]).read_bytes())
    sv(*shlex.split(view["commands"][0])[1:])
    printed = sv("calc", "jobs.csv", "--bank", "our-values.toml", "--format", "json")
    assert printed.stdout.encode() == bridge.download("json")


def test_targets_stand_beside_the_figure(desk: Path) -> None:
    jobs = put(desk, "jobs.csv", ROWS + "Acme Homes,2020-10,full-time-employment,3,\n")
    aims = put(desk, "aims.csv", "organisation,period,outcome,target\nAcme Homes,2020-10,full-time-employment,4\n")
    assert aims["role"] == "targets"
    view = valued(jobs, aims)
    assert view["commands"][0] == "sv calc jobs.csv --out results.xlsx --targets aims.csv"
    (target,) = view["targets"]
    assert (target["actual"], target["target"], target["share"]) == ("3", "4", "75%")


def test_last_year_is_set_beside_this_over_the_same_months(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = put(desk, "then.csv", ROWS + "Acme Homes,2019-10,full-time-employment,3,\n") | {"role": "last year"}
    now = put(desk, "now.csv", ROWS + "Acme Homes,2020-10,full-time-employment,5,\n")
    view = valued(then, now)
    assert view["figures"][0]["amount"] == "£72,165"
    assert "28,866" in json.dumps(view["years"], ensure_ascii=False)
    assert view["commands"][1] == "sv report now.csv --out report.html --with then.csv"
    monkeypatch.chdir(tmp_path)
    for file in (then, now):
        (tmp_path / file["name"]).write_bytes((desk / file["id"] / file["name"]).read_bytes())
    sv(*shlex.split(view["commands"][1])[1:])
    sv(*shlex.split(view["commands"][0])[1:])
    assert (tmp_path / "results.xlsx").read_bytes() == bridge.download("xlsx")
    written = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert written.replace("<pre>main", "<pre>sv") == bridge.report()  # what this process calls the command


def test_by_project_and_by_month(desk: Path) -> None:
    rows = [f"Acme Homes,2020-{month},full-time-employment,1,{name}" for month in (10, 11) for name in ("A", "B", "")]
    view = valued(put(desk, "jobs.csv", ROWS + "\n".join(rows)))
    tables = {table["name"]: table for table in view["tables"]}
    assert [row["label"] for row in tables["Project"]["rows"]] == ["A", "B", "not given"]
    assert [row["label"] for row in tables["Month"]["rows"]] == ["October 2020", "November 2020"]


def test_kinds_of_value_stand_apart(desk: Path) -> None:
    view = valued(put(desk, "jobs.csv", ROWS + "Acme Homes,2025-04,full-time-employment,3,\n"), bank="open-2026")
    assert len(view["figures"]) > 1
    assert [row["kind"] for row in view["tables"][0]["rows"]] == [one["label"].split()[0] for one in view["figures"]]
    assert "not added together" in view["says"]


def test_an_error_takes_the_figure_away_and_shows_the_cell_as_typed(desk: Path) -> None:
    good = put(desk, "jobs.csv", ROWS + "Acme Homes,2020-10,full-time-employment,3,\n")
    assert valued(good)["figures"]
    bad = put(desk, "more.csv", ROWS + "Acme Homes,2020-11,full-time-employment,9?,\n")
    view = valued(good, bad)
    assert view["figures"] == []
    assert view["problems"]["counts"]["error"] == 1
    (problem,) = (entry for entry in view["problems"]["shown"] if entry["severity"] == "error")
    assert (problem["file"], problem["place"], problem["typed"]) == ("more.csv", "D2", "9?")
    assert problem["remedy"]


@pytest.mark.parametrize(
    ("name", "text"), [("deadweight", "120%"), ("cost", "-5"), ("prices", "soon"), ("discount", "x"), ("years", "0")]
)
def test_a_setting_that_cannot_be_read_is_named(desk: Path, name: str, text: str) -> None:
    answer = valued(put(desk, OCTOBER.name, OCTOBER.read_bytes()), **{name: text})
    assert answer["setting"] == name
    assert answer["message"].endswith(".")


def test_it_reads_again_only_what_changed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    target = "socialvalue.browser.desk.read"
    monkeypatch.setattr(target, lambda *paths, **how: reads.append(paths) or read(*paths, **how))
    file = put(desk, OCTOBER.name, OCTOBER.read_bytes())
    valued(file)
    valued(file, deadweight="20%")
    assert len(reads) == 1


def test_whatever_it_is_given_it_answers_with_problems(desk: Path) -> None:
    for name, content in {
        "a.xlsx": b"",
        "b.xlsx": b"PK\x03\x04nothing",
        "c.csv": b"\xff\xfe\x00",
        "d.toml": b"[bank",
        "e.exe": b"MZ\x00\x01",
        "f.csv": b"no,table\nof,ours\n",
    }.items():
        view = valued({**put(desk, name, content), "role": "return"})
        assert view["problems"]["counts"]["error"], name
        assert view["figures"] == []


@given(st.lists(st.decimals(min_value=0, max_value=10**7, places=2), min_size=1, max_size=40))
def test_a_column_adds_up_to_its_total_as_printed(amounts: list[Decimal]) -> None:
    table = page_table("Outcome", [PageRow(str(number), "", amount) for number, amount in enumerate(amounts)])
    printed = sum(Decimal(row["amount"].replace("£", "").replace(",", "")) for row in table["rows"])
    whole = sum(amounts)
    assert printed == apportioned([whole], Decimal(1) if whole >= 1000 else Decimal("0.01"))[0]


# a file in words and a layout of its own

TRACKER = """Tenant ref,What happened,Date of outcome,Scheme
T1,Into work FT,03/05/2020,Works Well
T2,ESOL course,10/05/2020,Works Well
T3,volunteer,17/06/2020,Green Spaces
T4,ESOL course,18/06/2020,Green Spaces
"""


def mapped(desk: Path, *files: dict[str, str], **decisions: list[list[str]]) -> dict[str, Any]:
    asked = {"files": list(files), "settings": {}, "map": decisions or None}
    answer: dict[str, Any] = json.loads(bridge.value(json.dumps(asked), lambda _done, _of: None))
    return answer


def test_a_tracker_is_asked_about_decided_and_valued_as_the_command_does_with_the_map_saved(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(desk, "tracker.csv", TRACKER)
    view = mapped(desk, file)
    words = {word["word"]: word for word in view["map"]["words"]}
    assert words["ESOL course"] == {
        "about": "outcome", "word": "ESOL course", "times": 2, "meaning": "", "sure": ""
    }  # fmt: skip
    assert words["Into work FT"]["meaning"] == "full-time-employment"
    assert view["map"]["undecided"] == 1
    assert view["figures"] == []
    assert view["problems"]["counts"]["error"] == 0  # what is undecided is asked once, where it is decided
    each = {outcome["id"]: outcome["each"] for outcome in view["map"]["choices"]["outcomes"]}
    assert each["full-time-employment"] == "£14,433"
    constants = [["organisation", "Acme Homes"]]
    decided = {"words": [["outcome", "ESOL course", "employment-training"]], "constants": constants}
    view = mapped(desk, file, **decided)
    assert view["figures"] == [{"label": "Wellbeing value, gross", "amount": "£19,296"}], view["problems"]
    assert view["commands"][0] == "sv calc tracker.csv --map tracker-map.xlsx --out results.xlsx"
    assert [table["name"] for table in view["tables"]] == ["Outcome", "Project", "Month"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracker.csv").write_text(TRACKER)
    (tmp_path / "tracker-map.xlsx").write_bytes(bridge.download("map"))
    printed = sv("calc", "tracker.csv", "--map", "tracker-map.xlsx", "--format", "json")
    assert printed.stdout.encode() == bridge.download("json")


def test_next_month_the_saved_map_asks_only_about_what_is_new(desk: Path) -> None:
    may = put(desk, "tracker.csv", TRACKER)
    mapped(desk, may, words=[["outcome", "ESOL course", "leave out"]], constants=[["organisation", "Acme Homes"]])
    kept = bridge.download("map")
    june = put(desk, "june.csv", TRACKER + "T5,Coffee morning,01/07/2020,Green Spaces\n")
    saved = put(desk, "tracker-map.xlsx", kept)
    assert saved["role"] == "map"
    view = mapped(desk, june, saved)
    assert [word["word"] for word in view["map"]["words"] if not word["meaning"]] == ["Coffee morning"]
    plain = put(desk, "july.csv", TRACKER)
    assert mapped(desk, plain, saved)["commands"][0] == "sv calc july.csv --map tracker-map.xlsx --out results.xlsx"
    assert bridge.download("map") == kept


def test_files_of_two_layouts_are_told_so_once(desk: Path) -> None:
    view = valued(put(desk, "tracker.csv", TRACKER), put(desk, OCTOBER.name, OCTOBER.read_bytes()))
    errors = [problem for problem in view["problems"]["shown"] if problem["severity"] == "error"]
    assert [problem["message"] for problem in errors] == ["The files have several layouts, and a map is for one."]


def test_a_file_without_any_table_is_not_asked_about(desk: Path) -> None:
    view = valued(put(desk, "notes.csv", "some,notes\nof,ours\n"))
    assert view["map"] is None
    (problem,) = view["problems"]["shown"]
    assert "Write a heading over each column" in problem["remedy"]


def test_parquet_is_for_the_command_line(desk: Path) -> None:
    (problem,) = valued(put(desk, "register.parquet", b"PAR1"))["problems"]["shown"]
    assert problem["message"] == "The page does not read .parquet files."


def test_a_plain_file_needs_no_map(desk: Path) -> None:
    assert valued(put(desk, OCTOBER.name, OCTOBER.read_bytes()))["map"] is None
