"""What each sheet of a workbook is taken for: a table, one project or period of several, or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from socialvalue.reading.layouts.find_table import FoundTable
from socialvalue.reading.layouts.heading_words import Year
from socialvalue.records.maps import LEAVE_OUT, TABLE, same
from socialvalue.records.periods import Period

#: Sheets that sum up others, and sheets that are put by.
_SUMMARY_SHEET = re.compile(
    r"\b(summary|totals?|overview|dashboard|all projects|combined|consolidated|overall|annual|full[ -]year|year[ -]end"
    r"|ytd|year[ -]to[ -]date|cumulative)\b",
    re.IGNORECASE,
)
_SHEET_PUT_BY = re.compile(
    r"\(\d\)$|\b(copy|old|backup|draft|archived?|example|template|lists?|lookups?|notes|guidance|instructions|pivot)\b",
    re.IGNORECASE,
)
_NAMES_AREAS = re.compile(r"\b(area|region|locality|borough|neighbourhood|district)s?\b", re.IGNORECASE)


def sheet_meanings(found: MappingOf[str, FoundTable | None]) -> dict[str, str]:
    """What each sheet is taken for."""
    tables = {name: seen for name, seen in found.items() if seen is not None and seen.readable}
    records = [name for name, seen in tables.items() if seen.rows and not _SUMMARY_SHEET.search(name)]
    kept = [
        name
        for name in (records or tables)
        if not _SHEET_PUT_BY.search(name) and not (_SUMMARY_SHEET.search(name) and len(tables) > 1)
    ]
    longer = _sheets_of_longer_periods({name: tables[name].above.year for name in kept})
    kept = [name for name in kept if name not in longer] or list(tables)[:1]
    meanings = dict.fromkeys(found, LEAVE_OUT)
    several = _same_headings([tables[name] for name in kept])
    for name in kept:
        if len(kept) == 1 or not name or not several:
            meanings[name] = TABLE
        elif all(_sheet_names_period(other, tables[other].above.year) for other in kept):
            meanings[name] = "period" if not tables[name].across else TABLE
        elif tables[name].columns("project") or (records and len(kept) == 1):
            meanings[name] = TABLE
        else:
            meanings[name] = "area" if any(map(_NAMES_AREAS.search, tables[name].head.titles)) else "project"
    return meanings


def _sheets_of_longer_periods(years: MappingOf[str, Year | None]) -> set[str]:
    """Sheets named for a period that others are named for parts of: “2024-25” beside “Q1 2024-25” sums it up."""
    spans = {name: _period_of_sheet(name, year) for name, year in years.items()}
    return {
        name
        for name, span in spans.items()
        if span is not None
        and any(p is not None and p != span and span.start <= p.start and p.end <= span.end for p in spans.values())
    }


def _sheet_names_period(name: str, year: Year | None) -> bool:
    return _period_of_sheet(name, year) is not None


def _period_of_sheet(name: str, year: Year | None) -> Period | None:
    try:
        return Period.of(name, year=year.start if year else None)
    except ValueError:
        return None


def _same_headings(tables: Sequence[FoundTable]) -> bool:
    """Whether several tables have the same headings."""
    headings = [{same(text) for text in seen.head.texts.values()} for seen in tables]
    return len(headings) > 1 and all(len(h & headings[0]) >= 0.6 * len(headings[0]) for h in headings[1:])
