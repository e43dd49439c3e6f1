"""The report in Debian's Chromium: from the disk, on a phone, a desk and paper, for eyes and for screen readers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.command import run

import socialvalue as sv
from socialvalue.records.coverage import Coverage
from socialvalue.showing.page.page import to_page
from socialvalue.valuing.sector import with_sector
from socialvalue.valuing.uncertainty.assess import assess

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: WCAG 2.2 at levels A and AA, and what axe holds to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SCREENS = {"phone": (390, 844), "desk": (1280, 900)}


def missing() -> str:
    """Why there is no browser to test with; empty where there is one."""
    if CHROMIUM is None:
        return "Chromium is not installed"
    if shutil.which("pdftotext") is None:
        return "poppler-utils is not installed"
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as err:
        return f"{err.name} is not installed (the dependency group “components”)"
    return ""


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()) and os.environ.get("CI") != "true", reason=missing() or "-"),
]


def october() -> str:
    """The report of the return of October 2020, as published."""
    result = sv.calculate(sv.read(ROOT / "seeds/returns-2020-10.xlsx"))
    return to_page(assess(result), command="sv report returns-2020-10.xlsx --out report.html")


def sector() -> str:
    """A made-up sector year: several organisations, months and regions, ranges, an estimate, and much left out."""
    sys.path.insert(0, str(ROOT / "tests/benchmarks"))
    from report import lines

    made = lines(40, 12)
    made += [
        sv.Line("Åse & “Söner” <i>Homes</i>", "2020-10", "full-time-employment", 3, sustained=False),
        sv.Line("Ysgol 住宅", "2020-10", "employment-training", 12),
    ]
    deadweight = sv.Setting(name="deadweight", low="0.1", value="0.2", high="0.3")
    attribution = sv.Setting(name="attribution", low="0.1", value="0.15", high="0.25")
    method = sv.load_method("hact-net").override(deadweight=deadweight, attribution=attribution)
    result = sv.calculate(sv.Return(made), "hact-svb-2020", method, cost="9000000")
    result = with_sector(result, Coverage.flat("0.42"))
    return to_page(assess(result, runs=1000), command="sv report returns/ --out report.html")


def doubtful() -> str:
    """A report with doubts, values over years, and the tornado of a value's own range."""
    years = {"years": "2", "drop_off": "0.3", "discount": "0.035", "prices": "2024-25"}
    method = sv.load_method().override(**years, deadweight="0.2")
    lines = [sv.Line("Acme Homes", "2020-10", "full-time-employment", 12)]
    page = to_page(assess(sv.calculate(sv.Return(lines), "hact-svb-2020", method)))
    assert "Read this first" in page
    return page


def nothing() -> str:
    """A report in which nothing has a value."""
    return to_page(assess(sv.calculate(sv.read(ROOT / "seeds/returns-2020-03-to-10.csv"))))


def year() -> str:
    """The made-up year of the documentation, with last year and targets."""
    return of_year("--bank", "hact-svb-2020", "--method", "hact-net", "--deadweight", "10%:15%:25%")


def kinds() -> str:
    """The same year in kinds of value that are held apart."""
    return of_year("--bank", "open-2026")


def of_year(*options: str) -> str:
    """A report of the examples of the documentation."""
    examples = ROOT / "docs/examples"
    files = [str(examples / name) for name in ("this-year.csv", "this-year-costs.csv")]
    last = ["--with", str(examples / "last-year.csv"), "--with", str(examples / "last-year-costs.csv")]
    more = ["--targets", str(examples / "targets.csv"), "--prices", "2024-25", "--with-prices", "2023-24"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "report.html")
        done = run("report", *files, *last, *more, *options, "--out", str(out))
        assert done.exit_code == 0, done.output
        return out.read_text(encoding="utf-8")


