"""What people see on a terminal: 80 columns, honest about what is not there, plain when asked."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from socialvalue.cli import main

ROOT = Path(__file__).parents[1]
OCTOBER = str(ROOT / "seeds/returns-2020-10.csv")


#: What sets a colour or a weight; a bar for what takes long moves the cursor, and sets none.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def shown(*args: str) -> str:
    result = CliRunner().invoke(main, args, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def on_a_terminal(*args: str, **environment: str) -> str:
    """What a person at a terminal of 80 columns sees, colours and all."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'sv'; from socialvalue.cli import main; main()", *args]
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "CI")}
    env = {**clean, "TERM": "xterm-256color", **environment}
    process = subprocess.Popen(command, stdout=follower, stderr=follower, stdin=follower, env=env, cwd=ROOT)
    os.close(follower)
    seen = b""
    try:
        while chunk := os.read(leader, 65536):
            seen += chunk
    except OSError:  # Linux ends a terminal whose other side is closed with EIO
        pass
    os.close(leader)
    assert process.wait() == 0, seen.decode()
    return seen.decode()


def test_the_october_2020_return(snapshot: SnapshotAssertion) -> None:
    assert shown("calc", OCTOBER) == snapshot


def test_a_net_method(snapshot: SnapshotAssertion) -> None:
    assert shown("calc", OCTOBER, "--deadweight", "10%:20%:30%", "--years", "2", "--cost", "500000") == snapshot


def test_a_line_explained(snapshot: SnapshotAssertion) -> None:
    assert shown("explain", OCTOBER, "--line", "1", "--deadweight", "20%") == snapshot


def test_when_nothing_has_a_value_that_is_said_and_no_total_of_nought_is_shown() -> None:
    text = shown("calc", str(ROOT / "seeds/returns-2020-03-to-10.csv"))
    assert "Nothing that was reported could be valued with hact-svb-2020." in text
    assert "948,246 calls" in text
    assert "Total" not in text
    assert "£0" not in text.replace("That is not £0", "")


