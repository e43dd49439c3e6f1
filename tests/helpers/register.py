"""Made-up registers of any size, with the total known by how they are made.

There are two. The tidy one has six columns of text. The real one is as landlords keep them: the days an outcome began
and ended, a cost with pence, a project, columns of their own to group by, cells left blank, and one person in twenty
with a second row. Row by row they are drawn from small lists by a seeded generator; they are about nobody. The total
of value is the count of each outcome times the value of one, known before anything reads the register.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["tidy", "real"]

HEADER = ["organisation", "period", "outcome", "age", "area", "person"]
REAL_HEADER = [*HEADER, "project", "start", "end", "cost", "Gender", "Referred by", "Adviser", "Ward"]
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


PROJECTS = [f"Project {number:02d}" for number in range(1, 41)]
GENDERS = ["Female", "Male", ""]
REFERRALS = ["Housing officer", "Jobcentre", "Self", "Family or friend", ""]
ADVISERS = [f"Adviser {number:02d}" for number in range(1, 31)]
WARDS = [f"Ward {number:02d}" for number in range(1, 26)]

#: A second row of one person is for the other of these, which may both be claimed.
TWICE = ("Employment training", "Regular volunteering")


def rows(number: int, seed: int = 7, kind: Kind = "tidy") -> Iterator[tuple[Any, ...]]:
    """The rows; in a tidy register everyone has a key of their own."""
    return _tidy(number, seed) if kind == "tidy" else islice(_real(number, seed), number)


def _tidy(number: int, seed: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(seed).choices  # noqa: S311 - made-up people, not secrets
    outcomes = list(VALUES)
    at_a_time = 10_000
    for start in range(0, number, at_a_time):
        size = min(at_a_time, number - start)
        columns = [draw(choices, k=size) for choices in (ORGANISATIONS, PERIODS, outcomes, AGES, AREAS)]
        people = [f"P{person:08d}" for person in range(start, start + size)]
        yield from zip(*columns, people, strict=True)


def _real(number: int, seed: int) -> Iterator[tuple[Any, ...]]:
    random_ = random.Random(seed)  # noqa: S311 - made-up people
    pick, chance, whole = random_.choice, random_.random, random_.randrange
    outcomes = list(VALUES)
    for person in range(number):
        organisation, month, age, area = pick(ORGANISATIONS), whole(12) + 1, pick([*AGES, ""]), pick(AREAS)
        asked = TWICE if chance() < 0.05 else (pick(outcomes),)
        for outcome in asked:
            start = dt.date(2020, month, whole(28) + 1)
            end = start + dt.timedelta(days=185 + whole(200)) if chance() < 0.6 else None
            cost = Decimal(whole(250_000)).scaleb(-2) if chance() < 0.9 else None
            tags = pick(GENDERS), pick(REFERRALS), pick(ADVISERS), pick(WARDS)
            known = organisation, f"2020-{month:02d}", outcome, age, area, f"P{person:08d}"
            yield *known, pick(PROJECTS), start, end, cost, *tags


def header(kind: Kind) -> list[str]:
    """The headers of a register."""
    return HEADER if kind == "tidy" else REAL_HEADER


def total(number: int, seed: int = 7, kind: Kind = "tidy") -> int:
    """The value of the register in pounds."""
    counts = Counter(row[2] for row in rows(number, seed, kind))
    return sum(counts[outcome] * value for outcome, value in VALUES.items())


def cost(number: int, seed: int = 7) -> Decimal:
    """What the real register says was spent, in pounds."""
    return sum((row[9] for row in rows(number, seed, "real") if row[9] is not None), Decimal(0))


def columns(number: int, seed: int = 7, kind: Kind = "tidy") -> dict[str, list[Any]]:
    """The register as columns, to make a frame of."""
    return dict(zip(header(kind), map(list, zip(*rows(number, seed, kind), strict=True)), strict=True))


def write(path: Path, number: int, seed: int = 7, kind: Kind = "tidy") -> Path:
    """The register as an .xlsx, .csv or .parquet file, by the name's ending."""
    made = rows(number, seed, kind)
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header(kind))
            writer.writerows(made)
    elif path.suffix == ".parquet":
        write_parquet(path, made, header(kind))
    else:
        _write_workbook(path, made, header(kind))
    return path


def _write_workbook(path: Path, made: Iterator[Sequence[Any]], names: list[str]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Register")
        day, pounds = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "#,##0.00"})
        sheet.write_row(0, 0, names)
        for at, row in enumerate(made, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(at, column, cell)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell is not None:
                    sheet.write_number(at, column, float(cell), pounds)


def write_parquet(path: Path, made: Iterator[Sequence[Any]], names: list[str], *, text: bool = False) -> None:
    """Write rows as a .parquet file; `text` where days and costs are text too."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {"start": pa.date32(), "end": pa.date32(), "cost": pa.decimal128(9, 2)}
    schema = pa.schema([(name, pa.string() if text else kinds.get(name, pa.string())) for name in names])
    with parquet.ParquetWriter(path, schema) as writer:
        while some := list(islice(made, 100_000)):
            writer.write_table(pa.table([list(column) for column in zip(*some, strict=True)], schema=schema))
