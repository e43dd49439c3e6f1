"""How the program ends: told to stop, or with an output that takes no more, it says so and leaves nothing behind."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

#: What goes wrong when an output takes no more.
_OF_THE_OUTPUT = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EBADF", "EIO", "EFBIG")}


def run(program: Callable[[], Any]) -> NoReturn:
    """Run the program and end with its exit code; 1 where its output could not be written or it was told to stop."""
    for name in ("SIGTERM", "SIGHUP"):  # as Ctrl-C, so that workers are stopped and unfinished files taken away
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the program ends
    if sys.stdout is None:
        _fail("The output is closed: nothing can be shown.")
    for stream in (sys.stdout, sys.stderr):  # which may not have every letter of a name; a result in bytes is UTF-8
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code: Any = 0
    try:
        program()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code
        with _told():
            sys.stdout.flush()
    except OSError as err:
        _fail_at(err)
    raise SystemExit(code)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _told() -> Any:
    try:
        yield
    except OSError as err:
        _fail_at(err)


def _fail_at(err: OSError) -> NoReturn:
    _discard_the_rest()
    if isinstance(err, BrokenPipeError):  # whoever read the output has had enough
        raise SystemExit(1)
    if err.errno in _OF_THE_OUTPUT:
        _fail(f"The output cannot be written: {err.strerror}.")
    _fail(f"{err.strerror or err}{f': {err.filename}' if err.filename else ''}.")


def _fail(message: str) -> NoReturn:
    with contextlib.suppress(OSError):
        print(f"Error: {message}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def _discard_the_rest() -> None:
    """Send what is still held for the output nowhere, so that Python does not try again, and complain, at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
