"""A return that counts, and has no value in the bank: that is not £0, in any output."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.cli import main

NO_VALUE = "Nothing that was reported could be valued with hact-svb-2020. That is not £0."
BLANK = "No figure was reported. That is not £0: what is blank was not recorded."


def result(quantity: int | None = 7, outcome: str = "self-employment") -> sv.Result:
    return sv.calculate(sv.Return([sv.Line("Acme", "2020-10", outcome, quantity)]), "hact-svb-2020")


@pytest.mark.parametrize(
    ("found", "said"), [(result(), NO_VALUE), (result(None, "apprenticeship"), BLANK)], ids=["no value", "blank"]
)
def test_there_is_no_total_and_a_warning_says_so(found: sv.Result, said: str) -> None:
    assert found.ok  # what was counted stands
    assert found.headline is not None
    assert (found.headline.gross, found.headline.net, found.headline.by_kind) == (None, None, ())
    [problem] = found.problems
    assert (problem.code, problem.severity, problem.message) == ("nothing-valued", "warning", said)
    with pytest.raises(sv.BadData, match="not £0"):
        found.require()
    assert "nothing valued" in repr(found)


def test_a_figure_of_nought_is_a_value_of_nought() -> None:
    found = result(0, "apprenticeship")
    assert found.problems == ()
    assert found.require().net == 0


def test_every_output_says_it() -> None:
    found = result()
    document = json.loads(found.to_json())
    assert document["headline"]["net"] is None
    assert [problem["code"] for problem in document["problems"]] == ["nothing-valued"]
    assert sv.Result.from_json(found.to_json()) == found
    cells = [
        str(cell)
        for sheet in load_workbook(io.BytesIO(found.to_workbook()))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    for text in (found.to_markdown(), found.to_html(), found._repr_html_(), " ".join(cells)):
        assert NO_VALUE in text
        assert "£0<" not in text
        assert "**£0**" not in text


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_the_command_says_it(form: str, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme,2020-10,self-employment,7\n")
    done = CliRunner().invoke(main, ["calc", str(path), "--bank", "hact-svb-2020", "--format", form])
    assert done.exit_code == 0
    assert "[nothing-valued]" in done.stderr
    assert NO_VALUE in done.stdout or form == "csv"
