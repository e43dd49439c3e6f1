"""What several commands share: showing problems and ending with the right exit code."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from socialvalue.cli.command import Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socialvalue.problems import Problem

F = TypeVar("F", bound=Callable[..., Any])

FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=Input())
REPLACE = click.option(
    "--replace", is_flag=True, help="Let a later file replace an earlier one for the same organisation and month."
)
MAP = click.option(
    "--map",
    "mapping",
    metavar="MAP",
    type=Input(),
    help="What your own headings and words mean, as “sv map” writes it and you look it over (.xlsx or .toml).",
)
PLAIN = click.option("--plain", is_flag=True, help="No colour.")


def report(problems: Iterable[Problem], *, plain: bool = False) -> None:
    """Show problems on stderr."""
    from socialvalue.showing.terminal.console import console
    from socialvalue.showing.terminal.problems import show_problems

    show_problems(problems, console(plain=plain, stderr=True))


#: Errors of what was asked for rather than of the data.
_USAGE = {"unknown-bank", "unknown-method", "unknown-index", "missing-setting"}


def fail(problems: Iterable[Problem], *, plain: bool = False) -> NoReturn:
    """Show problems and end with exit code 1, the data have errors; or 2, what was asked for cannot be."""
    problems = list(problems)
    report(problems, plain=plain)
    sys.exit(2 if all(problem.code in _USAGE for problem in problems if problem.severity == "error") else 1)


@contextmanager
def problems_shown(*, plain: bool = False) -> Iterator[None]:
    """Show the problems of data that cannot be used, and end the command with exit code 1 or 2; never a traceback."""
    from socialvalue.problems import BadData

    try:
        yield
    except BadData as err:
        fail(err.problems, plain=plain)


def as_typed(ctx: click.Context) -> str:
    """The command that is running, as it could be typed again where its files are.

    The folders of files are left out: they may name a person, and differ from one machine to another.
    """
    return shlex.join([*ctx.command_path.split(), *_settings(ctx, None, _without_folder)])


def next_with(ctx: click.Context, command: click.Command, *more: str) -> str:
    """Another command on the same files with the same settings, as far as it has them, and what is typed after them."""
    names = {parameter.name for parameter in command.params} - {"out", "format", "form"}
    return typed("sv", command.name or "", *_settings(ctx, names, str), *more)


def _settings(ctx: click.Context, names: Collection[str | None] | None, show: Callable[[object], str]) -> list[str]:
    """The files and options that were typed; those of the names alone, where names are given."""
    words: list[str] = []
    trailing: list[str] = []
    for parameter in ctx.command.params:
        if names is not None and parameter.name not in names:
            continue
        if ctx.get_parameter_source(parameter.name or "") is not click.core.ParameterSource.COMMANDLINE:
            continue
        value = ctx.params[parameter.name or ""]
        values = value if isinstance(value, tuple | list) else (value,)
        if isinstance(parameter, click.Argument):
            trailing += [show(entry) for entry in values]
        elif isinstance(parameter, click.Option) and parameter.is_flag:
            words += [parameter.opts[0]] if value else parameter.secondary_opts[:1]
        else:
            words += [word for entry in values for word in (parameter.opts[0], show(entry))]
    return [*trailing, *words]


def typed(*words: object) -> str:
    """Words as they are safely typed at a shell, whatever a file is called."""
    from socialvalue.problems import printable

    return shlex.join(printable(str(word)) for word in words)


def _without_folder(entry: object) -> str:
    from socialvalue.problems import printable

    text = str(entry)
    return printable(Path(text).name or text if isinstance(entry, Path) or os.sep in text else text)
