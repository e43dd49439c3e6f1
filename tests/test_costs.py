"""What was spent, read from a table of its own and set against each project."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from click.testing import CliRunner
from openpyxl import Workbook

import socialvalue as sv
from socialvalue.cli import main

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
    assert entered.costs == {"": 100, "Kitchen": 3000, "Mentoring": 8000}
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
    assert entered.costs == {"": 157, "Rent": 50, "Staff": 100}
    [problem] = entered.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("row-skipped", "warning", "costs.csv!B4")
    assert problem.message == (
        "£150 without a name is the sum of the costs above it: taken for their total, and not counted."
    )


def test_a_total_is_left_alone_however_it_is_called_and_a_project_is_not(tmp_path: Path) -> None:
    costs = written(tmp_path / "costs.csv", "project,cost\nTotal Care,5\nTotal spend,#N/A\nGrand total:,5\n")
    entered = sv.read(costs, today=TODAY)
    assert entered.costs == {"Total Care": 5}
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
    assert (entered.costs, entered.problems) == ({"Mentoring": 8000}, ())


def test_each_kind_is_shown_with_its_own_ratio_and_payback(tmp_path: Path) -> None:
    text = "organisation,period,outcome,quantity\nAcme Homes,2023-10,Regular volunteering,10\n"
    entered = written(tmp_path / "return.csv", text)
    asked = ["calc", str(entered), "--bank", "measure-up-2023", "--cost", "8000"]
    apart = CliRunner().invoke(main, asked).stdout
    assert "Economic   £18,000, a ratio of 1 : 2.25, paid back in 5.33 months" in apart
    assert "Wellbeing  £16,000, a ratio of 1 : 2.00, paid back in 6.00 months" in apart
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
