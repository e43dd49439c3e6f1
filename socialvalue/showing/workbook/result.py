"""A result as a workbook in which every pound can be followed and every assumption changed: its sheets in order."""

from __future__ import annotations

import io

from socialvalue.problems import BadData, Place, error
from socialvalue.published.toml import fingerprint
from socialvalue.records.groups import Beside
from socialvalue.records.results import Result
from socialvalue.showing.data.json.reported import reported
from socialvalue.showing.workbook.book import ACCENT, INK, Book
from socialvalue.showing.workbook.shared_cells import SharedCells
from socialvalue.showing.workbook.sheet_about import write_about
from socialvalue.showing.workbook.sheet_against_last_year import write_against_last_year
from socialvalue.showing.workbook.sheet_against_target import write_against_target
from socialvalue.showing.workbook.sheet_assumptions import write_assumptions
from socialvalue.showing.workbook.sheet_checks import write_checks
from socialvalue.showing.workbook.sheet_flows import write_flows
from socialvalue.showing.workbook.sheet_lines import write_lines
from socialvalue.showing.workbook.sheet_reported import write_reported
from socialvalue.showing.workbook.sheet_sensitivity import write_sensitivity
from socialvalue.showing.workbook.sheet_summary import write_summary
from socialvalue.showing.workbook.sheet_valuations import write_valuations
from socialvalue.showing.workbook.sheet_years import write_years
from socialvalue.showing.workbook.sheets_by_group import has_projects, write_by_month, write_by_project, write_totals
from socialvalue.valuing.last_year.like_for_like import LikeForLike
from socialvalue.valuing.measures import counted
from socialvalue.valuing.rollup.group_by import place_tags

#: The sheets in their order; those in the middle are there where there is something to show.
SHEETS = (
    "Summary", "By project", "By month", "Totals", "Against target", "Against last year", "Sensitivity", "Lines",
    "Assumptions", "Valuations", "Years", "Flows", "Checks", "About", "Reported",
)  # fmt: skip

#: The one sheet that is not made again when a workbook is verified: it rests on another return.
ELSEWHERE = "Against last year"

#: Rows of a sheet that are left for headings.
MOST_LINES = 1_048_000


def workbook(result: Result, beside: Beside | None = None, last_year: LikeForLike | None = None) -> bytes:
    """The result as a workbook.

    Args:
        result: without errors; assessed, where its range is to be shown.
        beside: totals by something, and targets.
        last_year: both years, compared like for like.

    Raises:
        BadData: when there are more lines than a sheet has rows.
    """
    if max(len(result.lines), len(result.entered.lines)) > MOST_LINES:
        message = f"{len(result.lines):,} lines are more than a sheet of a workbook holds."
        raise BadData([error("file-not-written", Place(), message, "Write it as .json or .csv.")])
    file = io.BytesIO()
    book = Book(file, "Social value")
    beside = beside or Beside()
    idle = {
        "Totals": beside.roll_up is None,
        "By project": not has_projects(result),
        "Against target": not beside.targets,
        ELSEWHERE: last_year is None,
        "Sensitivity": not result.uncertainty,
    }
    for name in SHEETS:
        if not idle.get(name):
            book.sheet(name, tab=INK if name == "Summary" else ACCENT)
    grouped = beside.roll_up.by if beside.roll_up is not None else ()
    known = {tag for line in counted(result) for tag in line.tags}
    tags_shown = tuple(sorted({*place_tags(result), *known.intersection(grouped)}))
    shared = SharedCells(result, tags_shown)
    write_assumptions(book, shared)
    write_valuations(book, shared)
    write_years(book, shared)
    write_lines(book, shared)
    write_flows(book, shared)
    write_by_month(book, shared)
    if not idle["By project"]:
        write_by_project(book, shared)
    if beside.roll_up is not None:
        write_totals(book, beside.roll_up, result)
    if beside.targets:
        write_against_target(book, shared, beside.targets)
    if last_year is not None:
        write_against_last_year(book, last_year)
    if result.uncertainty:
        write_sensitivity(book, result)
    write_summary(book, shared)
    write_checks(book, shared)
    entered = reported(result, tags_shown)
    write_about(book, result, fingerprint(entered), beside)
    write_reported(book, entered["lines"])
    book.close()
    return file.getvalue()
