"""How the rows of workbooks are read: ``python tests/benchmarks/ways.py FOLDER``.

Of each .xlsx in the folder and below: the rows a pattern takes, those parsed as XML a piece at a time, and those of
sheets that are parsed as a whole; at the end the share of each.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from socialvalue.formats import xlsx_fast_rows
from socialvalue.formats.open import read_sheets
from socialvalue.problems import BadData

WAYS = ("by a pattern", "parsed in pieces", "parsed as a whole")


def ways(path: Path) -> Counter[str]:
    """The rows of a workbook by the way they are read."""
    found: Counter[str] = Counter()
    by_pattern = xlsx_fast_rows._rows_by_pattern

    def counted(*given: Any) -> Any:
        rows = by_pattern(*given)
        found[WAYS[0]] += len(rows[0]) if rows else 0
        return rows

    pieces = xlsx_fast_rows._pieces

    def all_pieces(sheet: Any) -> Any:
        for rows in pieces(sheet):
            found["in pieces"] += len(rows)
            yield rows

    xlsx_fast_rows._rows_by_pattern, xlsx_fast_rows._pieces = counted, all_pieces
    try:
        rows = sum(len(list(sheet.rows)) for sheet in read_sheets(path))
    finally:
        xlsx_fast_rows._rows_by_pattern, xlsx_fast_rows._pieces = by_pattern, pieces
    in_pieces = found.pop("in pieces", 0)
    return Counter(dict(zip(WAYS, (found[WAYS[0]], in_pieces - found[WAYS[0]], rows - in_pieces), strict=True)))


def main() -> None:
    """Print the figures."""
    total: Counter[str] = Counter()
    for path in sorted(Path(sys.argv[1]).rglob("*.xlsx")):
        try:
            found = ways(path)
        except BadData as err:
            print(f"{path.name}: {err.problems[0].code}")
            continue
        total += found
        print(f"{path.name}: " + ", ".join(f"{found[way]:,} {way}" for way in WAYS))
    rows = total.total() or 1
    print("in all: " + ", ".join(f"{100 * total[way] / rows:.1f}% {way}" for way in WAYS))


if __name__ == "__main__":
    main()
