"""The sheets, tables and columns of the pack as records, before a workbook is written of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from attrs import frozen

from socialvalue.money import plain
from socialvalue.problems import Problem

#: What a column holds: words, pounds, a count, or nothing yet, for the auditor to fill in.
Kind: TypeAlias = Literal["text", "pounds", "count", "fill"]

Cell: TypeAlias = str | Decimal | int | None

#: Rows of problems and the like that are listed; more are counted.
MOST = 500


@frozen
class Column:
    """A column of a table: its heading, its width in characters, and what it holds."""

    head: str
    width: int
    kind: Kind = "text"


@frozen
class Table:
    """A table with a heading; `rows` hold a cell for each column that is not filled in later."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lead: str = ""


@frozen
class Sheet:
    """A sheet: what it is called, what it finds, and its tables, all of the same columns or fewer."""

    name: str
    title: str
    tables: tuple[Table, ...]
    lead: str = ""
    alarm: str = ""


_FACT, _WORDS = Column("", 34), Column("", 96)


def facts_table(title: str, rows: Iterable[tuple[str, str]], lead: str = "") -> Table:
    """A table of names and what is said of each."""
    return Table(title, (_FACT, _WORDS), tuple(rows), lead)


def texts_table(title: str, texts: Iterable[str]) -> Table:
    """A table of sentences."""
    return Table(title, (Column("", 100),), tuple((text,) for text in texts))


def problem_row(problem: Problem) -> tuple[Cell, ...]:
    """A problem: where, how grave and what, what to do, its code."""
    return (str(problem.place), f"{problem.severity}: {problem.message}", problem.remedy, problem.code)


def cells_of(sheet: Sheet) -> Iterator[Any]:
    """Every text of a sheet, for tests of what must not be in one."""
    yield from (sheet.name, sheet.title, sheet.lead, sheet.alarm)
    for table in sheet.tables:
        yield from (table.title, table.lead, *(column.head for column in table.columns))
        for row in table.rows:
            yield from (plain(cell) if isinstance(cell, Decimal) else str(cell) for cell in row if cell is not None)
