"""The pictures of docs/images/, taken anew: ``python tests/pictures.py`` (needs Chromium, LibreOffice and poppler)."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from test_report_in_browser import ARGUMENTS, CHROMIUM, ROOT, SCREENS, october, opened, sector

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


def workbooks() -> None:
    """The template with October filled in, and the results, as LibreOffice prints them."""
    with tempfile.TemporaryDirectory() as folder:
        sv = str(Path(sys.executable).with_name("sv"))
        template, results = Path(folder, "returns.xlsx"), Path(folder, "results.xlsx")
        named = ("--organisation", "Acme Homes", "--from", "2020-10", "--months", "6")
        subprocess.run([sv, "template", template, *named], check=True)
        subprocess.run([sv, "calc", ROOT / "seeds/returns-2020-10.xlsx", "--out", results], check=True)
        book = load_workbook(template)
        filled = {"Full-time employment": 12, "Part-time employment": 9, "Apprenticeship": 0, "Welfare calls": 412}
        for row in book["Return"].iter_rows():
            for cell in row:
                if cell.value in filled:
                    book["Return"].cell(cell.row, cell.column + 2, filled[cell.value])
        book.save(template)
        office = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf"]
        subprocess.run([*office, "--outdir", folder, template, results], check=True, capture_output=True)
        for name, page in (("returns", 2), ("results", 1)):
            number = str(page)
            command = ["pdftoppm", "-r", "130", "-f", number, "-l", number, "-singlefile", "-png"]
            subprocess.run([*command, f"{folder}/{name}.pdf", f"{folder}/{name}"], check=True)
            picture = Image.open(f"{folder}/{name}.png").convert("RGB")
            paper = Image.new("RGB", picture.size, "white")
            body = (0, 0, picture.width, int(picture.height * 0.95))  # without the page number
            left, top, right, bottom = ImageChops.difference(picture, paper).crop(body).getbbox() or body
            keep(picture.crop((max(0, left - 15), max(0, top - 15), right + 15, bottom + 15)), f"workbook-{name}")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    reports()
    workbooks()
