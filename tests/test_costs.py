"""What was spent, read from a table of its own and set against each project."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.money import EXACT, pence, places

TODAY = dt.date(2026, 1, 31)
RETURN = """organisation,period,outcome,quantity,project
Acme Homes,2020-10,Full-time employment,2,Mentoring
Acme Homes,2020-10,Part-time employment,10,Kitchen
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_of_costs_beside_the_return(tmp_path: Path) -> None:
    costs = written(
        tmp_path / "costs.csv", 'Project,Cost £\nMentoring,"£8,000"\nKitchen,2500\nKitchen,500\nTotal,11000\n,100\n'
    )
    entered = sv.read(written(tmp_path / "return.csv", RETURN), costs, today=TODAY)
    assert entered.costs_by_project == {"": 100, "Kitchen": 3000, "Mentoring": 8000}
    assert [(problem.code, str(problem.place)) for problem in entered.problems] == [("row-skipped", "costs.csv!B5")]
    result = sv.calculate(entered)
    assert result.headline is not None
    assert result.headline.cost == 11_100
    assert [(row.project, row.cost, row.by_kind[0].net) for row in result.by_project] == [
        ("Kitchen", 3000, 12_290),
        ("Mentoring", 8000, 28_866),
    ]


def test_an_unnamed_sum_of_the_costs_above_is_not_counted_again(tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", "Project,Cost £,For\nStaff,100,\nRent,50,\n,150,\n,150,Van\n,7,\n")
    entered = sv.read(costs, today=TODAY)
    assert entered.costs_by_project == {"": 157, "Rent": 50, "Staff": 100}
    [problem] = entered.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("row-skipped", "warning", "costs.csv!B4")
    assert problem.message == (
        "£150 without a name is the sum of the costs above it: taken for their total, and not counted."
    )


def test_a_total_is_left_alone_however_it_is_called_and_a_project_is_not(tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", "project,cost\nTotal Care,5\nTotal spend,#N/A\nGrand total:,5\n")
    entered = sv.read(costs, today=TODAY)
    assert entered.costs_by_project == {"Total Care": 5}
    assert [problem.code for problem in entered.problems] == ["row-skipped", "row-skipped"]


def test_a_sheet_of_costs_in_the_workbook(tmp_path: Path) -> None:
    book = Workbook()
    lines, costs = book.worksheets[0], book.create_sheet("Money in")
    for row in RETURN.splitlines():
        lines.append(row.split(","))
    for cells in (["What we spent"], ["cost", "programme"], [8000, "Mentoring"], [None, "Kitchen"]):
        costs.append(cells)
    lines["D2"], lines["D3"] = 2, 10
    book.save(tmp_path / "return.xlsx")
    entered = sv.read(tmp_path / "return.xlsx", today=TODAY)
    assert (entered.costs_by_project, entered.problems) == ({"Mentoring": 8000}, ())


def test_each_kind_is_shown_with_its_own_ratio_and_payback(tmp_path: Path) -> None:
    text = "organisation,period,outcome,quantity\nAcme Homes,2023-10,Regular volunteering,10\n"
    entered = written(tmp_path / "return.csv", text)
    asked = ["calc", str(entered), "--bank", "measure-up-2023", "--cost", "8000"]
    apart = CliRunner().invoke(main, asked).stdout
    assert "£18,000, a ratio of 1 : 2.25, paid back in 5.33 months" in apart
    assert "£16,000, a ratio of 1 : 2.00, value meets cost after 6.00 months" in apart
    assert "Net benefit" not in apart
    together = CliRunner().invoke(main, [*asked, "--combine-kinds"]).stdout
    assert "£18,000, a ratio of 1 : 2.25" in together
    assert "Net benefit  £26,000, a ratio of 1 : 4.25" in together


def test_a_cost_that_cannot_be_is_an_error_at_its_cell(tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", "project,cost\nMentoring,lots\nKitchen,-5\nGarden,#N/A\n")
    problems = sv.read(costs, today=TODAY).problems
    assert [(problem.code, str(problem.place), problem.severity) for problem in problems] == [
        ("not-a-number", "costs.csv!B2", "error"),
        ("negative-quantity", "costs.csv!B3", "error"),
        ("error-cell", "costs.csv!B4", "error"),
    ]


def test_json_sets_each_project_against_its_cost(tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", "project,cost\nMentoring,8000\n")
    entered = written(tmp_path / "return.csv", RETURN)
    done = CliRunner().invoke(main, ["calc", str(entered), str(costs), "--format", "json"])
    assert done.exit_code == 0, done.output
    kitchen, mentoring = json.loads(done.stdout)["by_project"]
    assert (kitchen["project"], kitchen["cost"], kitchen["by_kind"][0]["ratio"]) == ("Kitchen", None, None)
    assert (mentoring["project"], mentoring["cost"]) == ("Mentoring", "8000.00")
    assert mentoring["by_kind"] == [
        {
            "kind": "wellbeing",
            "gross": "28866.00",
            "net": "28866.00",
            "net_benefit": "20866.00",
            "ratio": "3.6083",
            "payback_months": "3.3257",
        }
    ]


# once, however often it is said

COSTS = "project,cost\nMentoring,8000\n"


@pytest.mark.parametrize(
    "second", ["project,cost\nMentoring,8000\n", "project,cost\nmentoring ,5000\nMENTORING,3000\n"]
)
def test_a_cost_that_two_files_say_counts_once(second: str, tmp_path: Path) -> None:
    files = [written(tmp_path / "return.csv", RETURN), written(tmp_path / "a.csv", COSTS)]
    entered = sv.read(*files, written(tmp_path / "b.csv", second), today=TODAY)
    assert entered.costs_by_project == {"Mentoring": 8000}
    [problem] = entered.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("repeated-cost", "warning", "b.csv!B2")
    assert "a.csv!B2" in problem.message


def test_a_cost_on_the_lines_and_in_a_table_counts_once(tmp_path: Path) -> None:
    lines = "organisation,period,outcome,quantity,project,cost\nAcme,2020-10,apprenticeship,1,Mentoring,6000\n"
    lines += "Acme,2020-10,full-time-employment,1,Mentoring,2000\n"
    entered = sv.read(written(tmp_path / "lines.csv", lines), written(tmp_path / "costs.csv", COSTS), today=TODAY)
    result = sv.calculate(entered)
    assert result.headline is not None
    assert result.headline.cost == 8000
    assert [problem.code for problem in entered.problems] == ["repeated-cost"]


@pytest.mark.parametrize(
    "second",
    [
        "project,cost,year\nMentoring,8000,2020-21\n",
        "project,cost,year\nMentoring,5000,2020-21\nMentoring,3000,2021-22\n",
        "project,cost,payer\nMentoring,8000,Council\n",
    ],
)
def test_a_cost_counts_once_though_one_table_leaves_its_year_or_payer_unsaid(second: str, tmp_path: Path) -> None:
    files = [written(tmp_path / "a.csv", COSTS), written(tmp_path / "b.csv", second)]
    entered = sv.read(*files, today=TODAY)
    assert entered.costs_by_project == {"Mentoring": 8000}
    [problem] = entered.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("repeated-cost", "warning", "b.csv!B2")


def test_a_cost_on_the_lines_is_one_of_the_year_of_their_period(tmp_path: Path) -> None:
    lines = "organisation,period,outcome,quantity,project,cost\nAcme,2020-10,apprenticeship,1,Mentoring,8000\n"
    read = written(tmp_path / "lines.csv", lines)
    for year, cost in (("2020-21", 8000), ("2019-20", 16_000)):
        table = written(tmp_path / f"{year}.csv", f"project,cost,year\nMentoring,8000,{year}\n")
        head = sv.calculate(sv.read(read, table, today=TODAY)).headline
        assert head is not None
        assert head.cost == cost


@pytest.mark.parametrize(("last", "told"), [(1000, ["second-cost"]), (900, []), (None, [])])
def test_one_cost_beside_every_line_of_a_project_may_be_said_again(last: int | None, told: list[str]) -> None:
    lines = [
        sv.Line("Acme", "2020-10", "apprenticeship", 1, project="P1", cost=1000),
        sv.Line("Acme", "2020-10", "full-time-employment", 1, project="P1", cost=last),
    ]
    result = sv.calculate(sv.Return(lines), "hact-svb-2020")
    assert [problem.code for problem in result.problems] == told
    assert all("£1,000 is beside each of 2 lines, and £2,000 counts" in problem.message for problem in result.problems)


def test_two_payers_of_one_project_are_two_costs(tmp_path: Path) -> None:
    table = "project,cost,payer\nMentoring,8000,{}\n"
    files = [written(tmp_path / f"{who}.csv", table.format(who)) for who in ("Council", "Lottery")]
    entered = sv.read(*files, today=TODAY)
    assert entered.costs_by_project == {"Mentoring": 16_000}
    assert entered.problems == ()


def test_two_different_costs_of_one_project_both_count_and_are_named(tmp_path: Path) -> None:
    files = [written(tmp_path / "a.csv", COSTS), written(tmp_path / "b.csv", "project,cost\nMentoring,9000\n")]
    entered = sv.read(*files, today=TODAY)
    assert entered.costs_by_project == {"Mentoring": 17_000}
    [problem] = entered.problems
    assert (problem.code, problem.severity) == ("second-cost", "warning")
    assert "£8,000 at a.csv!B2" in problem.message


def test_costs_of_two_years_are_two_costs(tmp_path: Path) -> None:
    table = "project,cost,year,payer\nMentoring,8000,{},Council\n"
    first, second = (written(tmp_path / f"{year}.csv", table.format(year)) for year in ("2019-20", "2020-21"))
    entered = sv.read(first, second, today=TODAY)
    assert [(cost.amount, str(cost.year), cost.payer) for cost in entered.costs] == [
        (8000, "2019-20", "Council"),
        (8000, "2020-21", "Council"),
    ]
    assert entered.problems == ()


def test_a_name_is_one_however_its_accents_are_set() -> None:
    lines = [
        sv.Line("Acme", "2020-10", "apprenticeship", 1, project="Café"),
        sv.Line("Acme", "2020-10", "full-time-employment", 1, project="Cafe\u0301"),
    ]
    result = sv.calculate(sv.Return(lines, costs=[sv.Cost(100, "CAFÉ")]), "hact-svb-2020")
    [project] = result.by_project
    assert (project.cost, project.by_kind[0].net) == (100, 16_786)


def test_a_project_has_one_spelling_on_lines_and_costs(tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", "project,cost\nmentoring,8000\n")
    result = sv.calculate(sv.read(written(tmp_path / "return.csv", RETURN), costs, today=TODAY))
    assert [(entry.project, entry.cost) for entry in result.by_project] == [("Kitchen", None), ("Mentoring", 8000)]


@pytest.mark.parametrize(("text", "code"), [("soon", "bad-price-year"), ("2020-10", "bad-price-year")])
def test_a_year_that_is_none_is_an_error_at_its_cell(text: str, code: str, tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", f"project,cost,year\nMentoring,8000,{text}\n")
    [problem] = sv.read(costs, today=TODAY).problems
    assert (problem.code, str(problem.place), problem.severity) == (code, "costs.csv!C2", "error")


# in the same prices, and in pounds of the same year

WELLBY = "hmt-wellby-2021"
GREEN_BOOK = sv.load_method("green-book").override(deadweight=0, displacement=0, optimism_bias=0)


def jobs(*years: int) -> sv.Return:
    return sv.Return([sv.Line("Acme", f"{year}-04", "full-time-employment", 1) for year in years])


def test_outcomes_of_several_years_have_one_year_0() -> None:
    result = sv.calculate(jobs(2018, 2019, 2020, 2021, 2022), WELLBY, GREEN_BOOK)
    assert result.headline is not None
    each = result.lines[0].gross
    factors = [Decimal(1) / Decimal("1.035") ** year for year in range(5)]
    assert result.headline.net == pytest.approx(each * sum(factors), abs=Decimal("1e-20"))
    assert (pence(result.headline.gross or 0), pence(result.headline.net or 0)) == (
        Decimal("37210.32"),
        Decimal("34777.36"),
    )
    assert result.year_0 == 2018
    undiscounted = sv.calculate(jobs(2018, 2022), WELLBY)
    assert undiscounted.headline is not None
    assert undiscounted.headline.net == 2 * 5980


def test_a_cost_is_rebased_and_discounted_as_the_value_is() -> None:
    costs = [sv.Cost(10_000, year="2018-19"), sv.Cost(10_000, year="2020-21", payer="Council")]
    result = sv.calculate(jobs(2018), WELLBY, GREEN_BOOK, cost=costs)
    index = sv.load_index("gdp-deflator")
    base = sv.PriceBase.of("2024-25")
    first, second = (index.factor(sv.PriceBase.of(year), base).value for year in ("2018-19", "2020-21"))
    present = 10_000 * first + 10_000 * second / Decimal("1.035") ** 2
    head = result.headline
    assert head is not None
    assert head.cost == 20_000
    assert head.present_cost is not None
    assert head.net is not None
    assert head.present_cost == pytest.approx(present, abs=Decimal("1e-20"))
    with localcontext(EXACT):
        assert head.net_benefit == head.net - head.present_cost
        assert head.ratio == head.net / head.present_cost
        assert sum(flow.present_cost for flow in head.flows) == head.present_cost
    assert [flow.label for flow in head.flows] == ["2018-19", "2019-20", "2020-21"]
    assert head.flows[-1].present_cumulative == head.net_benefit


def test_a_cost_before_any_outcome_makes_the_year_0() -> None:
    result = sv.calculate(jobs(2020), WELLBY, GREEN_BOOK, cost=sv.Cost(1000, year="2018-19"))
    assert result.year_0 == 2018
    assert result.lines[0].first_year == 2


def test_what_is_not_known_of_a_cost_is_said() -> None:
    codes = [problem.code for problem in sv.calculate(jobs(2018, 2019), WELLBY, GREEN_BOOK, cost=1000).problems]
    assert codes == ["several-years", "cost-prices-unknown", "cost-undated"]
    apart = sv.calculate(jobs(2022), WELLBY, cost=sv.Cost(1000, year="2022-23"))
    assert [problem.code for problem in apart.problems] == ["cost-prices-differ"]
    assert "2019" in apart.problems[0].message
    assert sv.calculate(jobs(2019), WELLBY, cost=sv.Cost(1000, year="2019-20")).problems == ()
    assert sv.calculate(jobs(2019), WELLBY, GREEN_BOOK, cost=sv.Cost(1000, year="2019-20")).problems == ()


# when value meets cost


def sroi(cost: object, quantity: int = 60) -> sv.Result:
    method = sv.load_method("sroi").override(years=2, deadweight="0.2", displacement=0, attribution=0, drop_off="0.3")
    lines = [sv.Line("A", "2020-10", "full-time-employment", quantity)]
    return sv.calculate(sv.Return(lines), WELLBY, method, cost=cost)  # type: ignore[arg-type]


def test_payback_is_read_from_cumulative_flows() -> None:
    head = sroi(400_000).headline
    assert head is not None
    assert [(flow.value, flow.cost, flow.cumulative) for flow in head.flows] == [
        (287_040, 400_000, -112_960),
        (200_928, 0, 87_968),
    ]
    assert places(head.payback_months or Decimal(0), 4) == Decimal("18.7463")  # 12 + 12 x 112,960 / 200,928


@pytest.mark.parametrize("cost", [500_000, Decimal("487968.01")])
def test_value_that_never_meets_its_cost_pays_nothing_back(cost: Decimal) -> None:
    head = sroi(cost).headline
    assert head is not None
    assert head.payback_months is None


def test_a_later_cost_puts_payback_off_until_it_is_met_for_good() -> None:
    head = sroi([sv.Cost(100_000, year="2020-21"), sv.Cost(250_000, year="2021-22")]).headline
    assert head is not None
    # Met after 100,000 / 287,040 of the first year, and again in the second once 62,960 more have come.
    assert places(head.payback_months or Decimal(0), 4) == Decimal("15.7602")


def test_wellbeing_is_never_said_to_be_paid_back(tmp_path: Path) -> None:
    entered = written(tmp_path / "r.csv", "organisation,period,outcome,quantity\nA,2020-10,full-time-employment,60\n")
    shown = CliRunner().invoke(main, ["calc", str(entered), "--bank", WELLBY, "--cost", "100000"]).stdout
    assert "value meets cost after 3.34 months" in shown
    assert "Payback" not in shown
    fiscal = written(tmp_path / "f.csv", "organisation,period,outcome,quantity\nA,2013-10,leaving-jsa-for-work,10\n")
    shown = CliRunner().invoke(main, ["calc", str(fiscal), "--bank", "gmca-ucd-2015", "--cost", "49000"]).stdout
    assert "paid back in 6.00 months" in shown


def test_costs_by_year_on_the_command_line(tmp_path: Path) -> None:
    entered = written(tmp_path / "r.csv", "organisation,period,outcome,quantity\nA,2023-10,full-time-employment,60\n")
    asked = ["calc", str(entered), "--bank", WELLBY, "--format", "json", "--base-year", "2022-23", "--discount", "3.5%"]
    done = CliRunner().invoke(main, [*asked, "--prices", "2024-25", "--cost", "2023-24=120,000,2024-25=130000"])
    found = json.loads(done.stdout)
    assert [(cost["year"], cost["spent"], cost["years_after"]) for cost in found["costs"]] == [
        ("2023-24", "120000.00", 1),
        ("2024-25", "130000.00", 2),
    ]
    assert (found["headline"]["cost"], found["headline"]["year_0"]) == ("250000.00", "2022-23")
    wrong = CliRunner().invoke(main, ["calc", str(entered), "--cost", "2023-24=1,soon=2"])
    assert wrong.exit_code == 2
    assert "not a price year" in wrong.output
