"""The table of adjustments: one more of them is one more name and one more row, and all else follows from it."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest

import socialvalue as sv
from socialvalue.adjustments import ADJUSTMENTS, NAMES, SHARES, TAKEN_OFF, Name
from socialvalue.cli.calc import calc
from socialvalue.records.result_lines import StepKind
from socialvalue.showing.words.line_trace import line_sentences
from socialvalue.showing.words.method import method_sentences, step_label, step_meaning
from socialvalue.showing.workbook.sheet_about import about_rows
from socialvalue.showing.workbook.sheet_lines import LETTER_OF


def test_every_name_has_its_row_and_every_row_its_name() -> None:
    assert tuple(ADJUSTMENTS) == NAMES == get_args(Name)


@pytest.mark.parametrize("name", NAMES)
def test_an_adjustment_says_what_it_is_and_how_it_is_given(name: Name) -> None:
    entry = ADJUSTMENTS[name]
    assert entry.label
    assert entry.meaning or ":" in entry.label or name == "fte"  # its label says it in full
    assert sv.Setting.of(name, entry.example).value == sv.Setting.of(name, entry.typed.split("=")[-1].split()[-1]).value
    assert Decimal(0) <= entry.neutral <= entry.most
    flags = {flag for option in calc.params for flag in option.opts}
    assert (f"--{name}" in flags) is bool(entry.option)


@pytest.mark.parametrize("name", TAKEN_OFF)
def test_what_is_taken_off_is_valued_told_and_has_its_column(name: Name) -> None:
    method = sv.load_method().override(**{name: Decimal("0.25")})
    result = sv.calculate(sv.Return([sv.Line("Acme", "2020-10", "full-time-employment", 4)]), "hact-svb-2020", method)
    [line] = result.lines
    assert line.net == line.gross * Decimal("0.75")
    assert line.steps[-1].kind == name
    told = [sentence for sentence, _ in line_sentences(line, "Full-time employment", "person")]
    assert f"25% comes off for {name}, {step_meaning(name)}" in told[-1]
    assert any(
        sentence.startswith(f"{name.capitalize()} ({step_meaning(name)}): 25%") for sentence in method_sentences(method)
    )
    assert name in LETTER_OF
    formula = next(words for title, words in about_rows(result, "") if title == "How it is calculated")
    assert f"(1 − {name.replace('-', ' ')})" in formula


@pytest.mark.parametrize("name", set(SHARES) - set(TAKEN_OFF))
def test_shares_that_are_not_taken_off_at_once_depend_on_time(name: Name) -> None:
    assert ADJUSTMENTS[name].yearly


def test_a_step_is_told_by_its_kind_alone() -> None:
    prices = (sv.PriceBase.of("2019"), sv.PriceBase.of("2024-25"))
    assert [
        step_label(sv.Step(kind, Decimal(1), Decimal(1), prices=of, power=power), "person")
        for kind, of, power in (
            ("quantity", None, None),
            ("unit value", None, None),
            ("fte", None, None),
            ("prices", prices, None),
            ("growth", prices, Decimal("1.3")),
            ("deadweight", None, None),
        )
    ] == [
        "quantity (person)",
        "unit value",
        "full-time equivalents",
        "prices of 2019 to 2024-25",
        "real GDP per head, 2019 to 2024-25, to the power 1.3",
        "deadweight",
    ]
    kinds = {kind for part in get_args(StepKind) for kind in get_args(part)}
    assert set(NAMES) < kinds
