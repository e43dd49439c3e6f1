"""The audit file: one workbook an auditor works from, made of what a result carries."""

from __future__ import annotations

import io
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import socialvalue as sv
from socialvalue.auditing.audit_file import audit_file
from socialvalue.auditing.pack import sheets
from socialvalue.auditing.sampling import population, sample
from socialvalue.auditing.tables import cells_of
from socialvalue.auditing.workbook import audit_workbook
from socialvalue.cli import main

HEAD = "organisation,period,outcome,quantity\n"
COUNTS = HEAD + "".join(
    f"Association {n:02d},2020-{n % 9 + 4:02d},{outcome},{n}\n"
    for n in range(40)
    for outcome in ("apprenticeship", "welfare-calls")
)
KEYS = [f"KEY-{n:03d}" for n in range(30)]
REGISTER = "person,organisation,outcome,period,sustained,evidence\n" + "".join(
    f"{key},Acme,full-time-employment,2020-10,yes,payslip of {key}\n" for key in KEYS
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.csv").write_text(COUNTS)
    Path("reg.csv").write_text(REGISTER)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def made(source: str = "r.csv", name: str = "x.json") -> str:
    assert run("calc", source, "--out", name).exit_code == 0
    return name


def texts(content: bytes) -> dict[str, list[str]]:
    book: Any = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book
    }


# the sample


def of(*quantities: int | None) -> sv.Result:
    lines = [sv.Line(f"Association {n}", "2020-10", "apprenticeship", q) for n, q in enumerate(quantities)]
    return sv.calculate(sv.Return(lines))


@settings(max_examples=60)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 500)), min_size=1, max_size=40),
    st.integers(1, 45),
    st.integers(0, 5),
)
def test_a_sample_has_as_many_lines_as_asked_for_each_once(many: list[int | None], size: int, seed: int) -> None:
    result = of(*many)
    items = sample(result, size, seed).items
    assert len(items) == min(size, len(many))
    assert len({item.number for item in items}) == len(items)
    assert items == sample(result, size, seed).items
    assert {item.number for item in items} <= {item.number for item in population(result)}


def test_a_line_larger_than_the_interval_is_always_taken() -> None:
    for seed in range(10):
        items = sample(of(1_000, *[1] * 50), 5, seed).items
        assert [item.why for item in items].count("certain") == 1
        assert items[0].line.quantity == 1_000


def test_each_pound_has_the_same_chance() -> None:
    result = of(*[1] * 50, *[3] * 50)
    taken = [item for seed in range(60) for item in sample(result, 10, seed).items]
    large = sum(item.line.quantity == 3 for item in taken)
    assert 0.70 < large / len(taken) < 0.80  # three pounds in four are in the large lines


def test_noughts_blanks_and_what_has_no_value_are_among_the_sample() -> None:
    items = sample(of(*[5] * 40, 0, 0, None, None), 10, 1).items
    assert {item.why for item in items} == {"by pound", "nought", "blank"}


# the pack


def test_a_pack_has_its_sheets_and_says_what_it_is_made_of() -> None:
    done = run("audit-pack", made(), "--inputs", "r.csv", "--materiality", "5%", "--out", "pack.xlsx")
    assert done.exit_code == 0, done.output
    found = texts(Path("pack.xlsx").read_bytes())
    assert list(found) == [
        *("Audit pack", "Criteria", "Inputs", "Assumptions", "Exceptions", "Sample", "Sensitivity", "Verification")
    ]
    result = sv.calculate(sv.read("r.csv"))
    assert result.bank.fingerprint in found["Criteria"]
    assert result.provenance.inputs[0].sha256 in found["Inputs"]
    assert "compared" in found["Inputs"]
    assert any("not produced, checked or endorsed by the publisher" in text for text in found["Audit pack"])
    assert "as shipped" in found["Criteria"]


def test_a_pack_is_the_same_each_time_and_fits_a4() -> None:
    audits = [audit_file(made(), inputs=["r.csv"]) for _ in range(2)]
    first, second = (audit_workbook(audit) for audit in audits)
    assert first == second
    for sheet in load_workbook(io.BytesIO(first)):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_an_entry_of_the_sample_traces_its_pounds_from_cell_to_source() -> None:
    audit = audit_file(made(), inputs=["r.csv"], size=10)
    [sheet] = [sheet for sheet in sheets(audit) if sheet.name == "Sample"]
    valued = [row for row in sheet.tables[1].rows if isinstance(row[4], Decimal) and row[4]]
    for number, cell, reported, _, gross, net, trace in valued:
        assert str(cell).startswith("r.csv!D")
        assert "apprenticeship" in str(reported).lower()
        assert "£2,353" in str(trace)
        assert "HACT" in str(trace)
        assert f"From: {cell}" in str(trace)
        assert gross == net == Decimal(str(reported).split("; ")[3].split()[0]) * 2_353
        assert run("explain", "r.csv", "--line", str(number)).stdout.startswith(str(cell))


