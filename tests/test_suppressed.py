"""Small groups, for publication: told only together, so that neither a cell nor a total gives one away."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.extras import needs
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.showing.board.draft import Asked
from socialvalue.showing.board.first_page import board
from socialvalue.showing.page.page import to_page
from socialvalue.showing.terminal.board import show_board
from socialvalue.showing.word.document import to_word
from socialvalue.valuing.rollup.small_groups import SMALL, TooFew, suppressed
from socialvalue.valuing.uncertainty.assess import assess

BELOW = 5


def result(people: dict[str, int]) -> sv.Result:
    return sv.calculate(sv.Return([sv.Line(name, "2020-10", "apprenticeship", n) for name, n in people.items()]))


def groups(people: dict[str, int]) -> dict[str, Decimal]:
    found = suppressed(result(people).by("organisation"), BELOW)
    return {group.keys[0]: group.quantity for group in found.groups}


def test_small_groups_are_one() -> None:
    assert groups({"A": 10, "B": 2, "C": 4, "D": 0}) == {"A": 10, "D": 0, SMALL: 6}


def test_a_small_group_alone_takes_the_next_smallest_with_it() -> None:
    assert groups({"A": 10, "B": 2, "C": 7}) == {"A": 10, SMALL: 9}


def test_small_groups_that_are_few_together_take_another_with_them() -> None:
    assert groups({"A": 10, "B": 1, "C": 2, "D": 7}) == {"A": 10, SMALL: 10}


def test_so_few_people_are_not_told_at_all() -> None:
    with pytest.raises(TooFew, match="fewer than 5 people in all"):
        groups({"A": 1, "B": 2})


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 12), min_size=1))
def test_whatever_the_numbers_no_small_one_can_be_worked_out(people: dict[str, int]) -> None:
    try:
        found = groups(people)
    except TooFew:
        assert 0 < sum(people.values()) < BELOW
        return
    assert sum(found.values()) == sum(people.values())
    assert all(number == 0 or number >= BELOW for number in found.values())
    if SMALL in found:
        assert len(people) - (len(found) - 1) >= 2


def test_what_was_before_a_period_gives_none_away() -> None:
    lines = [sv.Line("A", month, "apprenticeship", n) for month, n in (("2020-10", 2), ("2020-11", 9), ("2020-12", 8))]
    found = suppressed(sv.calculate(sv.Return(lines)).by("period"), BELOW)
    assert [(group.before, group.net_before, group.to_date, group.net_to_date) for group in found.groups] == [
        (None, None, None, None)
    ] * 2


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    rows = [f"{name},2020-10,apprenticeship,{n}\n" for name, n in (("Acme", 40), ("Brook", 3), ("Cedar", 2))]
    Path("r.csv").write_text("organisation,period,outcome,quantity\n" + "".join(rows))
    return "r.csv"


@pytest.mark.parametrize("form", ["table", "md", "csv"])
def test_no_output_tells_a_small_group(table: str, form: str) -> None:
    done = CliRunner().invoke(
        main, ["calc", table, "--by", "organisation", "--suppress-below", "5", "--format", form, "--plain"]
    )
    assert done.exit_code == 0, done.stderr
    assert "Acme" in done.stdout
    assert SMALL in done.stdout
    assert "Brook" not in done.stdout
    assert "Cedar" not in done.stdout


@pytest.mark.parametrize(
    "words",
    ["", "--by organisation --format json", "--by organisation --out x.xlsx", "--by organisation --targets t.csv"],
)
def test_what_would_tell_them_all_the_same_is_refused(table: str, words: str) -> None:
    done = CliRunner().invoke(main, ["calc", table, "--suppress-below", "5", *words.split()])
    assert done.exit_code == 2
    assert not Path("x.xlsx").exists()


@pytest.mark.parametrize("words", ["--by outcome", "--by theme", "--by organisation,outcome"])
def test_groups_that_pounds_or_other_groups_tell_are_refused(table: str, words: str) -> None:
    done = CliRunner().invoke(main, ["calc", table, "--suppress-below", "5", *words.split()])
    assert done.exit_code == 2
    assert "name another --by" in " ".join(done.stderr.split())


# the page for a board


PEOPLE = {"Alder": 40, "Birch": 3, "Cedar": 2, "Elm": 25}


def lines() -> list[sv.Line]:
    """Each of a project of its own: people in two months, a count of what is not valued, and a blank."""
    found = []
    for name, people in PEOPLE.items():
        found += [
            sv.Line(name, "2020-10", "apprenticeship", people, project=f"{name} way"),
            sv.Line(name, "2020-11", "residents-supported", people, project=f"{name} way"),
            sv.Line(name, "2020-11", "apprenticeship", None, project=f"{name} way"),
        ]
    return [*found, found[3]]  # one is there twice, which is a warning


def published(bank: str, by: str = "project") -> tuple[sv.Result, Asked]:
    result = assess(sv.calculate(sv.Return(lines()), bank))
    return result, Asked(published=suppressed(result.by(by), BELOW))


def in_a_page(result: sv.Result, asked: Asked) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]*>", " ", to_page(result, asked=asked), flags=re.DOTALL)


def in_word(result: sv.Result, asked: Asked) -> str:
    with zipfile.ZipFile(io.BytesIO(to_word(result, asked=asked))) as archive:
        return re.sub(r"<[^>]*>", " ", archive.read("word/document.xml").decode())


def on_a_terminal(result: sv.Result, asked: Asked) -> str:
    terminal = io.StringIO()
    show_board(result, asked, Console(file=terminal, width=200))
    return terminal.getvalue()


@pytest.mark.parametrize("bank", ["hact-svb-2020", "measure-up-2023"])
@pytest.mark.parametrize("shown", [in_a_page, pytest.param(in_word, marks=needs("docx")), on_a_terminal])
def test_no_report_tells_a_small_group(bank: str, shown: Callable[[sv.Result, Asked], str]) -> None:
    said = shown(*published(bank))
    assert "Alder way" in said
    assert "Small groups together" in said
    assert "told only together" in said
    for small in ("Birch", "Cedar"):
        assert small not in said
    assert "residents supported: no value" in said.lower()  # that something is not valued, and not how many


def test_the_one_table_adds_up() -> None:
    result, asked = published("hact-svb-2020")
    lead = board(result, asked).lead
    assert lead is not None
    assert [row.cells[:2] for row in lead.rows] == [
        ("Alder way", "40"),
        ("Elm way", "25"),
        ("Small groups together", "5"),
        ("All", "70"),
    ]


def test_kinds_held_apart_are_told_for_the_small_groups_together() -> None:
    made = [sv.Line(name, "2025-10", "full-time-employment", people) for name, people in PEOPLE.items()]
    result = sv.calculate(sv.Return(made), "open-2026")
    lead = board(result, Asked(published=suppressed(result.by("organisation"), BELOW))).lead
    assert lead is not None
    assert [row.cells[:2] for row in lead.rows] == [
        ("Alder", "40"),
        ("Small groups together", "5"),
        ("Elm", "25"),
        ("All", "70"),
    ]


def test_months_may_be_published() -> None:
    made = [sv.Line("Acme", f"2020-{month:02}", "apprenticeship", n) for month, n in ((4, 30), (5, 2), (6, 20), (7, 4))]
    result = sv.calculate(sv.Return(made))
    page = to_page(result, asked=Asked(published=suppressed(result.by("period"), BELOW)))
    assert "June 2020" in page
    assert "May 2020" not in page


def test_beside_groups_for_publication_nothing_else_is_asked_for() -> None:
    result, asked = published("hact-svb-2020")
    with pytest.raises(ValueError, match="nothing else"):
        Asked(published=asked.published, by=("organisation",))
    with pytest.raises(ValueError, match="one table"):
        Asked(published=result.by("project"))


@pytest.mark.parametrize("words", ["", "--by organisation,period", "--by organisation --with r.csv", "--by theme"])
def test_a_report_that_would_tell_them_all_the_same_is_refused(table: str, words: str) -> None:
    done = CliRunner().invoke(main, ["report", table, "--suppress-below", "5", "--out", "x.html", *words.split()])
    assert done.exit_code == 2
    assert not Path("x.html").exists()


def test_a_report_for_publication_is_written(table: str) -> None:
    done = CliRunner().invoke(
        main, ["report", table, "--by", "organisation", "--suppress-below", "5", "--out", "x.html"]
    )
    assert done.exit_code == 0, done.stderr
    assert "Cedar" not in Path("x.html").read_text(encoding="utf-8")
