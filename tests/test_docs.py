"""The documentation does what it says: every command and every piece of Python in it runs, and shows what it shows.

A page is run from top to bottom, in a folder of its own that starts as the top of this repository does. In a
``console`` block each line after ``$`` is typed; what stands below it must be printed, in one piece, where a line ``…``
stands for any lines left out. The commands of a page succeed, or print an error where the page shows one. A ``python``
block runs with the names of the blocks above it. ``<!-- not run: reason -->`` above a block leaves it out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.extras import needs

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)]
#: What a page may name, beside what it makes itself.
COPIED = ("seeds", "valuations", "docs/images", "docs/examples", "tests/data", "README.md", "LICENSE", "CHANGELOG.md")

#: What a page's programs need beside the package.
NEEDS = {"docs/web-service.md": ("fastapi", "httpx", "python_multipart"), "docs/notebook.md": ("narwhals", "pandas")}

#: How an error ends that is of what was asked for, not of the data.
ASKED_WRONGLY = ("[unknown-bank]", "[unknown-method]", "[unknown-index]", "[missing-setting]")

_BLOCK = re.compile(
    r"^(?P<skip><!-- not run: (?P<reason>[^\n]+?) -->\n+)?^```(?P<kind>console|python)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: Path) -> Iterator[tuple[int, str, str]]:
    """The line, kind and text of each block that is to be run."""
    whole = page.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(whole):
        if not match["skip"]:
            yield whole.count("\n", 0, match.start("text")), match["kind"], match["text"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that starts as the top of the repository does."""
    for name in COPIED:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copyfile(source, target)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
@pytest.mark.filterwarnings("ignore:Using .httpx. with")  # by the test client of FastAPI, of itself
def test_a_page_runs(page: Path, folder: Path) -> None:
    for needed in NEEDS.get(str(page.relative_to(ROOT)), ()):
        pytest.importorskip(needed)
    names: dict[str, object] = {"__name__": "__main__"}
    for line, kind, text in blocks(page):
        if kind == "python":
            exec(compile("\n" * line + text, str(page), "exec"), names)  # noqa: S102 - our own documentation
        else:
            for command, shown in typed(text):
                run(command, shown, folder, f"{page.relative_to(ROOT)}:{line}")


def typed(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block, and the lines shown below it."""
    command, shown = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        elif command.endswith("\\"):
            command = f"{command[:-1].rstrip()} {line.lstrip('> ')}"
        else:
            shown.append(line.rstrip())
    yield command, shown


def run(command: str, shown: list[str], folder: Path, where: str) -> None:
    """Type a command, and compare what it prints with what is shown."""
    tools = str(Path(sys.executable).parent)
    user = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    env = {**user, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "XDG_DATA_HOME": str(folder / ".data")}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
    )
    printed = [line.rstrip() for line in done.stdout.decode().splitlines()]
    report = f"{where}: {command}\n" + "\n".join(printed)
    wanted = 2 if any(line.startswith("Error: ") for line in shown) else 0
    errors = [line for line in shown if re.match(r"(\S.*: )?error: ", line)]
    if errors:
        wanted = 2 if all(line.endswith(ASKED_WRONGLY) for line in errors) else 1
    assert done.returncode == wanted, report
    rest = printed
    for piece in pieces(shown):
        starts = [at for at in range(len(rest)) if rest[at : at + len(piece)] == piece]
        assert starts, f"{report}\n\nis printed, and not:\n" + "\n".join(piece)
        rest = rest[starts[0] + len(piece) :]


def pieces(shown: list[str]) -> Iterator[list[str]]:
    """The shown lines between lines left out, without blank lines at their ends."""
    for piece in "\n".join(shown).split("\n…\n") if shown else ():
        lines = piece.strip("\n").removesuffix("\n…").removeprefix("…\n").strip("\n").splitlines()
        if lines:
            yield lines


@needs("docx")
@pytest.mark.slow
def test_the_commands_of_the_readme_table_run_in_their_order(folder: Path) -> None:
    table = re.findall(r"^\|.*\| `(sv [^`]+)` \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(table) > 5
    for command in table:
        run(command, [], folder, "README.md")


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md", "docs/licence-holders.md"])
def test_pages_for_people_at_a_spreadsheet_need_no_command_but_sv(name: str) -> None:
    commands = [command for _, kind, text in blocks(ROOT / name) if kind == "console" for command, _ in typed(text)]
    assert commands
    assert {command.split()[0] for command in commands} == {"sv"}


def test_a_block_that_is_not_run_says_why_and_blocks_that_are_run_are_found() -> None:
    assert sum(1 for page in PAGES for _ in blocks(page)) > 20
    for page in PAGES:
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            assert not match["skip"] or len(match["reason"]) > 10, page


@pytest.mark.slow
def test_a_wrong_output_is_noticed(folder: Path) -> None:
    with pytest.raises(AssertionError, match="and not"):
        run("sv --version", ["sv, version 99"], folder, "here")
    with pytest.raises(AssertionError):
        run("sv calc nothing.xlsx", [], folder, "here")
