"""A reader in a child process: whatever becomes of it is a message, never a crash here."""

from __future__ import annotations

import datetime as dt
import io
import os
import pickle
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from socialvalue.formats import sandbox
from socialvalue.formats.sandbox import in_child
from socialvalue.formats.sheets import ErrorCell, NotCalculated, Sheet
from socialvalue.problems import BadData, Place, Problem, error

PLACE = Place(file="return.xls")
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")

ROWS = [(1, ["text", 1, 2.5, True, dt.datetime(2020, 10, 1), dt.time(12), Decimal("1.10"), None])]  # noqa: DTZ001 - a cell has no time zone
ODD = [(2, [ErrorCell("#N/A"), NotCalculated()])]


# what a child may do: functions of this module, which the child imports


def sheets(data: bytes) -> list[Sheet]:
    return [Sheet(data.decode(), "Return", ROWS + ODD)]


def refuses(_: bytes) -> None:
    raise BadData([error("file-encrypted", PLACE, "It has a password.", "Take it off.")])


def aborts(_: bytes) -> None:
    os.abort()


def fails(_: bytes) -> None:
    raise ZeroDivisionError


def never_ends(_: bytes) -> None:
    time.sleep(60)


def eats_memory(_: bytes) -> int:
    return len(b"x" * 3_000_000_000)


def prints(_: bytes) -> str:
    print("a library says something")
    return "found"


class Treacherous:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("echo owned > owned",)


def answers_with_code(_: bytes) -> Treacherous:
    return Treacherous()


def named(function: Any) -> str:
    return f"{function.__module__}:{function.__qualname__}"


def problem_of(function: Any, **limits: int) -> Problem:
    with pytest.raises(BadData) as caught:
        in_child(named(function), b"return.xls", PLACE, **limits)
    [problem] = caught.value.problems
    assert problem.remedy
    return problem


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [str(Path(__file__).parent), *(entry for entry in sys.path if entry)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


def test_every_kind_of_cell_comes_back_as_it_was() -> None:
    [sheet] = in_child(named(sheets), b"return.xls", PLACE)
    assert sheet == Sheet("return.xls", "Return", ROWS + ODD)


def test_what_the_child_prints_is_no_part_of_its_answer() -> None:
    assert in_child(named(prints), b"return.xls", PLACE) == "found"


def test_problems_the_child_finds_are_problems_here() -> None:
    assert problem_of(refuses).code == "file-encrypted"


@pytest.mark.parametrize("function", [aborts, fails])
def test_a_crash_there_is_a_message_here(function: Any) -> None:
    problem = problem_of(function)
    assert problem.code == "file-truncated"
    assert problem.message == "The file is damaged: its reader broke off."


@pytest.mark.slow
def test_a_file_that_never_ends_is_given_up() -> None:
    problem = problem_of(never_ends, seconds=1)
    assert problem.code == "takes-too-long"
    assert "more than 1 seconds" in problem.message


@POSIX
def test_a_file_that_takes_all_memory_is_given_up() -> None:
    problem = problem_of(eats_memory, megabytes=500)
    assert problem.code == "file-too-large"
    assert "500 MB" in problem.message


def test_an_answer_that_would_run_code_here_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert problem_of(answers_with_code).code == "file-truncated"
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("name", ["subprocess.Popen", "main", "in_child"])
def test_nothing_but_records_is_read_back(name: str) -> None:
    module = sandbox.__name__.encode()
    attack = b"\x80\x04\x8c" + bytes([len(module)]) + module + b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
    with pytest.raises(pickle.UnpicklingError, match="no part of a sheet"):
        sandbox._PlainUnpickler(io.BytesIO(attack)).load()
