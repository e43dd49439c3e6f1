"""Rows of a dataframe grouped by its engine, people who are in several rows apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

from socialvalue.formats import sheets
from socialvalue.formats.sheets import ErrorCell
from socialvalue.reading.engines.row_groups import Group
from socialvalue.reading.person_keys import NO_KEYS, key_of
from socialvalue.records.registers import SOMEONE
from socialvalue.records.returns import LARGEST

Frame: TypeAlias = Any  # a narwhals DataFrame or LazyFrame: what is done here, both do
ROWS_COLUMN, _TIMES_COLUMN, LABEL_COLUMN, _ADDED_COLUMN, KEY_COLUMN = "rows__", "times__", "label__", "added__", "key__"
_ODD_LETTER = r"[^!-@\[-~]"  # what a key that is compared as it is written has none of
_WORDS_FOR_NONE = sorted(NO_KEYS)
_SPACES = "[\\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u0085]+"


def with_keys(frame: Frame, person: str | None) -> tuple[Frame, str | None]:
    """The frame with a column of people's keys as they are compared, and its name; as it is where they are plain."""
    if person is None:
        return frame, None
    kind = frame.collect_schema()[person]
    if kind == nw.Object and frame.implementation.is_pandas_like():  # numbers and texts in one column
        native = nw.to_native(frame)
        return nw.from_native(native.assign(**{KEY_COLUMN: native[person].map(_compared_key)})), KEY_COLUMN
    if kind != nw.String:
        return frame, person
    key = nw.col(person)
    odd = key.str.contains(_ODD_LETTER) | key.is_in(_WORDS_FOR_NONE)
    if not len(collected_frame(frame.filter(odd).select(person).head(1))):
        return frame, person
    seen = key.str.replace_all(f"[{sheets.UNSEEN}]", "").str.replace_all(_SPACES, " ")
    lower = seen.str.replace_all("İ", "i̇").str.strip_chars().str.to_lowercase()
    compared = lower.str.replace_all("ς", "σ")  # as `key_of` has them
    known = nw.when(~compared.is_in(_WORDS_FOR_NONE)).then(compared)
    return frame.with_columns(known.alias(KEY_COLUMN)), KEY_COLUMN


def _compared_key(value: Any) -> str | None:
    cell = sheets.as_cell(value)
    return cell.text.lower() if isinstance(cell, ErrorCell) else key_of(cell) or None


def people_apart(frame: Frame, person: str | None) -> Iterator[tuple[Frame, bool]]:
    """The rows of people who are in one row only, or of nobody known; and those of people who are in several."""
    if person is None:
        yield frame, False
        return
    key = nw.col(person)
    met = frame.filter(~key.is_null())
    again = nw.col(_TIMES_COLUMN) > 1
    if frame.collect_schema()[person] == nw.String:
        met = frame.filter(~key.is_null(), key != "")
        again |= key.is_in(sorted(error.lower() for error in sheets.ERRORS))  # separate rows, so that they are found
    people = met.group_by(person).agg(nw.len().alias(_TIMES_COLUMN)).filter(again).select(person)
    if not len(collected_frame(people.head(1))):
        yield frame, False
        return
    for apart in (False, True):
        yield frame.join(people, on=person, how="semi" if apart else "anti"), apart


def collected_frame(frame: Frame) -> nw.DataFrame[Any]:
    """The rows of a frame, whether they were collected or not."""
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def collected_groups(
    frame: Frame, names: Sequence[str], person: str | None, *, apart: bool, quantity: str | None = None
) -> Iterator[Group]:
    """The groups of rows, made by the engine.

    Args:
        frame: the rows.
        names: the columns that matter.
        person: the one of them that says who it is.
        apart: whether the rows of each person are a separate group.
        quantity: the one of them that says how many; where it is of whole numbers, they are added up.
    """
    counts = [nw.len().alias(ROWS_COLUMN)]
    if person is not None and not apart:  # of people in one row each it matters only whether they have a key
        met = ~nw.col(person).is_null()
        met = met & (nw.col(person) != "") if frame.collect_schema()[person] == nw.String else met
        frame = frame.with_columns(met.cast(nw.Int8).alias(person))
    if quantity is not None and not apart and frame.collect_schema()[quantity].is_integer():
        many = nw.col(quantity)
        good = many.is_between(0, LARGEST).fill_null(value=False)
        one = nw.when(good & (many > 1)).then(nw.lit(2)).otherwise(many)  # 0 apart: of nobody who is counted
        added = nw.when(good).then(many).otherwise(nw.lit(0))
        frame = frame.with_columns(one.alias(quantity), added.cast(nw.Int64).alias(_ADDED_COLUMN))
        counts.append(nw.col(_ADDED_COLUMN).sum().alias(_ADDED_COLUMN))
    else:
        quantity = None
    found = collected_frame(
        frame.group_by(*names).agg(*counts).select(*names, ROWS_COLUMN, *([_ADDED_COLUMN] if quantity else []))
    )
    width, someone = len(names), None if person is None or apart else names.index(person)
    whole = None if quantity is None else names.index(quantity)
    for row in sorted(found.rows(), key=str):  # an engine gives them in any order
        held = [sheets.as_cell(value) for value in row[:width]]
        if someone is not None:
            held[someone] = SOMEONE if held[someone] else None
        total = int(row[-1]) if whole is not None and held[whole] in (0, 1, 2) else None
        yield Group(tuple(held), int(row[width]), apart, None, total)
