"""`sv explain`: one line's pound in sentences, and how a line is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

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
    told = said(OCTOBER, "--line", "3")
    assert told.startswith("returns-2020-10.xlsx!Return!D4: Twenty housing associations, October 2020, Apprenticeship")
    for sentence in (
        "1. The return reports 24 people for “Apprenticeship”.",
        "2. Its wellbeing value is £2,353 for each person and year, in prices of 2020: 24 × £2,353 = £56,472.",
        "From: hact-svb-2020 SV-APPRENTICESHIP. HACT and Common Cause Consulting (2021).",
        "So the line is worth £56,472, gross and net: nothing is taken off. That is 1.8% of the total of £3,063,571.",
        "Licence: UK Social Value Bank values belong to HACT",
    ):
        assert sentence in told


def test_each_adjustment_is_a_sentence_that_starts_where_the_last_one_ended() -> None:
    told = said(
        OCTOBER, "--line", "3", "--deadweight", "20%", "--years", "2", "--drop-off", "30%", "--discount", "3.5%"
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
        "So the line is worth £75,732.50 net (£112,944 gross).",
    ):
        assert sentence in told


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
        (("--cell", "D99"), "No line was read from row 99: lines stand in rows 2 to 6."),
        (("--cell", "here"), "“here” is not a cell: write it as Return!D12."),
        (("--line", "6"), "There is no line 6: the return has 5 lines."),
        ((), "Say which line: --line 3, or --cell Return!D12."),
        (("--line", "1", "--cell", "D4"), "Say which line"),
    ],
)
def test_a_line_that_is_not_there_is_answered_with_what_is(asked: tuple[str, ...], answer: str) -> None:
    result = explain(OCTOBER, *asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert answer in " ".join(result.stderr.split())


def test_a_line_without_a_value_a_blank_and_a_refused_claim_say_why(returns: str) -> None:
    assert "reports 40 calls, which is not valued: no value in hact-svb-2020." in said(returns, "--line", "2")
    assert "not recorded, which is not zero" in said(returns, "--line", "3")
    assert "The line is not claimed: not sustained" in said(returns, "--cell", "My return!D5")


def test_rows_of_a_register_that_are_alike_are_told_as_one_line(tmp_path: Path) -> None:
    entered = tmp_path / "register.csv"
    rows = [f"Acme,2020-10,Full-time employment,p{number}" for number in range(3)]
    entered.write_text("\n".join(["organisation,period,outcome,person", *rows]))
    told = said(str(entered), "--line", "1")
    assert "The return reports 3 people for “Full-time employment”, in 3 rows of a register that are alike." in told
    assert "From: register.csv!C2, the first of them" in told
    assert "p1" not in told
    assert "stands where the first of them does" in " ".join(explain(str(entered), "--cell", "C4").stderr.split())


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
