"""Values of one's own: a table in, a bank out, or every fault in it at its cell."""

from __future__ import annotations

import csv
import datetime as dt
import re
import time
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers.command import run as cli
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import socialvalue as sv
from socialvalue.published.bank_files import bank_files, user_folder
from socialvalue.reading.banks.bank_terms import Terms, licence_named
from socialvalue.reading.banks.import_bank import import_bank
from socialvalue.reading.banks.save_bank import save_bank

TODAY = dt.date(2026, 1, 31)
HEADER = ["code", "outcome", "amount", "unit", "prices", "kind"]
ROW = ["A1", "Full-time employment", 1000, "£ per person per year", "2019", "wellbeing"]


def workbook(path: Path, *rows: list[Any]) -> Path:
    """A workbook of these rows; text that begins with “=” stays text, as when it was pasted."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Values"
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(path)
    return path


def imported(path: Path, **terms: Any) -> tuple[sv.Bank | None, list[sv.Problem]]:
    return import_bank(path, Terms(id="mine", **terms), today=TODAY)


def sound(path: Path, **terms: Any) -> sv.Bank:
    bank, problems = imported(path, **terms)
    assert bank is not None, problems
    return bank


def errors(path: Path, **terms: Any) -> list[tuple[str, str, str]]:
    """The errors: cell, code and message; each says what to do, and there is no bank."""
    bank, problems = imported(path, **terms)
    assert bank is None
    found = [problem for problem in problems if problem.severity == "error"]
    assert all(problem.remedy and problem.place.file == path.name for problem in found)
    return [(problem.place.cell, problem.code, problem.message) for problem in found]


# a clean table


def test_columns_are_found_by_their_headers_in_any_order(tmp_path: Path) -> None:
    title = ["Our values", None]
    header = ["KIND ", "Price year", "Value (£)", "ward", "Unit", "Outcome", "Ref"]
    row = ["Wellbeing", 2019, "£1,000.50", "East", "GBP/person/year", "full-time-employment", "A1"]
    path = workbook(tmp_path / "v.xlsx", title, [], header, row)
    bank, problems = imported(path)
    assert bank is not None
    [value] = bank
    assert (value.code, value.outcome, value.amount) == ("A1", "full-time-employment", Decimal("1000.50"))
    assert (value.unit, str(value.prices), value.kind) == ("GBP / person / year", "2019", "wellbeing")
    [problem] = problems
    assert (problem.code, problem.severity, problem.place.cell) == ("column-ignored", "note", "D3")


def test_a_csv_and_a_workbook_give_the_same_values(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(
        "code;outcome;amount;unit;prices;kind\nA1;Full-time employment;1,000;£ per person per year;2019;wellbeing\n"
    )
    by_csv, by_book = sound(path), sound(workbook(tmp_path / "v.xlsx", HEADER, ROW))
    for ours, theirs in zip(by_csv, by_book, strict=True):
        assert (ours.code, ours.amount, ours.unit, ours.prices) == (
            theirs.code,
            theirs.amount,
            theirs.unit,
            theirs.prices,
        )


def test_everything_a_value_may_have_is_read(tmp_path: Path) -> None:
    extra = {
        "title": "A year in work",
        "low": 900,
        "high": "1,100",
        "age band": "under 25",
        "region": "London",
        "valid from": dt.datetime(2019, 4, 1),  # noqa: DTZ001 - as Excel holds a day
        "valid to": "31/03/2020",
        "grade": "derived",
        "working": "2 x 500",
        "notes": "for all",
        "wellby": "yes",
        "prices assumed": "yes",
        "source": "Handbook",
        "publisher": "Somebody",
        "source year": 2018,
        "page": "p. 3",
        "url": "https://example.org",
        "retrieved": "1 January 2026",
        "component: Wage": 600,
        "component: Health": 400,
    }
    [value] = sound(workbook(tmp_path / "v.xlsx", [*HEADER, *extra], [*ROW, *extra.values()]))
    assert (value.low, value.high, value.age, value.area) == (900, 1100, "under-25", "london")
    assert (value.valid_from, value.valid_to) == (dt.date(2019, 4, 1), dt.date(2020, 3, 31))
    assert (value.grade, value.working, value.notes, value.wellby, value.prices_assumed) == (
        "derived",
        "2 x 500",
        "for all",
        True,
        True,
    )
    source = sv.Source(
        title="Handbook",
        publisher="Somebody",
        year=2018,
        locator="p. 3",
        url="https://example.org",
        retrieved=dt.date(2026, 1, 1),
    )
    assert value.source == source
    assert [(part.label, part.amount, part.kind) for part in value.components] == [
        ("Wage", 600, None),
        ("Health", 400, None),
    ]


def test_components_of_different_kinds_stay_apart(tmp_path: Path) -> None:
    header = [*HEADER, "component: Wage (economic)", "component: Wellbeing (wellbeing)"]
    [value] = sound(workbook(tmp_path / "v.xlsx", header, [*ROW[:-1], "mixed", 700, 300]))
    assert value.parts() == {"economic": 700, "wellbeing": 300}


def test_what_is_not_said_is_not_made_up(tmp_path: Path) -> None:
    bank = sound(workbook(tmp_path / "v.xlsx", HEADER, ROW))
    [value] = bank
    assert (bank.title, bank.publisher, bank.edition) == ("v", "not stated", "imported 2026-01-31")
    assert bank.licence.restricted
    assert "licence was not stated" in bank.licence.notice
    assert (value.grade, value.source.title, value.source.locator) == ("quoted", "v", "v.xlsx!Values, value A1")
    assert (value.source.url, value.source.retrieved) == ("file:v.xlsx", TODAY)
    assert "sha256" in bank.notes


def test_a_value_that_cites_another_document_is_secondary(tmp_path: Path) -> None:
    [value] = sound(workbook(tmp_path / "v.xlsx", [*HEADER, "source"], [*ROW, "Handbook"]))
    assert value.grade == "secondary"


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("£ per person per year", "GBP / person / year"),
        ("per person per annum", "GBP / person / year"),
        ("£/person/year", "GBP / person / year"),
        ("GBP / person / year", "GBP / person / year"),
    ],
)
def test_units_as_people_write_them(tmp_path: Path, written: str, unit: str) -> None:
    [value] = sound(workbook(tmp_path / "v.xlsx", HEADER, [*ROW[:3], written, *ROW[4:]]))
    assert value.unit == unit


@pytest.mark.parametrize(
    ("name", "redistribution"),
    [
        ("Open Government Licence v3.0", "open"),
        ("OGL", "open"),
        ("CC BY 4.0", "open"),
        ("CC0", "open"),
        ("CC BY-NC-ND 4.0", "restricted"),
        ("CC-BY-NC", "restricted"),
        ("Licence no. 12", "restricted"),
        ("", "restricted"),
    ],
)
def test_only_a_licence_known_to_be_open_is_open(name: str, redistribution: str) -> None:
    found = licence_named(name, "Values", "Somebody")
    assert found.redistribution == redistribution
    assert bool(found.notice) == (redistribution == "restricted")


def test_outcomes_of_ones_own_only_when_asked_for(tmp_path: Path) -> None:
    rows = [
        ["G1", "Garden shared", 50, "£ per home", "2019", "wellbeing"],
        ["G2", "Allotment", 70, "£ per person", "2019", "fiscal"],
    ]
    path = workbook(tmp_path / "v.xlsx", HEADER, *rows)
    assert [(cell, code) for cell, code, _ in errors(path)] == [("B2", "unknown-outcome"), ("B3", "unknown-outcome")]
    bank = sound(path, own_outcomes=True)
    assert [(outcome.id, outcome.label, outcome.unit) for outcome in bank.outcomes] == [
        ("garden-shared", "Garden shared", "home"),
        ("allotment", "Allotment", "person"),
    ]
    entered = tmp_path / "return.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2020-10,Garden shared,3\nAcme,2020-10,G2,2\n")
    result = sv.calculate(sv.read(entered, bank=bank), bank)
    assert {line.kind: line.gross for line in result.lines} == {"wellbeing": 150, "fiscal": 140}


# faults, one by one


@pytest.mark.parametrize(
    ("column", "cell", "code", "message"),
    [
        ("code", None, "missing-value", "The code is blank"),
        ("code", "=A2", "formula-as-text", "“=A2” is a formula written as text"),
        ("outcome", "Full time employmnt", "unknown-outcome", "is not an outcome known here"),
        ("outcome", None, "missing-value", "The outcome is blank"),
        ("amount", "=1+1", "formula-as-text", "“=1+1” is a formula"),
        ("amount", "lots", "not-a-number", "“lots” is not a number"),
        ("amount", None, "missing-value", "The amount is blank"),
        ("amount", "n/a", "missing-value", "The amount is blank"),
        ("amount", "#REF!", "error-cell", "#REF!"),
        ("unit", "each", "unit-mismatch", "“each” is not a unit of value"),
        ("unit", "£ per hour", "unit-mismatch", "cannot be valued in “GBP / hour”"),
        ("prices", None, "missing-value", "The price year is blank"),
        ("prices", "last year", "bad-price-year", "“last year” is not a price year"),
        ("prices", dt.datetime(2010, 11, 1), "bad-price-year", "Excel takes 2010-11 for November 2010"),  # noqa: DTZ001
        ("prices", "2030", "bad-price-year", "2030 has not begun yet"),
        ("kind", "cultural", "bad-choice", "“cultural” is not a kind"),
    ],
)
def test_a_cell_that_cannot_be(tmp_path: Path, column: str, cell: Any, code: str, message: str) -> None:
    row = [cell if name == column else given for name, given in zip(HEADER, ROW, strict=True)]
    [(where, what, said)] = errors(workbook(tmp_path / "v.xlsx", HEADER, row))
    assert (where, what) == (f"{'ABCDEF'[HEADER.index(column)]}2", code)
    assert message in said


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("low", 1001, "range-out-of-order"),
        ("age", "young", "bad-choice"),
        ("area", "Leeds", "bad-choice"),
        ("grade", "certain", "bad-choice"),
        ("grade", "derived", "bad-data"),
        ("valid from", "soon", "bad-date"),
        ("wellby", "perhaps", "bad-choice"),
        ("source year", "12", "bad-date"),
        ("notes", "=HYPERLINK(1)", "formula-as-text"),
        ("anything else", "=1", "formula-as-text"),
        ("component: Wage", 999, "components-do-not-sum"),
    ],
)
def test_a_further_cell_that_cannot_be(tmp_path: Path, column: str, cell: Any, code: str) -> None:
    [(where, what, _)] = errors(workbook(tmp_path / "v.xlsx", [*HEADER, column], [*ROW, cell]))
    at_code = {"components-do-not-sum": "A2", "bad-data": "A2"}  # no column of that name stands in the table
    assert (where, what) == (at_code.get(code, "G2"), code)


def test_a_formula_never_calculated_is_not_a_formula_as_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append([*ROW[:2], "=500+500", *ROW[3:]])
    book.save(tmp_path / "v.xlsx")
    assert [(cell, code) for cell, code, _ in errors(tmp_path / "v.xlsx")] == [("C2", "not-calculated")]


@pytest.mark.parametrize("name", HEADER)
def test_a_missing_column(tmp_path: Path, name: str) -> None:
    keep = [number for number, header in enumerate(HEADER) if header != name]
    path = workbook(tmp_path / "v.xlsx", [HEADER[n] for n in keep], [ROW[n] for n in keep])
    [(cell, code, message)] = errors(path)
    assert (cell, code, message) == ("A1", "missing-column", f"The table has no “{name}” column.")


def test_two_columns_of_one_meaning(tmp_path: Path) -> None:
    [(cell, code, _)] = errors(workbook(tmp_path / "v.xlsx", [*HEADER, "Unit cost"], [*ROW, 2]))
    assert (cell, code) == ("G1", "repeated-column")


def test_no_table_or_no_rows(tmp_path: Path) -> None:
    assert [code for _, code, _ in errors(workbook(tmp_path / "a.xlsx", ["Dear colleague"]))] == ["no-table"]
    assert [code for _, code, _ in errors(workbook(tmp_path / "b.xlsx", HEADER))] == ["empty-sheet"]


def test_one_code_twice_names_both_rows_even_where_one_is_at_fault(tmp_path: Path) -> None:
    path = workbook(tmp_path / "v.xlsx", HEADER, ROW, [*ROW[:2], "?", *ROW[3:]])
    assert errors(path)[0] == ("A3", "duplicate-code", "The code A1 is used twice, here and at A2.")
    assert [code for _, code, _ in errors(path)] == ["duplicate-code", "not-a-number"]


def test_two_values_for_the_same_people(tmp_path: Path) -> None:
    [(cell, code, message)] = errors(workbook(tmp_path / "v.xlsx", HEADER, ROW, ["A2", *ROW[1:]]))
    assert (cell, code) == ("B3", "duplicate-code")
    assert "A1 and A2 value the same outcome" in message


def test_mixed_price_years_name_every_cell_that_is_not_as_most_are(tmp_path: Path) -> None:
    outcomes = ["apprenticeship", "traineeship", "qualification", "job-progression"]
    years = ["2019", "2012-13", "2019", "2019-20"]
    rows = [
        [f"A{n}", outcome, 10, ROW[3], year, ROW[5]]
        for n, (outcome, year) in enumerate(zip(outcomes, years, strict=True))
    ]
    assert errors(workbook(tmp_path / "v.xlsx", HEADER, *rows)) == [
        ("E3", "mixed-price-years", "The price year is 2012-13, but 2 of 4 values are in prices of 2019."),
        ("E5", "mixed-price-years", "The price year is 2019-20, but 2 of 4 values are in prices of 2019."),
    ]


@pytest.mark.parametrize("bad", ["My bank", "../evil", "MINE", "mine.toml", ""])
def test_an_id_that_cannot_be(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be the id of a bank"):
        Terms(id=bad)
    path = workbook(tmp_path / "v.xlsx", HEADER, ROW)
    result = cli("banks", "import", str(path), "--id", bad)
    assert result.exit_code == 2
    assert "use small letters, digits, points and hyphens" in result.stderr
    assert not user_folder().exists()


def test_rows_that_are_shifted_are_said_to_be(tmp_path: Path) -> None:
    header = ["code", "title", *HEADER[1:]]
    good = [
        [
            f"A{n}",
            "A title",
            *ROW[1:],
        ]
        for n in range(4)
    ]
    shifted = [[row[0], None, *row[1:]] for row in good[1:3]]
    path = workbook(tmp_path / "v.xlsx", header, good[0], *shifted, good[3])
    [hint] = [problem for problem in imported(path)[1] if problem.code == "shifted-row"]
    assert (hint.severity, hint.place.cell) == ("note", "A3")
    assert hint.message == (
        "Rows 3 to 4 would be read without a fault if their cells from column C on were one column to the left."
    )


junk = st.one_of(
    st.sampled_from(
        [*HEADER, *ROW, "=1", "n/a", "#N/A", "9" * 30, "1e5", "-5", "2012-13", "component: x", "", " "]
    ).map(str),
    st.text(max_size=6),
)


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(junk, max_size=8), max_size=5), st.booleans())
def test_whatever_stands_in_the_cells_there_is_a_bank_or_an_error_and_no_traceback(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], own: bool
) -> None:
    path = tmp_path_factory.mktemp("junk") / "v.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    bank, problems = imported(path, own_outcomes=own)
    assert (bank is None) == any(problem.severity == "error" for problem in problems)
    if bank is not None:
        assert bank_again(bank) == bank


# a whole workbook of them


@pytest.mark.slow
def test_a_faulty_workbook_of_700_rows_gives_every_fault_and_no_bank(tmp_path: Path) -> None:
    """Every tenth row has a fault of one of seven sorts; one in seven of those is shifted by a column."""
    header = ["Code", "Name", "Outcome", "Unit cost", "Unit", "Price year", "Kind", "Low"]
    expected: Counter[tuple[str, str]] = Counter()
    rows: list[list[Any]] = []
    for n in range(700):
        line = n + 2
        row: list[Any] = [f"U{n:03}", f"Cost {n}", f"Outcome {n}", 100 + n, "£ per incident", "2012-13", "fiscal", 90]
        sort = n // 10 % 7 if n % 10 == 5 else None
        if sort == 0:  # blank code
            row[0] = None
            expected[f"A{line}", "missing-value"] += 1
        elif sort == 1:  # formula as text
            row[3] = f"=D{line}*2"
            expected[f"D{line}", "formula-as-text"] += 1
        elif sort == 2:  # another price year
            row[5] = "2010-11"
            expected[f"F{line}", "mixed-price-years"] += 1
        elif sort == 3:  # no price year
            row[5] = None
            expected[f"F{line}", "missing-value"] += 1
        elif sort == 4:  # a blank cell was put in after the name: all after it stand one column too far right
            row = [*row[:2], None, *row[2:7]]
            expected[f"C{line}", "missing-value"] += 1
            expected[f"D{line}", "not-a-number"] += 1
            expected[f"E{line}", "unit-mismatch"] += 1
            expected[f"F{line}", "bad-price-year"] += 1
            expected[f"G{line}", "bad-choice"] += 1
            expected[f"H{line}", "not-a-number"] += 1
        elif sort == 5:  # a code again, and a range that does not hold the amount
            row[0], row[7] = f"U{n - 1:03}", 5000
            expected[f"A{line}", "duplicate-code"] += 1
            expected[f"H{line}", "range-out-of-order"] += 1
        elif sort == 6:  # blank code, another price year and a range out of order, in one row
            row[0], row[5], row[7] = None, "2010-11", 5000
            expected[f"A{line}", "missing-value"] += 1
            expected[f"F{line}", "mixed-price-years"] += 1
            expected[f"H{line}", "range-out-of-order"] += 1
        rows.append(row)
    path = workbook(tmp_path / "costs.xlsx", header, *rows)

    found = errors(path, own_outcomes=True)
    assert Counter((cell, code) for cell, code, _ in found) == expected
    assert len(expected) == 150
    hints = [problem for problem in imported(path, own_outcomes=True)[1] if problem.code == "shifted-row"]
    assert [problem.place.cell for problem in hints] == [f"A{n + 2}" for n in range(45, 700, 70)]

    result = cli("banks", "import", str(path), "--id", "mine", "--own-outcomes")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "150 errors; no bank was made." in result.stderr
    assert not user_folder().exists()


def test_values_read_by_position_would_be_wrong_here_and_are_not(tmp_path: Path) -> None:
    """A column put in before the amounts moves every figure; the header moves with them."""
    plain = workbook(tmp_path / "a.xlsx", HEADER, ROW)
    moved = workbook(tmp_path / "b.xlsx", [*HEADER[:2], "reviewed by", *HEADER[2:]], [*ROW[:2], 7, *ROW[2:]])
    assert [value.amount for value in sound(plain)] == [value.amount for value in sound(moved)] == [1000]


# keeping it


def test_an_imported_bank_is_found_by_its_id_from_then_on(tmp_path: Path) -> None:
    path = workbook(tmp_path / "values.xlsx", HEADER, ROW)
    result = cli("banks", "import", str(path), "--id", "mine-2024", "--licence", "Licence no. 12", "--edition", "2024")
    assert result.exit_code == 0
    kept = user_folder() / "mine-2024.toml"
    assert kept.is_file()
    assert "1 value imported as mine-2024" in result.stdout
    assert "Licence no. 12" in result.stdout
    assert "mine-2024" in cli("banks", "list").stdout
    entered = tmp_path / "return.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2020-10,A1,3\n")
    calculated = cli("calc", str(entered), "--bank", "mine-2024")
    assert "£3,000" in calculated.stdout
    assert "do not pass them on" in " ".join(calculated.stdout.split())


def test_a_bank_is_never_written_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "values.xlsx", HEADER, ROW)
    assert cli("banks", "import", str(path), "--id", "mine").exit_code == 0
    kept = (user_folder() / "mine.toml").read_bytes()
    for name in ("mine", "hact-svb-2020"):
        result = cli("banks", "import", str(path), "--id", name)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "[bank-exists]" in result.stderr
    with pytest.raises(sv.BadData) as err:
        save_bank(sound(path))
    assert [problem.code for problem in err.value.problems] == ["bank-exists"]
    assert (user_folder() / "mine.toml").read_bytes() == kept
    assert [entry.name for entry in user_folder().iterdir()] == ["mine.toml"]


def test_out_writes_the_bank_to_a_file_instead(tmp_path: Path) -> None:
    path = workbook(tmp_path / "values.xlsx", HEADER, ROW)
    out = tmp_path / "mine.toml"
    assert cli("banks", "import", str(path), "--id", "mine", "--out", str(out)).exit_code == 0
    assert not user_folder().exists()
    assert sv.load_bank(out).id == "mine"
    again = cli("banks", "import", str(path), "--id", "mine", "--out", str(out))
    assert (again.exit_code, "[bank-exists]" in again.stderr) == (1, True)
    assert cli("banks", "import", str(path), "--id", "mine", "--out", str(tmp_path / "mine.json")).exit_code == 2


def test_an_imported_amount_that_holds_inflation_already_is_doubted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "v.xlsx", HEADER, ["W", "wellby", 15427, "£ per wellby", "2019", "wellbeing"])
    result = cli("banks", "import", str(path), "--id", "mine")
    assert result.exit_code == 0
    assert "[double-uprating]" in result.stderr


def test_the_claiming_rules_of_another_bank_can_be_taken_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "values.xlsx", HEADER, ROW)
    assert cli("banks", "import", str(path), "--id", "mine", "--claiming", "hact-svb-2020").exit_code == 0
    assert sv.load_bank("mine").claiming == sv.load_bank("hact-svb-2020").claiming
    entered = tmp_path / "return.csv"
    entered.write_text("organisation,period,outcome,quantity,sustained\nAcme,2020-10,A1,3,no\n")
    refused = sv.calculate(sv.read(entered, bank=sv.load_bank("mine")), "mine").refused
    assert [entry.reason.split(":")[0] for entry in refused] == ["not sustained"]


# TOML


WHOLE = """
[bank]
id = "theirs"
title = "Values"
publisher = "Somebody"
edition = "2024"
licence = { name = "OGL", url = "https://example.org", redistribution = "open" }

