"""A file is opened in one way: what is no regular file is a message, and the hash is of what was read."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.extras import needs

import socialvalue as sv
from socialvalue import opening
from socialvalue.opening import open_file, read_file
from socialvalue.problems import BadData

POSIX = pytest.mark.skipif(os.name != "posix", reason="devices of POSIX")
TABLE = b"organisation,period,outcome,quantity\nAcme,2020-10,Apprenticeship,24\n"


def code_of(path: Path) -> str:
    with pytest.raises(BadData) as caught:
        open_file(path)
    [problem] = caught.value.problems
    assert problem.remedy
    return problem.code


@POSIX
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_no_file(device: str) -> None:
    assert code_of(Path(device)) == "file-unreadable"


@POSIX
def test_a_pipe_that_nobody_fills_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "r.csv")
    assert code_of(tmp_path / "r.csv") == "file-unreadable"
    [problem] = sv.read(tmp_path / "r.csv").problems
    assert problem.code == "file-unreadable"


@pytest.mark.parametrize(
    ("name", "code"), [("none.csv", "file-missing"), (".", "file-is-folder"), ("a\0b", "file-unreadable")]
)
def test_what_is_not_there_is_a_message(name: str, code: str, tmp_path: Path) -> None:
    assert code_of(tmp_path / name) == code


def test_an_empty_file_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(b"")
    assert code_of(tmp_path / "r.csv") == "file-truncated"


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    "name", ["r.csv", "r.xlsx", pytest.param("r.parquet", marks=needs("duckdb")), "r.toml", "r.json"]
)
def test_a_file_of_twenty_gigabytes_of_nothing_is_not_read_to_its_end(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(20_000_000_000)
    with pytest.raises(BadData) as caught:
        read_file(tmp_path / name)
    assert caught.value.problems[0].code == "file-too-large"
    [problem] = sv.read(tmp_path / name).problems
    assert problem.code in ("file-type", "file-too-large")


@pytest.mark.slow
@POSIX
def test_what_comes_through_a_pipe_is_read_as_text() -> None:
    script = "import sys; from socialvalue.cli import main; sys.argv = ['sv', 'check', '/dev/stdin']; main()"
    done = subprocess.run([sys.executable, "-c", script], input=TABLE, capture_output=True, check=False)
    assert (done.returncode, b"1 figures read" in done.stdout + done.stderr) == (0, True), done.stderr


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("text", [b"", b"\0" * 1000, b"PK\x03\x04", b"nothing of use\n"])
def test_a_pipe_of_anything_else_is_a_message(text: bytes) -> None:
    script = "import sys; from socialvalue.cli import main; sys.argv = ['sv', 'check', '/dev/stdin']; main()"
    done = subprocess.run([sys.executable, "-c", script], input=text, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_the_hash_is_of_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(TABLE)
    source = open_file(path)
    path.write_bytes(TABLE.replace(b"24", b"99"))
    assert source.bytes() == TABLE
    assert source.digest() == hashlib.sha256(TABLE).hexdigest()


def test_a_large_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "HELD", 10)
    path = tmp_path / "r.csv"
    path.write_bytes(TABLE)
    source = open_file(path, keep=10)
    path.write_bytes(TABLE + b"Acme,2020-11,Apprenticeship,24\n")
    with pytest.raises(BadData) as caught:
        source.digest()
    assert caught.value.problems[0].code == "file-changed"
