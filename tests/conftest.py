"""What holds for every test: nobody's own banks are seen, and workbooks read one way are read the other ways too."""

from __future__ import annotations

import datetime as dt
import gc
import io
import pickle
from collections.abc import Sequence
from itertools import count, zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from socialvalue.formats import open as reader
from socialvalue.formats import sandbox, sheets
from socialvalue.formats.sheets import Sheet
from socialvalue.opening import Source, open_file
from socialvalue.problems import Place
from socialvalue.reading import cells, dates

#: How long an example takes says nothing of whether it is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_NUMBERS = count()


def pytest_collection_finish() -> None:
    """Let garbage collection pass over modules and tests, all of which last until the end, and come by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_unconfigure() -> None:
    """Give it back, so that modules end as they do elsewhere."""
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _no_banks_of_ones_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have banks and a choice among them: each test has a folder of its own for those."""
    folder = tmp_path_factory.getbasetemp() / f"user-{next(_NUMBERS)}"
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call here what a child process reads otherwise, where it is the cells that are tried and not the process."""

    def called(function: str, data: bytes, place: Place, **limits: int) -> Any:
        return sandbox._PlainUnpickler(io.BytesIO(pickle.dumps(sandbox._call_by_name(function, data)))).load()

    monkeypatch.setattr(sandbox, "in_child", called)


def meaning(cell: sheets.Cell) -> tuple[str, object]:
    """What a cell is taken for, as text and as a number or day."""
    try:
        text = cells.text(cell)
    except cells.CellFault as fault:
        return str(fault), None
    if isinstance(cell, dt.date):
        return text, dates.day(cell)
    return text, cells.number(cell) if isinstance(cell, int | float) else None


def meanings(sheet: Sheet) -> dict[str, tuple[str, object]]:
    """The cells of a sheet that are not blank, by their reference."""
    found = {}
    for number, row in sheet.rows:
        for column, cell in enumerate(row):
            if not cells.blank(cell):
                found[sheet.place(number, column).cell] = meaning(cell)
    return found


def same(quick: Sequence[Sheet], other: Sequence[Sheet]) -> None:
    """Fail where the cells of one reader are not those of the other."""
    for one, two in zip_longest(quick, other):
        assert (one.file, one.name) == (two.file, two.name)
        if repr(list(one.rows)) != repr(list(two.rows)):
            assert meanings(one) == meanings(two)
        assert (one.marks, one.merged) == (two.marks, two.merged)


@pytest.fixture(autouse=True)
def both_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare the ways wherever a test reads an .xlsx workbook of moderate size."""
    read_sheets = reader.read_sheets

    def compared(path: Path | Source, *, quick: bool = True) -> list[Sheet]:
        source = path if isinstance(path, Source) else open_file(path)
        sheets = read_sheets(source, quick=quick)
        if quick and source.head.startswith(b"PK") and source.size < 200_000:
            same(sheets, read_sheets(source, quick=False))
        return sheets

    monkeypatch.setattr(reader, "read_sheets", compared)
