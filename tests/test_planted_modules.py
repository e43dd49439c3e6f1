"""A folder that came from elsewhere may hold programs named as modules of Python; none of them ever runs."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command, Group

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.showing.page import pdf

SV = Path(sys.executable).with_name("sv")
SEEDS = Path(__file__).parents[1] / "seeds"
RETURN = "returns-2020-10.xlsx"
ROW = "organisation,period,outcome,quantity\nOrganisation {},2020-10,Full-time employment,3\n"

#: One call of every command, in a folder that holds `RETURN`.
CALLS = {
    "audit-pack": ["result.json", "--out", "pack.xlsx"],
    "banks check": ["hact-svb-2020"],
    "banks diff": ["hact-svb-2020", "hmt-wellby-2021"],
    "banks export": ["hact-svb-2020", "--out", "values.csv"],
    "banks import": ["values.csv", "--id", "own-bank"],
    "banks list": [],
    "banks remove": ["no-such-bank"],
    "banks show": ["hact-svb-2020"],
    "banks use": ["hact-svb-2020"],
    "calc": [RETURN],
    "check": [RETURN],
    "compare": [RETURN, "--banks", "hact-svb-2020,hmt-wellby-2021"],
    "explain": [RETURN, "--line", "1"],
    "map": [RETURN, "--out", "map.xlsx"],
    "methods list": [],
    "methods show": ["green-book"],
    "methods diff": ["green-book", "sroi"],
    "indices list": [],
    "indices show": ["cpi"],
    "indices diff": ["cpi", "cpih"],
    "outcomes": ["P/T job"],
    "report": [RETURN, "--out", "report.html"],
    "template": ["new.xlsx", "--organisation", "Acme Homes", "--from", "2020-10", "--months", "1"],
    "verify": ["result.json"],
}


def commands(group: Group, before: str = "") -> dict[str, Command]:
    """Every command and sub-command, by the words that call it."""
    found: dict[str, Command] = {}
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        found |= commands(command, words) if isinstance(command, Group) else {words: command}
    return found


def planted(folder: Path) -> Path:
    """The folder, with a program for every module that could be imported; each leaves a mark when it runs."""
    folder.mkdir(exist_ok=True)
    names = {*sys.stdlib_module_names, *importlib.metadata.packages_distributions(), "sitecustomize", "usercustomize"}
    for name in names:
        (folder / f"{name}.py").write_text(f"open({str(folder / 'RAN')!r}, 'a').write({name + ' '!r})\n")
    return folder


def ran(folder: Path, *words: str) -> str:
    """Which planted programs ran while a command did."""
    home = folder.parent / "home"
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    subprocess.run([SV, *words], cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    mark = folder / "RAN"
    return mark.read_text() if mark.exists() else ""


def test_every_command_is_tried() -> None:
    assert set(CALLS) == set(commands(main))


@pytest.mark.slow
@pytest.mark.parametrize("command", CALLS)
def test_no_command_runs_a_module_of_the_folder_one_is_in(command: str, tmp_path: Path) -> None:
    folder = planted(tmp_path / "received")
    shutil.copy(SEEDS / RETURN, folder)
    assert ran(folder, *command.split(), *CALLS[command]) == ""


@pytest.mark.slow
def test_nor_do_the_readers_of_other_formats(tmp_path: Path) -> None:
    import zipfile

    folder = planted(tmp_path / "received")
    cells = "".join(f'<table:table-cell><text:p xmlns:text="t">{word}</text:p></table:table-cell>' for word in "ab")
    content = f'<d xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table>{cells}</table:table></d>'
    with zipfile.ZipFile(folder / "r.ods", "w") as archive:
        archive.writestr("content.xml", content)
    (folder / "r.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert ran(folder, "check", "r.ods", "r.xls") == ""


@pytest.mark.slow
def test_nor_do_the_processes_that_share_many_files(tmp_path: Path) -> None:
    folder = planted(tmp_path / "received")
    for number in range(500):
        (folder / f"{number}.csv").write_text(ROW.format(number))
    assert ran(folder, "calc", ".") == ""


@pytest.mark.slow
@pytest.mark.parametrize("option", ["-P", "-I"])
def test_as_a_module_it_is_run_safely_with_an_option_of_python(option: str, tmp_path: Path) -> None:
    folder = planted(tmp_path / "received")
    done = subprocess.run(
        [sys.executable, option, "-m", "socialvalue", "--version"], cwd=folder, capture_output=True, check=True
    )
    assert sv.__version__.encode() in done.stdout
    assert not (folder / "RAN").exists()


@pytest.mark.slow
def test_the_mark_is_left_where_a_planted_module_does_run(tmp_path: Path) -> None:
    folder = planted(tmp_path / "received")
    subprocess.run([sys.executable, "-c", "import pickle"], cwd=folder, capture_output=True, check=False)
    assert (folder / "RAN").read_text()  # pickle, or what Python imports to say that this pickle is none


@pytest.mark.parametrize("entry", ["", ".", "{here}"])
def test_a_browser_is_never_taken_from_the_folder_one_is_in(
    entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in pdf._NAMES:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pdf, "_USUAL", ())
    monkeypatch.setenv("PATH", entry.format(here=tmp_path))
    assert pdf.find_browser() is None
