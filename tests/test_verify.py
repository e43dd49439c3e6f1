"""Verifying: whatever was touched in a result is found, and its place is named."""

from __future__ import annotations

import copy
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from fuzz import edits
from helpers.libreoffice import edit, needed
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published.prices import load_index
from socialvalue.published.toml import fingerprint
from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.showing.data.json.result import content_fingerprint, to_json
from socialvalue.verifying.remake import verify
from socialvalue.verifying.summary import summarised

ROOT = Path(__file__).parents[1]
OCTOBER = ROOT / "seeds/returns-2020-10.csv"
DATA = ROOT / "tests/data"


@pytest.fixture
def document() -> Any:
    """The result of October 2020, with a deadweight of a fifth."""
    method = sv.load_method().override(deadweight="0.2")
    return json.loads(to_json(sv.calculate(sv.read(OCTOBER), method=method)))


def found(document: Any) -> dict[str, Problem]:
    """The errors of a result by their key."""
    problems = verify(document, file="result.json").problems
    return {problem.place.key: problem for problem in problems if problem.severity == "error"}


def refused(document: Any) -> list[Problem]:
    """Why a file cannot be made again."""
    with pytest.raises(BadData) as caught:
        verify(document, file="result.json")
    return list(caught.value.problems)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, args)], catch_exceptions=False)


