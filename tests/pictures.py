"""The pictures in docs/images/, taken anew: ``python tests/pictures.py [page]``.

Needs Chromium, LibreOffice and pdftoppm; Node too for the page.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parent))

from helpers import built_page
from test_report_in_browser import ARGUMENTS, CHROMIUM, ROOT, SCREENS, october, opened, sector

from socialvalue.published.vocabulary import load_vocabulary
from socialvalue.reading.maps.suggest_map import suggest_mapping
from socialvalue.showing.terminal.map import show_mapping
from socialvalue.showing.workbook.map import map_workbook

FOLDER = ROOT / "docs/images"


def keep(picture: Image.Image, name: str) -> None:
    """Save a picture small: 128 colours are enough for flat ones."""
    small = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128)
    small.save(FOLDER / f"{name}.png", optimize=True)


def reports() -> None:
    """The report on a desk, a phone and paper, in light and dark."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, make, screen, scheme, height in (
            ("report-october-2020", october, "desk", "light", 1450),
            ("report-october-2020-dark", october, "desk", "dark", 900),
            ("report-october-2020-phone", october, "phone", "light", 844),
            ("report-sector", sector, "desk", "light", 2400),
        ):
            file = Path(folder, "report.html")
            file.write_text(make(), encoding="utf-8")
            page, _, _ = opened(browser, file, screen, scheme)
            clip = {"x": 0, "y": 0, "width": SCREENS[screen][0], "height": height}
            keep(Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True))), name)
        file = Path(folder, "report.html")
        made(folder, "report", file.name)
        for name, screen, scheme in (("desk", "desk", "light"), ("phone", "phone", "light"), ("dark", "desk", "dark")):
            page, _, _ = opened(browser, file, screen, scheme)
            keep(Image.open(io.BytesIO(page.screenshot(full_page=True))), f"year/page-{name}")
        page.pdf(path=Path(folder, "report.pdf"), prefer_css_page_size=True)
        for number, sheet in enumerate(paper(Path(folder, "report.pdf")), start=1):
            keep(sheet, f"year/page-a4-{number}")
        browser.close()


def made(folder: str, command: str, name: str, *more: str) -> None:
    """The made-up year of the documentation, written to a file."""
    shown = [str(ROOT / "docs/examples" / name) for name in ("this-year.csv", "this-year-costs.csv")]
    last = [str(ROOT / "docs/examples" / name) for name in ("last-year.csv", "last-year-costs.csv")]
    options = ["--with", last[0], "--with", last[1], "--with-prices", "2023-24", "--bank", "hact-svb-2020"]
    options += ["--method", "hact-net", "--deadweight", "10%:15%:25% : our own judgement", "--prices", "2024-25"]
    options += ["--targets", str(ROOT / "docs/examples/targets.csv"), *more]
    sv = Path(sys.executable).with_name("sv")
    subprocess.run([sv, command, *shown, *options, "--out", Path(folder, name)], check=True, capture_output=True)


def paper(file: Path, dots: int = 80) -> list[Image.Image]:
    """The pages of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-png", "-r", str(dots), file, Path(folder, "page")], check=True)
        return [Image.open(io.BytesIO(page.read_bytes())) for page in sorted(Path(folder).glob("*.png"))]


def papers() -> None:
    """Word and the sheets of the workbook, as LibreOffice prints them."""
    with tempfile.TemporaryDirectory() as folder:
        made(folder, "report", "report.docx")
        made(folder, "calc", "results.xlsx", "--sensitivity")
        for file, kind in (("report.docx", "word"), ("results.xlsx", "workbook")):
            command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(Path(folder, file))]
            subprocess.run(command, capture_output=True, check=True)
            for number, sheet in enumerate(paper(Path(folder, file).with_suffix(".pdf")), start=1):
                keep(sheet, f"year/{kind}-{number:02d}")


def maps() -> None:
    """A map of a tracker on the terminal, and its sheets as LibreOffice shows them."""
    tracker = ROOT / "docs/examples/tracker.csv"
    found, vocabulary = suggest_mapping(tracker), load_vocabulary()
    terminal = Console(record=True, width=84, file=io.StringIO(), force_terminal=True)
    show_mapping(found, vocabulary, terminal)
    svg = terminal.export_svg(title="sv map tracker.csv", unique_id="map")
    own = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)  # nothing is fetched to show it
    (FOLDER / "map-terminal.svg").write_text(own, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "map.xlsx")
        book.write_bytes(map_workbook(found, vocabulary))
        pdf = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(book)]
        subprocess.run(pdf, check=True, capture_output=True, timeout=120)
        png = ["pdftoppm", "-r", "130", "-png", str(book.with_suffix(".pdf")), str(Path(folder, "page"))]
        subprocess.run(png, check=True, capture_output=True, timeout=120)
        for number, name in enumerate(("map-columns", "map-words"), start=1):
            page = Image.open(Path(folder, f"page-{number}.png")).convert("RGB")
            blank = Image.new("RGB", page.size, "white")
            top = page.crop((0, 0, page.width, int(page.height * 0.92)))  # without the footer
            box = ImageChops.difference(top, blank.crop((0, 0, *top.size))).getbbox()
            keep(top.crop((box[0] - 20, box[1] - 20, box[2] + 20, box[3] + 20)) if box else top, name)


#: A made-up tracker, in words of its own: how often each is met.
WORDS = {
    "Digital skills session": 19,
    "ESOL course": 14,
    "P/T job": 12,
    "F/T job": 9,
    "Employability workshop": 8,
    "Volunteering": 6,
    "Apprentice": 3,
}


def tracker(file: Path) -> Path:
    """A row for each time a word is met, over the days of a month and three projects."""
    rows = [word for word, times in WORDS.items() for _ in range(times)]
    lines = ["Ref,Outcome,Date achieved,Scheme,Landlord"]
    for number, word in enumerate(rows):
        scheme = ("Works Well", "Digital Hub", "Green Spaces")[number % 3]
        lines.append(f"R-{1000 + number},{word},{number % 28 + 1:02d}/04/2025,{scheme},Riverside & Vale Homes")
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def page() -> None:
    """The browser page with a tracker, its words decided: on a desk and on a phone."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, screen, height in (("page", "desk", 1500), ("page-phone", "phone", 1700)):
            width, tall = SCREENS[screen]
            shown = browser.new_page(viewport={"width": width, "height": tall})
            shown.goto(built_page.built().as_uri())
            shown.wait_for_selector("body[data-started]")
            shown.set_input_files("#files", tracker(Path(folder, "tracker-april-2025.csv")))
            for word, counts_as in (("Digital skills session", "Leave it out"), ("ESOL course", "Employment training")):
                shown.get_by_label(f"What “{word}” counts as").select_option(label=counts_as)
                shown.wait_for_timeout(500)
            shown.wait_for_selector("body[data-state=done]")
            shown.add_style_tag(content=".figure { max-height: none !important; } .tally { display: none !important; }")
            top = 0 if screen == "desk" else shown.locator("#figure").bounding_box()["y"]  # type: ignore[index]
            clip = {"x": 0, "y": top, "width": width, "height": height}
            keep(Image.open(io.BytesIO(shown.screenshot(clip=clip, full_page=True))), name)  # type: ignore[arg-type]
        browser.close()


if __name__ == "__main__":
    (FOLDER / "year").mkdir(parents=True, exist_ok=True)
    if "page" not in sys.argv[1:]:
        reports()
        papers()
        maps()
    page()
