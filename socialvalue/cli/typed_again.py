"""Commands as they can be typed again: the one that is running, and the next one on the same files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Collection
from pathlib import Path

import click


def as_typed(ctx: click.Context) -> str:
    """The command that is running, as it could be typed again where its files are.

    The folders of files are left out: they may name a person, and differ from one machine to another.
    """
    return shlex.join([*ctx.command_path.split(), *_typed_options(ctx, None, _without_folder)])


def next_with(ctx: click.Context, command: click.Command, *more: str) -> str:
    """Another command on the same files with the same settings, as far as it has them, and what is typed after them."""
    names = {parameter.name for parameter in command.params} - {"out", "format", "form"}
    return shell_words("sv", command.name or "", *_typed_options(ctx, names, str), *more)


def _typed_options(
    ctx: click.Context, names: Collection[str | None] | None, show: Callable[[object], str]
) -> list[str]:
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


def shell_words(*words: object) -> str:
    """Words as they are safely typed at a shell, whatever a file is called."""
    from socialvalue.problems import printable

    return shlex.join(printable(str(word)) for word in words)


def _without_folder(entry: object) -> str:
    from socialvalue.problems import printable

    text = str(entry)
    return printable(Path(text).name or text if isinstance(entry, Path) or os.sep in text else text)