def written(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_inputs_without_their_map_are_told_to_be_given_with_it(tmp_path: Path) -> None:
    examples = ROOT / "docs/examples"
    tracker, words = examples / "tracker.csv", examples / "tracker-map.toml"
    made = written(tmp_path / "r.json", json.loads(to_json(sv.calculate(sv.read(tracker, mapping=words)))))
    assert run(made, "--inputs", tracker, "--inputs", words).exit_code == 0
    told = run(made, "--inputs", tracker)
    assert told.exit_code == 1
    assert "Give it as well: --inputs tracker-map.toml." in told.stderr
    assert "Traceback" not in told.output


def test_a_result_nobody_touched_is_verified(document: Any) -> None:
    assert verify(document).problems == ()
    assert (
        verify(document).result.headline
        == sv.calculate(sv.read(OCTOBER), method=sv.load_method().override(deadweight="0.2")).headline
    )


def test_a_hand_edited_pound_is_named_with_both_figures(document: Any) -> None:
    document["headline"]["net"] = "2450857.80"
    assert list(found(document)) == ["headline.net"]
    assert found(document)["headline.net"].code == "figure-differs"
    assert found(document)["headline.net"].message == (
        "The file says “2450857.80”; calculated again it is “2450856.80”."
    )


def test_a_changed_line_is_named_by_organisation_period_and_outcome(document: Any) -> None:
    line = next(line for line in document["lines"] if line["outcome"] == "apprenticeship")
    line["gross"] = "1.00"
    [(key, problem)] = found(document).items()
    assert key == f"lines[{document['lines'].index(line)}].gross"
    assert problem.message.startswith("Twenty housing associations, 2020-10, apprenticeship, wellbeing: ")


def test_a_changed_step_is_named(document: Any) -> None:
    document["lines"][0]["steps"][2]["factor"] = "0.9"
    assert list(found(document)) == ["lines[0].steps[2].factor"]


def test_a_removed_line_is_named_as_missing(document: Any) -> None:
    gone = document["lines"].pop(1)
    [(key, problem)] = found(document).items()
    assert key == "lines[1]"
    assert gone["outcome"] in problem.message
    assert "does not state" in problem.message


def test_an_added_line_is_named_as_added(document: Any) -> None:
    document["lines"].append({**document["lines"][0], "organisation": "Nobody Homes"})
    [(key, problem)] = found(document).items()
    assert key == "lines[5]"
    assert "Nobody Homes" in problem.message
    assert "does not give" in problem.message


def test_a_reported_line_taken_out_differs_in_what_was_reported_and_all_that_follows(document: Any) -> None:
    gone = document["reported"]["lines"].pop(0)
    keys = found(document)
    assert "What was reported was changed" in keys["provenance.reported_fingerprint"].remedy
    assert {"headline.net", "headline.people"} <= keys.keys()
    assert any(gone["outcome"] in problem.message for key, problem in keys.items() if key.startswith("lines["))


def test_a_changed_assumption_is_named(document: Any) -> None:
    document["assumptions"]["method"]["settings"][0]["value"] = "0.1"
    keys = found(document)
    assert "An assumption was changed" in keys["provenance.method_fingerprint"].remedy
    assert keys["headline.net"].message.endswith("calculated again it is “2757213.90”.")


def test_a_swapped_bank_is_named_by_its_fingerprint(document: Any, tmp_path: Path) -> None:
    bank = tmp_path / "hact-svb-2020.toml"
    original = (ROOT / "valuations/banks/hact-svb-2020.toml").read_text(encoding="utf-8")
    bank.write_text(original.replace('amount = "14433"', 'amount = "14434"'), encoding="utf-8")
    result = run(written(tmp_path / "result.json", document), "--bank", bank)
    assert result.exit_code == 1
    assert "result.json!provenance.bank_fingerprint" in result.stderr
    assert "bank-differs" in result.stderr
    assert "14434.00" in result.stderr


def test_another_bank_named_in_the_file_changes_everything(document: Any) -> None:
    document["provenance"]["bank"] = "hmt-wellby-2021"
    assert found(document)["provenance.bank_fingerprint"].code == "bank-differs"


def test_a_changed_input_is_named_with_the_line_that_changed(document: Any, tmp_path: Path) -> None:
    changed = tmp_path / OCTOBER.name
    changed.write_text(OCTOBER.read_text(encoding="utf-8").replace(",92", ",93"), encoding="utf-8")
    result = run(written(tmp_path / "result.json", document), "--inputs", changed)
    assert result.exit_code == 1
    assert "provenance.inputs[0].sha256: error" in result.stderr
    assert "input-differs" in result.stderr
    assert "The file says “92”; calculated again it is “93”." in result.stderr


def test_an_input_that_was_not_given_is_named(document: Any, tmp_path: Path) -> None:
    document["provenance"]["inputs"].append({"file": "late.csv", "sha256": "0" * 64})
    result = run(written(tmp_path / "result.json", document), "--inputs", OCTOBER)
    assert result.exit_code == 1
    assert "late.csv" in result.stderr


@pytest.mark.parametrize(
    ("files", "said"), [(2, "add --inputs 0.csv --inputs 1.csv."), (9, "the folder that its 9 inputs are in.")]
)
def test_the_inputs_that_can_be_compared_are_named_where_they_are_few(files: int, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    for number in range(files):
        row = f"Association {number},2020-10,Apprenticeship,1"
        (folder / f"{number}.csv").write_text(f"organisation,period,outcome,quantity\n{row}\n")
    result = tmp_path / "result.json"
    result.write_text(sv.calculate(sv.read(folder)).to_json(), encoding="utf-8")
    assert run(result).stdout.strip().endswith(said)
    assert run(result, "--inputs", folder).exit_code == 0


def test_with_its_inputs_a_result_is_verified_down_to_the_file(document: Any, tmp_path: Path) -> None:
    result = run(written(tmp_path / "result.json", document), "--inputs", OCTOBER)
    assert result.exit_code == 0
    assert "The inputs are those it was made from." in result.stdout


def test_words_that_carry_no_pounds_are_a_warning(document: Any) -> None:
    document["lines"][0]["steps"][1]["source"] = "somewhere else"
    problem, changed = verify(document).problems
    assert (problem.code, problem.severity) == ("wording-differs", "warning")
    assert problem.place.key == "lines[0].steps[1].source"
    assert (changed.code, changed.severity) == ("result-changed", "error")  # it was changed, and not by a version
    signed(document)
    assert [problem.severity for problem in verify(document).problems] == ["warning"]


def signed(document: Any) -> None:
    """Give a document that was changed the fingerprint of its content, as another version would have."""
    document["provenance"]["result_fingerprint"] = content_fingerprint(document)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda document: document["measures"].clear(), "measures"),
        (lambda document: document["notices"].__setitem__(0, "Free for all uses."), "notices"),
        (lambda document: document.pop("costs"), "costs"),
        (lambda document: document["headline"].pop("outcomes"), "headline"),
        (lambda document: document["provenance"].pop("result_fingerprint"), "provenance"),
        (lambda document: document.__setitem__("unchecked", []), "unchecked"),
    ],
)
def test_what_is_taken_out_or_replaced_is_named(
    change: Callable[[Any], object], key: str, tmp_path: Path, document: Any
) -> None:
    change(document)
    done = run(written(tmp_path / "result.json", document))
    assert done.exit_code == 1
    assert key in done.stderr


