"""TOML made to exhaust its reader is a message, whichever kind of file it is given for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.published.methods import load_method
from socialvalue.published.toml_text import MOST_LEVELS, plain_toml

ROOT = Path(__file__).parents[1]

DEEP = {
    "a key": "a." * 40_000 + "a = 1",
    "a key in quotes": '"a".' * 40_000 + "a = 1",
    "a header": "[" + "a." * 40_000 + "a]",
    "a header of many tables": "[[" + "a." * 40_000 + "a]]",
    "a key within a table": "a = {" + "a." * 40_000 + "a = 1}",
    "lists": "a = " + "[" * 100_000,
    "lists over lines": "a = " + "[\n" * 500 + "]\n" * 500,
    "tables": "{a = " * 5_000,
    "tables of a value": "a = " + "{a = " * 5_000 + "1" + "}" * 5_000,
}


@pytest.mark.parametrize("read", [sv.read_mapping, sv.load_bank, load_method], ids=["map", "bank", "method"])
@pytest.mark.parametrize("kind", DEEP)
def test_it_is_one_problem_with_its_line(kind: str, read: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(f"# made to harm\n{DEEP[kind]}\n", encoding="utf-8")
    with pytest.raises(sv.BadData) as caught:
        read(path)
    [problem] = caught.value.problems
    assert (problem.code, problem.place.file) == ("bad-data", "deep.toml")
    line = 2 + MOST_LEVELS if kind == "lists over lines" else 2
    assert problem.message == f"Line {line} holds a key or a list nested more than {MOST_LEVELS} deep."
    assert problem.remedy


@pytest.mark.parametrize("option", ["--map", "--bank", "--method"])
def test_it_is_a_message_on_the_command_line(option: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(DEEP["a key"], encoding="utf-8")
    done = CliRunner().invoke(main, ["calc", str(ROOT / "docs/examples/tracker.csv"), option, str(path)])
    assert done.exit_code in (1, 2)
    assert isinstance(done.exception, SystemExit)
    assert "nested more than" in done.output
    assert len(done.output) < 1_000


DOTS = "a." * 30 + "a"
BRACKETS = "[{" * 30


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (".".join("a" * MOST_LEVELS) + " = 1", None),
        ("a = " + "[" * MOST_LEVELS + "]" * MOST_LEVELS, None),
        (f"# {DOTS} {BRACKETS}", {}),
        (f'a = "{DOTS} {BRACKETS}"', {"a": f"{DOTS} {BRACKETS}"}),
        (f"a = '{DOTS} {BRACKETS}'", {"a": f"{DOTS} {BRACKETS}"}),
        (f'a = "\\"{BRACKETS}"', {"a": f'"{BRACKETS}'}),
        (f"a = '\\' # {BRACKETS}", {"a": "\\"}),
        (f'a = """\n"{DOTS}\n""{BRACKETS}"""""', {"a": f'"{DOTS}\n""{BRACKETS}""'}),
        (f"a = '''\n'{DOTS}\n''{BRACKETS}'''''", {"a": f"'{DOTS}\n''{BRACKETS}''"}),
        (f'a = """\\"""{BRACKETS}"""', {"a": f'"""{BRACKETS}'}),
        (f'"{DOTS}" = ""\n\'{BRACKETS}\' = """"""', {DOTS: "", BRACKETS: ""}),
        ("a = [" + "1.5, " * 100 + "]", {"a": [1.5] * 100}),
        ("a = [" + "[1.5],\n" * 100 + "]", {"a": [[1.5]] * 100}),
        ("".join(f"[a.b{n}]\nc.d = {{ e.f = [1] }}\n" for n in range(100)), None),
    ],
)
def test_what_people_write_is_read(text: str, data: dict[str, Any] | None) -> None:
    found = plain_toml(text.encode(), "file.toml")
    assert found == data if data is not None else found


@pytest.mark.parametrize("path", sorted((ROOT / "valuations").rglob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_values_is_read_as_before(path: Path) -> None:
    import tomllib

    assert plain_toml(path.read_bytes(), path.name) == tomllib.loads(path.read_text(encoding="utf-8"))
