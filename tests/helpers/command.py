"""The command `sv`, run in this process."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from socialvalue.cli import main


def run(*arguments: str | Path) -> Result:
    """What a command prints and its exit code; whatever it raises is raised here."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
