"""The page a board reads: what stands on it, and what never does."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from helpers.command import run

import socialvalue as sv
from socialvalue.published.methods import Reference
from socialvalue.showing.page.page import to_page
from socialvalue.showing.page.pdf import to_pdf
from socialvalue.valuing.uncertainty import assess

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


def test_the_report_of_october_2020_answers_a_readers_five_questions(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", str(OCTOBER), "--out", str(out)).exit_code == 0
    head = section(out.read_text(encoding="utf-8"), "The headline")
    assert "How much? £3,063,571 (wellbeing value, gross), for 1,285 people." in head
    assert "On what basis? Values of UK Social Value Bank" in head
    assert "gross: nothing is taken off; in the prices each value was published in." in head
    assert "How sure? All 5 unit values are consistent" in head
    assert "What is missing? Nothing that was reported is left out." in head
    assert "Who may use it? Restricted. UK Social Value Bank values belong to HACT" in head


def test_wellbeing_value_is_equivalent_to_money_and_never_called_a_saving() -> None:
    page = words(page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1)))
    assert "an improvement in people’s lives equivalent to £14,433" in page
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
    assert section(page, "Every value and its source").count("Source: HACT and Common Cause Consulting (2021)") == 2


def test_a_name_with_markup_comes_out_as_text() -> None:
    name = "<script>alert('x')</script> & <b>$Sons$</b>"
    other = sv.Line('"><img src=x onerror=alert(1)>', "2020-10", "apprenticeship", 1)
    page = page_of(sv.Line(name, "2020-10", "apprenticeship", 2), other)
    assert not re.search(r"<(script|img|b)\b", page)
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;$Sons$&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "name",
    ["\ud800 half", "tab\tnew\nline", "\x0b\x1f.", "x" * 3000, "住宅 סלע", "<!-- --> ]]>", '" id="a" #0000f1'],
)
def test_any_name_makes_a_page(name: str, tmp_path: Path) -> None:
    lines = [sv.Line(name, "2020-10", "apprenticeship", 2), sv.Line("Acme", "2020-11", "apprenticeship", 1)]
    page = page_of(*lines).encode(errors="replace").decode()
    assert "Acme 1 £2,353" in section(page, "Value by organisation")
    assert page.count('<span class="t"') == 5  # a bar for each organisation, month and outcome


def test_nought_and_losses_are_drawn_too() -> None:
    assert "Full-time employment" in page_of(sv.Line("Acme", "2020-10", "full-time-employment", 0))
    case = Reference(outcome="full-time-employment", quantity=30)
    method = attrs.evolve(sv.load_method(), reference=(case,))
    page = page_of(sv.Line("Acme", "2020-10", "full-time-employment", 10), method=method)
    assert "£−288,660" not in page
    assert "−£288,660" in section(page, "From gross to net")


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
    rows = re.findall(
        r'<tr><th scope="row">(.*?)</tr>', page.split("<h2>From gross to net</h2>")[1].split("</section>")[0]
    )
    cells = [re.sub(r"<[^>]+>", "|", row).split("|") for row in rows]
    assert [(row[0], [cell for cell in row if "£" in cell][-1]) for row in cells] == [
        ("Gross", "£1,443,300"),
        ("Deadweight", "£1,154,640"),
        ("Attribution", "£865,980"),
        ("Net", "£865,980"),
    ]
    assert "−£288,660" in page


def test_the_range_and_what_moves_it_most_come_from_the_values_own_ranges() -> None:
    method = sv.load_method().override(deadweight=sv.Setting(name="deadweight", low="0.1", value="0.2", high="0.3"))
    page = page_of(sv.Line("Acme", "2020-10", "full-time-employment", 10), bank="hmt-wellby-2021", method=method)
    sure = section(page, "How sure the figure is")
    # 10 people x £5,980, 3,800 to 8,640, x 80%, 70% to 90%
    assert "worse end of its range the net value is £26,600; at the better end, £77,760." in sure
    assert "Unit value: From unemployed to employed £3,800 £8,640 £30,400 £69,120" in sure
    assert "Deadweight 10% 30% £53,820 £41,860" in sure
    assert sure.rindex("Unit value") < sure.rindex("Deadweight")


def test_no_range_is_said_not_to_be_certainty() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1))
    assert "That is not certainty" in section(page, "How sure the figure is")


def test_kinds_held_apart_make_no_single_total_and_a_chart_each() -> None:
    page = page_of(sv.Line("Acme Homes", "2023-10", "regular-volunteering", 10), bank="measure-up-2023")
    head = section(page, "The headline")
    assert "economic value, gross £18,000 wellbeing value, gross £16,000" in head
    assert "It is no single total" in head
    assert "£34,000" not in page
    assert {"Economic value by outcome", "Wellbeing value by outcome"} <= set(re.findall(r"<h2>(.*?)</h2>", page))


def test_what_has_no_value_is_blank_or_is_refused_is_shown_beside_the_total() -> None:
    page = page_of(
        sv.Line("Acme Homes", "2020-10", "full-time-employment", 1),
        sv.Line("Acme Homes", "2020-10", "welfare-calls", 948246),
        sv.Line("Acme Homes", "2020-10", "apprenticeship", None),
        sv.Line("Acme Homes", "2020-10", "regular-volunteering", 4, sustained=False),
    )
    missing = section(page, "What is not in the figure")
    assert "Welfare calls 948,246 calls no value in hact-svb-2020" in missing
    assert "1 line was left blank. A blank is not a zero" in missing
    assert re.search(r"not sustained.* 1 4", missing)
    assert "Welfare calls (948,246 calls): no value here. 1 line was left blank" in section(page, "The headline")


def test_when_nothing_has_a_value_the_page_says_so_and_shows_no_nought() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "welfare-calls", 10))
    head = section(page, "The headline")
    assert "Nothing that was reported could be valued with hact-svb-2020." in head
    assert "£0" not in head.replace("That is not £0", "")


def test_a_return_of_blanks_makes_a_page_that_says_so() -> None:
    page = page_of(sv.Line("Acme Homes", "2020-10", "apprenticeship", None))
    assert "No figure was reported. That is not £0" in section(page, "The headline")
    assert "1 line was left blank" in section(page, "What is not in the figure")


def test_value_by_month_and_by_organisation_add_up_to_the_headline() -> None:
    lines = [
        sv.Line(name, f"2020-{month:02d}", "employment-training", number)
        for number, (name, month) in enumerate(
            [("Acme", 4), ("Acme", 5), ("Acme", 6), ("Bode", 4), ("Bode", 6)], start=1
        )
    ]
    page = page_of(*lines)
    months = section(page, "Value by month")
    assert "Apr 20 5 £4,035 May 20 2 £1,614 Jun 20 8 £6,456 Total £12,105" in months
    assert "Bode 9 £7,263 Acme 6 £4,842 Total £12,105" in section(page, "Value by organisation")


def test_value_by_area_where_the_return_has_such_a_column(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    rows = ["A,2020-10,employment-training,3,North East", "A,2020-10,employment-training,2,London"]
    entered.write_text("\n".join(["organisation,period,outcome,quantity,ICS region", *rows]))
    out = tmp_path / "report.html"
    assert run("report", str(entered), "--out", str(out)).exit_code == 0
    assert "North East 3 £2,421 London 2 £1,614" in section(out.read_text(encoding="utf-8"), "Value by ICS region")


def test_warnings_stand_before_the_headline() -> None:
    method = sv.load_method().override(prices=sv.PriceBase.of("2024-25"))
    page = page_of(sv.Line("Acme Homes", "2020-10", "full-time-employment", 1), method=method)
    assert "No source states the price year of SV-FULL-TIME" in section(page, "Read this first")
    assert page.index("Read this first") < page.index(">The headline<")


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
def test_only_html_and_pdf_can_be_written(name: str, tmp_path: Path) -> None:
    result = run("report", str(OCTOBER), "--out", str(tmp_path / name))
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "choose a name ending in .html or .pdf" in result.stderr


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
