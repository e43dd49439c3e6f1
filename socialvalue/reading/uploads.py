"""Files that are not on the disk, as a web service gets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import IO

from attrs import field, frozen

from socialvalue.fields import filled, positive
from socialvalue.problems import BadData, Place, Problem, error, printable

_PIECE = 1 << 20


@frozen
class Upload:
    """A file someone sent: its name, and its bytes or an open file of them.

    Attributes:
        name: the file's name, whose ending says what it is; a folder in it is left out.
        content: the bytes, or a binary file that is read from where it is, in pieces.
        most_bytes: how large it may be; a larger one is refused as soon as that is known.
    """

    name: str = field(validator=filled)
    content: bytes | IO[bytes] = field(repr=False)
    most_bytes: int = field(default=50_000_000, validator=positive, kw_only=True)

    @property
    def file(self) -> str:
        """The name without a folder, and without anything that no file's name may hold."""
        name = printable(PureWindowsPath(self.name).name.replace("\0", "")).strip()[-200:]
        return name if name.strip(".") else "upload"

    @contextmanager
    def kept(self) -> Iterator[Path]:
        """The path of a private copy, for as long as it is needed.

        Raises:
            BadData: when it is larger than `most_bytes`.
            TypeError: when the content is text.
        """
        with TemporaryDirectory(prefix="sv-") as folder:
            path = Path(folder) / self.file
            written = 0
            with path.open("xb") as copy:
                for piece in self._pieces():
                    written += len(piece)
                    if written > self.most_bytes:
                        message = f"The file holds more than {self.most_bytes:,} bytes, which is all that is accepted."
                        raise BadData([error("file-too-large", Place(self.file), message, "Send less in one file.")])
                    copy.write(piece)
            yield path

    def _pieces(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes | bytearray | memoryview):
            yield bytes(self.content)
            return
        while piece := self.content.read(_PIECE):
            if not isinstance(piece, bytes):
                msg = f"an upload holds bytes, not {type(piece).__name__}: open the file in binary mode"
                raise TypeError(msg)
            yield piece


def on_disk(paths: Iterable[str | Path | Upload | IO[bytes]], kept: ExitStack) -> tuple[list[Path], list[Problem]]:
    """The path of each file, uploads as private copies that last as long as `kept`; and what was refused.

    Raises:
        TypeError: for what is no file.
    """
    found: list[Path] = []
    refused: list[Problem] = []
    for path in paths:
        if isinstance(path, str | Path):
            found.append(Path(path))
            continue
        try:
            found.append(kept.enter_context(_upload(path).kept()))
        except BadData as err:
            refused += err.problems
    return found, refused


def _upload(given: object) -> Upload:
    if isinstance(given, Upload):
        return given
    name = getattr(given, "name", None)
    if hasattr(given, "read") and isinstance(name, str):
        return Upload(name, given)  # type: ignore[arg-type] # an open file; text is refused when it is read
    kind = type(given).__name__
    msg = f"a file is given by its path, not as {kind}; bytes and files without a name: wrap them in an Upload"
    raise TypeError(msg)
