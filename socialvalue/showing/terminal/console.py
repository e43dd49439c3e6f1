"""The console: a terminal of 80 columns, in colour or plain, and streams that lack some characters."""

from __future__ import annotations

import io
import os
import sys
from typing import IO, TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console


def console(*, plain: bool = False, stderr: bool = False) -> Console:
    """A console for results (stdout) or problems (stderr); no colour when plain, piped or NO_COLOR is set."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    terminal = stream.isatty()
    no_style = plain or bool(os.environ.get("NO_COLOR")) or not terminal
    return Console(
        file=stream if terminal and _is_unicode(stream) else cast("IO[str]", _TrimmedStream(stream)),
        no_color=no_style,
        color_system=None if no_style else "auto",
        highlight=False,
        emoji=False,
        markup=False,
        width=None if terminal else 80,
    )


def _is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")


#: Characters that some streams lack, and what is written in their place.
_INSTEAD = str.maketrans({"−": "-", "→": "->", "≥": ">=", "≤": "<=", "\N{NO-BREAK SPACE}": " "})


class _TrimmedStream(io.TextIOBase):
    """A stream that leaves out blanks at the end of lines: for pipes, files and documentation."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override] # read only, here
        """That of the stream itself, by which lines are drawn in characters it has."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write without trailing blanks; a character the stream does not have becomes the nearest it has, or a ?."""
        text = text if _is_unicode(self._stream) else text.translate(_INSTEAD)
        trimmed = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
        known = trimmed.encode(self.encoding or "utf-8", "replace").decode(self.encoding or "utf-8")
        self._stream.write(known)
        return len(text)

    def isatty(self) -> bool:
        """Whether the stream itself is a terminal."""
        return self._stream.isatty()

    def flush(self) -> None:
        """Flush the stream itself."""
        self._stream.flush()


def next_step(text: str, *, plain: bool = False) -> None:
    """What one might do next, for a person at a terminal; a program that reads the output never sees it."""
    if sys.stdout.isatty() and sys.stderr.isatty():
        console(plain=plain, stderr=True).print(f"Next: {text}", style="dim", soft_wrap=True)