def test_a_warning_of_reading_that_was_taken_out_is_told(tmp_path: Path) -> None:
    entered, made = tmp_path / "r.csv", tmp_path / "result.json"
    rows = "Acme,2020-10,apprenticeship,2\nAcme,2020-10,apprenticeship,2\n"
    entered.write_text(f"organisation,period,outcome,quantity\n{rows}", encoding="utf-8")
    assert CliRunner().invoke(main, ["calc", str(entered), "--out", str(made)]).exit_code == 0
    document = json.loads(made.read_text(encoding="utf-8"))
    assert [problem["code"] for problem in document["problems"]] == ["repeated-line"]
    document["problems"] = []
    done = run(written(made, document))
    assert done.exit_code == 1
    assert "result-changed" in done.stderr


def test_the_wrong_input_is_one_line(document: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,2\n", encoding="utf-8")
    done = run(written(tmp_path / "result.json", document), "--inputs", other)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "other.csv is not one of the files it was made from" in done.stderr


def test_many_differences_of_one_kind_are_counted_and_named_with_all(document: Any, tmp_path: Path) -> None:
    for line in document["lines"]:
        line["gross"] = "1.00"
    path = written(tmp_path / "result.json", document)
    few, every = run(path).stderr, run(path, "--all").stderr
    assert "4 more differ like it, in lines[].gross" in few
    assert len(few.splitlines()) < len(every.splitlines())


def test_a_key_taken_out_or_added_is_named(document: Any) -> None:
    del document["headline"]["people"]
    document["headline"]["bonus"] = "1000000.00"
    assert list(found(document)) == ["headline.people", "headline.bonus"]


@pytest.mark.parametrize("kept", sorted(DATA.glob("result-0.1*.json")), ids=lambda path: path.stem)
def test_a_result_made_at_the_start_of_the_work_still_verifies(kept: Path) -> None:
    bank = json.loads(kept.read_text(encoding="utf-8"))["provenance"]["bank"]
    first = DATA / f"{bank}.toml"  # as it was then, where its values have changed
    result = run(kept, *(("--bank", first) if first.exists() else ()))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"Verified: {kept.name}.")


def test_a_step_told_by_its_factor_or_by_what_is_less_is_the_same_step_where_both_lead_to_its_amount(
    document: Any,
) -> None:
    steps = document["lines"][0]["steps"]
    steps[2] |= {"factor": None, "less": str(Decimal(steps[1]["amount"]) - Decimal(steps[2]["amount"]))}
    signed(document)
    assert found(document) == {}
    steps[2]["less"] = "1"
    assert list(found(document)) == ["lines[0].steps[2].factor", "lines[0].steps[2].less"]


def test_what_the_first_results_did_not_state_is_said_and_not_held_against_them() -> None:
    document = json.loads((DATA / "result-0.1.json").read_text(encoding="utf-8"))
    [problem] = verify(document).problems
    assert (problem.code, problem.severity) == ("not-stated", "note")
    assert "provenance.reported_fingerprint" in problem.message


@pytest.mark.slow
def test_five_hundred_edits_of_a_single_figure_are_all_caught() -> None:
    assert edits.run(500) == []


# workbooks


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A results workbook of October 2020."""
    goal = tmp_path / "results.xlsx"
    assert CliRunner().invoke(main, ["calc", str(OCTOBER), "--deadweight", "20%", "--out", str(goal)]).exit_code == 0
    return goal


def change(path: Path, part: str, old: str, new: str) -> None:
    """Change a text in a part of a workbook, as a hand with a zip program would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def cells_of(path: Path, sheet: str) -> dict[str, Any]:
    book = load_workbook(path)
    return {cell.coordinate: cell.value for row in book[sheet].iter_rows() for cell in row if cell.value is not None}


def test_a_results_workbook_is_verified_with_and_without_its_inputs(results: Path) -> None:
    assert "Verified: results.xlsx." in run(results).stdout
    assert "The inputs are those it was made from." in run(results, "--inputs", OCTOBER).stdout


def test_a_pound_typed_over_a_formula_is_named_by_its_cell(results: Path) -> None:
    book = load_workbook(results)
    book["Lines"]["V5"] = 1
    book.save(results)
    said = run(results).stderr
    assert "results.xlsx!Lines!V5: error: A typed “1” is in the place of the formula =" in said


