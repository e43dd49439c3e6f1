"""The command `sv`: each command parses, makes one call to the library, and shows what comes back."""

from __future__ import annotations

import difflib
from typing import Any, NoReturn

import click

from socialvalue.cli import program_end
from socialvalue.cli.audit_pack import audit_pack
from socialvalue.cli.banks import banks
from socialvalue.cli.calc import calc
from socialvalue.cli.check import check
from socialvalue.cli.compare import compare
from socialvalue.cli.explain import explain
from socialvalue.cli.indices import indices
from socialvalue.cli.map import map_
from socialvalue.cli.methods import methods
from socialvalue.cli.outcomes import outcomes
from socialvalue.cli.report import report
from socialvalue.cli.template import template
from socialvalue.cli.verify import verify
from socialvalue.version import __version__


class Commands(click.Group):
    """A group that suggests the nearest command."""

    def __call__(self, *args: Any, **extra: Any) -> NoReturn:
        """Run as the program."""
        program_end.run(lambda: self.main(*args, **extra))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion when there is no such command."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            close = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f" Did you mean “{close[0]}”?" if close else ""
            ctx.fail(f"There is no command “{args[0]}”.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sv")
def main() -> None:
    """What supporting residents into work, training and volunteering was worth.

    \b
    Start here:
      sv template returns.xlsx    a workbook to fill in
      sv calc returns.xlsx        the social value of what a workbook reports
      sv map tracker.xlsx         your own spreadsheet: what its headings and words mean
      sv report returns.xlsx --out report.html   one page for a board
      sv explain returns.xlsx --line 3           one line, from cell to source
      sv check returns.xlsx       only what is wrong in it
      sv verify results.json      whether a result still is what it was made from
    """


for _command in (
    calc,
    check,
    map_,
    template,
    outcomes,
    banks,
    methods,
    indices,
    compare,
    verify,
    audit_pack,
    report,
    explain,
):
    main.add_command(_command)
