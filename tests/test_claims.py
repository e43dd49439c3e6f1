"""What may be claimed: nobody twice in a year, nothing that did not last, and nobody's name anywhere."""

from __future__ import annotations

import itertools
import json
import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.records.results import Result
from socialvalue.records.returns import Line, Return

HEADER = "organisation,period,outcome,person"
FULL, PART, APPRENTICE = "full-time-employment", "part-time-employment", "apprenticeship"


def register(folder: Path, *rows: str, name: str = "register.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def result(*files: Path, bank: str = "hact-svb-2020") -> Result:
    found = sv.calculate(sv.read(*files), bank)
    assert found.ok, found.problems
    return found


def kept(found: Result) -> list[tuple[str, str]]:
    return [(line.line.outcome, str(line.line.period)) for line in found.lines for _ in range(line.line.rows)]


def gross(found: Result) -> Decimal:
    assert found.headline is not None
    assert found.headline.gross is not None
    return found.headline.gross


def test_thirty_people_claimed_twice_are_left_out_and_listed_with_their_cells(tmp_path: Path) -> None:
    once = [f"Acme Homes,2020-10,Full-time employment,resident {number}" for number in range(100)]
    again = [f"Acme Homes,2021-02,Part-time employment,resident {number}" for number in range(30)]
    found = result(register(tmp_path, *once, *again))
    assert gross(found) == 100 * 14433
    assert len(found.refused) == 30
    assert [str(entry.line.place) for entry in found.refused] == [f"register.csv!C{row}" for row in range(102, 132)]
    assert {entry.line.outcome for entry in found.refused} == {PART}
    assert found.refused[0].reason == (
        "claimed already for this person as full-time-employment, 2020-10 at register.csv!C2: "
        "one employment status at a time"
    )


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        (f"2020-10,{PART}", f"2020-11,{FULL}", (FULL, "2020-11")),  # the order of the bank's list goes before time
        (f"2020-10,{PART}", f"2020-11,{APPRENTICE}", (APPRENTICE, "2020-11")),
        (f"2020-11,{FULL}", f"2020-10,{FULL}", (FULL, "2020-10")),  # then the earliest
        (f"2020-10,{APPRENTICE}", "2020-10,vocational-training", (APPRENTICE, "2020-10")),  # it holds the training
        (f"2021-03,{APPRENTICE}", "2020-10,employment-training", (APPRENTICE, "2021-03")),
        ("2020-10,employment-training", "2021-09,employment-training", ("employment-training", "2020-10")),
    ],
)
def test_of_two_claims_that_overlap_one_stays(tmp_path: Path, first: str, second: str, stays: tuple[str, str]) -> None:
    found = result(register(tmp_path, f"Acme Homes,{first},A", f"Acme Homes,{second},A"))
    assert kept(found) == [stays]
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"2020-10,{FULL},A", f"2021-10,{FULL},A"),  # twelve months later it is another year's claim
        (f"2020-10,{FULL},A", f"2020-10,{PART},B"),  # another person
        (f"2020-10,{FULL},A", "2020-10,regular-volunteering,A"),  # a worker may volunteer
        (f"2020-10,{FULL},", f"2020-10,{FULL},"),  # nobody is named: nobody is the same
    ],
)
def test_two_claims_that_may_stand_together(tmp_path: Path, first: str, second: str) -> None:
    found = result(register(tmp_path, f"Acme Homes,{first}", f"Acme Homes,{second}"))
    assert len(kept(found)) == 2
    assert not found.refused


