"""The results workbook: every pound a live formula, recalculated by LibreOffice to the engine's penny."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers.libreoffice import edit, needed, without_cached_values
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.money import pence
from socialvalue.published.methods import Reference
from socialvalue.records.groups import Beside
from socialvalue.showing.workbook.result import workbook
from socialvalue.valuing.rollup.roll_up import roll_up

ROOT = Path(__file__).parents[1]


def october() -> sv.Return:
    return sv.read(ROOT / "seeds" / "returns-2020-10.xlsx")


def line(outcome: str, quantity: Any, period: str = "2020-10", **more: Any) -> sv.Line:
    return sv.Line(more.pop("organisation", "Acme Homes"), period, outcome, quantity, **more)


def method(**changes: Any) -> sv.Method:
    return sv.load_method().override(**changes)


def write(folder: Path, result: sv.Result) -> Path:
    path = folder / "results.xlsx"
    path.write_bytes(workbook(result))
    return path


def recalculated(path: Path, *typed: str) -> Workbook:
    """The workbook as LibreOffice calculates it, from formulas alone, after typing into it."""
    bare = without_cached_values(path, path.with_name("bare.xlsx"))
    to = path.with_name("recalculated.xlsx")
    edit(bare, list(typed), to)
    return load_workbook(to, data_only=True)


def shown(book: Workbook, name: str) -> list[float]:
    """The figures under a defined name."""
    [(sheet, cells)] = book.defined_names[name].destinations
    found = book[sheet][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


def cell_of(path: Path, name: str) -> str:
    [(_, cells)] = load_workbook(path).defined_names[name].destinations
    return str(cells.replace("$", ""))


def net(book: Workbook) -> Decimal:
    return pence(sum((Decimal(repr(float(value))) for value in shown(book, "line_net")), Decimal(0)))


def statuses(book: Workbook) -> dict[str, str]:
    """What Checks says of each of its rows."""
    rows = book["Checks"].iter_rows(min_row=5, max_col=5, values_only=True)
    return {str(row[0]): str(row[4]) for row in rows if row[4]}


# what it shows


def test_the_headline_is_the_published_total_before_anything_is_calculated(tmp_path: Path) -> None:
    out = tmp_path / "results.xlsx"
    done = CliRunner().invoke(main, ["calc", str(ROOT / "seeds/returns-2020-10.xlsx"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    cached = load_workbook(out, data_only=True)
    assert cached["Summary"]["B6"].value == 3_063_571
    assert load_workbook(out)["Summary"]["B6"].value == "=SUM(line_net)"
    assert set(statuses(cached).values()) == {"OK"}
    assert cached.sheetnames == [
        "Summary",
        "By month",
        "Lines",
        "Assumptions",
        "Valuations",
        "Years",
        "Flows",
        "Checks",
        "About",
        "Reported",
    ]


def test_two_runs_give_the_same_bytes() -> None:
    result = sv.calculate(october())
    assert workbook(result) == workbook(result)


def test_there_is_a_chart_by_outcome_and_one_by_month(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path, sv.calculate(october()))) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3  # by outcome and by month on Summary, and by month below its table
    assert "Summary!$H$10:$H$14" in "".join(charts)
    assert "'By month'!$D$5" in "".join(charts)


def test_each_line_says_where_it_was_read_and_each_value_where_it_comes_from(tmp_path: Path) -> None:
    book = load_workbook(write(tmp_path, sv.calculate(october())), data_only=True)
    heads = [cell.value for cell in book["Lines"][4]]
    at = heads.index("Outcome id"), heads.index("Read from")
    places = {row[at[0]]: row[at[1]] for row in book["Lines"].iter_rows(min_row=5, values_only=True)}
    assert places["apprenticeship"] == "returns-2020-10.xlsx!Return!D4"
    heads = [cell.value for cell in book["Valuations"][4]]
    value = dict(zip(heads, [cell.value for cell in book["Valuations"][5]], strict=True))
    assert value["Grade"].startswith("consistent with a published total")
    assert "§4.6" in str(value["Page or place"])
    assert value["Prices of"] == "2020 (assumed)"
    assert "CC BY-NC-ND" in str(value["Licence"])


def test_what_is_not_valued_not_recorded_and_not_claimed_stands_beside_the_total(tmp_path: Path) -> None:
    result = sv.calculate(
        sv.Return(
            [
                line("apprenticeship", 1),
                line("welfare-calls", 700),
                line("food-interventions", None),
                line("full-time-employment", 4, sustained=False),
            ]
        )
    )
    sheet = load_workbook(write(tmp_path, result), data_only=True)["Summary"]
    said = {row[1]: row[2] for row in sheet.iter_rows(min_row=30, values_only=True) if row[1]}
    assert str(said["Welfare calls"]).startswith("700 (")
    assert said["At any time"] == "Food interventions"
    assert str(said["Full-time employment"]).startswith("4 (")
    assert "HACT" in str(said["hact-svb-2020"])
    assert "equivalent to" in str(said["Wellbeing"])


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    name = '=HYPERLINK("http://evil.example","click")'
    place = sv.Place("=1+1.xlsx", "@SUM(1)", "+A1")
    path = write(tmp_path, sv.calculate(sv.Return([line("apprenticeship", 1, organisation=name, place=place)])))
    with zipfile.ZipFile(path) as archive:
        formulas = re.findall(rb"<f>(.*?)</f>", b"".join(archive.read(n) for n in archive.namelist() if "sheet" in n))
        assert not [name for name in archive.namelist() if "externalLink" in name]
    assert formulas
    assert not [formula for formula in formulas if b"HYPERLINK" in formula or b"evil" in formula]
    assert load_workbook(path)["Lines"]["A5"].data_type == "s"


def test_it_is_written_with_the_formulas_that_xlsxwriter_would_write(tmp_path: Path, monkeypatch: Any) -> None:
    from xlsxwriter.worksheet import Worksheet

    from socialvalue.showing.workbook import book as style

    class Plain(Worksheet):  # type: ignore[misc]
        """A sheet filled cell by cell, by what XlsxWriter publishes."""

        def fill(self, row: int, cells: Any) -> None:
            for column, (value, looks, came_to) in enumerate(cells):
                if came_to is not None:
                    self.write_formula(row, column, value, looks, came_to)
                elif value is None:
                    continue
                elif isinstance(value, str):
                    self.write_string(row, column, value, looks)
                else:
                    self.write_number(row, column, value, looks)

    result = sv.calculate(october(), method=method(deadweight="0.2", years=3, drop_off="0.1", discount="green-book"))
    quick = workbook(result)
    monkeypatch.setattr(style, "fast_sheet", lambda: Plain)
    assert workbook(result) == quick


def test_it_carries_what_a_verifier_needs_in_exact_words(tmp_path: Path) -> None:
    spent = Decimal("1234567.89")
    entered = sv.Return([line("apprenticeship", "3", deadweight="0.123456789012345678901")])
    result = sv.calculate(entered, cost=spent)
    book = load_workbook(write(tmp_path, result), data_only=True)
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert about["Bank fingerprint"] == sv.load_bank("hact-svb-2020").fingerprint
    assert [cost["amount"] for cost in json.loads(about["Costs given"])] == ["1234567.89"]
    assert about["Net, wellbeing, exactly"] == str(result.lines[0].net)
    heads, row = (list(part) for part in book["Reported"].iter_rows(min_row=4, max_row=5, values_only=True))
    said = dict(zip(heads, row, strict=True))
    assert set(heads) == {"organisation", "period", "outcome", "quantity", "deadweight"}
    assert said["quantity"] == 3
    assert said["deadweight"] == "0.123456789012345678901", "a number would have been cut short"


def test_an_empty_return_still_gives_a_workbook(tmp_path: Path) -> None:
    book = load_workbook(write(tmp_path, sv.calculate(sv.Return([line("welfare-calls", 9)]))), data_only=True)
    assert book["Summary"]["B3"].value == "Nothing valued"


# what LibreOffice makes of it


@pytest.mark.slow
@needed()
def test_recalculated_from_formulas_alone_it_comes_to_the_published_total(tmp_path: Path) -> None:
    path = write(tmp_path, sv.calculate(october()))
    assert (
        load_workbook(without_cached_values(path, tmp_path / "x.xlsx"), data_only=True)["Summary"]["B6"].value is None
    )
    book = recalculated(path)
    assert book["Summary"]["B6"].value == 3_063_571
    assert set(statuses(book).values()) == {"OK"}


@pytest.mark.slow
@needed()
def test_ten_per_cent_deadweight_typed_on_assumptions_moves_the_headline(tmp_path: Path) -> None:
    path = write(tmp_path, sv.calculate(october()))
    book = recalculated(path, "sheet\tAssumptions", f"number\t{cell_of(path, 'deadweight')}\t0.1")
    assert pence(Decimal(repr(book["Summary"]["B6"].value))) == Decimal("2757213.90")
    assert statuses(book)["Net value of every line together, £"] == "differs"
    assert statuses(book)["All of them"] == "differs"
    assert book["Summary"]["B7"].value == "Assumptions were changed: see Checks."


RETURN = [
    line("full-time-employment", 92),
    line("part-time-employment", 83, period="2021-02", deadweight="0.3"),
    line("employment-training", 799, organisation="Bell Homes"),
    line("regular-volunteering", 287, attribution="0.15", displacement="0.05"),
    line("apprenticeship", 24),
]

METHODS: dict[str, Callable[[], sv.Method]] = {
    "every share": lambda: method(
        deadweight="0.2",
        displacement="0.1",
        leakage="0.05",
        substitution="0.04",
        attribution="0.3",
        optimism_bias="0.1",
    ),
    "years, drop-off and a flat rate": lambda: method(years="3.5", drop_off="0.3", discount="0.035", multiplier="1.25"),
    "Green Book over forty years": lambda: method(years=40, drop_off="0.02", discount="green-book", base_year=2018),
    "everything drops off": lambda: method(years="2.5", drop_off=1),
    "less than a year": lambda: method(years="0.5", drop_off="0.5", discount="0.1", base_year=2019),
    "another price base": lambda: method(prices=sv.PriceBase.of("2024-25"), deadweight="0.1"),
    "full-time equivalents": lambda: method(fte="0.5"),
    "a reference case": lambda: method(
        reference=(
            Reference(outcome="full-time-employment", quantity=Decimal(30), leakage=Decimal("0.1")),
            Reference(outcome="apprenticeship", quantity=Decimal(7), multiplier=Decimal("1.1")),
        ),
        deadweight="0.4",
    ),
    "a comparison group": lambda: method(comparison_group=True, deadweight="0.4", attribution="0.1"),
    "categories and outcomes": lambda: sv.Method(
        id="own",
        title="Own",
        summary="Own figures.",
        settings=(
            sv.Setting(name="deadweight", value=Decimal("0.1")),
            sv.Setting(name="deadweight", value=Decimal("0.25"), category="training"),
            sv.Setting(name="years", value=Decimal(2), category="employment"),
            sv.Setting(name="drop-off", value=Decimal("0.5"), outcome="apprenticeship"),
        ),
    ),
}


@pytest.mark.slow
@needed()
@pytest.mark.parametrize("name", METHODS)
def test_whatever_the_method_the_formulas_come_to_the_engines_penny(tmp_path: Path, name: str) -> None:
    result = sv.calculate(sv.Return(RETURN), method=METHODS[name](), cost=250_000)
    assert result.headline is not None
    book = recalculated(write(tmp_path, result))
    assert net(book) == pence(result.headline.net or Decimal(0))
    assert set(statuses(book).values()) == {"OK"}, statuses(book)
    head = result.headline
    tiles = [cell.value for cell in book["Summary"][6]][5:9]
    for shown_value, expected in zip(tiles, (head.net_benefit, head.ratio), strict=False):
        assert shown_value == pytest.approx(float(expected or 0), abs=0.005)
    assert book["Summary"]["H6"].value == pytest.approx(float(head.payback_months or 0), abs=0.005)


@pytest.mark.slow
@needed()
def test_kinds_held_apart_stay_apart(tmp_path: Path) -> None:
    bank = sv.load_bank("measure-up-2023")
    outcomes = {value.outcome for value in bank if value.kind == "mixed"}
    result = sv.calculate(sv.Return([line(outcome, 10) for outcome in sorted(outcomes)]), bank)
    assert result.headline is not None
    assert result.headline.net is None
    book = recalculated(write(tmp_path, result))
    labels = [cell.value for cell in book["Summary"][5]]
    figures = [cell.value for cell in book["Summary"][6]]
    tiles = dict(zip(labels, figures, strict=True))
    for total in result.headline.by_kind:
        assert tiles[f"{total.kind.capitalize()} value"] == pytest.approx(float(total.net), abs=0.005)
    assert tiles["Outcomes"] == result.headline.outcomes, "a line with two kinds of value counts its people once"
    assert "Social value" not in tiles
    assert set(statuses(book).values()) == {"OK"}


@pytest.mark.slow
@needed()
def test_every_assumption_that_is_changed_moves_what_the_engine_would_move(tmp_path: Path) -> None:
    """Typing new figures over the old gives what a calculation with the new ones gives."""
    old = method(deadweight="0.1", years=2, drop_off="0.2", discount="0.03")
    new = method(deadweight="0.35", attribution="0.2", years=4, drop_off="0.5", discount="0.06", multiplier="1.1")
    path = write(tmp_path, sv.calculate(sv.Return(RETURN), method=old))
    typed = {
        "deadweight": "0.35",
        "attribution": "0.2",
        "years_lasting": "4",
        "drop_off": "0.5",
        "discount_rate": "0.06",
        "multiplier": "1.1",
    }
    book = recalculated(
        path, "sheet\tAssumptions", *(f"number\t{cell_of(path, name)}\t{value}" for name, value in typed.items())
    )
    expected = sv.calculate(sv.Return(RETURN), method=new).headline
    assert expected is not None
    assert net(book) == pence(expected.net or Decimal(0))


@pytest.mark.slow
@needed()
def test_a_stay_beyond_the_years_shown_is_not_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, sv.calculate(sv.Return(RETURN)))
    book = recalculated(path, "sheet\tAssumptions", f"number\t{cell_of(path, 'years_lasting')}\t11")
    assert statuses(book)["Outcomes that last longer than the sheet Years reaches"] == "differs"


@pytest.mark.slow
@needed()
def test_a_value_typed_over_on_valuations_moves_its_outcome(tmp_path: Path) -> None:
    path = write(tmp_path, sv.calculate(sv.Return([line("apprenticeship", 24)])))
    book = recalculated(path, "sheet\tValuations", "number\tF5\t3000")
    assert net(book) == 72_000
    assert statuses(book)["Assumptions and values changed since"] == "differs"


@pytest.mark.parametrize(
    ("used", "words"),
    [
        (lambda: method(discount="0.035", years=2), "3.5% a year, user's own"),
        (lambda: method(discount="green-book", years=2), "HM Treasury Green Book rates, user's own"),
        (lambda: sv.load_method("sroi").override(**_SROI), "3.5% a year, set by the method"),
        (lambda: sv.load_method("sroi").override(**_SROI, discount="0.03"), "3% a year, user's own"),
        (lambda: method(), "not discounted"),
    ],
)
def test_a_discount_is_told_in_words_with_who_set_it(tmp_path: Path, used: Callable[[], Any], words: str) -> None:
    book = load_workbook(write(tmp_path, sv.calculate(october(), method=used())))
    assert book["Years"]["A6"].value == f"What a pound of the year is worth in year 0 ({words})"
    rates = [row[7] for row in book["Assumptions"].iter_rows(values_only=True) if row[0] == "Discount rate a year"]
    assert rates == ([] if "Green Book" in words else [words])


_SROI = {"deadweight": "0.2", "displacement": 0, "attribution": 0, "drop_off": "0.1", "years": 2}


def charts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        return {name: archive.read(name).decode() for name in names}


def test_flows_of_several_years_have_a_chart_of_value_cost_and_their_sum() -> None:
    years = sv.calculate(october(), "hact-svb-2020", method(years=3, drop_off="0.1"), cost=1_000_000)
    [chart] = [text for text in charts_of(workbook(years)).values() if "Flows" in text]
    assert re.findall(r"<c:f>(Flows![$A-Z0-9:]+)</c:f>", chart) == [
        *("Flows!$C$4", "Flows!$A$5:$A$7", "Flows!$C$5:$C$7"),
        *("Flows!$D$4", "Flows!$A$5:$A$7", "Flows!$D$5:$D$7"),
        *("Flows!$H$4", "Flows!$A$5:$A$7", "Flows!$H$5:$H$7"),
    ]
    assert "<c:v>1000000.0</c:v>" in chart  # what a program that does not calculate draws
    assert workbook(years) == workbook(years)
    one = sv.calculate(october(), "hact-svb-2020", cost=1_000_000)
    assert not any("Flows" in text for text in charts_of(workbook(one)).values())


def test_kinds_held_apart_have_a_chart_of_flows_each() -> None:
    result = sv.calculate(october(), "open-2026", method(years=2))
    drawn = [text for text in charts_of(workbook(result)).values() if "Flows" in text]
    assert [re.findall(r"<a:t>([^<]+)</a:t>", text)[0] for text in drawn] == [
        f"{kind} value and cost by financial year" for kind in ("Economic", "Fiscal", "Wellbeing")
    ]


def test_payback_is_defined_where_it_is_shown(tmp_path: Path) -> None:
    result = sv.calculate(october(), cost=1_000_000)
    book = load_workbook(write(tmp_path, result))
    about = {row[0]: row[1] for row in book["About"].iter_rows(min_row=4, values_only=True)}
    assert "until cumulative value meets cumulative cost for good (sheet Flows)" in about["Ratio and payback"]
    assert result.headline is not None
    assert result.headline.payback_months is not None
    assert round(result.headline.payback_months, 9) == round(Decimal(1_000_000) / (Decimal(3_063_571) / 12), 9)


# the parts of the total


NORTH = {"Ward": "North", "Worker": "Jo"}
PROJECTS = [
    sv.Line(
        "Acme",
        "2024-04",
        "full-time-employment",
        3,
        project='Hub "A"',
        cost=9000,
        tags={"Ward": "North", "Worker": "Jo"},
    ),
    sv.Line("Acme", "2024-05", "employment-training", 20, project="Kick", cost=1000, tags={"Ward": "South"}),
    sv.Line("Acme", "2024-05", "full-time-employment", 1),
]


def rows_of(book: Any, sheet: str) -> list[tuple[Any, ...]]:
    return [row for row in book[sheet].iter_rows(min_row=5, values_only=True) if row[0]]


def test_by_project_holds_value_cost_net_benefit_and_ratio_as_formulas(tmp_path: Path) -> None:
    path = write(
        tmp_path, sv.calculate(sv.Return(PROJECTS), "hact-svb-2020", sv.load_method().override(deadweight="0.2"))
    )
    shown = rows_of(load_workbook(path, data_only=True), "By project")
    assert [row[0] for row in shown] == ['Hub "A"', "Kick", "No project", "All"]
    assert [round(row[3], 2) for row in shown] == [34639.2, 12912, 11546.4, 59097.6]
    assert shown[0][4:7] == (9000, pytest.approx(25639.2), pytest.approx(3.8488))
    assert shown[3][4:6] == (10000, pytest.approx(49097.6))
    formulas = rows_of(load_workbook(path), "By project")
    assert formulas[0][3] == '=SUMPRODUCT((line_project="Hub ""A""")*line_net)'
    assert str(formulas[0][4]).startswith("=cost_")


