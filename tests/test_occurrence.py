"""Occurrence and cut-off: what happened, when, to whom, and that it counts once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import socialvalue as sv
from socialvalue.money import EXACT, pence
from socialvalue.published.toml import read_toml

HACT, WELLBY = "hact-svb-2020", "hmt-wellby-2021"
JOB = 14_433
ROOT = Path(__file__).parents[1]


def job(period: str = "2020-10", quantity: int = 1, **more: Any) -> sv.Line:
    return sv.Line("Acme", period, more.pop("outcome", "full-time-employment"), quantity, **more)


def net(*lines: sv.Line, bank: str = HACT, method: sv.Method | str = "as-published") -> Decimal:
    found = sv.calculate(sv.Return(lines), bank, method).headline
    assert found is not None
    assert found.net is not None
    return found.net


def codes(*lines: sv.Line, bank: str = HACT, method: sv.Method | str = "as-published") -> list[str]:
    found = (problem.code for problem in sv.calculate(sv.Return(lines), bank, method).problems)
    return [code for code in found if code not in ("several-years", "prices-far-off")]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# one person, once


def test_a_person_key_counts_one_person() -> None:
    assert codes(job(quantity=5, person="c")) == ["person-quantity"]
    assert codes(job(quantity=5)) == []
    assert codes(job("2020-10", 5, person="c", outcome="volunteer-hours"), bank="volunteer-time-nlw") == []


def test_years_of_one_person_are_claimed_once() -> None:
    claims = [job("2020-10", person="k"), job("2021-10", person="k")]
    two_years = sv.load_method().override(years=2)
    assert net(*claims, method=two_years) == 3 * JOB  # October 2020 to September 2023
    assert net(*claims) == 2 * JOB
    [first, second] = sv.calculate(sv.Return(claims), HACT, two_years).lines
    assert (first.figures["years"].value, second.figures["years"].value) == (1, 2)
    assert "until the next claim for this person" in first.figures["years"].origin


def test_another_status_ends_the_one_before_it() -> None:
    claims = [job("2020-10", person="k"), job("2022-04", person="k", outcome="part-time-employment")]
    three_years = sv.load_method().override(years=3)
    assert net(*claims, method=three_years) == EXACT.multiply(Decimal(JOB), Decimal("1.5")) + 3 * 1229


def test_the_start_date_says_when_a_claim_begins() -> None:
    march = job("2020/21", person="b", start=day("2021-03-01"))
    april = job("2021-04", person="b", start=day("2021-04-01"))
    assert net(march, april) == JOB
    [refused] = sv.calculate(sv.Return([march, april]), HACT).refused
    assert refused.line == april


@pytest.mark.parametrize(
    ("first", "second", "claims"),
    [("2020-10-31", "2021-10-30", 1), ("2020-10-31", "2021-10-31", 2), ("2020-02-29", "2021-02-28", 1)],
)
def test_a_year_ends_on_its_day(first: str, second: str, claims: int) -> None:
    lines = [job(text[:7], person="a", start=day(text)) for text in (first, second)]
    assert net(*lines) == claims * JOB


def test_outcomes_and_people_are_two_counts() -> None:
    lines = [
        job(person="k", outcome="regular-volunteering"),
        job(person="k", outcome="employment-training"),
        job("2020-11", person="k"),
    ]
    head = sv.calculate(sv.Return(lines), HACT).headline
    assert head is not None
    assert (head.outcomes, head.people, head.keyed) == (3, 1, 3)
    counts = sv.calculate(sv.Return([job(quantity=7), job(quantity=2, outcome="apprenticeship")]), HACT).headline
    assert counts is not None
    assert (counts.outcomes, counts.people, counts.keyed) == (9, 9, 0)


# the same people in two places


def test_a_register_and_a_count_of_one_month_count_once(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(
        "organisation,period,outcome,person\nAcme,2020-10,Full-time employment,a\nAcme,2020-10,Full-time employment,b\n"
    )
    counts = tmp_path / "counts.csv"
    for period, quantity, code, value in (
        ("2020-10", 2, "counted-twice", 2),
        ("2020-10", 3, "counted-twice", 2),
        ("2020-Q4", 3, "overlapping-periods", 5),
    ):
        counts.write_text(f"organisation,period,outcome,quantity\nAcme,{period},Full-time employment,{quantity}\n")
        entered = sv.read(register, counts)
        told = [problem for problem in entered.problems if problem.code == code]
        assert len(told) == 1, entered.problems
        assert "register.csv" in f"{told[0].place} {told[0].message}"
        assert "counts.csv" in f"{told[0].place} {told[0].message}"
        head = sv.calculate(entered, HACT).headline
        assert head is not None
        assert head.net == value * JOB


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2020-10,Full-time employment,3,,", "3 are counted here without a person key, and 2 with one"),
        ("2020-10,Full-time employment,2,,Jobs Plus", "2 are counted here without a person key, and 2 with one"),
        ("2020-10,Full-time employment,1,,", ""),  # one person whose key is not known
        ("2020-11,Full-time employment,3,,", ""),
        ("2020-10,Part-time employment,3,,", ""),
    ],
)
def test_a_count_beside_people_with_a_key_in_one_table_is_told_and_both_count(
    tmp_path: Path, row: str, told: str
) -> None:
    register = tmp_path / "r.csv"
    register.write_text(
        "organisation,period,outcome,quantity,person,project\n"
        "Acme,2020-10,Full-time employment,1,a,\nAcme,2020-10,Full-time employment,1,b,\n"
        f"Acme,{row}\n"
    )
    entered = sv.read(register)
    found = [problem for problem in entered.problems if problem.code == "count-among-people"]
    assert [str(problem.place) for problem in found] == (["r.csv!D4"] if told else [])
    assert all(told in problem.message and "r.csv!D2" in problem.message for problem in found)
    assert sum(line.quantity or 0 for line in entered.lines) == 2 + int(row.split(",")[2])


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (job("2020/21", 12), job("2020-10", 2, project="Jobs Plus")),
        (job("2020-10", 1), job("2020-Q4", 3, project="P1")),
        (job("2020-Q4", 5), job("2020-11", 2, age="under-25")),
    ],
)
def test_a_figure_for_all_and_one_for_some_of_overlapping_times_are_both_named(whole: sv.Line, part: sv.Line) -> None:
    problems = sv.calculate(sv.Return([whole, part]), HACT).problems
    [told] = [problem for problem in problems if problem.code == "overlapping-periods"]
    assert str(part.period) in told.message
    assert str(whole.period) in told.message


@pytest.mark.parametrize("field", ["project", "age", "area"])
@pytest.mark.parametrize(("whole", "told"), [(30, 1), (29, 0)])
def test_a_figure_that_is_the_sum_of_its_parts_may_be_their_total(field: str, whole: int, told: int) -> None:
    one, other = {"age": ("under-25", "25-49"), "area": ("london", "outside-london")}.get(field, ("P1", "P2"))
    lines = [job(quantity=whole), job(quantity=20, **{field: one}), job(quantity=10, **{field: other})]
    problems = sv.calculate(sv.Return(lines), HACT).problems
    found = [problem for problem in problems if problem.code == "total-row"]
    assert len(found) == told
    assert all(f"without {'a' if field == 'project' else 'an'} {field}" in problem.message for problem in found)


def test_two_figures_of_a_stock_as_of_one_day_are_both_named() -> None:
    def told(month: int) -> list[str]:
        lines = [
            sv.Line("Acme", "2020-12", "residents-in-arrears", month),
            sv.Line("Acme", "2020-Q4", "residents-in-arrears", 50),
        ]
        problems = sv.calculate(sv.Return(lines), HACT).problems
        return [problem.message for problem in problems if problem.code != "nothing-valued"]

    [message] = told(7)
    assert "7 for 2020-12, and 50 for 2020-Q4" in message
    assert told(50) == []


def test_a_detail_is_left_out_only_where_its_whole_is_reported() -> None:
    bank = evolve(
        sv.load_bank(HACT),
        claiming=sv.Claiming(),
        valuations=[
            evolve(sv.load_bank(HACT)["SV-FULL-TIME"], code=code, outcome=outcome, amount=10, unit="GBP / session")
            for code, outcome in (("C1", "advice-and-guidance"), ("C2", "advice-money-and-debt"))
        ],
    )
    entered = [
        sv.Line("Acme", "2020-10", "advice-and-guidance", 100),
        sv.Line("Acme", "2020-10", "advice-money-and-debt", 30),
        sv.Line("Acme", "2020-11", "advice-money-and-debt", 7),
        sv.Line("Beta", "2020-10", "advice-money-and-debt", 50),
    ]
    head = sv.calculate(sv.Return(entered), bank).headline
    assert head is not None
    assert head.net == 10 * (100 + 7 + 50)


# parts of a year


THREE_DAYS = {"start": day("2020-10-01"), "end": day("2020-10-03")}


def test_three_days_of_work_are_told_or_valued_by_the_day() -> None:
    line = job(**THREE_DAYS)
    assert (net(line), codes(line)) == (JOB, ["part-year"])
    assert pence(net(line, bank=WELLBY)) == pence(EXACT.divide(Decimal(5980 * 3), Decimal(365)))
    assert codes(line, bank=WELLBY) == []
    prorated = sv.load_method().override(part_year="prorate")
    assert pence(net(line, method=prorated)) == pence(EXACT.divide(Decimal(JOB * 3), Decimal(365)))


def test_a_long_outcome_is_no_part_of_a_year() -> None:
    line = job(start=day("2020-10-01"), end=day("2022-09-30"))
    assert (net(line), codes(line)) == (JOB, [])
    assert net(line, bank=WELLBY) == 5980  # a year of it, until more is claimed
    assert net(line, bank=WELLBY, method=sv.load_method().override(part_year="prorate")) == 2 * 5980


def test_an_outcome_lasts_no_hundred_years() -> None:
    assert codes(job("2020-12", start=day("1900-01-01"), end=day("2020-12-31"))) == ["duration-too-long"]


def test_a_start_after_its_period_is_told() -> None:
    assert codes(job("2024-05", start=day("2024-08-30"))) == ["start-after-period"]
    assert codes(job("2024-05", start=day("2024-05-31"))) == []


def test_sustained_and_ended_early_is_told() -> None:
    dates = {"start": day("2024-05-01"), "end": day("2024-05-04")}
    assert "ended-early" in codes(job("2024-05", sustained=True, **dates))
    assert "ended-early" not in codes(job("2024-05", sustained=None, **dates))


def test_an_outcome_before_its_project_is_told() -> None:
    later = job("2024-05", project="P", start=day("2024-05-02"))
    early = job("2024-06", project="P", start=day("2024-03-01"))
    assert codes(later, early) == ["outcome-before-project"]
    said = evolve(later, tags={"Project start": "2024-01-01"})
    assert codes(said, early) == []


def test_a_rate_that_changes_within_the_period_is_told() -> None:
    hours = {"outcome": "volunteer-hours", "quantity": 1200}
    assert codes(job("2020", **hours), bank="volunteer-time-nlw") == ["rate-changes"]
    assert codes(job("2020-10", **hours), bank="volunteer-time-nlw") == []
    by_month = [job(f"2020-{month:02d}", quantity=100, outcome="volunteer-hours") for month in range(1, 13)]
    assert net(*by_month, bank="volunteer-time-nlw") == 300 * Decimal("8.21") + 900 * Decimal("8.72")


def test_a_calendar_year_lies_in_the_financial_year_that_holds_most_of_it() -> None:
    assert sv.Period.of("2020").financial_year == "2020-21"
    assert sv.Period.of("2020-03").financial_year == "2019-20"
    assert sv.Period.of("2020-Q1").financial_year == "2019-20"
    assert sv.Period.of("2020/21").financial_year == "2020-21"


# reference cases


def reference(quantity: int, **settings: str) -> sv.Method:
    case = sv.Reference(outcome="full-time-employment", quantity=quantity)
    return evolve(sv.load_method().override(**settings), reference=(case,))


def test_attribution_and_optimism_act_on_what_is_additional() -> None:
    assert net(job(quantity=60), bank=WELLBY, method=reference(24, attribution="0.5")) == 36 * 5980 / 2
    method = reference(24, attribution="0.5", optimism_bias="0.2", leakage="0.1", multiplier="1.2")
    expected = (60 * Decimal("0.9") * Decimal("1.2") - 24) * 5980 * Decimal("0.5") * Decimal("0.8")
    assert net(job(quantity=60), bank=WELLBY, method=method) == expected


def test_a_reference_case_larger_than_the_outcome_is_told() -> None:
    assert codes(job(quantity=60), bank=WELLBY, method=reference(80)) == ["reference-too-large"]


def test_an_outcome_and_a_category_of_one_name_are_two_settings() -> None:
    from socialvalue.valuing.uncertainty.assess import assess

    settings = [
        sv.Setting(name="deadweight", low="0", value="0.1", high="0.2", outcome="full-time-employment"),
        sv.Setting(name="deadweight", low="0", value="0.5", high="0.6", category="full-time-employment"),
    ]
    assert len({setting.key for setting in settings}) == 2
    words = sv.load_vocabulary()
    category = words["apprenticeship"].category
    own = evolve(words["qualification"], id=category, label="Case", unit="person")
    bank = sv.load_bank(HACT)
    bank = evolve(bank, outcomes=(own,), valuations=[*bank, evolve(bank["SV-FULL-TIME"], code="C", outcome=category)])
    settings = [evolve(settings[0], outcome=category), evolve(settings[1], category=category)]
    method = evolve(sv.load_method(), settings=tuple(settings))
    lines = [job(quantity=10, outcome=category), job(quantity=10, outcome="apprenticeship")]
    result = assess(sv.calculate(sv.Return(lines), bank, method))
    assert result.headline is not None
    assert result.headline.net == 10 * JOB * Decimal("0.9") + 10 * 2353 * Decimal("0.5")
    [found] = result.uncertainty
    assert found.low == 10 * JOB * Decimal("0.8") + 10 * 2353 * Decimal("0.4")
    from socialvalue.showing.workbook.result import workbook

    assert workbook(result)[:2] == b"PK"


def test_the_files_of_methods_hold_what_is_said_of_them() -> None:
    assert read_toml(ROOT / "valuations/methods/green-book.toml")["method"]["part_year"] == "prorate"


# WELLBYs, and what one costs


def test_wellbys_and_what_each_cost() -> None:
    method = sv.load_method().override(years=2, deadweight="0.25")
    lines = [job(quantity=40, outcome="wellby"), job(quantity=100)]
    head = sv.calculate(sv.Return(lines), WELLBY, method, cost=30_000).headline
    assert head is not None
    # 40 measured, once; 100 people of 0.46 points for two years; a quarter would have come anyway.
    assert head.wellbys == (40 + 100 * Decimal("0.46") * 2) * Decimal("0.75")
    assert head.cost_per_wellby == EXACT.divide(Decimal(30_000), head.wellbys)
    assert head.cost_per_outcome == 300
    later = sv.calculate(sv.Return(lines), WELLBY, method.override(prices="2024"), cost=30_000).headline
    assert later is not None
    assert later.wellbys is not None
    assert round(later.wellbys, 20) == head.wellbys
    assert sv.calculate(sv.Return([job()]), HACT, cost=10).headline.cost_per_wellby is None  # type: ignore[union-attr]