def test_rows_of_a_register_are_sampled_one_by_one_and_nobody_is_named() -> None:
    audit = audit_file(made("reg.csv"), inputs=["reg.csv"], size=8)
    [sheet] = [sheet for sheet in sheets(audit) if sheet.name == "Sample"]
    places = [row[1] for row in sheet.tables[1].rows]
    assert len(set(places)) == 8
    assert {row[4] for row in sheet.tables[1].rows} == {Decimal(14_433)}
    everything = " ".join(text for sheet in sheets(audit) for text in cells_of(sheet))
    assert not [key for key in KEYS if key in everything]
    assert "payslip" not in everything
    assert b"KEY-0" not in audit_workbook(audit)


def test_a_result_that_does_not_verify_says_so_on_the_first_sheet() -> None:
    document = json.loads(Path(made()).read_text())
    document["headline"]["net"] = "9999999.00"
    Path("x.json").write_text(json.dumps(document))
    done = run("audit-pack", "x.json", "--out", "pack.xlsx")
    assert done.exit_code == 1
    found = texts(Path("pack.xlsx").read_bytes())
    assert any("x.json does not verify: one thing differs" in text for text in found["Audit pack"])
    assert any("9999999" in text.replace(",", "") for text in found["Verification"])


def test_a_changed_input_is_told() -> None:
    made()
    Path("r.csv").write_text(COUNTS.replace("apprenticeship,7\n", "apprenticeship,8\n"))
    done = run("audit-pack", "x.json", "--inputs", "r.csv", "--out", "pack.xlsx")
    assert done.exit_code == 1
    assert "differs" in texts(Path("pack.xlsx").read_bytes())["Inputs"]


def test_an_edited_bank_is_told() -> None:
    text = (Path(__file__).parents[1] / "valuations/banks/hact-svb-2020.toml").read_text(encoding="utf-8")
    assert 'amount = "2353"' in text
    Path("edited.toml").write_text(text.replace('amount = "2353"', 'amount = "2354"'), encoding="utf-8")
    assert run("calc", "r.csv", "--bank", "edited.toml", "--out", "x.json").exit_code == 0
    run("audit-pack", "x.json", "--bank", "edited.toml", "--out", "pack.xlsx")
    assert "edited" in texts(Path("pack.xlsx").read_bytes())["Criteria"]


def test_last_year_is_bridged() -> None:
    Path("last.csv").write_text(COUNTS.replace("2020-", "2019-"))
    done = run("audit-pack", made(), "--last-year", "last.csv", "--out", "pack.xlsx")
    assert done.exit_code == 0, done.output
    found = texts(Path("pack.xlsx").read_bytes())["Last year"]
    for step in ("Last year, as it was valued then", "Values and prices", "Method", "Volume", "Mix", "This year"):
        assert step in found


def test_a_materiality_without_a_total_is_refused() -> None:
    Path("z.csv").write_text(HEAD + "Acme,2020-10,apprenticeship,0\n")
    done = run("audit-pack", made("z.csv"), "--materiality", "5%", "--out", "pack.xlsx")
    assert done.exit_code == 2
    assert "material only of a single total" in done.stderr
    assert not Path("pack.xlsx").exists()
    for share in ("lots", "0", "100%", "-5%"):
        assert run("audit-pack", "x.json", "--materiality", share, "--out", "pack.xlsx").exit_code == 2


def several_kinds() -> str:
    assert run("calc", "k.csv", "--bank", "open-2026", "--out", "k.json").exit_code == 0
    return "k.json"


KINDS = HEAD + "".join(f"Association {n:02d},2025-{n % 9 + 1:02d},full-time-employment,{n + 1}\n" for n in range(30))


