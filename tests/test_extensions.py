"""Readers of one's own, by the entry point socialvalue.readers: the example package, and packages that fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import socialvalue as sv

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs/examples/socialvalue-jsonl"
ROWS = (
    '{"organisation": "Acme", "period": "2020-10", "outcome": "apprenticeship", "quantity": 2}\n'
    '{"organisation": "Acme", "period": "2020-11", "outcome": "apprenticeship", "quantity": 3}\n'
)


def installed(folder: Path, module: Path, ending: str) -> None:
    """What installing a package leaves behind: its module, and a line that says what it is for."""
    folder.mkdir(exist_ok=True)
    shutil.copy(module, folder)
    info = folder / f"{module.stem}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module.stem}\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(f"[socialvalue.readers]\n{ending} = {module.stem}:read\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def test_the_example_package_reads_its_files(site: Path, tmp_path: Path) -> None:
    installed(site, EXAMPLE / "socialvalue_jsonl.py", "jsonl")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/r.jsonl").write_text(ROWS)
    for given in (tmp_path / "in/r.jsonl", tmp_path / "in", sv.Upload("r.jsonl", ROWS.encode())):
        result = sv.calculate(sv.read(given))
        assert result.problems == ()
        assert result.require().people == 5
        assert [str(entry.line.place) for entry in result.lines] == ["r.jsonl!D2", "r.jsonl!D3"]


def test_its_problems_have_codes_of_their_own(site: Path, tmp_path: Path) -> None:
    installed(site, EXAMPLE / "socialvalue_jsonl.py", "jsonl")
    (tmp_path / "r.jsonl").write_text(ROWS + "not json\n")
    [problem] = sv.read(tmp_path / "r.jsonl").problems
    assert (problem.code, str(problem.place)) == ("x-no-json", "r.jsonl!A3")


def test_a_package_that_fails_is_named_and_no_more(site: Path, tmp_path: Path) -> None:
    (tmp_path / "failing.py").write_text("def read(content, name):\n    raise KeyError('AB123456C')\n")
    installed(site, tmp_path / "failing.py", "odd")
    (tmp_path / "r.odd").write_text("x")
    [problem] = sv.read(tmp_path / "r.odd").problems
    assert problem.code == "file-unreadable"
    assert problem.message == "The reader failing:read cannot read it: KeyError."


def test_nobody_reads_our_own_kinds_for_us(site: Path, tmp_path: Path) -> None:
    (tmp_path / "greedy.py").write_text("def read(content, name):\n    raise SystemExit('read by greedy')\n")
    installed(site, tmp_path / "greedy.py", "csv")
    (tmp_path / "r.csv").write_text("organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,2\n")
    assert sv.read(tmp_path / "r.csv").problems == ()


@pytest.mark.slow
def test_a_package_in_the_current_folder_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("source").mkdir()
    Path("source/planted.py").write_text("raise SystemExit('planted')\n")
    installed(tmp_path, tmp_path / "source/planted.py", "jsonl")
    Path("r.jsonl").write_text(ROWS)
    command = [sys.executable, "-m", "socialvalue", "check", "r.jsonl"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert "planted" not in done.stdout + done.stderr
    assert done.returncode == 1
