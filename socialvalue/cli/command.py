"""What every command does alike: which of its files are read and which are written, and its help in groups."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from socialvalue.adjustments import ADJUSTMENTS


class Input(click.Path):
    """The path of a file or folder that is read."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)


class Named(click.types.StringParamType):
    """The id of a bank, method or index, or the path of its file; several may be given with commas between."""

    name = "id|file"


class Output(click.Path):
    """The path of a file that is written; its name must end in one of `endings`."""

    def __init__(self, *endings: str) -> None:
        super().__init__(path_type=Path)
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; wrong usage where its ending is not one that can be written."""
        path = Path(str(value))
        if path.suffix.lower() not in self.endings:
            known = ", ".join(self.endings[:-1]) + (" or " if self.endings[1:] else "") + self.endings[-1]
            raise click.UsageError(f"Cannot write “{path.name}”: choose a name ending in {known}.", ctx)
        return path


class Command(click.Command):
    """A command that checks its outputs before it reads anything, and whose help has groups."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; wrong usage where it would write over what it reads, or one file twice."""
        read: list[Path] = []
        written: list[Path] = []
        for parameter in self.params:
            given = ctx.params.get(parameter.name or "")
            for value in given if isinstance(given, tuple | list) else [given]:
                if value is None:
                    continue
                if isinstance(parameter.type, Output):
                    written.append(Path(value))
                elif isinstance(parameter.type, Input):
                    read.append(Path(value))
                elif isinstance(parameter.type, Named):
                    read += _files_named(str(value))
        if written:
            check_outputs(written, read)
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, those asked for most often first."""
        groups: dict[str, list[tuple[str, str]]] = {title: [] for title in (*GROUPS, "Options")}
        group_of = {name: title for title, names in GROUPS.items() for name in names}
        shown = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        grouped = sum(p.name in group_of for p in shown) > _FEW
        for parameter in shown:
            record = parameter.get_help_record(ctx)
            if record is not None:
                groups[group_of.get(parameter.name or "", "Options") if grouped else "Options"].append(record)
        for title in ("Options", *GROUPS):
            if groups[title]:
                with formatter.section(title):
                    formatter.write_dl(groups[title])


#: Marks a function as a command; every command is one of these.
command = partial(click.command, cls=Command)


class Group(click.Group):
    """A group of commands of this kind."""

    command_class = Command


#: With no more options than this, a command's help needs no groups.
_FEW = 8

#: The groups of options in the help of a command that has many, by the names click gives the options.
GROUPS: dict[str, tuple[str, ...]] = {
    "What it is valued with": ("bank", "method", "prices", "index", "cost"),
    "Additionality and time": (
        *(name.replace("-", "_") for name, entry in ADJUSTMENTS.items() if entry.option),
        "discount",
        "base_year",
        "part_year",
    ),
    "Beside the total": ("by", "league", "targets", "indicators", "suppress_below"),
    "Beside last year": ("with_files", "with_bank", "with_method", "with_prices", "with_cost"),
    "How sure it is": ("sensitivity", "simulate", "seed", "distribution"),
    "The whole sector": ("coverage", "sector_homes"),
    "For the record": ("reason", "prepared_by", "reviewed_by", "status"),
    "Your own spreadsheet": ("mapping",),
    "Rarely needed": (
        "set",
        "comparison_group",
        "combine_kinds",
        "replace",
        "start",
        "end",
        "problem_file",
        "plain",
    ),
}


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Refuse outputs that are an input, one another, or no file; files are told by what they are, not by their names.

    Raises:
        click.UsageError: for the first that cannot be written.
    """
    taken = {key for path in inputs for entry in _with_entries(path) for key in _keys(entry)}
    for path in outputs:
        if not stat.S_ISREG(_mode(path)):
            raise click.UsageError(f"“{path}” is not a file that can be written: choose another name.")
        keys = _keys(path)
        if keys & taken:
            raise click.UsageError(f"“{path.name}” is an input and is not written over: choose another name.")
    for number, path in enumerate(outputs):
        if any(_keys(path) & _keys(other) for other in outputs[:number]):
            raise click.UsageError(f"“{path.name}” would be written twice: give each output a name of its own.")


def _mode(path: Path) -> int:
    """What kind of file is at a path; that of a plain one where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return stat.S_IFREG
    except OSError as err:  # a link that leads to itself, a name too long, a folder that may not be entered
        raise click.UsageError(f"“{path}” cannot be written: {err.strerror or err}.") from None


def _keys(path: Path) -> set[object]:
    """What makes a file the same as another: its real path, and where it exists its place on the disk (hard links)."""
    keys: set[object] = {os.path.normcase(os.path.realpath(path))}
    try:
        found = path.stat()
    except OSError:
        return keys
    return {*keys, (found.st_dev, found.st_ino)} if found.st_ino else keys


def _with_entries(path: Path) -> Iterator[Path]:
    """A file, or a folder and every file in it."""
    yield path
    try:
        if path.is_dir():
            yield from path.iterdir()
    except OSError:  # said when it is read
        return


def _files_named(text: str) -> Iterator[Path]:
    """The files that ids and paths name, as far as they are a user's own."""
    from socialvalue.published.bank_files import user_folder

    for name in map(str.strip, text.split(",")):
        if Path(name).suffix:
            yield Path(name)
        if name and os.sep not in name:
            yield user_folder() / f"{name}.toml"
