"""The page in Debian's Chromium: the same bytes as the command, no request, and nothing lost when its worker dies."""

from __future__ import annotations

import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers import built_page, libreoffice, register

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
OCTOBER = ROOT / "seeds/returns-2020-10.xlsx"
SCREENS = {"phone": (390, 844), "desk": (1280, 900)}
#: WCAG 2.2 at levels A and AA, and what axe holds to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
#: Errors of the page's own script.
complaints: list[str] = []
STARTED, VALUED = "body[data-started]", "body[data-state=done]"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(built_page.missing()), reason=built_page.missing() or "-")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=built_page.CHROMIUM, args=built_page.FLAGS)
        yield started
        started.close()


class Server:
    """Serves a folder on this machine, and keeps what was asked of it."""

    def __init__(self, folder: Path) -> None:
        asked: list[str] = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                super().do_GET()

            def do_POST(self) -> None:
                asked.append(self.path)

            def end_headers(self) -> None:
                self.send_header("Access-Control-Allow-Origin", "*")
                super().end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        handler = functools.partial(Handler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.asked = asked
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server(built_page.built().parent)
    yield made
    made.server.shutdown()
    made.server.server_close()


def opened(browser: Browser, url: str = "", screen: str = "desk", **how: Any) -> Page:
    """The page, as soon as Python is up in it."""
    width, height = SCREENS[screen]
    page = browser.new_context(viewport={"width": width, "height": height}, **how).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url or built_page.built().as_uri())
    page.wait_for_selector(STARTED, timeout=60_000)
    return page


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Page:
    """One page for the tests that only read; each begins with no file on it."""
    return opened(browser)


@pytest.fixture(autouse=True)
def _no_complaint() -> Iterator[None]:
    complaints.clear()
    yield
    assert complaints == []


@pytest.fixture
def page(shared: Page) -> Page:
    for out in shared.get_by_role("button", name="Take ").all()[::-1]:
        if out.inner_text() == "take it out":
            out.click()
    shared.get_by_role("button", name="Take all settings back").click()
    shared.wait_for_selector("body[data-state=ready]")
    return shared


def give(page: Page, *files: Path) -> None:
    """Choose files, and wait for what comes of it."""
    page.set_input_files("#files", list(files))
    settled(page)


def settled(page: Page) -> None:
    """Wait until the last change is worked out."""
    page.wait_for_timeout(300)
    page.wait_for_selector(f"{VALUED}, body[data-state=ready], body[data-state=failed]", timeout=120_000)


def saved(page: Page, kind: str) -> bytes:
    """What a button saves."""
    with page.expect_download() as download:
        page.click(f"#get [data-save={kind}]")
    return Path(download.value.path()).read_bytes()


def native(folder: Path, *words: object) -> bytes:
    """What the command prints, run where its files are."""
    return subprocess.run(built_page.command(*words), cwd=folder, capture_output=True, check=True).stdout


def same(page: Page, folder: Path, *words: object) -> None:
    """JSON, results workbook and report of the page are the command's, byte for byte."""
    assert saved(page, "json") == native(folder, "calc", *words, "--format", "json")
    native(folder, "calc", *words, "--out", "native.xlsx")
    assert saved(page, "xlsx") == (folder / "native.xlsx").read_bytes()
    native(folder, "report", *words, "--out", "report.html")
    assert saved(page, "html") == (folder / "report.html").read_bytes()


# the same bytes as the command


def test_the_october_return(page: Page, tmp_path: Path) -> None:
    (tmp_path / OCTOBER.name).write_bytes(OCTOBER.read_bytes())
    page.get_by_role("button", name="Try October 2020").click()
    page.wait_for_selector(VALUED)
    assert page.inner_text(".big") == "£3,063,571"
    typed = "sv calc returns-2020-10.xlsx --out results.xlsx\nsv report returns-2020-10.xlsx --out report.html"
    assert page.text_content("#commands") == typed
    same(page, tmp_path, OCTOBER.name)


def test_a_file_dropped_on_the_page_opened_from_a_disk_is_valued(page: Page) -> None:
    dropped = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(OCTOBER)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        dropped.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": data})
    page.wait_for_selector(VALUED)
    assert page.inner_text(".big") == "£3,063,571"


def test_a_register_of_ten_thousand_rows(page: Page, tmp_path: Path) -> None:
    file = register.write(tmp_path / "register.xlsx", 10_000)
    give(page, file)
    same(page, tmp_path, file.name)


