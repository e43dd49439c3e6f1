"""A made-up register of any size, with the total known by how it is made.

Row by row it is drawn from small lists by a seeded generator; it stands for nobody. The total of value is the count of
each outcome times the value of one, known before anything reads the register.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEADER = ["organisation", "period", "outcome", "age", "area", "person"]
ORGANISATIONS = [f"Association {number:02d}" for number in range(1, 21)]
PERIODS = [f"2020-{month:02d}" for month in range(1, 13)]
AGES = ["under 25", "25-49", "50+"]
AREAS = ["London", "Outside London"]

#: What one person is worth, as published for October 2020, in pounds; also in seeds/.
VALUES = {
    "Full-time employment": 14_433,
    "Part-time employment": 1_229,
    "Apprenticeship": 2_353,
    "Employment training": 807,
    "Regular volunteering": 3_249,
}


def rows(number: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """The rows; everyone in them has a key of their own."""
    draw = random.Random(seed).choices  # noqa: S311 - made-up people, not secrets
    outcomes = list(VALUES)
    at_a_time = 10_000
    for start in range(0, number, at_a_time):
        size = min(at_a_time, number - start)
        columns = [draw(choices, k=size) for choices in (ORGANISATIONS, PERIODS, outcomes, AGES, AREAS)]
        people = [f"P{person:08d}" for person in range(start, start + size)]
        yield from zip(*columns, people, strict=True)


def total(number: int, seed: int = 7) -> int:
    """The value of the register in pounds."""
    counts = Counter(row[2] for row in rows(number, seed))
    return sum(counts[outcome] * value for outcome, value in VALUES.items())


def columns(number: int, seed: int = 7) -> dict[str, list[str]]:
    """The register as columns, to make a frame of."""
    return dict(zip(HEADER, map(list, zip(*rows(number, seed), strict=True)), strict=True))


def write(path: Path, number: int, seed: int = 7) -> Path:
    """The register as an .xlsx, .csv or .parquet file, by the name's ending."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(rows(number, seed))
    elif path.suffix == ".parquet":
        _write_parquet(path, number, seed)
    else:
        _write_workbook(path, number, seed)
    return path


def _write_workbook(path: Path, number: int, seed: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Register")
        for at, row in enumerate([HEADER, *rows(number, seed)]):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)


def _write_parquet(path: Path, number: int, seed: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([(name, pa.string()) for name in HEADER])
    with parquet.ParquetWriter(path, schema) as writer:
        some: list[Any] = []
        for row in rows(number, seed):
            some.append(row)
            if len(some) == 100_000:
                writer.write_table(_table(some, schema))
                some.clear()
        writer.write_table(_table(some, schema))


def _table(some: list[Any], schema: Any) -> Any:
    import pyarrow as pa

    return pa.table([list(column) for column in zip(*some, strict=True)] if some else [[]] * len(HEADER), schema=schema)
