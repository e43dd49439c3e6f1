"""However a command ends, it ends with a message or quietly: never with a traceback, and nothing lives on."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.published import outcome_phrases as spelling

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and devices of POSIX")

SV = f"{shlex.quote(sys.executable)} -P -m socialvalue"
COUNTS = "organisation,period,outcome,quantity\n"
RETURN = COUNTS + "Acme,2020-10,apprenticeship,2\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("r.csv").write_text(RETURN)
    return tmp_path


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "words", ["calc r.csv", "calc r.csv --format json", "banks list", "banks show hmt-wellby-2021"]
)
def test_an_output_that_is_full_is_told(words: str) -> None:
    done = shell(f"{SV} {words} > /dev/full")
    assert done.returncode == 1
    assert "Error: The output cannot be written: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.slow
def test_a_folder_that_is_gone_is_told() -> None:
    done = shell(f"mkdir gone; cd gone; rmdir ../gone; {SV} calc r.csv")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "output" not in done.stderr


@pytest.mark.slow
def test_a_closed_output_is_told() -> None:
    done = shell(f"{SV} calc r.csv >&-")
    assert done.returncode == 1
    assert done.stderr == "Error: The output is closed: nothing can be shown.\n"
    assert shell(f"{SV} calc r.csv >&- 2>&-").returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("words", ["banks list", "calc r.csv --format json"])
def test_a_reader_that_has_had_enough_is_not_told(words: str) -> None:
    done = shell(f"{SV} {words} | head -c 10")
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.slow
def test_a_link_that_leads_to_itself_is_told() -> None:
    Path("loop.csv").symlink_to("loop.csv")
    for words in ("check loop.csv", "calc loop.csv", "verify loop.csv", "calc r.csv --targets loop.csv"):
        done = shell(f"{SV} {words}")
        assert done.returncode == 1, words
        assert "loop.csv" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_stops_and_leaves_nothing(told: signal.Signals) -> None:
    Path("big.csv").write_text(COUNTS + "".join(f"Acme {n},2020-10,apprenticeship,1\n" for n in range(400_000)))
    running = subprocess.Popen([*shlex.split(SV), "calc", "big.csv", "--out", "x.json"], stderr=subprocess.PIPE)
    time.sleep(1.5)
    running.send_signal(told)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 1
    assert b"Aborted!" in said
    assert b"Traceback" not in said
    assert sorted(entry.name for entry in Path().iterdir()) == ["big.csv", "r.csv"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_workers_end_with_the_process_that_started_them() -> None:
    Path("many").mkdir()
    for number in range(520):
        Path(f"many/{number}.csv").write_text(COUNTS + f"Acme {number},2020-10,apprenticeship,1\n" * 300)
    program = "import socialvalue as sv; print(sv.read('many', workers=2).lines[:0], flush=True)"
    running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
    children: set[int] = set()
    for _ in range(100):
        children = {pid for pid in below(running.pid) if b"spawn_main" in command_line(pid)}
        if len(children) >= 2:
            break
        time.sleep(0.05)
    assert len(children) >= 2
    running.kill()
    running.wait()
    for _ in range(100):
        if not any(b"spawn_main" in command_line(pid) for pid in children):
            return
        time.sleep(0.05)
    pytest.fail("workers live on")


def below(pid: int) -> set[int]:
    try:
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_not_every_word_nobody_knows_is_compared_with_every_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    slips = spelling.slips
    monkeypatch.setattr(spelling, "slips", lambda name, known: compared.append(name) or slips(name, known))
    letters = [f"{n:05d}".translate(str.maketrans("0123456789", "abcdefghij")) for n in range(3_000)]
    Path("words.csv").write_text(COUNTS + "".join(f"Acme,2020-10,{word} training,1\n" for word in letters))
    told = [problem for problem in sv.read("words.csv").problems if problem.code == "more-problems"]
    assert [problem.message for problem in told] == ["2,900 more have the problem unknown-outcome."]
    assert len(compared) == 200


def test_of_thousands_of_problems_of_one_code_the_first_are_shown() -> None:
    Path("r.csv").write_text(COUNTS + "".join(f"Acme,2020-10,apprenticeship,{number}\n" for number in range(3_000)))
    said = CliRunner().invoke(main, ["check", "r.csv"]).stderr.splitlines()
    assert len(said) == 101
    assert said[-1] == "error: 2,899 more like the last of these; --problems FILE writes them all. [conflicting-lines]"
