"""JSON that anyone may have written, as plain data: nothing said twice, no figure that is none, and not too deep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

#: Results nest a dozen levels; what goes much deeper is made to break its reader.
_MOST_LEVELS = 50


def plain_data(text: str) -> Any:
    """The data.

    Raises:
        ValueError: when it is not JSON, says one thing twice, is nested too deeply, or holds NaN, infinity or half a
            character.
    """
    deep = "it is nested too deeply"
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except RecursionError:
        raise ValueError(deep) from None
    if "\\ud" in text.lower():
        json.dumps(found, ensure_ascii=False).encode()  # half a character is a ValueError
    level = [found]
    for _ in range(_MOST_LEVELS):
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _members(outer)]
        if not level:
            return found
    raise ValueError(deep)


def _members(outer: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return outer.values() if isinstance(outer, dict) else outer


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key is used twice: readers disagree on which of two they believe."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        msg = f"“{twice}” is there twice in one entry"
        raise ValueError(msg)
    return found


def _refused(name: str) -> None:
    msg = f"{name} is no figure"
    raise ValueError(msg)
