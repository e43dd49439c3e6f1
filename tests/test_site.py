"""The documentation site: complete, without a warning, and read without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.extras import needs

import socialvalue

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.slow, needs("sphinx", "furo", "myst_parser", "sphinx_copybutton")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `nox -s docs` builds it: a name that leads nowhere ends the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_public_name_has_its_entry(site: Path) -> None:
    page = (site / "reference.html").read_text(encoding="utf-8")
    names = {*socialvalue.__all__} - {"__version__"}
    assert {name for name in names if f'id="socialvalue.{name}"' not in page} == set()


def test_two_fields_told_in_one_line_are_two_entries(site: Path) -> None:
    page = re.sub(r"<[^>]+>", "", (site / "reference.html").read_text(encoding="utf-8"))
    for name in ("low", "high"):
        assert f"{name} (decimal.Decimal | None) – the range, where the source gives one." in page


def test_the_changelog_and_the_policy_on_versions_are_in_it(site: Path) -> None:
    assert f"<h2>{socialvalue.__version__}" in (site / "changelog.html").read_text(encoding="utf-8")
    assert "DeprecationWarning" in (site / "versions.html").read_text(encoding="utf-8")


def test_no_page_asks_anything_of_another_machine(site: Path) -> None:
    loaded = re.compile(
        r"""<(?:script|img|iframe|source)[^>]+src=["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//"""
    )
    imported = re.compile(r"""(?:@import|url\()\s*["']?(?:https?:)?//""")
    for page in site.rglob("*.html"):
        assert not loaded.search(page.read_text(encoding="utf-8")), page.name
    for style in site.rglob("*.css"):
        assert not imported.search(style.read_text(encoding="utf-8")), style.name


def test_a_button_copies_what_is_typed(site: Path) -> None:
    assert "copybutton.js" in (site / "tutorial.html").read_text(encoding="utf-8")
