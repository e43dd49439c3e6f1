"""Dataframes and engines read as registers: the engine groups the rows, and the groups are read as cells are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
from attrs import evolve

from socialvalue.formats.sheets import Sheet
from socialvalue.money import EXACT, pence
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.default_bank import known_to_any
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading.engines import duckdb_groups
from socialvalue.reading.engines.duckdb_connection import duckdb_installed, kept_connection
from socialvalue.reading.engines.frame_groups import (
    KEY_COLUMN,
    LABEL_COLUMN,
    Frame,
    collected_frame,
    collected_groups,
    people_apart,
    with_keys,
)
from socialvalue.reading.engines.row_groups import FIRST_ROWS, Group, in_common, in_common_of_line, lines_of_groups
from socialvalue.reading.long_form.header import Header, find_header, header_problems, narrowed
from socialvalue.reading.long_form.row_parser import RowParser
from socialvalue.reading.long_form.row_problems import Fault, Findings
from socialvalue.records.periods import day_of
from socialvalue.records.registers import AnyRegister, Lines
from socialvalue.records.results import Result
from socialvalue.records.returns import Line, Return

#: What frames are called in the place of a problem.
FRAME_NAME = "table"
Pence: TypeAlias = tuple[int | None, int | None]


class FrameTable:
    """A frame, the columns of it that matter, and how their cells are read."""

    def __init__(
        self,
        frame: Frame,
        header: Header,
        names: Sequence[str],
        bank: Bank | None,
        vocabulary: Vocabulary,
        codes: Mapping[str, str],
        today: dt.date,
    ) -> None:
        self.frame: Frame = frame
        self.header: Header = header
        self.names: Sequence[str] = names
        self.bank: Bank | None = bank
        self.vocabulary: Vocabulary = vocabulary
        self._parse = RowParser(header, vocabulary, vocabulary.names(codes), today)

    @classmethod
    def of(
        cls,
        native: Any,
        bank: Bank | str | Path | None,
        columns: Mapping[str, str] | None,
        vocabulary: Vocabulary | str | Path | None,
        today: dt.date | None,
    ) -> FrameTable:
        """The table of a frame of any kind; raises `BadData` where two of its columns have one name."""
        named = None if bank is None else load_bank(bank)
        known = named or known_to_any()
        vocabulary = load_vocabulary(vocabulary).extended(known.outcomes)
        twice = [name for name, times in Counter(map(str, _column_names(native))).items() if times > 1]
        if twice:
            message, remedy = f"Two columns are named “{twice[0]}”.", "Give one of them another name, or drop it."
            raise BadData([error("repeated-column", Place(FRAME_NAME), message, remedy)])
        frame = nw.from_native(native)
        if frame.implementation.is_pyarrow() and (
            nothing := [of.name for of in native.schema if str(of.type) == "null"]
        ):
            frame = frame.with_columns(nw.col(nothing).cast(nw.String))  # for Arrow joins no column without a type
        header, names = frame_header(frame.collect_schema(), columns or {})
        day = day_of(today)
        return cls(frame, header, names, named, vocabulary, known.codes, day)

    @property
    def _person(self) -> str | None:
        return self._column("person")

    def _column(self, field: str) -> str | None:
        return self.names[self.header.columns[field]] if field in self.header.columns else None

    def groups(self) -> Iterator[Group]:
        """The groups of the rows; raises `BadData` where cells hold lists or tables, which are no cells."""
        with _no_cells_told():
            yield from self._groups()

    def _groups(self) -> Iterator[Group]:
        engine = self.frame.implementation
        quantity = self._column("quantity") if self.header.register else None  # counts are not added up, but told apart
        if engine.is_duckdb():
            yield from duckdb_groups.groups(nw.to_native(self.frame), self.names, self._person, quantity=quantity)
            return
        frame = self.frame.lazy() if engine.is_polars() else self.frame  # which is quicker to group
        frame, person = with_keys(frame, self._person)
        names = self._with(person)
        for part, apart in people_apart(frame, person):
            yield from collected_groups(part, names, person, apart=apart, quantity=quantity)

    def _with(self, person: str | None) -> list[str]:
        """The names of the columns, with the one of people's keys in the place of that of people."""
        return [str(person) if name == self._person else name for name in self.names]

    def labelled(self) -> Iterator[tuple[Frame, list[Group]]]:
        """The rows, with a label that those of a group share, and their groups, whose last cell is the label.

        What is raised is that of `groups`.
        """
        with _no_cells_told():
            yield from self._labelled()

    def _labelled(self) -> Iterator[tuple[Frame, list[Group]]]:
        frame, person = with_keys(self.frame, self._person)
        names = self._with(person)
        for part, apart in people_apart(frame, person):
            keys = [nw.col(name).cast(nw.String).fill_null("") for name in names if apart or name != person]
            rows = part.with_columns(nw.concat_str(keys, separator="\x1f").alias(LABEL_COLUMN))
            groups = list(collected_groups(rows, [*names, LABEL_COLUMN], person, apart=apart))
            yield rows.drop(KEY_COLUMN) if person == KEY_COLUMN else rows, groups

    def lines(self, groups: Iterable[Group]) -> tuple[Lines, list[Problem]]:
        """The lines of groups, and what is wrong with the others."""

        findings = Findings(Place(FRAME_NAME))

        def bad(group: Group, faults: Sequence[Fault]) -> None:
            rows = "1 row" if group.rows == 1 else f"{group.rows:,} rows"
            for fault in faults:
                place = Place(FRAME_NAME, cell=self.names[fault.column])
                findings.add(Problem(fault.code, fault.severity, place, f"{fault.message} ({rows})", fault.remedy))

        lines = lines_of_groups(groups, self.header, self._parse, lambda _: Place(FRAME_NAME), bad)
        return lines, findings.problems()

    def entered(self) -> Return:
        """What the frame reports."""
        with _no_cells_told():
            apart = self.header.register and self._hardly_alike()
        if apart and (kept := self._kept()) is not None:
            return Return(Lines((), [kept]))
        return Return(*self.lines(self.groups()))

    def _hardly_alike(self) -> bool:
        """Whether most rows of a large register differ in more than the person, by the first of them."""
        told = [name for name in self.names if name != self._person]
        first = collected_frame(self.frame.head(FIRST_ROWS).select(told))
        return len(first) == FIRST_ROWS and len(first.unique()) > FIRST_ROWS / 2

    def _kept(self) -> AnyRegister | None:
        """The rows kept by DuckDB; None where it is not installed, or they are to be grouped by their own engine."""
        if not duckdb_installed() or find_spec("pyarrow") is None:
            return None
        import duckdb
        import pyarrow as pa

        from socialvalue.reading.engines.duckdb_register import stored_register
        from socialvalue.reading.engines.duckdb_store import Store

        try:
            wanted = self.frame.select(self.names)
            held = wanted.collect(backend="pyarrow") if isinstance(wanted, nw.LazyFrame) else wanted
            table = held.to_arrow()
        except (pa.ArrowException, OverflowError, TypeError, ValueError):  # numbers and texts in one column, and so on
            return None
        kinds = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in table.schema.types]
        if any(pa.types.is_nested(kind) or isinstance(kind, pa.BaseExtensionType) for kind in kinds):
            return None  # DuckDB would write them in its own way
        store = Store(*kept_connection(table.nbytes))
        try:
            relation = store.relation(table)
        except duckdb.Error:  # of a kind of number that DuckDB has not
            store.close()
            return None
        return stored_register(store, relation, self.header, self._parse, lambda _: Place(FRAME_NAME))

    def pence(self, groups: Iterable[Group], lines: Iterable[Line], result: Result) -> Iterator[Pence]:
        """What one row of each group is worth."""
        units: dict[object, Decimal] = {}
        values: dict[object, tuple[Decimal, Decimal]] = {}
        groups = list(groups)
        for line in lines if self.header.register else ():
            units[in_common_of_line(line)] = units.get(in_common_of_line(line), Decimal(0)) + (line.quantity or 0)
        for group in () if self.header.register else groups:  # a row that is there several times counts once
            one = self._parse.values(group.cells)[0]
            if one is not None:
                units[in_common(one)] = units.get(in_common(one), Decimal(0)) + (one["quantity"] or 0) * group.rows
        for entry in result.lines:
            gross, net = values.get(in_common_of_line(entry.line), (Decimal(0), Decimal(0)))
            values[in_common_of_line(entry.line)] = gross + entry.gross, net + entry.net
        for group in groups:
            one = self._parse.values(group.cells)[0]
            key = None if one is None else in_common(one, one["person"] if group.apart else None)
            if one is None or one["quantity"] is None or key not in values:
                yield None, None
                continue
            share = EXACT.divide(one["quantity"], units[key]) if units[key] else Decimal(0)
            whole = [int(pence(EXACT.multiply(value, share)) * 100) for value in values[key]]
            yield whole[0], whole[1]