def test_a_changed_formula_is_named_even_where_it_still_shows_the_old_figure(results: Path) -> None:
    change(results, "xl/worksheets/sheet3.xml", "<f>", "<f>1.1*")
    assert "results.xlsx!Lines!" in run(results).stderr
    assert "The formula is =1.1*" in run(results).stderr


def test_a_changed_assumption_in_a_workbook_is_named_by_its_cell(results: Path) -> None:
    at = next(at for at, value in cells_of(results, "Assumptions").items() if value == 0.2)
    change(results, "xl/worksheets/sheet4.xml", "<v>0.2</v>", "<v>0.1</v>")
    assert f"results.xlsx!Assumptions!{at}: error: The cell says “0.1”; calculated again it is “0.2”." in (
        run(results).stderr
    )


def test_a_reported_line_taken_out_of_a_workbook_is_found(results: Path) -> None:
    book = load_workbook(results)
    book["Reported"].delete_rows(6)
    book.save(results)
    said = run(results).stderr
    assert "Reported fingerprint" in said or "results.xlsx!About!" in said
    assert "results.xlsx!Reported!A9" in said or "results.xlsx!Lines!" in said


def test_a_name_made_to_stand_for_another_cell_is_named(results: Path) -> None:
    change(results, "xl/workbook.xml", "Assumptions!$C$6", "Assumptions!$C$7")
    assert "results.xlsx!deadweight: error: The name “deadweight” refers to Assumptions!$C$7" in run(results).stderr


def test_a_sheet_added_or_taken_out_is_named(results: Path) -> None:
    book = load_workbook(results)
    del book["Checks"]
    book.create_sheet("Our own figures")["A1"] = 1
    book.save(results)
    said = run(results).stderr
    assert "results.xlsx!Checks: error: The sheet was taken out." in said
    assert "results.xlsx!Our own figures: error: The sheet was added." in said


def test_a_format_that_shows_another_figure_is_named_at_its_cell(results: Path) -> None:
    change(results, "xl/styles.xml", 'formatCode="£#,##0"', 'formatCode="&quot;£9,999,999&quot;"')
    result = run(results)
    assert result.exit_code == 1
    assert 'results.xlsx!Summary!B6: error: The figure is shown in the format "£9,999,999"' in result.stderr


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (
            "xl/worksheets/sheet1.xml",
            "</sheetData>",
            '</sheetData><conditionalFormatting sqref="H15"><cfRule type="expression" dxfId="0" priority="9">'
            "<formula>TRUE</formula></cfRule></conditionalFormatting>",
            "A conditional format was added: expression  TRUE",
        ),
        ("xl/worksheets/sheet1.xml", '<row r="10"', '<row hidden="1" r="10"', "Hidden: row 10"),
        ("xl/worksheets/sheet2.xml", '<col min="1" max="1"', '<col hidden="1" min="1" max="1"', "Hidden: column 1"),
        (
            "xl/workbook.xml",
            '<sheet name="Checks"',
            '<sheet state="veryHidden" name="Checks"',
            "The sheet is veryHidden",
        ),
        ("xl/charts/chart1.xml", '<c:pt idx="0"><c:v>', '<c:pt idx="0"><c:v>9', "A chart shows 9"),
        ("xl/charts/chart1.xml", "<a:t>By outcome", "<a:t>By audited outcome", "says “By audited outcome”"),
        ("xl/drawings/drawing1.xml", "</xdr:wsDr>", "<xdr:sp/></xdr:wsDr>", "Something is drawn over the cells"),
    ],
)
def test_what_only_looks_different_is_named(results: Path, part: str, old: str, new: str, said: str) -> None:
    change(results, part, old, new)
    done = run(results)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "appearance-differs" in done.stderr


@pytest.mark.parametrize("code", ['"£"#,##0', "\\£#,##0", "[$£-809]#,##0"])
def test_one_format_written_in_another_way_is_the_same(results: Path, code: str) -> None:
    from socialvalue.verifying.appearance import plain_format

    assert plain_format(code) == "£#,##0"


