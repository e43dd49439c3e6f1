"""What every command that values a return is asked: which files, which bank, which method."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from socialvalue.cli.common import FILES, PLAIN, fail, problems_shown, report

if TYPE_CHECKING:
    from socialvalue.banks import Bank
    from socialvalue.methods import Method
    from socialvalue.outcomes import Vocabulary
    from socialvalue.results import Result
    from socialvalue.returns import Return


@frozen
class Job:
    """A return to be valued, as asked for on the command line.

    Attributes:
        files: to read.
        bank, method: by id or file; None for the default.
        plain: no colour.
    """

    files: tuple[Path, ...]
    bank: str | None
    method: str | None
    plain: bool

    def vocabulary(self) -> Vocabulary:
        """The outcomes, with those of the bank's own."""
        from socialvalue.outcomes import load_vocabulary

        return load_vocabulary().extended(self.values().outcomes)

    def values(self) -> Bank:
        """The bank asked for."""
        from socialvalue.banks import load_bank

        return load_bank(self.bank) if self.bank else load_bank()

    def adjustments(self) -> Method:
        """The method asked for."""
        from socialvalue.methods import load_method

        return load_method(self.method) if self.method else load_method()

    def entered(self) -> Return:
        """What the files report."""
        from socialvalue.reading import read

        return read(*self.files, bank=self.values(), vocabulary=self.vocabulary())

    def result(self) -> Result:
        """The result, errors and all."""
        from socialvalue.calculator import calculate

        return calculate(self.entered(), self.values(), self.adjustments(), vocabulary=self.vocabulary())

    def sound_result(self) -> Result:
        """The result; where the data have errors, they are shown and the command ends with exit code 1."""
        with problems_shown(plain=self.plain):
            result = self.result()
        if not result.ok:
            fail(result.problems, plain=self.plain)
        report(result.problems, plain=self.plain)
        return result


def job(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a `Job`, and pass it the job as its first argument."""

    @wraps(command)
    def run(files: tuple[Path, ...], bank: str | None, method: str | None, plain: bool, **others: Any) -> Any:
        return command(Job(files, bank, method, plain), **others)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


_OPTIONS = [
    FILES,
    click.option("--bank", metavar="ID|FILE", help="The values to use; “sv banks list” names them."),
    click.option("--method", metavar="ID|FILE", help="The method to use, instead of as-published."),
    PLAIN,
]
