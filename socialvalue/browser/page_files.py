"""The files on the page: where the worker puts each, and the role in which it is read."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

#: The folder in which the worker gives each file a folder of its name.
FILES = Path("/files")

ROLES = ("return", "last year", "map", "values", "targets", "method", "leave out")


@frozen
class File:
    """A file on the page."""

    id: str
    name: str
    role: str

    @property
    def path(self) -> Path:
        """Where the worker put it."""
        return file_path(self.id, self.name)


def file_path(identity: str, name: str) -> Path:
    """The path of a file, in the folder that it has for itself."""
    return FILES / identity / name
