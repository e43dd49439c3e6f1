"""A reader for socialvalue: .jsonl files, in which each line is one row as a JSON object."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import socialvalue as sv

#: More than this in one line is no row of a register.
MOST = 100_000


def read(content: bytes, name: str) -> dict[str, Iterator[Sequence[Any]]]:
    """The one sheet of a file: the keys of all rows as its header, and then each row.

    Args:
        content: the bytes of the file.
        name: its name, for the place of a problem.
    """
    rows: list[dict[str, Any]] = []
    problems: list[sv.Problem] = []
    for number, line in enumerate(content.splitlines(), start=1):
        place = sv.Place(name, cell=f"A{number}")
        try:
            row = json.loads(line) if len(line) < MOST else None
        except ValueError:
            row = None
        if isinstance(row, dict):
            rows.append(row)
        else:  # a code of one's own begins with x-
            problems.append(sv.Problem("x-no-json", "error", place, "The line is not a JSON object.", "Mend the line."))
    if problems:
        raise sv.BadData(problems)
    header = list(dict.fromkeys(key for row in rows for key in row))
    return {"": iter([header, *([row.get(key) for key in header] for row in rows)])}
