"""Rows grouped by DuckDB, in a file or in a table of the caller's own.

Before rows are grouped, DuckDB looks for people who are in several of them. The hashes of their keys, eight bytes
each, are split into files on disk and each part is sorted, so that the memory does not grow with the rows. Only where
two are equal are the keys themselves compared.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from typing import IO, Any, Literal

from socialvalue.formats import sheets
from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated
from socialvalue.reading.engines.row_groups import Group
from socialvalue.reading.person_keys import NO_KEYS, key_of
from socialvalue.records.registers import SOMEONE
from socialvalue.records.returns import LARGEST

_BITS = 5  # of a hash, that say which file it goes to
_PARTS = 1 << _BITS
_KEY = "person__"
_DIGITS = "[0-9]{1,7}"  # of a quantity that is plainly written
_SALT = secrets.randbits(62)  # without it, a hash found on a disk could be that of somebody's key
_ERRORS = [f"'{error.lower()}'" for error in sorted(sheets.ERRORS)]  # as a key is compared
_UNSEEN = "".join(f"\\x{{{ord(letter):x}}}" for letter in sheets.UNSEEN)
_SPACES = r"\s\p{Z}\x{85}\x{1c}-\x{1f}"

#: Who is in the rows: nobody that is known, someone else in each, some people, or the same people again.
Who = Literal["nobody", "each", "some", "again"]


class TooManyGroups(Exception):
    """There are more groups than may be."""


def groups(
    relation: Any,
    names: Sequence[str],
    person: str | None,
    *,
    quantity: str | None = None,
    number: str | None = None,
    most: int | None = None,
) -> Iterator[Group]:
    """The groups of rows, made by DuckDB; those of people who are in several rows apart.

    Args:
        relation: the rows, a ``duckdb.DuckDBPyRelation``.
        names: the columns that matter; a group has a cell for each.
        person: the one of them that says who it is.
        quantity: the one of them that says how many; whole numbers in it are added up.
        number: a column with the number of the row, counted from 0.
        most: how many groups there may be.

    Raises:
        TooManyGroups: when there are more.
    """
    relation = in_utc(relation)
    wanted = {name: quoted(name) for name in names}
    types = dict(zip(relation.columns, relation.types, strict=True))
    apart = added = ""
    if person is not None:
        text = types[person] == "VARCHAR"
        key = _plain_key(wanted[person]) if text else wanted[person]
        who = _who(relation, key, text=text)
        wanted[person] = {"nobody": "FALSE", "each": "TRUE"}.get(who, f"{key} IS NOT NULL")
        if who == "again":
            relation, apart = _marked(relation, key, text=text), f"again.{_KEY}"
    if quantity is not None and (whole := _whole(wanted[quantity], str(types[quantity]))):
        added = f"CASE WHEN {apart or 'NULL'} IS NULL THEN {whole} END"
        none, one, many = ("'0'", "'1'", "'2'") if types[quantity] == "VARCHAR" else ("0", "1", "2")
        other = f"WHEN {added} IS NULL THEN {wanted[quantity]}"
        wanted[quantity] = f"CASE {other} WHEN {added} > 1 THEN {many} WHEN {added} = 1 THEN {one} ELSE {none} END"
    alike = [*wanted.values(), *([apart] if apart else [])]
    counts = ["count(*)"]
    if number is not None:
        counts.append(f"min({quoted(number)})")
    if added:
        counts.append(f"sum({added})")
    if most is not None:
        _check_number(relation, alike, most)
    found = relation.aggregate(", ".join([*alike, *counts]), ", ".join(alike))
    width, at = len(names), None if person is None else names.index(person)
    found = found.order("ALL")
    rows_found = found.fetchall() if most is None else found.limit(most + 1).fetchall()
    if most is not None and len(rows_found) > most:
        raise TooManyGroups
    for row in rows_found:
        held = [sheets.as_cell(value) for value in row[:width]]
        again = row[width] if apart else None
        if at is not None:  # of people who are in one row each, any key will do for the others
            held[at] = sheets.as_cell(again) if again is not None else SOMEONE if row[at] else None
        rows, *more = row[len(alike) :]
        first = more.pop(0) + 1 if number is not None else None
        yield Group(tuple(held), rows, again is not None, first, more[0] if more else None)


def _check_number(relation: Any, alike: Sequence[str], most: int) -> None:
    """Raise where there are far more groups than may be, estimated, which takes no memory; the rest are counted."""
    if relation.aggregate("count(*)").fetchall()[0][0] > most:
        [(about,)] = relation.aggregate(f"approx_count_distinct(hash({', '.join(alike)}))").fetchall()
        if about > 1.5 * most:
            raise TooManyGroups


def in_utc(relation: Any) -> Any:
    """The rows with moments as text in UTC, so that they are the same on every machine."""
    columns = [
        f"strftime(make_timestamp(epoch_us({quoted(name)})), '%Y-%m-%dT%H:%M:%SZ') AS {quoted(name)}"
        if str(kind) == "TIMESTAMP WITH TIME ZONE"
        else quoted(name)
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    return relation.project(", ".join(columns)) if any(" AS " in column for column in columns) else relation


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _plain_key(column: str) -> str:
    """A person's key as `socialvalue.reading.person_keys.key_of` has it, or NULL; a plain one is only looked at."""
    odd = f"strlen({column}) <> length({column}) OR ord({column}) <= 32 OR ord({column}[-1]) <= 32"
    odd += f" OR regexp_matches({column}, '[^!-~]')"
    lower = f"replace(replace({column}, 'İ', 'i̇'), 'ς', 'σ')"  # as Python has them
    seen = f"regexp_replace({lower}, '[{_UNSEEN}]', '', 'g')"
    joined = f"nullif(trim(regexp_replace({seen}, '[{_SPACES}]+', ' ', 'g')), '')"
    key = f"lower(CASE WHEN {odd} THEN {joined} ELSE {column} END)"
    none = ", ".join(f"'{word}'" for word in sorted(NO_KEYS) if word)
    return f"(CASE WHEN {key} IN ({none}) THEN NULL ELSE {key} END)"


