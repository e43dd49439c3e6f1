"""Many files as one: folders, corrections, any order, totals by anything, targets, and an interruption."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as Run
from helpers import own_layouts, synthetic
from openpyxl import Workbook

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.reading import files as reading
from socialvalue.valuing import targets
from socialvalue.valuing.measures import counted
from socialvalue.valuing.rollup.group_by import UnknownGrouping
from socialvalue.valuing.rollup.roll_up import roll_up

HEADER = "organisation,period,outcome,quantity"
FULL, PART = "full-time-employment", "part-time-employment"


def table(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def calc(*args: str | Path) -> Run:
    named = () if "--bank" in args else ("--bank", "hact-svb-2020")
    run = CliRunner().invoke(main, ["calc", *map(str, args), *named])
    assert "Traceback" not in run.output
    return run


def data(*args: str | Path) -> dict[str, Any]:
    run = calc(*args, "--format", "json")
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def groups(*args: str | Path) -> list[tuple[Any, ...]]:
    """Each group as its keys, its quantity and its net pounds."""
    return [(*group["keys"].values(), group["quantity"], group["net"]) for group in data(*args)["roll_up"]["groups"]]


# folders


def test_a_folder_is_its_workbooks_and_csv_files(tmp_path: Path) -> None:
    returns = tmp_path / "returns"
    returns.mkdir()
    table(returns / "a.csv", f"Acme Homes,2020-10,{FULL},1")
    book = Workbook()
    assert book.active is not None
    for row in (HEADER.split(","), ["Beta Homes", "2020-10", FULL, 2]):
        book.active.append(row)
    book.save(returns / "b.xlsx")
    (returns / "~$b.xlsx").write_bytes(b"Excel's own")
    (returns / ".hidden.csv").write_text("not a return")
    (returns / "notes.txt").write_text("not a return")
    (returns / "older").mkdir()
    found = data(returns)
    assert found["headline"]["people"] == "3"
    assert [entry["file"] for entry in found["provenance"]["inputs"]] == ["a.csv", "b.xlsx"]


def test_a_file_named_beside_its_folder_is_read_once(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"Acme Homes,2020-10,{FULL},1")
    found = data(tmp_path, path, path)
    assert found["headline"]["people"] == "1"
    assert [problem["severity"] for problem in found["problems"] if problem["severity"] != "note"] == []


def test_a_folder_without_returns(tmp_path: Path) -> None:
    run = calc(tmp_path)
    assert run.exit_code == 1
    assert "holds no workbooks or csv files" in run.stderr
    assert "empty-folder" in run.stderr


def test_an_output_never_takes_the_place_of_a_file_in_the_folder(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"Acme Homes,2020-10,{FULL},1")
    before = path.read_bytes()
    assert calc(tmp_path, "--out", path).exit_code == 2
    assert path.read_bytes() == before


# the same organisation and month in two files


def test_a_month_in_two_files_is_a_problem_that_names_both(tmp_path: Path) -> None:
    one = table(tmp_path / "first.csv", f"Acme Homes,2020-10,{FULL},92")
    two = table(tmp_path / "second.csv", f"ACME HOMES,Oct 2020,{FULL},93")
    [problem] = [problem for problem in sv.read(one, two).problems if problem.severity == "error"]
    assert problem.code == "second-return"
    assert str(problem.place) == "second.csv!D2"
    assert "first.csv!D2" in problem.message
    assert "--replace" in problem.remedy
    assert calc(one, two).exit_code == 1


def test_with_replace_the_file_named_later_takes_the_place_of_the_whole_month(tmp_path: Path) -> None:
    september = f"Acme Homes,2020-09,{FULL},5"
    one = table(tmp_path / "first.csv", f"Acme Homes,2020-10,{FULL},92", f"Acme Homes,2020-10,{PART},83", september)
    two = table(tmp_path / "second.csv", f"Acme Homes,2020-10,{FULL},93")
    later = data(one, two, "--replace")
    assert [(line["outcome"], line["quantity"]) for line in later["lines"]] == [(FULL, "5"), (FULL, "93")]
    [note] = [problem for problem in later["problems"] if problem["code"] == "replaced-return"]
    assert (note["place"], "first.csv!D2" in note["message"]) == ("second.csv!D2", True)
    assert data(two, one, "--replace")["headline"]["people"] == str(92 + 83 + 5)


def test_in_a_folder_later_is_the_name_that_sorts_later(tmp_path: Path) -> None:
    table(tmp_path / "2020-10 corrected.csv", f"Acme Homes,2020-10,{FULL},93")
    table(tmp_path / "2020-10.csv", f"Acme Homes,2020-10,{FULL},92")  # "." sorts after " "
    assert data(tmp_path, "--replace")["headline"]["people"] == "92"


def test_two_parts_of_one_return_both_count_and_are_pointed_out(tmp_path: Path) -> None:
    one = table(tmp_path / "jobs.csv", f"Acme Homes,2020-10,{FULL},92")
    two = table(tmp_path / "calls.csv", "Acme Homes,2020-10,welfare-calls,10")
    entered = sv.read(one, two)
    assert len(entered.lines) == 2
    assert [(problem.code, problem.severity) for problem in entered.problems] == [("second-return", "warning")]


def test_a_copy_of_a_return_counts_once(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2020-10,{FULL},92", f"Acme Homes,2020-10,{PART},83"]
    one, two = table(tmp_path / "one.csv", *rows), table(tmp_path / "two.csv", *rows)
    entered = sv.read(one, two)
    assert [line.quantity for line in entered.lines] == [92, 83]
    assert [(problem.code, problem.severity) for problem in entered.problems] == [("repeated-line", "warning")]


def test_a_copy_of_a_register_is_an_error_for_its_rows_are_people(tmp_path: Path) -> None:
    rows = [f"Acme Homes,2020-10,{FULL},p{number}" for number in range(3)]
    header = "organisation,period,outcome,person"
    one, two = (table(tmp_path / name, *rows, header=header) for name in ("one.csv", "two.csv"))
    assert [problem.code for problem in sv.read(one, two).problems if problem.severity == "error"] == ["second-return"]


def test_a_month_and_the_quarter_that_holds_it_are_pointed_out(tmp_path: Path) -> None:
    rows = [f"A,2020-11,{FULL},2", f"A,2020-10,{FULL},3", f"A,2020-Q4,{FULL},9", f"A,2020-09,{FULL},1"]
    rows += ["A,2020-Q4,residents-in-arrears,5", "A,2020-11,residents-in-arrears,5"]  # a stock is never added
    found = sv.read(table(tmp_path / "a.csv", *rows)).problems
    assert {(problem.code, problem.severity) for problem in found} == {("overlapping-periods", "warning")}
    assert [str(problem.place) for problem in found] == ["a.csv!D2", "a.csv!D3"]
    assert found[1].message == f"A, {FULL}: 2020-10 lies within 2020-Q4, at a.csv!D4."


# any order


@pytest.mark.slow
def test_files_in_any_order_give_the_same_json_byte_for_byte(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
    files = [
        table(tmp_path / "x/return.csv", f"Acme Homes,2020-10,{FULL},3", f"Acme Homes,2020-10,{PART},1"),
        table(tmp_path / "y/return.csv", f"acme homes,2020-11,{FULL},4", "Total,,,4"),
        table(tmp_path / "parts.csv", "Acme Homes,2020-10,welfare-calls,7"),
        table(tmp_path / "beta.csv", f"Beta Homes,2020-10,{FULL},,", f"Beta Homes,2020-11,{FULL},2"),
        table(
            tmp_path / "people.csv",
            *(f"Coast Homes,2021-0{month},{what},{key}" for month, what, key in ((1, PART, "x"), (2, FULL, "y"))),
            header="organisation,period,outcome,person",
        ),
        table(
            tmp_path / "others.csv",
            *(f"Coast Homes,2021-0{month},{what},{key}" for month, what, key in ((3, FULL, "x"), (4, FULL, "y"))),
            header="organisation,period,outcome,person",
        ),
    ]
    args = ("--by", "organisation,period,outcome", "--coverage", "0.5", "--format", "json")
    orders = list(itertools.permutations(files))
    found = {calc(*order, *args).stdout for order in (*orders[::24], orders[-1])}
    assert len(found) == 1
    result = json.loads(found.pop())
    assert result["headline"]["people"] == "12"  # of Coast Homes x and y, once each
    assert [entry["place"] for entry in result["refused"]] == ["people.csv!C2", "others.csv!C3"]


# totals by something


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    return table(
        tmp_path / "returns.csv",
        f"Acme Homes,2021-02,{FULL},1,North,Ready",
        f"Acme Homes,2021-03,{FULL},2,North,Ready",
        f"Acme Homes,2021-04,{FULL},4,North,",
        f"Beta Homes,2021-03,{FULL},8,South,",
        "Beta Homes,2021-03,welfare-calls,100,South,",
        header=f"{HEADER},ICS,project",
    )


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("organisation", [("Acme Homes", "7"), ("Beta Homes", "8")]),
        ("period", [("2021-02", "1"), ("2021-03", "10"), ("2021-04", "4")]),
        ("month", [("2021-02", "1"), ("2021-03", "10"), ("2021-04", "4")]),
        ("quarter", [("2021-Q1", "11"), ("2021-Q2", "4")]),
        ("financial-year", [("2020-21", "11"), ("2021-22", "4")]),
        ("ics", [("North", "7"), ("South", "8")]),
        ("project", [("Ready", "3"), ("", "12")]),
        ("outcome", [(FULL, "15"), ("welfare-calls", "100")]),
        ("kind", [("wellbeing", "15")]),
        ("theme", [("people: income", "15"), ("people: wellbeing", "0"), ("people: work", "15"), ("places: community", "0")]),  # noqa: E501
        ("ICS, financial-year", [("North", "2020-21", "3"), ("North", "2021-22", "4"), ("South", "2020-21", "8")]),
    ],
)  # fmt: skip
def test_totals_by(two_years: Path, by: str, expected: list[tuple[str, ...]]) -> None:
    found = groups(two_years, "--by", by)
    assert [group[:-1] for group in found] == expected
    for *_, quantity, net in found:
        unvalued = quantity in ("100", "0")  # welfare calls alone: no value is not £0
        assert net == (None if unvalued else f"{int(quantity) * 14433}.00")


def test_a_column_is_also_found_by_the_header_it_had(tmp_path: Path) -> None:
    header = "Landlord,Month,Outcome,Number,Region"
    path = table(tmp_path / "a.csv", f"A,2020-10,{FULL},1,Wales", f"A,2020-10,{FULL},2,Kent", header=header)
    assert groups(path, "--by", "landlord, Region") == [("A", "Kent", "2", "28866.00"), ("A", "Wales", "1", "14433.00")]


def test_hundreds_of_notes_alike_are_summed_up_on_a_terminal_and_kept_in_json(tmp_path: Path) -> None:
    for number in range(30):
        table(tmp_path / f"{number:02d}.csv", f"Home {number},2020-10,{FULL},1", "Total,,,1")
    assert calc(tmp_path).stderr.count("is a total and was left alone") == 5
    assert "25 more like the last of these" in calc(tmp_path).stderr
    assert len(data(tmp_path)["problems"]) == 30


def test_groups_that_do_not_overlap_add_up_to_the_headline(two_years: Path) -> None:
    for by in ("organisation", "period", "quarter", "ics", "organisation,outcome", "project,month"):
        found = data(two_years, "--by", by)
        net = sum(Decimal(group["net"] or 0) for group in found["roll_up"]["groups"])
        assert f"{net:.2f}" == found["headline"]["net"]


def test_month_on_month_and_the_financial_year_to_date(two_years: Path) -> None:
    found = data(two_years, "--by", "period")["roll_up"]["groups"]
    assert [(g["before"], g["to_date"], g["net_to_date"]) for g in found] == [
        (None, "1", f"{14433}.00"),
        ("1", "11", f"{11 * 14433}.00"),
        ("10", "4", f"{4 * 14433}.00"),  # April begins the year again
    ]


def test_a_month_that_is_missing_is_not_a_month_of_nothing(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"A,2020-08,{FULL},1", f"A,2020-10,{FULL},5")
    assert [group["before"] for group in data(path, "--by", "period")["roll_up"]["groups"]] == [None, None]


def test_a_stock_to_date_is_its_latest_figure(tmp_path: Path) -> None:
    rows = [f"A,2020-{month},residents-in-arrears,{n}" for month, n in (("09", 50), ("10", 40))]
    found = data(table(tmp_path / "a.csv", *rows), "--by", "outcome,period")["roll_up"]["groups"]
    assert [(group["before"], group["to_date"]) for group in found] == [(None, "50"), ("50", "40")]
    [whole] = data(tmp_path / "a.csv", "--by", "outcome,financial-year")["roll_up"]["groups"]
    assert whole["quantity"] == "40"


def test_a_year_is_not_squeezed_into_a_quarter(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"A,2020/21,{FULL},5", f"A,2020-05,{FULL},1")
    assert [group[0] for group in groups(path, "--by", "quarter")] == ["2020-Q2", "2020-21"]


def test_who_has_not_reported_the_latest_month_is_named(two_years: Path) -> None:
    assert data(two_years, "--by", "organisation")["awaited"] == [{"organisation": "Beta Homes", "last": "2021-03"}]
    assert "Not reported for the latest period: Beta Homes." in calc(two_years, "--by", "organisation").stdout


def test_a_league_table_only_when_asked_for(two_years: Path) -> None:
    assert [group[0] for group in groups(two_years, "--by", "organisation")] == ["Acme Homes", "Beta Homes"]
    ranked = data(two_years, "--by", "organisation", "--league")["roll_up"]
    assert [group["keys"]["organisation"] for group in ranked["groups"]] == ["Beta Homes", "Acme Homes"]
    assert ranked["league"] is True
    assert calc(two_years, "--league").exit_code == 2


def test_what_nobody_can_group_by_is_answered_with_what_one_can(two_years: Path) -> None:
    run = calc(two_years, "--by", "LEP")
    assert run.exit_code == 2
    assert "nothing here is called “LEP”" in run.stderr
    assert "ICS" in run.stderr
    with pytest.raises(UnknownGrouping):
        roll_up(sv.calculate(sv.read(two_years)), ["LEP"])


def test_kinds_held_apart_have_no_common_total(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", f"A,2023-10,{FULL},1")
    apart = data(path, "--bank", "measure-up-2023", "--by", "organisation")["roll_up"]["groups"]
    assert [group["net"] for group in apart] == [None]
    by_kind = groups(path, "--bank", "measure-up-2023", "--by", "kind")
    assert by_kind == [("economic", "1", "35000.00"), ("wellbeing", "1", "7000.00")]


def test_a_group_of_which_nothing_has_a_value_shows_no_pounds(tmp_path: Path) -> None:
    rows = ("A,2020-10,Welfare calls,20", f"B,2020-10,{FULL},0", f"C,2020-10,{FULL},2")
    path = table(tmp_path / "a.csv", *rows)
    assert groups(path, "--by", "organisation") == [("A", "0", None), ("B", "0", "0.00"), ("C", "2", "28866.00")]
    shown = calc(path, "--by", "organisation", "--format", "md").stdout
    assert "| A | 0 |  |" in shown
    assert "| B | 0 | £0 |" in shown


def test_a_project_of_which_nothing_has_a_value_has_no_ratio_to_its_cost(tmp_path: Path) -> None:
    rows = ("A,2020-10,Welfare calls,20,Calls", f"A,2020-10,{FULL},2,Jobs")
    table(tmp_path / "a.csv", *rows, header=f"{HEADER},project")
    (tmp_path / "b.csv").write_text("project,cost\nCalls,100\nJobs,200\n")
    found = {
        group["keys"]["project"]: (group["cost"], group["net_benefit"], group["ratio"])
        for group in data(tmp_path / "a.csv", tmp_path / "b.csv", "--by", "project")["roll_up"]["groups"]
    }
    assert found == {"Calls": ("100.00", None, None), "Jobs": ("200.00", "28666.00", "144.3300")}


def test_the_roll_up_in_csv_and_markdown(two_years: Path) -> None:
    rows = calc(two_years, "--by", "organisation", "--format", "csv").stdout.splitlines()
    head = "organisation,organisations,quantity,unit,gross,net,before,net before,to date,net to date"
    assert rows[0] == f"{head},cost,net benefit,ratio"
    assert rows[2] == "Beta Homes,1,8,person,115464.00,115464.00,,,,,,,"
    assert "| Beta Homes | 8 | £115,464 |" in calc(two_years, "--by", "organisation", "--format", "md").stdout


def test_the_roll_up_on_a_terminal(two_years: Path, snapshot: Any) -> None:
    shown = calc(two_years, "--by", "organisation,period").stdout
    assert shown[shown.index("Measures") :] == snapshot


# targets and indicators


def test_targets_against_actual_figures(two_years: Path, tmp_path: Path) -> None:
    targets = table(
        tmp_path / "targets.csv",
        f"Acme Homes,2020-21,{FULL},6,",
        f"acme homes,2020-21,{FULL},2,Ready",
        f"All,2021 Q1,{FULL},22,",
        f"Beta Homes,2030-01,{FULL},0,",  # a target may lie ahead
        header="organisation,period,outcome,Target,project",
    )
    found = data(two_years, "--targets", targets)["targets"]
    assert [(t["organisation"], t["period"], t["target"], t["actual"], t["share"]) for t in found] == [
        ("Acme Homes", "2020-21", "6", "3", "0.5000"),
        ("acme homes", "2020-21", "2", "3", "1.5000"),
        ("All", "2021-Q1", "22", "11", "0.5000"),
        ("Beta Homes", "2030-01", "0", "0", None),
    ]
    assert "150%" in calc(two_years, "--targets", targets).stdout


def test_the_lines_are_gone_through_once_however_many_targets_there_are(
    two_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = sv.calculate(sv.read(two_years), "hact-svb-2020")
    looks: list[sv.Result] = []
    monkeypatch.setattr(targets, "counted", lambda result: looks.append(result) or counted(result))
    month = sv.Period.of("2020-10")
    aims = [sv.Target(name, month, FULL, Decimal(number)) for name in ("Acme Homes", "all") for number in range(50)]
    assert len(targets.progress(result, aims)) == 100
    assert looks == [result]


def test_targets_that_cannot_be_read_are_told_with_their_cells(two_years: Path, tmp_path: Path) -> None:
    targets = table(
        tmp_path / "targets.csv", f"Acme Homes,2020-21,{FULL},six", header="organisation,period,outcome,target"
    )
    run = calc(two_years, "--targets", targets)
    assert run.exit_code == 1
    assert "targets.csv!D2" in run.stderr
    assert "no-table" in calc(two_years, "--targets", two_years).stderr  # a return holds no targets


def test_indicators_of_a_place_are_shown_and_never_summed(two_years: Path, tmp_path: Path) -> None:
    header = "Place,Indicator,Period,Value,Unit,Source"
    rows = ["Wigan,employment rate,2020-21,74.1,per cent,made up", "Wigan,business stock,2020,9000,enterprises,made up"]
    indicators = table(tmp_path / "places.csv", *rows, header=header)
    found, without = data(two_years, "--indicators", indicators), data(two_years)
    assert [entry["indicator"] for entry in found["indicators"]] == ["business stock", "employment rate"]
    assert found["indicators"][1].items() >= {"value": "74.1", "unit": "per cent", "place": "Wigan"}.items()
    same = without.keys() - {"provenance"}
    assert {key: found[key] for key in same} == {key: without[key] for key in same}  # no figure changes
    assert "They are not valued and not added." in " ".join(calc(two_years, "--indicators", indicators).stdout.split())


# at the size of a sector


@pytest.fixture(scope="module")
def sector(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, synthetic.Known]:
    folder = tmp_path_factory.mktemp("sector") / "returns"
    return folder, synthetic.write(folder, associations=25, months=24, seed=7)


@pytest.mark.slow
def test_the_mess_people_make_changes_no_total(sector: tuple[Path, synthetic.Known]) -> None:
    folder, known = sector
    found = {entry["measure"]: Decimal(entry["total"]) for entry in data(folder)["measures"]}
    assert found == {outcome: known.flow(outcome) for outcome in synthetic.FLOWS} | {
        outcome: known.stock(outcome) for outcome in synthetic.STOCKS
    }


@pytest.mark.slow
def test_one_map_reads_the_sector_s_own_layouts_and_words(tmp_path: Path) -> None:
    known = own_layouts.write(tmp_path, associations=30, months=3)
    decided = own_layouts.decided_map(tmp_path)
    entered = sv.read(tmp_path, mapping=decided)
    assert not any(problem.severity == "error" for problem in entered.problems)
    found = {measure.measure: measure.total for measure in sv.calculate(entered, "hact-svb-2020").measures}
    assert found == known.totals()
    assert {line.organisation for line in entered.lines} == {f"Association {number:03d}" for number in range(1, 31)}


def test_several_processes_read_what_one_does(sector: tuple[Path, synthetic.Known]) -> None:
    folder, known = sector
    alone, together = sv.read(folder), sv.read(folder, workers=2)
    assert alone == together
    assert {entry.name: entry.homes for entry in together.organisations} == known.homes


@pytest.mark.slow
def test_one_person_is_one_in_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MANY_FILES", 2)
    header = "organisation,period,outcome,person"
    for number in range(70):
        table(tmp_path / f"{number:02d}.csv", f"A,{2020 + number // 12}-{number % 12 + 1:02d},{FULL},x", header=header)
    found = sv.calculate(sv.read(tmp_path, workers=2), "hact-svb-2020")
    assert [line.line.period.start.year for line in found.lines] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert len(found.refused) == 64


@pytest.mark.slow
def test_progress_is_told_file_by_file(sector: tuple[Path, synthetic.Known]) -> None:
    said: list[tuple[int, int]] = []
    sv.read(sector[0], workers=2, progress=lambda done, of: said.append((done, of)))
    assert said == [(number, 600) for number in range(1, 601)]


def test_a_bar_is_drawn_on_a_terminal_only_and_only_for_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from socialvalue.showing.terminal import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, patience, drawn in ((Terminal(), -1, True), (Terminal(), 60, False), (io.StringIO(), -1, False)):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(progress, "PATIENCE", patience)
        with progress.shown("Reading") as tell:
            tell(1, 3)
            tell(2, 3)
        assert ("Reading" in stream.getvalue()) is drawn


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the processes of a command are only seen on Linux")
@pytest.mark.parametrize("wait", [0, 0.3, 0.6])  # while it starts its workers, reads, or writes
def test_ctrl_c_leaves_no_half_written_file_and_no_traceback(
    sector: tuple[Path, synthetic.Known], tmp_path: Path, wait: float
) -> None:
    command = shutil.which("sv", path=str(Path(sys.executable).parent)) or shutil.which("sv")
    assert command is not None
    out = tmp_path / "result.json"
    out.write_text("what stood before")
    with subprocess.Popen(
        [command, "calc", str(sector[0]), "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not children(process.pid) and time.monotonic() < until:
            time.sleep(0.02)
        workers = children(process.pid)
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the command and all it started
        said = "".join(process.communicate(timeout=120))
    assert workers
    assert "Traceback" not in said
    if process.returncode:
        assert process.returncode == 1
        assert "Aborted!" in said
        assert out.read_text() == "what stood before"
    else:
        assert json.loads(out.read_text())["schema"]
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]
    until = time.monotonic() + 60
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)  # nobody works on without us
