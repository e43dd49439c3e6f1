"""What is easily forgotten when something is added: each guard names it."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

import socialvalue
from socialvalue.cli import main

ROOT = Path(__file__).parents[1]
VALUATIONS = ROOT / "valuations"
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def commands(group: click.Group = main, name: str = "sv") -> Iterator[tuple[str, click.Command]]:
    """Every command that can be typed, by what is typed."""
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


@pytest.mark.parametrize(("name", "command"), [*commands()])
def test_a_command_has_help_with_an_example_and_a_word_on_each_option(name: str, command: click.Command) -> None:
    help_ = inspect.cleandoc(command.help or "")
    assert help_, f"{name} needs a docstring: it is its help"
    assert re.search(rf"^  {name}(?: |$)", help_, re.MULTILINE), f"the help of {name} needs an example of it"
    mute = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert mute == [], f"options of {name} without help text"


@pytest.mark.parametrize("name", sorted({" ".join(name.split()[:2]) for name, _ in commands()}))
def test_a_command_is_in_the_documentation_and_the_changelog(name: str) -> None:
    page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in page, f"docs/command-line.md needs a row for {name}"
    assert f"`{name}" in CHANGELOG, f"CHANGELOG.md needs a line on {name}"


@pytest.mark.parametrize("word", sorted({name.split()[2] for name, _ in commands() if len(name.split()) == 3}))
def test_a_command_of_a_group_is_in_the_documentation(word: str) -> None:
    page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    assert f"`{word}`" in page, f"docs/command-line.md does not name {word}"


@pytest.mark.parametrize("name", sorted({*socialvalue.__all__} - {"__version__"}))
def test_a_public_name_is_in_the_reference(name: str) -> None:
    page = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert re.search(rf"^\.\. auto[a-z]+:: {name}$", page, re.MULTILINE), f"docs/reference.md needs an entry for {name}"


@pytest.mark.parametrize("name", sorted(path.stem for path in (VALUATIONS / "banks").glob("*.toml")))
def test_a_bank_has_its_licence_told_and_stands_in_the_changelog(name: str) -> None:
    readme = (VALUATIONS / "README.md").read_text(encoding="utf-8")
    assert f"| `banks/{name}.toml` |" in readme, f"the table of licences in valuations/README.md lacks {name}"
    assert f"`{name}`" in CHANGELOG, f"CHANGELOG.md, under Values, lacks {name}"


@pytest.mark.parametrize("name", sorted(path.stem for path in (VALUATIONS / "methods").glob("*.toml")))
def test_a_method_has_a_page_and_stands_in_the_changelog(name: str) -> None:
    assert (ROOT / f"docs/methods/{name}.md").exists(), f"docs/methods/{name}.md is missing"
    assert f"`{name}`" in CHANGELOG, f"CHANGELOG.md lacks {name}"


def test_every_licence_of_the_package_has_its_text() -> None:
    named = set(re.split(r" AND ", PROJECT["license"])) - {"MIT"}
    assert {path.stem for path in (ROOT / "valuations/licences").iterdir()} == named
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_version_is_said_once() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {socialvalue.__version__}\n" in citation
    assert f"\n## {socialvalue.__version__}" in CHANGELOG


def test_style_is_checked_before_a_commit_by_the_version_that_checks_it_in_the_gate() -> None:
    pinned = re.findall(r"^ruff==.*$", (ROOT / ".ci/constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert f"[{pinned[0]}]" in (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


def test_every_public_name_is_told_to_type_checkers_from_where_it_is_found() -> None:
    tree = ast.parse((ROOT / "socialvalue/__init__.py").read_text(encoding="utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    told = {name.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert told == socialvalue._HOMES
    assert {*told, "__version__"} == {*socialvalue.__all__}


PROGRAMS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("valuations/making", "tests/benchmarks", "tests/fuzz", "docs/examples")
    for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_beside_the_package_imports_what_is_there(program: str) -> None:
    tree = ast.parse((ROOT / program).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    for node in imports:
        if str(node.module).split(".")[0] == "socialvalue":
            if node.module == "socialvalue.frames":
                pytest.importorskip("narwhals", reason="narwhals is not installed")
            module = importlib.import_module(str(node.module))
            lost = [entry.name for entry in node.names if not _is_in(module, entry.name)]
            assert lost == [], f"{program} imports what {node.module} does not hold"


def _is_in(module: ModuleType, name: str) -> bool:
    return hasattr(module, name) or importlib.util.find_spec(f"{module.__name__}.{name}") is not None
