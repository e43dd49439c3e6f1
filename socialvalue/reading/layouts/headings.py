"""What a heading over figures says: a month or another period, an outcome, and whether it is a figure at all.

“Apr”, “Q1”, “YTD”, “Target”, “Apr / Actual”, “Var. %” and “Residents into FT work” are such headings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from attrs import frozen

from socialvalue.formats.sheets import Cell
from socialvalue.problems import Place, Problem, error
from socialvalue.records.maps import FIGURES, LEAVE_OUT, TARGET, TOTAL
from socialvalue.records.periods import Period

#: Words beside a month that say what kind of figure it is; the first that fits holds.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        LEAVE_OUT,
        r"%|\b(per ?cent(age)?|var(iance)?|diff(erence)?|rag( status| rating)?|comment(s|ary)?|notes?|narrative|status"
        r"|trend|direction|last year|previous( year)?|prior( year)?|ly|baseline|benchmark|average|avg|mean|owner|lead"
        r"|manager|frequency|source|forecasts?|expected|remaining|to go|rank)\b",
    ),
    (TARGET, r"\b(targets?|tgt|plan(ned)?|goal|profiled?|budget(ed)?|trajectory|milestone)\b"),
    (
        TOTAL,
        r"\b(ytd|y\.t\.d\.?|year[ -]to[ -]date|cumulative|cum|running|to[ -]date|(sub|grand)?[ -]?(totals?|tot\b\.?)"
        r"|sum|overall|full[ -]year|outturn|year[ -]end|annual)",
    ),
    (FIGURES, r"\b(actuals?|act|achieved|results?|numbers?|count|delivered|this month|figures?)\b|\bno\.?$"),
)
_KIND = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]

#: A financial or calendar year, wherever it is in a title.
_FINANCIAL = re.compile(r"(?<![\d/.-])(?:fy ?)?((?:19|20)?\d\d) ?(?:[-/–—]|to) ?((?:20)?\d\d)(?![\d/])", re.IGNORECASE)
_ENDING = re.compile(r"\bFY ?'?((?:20)?\d\d)(?!\d)(?! ?[-/–])", re.IGNORECASE)
_CALENDAR = re.compile(r"(?<![\d/.-])(20\d\d)(?![\d/.-])")


@frozen
class Year:
    """The year that months without one lie in.

    Attributes:
        start: the calendar year it begins in.
        financial: whether it runs from April to March; else from January to December.
    """

    start: int
    financial: bool = True

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}" if self.financial else str(self.start)


@frozen
class Heading:
    """What a heading says.

    Attributes:
        kind: `FIGURES`, `TARGET`, `TOTAL` or `LEAVE_OUT`.
        period: the period it names, where its year is known.
        dateless: whether it names a period whose year is not known.
        rest: what is left of it when period and kind are taken away: an outcome, or nothing.
    """

    kind: str
    period: Period | None
    dateless: bool
    rest: str


def read_heading(cell: Cell, year: Year | None = None) -> Heading:
    """What a heading says.

    Args:
        cell: as it is written; two header rows joined by “ / ”.
        year: that of months without one.
    """
    if isinstance(cell, str):
        return _read(cell, year)
    if isinstance(cell, dt.date):
        return Heading(FIGURES, Period.of(cell) if 2000 <= cell.year < 2100 else None, False, "")
    return Heading(FIGURES, None, False, "")


_YEAR_ALONE = re.compile(r"(fy ?)?20\d\d( ?[-/–] ?(20)?\d\d)?", re.IGNORECASE)

#: What a row's label says at its end of the kind of its figures: “Full time employment – Target”.
_ROW_KIND = re.compile(
    r"[-–—:(] ?(actuals?|targets?|plan(?:ned)?|profiled?|forecasts?|variance|var|budget|ytd|cumulative)\)?$",
    re.IGNORECASE,
)


def row_kind(label: str) -> tuple[str, str]:
    """The kind of figures a row's label says it holds, and the label without that.

    ``Full time employment - Target`` is (`TARGET`, ``Full time employment``); a label that says nothing is `FIGURES`.
    """
    match = _ROW_KIND.search(label[-40:])
    if match is None:
        return FIGURES, label
    return read_heading(match[1]).kind, label[: len(label) - len(match[0])].rstrip(" -–—:")


@lru_cache(4096)  # headings come again in every row that may be one
def _read(cell: str, year: Year | None) -> Heading:
    text = " ".join(cell.split())
    period = _period(text, year)
    if period is not None or _dateless(text):
        return Heading(FIGURES, period, period is None, "")
    kind = next((kind for kind, pattern in _KIND if pattern.search(text)), "")
    bare = text
    if kind:
        for _, pattern in _KIND:
            bare = pattern.sub(" ", bare)
    rest: list[str] = []
    found: Period | None = None
    dateless = False
    parts = [part for piece in re.split(r" / | [-–—] |[():\[\]]", bare) if (part := piece.strip(" -–—/:.,'"))]
    over = next((part for part in parts if _YEAR_ALONE.fullmatch(part)), None)
    if over is not None and any(map(_dateless, parts)):  # a year over its months
        year = year_of([over]) or year
        parts.remove(over)
    for part in parts:
        this = _period(part, year)
        if this is not None and (found is None or (this.end - this.start) < (found.end - found.start)):
            found = this
        elif this is None and _dateless(part):
            dateless = True
        elif this is None:
            rest.append(part)
    if found is None and not dateless and not kind:
        rest = [text]
    if kind == FIGURES and found is None and not dateless:
        rest = [text]
    return Heading(kind or FIGURES, found, dateless and found is None, " ".join(rest))


def _period(text: str, year: Year | None) -> Period | None:
    try:
        return Period.of(text, year=year.start if year else None, financial=year.financial if year else True)
    except ValueError:
        return None


def _dateless(text: str) -> bool:
    """Whether it is a month, quarter or half whose year is not known."""
    return _period(text, Year(2020)) is not None and _period(text, None) is None


_SLASHED = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-]((?:20)?\d\d)(?: .*)?")


def month_first(headings: Iterable[Cell]) -> list[str]:
    """Headings that are dates with the month first, as Excel writes them in the United States; empty where none is.

    ``04/01/2024`` is read as the 4th of January. Where headings that are read so go backwards, and would be in order
    with the month first, that is what they are.
    """
    read: list[tuple[dt.date, dt.date | None, str]] = []
    for cell in headings:
        text = cell if isinstance(cell, str) else ""
        day = dt.date(cell.year, cell.month, 1) if isinstance(cell, dt.date) else None
        other: dt.date | None = None
        if match := _SLASHED.fullmatch(text.strip()):
            first, second, year = int(match[1]), int(match[2]), int(match[3]) % 100 + 2000
            day = dt.date(year, second, 1) if 1 <= second <= 12 else None
            other = dt.date(year, first, 1) if 1 <= first <= 12 else None
        elif day is None:
            found = read_heading(cell).period
            day = found.start if found is not None else None
        if day is not None or other is not None:
            read.append((day or dt.date.min, other, text.strip()))
    said = [day for day, _, _ in read]
    if len(read) < 2 or _rising(said):
        return []
    swapped = [other if other is not None else day for day, other, _ in read]
    for number, (_, other, _) in enumerate(read):  # one heading alone may have been typed so
        if other is not None and _rising([*said[:number], other, *said[number + 1 :]]):
            return [read[number][2]]
    return [text for _, other, text in read if other is not None] if _rising(swapped) else []


def months_wrong(place: Place, headings: Sequence[str]) -> Problem:
    """An error for headings with the month first, which would be read as other months."""
    named = ", ".join(f"“{text}”" for text in headings[:3])
    message = f"{named}{' …' if headings[3:] else ''} has the month first: the months are out of order as they stand."
    remedy = "Write the months such as Apr 2024, or as dates of Excel with the day first."
    return error("months-out-of-order", place, message, remedy)


def _rising(days: list[dt.date]) -> bool:
    return all(first < then for first, then in pairwise(days))


def year_of(texts: Iterable[str]) -> Year | None:
    """The year that titles name: the first that names one; a financial year before a calendar year."""
    texts = [text for text in texts if text]
    for text in texts:
        for match in _FINANCIAL.finditer(text):
            start, end = (int(part) % 100 for part in match.groups())
            if (start + 1) % 100 == end:
                return Year(2000 + start)
        if ending := _ENDING.search(text):
            return Year(1999 + int(ending[1]) % 100)
    for text in texts:
        if calendar := _CALENDAR.search(text):
            return Year(int(calendar[1]), financial=False)
    return None
