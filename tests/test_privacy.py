"""Nothing leaves the house, and nobody is named in it: no network at run time, no person in an output or a message."""

from __future__ import annotations

import re
import socket
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import socialvalue as sv
from socialvalue.cli import main

ROOT = Path(__file__).parents[1]
OCTOBER = str(ROOT / "seeds/returns-2020-10.xlsx")

#: What tells who somebody is.
SECRETS = ("AB123456C", "ZZ999999Z", "QQ112233Q", "Roe", "Doe", "roe@example.org", "07700 900123", "14/02/1979")

REGISTER = """organisation,period,outcome,person,name,email,phone,date of birth,evidence,quantity,sustained
Acme Homes,2020-10,Full-time employment,AB123456C,Jane Roe,roe@example.org,07700 900123,14/02/1979,letter of Roe,1,yes
Acme Homes,2020-12,Full-time employment,AB123456C,Jane Roe,roe@example.org,07700 900123,14/02/1979,letter of Roe,1,yes
Acme Homes,2020-11,Apprenticeship,ZZ999999Z,John Doe,,,,,1,no
Brook Housing,2020-11,Apprenticeship,AB123456C,Jane Roe,,,,,1,
"""
BROKEN = "Brook Housing,2020-11,Apprenticeship,QQ112233Q,Jane Roe,roe@example.org,07700 900123,,,many,\n"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opens a socket, or asks for a name, fails the test."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "__init__", forbidden)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, forbidden)


@pytest.mark.parametrize(
    "command",
    [
        ["calc", OCTOBER],
        ["calc", OCTOBER, "--out", "result.json"],
        ["calc", OCTOBER, "--out", "results.xlsx"],
        ["report", OCTOBER, "--out", "report.html"],
        ["check", OCTOBER],
        ["verify", str(ROOT / "tests/data/result-0.1.json")],
        ["banks", "list"],
        ["template", "returns-to-fill.xlsx"],
    ],
    ids=" ".join,
)
def test_no_command_uses_the_network(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def everything_in(path: Path) -> str:
    """The text of a file, and of every part of it where it is a workbook."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def named_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("name", ["result.json", "result.csv", "result.md", "results.xlsx", "report.html"])
def test_no_output_of_a_register_names_a_person(name: str, tmp_path: Path) -> None:
    register, goal = tmp_path / "register.csv", tmp_path / name
    register.write_text(REGISTER, encoding="utf-8")
    command = "report" if name == "report.html" else "calc"
    result = CliRunner().invoke(main, [command, str(register), "--out", str(goal)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert named_in(result.output) == []
    assert named_in(everything_in(goal)) == []
    assert str(tmp_path) not in everything_in(goal)  # a folder may name who works in it


def test_no_hash_of_a_person_is_in_an_output_that_could_be_tried_against_known_numbers(tmp_path: Path) -> None:
    register, goal = tmp_path / "register.csv", tmp_path / "result.json"
    register.write_text(REGISTER, encoding="utf-8")
    assert CliRunner().invoke(main, ["calc", str(register), "--out", str(goal)]).exit_code == 0
    text = goal.read_text(encoding="utf-8")
    kept = re.findall(r'"(\w+fingerprint|sha256)": "[0-9a-f]{64}"', text)
    assert len(re.findall(r"\b[0-9a-f]{32,}\b", text)) == len(kept)


@pytest.mark.parametrize("command", ["calc", "check", "report", "explain"])
def test_no_message_about_a_register_names_a_person(command: str, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER + BROKEN, encoding="utf-8")
    options = {"report": ["--out", str(tmp_path / "report.html")], "explain": ["--line", "1"]}.get(command, [])
    result = CliRunner().invoke(main, [command, str(register), *options], catch_exceptions=False)
    assert result.exit_code == 1
    assert "not a number" in result.stderr
    assert named_in(result.output) == []


ROWS = "AB123456C,Jane Roe,14/02/1979,Full-time employment,Acme Homes,2020-10\n" * 2


def test_a_register_without_headers_is_told_by_its_cell(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(ROWS)
    [problem] = sv.read(tmp_path / "register.csv").problems
    assert problem.code == "no-table"
    assert "The row at register.csv!A1 could be a header, and names no column known here." in problem.message
    for secret in (*SECRETS, "Jane", "Acme"):
        assert secret not in str(problem)
