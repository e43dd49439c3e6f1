"""A map for a file of values: what its own headings are read as."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from socialvalue.cli.banks import banks
from socialvalue.cli.map import map_
from socialvalue.formats.sheets import Sheet
from socialvalue.problems import BadData
from socialvalue.reading.banks.bank_map import ValueMap, guess_value_map, read_value_map
from socialvalue.reading.banks.bank_terms import Terms
from socialvalue.reading.banks.import_bank import import_bank

OWN = """Our list of values,,,,,,
Prices of 2023-24,,,,,,
Our ref,Benefit measured,Group of things,Worth to each (£),Per,Sort of value,Remarks
V1,Full-time employment,Work,1000,£ per person per year,wellbeing,x
V2,Regular volunteering,Community,300,£ per person per year,wellbeing,y
"""
TODAY = dt.date(2026, 1, 1)


def test_headings_of_ones_own_are_guessed_once_and_decided_by_the_map(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(OWN, encoding="utf-8")
    sheet = Sheet("values.csv", "", [(at, line.split(",")) for at, line in enumerate(OWN.splitlines(), start=1)])
    found = guess_value_map([sheet])
    assert (found.columns["Our ref"], found.columns["Sort of value"]) == ("code", "kind")
    assert found.columns["Benefit measured"] == ""  # nothing is guessed that its words do not say
    decided = ValueMap(
        found.columns | {"Benefit measured": "outcome", "Worth to each (£)": "amount", "Per": "unit", "Remarks": ""}
    )
    kept = tmp_path / "map.toml"
    kept.write_text(decided.to_toml(), encoding="utf-8")
    assert import_bank(path, Terms(id="mine"), today=TODAY)[0] is None
    bank, _ = import_bank(path, Terms(id="mine"), headings=read_value_map(kept), today=TODAY)
    assert bank is not None
    assert [(value.code, value.outcome, value.amount, str(value.prices)) for value in bank] == [
        ("V1", "full-time-employment", Decimal(1000), "2023-24"),
        ("V2", "regular-volunteering", Decimal(300), "2023-24"),
    ]


def test_a_map_as_guessed_changes_nothing_where_every_heading_is_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Values, 2019 prices, £ per person per year"
    sheet.append(["Outcome group", "Outcome", "Code", "Average (unknown age / unknown area)", None, "London", None])
    sheet.append([None, None, None, None, None, "<25", "Unknown"])
    sheet.append(["Work", "Full-time employment", "E1", 1000, None, 1100, 1200])
    path = tmp_path / "wide.xlsx"
    book.save(path)
    cells = Sheet("wide.xlsx", "", list(enumerate(sheet.iter_rows(values_only=True), start=1)))  # type: ignore[arg-type]
    plain, _ = import_bank(path, Terms(id="wide"), today=TODAY)
    mapped, _ = import_bank(path, Terms(id="wide"), headings=guess_value_map([cells]), today=TODAY)
    assert plain is not None
    assert len(plain.valuations) == 3
    assert mapped == plain


def test_a_map_that_reads_a_heading_as_none_that_is_known_is_refused_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[columns]\n"Our ref" = "colour"\n', encoding="utf-8")
    with pytest.raises(BadData) as caught:
        read_value_map(path)
    [problem] = caught.value.problems
    assert (problem.code, problem.place.key) == ("map-unreadable", "columns.Our ref")


def test_the_command_shows_and_writes_the_map_that_the_import_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("values.csv").write_text(OWN, encoding="utf-8")
    shown = CliRunner().invoke(map_, ["--values", "values.csv", "--out", "map.toml", "--plain"])
    assert shown.exit_code == 0, shown.output
    assert "Benefit measured   left out" in shown.output
    text = Path("map.toml").read_text(encoding="utf-8")
    for heading, to in (("Benefit measured", "outcome"), ("Worth to each (£)", "amount"), ("Per", "unit")):
        text = "".join(f'"{heading}" = "{to}"\n' if f'"{heading}"' in line else line for line in text.splitlines(True))
    Path("map.toml").write_text(text, encoding="utf-8")
    read = CliRunner().invoke(banks, ["import", "values.csv", "--map", "map.toml", "--out", "bank.toml", "--plain"])
    assert read.exit_code == 0, read.output
    assert "2 values imported" in read.output
