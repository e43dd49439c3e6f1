"""A tracker in the writer's own words: how long a map of it takes, and how long reading it by the map.

Run it as a script: ``python tests/benchmarks/mapping.py [ROWS]``. It prints the seconds of a processor, the best of
three, and the two ratios that are promised: a map under 3 times the reading of the cells alone, and a mapped read at
most 1.3 times that of the same rows in the long form.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import socialvalue as sv
from socialvalue.formats.open import read_sheets

OWN = {
    "Into work FT": "Full-time employment",
    "P/T job": "Part-time employment",
    "Volunteering (2 hrs pw)": "Regular volunteering",
    "apprentice": "Apprenticeship",
    "Employability course": "Employment training",
}
PROJECTS = ["Kickstart", "Works Well", "Digital Hub"]


def files(folder: Path, rows: int) -> tuple[Path, Path, Path, Path]:
    """The same records as a tracker and in the long form, each as a workbook and as text."""
    draw = random.Random(1)  # noqa: S311 - made-up records
    tracker = [["Ref", "Scheme / Project", "Start Date", "Outcome", "Outcome Date", "Evidence on file?"]]
    plain = [["person", "project", "organisation", "outcome", "period", "evidence"]]
    for number in range(rows):
        day = dt.date(2024, 4, 1) + dt.timedelta(draw.randrange(360))
        project, word = draw.choice(PROJECTS), draw.choice(list(OWN))
        tracker.append([f"CI{number:06}", project, "01/04/2024", word, f"{day:%d/%m/%Y}", "Y"])
        plain.append([f"CI{number:06}", project, "Vale Homes", OWN[word], f"{day:%d/%m/%Y}", "Y"])
    found = []
    for name, table in (("tracker", tracker), ("plain", plain)):
        found += [_book(folder / f"{name}.xlsx", table), _text(folder / f"{name}.csv", table)]
    return found[0], found[1], found[2], found[3]


def _book(path: Path, table: list[list[str]]) -> Path:
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("CI Tracker")
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return path


def _text(path: Path, table: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    return path


def best(what: Callable[[], object]) -> float:
    """The seconds of a processor that it takes, the best of three."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        what()
        seconds.append(time.process_time() - start)
    return min(seconds)


def cells(path: Path) -> int:
    """Go through every cell."""
    return sum(len(row) for sheet in read_sheets(path) for _, row in sheet.rows)


def main() -> None:
    """Print the seconds and the ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        book, text, plain_book, plain_text = files(Path(folder), rows)
        print(f"{rows:,} rows")
        for name, tracker, plain in (("workbook", book, plain_book), ("csv", text, plain_text)):
            found = sv.suggest_mapping(tracker)
            seconds = {
                "cells": best(lambda path=tracker: cells(path)),  # type: ignore[misc]
                "map": best(lambda path=tracker: sv.suggest_mapping(path)),  # type: ignore[misc]
                "long form": best(lambda path=plain: sv.read(path)),  # type: ignore[misc]
                "by map": best(lambda path=tracker, by=found: sv.read(path, mapping=by)),  # type: ignore[misc]
            }
            told = ", ".join(f"{what} {taken:.2f} s" for what, taken in seconds.items())
            print(f"{name}: {told}")
            print(f"  a map takes {seconds['map'] / seconds['cells']:.2f} times the cells (under 3)")
            ratio = seconds["by map"] / seconds["long form"]
            print(f"  a mapped read takes {ratio:.2f} times the long form (at most 1.3)")


if __name__ == "__main__":
    main()
