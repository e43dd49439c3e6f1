"""A connection to DuckDB: in memory, with a folder for what is too large, and no longer than a file may take."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Any

from socialvalue.opening import Source, processor_time

#: How much memory DuckDB may take; what is more goes to a temporary folder.
MEMORY = "1GB"

#: How many bytes may go there, beside ten times those of the file.
MOST_SPILLED = 1_000_000_000
INSTALL_DUCKDB = "Install it with: pip install 'socialvalue[scale]'"


def duckdb_installed() -> bool:
    """Whether DuckDB can be imported."""
    return find_spec("duckdb") is not None


def end_of_time(source: Source) -> float:
    """When the time of a file is over that is read from now on, with what is done with its rows."""
    return processor_time() + 2 * source.seconds if source.end is None else source.end


@contextmanager
def connected(source: Source) -> Iterator[Any]:
    """DuckDB in memory, with a temporary folder that is gone afterwards however this process ends.

    Raises:
        BadData: when reading takes far longer than a file of this size does.
    """
    from socialvalue.formats.sandbox import swept_folder

    with swept_folder() as spill, _connection(spill, source.size) as connection, limited(connection, source):
        yield connection


def kept_connection(size: int) -> tuple[Any, Callable[[], None]]:
    """The same for so many bytes, until the function is called that is beside it."""
    from socialvalue.formats.sandbox import swept_folder

    kept = ExitStack()
    return kept.enter_context(_connection(kept.enter_context(swept_folder()), size)), kept.close


@contextmanager
def limited(connection: Any, source: Source) -> Iterator[None]:
    """What DuckDB does meanwhile may take no longer than reading a file of this size.

    Raises:
        BadData: when it does.
    """
    import duckdb

    late = threading.Event()
    with _interrupted_when_late(connection, source, late):
        try:
            yield
        except duckdb.Error:
            if not late.is_set():
                raise
    if late.is_set():
        raise source.takes_too_long()


@contextmanager
def _interrupted_when_late(connection: Any, source: Source, late: threading.Event) -> Iterator[None]:
    """Interrupt what DuckDB does when the time for a file is over."""
    done = threading.Event()
    end = time.process_time() + 2 * source.seconds  # of two threads

    def watch() -> None:
        while not done.wait(0.2):
            if time.process_time() > end:
                late.set()
                connection.interrupt()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _connection(spill: str, size: int) -> Any:
    import duckdb

    # It fetches no extension from the network.
    settings: dict[str, Any] = {
        "memory_limit": MEMORY,
        "temp_directory": spill,
        "max_temp_directory_size": f"{MOST_SPILLED + 10 * size}B",
        "threads": min(4, os.cpu_count() or 1),
        "autoinstall_known_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    connection.execute("SET enable_progress_bar = false")  # it would be printed on stdout, among the result
    connection.execute("SET streaming_buffer_size = '200KB'")  # few rows wait in memory to be taken
    return connection
