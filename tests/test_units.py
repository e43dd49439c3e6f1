"""Units: the usual ones are known without pint, and pint says the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from socialvalue.units import USUAL, UnitMismatch, basis, by_pint


@pytest.mark.parametrize(("quantity", "value"), sorted(USUAL))
def test_what_is_known_without_pint_is_what_pint_says(quantity: str, value: str) -> None:
    assert basis(quantity, value) == by_pint(quantity, value)


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        ("hour", "GBP / person / year"),
        ("person", "GBP / hour"),
        ("person", "GBP / year"),
        ("person", "pounds"),
        ("person", ""),
    ],
)
def test_units_that_do_not_come_to_pounds_are_refused(quantity: str, value: str) -> None:
    with pytest.raises(UnitMismatch):
        basis(quantity, value)


@pytest.mark.slow
@pytest.mark.parametrize("module", ["openpyxl", "pint", "jinja2"])
def test_the_main_job_imports_nothing_heavy(module: str) -> None:
    script = f"""
import sys
from socialvalue.cli import main
main.main(["calc", "seeds/returns-2020-10.xlsx"], standalone_mode=False)
print("imported", "{module}" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "imported False" in done.stdout
