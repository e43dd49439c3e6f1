"""This year against last: the same months, parts that add up to the change, and a forecast that says it is one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from helpers.command import run
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.money import apportioned, pence, rounded
from socialvalue.published.banks import Bank
from socialvalue.records.returns import Line, Return
from socialvalue.valuing.last_year.bridge import Bridge
from socialvalue.valuing.last_year.changes import changes
from socialvalue.valuing.last_year.like_for_like import LikeForLike, like_for_like

HACT = sv.load_bank("hact-svb-2020")
PLAIN = sv.load_method()
OUTCOMES = ("full-time-employment", "part-time-employment", "employment-training", "regular-volunteering")


def year(start: int, *figures: int | None, outcome: str = "full-time-employment", project: str = "") -> Return:
    """A return of consecutive months from April of a year on."""
    months = [f"{start + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}" for month in range(len(figures))]
    return Return([Line("Acme", m, outcome, n, project=project) for m, n in zip(months, figures, strict=True)])


def both(*returns: Return) -> Return:
    return Return([line for entered in returns for line in entered.lines])


def compared(this: Return, last: Return, method: sv.Method = PLAIN, **options: object) -> LikeForLike:
    return like_for_like(this, last, HACT, method, **options)  # type: ignore[arg-type] # whatever the test is about


def gross_of(entered: Return, prices: str) -> Decimal:
    head = sv.calculate(entered, HACT, PLAIN.override(prices=prices)).headline
    assert head is not None
    assert head.gross is not None
    return head.gross


def bridge(found: LikeForLike) -> Bridge:
    assert found.ok, found.problems
    (only,) = found.bridges
    return only


def test_more_people_at_the_same_outcome_are_volume_alone() -> None:
    found = bridge(compared(year(2024, 3), year(2023, 2)))
    assert (found.then, found.volume, found.mix, found.now) == (28866, 14433, 0, 43299)
    assert (found.value, found.method, found.change) == (0, 0, 14433)


def test_the_same_number_at_other_outcomes_is_mix_alone() -> None:
    found = bridge(compared(year(2024, 2, outcome="part-time-employment"), year(2023, 2)))
    assert (found.volume, found.mix) == (0, 2 * 1229 - 2 * 14433)
    assert (found.quantity_then, found.quantity_now) == (2, 2)


def test_another_price_year_is_value_and_another_deadweight_is_method() -> None:
    now = PLAIN.override(prices="2024-25", deadweight="0.2")
    then = PLAIN.override(prices="2023-24", deadweight="0.1")
    found = bridge(compared(year(2024, 4), year(2023, 4), now, last_method=then))
    lately, before = (gross_of(year(2023, 4), prices) for prices in ("2024-25", "2023-24"))
    assert pence(found.value) == pence((lately - before) * Decimal("0.9"))
    assert pence(found.method) == pence(lately * Decimal("-0.1"))
    assert (pence(found.volume), pence(found.mix)) == (0, 0)


def test_of_nothing_last_year_all_is_volume() -> None:
    found = bridge(compared(year(2024, 2), year(2023, 0)))
    assert (found.volume, found.mix) == (28866, 0)


QUANTITIES = st.lists(st.integers(min_value=0, max_value=500), min_size=4, max_size=4)
SHARES = st.integers(min_value=0, max_value=99).map(lambda percent: Decimal(percent) / 100)


@pytest.mark.slow
@given(
    now=QUANTITIES,
    then=QUANTITIES,
    deadweight=SHARES,
    deadweight_then=SHARES,
    prices=st.sampled_from(["2023-24", "2024-25"]),
    bank_then=st.sampled_from(["hact-svb-2020", "hmt-wellby-2021"]),
)
def test_the_parts_add_up_to_the_change_to_the_penny(
    now: list[int], then: list[int], deadweight: Decimal, deadweight_then: Decimal, prices: str, bank_then: str
) -> None:
    this, last = (
        both(*(year(start, number, outcome=outcome) for outcome, number in zip(OUTCOMES, numbers, strict=True)))
        for start, numbers in ((2024, now), (2023, then))
    )
    found = like_for_like(
        this,
        last,
        HACT,
        PLAIN.override(deadweight=deadweight, prices="2024-25"),
        last_bank=sv.load_bank(bank_then),
        last_method=PLAIN.override(deadweight=deadweight_then, prices=prices),
    )
    for one in found.bridges:
        parts = [one.value, one.method, one.volume, one.mix]
        assert pence(sum(parts, Decimal(0))) == pence(one.change)
        for unit in (Decimal("0.01"), Decimal(1), Decimal(1000)):
            change = rounded(one.now, unit) - rounded(one.then, unit)
            assert sum(apportioned(parts, unit, change)) == change
    assert len(found.bridges) == 1


def test_only_the_months_of_both_years_are_compared_and_the_others_are_named() -> None:
    found = compared(year(2024, 1, 2, 3), year(2023, 1, 1, 1, 1, 1))
    assert [(str(now), str(then)) for now, then in found.months] == [
        ("2024-04", "2023-04"),
        ("2024-05", "2023-05"),
        ("2024-06", "2023-06"),
    ]
    assert [str(period) for period in found.only_then] == ["2023-07", "2023-08"]
    assert bridge(found).then == 3 * 14433
    (missing,) = [problem for problem in found.problems if problem.code == "months-missing"]
    assert missing.message.startswith("Last year reports July 2023 and August 2023, which this year does not")


def test_a_month_left_blank_throughout_is_not_reported() -> None:
    found = compared(year(2024, 1, None, None), year(2023, 1, 1, 1))
    assert len(found.months) == 1


def test_what_was_spent_is_compared_over_whole_years_only() -> None:
    spent = Return(year(2024, 1, 1).lines, costs={"": Decimal(500)})
    assert compared(spent, year(2023, 1)).now.costs == {}
    assert compared(spent, year(2023, 1, 1)).now.costs == {"": 500}


@pytest.mark.parametrize(
    ("this", "last", "code"),
    [
        (year(2024, *[1] * 14), year(2023, 1), "not-one-year"),
        (year(2023, 1), year(2024, 1), "no-months-in-common"),
        (year(2024, 1), year(2024, 1), "no-months-in-common"),
    ],
)
def test_what_cannot_be_compared_is_told_and_gives_no_figure(this: Return, last: Return, code: str) -> None:
    found = compared(this, last)
    assert not found.ok
    assert code in {problem.code for problem in found.problems}
    assert found.bridges == ()


def test_a_year_that_cannot_be_read_has_no_months_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "last.csv").write_text(
        "organisation,period,outcome,quantity\nA,2023-05,nonsense,1\nA,2023-06,Apprenticeship,1\n"
    )
    last = sv.read(tmp_path / "last.csv")
    told = [problem.code for problem in compared(year(2024, 3), last).problems if problem.severity == "error"]
    assert told == ["unknown-outcome"]


def test_projects_and_outcomes_are_set_side_by_side() -> None:
    this = both(year(2024, 3, project="Kick"), year(2024, 1, project="Hub", outcome="apprenticeship"))
    found = compared(this, both(year(2023, 2, project="Kick"), year(2023, 1, project="Old")))
    rows = changes(found, "project")
    assert [(row.key, row.quantity_then, row.quantity_now, row.change) for row in rows] == [
        ("Kick", 2, 3, 14433),
        ("Hub", 0, 1, 2353),
        ("Old", 1, 0, -14433),
    ]


def test_a_part_of_a_year_is_forecast_at_its_rate_and_in_the_shape_of_last_year() -> None:
    found = compared(year(2024, 2, 2, 2), year(2023, 4, 1, 1, *[0] * 9)).forecast
    assert found
    assert (str(found.year), found.months, found.outcomes, found.net) == ("2024-25", 3, 6, 6 * 14433)
    assert (found.outcomes_by_rate, found.net_by_rate) == (24, 24 * 14433)
    assert (found.outcomes_by_shape, found.net_by_shape) == (6, 6 * 14433)
    assert compared(year(2024, *[1] * 12), year(2023, *[1] * 12)).forecast is None


def test_kinds_held_apart_have_a_bridge_each() -> None:
    bank: Bank = sv.load_bank("measure-up-2023")
    lines = [year(start, number, outcome="regular-volunteering") for start, number in ((2024, 10), (2023, 8))]
    found = like_for_like(lines[0], lines[1], bank, PLAIN)
    assert [(one.kinds, one.change) for one in found.bridges] == [(("economic",), 3600), (("wellbeing",), 3200)]


def test_two_years_are_never_one_headline_without_a_word() -> None:
    both_years = sv.calculate(both(year(2023, *[1] * 12), year(2024, 1)), HACT)
    (told,) = [problem for problem in both_years.problems if problem.code == "several-years"]
    assert told.message == "The total adds up April 2023 to April 2024: more than one year."
    across = sv.calculate(both(year(2023, *[1] * 11, 0), year(2024, 0)), HACT)
    assert "several-years" in {problem.code for problem in across.problems}
    assert "several-years" not in {problem.code for problem in sv.calculate(year(2023, *[1] * 12), HACT).problems}


# on the command line


def years_on_disk(folder: Path) -> tuple[str, str]:
    """Seven months of this year and all of last, by project."""
    names = []
    for start, months, people in ((2024, 7, 3), (2023, 12, 2)):
        rows = ["organisation,period,outcome,quantity,project"]
        rows += [f"Acme,{line.period},full-time-employment,{people},Hub" for line in year(start, *[1] * months).lines]
        path = folder / f"{start}.csv"
        path.write_text("\n".join(rows))
        names.append(str(path))
    return names[0], names[1]


def test_sv_compare_sets_this_year_against_last_in_80_columns(tmp_path: Path) -> None:
    this, last = years_on_disk(tmp_path)
    done = run("compare", this, "--bank", "hact-svb-2020", "--with", last)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    shown = " ".join(done.stdout.split())
    assert "2024-25 against 2023-24, over the months both report: April 2024 to October 2024" in shown
    assert "Up £101,031, from more outcomes" in shown  # 7 x 14,433
    assert "Full-time employment 14 21 202,062 303,093 +101,031" in shown
    assert "Forecast for 2024-25, not a result: £519,588 and 36 outcomes" in shown
    assert "Last year reports November 2023 to March 2024, which this year does not" in done.stderr


def test_its_json_holds_the_parts_the_months_and_the_forecast(tmp_path: Path) -> None:
    this, last = years_on_disk(tmp_path)
    data = json.loads(run("compare", this, "--bank", "hact-svb-2020", "--with", last, "--format", "json").stdout)
    assert data["schema"] == "socialvalue/years/1"
    (change,) = data["change"]
    assert (change["then"], change["volume"], change["mix"], change["now"]) == (
        "202062.00",
        "101031.00",
        "0.00",
        "303093.00",
    )
    assert data["only_then"] == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert data["by_project"][0]["net_now"] == "303093.00"
    assert data["forecast"]["net_by_run_rate"] == "519588.00"
    assert data["last_year"]["inputs"][0]["file"] == "2023.csv"


def test_its_markdown_is_a_table_under_each_finding(tmp_path: Path) -> None:
    this, last = years_on_disk(tmp_path)
    out = tmp_path / "years.md"
    assert run("compare", this, "--bank", "hact-svb-2020", "--with", last, "--out", str(out)).exit_code == 0
    assert "| Volume (7 more) | +101,031 |" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("more", [(), ("--banks", "hact-svb-2020,hmt-wellby-2021", "--with", "{last}")])
def test_one_comparison_at_a_time(more: tuple[str, ...], tmp_path: Path) -> None:
    this, last = years_on_disk(tmp_path)
    done = run("compare", this, *(word.format(last=last) for word in more))
    assert done.exit_code == 2
    assert "Say what to compare with" in done.stderr
