"""The template: made, filled, treated as people treat workbooks, and read back."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers.libreoffice import edit, needed
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.problems import Problem
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.records import template_layout as layout
from socialvalue.showing.workbook.template import template

OCTOBER = {
    "full-time-employment": 92,
    "part-time-employment": 83,
    "apprenticeship": 24,
    "employment-training": 799,
    "regular-volunteering": 287,
}
TODAY = dt.date(2026, 1, 31)


@cache
def written(months: int, **options: Any) -> bytes:
    """A template from October 2020, as `sv template` writes it."""
    span = layout.months_from(sv.Period.month(2020, 10), months)
    return template(
        load_vocabulary(), sv.load_bank("hact-svb-2020"), span, **({"organisation": "Acme Homes"} | options)
    )


def made(folder: Path, *, months: int = 6, **options: Any) -> Path:
    """A file of such a template, to be filled."""
    path = folder / "returns.xlsx"
    path.write_bytes(written(months, **options))
    return path


class Filling:
    """A template open for typing into; cells are found by the hidden marks, as a person finds them by the labels."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self.sheet = self.book["Return"]

    def row(self, key: str) -> int:
        """The row of a measure or a question."""
        return next(cell.row for cell in self.sheet["A"] if cell.value == key)

    def type(self, key: str, *figures: Any, first: int = 4) -> Filling:
        """Type figures into the months of a measure, from the first on; None leaves a cell blank."""
        for column, figure in enumerate(figures, start=first):
            if figure is not None:
                self.sheet.cell(self.row(key), column).value = figure
        return self

    def register(self, *rows: dict[str, Any]) -> Filling:
        """Fill rows of the register."""
        sheet = self.book["Register"]
        at = {cell.value: cell.column for cell in sheet[1] if cell.value}
        for number, row in enumerate(rows, start=6):
            for key, value in row.items():
                sheet.cell(number, at[key]).value = value
        return self

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


@cache
def shortened(months: int = 6, **options: Any) -> bytes:
    """A template of which somebody deleted most of the rows nobody will fill; it takes half the time to open."""
    book = load_workbook(io.BytesIO(written(months, **options)))
    for name in ("Register", "Costs"):
        book[name].delete_rows(20, 300)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def october(folder: Path, **options: Any) -> Filling:
    """The template with the counts of October 2020."""
    path = folder / "returns.xlsx"
    path.write_bytes(shortened(**options))
    filling = Filling(path)
    for outcome, people in OCTOBER.items():
        filling.type(outcome, people)
    return filling


def read(path: Path) -> sv.Return:
    return sv.read(path, bank=sv.load_bank("hact-svb-2020"), today=TODAY)


def gross(path: Path) -> Decimal | None:
    headline = sv.calculate(read(path)).headline
    return None if headline is None else headline.gross


def only(path: Path, code: str) -> Problem:
    """The one problem of that code."""
    found = [problem for problem in read(path).problems if problem.code == code]
    assert len(found) == 1, read(path).problems
    return found[0]


# what it is


def test_the_command_writes_a_template_and_never_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "returns.xlsx"
    run = CliRunner().invoke
    done = run(main, ["template", str(path), "--organisation", "=HYPERLINK(1)", "--from", "2020-10", "--months", "2"])
    assert done.exit_code == 0, done.output
    assert Filling(path).sheet["C3"].value == "=HYPERLINK(1)"
    assert Filling(path).sheet["C3"].data_type == "s", "a name that begins with = is text"
    before = path.read_bytes()
    again = run(main, ["template", str(path)])
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert path.read_bytes() == before


def test_an_unknown_month_and_another_kind_of_file_are_wrong_usage(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert "is not a period" in run(main, ["template", str(tmp_path / "a.xlsx"), "--from", "Smarch"]).output
    assert "ending in .xlsx" in run(main, ["template", str(tmp_path / "a.csv")]).output
    assert list(tmp_path.iterdir()) == []


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path).read_bytes()
    written.cache_clear()
    assert made(tmp_path).read_bytes() == first


def test_measures_are_those_of_the_months_asked_for() -> None:
    vocabulary, bank = load_vocabulary(), sv.load_bank("hact-svb-2020")

    def ids(first: sv.Period, many: int, measures: Any = "all") -> set[str]:
        months = layout.months_from(first, many)
        return {o.id for part in layout.sections(vocabulary, bank, months, measures) for o in part.outcomes}

    spring, autumn = ids(sv.Period.month(2020, 4), 2), ids(sv.Period.month(2020, 10), 2)
    assert "vulnerable-residents" in spring - autumn
    assert "residents-in-arrears" in autumn - spring
    assert {"welfare-calls", *OCTOBER} <= autumn
    assert ids(sv.Period.month(2020, 10), 2, "employment") == set(OCTOBER)


