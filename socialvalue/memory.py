"""Many small records: made only when they are looked at, and without pauses for garbage collection."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar, overload

K = TypeVar("K")
T = TypeVar("T")


class Later(Sequence[T]):
    """A sequence that is made when something first looks into it."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    @cached_property
    def _all(self) -> tuple[T, ...]:
        return tuple(self._make())

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self._all[at]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[T]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return repr(self._all)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._all,)


class Anew(Iterable[T]):
    """Entries that are made each time they are gone through, so that they are never all there at once."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return iter(self._make())


_MOST_RECENT = 4096


class Recent(dict[K, T]):
    """What was found of each of some thousand things, the last that were looked up; of the others it is found again."""

    def __init__(self, find: Callable[[K], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> T:
        if len(self) >= _MOST_RECENT:
            self.clear()
        found = self[key] = self._find(key)
        return found


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Pause garbage collection: rows and lines hold no cycles, and looking for them takes up to a third of the time.

    Only the main thread pauses it, so that two threads never meet over it and a service's threads leave it alone.
    """
    enabled = gc.isenabled() and threading.current_thread() is threading.main_thread()
    if enabled:
        gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
