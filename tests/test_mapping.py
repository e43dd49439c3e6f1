"""The spreadsheet people already keep: five returns as associations keep them, and what each comes to by hand."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers.command import run
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import socialvalue as sv
from socialvalue.formats.sheets import ErrorCell, NotCalculated, Sheet
from socialvalue.reading.layouts.read_by_map import read_mapped, read_plain
from socialvalue.reading.layouts.reading_context import ReadingContext
from socialvalue.reading.maps.read_map import read_mapping
from socialvalue.reading.maps.suggest_map import guessed_map
from socialvalue.records.maps import LEAVE_OUT, SHEET_MEANINGS, Mapping
from socialvalue.showing.data.map_toml import map_to_toml
from socialvalue.showing.workbook.map import map_workbook as map_workbook

MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook of these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def counted(entered: sv.Return) -> dict[str, Decimal]:
    """What was reported of each outcome."""
    found: Counter[str] = Counter()
    for line in entered.lines:
        found[line.outcome] += line.quantity or 0  # type: ignore[assignment]
    return {outcome: Decimal(number) for outcome, number in found.items() if number}


def errors(entered: sv.Return) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in entered.problems if problem.severity == "error"]


def codes(entered: sv.Return) -> set[str]:
    return {problem.code for problem in entered.problems}


# a tracker with a row a resident, in the team's own words


def tracker(path: Path) -> Path:
    day = dt.datetime
    head = ["Ref", "Scheme / Project", "Support Officer", "Start Date", "Outcome", "Outcome Date", "Evidence on file?"]
    rows = [
        ["CI001", "Kickstart", "Sam", day(2024, 9, 13), "Into work FT", None, "Y"],
        ["CI002", "Works Well", "Sam", day(2024, 10, 20), "P/T job", day(2025, 1, 16), "N"],
        ["CI003", "Digital Hub", "Sam", day(2024, 4, 25), "Volunteering (2 hrs pw)", day(2024, 5, 9), None],
        ["CI004", "Kickstart", "Sam", day(2024, 12, 31), "Completed Level 2", "17.01.25", "Yes - payslip"],
        ["CI005", "Works Well", "Sam", day(2024, 10, 5), "ESOL course", day(2024, 12, 23), "Y"],
        ["CI007", "Kickstart", "Sam", day(2024, 7, 19), "apprentice", day(2024, 7, 28), None],
        ["CI008", "Works Well", "Sam", day(2024, 5, 15), "Into work - full time (16+)", None, "Yes - payslip"],
        ["CI009", "Digital Hub", "Sam", day(2024, 11, 1), "Job PT", day(2024, 11, 14), "Y"],
        ["CI016", "Kickstart", "Sam", day(2025, 1, 21), "Ongoing", day(2025, 3, 31), "Yes - payslip"],
        ["CI017", "Works Well", "Sam", day(2024, 10, 21), "FT work", day(2024, 11, 1), "Y"],
        ["CI019", "Kickstart", "Sam", day(2025, 1, 11), "volunteer", "February 2025", None],
        ["CI020", "Kickstart", "Sam", day(2025, 1, 11), None, None, None],
    ]
    title = [["Riverside & Vale Homes - Community Investment Tracker 2024/25"], ["last updated 03/04/2025"], [], head]
    summary = [["Outcome", "Q1", "Q2", "Q3", "Q4", "Total"], ["Into work FT", 1, 2, 1, 0, 4]]
    return book(path, CI_Tracker=[*title, *rows], Lists=[["Into work FT", "P/T job"]], Summary=summary)


def test_a_tracker_is_read_through_a_map_in_which_a_person_decides_two_things(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx")
    found = sv.suggest_mapping(path)
    assert [entry.word for entry in found.undecided] == ["ESOL course"]  # type: ignore[union-attr]
    assert found.organisation == "Riverside & Vale Homes"
    entered = sv.read(path, mapping=found.decide("ESOL course", LEAVE_OUT))
    assert errors(entered) == [("missing-value", "F5")]  # two outcomes have no date: nobody can tell when
    dated = load_workbook(path)
    for cell in ("F5", "F11"):
        dated.worksheets[0][cell] = dt.datetime(2024, 10, 1)  # noqa: DTZ001 - a day in a workbook
    dated.save(path)
    entered = sv.read(path, mapping=found.decide("ESOL course", LEAVE_OUT))
    assert counted(entered) == {
        "full-time-employment": 3,  # Into work FT, Into work - full time (16+), FT work
        "part-time-employment": 2,  # P/T job, Job PT
        "regular-volunteering": 2,  # Volunteering (2 hrs pw), volunteer
        "apprenticeship": 1,
        "qualification": 1,  # Completed Level 2
    }
    result = sv.calculate(entered, bank="hact-svb-2020")
    # 3 x 14,433 + 2 x 1,229 + 2 x 3,249 + 2,353 = 43,299 + 2,458 + 6,498 + 2,353
    assert result.headline is not None
    assert result.headline.gross == 54_608
    assert {line.organisation for line in entered.lines} == {"Riverside & Vale Homes"}
    assert {line.period.label for line in entered.lines} >= {"2025-01", "2024-05", "2025-02"}


def test_where_a_date_is_blank_the_map_says_what_to_take(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx")
    found = sv.suggest_mapping(path).decide("ESOL course", LEAVE_OUT)
    for said, labels in (("Start Date", {"2024-09", "2024-05"}), ("2024-25", {"2024-25"})):
        entered = sv.read(path, mapping=evolve(found, if_blank=said))
        assert errors(entered) == []
        rows = {line.period.label for line in entered.lines if line.said.startswith("Into work")}
        assert rows == labels


# a dashboard with months across, quarters and a year to date between, the year in the title only


def dashboard(path: Path, **changed: list[Any]) -> Path:
    rows: dict[str, list[Any]] = {
        "Residents into full time employment": [3, 5, 4, 2, 6, 4, 7, 5, 2, 4, 6, 5],
        "Residents into part time employment": [2, 1, 3, 2, 4, 1, 2, 3, 1, 2, 3, 4],
        "Apprenticeship starts": [0, 1, 0, 0, 2, 5, 1, 0, 0, 1, 0, 1],
        "No. attending employability training": [21, 18, 25, 30, 12, 34, 28, 22, 9, 27, 31, 24],
        "Welfare calls made": [412, 388, 401, 377, 390, 420, 455, 430, 510, 498, 440, 402],
        "% satisfied with service": [0.91, 0.92, 0.9, 0.93, 0.92, 0.9, 0.91, 0.92, 0.93, 0.9, 0.91, 0.92],
    } | changed
    head = ["KPI", "Target"]
    for quarter in range(4):
        head += [*MONTHS[quarter * 3 : quarter * 3 + 3], f"Q{quarter + 1}"]
    made = [["Community Investment KPI dashboard 2024/25"], ["Owner: Head of Communities"], [], [*head, "YTD", "RAG"]]
    for label, figures in rows.items():
        line: list[Any] = [label, 60]
        for quarter in range(4):
            months = figures[quarter * 3 : quarter * 3 + 3]
            line += [*months, sum(months)]
        made.append([*line, sum(figures), "G"])
    return book(path, KPI_Dashboard=made)


def test_a_dashboard_is_read_without_a_map(tmp_path: Path) -> None:
    entered = sv.read(dashboard(tmp_path / "dashboard.xlsx"))
    assert errors(entered) == []
    assert counted(entered) == {
        "full-time-employment": 53,  # 3+5+4 + 2+6+4 + 7+5+2 + 4+6+5 = 12 + 12 + 14 + 15
        "part-time-employment": 28,  # 6 + 7 + 6 + 9
        "apprenticeship": 11,  # 1 + 7 + 1 + 2
        "employment-training": 281,  # 64 + 76 + 59 + 82
        "welfare-calls": 5123,
    }
    labels = [line.period.label for line in entered.lines if line.outcome == "apprenticeship"]
    assert sorted(labels) == [f"2024-{month:02d}" for month in range(4, 13)] + ["2025-01", "2025-02", "2025-03"]
    assert "total-disagrees" not in codes(entered)
    assert "word-taken" in codes(entered)
    assert {(target.outcome, target.quantity, target.period.label) for target in entered.targets} >= {
        ("full-time-employment", 60, "2024-25")
    }
    result = sv.calculate(entered, bank="hact-svb-2020")
    # 53 x 14,433 + 28 x 1,229 + 11 x 2,353 + 281 x 807 = 764,949 + 34,412 + 25,883 + 226,767
    assert result.headline is not None
    assert result.headline.gross == 1_052_011


def test_a_word_nobody_knows_is_one_error_and_one_decision(tmp_path: Path) -> None:
    path = dashboard(
        tmp_path / "dashboard.xlsx", **{"Volunteers (active)": [40, 41, 43, 45, 44, 46, 50, 52, 51, 53, 55, 56]}
    )
    assert errors(sv.read(path)) == [("unknown-outcome", "A11")]
    found = sv.suggest_mapping(path)
    assert [entry.word for entry in found.words if not entry.meaning] == ["Volunteers (active)"]
    decided = found.decide("Volunteers (active)", LEAVE_OUT)
    entered = sv.read(path, mapping=decided)
    assert errors(entered) == []
    assert "regular-volunteering" not in counted(entered)


def test_a_quarter_that_is_not_the_sum_of_its_months_is_told_and_never_counted(tmp_path: Path) -> None:
    path = dashboard(tmp_path / "dashboard.xlsx")
    changed = load_workbook(path)
    changed.worksheets[0]["F5"] = 13
    changed.save(path)
    entered = sv.read(path)
    [told] = [problem for problem in entered.problems if problem.code == "total-disagrees"]
    assert (told.severity, told.place.cell) == ("warning", "F5")
    assert "“Q1” says 13, but the figures it sums come to 12" in told.message
    assert counted(entered)["full-time-employment"] == 53


# a workbook with a sheet for each project, and a summary


def projects(path: Path) -> Path:
    months = [dt.datetime(2024 + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16)]  # noqa: DTZ001
    sheets: dict[str, list[list[Any]]] = {
        "SUMMARY": [["Project", "FT", "PT", "Vol", "Training"], ["Works Well", 10, 20, 30, 40]]
    }
    for number, name in enumerate(("Works Well", "Kickstart"), start=1):
        rows: list[list[Any]] = [
            [f"Project: {name}"],
            ["Budget", 77_500],
            ["Manager", "tbc"],
            [],
            ["Outcome", *months, "Total"],
        ]
        for outcome, step in (("Full time employment", 0), ("Part time employment", 1), ("Volunteering", 3)):
            figures = [number + step + month % 3 for month in range(12)]
            rows.append([outcome, *figures, sum(figures)])
        sheets[name] = rows
    return book(path, **sheets)


def test_a_sheet_for_each_project_is_read_without_a_map(tmp_path: Path) -> None:
    entered = sv.read(projects(tmp_path / "projects.xlsx"))
    assert errors(entered) == []
    # Works Well: (1+2+3) x 4 = 24 full time, (2+3+4) x 4 = 36, (4+5+6) x 4 = 60; Kickstart: 36, 48, 72
    assert counted(entered) == {"full-time-employment": 60, "part-time-employment": 84, "regular-volunteering": 132}
    assert {line.project for line in entered.lines} == {"Works Well", "Kickstart"}
    assert {(cost.project, cost.amount) for cost in entered.costs} == {("Works Well", 77_500), ("Kickstart", 77_500)}
    [told] = [problem for problem in entered.problems if problem.code == "total-disagrees"]
    assert (told.severity, told.place.sheet, told.place.cell) == ("warning", "SUMMARY", "D2")
    assert "says 30 of regular-volunteering for Works Well; the figures read come to 60" in told.message


# an export of a client database, in two parts of an outcome, and one of an online form


def crm(path: Path) -> Path:
    kinds = ["Employment;Full-time", "Employment;Part-time", "Training;Employability", "Volunteering;Regular"]
    kinds += ["Money advice;Income gain", "Apprenticeship;Level 3"]
    lines = [
        "Contact ID;Landlord;Activity Date;Outcome Type;Outcome Sub-type;Programme;Age;Local Authority;Value £;Résumé"
    ]
    for number in range(40):
        day = dt.date(2024, 4, 1) + dt.timedelta(8 * number)
        money = "£1,204.50" if number % 6 == 4 else ""
        start = f"C-{number};Riverside & Vale Homes;{day:%d/%m/%Y} 00:00:00;{kinds[number % 6]}"
        lines.append(f"{start};Works Well;{18 + number};Vale;{money};café")
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    return path


def test_a_type_and_a_sub_type_make_one_outcome(tmp_path: Path) -> None:
    path = crm(tmp_path / "crm.csv")
    found = sv.suggest_mapping(path)
    assert [entry.word for entry in found.undecided] == ["Money advice / Income gain"]  # type: ignore[union-attr]
    entered = sv.read(path, mapping=found.decide("Money advice / Income gain", LEAVE_OUT))
    assert errors(entered) == []
    assert counted(entered) == {  # 40 rows, six kinds in turn
        "full-time-employment": 7,
        "part-time-employment": 7,
        "employment-training": 7,
        "regular-volunteering": 7,
        "apprenticeship": 6,
    }
    [left] = [problem for problem in entered.problems if problem.code == "row-skipped"]
    assert "The same in 5 more rows" in left.message


def forms(path: Path) -> Path:
    head = ["ID", "Completion time", "Email", "Which housing association do you work for?"]
    head += ["What month does this return cover? (please use the format MM/YYYY)"]
    head += ["How many residents did you support into FULL-TIME employment (16 hours or more a week) this month?"]
    head += ["How many residents began regular volunteering (at least once a month)?"]
    head += ["How many residents attended employability training or workshops?"]
    when = dt.datetime(2024, 5, 5, 9, 18)  # noqa: DTZ001
    rows: list[list[Any]] = [
        [1, when, "anonymous", "Riverside & Vale Homes", "04/2024", 3, "8", 20],
        [2, when, "anonymous", "Riverside and Vale", "05/2024", 5, "9", "approx 20"],
        [3, when, "anonymous", "RVH", "06/2024", 4, "10", 22],
    ]
    return book(path, Form1=[head, *rows])


def test_a_question_a_column(tmp_path: Path) -> None:
    path = forms(tmp_path / "forms.xlsx")
    found = sv.suggest_mapping(path)
    assert found.undecided == ()
    assert errors(sv.read(path, mapping=found)) == [("not-a-number", "H3")]
    entered = sv.read(path, mapping=evolve(found, estimates=True))
    assert counted(entered) == {"full-time-employment": 12, "regular-volunteering": 27, "employment-training": 62}
    assert {line.organisation for line in entered.lines} == {"Riverside & Vale Homes"}
    [estimate] = [problem for problem in entered.problems if problem.code == "estimated-figure"]
    assert (estimate.severity, estimate.place.cell) == ("warning", "H3")


def test_months_that_go_backwards_are_told(tmp_path: Path) -> None:
    head = ["Outcome", "Apr 2024", "Jun 2024", "May 2024"]
    path = book(tmp_path / "mixed.xlsx", KPIs=[head, ["Full time employment", 1, 2, 3]])
    [told] = [problem for problem in sv.read(path).problems if problem.code == "months-out-of-order"]
    assert (told.severity, told.place.cell) == ("warning", "D1")


@pytest.mark.parametrize(
    "months",
    [["04/01/2024", "05/01/2024", "06/01/2024"], ["01/04/2024", "05/01/2024", "01/06/2024"]],
    ids=["all", "one"],
)
def test_months_with_the_month_first_are_an_error_for_they_would_count_elsewhere(
    tmp_path: Path, months: list[str]
) -> None:
    path = book(tmp_path / "us.xlsx", KPIs=[["Outcome", *months], ["Full time employment", 1, 2, 3]])
    [told] = [problem for problem in sv.read(path).problems if problem.severity == "error"]
    assert (told.code, told.place.cell) == ("months-out-of-order", "B1")
    assert "05/01/2024" in told.message


def test_a_budget_above_a_table_is_said_to_be_its_cost(tmp_path: Path) -> None:
    told = [
        problem for problem in sv.read(projects(tmp_path / "p.xlsx")).problems if problem.code == "cost-above-table"
    ]
    assert [(problem.place.sheet, problem.place.cell) for problem in told] == [
        ("Kickstart", "B2"),
        ("Works Well", "B2"),
    ]


def test_a_summary_that_agrees_is_left_alone_with_a_note(tmp_path: Path) -> None:
    data = [["organisation", "period", "outcome", "quantity"], ["Acme", "2020-10", "Full-time employment", 92]]
    path = book(tmp_path / "m.xlsx", Data=data, Summary=[["Outcome", "Number"], ["Full-time employment", 92]])
    entered = sv.read(path)
    assert counted(entered) == {"full-time-employment": 92}
    [told] = entered.problems
    assert (told.code, told.severity) == ("sheet-ignored", "note")
    assert "agrees with them" in told.message


def test_a_figure_merged_over_months_is_told(tmp_path: Path) -> None:
    head = ["Outcome", "Apr 2024", "May 2024", "Jun 2024", "Jul 2024"]
    path = book(tmp_path / "merged.xlsx", KPIs=[head, ["Full time employment", 12, None, None, 2]])
    made = load_workbook(path)
    made.worksheets[0].merge_cells("B2:D2")
    made.save(path)
    [told] = [problem for problem in sv.read(path).problems if problem.code == "merged-figure"]
    assert (told.severity, told.place.cell) == ("warning", "B2")
    assert "12 is in merged cells (B2:D2), over several months: it counts in 2024-04 alone" in told.message


# layouts


def by_map(path: Path) -> sv.Return:
    """What a file reports through the map suggested for it, with every word nobody knows left out."""
    found = sv.suggest_mapping(path)
    for word in found.words:
        if not word.meaning:
            found = found.decide(word.word, LEAVE_OUT, word.about)
    return sv.read(path, mapping=found)


def test_several_outcomes_and_their_dates_in_one_row(tmp_path: Path) -> None:
    day = dt.datetime
    head = ["Ref", "Project", "Outcome 1", "Date 1", "Outcome 2", "Date 2"]
    rows = [
        ["1", "Jobs", "Employability training", day(2024, 4, 3), "Into work FT", day(2024, 5, 5)],
        ["2", "Jobs", "Volunteering", day(2024, 4, 9), None, None],
        ["3", "Jobs", "PT job", "12/06/2024", "CV workshop", day(2024, 7, 1)],
    ]
    entered = by_map(book(tmp_path / "two.xlsx", Tracker=[head, *rows]))
    assert errors(entered) == []
    assert {(line.outcome, line.period.label) for line in entered.lines} == {
        ("employment-training", "2024-04"),
        ("full-time-employment", "2024-05"),
        ("regular-volunteering", "2024-04"),
        ("part-time-employment", "2024-06"),
    }
    assert {line.place.cell for line in entered.lines} == {"C2", "E2", "C3", "C4"}


def test_dates_under_headings_that_name_an_outcome(tmp_path: Path) -> None:
    day = dt.datetime
    head = ["Client ref", "Name", "Age", "Full time job start date", "Volunteering start date", "Notes"]
    rows = [["B1", "A", 24, day(2024, 6, 1), None, ""], ["B2", "B", 31, None, day(2024, 7, 9), "DNA"]]
    entered = by_map(book(tmp_path / "dates.xlsx", Clients=[["Beacon Housing - Support 24/25"], [], head, *rows]))
    assert {(line.outcome, line.period.label, line.age) for line in entered.lines} == {
        ("full-time-employment", "2024-06", "under-25"),
        ("regular-volunteering", "2024-07", "25-49"),
    }
    assert {line.organisation for line in entered.lines} == {"Beacon Housing"}


def test_ticks_under_headings_that_name_an_outcome(tmp_path: Path) -> None:
    path = tmp_path / "ticks.csv"
    text = "ID,Date,FT Job (Y/N),PT Job (Y/N)\n1,05/04/2024,Y,N\n2,06/05/2024,N,Y\n3,07/05/2024,N,N\n4,08/06/2024,Y,\n"
    path.write_text(text, encoding="utf-8")
    assert counted(by_map(path)) == {"full-time-employment": 2, "part-time-employment": 1}


def test_two_header_rows_months_over_actual_and_target(tmp_path: Path) -> None:
    first: list[Any] = ["KPI"]
    second: list[Any] = [None]
    for month in MONTHS[:3]:
        first += [month, None, None]
        second += ["Actual", "Target", "Var %"]
    rows = [
        ["Full time employment", 1, 5, 0.2, 2, 5, 0.4, 3, 5, 0.6, 6, 15],
        ["Total", 1, 5, 0, 2, 5, 0, 3, 5, 0, 6, 15],
    ]
    path = book(tmp_path / "two.xlsx", Card=[["2024-25"], [], [*first, "YTD"], [*second, "Actual", "Target"], *rows])
    entered = sv.read(path)
    assert errors(entered) == []
    assert {(line.period.label, line.quantity) for line in entered.lines} == {
        ("2024-04", 1),
        ("2024-05", 2),
        ("2024-06", 3),
    }
    assert {(target.period.label, target.quantity) for target in entered.targets} >= {("2024-04", 5), ("2024-06", 5)}


def test_months_down_and_outcomes_across(tmp_path: Path) -> None:
    head = ["Month", "Full time employment", "Volunteering", "Comments"]
    rows = [[month, number, 2 * number, ""] for number, month in enumerate(MONTHS)]
    above = [["Housing association: Meadow Homes"], [], head]
    path = book(tmp_path / "down.xlsx", **{"2024-25": [*above, *rows, ["Total", 66, 132, ""]]})
    entered = sv.read(path)
    assert counted(entered) == {"full-time-employment": 66, "regular-volunteering": 132}  # 0 + 1 + … + 11 = 66
    assert {line.organisation for line in entered.lines} == {"Meadow Homes"}
    assert max(line.period.label for line in entered.lines) == "2025-03"


def test_a_sheet_for_each_month(tmp_path: Path) -> None:
    head = ["KPI", "Number", "Comment"]
    sheets = {
        f"{month} 24": [["Return"], head, ["Full time employment", n, ""]] for n, month in enumerate(MONTHS[:3], 1)
    }
    entered = by_map(book(tmp_path / "tabs.xlsx", **sheets))
    assert {(line.period.label, line.quantity) for line in entered.lines} == {
        ("2024-04", 1),
        ("2024-05", 2),
        ("2024-06", 3),
    }


def test_headings_over_rows_and_totals_beneath_them(tmp_path: Path) -> None:
    head = ["Measure", "Q1 24/25", "Q2 24/25", "Total", "Commentary"]
    rows: list[list[Any]] = [
        ["EMPLOYMENT"],
        ["Full time", 3, 4, 7, "up"],
        ["Part time", 1, 1, 2],
        ["Sub-total", 4, 5, 9],
    ]
    rows += [["VOLUNTEERING"], ["Regular", 7, 8, 15], ["Total volunteers", 7, 9, 16]]
    entered = sv.read(book(tmp_path / "board.xlsx", Board=[["Impact 2024/25"], head, *rows]))
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 7, "part-time-employment": 2, "regular-volunteering": 15}
    [told] = [problem for problem in entered.problems if problem.code == "total-disagrees"]
    assert told.place.cell == "C9"  # 9 volunteers, where the row above says 8


def test_tables_one_beneath_the_other_each_with_its_project(tmp_path: Path) -> None:
    rows: list[list[Any]] = []
    for number, project in enumerate(("Kickstart", "Green Team"), start=1):
        rows += [[f"Project: {project}"], ["Budget", 10_000 * number], ["Outcome", "Apr 2024", "May 2024", "Total"]]
        rows += [["Full time employment", number, number, 2 * number], []]
    entered = sv.read(book(tmp_path / "stacked.xlsx", Projects=rows))
    assert errors(entered) == []
    assert {(line.project, line.quantity) for line in entered.lines} == {("Kickstart", 1), ("Green Team", 2)}
    assert {(cost.project, cost.amount) for cost in entered.costs} == {("Kickstart", 10_000), ("Green Team", 20_000)}


def test_periods_by_number_and_an_organisation_in_each_row(tmp_path: Path) -> None:
    head = ["Organisation", "Indicator", *(f"P{number}" for number in range(1, 13)), "FY"]
    rows = [["Alpha Homes", "Full-time jobs", *[1] * 12, 12], ["Beta Homes", "Full-time jobs", *[3] * 12, 36]]
    path = book(tmp_path / "periods.xlsx", **{"KPIs FY24-25": [head, *rows, ["Grand Total", None, *[4] * 12, 48]]})
    entered = sv.read(path)
    assert counted(entered) == {"full-time-employment": 48}
    assert min(line.period.label for line in entered.lines) == "2024-04"
    assert "total-disagrees" not in codes(entered)


def test_years_over_months(tmp_path: Path) -> None:
    rows = [["KPI", 2024, None, 2025], [None, "Nov", "Dec", "Jan"], ["Full time employment", 1, 2, 3]]
    entered = sv.read(book(tmp_path / "years.xlsx", S=rows))
    assert {(line.period.label, line.quantity) for line in entered.lines} == {
        ("2024-11", 1),
        ("2024-12", 2),
        ("2025-01", 3),
    }


@pytest.mark.parametrize("how", ["label", "column"])
def test_rows_of_targets_beneath_rows_of_actual_figures(tmp_path: Path, how: str) -> None:
    if how == "label":
        rows: list[list[Any]] = [["KPI", "Apr", "May"], ["FT work - Actual", 1, 2], ["FT work - Target", 5, 6]]
    else:
        rows = [["KPI", "Type", "Apr", "May"], ["FT work", "Actual", 1, 2], [None, "Target", 5, 6]]
    entered = sv.read(book(tmp_path / "rows.xlsx", **{"KPI 2024-25": rows}))
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 3}
    assert {(target.period.label, target.quantity) for target in entered.targets} == {("2024-04", 5), ("2024-05", 6)}


def test_rows_of_quarters_among_months_are_sums(tmp_path: Path) -> None:
    head = ["Month", "Full time employment", "Volunteering"]
    rows = [["April", 1, 2], ["May", 1, 2], ["June", 1, 2], ["Q1", 3, 7], ["July", 2, 3], ["YTD", 5, 9]]
    entered = sv.read(book(tmp_path / "rows.xlsx", **{"2024-25": [head, *rows]}))
    assert counted(entered) == {"full-time-employment": 5, "regular-volunteering": 9}
    assert [p.place.cell for p in entered.problems if p.code == "total-disagrees"] == ["C5"]


def test_outcomes_in_two_rows_of_headings(tmp_path: Path) -> None:
    rows = [["Month", "Employment", None, "Volunteering"], [None, "FT", "PT", "Regular"], ["Apr", 1, 2, 3]]
    entered = sv.read(book(tmp_path / "two.xlsx", **{"2024-25": [*rows, ["May", 1, 2, 3]]}))
    assert counted(entered) == {"full-time-employment": 2, "part-time-employment": 4, "regular-volunteering": 6}


def test_organisations_across_are_read_by_a_map(tmp_path: Path) -> None:
    rows = [["KPI", "Alpha Homes", "Beta Homes", "Total"], ["FT work", 1, 2, 3], ["Vol", 4, 5, 9]]
    entered = by_map(book(tmp_path / "across.xlsx", **{"October 2024": [["Return October 2024"], *rows]}))
    assert {(line.organisation, line.outcome, line.quantity) for line in entered.lines} == {
        ("Alpha Homes", "full-time-employment", 1),
        ("Beta Homes", "full-time-employment", 2),
        ("Alpha Homes", "regular-volunteering", 4),
        ("Beta Homes", "regular-volunteering", 5),
    }
    assert {line.period.label for line in entered.lines} == {"2024-10"}


def test_a_row_of_percentages_is_in_no_total_row(tmp_path: Path) -> None:
    rows = [
        ["KPIs 2024/25"],
        ["KPI", "Apr", "May"],
        ["FT work", 3, 4],
        ["Apprenticeship starts", 1, 0],
        ["% sustained", 0.8, 0.7],
        ["Total", 4, 4],
    ]
    assert "total-disagrees" not in codes(sv.read(book(tmp_path / "a.xlsx", KPIs=rows)))


def test_the_day_something_was_achieved_on_is_its_date(tmp_path: Path) -> None:
    head = ["Contact ID", "Team", "Outcome achieved", "Achieved on", "No."]
    rows = [["1001", "Jobs", "FT job", "03/02/2025", 1], ["1002", "Jobs", "PT job", "14/02/2025", 1]]
    entered = by_map(book(tmp_path / "crm.xlsx", Export=[head, *rows]))
    assert errors(entered) == []
    assert {line.period.label for line in entered.lines} == {"2025-02"}


def test_an_estimate_is_in_the_total_row_that_is_checked(tmp_path: Path) -> None:
    rows = [
        ["KPIs 2024/25"],
        ["KPI", "Apr", "May"],
        ["FT work", 3, "nil"],
        ["Apprenticeship starts", "c. 15", 4],
        ["Total", 18, 4],
    ]
    assert "total-disagrees" not in codes(sv.read(book(tmp_path / "a.xlsx", KPIs=rows)))


@pytest.mark.parametrize("last", ["Notes", "Team"])
def test_a_last_column_that_is_left_out_is_no_cell_beyond_the_header(tmp_path: Path, last: str) -> None:
    path = tmp_path / "crm.csv"
    path.write_text(f"Ref,Outcome,Date of outcome,{last}\n1,FT job,03/02/2025,\n2,PT job,14/02/2025,called\n")
    assert errors(by_map(path)) == []
    path.write_text(path.read_text() + "3,FT job,14/02/2025,called,again\n")
    assert errors(by_map(path)) == [("extra-cells", "E4")]


def test_wages_and_hours_are_no_counts(tmp_path: Path) -> None:
    head = ["Customer Name", "Date of outcome", "Outcome", "Hours per week", "Wage"]
    rows = [["Ann", "01/05/2024", "FT job", 37, 11.5], ["Bob", "13/06/2024", "PT job", 16, 11.5]]
    assert counted(by_map(book(tmp_path / "wages.xlsx", Sheet1=[head, *rows]))) == {
        "full-time-employment": 1,
        "part-time-employment": 1,
    }


def test_events_of_one_month_all_count_and_so_do_two_words_for_one_outcome(tmp_path: Path) -> None:
    head = ["Date", "Activity outcome", "Number"]
    rows = [
        ["03/04/2024", "Food parcels", 5],
        ["10/04/2024", "Food parcels", 5],
        ["11/04/2024", "Food bank voucher", 5],
    ]
    entered = by_map(book(tmp_path / "log.xlsx", Log=[head, *rows]))
    assert errors(entered) == []
    assert counted(entered) == {"food-interventions": 15}
    months = [["KPI", "Apr", "May"], ["FT work", 2, 3], ["Into work FT", 2, 1]]
    entered = by_map(book(tmp_path / "kpi.xlsx", **{"KPI 2024-25": months}))
    assert counted(entered) == {"full-time-employment": 8}


def test_a_column_of_numbers_that_nothing_explains_is_for_a_person_to_say(tmp_path: Path) -> None:
    head = ["Month", "KPI", "Cases", "Contacts"]
    path = book(tmp_path / "which.xlsx", Data=[head, ["Apr-24", "Into work FT", 3, 40], ["May-24", "Vol", 2, 50]])
    found = sv.suggest_mapping(path)
    assert {column.header for column in found.columns if not column.meaning} == {"Cases", "Contacts"}
    assert "map-undecided" in codes(sv.read(path, mapping=found))


def test_two_header_rows_with_the_target_before_the_actual_figure(tmp_path: Path) -> None:
    first = ["Outcome", "Oct", None, None, "Nov", None, None, "Total"]
    second = [None, "Target", "Actual", "Var", "Target", "Actual", "Var", None]
    rows = [["FT employment", 5, 4, -1, 5, 6, 1, 10], ["Regular volunteering", 10, 10, 0, 10, 11, 1, 21]]
    entered = sv.read(book(tmp_path / "two.xlsx", **{"FY2023-24": [first, second, *rows]}))
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 10, "regular-volunteering": 21}


def test_outcomes_over_target_and_actual_with_months_down(tmp_path: Path) -> None:
    first = ["Month", "Full-time employment", None, "Part-time employment", None]
    rows = [["Apr", 5, 3, 2, 1], ["May", 5, 4, 2, 2], ["Total", 10, 7, 4, 3]]
    second = [None, "Target", "Actual", "Target", "Actual"]
    entered = sv.read(book(tmp_path / "over.xlsx", **{"2024-25": [first, second, *rows]}))
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 7, "part-time-employment": 3}


def test_a_target_or_a_variance_is_never_taken_for_a_project(tmp_path: Path) -> None:
    head = ["Outcome", "Works Hub", "Digital Den", "Total", "Target", "Variance"]
    rows = [["FT employment", 5, 4, 9, 20, -11], ["Regular volunteering", 2, 1, 3, 5, -2]]
    found = sv.suggest_mapping(book(tmp_path / "plan.xlsx", **{"May 2024": [head, *rows]}))
    of_project = "figures of a project"
    assert [column.meaning for column in found.columns] == [
        "outcome",
        of_project,
        of_project,
        "total",
        "target",
        LEAVE_OUT,
    ]


def test_a_form_that_asks_how_many_counts_them_whatever_its_other_questions(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text(
        "ID,What outcome did the resident achieve?,How many residents achieved this outcome?,"
        "When was it achieved?,How many people are in the household?,Anything else?\n"
        "1,Full-time employment,1,01/04/2025,4,\n2,Part-time employment,2,24/04/2025,5,great\n",
        encoding="utf-8",
    )
    entered = by_map(path)
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 1, "part-time-employment": 2}


def test_a_list_of_indicators_with_numbers_and_units_of_their_own(tmp_path: Path) -> None:
    head = ["Ref", "Indicator", "Unit", "Target", "Actual"]
    rows = [["SV1", "Residents into full time employment", "No.", 10, 7], ["SV2", "Regular volunteers", "No.", 10, 11]]
    above = [["Social value return - Q2 2024/25"], ["Organisation: Larkhill Homes"], []]
    entered = by_map(book(tmp_path / "list.xlsx", Sheet1=[*above, head, *rows]))
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 7, "regular-volunteering": 11}


def test_a_person_s_reference_stays_one_where_each_row_counts_one(tmp_path: Path) -> None:
    head = ["Ref", "Outcome", "Date", "Number"]
    rows = [["A1", "FT job", dt.date(2024, 5, 1), 1], ["A2", "FT job", dt.date(2024, 5, 2), 1]]
    found = sv.suggest_mapping(book(tmp_path / "ref.xlsx", Log=[head, *rows]))
    assert found.columns[0].meaning == "person"


def test_an_outcome_that_nobody_ticked_yet_is_still_read_next_month(tmp_path: Path) -> None:
    path = tmp_path / "ticks.csv"
    path.write_text("ID,Date,FT job,Apprenticeship\n1,05/04/2024,Y,N\n2,06/04/2024,N,N\n", encoding="utf-8")
    found = sv.suggest_mapping(path)
    path.write_text("ID,Date,FT job,Apprenticeship\n1,05/05/2024,N,Y\n2,06/05/2024,N,N\n", encoding="utf-8")
    assert counted(sv.read(path, mapping=found)) == {"apprenticeship": 1}
    path.write_text("ID,Date,FT job,Apprenticeship\n1,05/06/2024,N,N\n", encoding="utf-8")
    [told] = [problem for problem in sv.read(path, mapping=found).problems if problem.severity == "error"]
    assert (told.code, told.message) == ("empty-sheet", "No row reports an outcome: none is ticked, dated or counted.")


def test_what_is_neither_yes_nor_no_is_an_error_and_never_lost(tmp_path: Path) -> None:
    path = tmp_path / "ticks.csv"
    head = "ID,Date,FT job,PT job\n"
    path.write_text(f"{head}1,05/04/2024,Y,N\n2,06/04/2024,N,Y\n", encoding="utf-8")
    found = sv.suggest_mapping(path)
    path.write_text(
        f"{head}1,05/05/2024,Yes - June,N\n2,06/05/2024,N,maybe\n3,07/05/2024,pending,N\n", encoding="utf-8"
    )
    entered = sv.read(path, mapping=found)
    assert errors(entered) == [("not-a-number", "C2"), ("not-a-number", "D3")]
    assert "“Yes - June” says neither yes nor no" in {p.place.cell: p.message for p in entered.problems}["C2"]
    assert "to-come" in codes(entered)


def test_a_column_that_names_an_outcome_is_never_left_out_unasked(tmp_path: Path) -> None:
    head = ["Case ref", "Date into FT work", "Apprenticeship start date", "PT job"]
    rows = [
        ["K1", dt.date(2024, 6, 1), None, "see notes"],
        ["K2", None, "tbc", "ask Jo"],
        ["K3", None, dt.date(2024, 9, 1), None],
    ]
    found = sv.suggest_mapping(book(tmp_path / "cases.xlsx", Cases=[head, *rows]))
    assert [column.meaning for column in found.columns] == ["person", "dates", "dates", ""]


def test_dates_with_the_month_first_are_told_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "us.csv"
    text = "Organisation,Outcome,Quantity,Date\nLarch Homes,FT job,1,04/25/2024\nLarch Homes,FT job,2,05/13/2024\n"
    path.write_text(text, encoding="utf-8")
    assert errors(by_map(path)) == [("bad-period", "D2"), ("bad-period", "D3")]
    [told] = sv.read(path).problems
    assert told.remedy == "If “Date” says when, head it “period”; or say so in a map (“sv map”)."


def test_weeks_down(tmp_path: Path) -> None:
    head = ["Week ending", "Into FT work", "Volunteer hours", "Hub visits"]
    rows = [[dt.date(2024, 5, 3), 1, 20, 100], [dt.date(2024, 5, 10), 2, 35, 90], ["Total", 3, 55, 190]]
    found = sv.suggest_mapping(book(tmp_path / "weeks.xlsx", Weeks=[head, *rows])).decide("Hub visits", LEAVE_OUT)
    entered = sv.read(tmp_path / "weeks.xlsx", mapping=found)
    assert counted(entered) == {"full-time-employment": 3, "volunteer-hours": 55}


def test_a_sheet_of_the_year_beside_its_quarters_is_their_sum(tmp_path: Path) -> None:
    for year in ("2024-25", "Annual 2024-25"):
        sheets = {
            name: [["Outcome", "Number"], ["FT employment", number]]
            for name, number in (("Q1 2024-25", 3), ("Q2 2024-25", 4), (year, 7))
        }
        entered = by_map(book(tmp_path / "quarters.xlsx", **sheets))
        assert counted(entered) == {"full-time-employment": 7}
        assert "sheet-ignored" in codes(entered)


def test_the_year_of_sheets_named_for_months_is_in_the_file_s_name(tmp_path: Path) -> None:
    sheets = {
        month: [["Outcome", "Number", "Target"], ["FT employment", number, 9]]
        for month, number in (("April", 3), ("January", 4))
    }
    entered = by_map(book(tmp_path / "returns-2024-25.xlsx", **sheets))
    assert {(line.period.label, line.quantity) for line in entered.lines} == {("2024-04", 3), ("2025-01", 4)}


def test_numbers_and_pounds_under_each_month(tmp_path: Path) -> None:
    head = ["Outcome", "Apr No.", "Apr £", "May No.", "May £"]
    entered = sv.read(book(tmp_path / "pounds.xlsx", **{"2024-25": [head, ["FT employment", 3, 43299, 4, 57732]]}))
    assert counted(entered) == {"full-time-employment": 7}
    assert "column-ignored" in codes(entered)


def test_a_subtotal_may_stand_in_the_column_of_themes(tmp_path: Path) -> None:
    rows = [["Jobs", "FT employment", 3, 4], ["Jobs", "PT employment", 1, 1], ["Jobs sub-total", None, 4, 5]]
    entered = sv.read(
        book(
            tmp_path / "themes.xlsx", **{"KPI 2024-25": [["Theme", "KPI", "Apr", "May"], *rows, ["TOTAL", None, 4, 5]]}
        )
    )
    assert errors(entered) == []
    assert counted(entered) == {"full-time-employment": 7, "part-time-employment": 2}


def test_a_type_of_job_is_the_outcome_and_the_date_of_the_job_says_when(tmp_path: Path) -> None:
    head = ["Client ID", "Job start date", "Job type", "13 week sustained date"]
    rows = [["1", dt.date(2024, 5, 2), "Full time", dt.date(2024, 8, 2)], ["2", dt.date(2024, 5, 7), "PT", None]]
    found = sv.suggest_mapping(book(tmp_path / "types.xlsx", Tracker=[head, *rows]))
    assert [column.meaning for column in found.columns] == ["person", "period", "outcome", LEAVE_OUT]
    assert not any(word.meaning == "into-work" for word in found.words)
    entered = sv.read(
        tmp_path / "types.xlsx",
        mapping=found.decide("Full time", "full-time-employment").decide("PT", "part-time-employment"),
    )
    assert counted(entered) == {"full-time-employment": 1, "part-time-employment": 1}


def test_a_primary_and_a_secondary_outcome_each_with_its_date(tmp_path: Path) -> None:
    head = ["Ref", "Primary outcome", "Primary outcome date", "Secondary outcome", "Secondary outcome date"]
    rows = [
        ["A1", "Employment training", dt.date(2024, 4, 4), "FT job", dt.date(2024, 6, 3)],
        ["A2", "Employment training", dt.date(2024, 4, 9), None, None],
    ]
    entered = by_map(book(tmp_path / "both.xlsx", Log=[head, *rows]))
    assert errors(entered) == []
    assert counted(entered) == {"employment-training": 2, "full-time-employment": 1}
    assert {line.period.label for line in entered.lines} == {"2024-04", "2024-06"}
    parts = [["Ref", "Primary outcome", "Secondary outcome", "Date"], ["A1", "Employment", "Part time", "04/04/2024"]]
    assert counted(by_map(book(tmp_path / "parts.xlsx", Log=parts))) == {"part-time-employment": 1}


# the map itself


@pytest.mark.parametrize("ending", ["xlsx", "toml"])
def test_both_written_forms_of_a_map_read_back_as_the_same_record(tmp_path: Path, ending: str) -> None:
    found = sv.suggest_mapping(tracker(tmp_path / "tracker.xlsx")).decide("ESOL course", "not yet")
    path = tmp_path / f"map.{ending}"
    if ending == "xlsx":
        path.write_bytes(map_workbook(found, sv.load_vocabulary()))
    else:
        path.write_text(map_to_toml(found), encoding="utf-8")
    back = read_mapping(path)
    assert {(word.word, word.meaning) for word in back.words} == {(word.word, word.meaning) for word in found.words}
    assert (set(back.columns), back.sheets, back.organisation) == (set(found.columns), found.sheets, found.organisation)
    assert (back.file, len(back.sha256)) == (path.name, 64)


def test_a_map_is_named_in_the_result_and_explains_where_a_word_comes_from(tmp_path: Path) -> None:
    path = dashboard(tmp_path / "dashboard.xlsx")
    found = sv.suggest_mapping(path)
    chosen = tmp_path / "returns-map.xlsx"
    chosen.write_bytes(map_workbook(found, sv.load_vocabulary()))
    done = run("calc", path, "--map", chosen, "--bank", "hact-svb-2020", "--format", "json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert [entry["file"] for entry in document["provenance"]["inputs"]] == ["dashboard.xlsx", "returns-map.xlsx"]
    assert any(problem["code"] == "map-used" for problem in document["problems"])
    for form in ("table", "csv", "md"):
        assert "returns-map.xlsx (sha256 " in run("calc", path, "--map", chosen, "--format", form).stdout
    told = run("explain", path, "--map", chosen, "--bank", "hact-svb-2020", "--cell", "C5")
    assert "“Residents into full time employment”, row 5, is taken for Full-time employment by" in " ".join(
        told.stdout.split()
    )
    assert "returns-map.xlsx!Words!D" in told.stdout


def test_a_result_made_with_a_map_is_verified_with_it(tmp_path: Path) -> None:
    path = crm(tmp_path / "crm.csv")
    found = sv.suggest_mapping(path).decide("Money advice / Income gain", LEAVE_OUT)
    chosen, made = tmp_path / "crm-map.xlsx", tmp_path / "result.json"
    chosen.write_bytes(map_workbook(found, sv.load_vocabulary()))
    assert run("calc", path, "--map", chosen, "--bank", "hact-svb-2020", "--out", made).exit_code == 0
    done = run("verify", made, "--inputs", path, "--inputs", chosen)
    assert (done.exit_code, "The inputs are those it was made from" in done.stdout) == (0, True), done.output
    chosen.write_bytes(map_workbook(found.decide("Employment / Full-time", "into-work"), sv.load_vocabulary()))
    done = run("verify", made, "--inputs", path, "--inputs", chosen)
    assert done.exit_code == 1
    assert "input-differs" in done.stderr


def test_a_map_among_the_returns_is_left_alone(tmp_path: Path) -> None:
    found = sv.suggest_mapping(crm(tmp_path / "crm.csv"))
    (tmp_path / "crm-map.xlsx").write_bytes(map_workbook(found, sv.load_vocabulary()))
    entered = sv.read(tmp_path, mapping=found.decide("Money advice / Income gain", LEAVE_OUT))
    assert errors(entered) == []
    assert any("is a map of headings and words" in problem.message for problem in entered.problems)


def test_a_map_made_again_keeps_what_was_decided_and_adds_what_is_new(tmp_path: Path) -> None:
    first = sv.suggest_mapping(tracker(tmp_path / "april.xlsx")).decide("ESOL course", LEAVE_OUT)
    path = tracker(tmp_path / "may.xlsx")
    changed = load_workbook(path)
    changed.worksheets[0]["E16"] = "Zumba class"
    changed.save(path)
    again = sv.suggest_mapping(path, mapping=first)
    assert again.word("ESOL course").meaning == LEAVE_OUT  # type: ignore[union-attr]
    assert [entry.word for entry in again.undecided] == ["Zumba class"]  # type: ignore[union-attr]


def test_a_map_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    path, out = tracker(tmp_path / "april.xlsx"), tmp_path / "map.xlsx"
    assert run("map", path, "--out", out).exit_code == 0
    decided = out.read_bytes()
    again = run("map", path, "--out", out)
    assert again.exit_code == 2
    assert "is there already and may hold what you decided" in again.stderr
    assert out.read_bytes() == decided


def test_a_word_that_is_not_in_the_map_is_one_error_that_names_its_rows(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx")
    found = sv.suggest_mapping(path).decide("ESOL course", LEAVE_OUT)
    changed = load_workbook(path)
    for row in (9, 10, 12):
        changed.worksheets[0][f"E{row}"] = "Zumba class"
    changed.save(path)
    [told] = [p for p in sv.read(path, mapping=found).problems if p.code == "unknown-outcome"]
    assert told.place.cell == "E9"
    assert "“Zumba class” is not in the map" in told.message
    assert "The same in 2 more rows: 10, 12" in told.message


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ('[[word]]\nword = "FT"\ntaken_for = "fulltime thing"\n', "unknown-outcome", "word[0].taken_for"),
        (
            '[[word]]\nword = "FT"\ntaken_for = "into-work"\n[[word]]\nword = "ft"\ntaken_for = "apprenticeship"\n',
            "map-contradicts",
            "word[1].taken_for",
        ),
        ('[[column]]\nheader = "A"\ntaken_for = "outcom"\n', "map-unreadable", "column[0].taken_for"),
        ('year = "soon"\n', "map-unreadable", "year"),
        ('colour = "red"\n', "map-unreadable", "colour"),
    ],
)
def test_what_is_wrong_in_a_map_is_said_with_its_own_place(tmp_path: Path, text: str, code: str, says: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(f'format = "socialvalue/map/1"\n{text}', encoding="utf-8")
    with pytest.raises(sv.BadData) as caught:
        sv.read_mapping(path)
    assert [(problem.code, problem.place.key) for problem in caught.value.problems] == [(code, says)]


def test_a_map_for_another_layout_says_so(tmp_path: Path) -> None:
    found = sv.suggest_mapping(tracker(tmp_path / "tracker.xlsx"))
    entered = sv.read(forms(tmp_path / "forms.xlsx"), mapping=found)
    assert [code for code, _ in errors(entered)] == ["map-does-not-fit"]


def test_a_heading_that_is_gone_is_named_with_what_the_map_took_it_for(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx")
    found = sv.suggest_mapping(path).decide("ESOL course", LEAVE_OUT)
    changed = load_workbook(path)
    changed.worksheets[0]["F4"] = "Date of outcome"
    changed.save(path)
    [told] = [p for p in sv.read(path, mapping=found).problems if p.severity == "error"]
    assert told.code == "map-does-not-fit"
    assert "There is no column “Outcome Date”" in told.message


def test_an_undecided_heading_is_told(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx")
    found = sv.suggest_mapping(path).decide("ESOL course", LEAVE_OUT).decide_column("Support Officer", "")
    assert "map-undecided" in codes(sv.read(path, mapping=found))


def test_a_map_without_anything_fits_nothing(tmp_path: Path) -> None:
    assert "map-does-not-fit" in codes(sv.read(tracker(tmp_path / "t.xlsx"), mapping=Mapping()))


# whatever is in the cells

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "KPI",
            "Outcome",
            "Month",
            "Apr",
            "May 2024",
            "Q1",
            "Total",
            "YTD",
            "Target",
            "Actual",
            "Project: X",
            "Budget",
            "FT work",
            "PT job",
            "Vol",
            "Date",
            "Ref",
            "Outcome 1",
            "Type",
            "Sub-total",
            "2024/25",
            "tbc",
            "nil",
            "c. 40",
            "31/12/2024",
            "x",
            "N",
            "#N/A",
            "% satisfied",
            "",
            "  ",
            "a" * 400,
            "H1",
            "P12",
            "£5",
            "1,285",
            "-",
        ]
    ),
    st.sampled_from([0, 1, 2, 5, 0.5, -1, 2024, 45000, 1e20]),
    st.sampled_from([dt.datetime(2024, 4, 1), dt.datetime(2024, 5, 15), dt.datetime(1900, 1, 1)]),  # noqa: DTZ001
    st.sampled_from([ErrorCell("#REF!"), NotCalculated()]),
)


@pytest.mark.slow
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=9),
    st.sampled_from(["S", "SUMMARY", "Apr 24"]),
    st.sampled_from(list(SHEET_MEANINGS)),
    st.sampled_from(["", "2024-25", "Date", "never"]),
)
def test_no_grid_makes_a_traceback_with_a_map_or_without(
    grid: list[list[Any]], name: str, meaning: str, blank: str
) -> None:
    sheets = [
        Sheet("f.xlsx", name, list(enumerate(grid, start=1))),
        Sheet("f.xlsx", "Two", list(enumerate(grid, start=1))),
    ]
    vocabulary = sv.load_vocabulary()
    reading = ReadingContext(vocabulary, vocabulary.names(), dt.date(2026, 1, 1))
    read_plain(sheets, reading)
    found = evolve(guessed_map(sheets, vocabulary.names()), if_blank=blank, estimates=True)
    if found.sheet(name) is not None:
        found = found.decide_sheet(name, meaning)
    back = read_mapping(sv.Upload("m.toml", map_to_toml(found).encode()))
    read_mapped(sheets, back, reading)


@pytest.mark.parametrize("inside", [False, True], ids=["a file", "a sheet"])
def test_a_table_of_costs_beside_a_tracker_needs_no_map(tmp_path: Path, *, inside: bool) -> None:
    tracker = [
        ["Ref", "Landlord", "Outcome", "Date achieved", "Project"],
        ["T1", "Acme", "Apprenticeship", "03/10/2024", "Works Well"],
    ]
    costs = [["project", "cost", "year"], ["Works Well", 12500.5, "2024-25"]]
    if inside:
        files = [book(tmp_path / "tracker.xlsx", Tracker=tracker, Costs=costs)]
    else:
        files = [book(tmp_path / "tracker.xlsx", Tracker=tracker), book(tmp_path / "costs.xlsx", Sheet1=costs)]
    entered = sv.read(*files, mapping=sv.suggest_mapping(files[0]))
    assert errors(entered) == []
    assert [(cost.project, cost.amount, str(cost.year)) for cost in entered.costs] == [
        ("Works Well", Decimal("12500.5"), "2024-25")
    ]
    assert counted(entered) == {"apprenticeship": 1}


def test_a_sheet_of_costs_beside_months_across_is_read(tmp_path: Path) -> None:
    months = [["Acme Homes: KPIs 2024/25"], ["KPI", "Apr", "May"], ["Apprenticeship starts", 1, 2]]
    costs = [["Project", "Cost"], ["Works Well", 12500.5]]
    entered = sv.read(book(tmp_path / "kpis.xlsx", KPIs=months, Costs=costs))
    assert errors(entered) == []
    assert entered.costs_by_project == {"Works Well": Decimal("12500.5")}
    assert counted(entered) == {"apprenticeship": 3}


def test_thousands_of_headings_are_no_table_and_are_not_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    monkeypatch.setattr("socialvalue.reading.layouts.find_table._heading_score", lambda *_: looked_up.append("") or 0.0)
    (tmp_path / "wide.csv").write_text(f"{','.join(f'word{n}' for n in range(1_001))}\n" * 31)
    [problem] = sv.read(tmp_path / "wide.csv").problems
    assert problem.code == "no-table"
    assert looked_up == []
