"""The sheets Exceptions and Verification: problems, refused claims, blanks; what differs, and what was not done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.tables import MOST, Cell, Column, Sheet, Table, problem_row, texts_table
from socialvalue.money import count
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.words.amounts import counted, when
from socialvalue.showing.words.grammar import capital


def exceptions_sheet(audit: Audit) -> Sheet:
    """What is out of the ordinary, in five tables of the same columns."""
    result = audit.result
    exception_columns = (Column("Where", 34), Column("What", 84), Column("What to do", 60), Column("Code", 24))
    problems = tuple(problem_row(problem) for problem in result.problems[:MOST])
    refused = tuple(
        (
            str(entry.line.place),
            f"{_whose_line(entry.line, result)}: {count(entry.line.quantity or Decimal(0))} not claimed",
            entry.reason,
            "",
        )
        for entry in result.refused[:MOST]
    )
    blanks = tuple(_blank_cells(result))
    unvalued = tuple(
        (
            result.vocabulary[entry.outcome].label,
            f"{counted(entry.quantity, entry.unit)} without a value",
            entry.reason,
            "",
        )
        for entry in result.not_valued
    )
    unchecked = tuple(("", f"Not checked: {what}", "", "") for what in result.unchecked)
    exception_parts = (
        ("Found while reading and valuing", problems, len(result.problems)),
        ("Claims refused", refused, len(result.refused)),
        ("Reported, without a value", unvalued, len(unvalued)),
        ("Left blank", blanks, sum(line.rows for line in result.not_recorded)),
        ("Could not be checked", unchecked, len(unchecked)),
    )
    tables = tuple(
        Table(
            f"{title}: {number:,}",
            exception_columns,
            rows,
            f"The first {MOST} are listed." if len(rows) == MOST else "",
        )
        for title, rows, number in exception_parts
    )
    lead = "; ".join(f"{title[:1].lower()}{title[1:]}: {number:,}" for title, _, number in exception_parts)
    return Sheet("Exceptions", "What is out of the ordinary", tables, f"{capital(lead)}.")


def _blank_cells(result: Result) -> Iterator[tuple[Cell, ...]]:
    """What was left blank, by organisation and outcome."""
    blank_groups: dict[tuple[str, str], list[Line]] = {}
    for line in result.not_recorded:
        blank_groups.setdefault((line.organisation, line.outcome), []).append(line)
    for (organisation, outcome), lines in blank_groups.items():
        blank_periods = sorted({line.period for line in lines})
        first, last = when(blank_periods[0]), when(blank_periods[-1])
        span = first if first == last else f"{first} to {last}"
        more_blanks = f" and {len(lines) - 1:,} more" if len(lines) > 1 else ""
        what = f"{organisation}, {result.vocabulary[outcome].label}: {span}"
        yield f"{lines[0].place}{more_blanks}", what, "Blank means not recorded, which is not nought.", ""


def _whose_line(line: Line, result: Result) -> str:
    return f"{line.organisation}, {when(line.period)}, {result.vocabulary[line.outcome].label}"


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
