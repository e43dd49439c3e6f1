"""The pictures of the report in docs/images/, taken anew: ``python tests/pictures.py`` (needs Chromium)."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
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


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    reports()
