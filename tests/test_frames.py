"""Dataframes and engines: the same result from each, and from the file; nothing is collected but groups."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers import register
from helpers.extras import needs

import socialvalue as sv

if os.environ.get("CI") != "true":
    for needed in ("narwhals", "pandas", "polars", "pyarrow", "duckdb"):
        pytest.importorskip(needed, reason="socialvalue[frames] and the libraries it is for are not installed")

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa

from socialvalue.frames import add_values, value_frame

TODAY = dt.date(2026, 1, 31)
Columns = dict[str, list[Any]]

pytestmark = [
    pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning"),  # to a package that is not out yet
]


def _duckdb(columns: Columns) -> Any:
    return duckdb.connect().from_arrow(pa.table(columns))


def _dask(columns: Columns) -> Any:
    import dask.dataframe  # slow to import, as are the tests with it

    return dask.dataframe.from_pandas(pd.DataFrame(columns), npartitions=3)


KINDS: dict[str, Callable[[Columns], Any]] = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars-lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": _duckdb,
    "dask": _dask,
}
kinds = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(made, id=name, marks=[pytest.mark.slow, needs("dask")] if name == "dask" else [])
        for name, made in KINDS.items()
    ],
)

SMALL: Columns = {
    "Organisation": ["Acme", "Acme", "Bee", "Bee", None],
    "month": ["2020-10", "Oct 2020", "2020-10", "2020-10", None],
    "outcome": ["Apprenticeship", "apprenticeship", "Full-time employment", "Welfare calls", None],
    "quantity": ["2", "1,000", "3", "7", None],
    "Colour of the door": ["red", "blue", "red", "red", None],
}


def rows_of(frame: Any) -> list[dict[str, Any]]:
    found = nw.from_native(frame)
    collected = found.collect("pandas") if isinstance(found, nw.LazyFrame) else found
    return [
        {name: None if value is None or value != value else value for name, value in row.items()}
        for row in collected.to_arrow().to_pylist()
    ]


@pytest.mark.slow
@kinds
def test_the_result_is_that_of_the_file(tmp_path: Path, kind: Callable[[Columns], Any]) -> None:
    columns = register.columns(2_000)
    from_frame = value_frame(kind(columns), bank="hact-svb-2020", today=TODAY)
    from_file = sv.calculate(sv.read(register.write(tmp_path / "r.csv", 2_000), today=TODAY), "hact-svb-2020")
    assert from_frame.headline == from_file.headline
    assert from_frame.by_outcome == from_file.by_outcome
    assert from_frame.headline is not None
    assert from_frame.headline.gross == register.total(2_000)
    assert len(from_frame.lines) == len(from_file.lines) < 2_000


@kinds
def test_headers_are_found_and_every_row_counts(kind: Callable[[Columns], Any]) -> None:
    result = value_frame(kind(SMALL), bank="hact-svb-2020", today=TODAY)
    assert result.problems == ()
    assert {entry.outcome: entry.quantity for entry in result.by_outcome} == {
        "apprenticeship": 1002,
        "full-time-employment": 3,
    }
    assert [(item.outcome, item.quantity) for item in result.not_valued] == [("welfare-calls", 7)]


@kinds
def test_whole_numbers_are_added_up_by_the_engine(kind: Callable[[Columns], Any]) -> None:
    many = list(range(1, 1_001))
    columns: Columns = {
        name: [value] * 1_000 for name, value in zip(register.HEADER[:2], ("Acme", "2020-10"), strict=True)
    }
    columns |= {"outcome": ["Apprenticeship"] * 1_000, "quantity": many, "person": [""] * 1_000}
    result = value_frame(kind(columns), bank="hact-svb-2020", today=TODAY)
    assert result.headline is not None
    assert result.headline.people == sum(many)
    assert [(entry.line.quantity, entry.line.rows) for entry in result.lines] == [(500_500, 1_000)]


@kinds
def test_the_lines_come_in_the_same_order_each_time(kind: Callable[[Columns], Any]) -> None:
    first, second = (value_frame(kind(register.columns(2_000)), bank="hact-svb-2020", today=TODAY) for _ in range(2))
    assert [evolve(entry.line, person="") for entry in first.lines] == [evolve(e.line, person="") for e in second.lines]


@kinds
def test_a_number_that_cannot_be_is_found_among_those_added_up(kind: Callable[[Columns], Any]) -> None:
    columns: Columns = {"organisation": ["Acme"] * 4, "period": ["2020-10"] * 4, "outcome": ["Apprenticeship"] * 4}
    columns["person"] = [""] * 4
    result = value_frame(kind(columns | {"quantity": [5, -3, 7, 10_000_001]}), bank="hact-svb-2020", today=TODAY)
    assert [problem.code for problem in result.problems] == ["negative-quantity", "quantity-too-large"]


@kinds
def test_columns_can_be_named_and_others_kept_as_tags(kind: Callable[[Columns], Any]) -> None:
    columns = SMALL | {"what": SMALL["outcome"]}
    del columns["outcome"]
    result = value_frame(
        kind(columns), columns={"outcome": "what", "door": "Colour of the door"}, bank="hact-svb-2020", today=TODAY
    )
    assert {line.line.tags["door"] for line in result.lines} == {"red", "blue"}


@kinds
def test_a_person_in_several_rows_is_claimed_once(kind: Callable[[Columns], Any]) -> None:
    people = ["P1", " P1", "P2", None, None, ""]
    columns = {
        "organisation": ["Acme"] * 6,
        "period": ["2020-10"] * 6,
        "outcome": ["Apprenticeship"] * 6,
        "person": people,
    }
    result = value_frame(kind(columns), bank="hact-svb-2020", today=TODAY)
    assert result.headline is not None
    assert result.headline.people == 5
    assert len(result.refused) == 1


@kinds
def test_what_is_wrong_is_said_once_with_the_number_of_rows(kind: Callable[[Columns], Any]) -> None:
    columns = {
        "organisation": ["Acme"] * 4,
        "period": ["2020-10", "2020-10", "2020-10", "never"],
        "outcome": ["Nonsense", "Nonsense", "Nonsense", "Apprenticeship"],
    }
    result = value_frame(kind(columns), bank="hact-svb-2020", today=TODAY)
    assert result.headline is None
    assert sorted((problem.code, str(problem.place), problem.message) for problem in result.problems) == [
        ("bad-period", "table!period", "“never” is not a period. (1 row)"),
        ("unknown-outcome", "table!outcome", "“Nonsense” is not an outcome known here. (3 rows)"),
    ]


@kinds
def test_what_is_a_doubt_in_a_file_is_a_doubt_in_a_frame(tmp_path: Path, kind: Callable[[Columns], Any]) -> None:
    columns: Columns = {
        "organisation": ["A", "A"],
        "period": ["2020-10", "2020-10"],
        "outcome": ["Full-time employment", "Apprenticeship"],
        "person": ["p1", "p2"],
        "sustained": ["tbc", "yes"],
    }
    path = tmp_path / "register.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    of_file, of_frame = sv.calculate(sv.read(path)), value_frame(kind(columns))
    assert of_frame.headline == of_file.headline
    assert of_file.require().net == 14_433 + 2_353
    assert [(p.code, p.severity) for p in of_frame.problems] == [(p.code, p.severity) for p in of_file.problems]


@kinds
def test_a_person_whose_quantity_is_zero_is_not_counted(tmp_path: Path, kind: Callable[[Columns], Any]) -> None:
    number = 40
    columns: Columns = {
        "organisation": ["A"] * number,
        "period": ["2020-10"] * number,
        "outcome": ["Regular volunteering"] * number,
        "person": [f"p{row}" for row in range(number)],
        "quantity": [0] * 10 + [1] * 30,
    }
    frame = pd.DataFrame(columns)
    frame.to_csv(tmp_path / "register.csv", index=False)
    frame.to_parquet(tmp_path / "register.parquet")
    texts: Columns = columns | {"quantity": [str(quantity) for quantity in columns["quantity"]]}
    results = [value_frame(kind(columns)), value_frame(kind(texts))]
    for name in ("register.csv", "register.parquet"):
        entered = sv.read(tmp_path / name)
        results += [sv.calculate(entered), sv.calculate(sv.Return(tuple(entered.lines)))]
    assert {(result.require().people, result.require().outcomes) for result in results} == {(30, 30)}


@kinds
def test_values_are_joined_to_the_rows_in_whole_pence(kind: Callable[[Columns], Any]) -> None:
    columns = {
        "organisation": ["Acme", "Acme", "It's Acme", None],
        "period": ["2020-10", "2020-10", "2020-10", None],
        "outcome": ["Apprenticeship", "Welfare calls", "Full-time employment", None],
        "quantity": [3, 5, 1, None],
    }
    frame = kind(columns)
    valued = add_values(frame, method="as-published", today=TODAY)
    assert type(valued) is type(frame)
    found = {row["outcome"]: (row["gross_pence"], row["net_pence"]) for row in rows_of(valued)}
    assert found == {
        "Apprenticeship": (3 * 2353_00, 3 * 2353_00),
        "Welfare calls": (None, None),
        "Full-time employment": (14433_00, 14433_00),
        None: (None, None),
    }


@pytest.mark.slow
@kinds
def test_a_refused_row_has_no_value_beside_it(kind: Callable[[Columns], Any]) -> None:
    columns = {
        "organisation": ["Acme"] * 3,
        "period": ["2020-09", "2020-10", "2020-10"],
        "outcome": ["Apprenticeship"] * 3,
        "person": ["P1", "P1", "P2"],
    }
    rows = rows_of(add_values(kind(columns), today=TODAY))
    assert sorted((row["person"], row["period"], row["gross_pence"]) for row in rows if row["gross_pence"]) == [
        ("P1", "2020-09", 2353_00),
        ("P2", "2020-10", 2353_00),
    ]
    assert len(rows) == 3


@kinds
def test_values_are_not_joined_to_data_with_errors(kind: Callable[[Columns], Any]) -> None:
    with pytest.raises(sv.BadData, match="unknown-outcome"):
        add_values(kind({"organisation": ["A"], "period": ["2020-10"], "outcome": ["Nonsense"]}), today=TODAY)


@pytest.mark.parametrize("missing", ["organisation", "period", "outcome"])
def test_a_missing_column_is_named(missing: str) -> None:
    columns = {name: ["x"] for name in ("organisation", "period", "outcome", "quantity") if name != missing}
    found = value_frame(pd.DataFrame(columns))
    assert not found.ok
    assert {problem.code for problem in found.problems} == {"missing-column"}
    assert any(f"“{missing}”" in problem.message for problem in found.problems)
    [lost] = value_frame(pd.DataFrame(columns), columns={missing: "lost"}).problems
    assert lost.message == "The table has no column “lost”."


HEADER = ["organisation", "period", "outcome", "quantity"]


@pytest.mark.parametrize(
    "nothing",
    [
        pd.DataFrame(columns=HEADER),
        pl.DataFrame(schema=HEADER),
        pl.LazyFrame(schema=HEADER),
        pa.table({name: pa.array([], pa.string()) for name in HEADER}),
    ],
    ids=lambda frame: type(frame).__module__,
)
def test_a_table_of_nothing_has_the_problem_of_a_file_of_nothing(nothing: Any) -> None:
    file = sv.Upload("r.csv", f"{','.join(HEADER)}\n".encode())
    for found in (sv.Return.from_frame(nothing), value_frame(nothing), sv.read(file), sv.calculate(sv.read(file))):
        assert [problem.code for problem in found.problems] == ["empty-sheet"]
    for empty in (pd.DataFrame(), pl.DataFrame(), pa.table({})):
        assert {problem.code for problem in value_frame(empty).problems} == {"missing-column"}


@pytest.mark.parametrize("cell", [[1], {"a": 1}, dt.timedelta(1)], ids=["list", "table", "duration"])
@pytest.mark.parametrize("kind", [pl.DataFrame, pa.table], ids=["polars", "pyarrow"])
def test_a_column_of_lists_or_tables_is_named(kind: Callable[[Columns], Any], cell: Any) -> None:
    frame = kind({"organisation": ["A"], "period": ["2020-10"], "outcome": ["apprenticeship"], "quantity": [cell]})
    [problem] = value_frame(frame).problems
    assert (problem.code, "“quantity”" in problem.message) == ("bad-data", True)
    with pytest.raises(sv.BadData, match="“quantity”"):
        add_values(frame)


def test_cells_of_pandas_that_are_lists_are_told() -> None:
    columns = {"organisation": ["A"], "period": ["2020-10"], "outcome": ["apprenticeship"], "quantity": [[1]]}
    with pytest.raises(sv.BadData, match="lists or tables"):
        add_values(pd.DataFrame(columns))


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(TypeError):
        value_frame([1, 2, 3])


def test_numbers_dates_and_choices_keep_their_meaning() -> None:
    frame = pd.DataFrame(
        {
            "organisation": ["Acme"] * 4,
            "period": pd.to_datetime(["2020-10-01", "2020-10-31", "2020-11-01", "2020-11-01"]),
            "outcome": ["direct-financial-support"] * 2 + ["apprenticeship"] * 2,
            "quantity": [0.1, 0.2, 1.0, float("nan")],
            "project": ["one", "two", "one", "two"],
            "sustained": [True, True, False, None],
        }
    )
    result = value_frame(frame, bank="hact-svb-2020", today=TODAY)
    assert [problem.code for problem in result.problems] == ["nothing-valued"]
    assert [(item.outcome, item.quantity) for item in result.not_valued] == [
        ("direct-financial-support", Decimal("0.3"))
    ]
    assert len(result.not_recorded) == 1


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        ([1, "two", 3.5], "not-a-number"),
        ([Decimal(10) ** 30, 1, 1], "quantity-too-large"),
        ([float("inf"), 1, 1], "not-a-number"),
        ([2**70, 1, 1], "quantity-too-large"),
        ([1.5, 1, 1], "fractional-people"),
    ],
)
def test_a_column_of_mixed_or_enormous_figures_is_said_in_words(quantity: list[Any], code: str) -> None:
    frame = pd.DataFrame({"organisation": "A", "period": "2020-10", "outcome": "apprenticeship", "quantity": quantity})
    assert code in {problem.code for problem in value_frame(frame, bank="hact-svb-2020", today=TODAY).problems}


@pytest.mark.slow
@kinds
def test_the_same_penny_each_time(tmp_path: Path, kind: Callable[[Columns], Any]) -> None:
    columns, known = register.columns(20_000), register.total(20_000)
    for _ in range(3):
        result = value_frame(kind(columns), method="as-published", bank="hact-svb-2020", today=TODAY)
        assert result.headline is not None
        assert result.headline.net == known


# files that an engine reads


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB reads a csv of any size."""
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", 0)