REPORTS = {
    "october": october,
    "sector": sector,
    "doubtful": doubtful,
    "nothing": nothing,
    "year": year,
    "kinds": kinds,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports on the disk."""
    folder = tmp_path_factory.mktemp("reports")
    made = {}
    for name, make in REPORTS.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(make(), encoding="utf-8")
    return made


def opened(browser: Browser, file: Path, screen: str, scheme: Any = "light") -> tuple[Page, list[str], list[str]]:
    """The page, what it complained of, and what it asked for beside itself."""
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri(), wait_until="networkidle")
    return page, complaints, [url for url in requests if url != file.as_uri() and not url.startswith("data:")]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", REPORTS)
def test_it_opens_from_the_disk_without_a_complaint_a_request_or_sideways_scrolling(
    browser: Browser, files: dict[str, Path], name: str, screen: str
) -> None:
    page, complaints, requests = opened(browser, files[name], screen)
    assert (complaints, requests) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0]
    assert page.evaluate("document.scripts.length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", REPORTS)
def test_axe_finds_nothing_against_wcag_2_2_aa(
    browser: Browser, files: dict[str, Path], name: str, screen: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _, _ = opened(browser, files[name], screen, scheme)
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.response["violations"] == [], found.generate_report()
    assert len(found.response["passes"]) > 20


def test_dark_and_light_differ_and_bars_follow(browser: Browser, files: dict[str, Path]) -> None:
    fills = set()
    for scheme in ("light", "dark"):
        page, _, _ = opened(browser, files["october"], "desk", scheme)
        fills.add(page.evaluate("getComputedStyle(document.querySelector('.t .value')).backgroundColor"))
        fills.add(page.evaluate("getComputedStyle(document.querySelector('td')).color"))
    assert len(fills) == 4


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", REPORTS)
def test_words_bars_and_figures_stay_in_their_cells_and_apart(
    browser: Browser, files: dict[str, Path], name: str, screen: str
) -> None:
    page, _, _ = opened(browser, files[name], screen)
    crossing = page.evaluate(
        """[...document.querySelectorAll('th, td')].filter(cell => cell.clientWidth).flatMap(cell => {
            const frame = cell.getBoundingClientRect(), words = document.createRange();
            words.selectNodeContents(cell);
            const bars = [...cell.querySelectorAll('.t')].map(bar => bar.getBoundingClientRect());
            const outside = [...words.getClientRects(), ...bars].some(
                box => box.left < frame.left - 2 || box.right > frame.right + 3);
            return outside ? [cell.textContent] : [];
        })"""
    )
    assert crossing == []


@pytest.mark.parametrize("screen", SCREENS)
def test_bars_are_as_long_as_their_figures(browser: Browser, files: dict[str, Path], screen: str) -> None:
    page, _, _ = opened(browser, files["october"], screen)
    rows = page.evaluate(
        """[...document.querySelectorAll('.lead tbody tr')].filter(row => row.querySelector('.t')).map(row => [
            Number(row.querySelector('.v').textContent.replace(/[^0-9]/g, '')),
            row.querySelector('.t .value').getBoundingClientRect().width])"""
    )
    longest = max(rows)
    assert len(rows) == 5
    assert all(abs(width / longest[1] - pounds / longest[0]) < 0.01 for pounds, width in rows)


def test_every_footnote_leads_to_its_value(browser: Browser, files: dict[str, Path]) -> None:
    page, _, _ = opened(browser, files["october"], "desk")
    links = page.locator("sup a")
    assert links.count() == 5
    links.nth(3).click()
    assert "Employment training: £807" in page.locator("li:target").inner_text()


def test_it_prints_on_a4_with_the_headline_and_its_answers_on_the_first_page(
    browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    page, _, _ = opened(browser, files["october"], "desk", "dark")
    target = tmp_path / "report.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    shown = subprocess.run(["pdftotext", "-l", "1", "-layout", target, "-"], capture_output=True, text=True, check=True)
    for words in ("£3,063,571", "1,285", "Licence.", "What the figure leaves out", "nobody recorded"):
        assert words in shown.stdout
    size = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in size
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("name", "most"), [("october", 3), ("year", 4), ("kinds", 4)])
def test_a_year_of_one_association_prints_on_four_pages_and_the_board_reads_the_first(
    browser: Browser, files: dict[str, Path], tmp_path: Path, name: str, most: int
) -> None:
    page, _, _ = opened(browser, files[name], "desk")
    target = tmp_path / "report.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", told)[1]) <= most  # type: ignore[index]
    first = subprocess.run(["pdftotext", "-l", "1", target, "-"], capture_output=True, text=True, check=True).stdout
    if name == "year":
        for words in ("£1,426,660", "Works Well has 51%", "All five targets were missed", "+228,381", "Made with"):
            assert words in first
    assert "Appendix" not in first


def test_sv_report_writes_a_pdf(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    sv_ = str(Path(sys.executable).with_name("sv"))
    subprocess.run([sv_, "report", ROOT / "seeds/returns-2020-10.csv", "--out", target], check=True)
    assert target.read_bytes().startswith(b"%PDF-")
    shown = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    assert "£3,063,571" in shown
    assert "Compute it again" in shown
