"""One return under several banks: what each can value, and how far the headline depends on the choice."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers.command import run as cli
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

import socialvalue as sv
from socialvalue.published.bank_from_toml import bank_from
from socialvalue.published.default_bank import reading_bank
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line, Return
from socialvalue.valuing.compare_banks import compare

ROOT = Path(__file__).parents[1]
OCTOBER = str(ROOT / "seeds/returns-2020-10.xlsx")
THREE = "hact-svb-2020,hmt-wellby-2021,measure-up-2023"

SOURCE = {
    "title": "Handbook",
    "publisher": "Somebody",
    "year": 2024,
    "locator": "p. 1",
    "url": "https://example.org",
    "retrieved": "2026-01-31",
}


def bank(name: str, *values: tuple[str, int], **further: Any) -> sv.Bank:
    """A bank of (outcome, pounds); codes are counted from A0."""
    import datetime as dt

    source = SOURCE | {"retrieved": dt.date(2026, 1, 31)}
    head = {
        "id": name,
        "title": name,
        "publisher": "Somebody",
        "edition": "2024",
        "licence": {"name": "Own", "url": "https://example.org", "redistribution": "open"},
    }
    rows = [
        {
            "code": f"A{number}",
            "title": outcome,
            "outcome": outcome,
            "amount": str(amount),
            "unit": "GBP / person / year",
            "prices": "2019",
            "kind": "wellbeing",
            "grade": "quoted",
            "source": source,
        }
        | further
        for number, (outcome, amount) in enumerate(values)
    ]
    return bank_from({"bank": head, "valuation": rows}, f"{name}.toml")


def reported(**quantities: int) -> Return:
    lines = [
        Line("Acme", Period.of("2020-10"), outcome.replace("_", "-"), Decimal(quantity))
        for outcome, quantity in quantities.items()
    ]
    return Return(lines)


# the records


def test_each_outcome_and_kind_stands_once_with_its_value_under_each_bank() -> None:
    one = bank("one", ("full-time-employment", 100), ("apprenticeship", 10))
    two = bank("two", ("full-time-employment", 300))
    found = compare(reported(full_time_employment=2, apprenticeship=3), [one, two])
    assert [(row.outcome, row.kind, row.quantity, row.net, row.missed) for row in found.rows] == [
        ("full-time-employment", "wellbeing", 2, (200, 600), (0, 0)),
        ("apprenticeship", "wellbeing", 3, (30, None), (0, 3)),
    ]
    [spread] = found.spreads
    assert spread.totals == (230, 600)
    assert (spread.shared, spread.like_for_like) == (("full-time-employment",), (200, 600))
    assert spread.times == Decimal(600) / 230
    assert spread.shared_times == 3
    assert found.missed(1) == [("apprenticeship", 3)]
    assert found.missed(0) == []


def test_kinds_are_never_added_together() -> None:
    one = bank("one", ("full-time-employment", 100))
    two = bank("two", ("full-time-employment", 300), kind="fiscal")
    found = compare(reported(full_time_employment=2), [one, two])
    assert {spread.kind: spread.totals for spread in found.spreads} == {"wellbeing": (200, None), "fiscal": (None, 600)}
    assert [spread.times for spread in found.spreads] == [None, None]


def test_an_outcome_valued_in_part_is_not_like_for_like() -> None:
    young = bank("young", ("full-time-employment", 100), age="under-25")
    everyone = bank("everyone", ("full-time-employment", 50))
    lines = [
        Line("Acme", Period.of("2020-10"), "full-time-employment", Decimal(3), age="under-25"),
        Line("Acme", Period.of("2020-10"), "full-time-employment", Decimal(4), age="50-plus"),
    ]
    found = compare(Return(lines), [young, everyone])
    [row] = found.rows
    assert (row.quantity, row.net, row.missed) == (7, (300, 350), (4, 0))
    assert found.spreads[0].shared == ()


def test_what_no_bank_values_is_said_once() -> None:
    one, two = (bank(name, ("full-time-employment", 100)) for name in ("one", "two"))
    found = compare(reported(full_time_employment=1, welfare_calls=9), [one, two])
    assert [(entry.outcome, entry.quantity) for entry in found.unvalued] == [("welfare-calls", 9)]
    assert [row.outcome for row in found.rows] == ["full-time-employment"]


def test_what_a_bank_does_not_claim_by_its_own_rules_is_said(tmp_path: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_text(
        "organisation,period,outcome,quantity,sustained\nAcme,2020-10,full-time-employment,3,yes\n"
        "Beta,2020-10,full-time-employment,2,no\n"
    )
    shown = " ".join(cli("compare", str(path), "--banks", "hact-svb-2020,hmt-wellby-2021").stdout.split())
    assert "£43,299 £29,900" in shown  # 3 x 14,433; 5 x 5,980
    assert "hact-svb-2020 does not claim 1 line (not sustained" in shown


def test_at_least_two_banks_each_once() -> None:
    one = bank("one", ("full-time-employment", 100))
    for banks in ([one], [one, one]):
        with pytest.raises(ValueError, match="at least two banks"):
            compare(reported(full_time_employment=1), banks)


def test_codes_of_any_bank_name_outcomes_unless_two_banks_disagree() -> None:
    one = bank("one", ("full-time-employment", 1), ("apprenticeship", 1))
    two = bank("two", ("full-time-employment", 1), ("traineeship", 1), ("qualification", 1))
    assert reading_bank([one, two]).codes == {"A0": "full-time-employment", "A2": "qualification"}


OUTCOMES = ("full-time-employment", "apprenticeship", "traineeship")
banks_of_some = st.dictionaries(st.sampled_from(OUTCOMES), st.integers(1, 10**6), min_size=1)


@pytest.mark.slow
@given(banks_of_some, banks_of_some, st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_a_comparison_says_what_each_calculation_says_alone(
    one: dict[str, int], two: dict[str, int], quantities: list[int]
) -> None:
    entered = reported(**{outcome.replace("-", "_"): n for outcome, n in zip(OUTCOMES, quantities, strict=True)})
    banks = [bank("one", *one.items()), bank("two", *two.items())]
    found = compare(entered, banks)
    for number, held in enumerate(banks):
        alone = sv.calculate(entered, held)
        assert alone.headline is not None
        assert sum(row.net[number] or 0 for row in found.rows) == alone.headline.net
        assert found.spreads[0].totals[number] == alone.headline.net
        assert dict(found.missed(number)).items() <= {e.outcome: e.quantity for e in alone.not_valued}.items()
    turned = compare(entered, banks[::-1])
    assert [row.net[::-1] for row in turned.rows] == [row.net for row in found.rows]


# October 2020


def test_october_2020_under_three_banks_as_people_see_it(snapshot: SnapshotAssertion) -> None:
    result = cli("compare", OCTOBER, "--banks", THREE)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stdout == snapshot


def test_october_2020_in_numbers() -> None:
    data = json.loads(cli("compare", OCTOBER, "--banks", THREE, "--format", "json").stdout)
    assert data["schema"] == "socialvalue/comparison/1"
    wellbeing, economic = data["by_kind"]
    assert wellbeing["net"] == {  # 92 x 5,980; 92 x 7,000 + 24 x 9,400 + 287 x 1,600
        "hact-svb-2020": "3063571.00",
        "hmt-wellby-2021": "550160.00",
        "measure-up-2023": "1328800.00",
    }
    assert economic["net"] == {  # 92 x 35,000 + 24 x 23,300 + 287 x 1,800
        "hact-svb-2020": None,
        "hmt-wellby-2021": None,
        "measure-up-2023": "4295800.00",
    }
    assert wellbeing["valued_by_all"] == ["full-time-employment"]
    assert wellbeing["like_for_like"]["hact-svb-2020"] == "1327836.00"
    assert (wellbeing["times"], wellbeing["like_for_like_times"]) == ("5.5685", "2.4135")
    assert {entry["bank"]: entry["people"] for entry in data["banks"]} == {
        "hact-svb-2020": "1285",
        "hmt-wellby-2021": "92",
        "measure-up-2023": "403",
    }
    unable = {entry["bank"]: {gap["outcome"] for gap in entry["cannot_value"]} for entry in data["banks"]}
    assert unable == {
        "hact-svb-2020": set(),
        "hmt-wellby-2021": {"part-time-employment", "apprenticeship", "employment-training", "regular-volunteering"},
        "measure-up-2023": {"part-time-employment", "employment-training"},
    }
    assert "may not be resold" in data["notices"][0]


def test_json_holds_no_float() -> None:
    def floats(text: str) -> float:
        raise AssertionError(text)

    json.loads(cli("compare", OCTOBER, "--banks", THREE, "--format", "json").stdout, parse_float=floats)


def test_in_prices_of_one_year(snapshot: SnapshotAssertion) -> None:
    result = cli("compare", OCTOBER, "--banks", "hmt-wellby-2021,measure-up-2023", "--prices", "2023")
    assert result.exit_code == 0
    # 92 x 5,980 x 96.2507 / 81.1085, and MeasureUp as it is
    assert "£652,869.74" in result.stdout
    assert "£1,328,800" in result.stdout
    assert "of different years" not in result.stdout
    assert result.stdout == snapshot


def test_an_assumed_price_year_is_doubted_once_prices_are_brought_to_another() -> None:
    data = json.loads(cli("compare", OCTOBER, "--banks", THREE, "--prices", "2023", "--format", "json").stdout)
    warned = [problem["place"] for problem in data["problems"] if problem["code"] == "price-year-assumed"]
    assert len(warned) == 5
    assert data["prices"] == "2023"


def test_without_one_price_year_the_table_says_so() -> None:
    assert "bring them to one with --prices" in " ".join(cli("compare", OCTOBER, "--banks", THREE).stdout.split())


def test_a_cost_is_set_against_each_kind_under_each_bank() -> None:
    args = ("compare", OCTOBER, "--banks", THREE, "--cost", "1000000")
    [wellbeing, economic] = [line.split("  ") for line in cli(*args).stdout.splitlines() if "Cost to value" in line]
    assert [cell.strip() for cell in wellbeing if cell.strip()] == ["Cost to value", "1 : 3.06", "1 : 0.55", "1 : 1.33"]
    assert [cell.strip() for cell in economic if cell.strip()] == ["Cost to value", "1 : 4.30"]
    data = json.loads(cli(*args, "--format", "json").stdout)
    assert data["by_kind"][0]["ratio"]["hact-svb-2020"] == "3.0636"


def test_as_markdown() -> None:
    shown = cli("compare", OCTOBER, "--banks", THREE, "--format", "md").stdout
    assert "| **Total wellbeing** | | **£3,063,571** | **£550,160** | **£1,328,800** |" in shown
    assert "| Part-time employment, wellbeing | 83 | £102,007 | no value | no value |" in shown
    assert "may not be resold" in shown


def test_more_banks_than_fit_side_by_side_still_fit_the_width() -> None:
    every = THREE + ",gmca-ucd-2015,volunteer-time-nlw"
    shown = cli("compare", OCTOBER, "--banks", every).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert all(name in shown for name in every.split(","))


@pytest.mark.parametrize("form", ["json", "md"])
def test_out_writes_what_would_have_been_printed(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"comparison.{form}"
    assert cli("compare", OCTOBER, "--banks", THREE, "--out", str(out)).exit_code == 0
    assert out.read_text() == cli("compare", OCTOBER, "--banks", THREE, "--format", form).stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--banks", "hact-svb-2020"), "at least two banks"),
        (("--banks", "hact-svb-2020,hact-svb-2020"), "at least two banks"),
        ((), "Say what to compare with"),
        (("--banks", THREE, "--bank", "hact-svb-2020"), "Name the banks in --banks"),
        (("--banks", THREE, "--coverage", "0.42"), "estimates nothing for the sector"),
        (("--banks", THREE, "--out", "x.docx"), "choose a name ending in"),
    ],
)
def test_wrong_usage(args: tuple[str, ...], said: str) -> None:
    result = cli("compare", OCTOBER, *args)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_bank_nobody_knows_and_a_return_with_an_error(tmp_path: Path) -> None:
    result = cli("compare", OCTOBER, "--banks", "hact-svb-2020,nobody")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no bank “nobody”" in result.stderr
    bad = tmp_path / "bad.csv"
    bad.write_text("organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,-1\n")
    result = cli("compare", str(bad), "--banks", THREE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("bad.csv!D2: error:") == 1