@pytest.mark.slow
@needed()
@pytest.mark.parametrize("rows", ["A,2020-10,full-time-employment,0\nA,2020-10,regular-volunteering,2\n"])
def test_a_workbook_that_libreoffice_opened_and_saved_verifies(rows: str, tmp_path: Path) -> None:
    entered, made = tmp_path / "r.csv", tmp_path / "results.xlsx"
    entered.write_text(f"organisation,period,outcome,quantity\n{rows}", encoding="utf-8")
    assert CliRunner().invoke(main, ["calc", str(entered), "--deadweight", "15%", "--out", str(made)]).exit_code == 0
    saved = tmp_path / "saved.xlsx"
    edit(made, [], saved)
    done = run(saved)
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""


def test_a_workbook_that_is_no_result_is_refused(tmp_path: Path) -> None:
    assert "not-a-result" in run(ROOT / "seeds/returns-2020-10.xlsx").stderr
    (tmp_path / "half.xlsx").write_bytes((ROOT / "seeds/returns-2020-10.xlsx").read_bytes()[:3000])
    assert "file-truncated" in run(tmp_path / "half.xlsx").stderr


@pytest.mark.slow
def test_a_hundred_edits_of_a_single_cell_are_all_caught() -> None:
    assert edits.run_workbooks(100) == []


# what may stand beside a result

SECTOR = """organisation,period,outcome,quantity,ICS,homes
Acme Homes,2020-10,Full-time employment,92,North,1000
Acme Homes,2020-11,Full-time employment,12,North,1000
Brook,2020-10,Apprenticeship,24,South,3000
Brook,2020-11,welfare-calls,800,South,3000
"""
TARGETS = """organisation,period,outcome,target
Acme Homes,2020,Full-time employment,100
"""
INDICATORS = """place,indicator,period,value
Leeds,employment rate,2020,75.1
"""


