"""`sv explain`: one line's pound in sentences, and how a line is found."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

import socialvalue as sv
from socialvalue.cli import main

ROOT = Path(__file__).parents[1]
OCTOBER = str(ROOT / "seeds/returns-2020-10.xlsx")


def explain(*args: str) -> Result:
    return CliRunner().invoke(main, ["explain", *args], catch_exceptions=False)


def said(*args: str) -> str:
    result = explain(*args)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


@pytest.fixture
def returns(tmp_path: Path) -> str:
    """A return of three lines: one valued, one without a value, one blank; two sheets."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "My return"
    for row in [
        ["organisation", "period", "outcome", "quantity", "sustained"],
        ["Acme Homes", "2020-10", "Full-time employment", 3, "yes"],
        ["Acme Homes", "2020-10", "Welfare calls", 40, None],
        ["Acme Homes", "2020-10", "Apprenticeship", None, None],
        ["Acme Homes", "2020-10", "Regular volunteering", 2, "no"],
    ]:
        sheet.append(row)
    path = tmp_path / "returns.xlsx"
    book.save(path)
    return str(path)


def test_a_line_is_told_from_its_cell_to_its_source() -> None:
    told = said(OCTOBER, "--line", "1")
    assert told.startswith("returns-2020-10.xlsx!Return!D4: Twenty housing associations, October 2020, Apprenticeship")
    for sentence in (
        "1. The return reports 24 people for “Apprenticeship”.",
        "2. Its wellbeing value is £2,353 for each person and year, in prices of 2020 (assumed): ",
        "24 × £2,353 = £56,472.",
        "From: hact-svb-2020 SV-APPRENTICESHIP. HACT and Common Cause Consulting (2021).",
        "So the line is worth £56,472, gross and net: nothing is taken off. That is 1.8% of the total of £3,063,571.",
        "Licence: UK Social Value Bank values belong to HACT",
    ):
        assert sentence in told


def test_each_adjustment_is_a_sentence_that_starts_where_the_last_one_ended() -> None:
    told = said(
        OCTOBER, "--line", "1", "--deadweight", "20%", "--years", "2", "--drop-off", "30%", "--discount", "3.5%"
    )
    # 56,472 x 2; less a fifth; the second year, 45,177.60, loses 30%, and what is left is divided by 1.035
    for sentence in (
        "The outcome lasts 2 years: £56,472 × 2 = £112,944.",
        "20% comes off for deadweight, what would have happened anyway: £112,944 × 0.8 = £90,355.20.",
        "Drop-off, what fades each year after the first, takes off £13,553.28: £90,355.20 - £13,553.28 = £76,801.92.",
        "Discounting, later years count for less than this one, takes off £1,069.42: "
        "£76,801.92 - £1,069.42 = £75,732.50.",
        "From: 3.5% a year",
        "From: user's own",
        "Year 1: £90,355.20 ÷ 2 = £45,177.60. Year 2: £45,177.60 × 0.7 = £31,624.32, ÷ 1.035 = £30,554.90.",
        "So the line is worth £75,732.50 net (£112,944 gross).",
    ):
        assert sentence in told


def test_years_are_told_so_that_each_can_be_done_again() -> None:
    lasting = said(OCTOBER, "--line", "1", "--years", "2.5", "--drop-off", "30%", "--discount", "3.5%")
    # 56,472 a year; the third year is half of one; two years are divided by 1.035 twice
    assert (
        "Year 1: £141,180 ÷ 2.5 = £56,472. Year 2: £56,472 × 0.7 = £39,530.40, ÷ 1.035 = £38,193.62. "
        "Year 3: £39,530.40 × 0.7 × 0.5 = £13,835.64, ÷ 1.035^2 = £12,915.72."
    ) in lasting
    undropped = said(OCTOBER, "--line", "1", "--years", "32", "--discount", "green-book")
    assert "Year 2: £56,472 ÷ 1.035 = £54,562.32. Year 3: £56,472 ÷ 1.035^2 = £52,717.22." in undropped
    assert "Year 32: £56,472 ÷ 1.035^30 ÷ 1.03 = £19,533.74." in undropped
    assert "Year" not in said(OCTOBER, "--line", "1", "--years", "2").replace("Years", "")


