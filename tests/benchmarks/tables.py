"""Registers as .csv and .parquet: ``python tests/benchmarks/tables.py [--rows 1000000 10000000] [--kinds tidy real]``.

Whole processes: a hand-written group-by in DuckDB, the same with the check that nobody is in it twice, and this
package. Aims: for the tidy register at most 1.5 x the group-by, and memory that does not grow from 1 to 10 million
rows; for the real one at most 1.5 x the group-by by what decides the value, with the check.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import register
from measure import best, made, python
from registers import OURS, show

OPEN = """
import sys, tempfile
import duckdb
base = duckdb.connect(config={"memory_limit": "1GB", "temp_directory": tempfile.mkdtemp()})
base.execute("SET enable_progress_bar = false")
table = f"read_csv('{sys.argv[1]}', all_varchar=true)" if sys.argv[1].endswith("csv") else f"'{sys.argv[1]}'"
"""
TIDY = """
found = base.sql(f"SELECT outcome, count(*), organisation, period, age, area FROM {table} GROUP BY ALL").fetchall()
"""
# What decides the value of a row of the real register: by the day it starts, in which financial year it begins.
REAL = """
decides = "outcome, period, age, area, project, year(start::DATE - INTERVAL 3 MONTH)"
found = base.sql(f"SELECT {decides}, count(*), sum(cost::DECIMAL(18, 2)) FROM {table} GROUP BY ALL").fetchall()
found = [(row[0], row[6]) for row in found]
"""
VALUE = f"print(sum(row[1] * {register.VALUES!r}[row[0]] for row in found))\n"
# In a tidy register nobody has two rows; in a real one some do, but not of one outcome.
TWICE = """
query = f"SELECT count(*) FROM (SELECT person FROM {table} GROUP BY person HAVING count(*) > 1)"
assert base.sql(query).fetchall() == [(0,)]
"""
TWICE_FOR_ONE = TWICE.replace("GROUP BY person", "GROUP BY organisation, person, outcome")


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    words.add_argument("--kinds", nargs="+", choices=["tidy", "real"], default=["tidy", "real"])
    asked = words.parse_args()
    for kind in asked.kinds:
        group, twice = (TIDY, TWICE) if kind == "tidy" else (REAL, TWICE_FOR_ONE)
        for rows, ending in product(asked.rows, ("csv", "parquet")):
            with tempfile.TemporaryDirectory() as folder:
                path = made(Path(folder) / f"register.{ending}", rows, kind)
                known = str(register.total(rows, kind=kind))
                bare = best(python(OPEN + group + VALUE, path), 2)
                checked = best(python(OPEN + group + twice + VALUE, path), 2)
                ours = best(python(OURS, path), 2)
                print(f"a {kind} register of {rows:,} rows, .{ending}")
                for name, done in (("group-by", bare), ("… and people checked", checked), ("socialvalue", ours)):
                    assert done.output.strip() == known, (name, done.output)
                    show(rows, name, done, bare if kind == "tidy" else checked)


if __name__ == "__main__":
    main()
