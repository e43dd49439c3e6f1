"""What the package needs is said once, with bounds that are tested at their lowest."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOWEST = dict(
    line.split("==") for line in (ROOT / ".ci/lowest.txt").read_text(encoding="utf-8").split() if "==" in line
)


@pytest.mark.parametrize("needed", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["test"]])
def test_the_lowest_version_promised_is_the_one_tested(needed: str) -> None:
    found = re.fullmatch(r"([a-z0-9-]+)>=([\d.]+),<[\d.]+", needed)
    assert found, f"{needed} has no lower and upper bound"
    tested = LOWEST[found[1]]
    promised = found[2]
    assert tested == promised or tested.removesuffix(".0") == promised


def test_the_constraints_name_versions_and_no_place_to_fetch_them_from() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+==[\d.]+", line) for line in (ROOT / ".ci/lowest.txt").read_text().split())
