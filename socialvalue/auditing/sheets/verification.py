"""The sheet Verification: what differs, and what was not done."""

from __future__ import annotations

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.tables import MOST, Column, Sheet, Table, problem_row, texts_table


def verification_sheet(audit: Audit) -> Sheet:
    """What making the result again found, and what it cannot tell."""
    found = audit.verification
    errors = sum(problem.severity == "error" for problem in found.problems)
    verdict = (
        f"{errors:,} differences: {audit.file} is not what it carries gives."
        if errors
        else f"{found.figures:,} figures of {audit.file} were calculated again and are what it says."
    )
    difference_columns = (Column("Where", 44), Column("What", 84), Column("What to do", 50), Column("Code", 20))
    difference_rows = tuple(problem_row(problem) for problem in found.problems[:MOST])
    inputs_compared = (
        "The inputs were read again and compared." if audit.inputs else "The inputs were not given, and not compared."
    )
    not_done = [
        "Whether what was reported happened: the evidence is the organisation’s, and is not part of the files.",
        "Whether everything that happened was reported, beyond the blanks and missing months that are listed.",
        "Whether the values suit the activity: they are averages of other people, and nobody who made them saw this.",
        "Whether the figures of the method suit this programme; their reasons are as given.",
        "Whether every line lies within the dates of the return: no dates of it were set here, and a result does not "
        "keep those of --from and --to. “sv calc” with both tells what lies outside.",
        *([] if audit.inputs else ["Whether the inputs still are those it was made from: they were not given."]),
        "Whether a result was made up as a whole: a made-up return gives a result that verifies.",
    ]
    return Sheet(
        "Verification",
        "Made again, and compared",
        (
            Table(f"Differences: {len(found.problems):,}", difference_columns, difference_rows, inputs_compared),
            texts_table("What was not done", not_done),
        ),
        verdict,
        verdict if errors else "",
    )
