"""The main job: lines in, their social value out, to the pound."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import socialvalue as sv

ROOT = Path(__file__).parents[1]
OCTOBER = {
    "full-time-employment": 92,
    "part-time-employment": 83,
    "apprenticeship": 24,
    "employment-training": 799,
    "regular-volunteering": 287,
}


def october(**changes: int | None) -> sv.Return:
    counts = OCTOBER | {name.replace("_", "-"): number for name, number in changes.items()}
    return sv.Return([sv.Line("Twenty associations", "2020-10", outcome, n) for outcome, n in counts.items()])


def headline(result: sv.Result) -> sv.Headline:
    assert result.headline is not None, result.problems
    return result.headline


def test_october_2020_by_hand() -> None:
    result = headline(sv.calculate(october()))
    assert (result.people, result.gross, result.net) == (1285, 3_063_571, 3_063_571)
    assert (result.kinds, result.prices, result.cost, result.ratio) == (("wellbeing",), "as published", None, None)


@pytest.mark.parametrize("file", ["returns-2020-10.xlsx", "returns-2020-10.csv"])
def test_october_2020_from_a_file(file: str) -> None:
    result = headline(sv.calculate(sv.read(ROOT / "seeds" / file)))
    assert (result.people, result.gross) == (1285, 3_063_571)


def test_the_four_rows_the_white_paper_prints_fall_short_by_the_apprentices() -> None:
    printed = headline(sv.calculate(sv.read(ROOT / "seeds/returns-2020-10-printed.csv")))
    assert (printed.people, printed.gross) == (1261, 3_007_099)
    assert 24 * sv.load_bank("hact-svb-2020")["SV-APPRENTICESHIP"].amount == 3_063_571 - 3_007_099


def test_every_line_knows_its_cell_its_value_and_its_steps() -> None:
    [line] = sv.calculate(sv.read(ROOT / "seeds/returns-2020-10.xlsx")).lines[2:3]
    assert str(line.line.place).startswith("returns-2020-10.xlsx!Return!D")
    assert [(step.kind, step.factor) for step in line.steps] == [
        ("quantity", None),
        ("unit value", line.valuation.amount),
    ]
    assert line.steps[-1].amount == line.gross == line.net == (line.line.quantity or 0) * line.unit_value


def test_blank_is_not_zero() -> None:
    blank, zero = sv.calculate(october(apprenticeship=None)), sv.calculate(october(apprenticeship=0))
    assert headline(blank).gross == headline(zero).gross == 3_063_571 - 56_472
    assert [line.outcome for line in blank.not_recorded] == ["apprenticeship"]
    assert zero.not_recorded == ()
    assert "apprenticeship" in {line.line.outcome for line in zero.lines}


def test_an_outcome_without_a_value_is_a_count_beside_the_total() -> None:
    result = sv.calculate(october(qualification=12))
    assert headline(result).gross == 3_063_571
    assert [(entry.outcome, entry.quantity) for entry in result.not_valued] == [("qualification", 12)]


def test_an_outcome_that_was_not_sustained_is_not_claimed() -> None:
    lost = sv.Line("A", "2020-10", "full-time-employment", 1, sustained=False)
    kept = sv.Line("A", "2020-10", "part-time-employment", 1, sustained=True)
    result = sv.calculate(sv.Return([lost, kept]))
    assert headline(result).gross == 1229
    assert [(entry.line, "sustained" in entry.reason) for entry in result.refused] == [(lost, True)]


def test_hours_never_meet_a_value_per_person() -> None:
    per_person = sv.load_bank("hact-svb-2020")["SV-VOLUNTEERING"]
    values = {name: getattr(per_person, name) for name in per_person.__slots__ if not name.startswith("__")}
    bank = sv.Bank(
        id="wrong",
        title="Wrong",
        publisher="Nobody",
        edition="1",
        licence=sv.load_bank("hact-svb-2020").licence,
        valuations=(sv.Valuation(**{**values, "outcome": "volunteer-hours"}),),
    )
    result = sv.calculate(sv.Return([sv.Line("A", "2020-10", "volunteer-hours", 10)]), bank)
    assert [problem.code for problem in result.problems] == ["unit-mismatch"]
    assert result.headline is None


def test_hours_meet_a_value_per_hour_of_their_own_date() -> None:
    hours = [sv.Line("A", month, "volunteer-hours", 10) for month in ("2020-03", "2020-04")]
    result = sv.calculate(sv.Return(hours), "volunteer-time-nlw")
    assert [line.unit_value for line in result.lines] == [Decimal("8.21"), Decimal("8.72")]
    assert headline(result).gross == Decimal("169.30")
    assert [problem.code for problem in result.problems] == ["mixed-price-years"]


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError, match="exact number"):
        sv.Line("A", "2020-10", "apprenticeship", 1.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="exact number"):
        sv.calculate(october(), cost=100.0)  # type: ignore[arg-type]


def test_kinds_are_not_added_unless_asked() -> None:
    apart = sv.calculate(october(), "measure-up-2023")
    assert (headline(apart).gross, headline(apart).kinds) == (None, ("economic", "wellbeing"))
    assert {total.kind: total.gross for total in headline(apart).by_kind} == {
        "economic": 92 * 35_000 + 24 * 23_300 + 287 * 1_800,
        "wellbeing": 92 * 7_000 + 24 * 9_400 + 287 * 1_600,
    }
    together = sv.calculate(october(), "measure-up-2023", sv.load_method().override(combine_kinds=True))
    assert headline(together).gross == 92 * 42_000 + 24 * 32_700 + 287 * 3_400


def test_a_result_names_what_it_was_made_with() -> None:
    result = sv.calculate(sv.read(ROOT / "seeds/returns-2020-10.csv"))
    made_with = result.provenance
    assert (made_with.bank, made_with.method) == ("hact-svb-2020", "as-published")
    assert made_with.bank_fingerprint == sv.load_bank("hact-svb-2020").fingerprint
    assert [entry.file for entry in made_with.inputs] == ["returns-2020-10.csv"]
    assert "HACT" in result.notices[0]


@pytest.mark.parametrize(
    ("written", "label", "start", "end"),
    [
        ("2020-10", "2020-10", (2020, 10, 1), (2020, 10, 31)),
        ("Oct 2020", "2020-10", (2020, 10, 1), (2020, 10, 31)),
        ("october 2020", "2020-10", (2020, 10, 1), (2020, 10, 31)),
        ("Oct-20", "2020-10", (2020, 10, 1), (2020, 10, 31)),
        ("31/10/2020", "2020-10", (2020, 10, 1), (2020, 10, 31)),
        ("2020 Q4", "2020-Q4", (2020, 10, 1), (2020, 12, 31)),
        ("Q4 2020", "2020-Q4", (2020, 10, 1), (2020, 12, 31)),
        ("2020-21 Q3", "2020-21-Q3", (2020, 10, 1), (2020, 12, 31)),
        ("2020-21", "2020-21", (2020, 4, 1), (2021, 3, 31)),
        ("FY 2020/21", "2020-21", (2020, 4, 1), (2021, 3, 31)),
        ("2011-12", "2011-12", (2011, 12, 1), (2011, 12, 31)),
        ("2011/12", "2011-12", (2011, 4, 1), (2012, 3, 31)),
        ("2020", "2020", (2020, 1, 1), (2020, 12, 31)),
    ],
)
def test_periods(written: str, label: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    period = sv.Period.of(written)
    assert (period.label, period.start, period.end) == (label, dt.date(*start), dt.date(*end))


@pytest.mark.parametrize(
    "written", ["", "soon", "2020-13", "2020-22", "Octember 2020", "32/10/2020", "20201", "Q5 2020"]
)
def test_what_is_no_period(written: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        sv.Period.of(written)


def test_importing_the_package_is_light() -> None:
    import subprocess
    import sys

    heavy = "openpyxl", "xlsxwriter", "rich", "pint", "cattrs", "pandas", "polars", "narwhals", "python_calamine"
    code = f"import sys, socialvalue; print([name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_plain_calculation_imports_nothing_of_what_was_not_asked_for() -> None:
    import subprocess
    import sys

    unasked = ("showing.board", "showing.page", "valuing.last_year", "valuing.uncertainty", "layouts.read_by_map")
    code = f"""import sys
from socialvalue.cli import main
try:
    main(["calc", {str(ROOT / "seeds/returns-2020-10.xlsx")!r}])
except SystemExit:
    print([name for name in sys.modules if any(part in name for part in {unasked!r})], file=sys.stderr)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
