"""Files that are not on the disk, as a web service gets them."""

from __future__ import annotations

import inspect
import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeAlias

from attrs import field, frozen

from socialvalue.problems import BadData, Place, Problem, error, printable
from socialvalue.validators import a, filled, positive

_PIECE = 1 << 20


def _content(given: object) -> bytes | IO[bytes]:
    """The bytes, or the open file of them.

    Raises:
        TypeError: for anything else.
    """
    if isinstance(given, bytes | bytearray | memoryview):
        return bytes(given)
    read = getattr(given, "read", None)
    if read is None or isinstance(given, io.TextIOBase | type) or inspect.iscoroutinefunction(read):
        kind = type(given).__name__
        hint = "give the file that it holds, as its .file" if inspect.iscoroutinefunction(read) else "not text"
        msg = f"an upload is made of bytes, or of a file opened in binary mode, not of {kind}: {hint}"
        raise TypeError(msg)
    return given  # type: ignore[return-value] # what it reads is looked at when it is read


@frozen
class Upload:
    """A file someone sent: its name, and its bytes or an open file of them.

    An open file is read once, from where it is, when it is first needed; its bytes are held, so that one upload may be
    read again, and from several threads.

    Attributes:
        name: the file's name, whose ending says what it is; a folder in it is left out.
        content: the bytes, or a binary file.
        most_bytes: how large it may be; a larger one is refused as soon as that is known.

    Raises:
        TypeError: when the content is neither bytes nor a binary file.
    """

    name: str = field(validator=filled)
    content: bytes | IO[bytes] = field(repr=False, converter=_content)
    most_bytes: int = field(default=50_000_000, validator=[a(int), positive], kw_only=True)
    _held: list[bytes | BadData] = field(factory=list, init=False, repr=False, eq=False)
    _lock: Any = field(factory=threading.Lock, init=False, repr=False, eq=False)

    @property
    def file(self) -> str:
        """The name without a folder, and without anything that no file's name may hold."""
        name = printable(PureWindowsPath(self.name).name.replace("\0", "")).strip()[-200:]
        return name if name.strip(".") else "upload"

    def read(self) -> bytes:
        """All of its bytes, any number of times.

        Raises:
            BadData: when there are more than `most_bytes`, or the file cannot be read.
            TypeError: when the file gives text.
        """
        with self._lock:
            if not self._held:
                try:
                    self._held.append(self._whole())
                except BadData as err:
                    self._held.append(err)
        [found] = self._held
        if isinstance(found, BadData):
            raise BadData(found.problems)
        return found

    @contextmanager
    def kept(self) -> Iterator[Path]:
        """The path of a private copy, for as long as it is needed; what is raised is that of `read`."""
        content = self.read()
        with TemporaryDirectory(prefix="sv-") as folder:
            path = Path(folder) / self.file
            path.write_bytes(content)
            yield path

    def _whole(self) -> bytes:
        pieces, size = [], 0
        for piece in self._pieces():
            pieces.append(piece)
            size += len(piece)
            if size > self.most_bytes:
                message = f"The file holds more than {self.most_bytes:,} bytes, which is all that is accepted."
                raise BadData([error("file-too-large", Place(self.file), message, "Send less in one file.")])
        return b"".join(pieces)

    def _pieces(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            yield self.content
            return
        try:
            while piece := self.content.read(_PIECE):
                if not isinstance(piece, bytes):
                    msg = f"an upload is made of bytes, not of {type(piece).__name__}: open the file in binary mode"
                    raise TypeError(msg)
                yield piece
        except (OSError, ValueError) as err:  # a ValueError where it is closed
            message, remedy = f"It cannot be read: {err}.", "Send the file again."
            raise BadData([error("file-unreadable", Place(self.file), message, remedy)]) from None

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.name, self.read(), self.most_bytes)


def _again(name: str, content: bytes, most_bytes: int) -> Upload:
    return Upload(name, content, most_bytes=most_bytes)


#: A file by its path, or what was sent of one.
File: TypeAlias = str | Path | Upload | IO[bytes]


def on_disk(files: Iterable[File], kept: ExitStack) -> tuple[list[Path], list[Problem]]:
    """The path of each file, uploads as private copies that last as long as `kept`; and what was refused.

    Raises:
        TypeError: for what is no file.
    """
    found: list[Path] = []
    refused: list[Problem] = []
    for file in files:
        try:
            found.append(path_of(file, kept))
        except BadData as err:
            refused += err.problems
    return found, refused


def path_of(file: File, kept: ExitStack) -> Path:
    """The path of a file, an upload as a private copy that lasts as long as `kept`.

    Raises:
        BadData: when an upload is too large.
        TypeError: for what is no file.
    """
    return Path(file) if isinstance(file, str | Path) else kept.enter_context(_upload(file).kept())


def _upload(given: object) -> Upload:
    if isinstance(given, Upload):
        return given
    name = getattr(given, "name", None)
    if hasattr(given, "read") and isinstance(name, str):
        return Upload(name, given)
    kind = type(given).__name__
    msg = f"a file is given by its path, not as {kind}; bytes and files without a name: wrap them in an Upload"
    raise TypeError(msg)
