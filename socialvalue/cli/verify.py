"""`sv verify`: is a result what its inputs, values and assumptions give?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.command import Input, command
from socialvalue.cli.problems_shown import fail, problems_shown, report
from socialvalue.cli.shared_options import MADE_WITH, PLAIN, REPLACE, made_from
from socialvalue.cli.typed_again import shell_words

if TYPE_CHECKING:
    from socialvalue.verifying.remake import Verification

_MOST_NAMED = 5  # inputs of a result that are named one by one


@command()
@click.argument("result", metavar="RESULT", type=Input())
@made_from("Then the inputs are compared too.")
@MADE_WITH
@REPLACE
@click.option("--all", "every", is_flag=True, help="Name every difference; without it, those alike are counted.")
@PLAIN
def verify(result: Path, inputs: tuple[Path, ...], bank: str | None, replace: bool, every: bool, plain: bool) -> None:
    """Calculate a result again, and name every figure that differs.

    RESULT is a file that “sv calc --out” wrote (.json or .xlsx). It carries what it was made from: the lines, the
    assumptions, and the edition of the values. Exit code 0 says that every figure is what they give.

    \b
    Examples:
      sv verify results.json
      sv verify results.xlsx --inputs returns.xlsx
    """
    from socialvalue.problems import has_errors
    from socialvalue.verifying.files import verify_file
    from socialvalue.verifying.summary import summarised

    with problems_shown(plain=plain):
        verification = verify_file(result, inputs=inputs, bank=bank, replace=replace)
    problems = list(verification.problems if every else summarised(verification.problems))
    problems += [problem for problem in verification.result.problems if problem.code == "differs-from-shipped"]
    if has_errors(problems):
        fail(problems, plain=plain, every=every)
    report(problems, plain=plain, every=every)
    click.echo(_verdict(verification, result, inputs=bool(inputs)))


def _verdict(verification: Verification, result: Path, *, inputs: bool) -> str:
    from socialvalue.verifying.appearance import NOT_SEEN

    made = verification.result.provenance
    said = (
        f"Verified: {result.name}. {verification.figures:,} figures, calculated again with {made.bank} "
        f"(fingerprint {made.bank_fingerprint[:12]}…) and {made.method}, are what the file says."
    )
    if result.suffix.lower() == ".xlsx":
        said += f" Of a workbook, {NOT_SEEN} were not looked at."
    if inputs:
        return f"{said} The inputs are those it was made from."
    names = shell_words(*(word for entry in made.inputs for word in ("--inputs", entry.file)))
    if len(made.inputs) > _MOST_NAMED:
        names = f"--inputs with the folder that its {len(made.inputs):,} inputs are in"
    return f"{said} The inputs were not compared" + (f"; to compare them too, add {names}." if names else ".")
