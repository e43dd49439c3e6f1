"""A page printed to PDF by the Chromium, Chrome or Edge that the machine has."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from socialvalue.problems import BadData, Place, error

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_USUAL = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_SECONDS = 60


def to_pdf(page: str) -> bytes:
    """The page on A4.

    Raises:
        BadData: when there is no browser to print it, or the browser fails.
    """
    browser = find_browser()
    if browser is None:
        raise _failed(
            "There is no Chromium, Chrome or Edge here to print the page.",
            "Write a .html instead, open it in any browser, and print it to PDF from there.",
        )
    with tempfile.TemporaryDirectory(prefix="sv-") as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, encoding="utf-8", errors="replace")
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            *_ROOT,
            source.as_uri(),
        ]
        try:
            run = subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own page
        except subprocess.TimeoutExpired:
            raise _failed(f"The browser took longer than {_SECONDS} seconds.", "Write a .html and print it.") from None
        except OSError as err:
            raise _failed(f"The browser does not start: {err.strerror}.", "Write a .html and print it.") from None
        if not target.is_file():
            raise _failed(f"The browser printed nothing (exit {run.returncode}).", "Write a .html and print it.")
        return target.read_bytes()


def find_browser() -> str | None:
    """The browser to print with, or None."""
    found = next((path for name in _NAMES if (path := _on_path(name))), None)
    return found or next((path for path in _USUAL if Path(path).is_file()), None)


def _on_path(name: str) -> str | None:
    """A program by its name, never from the folder someone happens to be in (`shutil.which` looks there on Windows)."""
    here = Path.cwd().resolve()
    for folder in map(Path, os.get_exec_path()):
        program = folder / (f"{name}.exe" if os.name == "nt" else name)
        if folder.is_absolute() and folder.resolve() != here and program.is_file() and os.access(program, os.X_OK):
            return str(program)
    return None


# Chromium's sandbox does not run for root, as in a container; the page is our own and holds no script.
_ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _failed(message: str, remedy: str) -> BadData:
    return BadData([error("no-pdf", Place(), message, remedy)])
