"""Text that anyone may have written stays text: in a spreadsheet, in Markdown, in a link, and at a shell."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.cli.typed_again import shell_words

HEAD = "organisation,period,outcome,quantity\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_no_cell_of_the_table_of_problems_is_a_formula() -> None:
    Path("=cmd|'C calc'!A0.csv").write_text(HEAD + "Acme,2020-10,=HYPERLINK(1),1\n@x,2020-10,+1+1,1\n")
    CliRunner().invoke(main, ["check", "=cmd|'C calc'!A0.csv", "--problems", "p.csv"])
    with Path("p.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 7
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


FORGED = "Acme | 1 | £9,999,999 |\n| **Total** <script>x</script> [a](javascript:x) `b`"


def test_a_name_forges_no_row_of_a_markdown_table() -> None:
    Path("r.csv").write_text(HEAD + f'"{FORGED}",2020-10,apprenticeship,1\n')
    done = CliRunner().invoke(main, ["calc", "r.csv", "--by", "organisation", "--format", "md"])
    assert done.exit_code == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows[:3]}) == 1
    assert len([row for row in rows if "9,999,999" in row]) == 1
    assert "<script>" not in done.stdout
    assert "](javascript" not in done.stdout.replace("\\]", "")


@pytest.mark.parametrize(
    "address", ["javascript:x", " JaVaScRiPt:x", "java\tscript:x", "data:text/html,x", "file:///etc/passwd"]
)
def test_an_address_that_runs_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="must be an address that begins with https"):
        evolve(sv.load_bank("hact-svb-2020").licence, url=address)


def test_only_an_address_of_the_web_is_a_link() -> None:
    bank = sv.load_bank("hact-svb-2020")
    for address, linked in (('https://example.org/"x', True), ("file:values.csv", False), ("not stated", False)):
        licence = evolve(bank.licence, url=address)
        page = sv.calculate(
            sv.Return([sv.Line("Acme", "2020-10", "apprenticeship", 1)]), evolve(bank, licence=licence)
        ).to_html()
        assert ('href="https://example.org/&#34;x"' in page) is linked
        assert 'href="file:' not in page
        assert 'href="not' not in page


@pytest.mark.parametrize("name", ["a b.csv", "$(rm -rf ~).csv", "a'b;c.csv", "-rf", "\x1b[31mred.csv", "ü.csv"])
def test_what_is_to_be_typed_next_names_one_file_and_no_more(name: str) -> None:
    command = shell_words("sv", "calc", name)
    assert command.isprintable()
    if name.isprintable():
        assert shlex.split(command) == ["sv", "calc", name]