def test_several_kinds_of_a_line_are_never_one_figure() -> None:
    Path("k.csv").write_text(KINDS)
    audit = audit_file(several_kinds(), inputs=["k.csv"], size=5)
    found = {sheet.name: sheet for sheet in sheets(audit)}
    for row in found["Sample"].tables[1].rows:
        assert [line.split()[0] for line in str(row[4]).split("\n")] == ["wellbeing", "fiscal", "economic"]
    heads = [column.head for column in found["Inputs"].tables[0].columns]
    assert heads[-3:] == ["Gross £, economic", "Gross £, fiscal", "Gross £, wellbeing"]
    by_kind = {entry.kind: entry.gross for entry in audit.result.headline.by_kind} if audit.result.headline else {}
    assert found["Inputs"].tables[0].rows[0][-3:] == tuple(by_kind[kind] for kind in sorted(by_kind))
    assert "gross economic value" in found["Sample"].lead
    assert "added for that alone" in " ".join(cells_of(found["Sample"]))


def test_a_share_of_several_kinds_is_refused_with_a_way_on_that_works() -> None:
    Path("k.csv").write_text(KINDS)
    done = run("audit-pack", several_kinds(), "--materiality", "5%", "--out", "pack.xlsx")
    assert done.exit_code == 2
    assert "5%:wellbeing" in done.stderr
    assert "£50,000" in done.stderr
    done = run("audit-pack", "k.json", "--materiality", "5%:wellbeing", "--out", "pack.xlsx")
    assert done.exit_code == 0, done.output
    assert any(t.startswith("5% of the net wellbeing: £") for t in texts(Path("pack.xlsx").read_bytes())["Audit pack"])
    done = run("audit-pack", "k.json", "--materiality", "£50,000", "--out", "pack.xlsx")
    assert done.exit_code == 0, done.output
    assert "£50,000" in texts(Path("pack.xlsx").read_bytes())["Audit pack"]
    for wrong in ("5%:joy", "£", "£-3", "£nan", "50000"):
        assert run("audit-pack", "k.json", "--materiality", wrong, "--out", "pack.xlsx").exit_code == 2


def test_what_has_no_range_is_told_as_not_tested() -> None:
    run("audit-pack", made(), "--materiality", "5%", "--out", "pack.xlsx")
    found = texts(Path("pack.xlsx").read_bytes())["Sensitivity"]
    assert any("1 of 1 has no range that is known and was not tested" in text for text in found)
    assert "not tested: no range is known" in found
    assert not [text for text in found if "none of them moves" in text]
    run("calc", "r.csv", "--deadweight", "10%:20%:30%", "--out", "x.json")
    run("audit-pack", "x.json", "--materiality", "5%", "--out", "pack.xlsx")
    found = texts(Path("pack.xlsx").read_bytes())["Sensitivity"]
    assert any("1 tested against" in text and "one of them moves the total" in text for text in found)
    assert any("1 of 2 has no range that is known and was not tested" in text for text in found)


def test_all_that_a_pack_is_made_of_is_named() -> None:
    Path("last.csv").write_text(COUNTS.replace("2020-", "2019-"))
    words = ["audit-pack", made(), "--inputs", "r.csv", "--last-year", "last.csv", "--out", "pack.xlsx"]
    assert run(*words).exit_code == 0
    found = texts(Path("pack.xlsx").read_bytes())
    assert any(
        t.startswith("Made from x.json, the inputs r.csv and last year’s last.csv by") for t in found["Audit pack"]
    )
    assert "last.csv" in found["Inputs"]


@pytest.mark.parametrize("seed", [7, 8])
def test_a_sample_can_be_drawn_again_from_what_is_printed(seed: int) -> None:
    result = of(1_000, *range(1, 60))
    drawn = sample(result, 12, seed)
    share = Decimal(random.Random(seed).randrange(10**12)) / 10**12  # noqa: S311 - as the pack says it is drawn
    always = {item.number for item in drawn.items if item.why == "certain"}
    assert always == {1}
    rest = [entry for number, entry in enumerate(result.lines, start=1) if number not in always]
    pounds = sum((entry.gross for entry in rest), Decimal(0))
    places = sum(item.why == "by pound" for item in drawn.items)
    assert (drawn.rest, drawn.rest_pounds, drawn.share) == (len(rest), pounds, share)
    assert drawn.interval is not None
    assert abs(drawn.interval - pounds / places) < Decimal("0.001")
    again, reach, point = [], Decimal(0), pounds / places * share
    for number, entry in enumerate(rest, start=2):
        reach += entry.gross
        if point < reach:
            again.append(number)
            point += pounds / places
    assert again == [item.number for item in drawn.items if item.why == "by pound"]


