"""Many files read in several processes at once, which end with the one that started them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from socialvalue.reading import person_keys
from socialvalue.records.returns import Return

_read_one_file: Callable[[Path], Return]


def _start_worker(work: Callable[[Path], Return], salt: bytes) -> None:
    global _read_one_file
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then stops its workers
    person_keys._SALT = salt  # one person has one hash in every process
    _read_one_file = work


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, however it went."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_in_worker(path: Path) -> Return:
    return _read_one_file(path)


def read_in_processes(work: Callable[[Path], Return], files: Sequence[Path], workers: int) -> Iterator[Return]:
    """What each file reports, in the order of the files.

    Args:
        work: reads one file; it is sent to each process.
        files: the files.
        workers: how many processes at most.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context, resource_tracker

    if hasattr(signal, "pthread_sigmask"):
        with _safe_import_path():
            resource_tracker.ensure_running()  # started within what follows, it would let Ctrl-C through again
    pool: ProcessPoolExecutor | None = None
    try:
        with _safe_import_path(), _interrupts_held():  # workers start within it, and never see one
            start = (work, person_keys._SALT)
            pool = ProcessPoolExecutor(min(workers, len(files)), get_context("spawn"), _start_worker, start)
            found = pool.map(_read_in_worker, files, chunksize=16)
        yield from found
    finally:
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _safe_import_path() -> Iterator[None]:
    """Start processes that never import from the folder someone happens to be in, which may hold a `pickle.py`."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Make Ctrl-C wait; processes started meanwhile leave it to this one, which stops them."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows, where workers ignore it as soon as they run
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
