"""Arguments and options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from socialvalue.cli.command import Input, Named

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
#: Of a result that is looked at again.
MADE_WITH = click.option(
    "--bank", metavar="ID|FILE", type=Named(), help="The values it was made with, where they are not found by their id."
)


def made_from(then: str) -> Callable[[Any], Any]:
    """The option --inputs: the files a result was made from, and what they are looked at for."""
    text = f"A file it was made from; may be given several times. {then}"
    return click.option("--inputs", multiple=True, metavar="FILE", type=Input(), help=text)
