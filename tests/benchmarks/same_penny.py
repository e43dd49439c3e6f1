"""One made-up register from every kind of file and engine, thirty times: ``python tests/benchmarks/same_penny.py``.

The total, and what was spent, are known by how the register is made; every reader must come to them, to the penny,
every time. Needs the dependency group ``engines`` and Java.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import register

import socialvalue as sv

BANK = "hact-svb-2020"


def main() -> None:
    """Print the totals; fail at the first that is another."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--times", type=int, default=30)
    words.add_argument("--only", nargs="*", help="some of the sources")
    words.add_argument("--kind", choices=["tidy", "real"], default="tidy")
    asked = words.parse_args()
    warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
    known = register.total(asked.rows, kind=asked.kind)
    spent = register.cost(asked.rows) if asked.kind == "real" else None
    print(f"{asked.rows:,} rows, known to come to £{known:,}" + (f" for £{spent:,}" if spent else ""))
    with tempfile.TemporaryDirectory() as folder:
        for name, value in sources(Path(folder), asked.rows, asked.kind).items():
            if asked.only and name not in asked.only:
                continue
            started = time.perf_counter()
            for _ in range(asked.times):
                head = value().headline
                if head is None or (head.net, head.cost) != (known, spent):
                    raise SystemExit(f"{name}: {head}")
            seconds = (time.perf_counter() - started) / asked.times
            print(f"{name:12} £{head.net:,.2f}, {asked.times} times, {seconds:.1f} s each", flush=True)


def sources(folder: Path, rows: int, kind: str) -> dict[str, Callable[[], sv.Result]]:
    """A function for each source that values the register."""
    import dask.dataframe
    import duckdb
    import pandas as pd
    import polars as pl

    from socialvalue.frames import value_frame

    files = {end: register.write(folder / f"register.{end}", rows, kind=kind) for end in ("parquet", "csv", "xlsx")}
    parquet = str(files["parquet"])
    frame = pd.read_parquet(parquet)
    eager = pl.read_parquet(parquet)
    found: dict[str, Callable[[], sv.Result]] = {
        end: lambda path=path: sv.calculate(sv.read(path), BANK)  # type: ignore[misc]
        for end, path in files.items()
    }
    return found | {
        "pandas": lambda: value_frame(frame, bank=BANK),
        "polars": lambda: value_frame(eager, bank=BANK),
        "polars-lazy": lambda: value_frame(pl.scan_parquet(parquet), bank=BANK),
        "duckdb": lambda: value_frame(duckdb.read_parquet(parquet), bank=BANK),
        "dask": lambda: value_frame(dask.dataframe.read_parquet(parquet), bank=BANK),
        "pyspark": lambda: value_frame(spark().read.parquet(parquet), bank=BANK),
    }


def spark() -> Any:
    """Spark on this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    build = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in (("spark.sql.shuffle.partitions", "4"), ("spark.driver.host", "127.0.0.1")):
        build = build.config(name, value)
    session = build.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


if __name__ == "__main__":
    main()