def test_inputs_are_open_and_everything_else_is_locked_without_a_password(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path))
    assert all(sheet.protection.sheet for sheet in filling.book.worksheets)
    assert all(not sheet.protection.password for sheet in filling.book.worksheets)
    row = filling.row("welfare-calls")
    assert not filling.sheet.cell(row, 4).protection.locked
    assert filling.sheet.cell(row, 2).protection.locked
    assert filling.sheet.cell(row, 4).fill.fgColor.rgb == "FFFFF6D6"
    assert not filling.book["Register"].column_dimensions["C"].protection.locked, "rows below the table are open too"
    assert filling.book["Register"].tables["Register"].ref == "B5:K305"


def test_every_measure_carries_its_definition_and_a_plain_message(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path))
    vocabulary = load_vocabulary()
    rules = {str(rule.sqref): rule for rule in filling.sheet.data_validations.dataValidation}
    for outcome in (
        o
        for part in layout.sections(vocabulary, sv.load_bank("hact-svb-2020"), october_months())
        for o in part.outcomes
    ):
        row = filling.row(outcome.id)
        comment = filling.sheet.cell(row, 2).comment
        assert comment is not None
        assert comment.text == outcome.definition
        rule = rules[f"D{row}:I{row}"]
        assert outcome.definition[:200] in (rule.prompt or "")
        assert "zero or more" in (rule.error or "")


def october_months() -> list[sv.Period]:
    return layout.months_from(sv.Period.month(2020, 10), 6)


def test_prints_on_a4_with_the_months_in_view(tmp_path: Path) -> None:
    sheet = Filling(made(tmp_path)).sheet
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes == "D10"
    assert sheet.print_title_rows == "$9:$9"


def test_drop_downs_offer_what_the_reader_understands(tmp_path: Path) -> None:
    book = load_workbook(made(tmp_path))
    names = load_vocabulary().names()
    listed = [cell.value for cell in book["Lists"]["A"]]
    assert [names.find(str(name)) for name in listed] == [cell.value for cell in book["Lists"]["B"]]
    assert set(OCTOBER) <= {str(cell.value) for cell in book["Lists"]["B"]}


# what comes back


@pytest.mark.slow
def test_october_2020_comes_to_the_published_total(tmp_path: Path) -> None:
    path = october(tmp_path).save()
    assert gross(path) == 3_063_571
    found = read(path)
    assert [organisation.name for organisation in found.organisations] == ["Acme Homes"]
    places = {line.outcome: str(line.place) for line in found.lines}
    assert places["full-time-employment"] == "returns.xlsx!Return!D11"


def test_a_blank_is_not_recorded_and_a_zero_is_zero(tmp_path: Path) -> None:
    path = october(tmp_path).type("welfare-calls", 0).save()
    result = sv.calculate(read(path))
    blank = {line.outcome for line in result.not_recorded}
    assert "food-interventions" in blank
    assert "welfare-calls" not in blank
    assert {str(line.period) for line in result.not_recorded} == {"2020-10"}, "a month left wholly blank is not due yet"


def test_the_command_says_which_measures_were_not_recorded(tmp_path: Path) -> None:
    path = october(tmp_path).type("welfare-calls", 0).save()
    said = " ".join(CliRunner().invoke(main, ["calc", str(path)]).output.split())
    blank = said[said.index("Left blank") : said.index("Licence")]
    assert "Food interventions" in blank
    assert "Welfare calls" not in blank


def test_a_template_nobody_filled_reports_nothing(tmp_path: Path) -> None:
    found = read(made(tmp_path))
    assert found.lines == ()
    [problem] = found.problems
    assert (problem.code, problem.severity) == ("nothing-filled", "warning")
    assert problem.message == "Nothing has been filled in."


