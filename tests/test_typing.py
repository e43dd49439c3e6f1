"""What the documentation shows of the library passes the strictest type check, as a reader's own program would."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_readers_program_does_what_its_types_say() -> None:
    done = subprocess.run([sys.executable, "tests/typing/program.py"], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md"])
def test_the_programs_of_a_page_pass_mypy_strict(page: str, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks
    (tmp_path / "program.py").write_text("\n".join(blocks))
    command = [sys.executable, "-m", "mypy", "--strict", str(tmp_path / "program.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
