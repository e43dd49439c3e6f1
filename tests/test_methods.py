"""The published worked cases, each computed by `calculate` and compared with what its source prints."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers.one_value import a_bank, headline, people, valued

import socialvalue as sv
from socialvalue.money import EXACT, pence
from socialvalue.published.discounting import discount_factor
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import Reference
from socialvalue.showing.words.method import step_label

ROOT = Path(__file__).parents[1]
CASES = {
    case["id"]: case
    for file in (ROOT / "seeds/cases").glob("*.toml")
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
}


def inputs(case: str) -> dict[str, Any]:
    found: dict[str, Any] = CASES[case]["inputs"]
    return found


def published(case: str, key: str) -> Decimal:
    return Decimal(CASES[case]["published"][key])


def ours(case: str, key: str) -> Decimal:
    return Decimal(CASES[case]["ours"][key])


# worked cases


def test_social_return_on_investment_over_two_years() -> None:
    case = inputs("sroi-two-years")
    result = valued(
        people(case["people"]),
        bank=a_bank(case["value"]),
        cost=case["cost"],
        method="sroi",
        years=case["years"],
        deadweight=case["deadweight"],
        displacement=case["displacement"],
        attribution=case["attribution"],
        drop_off=case["drop-off"],
    )
    [line] = result.lines
    first, second = line.years
    assert line.steps[1].amount == published("sroi-two-years", "gross")
    assert first.amount == first.present_value == published("sroi-two-years", "year-1")
    assert second.amount == published("sroi-two-years", "year-2-undiscounted")
    assert pence(second.present_value) == published("sroi-two-years", "year-2")
    head = headline(result)
    assert head.net is not None
    assert head.ratio is not None
    assert pence(head.net) == published("sroi-two-years", "total")
    assert head.present_value == head.net
    assert round(head.ratio, 4) == published("sroi-two-years", "ratio")


@pytest.mark.parametrize("schedule", ["standard", "health"])
@pytest.mark.parametrize("year", [30, 31])
def test_green_book_factors_at_the_first_change_of_rate(schedule: str, year: int) -> None:
    # A pound of each of the first 31 years: what the last one adds is the factor.
    def net(years: int) -> Decimal:
        name = "green-book" if schedule == "standard" else "green-book-health"
        result = headline(valued(people(1), bank=a_bank("1"), years=years, discount=name)).net
        assert result is not None
        return result

    factor = net(year + 1) - net(year)
    assert round(factor, 6) == ours("green-book-discount-factors", f"{schedule}-factor-{year}")


def test_a_jobseekers_allowance_claimant_in_later_prices() -> None:
    line = people(1, "leaving-jsa-for-work")
    result = valued(line, bank=sv.load_bank("gmca-ucd-2015"), prices="2024-25")
    head = headline(result)
    fiscal, _ = sorted(head.by_kind, key=lambda entry: entry.kind, reverse=True)
    assert (pence(fiscal.net), head.prices, fiscal.kind) == (ours("jsa-rebased", "value-2024-25"), "2024-25", "fiscal")
    rebased = result.lines[0].steps[-1]
    assert rebased.kind == "prices"
    assert list(map(str, rebased.prices or ())) == ["2012-13", "2024-25"]
    assert rebased.source.startswith("100.0 / 71.5454, GDP deflators")


@pytest.mark.parametrize("year", ["2020", "2023", "2024"])
def test_a_wellby_in_later_prices_by_the_deflator_alone(year: str) -> None:
    result = valued(people(1, "wellby"), bank=sv.load_bank("hmt-wellby-2021"), prices=year)
    net = headline(result).net
    assert net is not None
    assert pence(net) == ours("wellby-rebased", f"value-{year}")
    assert "prices only" in result.lines[0].steps[-1].source  # the mode is said


def test_a_wellby_with_growth_of_gdp_per_head_is_raised_to_the_power_of_1_3() -> None:
    method = evolve(sv.load_method(), prices="2023", growth={"2019": Decimal(100), "2023": Decimal(110)})
    bank = sv.load_bank("hmt-wellby-2021")
    result = sv.calculate(sv.Return([people(1, "wellby"), people(1, "weekly-physical-activity")]), bank, method)
    alone = sv.calculate(result.entered, bank, evolve(method, growth=None))
    for grown, plain in zip(result.lines, alone.lines, strict=True):
        assert step_label(grown.steps[-1]) == "real GDP per head, 2019 to 2023, to the power 1.3"
        assert round(grown.net / plain.net, 12) == round(Decimal("1.1") ** Decimal("1.3"), 12)


def test_growth_touches_no_value_that_is_not_made_of_wellbys() -> None:
    method = evolve(sv.load_method(), prices="2023", growth={"2020": Decimal(100), "2023": Decimal(110)})
    grown = sv.calculate(sv.Return([people(1)]), a_bank("100"), method)
    plain = sv.calculate(sv.Return([people(1)]), a_bank("100"), evolve(method, growth=None))
    assert headline(grown).net == headline(plain).net


def test_community_catalysts_is_a_fiscal_saving_with_ratio_and_payback() -> None:
    case = inputs("community-catalysts-somerset")
    bank = a_bank(case["saving-per-year"], outcome="enterprise-started", unit="GBP / organisation", kind="fiscal")
    head = headline(valued(people(1, "enterprise-started"), bank=bank, cost=case["cost"]))
    assert head.kinds == ("fiscal",)
    assert head.ratio is not None
    assert head.payback_months is not None
    assert round(head.ratio, 2) == ours("community-catalysts-somerset", "first-year-ratio")
    assert round(head.payback_months, 2) == ours("community-catalysts-somerset", "payback-months")
    assert head.net_benefit == ours("community-catalysts-somerset", "first-year-net")


def test_restoration_trust_net_benefit_and_ratio() -> None:
    case = inputs("restoration-trust-2016-17")
    head = headline(valued(people(1), bank=a_bank(case["value"]), cost=case["cost"]))
    assert head.net_benefit == published("restoration-trust-2016-17", "net")
    assert head.ratio is not None
    assert round(head.ratio, 2) == published("restoration-trust-2016-17", "ratio")


def test_full_time_equivalents_over_a_contract() -> None:
    # Worth a pound a year each, full-time equivalents are their own number of years.
    case = inputs("fte-years-torbay")
    bank = a_bank("1")
    half = evolve(bank.valuations[0], code="HALF", outcome="part-time-employment")
    method = evolve(
        sv.load_method(),
        settings=(
            Setting(name="fte", value=case["part-time-share"], outcome="part-time-employment"),
            Setting(name="years", value=case["years"]),
        ),
    )
    lines = [people(case["full-time-people"]), people(case["part-time-people"], "part-time-employment")]
    head = headline(sv.calculate(sv.Return(lines), evolve(bank, valuations=(*bank.valuations, half)), method))
    assert head.net == published("fte-years-torbay", "fte-years")
    assert head.people == 15  # heads stay heads


def test_a_programme_in_wellbeing_years() -> None:
    case = inputs("wellby-programme")
    bank = a_bank(str(Decimal(case["points"]) * Decimal(case["value-per-wellby"])), wellby=True, prices=case["prices"])
    assert headline(valued(people(case["people"]), bank=bank, years=case["years"])).net == published(
        "wellby-programme", "value"
    )
    counted = valued(
        people(CASES["wellby-programme"]["published"]["wellbys"], "wellby"), bank=sv.load_bank("hmt-wellby-2021")
    )
    assert headline(counted).net == published("wellby-programme", "value")


def test_deadweight_as_a_whole_reference_case() -> None:
    case = inputs("additionality-reference-case")
    sroi = inputs("sroi-two-years")
    anyway = Decimal(case["reference-gross"]) / Decimal(sroi["value"])
    method = evolve(sv.load_method(), reference=(Reference(outcome="full-time-employment", quantity=anyway),))
    # The case stands for the whole outcome, however many lines report it.
    lines = [people(20), people(40, area="london")]
    result = sv.calculate(sv.Return(lines), a_bank(sroi["value"]), method)
    assert headline(result).net == published("additionality-reference-case", "net")
    assert [line.steps[-1].kind for line in result.lines] == ["reference case", "reference case"]
    assert "the reference case stands for it" in result.lines[0].steps[-2].source


def test_the_additionality_guides_formula_with_factors_on_both_sides() -> None:
    method = evolve(
        sv.load_method("additionality-guide").override(
            leakage="0.1", displacement="0.2", substitution="0.05", multiplier="1.1"
        ),
        reference=(
            Reference(
                outcome="full-time-employment",
                quantity=30,
                leakage="0.2",
                displacement="0.1",
                substitution="0.05",
                multiplier="1.2",
            ),
        ),
    )
    result = sv.calculate(sv.Return([people(100)]), a_bank("1000"), method)
    project = 100_000 * Decimal("0.9") * Decimal("0.8") * Decimal("0.95") * Decimal("1.1")
    without = 30_000 * Decimal("0.8") * Decimal("0.9") * Decimal("0.95") * Decimal("1.2")
    assert headline(result).net == project - without == Decimal("50616")


# what each factor does


def test_a_comparison_group_switches_deadweight_off_and_says_so() -> None:
    result = valued(people(10, deadweight="0.5"), bank=a_bank("100"), method="hact-net", comparison_group=True)
    assert headline(result).net == 1000
    assert "comparison group" in result.lines[0].steps[-1].source


def test_the_lines_own_factor_goes_before_the_outcomes_then_the_categorys_then_the_general_one() -> None:
    method = evolve(
        sv.load_method(),
        settings=(
            Setting(name="deadweight", value="0.1"),
            Setting(name="deadweight", value="0.2", category="employment"),
            Setting(name="deadweight", value="0.3", outcome="part-time-employment"),
        ),
    )
    bank = sv.load_bank("hact-svb-2020")
    lines = [
        people(1, "regular-volunteering"),
        people(1, "full-time-employment"),
        people(1, "part-time-employment"),
        people(1, "part-time-employment", deadweight="0.4", tags={"ward": "East"}),
    ]
    result = sv.calculate(sv.Return(lines), bank, method)
    assert [step.factor for line in result.lines for step in line.steps if step.kind == "deadweight"] == [
        Decimal("0.9"),
        Decimal("0.8"),
        Decimal("0.7"),
        Decimal("0.6"),
    ]
    sources = [line.steps[-1].source for line in result.lines]
    assert sources == ["user's own"] * 3 + ["the return"]


def test_an_outcome_that_lasted_for_part_of_a_year_is_claimed_in_full_unless_the_method_says_otherwise() -> None:
    half = people(1, start=dt.date(2021, 1, 1), end=dt.date(2021, 7, 1))
    full = sv.calculate(sv.Return([half]), a_bank("730"))
    by_days = sv.calculate(sv.Return([half]), a_bank("730"), evolve(sv.load_method(), part_year="prorate"))
    assert headline(full).net == 730
    net = headline(by_days).net
    assert net is not None
    assert pence(net) == 364  # 182 of 365 days
    assert "2021-01-01 to 2021-07-01" in by_days.lines[0].steps[-1].source


def test_everything_lost_after_the_first_year_leaves_the_first_year() -> None:
    assert headline(valued(people(1), bank=a_bank("100"), years=3, drop_off=1)).net == 100


def test_a_value_for_once_has_neither_years_nor_drop_off() -> None:
    bank = a_bank("13000", outcome="wellby", unit="GBP / wellby")
    assert headline(valued(people(1, "wellby"), bank=bank, years=5, drop_off="0.5")).net == 13_000


def test_a_base_year_discounts_what_starts_after_it() -> None:
    lines = [people(1), sv.Line("Acme Homes", "2022-10", "full-time-employment", 1)]
    result = valued(*lines, bank=a_bank("100"), base_year=2020, discount="3.5%")
    assert [line.net for line in result.lines] == [100, EXACT.multiply(Decimal(100), discount_factor("0.035", 2))]


def test_payback_counts_pounds_as_they_fall_from_the_first_year_of_value_or_cost() -> None:
    line = sv.Line("Acme Homes", "2022-10", "full-time-employment", 1)
    cost = sv.Cost(100, year="2022-23")
    one = headline(valued(line, bank=a_bank("1200"), cost=cost, base_year=2020, discount="3.5%"))
    two = headline(valued(line, bank=a_bank("1200"), cost=cost, base_year=2020, discount="3.5%", years=2))
    assert one.payback_months == two.payback_months == 1
    undated = headline(valued(line, bank=a_bank("1200"), cost="100", base_year=2020, discount="3.5%"))
    assert undated.payback_months == 25  # two years before there is any value, for a cost spent in year 0


def test_full_time_equivalents_are_for_values_of_a_persons_year_alone() -> None:
    lines = [people(1, "wellby", project="Choir"), people(1, project="Jobs")]
    result = valued(*lines, bank=sv.load_bank("hmt-wellby-2021"), fte="0.5")
    assert {line.line.outcome: line.net for line in result.lines} == {"wellby": 13_000, "full-time-employment": 2990}


def test_a_forecast_point_is_marked_in_the_step_and_noted() -> None:
    result = valued(people(1), bank=a_bank("100", prices="2020-21"), prices="2026-27")
    assert "(forecast)" in result.lines[0].steps[-1].source
    assert [problem.code for problem in result.problems] == ["forecast-index"]


# money in


def test_costs_and_values_meet_by_project_and_by_kind() -> None:
    lines = [people(2, project="Mentoring", cost="500"), people(1, project="Kitchen")]
    entered = sv.Return(lines, costs={"Kitchen": Decimal(400)})
    result = sv.calculate(entered, a_bank("1000"))
    rows = [
        (row.project, row.cost, *((k.kind, k.net, k.net_benefit, k.ratio) for k in row.by_kind))
        for row in result.by_project
    ]
    assert rows == [
        ("Kitchen", 400, ("wellbeing", 1000, 600, Decimal("2.5"))),
        ("Mentoring", 500, ("wellbeing", 2000, 1500, 4)),
    ]
    assert (headline(result).cost, headline(result).net_benefit) == (900, 2100)


def test_each_kind_has_its_own_ratio_and_a_total_over_kinds_only_when_asked() -> None:
    bank = sv.load_bank("measure-up-2023")
    apart = headline(sv.calculate(sv.Return([people(1, "regular-volunteering")]), bank, cost=1000))
    assert (apart.net, apart.ratio) == (None, None)
    assert {entry.kind: entry.ratio for entry in apart.by_kind} == {
        "economic": Decimal("1.8"),
        "wellbeing": Decimal("1.6"),
    }
    together = sv.calculate(
        sv.Return([people(1, "regular-volunteering")]), bank, sv.load_method().override(combine_kinds=True), cost=1000
    )
    assert headline(together).ratio == Decimal("3.4")
    assert "mixed-kinds" in {problem.code for problem in together.problems}


def test_a_cost_given_takes_the_place_of_those_reported_and_is_never_below_zero() -> None:
    entered = sv.Return([people(1, cost="500")])
    assert headline(sv.calculate(entered, a_bank("1000"), cost=100)).cost == 100
    with pytest.raises(sv.BadData, match="“-1” is not an amount in pounds of 0 or more"):
        sv.calculate(entered, a_bank("1000"), cost=-1)


def test_a_schedule_that_is_not_adopted_says_so() -> None:
    assert discount_factor("review-2026", 2) == 1 / Decimal("1.03") ** 2 or abs(
        discount_factor("review-2026", 2) - 1 / Decimal("1.03") ** 2
    ) < Decimal("1e-20")
    result = valued(people(1), bank=a_bank("1000"), years=2, discount="review-2026")
    assert "not-adopted" in [problem.code for problem in result.problems]
    in_force = valued(people(1), bank=a_bank("1000"), years=2, discount="green-book")
    assert "not-adopted" not in [problem.code for problem in in_force.problems]
