"""The sheet Against target: each target, the part that is due, and what was reported for it."""

from __future__ import annotations

from collections.abc import Sequence

from socialvalue.records.groups import Progress
from socialvalue.showing.words.targets import target_name
from socialvalue.showing.workbook.book import COUNT, MONEY, Book
from socialvalue.showing.workbook.shared_cells import SharedCells
from socialvalue.showing.workbook.sheets_by_group import HEAD, GroupCell, group_row, group_sheet, quoted_name


def write_against_target(book: Book, shared: SharedCells, entries: Sequence[Progress]) -> None:
    """Each target, the part that is due, and what was reported for it."""
    heads = ("Target", "Period", "Target", "Months reported", "Due", "Done", "Done of due", "Net £", "Net if met £")
    lead = "A target is due in proportion to the months reported. What is met is valued like what was reported."
    target_sheet = group_sheet(book, "Against target", lead, heads, (44, 12, 12, 12, 12, 12, 12, 16, 16))
    row = HEAD
    for progress in entries:
        row += 1
        target = progress.target
        months = f"{progress.months} of {progress.of_months}"
        flow = shared.vocabulary[target.outcome].flow == "flow"
        due = f"=C{row}*{progress.months}/{progress.of_months}" if flow else f"=C{row}"
        target_cells = [
            GroupCell(str(target.period)),
            GroupCell(target.quantity, COUNT),
            GroupCell(months),
            GroupCell(progress.due, COUNT, due),
            GroupCell(progress.actual, COUNT),
            GroupCell(progress.share_due, "0%", f'=IF(E{row}=0,"",F{row}/E{row})'),
            GroupCell(progress.net, MONEY, _net_of_target(progress, quoted_name(target.outcome))),
            GroupCell(
                progress.net_due,
                MONEY,
                f"=IF(F{row}=0,0,H{row}*E{row}/F{row})" if progress.net and progress.actual else "",
            ),
        ]
        group_row(book, target_sheet, row, target_name(progress, entries, shared.result), target_cells)
    target_sheet.print_area(0, 0, row, 8)
    target_sheet.fit_to_pages(1, 0)


def _net_of_target(progress: Progress, outcome: str) -> str:
    """The net value of what was reported for a target; nothing where it cannot be told from the columns of Lines."""
    target = progress.target
    if progress.net is None or target.organisation.casefold() != "all":
        return ""
    project_of_target = f"*(line_project={quoted_name(target.project)})" if target.project else ""
    return (
        f"=SUMPRODUCT((line_outcome={outcome}){project_of_target}*line_net)"
        if progress.months == progress.of_months
        else ""
    )
