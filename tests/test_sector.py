"""Measures over months and organisations, and the estimate for the whole sector."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.money import EXACT
from socialvalue.problems import BadData
from socialvalue.published.bank_from_toml import bank_from
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.reading.side_tables import read_coverage
from socialvalue.records.coverage import Coverage
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.records.returns import Line, Organisation, Return, combine
from socialvalue.valuing.measures import awaited
from socialvalue.valuing.sector import with_sector

ROOT = Path(__file__).parents[1]
TOTALS = ROOT / "seeds/returns-2020-03-to-10.csv"
WORDS = load_vocabulary()
CALLS, CREDIT = "welfare-calls", "residents-on-universal-credit"


def result(*lines: Line, homes: dict[str, int] | None = None) -> Result:
    organisations = [Organisation(name, number) for name, number in (homes or {}).items()]
    return sv.calculate(Return(lines, organisations=organisations))


def measure(found: Result, name: str = CALLS) -> Measure:
    return next(entry for entry in found.measures if entry.measure == name)


def lines(outcome: str, **figures: dict[str, int]) -> list[Line]:
    """Lines of one outcome: by organisation, the figure of each month of 2020."""
    return [
        Line(name, f"2020-{month}", outcome, quantity)
        for name, months in figures.items()
        for month, quantity in months.items()
    ]


# the published figures


def cases() -> dict[str, dict[str, dict[str, str]]]:
    found = tomllib.loads((ROOT / "seeds/cases/white-paper-2021.toml").read_text(encoding="utf-8"))["case"]
    return {case["id"]: case for case in found}


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        (CALLS, 2_257_729),
        ("direct-financial-support", 4_473_810),
        ("food-interventions", 353_010),
        ("advice-and-guidance", 512_562),
    ],
)
def test_march_to_october_2020_over_42_per_cent(name: str, whole: int) -> None:
    found = measure(with_sector(sv.calculate(sv.read(TOTALS)), Coverage.flat("0.42")), name)
    assert found.sector is not None
    assert round(found.sector) == whole
    assert found.coverage == Decimal("0.42")
    assert found.estimated == EXACT.subtract(found.sector, found.total)  # what nobody reported is kept apart


@pytest.mark.parametrize(
    ("case_id", "name", "said", "met"),
    [
        ("sector-welfare-calls", CALLS, "over two million", True),
        ("sector-welfare-calls-news", CALLS, "over 2.3 million", False),
        ("sector-direct-financial-support-news", "direct-financial-support", "over £4.5 million", False),
        ("sector-food-interventions", "food-interventions", "over 350,000", True),
        ("sector-advice-and-guidance", "advice-and-guidance", "over half a million", True),
    ],
)
def test_which_published_roundings_the_share_gives(case_id: str, name: str, said: str, met: bool) -> None:
    case = cases()[case_id]
    sector = measure(with_sector(sv.calculate(sv.read(TOTALS)), Coverage.flat("0.42")), name).sector
    assert sector is not None
    assert (sector > Decimal(case["published"]["over-sector"])) is met
    assert case["compares"].startswith(f"{'meets' if met else 'does not meet'} '{said}'")  # and the case says so


def test_the_command_keeps_observed_and_estimated_apart() -> None:
    run = CliRunner().invoke(main, ["calc", str(TOTALS), "--coverage", "42%", "--format", "json"])
    [calls] = [entry for entry in json.loads(run.stdout)["measures"] if entry["measure"] == CALLS]
    assert calls.items() >= {
        "total": "948246", "coverage": "0.42", "sector": "2257728.57", "estimated": "1309482.57", "low": None
    }.items()  # fmt: skip


# flows and stocks


def test_a_flow_is_added_over_months_and_organisations() -> None:
    found = measure(result(*lines(CALLS, A={"09": 10, "10": 12}, B={"10": 5})))
    assert (found.total, found.latest, found.before, found.organisations) == (27, 17, 10, 2)
    assert (found.period, found.direction) == ("2020-10", None)


def test_a_stock_is_the_latest_month_of_each_organisation() -> None:
    # B is late with October: its September stands until it comes.
    found = measure(result(*lines(CREDIT, A={"08": 100, "09": 110, "10": 90}, B={"09": 40})), CREDIT)
    assert (found.total, found.organisations) == (130, 2)


@pytest.mark.parametrize(("october", "direction"), [(101, "higher"), (99, "lower"), (100, "same")])
def test_a_stock_shows_where_it_went(october: int, direction: str) -> None:
    assert measure(result(*lines(CREDIT, A={"09": 100, "10": october})), CREDIT).direction == direction


def test_a_stock_has_no_direction_without_the_month_before() -> None:
    assert measure(result(*lines(CREDIT, A={"08": 100, "10": 90})), CREDIT).direction is None


def test_a_new_organisation_does_not_move_a_stock() -> None:
    found = measure(result(*lines(CREDIT, A={"09": 100, "10": 90}, B={"10": 500})), CREDIT)
    assert (found.total, found.direction) == (590, "lower")


def test_a_detail_stands_beside_its_whole_and_is_not_added_to_it() -> None:
    found = result(*lines("advice-and-guidance", A={"10": 50}), *lines("advice-money-and-debt", A={"10": 30}))
    assert measure(found, "advice-and-guidance").total == 50
    detail = measure(found, "advice-money-and-debt")
    assert (detail.total, detail.part_of) == (30, "advice-and-guidance")


def test_blank_is_not_a_report_of_zero() -> None:
    found = result(Line("A", "2020-10", CALLS, 10), Line("B", "2020-10", CALLS), Line("C", "2020-10", CALLS, 0))
    assert measure(found).organisations == 2


def test_who_is_awaited_for_the_latest_month() -> None:
    found = result(*lines(CALLS, A={"09": 1, "10": 1}, B={"08": 1, "09": 1}, C={"10": 1}))
    assert list(awaited(found.entered.lines)) == [("B", Period.of("2020-09"))]


# the sector


def test_each_month_has_its_own_share_where_homes_are_given() -> None:
    found = result(*lines(CALLS, A={"09": 10, "10": 12}, B={"10": 24}), homes={"A": 100, "B": 300})
    estimate = measure(with_sector(found, Coverage.of_homes(1000, found.entered)))
    assert estimate.sector == Decimal(10) * 1000 / 100 + Decimal(36) * 1000 / 400  # = 100 + 90
    assert estimate.coverage == EXACT.divide(Decimal(46), Decimal(190))


def test_homes_that_are_not_given_are_said_and_nothing_is_made_up() -> None:
    found = result(
        *lines(CALLS, A={"10": 12}, B={"10": 24}), *lines("food-interventions", A={"10": 6}), homes={"A": 10}
    )
    scaled = with_sector(found, Coverage.of_homes(1000, found.entered))
    assert measure(scaled).sector is None
    assert measure(scaled, "food-interventions").sector == 600
    _, problem, _ = scaled.problems  # beside that nothing is valued, and that no range is given
    assert (problem.code, problem.severity) == ("no-coverage", "warning")
    assert problem.message == "Welfare calls: no estimate for the sector, for the homes of B are not given."


def test_homes_come_from_a_column_and_the_latest_month_holds(tmp_path: Path) -> None:
    path = tmp_path / "returns.csv"
    path.write_text(
        "organisation,period,outcome,quantity,Homes\nA,2020-09,welfare-calls,1,90\nA,2020-10,welfare-calls,2,100\n"
    )
    assert sv.read(path).organisations == (Organisation("A", 100),)
    run = CliRunner().invoke(main, ["calc", str(path), "--sector-homes", "1000", "--format", "json"])
    assert json.loads(run.stdout)["measures"][0]["sector"] == "30.00"


@pytest.mark.parametrize("later_first", [False, True])
def test_of_several_returns_that_say_their_homes_those_of_the_latest_hold(later_first: bool) -> None:
    september = Return(lines(CALLS, A={"09": 1}), organisations=[Organisation("A", 90)])
    october = Return(lines(CALLS, A={"10": 2}), organisations=[Organisation("A", 100, "Ann")])
    both = combine([october, september] if later_first else [september, october])
    assert Coverage.of_homes(1000, both).homes == {"A": 100}


def test_a_table_of_shares_by_measure_and_month(tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text("measure,period,coverage\n,,50%\nwelfare-calls,,0.4\nWelfare calls,Oct 2020,20%\n,2020-21,10%\n")
    coverage = read_coverage(path, WORDS)
    found = result(*lines(CALLS, A={"09": 4, "10": 2}), *lines("food-interventions", A={"03": 5, "10": 5}))
    scaled = with_sector(found, coverage)
    assert measure(scaled).sector == 4 / Decimal("0.4") + 2 / Decimal("0.2")
    assert measure(scaled, "food-interventions").sector == 5 / Decimal("0.5") + 5 / Decimal("0.1")


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("Welfare cals,,0.4", "unknown-outcome", "C2"),
        (",,0", "bad-factor", "C2"),
        (",,140%", "bad-factor", "C2"),
        (",someday,0.4", "bad-period", "C2"),
    ],
)
def test_a_table_of_shares_that_cannot_be(tmp_path: Path, row: str, code: str, cell: str) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text(f"measure,period,coverage\n{row}\n")
    with pytest.raises(BadData) as caught:
        read_coverage(path, WORDS)
    assert [(problem.code, problem.place.cell) for problem in caught.value.problems] == [(code, cell)]


@pytest.mark.parametrize("share", ["0", "1.2", "-0.1", "many"])
def test_a_share_that_cannot_be_is_wrong_usage(share: str) -> None:
    run = CliRunner().invoke(main, ["calc", str(TOTALS), "--coverage", share])
    assert run.exit_code == 2
    assert "Traceback" not in run.output


def test_a_range_needs_two_organisations() -> None:
    one = measure(with_sector(result(*lines(CALLS, A={"10": 10})), Coverage.flat("0.5")))
    assert (one.low, one.high, one.without_low) == (None, None, None)


def test_leaving_one_organisation_out() -> None:
    found = with_sector(result(*lines(CALLS, A={"10": 10}, B={"10": 20}, C={"10": 60})), Coverage.flat("0.5"))
    estimate = measure(found)
    # 90 reported and 180 in the sector. Each stands for a third of the half: without C it is 30 over a third, which
    # is less than was observed, so 90; without A it is 80 over a third.
    assert (estimate.without_low, estimate.without_high) == (90, 240)


def test_organisations_that_all_report_the_same_leave_nothing_to_range_over() -> None:
    alike = {name: {"10": 10} for name in "ABCDEFGHIJ"}
    estimate = measure(with_sector(result(*lines(CALLS, **alike)), Coverage.flat("0.5")))
    assert estimate.sector == estimate.low == estimate.high == estimate.without_low == 200


def test_no_range_is_given_below_ten_organisations() -> None:
    nine = {f"org {number}": {"10": number} for number in range(1, 10)}
    found = with_sector(result(*lines(CALLS, **nine)), Coverage.flat("0.5"))
    assert (measure(found).low, measure(found).high) == (None, None)
    assert [problem.code for problem in found.problems] == ["nothing-valued", "no-range"]


def test_a_range_is_nothing_when_all_have_reported_however_few() -> None:
    three = {"A": {"10": 100}, "B": {"10": 300}, "C": {"10": 900}}
    found = with_sector(result(*lines(CALLS, **three)), Coverage(sector_homes=30, homes=dict.fromkeys("ABC", 10)))
    assert (measure(found).low, measure(found).sector, measure(found).high) == (1300, 1300, 1300)


def test_a_range_shrinks_as_more_of_the_sector_reports() -> None:
    given = lines(CALLS, **{f"org {number}": {"10": number * number} for number in range(20)})
    wide, narrow = (measure(with_sector(result(*given), Coverage.flat(share))) for share in ("0.3", "0.9"))
    assert wide.low is not None
    assert narrow.low is not None
    assert (wide.high or 0) / wide.low > (narrow.high or 0) / narrow.low > 1


def test_a_quarter_and_its_months_are_one_time() -> None:
    entered = [Line("A", "2020-Q4", CALLS, 300), *(Line("B", f"2020-{month}", CALLS, 100) for month in (10, 11, 12))]
    everybody = Coverage(sector_homes=20_000, homes={"A": 10_000, "B": 10_000})
    found = measure(with_sector(result(*entered), everybody))
    assert (found.coverage, found.sector, found.low, found.high) == (1, 600, 600, 600)
    # One month of three: B stands for a third of its homes.
    part = measure(with_sector(result(*entered[:2]), everybody))
    assert abs((part.sector or 0) - 600) < Decimal("1e-20")


def test_a_measure_is_scaled_by_those_who_reported_it() -> None:
    entered = [Line(name, "2020-10", CALLS, 100) for name in "ABC"]
    entered += [
        Line("A", "2020-10", "food-interventions", 100),
        *(Line(n, "2020-10", "food-interventions") for n in "BC"),
    ]
    found = {entry.measure: entry for entry in with_sector(result(*entered), Coverage.flat("0.3")).measures}
    assert {name: (entry.coverage, entry.sector) for name, entry in found.items()} == {
        CALLS: (Decimal("0.3"), 1000),
        "food-interventions": (Decimal("0.3") * (EXACT.divide(Decimal(1), Decimal(3))), 1000),
    } or abs((found["food-interventions"].sector or 0) - 1000) < Decimal("1e-20")
    named = Coverage({("", None): Decimal("0.3"), ("food-interventions", None): Decimal("0.2")})
    assert {entry.measure: entry.sector for entry in with_sector(result(*entered), named).measures} == {
        CALLS: 1000,
        "food-interventions": 500,
    }


@pytest.mark.parametrize("later", ["2020-Q4", "2020-21", "2020"])
def test_a_stock_is_as_of_the_end_of_its_period(later: str) -> None:
    found = result(Line("A", "2020-11", "residents-in-arrears", 10), Line("A", later, "residents-in-arrears", 50))
    assert measure(found, "residents-in-arrears").total == 50


def test_a_range_is_the_same_every_time_and_in_any_order() -> None:
    given = lines(CALLS, **{f"org {number}": {"10": number * number} for number in range(20)})
    first = with_sector(result(*given), Coverage.flat("0.5"))
    second = with_sector(result(*reversed(given)), Coverage.flat("0.5"))
    assert first.measures == second.measures
    estimate = measure(first)
    assert estimate.low is not None
    assert estimate.sector is not None
    assert estimate.high is not None
    assert estimate.total <= estimate.low < estimate.sector < estimate.high


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=8),
    st.decimals("0.01", "1", places=2),
)
def test_the_sector_is_the_total_over_the_share_and_the_whole_is_the_total(
    quantities: list[int], share: Decimal
) -> None:
    found = result(*(Line(f"org {number}", "2020-10", CALLS, quantity) for number, quantity in enumerate(quantities)))
    estimate = measure(with_sector(found, Coverage.flat(share)))
    assert estimate.sector is not None
    assert abs(estimate.sector * share - sum(quantities)) < Decimal("1e-20")
    assert estimate.sector >= estimate.total
    if share == 1:
        assert estimate.sector == estimate.total
        assert estimate.estimated == 0


def test_a_stock_without_a_value_is_not_added_over_months_beside_the_total_either() -> None:
    [entry] = result(*lines(CREDIT, A={"08": 100, "09": 110, "10": 90}, B={"09": 40})).not_valued
    assert entry.quantity == 130


def test_a_detail_is_not_valued_beside_its_whole() -> None:
    source: dict[str, object] = {
        "title": "made up",
        "publisher": "Nobody",
        "year": 2020,
        "locator": "-",
        "url": "https://example.org",
    }
    source["retrieved"] = dt.date(2020, 1, 1)
    value = {"amount": "10", "unit": "GBP / session", "prices": "2020", "kind": "wellbeing", "grade": "quoted"}
    bank = bank_from(
        {
            "bank": {
                "id": "advice", "title": "Advice", "publisher": "Nobody", "edition": "1",
                "licence": {"name": "none", "url": "https://example.org", "redistribution": "open"},
            },
            "valuation": [
                {**value, "code": name, "title": name, "outcome": name, "source": source}
                for name in ("advice-and-guidance", "advice-money-and-debt")
            ],
        },
        "advice.toml",
    )  # fmt: skip
    whole, detail = lines("advice-and-guidance", A={"10": 50}), lines("advice-money-and-debt", A={"10": 30})
    both, alone = sv.calculate(Return([*whole, *detail]), bank), sv.calculate(Return(detail), bank)
    assert both.headline is not None
    assert alone.headline is not None
    assert (both.headline.gross, alone.headline.gross) == (500, 300)
    assert [entry.reason for entry in both.not_valued] == [
        "a detail of advice-and-guidance, which is valued as a whole"
    ]
