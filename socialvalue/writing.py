"""Write a file whole: what is on the disk is the old file or the new one, never half of either."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from socialvalue.problems import BadData, Place, error


def write_whole(path: Path, content: bytes | Iterable[bytes], *, private: bool = False) -> None:
    """Write beside the file, flush to the disk, and rename over it; where it is a link, over what it points to.

    Killed at any moment, the old file or the new one is there. Each run writes another file, which is then renamed,
    so that of two at once the last wins, whole. A file that is there keeps who may read and write it.

    Args:
        path: where.
        content: all of it, or one piece after another.
        private: whether a new file is for its owner alone.

    Raises:
        BadData: when the folder does not exist, may not be written to, or is full, or a folder, device or pipe is
            there; the old file is as it was.
    """
    goal = Path(os.path.realpath(path))
    temporary = goal.parent / f".sv-{secrets.token_hex(8)}.part"
    try:
        try:
            mode = _mode(goal)
            _write(temporary, content, 0o600 if private or mode is not None else 0o666)
            if mode is not None:
                temporary.chmod(mode)
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


def _mode(goal: Path) -> int | None:
    """Who may read and write the file that is there; None where none is."""
    try:
        found = goal.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        raise OSError(0, "it is not a plain file")
    return stat.S_IMODE(found)


def _write(path: Path, content: bytes | Iterable[bytes], mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:  # less what the user's umask takes off
        file.writelines([content] if isinstance(content, bytes) else content)
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
