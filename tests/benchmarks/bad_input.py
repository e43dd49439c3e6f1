"""Registers with faults: ``python tests/benchmarks/bad_input.py [--rows 2000 1000000] [--only "end before start"]``.

Each fault is in every fourth row of a small register and of a large one. Whole processes: ``sv check`` on each, with
``--problems``. Both must say the same, but for the numbers in it; every fault must be in the file of problems; and the
large one must be checked in 400 MB. The time is set beside that of one without faults.
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

from attrs import frozen
from helpers.faulty_register import EVERY_FAULT, FAULTS, NONE, without_numbers
from measure import python, run, sv

MOST_MB = 400
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
    wrong = []
    print(f"{'':55} {'rows':>9} {'seconds':>8} {'MB':>5}  problems written")
    for kind, ending in product(asked.kinds, asked.endings):
        checked(NONE, ending, asked.rows[1], kind)
        for fault in EVERY_FAULT if ending == "csv" else FAULTS:
            if asked.only and fault not in asked.only:
                continue
            few, many = [checked(fault, ending, rows, kind) for rows in asked.rows]
            if few.shown != many.shown or few.kinds.keys() != many.kinds.keys():
                wrong.append(f"small and large say other things of {kind} .{ending}, {fault}")
                show_difference("shown", few.shown, many.shown)
                show_difference("written", set(few.kinds), set(many.kinds))
            if many.megabytes > MOST_MB:
                wrong.append(f"{kind} .{ending}, {fault} takes {many.megabytes:.0f} MB")
    if wrong:
        raise SystemExit(f"{'; '.join(wrong)}.")


@frozen
class Checked:
    """A register that was checked.

    Attributes:
        megabytes: of memory at its peak.
        shown: the lines on the terminal, without numbers.
        kinds: how many problems of each kind are in the file of them.
    """

    megabytes: float
    shown: set[str]
    kinds: Counter[str]


def checked(fault: str, ending: str, rows: int, kind: str) -> Checked:
    """What ``sv check`` says of a register.

    That there are more of a kind than are named, only the large one says in some cases.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, problems = Path(folder) / f"register.{ending}", Path(folder) / "problems.csv"
        run(python(MAKE, str(path), str(rows), fault, kind))
        done = run(sv("check", str(path), "--problems", str(problems)), errors=True)
        kinds = Counter(written_problems(problems))
        said = f"{kinds.total():,} of {len(kinds)} kinds"
        print(
            f"{f'{kind} .{ending}, {fault}':55} {rows:>9,} {done.work:>8.1f} {done.megabytes:>5.0f}  {said}", flush=True
        )
        told = {without_numbers(line) for line in done.output.splitlines() if not line.endswith("[more-problems]")}
        return Checked(done.megabytes, told, kinds)


def written_problems(path: Path) -> Iterator[str]:
    """The problems of a file of them, without numbers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield f"{row['severity']} {without_numbers(row['problem'])} [{row['code']}]"


def show_difference(where: str, few: set[str], many: set[str]) -> None:
    """What only the small register says, and what only the large one does."""
    for name, only in (("small", few - many), ("large", many - few)):
        for text in sorted(only)[:6]:
            print(f"    {where} of the {name} one alone: {text[:200]}")


if __name__ == "__main__":
    main()
