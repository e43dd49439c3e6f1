"""The same inputs give the same bytes: on any machine, in any locale and time zone, whatever order Python hashes in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OCTOBER = ROOT / "seeds/returns-2020-10.xlsx"
MONTHS = ROOT / "seeds/returns-2020-03-to-10.csv"

#: What differs between the machines of two people.
PLACES = [
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "COLUMNS": "200"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "1"},
]

#: Each with the command that writes it.
OUTPUTS = {
    "result.json": ["calc", str(OCTOBER), "--deadweight", "20%", "--prices", "2024-25", "--cost", "1000"],
    "sector.json": ["calc", str(MONTHS), "--coverage", "0.42", "--by", "organisation,period"],
    "drawn.json": ["calc", str(OCTOBER), "--simulate", "100", "--deadweight", "10%:20%:30%"],
    "result.csv": ["calc", str(OCTOBER)],
    "result.md": ["calc", str(OCTOBER)],
    "results.xlsx": ["calc", str(OCTOBER), "--deadweight", "20%"],
    "report.html": ["report", str(OCTOBER)],
    "template.xlsx": ["template", "--from", "2020-10"],
}


def written(name: str, folder: Path, place: dict[str, str]) -> bytes:
    """What a command writes, run by somebody else somewhere else."""
    command, *options = OUTPUTS[name]
    goal = folder / name
    arguments = [command, str(goal), *options] if command == "template" else [command, *options, "--out", str(goal)]
    script = "import sys; from socialvalue.cli import main; main(sys.argv[1:])"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "TZ"))} | place
    environment.setdefault("PYTHONPATH", str(ROOT))
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environment, cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return goal.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_the_same_inputs_give_the_same_bytes_anywhere(name: str, tmp_path: Path) -> None:
    first, *others = (written(name, tmp_path / str(number), place) for number, place in enumerate(PLACES))
    assert all(other == first for other in others)


@pytest.mark.slow
def test_a_workbook_is_dated_as_the_environment_says(tmp_path: Path) -> None:
    one, other = (
        written("results.xlsx", tmp_path / epoch, PLACES[0] | {"SOURCE_DATE_EPOCH": epoch}) for epoch in ("0", "86400")
    )
    again = written("results.xlsx", tmp_path / "again", PLACES[2] | {"SOURCE_DATE_EPOCH": "86400"})
    assert one != other
    assert again == other
