"""No command writes over what it reads, nor one file twice, nor over anything but a plain file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from socialvalue.cli import main
from socialvalue.cli.command import OPTION_GROUPS, Command, Input, Named, Output
from socialvalue.published import toml

POSIX = pytest.mark.skipif(os.name != "posix", reason="links, devices and permissions of POSIX")

COUNTS = "organisation,period,outcome,quantity\nAcme,2020-10,apprenticeship,2\n"
REGISTER = "organisation,period,outcome,person\nAcme,2020-10,apprenticeship,K-1\n"
TARGETS = "organisation,period,outcome,target\nAcme,2020-10,apprenticeship,4\n"
INDICATORS = "place,indicator,period,value,unit,source\nLeeds,unemployment,2020,5.1,%,ONS\n"
METHOD = '[method]\nid = "own"\ntitle = "Own"\nsummary = "Own."\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Path("r.csv").write_text(COUNTS)
    Path("t.csv").write_text(TARGETS)
    Path("i.csv").write_text(INDICATORS)
    Path("m.toml").write_text(METHOD)
    Path("folder").mkdir()
    Path("folder/a.csv").write_text(COUNTS)
    Path("folder/read-me.md").write_text("not read, but nobody's output either")
    return tmp_path


def sv(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def files() -> dict[str, bytes]:
    """Every file below the folder one stands in."""
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "words",
    [
        "calc r.csv --out r.csv",
        "calc r.csv --targets t.csv --out t.csv",
        "calc r.csv --indicators i.csv --out i.csv",
        "calc r.csv --targets t.csv --problems t.csv",
        "calc r.csv --coverage t.csv --problems t.csv",
        "calc folder --out folder/a.csv",
        "calc folder --out folder/read-me.md",
        "calc folder/../r.csv --out ./r.csv",
        "calc r.csv --problems r.csv",
        "check r.csv --problems r.csv",
        "check folder --problems folder/a.csv",
    ],
)
def test_an_input_of_any_kind_is_not_written_over(words: str) -> None:
    before = files()
    done = sv(*words.split())
    assert done.exit_code == 2
    assert "is an input and is not written over: choose another name." in done.stderr
    assert files() == before


def test_one_file_is_not_two_outputs() -> None:
    before = files()
    done = sv("calc", "r.csv", "--out", "x.csv", "--problems", "./x.csv")
    assert done.exit_code == 2
    assert "“x.csv” would be written twice" in done.stderr
    assert files() == before


@pytest.mark.parametrize(
    "words",
    [
        "calc r.csv --problems m.toml",
        "calc r.csv --method m.toml --problems m.toml",
        "calc r.csv --out result.pdf",
        "report r.csv --out page.csv",
        "compare r.csv --banks hact-svb-2020,hmt-wellby-2021 --out x.csv",
        "template returns.csv",
        "banks export hmt-wellby-2021 --out x.toml",
    ],
)
def test_a_name_that_ends_in_what_is_not_written_is_refused(words: str) -> None:
    before = files()
    done = sv(*words.split())
    assert done.exit_code == 2
    assert "Cannot write" in done.stderr
    assert files() == before


@POSIX
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["a link", "a second name of one file"])
def test_a_file_is_known_under_another_name(link: Callable[[str, str], None]) -> None:
    link("r.csv", "other.csv")
    before = files()
    done = sv("calc", "r.csv", "--out", "other.csv")
    assert done.exit_code == 2
    assert "is an input" in done.stderr
    assert files() == before


@POSIX
def test_a_device_a_pipe_and_a_folder_are_not_written_over() -> None:
    os.mkfifo("pipe.csv")
    Path("null.csv").symlink_to("/dev/null")
    Path("loop.csv").symlink_to("loop.csv")
    Path("there.csv").mkdir()
    for name in ("pipe.csv", "null.csv", "there.csv", "loop.csv"):
        done = sv("calc", "r.csv", "--out", name)
        assert done.exit_code == 2, name
        assert name in done.stderr
    assert stat.S_ISFIFO(Path("pipe.csv").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@POSIX
def test_a_file_that_is_written_again_keeps_who_may_read_it() -> None:
    Path("x.json").write_text("old")
    Path("x.json").chmod(0o600)
    assert sv("calc", "r.csv", "--out", "x.json").exit_code == 0
    assert Path("x.json").stat().st_mode & 0o777 == 0o600


@POSIX
@pytest.mark.parametrize(("text", "mode"), [(COUNTS, 0o644), (REGISTER, 0o600)], ids=["counts", "a register"])
def test_what_is_made_from_a_register_is_for_oneself(text: str, mode: int) -> None:
    Path("in.csv").write_text(text)
    before = os.umask(0o022)
    try:
        done = sv("calc", "in.csv", "--out", "x.json", "--problems", "p.csv")
    finally:
        os.umask(before)
    assert done.exit_code == 0, done.stderr
    assert Path("x.json").stat().st_mode & 0o777 == mode
    assert Path("p.csv").stat().st_mode & 0o777 == mode


@POSIX
@pytest.mark.parametrize(
    "words",
    [
        "report in.csv --out x.html",
        "compare in.csv --banks hact-svb-2020,hmt-wellby-2021 --out x.json",
        "map in.csv --out x.xlsx",
    ],
)
def test_every_output_made_from_a_register_is_for_oneself(words: str) -> None:
    Path("in.csv").write_text(REGISTER)
    done = sv(*words.split())
    assert done.exit_code == 0, done.output
    assert Path(words.split()[-1]).stat().st_mode & 0o777 == 0o600


def test_a_bank_of_ones_own_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sv("banks", "export", "hmt-wellby-2021", "--out", "w.csv").exit_code == 0
    assert sv("banks", "import", "w.csv", "--id", "my-bank", "--out", "my-bank.toml").exit_code == 0
    read: list[str] = []
    before = toml.read_toml

    def counted(path: Path) -> dict[str, object]:
        read.append(path.name)
        return before(path)

    monkeypatch.setattr(toml, "read_toml", counted)
    done = sv("calc", "r.csv", "--bank", "my-bank.toml", "--by", "organisation", "--out", "x.xlsx")
    assert done.exit_code == 0, done.stderr
    assert read.count("my-bank.toml") == 1


def commands(group: click.Group = main) -> Iterator[click.Command]:
    for entry in group.commands.values():
        yield from commands(entry) if isinstance(entry, click.Group) else [entry]


@pytest.mark.parametrize("entry", list(commands()), ids=lambda entry: str(entry.name))
def test_every_command_says_which_of_its_files_are_read_and_which_written(entry: click.Command) -> None:
    assert isinstance(entry, Command)
    for parameter in entry.params:
        says = f"{parameter.metavar or ''} {getattr(parameter, 'help', '') or ''}"
        if "FILE" in says or isinstance(parameter.type, click.Path):
            assert isinstance(parameter.type, Input | Output | Named), parameter.name


def test_every_option_of_the_main_command_has_a_group_in_its_help() -> None:
    names = {name for group in OPTION_GROUPS.values() for name in group}
    options = {option.name for option in main.commands["calc"].params if isinstance(option, click.Option)}
    assert options - names <= {"out", "form", "help"}
    lines = sv("calc", "--help").stdout.splitlines()
    assert [line for line in lines if line in [f"{title}:" for title in OPTION_GROUPS]][-1] == "Rarely needed:"