@pytest.mark.slow
def test_every_command_says_that_nothing_was_filled_in(tmp_path: Path) -> None:
    path, out, page = made(tmp_path), tmp_path / "results.xlsx", tmp_path / "report.html"
    for words in (["check", str(path)], ["calc", str(path)], ["calc", str(path), "--out", str(out)]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        assert "Nothing has been filled in." in done.stderr
    assert any("Nothing has been filled in." in str(cell) for cell in values(out))
    CliRunner().invoke(main, ["report", str(path), "--out", str(page)])
    assert "Nothing has been filled in." in page.read_text(encoding="utf-8")


def values(path: Path) -> list[Any]:
    """Every cell of a workbook."""
    return [cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row]


@pytest.mark.slow
def test_the_head_says_who_and_where(tmp_path: Path) -> None:
    filling = october(tmp_path)
    for key, answer in {"homes": 12_500, "contact": "Ann", "area": "London", "project": "Into work"}.items():
        filling.sheet.cell(filling.row(key), 3).value = answer
    found = read(filling.save())
    assert found.organisations == (sv.Organisation("Acme Homes", 12_500, "Ann"),)
    assert {(line.area, line.project) for line in found.lines} == {("london", "Into work")}


def test_labels_may_be_reworded_rows_moved_and_rows_columns_and_months_added(tmp_path: Path) -> None:
    filling = october(tmp_path, months=1)
    sheet = filling.sheet
    sheet.cell(filling.row("full-time-employment"), 2).value = "Folk we got into full-time jobs"
    for first, second in (("apprenticeship", "regular-volunteering"), ("full-time-employment", "employment-training")):
        rows = filling.row(first), filling.row(second)
        for column in range(1, 6):
            upper, lower = (sheet.cell(row, column) for row in rows)
            upper.value, lower.value = lower.value, upper.value
    sheet.insert_rows(filling.row("part-time-employment"))
    sheet.cell(filling.row("part-time-employment") - 1, 2).value = "A note: ask Ann about November"
    sheet.insert_rows(2, 3)
    sheet.insert_cols(1)
    sheet.insert_cols(4)
    months = next(cell.row for cell in sheet["B"] if cell.value == "months")
    sheet.cell(months, 8).value = "November 2020"
    row = next(cell.row for cell in sheet["B"] if cell.value == "apprenticeship")
    sheet.cell(row, 8).value = 3
    end = sheet.max_row + 1
    sheet.cell(end, 3).value, sheet.cell(end, 6).value = "Total of everyone", 1285
    sheet.title = "Our figures"
    path = filling.save()
    found = read(path)
    assert gross(path) == 3_063_571 + 3 * 2_353
    assert {(str(line.period), line.quantity) for line in found.lines if line.outcome == "apprenticeship"} == {
        ("2020-10", 24),
        ("2020-11", 3),
    }
    assert [problem.code for problem in found.problems] == ["row-skipped"]


def test_a_row_people_added_is_known_by_its_name(tmp_path: Path) -> None:
    filling = october(tmp_path)
    end = filling.sheet.max_row + 1
    filling.sheet.cell(end, 2).value, filling.sheet.cell(end, 4).value = "Self-employment", 2
    assert [line.quantity for line in read(filling.save()).lines if line.outcome == "self-employment"] == [2]


def test_costs_are_read_by_project_and_their_total_left_alone(tmp_path: Path) -> None:
    filling = october(tmp_path)
    sheet = filling.book["Costs"]
    for row, (project, what, cost) in enumerate(
        [
            ("Into work", "Staff", 900_000),
            ("Into work", "Grants", 100_000),
            ("", "Rent", 500.5),
            ("Total", "", 1_000_500.5),
        ],
        start=6,
    ):
        sheet.cell(row, 2).value, sheet.cell(row, 3).value, sheet.cell(row, 4).value = project, what, cost
    found = read(filling.save())
    assert found.costs_by_project == {"": Decimal("500.5"), "Into work": Decimal(1_000_000)}


def test_an_unnamed_sum_of_the_costs_above_is_taken_for_their_total(tmp_path: Path) -> None:
    filling = october(tmp_path)
    for row, (what, cost) in enumerate([("Staff", 100), ("Rent", 50), (None, 150), (None, 7)], start=6):
        filling.book["Costs"].cell(row, 3).value, filling.book["Costs"].cell(row, 4).value = what, cost
    path = filling.save()
    problem = only(path, "row-skipped")
    assert (problem.severity, str(problem.place)) == ("warning", "returns.xlsx!Costs!D8")
    assert problem.message.endswith("taken for their total, and not counted.")
    assert read(path).costs_by_project == {"": 157}, "what is not the sum is a cost"


def test_a_project_named_by_a_number_keeps_its_cost_and_costs_alone_are_no_return(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path))
    filling.book["Costs"]["B6"].value, filling.book["Costs"]["D6"].value = 2020, 100
    path = filling.save()
    assert read(path).costs_by_project == {"2020": 100}
    assert only(path, "nothing-filled").message == "Nothing but costs has been filled in."


