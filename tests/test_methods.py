"""The published worked cases, each computed by `calculate` and compared with what its source prints."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import socialvalue as sv
from socialvalue.banks import Bank, Valuation
from socialvalue.discounting import discount_factor
from socialvalue.methods import Reference, Setting, method_files
from socialvalue.money import EXACT, pence
from socialvalue.sources import Licence, Source

ROOT = Path(__file__).parents[1]
CASES = {
    case["id"]: case
    for file in (ROOT / "seeds/cases").glob("*.toml")
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
}
SOURCE = Source(
    title="A case", publisher="A test", year=2026, locator="here", url="about:blank", retrieved=dt.date(2026, 11, 22)
)
OPEN = Licence(name="A test's own", url="about:blank", redistribution="open")


def inputs(case: str) -> dict[str, Any]:
    found: dict[str, Any] = CASES[case]["inputs"]
    return found


def published(case: str, key: str) -> Decimal:
    return Decimal(CASES[case]["published"][key])


def ours(case: str, key: str) -> Decimal:
    return Decimal(CASES[case]["ours"][key])


def a_bank(amount: str, *, outcome: str = "full-time-employment", **changes: Any) -> Bank:
    """A bank of one value, in pounds per person per year unless said."""
    value = {
        "code": "ONE",
        "title": "One",
        "outcome": outcome,
        "amount": amount,
        "unit": "GBP / person / year",
        "prices": "2020",
        "kind": "wellbeing",
        "grade": "quoted",
        "source": SOURCE,
    }
    one = Valuation(**(value | changes))
    return Bank(id="a-bank", title="A bank", publisher="A test", edition="1", licence=OPEN, valuations=(one,))


def people(number: str | int, outcome: str = "full-time-employment", **more: Any) -> sv.Line:
    return sv.Line("Acme Homes", "2020-10", outcome, number, **more)


def valued(*lines: sv.Line, bank: Bank, cost: str | None = None, method: str = "as-published", **own: Any) -> sv.Result:
    """The result, which has no errors."""
    result = sv.calculate(sv.Return(lines), bank, sv.load_method(method).override(**own), cost=cost)
    assert result.ok, result.problems
    return result


def headline(result: sv.Result) -> sv.Headline:
    assert result.headline is not None, result.problems
    return result.headline


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
    assert head.net is not None
    assert (pence(head.net), head.prices, head.kinds) == (ours("jsa-rebased", "value-2024-25"), "2024-25", ("fiscal",))
    rebased = result.lines[0].steps[-1]
    assert rebased.step == "prices of 2012-13 to 2024-25"
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
        assert grown.steps[-1].step == "real GDP per head, 2019 to 2023, to the power 1.3"
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
    assert [line.steps[-1].step for line in result.lines] == ["reference case", "reference case"]
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
    bank = sv.load_bank()
    lines = [
        people(1, "regular-volunteering"),
        people(1, "full-time-employment"),
        people(1, "part-time-employment"),
        people(1, "part-time-employment", deadweight="0.4", tags={"ward": "East"}),
    ]
    result = sv.calculate(sv.Return(lines), bank, method)
    assert [step.factor for line in result.lines for step in line.steps if step.step == "deadweight"] == [
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


def test_payback_counts_the_first_years_pounds_as_they_fall() -> None:
    line = sv.Line("Acme Homes", "2022-10", "full-time-employment", 1)
    one = headline(valued(line, bank=a_bank("1200"), cost="100", base_year=2020, discount="3.5%"))
    two = headline(valued(line, bank=a_bank("1200"), cost="100", base_year=2020, discount="3.5%", years=2))
    assert one.payback_months == two.payback_months == 1


def test_full_time_equivalents_are_for_values_of_a_persons_year_alone() -> None:
    lines = [people(1, "wellby"), people(1)]
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
    with pytest.raises(ValueError, match="below zero"):
        sv.calculate(entered, a_bank("1000"), cost=-1)


# methods as data


@pytest.mark.parametrize("name", method_files())
def test_a_shipped_method_is_cited_and_sets_no_percentage_of_its_own(name: str) -> None:
    method = sv.load_method(name)
    assert method.id == name
    assert method.sources
    assert method.settings == ()


@pytest.mark.parametrize("name", [name for name in method_files() if sv.load_method(name).requires])
def test_a_method_does_not_run_without_the_figures_it_needs(name: str) -> None:
    method = sv.load_method(name)
    result = sv.calculate(sv.Return([people(1)]), a_bank("100", prices="2019-20"), method)
    assert result.headline is None
    missing = [problem.message for problem in result.problems if problem.code == "missing-setting"]
    assert len(missing) == len(method.requires)
    given = {name.replace("-", "_"): "0.5" for name in method.requires}
    assert sv.calculate(sv.Return([people(1)]), a_bank("100", prices="2019-20"), method.override(**given)).ok


def test_a_figure_for_one_outcome_does_not_stand_for_the_others() -> None:
    method = evolve(
        sv.load_method("hact-net"), settings=(Setting(name="deadweight", value="0.2", outcome="full-time-employment"),)
    )
    result = sv.calculate(sv.Return([people(1), people(1, "part-time-employment")]), sv.load_bank(), method)
    [problem] = [problem for problem in result.problems if problem.severity == "error"]
    assert problem.code == "missing-setting"
    assert (
        problem.message == "The method hact-net needs a figure for deadweight, and has none for Part-time employment."
    )
    assert "--deadweight 20%" in problem.remedy


def test_a_users_own_file_is_equal_to_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        """
        [method]
        id = "mine"
        title = "Ours"
        summary = "What the board agreed."
        discount = "3.5%"
        [[settings]]
        name = "deadweight"
        value = "0.25"
        low = "0.1"
        high = "0.4"
        category = "employment"
        [settings.source]
        title = "A survey"
        publisher = "Acme Homes"
        year = 2025
        locator = "p. 3"
        url = "about:blank"
        retrieved = 2026-11-22
        [[settings]]
        name = "years"
        value = "2"
        """
    )
    result = sv.calculate(sv.Return([people(4)]), a_bank("100"), sv.load_method(path))
    steps = {step.step: step for step in result.lines[0].steps}
    assert steps["deadweight"].amount == 600
    assert steps["deadweight"].source.startswith("Acme Homes (2025). A survey, p. 3.")
    net = headline(result).net
    assert net is not None
    assert pence(net) == Decimal("589.86")  # 300 + 300 / 1.035


def test_an_overridden_method_says_so_in_its_title() -> None:
    method = sv.load_method().override(deadweight="0.2", prices="2024-25", combine_kinds=True)
    assert method.title == (
        "As published: gross annual value; with the user's own deadweight 20%, prices 2024-25, combine-kinds"
    )
    assert sv.load_method().override(deadweight=None) == sv.load_method()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("deadweight", "20", "deadweight must lie between 0 and 1"),
        ("deadweight", "-1%", "deadweight must lie between 0 and 1"),
        ("attribution", "101%", "attribution must lie between 0 and 1"),
        ("multiplier", "0", "multiplier must lie above 0"),
        ("fte", "2", "fte must lie above 0 and at most 1"),
        ("years", "0", "years must lie above 0 and at most 100"),
        ("years", "101", "years must lie above 0 and at most 100"),
        ("deadweight", "30%:20%:40%", "does not hold the figure"),
        ("deadweight", "10%:20%", "low, central and high"),
        ("deadweight", "some", "not a number: 'some'"),
        ("deadweight", "nan", "not a finite number"),
    ],
)
def test_a_factor_outside_its_limits_is_refused(name: Any, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Setting.of(name, text)


@pytest.mark.parametrize("text", ["100%", "-0.01", "soon", "", "green"])
def test_a_discount_is_a_schedule_or_a_rate_below_one(text: str) -> None:
    with pytest.raises(ValueError, match="is not a discount"):
        sv.load_method().override(discount=text)


HEAD = '[method]\nid = "x"\ntitle = "X"\nsummary = "X"\n'
TWO_YEARS = '[[settings]]\nname = "years"\nvalue = "2"\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("method = 3", "not a field known here"),
        ('[method]\nid = "x"\ntitle = "X"', "summary"),
        (HEAD + "factor = 1", "“factor” is not a field"),
        (HEAD + 'discount = "soon"', "is not a discount"),
        (HEAD + '[[settings]]\nname = "deadweight"\nvalue = "2"', "between 0 and 1"),
        (HEAD + '[[settings]]\nname = "luck"\nvalue = "0"', "luck"),
        (HEAD + '[growth]\n2019 = "1"', "price base"),
        (HEAD + TWO_YEARS + TWO_YEARS, "years is set twice for everything"),
    ],
)
def test_a_method_file_with_a_fault_is_not_used(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content)
    with pytest.raises(sv.BadData) as caught:
        sv.load_method(path)
    assert {problem.code for problem in caught.value.problems} == {"bad-data"}
    assert any(message in f"{problem.place} {problem.message}" for problem in caught.value.problems)


def test_a_figure_for_an_outcome_that_does_not_exist_is_an_error() -> None:
    method = evolve(sv.load_method(), settings=(Setting(name="deadweight", value=0, outcome="full-time-employement"),))
    result = sv.calculate(sv.Return([people(1)]), a_bank("100"), method)
    assert [(problem.code, problem.message) for problem in result.problems if problem.severity == "error"] == [
        ("unknown-outcome", "There is no outcome “full-time-employement”.")
    ]


def test_a_figure_that_changes_nothing_is_noted() -> None:
    method = evolve(sv.load_method(), settings=(Setting(name="deadweight", value="0.5", outcome="apprenticeship"),))
    result = sv.calculate(sv.Return([people(1)]), a_bank("100"), method)
    assert headline(result).net == 100
    [problem] = result.problems
    assert (problem.code, problem.severity) == ("setting-unused", "note")
    assert problem.message == "The deadweight for apprenticeship changes nothing: no value of the return belongs to it."


def test_a_year_outside_the_index_is_an_error() -> None:
    lines = [people(1, project=str(number)) for number in range(5)]
    result = sv.calculate(sv.Return(lines), a_bank("100"), sv.load_method().override(prices="1990"))
    assert result.headline is None
    [problem] = result.problems  # once for the value, not for each line
    assert problem.code == "year-outside-index"
    assert "does not reach 1990" in problem.message


def test_there_is_no_index_of_that_name() -> None:
    with pytest.raises(sv.BadData, match="There is no index “rpi”") as caught:
        sv.load_index("rpi")
    assert [problem.code for problem in caught.value.problems] == ["unknown-index"]


def test_an_index_of_the_users_own_is_a_file(tmp_path: Path) -> None:
    content = (ROOT / "valuations/indices/cpi.toml").read_text(encoding="utf-8").replace('"108.7"', '"54.35"')
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    doubled = headline(valued(people(1), bank=a_bank("100"), prices="2021", index=str(path)))
    single = headline(valued(people(1), bank=a_bank("100"), prices="2021", index="cpi"))
    assert doubled.net is not None
    assert single.net is not None
    assert round(doubled.net - 2 * single.net, 20) == 0
