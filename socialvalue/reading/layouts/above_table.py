"""What the lines above a table say of all its rows: the organisation, project, area, period, year and cost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import Place, Problem, note
from socialvalue.reading import cells
from socialvalue.reading.layouts.heading_rows import TableHead, heading_text
from socialvalue.reading.layouts.heading_words import Year, read_heading, year_of
from socialvalue.records.returns import Cost

#: The name of an organisation where a file gives none.
UNNAMED_ORGANISATION = "Organisation not named"
_SAID_ABOVE = re.compile(
    r"(?P<what>organi[sz]ation|housing association|landlord|provider|project|scheme|programme|area|region|borough|"
    r"local authority|(total |project )?(budget|cost|costs|spend|spent|expenditure)|month|period|quarter)"
    r"(?: name)?\s*+(?:(?:\(£\)|£)\s*+)?(?:[:=–—-]\s*(?P<said>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_FIELD_SAID = {
    "organization": "organisation",
    "housing association": "organisation",
    "landlord": "organisation",
    "provider": "organisation",
    "scheme": "project",
    "programme": "project",
    "region": "area",
    "borough": "area",
    "local authority": "area",
    "month": "period",
    "quarter": "period",
}


@frozen
class AboveTable:
    """What the lines above a table say of all its rows.

    Attributes:
        said: field to text: organisation, project, area or period.
        cost: the budget or cost, with where it is.
        year: the year of months without one.
    """

    said: Mapping[str, str]
    cost: tuple[Decimal, Place] | None = None
    year: Year | None = None


def said_above(sheet: Sheet, head: TableHead) -> AboveTable:
    """What the lines above a table, and its sheet's and file's names, say of all its rows."""
    said: dict[str, str] = {}
    cost: tuple[Decimal, Place] | None = None
    for number, row in head.above:
        for column, cell in enumerate(row):
            match = _SAID_ABOVE.fullmatch(cell.strip()) if isinstance(cell, str) and len(cell) < 200 else None
            if match is None:
                continue
            what = " ".join(match["what"].lower().split())
            what = _FIELD_SAID.get(what, what)
            beside = next(((c, v) for c, v in enumerate(row) if c > column and not cells.blank(v)), (column, None))
            value: Cell = match["said"].strip() if match["said"] else beside[1]
            if re.search(r"budget|cost|spen[dt]|expenditure", what):
                try:
                    amount = cells.money(value)
                except cells.CellFault:
                    continue
                if amount:
                    cost = amount, sheet.place(number, beside[0])
            elif value is not None and what in ("organisation", "project", "area", "period"):
                text = heading_text(value)
                if text:
                    said.setdefault(what, text)
    return AboveTable(said, cost, year_of([*head.titles, sheet.name, file_words(sheet)]))


def file_words(sheet: Sheet) -> str:
    """The name of a sheet's file as words: “kpis-2024-25.xlsx” is “kpis 2024-25”."""
    return re.sub(r"_|(?<=[A-Za-z])-", " ", re.sub(r"\.\w+$", "", sheet.file))


def said_by_sheet_name(name: str, meaning: str, above: AboveTable) -> dict[str, str]:
    """What a sheet's name says, where the lines above its table do not say it."""
    if meaning in ("project", "area", "organisation", "period") and meaning not in above.said:
        return {meaning: name}
    return {}


def period_above(sheet: Sheet, head: TableHead, above: AboveTable) -> dict[str, str]:
    """The period that the lines above a table, or its sheet, name: a month, or else a year."""
    for title in (*head.titles, sheet.name, file_words(sheet)):
        heading = read_heading(title[:200], above.year)
        if heading.period is not None:
            return {"period": heading.period.written}
    return {"period": str(above.year)} if above.year else {}


def cost_above(above: AboveTable, project: str) -> Iterator[tuple[Cost, Problem]]:
    """The cost that is written above a table, and a note that it was read."""
    if above.cost is not None:
        amount, place = above.cost
        what = f"as the cost of “{project}”" if project else "as the cost"
        message = f"£{amount:,f} above the table is read {what}."
        yield Cost(amount, project, place=place), note("cost-above-table", place, message)
