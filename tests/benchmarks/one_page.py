"""The one-page return, ``sv calc`` against a plain script: ``python tests/benchmarks/one_page.py``.

Run it with a Python that has only this package, as a user's has: pint imports numpy and dask where they are installed.
Aims: at most 0.45 x the script, under 80 MB; ``sv --help`` under 60 ms of its own, beyond starting Python.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import best, python, sv

RETURN = Path(__file__).parents[2] / "seeds" / "returns-2020-10.xlsx"

SCRIPT = """
import sys
import pandas as pd
values = {"full-time employment": 14433, "part-time employment": 1229, "apprenticeship": 2353,
          "employment training": 807, "regular volunteering": 3249}
table = pd.read_excel(sys.argv[1], engine="openpyxl")
table.columns = [str(name).strip().lower() for name in table.columns]
worth = table["quantity"] * table["outcome"].str.lower().map(values)
print(int(table["quantity"].sum()), int(worth.sum()))
"""


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--script-python", default=sys.executable, help="a Python that has pandas and openpyxl")
    other = words.parse_args().script_python
    start = best(python("pass"), 9)
    script = best([other, *python(SCRIPT, str(RETURN))[1:]], 7)
    calc = best(sv("calc", str(RETURN)), 7)
    helped = best(sv("--help"), 9)
    assert "1285 3063571" in script.output, script.output
    assert "£3,063,571" in calc.output
    for name, found in (
        ("pandas + openpyxl", script),
        ("sv calc", calc),
        ("sv --help", helped),
        ("python -c pass", start),
    ):
        print(f"{name:20}{found.seconds:6.3f} s, {found.work:6.3f} s of work, {found.megabytes:6.1f} MB")
    print(f"sv calc: {calc.work / script.work:.2f} x the script (aim: 0.45), {calc.megabytes:.0f} MB (aim: 80)")
    print(f"sv --help: {1000 * (helped.work - start.work):.0f} ms of its own (aim: 60)")


if __name__ == "__main__":
    main()