def odd_key(column: str) -> str:
    """SQL for whether a key is compared otherwise than in lower case."""
    return f"regexp_matches({column}, '[^!-~]')"


def mark_of_key(column: str, *, odd: bool) -> str:
    """SQL for the number of a person: 0 for nobody known.

    Args:
        column: their key, as text.
        odd: whether any of the keys is odd.
    """
    none = ", ".join(f"'{word}'" for word in sorted(NO_KEYS))
    key = _plain_key(column) if odd else f"(CASE WHEN lower({column}) IN ({none}) THEN NULL ELSE lower({column}) END)"
    return f"(CASE WHEN {key} IS NULL THEN 0 ELSE {_mark(key)} END)"


def _mark(key: str) -> str:
    return f"greatest(CAST({_hash(key)} >> 1 AS BIGINT), 2)"  # 1 and -1 have a meaning


def error_marks() -> list[str]:
    """SQL for the numbers that errors have in the place of a key."""
    return list(map(_mark, _ERRORS))


def begins_like_an_error(column: str) -> str:
    """SQL for whether a text may be an error, as `socialvalue.formats.sheets.as_cell` has it."""
    return f"regexp_matches({column}, '^[{_UNSEEN}]*#')"


def longer_than_a_cell(column: str) -> str:
    """SQL for whether a text may have more characters than a cell."""
    return f"strlen({column}) > {sheets.MOST_CHARACTERS}"


def _whole(column: str, kind: str) -> str | None:
    """SQL for a quantity written as a whole number and no larger than allowed; NULL for any other."""
    if kind == "VARCHAR":
        return f"CASE WHEN regexp_full_match({column}, '{_DIGITS}') THEN TRY_CAST({column} AS BIGINT) END"
    if kind.removeprefix("U") in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT"):
        return f"CASE WHEN {column} BETWEEN 0 AND {LARGEST} THEN CAST({column} AS BIGINT) END"
    return None


