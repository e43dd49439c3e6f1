"""The page as it is built: the same bytes each time, its policy, its parts; and its Python in Node, against native."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import random
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from helpers import built_page

from socialvalue.browser import build

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "socialvalue/browser"
OCTOBER = ROOT / "seeds/returns-2020-10.xlsx"
#: Of the command line alone.
NOT_ON_THE_PAGE = {"click", "rich"}

absent = built_page.missing(browser=False)
needs_node = [pytest.mark.slow, pytest.mark.skipif(bool(absent), reason=absent or "-")]


def pins(file: Path) -> dict[str, str]:
    """The versions a file of requirements pins, by name."""
    found = re.findall(r"^([A-Za-z0-9_-]+)==([^\s;]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lower().replace("_", "-"): version for name, version in found}


def test_the_page_holds_the_packages_at_the_versions_that_are_tested() -> None:
    tested = pins(ROOT / ".ci/constraints.txt")
    assert {name: tested.get(name) for name in pins(SOURCES / "packages.txt")} == pins(SOURCES / "packages.txt")


def test_every_dependency_of_the_package_is_on_the_page_but_those_of_the_command_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[<>=~ ]", entry)[0].lower() for entry in project["dependencies"]}
    assert needed - NOT_ON_THE_PAGE <= set(pins(SOURCES / "packages.txt"))


def test_the_lock_names_pyodide_by_version_and_hash_and_no_address() -> None:
    lock = (SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in lock
    packages = json.loads(lock)["packages"]
    assert (
        packages["node_modules/pyodide"]["version"]
        == json.loads((SOURCES / "package.json").read_text())["dependencies"]["pyodide"]
    )
    assert all(entry["integrity"].startswith("sha512-") for name, entry in packages.items() if name)


@pytest.mark.usefixtures("page")
class TestBuilt:
    """The built page."""

    pytestmark = needs_node

    @pytest.fixture(scope="class")
    @staticmethod
    def page() -> str:
        return built_page.built().read_text(encoding="utf-8")

    def test_it_is_smaller_than_14_megabytes(self) -> None:
        assert built_page.built().stat().st_size < 14_000_000

    def test_built_again_it_has_the_same_bytes(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        again = tmp_path / "again.html"
        build.main(["--out", str(again)])
        first, second = (hashlib.sha256(file.read_bytes()).hexdigest() for file in (built_page.built(), again))
        assert first == second
        assert second in capsys.readouterr().out

    def test_its_policy_lets_nothing_out_and_one_script_run(self, page: str) -> None:
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        assert policy
        rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
        script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
        assert script
        digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
        assert rules == {
            "default-src": "'none'",
            "script-src": f"'sha256-{digest}' blob: 'wasm-unsafe-eval'",
            "worker-src": "blob:",
            "connect-src": "'none'",
            "style-src": "'unsafe-inline'",
            "img-src": "data:",
            "form-action": "'none'",
            "base-uri": "'none'",
        }
        assert page.index("Content-Security-Policy") < 200  # before anything it is to hold for
        assert "eval(" not in script[1]

    def test_it_shows_its_first_screen_before_its_parts(self, page: str) -> None:
        assert page.index("Drop spreadsheets here") < page.index('id="part-pyodide"')
        assert page.index('id="part-pyodide"') < 100_000


def in_node(folder: Path, *files: Path) -> dict[str, bytes]:
    """What the page's Python makes of files: its view and what it saves, by name."""
    node = shutil.which("node")
    assert node
    given = [{"id": str(number), "name": file.name, "role": "return"} for number, file in enumerate(files)]
    asked = json.dumps({"files": given, "settings": {}})
    out = folder / "out"
    out.mkdir()
    script = Path(__file__).parent / "helpers/page_in_node.mjs"
    subprocess.run([node, script, built_page.built(), asked, out, *files], check=True)
    return {file.name: file.read_bytes() for file in out.iterdir()}


def native(folder: Path, *words: object) -> bytes:
    """What the command prints, run where its files are."""
    return subprocess.run(built_page.command(*words), cwd=folder, capture_output=True, check=True).stdout


class TestInNode:
    """The page's Python without a browser: quicker than one, and as strict."""

    pytestmark = needs_node

    def test_the_october_return(self, tmp_path: Path) -> None:
        made = in_node(tmp_path, OCTOBER)
        assert json.loads(made["view.json"])["figures"] == [{"label": "Wellbeing value, gross", "amount": "£3,063,571"}]
        assert made["results.json"] == native(OCTOBER.parent, "calc", OCTOBER.name, "--format", "json")
        native(OCTOBER.parent, "calc", OCTOBER.name, "--out", tmp_path / "native.xlsx")
        assert made["results.xlsx"] == (tmp_path / "native.xlsx").read_bytes()

    def test_a_register_whose_keys_share_hashes_of_32_bits(self, tmp_path: Path) -> None:
        """Of 20,000 such keys some thirty share a hash of 32 bits with another; none may share a line for that."""
        draw = random.Random(7)  # noqa: S311 - made-up keys
        file = tmp_path / "register.csv"
        with file.open("w", newline="") as target:
            out = csv.writer(target)
            out.writerow(["organisation", "period", "outcome", "person"])
            for number in range(20_000):
                key = f"{draw.choice('abcdefgh')}{number * 7919 % 99991}@example.org"
                out.writerow(["Acme Homes", f"2020-{draw.randint(4, 12):02d}", "full-time-employment", key])
        assert in_node(tmp_path, file)["results.json"] == native(tmp_path, "calc", file.name, "--format", "json")