def test_a_price_factor_is_told_to_the_digits_that_reach_the_penny_and_as_a_division() -> None:
    told = said(OCTOBER, "--line", "5", "--prices", "2024-25")
    found = re.search(r"prices of 2020 \(assumed\) to prices of 2024-25: £([\d,]+) × ([\d.]+) = £([\d,.]+)\.", told)
    working = re.search(r"From: ([\d.]+) / \(\(([\d.]+) \+ 3 x ([\d.]+)\) / 4\), GDP deflators", told)
    assert found, told
    assert working, told
    amount, factor, after = (Decimal(figure.replace(",", "")) for figure in found.groups())
    last, early, late = map(Decimal, working.groups())
    assert round(amount * factor, 2) == after
    assert round(amount * last / ((early + 3 * late) / 4), 2) == after


def test_the_cost_is_set_against_the_whole_once(tmp_path: Path) -> None:
    told = said(OCTOBER, "--cell", "D4", "--cost", "250000")
    # 3,063,571 / 250,000 = 12.254; 250,000 x 12 / 3,063,571 = 0.979
    sentence = (
        "Against the cost of £250,000, the total of £3,063,571 is a ratio of 1 : 12.25 (net ÷ cost); value meets cost "
        "after 0.98 months, which is no payback: wellbeing is not money received."
    )
    assert told.count(sentence) == 1
    assert "ratio" not in said(OCTOBER, "--cell", "D4")
    entered = tmp_path / "returns.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2023-10,regular-volunteering,10\n")
    kinds = said(str(entered), "--line", "1", "--bank", "measure-up-2023", "--cost", "10000")
    assert "the total of economic value of £18,000 is a ratio of 1 : 1.80" in kinds
    assert "the total of wellbeing value of £16,000 is a ratio of 1 : 1.60" in kinds


