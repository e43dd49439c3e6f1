"""Every problem a file can have: one broken file for each code, and what is said about it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import socialvalue as sv
from socialvalue.problems import CODES, Problem
from socialvalue.reading.engines import duckdb_files

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 1, 31)
HEADER = ["organisation", "period", "outcome", "quantity"]
GOOD = ["Acme Homes", "2020-10", "Full-time employment", 92]


def workbook(path: Path, *rows: list[Any], title: str = "Return") -> Path:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def problems_of(path: Path) -> list[Problem]:
    return list(sv.read(path, today=TODAY).problems)


def only_error(path: Path) -> Problem:
    """The one error of a file; it says where, what and what to do."""
    errors = [problem for problem in problems_of(path) if problem.severity == "error"]
    assert len(errors) == 1, errors
    assert errors[0].remedy
    assert errors[0].place.file == path.name
    return errors[0]


def test_every_code_has_its_paragraph_and_no_other_has() -> None:
    headings = re.findall(r"^#{2,3} ([a-z]+(?:-[a-z]+)+)$", (ROOT / "docs/problems.md").read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(CODES)


def test_every_code_is_met_in_a_test() -> None:
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert [code for code in CODES if f'"{code}"' not in tests and f" {code}" not in tests] == []


def test_a_problem_cannot_have_an_unknown_code() -> None:
    with pytest.raises(ValueError, match="code"):
        Problem("no-such-code", "error", sv.Place(), "something is wrong")


@pytest.mark.parametrize(
    ("cell", "code", "message"),
    [
        ("ninety", "not-a-number", "“ninety” is not a number"),
        (-3, "negative-quantity", "-3 is below zero"),
        ("(3)", "negative-quantity", "-3 is below zero"),
        (92.5, "fractional-people", "92.5 is not a whole number"),
        (10_000_001, "quantity-too-large", "10,000,001 is more than 10,000,000"),
        ("#N/A", "error-cell", "#N/A"),
        ("=1+1", "not-calculated", "never calculated"),
        (True, "not-a-number", "is not a number"),
    ],
)
def test_a_quantity_that_cannot_be(tmp_path: Path, cell: Any, code: str, message: str) -> None:
    path = workbook(tmp_path / "bad.xlsx", HEADER, GOOD, ["Acme Homes", "2020-11", "apprenticeship", cell])
    problem = only_error(path)
    assert problem.code == code
    assert message in problem.message
    assert str(problem.place) == "bad.xlsx!Return!D3"


@pytest.mark.parametrize(
    ("period", "code", "message"),
    [
        ("the other month", "bad-period", "“the other month” is not a period"),
        ("2020-13", "bad-period", "“2020-13” is not a period"),
        ("2026-02", "future-period", "2026-02 has not happened yet"),
        (None, "missing-value", "The period is blank"),
    ],
)
def test_a_period_that_cannot_be(tmp_path: Path, period: Any, code: str, message: str) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", HEADER, ["Acme Homes", period, "apprenticeship", 1]))
    assert problem.code == code
    assert message in problem.message
    assert str(problem.place) == "bad.xlsx!Return!B2"


def test_an_unknown_outcome_names_the_nearest(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", HEADER, ["Acme Homes", "2020-10", "Full time employmnt", 1]))
    assert problem.code == "unknown-outcome"
    assert "“Full-time employment”" in problem.remedy
    assert str(problem.place) == "bad.xlsx!Return!C2"


def test_a_blank_organisation(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", HEADER, [None, "2020-10", "apprenticeship", 1]))
    assert (problem.code, str(problem.place)) == ("missing-value", "bad.xlsx!Return!A2")


@pytest.mark.parametrize(
    ("column", "cell", "code", "message"),
    [
        ("start", "soon", "bad-date", "“soon” is not a date"),
        ("deadweight", 20, "bad-factor", "20 is not between 0 and 1"),
        ("deadweight", "120%", "bad-factor", "120% is not between 0 and 1"),
        ("sustained", "perhaps", "bad-choice", "neither yes nor no"),
        ("age", "young", "bad-choice", "“young” is not an age band"),
        ("unit", "hours", "unit-mismatch", "counted in person, not in hours"),
        ("cost", "lots", "not-a-number", "“lots” is not a number"),
        ("ward", "#REF!", "error-cell", "#REF!"),
    ],
)
def test_an_optional_column_that_cannot_be(tmp_path: Path, column: str, cell: Any, code: str, message: str) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", [*HEADER, column], [*GOOD, cell]))
    assert problem.code == code
    assert message in problem.message
    assert str(problem.place) == "bad.xlsx!Return!E2"


def test_sustained_to_be_confirmed_is_not_recorded_yet(tmp_path: Path) -> None:
    entered = sv.read(workbook(tmp_path / "a.xlsx", [*HEADER, "sustained"], [*GOOD, "tbc"]))
    [problem] = entered.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("to-come", "warning", "a.xlsx!Return!E2")
    assert entered.lines[0].sustained is None


def test_a_table_of_targets_given_as_a_return_is_told_where_it_goes(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "aims.xlsx", [*HEADER[:3], "Target"], GOOD))
    assert problem.code == "missing-column"
    assert "--targets aims.xlsx" in problem.remedy


@pytest.mark.parametrize(
    ("day", "remedy"),
    [("31/02/2025", "no such day"), ("30.2.25", "no such day"), ("10/31/2020", "Write the day first")],
)
def test_a_day_that_is_none_is_told_why(tmp_path: Path, day: str, remedy: str) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", HEADER, ["Acme Homes", day, "apprenticeship", 1]))
    assert problem.code == "bad-period"
    assert remedy in problem.remedy


def test_an_end_before_its_start(tmp_path: Path) -> None:
    row = [*GOOD, dt.date(2020, 10, 5), dt.date(2020, 10, 1)]
    problem = only_error(workbook(tmp_path / "bad.xlsx", [*HEADER, "start", "end"], row))
    assert (problem.code, str(problem.place)) == ("bad-date", "bad.xlsx!Return!F2")


def test_a_line_twice_with_different_figures_names_both_places(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", HEADER, GOOD, [*GOOD[:3], 93]))
    assert problem.code == "conflicting-lines"
    assert "bad.xlsx!Return!D2" in problem.message
    assert str(problem.place) == "bad.xlsx!Return!D3"


def test_a_line_twice_with_the_same_figure_is_counted_once(tmp_path: Path) -> None:
    entered = sv.read(workbook(tmp_path / "twice.xlsx", HEADER, GOOD, GOOD), today=TODAY)
    assert [(problem.code, problem.severity) for problem in entered.problems] == [("repeated-line", "warning")]
    assert [line.quantity for line in entered.lines] == [92]


@pytest.mark.parametrize("missing", HEADER)
def test_a_missing_column(tmp_path: Path, missing: str) -> None:
    keep = [number for number, name in enumerate(HEADER) if name != missing]
    path = workbook(tmp_path / "bad.xlsx", [HEADER[n] for n in keep], [GOOD[n] for n in keep])
    problem = only_error(path)
    assert problem.code == ("no-table" if missing == "outcome" else "missing-column")
    assert missing in problem.message + problem.remedy


def test_two_columns_of_one_meaning(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", [*HEADER, "month"], [*GOOD, "2020-11"]))
    assert (problem.code, str(problem.place)) == ("repeated-column", "bad.xlsx!Return!E1")


def test_a_workbook_without_a_table(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "bad.xlsx", ["Dear colleague,"], ["the figures follow."]))
    assert problem.code == "no-table"
    assert "“Return”" in problem.message


def test_an_empty_workbook(tmp_path: Path) -> None:
    assert only_error(workbook(tmp_path / "bad.xlsx")).code == "empty-sheet"


def test_a_table_of_headers_only(tmp_path: Path) -> None:
    assert only_error(workbook(tmp_path / "bad.xlsx", HEADER)).code == "empty-sheet"


def test_a_sheet_without_the_table_is_named_in_a_note(tmp_path: Path) -> None:
    path = workbook(tmp_path / "two.xlsx", HEADER, GOOD)
    book = Workbook()
    first = book.active
    assert first is not None
    for row in (HEADER, GOOD):
        first.append(row)
    book.create_sheet("Minutes").append(["Present: everyone"])
    book.save(path)
    [problem] = problems_of(path)
    assert (problem.code, problem.severity, problem.place.sheet) == ("sheet-ignored", "note", "Minutes")


def test_a_total_row_is_left_alone_with_a_note(tmp_path: Path) -> None:
    path = workbook(tmp_path / "total.xlsx", HEADER, GOOD, ["Total", None, None, 92])
    entered = sv.read(path, today=TODAY)
    assert [(problem.code, problem.place.cell) for problem in entered.problems] == [("row-skipped", "A3")]
    assert sum(line.quantity or 0 for line in entered.lines) == 92


def test_all_problems_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    rows = [["Acme Homes", "never", "nothing", "none at all"], [None, "2020-10", "apprenticeship", -1]]
    found = problems_of(workbook(tmp_path / "bad.xlsx", HEADER, *rows))
    assert sorted(f"{problem.place.cell} {problem.code}" for problem in found) == [
        "A3 missing-value",
        "B2 bad-period",
        "C2 unknown-outcome",
        "D2 not-a-number",
        "D3 negative-quantity",
    ]


def test_errors_leave_no_total(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bad.xlsx", HEADER, GOOD, ["Acme Homes", "2020-11", "apprenticeship", "x"])
    result = sv.calculate(sv.read(path, today=TODAY))
    assert not result.ok
    assert result.headline is None


# files


def test_a_missing_file(tmp_path: Path) -> None:
    assert only_error(tmp_path / "nowhere.xlsx").code == "file-missing"


def test_a_folder_named_as_a_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert only_error(folder).code == "file-is-folder"


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "locked.xlsx", HEADER, GOOD)

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("socialvalue.opening.os.open", refuse)
    problem = only_error(path)
    assert problem.code == "file-unreadable"
    assert "Permission denied" in problem.message


def test_text_named_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    path.write_text("Dear colleague")
    assert only_error(path).code == "file-type"


def test_a_zip_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.jpg", b"")
    assert only_error(path).code == "file-type"


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    # An encrypted workbook is an OLE container with a stream named EncryptedPackage, in UTF-16.
    path = tmp_path / "secret.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le"))
    problem = only_error(path)
    assert problem.code == "file-encrypted"
    assert "password" in problem.message


@pytest.mark.parametrize("keep", [0, 1, 100, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(tmp_path: Path, keep: float) -> None:
    whole = workbook(tmp_path / "cut.xlsx", HEADER, GOOD).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: int(keep * len(whole)) if isinstance(keep, float) else keep])
    assert only_error(path).code in ("file-truncated", "file-type")


def test_a_workbook_with_a_broken_sheet(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "good.xlsx", HEADER, GOOD)
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert only_error(path).code == "file-truncated"


@pytest.mark.slow
def test_a_workbook_that_would_expand_beyond_measure(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(workbook(tmp_path / "good.xlsx", HEADER, GOOD)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
        with new.open("xl/media/filling.bin", "w") as filling:
            for _ in range(300):
                filling.write(bytes(1_000_000))
    assert only_error(path).code == "file-too-large"


def test_a_csv_has_the_same_problems_at_the_same_cells(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme Homes,2020-10,Apprenticeship,minus one\n")
    assert str(only_error(path).place) == "bad.csv!D2"


# forgiveness


def test_reading_forgives_people_and_hides_nothing(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Monthly return"],
        [],
        ["Quantity ", "OUTCOME", "Reporting Month", "Housing association", "ward"],
        ["1,285", "Full-time employment", dt.date(2020, 10, 1), "Acme Homes", "East"],
        [],
        [" 92 ", "part time employment", "Oct 2020", "Acme Homes", "East"],
        ["£1,200.50", "direct-financial-support", "October 2020", "Acme Homes", "East"],
        ["n/a", "Apprenticeship", "2020-10", "Acme Homes", "East"],
        ["-", "Regular volunteering", "31/10/2020", "Acme Homes", "East"],
        [None, "Employment training", "2020-10", "Acme Homes", "East"],
        [0, "Welfare calls", "2020-10", "Acme Homes", "East"],
    ]
    entered = sv.read(workbook(tmp_path / "messy.xlsx", *rows), today=TODAY)
    assert entered.problems == ()
    assert {line.outcome: None if line.quantity is None else str(line.quantity) for line in entered.lines} == {
        "full-time-employment": "1285",
        "part-time-employment": "92",
        "direct-financial-support": "1200.50",
        "apprenticeship": None,
        "regular-volunteering": None,
        "employment-training": None,
        "welfare-calls": "0",
    }
    assert {str(line.period) for line in entered.lines} == {"2020-10"}
    assert all(line.tags == {"ward": "East"} for line in entered.lines)


def test_several_tables_of_a_workbook_are_all_read(tmp_path: Path) -> None:
    book = Workbook()
    for title, outcome in (("North", "Apprenticeship"), ("South", "Full-time employment")):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(["Acme Homes", "2020-10", outcome, 1])
    del book["Sheet"]
    book.save(tmp_path / "two.xlsx")
    entered = sv.read(tmp_path / "two.xlsx", today=TODAY)
    assert sorted(str(line.place) for line in entered.lines) == ["two.xlsx!North!D2", "two.xlsx!South!D2"]


def test_a_csv_from_excel_on_windows(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    rows = "organisation;period;outcome;quantity\r\nCaf\u00e9 Homes;2020-10;Apprenticeship;1\r\n"
    path.write_bytes(rows.encode("cp1252"))
    assert [line.organisation for line in sv.read(path, today=TODAY).lines] == ["Caf\u00e9 Homes"]


def test_an_input_is_only_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "kept.xlsx", HEADER, GOOD)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    sv.read(path, today=TODAY)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


# what people write that would change a figure, or that a note explains


def text_file(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((",".join(HEADER), *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("large", [False, True], ids=["the standard library", "DuckDB, where it is installed"])
@pytest.mark.parametrize("after", ["", ","])
def test_a_comma_inside_a_number_is_never_read_as_a_smaller_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool, after: str
) -> None:
    monkeypatch.setattr(duckdb_files, "LARGE", 1 if large else 10**9)
    path = text_file(tmp_path / "comma.csv", "Acme,2020-09,Apprenticeship,1", "Acme,2020-10,Full-time employment,1,285")
    path.write_text(path.read_text().replace("quantity", f"quantity{after}"))
    problem = only_error(path)
    assert (problem.code, str(problem.place)) == ("extra-cells", "comma.csv!E3")
    assert problem.message == "Row 3 has 5 cells where the header has 4."
    assert '"1,285"' in problem.remedy


def test_a_comma_inside_a_number_of_a_register_is_found(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("person,organisation,period,outcome,quantity\nP1,Acme,2020-10,Volunteer hours,1,285\n")
    assert only_error(path).code == "extra-cells"


def test_quotes_and_commas_at_the_end_of_a_row_are_fine(tmp_path: Path) -> None:
    path = text_file(tmp_path / "quoted.csv", 'Acme,2020-10,Full-time employment,"1,285",,')
    entered = sv.read(path, today=TODAY)
    assert entered.problems == ()
    assert [line.quantity for line in entered.lines] == [1285]


def test_a_remark_to_the_right_of_a_table_in_a_workbook_is_left_alone(tmp_path: Path) -> None:
    assert problems_of(workbook(tmp_path / "remark.xlsx", HEADER, [*GOOD, None, "see the minutes"])) == []


@pytest.mark.parametrize(
    "name",
    [
        "Total",
        "TOTAL:",
        "Total (all)",
        "Grand total",
        "Sub-total",
        "Overall",
        "Acme subtotal",
        "Acme Homes total",
        "Total for Acme",
        "All organisations",
    ],
)
def test_a_total_is_never_counted_as_one_more_organisation(tmp_path: Path, name: str) -> None:
    problem = only_error(workbook(tmp_path / "total.xlsx", HEADER, GOOD, [name, *GOOD[1:]]))
    assert (problem.code, str(problem.place)) == ("total-row", "total.xlsx!Return!A3")
    assert f"“{name}”" in problem.message
    assert problem.remedy.startswith("Take the row out")


@pytest.mark.parametrize("name", ["Totally Local Homes", "Total Homes", "Overall Housing Trust", "Allied Homes"])
def test_a_name_that_only_begins_like_a_total_is_an_organisation(tmp_path: Path, name: str) -> None:
    assert problems_of(workbook(tmp_path / "names.xlsx", HEADER, [name, *GOOD[1:]])) == []


@pytest.mark.parametrize("state", ["hidden", "visible"])
def test_a_table_on_a_hidden_sheet_counts_with_a_warning(tmp_path: Path, state: str) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Notes"])
    sheet = book.create_sheet("Old copy")
    sheet.append(HEADER)
    sheet.append(GOOD)
    sheet.sheet_state = state
    book.save(tmp_path / "hidden.xlsx")
    told = [problem for problem in problems_of(tmp_path / "hidden.xlsx") if problem.severity == "warning"]
    assert [(p.code, p.place.sheet) for p in told] == ([("hidden-sheet", "Old copy")] if state == "hidden" else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St Mary's", "St Mary’s"),
        ("North - South Homes", "North – South Homes"),
        ("Acme Homes", "ACME  Homes"),
        ("Acme Homes", "Acme\u00a0Homes"),
    ],
)
def test_apostrophes_dashes_and_spaces_make_no_second_organisation(tmp_path: Path, one: str, other: str) -> None:
    rows = [[one, *GOOD[1:]], [one, "2020-11", *GOOD[2:]], [other, "2020-12", *GOOD[2:]]]
    entered = sv.read(workbook(tmp_path / "names.xlsx", HEADER, *rows), today=TODAY)
    assert {line.organisation for line in entered.lines} == {one}


def test_one_month_under_two_apostrophes_is_counted_once(tmp_path: Path) -> None:
    for file, name in (("a.xlsx", "St Mary's"), ("b.xlsx", "St Mary’s")):
        workbook(tmp_path / file, HEADER, [name, *GOOD[1:]])
    entered = sv.read(tmp_path, today=TODAY)
    assert [problem.code for problem in entered.problems] == ["repeated-line"]
    assert [line.quantity for line in entered.lines] == [92]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Homes Ltd", "Acme Homes Limited"),
        ("Acme Homes", "Acme Homes Ltd."),
        ("Brick & Stone", "Brick and Stone"),
        ("St Mary's", "St Marys"),
        ("The Acme Trust", "Acme Trust"),
    ],
)
def test_nearly_one_name_with_the_same_outcome_is_a_warning(tmp_path: Path, one: str, other: str) -> None:
    path = workbook(tmp_path / "near.xlsx", HEADER, [one, *GOOD[1:]], [other, *GOOD[1:]])
    [problem] = problems_of(path)
    assert (problem.code, problem.severity) == ("similar-organisations", "warning")
    assert {f"“{one}”", f"“{other}”"} <= set(re.findall("“[^”]*”", problem.message))
    assert {problem.place.cell, problem.message[-3:-1]} == {"D2", "D3"}


@pytest.mark.parametrize("row", [["Acme Homes Ltd", "2020-11", *GOOD[2:]], ["Acme Hope", *GOOD[1:]]])
def test_other_names_and_other_months_are_no_warning(tmp_path: Path, row: list[Any]) -> None:
    assert problems_of(workbook(tmp_path / "near.xlsx", HEADER, GOOD, row)) == []


def test_a_date_with_the_month_first_is_told_to_put_the_day_first(tmp_path: Path) -> None:
    path = workbook(tmp_path / "us.xlsx", [*HEADER, "start"], ["Acme", "10/31/2020", *GOOD[2:], "10/31/2020"])
    assert [(p.code, p.place.cell, p.remedy) for p in problems_of(path)] == [
        ("bad-period", "B2", "Write the day first: 31/10/2020."),
        ("bad-date", "E2", "Write the day first: 31/10/2020."),
    ]


def test_a_slip_of_spelling_has_a_suggestion(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "near.xlsx", HEADER, ["Acme", "2020-10", "Full time employmnt", 1]))
    assert problem.remedy.startswith("Did you mean “Full-time employment”")


@pytest.mark.parametrize("written", ["Got a part time job in retail", "Regular volunteer placements", "ESOL course"])
def test_a_phrase_with_a_word_more_has_none_for_it_may_mean_anything(tmp_path: Path, written: str) -> None:
    problem = only_error(workbook(tmp_path / "near.xlsx", HEADER, ["Acme", "2020-10", written, 1]))
    assert problem.remedy.startswith("“sv outcomes” lists what can be said")


def test_a_listed_phrase_counts_and_is_said(tmp_path: Path) -> None:
    entered = sv.read(workbook(tmp_path / "near.xlsx", HEADER, ["Acme", "2020-10", "Moved into full time work", 1]))
    assert [(line.outcome, line.said) for line in entered.lines] == [
        ("full-time-employment", "Moved into full time work")
    ]
    [told] = entered.problems
    assert (told.code, told.severity) == ("word-taken", "note")


@pytest.mark.parametrize(
    ("written", "figure", "code", "severity"),
    [
        ("nil", 0, "none-in-words", "note"),
        ("None", 0, "none-in-words", "note"),
        ("tbc", None, "to-come", "warning"),
        ("awaiting data", None, "to-come", "warning"),
    ],
)
def test_a_figure_in_words_is_read_and_said(
    tmp_path: Path, written: str, figure: int | None, code: str, severity: str
) -> None:
    entered = sv.read(workbook(tmp_path / "words.xlsx", HEADER, [*GOOD[:3], written]), today=TODAY)
    assert [line.quantity for line in entered.lines] == [figure]
    assert [(problem.code, problem.severity, problem.place.cell) for problem in entered.problems] == [
        (code, severity, "D2")
    ]


@pytest.mark.parametrize("written", ["c. 40", "~28", "12 (est)", "approx 20", "around 5"])
def test_an_estimate_is_no_count_unless_a_map_allows_it(tmp_path: Path, written: str) -> None:
    problem = only_error(workbook(tmp_path / "about.xlsx", HEADER, [*GOOD[:3], written]))
    assert (problem.code, problem.place.cell) == ("not-a-number", "D2")
    assert "is an estimate, not a count" in problem.message


def test_a_total_under_any_name_is_told_from_its_figures(tmp_path: Path) -> None:
    months = ["2020-10", "2020-11"]
    rows = [[name, month, "Apprenticeship", n] for month in months for name, n in (("A", 6), ("B", 3), ("Group", 9))]
    [told] = problems_of(workbook(tmp_path / "sum.xlsx", HEADER, *rows))
    assert (told.code, told.severity, told.place.cell) == ("total-row", "warning", "D4")
    assert "“Group” may be a total of other rows. Each of its 2 figures is the sum" in told.message


def test_a_sum_by_chance_is_not(tmp_path: Path) -> None:
    rows = [[name, "2020-10", "Apprenticeship", n] for name, n in (("A", 1), ("B", 2), ("C", 3))]
    assert problems_of(workbook(tmp_path / "chance.xlsx", HEADER, *rows)) == []


def test_a_denial_is_no_evidence(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx", [*HEADER, "evidence"], [*GOOD, "N"], [*GOOD[:2], "Apprenticeship", 1, "payslip"]
    )
    assert [line.evidence for line in sv.read(path, today=TODAY).lines] == ["payslip", ""]


def test_the_same_on_many_rows_is_one_problem_with_its_rows(tmp_path: Path) -> None:
    rows = [["Acme", f"2020-{month:02d}", "Zumba class", 1] for month in range(1, 10)]
    problem = only_error(workbook(tmp_path / "zumba.xlsx", HEADER, *rows))
    assert problem.place.cell == "C2"
    assert "The same in 8 more rows: 3, 4, 5, 6, 7 and 3 more." in problem.message


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("Fulltime employment", "full-time-employment"),
        ("Welfare call", "welfare-calls"),
        ("A & E attendances avoided", "a-and-e-attendance-avoided"),
    ],
)
def test_a_space_or_a_plural_more_or_less_names_the_same_outcome(tmp_path: Path, written: str, outcome: str) -> None:
    path = workbook(tmp_path / "loose.xlsx", HEADER, ["Acme", "2020-10", written, 1])
    assert [line.outcome for line in sv.read(path, today=TODAY).lines] == [outcome]


def test_headers_as_people_write_them(tmp_path: Path) -> None:
    header = ["Organisation name", "Reporting month", "Measure", "Quantity (people)"]
    assert [line.quantity for line in sv.read(workbook(tmp_path / "h.xlsx", header, GOOD), today=TODAY).lines] == [92]


def test_a_file_without_a_table_names_the_headers_it_has(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "wide.xlsx", ["Our return"], ["Organisation", "Activity", "Oct 2020"], ["Acme", "Calls", 3]
    )
    problem = only_error(path)
    assert problem.code == "no-table"
    assert problem.message.endswith("A row there reads “Organisation”, “Activity”, “Oct 2020”.")
    assert "sv map wide.xlsx --out map.xlsx" in problem.remedy
    assert "sv template" in problem.remedy


@pytest.mark.parametrize("columns", [HEADER, ["organisation", "period", "outcome", "person"]])
def test_footnotes_and_a_second_header_are_left_alone_with_a_note(tmp_path: Path, columns: list[str]) -> None:
    rows: list[list[Any]] = [GOOD, list(columns), [*GOOD[:2], "Apprenticeship", 1], [], ["Source: our CRM, October"]]
    entered = sv.read(workbook(tmp_path / "notes.xlsx", columns, *rows), today=TODAY)
    assert [(p.code, p.severity, p.message) for p in entered.problems] == [
        ("row-skipped", "note", "Row 3 is the header once more and was left alone."),
        ("row-skipped", "note", "Row 6 holds a remark only and was left alone."),
    ]
    assert len(entered.lines) == 2


@pytest.mark.parametrize("row", [[None, None, "Apprenticeship", None], [None, None, None, 285], [None, "2020-10"]])
def test_a_row_that_lacks_most_of_its_cells_is_no_remark(tmp_path: Path, row: list[Any]) -> None:
    problems = problems_of(workbook(tmp_path / "lacks.xlsx", HEADER, GOOD, row))
    assert {(problem.code, problem.severity) for problem in problems} == {("missing-value", "error")}


@pytest.mark.parametrize(("name", "says"), [("r.xls", "web page"), ("r.xlsx", "web page"), ("r.csv", "web page")])
def test_a_web_page_named_as_a_workbook(tmp_path: Path, name: str, says: str) -> None:
    path = tmp_path / name
    path.write_text("\n<html><table><tr><td>organisation</td></tr></table></html>")
    problem = only_error(path)
    assert problem.code == "file-type"
    assert says in problem.message


@pytest.mark.parametrize("name", ["r.xlsx", "r"])
def test_a_csv_file_under_another_name(tmp_path: Path, name: str) -> None:
    problem = only_error(text_file(tmp_path / name, "Acme,2020-10,Apprenticeship,1"))
    assert problem.code == "file-type"
    assert "text of a csv file" in problem.message
    assert "r.csv" in problem.remedy


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_text_from_excel_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "unicode.txt"
    text = "\ufeff" + "\t".join(HEADER) + "\r\nCaf\u00e9 Homes\t2020-10\tApprenticeship\t24\r\n"
    path.write_bytes(text.encode(encoding))
    [line] = sv.read(path, today=TODAY).lines
    assert (line.organisation, line.quantity) == ("Caf\u00e9 Homes", 24)


def test_a_date_that_excel_shows_as_a_number(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "serial.xlsx", HEADER, ["Acme", 44105, *GOOD[2:]]))
    assert problem.code == "bad-period"
    assert "the date 1 October 2020" in problem.message
    assert "Format the column as a date" in problem.remedy


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("FY20/21", "2020-21"),
        ("FY 20-21", "2020-21"),
        ("20-21", "2020-21"),
        ("20/21", "2020-21"),
        ("1st October 2020", "2020-10"),
    ],
)
def test_periods_as_people_write_them(tmp_path: Path, written: str, label: str) -> None:
    path = workbook(tmp_path / "periods.xlsx", HEADER, ["Acme", written, *GOOD[2:]])
    assert [str(line.period) for line in sv.read(path, today=TODAY).lines] == [label]


@pytest.mark.parametrize("written", ["10-11", "11/12", "20-22"])
def test_two_numbers_that_may_be_a_month_are_no_year(tmp_path: Path, written: str) -> None:
    assert only_error(workbook(tmp_path / "p.xlsx", HEADER, ["Acme", written, *GOOD[2:]])).code == "bad-period"


def test_a_cost_below_zero_is_told_in_words_of_money(tmp_path: Path) -> None:
    problem = only_error(workbook(tmp_path / "cost.xlsx", [*HEADER, "cost"], [*GOOD, -5]))
    assert (problem.code, problem.message) == ("negative-quantity", "-5 is below zero.")
    assert problem.remedy == "Write the pounds spent, zero or more; income is no cost."


def test_merged_organisations_are_told_to_be_unmerged(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, GOOD, [None, "2020-11", *GOOD[2:]]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "merged.xlsx")
    assert "unmerge them" in only_error(tmp_path / "merged.xlsx").remedy
