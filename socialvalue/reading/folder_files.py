"""The files to read: each once, those of a folder by name, and what is left alone in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from socialvalue.formats.extensions import endings
from socialvalue.problems import Place, Problem, error, note

#: Files of these kinds are read from a folder; Excel's own lock files (``~$…``) and hidden files are not.
FILE_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".parquet")

#: Files of these kinds may hold a table, and are read where they are named; in a folder they are named and left alone.
_ENDINGS_LEFT_ALONE = (".txt", ".xltx", ".xltm", ".xlt", ".ots", ".fods", ".numbers")
_MOST_FILES_NAMED = 20  # files of a folder that are named as left alone


def expand(paths: Iterable[str | Path]) -> tuple[list[Path], list[Problem]]:
    """Each file once, in the order named; those of a folder by name; and what is wrong with the folders."""
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in map(Path, paths):
        found = [path]
        if os.path.isdir(path) and path.suffix.lower() not in FILE_ENDINGS:  # noqa: PTH112 - Path raises for a long name
            kinds = (*FILE_ENDINGS, *endings())
            found = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in kinds and entry.is_file())
            found = [entry for entry in found if not entry.name.startswith(("~$", "."))]
            others = sorted(entry.name for entry in path.iterdir() if entry.suffix.lower() in _ENDINGS_LEFT_ALONE)
            for name in [name for name in others if not name.startswith(("~$", "."))][:_MOST_FILES_NAMED]:
                remedy = "Name it beside the folder if it is to be read."
                problems.append(note("file-ignored", Place(file=name), f"{name} was left alone.", remedy))
            if not found:
                message = f"The folder {path.name} holds no workbooks or csv files."
                remedy = "Name the folder the returns are in; folders within it are not looked into."
                problems.append(error("empty-folder", Place(file=path.name), message, remedy))
        for entry in found:
            files.setdefault(_real_path(entry), entry)
    return list(files.values()), problems


def _real_path(path: Path) -> Path:
    """Where a path leads; itself where it can lead nowhere, which is told when it is opened."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path