@pytest.mark.parametrize(
    "cell", ["Return!D4", "return!$D$4", "'Return'!d4", "D4", "A4", "returns-2020-10.xlsx!Return!D4"]
)
def test_a_line_is_found_by_its_cell_or_by_any_cell_of_its_row(cell: str) -> None:
    assert "for “Apprenticeship”" in said(OCTOBER, "--cell", cell)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("--cell", "Retrun!D4"), "No line was read from “Retrun”. Did you mean “Return”?"),
        (("--cell", "Budget!D4"), "Lines were read from returns-2020-10.xlsx!Return."),
        (("--cell", "D99"), "No line was read from row 99: there are lines in rows 2 to 6."),
        (("--cell", "here"), "“here” is not a cell: write it as Return!D12."),
        (("--line", "6"), "There is no line 6: there are 5 lines."),
        ((), "Say which line: --line 3, or --cell 'Return!D12'."),
        (("--line", "1", "--cell", "D4"), "Say which line"),
    ],
)
def test_a_line_that_is_not_there_is_answered_with_what_is(asked: tuple[str, ...], answer: str) -> None:
    result = explain(OCTOBER, *asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert answer in " ".join(result.stderr.split())


def test_a_line_without_a_value_a_blank_and_a_refused_claim_say_why(returns: str) -> None:
    assert "reports 40 calls, which is not valued: no value in hact-svb-2020." in said(returns, "--cell", "D3")
    assert "not recorded, which is not zero" in said(returns, "--cell", "D4")
    assert "The line is not claimed: not sustained" in said(returns, "--cell", "My return!D5")


def test_lines_are_numbered_as_the_json_and_the_sheet_list_them(returns: str, tmp_path: Path) -> None:
    listed = json.loads(CliRunner().invoke(main, ["calc", OCTOBER, "--format", "json"]).stdout)["lines"]
    CliRunner().invoke(main, ["calc", OCTOBER, "--out", str(tmp_path / "results.xlsx")], catch_exceptions=False)
    sheet = load_workbook(tmp_path / "results.xlsx")["Lines"]
    column = next(cell.column for cell in sheet[4] if cell.value == "Read from")
    assert len(listed) == 5
    for number, line in enumerate(listed, start=1):
        assert sheet.cell(4 + number, column).value == line["place"]
        assert said(OCTOBER, "--line", str(number)).startswith(f"{line['place']}: ")


def test_lines_without_a_value_are_numbered_after_those_with_one(returns: str) -> None:
    assert "is worth £43,299" in said(returns, "--line", "1")
    others = " ".join(said(returns, "--line", str(number)) for number in (2, 3, 4))
    for cell in ("D3", "D4", "D5"):
        assert others.count(f"returns.xlsx!My return!{cell}: ") == 1


def test_rows_of_a_register_that_are_alike_are_told_as_one_line(tmp_path: Path) -> None:
    entered = tmp_path / "register.csv"
    rows = [f"Acme,2020-10,Full-time employment,p{number}" for number in range(3)]
    entered.write_text("\n".join(["organisation,period,outcome,person", *rows]))
    told = said(str(entered), "--line", "1")
    assert "The return reports 3 people for “Full-time employment”, in 3 rows of a register that are alike." in told
    assert "From: register.csv!C2, the first of them" in told
    assert "p1" not in told
    assert said(str(entered), "--cell", "C4").startswith("register.csv!C4: Acme")


def test_a_value_of_two_kinds_is_told_for_each(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2023-10,regular-volunteering,10\n")
    told = said(str(entered), "--line", "1", "--bank", "measure-up-2023")
    assert told.index("Economic value") < told.index("10 × £1,800 = £18,000.")
    assert told.index("Wellbeing value") < told.index("10 × £1,600 = £16,000.")


def test_a_return_with_errors_explains_nothing(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,-1\n")
    result = explain(str(entered), "--line", "1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[negative-quantity]" in result.stderr


REGISTER = "person,organisation,outcome,period\n" + "".join(
    f"P{n:03d},Acme,full-time-employment,2020-10\n" for n in range(30)
)


def test_each_row_of_a_register_is_explained_by_its_cell_and_nobody_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reg4.csv"
    path.write_text(REGISTER)
    for row in (2, 15, 31):
        done = CliRunner().invoke(main, ["explain", str(path), "--cell", f"reg4.csv!C{row}"])
        assert done.exit_code == 0, done.output
        assert f"reg4.csv!C{row}: Acme, October 2020, Full-time employment" in done.output
        assert "£14,433" in done.output
        assert f"P{row - 2:03d}" not in done.output
    entered = sv.read(path)
    apart = sv.read(path, apart=True)
    assert (len(entered.lines), len(apart.lines)) == (1, 30)
    assert sv.calculate(entered).headline == sv.calculate(apart).headline


def test_a_value_of_points_is_followed_to_its_wellby_and_the_indices_that_brought_it_forward() -> None:
    told = said(OCTOBER, "--cell", "D2", "--bank", "open-2026")
    for sentence in (
        "Effect: 0.46 points (0.38 to 0.54) on a scale of 0-10",
        "WELLBY: wellby of Open values for housing associations, November 2026: £15,338.46 in prices of 2023, "
        "from £13,000 in prices of 2019, by gdp-deflator-2024-10 and gdp-per-head-2024-08 to the power 1.3. "
        "HM Treasury (2021).",
        "Input: Universal Credit: taper on net pay: 0.55 share (secondary).",
        "Licence: Contains public sector information licensed under the Open Government Licence v3.0",
    ):
        assert sentence in told


def test_a_sum_of_a_value_that_is_not_whole_pence_can_be_done_again_by_hand() -> None:
    told = said(OCTOBER, "--cell", "D2", "--bank", "open-2026")
    [(number, unit, product)] = re.findall(
        r"in prices of 2023, to the penny: ([\d,]+) × £([\d,.]+) = £([\d,.]+)\.", told
    )
    exact = Decimal(number) * Decimal(unit.replace(",", ""))
    assert exact.quantize(Decimal("0.01")) == Decimal(product.replace(",", ""))
    assert "to the penny" not in said(OCTOBER, "--line", "1")