[[valuation]]
code = "A1"
title = "A year in work"
outcome = "full-time-employment"
amount = "7.20"
unit = "GBP / person / year"
prices = "2019"
kind = "wellbeing"
grade = "quoted"
source = { title = "H", publisher = "S", year = 2024, locator = "p. 1", url = "file:h", retrieved = 2026-01-31 }
"""


def test_a_toml_bank_is_taken_under_the_id_given(tmp_path: Path) -> None:
    path = tmp_path / "theirs.toml"
    path.write_text(WHOLE)
    bank = sound(path, licence="Licence no. 12")
    assert (bank.id, bank.title, bank.licence.restricted) == ("mine", "Values", True)
    assert not sound(path).licence.restricted
    assert 'amount = "7.20"' in save_bank(bank).read_text()


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ('title = "A year in work"', 'title = "=1+1"', "valuation[0].title", "formula-as-text"),
        ('prices = "2019"\n', "", "A1.prices", "bad-data"),
        ('outcome = "full-time-employment"', 'outcome = "none"', "A1.outcome", "unknown-outcome"),
        ("[[valuation]]", "[[valuation", "", "bad-data"),
    ],
)
def test_a_toml_bank_with_a_fault(tmp_path: Path, old: str, new: str, key: str, code: str) -> None:
    path = tmp_path / "theirs.toml"
    path.write_text(WHOLE.replace(old, new))
    bank, problems = imported(path)
    assert bank is None
    assert [(problem.place.key, problem.code) for problem in problems] == [(key, code)]


def test_a_toml_bank_of_mixed_price_years(tmp_path: Path) -> None:
    second = WHOLE[WHOLE.index("[[valuation]]") :].replace("A1", "A2").replace("full-time-employment", "apprenticeship")
    path = tmp_path / "theirs.toml"
    path.write_text(WHOLE + second.replace('"2019"', '"2012-13"'))
    bank, problems = imported(path)
    assert bank is None
    assert [(problem.place.key, problem.code) for problem in problems] == [("A2.prices", "mixed-price-years")]


# there and back


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["hact-svb-2020", "hmt-wellby-2021", "measure-up-2023"])
def test_an_exported_bank_imports_as_the_same_values(tmp_path: Path, name: str, form: str) -> None:
    out = tmp_path / f"bank.{form}"
    assert cli("banks", "export", name, "--out", str(out), "--i-hold-a-licence").exit_code == 0
    bank, problems = imported(out)
    assert problems == []
    assert bank is not None
    assert list(map(in_one_order, bank)) == list(map(in_one_order, sv.load_bank(name)))


def in_one_order(value: sv.Valuation) -> sv.Valuation:
    """The value with its components by name: a table has one order of columns for all values."""
    return evolve(value, components=tuple(sorted(value.components, key=lambda part: part.label)))


def test_a_bank_of_several_price_years_is_exported_but_not_imported(tmp_path: Path) -> None:
    out = tmp_path / "bank.csv"
    assert cli("banks", "export", "volunteer-time-nlw", "--out", str(out)).exit_code == 0
    assert {code for _, code, _ in errors(out)} == {"mixed-price-years"}


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
amounts = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=2)


@settings(deadline=None, max_examples=50)  # each writes and reads a file
@given(st.dictionaries(words, amounts, min_size=1, max_size=5))
def test_amounts_and_codes_come_through_to_the_penny(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Decimal]
) -> None:
    usable = {f"c{code}": amount for code, amount in values.items()}
    path = tmp_path_factory.mktemp("there") / "v.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, (code, amount) in enumerate(usable.items()):
            writer.writerow([code, f"outcome {number}", str(amount), *ROW[3:]])
    bank = sound(path, own_outcomes=True)
    kept = bank_again(bank)
    assert {value.code: value.amount for value in kept} == usable


def bank_again(bank: sv.Bank) -> sv.Bank:
    from socialvalue.published.bank_from_toml import bank_from
    from socialvalue.reading.banks.save_bank import to_toml

    return bank_from(tomllib.loads(to_toml(bank)), "v.toml")


# speed


@pytest.mark.slow
def test_a_clean_table_of_5000_values_comes_back_whole(tmp_path: Path) -> None:
    header = ["code", "title", "outcome", "amount", "unit", "prices", "kind", "source", "age", "area", "notes"]
    most = ("£ per person per year", 2024, "wellbeing", "Handbook")
    ages, areas = ("all", "under 25", "25-49", "50+"), ("all", "London", "outside London")
    rows = [
        [
            f"V{n:04}",
            f"Value {n}",
            f"Outcome {n // 12}",
            100.25 + n,
            *most,
            ages[n % 4],
            areas[n // 4 % 3],
            "as published",
        ]
        for n in range(5000)
    ]
    path = workbook(tmp_path / "big.xlsx", header, *rows)
    bank = sound(path, own_outcomes=True)
    save_bank(bank)
    assert len(bank.valuations) == 5000
    assert sv.load_bank("mine") == bank
    found = bank.find("outcome-7", age="50-plus", area="london")
    assert found is not None
    assert re.fullmatch(r"V\d{4}", found.code)
    assert (found.age, found.area) == ("50-plus", "london")


# publishers' workbooks as they are


UCD = Path(__file__).parent / "data" / "unit-cost-database-v1.4.xlsx"


AGES = ["<25", "25-49", "50+"]


def wide(path: Path, *titles: str, below: list[list[object]] | None = None) -> Path:
    """Values across by area and age under two rows of headers, as a publisher of licensed values lays them out."""
    heads = ["Outcome group", "Outcome", "Code", "Average (Unknown age / unknown area)"]
    upper = [*heads, "Unknown area", None, None, "Outside London", None, None, None, "London", None, None, None]
    lower = [None, None, None, None, *AGES, *(["Unknown", *AGES] * 2)]
    rows = below or [
        ["Employment", "Full-time employment", "E1", *range(100, 112)],
        [None, "Feels in control", "E2", *range(200, 212)],
    ]
    return workbook(path, *([title] for title in titles), upper, lower, *rows)


def test_values_by_age_and_area_under_two_rows_of_headers_are_each_found(tmp_path: Path) -> None:
    path = wide(tmp_path / "v.xlsx", "Social value bank", "Prices: 2023/24. All values per person per annum")
    bank, problems = import_bank(path, Terms(id="mine", licence="ours"), today=TODAY)
    assert bank is not None
    assert len(bank) == len({value.key for value in bank}) == 24
    where = [("all", "all"), *((age, "all") for age in ("under-25", "25-49", "50-plus"))]
    where += [(age, area) for area in ("outside-london", "london") for age in ("all", "under-25", "25-49", "50-plus")]
    for number, (age, area) in enumerate(where):
        found = bank.find("full-time-employment", age=age, area=area)  # type: ignore[arg-type]
        assert found is not None
        assert (found.code, found.amount, str(found.prices), found.unit) == (
            "E1",
            100 + number,
            "2023-24",
            "GBP / person / year",
        )
    assert [outcome.label for outcome in bank.outcomes] == ["Feels in control"]
    assert {problem.code for problem in problems} == {"title-read", "outcome-added"}


def test_the_same_values_in_a_long_table_need_no_unique_code(tmp_path: Path) -> None:
    rows = [
        ["Employment", "Full-time employment", "E1", age, area, amount, "£ per person per year", "2023-24", "wellbeing"]
        for amount, (age, area) in enumerate([("all", "all"), ("<25", "all"), ("Unknown", "London"), ("50+", "London")])
    ]
    header = ["Category", "Outcome", "Code", "Age", "Area", "Amount", "Unit", "Prices", "Kind"]
    bank, _ = import_bank(workbook(tmp_path / "v.xlsx", header, *rows), Terms(id="mine"), today=TODAY)
    assert bank is not None
    found = (
        bank.find("full-time-employment", age="50-plus", area="london"),
        bank.find("full-time-employment", age="25-49"),
    )
    assert [value.amount for value in found if value] == [3, 0]


def test_wellbeing_and_exchequer_values_side_by_side(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "v.xlsx",
        ["All values in 2022/23 prices, per person per year"],
        ["Outcome", "Code", "Wellbeing value", "Exchequer value"],
        ["Full-time employment", "E1", 5000, 9000],
        ["Part-time employment", "E2", 1000, None],
    )
    bank, _ = import_bank(path, Terms(id="mine"), today=TODAY)
    assert bank is not None
    assert [(value.code, value.kind, value.amount) for value in bank] == [
        ("E1", "wellbeing", 5000),
        ("E1", "fiscal", 9000),
        ("E2", "wellbeing", 1000),
    ]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Prices: 2023/24", "2023-24"),
        ("All values are in 2019 prices", "2019"),
        ("Price base 2021-22, London and elsewhere", "2021-22"),
        ("Values at prices of 2020/2021", "2020-21"),
    ],
)
def test_a_price_year_stated_once_in_a_title(tmp_path: Path, title: str, year: str) -> None:
    path = wide(tmp_path / "v.xlsx", f"{title}. Per person per annum")
    bank, _ = import_bank(path, Terms(id="mine"), today=TODAY)
    assert bank is not None
    assert {str(value.prices) for value in bank} == {year}


def test_what_no_title_says_is_asked_for_with_what_was_seen(tmp_path: Path) -> None:
    path = wide(tmp_path / "v.xlsx", "Our values", "Version 4")
    bank, problems = import_bank(path, Terms(id="mine"), today=TODAY)
    assert bank is None
    told = [problem for problem in problems if problem.severity == "error"]
    assert [problem.remedy for problem in told] == ["Give it with --prices.", "Give it with --unit."]
    assert "Above the table is “Our values”; “Version 4”" in told[0].message
    given = Terms(id="mine", prices="2023-24", unit="£ per person per year", kind="fiscal")
    bank, _ = import_bank(path, given, today=TODAY)
    assert bank is not None
    assert {value.kind for value in bank} == {"fiscal"}


def test_a_fault_in_a_wide_table_is_named_where_the_publishers_sheet_has_it(tmp_path: Path) -> None:
    values = [100, 101, "lots", *range(103, 112)]
    row = ["Employment", "Full-time employment", "E1", *values]
    path = wide(tmp_path / "v.xlsx", "Prices 2023/24 per person per year", below=[row])
    assert [(place, code) for place, code, _ in errors(path)] == [("F4", "not-a-number")]


@pytest.mark.slow
def test_the_unit_cost_database_imports_whole_as_its_publisher_made_it(tmp_path: Path) -> None:
    start = time.perf_counter()
    bank, problems = import_bank(UCD, Terms(id="ucd"), today=TODAY)
    took = time.perf_counter() - start
    assert bank is not None
    assert len({value.source.locator.rpartition("entry ")[2] for value in bank}) == 684
    assert len(bank) == 675 + 80 + 25
    assert bank.licence.name == "CC BY 4.0"
    assert not bank.licence.restricted
    assert bank["E&E1.0"].transfers() == 9234
    assert bank["E&E1.0"].outcome == "leaving-jsa-for-work"
    assert len({value.prices for value in bank}) > 10
    assert [problem.code for problem in problems if problem.severity != "note"] == []
    assert took < 10  # a second and a half on a machine with nothing else to do


@pytest.mark.slow
def test_a_unit_cost_database_without_its_licence_is_refused(tmp_path: Path) -> None:
    book = load_workbook(UCD, data_only=True)
    book["Introduction"]["E17"] = None
    path = tmp_path / "u.xlsx"
    book.save(path)
    assert {code for _, code, _ in errors(path)} == {"licence-missing"}
    assert import_bank(path, Terms(id="u", licence="CC BY 4.0"), today=TODAY)[0] is not None


def test_a_bank_imported_again_keeps_the_edition_before_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    first, second = wide(tmp_path / "a.xlsx", "Prices 2022/23, per person per year"), tmp_path / "b.xlsx"
    wide(second, "Prices 2023/24, per person per year")
    assert cli("banks", "import", str(first), "--id", "mine").exit_code == 0
    assert cli("banks", "import", str(second), "--id", "mine").exit_code == 1
    assert cli("banks", "import", str(second), "--id", "mine", "--replace").exit_code == 0
    assert {str(value.prices) for value in sv.load_bank("mine")} == {"2023-24"}
    assert {str(value.prices) for value in sv.load_bank("mine-1")} == {"2022-23"}
    assert cli("banks", "remove", "mine-1").exit_code == 0
    assert cli("banks", "remove", "hact-svb-2020").exit_code == 2


def test_every_value_of_every_bank_in_one_sheet_that_can_be_filtered(tmp_path: Path) -> None:
    out = tmp_path / "values.xlsx"
    told = cli("banks", "export", "--all", "--out", str(out)).stdout
    every = sum(len(sv.load_bank(name)) for name in bank_files())
    assert f"{every - 5} values of 5 banks" in told
    assert "Left out, being restricted: hact-svb-2020 (5 values)" in told
    book = load_workbook(out)
    head, *rows = list(book["Values"].values)
    shown = {(row[0], row[2], row[5]) for row in rows}
    assert {("open-2026", "ls-job", "wellbeing"), ("gmca-ucd-2015", "CR2.0", "social")} <= shown
    assert "hact-svb-2020" not in {row[0] for row in rows}
    assert book["Values"].auto_filter.ref
    assert len(rows) == every - 5
    said = [row[0] for row in book["Banks"].values][-1]
    assert said == f"Every value of 5 banks: {every - 5}. Left out, being restricted: hact-svb-2020 (5)."
    assert not any("None" in str(cell) for row in rows for cell in row if cell is not None)
    [job] = [dict(zip(head, row, strict=True)) for row in rows if row[2] == "ls-job"]
    assert "another figure is in circulation" in job["not settled"]
    assert "0.68 points" in job["not chosen"]
    assert job["read in"].startswith("Frijters")
    page = tmp_path / "values.html"
    assert cli("banks", "export", "--all", "--i-hold-a-licence", "--out", str(page)).exit_code == 0
    assert "SV-FULL-TIME" in page.read_text()


def test_three_rows_of_headers_and_what_was_not_recorded(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "v.xlsx",
        ["2023/24 prices, per person per year"],
        [None, None, "Wellbeing values", None, None, "Exchequer values", None],
        [None, None, "London", None, "Outside London", "London", "Outside London"],
        ["Outcome", "Code", "<25", "25-49", "<25", "All ages", "All ages"],
        ["Full-time employment", "A1", 1, "£1,200", "n/a", 5, 6],
        ["© The publisher. Not to be passed on."],
    )
    bank, _ = imported(path)
    assert bank is not None
    assert {(value.kind, value.age, value.area): int(value.amount) for value in bank} == {
        ("wellbeing", "under-25", "london"): 1,
        ("wellbeing", "25-49", "london"): 1200,
        ("fiscal", "all", "london"): 5,
        ("fiscal", "all", "outside-london"): 6,
    }