def test_a_large_csv_gives_the_same_from_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = register.write(tmp_path / "r.csv", 3_000)
    slow = sv.calculate(sv.read(path, today=TODAY), "hact-svb-2020")
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", 0)
    quick = sv.calculate(sv.read(path, today=TODAY), "hact-svb-2020")
    assert quick.headline == slow.headline
    assert quick.by_outcome == slow.by_outcome
    assert {str(line.line.place) for line in quick.lines} == {"r.csv"}
    assert quick.provenance == slow.provenance


@pytest.mark.usefixtures("engine")
def test_bad_rows_of_a_csv_have_the_same_places_from_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        'A title,\n\norganisation,period,"outcome\n",person\n'
        "Acme,2020-10,Apprenticeship,P1\n\nAcme,never,Apprenticeship,P2\nAcme,2020-10,Nonsense,P3\n"
        "Acme,2020-10,Apprenticeship,#N/A\n,2020-10,Apprenticeship,P1\nTotal,,,\n",
        encoding="utf-8",
    )
    quick = sv.read(path, today=TODAY).problems
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", 10**9)
    slow = [problem for problem in sv.read(path, today=TODAY).problems if problem.code != "row-skipped"]
    assert sorted(map(str, quick)) == sorted(map(str, slow))
    assert {problem.place.cell for problem in quick} == {"B6", "C7", "D8", "A9"}


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("content", [b"organisation,period,outcome,person\nCaf\xe9,2020-10,Apprenticeship,P1\n"])
def test_a_csv_that_duckdb_refuses_is_read_with_the_standard_library(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(content)
    assert [line.organisation for line in sv.read(path, today=TODAY).lines] == ["Café"]


@pytest.mark.usefixtures("engine")
def test_counts_in_a_csv_that_stand_twice_are_said_by_duckdb_too(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("organisation,period,outcome,quantity\n" + "Acme,2020-10,Apprenticeship,2\n" * 3, encoding="utf-8")
    entered = sv.read(path, today=TODAY)
    assert [line.quantity for line in entered.lines] == [2]
    assert [problem.code for problem in entered.problems] == ["repeated-line"]


def parquet(path: Path, columns: Columns) -> Path:
    import pyarrow.parquet

    pyarrow.parquet.write_table(pa.table(columns), path)
    return path


def test_a_parquet_file_names_the_rows_of_what_is_wrong(tmp_path: Path) -> None:
    columns = {
        "organisation": ["Acme", "Acme", "Acme"],
        "period": [dt.date(2020, 10, 1), dt.date(2020, 10, 2), dt.date(2030, 1, 1)],
        "outcome": ["apprenticeship", "nonsense", "apprenticeship"],
        "quantity": [1, 1, 1],
        "person": ["P1", "P2", "P3"],
    }
    entered = sv.read(parquet(tmp_path / "r.parquet", columns), today=TODAY)
    assert [str(line.place) for line in entered.lines] == ["r.parquet!D2"]
    assert [(problem.code, str(problem.place)) for problem in entered.problems] == [
        ("unknown-outcome", "r.parquet!C3"),
        ("future-period", "r.parquet!B4"),
    ]


def test_a_parquet_file_beside_another_file(tmp_path: Path) -> None:
    columns = {"organisation": ["Acme"], "period": ["2020-10"], "outcome": ["apprenticeship"], "person": ["P1"]}
    one = parquet(tmp_path / "one.parquet", columns)
    two = tmp_path / "two.csv"
    two.write_text("organisation,period,outcome,person\nAcme,2020-09,Apprenticeship,P1\n", encoding="utf-8")
    result = sv.calculate(sv.read(one, two, today=TODAY), "hact-svb-2020")
    assert [str(refused.line.place) for refused in result.refused] == ["one.parquet!C2"]


@pytest.mark.parametrize("keep", [4, 200, 0.5, 0.99])
def test_a_truncated_parquet_file(tmp_path: Path, keep: float) -> None:
    whole = register.write(tmp_path / "r.parquet", 500).read_bytes()
    path = tmp_path / "cut.parquet"
    path.write_bytes(whole[: keep if isinstance(keep, int) else int(keep * len(whole))])
    [problem] = sv.read(path, today=TODAY).problems
    assert (problem.code, problem.place.file) == ("file-truncated", "cut.parquet")


def test_what_is_no_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.parquet"
    path.write_text("Dear colleague")
    assert [problem.code for problem in sv.read(path, today=TODAY).problems] == ["file-type"]


def test_without_duckdb_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = register.write(tmp_path / "r.parquet", 10), register.write(tmp_path / "r.csv", 10)
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_connection.find_spec", lambda name: None)
    monkeypatch.setattr("socialvalue.reading.engines.duckdb_files.LARGE", 0)
    [error] = sv.read(files[0], today=TODAY).problems
    assert (error.code, error.severity) == ("engine-missing", "error")
    assert "socialvalue[scale]" in error.remedy
    entered = sv.read(files[1], today=TODAY)
    assert [(problem.code, problem.severity) for problem in entered.problems] == [("engine-missing", "note")]
    assert sum(line.rows for line in entered.lines) == 10


@kinds
def test_a_word_for_no_key_that_is_there_once_is_nobody(kind: Callable[[Columns], Any]) -> None:
    said = {"organisation": "Acme", "period": "2020-10", "outcome": "Apprenticeship"}
    columns: Columns = {name: [text] * 3 for name, text in said.items()} | {"person": ["p1", "p2", "unknown"]}
    headline = value_frame(kind(columns), bank="hact-svb-2020").headline
    assert headline is not None
    assert (headline.outcomes, headline.keyed) == (3, 2)


def test_a_column_of_arrow_that_holds_nothing_is_blank() -> None:
    said = {"organisation": "Acme", "period": "2020-10", "outcome": "Apprenticeship"}
    columns: Columns = {name: [text] * 3 for name, text in said.items()} | {
        "person": ["p1", "p1", "p2"],
        "age": [None] * 3,
    }
    headline = value_frame(pa.table(columns), bank="hact-svb-2020").headline
    assert headline is not None
    assert headline.people == 2
    worth = [row["net_pence"] for row in rows_of(add_values(pa.table(columns), bank="hact-svb-2020"))]
    assert sorted(worth) == [117_650, 117_650, 235_300]  # one claim of p1, in two rows that are the same
