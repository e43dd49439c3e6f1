"""Registers that DuckDB keeps: whoever asks gets what the rows read one after another would give."""

from __future__ import annotations

import csv
import datetime as dt
import gc
import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers import register
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.records.registers import Lines
from socialvalue.verifying.remake import verify

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from socialvalue.reading.engines import duckdb_files  # noqa: E402 - which needs the extra
from socialvalue.reading.engines.duckdb_register import StoredRegister  # noqa: E402

TODAY = dt.date(2026, 1, 31)
HEADER = ["organisation", "period", "outcome", "person", "project", "start", "end", "cost"]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every register is large, and hardly two rows of it are alike."""
    monkeypatch.setattr(duckdb_files, "LARGE", 0)
    monkeypatch.setattr(duckdb_files, "_hardly_alike", lambda relation, header: True)


def write(path: Path, header: list[str], rows: list[list[Any]]) -> Path:
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
        return path
    import pyarrow as pa
    from pyarrow import parquet

    columns = [[None if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)]
    parquet.write_table(pa.table(columns, names=header), path)
    return path


def is_kept(entered: sv.Return) -> bool:
    [held] = Lines.of(entered.lines).registers
    return isinstance(held, StoredRegister)


def value(path: Path, bank: str = "hact-svb-2020", method: sv.Method | None = None) -> tuple[sv.Return, sv.Result]:
    entered = sv.read(path, today=TODAY, bank=bank)
    return entered, sv.calculate(entered, bank, method, today=TODAY)


def test_days_costs_and_tags_are_added_up_where_the_rows_are(kept: None, tmp_path: Path) -> None:
    rows = [
        ["Acme", "2020-10", "Apprenticeship", f"P{number}", "Jobs", f"2020-10-{number:02}", "", f"£1,000.{number}0"]
        for number in range(1, 4)
    ]
    entered, result = value(write(tmp_path / "r.csv", HEADER, rows))
    assert is_kept(entered)
    assert [(entry.line.quantity, entry.line.rows) for entry in result.by_terms] == [(3, 3)]
    assert result.costs == {"Jobs": Decimal("3000.60")}
    assert [str(entry.line.place) for entry in result.lines] == ["r.csv!C2", "r.csv!C3", "r.csv!C4"]


def test_a_blank_row_counts_for_nothing_and_after_it_no_row_of_a_csv_file_is_named(kept: None, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    lines = [
        "organisation,period,outcome,person",
        "Acme,2020-10,Apprenticeship,P1",
        ",,,",
        "Acme,2020-10,Apprenticeship,P2",
    ]
    path.write_text("\n".join(lines))
    entered, result = value(path)
    assert is_kept(entered)
    assert [str(entry.line.place) for entry in result.lines] == ["r.csv!C2"]
    assert result.lines[0].line.rows == 2
    path.write_text("\n".join([*lines, "", "Acme,2020-11,Apprenticeship,P3"]))
    assert [str(entry.line.place) for entry in value(path)[1].lines] == ["r.csv", "r.csv"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("outcome", "Something else"),
        ("outcome", "Total"),
        ("outcome", ""),
        ("organisation", "#REF!"),
        ("organisation", ""),
        ("period", "2020-13"),
        ("person", "#N/A"),
        ("start", "2020-12-31"),
        ("start", "soon"),
        ("cost", "-5"),
        ("cost", "1e3"),
        ("cost", "12345678"),
        ("cost", "abc"),
    ],
)
def test_a_register_with_a_cell_that_is_not_plain_is_read_row_by_row(
    kept: None, tmp_path: Path, column: str, cell: str
) -> None:
    row = ["Acme", "2020-10", "Apprenticeship", "P1", "Jobs", "2020-10-05", "2020-12-01", "5"]
    odd = [cell if name == column else said for name, said in zip(HEADER, row, strict=True)]
    path = write(tmp_path / "r.csv", HEADER, [row, odd, [*row[:3], "P2", *row[4:]]])
    entered, result = value(path)
    assert not any(isinstance(held, StoredRegister) for held in Lines.of(entered.lines).registers)
    assert [problem for problem in result.problems if "r.csv!" in str(problem.place)]


def test_no_row_is_made_for_a_total(kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = register.write(tmp_path / "r.parquet", 2_000, kind="real")
    monkeypatch.setattr(StoredRegister, "_made", lambda held: pytest.fail("rows were made"))
    entered, result = value(path)
    assert is_kept(entered)
    assert result.headline is not None
    assert result.headline.net == register.total(2_000, kind="real")
    assert result.headline.cost == register.cost(2_000)
    people = {row[5] for row in register.rows(2_000, kind="real")}
    assert result.headline.people == len(people)


def test_a_register_goes_with_the_last_that_refers_to_it(kept: None, tmp_path: Path) -> None:
    entered = sv.read(register.write(tmp_path / "r.parquet", 100, kind="real"))
    held = Lines.of(entered.lines).registers[0]
    assert isinstance(held, StoredRegister)
    close = held.store.close
    del held, entered
    gc.collect()
    assert not close.alive


def both_ways(path: Path) -> tuple[sv.Result, sv.Result]:
    """What a file comes to where DuckDB may keep it, and where its rows are read one after another."""
    found = value(path)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_files, "_kept_return", lambda *_: None)
        patch.setattr(duckdb_files, "groups_file", lambda *_, **__: False)
        return found, value(path)[1]


_ROWS = [f"Acme,2020-10,Apprenticeship,P{number},Jobs,2020-10-05,,5,East" for number in range(4)]


@pytest.mark.parametrize(
    ("heading", "last"),
    [
        ("Ward", 'Acme,2020-10,Apprenticeship,P9,Jobs,,,5, "East, upper"'),
        ("Ward", 'Acme,2020-10,Apprenticeship,P9, "Jobs",,,5,East'),
        ("Ward", ' "Acme",2020-10,Apprenticeship,P9,Jobs,,,5,East'),
        ("Ward", ",,,,,,,n/a,"),
        ("Ward", ",,,unknown,,,,,"),
        ("Ward", 'Acme,2020-10,Apprenticeship,P9,Jobs,,,"12,345,678",East'),
        ("Ward", 'Acme,2020-10,Apprenticeship,P9,Jobs,,,"1,234,567.8",East'),
        ("Ward", "Acme,2020-10,Apprenticeship,P9,Jobs,,,5, East  "),
        ("Ward", "Acme,2020-10,Apprenticeship,P9,Jobs,5 Oct 2020,,5,East"),
        ("Ward", f"Acme,2020-10,Apprenticeship,P9,Jobs,,,5,{'x' * 200_000}"),
        ("Ward", f"Acme,2020-10,Apprenticeship,{'x' * 40_000}1,Jobs,,,5,East"),
        ("Ward", "Acme,2020-10,Apprenticeship,İ1,,,,5,\nAcme,2020-10,Apprenticeship,i1,,,,5,"),
        ("Ward", "Acme,2020-10,Apprenticeship,ΟΔΟΣ,,,,5,\nAcme,2020-10,Apprenticeship,οδος,,,,5,"),
        ('"Ward\nof the home"', "Acme,2020-10,Apprenticeship,P9,Jobs,,,5,East"),
    ],
)
def test_what_duckdb_reads_in_its_own_way_comes_to_what_a_person_reads(
    kept: None, tmp_path: Path, heading: str, last: str
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("\n".join([",".join([*HEADER, heading]), *_ROWS, last, ""]), encoding="utf-8")
    found, read = both_ways(path)
    assert found.to_json() == read.to_json()


@pytest.mark.parametrize("between", [[], [""]])
def test_a_result_of_a_register_that_is_kept_verifies(kept: None, tmp_path: Path, between: list[str]) -> None:
    people = [f"Acme,2020-10,residents-supported,P{number},,,,,East" for number in (1, 2)]
    again = "Acme,2020-11,Full-time employment,P1,Jobs,2020-11-05,,5,East"
    path = tmp_path / "r.csv"
    path.write_text("\n".join([",".join([*HEADER, "Ward"]), *_ROWS, again, *between, *people, ""]))
    entered, result = value(path)
    assert is_kept(entered)
    assert "more-claims-than-people" in {problem.code for problem in result.problems}
    assert verify(json.loads(result.to_json())).ok


@pytest.mark.parametrize("alike", [True, False])
def test_no_row_is_lost_below_titles_and_headings_of_several_lines(
    kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alike: bool
) -> None:
    monkeypatch.setattr(duckdb_files, "_hardly_alike", lambda relation, header: not alike)
    path = tmp_path / "r.csv"
    heading = ",".join([*HEADER, '"Ward\nof the home"'])
    path.write_text("\n".join(['"Jobs and\ntraining"', "", heading, *_ROWS, ""]))
    assert value(path)[1].by_outcome[0].quantity == 4


@pytest.mark.parametrize("rows", [[], [",,,,,,,"], [",,,,,,,", ",,,,,,,"]])
def test_a_register_that_reports_nothing_is_told(kept: None, tmp_path: Path, rows: list[str]) -> None:
    path = tmp_path / "r.csv"
    path.write_text("\n".join([",".join(HEADER), *rows, ""]))
    found, read = both_ways(path)
    assert found.to_json() == read.to_json()
    assert "empty-sheet" in {problem.code for problem in found.problems}


def test_costs_of_half_the_digits_are_read_as_they_are_elsewhere(kept: None, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = tmp_path / "r.parquet"
    rows = {"organisation": "Acme", "period": "2020-10", "outcome": "Apprenticeship"}
    table = {name: pa.array([said] * 3) for name, said in rows.items()}
    table |= {"person": pa.array(["P1", "P2", "P3"]), "cost": pa.array([0.1, 12.35, 1234.5], pa.float32())}
    parquet.write_table(pa.table(table), path)
    found, read = both_ways(path)
    assert found.to_json() == read.to_json()


def test_rows_are_there_when_their_file_is_gone(kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialvalue.opening.open_file.__kwdefaults__", {"keep": 0})  # as of a larger one
    path = tmp_path / "r.csv"
    path.write_text("\n".join([",".join([*HEADER, "Ward"]), *_ROWS, ""]))
    entered = sv.read(path, today=TODAY)
    assert is_kept(entered)
    path.unlink()
    assert [(line.rows, str(line.place)) for line in entered.lines] == [(4, "r.csv!C2")]


@pytest.mark.parametrize("organisation", ["Acme", "Bee Ltd"])
def test_people_who_are_in_several_rows_of_two_returns_are_the_same(
    kept: None, tmp_path: Path, organisation: str
) -> None:
    header = ["organisation", "period", "outcome", "person", "Ward"]
    rows = [["Apprenticeship", "P1", "East"], ["Regular volunteering", "P1", "West"], ["Apprenticeship", "P2", "East"]]
    first = write(tmp_path / "a.parquet", header, [["Acme", "2020-10", *row] for row in rows])
    second = write(tmp_path / "b.parquet", header, [[organisation, "2020-10", *row] for row in rows])

    def joined() -> sv.Result:
        returns = [sv.read(path, today=TODAY) for path in (first, second)]
        return sv.calculate(returns, "hact-svb-2020", today=TODAY)

    found = joined()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_files, "_kept_return", lambda *_: None)
        assert found.to_json() == joined().to_json()


_CELLS: dict[str, list[Any]] = {
    "organisation": ["Acme", "ACME", "Bee Ltd", "Bee", " Acme "],
    "period": ["2020-09", "2020-10", "Oct 2020", "2021-03", "2021-04"],
    "outcome": [
        *("Full-time employment", "full-time employment ", "Apprenticeship", "Employment training"),
        *("Regular volunteering", "Into work", "residents-supported", "residents-in-arrears", "volunteer-hours", None),
    ],
    "age": ["under 25", "25-49", None],
    "area": ["London", "Outside London", None],
    "person": ["P1", "P2", "P 3", "p 3", "É4", "unknown", "P5", "P6", "P7", None],
    "project": ["Jobs", "jobs", "Sport", None],
    "start": ["2020-09-07", "01/10/2020", "2020-10-30", "2021-03-31", "2021-04-01", None],
    "end": ["2021-04-30", "2021-05-01", "2022-01-01", None],
    "cost": ["0", "12.34", "100", "£1,200.50", "1,000", "n/a", None],
    "sustained": ["yes", "no", None],
    "deadweight": ["20%", "0.35", None],
    "evidence": ["letter", "email", "none", None],
    "quantity": ["1", "1.0", "0", "n/a", None, "2"],
    "unit": ["people", None],
    "Homes": ["1,200", "1250", None],
    "Project start": ["2020-10-01", "01/11/2020", None],
    "Ward": ["East", "West", "é", None],
}
_ALWAYS = ["organisation", "period", "outcome", "person"]


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[str], list[list[Any]]]:
    """Rows of a register in one layout or another; plainer ones more often, for others are not kept."""
    others = [name for name in _CELLS if name not in _ALWAYS]
    header = _ALWAYS + draw(st.lists(st.sampled_from(others), unique=True, min_size=1))
    if not draw(st.booleans()):
        header.remove("person")
        header = list(dict.fromkeys([*header, "quantity"])) if draw(st.booleans()) else header
    few = draw(st.integers(1, 10))
    cells = [st.sampled_from(_CELLS[name][:few]) for name in header]
    rows = draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=25))
    return header, rows


_METHODS = {
    "as published": sv.load_method(),
    "by the days": sv.load_method().override(part_year="prorate"),
    "over years": sv.load_method("sroi").override(
        years=3, deadweight="0.2", displacement=0, attribution=0, drop_off="0.3", discount="green-book"
    ),
}


@pytest.mark.slow
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(
    _tables(),
    st.sampled_from(["csv", "parquet"]),
    st.sampled_from(["hact-svb-2020", "open-2026", "measure-up-2023", "hmt-wellby-2021"]),
    st.sampled_from(sorted(_METHODS)),
)
def test_what_is_kept_is_what_the_rows_say_to_the_last_byte(
    table: tuple[list[str], list[list[Any]]], ending: str, bank: str, method: str
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = write(Path(folder) / f"r.{ending}", *table)
        patch.setattr(duckdb_files, "LARGE", 0)
        patch.setattr(duckdb_files, "_hardly_alike", lambda relation, header: True)
        entered, kept = value(path, bank, _METHODS[method])
        event("kept" if any(isinstance(held, StoredRegister) for held in Lines.of(entered.lines).registers) else "read")
        patch.setattr(duckdb_files, "_kept_return", lambda *_: None)
        rows = value(path, bank, _METHODS[method])[1]
        assert kept.to_json() == rows.to_json()


FRAMES = ["pandas", "polars", "polars-lazy", "pyarrow", "duckdb"]


def frame(kind: str, table: Any) -> Any:
    """A table of Arrow as a frame of an engine."""
    if kind == "pandas":
        pytest.importorskip("pandas")
        return table.to_pandas()
    if kind.startswith("polars"):
        polars = pytest.importorskip("polars")
        found = polars.from_arrow(table)
        return found.lazy() if kind == "polars-lazy" else found
    return duckdb.from_arrow(table) if kind == "duckdb" else table


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_whose_rows_are_hardly_alike_is_kept_too(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("narwhals")
    import pyarrow as pa

    monkeypatch.setattr("socialvalue.reading.engines.dataframes.FIRST_ROWS", 500)
    table = pa.table(register.columns(2_000, kind="real"))
    entered = sv.Return.from_frame(frame(kind, table))
    assert is_kept(entered)
    headline = sv.calculate(entered, "hact-svb-2020").headline
    assert headline is not None
    assert (headline.net, headline.cost) == (register.total(2_000, kind="real"), register.cost(2_000))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_tables(), st.sampled_from(FRAMES), st.sampled_from(["hact-svb-2020", "open-2026"]))
def test_a_frame_that_is_kept_comes_to_what_its_groups_come_to(
    table: tuple[list[str], list[list[Any]]], kind: str, bank: str
) -> None:
    pytest.importorskip("narwhals")
    import pyarrow as pa

    from socialvalue.reading.engines.dataframes import FrameTable

    header, rows = table
    assume("deadweight" not in header)  # of two claims that differ in nothing else, groups know no first
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    held = frame(kind, pa.table(columns, names=header))
    with pytest.MonkeyPatch.context() as patch:
        results = []
        for alike in (True, False):
            patch.setattr(FrameTable, "_hardly_alike", lambda _, alike=alike: alike)
            entered = sv.Return.from_frame(held, bank=bank, today=TODAY)
            event(f"kept: {any(isinstance(of, StoredRegister) for of in Lines.of(entered.lines).registers)}")
            said = json.loads(sv.calculate(entered, bank, today=TODAY).to_json())
            codes = {problem["code"] for problem in said["problems"]}
            results.append((said["headline"], said["by_outcome"], said["costs"], said["measures"], codes))
        assert results[0] == results[1]


@pytest.mark.parametrize("cells", [[["East"], ["West"], []], [{"ward": 1}, {"ward": 2}, None], ["East ", "East", "#1"]])
def test_tags_of_many_kinds_are_read_as_they_are_elsewhere(
    kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: list[Any]
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    monkeypatch.setattr("socialvalue.reading.engines.duckdb_store._FEW", 2)
    path = tmp_path / "r.parquet"
    rows = {"organisation": "Acme", "period": "2020-10", "outcome": "Apprenticeship"}
    table = {name: [said] * 3 for name, said in rows.items()} | {"person": ["P1", "P2", "P3"], "Ward": cells}
    parquet.write_table(pa.table(table), path)
    found, read = both_ways(path)
    assert [entry.line.tags for entry in found.lines] == [entry.line.tags for entry in read.lines]
    assert found.to_json() == read.to_json()


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("person", [2**70, 2**70, 1]),
        ("cost", [Decimal("1.1234567890123456789012345678901234567891")] * 3),
        ("cost", [1, "2", None]),
        ("project", [{"a": 1}, {"a": 2}, None]),
        ("project", "intervals"),
    ],
)
def test_a_frame_with_cells_that_duckdb_has_not_comes_to_what_its_groups_come_to(
    monkeypatch: pytest.MonkeyPatch, column: str, cells: Any
) -> None:
    pytest.importorskip("narwhals")
    pandas = pytest.importorskip("pandas")
    rows = {"organisation": ["Acme"] * 3, "period": ["2020-10"] * 3, "outcome": ["Apprenticeship"] * 3}
    held = pandas.DataFrame(rows | {"person": ["P1", "P2", "P3"], "project": ["A", "B", "C"]})
    held[column] = pandas.interval_range(0, 3) if cells == "intervals" else pandas.Series(cells, dtype=object)
    results = []
    for first in (3, 4):  # of four there are too few
        monkeypatch.setattr("socialvalue.reading.engines.dataframes.FIRST_ROWS", first)
        try:
            found = sv.calculate(sv.Return.from_frame(held, today=TODAY), "hact-svb-2020", today=TODAY)
            results.append(json.loads(found.to_json())["by_project"])
        except sv.BadData as err:
            results.append(str(err))
    assert results[0] == results[1]
