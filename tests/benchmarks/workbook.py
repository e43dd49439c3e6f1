"""Writing the results workbook of 10,000 lines and reading it back, beside a plain openpyxl script of the same cells.

    python tests/benchmarks/workbook.py

Each job is a process of its own, from start to exit, in seconds of processor time, with its peak memory; the jobs take
turns, and the best of each counts. Ours values the lines before it writes them; openpyxl is handed the finished cells,
without formats, charts or names. Ends with 1 if ours does not write 1.5 times as fast, or takes 200 MB or more.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LINES, TURNS, RATIO, MOST_MB = 10_000, 3, 1.5, 200
OUTCOMES = (
    "full-time-employment",
    "part-time-employment",
    "apprenticeship",
    "employment-training",
    "regular-volunteering",
)


def write_ours(path: str, _: str) -> None:
    """Value 10,000 lines and write the workbook."""
    import socialvalue as sv
    from socialvalue.showing.workbook.result import workbook

    lines = [
        sv.Line(
            f"Association {n % 400}",
            sv.Period.month(2020 + n % 5, n % 12 + 1),
            OUTCOMES[n % 5],
            n % 97 + 1,
            place=sv.Place("returns.xlsx", "Return", f"D{n + 2}"),
        )
        for n in range(LINES)
    ]
    result = sv.calculate(sv.Return(lines))
    Path(path).write_bytes(workbook(result))


def write_openpyxl(path: str, cells: str) -> None:
    """Write the same cells."""
    from openpyxl import Workbook

    book = Workbook()
    for name, rows in pickle.loads(Path(cells).read_bytes()):  # noqa: S301 - written by this script
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def read_ours(path: str, _: str) -> None:
    """Read every cell: its value, its formula and its format."""
    from socialvalue.verifying.workbook import read_workbook

    book = read_workbook(Path(path), Path(path).read_bytes())
    assert len(book.sheets["Lines"]) > LINES


def read_openpyxl(path: str, _: str) -> None:
    """Read every cell's value and, a second time, its formula."""
    from openpyxl import load_workbook

    for values in (True, False):
        book = load_workbook(path, data_only=values)
        found = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        assert len(found) > LINES


def save_cells(path: str, cells: str) -> None:
    """Keep the cells of our workbook, formulas as formulas, for openpyxl to write."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    found: list[tuple[str, list[Any]]] = [
        (sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book.worksheets
    ]
    Path(cells).write_bytes(pickle.dumps(found))


JOBS = {
    "write, ours": write_ours,
    "write, openpyxl": write_openpyxl,
    "read, ours": read_ours,
    "read, openpyxl": read_openpyxl,
}
ASIDE = {"save cells": save_cells}


def timed(job: str, path: Path, cells: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a job in a process of its own."""
    process = subprocess.Popen([sys.executable, __file__, job, str(path), str(cells)])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{job} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Run every job in turn, print, and judge."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs, cells = Path(folder, "ours.xlsx"), Path(folder, "openpyxl.xlsx"), Path(folder, "cells")
        for job in (
            "write, ours",
            "save cells",
        ):  # not here: a process inherits the peak memory of the one it starts in
            timed(job, ours, cells)
        best: dict[str, tuple[float, float]] = {}
        for _ in range(TURNS):
            for job in JOBS:
                path = theirs if job == "write, openpyxl" else ours
                seconds, memory = timed(job, path, cells)
                known = best.get(job, (seconds, 0.0))
                best[job] = min(seconds, known[0]), max(memory, known[1])
    print(f"{LINES:,} lines, best of {TURNS}")
    for job, (seconds, memory) in best.items():
        print(f"{job:16} {seconds:6.2f} s  {memory:5.0f} MB")
    written = best["write, openpyxl"][0] / best["write, ours"][0]
    print(f"write: {written:.2f} times as fast; read: {best['read, openpyxl'][0] / best['read, ours'][0]:.2f} times")
    if written < RATIO or best["write, ours"][1] >= MOST_MB:
        sys.exit(f"To reach: {RATIO} times as fast, under {MOST_MB} MB.")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        (JOBS | ASIDE)[sys.argv[1]](*sys.argv[2:])
    else:
        main()
