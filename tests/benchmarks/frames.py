"""Frames: ``value_frame`` against the bare group-by, in one process: ``python tests/benchmarks/frames.py``.

Aims: at most 1.2 x the group-by, on Polars and DuckDB. With a column of people it is also checked that nobody stands
twice, which the group-by does not do; both are shown. Then the cost of a row on Spark in local mode.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import duckdb
import polars as pl
from helpers import register
from same_penny import spark

from socialvalue.frames import value_frame

BANK = "hact-svb-2020"

CORES = 2  # that Spark is given
KEYS = ["organisation", "period", "outcome", "age", "area"]


def quickest(*works: Callable[[], object], times: int = 7) -> list[float]:
    """Seconds of the quickest of several times of each, done in turns."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, mine in zip(works, found, strict=True):
            started = time.perf_counter()
            work()
            mine.append(time.perf_counter() - started)
    return [min(mine) for mine in found]


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=10_000_000)
    words.add_argument("--spark", type=int, nargs="*", default=[2_000_000, 10_000_000])
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(register.write(Path(folder) / "register.parquet", asked.rows))
        whole = pl.read_parquet(path)
        few = whole.select(KEYS)
        base = duckdb.connect()
        base.execute(f"CREATE TABLE register AS SELECT * FROM '{path}'")  # noqa: S608 - a path of our own
        table = base.table("register")
        columns = ", ".join(KEYS)
        compare(
            "Polars",
            lambda: few.group_by(KEYS).len(),
            lambda: value_frame(few, bank=BANK),
            lambda: value_frame(whole, bank=BANK),
        )
        lazy = few.lazy()
        compare(
            "Polars, lazy",
            lambda: lazy.group_by(KEYS).len().collect(),
            lambda: value_frame(lazy, bank=BANK),
            lambda: value_frame(whole.lazy(), bank=BANK),
        )
        compare(
            "DuckDB",
            lambda: table.aggregate(f"{columns}, count(*)").fetchall(),
            lambda: value_frame(table.project(columns), bank=BANK),
            lambda: value_frame(table, bank=BANK),
        )
    for what, columns in (("Spark", KEYS), ("Spark, people", [*KEYS, "person"])):
        times = []
        for rows in asked.spark:
            with tempfile.TemporaryDirectory() as folder:
                path = register.write(Path(folder) / "register.parquet", rows)
                frame = spark().read.parquet(str(path)).select(columns)
                times += quickest(lambda frame=frame: value_frame(frame, bank=BANK), times=3)
                print(f"{what:14} {rows:>12,} rows  {times[-1]:6.2f} s", flush=True)
        if len(times) > 1:  # the difference leaves out what does not grow with the rows
            row = CORES * (times[-1] - times[0]) / (asked.spark[-1] - asked.spark[0])
            print(f"{what:14} {row * 1e9:.0f} ns of a core a row; a billion rows on 100 cores: {row * 1e9 / 100:.0f} s")


def compare(name: str, bare: Callable[[], object], without: Callable[[], object], people: Callable[[], object]) -> None:
    """Three lines of the table."""
    works = {"group-by": bare, "value_frame": without, "… with people": people}
    seconds = quickest(*works.values())
    for what, taken in zip(works, seconds, strict=True):
        print(f"{name:12} {what:14} {taken:6.3f} s  {taken / seconds[0]:5.2f} x", flush=True)


if __name__ == "__main__":
    main()
