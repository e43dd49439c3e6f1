"""One return under several methods: step by step, where their totals part."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.valuing.compare_methods import compare_methods

JOBS = "organisation,period,outcome,quantity\nAcme,2020-10,full-time-employment,10\n"


def test_each_step_of_each_method_and_what_it_comes_to() -> None:
    net = sv.load_method("hact-net").override(deadweight="0.2")
    entered = sv.Return([sv.Line("Acme", "2020-10", "full-time-employment", 10)])
    found = compare_methods(entered, ["as-published", net], "hact-svb-2020", cost=100_000)
    [side] = found.sides
    assert side.gross == (144_330, 144_330)
    assert side.net == (144_330, Decimal("115464.0"))
    assert [(stage.kind, stage.changes) for stage in side.stages] == [
        ("unit value", (144_330, 144_330)),
        ("deadweight", (None, Decimal("-28866.0"))),
    ]
    for changes, total in zip(zip(*(stage.changes for stage in side.stages), strict=True), side.net, strict=True):
        assert sum(change or 0 for change in changes) == total


def test_a_comparison_needs_two_methods() -> None:
    with pytest.raises(ValueError, match="at least two"):
        compare_methods(sv.Return([]), ["as-published"])


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_the_command_shows_methods_side_by_side(form: str, tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    entered.write_text(JOBS)
    asked = ["compare", str(entered), "--methods", "as-published,sroi", "--bank", "hact-svb-2020", "--format", form]
    asked += ["--deadweight", "20%", "--displacement", "0", "--attribution", "0", "--drop-off", "30%", "--years", "2"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    if form == "json":
        [side] = json.loads(done.stdout)["kinds"]
        assert side["gross"] == ["144330.00", "288660.00"]  # what is typed is for the method that asks for it
        assert side["steps"][1] == {"step": "years", "changes": [None, "144330.00"]}
    else:
        assert "£144,330" in done.stdout
        assert "Discounting" in done.stdout


def test_one_method_is_wrong_usage(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    entered.write_text(JOBS)
    for words in (["--methods", "sroi"], ["--methods", "sroi,hact-net", "--banks", "a,b"], []):
        assert CliRunner().invoke(main, ["compare", str(entered), *words]).exit_code == 2
