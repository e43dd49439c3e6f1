"""Figures in merged cells: they count where the first of the cells is, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, warning
from socialvalue.records.returns import Line

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


def merged_figures(sheets: Iterable[Sheet], lines: Sequence[Line]) -> list[Problem]:
    """A warning on figures whose cell is merged with others: the first by name, the others counted.

    Args:
        sheets: of one file.
        lines: what was read from them.
    """
    starts: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        for merged in sheet.merged:
            match = _RANGE.fullmatch(merged)
            if match is not None:
                starts[sheet.name, f"{match[1]}{match[2]}"] = merged
    if not starts:
        return []
    found: list[Problem] = []
    for line in lines:
        merged = starts.get((line.place.sheet, line.place.cell), "")
        if merged and line.quantity is not None:
            first, last = merged.split(":")
            across = first.rstrip("0123456789") != last.rstrip("0123456789")
            what = "months" if across else "rows"
            message = f"{line.quantity:,f} is in merged cells ({merged}), over several {what}:"
            message += f" it counts in {line.period} alone."
            found.append(
                warning("merged-figure", line.place, message, f"Unmerge them, and type what each of the {what} has.")
            )
    if len(found) > 1:
        more = f"{found[0].message} So do {len(found) - 1} more figures."
        return [evolve(found[0], message=more)]
    return found
