"""The columns of a return: each is said once, as a field of a line, and all else follows from it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from helpers.command import run

import socialvalue as sv
from socialvalue.records.lines import COLUMNS, Kind, usual
from socialvalue.records.maps import FIELDS

ROOT = Path(__file__).parents[1]

#: A cell for each kind of column, and another that is not the same.
CELLS: dict[Kind, tuple[str, str]] = {
    "organisation": ("Acme Homes", "Beta Homes"),
    "period": ("2020-10", "2020-11"),
    "outcome": ("apprenticeship", "full-time-employment"),
    "quantity": ("1", "2"),
    "age": ("under 25", "50+"),
    "area": ("London", "outside London"),
    "text": ("North", "South"),
    "person": ("K1", "K2"),
    "yes-no": ("yes", "no"),
    "evidence": ("payslip", "letter"),
    "share": ("20%", "30%"),
    "pounds": ("£100", "£200"),
    "day": ("31/10/2020", "01/10/2020"),
}
NEEDED = {name: CELLS[COLUMNS[name].kind][0] for name in ("organisation", "period", "outcome", "quantity")}
OPTIONAL = [name for name in COLUMNS if name not in NEEDED]


def read(path: Path, *rows: dict[str, str]) -> sv.Return:
    """What a csv file of these rows reports."""
    path.write_text("\n".join(",".join(cells) for cells in [list(rows[0]), *(row.values() for row in rows)]) + "\n")
    return sv.read(path)


def test_every_kind_of_column_is_tried_here() -> None:
    assert CELLS.keys() == set(get_args(Kind))


@pytest.mark.parametrize(
    ("name", "header"), [(name, header) for name in COLUMNS for header in (name, *COLUMNS[name].headers)]
)
def test_a_column_is_read_under_each_of_its_headers(name: str, header: str, tmp_path: Path) -> None:
    row = {**NEEDED, name: CELLS[COLUMNS[name].kind][0]}
    [line] = read(
        tmp_path / "r.csv", {header if column == name else column: cell for column, cell in row.items()}
    ).lines
    assert getattr(line, name) != usual(name)
    assert not line.tags or name == "area"


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_column_tells_lines_apart_where_it_says_so(name: str, tmp_path: Path) -> None:
    one, other = ({**NEEDED, name: cell} for cell in CELLS[COLUMNS[name].kind])
    counts = read(tmp_path / "counts.csv", one, other)
    register = read(tmp_path / "register.csv", {"person": "P1", **one}, {"person": "P2", **other})
    apart = COLUMNS[name].apart
    if name != "person":
        assert len(sv.calculate(counts).entered.lines) == (2 if apart == "all" else 1)
        assert len(register.lines) == (1 if apart == "none" else 2)
        assert sum(line.rows for line in register.lines) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_column_is_carried_by_a_result_and_never_the_words_of_evidence(name: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    entered = read(path, {**NEEDED, name: CELLS[COLUMNS[name].kind][0]})
    result = sv.calculate(entered, "hact-svb-2020")
    assert result.ok, result.problems
    out = tmp_path / f"result.{form}"
    assert run("calc", path, "--bank", "hact-svb-2020", "--out", out).exit_code == 0
    assert run("verify", out).exit_code == 0
    if form == "json":
        [line] = json.loads(out.read_text(encoding="utf-8"))["reported"]["lines"]
        carried: Any = line[name]
        assert carried not in (usual(name), None)
        assert (carried is True) is (COLUMNS[name].kind in ("evidence", "yes-no"))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_may_be_named_in_a_map_and_is_in_the_documentation(name: str) -> None:
    assert name in FIELDS
    page = (ROOT / "docs/columns.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{name}` \|", page, re.MULTILINE), f"docs/columns.md needs a row for {name}"
