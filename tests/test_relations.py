"""Rows grouped by DuckDB: who stands in several of them is found as by the reader that goes through them one by one."""

from __future__ import annotations

import csv
import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from helpers import register
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

if os.environ.get("CI") != "true":
    for needed in ("duckdb", "narwhals", "pyarrow"):
        pytest.importorskip(needed, reason="socialvalue[scale] is not installed")

import duckdb

from socialvalue.frames import value_frame
from socialvalue.problems import Place
from socialvalue.reading.engines import duckdb_files, duckdb_groups

TODAY = dt.date(2026, 1, 31)
HEADER = ["organisation", "period", "outcome", "person"]


def relation(*people: object, kind: str = "VARCHAR") -> Any:
    """A register in which each person has had an apprenticeship."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE register (organisation VARCHAR, period VARCHAR, outcome VARCHAR, person {kind})")
    for person in people:
        connection.execute("INSERT INTO register VALUES ('Acme', '2020-10', 'Apprenticeship', ?)", [person])
    return connection.table("register")


@pytest.mark.parametrize(
    ("people", "who"),
    [
        ([None, "", "  "], "nobody"),
        (["P1", "P2", "P3"], "each"),
        (["P1", "P2", "p1"], "again"),
        (["P1", "P2", "P\u00ad1\u00a0"], "again"),  # what nobody sees is no part of a key
        (["P 1", "P2", "P\u2003 1"], "again"),
        (["P1", None, "P2"], "some"),
        (["P1", "P2", "P1"], "again"),
        (["P1", "P2", "\tP1 "], "again"),
        (["P1", "#N/A"], "again"),  # an error is to be found as a row of its own
    ],
)
def test_who_stands_in_the_rows_is_seen_from_their_hashes(people: list[str | None], who: str) -> None:
    assert duckdb_groups._who(relation(*people), duckdb_groups._plain_key('"person"'), text=True) == who


@pytest.mark.parametrize(
    ("kind", "people", "claimed"),
    [
        ("BIGINT", [7, 8, 7, None, None], 4),
        ("DOUBLE", [7.0, 8.0, 7.0], 2),
        ("DATE", [dt.date(2001, 1, 2), dt.date(2001, 1, 2), dt.date(2001, 1, 3)], 2),
        ("UUID", ["6f1c2c3e-0000-4000-8000-000000000001", "6f1c2c3e-0000-4000-8000-000000000002"], 2),
    ],
)
def test_keys_may_be_of_any_kind(kind: str, people: list[object], claimed: int) -> None:
    result = value_frame(relation(*people, kind=kind), today=TODAY)
    assert result.headline is not None
    assert result.headline.people == claimed
    assert len(result.refused) == len(people) - claimed


def test_no_name_of_a_column_or_table_is_in_the_way() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE given AS SELECT 1 AS one")
    columns = ", ".join(f'"{name}" VARCHAR' for name in (*HEADER, 'd""oor'))
    connection.execute(f"CREATE TABLE again ({columns})")
    connection.execute("INSERT INTO again VALUES ('Acme', '2020-10', 'Apprenticeship', 'P1', 'red')")
    connection.execute("INSERT INTO again VALUES ('Acme', '2020-10', 'Apprenticeship', 'P1', 'blue')")
    result = value_frame(connection.table("again"), columns={"door": 'd"oor'}, today=TODAY)
    assert len(result.refused) == 1
    assert connection.sql("SELECT one FROM given").fetchall() == [(1,)]
    views = "SELECT view_name FROM duckdb_views() WHERE NOT internal"
    assert connection.sql(views).fetchall() == []  # nothing is left behind


def test_the_hash_of_a_key_is_of_one_run_only(monkeypatch: pytest.MonkeyPatch) -> None:
    now = duckdb_groups._hashes("'P1'")
    assert duckdb_groups._hashes("'P1'") == now
    monkeypatch.setattr(duckdb_groups, "_SALT", duckdb_groups._SALT + 1)
    assert duckdb_groups._hashes("'P1'") != now


PEOPLE = st.lists(st.sampled_from([None, "", "P1", " P1", "P1\t", "P2", "P3", "P4", "#N/A"]), min_size=1, max_size=8)


Row = tuple[str | None, ...]


def _read(folder: Path, header: list[str], rows: list[Row]) -> sv.Return:
    path = folder / "register.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return sv.read(path, today=TODAY)


def both_ways(header: list[str], rows: list[Row], *, thorough: bool) -> tuple[sv.Return, sv.Return]:
    """The rows read one by one, and grouped by DuckDB."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        by_rows = _read(Path(folder), header, rows)
        patch.setattr(duckdb_files, "LARGE", 0)
        if thorough:  # as where two hashes are equal by chance, or PyArrow is not installed
            patch.setattr(duckdb_groups, "_who", lambda *_, **__: "again")
        return by_rows, _read(Path(folder), header, rows)


