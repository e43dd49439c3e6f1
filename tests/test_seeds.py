"""The cases of seeds/ hold by plain arithmetic, and the example returns say what the cases say.

Nothing here imports the package: these figures are what the package is measured against.
"""

from __future__ import annotations

import csv
import runpy
import tomllib
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ALL = [
    case
    for file in sorted((SEEDS / "cases").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in ALL}
KEYS = {"id", "title", "document", "where", "kind", "compares", "grade", "source", "notes"} | {
    "inputs",
    "published",
    "ours",
}
KINDS = {"money", "count", "ratio", "evidence-note", "indicator", "context"}
GRADES = {"quoted", "secondary", "consistent", "derived"}
Numbers = dict[str, Decimal]


def number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def inputs(case_id: str) -> Numbers:
    """The numbers among a case's inputs."""
    texts = CASES[case_id]["inputs"]
    return {key: found for key, text in texts.items() if (found := number(text)) is not None}


def published(case_id: str, key: str) -> Decimal:
    return Decimal(CASES[case_id]["published"][key])


def test_no_two_cases_share_an_id() -> None:
    assert len(ALL) == len(CASES)


@pytest.mark.parametrize("case", ALL, ids=CASES)
def test_a_case_is_complete_and_uses_the_known_words(case: dict[str, Any]) -> None:
    assert case.keys() == KEYS
    assert case["kind"] in KINDS
    assert case["grade"] in GRADES
    assert {"title", "publisher", "locator"} <= case["source"].keys()
    assert case["source"].keys() <= {"title", "publisher", "year", "locator", "url"}
    figures = [text for table in ("inputs", "published", "ours") for text in case[table].values()]
    assert figures
    assert all(isinstance(text, str) and text for text in figures)


@pytest.mark.parametrize("case", ALL, ids=CASES)
def test_the_verdict_of_a_case_is_true_of_its_figures(case: dict[str, Any]) -> None:
    met = []
    for key, text in case["published"].items():
        name = key.removeprefix("over-").removeprefix("almost-")
        if name in case["ours"]:
            ours, printed_figure = Decimal(case["ours"][name]), Decimal(text)
            if key.startswith("over-"):
                met.append(ours > printed_figure)
            elif key.startswith("almost-"):
                met.append(ours < printed_figure)
            else:
                met.append(ours == printed_figure)
    verdict = case["compares"]
    if verdict.startswith(("matches", "meets")):
        assert met
        assert all(met)
    elif verdict.startswith("does not meet"):
        assert met
        assert not any(met)
    else:
        assert verdict.startswith(("recorded only", "disagrees"))
        assert not met


# The arithmetic of each case that has any, written out in full.


def heads_by_value(case_id: str) -> Numbers:
    case = inputs(case_id)
    outcomes = [key.removesuffix("-people") for key in case if key.endswith("-people")]
    return {outcome: case[f"{outcome}-people"] * case[f"{outcome}-value"] for outcome in outcomes}


def heads(case_id: str) -> Decimal:
    return sum((n for key, n in inputs(case_id).items() if key.endswith("-people")), Decimal(0))


def october(_: Numbers) -> Numbers:
    rows = heads_by_value("october-2020-return")
    assert len(rows) == 5
    return {**rows, "people": heads("october-2020-return"), "total": sum(rows.values(), Decimal(0))}


def printed(_: Numbers) -> Numbers:
    rows = heads_by_value("october-2020-printed-rows")
    assert len(rows) == 4
    total = sum(rows.values(), Decimal(0))
    short = published("october-2020-return", "total") - total
    return {"people": heads("october-2020-printed-rows"), "total": total, "short-by": short}


def residents(i: Numbers) -> Numbers:
    total = sum(heads_by_value("october-2020-return").values(), Decimal(0))
    return {"people": i["printed-heads"] + i["apprentices"], "total": total}


def scaled(i: Numbers) -> Numbers:
    return {"sector": i["observed"] / i["coverage"]}


def scaled_and_whole(i: Numbers) -> Numbers:
    return {"sector": i["observed"] / i["coverage"], "sector-whole": i["observed"] / i["coverage"]}


def september(i: Numbers) -> Numbers:
    return {key: amount / i["coverage"] for key, amount in i.items() if key != "coverage"}


def catalysts(i: Numbers) -> Numbers:
    return {
        "first-year-ratio": i["saving-per-year"] / i["cost"],
        "first-year-net": i["saving-per-year"] - i["cost"],
        "payback-months": i["cost"] / (i["saving-per-year"] / 12),
        "hours-per-person-per-week": i["care-hours-per-week"] / i["people-cared-for"],
        "cost-per-job": i["cost"] / i["jobs"],
    }


def talent_match(i: Numbers) -> Numbers:
    return {
        "investment-per-year": i["investment"] / i["years"],
        "investment-per-partnership": i["investment"] / i["partnerships"],
    }


def living_wage(i: Numbers) -> Numbers:
    statutory = i["national-living-wage"]
    return {
        "national-living-wage": statutory,
        "gap-uk": i["living-wage-uk"] - statutory,
        "gap-london": i["living-wage-london"] - statutory,
    }


def vacancies(i: Numbers) -> Numbers:
    return {"implied-posts": published("social-care-vacancies-2019-20", "vacancies-about") / i["vacancy-rate"]}


def sroi(i: Numbers) -> Numbers:
    gross = i["people"] * i["value"]
    after_deadweight = gross - gross * i["deadweight"]
    first = after_deadweight * (1 - i["displacement"]) * (1 - i["attribution"])
    second = first * (1 - i["drop-off"])
    second_now = second / (1 + i["discount-rate"])
    return {
        "gross": gross,
        "after-deadweight": after_deadweight,
        "year-1": first,
        "year-2-undiscounted": second,
        "year-2": second_now,
        "total": first + second_now,
        "ratio": (first + second_now) / i["cost"],
    }


def additionality(i: Numbers) -> Numbers:
    def side(prefix: str) -> Decimal:
        kept = Decimal(1)
        for loss in ("leakage", "displacement", "substitution"):
            kept *= 1 - i[prefix + loss]
        return i[prefix + "gross"] * kept * i[prefix + "multiplier"]

    return {"net": side("") - side("reference-")}


def wellby_programme(i: Numbers) -> Numbers:
    wellbys = i["people"] * i["points"] * i["years"]
    return {"wellbys": wellbys, "value": wellbys * i["value-per-wellby"]}


def wellby_into_work(i: Numbers) -> Numbers:
    return {f"value{end}": i[f"points{end}"] * i[f"value-per-wellby{end}"] for end in ("", "-low", "-high")}


def wellby_rebased(i: Numbers) -> Numbers:
    return {f"value-{year}": i["value"] * i[f"index-{year}"] / i["index-2019"] for year in (2020, 2023, 2024)}


def measure_up_point(i: Numbers) -> Numbers:
    rebased = i["value"] * i["index-2023"] / i["index-2019"]
    point = published("wellby-measure-up-2023", "life-satisfaction-point")
    return {"life-satisfaction-point": rebased, "difference": rebased - point}


def measure_up_parts(i: Numbers) -> Numbers:
    return {
        whole: sum((amount for key, amount in i.items() if key.startswith(whole)), Decimal(0))
        for whole in ("volunteering", "apprenticeship")
    }


def jsa(i: Numbers) -> Numbers:
    return {
        "parts": i["benefits"] + i["nhs"],
        "value-2024-25": i["value"] * i["index-2024-25"] / i["index-2012-13"],
    }


def green_book(i: Numbers) -> Numbers:
    factors = {}
    for schedule in ("standard", "health"):
        factor = Decimal(1)
        for year in range(1, 32):
            factor /= 1 + i[f"{schedule}-years-{'1-to-30' if year <= 30 else '31-to-75'}"]
            factors[f"{schedule}-factor-{year}"] = factor
    return {key: factor for key, factor in factors.items() if key.endswith(("-30", "-31"))}


def restoration(i: Numbers) -> Numbers:
    return {"net": i["value"] - i["cost"], "ratio": i["value"] / i["cost"]}


def fte(i: Numbers) -> Numbers:
    full_time_equivalents = i["full-time-people"] + i["part-time-people"] * i["part-time-share"]
    return {"fte": full_time_equivalents, "fte-years": full_time_equivalents * i["years"]}


ARITHMETIC: dict[str, Callable[[Numbers], Numbers]] = {
    "october-2020-return": october,
    "october-2020-printed-rows": printed,
    "october-2020-residents": residents,
    "sector-welfare-calls": scaled_and_whole,
    "sector-welfare-calls-news": scaled,
    "sector-direct-financial-support-news": scaled_and_whole,
    "sector-food-interventions": scaled_and_whole,
    "sector-advice-and-guidance": scaled_and_whole,
    "sector-totals-to-september-2020": september,
    "sector-homes-june-2020": lambda i: {"sector-homes": i["homes"] / i["coverage"]},
    "health-and-care-vacancies": lambda i: {"vacancies": i["nhs"] + i["social-care"]},
    "place-indicators": lambda _: {"indicators": Decimal(len(CASES["place-indicators"]["inputs"]))},
    "community-catalysts-somerset": catalysts,
    "talent-match": talent_match,
    "living-wage-2018": living_wage,
    "disability-employment-gap": lambda i: {
        "employment-gap-points": i["others-in-work-percent"] - i["disabled-in-work-percent"]
    },
    "social-care-vacancies-2019-20": vacancies,
    "sroi-two-years": sroi,
    "additionality-reference-case": additionality,
    "wellby-programme": wellby_programme,
    "wellby-into-work": wellby_into_work,
    "wellby-rebased": wellby_rebased,
    "wellby-measure-up-2023": measure_up_point,
    "measure-up-parts": measure_up_parts,
    "jsa-rebased": jsa,
    "green-book-discount-factors": green_book,
    "restoration-trust-2016-17": restoration,
    "fte-years-torbay": fte,
}


def test_every_case_that_gives_a_figure_of_ours_has_its_arithmetic_here() -> None:
    assert {case["id"] for case in ALL if case["ours"]} == ARITHMETIC.keys()


@pytest.mark.parametrize("case_id", ARITHMETIC)
def test_the_arithmetic_gives_every_figure_of_ours(case_id: str) -> None:
    found = ARITHMETIC[case_id](inputs(case_id))
    ours = CASES[case_id]["ours"]
    assert found.keys() == ours.keys()
    shown = {key: str(found[key].quantize(Decimal(text), ROUND_HALF_UP)) for key, text in ours.items()}
    assert shown == ours


def test_the_apprentices_are_what_lies_between_the_printed_rows_and_the_published_total() -> None:
    five, four = heads_by_value("october-2020-return"), heads_by_value("october-2020-printed-rows")
    assert five.keys() - four.keys() == {"apprenticeship"}
    assert {outcome: five[outcome] for outcome in four} == four
    assert five["apprenticeship"] == Decimal(24) * Decimal(2353) == Decimal(3063571) - Decimal(3007099)


def test_the_sector_cases_scale_the_totals_that_were_returned() -> None:
    totals = inputs("march-to-october-2020-totals")
    for measure in ("welfare-calls", "direct-financial-support", "food-interventions", "advice-and-guidance"):
        for case_id in (f"sector-{measure}", f"sector-{measure}-news"):
            if case_id in CASES:
                assert inputs(case_id) == {"observed": totals[measure], "coverage": totals["coverage"]}


# The example returns.


def rows(name: str) -> list[tuple[str, ...]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


HEADER = ("organisation", "period", "outcome", "quantity")
TWENTY = "Twenty housing associations"
OCTOBER = [
    (TWENTY, "2020-10", "Full-time employment", "92"),
    (TWENTY, "2020-10", "Part-time employment", "83"),
    (TWENTY, "2020-10", "Apprenticeship", "24"),
    (TWENTY, "2020-10", "Employment training", "799"),
    (TWENTY, "2020-10", "Regular volunteering", "287"),
]


def test_the_october_csv_holds_the_five_rows() -> None:
    assert rows("returns-2020-10.csv") == [HEADER, *OCTOBER]


def test_the_printed_csv_leaves_out_the_apprentices() -> None:
    assert rows("returns-2020-10-printed.csv") == [HEADER, *OCTOBER[:2], *OCTOBER[3:]]


def test_the_march_to_october_csv_holds_the_totals_dated_in_the_last_month() -> None:
    case = CASES["march-to-october-2020-totals"]["inputs"]
    head, *body = rows("returns-2020-03-to-10.csv")
    assert head == HEADER
    assert len(body) == 4
    assert body == [("85 housing associations", "2020-10", name, case[name]) for _, _, name, _ in body]


def test_the_workbook_says_the_same_as_the_csv_with_real_dates_and_numbers() -> None:
    book = openpyxl.load_workbook(SEEDS / "returns-2020-10.xlsx")
    assert book.sheetnames == ["Return", "About"]
    sheet = book["Return"]
    head, *body = sheet.iter_rows(values_only=True)
    assert head == HEADER
    assert body == [
        (organisation, datetime(2020, 10, 1), outcome, int(quantity))  # noqa: DTZ001 - Excel dates have no zone
        for organisation, _, outcome, quantity in OCTOBER
    ]
    assert sheet["B2"].number_format == "mmm yyyy"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert "reconciled" in " ".join(str(cell) for row in book["About"].values for cell in row).lower()


def test_the_returns_are_what_the_cases_write_and_the_workbook_is_reproducible(tmp_path: Path) -> None:
    write = runpy.run_path(str(SEEDS / "make.py"))["write"]
    again = tmp_path / "again"
    again.mkdir()
    write(tmp_path)
    write(again)
    written = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert written == sorted(path.name for path in SEEDS.glob("returns-*"))
    for name in written:
        assert (tmp_path / name).read_bytes() == (again / name).read_bytes()
        if name.endswith(".csv"):
            assert (tmp_path / name).read_bytes() == (SEEDS / name).read_bytes()
