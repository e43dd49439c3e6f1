"""How sure a total is: by hand where that can be done, and the same on any machine where runs are drawn."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.published.banks import Bank
from socialvalue.published.method_settings import Setting
from socialvalue.published.methods import Reference
from socialvalue.records.ranges import Range, Simulation
from socialvalue.valuing.uncertainty.assess import assess

ROOT = Path(__file__).parents[1]
MADE = sv.load_bank(
    "hmt-wellby-2021"
)  # into work: 0.46 points (0.38 to 0.54) of a WELLBY of £13,000 (10,000 to 16,000)
#: The same, as values of their own: into work £5,980, from £3,800 to £8,640.
WELLBY = evolve(MADE, valuations=[evolve(value, effect=None, wellby=False) for value in MADE])
DEADWEIGHT = Setting.of("deadweight", "10%:20%:40%")


def jobs(number: int, **more: object) -> sv.Line:
    return sv.Line("Acme Homes", "2020-10", "full-time-employment", number, **more)  # type: ignore[arg-type]


def assessed(
    *lines: sv.Line,
    bank: Bank = WELLBY,
    method: sv.Method | None = None,
    cost: int | None = None,
    runs: int = 0,
    seed: int = 1,
) -> list[Range]:
    result = sv.calculate(sv.Return(lines), bank, method or sv.load_method(), cost=cost)
    assert result.ok, result.problems
    return list(assess(result, runs=runs, seed=seed).uncertainty)


def simulation(found: list[Range]) -> Simulation:
    assert found[0].simulation is not None
    return found[0].simulation


def test_low_and_high_take_every_assumption_at_its_worse_and_better_end() -> None:
    [found] = assessed(jobs(10), method=sv.load_method().override(deadweight=DEADWEIGHT))
    assert (found.low, found.central, found.high) == (
        10 * 3800 * Decimal("0.6"),
        10 * 5980 * Decimal("0.8"),
        10 * 8640 * Decimal("0.9"),
    )


def test_the_assumption_that_moves_the_total_most_comes_first() -> None:
    [found] = assessed(jobs(10), method=sv.load_method().override(deadweight=DEADWEIGHT, attribution="0.5"))
    assert [(entry.assumption.label, entry.at_low, entry.at_high) for entry in found.sensitivities] == [
        ("unit value (WELLBY-EMP)", 15_200, 34_560),
        ("deadweight", 26_910, 17_940),
        ("attribution", 23_920, 23_920),
    ]


def test_break_even_by_hand() -> None:
    [found] = assessed(
        jobs(10), method=sv.load_method().override(deadweight="0.2", years=2, drop_off="0.5"), cost=47_840
    )
    # 59,800 a year: 47,840 after deadweight in the first year, half of it in the second.
    even = {entry.assumption.name: entry.break_even for entry in found.sensitivities}
    assert {name: None if figure is None else round(figure, 9) for name, figure in even.items()} == {
        "unit value": round(Decimal(5980) / Decimal("1.5"), 9),
        "deadweight": round(1 - Decimal("0.8") / Decimal("1.5"), 9),
        "drop-off": 1,
        "years": 1,
    }


def test_there_is_no_break_even_where_no_figure_reaches_the_cost_nor_without_a_cost() -> None:
    [dear] = assessed(jobs(10), method=sv.load_method().override(deadweight="0.2"), cost=60_000)
    assert {entry.assumption.name: entry.break_even for entry in dear.sensitivities}["deadweight"] is None
    [free] = assessed(jobs(10), method=sv.load_method().override(deadweight="0.2"))
    assert {entry.break_even for entry in free.sensitivities} == {None}


def test_a_reference_case_above_the_project_turns_the_value_round() -> None:
    # With fewer jobs than there would have been anyway, a higher value of a job is a greater loss.
    method = evolve(sv.load_method(), reference=(Reference(outcome="full-time-employment", quantity=15),))
    [found] = assessed(jobs(10), method=method)
    assert (found.low, found.central, found.high) == (-5 * 8640, -5 * 5980, -5 * 3800)


def test_what_another_share_hides_at_its_central_figure_still_has_its_range() -> None:
    method = sv.load_method().override(deadweight=DEADWEIGHT, displacement=Setting.of("displacement", "0:1:1"))
    [found] = assessed(jobs(10), method=method)
    assert (found.low, found.central, found.high) == (0, 0, 10 * 8640 * Decimal("0.9"))


def test_lines_that_share_an_assumption_move_together() -> None:
    # Drawn for each line apart, a hundred lines would nearly cancel out.
    method = sv.load_method().override(deadweight=DEADWEIGHT)
    one = simulation(assessed(jobs(100), method=method, runs=2000))
    many = simulation(assessed(*[jobs(1, project=str(n)) for n in range(100)], method=method, runs=2000))
    assert abs(one.lower - many.lower) < 1
    assert abs(one.upper - many.upper) < 1


def test_a_lines_own_factor_stays_as_it_is() -> None:
    method = sv.load_method().override(deadweight=DEADWEIGHT)
    [found] = assessed(jobs(10, deadweight="0.5"), method=method)
    assert found.low == 10 * 3800 * Decimal("0.5")
    assert [entry.assumption.name for entry in found.sensitivities] == ["unit value"]


def test_the_runs_follow_the_triangular_distribution() -> None:
    # Of a triangular distribution the mean is (low + central + high) / 3; its median and other bounds by its inverse.
    run = simulation(assessed(jobs(1), runs=20_000, seed=3))
    low, mode, high = 3800, 5980, 8640
    width = high - low

    def inverse(u: float) -> float:
        if u < (mode - low) / width:
            return low + (u * width * (mode - low)) ** 0.5
        return float(high - ((1 - u) * width * (high - mode)) ** 0.5)

    assert float(run.mean) == pytest.approx((low + mode + high) / 3, rel=0.005)
    assert float(run.median) == pytest.approx(inverse(0.5), rel=0.01)
    assert float(run.lower) == pytest.approx(inverse(0.05), rel=0.01)
    assert float(run.upper) == pytest.approx(inverse(0.95), rel=0.01)


def test_a_seed_draws_the_same_runs_on_any_machine() -> None:
    # Figures as they were when this was written: another machine, or a later Python, must draw them again.
    method = sv.load_method().override(
        deadweight=DEADWEIGHT, years=Setting.of("years", "1:2:4"), drop_off=Setting.of("drop-off", "0:20%:50%")
    )
    method = evolve(method, discount="green-book")
    run = simulation(assessed(jobs(10), method=method, cost=80_000, runs=1000, seed=1))
    again = simulation(assessed(jobs(10), method=method, cost=80_000, runs=1000, seed=1))
    other = simulation(assessed(jobs(10), method=method, cost=80_000, runs=1000, seed=2))
    assert run == again
    assert run.mean != other.mean
    assert [f"{figure:.6f}" for figure in (run.mean, run.median, run.lower, run.upper)] == [
        "90839.280227",
        "88680.564115",
        "51423.948348",
        "137353.643942",
    ]
    assert run.below_cost == Decimal("0.381")


def test_the_share_of_runs_below_the_cost() -> None:
    # 5,980 is the most likely value: (5980 - 3800) / (8640 - 3800) of the draws lie below it.
    run = simulation(assessed(jobs(1), cost=5980, runs=20_000))
    assert run.below_cost is not None
    assert float(run.below_cost) == pytest.approx(2180 / 4840, abs=0.01)
    assert simulation(assessed(jobs(1), runs=100)).below_cost is None


def test_without_ranges_there_is_nothing_to_draw() -> None:
    [found] = assessed(jobs(3), bank=sv.load_bank("hact-svb-2020"), runs=10)
    assert found.low == found.central == found.high == 3 * 14_433
    assert simulation([found]).lower == simulation([found]).upper == 3 * 14_433


def test_kinds_held_apart_have_a_range_each() -> None:
    bank = sv.load_bank("measure-up-2023")
    line = sv.Line("Acme Homes", "2024-01", "regular-volunteering", 10)
    apart = assessed(line, bank=bank, method=sv.load_method().override(deadweight=DEADWEIGHT))
    assert [(entry.kinds, entry.central) for entry in apart] == [(("economic",), 14_400), (("wellbeing",), 12_800)]
    together = assessed(line, bank=bank, method=sv.load_method().override(deadweight=DEADWEIGHT, combine_kinds=True))
    assert [(entry.kinds, entry.central) for entry in together] == [(("economic", "wellbeing"), 27_200)]


def test_the_range_of_a_value_of_several_kinds_stretches_each_of_its_parts() -> None:
    bank = sv.load_bank("measure-up-2023")
    ranged = [
        evolve(value, low=value.amount / 2, high=value.amount * 2) if value.outcome == "regular-volunteering" else value
        for value in bank
    ]
    line = sv.Line("Acme Homes", "2024-01", "regular-volunteering", 1)
    found = assessed(line, bank=evolve(bank, valuations=tuple(ranged)))
    assert [(entry.low, entry.central, entry.high) for entry in found] == [(900, 1800, 3600), (800, 1600, 3200)]


def test_a_result_with_errors_has_no_range() -> None:
    broken = sv.calculate(sv.Return([jobs(1)]), WELLBY, "hact-net")
    assert assess(broken, runs=10) == broken


def test_a_number_of_runs_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="must be from 0 to 1,000,000, not -1"):
        assess(sv.calculate(sv.Return([jobs(1)])), runs=-1)


# on the command line


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["calc", str(ROOT / "seeds/returns-2020-10.csv"), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


ASKED = [
    "--bank",
    "hmt-wellby-2021",
    "--deadweight",
    "10%:20%:40%",
    "--years",
    "2",
    "--drop-off",
    "0.3",
    "--cost",
    "£400,000",
]


def test_what_the_terminal_shows_below_the_result(snapshot: SnapshotAssertion) -> None:
    shown = run(*ASKED, "--simulate", "1000", "--seed", "1", "--plain")
    assert shown[shown.index("What moves it most") :] == snapshot


def test_json_holds_the_same_and_nothing_when_it_was_not_asked_for() -> None:
    asked = json.loads(run(*ASKED, "--simulate", "1000", "--format", "json"))["uncertainty"]["totals"]
    [total] = asked
    assert (total["kinds"], total["central"]) == (["wellbeing"], "748217.60")
    assert [entry["assumption"] for entry in total["sensitivity"][:2]] == ["unit value", "deadweight"]
    assert (total["simulation"]["runs"], total["simulation"]["seed"]) == (1000, 1)
    assert (
        json.loads(run(*ASKED, "--sensitivity", "--format", "json"))["uncertainty"]["totals"][0]["simulation"] is None
    )
    assert json.loads(run(*ASKED, "--format", "json"))["uncertainty"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--deadweight", "20"], "deadweight must lie between 0 and 1 (0% and 100%), not 20; a fifth is 20% or 0.2."),
        (["--deadweight", "some"], "“some” is not a number"),
        (["--drop-off", "120%"], "drop-off must lie between 0 and 1"),
        (["--years", "0"], "years must lie above 0 and at most 100, not 0."),
        (["--set", "luck=1"], "there is no setting “luck”"),
        (["--set", "leakage"], "write its name, = and a figure"),
        (["--prices", "2024-26"], "“2024-26” is not a price year"),
        (["--index", "rpi"], "There is no index “rpi”."),
        (["--discount", "soon"], "“soon” is not a discount"),
        (["--cost", "-5"], "is not an amount in pounds of 0 or more"),
        (["--simulate", "0"], "0 is not in the range"),
    ],
)
def test_a_bad_value_is_wrong_usage_and_said_plainly(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["calc", str(ROOT / "seeds/returns-2020-10.csv"), *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


@pytest.mark.parametrize("text", ["20%", "0.2", " 20 % ", "0.20"])
def test_a_percentage_may_be_written_either_way(text: str) -> None:
    assert json.loads(run("--deadweight", text, "--format", "json"))["headline"]["net"] == "2450856.80"


def test_options_take_the_place_of_the_methods_settings() -> None:
    arguments = ["--method", "sroi", "--deadweight", "40%", "--attribution", "30%", "--displacement", "0"]
    arguments += ["--drop-off", "30%", "--years", "2", "--cost", "£250,000", "--format", "json"]
    head = json.loads(run(*arguments))["headline"]
    first = 3_063_571 * Decimal("0.42")
    assert head["net"] == head["present_value"] == f"{first + first * Decimal('0.7') / Decimal('1.035'):.2f}"
    assert (head["cost"], head["payback_months"]) == ("250000.00", f"{250_000 * 12 / first:.4f}")


def test_every_setting_can_be_given() -> None:
    given = ["--set", "leakage=10%", "--set", "substitution=0", "--set", "multiplier=1.2", "--set", "fte=0.5"]
    head = json.loads(run(*given, "--set", "optimism-bias=0.5", "--format", "json"))["headline"]
    assert head["gross"] == f"{3_063_571 / 2:.2f}"
    assert head["net"] == f"{3_063_571 * Decimal('0.5') * Decimal('0.9') * Decimal('1.2') * Decimal('0.5'):.2f}"


# values that share one WELLBY


def test_one_wellby_is_drawn_for_all_values_made_of_it() -> None:
    lines = [
        jobs(100),
        sv.Line("Acme Homes", "2020-10", "weekly-physical-activity", 200),
        sv.Line("Acme Homes", "2020-10", "wellby", 46),
    ]
    [found] = assessed(*lines, bank=MADE, runs=20_000)
    assert {entry.assumption.label for entry in found.sensitivities} == {
        "unit value (WELLBY)",
        "effect (WELLBY-EMP)",
        "effect (WELLBY-ACTIVE)",
    }
    points = 100 * Decimal("0.38") + 200 * Decimal("0.225") + 46, 100 * Decimal("0.54") + 200 * Decimal("0.225") + 46
    assert (found.low, found.high) == (points[0] * 10_000, points[1] * 16_000)
    run = simulation([found])
    # 200,000 runs of one WELLBY, triangular, in numpy: 1,494,862 to 2,070,345.
    assert float(run.lower) == pytest.approx(1_494_862, rel=0.005)
    assert float(run.upper) == pytest.approx(2_070_345, rel=0.005)


# corners


def test_low_and_high_are_the_least_and_greatest_of_every_corner() -> None:
    leakage = Setting.of("leakage", "0%:10%:90%")
    method = evolve(
        sv.load_method().override(leakage=leakage, attribution=Setting.of("attribution", "10%:30%:80%")),
        reference=(Reference(outcome="full-time-employment", quantity=24),),
    )
    [found] = assessed(jobs(60), method=method)
    # (60 x kept - 24) x value x (1 - attribution): least with 10% kept, the highest value and the lowest attribution.
    assert found.low == (60 * Decimal("0.1") - 24) * 8640 * Decimal("0.9")
    assert found.high == (60 - 24) * 8640 * Decimal("0.9")
    for entry in found.sensitivities:
        assert found.low <= min(entry.at_low, entry.at_high) <= max(entry.at_low, entry.at_high) <= found.high


# against a cost


def test_ratio_and_net_benefit_have_their_ranges() -> None:
    cost = sv.Cost(20_000, low=10_000, high=30_000)
    result = sv.calculate(sv.Return([jobs(10)]), WELLBY, sv.load_method(), cost=cost)
    [found] = assess(result, runs=20_000).uncertainty
    assert found.cost is not None
    assert found.ratio is not None
    assert found.net_benefit is not None
    assert (found.net_benefit.low, found.net_benefit.high) == (38_000 - 30_000, 86_400 - 10_000)
    assert (round(found.ratio.low, 6), found.ratio.high) == (round(Decimal(38) / 30, 6), Decimal("8.64"))
    run = simulation([found])
    assert run.ratio is not None
    assert run.above_one == 1
    assert run.above_two is not None
    assert 0 < run.above_two < 1
    assert run.ratio.low < run.ratio.middle < run.ratio.high
    assert run.below_cost == 0


def test_pert_keeps_closer_to_the_middle() -> None:
    result = sv.calculate(sv.Return([jobs(10)]), WELLBY, sv.load_method())
    [wide], [narrow] = (
        assess(result, runs=20_000, distribution=name).uncertainty
        for name in ("triangular", "pert")  # type: ignore[arg-type]
    )
    assert wide.simulation is not None
    assert narrow.simulation is not None
    assert narrow.simulation.upper - narrow.simulation.lower < wide.simulation.upper - wide.simulation.lower
    low, mode, high = 38_000, 59_800, 86_400
    assert float(narrow.simulation.mean) == pytest.approx((low + 4 * mode + high) / 6, rel=0.005)


def test_the_distribution_is_said_and_drawn_again(tmp_path: Path) -> None:
    entered, made = tmp_path / "r.csv", tmp_path / "r.json"
    entered.write_text("organisation,period,outcome,quantity\nA,2020-10,full-time-employment,60\n")
    asked = ["calc", str(entered), "--bank", "hmt-wellby-2021", "--cost", "200000:250000:400000", "--out", str(made)]
    done = CliRunner().invoke(main, [*asked, "--simulate", "500", "--distribution", "pert"])
    assert done.exit_code == 0, done.output
    found = json.loads(made.read_text())
    assert found["uncertainty"]["totals"][0]["simulation"]["distribution"].startswith("PERT")
    assert CliRunner().invoke(main, ["verify", str(made)]).exit_code == 0
    found["uncertainty"] = None
    made.write_text(json.dumps(found))
    assert CliRunner().invoke(main, ["verify", str(made)]).exit_code == 1
