"""`python -m socialvalue`, in a folder of files named as the modules it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Some of what the command imports, of the standard library and of others.
PLANTED = ("attrs", "click", "decimal", "json", "pathlib", "re", "rich", "tomllib", "typing")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "socialvalue", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_python_m_socialvalue_is_the_command_and_runs_nothing_of_the_folder_it_is_in(tmp_path: Path) -> None:
    for name in PLANTED:
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\nraise SystemExit('planted')\n")
    done = run(tmp_path, "calc", str(ROOT / "seeds/returns-2020-10.xlsx"))
    assert "£3,063,571" in done.stdout, done.stderr
    assert not (tmp_path / "ran").exists()


def test_in_a_checkout_it_is_the_code_of_the_checkout() -> None:
    assert run(ROOT, "--version").stdout.startswith("sv, version ")
