"""Arguments and options that several commands have."""

from __future__ import annotations

import click

from socialvalue.cli.command import Input

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