@pytest.mark.parametrize(
    ("options", "path", "figure"),
    [
        (["--by", "ICS,period"], ("roll_up", "groups", 0, "quantity"), "93"),
        (["--by", "organisation", "--league"], ("roll_up", "groups", 1, "net"), "1.00"),
        (["--targets", "targets.csv"], ("targets", 0, "actual"), "105"),
        (["--coverage", "0.42"], ("measures", 0, "sector"), "300.00"),
        (["--sector-homes", "10000"], ("measures", 0, "high"), "300.00"),
        (["--cost", "1000"], ("headline", "ratio"), "9.9999"),
        (["--simulate", "200", "--seed", "4"], ("uncertainty", "totals", 0, "simulation", "mean"), "1.00"),
        (["--sensitivity"], ("uncertainty", "totals", 0, "high"), "1.00"),
    ],
    ids=lambda value: value[0].strip("-") if isinstance(value, list) else "",
)
def test_whatever_was_asked_for_beside_the_result_is_verified_with_and_without_the_inputs(
    options: list[str], path: tuple[Any, ...], figure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("returns.csv").write_text(SECTOR, encoding="utf-8")
    Path("targets.csv").write_text(TARGETS, encoding="utf-8")
    assert CliRunner().invoke(main, ["calc", "returns.csv", *options, "--out", "result.json"]).exit_code == 0
    assert run("result.json").exit_code == 0
    assert run("result.json", "--inputs", "returns.csv").exit_code == 0
    document = json.loads(Path("result.json").read_text(encoding="utf-8"))
    parent = document
    for name in path[:-1]:
        parent = parent[name]
    parent[path[-1]] = figure
    assert edits.named(path) in found(document)


def test_an_edited_indicator_is_caught_by_the_fingerprint_of_the_tables_beside_the_result(tmp_path: Path) -> None:
    (tmp_path / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    goal = tmp_path / "result.json"
    options = ["--indicators", str(tmp_path / "indicators.csv"), "--out", str(goal)]
    assert CliRunner().invoke(main, ["calc", str(OCTOBER), *options]).exit_code == 0
    document = json.loads(goal.read_text(encoding="utf-8"))
    document["indicators"][0]["value"] = "85.1"
    assert list(found(document)) == ["provenance.beside_fingerprint"]


def test_a_register_of_values_that_divide_without_end_is_verified(tmp_path: Path) -> None:
    path, results = tmp_path / "register.csv", tmp_path / "results.xlsx"
    days = ("2021-09-09", "2021-10-05", "2021-11-04", "2021-12-11")
    rows = [f"A,2021-22,Full-time employment,P{number},{day}" for number, day in enumerate(days * 2)]
    path.write_text("\n".join(["organisation,period,outcome,person,start", *rows]))
    CliRunner().invoke(main, ["calc", str(path), "--deadweight", "20%", "--out", str(results)], catch_exceptions=False)
    assert run(results).exit_code == 0  # the total of the terms and that of the lines differ in the fiftieth digit
    book = load_workbook(results)
    cell = next(row[1] for row in book["About"] if row[0].value == "Gross, wellbeing, exactly")
    cell.value = str(Decimal(cell.value) + Decimal("0.001"))
    book.save(results)
    assert run(results).exit_code == 1


def test_a_register_is_verified_without_anything_that_names_a_person(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    rows = ["organisation,period,outcome,person,name,evidence,sustained"]
    rows += [
        "Acme,2020-10,Full-time employment,AB123456C,Jane Roe,letter of Jane Roe,yes",
        "Acme,2020-12,Full-time employment,AB123456C,Jane Roe,letter of Jane Roe,yes",
        "Acme,2020-12,Apprenticeship,ZZ999999Z,John Doe,,no",
    ]
    register.write_text("\n".join(rows), encoding="utf-8")
    goal = tmp_path / "result.json"
    assert CliRunner().invoke(main, ["calc", str(register), "--out", str(goal)]).exit_code == 0
    assert not [secret for secret in ("AB123456C", "ZZ999999Z", "Jane", "Doe") if secret in goal.read_text()]
    document = json.loads(goal.read_text(encoding="utf-8"))
    assert [entry["outcome"] for entry in document["refused"]]
    assert run(goal).exit_code == 0


# files that are no result, or are made to mislead


def remade(change: Callable[[Any], None]) -> Callable[[Any], Any]:
    def apply(document: Any) -> Any:
        changed = copy.deepcopy(document)
        change(changed)
        return changed

    return apply


@pytest.mark.parametrize(
    "change",
    [
        lambda d: [],
        lambda d: {},
        lambda d: d | {"schema": "socialvalue/result/99"},
        lambda d: d | {"reported": None},
        lambda d: d | {"assumptions": None},
        lambda d: d | {"assumptions": {"method": {"id": "x"}, "cost": None}},
        lambda d: d | {"headline": None},
    ],
    ids=["list", "empty", "other schema", "no lines", "no assumptions", "half a method", "errors"],
)
def test_a_file_that_is_no_result_is_refused_in_words(change: Callable[[Any], Any], document: Any) -> None:
    for problem in refused(change(document)):
        assert problem.code == "not-a-result"
        assert "NoneType" not in problem.message
        assert problem.remedy


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("outcome", "gold-medals"),
        ("quantity", "-3"),
        ("quantity", "1e999999"),
        ("quantity", "NaN"),
        ("quantity", 3.5),
        ("period", "next year"),
        ("deadweight", "1.5"),
        ("cost", "1" * 400),
        ("start", "yesterday"),
    ],
)
def test_a_reported_figure_that_cannot_be_is_refused_with_its_line(key: str, value: Any, document: Any) -> None:
    document["reported"]["lines"][2][key] = value
    problems = refused(document)
    assert all(problem.code == "not-a-result" for problem in problems)
    assert "reported.lines[2]" in problems[0].place.key


@pytest.mark.parametrize(
    ("setting", "value"), [("discount", "x"), ("base_year", -1_000_000), ("index", "../../secret"), ("prices", "20")]
)
def test_an_assumption_that_cannot_be_is_an_error_not_a_crash(setting: str, value: Any, document: Any) -> None:
    document["assumptions"]["method"] |= {"prices": "2024-25", setting: value}
    try:
        problems = verify(document).problems
    except BadData as err:
        problems = err.problems
    assert any(problem.severity == "error" for problem in problems)


def test_years_without_end_are_refused(document: Any) -> None:
    document["assumptions"]["method"]["settings"].append({"name": "years", "value": "1000000000"})
    assert refused(document)[0].code == "not-a-result"


def test_a_bank_is_only_ever_looked_for_by_its_id(document: Any) -> None:
    document["provenance"]["bank"] = "tests/data/my.toml"
    [problem] = refused(document)
    assert problem.code == "unknown-bank"
    assert "--bank" in problem.remedy


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"schema": "socialvalue/result/1", "headline": {"net": "1", "net": "2"}}', "“net” is there twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"problems": ' + "[" * 400 + "]" * 400 + "}", "nested too deeply"),
        ('{"a": NaN}', "NaN is no figure"),
        ('{"a": "\\ud800"}', "surrogates not allowed"),
        ('{"a": ' + "1" * 5000 + "}", "not JSON"),
        ("\udcff", "not JSON"),
        ("", "The file is empty"),
    ],
    ids=["twice", "deep", "less deep", "nan", "half a character", "huge", "not utf-8", "empty"],
)
def test_json_made_to_mislead_is_refused(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    result = run(path)
    assert result.exit_code == 1
    assert said in result.stderr


def test_what_a_file_says_cannot_drive_the_terminal(document: Any, tmp_path: Path) -> None:
    document["lines"][0]["organisation"] = "Acme\x1b[2J\x1b[1;1HVerified\u202e"
    said = run(written(tmp_path / "result.json", document)).stderr
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "file-missing" in run(tmp_path / "none.json").stderr
    assert "file-is-folder" in run(tmp_path).stderr


def test_a_warning_taken_out_of_a_workbook_is_told(tmp_path: Path) -> None:
    entered, made = tmp_path / "r.csv", tmp_path / "results.xlsx"
    rows = "Acme,2020-10,apprenticeship,2\nAcme,2020-10,apprenticeship,2\n"
    entered.write_text(f"organisation,period,outcome,quantity\n{rows}", encoding="utf-8")
    assert CliRunner().invoke(main, ["calc", str(entered), "--out", str(made)]).exit_code == 0
    assert run(made).exit_code == 0
    text = next(value for value in cells_of(made, "Checks").values() if str(value).startswith("r.csv!D3: warning"))
    parts = [name for name in zipfile.ZipFile(made).namelist() if text.encode() in zipfile.ZipFile(made).read(name)]
    change(made, parts[0], text, "Nothing.")
    done = run(made)
    assert done.exit_code == 1
    assert "result-changed" in done.stderr


def test_differences_alike_are_one_whatever_the_lines_are_called() -> None:
    places = [Place("r.json", key=f"lines[{number}].net") for number in range(100)]
    found = [error("figure-differs", place, f"Org {place.key}: The file says “1”.", "Ask.") for place in places]
    [one] = summarised(found)
    assert "99 more differ like it, in lines[].net" in one.message


# what it was made with


def test_a_result_names_the_outcomes_and_the_index_it_was_made_with() -> None:
    entered = sv.read(OCTOBER)
    made = sv.calculate(entered).provenance
    assert made.outcomes_fingerprint == fingerprint(load_vocabulary())
    assert (made.index, made.index_fingerprint) == ("", "")  # nothing is brought to other prices
    rebased = sv.calculate(entered, method=sv.load_method().override(prices="2024-25", index="cpih")).provenance
    assert (rebased.index, rebased.index_fingerprint) == ("cpih", fingerprint(load_index("cpih")))


def test_other_outcomes_are_told_and_another_index_is_an_error() -> None:
    method = sv.load_method().override(prices="2024-25")
    document = json.loads(to_json(sv.calculate(sv.read(OCTOBER), method=method)))
    document["provenance"] |= {"outcomes_fingerprint": "0" * 64, "index_fingerprint": "1" * 64}
    signed(document)
    assert {p.place.key: (p.code, p.severity) for p in verify(document).problems} == {
        "provenance.outcomes_fingerprint": ("outcomes-differ", "warning"),
        "provenance.index_fingerprint": ("index-differs", "error"),
    }


def test_a_result_made_before_these_were_stated_still_verifies() -> None:
    document = json.loads(to_json(sv.calculate(sv.read(OCTOBER), "open-2026")))
    for name in ("outcomes_fingerprint", "index", "index_fingerprint"):
        del document["provenance"][name]
    document["notices"] = []  # an open bank's attribution was not among them
    signed(document)
    [problem] = verify(document).problems
    assert (problem.code, problem.severity) == ("not-stated", "note")


def test_however_many_figures_or_keys_were_changed_a_few_lines_say_so(document: Any, tmp_path: Path) -> None:
    lines = [line for line in document["lines"] for _ in range(100)]
    document["lines"] = [{f"{name}{number}": "1" for name in line} for number, line in enumerate(lines)]
    said = run(written(tmp_path / "result.json", document)).stderr.splitlines()
    assert len(said) < 20
    assert any("differ like it, in lines" in line for line in said)


def test_of_a_result_whose_every_line_is_damaged_the_first_faults_are_named(document: Any, tmp_path: Path) -> None:
    document["reported"]["lines"] = [line | {"quantity": "two"} for line in document["reported"]["lines"]] * 10
    said = run(written(tmp_path / "result.json", document)).stderr.splitlines()
    assert len(said) == 21
    assert "reported.lines[0].quantity" in said[0]
    assert "more faults like these" in said[-1]


@pytest.mark.parametrize(
    "key",
    [
        "assumptions.costs",
        "assumptions.method.sources",
        "assumptions.method.settings",
        "provenance.inputs",
        "reported.lines",
        "reported.spent",
    ],
)
@pytest.mark.parametrize(
    ("wrong", "most"),
    [("a" * 800_000, 1), ({"a": 1}, 1), ([1] * 60_000, 21), ([{}] * 60_000, 21), (["a"] * 60_000, 21)],
    ids=["text", "table", "numbers", "empty", "texts"],
)
def test_a_list_that_is_none_is_refused_at_once_and_one_of_wrong_entries_soon(
    document: Any, key: str, wrong: Any, most: int
) -> None:
    *tables, name = key.split(".")
    inner = document
    for table in tables:
        inner = inner[table]
    inner[name] = wrong
    tracemalloc.start()
    try:
        with pytest.raises(sv.BadData) as caught:
            verify(document)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    problems = caught.value.problems
    assert {problem.code for problem in problems} == {"not-a-result"}
    assert len(problems) == most
    assert all(problem.place.key.startswith(key) for problem in problems[:20])
    assert all(len(problem.message) < 200 for problem in problems)
    assert ("is not a list" in problems[0].message) is (most == 1)
    assert peak < 30_000_000


@pytest.mark.parametrize(
    "wrong", [{"tags": {str(n): 1 for n in range(60_000)}}, {str(n): 1 for n in range(60_000)}, {"age": "a" * 800_000}]
)
def test_a_line_full_of_wrong_things_is_met_with_few_words(document: Any, wrong: dict[str, Any]) -> None:
    document["reported"]["lines"][0] |= wrong
    with pytest.raises(sv.BadData) as caught:
        verify(document)
    assert len(caught.value.problems) <= 21
    assert all(len(problem.message) < 500 for problem in caught.value.problems)


def test_a_step_of_which_nothing_can_be_made_is_named(document: Any) -> None:
    document["lines"][0]["steps"][1:] = [{"less": [None], "amount": "1", "factor": None}] * 2
    assert any(problem.place.key.startswith("lines[0].steps") for problem in verify(document).problems)


def test_a_workbook_made_before_these_were_stated_still_verifies(tmp_path: Path) -> None:
    result = sv.calculate(sv.read(OCTOBER), method=sv.load_method().override(prices="2024-25"))
    before = evolve(result.provenance, outcomes_fingerprint="", index="", index_fingerprint="")
    path = tmp_path / "before.xlsx"
    path.write_bytes(evolve(result, provenance=before).to_workbook())
    done = run(path)
    assert done.exit_code == 0, done.stderr
    assert "Outcomes fingerprint" not in str(cells_of(path, "About").values())


@pytest.mark.parametrize("name", ["result.json", "result.xlsx"])
def test_what_is_said_of_a_cost_in_a_file_keeps_its_place(tmp_path: Path, name: str) -> None:
    returns, costs, made = tmp_path / "returns.csv", tmp_path / "costs.csv", tmp_path / name
    returns.write_text("organisation,period,outcome,quantity,project\nAcme,2024-10,apprenticeship,3,Works\n")
    costs.write_text("project,cost\nWorks,1000\n")
    asked = ["calc", str(returns), str(costs), "--bank", "hact-svb-2020", "--prices", "2024-25", "--out", str(made)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    done = run(made)
    assert done.exit_code == 0, done.stderr


def test_a_workbook_that_is_no_result_is_refused_before_its_cells_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr("socialvalue.verifying.workbook._written", lambda sheet: read.append(sheet.name) or ())
    with pytest.raises(sv.BadData, match="no sheets About and Reported"):
        sv.verify_file(ROOT / "seeds/returns-2020-10.xlsx")
    assert read == []
