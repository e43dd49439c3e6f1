"""Every way in is checked alike: files, frames and lines made by hand give the same problems and the same pounds."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv

ROOT = Path(__file__).parents[1]
HEAD = ("organisation", "period", "outcome", "quantity")
Rows = list[tuple[str, ...]]


def from_file(rows: Rows, folder: Path) -> sv.Result:
    with (folder / "table").open("w", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return sv.calculate(sv.read((folder / "table").rename(folder / "table.csv")))


def from_lines(rows: Rows, _: Path) -> sv.Result:
    return sv.calculate(sv.Return([sv.Line(*row) for row in rows]))


def from_frame(rows: Rows, _: Path) -> sv.Result:
    pd = pytest.importorskip("pandas")
    return sv.calculate(sv.Return.from_frame(pd.DataFrame(rows, columns=list(HEAD))))


def valued_frame(rows: Rows, _: Path) -> sv.Result:
    pl = pytest.importorskip("polars")
    from socialvalue.frames import value_frame

    return value_frame(pl.DataFrame(rows, schema=list(HEAD), orient="row"))


WAYS = [from_file, from_lines, from_frame, valued_frame]
ways = pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])

ONE = ("Acme", "2020-10", "apprenticeship", "2")

CASES: dict[str, tuple[Rows, list[str]]] = {
    "sound": ([ONE], []),
    "one line twice": ([ONE, ONE], ["repeated-line"]),
    "one line with two figures": ([ONE, ("Acme", "2020-10", "apprenticeship", "3")], ["conflicting-lines"]),
    "an organisation in two spellings": ([ONE, ("ACME", "2020-10", "apprenticeship", "2")], ["repeated-line"]),
    "two organisations that may be one": (
        [ONE, ("Acme Ltd", "2020-10", "apprenticeship", "2")],
        ["similar-organisations"],
    ),
    "a month and the quarter that holds it": (
        [ONE, ("Acme", "2020 Q4", "apprenticeship", "5")],
        ["overlapping-periods"],
    ),
    "an outcome nobody knows": ([("Acme", "2020-10", "juggling", "1")], ["unknown-outcome"]),
    "part of a person": ([("Acme", "2020-10", "apprenticeship", "1.5")], ["fractional-people"]),
    "more people than there are": ([("Acme", "2020-10", "apprenticeship", "99999999")], ["quantity-too-large"]),
    "a month to come": ([("Acme", "2099-01", "apprenticeship", "1")], ["future-period"]),
    "nobody's": ([("", "2020-10", "apprenticeship", "1")], ["missing-value"]),
}


@ways
@pytest.mark.parametrize(("rows", "codes"), CASES.values(), ids=CASES)
def test_the_same_problems_and_pounds(
    way: Callable[[Rows, Path], sv.Result], rows: Rows, codes: list[str], tmp_path: Path
) -> None:
    result, wanted = way(rows, tmp_path), from_file(rows, tmp_path)
    found = [problem.code for problem in result.problems]
    assert found == codes == [problem.code for problem in wanted.problems]
    assert result.headline == wanted.headline


@ways
def test_the_same_row_twice_counts_once(way: Callable[[Rows, Path], sv.Result], tmp_path: Path) -> None:
    headline = way([ONE, ONE], tmp_path).headline
    assert headline is not None
    assert headline.gross == 2 * 2_353


def test_checking_what_was_checked_says_nothing_twice() -> None:
    once = sv.calculate(sv.Return([sv.Line(*ONE), sv.Line("Acme Ltd", *ONE[1:])]))
    again = sv.calculate(once.entered)
    assert [problem.code for problem in again.problems] == ["similar-organisations"]
    assert again.headline == once.headline


def test_lines_put_in_the_place_of_those_that_were_checked_are_checked(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(",".join(HEAD) + "\n" + ",".join(ONE) + "\n")
    entered = sv.read(tmp_path / "r.csv")
    more = attrs.evolve(entered, lines=[*entered.lines, sv.Line(*ONE[:3], 7)])
    assert [problem.code for problem in sv.calculate(more).problems] == ["conflicting-lines"]
    other = attrs.evolve(entered, lines=[attrs.evolve(entered.lines[0], outcome="juggling")])
    assert [problem.code for problem in sv.calculate(other).problems] == ["unknown-outcome"]


@pytest.mark.parametrize("nothing", [[], sv.Return([]), (sv.Return([]) for _ in range(2))])
def test_nothing_read_is_not_a_result_of_nought(nothing: Any) -> None:
    result = sv.calculate(nothing)
    assert not result.ok
    assert [problem.code for problem in result.problems] == ["nothing-read"]


def test_an_empty_frame_is_not_a_result_of_nought() -> None:
    pd = pytest.importorskip("pandas")
    result = sv.calculate(sv.Return.from_frame(pd.DataFrame(columns=list(HEAD))))
    assert not result.ok
    assert [problem.code for problem in result.problems] == ["empty-sheet"]


def test_an_age_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^age must be one of all, under-25, 25-49, 50-plus, not “Under 25”$"):
        sv.Line("Acme", "2020-10", "apprenticeship", 1, age="Under 25")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^area must be one of all, london, outside-london, not “Kent”$"):
        sv.Line("Acme", "2020-10", "apprenticeship", 1, area="Kent")  # type: ignore[arg-type]


def test_a_bank_with_a_fault_is_not_used() -> None:
    bank = attrs.evolve(sv.load_bank("hact-svb-2020"), id="mine")
    value = attrs.evolve(bank["EMP-FT"] if "EMP-FT" in bank else next(iter(bank)), low=Decimal(10**6))
    broken = attrs.evolve(bank, valuations=(value, *bank.valuations[1:]))
    assert [problem.code for problem in broken.check()] == ["range-out-of-order"]
    assert bank.check() == ()
    result = sv.calculate(sv.Return([sv.Line(*ONE)]), broken)
    assert not result.ok
    assert [problem.code for problem in result.problems] == ["range-out-of-order"]


RESULT = sv.calculate(sv.Return([sv.Line(*ONE)]))


@pytest.mark.parametrize(
    ("what", "error", "words"),
    [
        (lambda: sv.calculate("r.csv"), TypeError, "a Return"),  # type: ignore[arg-type]
        (lambda: sv.calculate(sv.Line(*ONE)), TypeError, "a Return"),  # type: ignore[arg-type]
        (lambda: sv.Return(["r.csv"]), TypeError, "lines are of Line"),
        (lambda: sv.Line(None, "2020-10", "apprenticeship", 1), TypeError, "organisation must be text"),  # type: ignore[arg-type]
        (lambda: sv.Line("Acme", 202010, "apprenticeship", 1), TypeError, "a period"),  # type: ignore[arg-type]
        (lambda: sv.Line("Acme", "2020-10", "apprenticeship", 1.5), TypeError, "an exact number"),  # type: ignore[arg-type]
        (lambda: sv.load_bank(None), TypeError, "a bank"),  # type: ignore[arg-type]
        (lambda: sv.load_bank("hact-svb-2020")["NONE"], KeyError, "hact-svb-2020 has no value NONE"),
        (lambda: sv.load_vocabulary()["none"], KeyError, "there is no outcome none"),
        (lambda: sv.calculate(sv.Return([sv.Line(*ONE)]), cost="lots"), sv.BadData, "[bad-cost]"),
        (lambda: sv.calculate(sv.Return([sv.Line(*ONE)]), cost="15%"), sv.BadData, "pounds of 0 or more"),
        (lambda: sv.calculate(sv.Return([sv.Line(*ONE)]), cost=0.5), TypeError, "an exact number"),  # type: ignore[arg-type]
        (lambda: sv.calculate(sv.Return([sv.Line(*ONE)]), cost=True), TypeError, "an exact number"),
        (lambda: sv.load_method("as-published").override(deadweight="150%"), sv.BadData, "between 0 and 1"),
        (lambda: sv.load_method("as-published").override(deadweight="lots"), sv.BadData, "[bad-setting]"),
        (lambda: sv.load_method("as-published").override(deadweight=0.2), TypeError, "an exact number"),
        (lambda: sv.load_method("as-published").override(prices="soon"), sv.BadData, "2012-13"),
        (lambda: sv.load_method("as-published").override(colour="red"), sv.BadData, "no setting"),
        (lambda: sv.Setting(name="luck", value=1), ValueError, "there is no setting “luck”"),  # type: ignore[arg-type]
        (lambda: sv.Component(label="", amount=1), ValueError, "label"),  # type: ignore[arg-type]
        (lambda: sv.calculate(None), TypeError, "a Return"),  # type: ignore[arg-type]
        (lambda: sv.Return([None]), TypeError, "lines are of Line"),  # type: ignore[list-item]
        (lambda: sv.Return([], ["oops"]), TypeError, "a Problem is needed"),
        (lambda: sv.calculate(sv.Return([sv.Line(*ONE)]), cost=[1]), TypeError, "a cost is pounds"),  # type: ignore[list-item]
        (lambda: sv.Line(*ONE, start="2020-10-01"), TypeError, "start must be a date"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE, tags={"ward": 1}), TypeError, "text by text"),  # type: ignore[dict-item]
        (lambda: sv.Line(*ONE, tags=["ward"]), TypeError, "a mapping"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE, project=None), TypeError, "project must be text"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE, sustained="yes"), TypeError, "sustained must be"),  # type: ignore[arg-type]
        (lambda: sv.PriceBase.of(2020), TypeError, "a price year is text"),  # type: ignore[arg-type]
        (lambda: sv.Problem("x-a", "fatal", sv.Place(), "x"), ValueError, "severity must be one of error"),  # type: ignore[arg-type]
        (lambda: sv.Result.from_json(3), TypeError, "text or bytes"),  # type: ignore[arg-type]
        (lambda: sv.load_vocabulary(3), TypeError, "a vocabulary"),  # type: ignore[arg-type]
        (lambda: sv.assess(None), TypeError, "a Result"),  # type: ignore[arg-type]
        (lambda: sv.compare(sv.Return([sv.Line(*ONE)]), "hact-svb-2020"), ValueError, "at least two banks"),
        (lambda: sv.Problem("mine", "error", sv.Place(), "x"), ValueError, "x-mine"),
        (lambda: sv.Problem([], "error", sv.Place(), "x"), TypeError, "a code is text"),  # type: ignore[arg-type]
        (lambda: sv.Problem("x-a", "error", sv.Place(), None), TypeError, "text is needed"),  # type: ignore[arg-type]
        (lambda: sv.Place(3), TypeError, "text is needed"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE, said=None), TypeError, "text is needed"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE, person=7), TypeError, "person must be text"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE, rows="2"), TypeError, "rows must be a int"),  # type: ignore[arg-type]
        (lambda: sv.Line(*ONE[:3], Decimal("1e999999")), ValueError, "not a number to be believed"),
        (lambda: sv.Return(None), TypeError, "several are needed"),  # type: ignore[arg-type]
        (lambda: sv.Cost(1, project=3), TypeError, "project must be text"),  # type: ignore[arg-type]
        (lambda: sv.read("r.csv", today="2026"), TypeError, "today must be a date"),  # type: ignore[arg-type]
        (lambda: sv.read("r.csv", most_seconds="2"), TypeError, "are a number"),  # type: ignore[arg-type]
        (lambda: sv.read("r.csv", workers=0), ValueError, "workers must be 1 or more"),
        (lambda: sv.assess(RESULT, runs=10**9), ValueError, "from 0 to 1,000,000"),
        (lambda: sv.with_sector(RESULT, "0.5"), TypeError, "a Coverage is needed"),  # type: ignore[arg-type]
        (lambda: RESULT.by(None), TypeError, "asked for by its name"),  # type: ignore[arg-type]
        (lambda: sv.Period.month(2020, 13), ValueError, "a month must be from 1 to 12"),
        (lambda: sv.compare(sv.Return([sv.Line(*ONE)]), None), TypeError, "several banks"),  # type: ignore[arg-type]
        (lambda: sv.load_method().override(discount=0.035), TypeError, "an exact number"),
        (lambda: sv.load_method().override(combine_kinds="no"), TypeError, "combine_kinds must be a bool"),
        (lambda: sv.load_method().override(part_year="half"), sv.BadData, "one of full, prorate"),
    ],
)
def test_what_a_program_gets_wrong_is_told_in_words(
    what: Callable[[], Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        what()
    assert words in str(caught.value)
    assert "Attribute(" not in str(caught.value)


@pytest.mark.parametrize("cost", ["25,000", "£25,000", "25000", 25_000, Decimal(25_000), " 25000.00 "])
def test_a_cost_is_read_as_people_write_it(cost: Any) -> None:
    spent = sv.calculate(sv.Return([sv.Line(*ONE)]), cost=cost).require().cost
    assert spent == sv.Cost(cost).amount == 25_000


def test_costs_by_year_and_with_a_range_are_read_as_on_the_command_line() -> None:
    entered = sv.Return([sv.Line(*ONE)])
    by_year = sv.calculate(entered, cost="2019-20=10,000,2020-21=£15,000").spent
    assert [(str(entry.cost.year), entry.cost.amount) for entry in by_year] == [
        ("2019-20", 10_000),
        ("2020-21", 15_000),
    ]
    [spent] = sv.calculate(entered, cost="20,000:25,000:30,000").spent
    assert (spent.cost.low, spent.cost.amount, spent.cost.high) == (20_000, 25_000, 30_000)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    np = pytest.importorskip("numpy")
    entered = sv.Return([sv.Line("Acme", "2020-10", "apprenticeship", np.int64(3))])
    assert sv.calculate(entered, cost=np.int32(7)).require().cost == 7
    with pytest.raises(TypeError, match="an exact number"):
        sv.calculate(entered, cost=np.float64(7))


def test_what_cannot_be_a_cost_is_a_problem_with_a_remedy() -> None:
    with pytest.raises(sv.BadData) as caught:
        sv.calculate(sv.Return([sv.Line(*ONE)]), cost="25.000,00")
    [problem] = caught.value.problems
    assert problem.code == "bad-cost"
    assert "25,000" in problem.remedy


def test_half_a_character_is_replaced_in_whatever_a_line_says() -> None:
    line = sv.Line("A\ud800", "2020-10", "apprenticeship", 1, project="\udfff", person="\ud800", evidence="\ud800")
    assert (line.organisation, line.project) == ("A\ufffd", "\ufffd")
    result = sv.calculate(sv.Return([line]))
    assert sv.Result.from_json(result.to_json()).headline == result.headline


def test_what_is_no_path_is_told_as_a_missing_file_is() -> None:
    for path in ("a" * 5_000, "\ud800.csv", "a\0b.csv"):
        assert [problem.code for problem in sv.read(path).problems] == ["file-unreadable"]


def test_settings_are_read_as_people_write_them() -> None:
    method = sv.load_method("as-published")
    with pytest.raises(sv.BadData) as caught:
        method.override(deadweight="0,1")
    assert [problem.code for problem in caught.value.problems] == ["bad-setting"]
    for share in ("15%", "0.15", Decimal("0.15")):
        assert method.override(deadweight=share).settings[0].value == Decimal("0.15")
    [setting] = method.override(deadweight="10%:15%:20%").settings
    assert setting.range == (Decimal("0.1"), Decimal("0.2"))


def test_codes_of_ones_own_begin_with_x() -> None:
    problem = sv.Problem("x-postcode", "warning", sv.Place("a.csv"), "The postcode is not one of ours.")
    result = sv.calculate(sv.Return([sv.Line(*ONE)], [problem]))
    assert result.ok
    assert result.problems == (problem,)


def test_threads_leave_garbage_collection_on() -> None:
    import gc

    assert gc.isenabled()
    start = threading.Barrier(8)

    def work(_: int) -> object:
        start.wait()
        return [sv.calculate(sv.Return([sv.Line(*ONE)])).headline for _ in range(20)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, range(8)))
    assert gc.isenabled()
    assert len({str(answer) for answer in answers}) == 1


def test_an_id_a_path_or_an_object_will_do() -> None:
    banks, indices = ROOT / "valuations/banks", ROOT / "valuations/indices"
    entered = sv.Return([sv.Line(*ONE)])
    wanted = sv.calculate(entered, "hact-svb-2020", "as-published").headline
    for bank in (banks / "hact-svb-2020.toml", str(banks / "hact-svb-2020.toml"), sv.load_bank("hact-svb-2020")):
        for method in (ROOT / "valuations/methods/as-published.toml", sv.load_method("as-published")):
            assert sv.calculate(entered, bank, method, vocabulary=ROOT / "valuations/outcomes.toml").headline == wanted
    for index in (indices / "cpi.toml", str(indices / "cpi.toml"), sv.load_index("cpi"), "cpi"):
        method = sv.load_method().override(prices="2024", index=index)
        result = sv.calculate(entered, "hact-svb-2020", method)
        assert sv.Result.from_json(result.to_json()).headline == result.headline
    assert sv.compare(entered, ["hact-svb-2020", banks / "hmt-wellby-2021.toml"], "as-published").ok


def test_cells_that_hold_lists_are_no_cells() -> None:
    pd = pytest.importorskip("pandas")
    for row in ([*ONE[:3], [2]], [*ONE, {"a": 1}]):
        frame = pd.DataFrame([row], columns=[*HEAD, "more"][: len(row)])
        [problem] = sv.Return.from_frame(frame).problems
        assert "lists or tables" in problem.message


def uploaded(number: int) -> str:
    """The result of what was sent, as text; importable, so that other processes can be asked for it."""
    content = f"organisation,period,outcome,quantity\nAcme {number},2020-10,apprenticeship,{number}\n"
    return sv.calculate(sv.read(sv.Upload("r.csv", content.encode()))).to_json()


@pytest.mark.slow
def test_many_uploads_at_once_are_told_apart() -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(uploaded, range(1, 41)))
    assert answers == [uploaded(number) for number in range(1, 41)]
    assert [sv.Result.from_json(text).require().people for text in answers] == list(range(1, 41))


@pytest.mark.slow
def test_other_processes_give_the_same_answers() -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        results = list(pool.map(sv.calculate, [sv.Return([sv.Line(*ONE)])] * 4))
        texts = list(pool.map(uploaded, range(1, 5)))
    assert set(results) == {sv.calculate(sv.Return([sv.Line(*ONE)]))}
    assert texts == [uploaded(number) for number in range(1, 5)]