def counts_one(cell: Cell) -> Cell:
    """The cell of a group's quantity, as `groups` adds whole numbers up itself: 0, 1, or 2 for any above it."""
    if isinstance(cell, str):
        return str(min(int(cell), 2)) if re.fullmatch(_DIGITS, cell) else cell
    return min(cell, 2) if isinstance(cell, int) and 0 <= cell <= LARGEST else cell


def veil(cell: Cell) -> str:
    """What `groups` gives for the person of a row apart: a salted hash of the key; an error as it is."""
    if isinstance(cell, ErrorCell):
        return cell.text.lower()
    key = "" if isinstance(cell, NotCalculated) else key_of(cell)
    if not key or key.upper() in sheets.ERRORS:
        return key
    return hashlib.md5(f"{_SALT}{key}".encode(), usedforsecurity=False).hexdigest()


def _veiled(key: str, *, text: bool) -> str:
    """SQL for a salted hash in place of a key, so that none is written to a disk; an error is left as it is."""
    hashed = f"md5(concat('{_SALT}', {key}))"
    errors = f"WHEN {key} IN ({', '.join(_ERRORS)}) THEN {key}" if text else ""
    return f"(CASE WHEN {key} IS NULL THEN NULL {errors} ELSE {hashed} END)"


def _marked(relation: Any, key: str, *, text: bool) -> Any:
    """The rows, each with the key of its person in ``again`` where that person is in several rows.

    An error cell is there too, so that it is found as a separate row.
    """
    key = _veiled(key, text=text)
    people = relation.aggregate(f"{key} AS {_KEY}, count(*) AS times__", key).filter(f"{_KEY} IS NOT NULL")
    several = people.filter("times__ > 1" + (f" OR {_KEY} IN ({', '.join(_ERRORS)})" if text else ""))
    return relation.set_alias("given").join(several.project(_KEY).set_alias("again"), f"{key} = again.{_KEY}", "left")


def _who(relation: Any, key: str, *, text: bool) -> Who:
    """Who is in the rows, by the hashes of their keys."""
    if find_spec("numpy") is None or find_spec("pyarrow") is None:
        return "again"  # which is found out the slow way
    import pyarrow as pa

    try:
        with ExitStack() as opened:
            parts = [opened.enter_context(tempfile.TemporaryFile()) for _ in range(_PARTS)]
            return _told_apart(relation, key, parts, text=text)
    except (OSError, pa.ArrowException):  # no room on the disk, or a row that cannot be read: DuckDB says it in its way
        return "again"


def _told_apart(relation: Any, key: str, parts: Sequence[IO[bytes]], *, text: bool) -> Who:
    """The same, with a folder of files to split the hashes into."""
    import numpy as np
    import pyarrow as pa

    (blank,) = _hashes("NULL")
    bounds = np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(64 - _BITS)
    blanks = known = 0

    def keep(marks: Any) -> None:
        for part, some in zip(parts, np.split(marks, np.searchsorted(marks, bounds)), strict=True):
            part.write(some.data)

    if text:
        keep(np.sort(np.array(_hashes(*_ERRORS), dtype=np.uint64)))  # with one more there are two
    for batch in pa.RecordBatchReader.from_stream(relation.project(_hash(key))):
        column = batch.column(0)  # its own way to numpy imports pandas where that is installed
        held = np.frombuffer(column.buffers()[1], dtype=np.uint64)
        marks = np.sort(held[column.offset : column.offset + len(column)])
        none = slice(*(np.searchsorted(marks, np.uint64(blank), side) for side in ("left", "right")))
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
    """The hashes that DuckDB gives constants, the same as it gives keys."""
    import duckdb

    return list(duckdb.sql(f"SELECT {', '.join(map(_hash, values))}").fetchall()[0])


def _hash(value: str) -> str:
    return f"hash({value}, {_SALT})"
