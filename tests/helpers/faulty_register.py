"""Registers in which every fourth row has a fault: the same faults, however many rows there are.

They are of both kinds of `helpers.register`, with the columns of the real one; in the tidy one most are blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from helpers import register

Row: TypeAlias = list[str]
Fault: TypeAlias = Callable[[Row, int], Row]

_AT = {name: at for at, name in enumerate(register.REAL_HEADER)}


def _put(**cells: str) -> Fault:
    """Put cells in the place of others; {} in a cell is the number of the row."""

    def faulty(row: Row, number: int) -> Row:
        for name, cell in cells.items():
            row[_AT[name]] = cell.format(number)
        return row

    return faulty


def _in_turn(*faults: Fault) -> Fault:
    return lambda row, number: faults[number // 4 % len(faults)](row, number)


#: What a row becomes, as text between commas.
FAULTS: dict[str, Fault] = {
    "unknown outcomes, each another": _put(outcome="Class {}"),
    "one unknown outcome": _put(outcome="Zumba"),
    "dates that are none": _in_turn(_put(start="31/02/2020"), _put(end="soon"), _put(period="2020-13")),
    "end before start": _put(start="2020-06-01", end="2020-05-01"),
    "costs below zero, or none": _in_turn(_put(cost="-12.50"), _put(cost="about 12"), _put(cost='"1,2.00"')),
    "blank organisations": _put(organisation=""),
    "error cells": _in_turn(_put(outcome="#N/A"), _put(cost="#DIV/0!"), _put(start="#REF!"), _put(age="#NAME?")),
}
FAULTS["all of these in turn"] = _in_turn(*FAULTS.values())

#: Faults of text between commas alone.
FAULTS_OF_TEXT: dict[str, Fault] = {
    "too many cells": lambda row, _: [*row, "", "more"],
    "too few cells": lambda row, _: row[:2],
    "cp1252, and unknown outcomes": _put(outcome="Café {}", Ward="Tý £"),
}

#: A quotation mark opened in the middle row, in a file without others and in one with many.
OPEN_QUOTES: dict[str, Fault] = {
    "an open quotation mark": lambda row, _: row,
    "an open quotation mark among others": _put(Ward='"Ward 1, east"'),
}


EVERY_FAULT = FAULTS | FAULTS_OF_TEXT | OPEN_QUOTES
NONE = "no fault"


def without_numbers(text: str) -> str:
    """What is said of a fault without its numbers, its cell, and the rows on which there is the same."""
    text = re.sub(r" The same in (row \d+|[\d,]+ more rows: [\d, ]+( and [\d,]+ more)?)\.", "", text)
    return re.sub(r"(\.csv|\.parquet)(![A-Z]+\d+)?|\d[\d,.:/-]*", "#", text)


def write(path: Path, rows: int, fault: str, kind: register.Kind = "real") -> None:
    """Write a register, as .csv or .parquet, in which every fourth row has a fault."""
    made = _faulty(rows, fault, kind)
    if path.suffix == ".parquet":
        unquoted = ([cell.strip('"') or None for cell in row] for row in made)
        register.write_parquet(path, unquoted, register.REAL_HEADER, text=True)
        return
    with path.open("w", newline="", encoding="cp1252" if fault.startswith("cp1252") else "utf-8") as file:
        file.write(",".join(register.REAL_HEADER) + "\n")
        file.writelines(",".join(row) + "\n" for row in made)


def _faulty(rows: int, fault: str, kind: register.Kind) -> Iterator[Row]:
    change = EVERY_FAULT.get(fault, lambda row, _: row)
    for number, row in enumerate(register.rows(rows, kind=kind)):
        cells = ["" if cell is None else str(cell) for cell in row]
        cells += [""] * (len(register.REAL_HEADER) - len(cells))
        if fault in OPEN_QUOTES and number == rows // 2:
            yield _put(Adviser='"Sam')(cells, number)
        else:
            yield change(cells, number) if number % 4 == 1 else cells