def test_nothing_to_be_sure_of_is_no_mistake(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2020-10,full-time-employment,0\n")
    figures = ("--deadweight", "10%:20%:30%", "--sensitivity", "--simulate", "10")
    assert "£0 to £0" in shown("calc", str(entered), *figures)
    calls = str(ROOT / "seeds/returns-2020-03-to-10.csv")
    assert "That is not £0" in shown("calc", calls, "--sensitivity", "--simulate", "10")


def test_where_no_figure_has_a_range_none_is_shown() -> None:
    text = shown("calc", OCTOBER, "--sensitivity", "--simulate", "10", "--cost", "5000000")
    assert "Range        not known: no figure used has a low and a high" in text
    assert "£3,063,571 to £3,063,571" not in text
    assert "runs" not in text
    ranged = shown("calc", OCTOBER, "--deadweight", "10%:20%:30%", "--sensitivity")
    assert "Range        £2,144,499.70 to £2,757,213.90" in ranged


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("--out", "results.xlsx", "--format", "json"), "--format json is not what “results.xlsx” holds"),
        (("--out", "results.xlsx", "--format", "table"), "--format table is not what “results.xlsx” holds"),
        (("--coverage", "42"), "--coverage 42: write a share above 0% and up to 100%, such as 42% or 0.42."),
        (("--coverage", "1.5"), "--coverage 1.5: write a share above 0% and up to 100%, such as 42% or 0.42."),
        (("--coverage", "0"), "--coverage 0: write a share above 0% and up to 100%, such as 42% or 0.42."),
    ],
)
def test_what_was_asked_for_wrongly_is_named(
    args: tuple[str, ...], answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["calc", OCTOBER, *args], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert answer in " ".join(result.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["calc", OCTOBER, "--out", "nowhere/results.xlsx"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "results.xlsx cannot be written: there is no folder “nowhere”. Make the folder" in result.stderr


def test_a_format_that_agrees_with_the_file_is_written(tmp_path: Path) -> None:
    shown("calc", OCTOBER, "--format", "json", "--out", str(tmp_path / "result.json"))
    assert (tmp_path / "result.json").read_text().startswith("{")


@pytest.mark.parametrize("args", [("calc", OCTOBER), ("explain", OCTOBER, "--line", "1"), ("banks", "list")])
def test_nothing_is_wider_than_80_columns_or_ends_in_blanks_or_coloured_in_a_pipe(args: tuple[str, ...]) -> None:
    for line in shown(*args).splitlines():
        assert len(line) <= 80
        assert line == line.rstrip()
        assert "\x1b" not in line


def test_long_names_stay_within_80_columns(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    name = "The Very Long and Ancient Name of a Housing Association of the North and East Limited " * 2
    entered.write_text(f"organisation,period,outcome,quantity\n{name},2020-10,full-time-employment,123456\n")
    text = shown("calc", str(entered), "--deadweight", "20%")
    assert max(map(len, text.splitlines())) <= 80
    assert "£1,781,840,448" in text
    assert "£1,425,472,358.40" in text


def test_people_are_added_up_only_where_all_that_is_counted_is_people(tmp_path: Path) -> None:
    entered = tmp_path / "returns.csv"
    entered.write_text("organisation,period,outcome,quantity\nAcme,2026-10,volunteer-hours,10\n")
    vocabulary = shown("calc", str(entered), "--bank", "volunteer-time-nlw")
    total = next(line for line in vocabulary.splitlines() if line.startswith(" Total"))
    assert "10 hours" in vocabulary
    assert len(total.split()) == 2


@pytest.mark.slow
def test_a_terminal_shows_colour_and_the_next_step_and_no_color_and_plain_take_the_colour_away() -> None:
    seen = on_a_terminal("calc", OCTOBER)
    assert "\x1b[" in seen
    assert "Next: " in seen
    assert not COLOUR.search(on_a_terminal("calc", OCTOBER, NO_COLOR="1"))
    assert not COLOUR.search(on_a_terminal("calc", OCTOBER, "--plain"))


def test_the_next_step_is_not_in_what_a_program_reads() -> None:
    result = CliRunner().invoke(main, ["calc", OCTOBER])
    assert "Next:" not in result.output


@pytest.mark.slow
def test_a_stream_without_pound_signs_or_lines_still_gets_the_figures() -> None:
    code = "import sys; sys.argv[0] = 'sv'; from socialvalue.cli import main; main()"
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-c", code, "calc", OCTOBER], capture_output=True, env=env, check=True)
    assert "3,063,571" in run.stdout.decode("ascii")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_an_example_in_its_help(command: str) -> None:
    group = main.commands[command]
    for name in sorted(getattr(group, "commands", {"": None})):
        text = shown(command, *([name] if name else []), "--help")
        assert "Example" in text
        assert f"sv {command}" in text.split("Example", 1)[1]


def test_figures_are_whole_at_any_width_and_names_wrap_between_words() -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from socialvalue.showing.terminal.tables import print_table

    def printed(width: int) -> str:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Outcome")
        table.add_column("Year to date", justify="right")
        table.add_column("Value", justify="right")
        table.add_row("Full-time employment", "£12,466,724.10", "£1,466,724.10")
        text = io.StringIO()
        print_table(table, Console(width=width, file=text, highlight=False))
        assert max(map(len, text.getvalue().splitlines())) <= width
        return text.getvalue()

    for width in range(32, 100):
        shown = printed(width)
        assert "£12,466,724.10" in shown
        assert "£1,466,724.10" in shown
        assert "…" not in shown
    assert "Outcome: Full-time employment" in " ".join(printed(34).split())
    assert "  Year to date  £12,466,724.10" in printed(34)
    assert "employment" in printed(52).split()


def test_a_unit_value_is_shown_in_the_prices_of_the_table(tmp_path: Path) -> None:
    entered = tmp_path / "r.csv"
    entered.write_text("organisation,period,outcome,quantity\nA,2020-10,wellby,100\n", encoding="utf-8")
    printed = shown("calc", str(entered), "--bank", "hmt-wellby-2021", "--prices", "2023")
    assert "£15,426.98" in printed  # 100 of them are the £1,542,698 of the row
    assert "each unit value shown is the published one × 1.186691" in printed


def test_an_open_bank_is_attributed_and_unit_values_that_are_rounded_say_so() -> None:
    text = " ".join(shown("calc", OCTOBER, "--bank", "open-2026").split())
    assert "Unit values shown to the penny; the sums use them unrounded" in text
    assert "Licence Contains public sector information licensed under the Open Government Licence v3.0" in text
    assert "shown to the penny" not in shown("calc", OCTOBER)
