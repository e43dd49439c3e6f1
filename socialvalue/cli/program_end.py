"""How the program ends: told to stop, or with an output that takes no more, it says so and leaves nothing behind."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

#: What goes wrong when an output takes no more.
_OUTPUT_TAKES_NO_MORE = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EBADF", "EIO", "EFBIG")}


def run(program: Callable[[], Any]) -> NoReturn:
    """Run the program and end with its exit code; 1 where its output could not be written or it was told to stop."""
    gc.set_threshold(100_000)  # what a command makes lasts until it ends, for the most part
    for name in ("SIGTERM", "SIGHUP"):  # as Ctrl-C, so that workers are stopped and unfinished files taken away
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _raise_interrupt)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the program ends
    if sys.stdout is None:
        _end_with_error("The output is closed: nothing can be shown.")
    for stream in (sys.stdout, sys.stderr):  # which may not have every letter of a name; a result in bytes is UTF-8
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code: Any = 0
    try:
        program()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code
        with _output_errors_told():
            sys.stdout.flush()
    except OSError as err:
        _end_as_output_failed(err)
    if "duckdb" not in sys.modules:  # which complains on stderr of what it does not see taken apart
        gc.freeze()  # all memory is given back at once: nothing in it needs to be looked through
    raise SystemExit(code)


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _output_errors_told() -> Any:
    try:
        yield
    except OSError as err:
        _end_as_output_failed(err)


def _end_as_output_failed(err: OSError) -> NoReturn:
    _discard_output()
    if isinstance(err, BrokenPipeError):  # whoever read the output has had enough
        raise SystemExit(1)
    if err.errno in _OUTPUT_TAKES_NO_MORE:
        _end_with_error(f"The output cannot be written: {err.strerror}.")
    _end_with_error(f"{err.strerror or err}{f': {err.filename}' if err.filename else ''}.")


def _end_with_error(message: str) -> NoReturn:
    with contextlib.suppress(OSError):
        print(f"Error: {message}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def _discard_output() -> None:
    """Send what is still held for the output nowhere, so that Python does not try again, and complain, at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
