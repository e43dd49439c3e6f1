"""The browser page, built once a run; or the one that SOCIALVALUE_PAGE names."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing(*, browser: bool = True) -> str:
    """Why the page cannot be built or tried here; empty where it can, and always in continuous integration."""
    if os.environ.get("CI") == "true":
        return ""
    if not os.environ.get("SOCIALVALUE_PAGE") and not (shutil.which("node") and shutil.which("npm")):
        return "Node and npm are not installed"
    if browser and CHROMIUM is None:
        return "Chromium is not installed"
    try:
        import axe_playwright_python  # noqa: F401 - only whether it is there
        import playwright  # noqa: F401 - only whether it is there
    except ImportError as err:
        return f"{err.name} is not installed (the dependency group “components”)" if browser else ""
    return ""


@cache
def built() -> Path:
    """The page."""
    ready = os.environ.get("SOCIALVALUE_PAGE")
    if ready:
        return Path(ready)
    from socialvalue.browser import build

    page = Path(mkdtemp(prefix="page-")) / "socialvalue.html"
    build.main(["--out", str(page)])
    return page


def command(*words: object) -> list[str]:
    """The command line of this environment."""
    return [str(Path(sys.executable).with_name("sv")), *map(str, words)]