def test_a_licensed_bank_and_settings(page: Page, tmp_path: Path) -> None:
    bank = (ROOT / "valuations/banks/hmt-wellby-2021.toml").read_text(encoding="utf-8")
    own = tmp_path / "our-values.toml"
    own.write_text(bank.replace('id = "hmt-wellby-2021"', 'id = "our-values"'), encoding="utf-8")
    count = tmp_path / "jobs.csv"
    count.write_text("organisation,period,outcome,quantity\nAcme Homes,2024-04,full-time-employment,60\n")
    give(page, own, count)
    page.fill("[name=deadweight]", "20%")
    page.fill("[name=cost]", "100000")
    settled(page)
    options = ["--bank", own.name, "--deadweight", "20%", "--cost", "100000"]
    assert f"sv calc jobs.csv {' '.join(options)} --out results.xlsx\n" in str(page.text_content("#commands"))
    same(page, tmp_path, count.name, *options)


def test_a_tracker_in_its_own_words_decided_on_the_page(page: Page, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.csv"
    tracker.write_text(
        "Tenant ref,What happened,Date of outcome,Scheme,Landlord\n"
        "T1,Into work FT,03/05/2020,Works Well,Acme Homes\n"
        "T2,ESOL course,10/05/2020,Works Well,Acme Homes\n"
        "T3,volunteer,17/06/2020,Green Spaces,Acme Homes\n"
    )
    give(page, tracker)
    assert page.inner_text("#words-title") == "What your words count as: 1 word to decide"
    assert page.inner_text(".none") == "No figure yet: 1 thing to settle."
    page.get_by_label("What “ESOL course” counts as").select_option(label="Employment training")
    settled(page)
    assert page.inner_text(".big") == "£18,489"
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep these words as a file").click()
    assert download.value.suggested_filename == "tracker-map.xlsx"
    download.value.save_as(tmp_path / "tracker-map.xlsx")
    same(page, tmp_path, tracker.name, "--map", "tracker-map.xlsx")
    page.get_by_role("button", name="Forget what I decided here").click()
    settled(page)
    assert page.inner_text(".none") == "No figure yet: 1 thing to settle."


@pytest.mark.parametrize("kind", ["xls", "ods"])
@libreoffice.needed()
def test_old_formats_are_read_without_a_process(page: Page, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"returns.{kind}"
    libreoffice.edit(OCTOBER, [], file)
    give(page, file)
    assert page.inner_text(".big") == "£3,063,571"
    assert saved(page, "json") == native(tmp_path, "calc", file.name, "--format", "json")


@libreoffice.needed()
def test_what_is_saved_opens_in_libreoffice(page: Page, tmp_path: Path) -> None:
    give(page, OCTOBER)
    results = tmp_path / "results.xlsx"
    results.write_bytes(saved(page, "xlsx"))
    libreoffice.edit(results, [], tmp_path / "results.ods")
    page.click("text=Take an empty template")
    page.fill("#t-from", "2026-04")
    page.fill("#t-organisation", "Acme Homes")
    with page.expect_download() as download:
        page.click("#template button")
    template = tmp_path / "returns.xlsx"
    download.value.save_as(template)
    native(tmp_path, "template", "native.xlsx", "--organisation", "Acme Homes", "--from", "2026-04")
    assert template.read_bytes() == (tmp_path / "native.xlsx").read_bytes()
    libreoffice.edit(template, [], tmp_path / "template.ods")
    page.click("text=Take an empty template")


# nothing leaves


def test_it_asks_for_nothing_and_works_without_a_network(browser: Browser, server: Server) -> None:
    for url, mine in ((built_page.built().as_uri(), 0), (f"{server.address}/{built_page.built().name}", 1)):
        server.asked.clear()
        context = browser.new_context()
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request, seen=requests: seen.append(request.url))
        page.goto(url)
        context.set_offline(True)
        page.wait_for_selector(STARTED, timeout=60_000)
        page.get_by_role("button", name="Try October 2020").click()
        page.wait_for_selector(VALUED)
        page.get_by_role("button", name="Report for the board").click()
        page.wait_for_selector("dialog[open] iframe")
        assert page.inner_text(".big") == "£3,063,571"
        assert [seen for seen in requests if not seen.startswith(("blob:", "data:"))] == [url]
        assert len(server.asked) == mine
        context.close()


#: Ways out, each an expression that is true where it went through.
WAYS = {
    "fetch": "fetch(URL + '/fetch').then(() => true, () => false)",
    "XMLHttpRequest": "new Promise(r => { try { const x = new XMLHttpRequest(); x.onload = () => r(true);"
    " x.onerror = () => r(false); x.open('GET', URL + '/xhr'); x.send(); } catch { r(false); } })",
    "WebSocket": "new Promise(r => { try { const w = new WebSocket(URL.replace('http', 'ws') + '/socket');"
    " w.onopen = w.onerror = w.onclose = () => r(false); } catch { r(false); } })",
    "import()": "import(URL + '/module.js').then(() => true, () => false)",
}
BEACON = (
    "new Promise(r => { const i = new Image(); i.onload = i.onerror = () => r(false); i.src = URL + '/beacon.png'; })"
)


def tried(target: Any, expression: str, address: str) -> None:
    """Run one way out in a page, a frame or a worker."""
    target.evaluate(f"(URL) => {expression}", address)


def test_no_way_out_of_worker_page_or_report(browser: Browser, server: Server, tmp_path: Path) -> None:
    text = built_page.built().read_text(encoding="utf-8")
    start = text.index('<meta http-equiv="Content-Security-Policy"')
    without = tmp_path / "without.html"
    without.write_text(text[:start] + text[text.index(">", start) + 1 :], encoding="utf-8")
    found = {}
    for name, file in (("with", built_page.built()), ("without", without)):
        page = opened(browser, file.as_uri())
        give(page, OCTOBER)
        # the worker's own fetch answers Pyodide alone, so the browser's is taken from where it was hidden
        worker = page.workers[0]
        worker.evaluate("() => { delete self.fetch; }")
        server.asked.clear()
        for way in WAYS.values():
            tried(worker, way, server.address)
            tried(page, way, server.address)
        tried(page, BEACON, server.address)
        page.evaluate(
            "(URL) => { document.getElementById('report-frame').srcdoc ="
            " `<img src='${URL}/frame.png'><link rel=stylesheet href='${URL}/frame.css'>"
            "<script>new Image().src = '${URL}/script.png'</` + `script>`; }",
            server.address,
        )
        page.wait_for_timeout(1_000)
        found[name] = sorted(set(server.asked))
        page.context.close()
    assert found["with"] == []
    ways = {"/fetch", "/xhr", "/socket", "/module.js", "/beacon.png", "/frame.png", "/frame.css"}
    assert set(found["without"]) == ways  # the control: each of them would have gone out, but for the frame's script


# a worker that dies


def dying(page: Page, body: str) -> None:
    """From now on the worker does this instead of valuing."""
    page.workers[0].evaluate(f"() => {{ jobs.value = () => {{ {body} }}; }}")


@pytest.mark.parametrize(
    "body",
    [
        "self.close(); for (;;) {}",
        "for (;;) {}",
        "return python.runPython('import json; json.loads(\"[\" * 100_000)')",
        "return python.runPython('[bytearray(1_000_000_000) for _ in range(9)]')",
    ],
    ids=["closed", "endless", "deep", "memory"],
)
def test_a_worker_that_dies_is_started_again_and_nothing_is_lost(browser: Browser, body: str) -> None:
    page = opened(browser)
    give(page, OCTOBER)
    page.evaluate("() => { seconds = 2; }")
    dying(page, body)
    page.fill("[name=deadweight]", "10%")
    page.wait_for_selector("#alarm:not([hidden])", timeout=30_000)
    assert "Your files and settings are still here" in page.inner_text("#alarm")
    page.wait_for_selector("body[data-state=ready]", timeout=30_000)
    page.fill("[name=deadweight]", "20%")
    settled(page)
    assert page.inner_text(".big") == "£2,450,857"
    assert page.locator("#file-list li").count() == 1
    page.context.close()


def test_a_file_that_breaks_its_reader_is_left_out_and_the_others_are_valued(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser)
    give(page, OCTOBER)
    page.workers[0].evaluate("() => { jobs.put = () => python.runPython('import json; json.loads(\"[\" * 100_000)'); }")
    page.set_input_files("#files", register.write(tmp_path / "deep.csv", 10))
    page.wait_for_selector("#alarm:not([hidden])", timeout=30_000)
    assert "“deep.csv” could not be read and is left out: It is nested too deeply." in page.inner_text("#alarm")
    page.wait_for_selector(VALUED, timeout=30_000)
    assert page.inner_text(".big") == "£3,063,571"
    page.context.close()


def test_a_job_can_be_stopped(browser: Browser) -> None:
    page = opened(browser)
    give(page, OCTOBER)
    dying(page, "for (;;) {}")
    page.fill("[name=deadweight]", "10%")
    page.get_by_role("button", name="Stop").click(timeout=10_000)
    assert "It was stopped" in page.inner_text("#alarm")
    page.wait_for_selector("body[data-state=ready]", timeout=30_000)
    page.context.close()


# a page for people


def test_files_chosen_before_python_is_up_are_valued_once_it_is(browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.goto(built_page.built().as_uri(), wait_until="commit")
    page.set_input_files("#files", OCTOBER)
    page.wait_for_selector(VALUED, timeout=60_000)
    assert page.inner_text(".big") == "£3,063,571"
    page.context.close()


def test_a_problem_is_shown_with_its_cell_as_typed(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("organisation,period,outcome,quantity\nAcme Homes,2020-10,full-time-employment,about nine\n")
    give(page, file)
    assert page.inner_text(".none") == "No figure yet: 1 thing to settle."
    assert page.inner_text("#problems .cell") == "D2\nabout nine"
    file.write_text("organisation,period,outcome,quantity\nAcme Homes,2020-10,full-time-employment,9\n")
    give(page, file)  # the same name again takes the place of the old one
    assert page.inner_text(".big") == "£129,897"


def test_a_setting_that_cannot_be_read_says_so_beside_itself(page: Page) -> None:
    give(page, OCTOBER)
    page.fill("[name=deadweight]", "lots")
    settled(page)
    assert "lots" in page.inner_text(".wrong")
    assert page.get_attribute("[name=deadweight]", "aria-invalid") == "true"
    assert page.inner_text("#headline") == "No figure: one setting cannot be read."  # nor that of the settings before
    assert not page.is_visible("#get")
    assert not page.is_visible("#command")
    assert page.locator("#table, #beside").all_inner_texts() == ["", ""]
    page.fill("[name=deadweight]", "15%")
    settled(page)
    assert page.locator(".wrong").count() == 0
    assert page.is_visible("#get")
    assert page.inner_text(".big") == "£2,604,035"


def test_a_folder_brings_its_own_files_and_not_those_of_folders_within(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    (folder / "old").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "old/c.csv", "notes.pdf"):
        row = f"{Path(name).stem},2020-10,full-time-employment,1"
        (folder / name).write_text(f"organisation,period,outcome,quantity\n{row}\n")
    page.set_input_files("#folder", folder)
    settled(page)
    assert page.inner_text(".big") == "£28,866"
    assert "sv calc a.csv b.csv --out results.xlsx\n" in str(page.text_content("#commands"))


def test_own_values_are_kept_only_when_asked_and_can_be_forgotten(browser: Browser, tmp_path: Path) -> None:
    own = tmp_path / "hmt-wellby-2021.toml"
    own.write_bytes((ROOT / "valuations/banks/hmt-wellby-2021.toml").read_bytes())
    page = opened(browser)
    give(page, own)
    assert page.evaluate("localStorage.length") == 0
    page.check("#keep-bank")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector(STARTED, timeout=60_000)
    assert page.inner_text("#file-list b") == "hmt-wellby-2021.toml\nkept in this browser"
    page.get_by_role("button", name="Forget my values now").click()
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("#file-list li").count() == 0
    page.context.close()


def test_the_keyboard_alone_does_the_main_job(browser: Browser) -> None:
    page = opened(browser)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "example":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(VALUED)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "show-report":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#report[open]")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "show-report"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_against_wcag_2_2_aa_and_nothing_runs_off(
    browser: Browser, tmp_path: Path, screen: str, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    wrong = tmp_path / "wrong.csv"
    wrong.write_text("organisation,period,outcome,quantity\nAcme,2020-10,full-time-employment,nine\nAcme,,x,1\n")
    page = opened(browser, screen=screen, color_scheme=scheme)

    def look() -> None:
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.response["violations"] == [], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0]

    look()
    page.get_by_role("button", name="Try October 2020").click()
    page.wait_for_selector(VALUED)
    for summary in page.locator("summary").all():
        if summary.is_visible() and summary.get_attribute("id") != "map-summary":
            summary.click()
    look()
    give(page, wrong)
    look()
    page.get_by_role("button", name="Take wrong.csv out").click()
    tracker = tmp_path / "tracker.csv"
    tracker.write_text("Ref,What happened,Date,Landlord\nT1,Into work FT,03/05/2020,A\nT2,ESOL,10/05/2020,A\n")
    page.get_by_role("button", name="Take returns-2020-10.xlsx out").click()
    give(page, tracker)
    page.click("#map-summary")
    look()
    for name in ("about", "licences"):
        page.click(f"#open-{name}")
        look()
        page.keyboard.press("Escape")
    page.context.close()


@pytest.mark.parametrize("width", [320, 768])
def test_other_widths(browser: Browser, width: int) -> None:
    page = opened(browser)
    page.set_viewport_size({"width": width, "height": 700})
    give(page, OCTOBER)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_licences_name_all_that_is_inside(page: Page) -> None:
    page.click("#open-licences")
    page.wait_for_selector("#licence-text:not(:empty)")
    text = page.text_content("#licence-text") or ""
    page.keyboard.press("Escape")
    for name in ("Pyodide", "CPython", "socialvalue", "attrs", "jinja2", "openpyxl", "python-calamine", "xlrd", "Pint"):
        assert name.lower() in text.lower()
    assert "belong to HACT" in page.inner_text("#licence")