@pytest.mark.slow
@given(people=PEOPLE, thorough=st.booleans())
def test_a_csv_file_gives_the_same_with_and_without_duckdb(people: list[str | None], thorough: bool) -> None:
    rows: list[Row] = [("Acme", "2020-10", "Apprenticeship", person) for person in people]
    by_rows, grouped = both_ways(HEADER, rows, thorough=thorough)
    one, other = sv.calculate(by_rows), sv.calculate(grouped)
    assert one.headline == other.headline
    assert len(one.refused) == len(other.refused)
    assert said(by_rows) == said(grouped)


AMOUNTS = st.sampled_from(["1", "2", "7", "007", "0", "", "1.5", " 3", "1,285", "9999999", "10000001", "-2", "two"])
OUTCOMES = st.sampled_from(["Apprenticeship", "Volunteer hours", "Apprenticeshp"])


@pytest.mark.slow
@given(rows=st.lists(st.tuples(OUTCOMES, AMOUNTS, st.sampled_from(["", "P1", "P2", "P3"])), min_size=1, max_size=8))
def test_whole_numbers_are_added_up_by_duckdb(rows: list[tuple[str, str, str]]) -> None:
    header = ["organisation", "period", "outcome", "quantity", "person"]
    by_rows, grouped = both_ways(header, [("Acme", "2020-10", *row) for row in rows], thorough=False)
    # Lines that DuckDB grouped name their file alone, and so does what is said of several of them together.
    assert [code for code, _ in said(by_rows)] == [code for code, _ in said(grouped)]
    assert of_cells(by_rows) == of_cells(grouped)
    assert told(by_rows) == told(grouped)


def of_cells(entered: sv.Return) -> list[tuple[str, object]]:
    return [(code, place) for code, place in said(entered) if code != "count-among-people"]


@pytest.mark.parametrize("wrong", [("Apprenticeshp", "1"), ("Apprenticeship", "two"), ("Apprenticeship", "2")])
def test_what_is_wrong_beside_the_key_of_someone_met_twice_is_told_with_its_cell(wrong: tuple[str, str]) -> None:
    header = ["organisation", "period", "outcome", "quantity", "person"]
    rows: list[Row] = [("Acme", "2020-10", *wrong, " p1"), ("Acme", "2020-10", "Apprenticeship", "1", "P1")]
    by_rows, grouped = both_ways(header, rows, thorough=False)
    assert said(grouped) == said(by_rows)
    assert len(grouped.problems) == 1


def told(entered: sv.Return) -> list[tuple[object, ...]]:
    return sorted((line.outcome, str(line.quantity), line.rows, bool(line.person)) for line in entered.lines)


def said(entered: sv.Return) -> list[tuple[str, object]]:
    return [(problem.code, problem.place) for problem in entered.problems]


def test_the_slow_way_is_taken_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_groups, "find_spec", lambda _: None)
    people = ["P1", "P2", "P1"]
    assert duckdb_groups._who(relation(*people), '"person"', text=True) == "again"
    assert len(value_frame(relation(*people), today=TODAY).refused) == 1


@pytest.mark.slow
def test_a_row_that_cannot_be_read_after_many_is_told_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_files, "LARGE", 0)
    path = register.write(tmp_path / "register.csv", 300_000)
    with path.open("a", encoding="utf-8") as file:
        file.write("Association 01,2020-10,Apprenticeship,50+,London,P9,one cell too many\n")
    assert said(sv.read(path, today=TODAY)) == [("extra-cells", Place("register.csv", cell="G300002"))]


@pytest.mark.slow
def test_a_file_damaged_in_its_middle_is_told(tmp_path: Path) -> None:
    path = register.write(tmp_path / "register.parquet", 300_000)
    damaged = bytearray(path.read_bytes())
    half = len(damaged) // 2
    damaged[half : half + 4_000] = b"\xff" * 4_000
    path.write_bytes(damaged)
    assert said(sv.read(path, today=TODAY)) == [("file-truncated", Place("register.parquet"))]


def test_a_disk_without_room_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert len(value_frame(relation("P1", "P2", "P1"), today=TODAY).refused) == 1


@pytest.mark.slow
def test_hundreds_of_thousands_of_people_are_told_apart() -> None:
    once = duckdb.sql("SELECT 'Acme' organisation, '2020-10' AS period, 'Apprenticeship' outcome, 'P' || i person "
                      "FROM range(300_000) t(i)")  # fmt: skip
    assert duckdb_groups._who(once, '"person"', text=True) == "each"
    result = value_frame(once.union(once.limit(2)), today=TODAY)
    assert result.headline is not None
    assert (result.headline.people, len(result.refused)) == (300_000, 2)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_large_register_of_which_hardly_two_rows_are_alike_is_read_by_column(tmp_path: Path, ending: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_files, "LARGE", 0)
        patch.setattr(duckdb_files, "FIRST_ROWS", 500)
        path = register.write(tmp_path / f"real.{ending}", 2_000, kind="real")
        result = sv.calculate(sv.read(path), "hact-svb-2020")
        assert all(line.place.cell for line in sv.read(path).lines)
    assert result.headline is not None
    assert (result.headline.net, result.headline.cost) == (register.total(2_000, kind="real"), register.cost(2_000))
