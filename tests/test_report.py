"""The page a board reads: what stands on it, and what never does."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from helpers.command import run

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.published.methods import Reference
from socialvalue.showing.page.page import to_page
from socialvalue.showing.page.pdf import to_pdf
from socialvalue.valuing.uncertainty.assess import assess

ROOT = Path(__file__).parents[1]
OCTOBER = ROOT / "seeds/returns-2020-10.csv"


def page_of(*lines: sv.Line, bank: str = "hact-svb-2020", method: sv.Method | None = None) -> str:
    return to_page(assess(sv.calculate(sv.Return(lines), bank, method)))


def words(page: str) -> str:
    """What a reader sees: no tags, no styles, single blanks."""
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(text.replace("&#39;", "'").replace("&#8288;", "").split())


def section(page: str, title: str) -> str:
    """The words of one section."""
    found = next(part for part in page.split("<section")[1:] if f">{title}</h2>" in part)
    return words(f"<section{found}")


def panel(page: str, name: str) -> str:
    """The words of a part of the first sheet."""
    return words(page.split(f'data-part="{name}"', 1)[1].split(">", 1)[1].split("</section>")[0])


def first_sheet(page: str) -> str:
    """The words of the first sheet."""
    return words(page.split("<main>")[1].split('<div class="sheet appendix">')[0])


def test_the_first_sheet_of_october_2020_says_how_much_on_what_basis_how_sure_what_is_missing_and_who_may_use_it(
    tmp_path: Path,
) -> None:
    out = tmp_path / "report.html"
    assert run("report", str(OCTOBER), "--out", str(out)).exit_code == 0
    head = first_sheet(out.read_text(encoding="utf-8"))
    assert "What residents achieved is worth £3.06 million to them, before anything is taken off" in head
    assert "Gross wellbeing value £3,063,571 Outcomes 1,285" in head
    assert "Wellbeing value, gross: nothing is taken off, in 2020 prices." in head
    assert "Basis. UK Social Value Bank" in head
    assert "How far the figure may be out is not known" in head
    assert "Assumed That values are in prices of 2020: no source states their year." in head
    assert "Licence. UK Social Value Bank values belong to HACT" in head


def test_wellbeing_value_is_equivalent_to_money_and_never_called_a_saving() -> None:
    page = words(page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1)))
    assert "It is equivalent to money: none was received." in page
    assert not re.search(r"\bsav(?:e|ed|es|ing|ings)\b", page)


def test_every_value_has_its_source_as_a_numbered_footnote_that_its_row_leads_to() -> None:
    page = page_of(
        sv.Line("Acme Homes", "2020-10", "full-time-employment", 1),
        sv.Line("Acme Homes", "2020-10", "regular-volunteering", 1),
    )
    outcomes = re.findall(r'scope="row">([^<&]+)(?:&#8288;)?<sup><a href="#value-(\d)"', page)
    assert outcomes == [("Full-time employment", "1"), ("Regular volunteering", "2")]
    notes = re.findall(r'<li id="value-(\d)"><strong>(.*?)</strong>', page)
    assert notes == [("1", "Full-time employment: £14,433"), ("2", "Regular volunteering: £3,249")]
    cited = "Published at: HACT and Common Cause Consulting (2021)"
    assert section(page, "Every value and its source").count(cited) == 2


def test_a_name_with_markup_comes_out_as_text() -> None:
    name = "<script>alert('x')</script> & <b>$Sons$</b>"
    other = sv.Line('"><img src=x onerror=alert(1)>', "2020-10", "apprenticeship", 1)
    page = page_of(sv.Line(name, "2020-10", "apprenticeship", 2), other)
    assert not re.search(r"<(script|img)\b|<b>\$", page)
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;$Sons$&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "name",
    ["\ud800 half", "tab\tnew\nline", "\x0b\x1f.", "x" * 3000, "住宅 סלע", "<!-- --> ]]>", '" id="a" #0000f1'],
)
def test_any_name_makes_a_page(name: str, tmp_path: Path) -> None:
    lines = [sv.Line(name, "2020-10", "apprenticeship", 2), sv.Line("Acme", "2020-11", "apprenticeship", 1)]
    page = page_of(*lines).encode(errors="replace").decode()
    assert "Acme 1 2,353" in panel(page, "lead")
    assert page.count('<span class="t"') == 5  # a bar for each organisation, month and outcome


def test_nought_and_losses_are_drawn_too() -> None:
    assert "Full-time employment" in page_of(sv.Line("Acme", "2020-10", "full-time-employment", 0))
    case = Reference(outcome="full-time-employment", quantity=30)
    method = attrs.evolve(sv.load_method(), reference=(case,))
    page = page_of(sv.Line("Acme", "2020-10", "full-time-employment", 10), method=method)
    assert "£−288,660" not in page
    assert "Work with residents comes to −£288,660: less than would have happened without it" in words(page)
    assert "Net −288,660" in panel(page, "stages-all")


def test_the_page_is_self_contained_and_the_same_each_time() -> None:
    line = sv.Line("Acme Homes", "2020-10", "full-time-employment", 3)
    page = page_of(line)
    assert page == page_of(line)
    assert not re.search(r"<script|<link(?! rel=\"icon\" href=\"data:,\")|@import|url\((?!#)|<iframe|<object", page)
    assert "default-src 'none'" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_waterfall_leads_from_gross_to_net_without_a_gap() -> None:
    method = sv.load_method().override(deadweight="0.2", attribution="0.25")
    page = page_of(
        sv.Line("Acme Homes", "2020-10", "full-time-employment", 100),
        sv.Line("Acme Homes", "2020-10", "part-time-employment", 0),
        method=method,
    )
    assert "32%" not in panel(page, "stages-all")
    assert panel(page, "stages-all").startswith("40% comes off between gross and net")
    rows = re.findall(r"<tr role.*?</tr>", page.split('data-part="stages-all"')[1], flags=re.DOTALL)
    cells = [[cell for cell in re.sub(r"<[^>]+>", "|", row).split("|") if cell.strip()] for row in rows[1:5]]
    assert [(row[0].strip(), row[-1]) for row in cells] == [
        ("Gross", "1,443,300"),
        ("Deadweight", "−288,660"),
        ("Attribution", "−288,660"),
        ("Net", "865,980"),
    ]


def test_the_range_and_what_moves_it_most_come_from_the_values_own_ranges() -> None:
    method = sv.load_method().override(deadweight=sv.Setting(name="deadweight", low="0.1", value="0.2", high="0.3"))
    page = page_of(sv.Line("Acme", "2020-10", "full-time-employment", 10), bank="hmt-wellby-2021", method=method)
    # 10 people x £5,980, 3,800 to 8,640, x 80%, 70% to 90%
    sure = panel(page, "sure-wellbeing")
    assert sure.startswith("Unit value: WELLBY moves it most: £36,800 to £58,880")
    assert "Deadweight 10% to 30% 41,860 53,820 All at once 26,600 77,760" in sure
    assert "Deadweight 10% 30% £53,820 £41,860" in section(page, "Every assumption that was moved")


def test_no_range_is_said_not_to_be_certainty() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1))
    assert "That is not certainty" in panel(page, "sure-unknown")


def test_kinds_held_apart_make_no_single_total_and_a_chart_each() -> None:
    page = page_of(sv.Line("Acme Homes", "2023-10", "regular-volunteering", 10), bank="measure-up-2023")
    head = first_sheet(page)
    assert "Gross economic value £18,000 Gross wellbeing value £16,000" in head
    assert "£18,000 of economic and £16,000 of wellbeing value, which are not added together" in head
    assert "34,000" not in page
    assert {"Economic value by outcome", "Wellbeing value by outcome"} <= set(re.findall(r"<h2[^>]*>(.*?)</h2>", page))


def test_what_has_no_value_is_blank_or_is_refused_is_shown_beside_the_total() -> None:
    page = page_of(
        sv.Line("Acme Homes", "2020-10", "full-time-employment", 1),
        sv.Line("Acme Homes", "2020-10", "welfare-calls", 948246),
        sv.Line("Acme Homes", "2020-10", "apprenticeship", None),
        sv.Line("Acme Homes", "2020-10", "regular-volunteering", 4, sustained=False),
    )
    missing = panel(page, "missing")
    assert "Counted, not valued Welfare calls (948,246 calls): no value in the bank." in missing
    assert "Not recorded Apprenticeship, at any time. A blank is not a zero." in missing
    assert "Not claimed 1 claim that the bank’s rules refuse." in missing
    behind = section(page, "What is not in the figure")
    assert "Welfare calls: 948,246 calls; no value in hact-svb-2020" in behind
    assert re.search(r"not sustained.*: 1 line, 4 in all", behind)


def test_when_nothing_has_a_value_the_page_says_so_and_shows_no_nought() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "welfare-calls", 10))
    head = first_sheet(page)
    assert "Nothing that was reported could be valued with hact-svb-2020." in head
    assert "£0" not in head.replace("That is not £0", "")


def test_a_return_of_blanks_makes_a_page_that_says_so() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "apprenticeship", None))
    assert "No figure was reported. That is not £0" in first_sheet(page)
    assert "Not recorded Apprenticeship, at any time." in panel(page, "missing")


def test_value_by_month_and_by_organisation_add_up_to_the_headline() -> None:
    lines = [
        sv.Line(name, f"2020-{month:02d}", "employment-training", number)
        for number, (name, month) in enumerate(
            [("Acme", 4), ("Acme", 5), ("Acme", 6), ("Bode", 4), ("Bode", 6)], start=1
        )
    ]
    page = page_of(*lines)
    assert "April 2020 5 4,035 May 2020 2 1,614 June 2020 8 6,456 All 15 12,105" in panel(page, "months")
    assert "Bode 9 7,263 Acme 6 4,842 All two 15 12,105" in panel(page, "lead")


def test_value_by_area_where_the_return_has_such_a_column(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    rows = ["A,2020-10,employment-training,3,North East", "A,2020-10,employment-training,2,London"]
    entered.write_text("\n".join(["organisation,period,outcome,quantity,ICS region", *rows]))
    out = tmp_path / "report.html"
    assert run("report", str(entered), "--out", str(out)).exit_code == 0
    assert "North East 3 2,421 London 2 1,614" in panel(out.read_text(encoding="utf-8"), "by-1")


def test_warnings_stand_before_the_headline() -> None:
    method = sv.load_method().override(prices=sv.PriceBase.of("2024-25"))
    page = page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1), method=method)
    first = section(page, "Read this first")
    assert "No source states which year’s prices the value is in; 2020 is assumed." in first
    assert "say so beside" not in page.lower()
    assert page.index("Read this first") < page.index("<h1>")


def test_a_return_with_errors_gives_its_problems_and_no_report(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("organisation,period,outcome,quantity\nAcme,2020-10,juggling,1\nAcme,2020-10,apprenticeship,-1\n")
    result = run("report", str(bad), "--out", str(tmp_path / "report.html"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert {"unknown-outcome", "negative-quantity"} <= set(re.findall(r"\[([a-z-]+)\]", result.stderr))
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]
    with pytest.raises(ValueError, match="errors"):
        to_page(sv.calculate(sv.read(bad)))


def test_a_method_whose_figures_were_changed_is_not_described_by_its_own_summary() -> None:
    line = sv.Line("Acme Homes", "2020-10", "full-time-employment", 10)
    assert "nothing is taken off" in section(page_of(line), "The method in plain English")
    changed = section(page_of(line, method=sv.load_method().override(deadweight="0.2")), "The method in plain English")
    assert "nothing is taken off" not in changed.lower()
    assert "Deadweight (what would have happened anyway): 20%. Source: user's own." in changed


def test_the_sector_estimate_stands_beside_what_was_reported(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    run("report", str(ROOT / "seeds/returns-2020-03-to-10.csv"), "--coverage", "0.42", "--out", str(out))
    measures = section(out.read_text(encoding="utf-8"), "Measures of the monthly return")
    assert "Welfare calls 948,246 calls 42% 2,257,729 calls" in measures
    assert "Direct financial support £1,879,000 42% £4,473,810" in measures


def test_evidence_stands_beside_the_figures_and_is_never_money() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1))
    evidence = section(page, "Evidence beside the figures")
    assert "They are not money and are in no total." in evidence
    assert "1% more in work goes with 2% fewer chronically ill" in evidence
    assert "£" not in evidence


def test_the_recompute_box_holds_all_that_is_needed_to_do_it_again(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    run("report", str(OCTOBER), "--deadweight", "20%", "--out", str(out))
    result = sv.calculate(sv.read(OCTOBER))
    box = section(out.read_text(encoding="utf-8"), "Compute it again")
    assert f"sv report {OCTOBER.name} --deadweight 20% --out {out.name}" in box.replace("main ", "sv ", 1)
    assert f"socialvalue {sv.__version__}" in box
    assert result.bank.fingerprint in box
    assert result.entered.inputs[0].sha256 in box


def test_large_figures_are_rounded_half_up_to_the_pound_and_small_ones_keep_their_pence() -> None:
    from socialvalue.money import whole_pounds

    figures = ["1000.50", "999.995", "12.345", "-1000.5"]
    assert [whole_pounds(Decimal(figure)) for figure in figures] == ["£1,001", "£1,000", "£12.35", "−£1,001"]


@pytest.mark.parametrize("name", ["report.txt", "report", "report.htm"])
def test_only_html_pdf_and_word_can_be_written(name: str, tmp_path: Path) -> None:
    result = run("report", str(OCTOBER), "--out", str(tmp_path / name))
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "choose a name ending in .html, .pdf or .docx" in result.stderr


def test_without_a_browser_a_pdf_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialvalue.showing.page.pdf.find_browser", lambda: None)
    result = run("report", str(OCTOBER), "--out", str(tmp_path / "report.pdf"))
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "There is no Chromium, Chrome or Edge here" in result.stderr
    assert "Write a .html instead" in result.stderr
    with pytest.raises(sv.BadData) as refused:
        to_pdf("<p>A page</p>")
    assert [problem.code for problem in refused.value.problems] == ["no-pdf"]


def test_a_browser_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialvalue.showing.page.pdf.find_browser", lambda: "false")
    result = run("report", str(OCTOBER), "--out", str(tmp_path / "report.pdf"))
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "printed nothing" in result.stderr


# what is set beside the figure

OFFICE = {
    2023: [("Works Well", "full-time-employment", 4), ("Hub", "employment-training", 40)],
    2024: [("Works Well", "full-time-employment", 5), ("Hub", "employment-training", 30)],
}


def year_of(folder: Path, year: int, months: int = 12) -> Path:
    """A year's return by month and project, with what each project cost."""
    rows = ["organisation,period,outcome,quantity,project,cost"]
    for month in range(months):
        when = f"{year + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}"
        rows += [f"Acme,{when},{outcome},{count},{project},1000" for project, outcome, count in OFFICE[year]]
    path = folder / f"{year}.csv"
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def office(tmp_path: Path) -> list[str]:
    """A report of this year with last year and targets beside it, as typed."""
    targets = tmp_path / "targets.csv"
    aims = [
        f"Acme,2024-25,{outcome},{count}"
        for outcome, count in (("Full-time employment", 50), ("Employment training", 400))
    ]
    targets.write_text("\n".join(["organisation,period,outcome,target", *aims]))
    this, last = str(year_of(tmp_path, 2024)), str(year_of(tmp_path, 2023))
    return ["report", this, "--with", last, "--targets", str(targets), "--deadweight", "15%", "--bank", "hact-svb-2020"]