def test_a_line_without_a_value_has_no_pounds_rather_than_nought() -> None:
    Path("b.csv").write_text(HEAD + "Acme,2020-10,apprenticeship,0\nAcme,2020-11,apprenticeship,\n")
    [sheet] = [sheet for sheet in sheets(audit_file(made("b.csv"))) if sheet.name == "Sample"]
    assert [row[4] for row in sheet.tables[1].rows] == [Decimal(0), None]


def test_the_draw_is_printed() -> None:
    audit = audit_file(made(), size=10)
    [sheet] = [sheet for sheet in sheets(audit) if sheet.name == "Sample"]
    told = " ".join(cells_of(sheet))
    for what in ("Population: 80 lines; £", "Always taken, apart from the draw", "Interval: £", "Start: £"):
        assert what in told
    assert "random.Random(7).randrange(10**12)" in told
    assert any("by their pounds, at £" in str(row[3]) for row in sheet.tables[1].rows)


def test_a_sampled_line_has_what_counts_and_how_well_its_value_is_known() -> None:
    audit = audit_file(made(), size=10)
    found = {sheet.name: sheet for sheet in sheets(audit)}
    definition = audit.result.vocabulary["apprenticeship"].definition
    assert any(f"What counts: {definition}" in str(row[2]) for row in found["Sample"].tables[1].rows)
    caveat = "consistent with a published total, not determined by it"
    assert any(caveat in str(row[6]) for row in found["Sample"].tables[1].rows)
    [value] = found["Criteria"].tables[1].rows
    assert "prices of 2020 (assumed)" in str(value[3])
    assert caveat in str(value[4])


def test_what_counts_as_evidence_and_that_no_dates_were_set_is_told() -> None:
    found = {sheet.name: " ".join(cells_of(sheet)) for sheet in sheets(audit_file(made()))}
    assert "A file without such a column states none." in found["Inputs"]
    assert "no dates of it were set here" in found["Verification"]


def test_the_head_of_a_table_is_as_high_as_its_words() -> None:
    book: Any = load_workbook(io.BytesIO(audit_workbook(audit_file(made(), inputs=["r.csv"]))))
    page = book["Inputs"]
    [row] = {c.row for r in page.iter_rows() for c in r if c.value == "File"}
    assert page.row_dimensions[row].height > 25
    [row] = {c.row for r in book["Sensitivity"].iter_rows() for c in r if c.value == "Moves the total by £"}
    assert book["Sensitivity"].row_dimensions[row].height > 12


def test_a_pack_is_not_written_over_what_it_is_made_of() -> None:
    made(name="x.xlsx")
    done = run("audit-pack", "x.xlsx", "--out", "x.xlsx")
    assert done.exit_code == 2
    assert "is an input" in done.stderr


def test_reasons_and_approvals_are_in_it() -> None:
    Path("ours.toml").write_text(
        '[method]\nid = "ours"\ntitle = "Ours"\nsummary = "Ours."\napproved_by = "Finance committee"\n'
        'approved_on = 2024-05-14\n[[settings]]\nname = "deadweight"\nvalue = "0.2"\nreason = "Survey of 2023"\n'
    )
    words = ["calc", "r.csv", "--method", "ours.toml", "--set", "leakage=10%", "--status", "draft", "--out", "x.json"]
    assert run(*words).exit_code == 0
    run("audit-pack", "x.json", "--prepared-by", "The auditor", "--out", "pack.xlsx")
    found = texts(Path("pack.xlsx").read_bytes())
    assert {"Survey of 2023", "Finance committee, 2024-05-14", "no reason is given", "typed"} <= {*found["Assumptions"]}
    assert {"draft", "The auditor"} <= {*found["Audit pack"]}


def test_rows_read_by_a_map_are_sampled_one_by_one_too() -> None:
    head = "Resident,Name,Activity,Landlord,When\n"
    rows = [f"K{n},Jane Roe {n},Full-time employment,Acme,2020-10\n" for n in range(12)]
    Path("crm.csv").write_text(head + "".join(rows))
    assert run("map", "crm.csv", "--out", "map.xlsx").exit_code == 0
    assert run("calc", "crm.csv", "--map", "map.xlsx", "--out", "x.json").exit_code == 0
    done = run(
        "audit-pack", "x.json", "--inputs", "crm.csv", "--inputs", "map.xlsx", "--sample", "4", "--out", "p.xlsx"
    )
    assert done.exit_code == 0, done.output
    found = texts(Path("p.xlsx").read_bytes())
    assert len({text for text in found["Sample"] if text.startswith("crm.csv!") and len(text) < 15}) == 4
    assert not [text for sheet in found.values() for text in sheet if "Roe" in text]
