"""Banks of values: what one needs before it exists, what is found wrong in it, and what people see of it."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers.command import run as cli
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

import socialvalue as sv
from socialvalue.money import plain
from socialvalue.published.bank_changes import difference
from socialvalue.published.bank_doubts import check_file
from socialvalue.published.bank_files import nameable, shipped_files, user_folder
from socialvalue.published.bank_from_toml import bank_from, read_bank
from socialvalue.published.default_bank import BY_DEFAULT, BY_TEMPLATE, BY_TIME, BY_USE
from socialvalue.published.outcomes import Outcome
from socialvalue.published.valuations import AgeBand, Area
from socialvalue.reading.banks.save_bank import to_toml
from socialvalue.records.periods import Period
from socialvalue.records.returns import Line, Return

ROOT = Path(__file__).parents[1]
OCTOBER = str(ROOT / "seeds/returns-2020-10.xlsx")
SHIPPED = {path.stem: path for path in shipped_files()}

SOURCE = {
    "title": "Handbook",
    "publisher": "Somebody",
    "year": 2024,
    "locator": "p. 1",
    "url": "https://example.org",
    "retrieved": dt.date(2026, 1, 31),
}
VALUE = {
    "code": "A1",
    "title": "A year in work",
    "outcome": "full-time-employment",
    "amount": "1000",
    "unit": "GBP / person / year",
    "prices": "2019",
    "kind": "wellbeing",
    "grade": "quoted",
    "source": SOURCE,
}
LICENCE = {"name": "Own", "url": "https://example.org", "redistribution": "open"}
HEAD = {"id": "test", "title": "Test", "publisher": "Somebody", "edition": "2024", "licence": LICENCE}


def bank(*values: dict[str, Any], **head: Any) -> sv.Bank:
    return bank_from({"bank": HEAD | head, "valuation": [VALUE | value for value in values or ({},)]}, "test.toml")


def faults(*values: dict[str, Any], **head: Any) -> list[tuple[str, str, str]]:
    """The problems of a bank: key, code and message."""
    data = {"bank": HEAD | head, "valuation": [VALUE | value for value in values or ({},)]}
    with pytest.raises(sv.BadData) as err:
        bank_from(data, "test.toml")
    assert all(problem.remedy and problem.place.file == "test.toml" for problem in err.value.problems)
    return [(problem.place.key, problem.code, problem.message) for problem in err.value.problems]


# a value needs all of this before it exists


@pytest.mark.parametrize("name", VALUE)
def test_no_value_is_read_without_each_required_field(name: str) -> None:
    value = {key: entry for key, entry in VALUE.items() if key != name}
    with pytest.raises(sv.BadData) as err:
        bank_from({"bank": HEAD, "valuation": [value]}, "test.toml")
    [problem] = err.value.problems
    entry = "valuation 1" if name == "code" else "A1"
    assert (problem.code, problem.place.key) == ("bad-data", f"{entry}.{name}")
    assert "missing" in problem.message


@pytest.mark.parametrize("name", SOURCE)
def test_no_value_is_read_without_each_part_of_its_source(name: str) -> None:
    source = {key: entry for key, entry in SOURCE.items() if key != name}
    [(key, code, _)] = faults({"source": source})
    assert (key, code) == (f"A1.source.{name}", "bad-data")


@pytest.mark.parametrize("name", HEAD)
def test_no_bank_is_read_without_each_required_field(name: str) -> None:
    head = {key: entry for key, entry in HEAD.items() if key != name}
    with pytest.raises(sv.BadData) as err:
        bank_from({"bank": head, "valuation": [VALUE]}, "test.toml")
    assert [problem.place.key for problem in err.value.problems] == [f"bank.{name}"]


@pytest.mark.parametrize("name", VALUE)
def test_no_value_is_built_in_python_without_each_required_field(name: str) -> None:
    whole = VALUE | {"source": sv.Source(**SOURCE)}  # type: ignore[arg-type]
    assert sv.Valuation(**whole).amount == 1000  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        sv.Valuation(**{key: entry for key, entry in whole.items() if key != name})  # type: ignore[arg-type]
    with pytest.raises((TypeError, ValueError)):
        sv.Valuation(**whole | {name: None})  # type: ignore[arg-type]
    with pytest.raises((TypeError, ValueError)):
        sv.Valuation(**whole | {name: " "})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("amount", 1000.5),
        ("amount", "NaN"),
        ("amount", "a lot"),
        ("amount", "1e999999999"),
        ("amount", "1e-999999999"),
        ("low", "-1e12"),
        ("prices", "19"),
        ("prices", "2012-14"),
        ("prices", 2019),
        ("kind", "cultural"),
        ("grade", "certain"),
        ("age", "young"),
        ("area", "Leeds"),
        ("valid_from", "2019-04-01"),
        ("wellby", "yes"),
        ("colour", "green"),
    ],
)
def test_a_field_that_cannot_be(field: str, wrong: Any) -> None:
    [(key, code, message)] = faults({field: wrong})
    assert (key, code) == (f"A1.{field}", "bad-data")
    assert message


def test_a_restricted_licence_needs_its_notice() -> None:
    [(key, _, message)] = faults(licence=LICENCE | {"redistribution": "restricted"})
    assert key == "bank.licence"
    assert "notice" in message


# what is wrong in a bank


@pytest.mark.parametrize(
    ("value", "key", "code", "message"),
    [
        ({"low": "1001"}, "A1.low", "range-out-of-order", "The range 1001 to 1000 does not hold the amount 1000"),
        ({"high": "999"}, "A1.high", "range-out-of-order", "1000 to 999"),
        (
            {"components": [{"label": "Benefits", "amount": "900"}, {"label": "NHS", "amount": "99"}]},
            "A1.components",
            "components-do-not-sum",
            "£999, not £1000",
        ),
        ({"kind": "mixed"}, "A1.components", "bad-data", "needs components that each name their kind"),
        (
            {"components": [{"label": "Wage", "amount": "1000", "kind": "economic"}]},
            "A1.kind",
            "bad-data",
            "a component is of another kind",
        ),
        ({"grade": "derived"}, "A1.working", "bad-data", "needs its working"),
        ({"outcome": "full-time-job"}, "A1.outcome", "unknown-outcome", "There is no outcome “full-time-job”"),
        ({"unit": "GBP / hour"}, "A1.unit", "unit-mismatch", "cannot be valued in “GBP / hour”"),
        ({"unit": "GBP per head"}, "A1.unit", "unit-mismatch", "is not a unit of value known here"),
        (
            {"valid_from": dt.date(2020, 4, 1), "valid_to": dt.date(2020, 3, 31)},
            "A1.valid_to",
            "bad-date",
            "ends before it begins",
        ),
    ],
)
def test_a_value_at_odds_with_itself(value: dict[str, Any], key: str, code: str, message: str) -> None:
    [(where, what, said)] = faults(value)
    assert (where, what) == (key, code)
    assert message in said


def test_every_fault_of_a_bank_is_named_at_once_and_the_bank_is_not_used() -> None:
    found = faults({"amount": 1.5}, {"code": "A2", "low": "2000"}, {"code": "A3", "outcome": "none"}, edition="")
    assert {(key, code) for key, code, _ in found} == {
        ("bank.edition", "bad-data"),
        ("A1.amount", "bad-data"),
        ("A2.low", "range-out-of-order"),
        ("A3.outcome", "unknown-outcome"),
    }


def test_one_code_twice() -> None:
    [(key, code, message)] = faults({}, {"outcome": "apprenticeship"})
    assert (key, code, message) == ("A1.code", "duplicate-code", "The code A1 is used twice.")


def test_one_code_twice_is_named_even_where_one_of_the_two_cannot_be_read() -> None:
    assert [code for _, code, _ in faults({}, {"amount": "?"})] == ["bad-data", "duplicate-code"]


APRIL, MARCH = dt.date(2020, 4, 1), dt.date(2021, 3, 31)


@pytest.mark.parametrize(
    ("one", "two", "clash"),
    [
        ({}, {}, True),
        ({"age": "under-25"}, {"age": "50-plus"}, False),
        ({"age": "under-25"}, {}, False),
        ({"area": "london"}, {"area": "london"}, True),
        ({"valid_to": MARCH}, {"valid_from": MARCH}, True),
        ({"valid_to": MARCH}, {"valid_from": dt.date(2021, 4, 1)}, False),
        ({"valid_from": APRIL}, {"valid_from": dt.date(2021, 4, 1)}, True),
    ],
)
def test_two_values_for_the_same_people_and_dates(one: dict[str, Any], two: dict[str, Any], clash: bool) -> None:
    values = ({"code": "A1"} | one, {"code": "A2"} | two)
    if clash:
        [(_, code, message)] = faults(*values)
        assert code == "duplicate-code"
        assert "A1" in message
        assert "A2" in message
    else:
        assert len(bank(*values).valuations) == 2


def test_every_value_that_another_outlasts_is_a_clash() -> None:
    long = {"code": "A1", "valid_from": APRIL, "valid_to": dt.date(2025, 3, 31)}
    short = {"code": "A2", "valid_from": dt.date(2021, 4, 1), "valid_to": dt.date(2022, 3, 31)}
    later = {"code": "A3", "valid_from": dt.date(2023, 4, 1), "valid_to": dt.date(2024, 3, 31)}
    assert [key for key, _, _ in faults(long, short, later)] == ["A2.outcome", "A3.outcome"]


@pytest.mark.parametrize(
    "data", [{"valuation": 3}, {"valuation": ["A1"]}, {"bank": "mine"}, {"bank": HEAD, "values": []}]
)
def test_a_file_of_another_shape_gives_problems_and_no_traceback(data: dict[str, Any]) -> None:
    with pytest.raises(sv.BadData) as err:
        bank_from(data, "test.toml")
    assert {problem.code for problem in err.value.problems} == {"bad-data"}


@pytest.mark.parametrize("text", ["a = " + "[" * 10_000, "a = " + "9" * 10_000, "a = 1\na = 2", "\x00", "[bank"])
def test_a_file_that_is_no_toml_gives_one_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "test.toml").write_text(text)
    with pytest.raises(sv.BadData) as err:
        sv.load_bank(tmp_path / "test.toml")
    assert [problem.code for problem in err.value.problems] == ["bad-data"]


def test_a_file_named_otherwise_than_its_bank_is_not_found_by_the_name(tmp_path: Path) -> None:
    folder = user_folder()
    folder.mkdir(parents=True)
    (folder / "other.toml").write_text(to_toml(bank()))
    with pytest.raises(sv.BadData, match="calls itself test"):
        sv.load_bank("other")
    assert sv.load_bank(folder / "other.toml").id == "test"


# which value is used


OUTCOME = "full-time-employment"
AGES = ("all", "under-25", "25-49", "50-plus")
AREAS = ("all", "london", "outside-london")


def divided(*scopes: tuple[str, str]) -> sv.Bank:
    return bank(*({"code": f"{age} {area}", "age": age, "area": area} for age, area in scopes))


@pytest.mark.parametrize(
    ("age", "area", "code"),
    [
        ("under-25", "london", "under-25 london"),
        ("under-25", "outside-london", "under-25 all"),
        ("under-25", "all", "under-25 all"),
        ("25-49", "london", "all london"),
        ("all", "london", "all london"),
        ("50-plus", "outside-london", "all all"),
        ("all", "all", "all all"),
    ],
)
def test_the_most_specific_value_is_used_age_before_area(age: AgeBand, area: Area, code: str) -> None:
    held = divided(("all", "all"), ("all", "london"), ("under-25", "all"), ("under-25", "london"))
    found = held.find(OUTCOME, age=age, area=area)
    assert found is not None
    assert found.code == code


scopes = st.sets(st.tuples(st.sampled_from(AGES), st.sampled_from(AREAS)), min_size=1)


@settings(deadline=None)
@given(scopes, st.sampled_from(AGES), st.sampled_from(AREAS))
def test_a_value_found_fits_and_none_that_fits_is_more_specific(
    held: set[tuple[str, str]], age: Any, area: Any
) -> None:
    found = divided(*sorted(held)).find(OUTCOME, age=age, area=area)
    fitting = {(a, r) for a, r in held if a in (age, "all") and r in (area, "all")}
    if found is None:
        assert not fitting
    else:
        assert (found.age, found.area) in fitting
        rank = (found.age != "all", found.area != "all")
        assert all((a != "all", r != "all") <= rank for a, r in fitting)


def test_a_dated_value_holds_on_its_first_and_last_day() -> None:
    rates = sv.load_bank("volunteer-time-nlw")
    hour = {
        day: rates.find("volunteer-hours", on=day) for day in (dt.date(2020, 3, 31), APRIL, MARCH, dt.date(2015, 1, 1))
    }
    assert [value and value.amount for value in hour.values()] == [
        Decimal("8.21"),
        Decimal("8.72"),
        Decimal("8.72"),
        None,
    ]
    latest = rates.find("volunteer-hours")
    assert latest is not None
    assert latest.code == "NLW-2026-27"


def reported(**line: Any) -> Return:
    return Return([Line("Acme", Period.of("2020-10"), OUTCOME, Decimal(1), **line)])


def test_a_result_says_which_value_was_used() -> None:
    held = divided(("all", "all"), ("under-25", "london"))
    for line, said in (
        ({"age": "under-25", "area": "london"}, "test under-25 london (age under-25, london)"),
        ({"age": "50-plus"}, "test all all (all ages and areas)"),
    ):
        [entry] = sv.calculate(reported(**line), held).lines
        assert entry.steps[1].source == said


def test_where_there_is_no_value_the_reason_is_told() -> None:
    [entry] = sv.calculate(reported(), divided(("under-25", "all"), ("50-plus", "london"))).not_valued
    assert entry.reason == "test has values only for age 50-plus, london; age under-25"
    [entry] = sv.calculate(reported(), bank({"valid_from": MARCH})).not_valued
    assert entry.reason == "no value in test for 2020-10-01"


def test_a_bank_may_bring_outcomes_of_its_own(tmp_path: Path) -> None:
    own = {
        "id": "garden-shared",
        "label": "Garden shared",
        "definition": "A household that shares a garden.",
        "unit": "home",
        "flow": "flow",
        "category": "community",
        "themes": ["places: community"],
    }
    value = VALUE | {"outcome": "garden-shared", "unit": "GBP / home"}
    held = bank_from({"bank": HEAD, "outcome": [own], "valuation": [value]}, "test.toml")
    path = tmp_path / "return.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme,2020-10,Garden shared,3\n")
    result = sv.calculate(sv.read(path, bank=held), held)
    assert result.headline is not None
    assert result.headline.gross == 3000
    assert [problem.code for problem in sv.read(path).problems] == ["unknown-outcome"]
    with pytest.raises(sv.BadData, match="is known already"):
        bank_from({"bank": HEAD, "outcome": [own | {"id": OUTCOME}], "valuation": [VALUE]}, "test.toml")


# fingerprints


@pytest.mark.slow
@settings(deadline=None)
@given(st.sampled_from(sorted(SHIPPED)), st.data())
def test_one_digit_changed_changes_the_fingerprint(name: str, data: st.DataObject) -> None:
    content = tomllib.loads(SHIPPED[name].read_text())
    before = read_bank(content, name)[0]
    changed = copy.deepcopy(content)
    value = data.draw(st.sampled_from([value for value in changed["valuation"] if "amount" in value]))
    digits = [n for n, character in enumerate(value["amount"]) if character.isdigit()]
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != value["amount"][at]]))
    value["amount"] = value["amount"][:at] + other + value["amount"][at + 1 :]
    after = read_bank(changed, name)[0]
    assert before is not None
    assert after is not None
    assert before.fingerprint != after.fingerprint


def test_the_layout_of_a_file_does_not_change_its_fingerprint() -> None:
    content = tomllib.loads(SHIPPED["hmt-wellby-2021"].read_text())
    upside_down = {key: content[key] for key in reversed(content)}
    upside_down["valuation"] = [dict(reversed(value.items())) for value in content["valuation"]]
    assert bank_from(upside_down, "x").fingerprint == sv.load_bank("hmt-wellby-2021").fingerprint


@pytest.mark.parametrize("name", SHIPPED)
def test_a_bank_written_as_toml_reads_back_as_the_same_bank(name: str) -> None:
    first = sv.load_bank(name)
    again = bank_from(tomllib.loads(to_toml(first)), f"{name}.toml")
    assert again == first
    assert again.fingerprint == first.fingerprint


# the shipped values


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_named_without_loading_a_bank_is_what_loading_it_gives(name: str) -> None:
    quick, bank = nameable(name), sv.load_bank(name)
    assert (quick.codes, quick.outcomes) == (bank.codes, bank.outcomes)


@pytest.mark.parametrize("path", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_value_passes_the_check(path: Path) -> None:
    others = [sv.load_bank(other) for other in SHIPPED.values()]
    found, problems = check_file(path, others=others)
    doubts = {"consistent-values"} if path.stem == "hact-svb-2020" else set()
    doubts |= {"year-outside-index"} if path.stem == "gmca-ucd-2015" else set()  # falls, in prices of 2000-01
    assert {problem.code for problem in problems} == doubts
    assert found is not None
    assert found.id == path.stem


FIGURES = """
hact-svb-2020 SV-FULL-TIME 14433 2020 wellbeing consistent
hact-svb-2020 EMP1403 1229 2020 wellbeing consistent
hact-svb-2020 SV-APPRENTICESHIP 2353 2020 wellbeing consistent
hact-svb-2020 SV-EMPLOYMENT-TRAINING 807 2020 wellbeing consistent
hact-svb-2020 SV-VOLUNTEERING 3249 2020 wellbeing consistent
hmt-wellby-2021 WELLBY 13000 2019 wellbeing secondary
hmt-wellby-2021 WELLBY-EMP 5980 2019 wellbeing derived
hmt-wellby-2021 WELLBY-ACTIVE 2925 2019 wellbeing derived
gmca-ucd-2015 E&E1.0 9800 2012-13 fiscal quoted
gmca-ucd-2015 E&E2.0 8632 2012-13 fiscal quoted
gmca-ucd-2015 E&E3.0 7570 2012-13 fiscal quoted
gmca-ucd-2015 E&E10.0 4257 2010-11 fiscal quoted
gmca-ucd-2015 HO1.0 6680 2010-11 fiscal quoted
gmca-ucd-2015 HO3.0 2501 2010-11 fiscal quoted
gmca-ucd-2015 HO5.0 642 2010-11 fiscal quoted
gmca-ucd-2015 HO6.0 7900 2010-11 fiscal quoted
gmca-ucd-2015 CR1.0 500 2002-03 fiscal quoted
gmca-ucd-2015 CR2.0 2470 2008-09 fiscal quoted
gmca-ucd-2015 HE4.0 109 2011-12 fiscal quoted
gmca-ucd-2015 HE20.2 38 2013-14 fiscal quoted
measure-up-2023 WWD1 42000 2023 mixed quoted
measure-up-2023 ES1.1 32700 2023 mixed quoted
measure-up-2023 WWD2 3400 2023 mixed quoted
measure-up-2023 PW1 15300 2023 wellbeing quoted
measure-up-2023 SV-MU-ACTIVE 3400 2023 wellbeing quoted
volunteer-time-nlw NLW-2016-17 7.2 2016-17 economic secondary
volunteer-time-nlw NLW-2017-18 7.5 2017-18 economic secondary
volunteer-time-nlw NLW-2018-19 7.83 2018-19 economic secondary
volunteer-time-nlw NLW-2019-20 8.21 2019-20 economic secondary
volunteer-time-nlw NLW-2020-21 8.72 2020-21 economic secondary
volunteer-time-nlw NLW-2021-22 8.91 2021-22 economic secondary
volunteer-time-nlw NLW-2022-23 9.5 2022-23 economic secondary
volunteer-time-nlw NLW-2023-24 10.42 2023-24 economic secondary
volunteer-time-nlw NLW-2024-25 11.44 2024-25 economic secondary
volunteer-time-nlw NLW-2025-26 12.21 2025-26 economic secondary
volunteer-time-nlw NLW-2026-27 12.71 2026-27 economic secondary
"""


def test_the_shipped_figures_are_these() -> None:
    """Copied from the sources by hand, and not from the files under valuations/.

    The Unit Cost Database is compared with its workbook in test_unit_costs.py, the open bank in test_open_bank.py.
    """
    shipped = {
        f"{name} {value.code} {plain(value.amount)} {value.prices} {value.kind} {value.grade}"
        for name in SHIPPED
        for value in sv.load_bank(name)
    }
    figures = set(FIGURES.split("\n")) - {""}
    assert figures <= shipped
    assert {row for row in shipped - figures if not row.startswith(("gmca-ucd-2015", "open-2026"))} == set()


@pytest.mark.parametrize(
    ("name", "code", "parts"),
    [
        ("gmca-ucd-2015", "E&E1.0", [9234, 566]),
        ("gmca-ucd-2015", "E&E2.0", [7500, 1132]),
        ("gmca-ucd-2015", "E&E3.0", [7004, 566]),
        ("gmca-ucd-2015", "E&E10.0", [3218, 1039]),
        ("gmca-ucd-2015", "CR2.0", [1171, 581, 415, 193, 110]),
        ("measure-up-2023", "WWD1", [35000, 7000]),
        ("measure-up-2023", "ES1.1", [20500, 2800, 9400]),
        ("measure-up-2023", "WWD2", [1800, 1600]),
    ],
)
def test_the_components_that_are_published(name: str, code: str, parts: list[int]) -> None:
    assert [part.amount for part in sv.load_bank(name)[code].components] == parts


def test_the_range_of_a_wellby_and_of_what_is_derived_from_it() -> None:
    wellby = sv.load_bank("hmt-wellby-2021")
    assert [(wellby[code].low, wellby[code].high) for code in ("WELLBY", "WELLBY-EMP")] == [
        (10000, 16000),
        (3800, 8640),
    ]


def test_wages_and_wellbeing_stay_apart() -> None:
    assert sv.load_bank("measure-up-2023")["ES1.1"].parts() == {"economic": 23300, "wellbeing": 9400}


# doubts


def doubts(tmp_path: Path, *values: dict[str, Any]) -> list[tuple[str, str, str]]:
    path = tmp_path / "test.toml"
    path.write_text(to_toml(bank(*values)))
    found = check_file(path, others=[sv.load_bank(other) for other in SHIPPED.values()])[1]
    assert {problem.severity for problem in found} <= {"warning"}
    return [(problem.place.key, problem.code, problem.message) for problem in found]


WELLBY = {"outcome": "wellby", "unit": "GBP / wellby"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (WELLBY | {"amount": "15427", "prices": "2019"}, "brought to prices of 2023, but is labelled 2019"),
        (WELLBY | {"amount": "18307", "prices": "2023"}, "brought to prices of 2023 twice"),
        ({"working": "5,980 uprated to 2023", "prices": "2019"}, "speak of uprating to 2023"),
    ],
)
def test_an_amount_that_holds_inflation_already_is_suspected(
    tmp_path: Path, value: dict[str, Any], message: str
) -> None:
    [(key, code, said)] = doubts(tmp_path, value)
    assert key in ("A1.amount", "A1.prices")
    assert code == "double-uprating"
    assert message in said


@pytest.mark.parametrize("amount", ["13000", "15300"])
def test_an_amount_that_only_has_its_own_price_year_is_not_suspected(tmp_path: Path, amount: str) -> None:
    assert doubts(tmp_path, WELLBY | {"amount": amount, "prices": "2019" if amount == "13000" else "2023"}) == []


def test_a_price_year_later_than_its_source_or_beyond_the_index(tmp_path: Path) -> None:
    assert {code for _, code, _ in doubts(tmp_path, {"prices": "2025"})} == {"bad-price-year", "year-outside-index"}
    [(key, code, _)] = doubts(tmp_path, {"prices": "1995"})
    assert (key, code) == ("A1.prices", "year-outside-index")


def test_years_that_no_index_reaches_are_compared_with_nothing(tmp_path: Path) -> None:
    old = WELLBY | {"prices": "1995", "amount": "5000"}
    path = tmp_path / "test.toml"
    path.write_text(to_toml(bank(old)))
    found = check_file(path, others=[bank(old, id="other")])[1]
    assert [problem.code for problem in found] == ["year-outside-index"]


def test_check_on_the_command_line(tmp_path: Path) -> None:
    assert cli("banks", "check").stdout == "No errors, and 6 to look at: 447 values in 6 banks.\n"
    path = tmp_path / "test.toml"
    path.write_text(to_toml(bank()).replace('amount = "1000"', 'amount = "1000"\nlow = "1001"'))
    result = cli("banks", "check", str(path), str(tmp_path / "nowhere.toml"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "test.toml!A1.low: error:" in result.stderr
    assert "[file-missing]" in result.stderr


def test_a_bank_of_ones_own_is_checked_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "3 values in 1 bank" in cli("banks", "check", "hmt-wellby-2021").stdout


# differences


def test_a_difference_is_added_removed_and_changed() -> None:
    old = bank({}, {"code": "B", "outcome": "apprenticeship"}, {"code": "C", "outcome": "traineeship"})
    new = bank(
        {"amount": "1100", "prices": "2020"},
        {"code": "C", "outcome": "traineeship"},
        {"code": "D", "outcome": "into-work"},
    )
    found = difference(old, new)
    assert [value.code for value in found.added] == ["D"]
    assert [value.code for value in found.removed] == ["B"]
    [change] = found.changed
    assert (change.new.code, change.fields, change.growth) == ("A1", ("amount", "prices"), Decimal("0.1"))
    assert found.same == 1


def test_a_bank_does_not_differ_from_itself() -> None:
    found = difference(bank(), bank())
    assert (found.added, found.removed, found.changed, found.same) == ((), (), (), 1)


def test_diff_as_people_see_it(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    lines = {
        "old.toml": bank({}, {"code": "B", "outcome": "apprenticeship"}, {"code": "C", "outcome": "traineeship"}),
        "new.toml": bank(
            {"amount": "1100.50", "prices": "2020"},
            {"code": "C", "outcome": "traineeship", "source": SOURCE | {"locator": "p. 2"}},
            {"code": "D", "outcome": "into-work"},
        ),
    }
    for name, entry in lines.items():
        (tmp_path / name).write_text(to_toml(entry))
    assert cli("banks", "diff", str(tmp_path / "old.toml"), str(tmp_path / "new.toml")).stdout == snapshot


# what people see


def test_list_fits_80_columns_and_names_every_bank_in_full(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    folder = user_folder()
    folder.mkdir(parents=True)
    name = "the-values-of-a-housing-association-with-a-long-name-2024"
    listed = cli("banks", "list").stdout
    assert listed == snapshot
    assert max(map(len, listed.splitlines())) <= 80
    (folder / f"{name}.toml").write_text(to_toml(bank(id=name)))
    listed = cli("banks", "list").stdout
    assert max(map(len, listed.splitlines())) <= 80
    first = [line[1:].split("  ")[0].strip() for line in listed.splitlines()]
    assert name in "".join(first)


def test_a_broken_bank_of_ones_own_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = user_folder()
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("[bank")
    result = cli("banks", "list")
    assert result.exit_code == 1
    assert "hact-svb-2020" in result.stdout
    assert "mine.toml" in result.stderr


@pytest.mark.parametrize(
    "args", [("gmca-ucd-2015",), ("hact-svb-2020",), ("hmt-wellby-2021", "WELLBY-EMP"), ("measure-up-2023", "ES1.1")]
)
def test_show_as_people_see_it(args: tuple[str, ...], snapshot: SnapshotAssertion) -> None:
    shown = cli("banks", "show", *args).stdout
    assert shown == snapshot
    assert max(map(len, shown.splitlines())) <= 80


def test_show_suggests_the_nearest_code() -> None:
    result = cli("banks", "show", "hact-svb-2020", "EMP1430")
    assert result.exit_code == 2
    assert "EMP1403" in result.stderr


# licences


NOTICE = "may not be resold"


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_the_notice_of_a_restricted_bank_stands_wherever_its_figures_do(form: str) -> None:
    assert NOTICE in " ".join(cli("calc", OCTOBER, "--format", form).stdout.split())


@pytest.mark.parametrize("args", [("list",), ("show", "hact-svb-2020"), ("show", "hact-svb-2020", "EMP1403")])
def test_the_notice_stands_in_what_is_said_of_a_restricted_bank(args: tuple[str, ...]) -> None:
    assert NOTICE in " ".join(cli("banks", *args).stdout.split())


def test_the_notice_stands_in_differences(tmp_path: Path) -> None:
    (tmp_path / "test.toml").write_text(to_toml(bank()))
    shown = cli("banks", "diff", "hact-svb-2020", str(tmp_path / "test.toml")).stdout
    assert NOTICE in " ".join(shown.split())


@pytest.mark.parametrize("name", ["bank.xlsx", "bank.csv", "bank.md"])
def test_a_restricted_bank_is_exported_only_by_who_holds_a_licence(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    refused = cli("banks", "export", "hact-svb-2020", "--out", str(out))
    assert refused.exit_code == 2
    assert "--i-hold-a-licence" in refused.stderr
    assert not out.exists()
    written = cli("banks", "export", "hact-svb-2020", "--out", str(out), "--i-hold-a-licence")
    assert written.exit_code == 0
    assert NOTICE in written.stdout
    if name == "bank.xlsx":
        from openpyxl import load_workbook

        sheet = load_workbook(out).active
        assert sheet is not None
        text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    else:
        text = out.read_text(encoding="utf-8-sig")
    assert NOTICE in text
    assert "14433" in text.replace(",", "")


def test_an_open_bank_is_exported_without_a_word(tmp_path: Path) -> None:
    out = tmp_path / "bank.csv"
    assert cli("banks", "export", "hmt-wellby-2021", "--out", str(out)).exit_code == 0
    assert "5980" in out.read_text(encoding="utf-8-sig")


def test_an_export_of_another_kind_is_refused(tmp_path: Path) -> None:
    result = cli("banks", "export", "hmt-wellby-2021", "--out", str(tmp_path / "bank.docx"))
    assert result.exit_code == 2


def test_a_table_in_markdown_cannot_be_broken_by_what_a_value_is_called(tmp_path: Path) -> None:
    (tmp_path / "test.toml").write_text(to_toml(bank({"title": "A | B <script>"})))
    cli("banks", "export", str(tmp_path / "test.toml"), "--out", str(tmp_path / "bank.md"))
    [row] = [line for line in (tmp_path / "bank.md").read_text().splitlines() if line.startswith("| A1")]
    assert "A \\| B &lt;script>" in row
    assert row.replace("\\|", "").count("|") == 12


def test_json_carries_the_fingerprint_of_the_bank() -> None:
    data = json.loads(cli("calc", OCTOBER, "--format", "json").stdout)
    assert data["provenance"]["bank_fingerprint"] == sv.load_bank("hact-svb-2020").fingerprint


# the vocabulary


def test_a_known_outcome_keeps_its_meaning_when_a_bank_brings_its_own() -> None:
    words = sv.load_vocabulary()
    twin = Outcome(OUTCOME, "Something else", "x", unit="home", flow="flow", category="x", themes=("x",))
    assert words.extended([twin]) is words
    assert words[OUTCOME].unit == "person"


REQUIRED_OUTCOMES = """
full-time-employment part-time-employment self-employment apprenticeship traineeship work-placement employment-training
vocational-training qualification regular-volunteering volunteer-hours job-progression leaving-jsa-for-work
leaving-esa-ib-for-work leaving-income-support-for-work neet-avoided homelessness-prevented advice-and-guidance
direct-financial-support
"""


def test_the_vocabulary_has_what_associations_count_and_every_value_belongs_to_it() -> None:
    words = sv.load_vocabulary()
    assert [name for name in REQUIRED_OUTCOMES.split() if name not in words] == []
    assert all(entry.definition and entry.themes for entry in words)
    for bank in map(sv.load_bank, SHIPPED):
        known = words.extended(bank.outcomes)
        assert [value.code for value in bank if value.outcome not in known] == []


# how a figure is known


def test_values_that_only_agree_with_a_total_together_are_said_to() -> None:
    _, problems = check_file(SHIPPED["hact-svb-2020"])
    [found] = problems
    assert found.code == "consistent-values"
    assert "not each alone" in found.message


def test_what_was_called_reconciled_is_read_as_consistent() -> None:
    content = tomllib.loads(SHIPPED["hact-svb-2020"].read_text())
    for value in content["valuation"]:
        value["grade"] = "reconciled"
    assert bank_from(content, "x.toml").fingerprint == sv.load_bank("hact-svb-2020").fingerprint


def test_a_secondary_value_says_where_it_was_read(tmp_path: Path) -> None:
    content = SHIPPED["hmt-wellby-2021"].read_text()
    content = content.replace('"hmt-wellby-2021"', '"mine"')
    path = tmp_path / "mine.toml"
    path.write_text("\n".join(line for line in content.split("\n") if not line.startswith("read_in")))
    _, problems = check_file(path)
    assert [problem.code for problem in problems] == ["read-in-missing"]
    assert all(value.read_in for name in SHIPPED for value in sv.load_bank(name) if value.grade == "secondary")


# the bank for a return that names none


def used(*lines: Line, **options: Any) -> tuple[str, str]:
    made = sv.calculate(sv.Return(list(lines), **options)).provenance
    return made.bank, made.bank_chosen


def job(month: str) -> Line:
    return Line("Acme", month, "full-time-employment", 1)


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


def test_the_edition_of_2020_is_used_only_where_every_period_lies_in_its_time(own_folder: Path) -> None:
    assert used(job("2020-04"), job("2021-03")) == ("hact-svb-2020", BY_TIME)
    assert used(job("2020-03"), job("2020-10")) == ("open-2026", BY_DEFAULT)
    assert used(job("2026-10")) == ("open-2026", BY_DEFAULT)


def test_a_bank_chosen_with_use_goes_before_and_the_templates_own_before_that(own_folder: Path) -> None:
    assert cli("banks", "use", "measure-up-2023").exit_code == 0
    assert used(job("2020-10")) == ("measure-up-2023", BY_USE)
    assert used(job("2020-10"), bank="hmt-wellby-2021") == ("hmt-wellby-2021", BY_TEMPLATE)
    assert cli("banks", "use", "--none").exit_code == 0
    assert used(job("2026-10")) == ("open-2026", BY_DEFAULT)
    assert cli("banks", "use", "measure-up").exit_code == 2


def test_every_output_says_which_bank_and_by_which_rule(tmp_path: Path, own_folder: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("organisation,period,outcome,quantity\nAcme,2026-10,full-time-employment,1\n")
    assert BY_DEFAULT in " ".join(cli("calc", str(path)).stdout.split())
    assert BY_DEFAULT in cli("calc", str(path), "--format", "json").stdout
    assert cli("report", str(path), "--out", str(tmp_path / "r.html")).exit_code == 0
    assert BY_DEFAULT in (tmp_path / "r.html").read_text()
    assert cli("calc", str(path), "--out", str(tmp_path / "r.xlsx")).exit_code == 0
    assert cli("verify", str(tmp_path / "r.xlsx")).exit_code == 0


def codes(*lines: Line, bank: str) -> set[str]:
    return {problem.code for problem in sv.calculate(sv.Return(list(lines)), bank).problems}


def test_values_of_another_time_are_said_to_be_both_ways() -> None:
    assert "prices-far-off" in codes(job("2025-10"), bank="hact-svb-2020")
    assert "prices-far-off" in codes(job("2020-10"), bank="open-2026")
    assert "prices-far-off" not in codes(job("2020-10"), bank="hact-svb-2020")


def test_weak_evidence_is_said_where_it_is_used() -> None:
    training = Line("Acme", "2026-10", "employment-training", 1)
    assert "low-evidence" in codes(training, bank="open-2026")
    assert "low-evidence" not in codes(job("2026-10"), bank="open-2026")


def test_one_digit_changed_in_a_bank_with_the_id_of_a_shipped_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(SHIPPED["hact-svb-2020"].read_text().replace('"14433"', '"14533"'))
    result = sv.calculate(sv.Return([job("2020-10")]), path)
    [problem] = [problem for problem in result.problems if problem.code == "differs-from-shipped"]
    assert "differs from the shipped hact-svb-2020: SV-FULL-TIME amount 14433 to 14533" in problem.message


def test_diff_sees_the_licence_the_rules_and_the_edition(tmp_path: Path) -> None:
    old, new = sv.load_bank("hact-svb-2020"), SHIPPED["hact-svb-2020"].read_text()
    new = new.replace("sustained_only = true", "sustained_only = false").replace('"restricted"', '"open"')
    path = tmp_path / "new.toml"
    path.write_text(new.replace('includes = ["employment-training"]', 'includes = ["regular-volunteering"]'))
    told = "\n".join(difference(old, sv.load_bank(path)).bank)
    assert "licence: redistribution restricted to open" in told
    assert "claiming: sustained only True to False" in told
    assert "apprenticeship (regular-volunteering)" in told


def test_what_was_measured_takes_the_place_of_what_was_assumed_and_hours_that_of_heads() -> None:
    lines = [
        Line("Acme", "2026-10", "regular-volunteering", 10, project="Gardens"),
        Line("Acme", "2026-10", "volunteer-hours", 100, project="Gardens"),
        Line("Acme", "2026-10", "full-time-employment", 1, project="Gardens"),
        Line("Acme", "2026-10", "wellby", 3, project="Gardens"),
        Line("Acme", "2026-10", "full-time-employment", 1, project="Jobs"),
    ]
    result = sv.calculate(sv.Return(lines), "open-2026")
    counted = {(entry.line.project, entry.line.outcome, entry.kind) for entry in result.lines}
    assert counted == {
        ("Gardens", "volunteer-hours", "economic"),
        ("Gardens", "wellby", "wellbeing"),
        *(("Gardens", "full-time-employment", kind) for kind in ("fiscal", "economic")),
        *(("Jobs", "full-time-employment", kind) for kind in ("fiscal", "economic", "wellbeing")),
    }
    assert [entry.outcome for entry in result.not_valued] == ["regular-volunteering"]
    assert {problem.code for problem in result.problems} >= {"value-replaced"}