# the register


def person(number: int, outcome: str = "Full-time employment", **more: Any) -> dict[str, Any]:
    return {"person": f"P{number}", "outcome": outcome, "period": dt.datetime(2020, 10, 1), **more}  # noqa: DTZ001


def test_a_register_alone_is_counted_row_by_row(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path)).register(person(1, age="25-49", sustained="Yes"), person(2, sustained="No"))
    found = read(filling.save())
    assert [(line.organisation, line.quantity, line.age, line.sustained) for line in found.lines if line.register] == [
        ("Acme Homes", 1, "25-49", True),
        ("Acme Homes", 1, "all", False),
    ]
    assert gross(filling.path) == 14_433, "what was not sustained is not claimed"


def test_a_register_that_agrees_with_the_return_is_counted_once(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path)).type("full-time-employment", 2).type("apprenticeship", 1)
    path = filling.register(person(1), person(2)).save()
    assert gross(path) == 2 * 14_433 + 2_353


@pytest.mark.slow
def test_a_register_that_differs_from_the_return_is_a_problem_and_no_result(tmp_path: Path) -> None:
    path = Filling(made(tmp_path)).type("full-time-employment", 3).register(person(1), person(2)).save()
    problem = only(path, "register-disagrees")
    assert problem.severity == "error"
    assert str(problem.place) == "returns.xlsx!Return!D11"
    assert problem.message == "The Return says 3 for full-time-employment in 2020-10, the Register has 2."
    assert gross(path) is None


def test_a_month_the_register_leaves_out_is_a_difference_too(tmp_path: Path) -> None:
    path = Filling(made(tmp_path)).type("full-time-employment", 1, 4).register(person(1)).save()
    assert "2020-11, the Register has 0" in only(path, "register-disagrees").message


# bad input


