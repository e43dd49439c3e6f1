"""Nothing is lost: an output is written whole or not at all, and says why when it cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fuzz import kill
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.problems import BadData, Problem
from socialvalue.showing.data.json.indented import indented
from socialvalue.showing.data.json.result import as_dict, content_fingerprint
from socialvalue.writing import write_whole

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and permissions of POSIX")


def refusal(path: Path) -> Problem:
    """What is said when a file cannot be written."""
    with pytest.raises(BadData) as caught:
        write_whole(path, b"new")
    [problem] = caught.value.problems
    assert problem.code == "file-not-written"
    assert problem.place.file == path.name
    return problem


def test_the_new_file_takes_the_place_of_the_old_one_and_nothing_else_is_left(tmp_path: Path) -> None:
    goal = tmp_path / "result.json"
    goal.write_bytes(b"old")
    write_whole(goal, b"new")
    assert goal.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [goal]


def test_a_file_whose_later_pieces_fail_is_not_written(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise MemoryError

    goal = tmp_path / "result.json"
    goal.write_bytes(b"old")
    with pytest.raises(MemoryError):
        write_whole(goal, pieces())
    assert goal.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [goal]
    write_whole(goal, [b"new", b"er"])
    assert goal.read_bytes() == b"newer"


_VALUES = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))
_KEYS = st.text(st.characters(codec="utf-8"), max_size=3)


@given(
    st.recursive(
        _VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=20
    )
)
def test_json_written_a_piece_at_a_time_is_that_written_at_once(data: Any) -> None:
    assert "".join(indented(data)) == json.dumps(data, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("rows", ["", "Acme,2020-10,welfare-calls,3,x\nAcme,2020-10,apprenticeship,2,y\n"])
def test_lines_made_as_they_are_written_are_those_of_the_plain_data(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"organisation,period,outcome,quantity,ward\n{rows}", encoding="utf-8")
    result = sv.calculate(sv.read(path), "hact-svb-2020")
    assert result.to_json() == json.dumps(as_dict(result), ensure_ascii=False, indent=2) + "\n"
    data = json.loads(result.to_json())
    assert len(data["reported"]["lines"]) == rows.count("\n")
    assert data["provenance"]["result_fingerprint"] == content_fingerprint(data)


@POSIX
def test_the_file_may_be_read_by_whom_the_user_lets_read_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "result.json", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "result.json").stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "result.json").symlink_to(tmp_path / "shared/result.json")
    write_whole(tmp_path / "result.json", b"new")
    assert (tmp_path / "result.json").is_symlink()
    assert (tmp_path / "shared/result.json").read_bytes() == b"new"


def test_the_longest_name_a_folder_may_hold_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / f"{'r' * 250}.json", b"new")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    problem = refusal(tmp_path / "missing/result.json")
    assert problem.message == f"result.json cannot be written: there is no folder “{tmp_path / 'missing'}”."


def test_a_folder_in_the_place_of_the_file_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "result.json").mkdir()
    refusal(tmp_path / "result.json")
    assert [entry.name for entry in tmp_path.iterdir()] == ["result.json"]


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_one_may_not_write_to_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "Permission denied" in refusal(tmp_path / "result.json").message


@POSIX
def test_no_permission_is_an_error_whoever_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert refusal(tmp_path / "result.json").message == "result.json cannot be written: Permission denied."


@POSIX
def test_a_full_disk_is_an_error_and_the_old_file_stands(tmp_path: Path) -> None:
    goal = tmp_path / "result.json"
    goal.write_bytes(b"old")
    script = (
        "import resource, signal, sys; from pathlib import Path; from socialvalue.writing import write_whole\n"
        "from socialvalue.problems import BadData\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_whole(Path(sys.argv[1]), b'new' * 1000)\n"
        "except BadData as err: print(err)\n"
    )
    said = subprocess.run([sys.executable, "-c", script, str(goal)], capture_output=True, text=True, check=True).stdout
    assert said.startswith("result.json: error: result.json cannot be written: File too large.")
    assert goal.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [goal]


def test_of_two_runs_at_once_one_stands_whole(tmp_path: Path) -> None:
    goal = tmp_path / "result.json"
    contents = [bytes([letter]) * 300_000 for letter in b"abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        for content in contents * 5:
            pool.submit(write_whole, goal, content)
    assert goal.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [goal]


@pytest.mark.slow
@POSIX
def test_killed_at_any_moment_the_old_file_or_the_new_one_stands() -> None:
    old, new, half = kill.run(200)
    assert half == 0
    assert old + new == 200
    assert min(old, new) > 10, "the kills should fall before and after the rename"