def test_by_month_adds_up_to_the_total_and_to_date(tmp_path: Path) -> None:
    book = load_workbook(write(tmp_path, sv.calculate(sv.Return(PROJECTS), "hact-svb-2020")), data_only=True)
    assert rows_of(book, "By month") == [
        ("April 2024", 3, 43299, 43299, 43299),
        ("May 2024", 21, 30573, 30573, 73872),
        ("All", 24, 73872, 73872, None),
    ]


def test_lines_have_their_project_and_tags(tmp_path: Path) -> None:
    book = load_workbook(write(tmp_path, sv.calculate(sv.Return(PROJECTS), "hact-svb-2020")), data_only=True)
    heads = [cell.value for cell in book["Lines"][4]]
    assert "Worker" not in heads, "a column that is no place may name a person"
    rows = [dict(zip(heads, row, strict=True)) for row in book["Lines"].iter_rows(min_row=5, values_only=True)]
    assert [(row["Project"], row["Ward"]) for row in rows] == [
        ('Hub "A"', "North"),
        ("Kick", "South"),
        (None, None),
    ]


def test_against_target_and_totals_are_there_where_asked_for_and_verify(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    rows = ["organisation,period,outcome,quantity,Ward", "Acme,2024-04,full-time-employment,3,North"]
    entered.write_text("\n".join([*rows, "Acme,2024-05,full-time-employment,1,South"]))
    targets = tmp_path / "targets.csv"
    targets.write_text("organisation,period,outcome,target\nAcme,2024-25,full-time-employment,30")
    out = tmp_path / "results.xlsx"
    asked = [
        "--bank",
        "hact-svb-2020",
        "--targets",
        str(targets),
        "--by",
        "ward",
        "--sensitivity",
        "--deadweight",
        "10%:20%:30%",
    ]
    done = CliRunner().invoke(main, ["calc", str(entered), *asked, "--out", str(out)])
    assert done.exit_code == 0, done.output
    book = load_workbook(out, data_only=True)
    assert rows_of(book, "Against target") == [
        ("Full-time employment", "2024-25", 30, "2 of 12", 5, 4, 0.8, pytest.approx(46185.6), pytest.approx(57732)),
    ]
    assert [row[:5] for row in rows_of(book, "Totals")] == [
        ("North", 1, 3, 43299, pytest.approx(34639.2)),
        ("South", 1, 1, 14433, pytest.approx(11546.4)),
    ]
    assert rows_of(book, "Sensitivity")[0][:6] == (
        "Deadweight", 0.1, 0.2, 0.3, pytest.approx(51958.8), pytest.approx(40412.4),
    )  # fmt: skip
    checked = CliRunner().invoke(main, ["verify", str(out)])
    assert (checked.exit_code, "Verified: results.xlsx." in checked.output) == (0, True), checked.output


def test_against_last_year_is_told_to_be_unverified(tmp_path: Path) -> None:
    for year, number in (("2023", 3), ("2024", 4)):
        rows = f"organisation,period,outcome,quantity\nAcme,{year}-04,full-time-employment,{number}"
        (tmp_path / f"{year}.csv").write_text(rows)
    out = tmp_path / "results.xlsx"
    files = [str(tmp_path / "2024.csv"), "--with", str(tmp_path / "2023.csv"), "--bank", "hact-svb-2020"]
    done = CliRunner().invoke(main, ["calc", *files, "--out", str(out)])
    assert done.exit_code == 0, done.output
    shown = rows_of(load_workbook(out, data_only=True), "Against last year")
    assert shown[0][1:] == (3, 4, 43299, 57732, 14433)
    assert [row[5] for row in shown[1:5]] == [0, 0, 14433, 0]
    checked = CliRunner().invoke(main, ["verify", str(out)])
    assert checked.exit_code == 0, checked.output
    assert "it was not verified" in checked.output


@pytest.mark.slow
def test_a_figure_typed_over_on_summary_shows_in_checks(tmp_path: Path) -> None:
    path = write(tmp_path, sv.calculate(october()))
    book = load_workbook(path)
    book["Summary"]["H10"] = 1
    book.save(path)
    checks = {row[0]: row[4] for row in recalculated(path)["Checks"].iter_rows(min_row=5, values_only=True) if row[0]}
    assert checks["Summary shows: Full-time employment, wellbeing, net"] == "differs"
    assert checks["All of them"] == "differs"


@pytest.mark.parametrize("option", [["--targets", "targets.csv"], ["--sensitivity"], ["--simulate", "10"]])
def test_a_csv_holds_one_table_and_refuses_what_is_beside_it(option: list[str], tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    done = CliRunner().invoke(main, ["calc", str(ROOT / "seeds/returns-2020-10.csv"), *option, "--out", str(out)])
    assert (done.exit_code, out.exists()) == (2, False)
    assert "A .csv holds one table" in done.output


def test_a_workbook_grouped_by_a_column_of_lines_without_a_value_verifies(tmp_path: Path) -> None:
    (tmp_path / "wards.csv").write_text(
        "organisation,period,outcome,quantity,Team\nA,2020-10,qualification,3,North\nA,2020-10,qualification,2,South\n"
    )
    returned = sv.read(tmp_path / "wards.csv")
    result = sv.calculate(returned, "hmt-wellby-2021")
    content = workbook(result, Beside(roll_up(result, ["Team"])))
    (tmp_path / "wards.xlsx").write_bytes(content)
    assert sv.verify_file(tmp_path / "wards.xlsx").ok