def _column_names(native: Any) -> Iterable[Any]:
    """The names of a frame's columns, two alike among them; nothing for a kind that has no two alike."""
    known = type(native).__module__.startswith(("pandas", "pyspark", "duckdb"))
    return native.columns if known and hasattr(native, "columns") else ()  # a column alone has none


def joined_pence(rows: Frame, worth: Mapping[str, Pence]) -> Frame:
    """The rows with the two columns of pence, by their label."""
    values = nw.from_native(_native_like(nw.to_native(rows), rows.implementation, worth))
    return rows.join(values, on=LABEL_COLUMN, how="left").drop(LABEL_COLUMN)


def _native_like(native: Any, kind: nw.Implementation, worth: Mapping[str, Pence]) -> Any:
    """A small table of labels and pence, as a frame of the same kind on the same engine."""
    rows = [(label, gross, net) for label, (gross, net) in worth.items()]
    if kind.is_duckdb():
        quoted = ("'" + label.replace("'", "''") + "'" for label in worth)
        pairs = (["NULL" if part is None else str(part) for part in pair] for pair in worth.values())
        sql = [[label, *pair] for label, pair in zip(quoted, pairs, strict=True)]
        values = ", ".join(f"({', '.join(row)})" for row in sql)
        query = f"SELECT {LABEL_COLUMN}, gross_pence::BIGINT AS gross_pence, net_pence::BIGINT AS net_pence"
        return native.query("rows", f"{query} FROM (VALUES {values}) v({LABEL_COLUMN}, gross_pence, net_pence)")
    if kind.is_pyspark():
        return native.sparkSession.createDataFrame(rows, f"{LABEL_COLUMN} string, gross_pence long, net_pence long")
    columns: dict[str, Any] = {LABEL_COLUMN: [row[0] for row in rows]}
    pence = {"gross_pence": [row[1] for row in rows], "net_pence": [row[2] for row in rows]}
    if kind.is_pandas_like() or kind.is_dask():
        import pandas as pd

        whole = {name: pd.array(values, dtype="Int64") for name, values in pence.items()}  # which may be blank
        small = pd.DataFrame(columns | whole)
        if kind.is_dask():
            import dask
            from dask.dataframe import from_pandas

            with dask.config.set({"dataframe.convert-string": False}):  # the labels are plain text on both sides
                return from_pandas(small, npartitions=1)
        return small
    schema = nw.Schema({LABEL_COLUMN: nw.String(), "gross_pence": nw.Int64(), "net_pence": nw.Int64()})
    found = nw.from_dict(columns | pence, schema, backend=kind)
    return nw.to_native(found.lazy() if isinstance(nw.from_native(native), nw.LazyFrame) else found)


