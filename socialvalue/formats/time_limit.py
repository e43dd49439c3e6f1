"""How long a file may be read: a clock that runs only while it is read, and one for all that is made of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from attrs import evolve, frozen

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.opening import Source, processor_time

T = TypeVar("T")
_NO_MORE: Final = object()
_ITEMS_A_LOOK = 100  # items, after which the clock is looked at: making a problem of a row may take 0.2 ms


def in_time(items: Iterable[T], source: Source, end: float | None = None) -> Iterator[T]:
    """The items, until the time of the file is over, with what is done with them meanwhile.

    Args:
        items: rows, words and the like.
        source: the file they are of.
        end: when its time is over; where None, when whoever set a limit said so.

    Raises:
        BadData: when it is over.
    """
    end = source.end if end is None else end
    if end is None:
        yield from items
        return
    for number, item in enumerate(items):
        if not number % _ITEMS_A_LOOK and processor_time() > end:
            raise source.takes_too_long()
        yield item
    if processor_time() > end:
        raise source.takes_too_long()


def sheets_in_time(sheets: Sequence[Sheet], source: Source) -> list[Sheet]:
    """The sheets of a file, whose rows come only until its time is over; as they are where nobody set a limit."""
    if source.end is None:
        return list(sheets)
    return [evolve(sheet, rows=_RowsInTime(sheet.rows, source)) for sheet in sheets]


@frozen
class _RowsInTime:
    """Rows that come only until the time of their file is over, each time they are read."""

    rows: Iterable[tuple[int, Sequence[Cell]]]
    source: Source

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return in_time(self.rows, self.source)


class Clock:
    """How long the cells of a file have been read, and how long they may be."""

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
