"""A progress bar, for a person who waits at a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

#: Seconds of work before a bar is shown: what is quick needs none.
PATIENCE = 1.0


@contextmanager
def shown(what: str, *, plain: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Draw a progress bar on stderr, if that is a terminal; gives a function to call with what is done, of what."""
    import sys
    from threading import Timer

    started = time.monotonic()
    bars: list[Progress] = []

    def waiting() -> None:
        if not bars:  # a single large file: nothing to count, but it is at work
            bars.append(_bar(plain=plain))
            bars[0].add_task(what, total=None)
            bars[0].start()

    def progress(done: int, of: int) -> None:
        if bars:
            bars[0].update(bars[0].task_ids[0], completed=done, total=of)
        elif sys.stderr.isatty() and time.monotonic() - started > PATIENCE and done < of:
            bars.append(_bar(plain=plain))
            bars[0].add_task(what, total=of, completed=done)
            bars[0].start()

    clock = Timer(PATIENCE, waiting)
    clock.daemon = True
    if sys.stderr.isatty():
        clock.start()
    try:
        yield progress
    finally:
        clock.cancel()
        if clock.ident is not None:
            clock.join()
        for bar in bars:
            bar.stop()


def _bar(*, plain: bool) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from socialvalue.showing.terminal.console import console

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console(plain=plain, stderr=True), transient=True)