def test_a_template_of_a_later_version_is_refused(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet["A1"].value = "socialvalue return 7 hact-svb-2020"
    problem = only(filling.save(), "template-version")
    assert str(problem.place) == "returns.xlsx!Return!A1"
    assert problem.message == "This template is of version 7; version 1 is the one known here."


def test_a_template_made_for_another_bank_is_noted(tmp_path: Path) -> None:
    path = october(tmp_path).save()
    found = sv.read(path, bank=sv.load_bank("hmt-wellby-2021"), today=TODAY)
    [problem] = [problem for problem in found.problems if problem.code == "template-bank"]
    assert "--bank hact-svb-2020" in problem.remedy


@pytest.mark.slow
@pytest.mark.parametrize(
    ("figure", "code"),
    [("about ten", "not-a-number"), (-3, "negative-quantity"), (2.5, "fractional-people"), ("#N/A", "error-cell")],
)
def test_what_is_no_count_is_named_with_its_cell(tmp_path: Path, figure: object, code: str) -> None:
    path = october(tmp_path).type("part-time-employment", None, figure).save()
    assert str(only(path, code).place) == "returns.xlsx!Return!E12"


def test_a_formula_nobody_calculated_is_neither_blank_nor_zero(tmp_path: Path) -> None:
    path = october(tmp_path).type("part-time-employment", "=80+3").save()
    assert str(only(path, "not-calculated").place) == "returns.xlsx!Return!D12"


@pytest.mark.slow
def test_an_unknown_measure_is_named_with_its_row(tmp_path: Path) -> None:
    filling = october(tmp_path)
    row = filling.row("welfare-calls")
    filling.sheet.cell(row, 1).value = "wellfare-calls"
    filling.type("food-interventions", 1)
    assert str(only(filling.save(), "unknown-outcome").place) == f"returns.xlsx!Return!B{row}"


def test_figures_beside_no_known_name_are_not_dropped(tmp_path: Path) -> None:
    filling = october(tmp_path)
    end = filling.sheet.max_row + 1
    filling.sheet.cell(end, 2).value, filling.sheet.cell(end, 4).value = "Full time employmentt", 2
    problem = only(filling.save(), "unknown-outcome")
    assert "Did you mean “Full-time employment”?" in problem.remedy


def test_rows_sorted_without_their_hidden_column_are_caught(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("full-time-employment"), 2).value = "Regular volunteering"
    problem = only(filling.save(), "label-disagrees")
    assert problem.severity == "error"
    assert "counts “Full-time employment”" in problem.message


def test_one_month_in_two_columns_is_a_problem(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("months"), 6).value = "Oct 2020"
    problem = only(filling.save(), "repeated-column")
    assert str(problem.place) == "returns.xlsx!Return!F9"
    assert "October 2020 is in column D already" in problem.message


@pytest.mark.slow
@pytest.mark.parametrize("heading", ["October", None, "Oct 20 draft", "Month 1", "10"])
def test_figures_under_a_heading_that_is_no_month_are_an_error_at_the_heading(tmp_path: Path, heading: object) -> None:
    filling = october(tmp_path).type("full-time-employment", 92, first=10)
    filling.sheet.cell(filling.row("months"), 4).value = heading
    [problem] = read(filling.save()).problems
    assert problem.code == "bad-period"
    assert (problem.severity, str(problem.place)) == ("error", "returns.xlsx!Return!D9")
    assert ("The column has no month" if heading is None else f"“{heading}” is not a month") in problem.message
    assert "Oct 2020" in problem.remedy
    assert gross(filling.path) is None


def test_a_year_typed_over_a_date_is_not_a_month_of_1905(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("months"), 4).value = 2020
    assert only(filling.save(), "bad-period").message.startswith("“1905-07-12” is not a month")


def test_words_under_a_heading_that_names_a_month_are_not_taken_for_notes(tmp_path: Path) -> None:
    filling = october(tmp_path).type("welfare-calls", "about ten", first=5)
    filling.sheet.cell(filling.row("months"), 5).value = "November"
    assert str(only(filling.save(), "bad-period").place) == "returns.xlsx!Return!E9"


def test_an_error_for_a_heading_is_named_as_one(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("months"), 4).value = "#REF!"
    assert str(only(filling.save(), "error-cell").place) == "returns.xlsx!Return!D9"


def test_a_remark_in_brackets_after_a_month_is_not_read(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("months"), 4).value = "Oct 20 (draft)"
    assert gross(filling.save()) == 3_063_571


def test_a_month_without_its_year_may_stand_empty(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("months"), 9).value = "March"
    assert read(filling.save()).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heading", "below"), [("Total to date", 92), ("Notes", "3 are new"), ("Owner", "Ann"), (None, "ask Ann")]
)
def test_columns_of_totals_and_notes_are_left_alone(tmp_path: Path, heading: str | None, below: object) -> None:
    filling = october(tmp_path).type("full-time-employment", below, first=11)
    filling.sheet.cell(filling.row("months"), 11).value = heading
    assert gross(filling.save()) == 3_063_571
    assert read(filling.path).problems == ()


@pytest.mark.slow
def test_a_row_without_its_hidden_id_is_counted_by_its_label_even_alone_in_its_month(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path)).type("full-time-employment", 5)
    filling.sheet["A11"].value = None
    assert gross(filling.save()) == 5 * 14_433
    filling.sheet["B11"].value = "People we helped"
    problem = only(filling.save(), "unknown-outcome")
    assert str(problem.place) == "returns.xlsx!Return!B11"
    filling.type("part-time-employment", 1)
    assert only(filling.save(), "unknown-outcome") == problem


@pytest.mark.parametrize("figure", ["5", "#N/A", "=2+3"])
def test_a_figure_in_any_form_beside_no_known_name_is_not_dropped(tmp_path: Path, figure: str) -> None:
    filling = october(tmp_path)
    end = filling.sheet.max_row + 1
    filling.sheet.cell(end, 2).value, filling.sheet.cell(end, 4).value = "People we helped", figure
    assert only(filling.save(), "unknown-outcome").severity == "error"