def page_with(office: list[str], *more: str) -> str:
    out = Path(office[1]).with_name("report.html")
    done = run(*office, *more, "--out", str(out))
    assert done.exit_code == 0, done.stderr
    return out.read_text(encoding="utf-8")


def test_last_year_targets_and_projects_stand_on_the_first_sheet_under_findings(office: list[str]) -> None:
    page = page_with(office)
    # 60 x £14,433 + 360 x £807, less 15%; last year 48 and 480
    assert "Works Well has 75% of the value, and the most for each £1" in first_sheet(page)
    lead = panel(page, "lead")
    assert "Works Well 60 12,000 736,083 61.34 +147,217" in lead
    assert "Hub 360 12,000 246,942 20.58 −82,314" in lead
    assert "All two 420 24,000 983,025 40.96 +64,903" in lead
    assert panel(page, "targets").startswith(
        "One of two targets met; employment training is furthest behind, 10% short"
    )
    bridge = panel(page, "bridge-wellbeing")
    assert "2023-24 as valued then 918,122 Volume 108 fewer −187,798 Mix other outcomes +252,701" in bridge
    assert "2024-25 +64,903 983,025" in bridge
    assert "Up £64,903, from a different mix of outcomes" in bridge


def test_a_change_over_part_of_the_year_says_so_beside_the_figure(tmp_path: Path) -> None:
    head = "organisation,period,outcome,quantity"
    this, last = tmp_path / "this.csv", tmp_path / "last.csv"
    this.write_text(f"{head}\nA,2024-04,Full-time employment,2\nA,2024-05,Full-time employment,9\n")
    last.write_text(f"{head}\nA,2023-04,Full-time employment,3\n")
    page = page_with(["report", str(this), "--with", str(last), "--bank", "hact-svb-2020"])
    assert "£14,433 (33.3%) less than last year, over the months both report" in first_sheet(page)
    assert "1 (33.3%) fewer" in first_sheet(page)


