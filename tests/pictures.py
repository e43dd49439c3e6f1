"""The pictures of the report in docs/images/, taken anew: ``python tests/pictures.py`` (needs Chromium)."""

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

from test_report_in_browser import ARGUMENTS, CHROMIUM, ROOT, SCREENS, october, opened, sector

from socialvalue.published.outcomes import load_vocabulary
from socialvalue.reading.suggestions import suggest_mapping
from socialvalue.showing.terminal.mapping import show_mapping
from socialvalue.showing.workbook.mapping import workbook

FOLDER = ROOT / "docs/images"


def keep(picture: Image.Image, name: str) -> None:
    """Save a picture small: 128 colours are enough for flat ones."""
    small = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128)
    small.save(FOLDER / f"{name}.png", optimize=True)


def reports() -> None:
    """The report on a desk and a phone, in light and dark."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, make, screen, scheme, height in (
            ("report-october-2020", october, "desk", "light", 1450),
            ("report-october-2020-dark", october, "desk", "dark", 900),
            ("report-october-2020-phone", october, "phone", "light", 844),
            ("report-sector", sector, "desk", "light", 2900),
        ):
            file = Path(folder, "report.html")
            file.write_text(make(), encoding="utf-8")
            page, _, _ = opened(browser, file, screen, scheme)
            clip = {"x": 0, "y": 0, "width": SCREENS[screen][0], "height": height}
            keep(Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True))), name)
        browser.close()


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
        book.write_bytes(workbook(found, vocabulary))
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


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    reports()
    maps()