def frame_header(schema: Mapping[str, Any], columns: Mapping[str, str]) -> tuple[Header, list[str]]:
    """Which columns of a frame hold what; the names of those that matter, in the order of the header's columns.

    Of a register only the columns that are known, or named in `columns`, matter; in a table of counts every column
    may tell two rows apart, as in a file.

    Raises:
        BadData: when a column that is needed is missing or holds lists or tables, or two have one meaning.
    """
    names = list(schema)
    unknown = [name for name in columns.values() if name not in names]
    if unknown:
        message = f"The table has no column “{unknown[0]}”."
        raise BadData([error("missing-column", Place(FRAME_NAME), message, "Mend the name given for it.")])
    given = {name: field for field, name in columns.items()}
    titles = [given.get(name, name) for name in names]
    found = find_header(1, titles) or Header(1, {}, ())
    countless = evolve(found, columns={"quantity": 0} | dict(found.columns))  # in a frame, rows without one count one
    problems = [
        evolve(problem, place=Place(FRAME_NAME)) for problem in header_problems(countless, Sheet(FRAME_NAME, "", ()))
    ]
    if problems:
        raise BadData(problems)
    plain = [not (kind.is_nested() or kind in (nw.Binary, nw.Unknown)) for kind in schema.values()]
    tags = tuple(
        (title, column) for title, column in found.tags if title in columns or (not found.register and plain[column])
    )
    header, kept = narrowed(evolve(found, tags=tags))
    strange = [names[column] for column in kept if isinstance(schema[names[column]], _NO_CELLS)]
    if strange:
        raise BadData(
            [_no_cells(f"The column “{name}” holds lists, tables or the like in its cells.") for name in strange]
        )
    return header, [names[column] for column in kept]


#: What the cells of a table are not, whatever engine holds it.
_NO_CELLS = (nw.List, nw.Array, nw.Struct, nw.Duration)


def _no_cells(message: str) -> Problem:
    remedy = "Turn them into text, numbers or dates, or leave the column out."
    return error("bad-data", Place(FRAME_NAME), message, remedy)


@contextmanager
def _no_cells_told() -> Iterator[None]:
    """Tell of cells that are lists or tables where an engine finds that out when it groups them."""
    try:
        yield
    except TypeError as err:
        if "unhashable" not in str(err):
            raise
        raise BadData([_no_cells("A column holds lists or tables in its cells.")]) from None
