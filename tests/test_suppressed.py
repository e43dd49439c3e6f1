"""Small groups, for publication: told only together, so that neither a cell nor a total gives one away."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.valuing.rollup.small_groups import SMALL, TooFew, suppressed

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