def test_pounds_may_be_rounded_to_thousands_and_columns_still_add_up(office: list[str]) -> None:
    page = page_with(office, "--round", "thousands")
    assert "Net wellbeing value £983k" in first_sheet(page)
    assert "Works Well 60 12 736 61.34 +147 Hub 360 12 247 20.58 −82 All two 420 24 983 40.96 +65" in panel(
        page, "lead"
    )


def test_the_first_table_is_by_what_is_asked_for_and_the_rest_are_in_the_appendix(office: list[str]) -> None:
    page = page_with(office, "--by", "outcome,month")
    assert "Full-time employment 60" in panel(page, "lead")
    assert "April 2024 35" in panel(page, "by-1")
    refused = run(*office, "--by", "colour")
    assert refused.exit_code == 2
    assert "nothing here is called “colour”" in refused.stderr


def test_seven_months_are_compared_with_the_same_seven_and_a_forecast_says_that_it_is_one(tmp_path: Path) -> None:
    this, last = year_of(tmp_path, 2024, 7), year_of(tmp_path, 2023)
    out = tmp_path / "report.html"
    done = run("report", str(this), "--with", str(last), "--bank", "hact-svb-2020", "--out", str(out))
    page = out.read_text(encoding="utf-8")
    assert "Last year reports November 2023 to March 2024, which this year does not" in done.stderr
    assert "Last year reports November 2023 to March 2024" in section(page, "Read this first")
    assert "Forecast for 2024-25, not a result: £1.16 million and 420 outcomes" in panel(page, "bridge-wellbeing")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_without_a_file_the_first_sheet_is_printed_in_80_columns(office: list[str], encoding: str) -> None:
    done = CliRunner(charset=encoding).invoke(main, office, catch_exceptions=False)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "1,426" not in done.stdout
    assert "Works Well" in done.stdout
    assert "…" not in done.stdout
    assert ("▇" in done.stdout) is (encoding == "utf-8")
    assert ("−" in done.stdout) is (encoding == "utf-8")
    assert "?" not in done.stdout


