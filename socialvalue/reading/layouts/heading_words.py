"""What the words of a heading say: a month or another period, an outcome, and whether its figures are actual at all.

“Apr”, “Q1”, “YTD”, “Target”, “Apr / Actual”, “Var. %” and “Residents into FT work” are such headings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from attrs import frozen

from socialvalue.formats.sheets import Cell
from socialvalue.records.maps import FIGURES, LEAVE_OUT, TARGET, TOTAL
from socialvalue.records.periods import Period

#: Words beside a month that say what kind of figure it is; the first that fits holds.
_HEADING_KINDS: tuple[tuple[str, str], ...] = (
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
_HEADING_KIND_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _HEADING_KINDS]

#: A financial or calendar year, wherever it is in a title.
_FINANCIAL_YEAR = re.compile(
    r"(?<![\d/.-])(?:fy ?)?((?:19|20)?\d\d) ?(?:[-/–—]|to) ?((?:20)?\d\d)(?![\d/])", re.IGNORECASE
)
_YEAR_ENDING = re.compile(r"\bFY ?'?((?:20)?\d\d)(?!\d)(?! ?[-/–])", re.IGNORECASE)
_CALENDAR_YEAR = re.compile(r"(?<![\d/.-])(20\d\d)(?![\d/.-])")


@frozen
class Year:
    """The year of months that are written without one.

    Attributes:
        start: the calendar year it begins in.
        financial: whether it runs from April to March; else from January to December.
    """

    start: int
    financial: bool = True

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}" if self.financial else str(self.start)


#: A year for headings of which only the kind matters, or whether they name a month at all.
ANY_YEAR = Year(2020)


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
        return _read_text(cell, year)
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
def _read_text(cell: str, year: Year | None) -> Heading:
    text = " ".join(cell.split())
    period = _period_of(text, year)
    if period is not None or is_dateless(text):
        return Heading(FIGURES, period, period is None, "")
    kind = next((kind for kind, pattern in _HEADING_KIND_PATTERNS if pattern.search(text)), "")
    bare = text
    if kind:
        for _, pattern in _HEADING_KIND_PATTERNS:
            bare = pattern.sub(" ", bare)
    left_over: list[str] = []
    period_named: Period | None = None
    dateless = False
    parts = [part for piece in re.split(r" / | [-–—] |[():\[\]]", bare) if (part := piece.strip(" -–—/:.,'"))]
    over = next((part for part in parts if _YEAR_ALONE.fullmatch(part)), None)
    if over is not None and any(map(is_dateless, parts)):  # a year over its months
        year = year_of([over]) or year
        parts.remove(over)
    for part in parts:
        this = _period_of(part, year)
        if this is not None and (
            period_named is None or (this.end - this.start) < (period_named.end - period_named.start)
        ):
            period_named = this
        elif this is None and is_dateless(part):
            dateless = True
        elif this is None:
            left_over.append(part)
    if period_named is None and not dateless and not kind:
        left_over = [text]
    if kind == FIGURES and period_named is None and not dateless:
        left_over = [text]
    return Heading(kind or FIGURES, period_named, dateless and period_named is None, " ".join(left_over))


def _period_of(text: str, year: Year | None) -> Period | None:
    try:
        return Period.of(text, year=year.start if year else None, financial=year.financial if year else True)
    except ValueError:
        return None


def is_dateless(text: str) -> bool:
    """Whether it is a month, quarter or half whose year is not known."""
    return _period_of(text, ANY_YEAR) is not None and _period_of(text, None) is None


def year_of(texts: Iterable[str]) -> Year | None:
    """The year that titles name: the first that names one; a financial year before a calendar year."""
    texts = [text for text in texts if text]
    for text in texts:
        for match in _FINANCIAL_YEAR.finditer(text):
            start, end = (int(part) % 100 for part in match.groups())
            if (start + 1) % 100 == end:
                return Year(2000 + start)
        if ending := _YEAR_ENDING.search(text):
            return Year(1999 + int(ending[1]) % 100)
    for text in texts:
        if calendar := _CALENDAR_YEAR.search(text):
            return Year(int(calendar[1]), financial=False)
    return None
