"""Registers: rows grouped while they are read give what they would give one by one."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from helpers import faulty_register, register
from helpers.faulty_register import EVERY_FAULT, OPEN_QUOTES, without_numbers
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.reading.long_form.read_table import read_table
from socialvalue.reading.long_form.row_problems import MOST_NAMED
from socialvalue.reading.person_keys import People, person_mark
from socialvalue.records.checks.check_return import checked
from socialvalue.records.registers import Register
from socialvalue.records.returns import Line

TODAY = dt.date(2026, 1, 31)
HEADER = ["organisation", "period", "outcome", "person"]


def write(path: Path, *rows: list[str], header: list[str] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def figures(lines: list[Line] | tuple[Line, ...]) -> list[tuple[str, str, str, Decimal | None, int]]:
    return sorted((line.organisation, str(line.period), line.outcome, line.quantity, line.rows) for line in lines)


def test_rows_that_differ_only_in_the_person_are_one_line_at_the_first_of_them(tmp_path: Path) -> None:
    rows = [["Acme", "2020-10", "Apprenticeship", f"P{number}"] for number in range(5)]
    [line] = sv.read(write(tmp_path / "r.csv", *rows), today=TODAY).lines
    assert (line.quantity, line.rows, str(line.place)) == (5, 5, "r.csv!C2")


def test_a_register_whose_days_cannot_be_read_is_told(tmp_path: Path) -> None:
    rows = [["Acme", "2020-10", "Apprenticeship", f"P{number}", "soon", "2020-12-01"] for number in range(3)]
    found = sv.read(write(tmp_path / "r.csv", *rows, header=[*HEADER, "start", "end"]), today=TODAY)
    assert {problem.code for problem in found.problems} == {"bad-date"}


def test_cells_that_mean_the_same_are_one_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.csv", ["Acme", "2020-10", "Apprenticeship", "1"], ["Acme", "Oct 2020", "apprenticeship ", "2"]
    )
    assert figures(sv.read(path, today=TODAY).lines) == [("Acme", "2020-10", "apprenticeship", Decimal(2), 2)]


def test_a_person_in_several_rows_keeps_a_line_for_each_so_that_claims_can_be_compared(tmp_path: Path) -> None:
    rows = [
        ["Acme", "2020-09", "Apprenticeship", "P1"],
        ["Acme", "2020-10", "Apprenticeship", "P1"],
        ["Acme", "2020-10", "Apprenticeship", "P2"],
        ["Acme", "2020-10", "Apprenticeship", "P3"],
    ]
    entered = sv.read(write(tmp_path / "r.csv", *rows), today=TODAY)
    assert sorted((str(line.place), line.rows) for line in entered.lines) == [
        ("r.csv!C2", 1),
        ("r.csv!C3", 1),
        ("r.csv!C4", 2),
    ]
    result = sv.calculate(entered)
    assert [str(refused.line.place) for refused in result.refused] == ["r.csv!C3"]
    assert result.headline is not None
    assert result.headline.people == 3


def test_the_same_row_twice_is_one_claim(tmp_path: Path) -> None:
    row = ["Acme", "2020-10", "Apprenticeship", "P1"]
    result = sv.calculate(sv.read(write(tmp_path / "r.csv", row, row), today=TODAY), "hact-svb-2020")
    assert result.headline is not None
    assert (result.headline.people, len(result.refused)) == (1, 1)


def test_a_person_in_two_files_is_found(tmp_path: Path) -> None:
    one = write(
        tmp_path / "a.csv", ["Acme", "2020-09", "Apprenticeship", "P1"], ["Acme", "2020-09", "Apprenticeship", "P2"]
    )
    two = write(
        tmp_path / "b.csv", ["Acme", "2020-10", "Apprenticeship", " P1 "], ["Acme", "2020-10", "Apprenticeship", "P3"]
    )
    result = sv.calculate(sv.read(one, two, today=TODAY), "hact-svb-2020")
    assert [str(refused.line.place) for refused in result.refused] == ["b.csv!C2"]
    assert result.headline is not None
    assert result.headline.people == 3


def test_no_key_of_a_person_is_kept(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.csv", *[["Acme", "2020-10", "Apprenticeship", key] for key in ("Jo Bloggs", "Al Bloggs")]
    )
    assert "Bloggs" not in "".join(line.person for line in sv.read(path, today=TODAY).lines)


def test_quantities_and_costs_are_added_up_exactly(tmp_path: Path) -> None:
    rows = [["Acme", "2020-10", "direct-financial-support", f"P{number}", "0.1", "£0.20"] for number in range(10)]
    path = write(tmp_path / "r.csv", *rows, header=[*HEADER, "quantity", "cost"])
    [line] = sv.read(path, today=TODAY).lines
    assert (line.quantity, line.cost) == (Decimal("1.0"), Decimal("2.00"))


def test_blank_rows_and_totals_are_left_alone(tmp_path: Path) -> None:
    rows = [
        ["", "", "", ""],
        ["Acme", "2020-10", "Apprenticeship", "P1"],
        ["", "", "", ""],
        ["Acme", "2020-10", "Apprenticeship", "P2"],
        ["Total", "", "", ""],
    ]
    entered = sv.read(write(tmp_path / "r.csv", *rows), today=TODAY)
    assert figures(entered.lines) == [("Acme", "2020-10", "apprenticeship", Decimal(2), 2)]
    assert [(problem.code, problem.place.cell) for problem in entered.problems] == [("row-skipped", "A6")]


def test_a_row_that_holds_only_a_person_is_not_blank(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", ["", "", "", ""], ["", "", "", "P1"])
    assert {problem.place.cell for problem in sv.read(path, today=TODAY).problems} == {"A3", "B3", "C3"}


def test_an_error_in_the_column_of_people_is_found_among_rows_that_are_otherwise_alike(tmp_path: Path) -> None:
    rows = [["Acme", "2020-10", "Apprenticeship", key] for key in ("P1", "P2", "#N/A", "P3")]
    [problem] = sv.read(write(tmp_path / "r.csv", *rows), today=TODAY).problems
    assert (problem.code, problem.place.cell) == ("error-cell", "D4")


def test_the_first_hundred_of_a_kind_are_named_the_others_counted_and_handed_on(tmp_path: Path) -> None:
    rows = [["Acme", "2020-10", f"Nonsense {number}", f"P{number}"] for number in range(MOST_NAMED + 30)]
    rest: list[sv.Problem] = []
    path = write(tmp_path / "r.csv", *rows, ["Acme", "never", "Apprenticeship", "Q"])
    problems = sv.read(path, today=TODAY, unnamed=rest.append).problems
    assert [problem.code for problem in problems].count("unknown-outcome") == MOST_NAMED
    [more] = [problem for problem in problems if problem.code == "more-problems"]
    assert more.message == "30 more have the problem unknown-outcome."
    assert more.severity == "error"
    assert [problem.place.cell for problem in rest] == [f"C{row}" for row in range(MOST_NAMED + 2, MOST_NAMED + 32)]
    assert [problem.place.cell for problem in problems if problem.code == "bad-period"] == [f"B{MOST_NAMED + 32}"]


def _said(path: Path) -> tuple[set[tuple[str, str, str]], int]:
    """The kinds of problems that are named, without numbers, and how many problems there are in all."""
    every: list[sv.Problem] = []
    named = sv.read(path, unnamed=every.append).problems
    told = {(problem.code, problem.severity, without_numbers(problem.message)) for problem in named}
    more = [problem for problem in named if problem.code != "more-problems"]
    return {kind for kind in told if kind[0] != "more-problems"}, len(more) + len(every)


@pytest.mark.slow
@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_what_is_wrong_in_a_large_register_is_what_is_wrong_in_a_small_one(fault: str, tmp_path: Path) -> None:
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    faulty_register.write(few, 400, fault)
    faulty_register.write(many, 6_000, fault)
    once = fault in OPEN_QUOTES
    (small, number), (large, larger_number) = _said(few), _said(many)
    assert small == large
    assert (number, larger_number) == ((1, 1) if once else (100, 1_500))


def test_of_rows_with_the_same_problem_the_first_few_are_named(tmp_path: Path) -> None:
    [problem] = sv.read(write(tmp_path / "r.csv", *[["Acme", "2020-10", "Zumba", "1"]] * 1_000)).problems
    assert problem.place.cell == "C2"
    assert problem.message.endswith("The same in 999 more rows: 3, 4, 5, 6, 7 and 994 more.")


def _row() -> st.SearchStrategy[list[str | float | None]]:
    return st.tuples(
        st.sampled_from(["Acme", "Bee", "Bee ", "", None]),
        st.sampled_from(["2020-10", "Oct 2020", "2020-11", "never", None]),
        st.sampled_from(["Apprenticeship", "apprenticeship", "Full-time employment", "Nonsense", "Total", None]),
        st.sampled_from([None, 1, 1.0, 2, "TRUE", 0.5, "n/a", -1]),
        st.sampled_from(["P1", "P2", " P1", "P3", "P4", "P5", None, "", "#N/A"]),
        st.sampled_from(["East", "West", None]),
    ).map(list)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_row(), max_size=30))
def test_grouping_changes_no_figure_and_no_problem(rows: list[list[str | float | None]]) -> None:
    header = ["organisation", "period", "outcome", "quantity", "person", "ward"]
    sheet = Sheet("r.csv", "", list(enumerate([header, *rows], start=1)))
    words = load_vocabulary()
    grouped = read_table(sheet, words, words.names(), TODAY, people=People(person_mark))
    single = read_table(sheet, words, words.names(), TODAY)
    assert grouped is not None
    assert single is not None
    assert sorted(map(str, grouped[1])) == sorted(map(str, single[1]))
    if any(problem.severity == "error" for problem in single[1]):
        return
    one, other = sv.calculate(sv.Return(grouped[0])), sv.calculate(sv.Return(single[0]))
    assert one.headline == other.headline
    assert one.by_outcome == other.by_outcome
    assert sum(refused.line.rows for refused in one.refused) == len(other.refused)
    assert sum(line.rows for line in one.not_recorded) == len(other.not_recorded)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet"])
def test_a_made_up_register_comes_to_its_known_total(tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    result = sv.calculate(sv.read(register.write(tmp_path / f"r.{kind}", 5_000), today=TODAY), "hact-svb-2020")
    assert result.headline is not None
    assert result.headline.gross == register.total(5_000)
    assert result.headline.people == 5_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet"])
def test_a_register_with_dates_costs_and_projects_comes_to_what_it_was_made_of(kind: str, tmp_path: Path) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    path = register.write(tmp_path / f"real.{kind}", 5_000, kind="real")
    result = sv.calculate(sv.read(path, today=TODAY), "hact-svb-2020")
    assert result.headline is not None
    assert result.headline.gross == register.total(5_000, kind="real")
    assert result.headline.cost == register.cost(5_000)


def _dated(path: Path, *days: tuple[str, str]) -> sv.Return:
    """A register with a row for each of some days, and a ward of its own."""
    rows = [
        ["Acme", "2020-10", "Apprenticeship", f"P{number}", *day, f"£{number}.10", f"Ward {number}"]
        for number, day in enumerate(days, start=1)
    ]
    return sv.read(write(path / "r.csv", *rows, header=[*HEADER, "start", "end", "cost", "Ward"]), today=TODAY)


def test_rows_that_differ_in_days_costs_and_tags_share_their_terms_and_are_valued_once(tmp_path: Path) -> None:
    entered = _dated(tmp_path, ("2020-10-01", "2021-09-30"), ("2020-10-02", ""), ("", "2021-08-01"))
    result = sv.calculate(entered, "hact-svb-2020")
    assert [(entry.line.quantity, entry.line.rows) for entry in result.by_terms] == [
        (2, 2),
        (1, 1),
    ]  # the last: no start
    assert [entry.line.quantity for entry in result.lines] == [1, 1, 1]
    assert sum(entry.net for entry in result.by_terms) == sum(entry.net for entry in result.lines) == 3 * 2_353
    assert result.costs == {"": Decimal("6.30")}


def test_days_tell_rows_apart_where_the_method_values_by_the_days(tmp_path: Path) -> None:
    entered = _dated(tmp_path, ("2020-10-01", "2021-03-31"), ("2020-10-02", "2021-04-01"), ("2020-10-01", "2021-06-30"))
    whole = sv.calculate(entered, "hact-svb-2020")
    by_days = sv.calculate(entered, "hact-svb-2020", sv.load_method().override(part_year="prorate"))
    assert len(whole.by_terms) < 3
    assert [entry.line.rows for entry in by_days.by_terms] == [2, 1]  # of one length, and of another


def test_no_line_is_made_until_one_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = _dated(tmp_path, *[("2020-10-01", "2021-09-30")] * 50)
    made: list[int] = []
    lines = Register.lines
    monkeypatch.setattr(Register, "lines", lambda register: made.append(len(register)) or lines(register))
    result = sv.calculate(entered, "hact-svb-2020")
    assert result.headline is not None
    assert result.headline.people == 50
    assert max(made) == 1
    assert len(result.lines) == 50


_BANKS = ("hact-svb-2020", "open-2026", "measure-up-2023", "hmt-wellby-2021")
_OUTCOMES = [
    *("Full-time employment", "Apprenticeship", "Employment training", "Regular volunteering", "Into work"),
    *(
        "residents-supported",
        "residents-in-arrears",
        "advice-other",
        "advice-and-guidance",
        "volunteer-hours",
        "wellby",
    ),
    *("apprenticeship-level-2-completed",),
]
_DAYS = [None, *(dt.date(*day) for day in ((2020, 9, 7), (2020, 10, 1), (2020, 10, 30), (2021, 3, 31), (2021, 4, 1)))]
_REAL = ["organisation", "period", "outcome", "age", "area", "person", "project", "start", "end", "cost", "sustained"]


def _methods() -> dict[str, sv.Method]:
    published = sv.load_method()
    return {
        "as published": published,
        "by the days": published.override(part_year="prorate"),
        "over years": sv.load_method("sroi").override(
            years=3, deadweight="0.2", displacement=0, attribution=0, drop_off="0.3", discount="green-book"
        ),
        "kinds together": published.override(combine_kinds=True, prices="2024-25"),
    }


@st.composite
def _real_rows(draw: st.DrawFn) -> tuple[list[str], list[list[Cell]]]:
    """Rows of a register as landlords keep them, in one layout or another."""
    more = draw(
        st.lists(st.sampled_from(["deadweight", "evidence", "quantity", "Homes", "Project start"]), unique=True)
    )
    said: dict[str, st.SearchStrategy[Cell]] = {
        "organisation": st.sampled_from(["Acme", "ACME", "Bee Ltd", "Bee"]),
        "period": st.sampled_from(["2020-09", "2020-10", "2021-03", "2021-04"]),
        "outcome": st.sampled_from(_OUTCOMES),
        "age": st.sampled_from(["under 25", "25-49", None]),
        "area": st.sampled_from(["London", "Outside London", None]),
        "person": st.sampled_from(["P1", "P2", "P3", "P4", "P5", "P6", None]),
        "project": st.sampled_from(["Jobs", "jobs", "Sport", None]),
        "start": st.sampled_from(_DAYS),
        "end": st.sampled_from([None, dt.date(2020, 10, 31), dt.date(2021, 4, 30), dt.date(2022, 1, 1)]),
        "cost": st.sampled_from([None, 0, 12.34, 100, "£1,200.50"]),
        "sustained": st.sampled_from(["yes", "no", None]),
        "deadweight": st.sampled_from(["20%", "0.35", None]),
        "evidence": st.sampled_from(["letter", "email", "none", None]),
        "quantity": st.sampled_from([1, 1.0, None, "1"]),
        "Homes": st.sampled_from(["1,200", "1250", None]),
        "Project start": st.sampled_from(["2020-10-01", "01/11/2020", None]),
        "Ward": st.sampled_from(["East", "West", None]),
    }
    header = [*_REAL, *more, "Ward"]
    rows = draw(st.lists(st.tuples(*(said[name] for name in header)).map(list), min_size=1, max_size=25))
    for row in rows:
        start, end = row[7], row[8]
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            row[8] = None
    return header, rows


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_real_rows(), st.sampled_from(_BANKS), st.sampled_from(sorted(_methods())))
def test_value_by_terms_is_value_line_by_line_to_the_last_byte(
    table: tuple[list[str], list[list[Cell]]], bank: str, method: str
) -> None:
    header, rows = table
    words = load_vocabulary().extended(sv.load_bank(bank).outcomes)
    sheet = Sheet("r.xlsx", "Register", list(enumerate([header, *rows], start=1)))
    found = read_table(sheet, words, words.names(), TODAY, people=People(person_mark))
    assert found is not None
    lines, problems = found[0].settled(), found[1]
    entered = checked(sv.Return(lines, problems), words, TODAY)
    if len(entered.lines) == len(lines):  # or one spelling of two names has made rows alike
        assert checked(sv.Return(tuple(lines), problems), words, TODAY).problems == entered.problems
    one = sv.calculate(entered, bank, _methods()[method], today=TODAY)
    other = sv.calculate(evolve(entered, lines=tuple(entered.lines)), bank, _methods()[method], today=TODAY)
    event("valued" if one.ok else "refused")
    assert one.to_json() == other.to_json()


@pytest.mark.parametrize("names", [3, 300])
def test_lines_are_in_order_however_many_names_a_column_holds(tmp_path: Path, names: int) -> None:
    numbers = [7 * number % names for number in range(names)]  # each once, and not in order
    rows = [[f"Home {number:03}", "2020-10", "Apprenticeship", f"P{number}"] for number in (*numbers, *numbers)]
    lines = sv.read(write(tmp_path / "r.csv", *rows), today=TODAY).lines
    assert [line.organisation for line in lines] == [f"Home {number:03}" for number in sorted([*numbers, *numbers])]
    places = [int(line.place.cell[1:]) for line in lines]
    assert places[1::2] == [place + names for place in places[::2]]
    assert [rows[place - 2][0] for place in places] == [line.organisation for line in lines]


WORDS_FOR_NOBODY = ["unknown", "N/A", "n/k", "-", "Anonymous", "tbc", "not known"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_word_for_a_key_nobody_knows_is_no_person(tmp_path: Path, ending: str) -> None:
    rows = [("Acme", "2020-10", "Full-time employment", word) for word in (*WORDS_FOR_NOBODY, *WORDS_FOR_NOBODY)]
    rows += [("Acme", "2020-10", "Full-time employment", key) for key in ("P1", "P2", "P1", "NA", "")]
    path = tmp_path / f"r.{ending}"
    head = ["organisation", "period", "outcome", "person"]
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(rows, columns=head)
    if ending == "csv":
        frame.to_csv(path, index=False)
    elif ending == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_parquet(path)
    for entered in (sv.read(path), sv.Return.from_frame(frame)):
        headline = sv.calculate(entered, "hact-svb-2020").headline
        assert headline is not None
        assert (headline.outcomes, headline.keyed) == (14 + 4, 3)  # P1's second job of the year is not claimed


def test_rows_of_an_organisation_that_is_spelled_in_two_ways_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    supported = ["alpha,2020-10,residents-supported,p1", "Alpha,2020-10,residents-supported,p2"]
    employed = [f"Alpha,2020-10,Full-time employment,p{number}" for number in range(3, 6)]
    path.write_text("\n".join(["organisation,period,outcome,person", *supported, *employed]))
    problems = sv.calculate(sv.read(path)).problems
    assert {str(problem.place) for problem in problems if problem.code == "more-claims-than-people"} == {
        "register.csv!C2"
    }
