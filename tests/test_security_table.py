"""The threat model of SECURITY.md is held by tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The rows of the table, without its head."""
    table = [line for line in TEXT.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_every_row_of_the_threat_model_names_tests_that_are_there() -> None:
    found = rows()
    assert len(found) > 10
    for row in found:
        assert len(row) == 4, row
        named = re.findall(r"`(tests/[a-z_/]+\.py)`", row[3])
        assert named, row
        for name in named:
            assert (ROOT / name).exists(), name


def test_it_says_what_does_not_hold_and_whom_to_tell() -> None:
    assert "What does not hold" in TEXT
    assert "Report a vulnerability" in TEXT
