"""A figure is rounded in one place, half up: whatever output shows it, it is the same figure."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.money import percent, places, whole_pounds
from socialvalue.showing.data.json.result import as_dict

PACKAGE = Path(sv.__file__).parent

#: Where a number is rounded that is no figure of a result.
ELSEWHERE = {
    "published/outcomes.py": "how alike two names are",
    "formats/": "the number that a cell's binary fraction shows",
    "reading/cells.py": "the number that a cell's binary fraction shows",
}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_money_rounds(path: Path) -> None:
    name = str(path.relative_to(PACKAGE))
    if name == "money.py" or name.startswith(tuple(ELSEWHERE)):
        return
    assert list(rounded(ast.parse(path.read_text(encoding="utf-8")))) == []


def rounded(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "round":
            found.append(f"line {node.lineno}: round")
        if isinstance(node, ast.Attribute) and node.attr in ("quantize", "ROUND_HALF_UP", "ROUND_HALF_EVEN"):
            found.append(f"line {node.lineno}: {node.attr}")
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec).strip("f'\"")
            if "." in spec and spec.endswith(("f", "%", "e", "g")):
                found.append(f"line {node.lineno}: :{spec}")
    return found


def test_halves_go_up() -> None:
    assert (places(Decimal("2.125"), 2), places(Decimal("2.5"), 0)) == (Decimal("2.13"), Decimal(3))
    assert (percent(Decimal("0.0125")), percent(Decimal("0.01255"))) == ("1.3%", "1.3%")
    assert (whole_pounds(Decimal("1000.50")), whole_pounds(Decimal("-1000.5"))) == ("£1,001", "−£1,001")


def test_a_ratio_of_two_and_an_eighth_is_one_figure_in_every_output(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from socialvalue.cli import main

    path = tmp_path / "returns.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme,2020-10,full-time-employment,1\n")
    cost = str(Decimal(14433) / Decimal("2.125"))[:28]
    shown = CliRunner().invoke(main, ["calc", str(path), "--bank", "hact-svb-2020", "--cost", cost])
    assert "1 : 2.13" in shown.output
    banks = "hact-svb-2020,hmt-wellby-2021"
    shown = CliRunner().invoke(main, ["compare", str(path), "--banks", banks, "--cost", "6792"])
    assert "1 : 2.13" in shown.output  # 14,433 / 6,792 = 2.125


def test_an_estimate_of_two_and_a_half_is_one_figure_in_every_output(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from socialvalue.cli import main

    path = tmp_path / "returns.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme,2020-10,full-time-employment,1\n")
    shown = CliRunner().invoke(main, ["calc", str(path), "--bank", "hact-svb-2020", "--coverage", "40%"])
    [row] = [line for line in shown.output.splitlines() if "40%" in line]
    assert row.split()[-3] == "3"
    from socialvalue.records.coverage import Coverage
    from socialvalue.valuing.sector import with_sector

    result = with_sector(sv.calculate(sv.read(path), "hact-svb-2020"), Coverage.flat("0.4"))
    assert as_dict(result)["measures"][0]["sector"] == "2.50"
