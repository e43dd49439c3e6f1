"""Writing a file whole: the old one or the new one stands, never half of either."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from socialvalue.problems import BadData, Place, error


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file, flush to the disk, and rename over it; where it is a link, over what it points to.

    Killed at any moment, the old file or the new one stands. Each run writes a file of its own before it is renamed,
    so that of two at once the last wins, whole.

    Raises:
        BadData: when the folder does not exist, may not be written to, or is full; the old file is as it was.
    """
    goal = Path(os.path.realpath(path))
    temporary = goal.parent / f".sv-{secrets.token_hex(8)}.part"
    try:
        try:
            _write(temporary, content)
            temporary.replace(goal)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(goal.parent)
    except OSError as err:
        message = f"{path.name} cannot be written: {err.strerror or err}."
        remedy = "Close it in other programs, check the folder and the space on the disk."
        if not path.parent.is_dir():
            message = f"{path.name} cannot be written: there is no folder “{path.parent}”."
            remedy = "Make the folder, or choose another."
        raise BadData([error("file-not-written", Place(file=path.name), message, remedy)]) from None


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:  # less what the user's umask takes off
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut, where the system can: Windows cannot, and needs not."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
