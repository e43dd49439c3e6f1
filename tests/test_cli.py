"""The command `sv`, as a person meets it and as a program does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.command import run as sv

ROOT = Path(__file__).parents[1]
OCTOBER = str(ROOT / "seeds/returns-2020-10.xlsx")


def test_calc_prints_the_headline_and_what_it_rests_on() -> None:
    result = sv("calc", OCTOBER)
    assert result.exit_code == 0
    total = next(line for line in result.stdout.splitlines() if "Total" in line)
    assert total.split() == ["Total", "1,285", "£3,063,571"]
    for said in ("hact-svb-2020", "as-published", "as published", "Licence", "may not be resold"):
        assert said in " ".join(result.stdout.split())


def test_json_follows_the_contract_key_by_key() -> None:
    data = json.loads(sv("calc", OCTOBER, "--format", "json").stdout)
    assert data["schema"] == "socialvalue/result/1"
    assert (
        data["headline"].items()
        >= {
            "gross": "3063571.00",
            "net": "3063571.00",
            "people": "1285",
            "cost": None,
            "net_benefit": None,
            "ratio": None,
            "payback_months": None,
            "present_value": None,
            "prices": "as published",
            "kinds": ["wellbeing"],
        }.items()
    )
    assert (
        data["by_outcome"][0].items()
        >= {
            "outcome": "full-time-employment",
            "quantity": "92",
            "unit_value": "14433.00",
            "gross": "1327836.00",
            "net": "1327836.00",
        }.items()
    )
    [line] = [line for line in data["lines"] if line["outcome"] == "full-time-employment"]
    assert (
        line.items()
        >= {
            "organisation": "Twenty housing associations",
            "period": "2020-10",
            "quantity": "92",
            "gross": "1327836.00",
            "net": "1327836.00",
            "bank": "hact-svb-2020",
            "code": "SV-FULL-TIME",
        }.items()
    )
    assert line["place"].startswith("returns-2020-10.xlsx!Return!D")
    assert line["steps"][1].items() >= {"step": "unit value", "factor": "14433", "amount": "1327836"}.items()
    assert data["not_valued"] == []
    assert isinstance(data["measures"], list)
    [problem] = data["problems"]
    assert problem.keys() == {"code", "severity", "place", "message", "remedy"}
    assert data["provenance"].keys() >= {"package", "bank", "bank_fingerprint", "method", "inputs"}
    assert data["provenance"]["inputs"][0].keys() == {"file", "sha256"}
    assert data["notices"]


def numbers(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers(value)]
    return [data] if isinstance(data, float) else []


def test_json_holds_no_float() -> None:
    assert numbers(json.loads(sv("calc", OCTOBER, "--format", "json").stdout)) == []


def test_what_is_reported_without_a_value_stands_beside_the_total() -> None:
    data = json.loads(sv("calc", str(ROOT / "seeds/returns-2020-03-to-10.csv"), "--format", "json").stdout)
    assert {entry["outcome"]: entry["quantity"] for entry in data["not_valued"]}["welfare-calls"] == "948246"
    assert all(entry["reason"] for entry in data["not_valued"])


def test_errors_go_to_stderr_with_exit_code_1_and_no_total(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,24\nAcme,2020-10,juggling,-1\n")
    result = sv("calc", str(bad))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "bad.csv!C3: error: “juggling” is not an outcome known here." in result.stderr
    assert "bad.csv!D3: error: -1 is below zero: a correction of an earlier month?" in result.stderr
    data = json.loads(sv("calc", str(bad), "--format", "json").stdout)
    assert data["headline"] is None
    assert {problem["code"] for problem in data["problems"]} == {"unknown-outcome", "negative-quantity"}


def test_check_says_only_what_is_wrong(tmp_path: Path) -> None:
    good = sv("check", OCTOBER)
    assert (good.exit_code, "5 figures" in good.stdout) == (0, True)
    bad = tmp_path / "bad.csv"
    bad.write_text("organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,many\n")
    result = sv("check", str(bad))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "“many” is not a number" in result.stderr


@pytest.mark.parametrize("name", ["result.json", "result.csv", "result.md"])
def test_out_writes_what_would_have_been_printed(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert sv("calc", OCTOBER, "--out", str(out)).exit_code == 0
    form = out.suffix[1:]
    assert out.read_bytes().decode() == sv("calc", OCTOBER, "--format", form).stdout_bytes.decode()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_out_never_writes_over_an_input(tmp_path: Path) -> None:
    entered = tmp_path / "return.csv"
    entered.write_bytes((ROOT / "seeds/returns-2020-10.csv").read_bytes())
    result = sv("calc", str(entered), "--out", str(entered))
    assert result.exit_code == 2
    assert "is an input" in result.stderr
    assert entered.read_bytes() == (ROOT / "seeds/returns-2020-10.csv").read_bytes()


def test_out_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = sv("calc", OCTOBER, "--out", str(tmp_path / "nowhere" / "result.json"))
    assert result.exit_code == 1
    assert "[file-not-written]" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("clac", OCTOBER), "Did you mean “calc”?"),
        (("calc",), "Missing argument"),
        (("calc", OCTOBER, "--out", "result.docx"), "choose a name ending in"),
    ],
)
def test_wrong_usage_ends_with_2(args: tuple[str, ...], said: str) -> None:
    result = sv(*args)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("calc", OCTOBER, "--bank", "hact"), "unknown-bank", "There is no bank “hact”"),
        (("calc", OCTOBER, "--method", "as-publishd"), "unknown-method", "Did you mean “as-published”?"),
    ],
)
def test_an_id_nobody_knows(args: tuple[str, ...], code: str, said: str) -> None:
    result = sv(*args)
    assert result.exit_code == 2
    assert code in result.stderr
    assert said in result.stderr


def test_csv_text_is_never_a_formula(tmp_path: Path) -> None:
    entered = tmp_path / "return.csv"
    entered.write_text("organisation,period,outcome,quantity\n\"=cmd|'/c calc'!A1\",2020-10,apprenticeship,24\n")
    assert "\n'=cmd" in sv("calc", str(entered), "--format", "csv").stdout.replace("\r", "")


def test_banks_list_names_every_bank_in_full() -> None:
    listed = sv("banks", "list").stdout
    for bank in ("hact-svb-2020", "hmt-wellby-2021", "gmca-ucd-2015", "measure-up-2023", "volunteer-time-nlw"):
        assert bank in listed


def test_banks_show_gives_the_citation_in_full() -> None:
    shown = " ".join(sv("banks", "show", "hact-svb-2020", "EMP1403").stdout.split())
    for said in ("£1,229", "GBP / person / year", "consistent", "83", "HACT", "may not be resold", "2020"):
        assert said in shown


@pytest.mark.parametrize("option", ["--deadweight=0,1", "--years=1,5", "--cost=250,00", "--discount=3,5%"])
def test_a_comma_for_a_decimal_point_is_refused_not_read_as_another_figure(option: str) -> None:
    result = sv("calc", OCTOBER, option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert option.split("=")[1] in result.stderr


def test_a_setting_that_changes_nothing_is_said() -> None:
    assert "The drop-off changes nothing" in sv("calc", OCTOBER, "--drop-off", "30%").stderr
    assert "The drop-off" not in sv("calc", OCTOBER, "--drop-off", "30%", "--years", "2").stderr
    assert "The deadweight changes nothing" in sv("calc", OCTOBER, "--comparison-group", "--deadweight", "20%").stderr


def test_a_result_with_errors_holds_no_figure_at_all() -> None:
    result = sv("calc", OCTOBER, "--prices", "2050", "--format", "json")
    data = json.loads(result.stdout)
    assert (data["headline"], data["lines"], data["by_outcome"], data["measures"]) == (None, [], [], [])
    assert [problem["code"] for problem in data["problems"] if problem["severity"] == "error"] == ["year-outside-index"]


@pytest.mark.parametrize("digits", [31, 45, 60])
def test_a_cost_of_more_digits_than_can_be_reckoned_with_is_refused(digits: int) -> None:
    refused = sv("calc", OCTOBER, "--cost", "9" * digits)
    assert refused.exit_code == 2
    assert "not a number to be believed" in refused.stderr
