"""Registers with faults: ``python tests/benchmarks/bad_input.py [--rows 2000 1000000] [--only "end before start"]``.

Each fault is in every fourth row of a small register and of a large one. Whole processes: ``sv check`` on each, with
``--problems`` and without. Both must say the same, but for the numbers in it; every fault must be in the file of
problems; and time and memory must be bounded by those of the large register without faults.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.faulty_register import EVERY_FAULT, FAULTS, without_numbers
from measure import Run, python, run, sv

MAKE = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
MAKE += "import pathlib\nfrom helpers import faulty_register\n"
MAKE += "faulty_register.write(pathlib.Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])"


def main() -> None:
    """Print the figures; fail where small and large say other things."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, nargs=2, default=[2_000, 1_000_000])
    words.add_argument("--only", nargs="*", help="some of the faults")
    words.add_argument("--endings", nargs="+", choices=["csv", "parquet"], default=["csv", "parquet"])
    words.add_argument("--kinds", nargs="+", choices=["tidy", "real"], default=["tidy", "real"])
    asked = words.parse_args()
    differ = []
    print(f"{'':45} {'rows':>9} {'seconds':>8} {'MB':>5} {'with --problems':>8} {'MB':>5}  problems written")
    for kind, ending in product(asked.kinds, asked.endings):
        faults = EVERY_FAULT if ending == "csv" else FAULTS
        for fault in faults:
            if asked.only and fault not in asked.only:
                continue
            said = [checked(fault, ending, rows, kind) for rows in asked.rows]
            if said[0] != said[1]:
                differ.append(f"{kind} .{ending}, {fault}")
                for where, few, many in (("shown", *(one[0] for one in said)), ("written", *(one[1] for one in said))):
                    show_difference(where, few, many)
    if differ:
        raise SystemExit(f"Small and large say other things: {'; '.join(differ)}.")


def checked(fault: str, ending: str, rows: int, kind: str) -> tuple[set[str], set[str]]:
    """What is said of a register, on the terminal and in the file of problems, without numbers.

    That there are more of a kind than are named, only the large one says in some cases.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, problems = Path(folder) / f"register.{ending}", Path(folder) / "problems.csv"
        run(python(MAKE, str(path), str(rows), fault, kind))
        shown = run(sv("check", str(path)), errors=True)
        written = run(sv("check", str(path), "--problems", str(problems)), errors=True)
        kinds = Counter(written_problems(problems))
        show(f"{kind} .{ending}, {fault}", rows, shown, written, kinds)
        told = {without_numbers(line) for line in shown.output.splitlines() if not line.endswith("[more-problems]")}
        return told, set(kinds)


def written_problems(path: Path) -> Iterator[str]:
    """The problems of a file of them, without numbers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield f"{row['severity']} {without_numbers(row['problem'])} [{row['code']}]"


def show(name: str, rows: int, shown: Run, written: Run, kinds: Counter[str]) -> None:
    """One row of the table."""
    times = f"{shown.work:>8.1f} {shown.megabytes:>5.0f} {written.work:>15.1f} {written.megabytes:>5.0f}"
    print(f"{name:45} {rows:>9,} {times}  {kinds.total():,} of {len(kinds)} kinds", flush=True)


def show_difference(where: str, few: set[str], many: set[str]) -> None:
    """What only the small register says, and what only the large one does."""
    for name, only in (("small", few - many), ("large", many - few)):
        for text in sorted(only)[:6]:
            print(f"    {where} of the {name} one alone: {text[:200]}")


if __name__ == "__main__":
    main()
