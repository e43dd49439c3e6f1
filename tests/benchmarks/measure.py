"""Whole processes timed: seconds from start to end, and the most memory they held. For Linux and macOS."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen


@frozen
class Run:
    """One process.

    Attributes:
        seconds: from its start to its end.
        work: seconds of processor time, which other programs on the machine change little.
        megabytes: of memory at its peak.
        output: what it printed.
    """

    seconds: float
    work: float
    megabytes: float
    output: str


def run(command: Sequence[str], *, errors: bool = False) -> Run:
    """Run a command to its end; fails where it fails, unless `errors` is what it is to find and to print."""
    # Python may keep what it compiled, as an installed package has it; the first run of several makes up for it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    printed = subprocess.STDOUT if errors else None
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=printed, text=True, env=environment) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode and not (errors and process.returncode == 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {output[-2_000:]}")
    scale = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * scale / 1e6, output)


def best(command: Sequence[str], times: int = 3) -> Run:
    """The quickest of several runs: the others were held up by something else."""
    return min((run(command) for _ in range(times)), key=lambda done: done.work)


def python(script: str, *arguments: str) -> list[str]:
    """A command that runs a few lines of Python."""
    return [sys.executable, "-c", script, *arguments]


def made(path: Path, rows: int, kind: str = "tidy") -> str:
    """A register of so many rows; another process makes it, for a process here starts with the memory of this one."""
    write = "import pathlib\nfrom helpers import register\n"
    write += "register.write(pathlib.Path(sys.argv[1]), int(sys.argv[2]), kind=sys.argv[3])"
    where = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
    run(python(where + write, str(path), str(rows), kind))
    return str(path)


def sv(*arguments: str) -> list[str]:
    """The command sv, of this environment."""
    return [os.path.join(os.path.dirname(sys.executable), "sv"), *arguments]  # noqa: PTH118, PTH120 - not resolved
