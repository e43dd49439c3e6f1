"""Plain data as indented JSON, a piece at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from socialvalue.memory import Anew


def indented(data: Any, margin: str = "\n") -> Iterator[str]:
    """The text that ``json.dumps(data, ensure_ascii=False, indent=2)`` makes: of tables by key, of lists by entry."""
    inner = f"{margin}  "
    between = inner
    if isinstance(data, dict) and data:
        yield "{"
        for name, value in data.items():
            yield f"{between}{json.dumps(name, ensure_ascii=False)}: "
            yield from indented(value, inner)
            between = f",{inner}"
        yield f"{margin}}}"
    elif isinstance(data, list | Anew):
        yield "["
        for entry in data:
            yield between + json.dumps(entry, ensure_ascii=False, indent=2).replace("\n", inner)
            between = f",{inner}"
        yield "]" if between == inner else f"{margin}]"
    else:
        yield json.dumps(data, ensure_ascii=False)
