"""How long a file may be read: a clock that runs only while it is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from attrs import frozen

from socialvalue.formats.sheets import Cell
from socialvalue.opening import Source

T = TypeVar("T")
_NO_MORE: Final = object()

#: Seconds of this thread alone: a service reads in many at once. Where there is one thread only, of the process.
processor_time: Callable[[], float] = getattr(time, "thread_time", time.process_time)


@frozen
class TimedRows:
    """Rows that may be read for so long and no longer, each time they are."""

    rows: Iterable[tuple[int, Sequence[Cell]]]
    source: Source

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return Clock(self.source).timed(self.rows)


class Clock:
    """How long a file has been read, and how long it may be."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.left: float = source.seconds
        self._started = 0.0

    def __enter__(self) -> None:
        self._started = processor_time()

    def __exit__(self, *_: object) -> None:
        self.left -= processor_time() - self._started
        if self.left < 0:
            raise self.source.takes_too_long()

    def timed(self, found: Iterable[T]) -> Iterator[T]:
        """What is found, while there is time left."""
        items = iter(found)
        while True:
            with self:
                item = next(items, _NO_MORE)
            if item is _NO_MORE:
                return
            yield item  # type: ignore[misc] # it is not the end
