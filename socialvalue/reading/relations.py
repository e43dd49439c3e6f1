"""Rows grouped by DuckDB, where they lie: in a file, or in a table of somebody's own.

Before rows are grouped it is asked whether anyone stands in several of them. The hashes of their keys, eight bytes
each, are parted into files on disk and each part is sorted, so that the memory does not grow with the rows. Only where
two are equal are the keys themselves compared.
"""

from __future__ import annotations

import secrets
import string
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from typing import Any, Literal

from socialvalue.reading import cells
from socialvalue.reading.registers import Group

_BITS = 5  # of a hash, that say which file it goes to
_PARTS = 1 << _BITS
_KEY = "person__"
_SALT = secrets.randbits(62)  # without it, a hash found on a disk could be that of somebody's key
_ERRORS = [f"'{error}'" for error in sorted(cells.ERRORS)]

#: Who stands in the rows: nobody that is known, someone else in each, some people, or the same people again.
Who = Literal["nobody", "each", "some", "again"]


def groups(relation: Any, names: Sequence[str], person: str | None, number: str | None = None) -> Iterator[Group]:
    """The groups of rows, made by DuckDB; those of people who stand in several rows apart.

    Args:
        relation: the rows, a ``duckdb.DuckDBPyRelation``.
        names: the columns that matter; a group has a cell for each.
        person: the one of them that says who it is.
        number: a column with the number of the row, counted from 0.
    """
    wanted = [f"any_value({_KEY})" if name == person else _quoted(name) for name in names]
    alike = [_quoted(name) for name in names if name != person]
    apart = "NULL"
    if person is not None:
        text = relation.types[relation.columns.index(person)] == "VARCHAR"
        key = _trimmed(_quoted(person)) if text else _quoted(person)
        who = _who(relation, key, text=text)
        # Of people who stand in one row each, anyone stands for the others.
        someone = {"nobody": "NULL", "each": "'someone'"}.get(who, f"nullif({key}, '')" if text else key)
        relation = relation.project(f"*, {someone} AS {_KEY}")
        if who == "again":
            relation, apart = _marked(relation, text=text), f"again.{_KEY}"
            alike.append(apart)
            wanted = [f"any_value(given.{_KEY})" if name == person else _quoted(name) for name in names]
    wanted += ["count(*)", f"min({_quoted(number)})" if number else "NULL", apart]
    for *held, rows, row, again in relation.aggregate(", ".join(wanted), ", ".join(alike)).fetchall():
        found = tuple([value if type(value) is str else cells.from_engine(value) for value in held])
        yield Group(found, rows, again is not None, None if row is None else row + 1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _trimmed(column: str) -> str:
    """A text without spaces around it; to look at its ends first takes a fifth of the time."""
    spaces = f"ord({column}) <= 32 OR ord({column}[-1]) <= 32"
    return f"(CASE WHEN {spaces} THEN trim({column}, '{string.whitespace}') ELSE {column} END)"


def _marked(relation: Any, *, text: bool) -> Any:
    """The rows as ``given``, each beside the key of its person in ``again`` where that stands in several.

    An error stands there too, so that it is found as a row of its own.
    """
    given = relation.set_alias("given")
    people = given.filter(f"{_KEY} IS NOT NULL").aggregate(f"{_KEY}, count(*) AS times__")
    several = people.filter("times__ > 1" + (f" OR {_KEY} IN ({', '.join(_ERRORS)})" if text else ""))
    return given.join(several.project(_KEY).set_alias("again"), f"given.{_KEY} = again.{_KEY}", "left")


def _who(relation: Any, key: str, *, text: bool) -> Who:
    """Who stands in the rows, by the hashes of their keys."""
    if find_spec("numpy") is None or find_spec("pyarrow") is None:
        return "again"  # which is found out the slow way
    import numpy as np
    import pyarrow as pa

    blank = _hashes("NULL", "''") if text else _hashes("NULL")
    bounds = np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(64 - _BITS)
    blanks = known = 0
    with ExitStack() as opened:
        parts = [opened.enter_context(tempfile.TemporaryFile()) for _ in range(_PARTS)]

        def keep(marks: Any) -> None:
            for part, some in zip(parts, np.split(marks, np.searchsorted(marks, bounds)), strict=True):
                part.write(some.data)

        if text:
            keep(np.sort(np.array(_hashes(*_ERRORS), dtype=np.uint64)))  # with one more there are two
        for batch in pa.RecordBatchReader.from_stream(relation.project(_hash(key))):
            column = batch.column(0)  # its own way to numpy imports pandas where that is installed
            held = np.frombuffer(column.buffers()[1], dtype=np.uint64)
            marks = np.sort(held[column.offset : column.offset + len(column)])
            for value in blank:
                none = slice(*(np.searchsorted(marks, np.uint64(value), side) for side in ("left", "right")))
                blanks += none.stop - none.start
                marks = np.delete(marks, none) if none.stop > none.start else marks
            known += len(marks)
            keep(marks)
        for part in parts:
            part.seek(0)
            marks = np.sort(np.frombuffer(part.read(), dtype=np.uint64))
            if (marks[1:] == marks[:-1]).any():
                return "again"
    return "nobody" if not known else "some" if blanks else "each"


def _hashes(*values: str) -> list[int]:
    """What DuckDB makes of constants, as it does of the keys."""
    import duckdb

    return list(duckdb.sql(f"SELECT {', '.join(map(_hash, values))}").fetchall()[0])


def _hash(value: str) -> str:
    return f"hash({value}, {_SALT})"
