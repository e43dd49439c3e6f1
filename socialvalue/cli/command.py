"""What every command is: the kinds of its parameters, its outputs checked first, and its help in groups."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from socialvalue.adjustments import ADJUSTMENTS
from socialvalue.cli.check_outputs import check_outputs


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
        groups: dict[str, list[tuple[str, str]]] = {title: [] for title in (*OPTION_GROUPS, "Options")}
        group_of = {name: title for title, names in OPTION_GROUPS.items() for name in names}
        shown = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        grouped = sum(p.name in group_of for p in shown) > _FEW_OPTIONS
        for parameter in shown:
            record = parameter.get_help_record(ctx)
            if record is not None:
                groups[group_of.get(parameter.name or "", "Options") if grouped else "Options"].append(record)
        for title in ("Options", *OPTION_GROUPS):
            if groups[title]:
                with formatter.section(title):
                    formatter.write_dl(groups[title])


def command(name: str | None = None, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Mark a function as a command of this kind; `settings` are those of click."""
    return click.command(name, cls=Command, **settings)


class Group(click.Group):
    """A group of commands of this kind."""

    command_class: type[click.Command] | None = Command


#: With no more options than this, a command's help needs no groups.
_FEW_OPTIONS = 8

#: The groups of options in the help of a command that has many, by the names click gives the options.
OPTION_GROUPS: dict[str, tuple[str, ...]] = {
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


def _files_named(text: str) -> Iterator[Path]:
    """The files that ids and paths name, as far as they are a user's own."""
    from socialvalue.published.bank_files import user_folder

    for name in map(str.strip, text.split(",")):
        if Path(name).suffix:
            yield Path(name)
        if name and os.sep not in name:
            yield user_folder() / f"{name}.toml"
