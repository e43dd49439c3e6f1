"""TOML that anyone may have written, as plain data: nested no deeper than what people write."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from socialvalue.problems import BadData, Place, error

#: What people write nests three or four deep. The memory of a reader grows with the square of a key's parts, and each
#: list or table within another is a call within a call.
MOST_LEVELS = 20

#: Comments and texts, in which nothing nests; and the marks that nest, or end a key.
_MARKS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{0,5}'
    r"|'''(?:[^']|'(?!''))*+'{0,5}"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
    r"|[=,\n]++"
    r"|[\[\]{}.]",
    re.DOTALL,
)


def plain_toml(content: bytes, file: str) -> dict[str, Any]:
    """The data of a TOML file.

    Args:
        content: the bytes of the file.
        file: its name, for the place of a fault.

    Raises:
        BadData: when it is no UTF-8 text, not TOML, or has a key or a value nested deeper than `MOST_LEVELS`.
    """
    place = Place(file=file)
    try:
        text = content.decode("utf-8-sig")
        line = _too_deep(text)
        if line is None:
            return tomllib.loads(text)
        message = f"Line {line:,} holds a key or a list nested more than {MOST_LEVELS} deep."
        problem = error("bad-data", place, message, "Take it out: no file read here has such a key or list.")
    except UnicodeDecodeError as err:
        problem = error("file-unreadable", place, f"The file cannot be read: {err}.", "Save it as UTF-8 text.")
    except (ValueError, RecursionError) as err:  # beside what is not TOML: numbers without end
        problem = error("bad-data", place, f"The file is not TOML: {err}.", "Mend the line it names.")
    raise BadData([problem])


def _too_deep(text: str) -> int | None:
    """The first line on which a key, a header, a list or a table goes too deep."""
    dots = brackets = 0
    for found in _MARKS.finditer(text):
        mark = found[0]
        if mark == ".":
            dots += 1
        elif mark in "[{":
            brackets += 1
            dots = 0
        elif mark in "]}":
            brackets -= 1
            dots = 0
        elif mark[0] in "=,\n":
            dots = 0
        if dots >= MOST_LEVELS or brackets > MOST_LEVELS:
            return text.count("\n", 0, found.start()) + 1
    return None
