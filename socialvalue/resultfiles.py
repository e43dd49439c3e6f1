"""Results as files: reading one back, which anyone may have touched, and verifying it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from socialvalue.banks import load_bank
from socialvalue.problems import BadData, Place, error, has_errors
from socialvalue.reading import read
from socialvalue.verifying import Verification, bank_of, carried, verify

#: A result larger than this is not one of ours.
MOST_BYTES = 500_000_000


def verify_file(
    path: str | Path, *, inputs: Sequence[str | Path] = (), bank: str | Path | None = None, replace: bool = False
) -> Verification:
    """Make the result in a file again, and compare every figure.

    Args:
        path: a result in JSON.
        inputs: the files it was made from, to be read again and compared too.
        bank: the bank it was made with, by id or file; the one it names when None.
        replace: whether a later input takes the place of an earlier one, as in `socialvalue.reading.read`.

    Raises:
        BadData: when the file is not a result, its bank is not known, or the inputs have errors.
    """
    path = Path(path)
    document = read_json(path)
    found = carried(document, path.name)
    values = bank_of(found) if bank is None else load_bank(bank)
    entered = read(*inputs, bank=values, replace=replace) if inputs else None
    if entered is not None and has_errors(entered.problems):
        raise BadData(entered.problems)
    return verify(document, file=path.name, bank=values, inputs=entered)


def read_json(path: Path) -> Any:
    """The plain data of a result in JSON.

    Raises:
        BadData: when the file is missing, cannot be read, is not JSON, or says one thing twice.
    """
    data = read_bytes(path)
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    except RecursionError:
        reason = "it is nested too deeply"
    except ValueError as err:  # also what is not UTF-8, and numbers of thousands of digits
        reason = str(err)
    remedy = "Fetch it again from whoever made it."
    raise BadData([error("not-a-result", Place(file=path.name), f"The file is not JSON: {reason}.", remedy)])


def read_bytes(path: Path) -> bytes:
    """The content of a file; raises `BadData` when it is missing, a folder, too large or may not be read."""
    place = Place(file=path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            remedy = "Check that it is the right file."
            raise BadData([error("file-too-large", place, f"The file holds {path.stat().st_size:,} bytes.", remedy)])
        return path.read_bytes()
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        raise BadData([error("file-missing", place, f"There is no file {path.name}.", remedy)]) from None
    except IsADirectoryError:
        message = f"{path.name} is a folder, not a file."
        raise BadData([error("file-is-folder", place, message, "Name a file within it.")]) from None
    except OSError as err:
        remedy = "Close it in other programs, and check that you may read it."
        raise BadData([error("file-unreadable", place, f"It cannot be opened: {err.strerror}.", remedy)]) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: readers disagree on which of two they believe."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            msg = f"“{name}” stands twice in one entry"
            raise ValueError(msg)
        found[name] = value
    return found


def _refused(name: str) -> None:
    msg = f"{name} is no figure"
    raise ValueError(msg)
