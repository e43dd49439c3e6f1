"""Writing a file whole: the old one or the new one stands, never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from socialvalue.problems import BadData, Place, error


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file, flush to the disk, and rename over it.

    Raises:
        BadData: when the folder does not exist, may not be written to, or is full.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as err:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        message = f"{path.name} cannot be written: {err.strerror}."
        remedy = "Close it in other programs, check the folder and the space on the disk."
        raise BadData([error("file-not-written", Place(file=path.name), message, remedy)]) from None
    except BaseException:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
