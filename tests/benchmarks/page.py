"""The browser page against the command: ``python tests/benchmarks/page.py [PAGE]``.

Time to the first screen, to ready, and from choosing a register to the figure, beside the whole of ``sv calc`` on it.
In one run; Chromium, the page opened from the disk. Aims: ready under 4 s, under 14 MB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import built_page, register
from playwright.sync_api import Page, sync_playwright

ROWS = (1, 10_000, 100_000)
TIMES = 3


def opened(page: Page, url: str) -> tuple[float, float]:
    """Seconds to the first screen and to ready."""
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector("#drop")
    first = time.perf_counter() - started
    page.wait_for_selector("body[data-started]")
    return first, time.perf_counter() - started


def valued(page: Page, file: Path) -> float:
    """Seconds from choosing a file to its figure."""
    started = time.perf_counter()
    page.set_input_files("#files", file)
    page.wait_for_selector("body[data-state=working]")
    page.wait_for_selector("body[data-state=done]", timeout=300_000)
    return time.perf_counter() - started


def native(file: Path) -> float:
    """Seconds of the command on the same file."""
    started = time.perf_counter()
    subprocess.run(built_page.command("calc", file), capture_output=True, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print the figures, the best of several times each."""
    html = Path(sys.argv[1]).resolve() if sys.argv[1:] else built_page.built()
    print(f"{html.stat().st_size:,} bytes")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=built_page.CHROMIUM, args=built_page.FLAGS)
        page = browser.new_page()
        starts = [opened(page, html.as_uri()) for _ in range(TIMES)]
        print(f"first screen {min(one for one, _ in starts):.2f} s, ready {min(two for _, two in starts):.2f} s")
        print("| rows | page | command | ratio |\n|---:|---:|---:|---:|")
        for rows in ROWS:
            file = register.write(Path(folder) / f"register-{rows}.xlsx", rows)
            opened(page, html.as_uri())
            here = min(valued(page, file) for _ in range(TIMES))
            there = min(native(file) for _ in range(TIMES))
            print(f"| {rows:,} | {here:.2f} s | {there:.2f} s | {here / there:.2f} |")
        browser.close()


if __name__ == "__main__":
    main()
