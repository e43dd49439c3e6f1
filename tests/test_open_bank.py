"""The open bank: every value can be followed to its arithmetic, and October 2020 can be explained line by line."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.money import pence
from socialvalue.showing.words.valuation import valuation_facts

BANK = sv.load_bank("open-2026")
OCTOBER = Path(__file__).parents[1] / "seeds" / "returns-2020-10.csv"


@pytest.mark.parametrize(
    ("code", "amount"),
    [
        ("ls-job", Decimal("0.46")),
        ("ls-vol-month", Decimal("0.078") * 10 / 6),
        ("ls-vol-week", Decimal("0.095") * 10 / 6),
    ],
)
def test_wellbeing_is_points_times_one_wellby(code: str, amount: Decimal) -> None:
    value = BANK[code]
    assert abs(value.amount - amount * BANK["wellby"].amount) < Decimal("1e-20")
    assert value.prices == BANK["wellby"].prices


def test_the_wellby_is_uprated_the_treasurys_way_by_named_editions() -> None:
    wellby = BANK["wellby"]
    assert pence(wellby.amount) == Decimal("15338.46")
    assert wellby.uprated is not None
    assert (wellby.uprated.deflator, wellby.uprated.growth) == ("gdp-deflator-2024-10", "gdp-per-head-2024-08")
    assert wellby.low is not None
    assert pence(wellby.low * 13) == pence(wellby.amount * 10)


@pytest.mark.parametrize(("hours", "name"), [("37.5", "ft"), ("16", "pt16")])
def test_a_job_at_the_national_living_wage_follows_from_statutory_rates(hours: str, name: str) -> None:
    fiscal, private = BANK[f"job-nlw-{name}-fiscal"], BANK[f"job-nlw-{name}-private"]
    rate = {one.name: one.value for one in fiscal.inputs}
    assert rate["Hours a week, for 52 weeks"] == Decimal(hours)
    gross = rate["National Living Wage, an hour"] * Decimal(hours) * 52
    above = max(gross - rate["Income Tax: personal allowance"], Decimal(0))
    tax, insurance = above * rate["Income Tax: basic rate"], above * rate["Employee’s National Insurance: rate"]
    over = gross - rate["Employer’s National Insurance: threshold"]
    employer = pence(over * rate["Employer’s National Insurance: rate"])
    credit = 12 * rate["Universal Credit: standard allowance, single, 25 or over"]
    net = gross - tax - insurance
    assert net * rate["Universal Credit: taper on net pay"] > credit, "the award ends"
    assert fiscal.amount == tax + insurance + employer + credit
    assert private.amount == net - credit
    assert fiscal.amount + private.amount == gross + employer, "the whole labour cost: the two never overlap"


def test_every_value_has_its_licence_evidence_population_and_where_it_was_read() -> None:
    for value in BANK:
        read = value.read_in or value.source
        assert value.licence, value.code
        assert value.evidence_level, value.code
        assert value.inputs or (read.url and read.retrieved), value.code
        assert not any(words in value.licence for words in ("NC", "non-commercial")), value.code


def test_one_of_a_kind_for_one_outcome_and_never_two() -> None:
    kinds = [value.kind for value in BANK.find_all("full-time-employment")]
    assert sorted(kinds) == ["economic", "fiscal", "wellbeing"]
    assert BANK.check() == ()


def test_the_return_of_october_2020_line_by_line() -> None:
    result = sv.calculate(sv.read(OCTOBER), BANK)
    found = {(entry.outcome, entry.kind): pence(entry.net) for entry in result.by_outcome}
    assert found == {
        ("full-time-employment", "wellbeing"): pence(92 * BANK["ls-job"].amount),
        ("full-time-employment", "fiscal"): pence(92 * Decimal("11486.54")),
        ("full-time-employment", "economic"): pence(92 * Decimal("16265.64")),
        ("part-time-employment", "fiscal"): pence(83 * Decimal("5935.01")),
        ("part-time-employment", "economic"): pence(83 * Decimal("5475.92")),
        ("employment-training", "wellbeing"): pence(799 * Decimal(1100)),
        ("regular-volunteering", "wellbeing"): pence(287 * BANK["ls-vol-month"].amount),
        ("regular-volunteering", "economic"): pence(287 * Decimal(1339)),
    }
    assert [entry.outcome for entry in result.not_valued] == ["apprenticeship"]
    assert result.headline is not None
    assert result.headline.net is None, "kinds are held apart"


def test_who_saves_is_told_and_transfers_stand_apart() -> None:
    lines = [sv.Line("Acme", "2013-10", "leaving-jsa-for-work", 10)]
    result = sv.calculate(sv.Return(lines), "gmca-ucd-2015")
    assert [(entry.agency, entry.kind, entry.net, entry.transfers) for entry in result.savers] == [
        ("", "economic", 140440, 0),
        ("Department for Work and Pensions", "fiscal", 92340, 92340),
        ("NHS", "fiscal", 5660, 0),
    ]
    assert result.public_value == 10 * 14610
    method = sv.load_method().override(combine_kinds=True)
    told = [problem.message for problem in sv.calculate(sv.Return(lines), "gmca-ucd-2015", method).problems]
    assert any("£92,340 of it are transfers" in message for message in told)


def test_what_falls_on_the_landlord_is_told() -> None:
    lines = [sv.Line("Acme", "2013-10", "complex-eviction-avoided", 2)]
    result = sv.calculate(sv.Return(lines), "gmca-ucd-2015")
    landlord = next(entry for entry in result.savers if entry.agency.startswith("landlord"))
    assert landlord.net == 2 * (1900 + 1119 + 2787)


def test_a_value_says_where_it_was_read_and_never_none() -> None:
    for value in BANK:
        facts = list(valuation_facts(BANK, value))
        assert not any("None" in text for _, text in facts), value.code
    facts = [
        text
        for name, text in valuation_facts(BANK, BANK["job-nlw-ft-fiscal"])
        if name in ("Read in", "Input", "Evidence")
    ]
    told = " ".join(facts)
    assert "nowhere as such: our own arithmetic; each input names where it was read" in facts
    assert "particle.news and the ilidea feed" in told
    assert "A ministerial answer of November 2022, taper of 55%" in told
    assert "high for this one household alone" in told


def test_a_figure_of_a_workbook_is_in_a_cell_of_its_own() -> None:
    cells = {(value.code, value.kind): value.source.locator for value in BANK if value.code.startswith("ucd-")}
    assert "cell H20," in cells["ucd-E&S5.0", "fiscal"]
    assert "cell K20," in cells["ucd-E&S5.0", "economic"]
    assert len(set(cells.values())) == len(cells)


@pytest.mark.parametrize(
    ("bank", "said"),
    [("open-2026", "Contains public sector information"), ("gmca-ucd-2015", "licensed under CC BY 4.0")],
)
def test_data_files_carry_the_attribution_of_an_open_bank(bank: str, said: str) -> None:
    result = sv.calculate(sv.read(OCTOBER), bank)
    [notice] = json.loads(result.to_json())["notices"]
    assert said in notice
    assert all(notice in row[-1] for row in list(csv.reader(result.to_csv().splitlines()))[1:])
    assert notice in result.to_markdown()
