"""Registers as workbooks: ``python tests/benchmarks/registers.py [--rows 100000 1000000] [--kinds tidy real]``.

Whole processes: reading the cells with python-calamine alone, valuing the register with this package, and the same sum
with pandas and openpyxl (only up to 100,000 rows, for it takes minutes beyond). Aims for the tidy register: at most
1.3 x python-calamine, at least 8 x as fast as pandas and openpyxl, under 600 MB at a million rows; for the real one at
most 3 x python-calamine and 150 MB at 100,000 rows, 2.5 x and 400 MB at a million.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import register
from measure import Run, best, made, python, run

CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
rows = sum(1 for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows())
print(rows)
"""
OURS = """
import sys
import socialvalue as sv
print(sv.calculate(sv.read(sys.argv[1]), "hact-svb-2020").headline.net)
"""
PANDAS = f"""
import sys
import pandas as pd
table = pd.read_excel(sys.argv[1], engine="openpyxl")
print(int(table["outcome"].map({register.VALUES!r}).sum()))
"""


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    words.add_argument("--kinds", nargs="+", choices=["tidy", "real"], default=["tidy", "real"])
    asked = words.parse_args()
    for kind in asked.kinds:
        for rows in asked.rows:
            with tempfile.TemporaryDirectory() as folder:
                print(f"a {kind} register of {rows:,} rows")
                measured(made(Path(folder) / "register.xlsx", rows, kind), rows, str(register.total(rows, kind=kind)))


def measured(path: str, rows: int, known: str) -> None:
    """The figures of one register, whose total is known."""
    cells = best(python(CALAMINE, path))
    ours = best(python(OURS, path))
    assert ours.output.strip() == known, ours.output
    show(rows, "python-calamine", cells, cells)
    show(rows, "socialvalue", ours, cells)
    if rows <= 100_000:
        slow = run(python(PANDAS, path))
        assert slow.output.strip() == known, slow.output
        show(rows, "pandas + openpyxl", slow, cells)
        times = slow.seconds / ours.seconds
        print(f"{rows:>10,}  socialvalue is {times:.1f} x as fast as pandas + openpyxl (aim: 8)")


def show(rows: int, name: str, done: Run, against: Run) -> None:
    """One line of the table."""
    print(
        f"{rows:>10,}  {name:18} {done.seconds:7.2f} s  {done.work:7.2f} s of work  {done.megabytes:6.0f} MB  "
        f"{done.seconds / against.seconds:5.2f} x",
        flush=True,
    )


if __name__ == "__main__":
    main()
