"""Outputs checked before anything is read: none is an input, another output, or no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Refuse outputs that are an input, one another, or no file; files are told by what they are, not by their names.

    Raises:
        click.UsageError: for the first that cannot be written.
    """
    taken = {key for path in inputs for entry in _folder_entries(path) for key in _same_file_keys(entry)}
    for path in outputs:
        if not stat.S_ISREG(_mode_of_file(path)):
            raise click.UsageError(f"“{path}” is not a file that can be written: choose another name.")
        keys = _same_file_keys(path)
        if keys & taken:
            raise click.UsageError(f"“{path.name}” is an input and is not written over: choose another name.")
    for number, path in enumerate(outputs):
        if any(_same_file_keys(path) & _same_file_keys(other) for other in outputs[:number]):
            raise click.UsageError(f"“{path.name}” would be written twice: give each output a name of its own.")


def _mode_of_file(path: Path) -> int:
    """What kind of file is at a path; that of a plain one where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return stat.S_IFREG
    except OSError as err:  # a link that leads to itself, a name too long, a folder that may not be entered
        raise click.UsageError(f"“{path}” cannot be written: {err.strerror or err}.") from None


def _same_file_keys(path: Path) -> set[object]:
    """What makes a file the same as another: its real path, and where it exists its place on the disk (hard links)."""
    keys: set[object] = {os.path.normcase(os.path.realpath(path))}
    try:
        found = path.stat()
    except OSError:
        return keys
    return {*keys, (found.st_dev, found.st_ino)} if found.st_ino else keys


def _folder_entries(path: Path) -> Iterator[Path]:
    """A file, or a folder and every file in it."""
    yield path
    try:
        if path.is_dir():
            yield from path.iterdir()
    except OSError:  # said when it is read
        return
