"""Spark, in local mode: the engine for registers that one machine does not hold."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import register

import socialvalue as sv

if os.environ.get("CI") != "true":
    pytest.importorskip("pyspark", reason="socialvalue[spark] is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed", allow_module_level=True)

from pyspark.sql import SparkSession

from socialvalue.frames import add_values, value_frame

TODAY = dt.date(2026, 1, 31)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the sockets between Python and Java
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Spark on this machine, on two cores."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .appName("socialvalue tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_a_register_comes_to_its_known_total_each_time(spark: SparkSession, tmp_path: Path) -> None:
    frame = spark.read.csv(str(register.write(tmp_path / "r.csv", 20_000)), header=True)
    for _ in range(3):
        result = value_frame(frame, bank="hact-svb-2020", today=TODAY)
        assert result.headline is not None
        assert result.headline.gross == register.total(20_000)
        assert result.headline.people == 20_000


def test_the_result_is_that_of_the_file(spark: SparkSession, tmp_path: Path) -> None:
    path = register.write(tmp_path / "r.parquet", 2_000)
    there = value_frame(spark.read.parquet(str(path)), today=TODAY)
    here = sv.calculate(sv.read(path, today=TODAY))
    assert there.headline == here.headline
    assert there.by_outcome == here.by_outcome


def rows(spark: SparkSession, *people: str | None) -> Any:
    data = [("Acme", "2020-10", "Apprenticeship", person) for person in people]
    return spark.createDataFrame(data, "organisation string, period string, outcome string, person string")


def test_a_person_in_several_rows_is_claimed_once(spark: SparkSession) -> None:
    result = value_frame(rows(spark, "P1", " P1", "P2", None, None, ""), today=TODAY)
    assert result.headline is not None
    assert (result.headline.people, len(result.refused)) == (5, 1)


def test_values_are_joined_to_the_rows_on_the_cluster(spark: SparkSession) -> None:
    frame = rows(spark, "P1", "P2", "P3")
    valued = add_values(frame, today=TODAY)
    assert type(valued) is type(frame)
    assert [(row["gross_pence"], row["net_pence"]) for row in valued.collect()] == [(2353_00, 2353_00)] * 3


def test_what_is_wrong_is_said_once(spark: SparkSession) -> None:
    frame = spark.createDataFrame(
        [("Acme", "2020-10", "Nonsense")] * 3, "organisation string, period string, outcome string"
    )
    [problem] = value_frame(frame, today=TODAY).problems
    assert problem.message == "“Nonsense” is not an outcome known here. (3 rows)"
