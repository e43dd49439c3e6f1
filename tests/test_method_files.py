"""Methods as data: shipped ones and a user's own, what they need, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers.one_value import a_bank, headline, people, valued

import socialvalue as sv
from socialvalue.money import pence
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import method_files
from socialvalue.showing.words.method import method_title

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", method_files())
def test_a_shipped_method_is_cited_and_sets_no_percentage_of_its_own(name: str) -> None:
    method = sv.load_method(name)
    assert method.id == name
    assert method.sources
    assert method.settings == ()


@pytest.mark.parametrize("name", [name for name in method_files() if sv.load_method(name).requires])
def test_a_method_does_not_run_without_the_figures_it_needs(name: str) -> None:
    method = sv.load_method(name)
    result = sv.calculate(sv.Return([people(1)]), a_bank("100", prices="2019-20"), method)
    assert result.headline is None
    missing = [problem.message for problem in result.problems if problem.code == "missing-setting"]
    assert len(missing) == len(method.requires)
    given = {name.replace("-", "_"): "0.5" for name in method.requires}
    assert sv.calculate(sv.Return([people(1)]), a_bank("100", prices="2019-20"), method.override(**given)).ok


def test_a_figure_for_one_outcome_does_not_stand_for_the_others() -> None:
    method = evolve(
        sv.load_method("hact-net"), settings=(Setting(name="deadweight", value="0.2", outcome="full-time-employment"),)
    )
    result = sv.calculate(
        sv.Return([people(1), people(1, "part-time-employment")]), sv.load_bank("hact-svb-2020"), method
    )
    [problem] = [problem for problem in result.problems if problem.severity == "error"]
    assert problem.code == "missing-setting"
    assert (
        problem.message == "The method hact-net needs a figure for deadweight, and has none for Part-time employment."
    )
    assert "--deadweight 20%" in problem.remedy


def test_a_users_own_file_is_equal_to_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        """
        [method]
        id = "mine"
        title = "Ours"
        summary = "What the board agreed."
        discount = "3.5%"
        [[settings]]
        name = "deadweight"
        value = "0.25"
        low = "0.1"
        high = "0.4"
        category = "employment"
        [settings.source]
        title = "A survey"
        publisher = "Acme Homes"
        year = 2025
        locator = "p. 3"
        url = "https://example.org/"
        retrieved = 2026-11-22
        [[settings]]
        name = "years"
        value = "2"
        """
    )
    result = sv.calculate(sv.Return([people(4)]), a_bank("100"), sv.load_method(path))
    steps = {step.kind: step for step in result.lines[0].steps}
    assert steps["deadweight"].amount == 600
    assert steps["deadweight"].source.startswith("Acme Homes (2025). A survey, p. 3.")
    net = headline(result).net
    assert net is not None
    assert pence(net) == Decimal("589.86")  # 300 + 300 / 1.035


def test_an_overridden_method_says_so_in_its_title() -> None:
    method = sv.load_method().override(deadweight="0.2", prices="2024-25", combine_kinds=True)
    assert (method.title, method.overrides) == (
        "As published: gross annual value",
        ("deadweight", "prices", "combine-kinds"),
    )
    assert method_title(method) == (
        "As published: gross annual value; with the user's own deadweight 20%, prices 2024-25, combine-kinds"
    )
    assert sv.load_method().override(deadweight=None) == sv.load_method()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("deadweight", "20", "deadweight must lie between 0 and 1"),
        ("deadweight", "-1%", "deadweight must lie between 0 and 1"),
        ("attribution", "101%", "attribution must lie between 0 and 1"),
        ("multiplier", "0", "multiplier must lie above 0"),
        ("fte", "2", "fte must lie above 0 and at most 1"),
        ("years", "0", "years must lie above 0 and at most 100"),
        ("years", "101", "years must lie above 0 and at most 100"),
        ("deadweight", "30%:20%:40%", "does not hold the figure"),
        ("deadweight", "10%:20%", "low, central and high"),
        ("deadweight", "some", "“some” is not a number"),
        ("deadweight", "nan", "“nan” is not a number"),
    ],
)
def test_a_factor_outside_its_limits_is_refused(name: Any, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Setting.of(name, text)


@pytest.mark.parametrize("text", ["100%", "-0.01", "soon", "", "green"])
def test_a_discount_is_a_schedule_or_a_rate_below_one(text: str) -> None:
    with pytest.raises(sv.BadData, match="is not a discount"):
        sv.load_method().override(discount=text)


HEAD = '[method]\nid = "x"\ntitle = "X"\nsummary = "X"\n'
TWO_YEARS = '[[settings]]\nname = "years"\nvalue = "2"\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("method = 3", "not a field known here"),
        ('[method]\nid = "x"\ntitle = "X"', "summary"),
        (HEAD + "factor = 1", "“factor” is not a field"),
        (HEAD + 'discount = "soon"', "is not a discount"),
        (HEAD + '[[settings]]\nname = "deadweight"\nvalue = "2"', "between 0 and 1"),
        (HEAD + '[[settings]]\nname = "luck"\nvalue = "0"', "luck"),
        (HEAD + '[growth]\n2019 = "1"', "price base"),
        (HEAD + TWO_YEARS + TWO_YEARS, "years is set twice for everything"),
    ],
)
def test_a_method_file_with_a_fault_is_not_used(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content)
    with pytest.raises(sv.BadData) as caught:
        sv.load_method(path)
    assert {problem.code for problem in caught.value.problems} == {"bad-data"}
    assert any(message in f"{problem.place} {problem.message}" for problem in caught.value.problems)


def test_a_figure_for_an_outcome_that_does_not_exist_is_an_error() -> None:
    method = evolve(sv.load_method(), settings=(Setting(name="deadweight", value=0, outcome="full-time-employement"),))
    result = sv.calculate(sv.Return([people(1)]), a_bank("100"), method)
    assert [(problem.code, problem.message) for problem in result.problems if problem.severity == "error"] == [
        ("unknown-outcome", "There is no outcome “full-time-employement”.")
    ]


def test_a_figure_that_changes_nothing_is_noted() -> None:
    method = evolve(sv.load_method(), settings=(Setting(name="deadweight", value="0.5", outcome="apprenticeship"),))
    result = sv.calculate(sv.Return([people(1)]), a_bank("100"), method)
    assert headline(result).net == 100
    [problem] = result.problems
    assert (problem.code, problem.severity) == ("setting-unused", "note")
    assert problem.message == "The deadweight for apprenticeship changes nothing: no value of the return belongs to it."


def test_a_year_outside_the_index_is_an_error() -> None:
    lines = [people(1, project=str(number)) for number in range(5)]
    result = sv.calculate(sv.Return(lines), a_bank("100"), sv.load_method().override(prices="1990"))
    assert result.headline is None
    [problem] = result.problems  # once for the value, not for each line
    assert problem.code == "year-outside-index"
    assert "does not reach 1990" in problem.message


def test_there_is_no_index_of_that_name() -> None:
    with pytest.raises(sv.BadData, match="There is no index “rpi”") as caught:
        sv.load_index("rpi")
    assert [problem.code for problem in caught.value.problems] == ["unknown-index"]


def test_an_index_of_the_users_own_is_a_file(tmp_path: Path) -> None:
    content = (ROOT / "valuations/indices/cpi.toml").read_text(encoding="utf-8").replace('"108.7"', '"54.35"')
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    doubled = headline(valued(people(1), bank=a_bank("100"), prices="2021", index=str(path)))
    single = headline(valued(people(1), bank=a_bank("100"), prices="2021", index="cpi"))
    assert doubled.net is not None
    assert single.net is not None
    assert round(doubled.net - 2 * single.net, 20) == 0