def test_a_reason_typed_beside_a_figure_stands_beside_it(office: list[str]) -> None:
    page = page_with([word if word != "15%" else "15% : evaluation 2023, p. 4" for word in office])
    assert "Our own figure: deadweight 15% (evaluation 2023, p. 4)." in panel(page, "stages-all")
    assert "Our own figure: deadweight 15%: judgement, with no study named." in panel(page_with(office), "stages-all")


def test_kinds_held_apart_have_a_column_each_by_project() -> None:
    lines = [sv.Line("Acme", "2024-04", "full-time-employment", n, project=p) for p, n in (("Hub", 2), ("Kick", 1))]
    lead = panel(page_of(*lines, bank="measure-up-2023"), "lead")
    assert "Value by project, each kind apart" in lead
    # £42,000 each: £35,000 of wages and £7,000 of wellbeing
    assert "Hub 2 70,000 14,000 Kick 1 35,000 7,000 All two 3 105,000 21,000" in lead


def test_a_running_total_is_the_first_thing_read() -> None:
    lines = [sv.Line("Acme", f"2024-{month:02d}", "employment-training", month * 10) for month in range(1, 9)]
    told = sv.Problem("running-total", "warning", sv.Place(), "Employment training never falls in 8 months.", "")
    result = assess(sv.calculate(sv.Return(lines, problems=[told]), "hact-svb-2020"))
    first = section(to_page(result), "Read this first")
    assert first.startswith("Read this first Employment training never falls in 8 months. If it is a running total")