@pytest.mark.slow
def test_a_sheet_that_lost_its_hidden_mark_is_not_passed_over(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet["A1"].value = None
    problem = only(filling.save(), "template-version")
    assert (problem.severity, str(problem.place)) == ("error", "returns.xlsx!Return!A1")
    assert "hidden first row is missing" in problem.message
    assert "copy it over row 1" in problem.remedy
    assert gross(filling.path) is None


@pytest.mark.parametrize("name", ["Return", "Register", "Costs"])
def test_a_sheet_that_lost_its_whole_first_row_is_named_even_alone(tmp_path: Path, name: str) -> None:
    filling = october(tmp_path)
    filling.book[name].delete_rows(1)
    for other in {"Return", "Register", "Costs"} - {name}:
        del filling.book[other]
    assert only(filling.save(), "template-version").place.sheet == name


def test_a_sheet_of_ones_own_in_the_template_is_named_in_a_note(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.book.create_sheet("Ours")["B2"].value = "months"
    filling.book.create_sheet("Empty")
    path = filling.save()
    problem = only(path, "sheet-ignored")
    assert (problem.severity, problem.place.sheet) == ("note", "Ours")
    assert gross(path) == 3_063_571


@pytest.mark.slow
def test_a_copied_return_sheet_is_counted_once_with_one_warning(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.book.copy_worksheet(filling.sheet).title = "Return (2)"
    path = filling.save()
    assert gross(path) == 3_063_571
    [problem] = read(path).problems
    assert (problem.code, problem.severity, str(problem.place)) == (
        "repeated-line",
        "warning",
        "returns.xlsx!Return (2)!D11",
    )
    assert problem.message.startswith("5 figures of Acme Homes")
    assert "on the sheet “Return”" in problem.message


def test_a_blank_on_one_of_two_return_sheets_gives_way_and_another_figure_does_not(tmp_path: Path) -> None:
    filling = october(tmp_path)
    copy = filling.book.copy_worksheet(filling.sheet)
    copy["D11"].value, copy["D12"].value, filling.sheet["D12"].value = None, 83, None
    path = filling.save()
    assert gross(path) == 3_063_571
    assert [problem.code for problem in read(path).problems] == ["repeated-line"]
    copy["D11"].value = 93
    assert only(filling.save(), "conflicting-lines").severity == "error"


@pytest.mark.parametrize("months", [(5,), (2, 3), (None,)])
def test_a_total_typed_over_is_a_warning_where_it_is_not_the_sum(
    tmp_path: Path, months: tuple[int | None, ...]
) -> None:
    filling = october(tmp_path).type("welfare-calls", *months)
    come_to = sum(month or 0 for month in months)
    filling.type("welfare-calls", come_to, first=10)
    assert read(filling.save()).problems == ()
    filling.type("welfare-calls", 99, first=10)
    problem = only(filling.save(), "total-disagrees")
    row = filling.row("welfare-calls")
    assert (problem.severity, str(problem.place)) == ("warning", f"returns.xlsx!Return!J{row}")
    assert problem.message == f"The total of Welfare calls says 99, but its months come to {come_to}, which is counted."
    assert gross(filling.path) == 3_063_571


def test_a_sum_of_pounds_as_programs_make_it_agrees(tmp_path: Path) -> None:
    filling = october(tmp_path).type("direct-financial-support", 0.3, 9.15, 8.56, 4, 4.44, 6.23, 32.68000000000001)
    assert read(filling.save()).problems == ()


def test_a_total_may_be_of_the_months_to_its_left_or_since_the_total_before(tmp_path: Path) -> None:
    filling = october(tmp_path).type("welfare-calls", 2, 1, None, 8, 4)
    head = filling.row("months")
    filling.sheet.cell(head, 6).value, filling.sheet.cell(head, 9).value = "Sub-total", "Total of two"
    filling.sheet.cell(head, 10).value, filling.sheet.cell(head, 11).value = "Total", "March 2021"
    filling.type("welfare-calls", 3, first=6).type("welfare-calls", 12, 15, 16, first=9)
    assert [problem.code for problem in read(filling.save()).problems] == []
    filling.type("welfare-calls", 13, first=9)
    assert str(only(filling.save(), "total-disagrees").place).endswith(f"I{filling.row('welfare-calls')}")


def test_a_month_that_has_not_happened_may_stand_empty_but_not_be_filled(tmp_path: Path) -> None:
    filling = october(tmp_path)
    filling.sheet.cell(filling.row("months"), 9).value = "March 2031"
    assert gross(filling.save()) == 3_063_571
    filling.type("welfare-calls", 5, first=9)
    assert str(only(filling.save(), "future-period").place) == "returns.xlsx!Return!I9"


def test_a_running_total_in_a_flow_is_noted_and_in_a_stock_is_not(tmp_path: Path) -> None:
    filling = october(tmp_path).type("welfare-calls", 100, 250, 400).type("residents-in-arrears", 10, 20, 30)
    problem = only(filling.type("food-interventions", 10, 30, 20).save(), "running-total")
    assert problem.severity == "note"
    assert problem.message == "Welfare calls never falls in 3 months: 100, 250, 400."


@pytest.mark.slow
def test_a_running_total_is_named_by_calc_and_by_the_report(tmp_path: Path) -> None:
    path, page = october(tmp_path).type("welfare-calls", 100, 250, 400).save(), tmp_path / "report.html"
    said = CliRunner().invoke(main, ["calc", str(path)])
    assert "Welfare calls never falls in 3 months: 100, 250, 400." in " ".join(said.stderr.split())
    assert CliRunner().invoke(main, ["report", str(path), "--out", str(page)]).exit_code == 0
    assert "Welfare calls never falls in 3 months" in page.read_text(encoding="utf-8")


def test_a_direction_that_the_figures_deny_is_a_warning(tmp_path: Path) -> None:
    filling = (
        october(tmp_path)
        .type("residents-in-arrears", 50, 40)
        .type("residents-in-arrears" + layout.SINCE, "same", "Higher")
    )
    problem = only(filling.save(), "direction-disagrees")
    assert problem.severity == "warning"
    assert problem.message == "It says higher, but the figure went from 50 to 40."
    filling.type("residents-in-arrears" + layout.SINCE, None, "lower")
    assert not [p for p in read(filling.save()).problems if p.code == "direction-disagrees"]


def test_an_organisation_without_a_name_is_asked_for_it(tmp_path: Path) -> None:
    path = october(tmp_path, organisation="").save()
    assert str(only(path, "missing-value").place) == "returns.xlsx!Return!C3"


# other programs and formats


@pytest.mark.slow
@needed()
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_filled_and_saved_by_libreoffice_in_every_format(tmp_path: Path, kind: str) -> None:
    path = made(tmp_path)
    rows = {outcome: Filling(path).row(outcome) for outcome in OCTOBER}
    typed = [f"number\tD{rows[outcome]}\t{people}" for outcome, people in OCTOBER.items()]
    typed += ["rows\t14\t2", "text\tB15\tA note in between", "columns\t3\t1", "columns\t0\t1", "name\tSocial return"]
    saved = tmp_path / f"saved.{kind}"
    edit(path, ["sheet\tReturn", *typed, "sheet\tLists", "hide"], saved)
    assert gross(saved) == 3_063_571
    found = read(saved)
    assert {line.place.sheet for line in found.lines} == {"Social return"}
    assert [problem.code for problem in found.problems] == []


@pytest.mark.slow
@needed()
def test_an_error_in_an_old_format_is_not_a_blank(tmp_path: Path) -> None:
    path = made(tmp_path)
    at = f"D{Filling(path).row('welfare-calls')}"
    for kind in ("xls", "ods"):
        saved = tmp_path / f"saved.{kind}"
        edit(path, ["sheet\tReturn", f"formula\t{at}\t=NA()", "number\tE11\t5"], saved)
        assert str(only(saved, "error-cell").place) == f"saved.{kind}!Return!{at}"


def binary_workbook(path: Path, rows: dict[int, dict[int, str | float | None]]) -> Path:
    """A small .xlsb (MS-XLSB): rows and columns from 0, texts inline, None an error cell."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body

    def text(words: str) -> bytes:
        return len(words).to_bytes(4, "little") + words.encode("utf-16-le")

    import struct

    cells = b""
    for row, columns in sorted(rows.items()):
        cells += record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0))
        for column, value in sorted(columns.items()):
            at = struct.pack("<II", column, 0)
            if value is None:
                cells += record(3, at + bytes([42]))
            elif isinstance(value, str):
                cells += record(6, at + text(value))
            else:
                cells += record(5, at + struct.pack("<d", value))
    last, wide = max(rows), max(max(columns) for columns in rows.values())
    sheet = record(129) + record(148, struct.pack("<IIII", 0, last, 0, wide)) + record(145) + cells
    sheet += record(146) + record(130)
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Return"))
    book += record(144) + record(132)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def relation(kind: str, target: str) -> str:
        link = f'<Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}">{link}</Relationships>'

    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}"/>')
        archive.writestr("_rels/.rels", relation("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relation("worksheet", "worksheets/sheet1.bin"))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def test_a_binary_workbook_is_read_and_its_errors_are_not_blanks(tmp_path: Path) -> None:
    rows: dict[int, dict[int, str | float | None]] = {
        0: {0: "socialvalue return 1 hact-svb-2020", 1: "label", 2: "answer"},
        2: {0: "organisation", 1: "Organisation", 2: "Acme Homes"},
        3: {0: "months", 1: "Measure", 3: 44105.0},
        4: {0: "full-time-employment", 1: "Full-time employment", 3: 92.0},
        5: {0: "welfare-calls", 1: "Welfare calls", 3: 7.0},
    }
    path = binary_workbook(tmp_path / "returns.xlsb", rows)
    assert gross(path) == 92 * 14_433
    rows[5][3] = None
    problem = only(binary_workbook(path, rows), "error-cell")
    assert str(problem.place) == "returns.xlsb!Return!D6"
    assert "#N/A" in problem.message


def test_a_results_workbook_given_as_a_return_is_named_as_one(tmp_path: Path) -> None:
    out = tmp_path / "results.xlsx"
    done = CliRunner().invoke(main, ["calc", str(october(tmp_path).save()), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert only(out, "results-workbook").severity == "error"


def test_the_template_holds_no_formula_but_totals_and_no_value_of_the_bank(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(made(tmp_path).read_bytes())) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    formulas = re.findall(r"<f>(.*?)</f>", sheets)
    assert formulas
    assert all(re.fullmatch(r'IF\(COUNT\(D\d+:I\d+\)=0,"",SUM\(D\d+:I\d+\)\)', formula) for formula in formulas)
    assert "14433" not in sheets


# what people do to it


def test_the_hidden_column_emptied_leaves_the_rows_to_be_read_by_their_labels(tmp_path: Path) -> None:
    filling = october(tmp_path, months=2)
    for row in range(1, filling.sheet.max_row + 1):
        filling.sheet.cell(row, 1).value = None
    entered = read(filling.save())
    assert {line.outcome: line.quantity for line in entered.lines if line.quantity} == OCTOBER
    [told] = [problem for problem in entered.problems if problem.code == "template-version"]
    assert (told.severity, "read by their labels" in told.message) == ("note", True)


def test_two_sheets_without_area_or_project_are_one_error(tmp_path: Path) -> None:
    filling = october(tmp_path, months=2)
    copy = filling.book.copy_worksheet(filling.sheet)
    copy.title = "North"
    for row in range(1, copy.max_row + 1):
        if copy.cell(row, 1).value in OCTOBER:
            copy.cell(row, 4).value = 1
    problem = only(filling.save(), "conflicting-lines")
    assert problem.severity == "error"
    assert "“Return” and “North”" in problem.message
    assert problem.remedy.startswith("Name the Area or the Project")


def test_a_column_of_the_year_beside_its_months_is_their_sum_and_never_counted(tmp_path: Path) -> None:
    filling = october(tmp_path, months=2)
    column = filling.sheet.max_column + 1
    filling.sheet.cell(filling.row("months"), column).value = "2020/21"
    filling.sheet.cell(filling.row("full-time-employment"), column).value = 93
    problem = only(filling.save(), "total-disagrees")
    assert "says 93, but its months come to 92" in problem.message


def test_nil_in_a_month_is_zero_and_said(tmp_path: Path) -> None:
    filling = october(tmp_path, months=2).type("full-time-employment", "nil", first=5)
    problem = only(filling.save(), "none-in-words")
    assert (problem.severity, problem.place.cell[0]) == ("note", "E")


def test_a_total_pasted_in_for_most_of_a_year_is_a_warning(tmp_path: Path) -> None:
    filling = october(tmp_path, months=4).type("welfare-calls", 100, 250, 400, 520)
    assert only(filling.save(), "running-total").severity == "warning"


@pytest.mark.slow
def test_a_template_whose_bank_is_used_is_not_said_to_be_for_another(tmp_path: Path) -> None:
    path = october(tmp_path).save()
    done = CliRunner().invoke(main, ["calc", str(path), "--plain"])
    assert "named by the return's template" in done.output
    assert "template-bank" not in done.output


# whose values it is for


@pytest.mark.parametrize(
    ("words", "bank"),
    [
        ("--from 2020-10", "hact-svb-2020"),
        ("--from 2020-10 --months 12", "open-2026"),  # beyond the time that edition was in use
        ("--from 2026-04", "open-2026"),
        ("--from 2026-04 --bank hmt-wellby-2021", "hmt-wellby-2021"),
    ],
)
def test_a_template_is_for_the_bank_that_its_months_would_be_valued_with(tmp_path: Path, words: str, bank: str) -> None:
    path = tmp_path / "new.xlsx"
    assert CliRunner().invoke(main, ["template", str(path), *words.split()]).exit_code == 0
    assert load_workbook(path)["Return"]["A1"].value == f"socialvalue return 1 {bank}"
