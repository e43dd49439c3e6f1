"""Reading in a child process: a crash there, or a file that never ends, is a message here.

Used where a reader is written in another language, or is not known to bear whatever a file may hold.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from socialvalue.formats.sheets import Sheet
from socialvalue.opening import Source
from socialvalue.problems import BadData, Place, Problem, error

SECONDS = 120
MEGABYTES = 1_500
LEAST_MEGABYTES, MEGABYTES_A_MILLION = 600, 60  # of a child that reads a workbook of so many bytes

_TOO_MUCH = 3  # the exit code of a child that ran out of memory
_SWEEP = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"
_PACKAGE = Path(__file__).resolve().parents[1]
_SCRIPT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from socialvalue.formats.sandbox import main; main()"
)


def module_folders() -> list[str]:
    """Where a child process may import from: as here, but never from the folder someone happens to be in.

    A folder of returns that came from elsewhere may hold a ``pickle.py``. Where the package itself is in that
    folder, as in a checkout, the folder comes last, so that nothing in it goes before a module of that name.
    """
    here = Path.cwd().resolve()
    folders = [path for path in sys.path if path and Path(path).is_absolute() and Path(path).resolve() != here]
    return [*folders, str(_PACKAGE.parent)]


def in_child(function: str, data: bytes, place: Place, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Any:
    """What a reading function gives for a file, called in a child process.

    Args:
        function: the module and name of a function that takes the bytes of a file, such as
            ``socialvalue.formats.ods:ods_sheets``.
        data: the bytes.
        place: the file, for a problem.
        seconds: how long it may take.
        megabytes: how much memory it may take, where the system can limit that (POSIX).

    Raises:
        BadData: what the function raises; or when it crashed, or took longer or more memory than it may.
    """
    if sys.platform == "emscripten":  # a page in a browser, which is a separate process
        return _call_by_name(function, data)
    job = [function, str(seconds), str(megabytes)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", "-c", _SCRIPT, json.dumps(module_folders()), *job],
            cwd=_PACKAGE.parent,
            input=data,
            capture_output=True,
            timeout=2 * seconds,  # on the clock of the wall; the child counts its own
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadData([_refused("takes-too-long", place, f"It takes more than {seconds} seconds to read.")]) from None
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise BadData([_refused("takes-too-long", place, f"It takes more than {seconds} seconds to read.")])
    if done.returncode == _TOO_MUCH:
        raise BadData([_refused("file-too-large", place, f"It takes more than {megabytes:,} MB of memory to read.")])
    try:
        outcome = _PlainUnpickler(io.BytesIO(done.stdout)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        remedy = "Open it in Excel, let it be repaired, and save it as .xlsx."
        raise BadData([error("file-truncated", place, "The file is damaged: its reader broke off.", remedy)]) from None
    if isinstance(outcome, Refusal):
        raise BadData(outcome.problems)
    return outcome


def _refused(code: str, place: Place, message: str) -> Problem:
    return error(code, place, message, "Copy the cells you need into a new workbook, and save that.")


def sheets_in_child(function: str, source: Source, data: bytes) -> list[Sheet]:
    """The sheets that a function finds in a child process, which may take no more than suits the file."""
    size = len(data) / 1e6
    found = in_child(
        function,
        data,
        source.place,
        seconds=int(source.seconds) + 1,
        megabytes=int(LEAST_MEGABYTES + size * MEGABYTES_A_MILLION),
    )
    return [Sheet(source.name, sheet.name, sheet.rows, hidden=sheet.hidden, marks=sheet.marks) for sheet in found]


class Refusal:
    """The problems a child found instead of a result."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems


class _PlainUnpickler(pickle.Unpickler):
    """Reads back only plain values and the records of this package, whatever a child may have become."""

    def find_class(self, module: str, name: str) -> Any:
        known = module.split(".")[0] in ("socialvalue", "datetime", "decimal") and "." not in name
        found = super().find_class(module, name) if known else None
        if not isinstance(found, type) or found.__module__.split(".")[0] != module.split(".")[0]:
            msg = f"{module}.{name} is no part of a sheet"
            raise pickle.UnpicklingError(msg)
        return found


def main() -> None:
    """The child: limits itself, reads, and writes what it found to stdout."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    name, seconds, megabytes = sys.argv[1:]
    end_with_parent()
    _limit_this_process(int(seconds), int(megabytes))
    try:
        found = _call_by_name(name, sys.stdin.buffer.read())
        content = pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)
    except BadData as err:
        content = pickle.dumps(Refusal(err.problems))
    except MemoryError:
        sys.exit(_TOO_MUCH)
    out.write(content)
    out.flush()


def _call_by_name(name: str, data: bytes) -> Any:
    module, function = name.split(":")
    return getattr(import_module(module), function)(data)


@contextmanager
def swept_folder() -> Iterator[str]:
    """A temporary folder that is gone afterwards, however this process ends: a small child waits for that."""
    with tempfile.TemporaryDirectory(prefix="sv-") as folder:
        broom = None
        if sys.platform != "emscripten":
            broom = subprocess.Popen(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-I", "-S", "-c", _SWEEP, folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # it outlives whatever ends this process and those beside it
            )
        try:
            yield folder
        finally:
            if broom is not None:
                broom.communicate()


def end_with_parent() -> None:
    """End this process soon after the one that started it has ended, however that ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit_this_process(seconds: int, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: only the parent's clock limits it
        return
    for limit, value in (
        (resource.RLIMIT_AS, megabytes * 1_000_000),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
