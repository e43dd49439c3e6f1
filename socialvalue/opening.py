"""The one way to open a file that somebody gave: a regular file of bounded size, or what comes through a pipe."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TypeAlias

from attrs import field, frozen

from socialvalue.problems import BadData, Place, error

#: Files of at most so many bytes are held while they are read.
HELD = 20_000_000

#: No file larger than this is opened whole.
MOST_BYTES = 500_000_000

#: How long reading may take, for any file and for each million bytes of it.
SECONDS, SECONDS_A_MILLION = 3.0, 6.0

_PIECE = 1 << 20

#: Seconds of this thread alone: a service reads in many at once. Where there is one thread only, of the process.
processor_time: Callable[[], float] = getattr(time, "thread_time", time.process_time)

_most_seconds: ContextVar[float | None] = ContextVar("most_seconds", default=None)
Stamp: TypeAlias = tuple[int, int, int, int]


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Let each file that is opened take so long, with all that is made of it; None for what is usual for its size."""
    if seconds is not None and (isinstance(seconds, bool) or not isinstance(seconds, int | float)):
        msg = f"the seconds a file may take are a number, not {seconds!r}"
        raise TypeError(msg)
    before = _most_seconds.set(seconds)
    try:
        yield
    finally:
        _most_seconds.reset(before)


def _end_of_time() -> float | None:
    most = _most_seconds.get()
    return None if most is None else processor_time() + most


@frozen
class Source:
    """A file that was opened.

    Attributes:
        path: where it is.
        head: its first bytes.
        size: how many bytes it holds.
        held: all of them, for a small file or a pipe; None for a large one, which is read where it lies.
        end: when its time is over, by `processor_time` of the thread that opened it; None where nobody set a limit.
    """

    path: Path
    head: bytes
    size: int
    held: bytes | None = field(repr=False)
    _stamp: Stamp | None = field(repr=False)
    end: float | None = field(factory=_end_of_time, init=False, eq=False, repr=False)

    @classmethod
    def of(cls, path: Path, content: bytes) -> Source:
        """A file whose bytes were read already; `path` only names it."""
        return _source(path, content[:_PIECE], len(content), content, None)

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.path.name

    @property
    def place(self) -> Place:
        """The file, for a problem."""
        return Place(file=self.name)

    @property
    def seconds(self) -> float:
        """How long reading its cells may take, in seconds of processor time."""
        usual = SECONDS + self.size / 1e6 * SECONDS_A_MILLION
        most = _most_seconds.get()
        return usual if most is None else min(usual, most)

    def check_time(self) -> None:
        """Look at the clock.

        Raises:
            BadData: when somebody set how long the file may take, and that is over.
        """
        if self.end is not None and processor_time() > self.end:
            raise self.takes_too_long()

    def takes_too_long(self) -> BadData:
        """The problem of a file for which that was not enough."""
        if self.end is None:
            message = "It takes far longer to read than a file of its size does."
            remedy = "Copy the cells you need into a new file, and save that."
        else:
            message, remedy = "It takes longer to read than is allowed here.", "Send less in one file."
        return BadData([error("takes-too-long", self.place, message, remedy)])

    def open(self) -> IO[bytes]:
        """Its bytes, from the first on."""
        return io.BytesIO(self.held) if self.held is not None else self.path.open("rb")

    def bytes(self, most: int = MOST_BYTES) -> bytes:
        """All of its bytes.

        Raises:
            BadData: when there are more than may be.
        """
        if self.held is not None:
            return self.held
        with self.path.open("rb") as file:
            return _whole(file, most, self.place)

    def digest(self) -> str:
        """The sha256 of what was read.

        Raises:
            BadData: when the file has changed since it was opened.
        """
        if self.held is not None:
            return hashlib.sha256(self.held).hexdigest()
        with self.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            if _stamp(os.fstat(file.fileno())) != self._stamp or _stamp(self.path.stat()) != self._stamp:
                message = "The file was written to while it was read."
                remedy = "Wait until it is complete, and run the command again."
                raise BadData([error("file-changed", self.place, message, remedy)])
        return found


def open_file(path: Path, *, keep: int = HELD) -> Source:
    """A file, opened; what is at the end of a pipe is read as a whole.

    Args:
        path: the file, or ``/dev/stdin``.
        keep: files of at most so many bytes are held in memory.

    Raises:
        BadData: when it is missing, a folder, a device, empty, or cannot be opened.
    """
    place = Place(file=path.name)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            remedy = "Name a file within it."
            raise BadData([error("file-is-folder", place, f"{path.name} is a folder, not a file.", remedy)])
        if _is_stdin(found):
            with os.fdopen(os.dup(0), "rb") as pipe:
                data = _whole(pipe, MOST_BYTES, place)
            return _source(path, data[:_PIECE], len(data), data, None)
        with _regular(path, place) as file:
            stamp = _stamp(os.fstat(file.fileno()))
            size = stamp[2]
            held = _whole(file, keep, place) if size <= keep else None
            head = file.read(_PIECE) if held is None else held[:_PIECE]
            return _source(path, head, size if held is None else len(held), held, stamp)
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        raise BadData([error("file-missing", place, f"There is no file {path.name}.", remedy)]) from None
    except (OSError, ValueError) as err:  # a name with a NUL in it is a ValueError
        remedy = "Close it in other programs, and check that you may read it."
        said = getattr(err, "strerror", None) or err
        raise BadData([error("file-unreadable", place, f"It cannot be opened: {said}.", remedy)]) from None


def read_file(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """All bytes of a file; raises `BadData` as `open_file` does, or when there are more than may be."""
    return open_file(path).bytes(most)


def _source(path: Path, head: bytes, size: int, held: bytes | None, stamp: Stamp | None) -> Source:
    if not size:
        place = Place(file=path.name)
        raise BadData([error("file-truncated", place, "The file is empty (0 bytes).", "Fetch or save it again.")])
    return Source(path, head, size, held, stamp)


def _is_stdin(found: os.stat_result) -> bool:
    """Whether a path is the pipe that this process reads from."""
    if not (stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode)):
        return False
    try:
        return os.path.samestat(found, os.fstat(0))
    except OSError:
        return False


def _regular(path: Path, place: Place) -> IO[bytes]:
    """A regular file, open; a device or a pipe is not waited for."""
    if stat.S_ISREG(path.stat().st_mode):
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if stat.S_ISREG(os.fstat(file).st_mode):
            return os.fdopen(file, "rb")
        os.close(file)
    message = f"{path.name} is a device, a pipe or the like, not a file."
    raise BadData([error("file-unreadable", place, message, "Save what it holds as a file, and name that.")])


def _whole(file: IO[bytes], most: int, place: Place) -> bytes:
    pieces = []
    left = most
    while piece := file.read(_PIECE):
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            message = f"The file holds more than {most:,} bytes."
            raise BadData([error("file-too-large", place, message, "Name the right file, or a part of it.")])
    return b"".join(pieces)


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