def test_a_year_runs_over_the_end_of_a_financial_year(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2021-03,{FULL},A", f"Acme Homes,2021-04,{FULL},A"]
    assert kept(result(register(tmp_path, *rows))) == [(FULL, "2021-03")]


def test_a_claim_that_is_refused_stands_in_nobodys_way(tmp_path: Path) -> None:
    # The part-time job falls to the full-time one; the second part-time job only overlaps with the first.
    rows = [f"Acme Homes,{month},{what},A" for month, what in (("2020-04", FULL), ("2021-01", PART), ("2021-06", PART))]
    found = result(register(tmp_path, *rows))
    assert kept(found) == [(FULL, "2020-04"), (PART, "2021-06")]


def test_what_did_not_last_stands_in_nobodys_way_either(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2020-10,{FULL},A,no", f"Acme Homes,2020-12,{FULL},A,yes"]
    found = result(register(tmp_path, *rows, header=f"{HEADER},sustained"))
    assert kept(found) == [(FULL, "2020-12")]
    assert [entry.reason for entry in found.refused] == ["not sustained: hact-svb-2020 values outcomes that last"]


def test_an_outcome_without_a_value_for_a_person_and_year_may_stand_as_often_as_it_happened(tmp_path: Path) -> None:
    found = result(register(tmp_path, *["Acme Homes,2020-10,welfare-calls,A"] * 3))
    assert [entry.quantity for entry in found.not_valued] == [3]
    assert not found.refused


def test_a_person_is_found_in_several_files(tmp_path: Path) -> None:
    one = register(tmp_path, f"Acme Homes,2020-10,{FULL},A", name="october.csv")
    two = register(tmp_path, f"Acme Homes,2020-11,{FULL},A", name="november.csv")
    found = result(one, two)
    assert gross(found) == 14433
    assert [str(entry.line.place) for entry in found.refused] == ["november.csv!C2"]


def test_keys_are_each_organisations_own_and_shared_ones_are_said_once_without_being_named(tmp_path: Path) -> None:
    rows = [f"{who},2020-10,{FULL},{key}" for who in ("Acme Homes", "Beta Homes") for key in ("k-17", "k-18")]
    found = result(register(tmp_path, *rows))
    assert gross(found) == 4 * 14433
    assert [problem.message for problem in found.problems if problem.code == "shared-keys"] == [
        "2 person keys are used by more than one organisation, and are taken for different people."
    ]


def test_the_bank_says_what_excludes_what(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2020-10,{FULL},A", f"Acme Homes,2020-10,{PART},A"]
    found = sv.calculate(sv.read(register(tmp_path, *rows)), "hmt-wellby-2021")
    assert not found.refused  # it has no rule on employment status


def test_no_key_and_no_hash_is_in_any_output(tmp_path: Path) -> None:
    key = "Zephaniah-QQ123456C"
    rows = [f"Acme Homes,2020-10,{FULL},{key}", f"Acme Homes,2020-11,{PART},{key}", f"Acme Homes,oops,{PART},{key}"]
    for lines in (rows[:2], rows):
        path = register(tmp_path, *lines)
        entered = sv.read(path)
        hashes = {line.person for line in entered.lines}
        said = repr(entered) + "".join(map(str, entered.problems))
        for form in ("table", "json", "csv", "md"):
            for extra in ((), ("--by", "organisation,outcome")):
                shown = CliRunner().invoke(main, ["calc", str(path), "--format", form, *extra])
                assert not isinstance(shown.exception, Exception) or isinstance(shown.exception, SystemExit)
                said += shown.output + shown.stderr
        assert "Zephaniah" not in said
        assert "QQ123456C" not in said
        assert not any(mark and mark in said for mark in hashes)
        assert not re.search(r"\b[0-9a-f]{32}\b", said)


def test_more_claims_than_people_is_said_of_counts(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2020-10,{FULL},30", f"Acme Homes,2020-10,{PART},25", "Acme Homes,2020-10,People supported,50"]
    found = result(register(tmp_path, *rows, header="organisation,period,outcome,quantity"))
    [problem] = [problem for problem in found.problems if problem.code == "more-claims-than-people"]
    assert problem.message == "Acme Homes, 2020-10: 55 claims of employment status for 50 people supported."
    assert str(problem.place) == "register.csv!D4"
    assert problem.severity == "warning"
    assert gross(found) == 30 * 14433 + 25 * 1229  # said beside the figure, which stands


def test_as_many_claims_as_people_are_not_too_many(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2020-10,{FULL},30", f"Acme Homes,2020-10,{PART},20", "Acme Homes,2020-10,People supported,50"]
    rows += ["Acme Homes,2020-10,regular-volunteering,50"]  # the same people may also volunteer
    found = result(register(tmp_path, *rows, header="organisation,period,outcome,quantity"))
    assert not [problem for problem in found.problems if problem.code == "more-claims-than-people"]


def test_what_counts_cannot_tell_is_said_once_and_only_where_it_matters(tmp_path: Path) -> None:
    header = "organisation,period,outcome,quantity"
    both = [f"{who},{month},{what},5" for who in "AB" for month in ("2020-10", "2020-11") for what in (FULL, PART)]
    [said] = result(register(tmp_path, *both, header=header)).unchecked
    assert said.startswith("double counting")
    assert not result(register(tmp_path, f"A,2020-10,{FULL},5", f"B,2020-10,{PART},5", header=header)).unchecked
    people = [f"A,2020-10,{FULL},x", f"A,2020-10,{PART},y"]
    assert not result(register(tmp_path, *people)).unchecked


def test_the_refused_claims_are_in_the_json_with_their_cells(tmp_path: Path) -> None:
    path = register(tmp_path, f"Acme Homes,2020-10,{FULL},A", f"Acme Homes,2020-10,{PART},A")
    data = json.loads(CliRunner().invoke(main, ["calc", str(path), "--format", "json"]).stdout)
    assert data["headline"]["gross"] == "14433.00"
    [entry] = data["refused"]
    assert (entry["outcome"], entry["place"]) == (PART, "register.csv!C3")
    assert "register.csv!C2" in entry["reason"]


STATUS = [FULL, "self-employment", APPRENTICE, PART]
claims = st.tuples(st.sampled_from("AB"), st.sampled_from([*STATUS, "employment-training"]), st.integers(0, 30))


@given(st.lists(claims, max_size=12), st.randoms(use_true_random=False))
def test_whatever_is_claimed_nobody_keeps_two_that_exclude_each_other_and_the_order_of_rows_is_nothing(
    given_claims: list[tuple[str, str, int]], shuffle: random.Random
) -> None:
    def kept_of(rows: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
        lines = [
            Line("Acme", f"{2015 + month // 12}-{month % 12 + 1:02d}", what, 1, person=who, register=True)
            for who, what, month in rows
        ]
        found = sv.calculate(Return(lines), "hact-svb-2020")
        numbers = {id(line): number for number, line in enumerate(lines)}
        refused = {numbers[id(entry.line)] for entry in found.refused}
        return sorted(row for number, row in enumerate(rows) if number not in refused)

    kept_rows = kept_of(given_claims)
    for (who, what, month), (other_who, other, other_month) in itertools.combinations(kept_rows, 2):
        clash = what == other or {what, other} <= set(STATUS) or {what, other} == {APPRENTICE, "employment-training"}
        assert not (who == other_who and clash and abs(month - other_month) < 12)
    shuffled = list(given_claims)
    shuffle.shuffle(shuffled)
    assert kept_of(shuffled) == kept_rows
