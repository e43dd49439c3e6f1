"""One cell read as a date or a moment, however people write it: day first, in words, or as Excel's number."""

from __future__ import annotations

import datetime as dt
import re

from socialvalue.formats.sheets import Cell
from socialvalue.reading.cells import NOT_RECORDED, CellFault, Remark, not_yet, shortened, text

#: A day with strokes, and what to say where it is none.
SLASHED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d\d){1,2}( .*)?")
_DAY_FIRST = "Write the day first: 31/10/2020."
_NO_SUCH_DAY = re.compile(r"(29|30|31)[/.-](0?[1-9]|1[0-2])[/.-].*")


def slashed_remedy(written: str) -> str:
    """What to say of a day with strokes that is none: its month has no such day, or comes first."""
    return "The month has no such day: mend it." if _NO_SUCH_DAY.fullmatch(written) else _DAY_FIRST


def serial(written: str) -> dt.date | None:
    """The day Excel keeps as this number, where it is one from 1982 to 2064."""
    if not re.fullmatch(r"[3-5]\d{4}(\.\d+)?", written):
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(int(float(written)))


def day(cell: Cell) -> dt.date | None:
    """A date: an Excel date, ``2020-10-31``, ``31/10/2020`` or ``31 October 2020``; raises `CellFault`."""
    moment = instant(cell)
    if moment is not None and _may_be_next_day(moment):
        message = f"{text(cell)} (UTC) is the next day by the clock in Britain."
        raise CellFault("bad-date", message, "Write the day alone.")
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    written = text(cell)
    if written.lower() in NOT_RECORDED:
        return None
    written = re.sub(r"^(\d\d?)(st|nd|rd|th)\b", r"\1", written[:_LONGEST_DAY], flags=re.IGNORECASE)
    if _WITH_TIME.fullmatch(written):
        written = written[:10]
    for form in _DAY_FORMS:
        try:
            return dt.datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    remedy = slashed_remedy(written) if SLASHED.fullmatch(written) else "Write it as 31/10/2020."
    raise CellFault("bad-date", f"“{shortened(written)}” is not a date.", remedy)


def day_or_to_come(cell: Cell) -> dt.date | None:
    """A date as `day` reads it, where what is still to come may be said in words; raises `CellFault`."""
    if not_yet(cell):
        message = f"“{shortened(text(cell))}” is read as no date recorded yet."
        raise Remark(None, "warning", "to-come", message, "Fill in the date when it is known.")
    return day(cell)


_DAY_FORMS: tuple[str, ...] = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")
_DAY_FORMS += ("%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y")
_LONGEST_DAY = 60  # characters
_WITH_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)


def instant(cell: Cell) -> dt.datetime | None:
    """A moment that says how far its clock is from UTC; None for any other cell."""
    if isinstance(cell, dt.datetime):
        return cell if cell.utcoffset() is not None else None
    if isinstance(cell, str) and _INSTANT.fullmatch(written := cell.strip()):
        try:
            return dt.datetime.fromisoformat(written.upper())
        except ValueError:
            return None
    return None


def month_in_doubt(moment: dt.datetime) -> bool:
    """Whether a moment held in UTC is of another month by the clock in Britain."""
    return _may_be_next_day(moment) and (moment + dt.timedelta(hours=1)).month != moment.month


def _may_be_next_day(moment: dt.datetime) -> bool:
    """Whether a moment held in UTC is of the next day in Britain, where clocks go an hour ahead in summer."""
    if moment.utcoffset() != dt.timedelta(0) or moment.hour != 23:
        return False
    last = [dt.date(moment.year, month, 31) for month in (3, 10)]
    start, end = (day - dt.timedelta(days=(day.weekday() + 1) % 7) for day in last)  # the last Sundays
    return start <= moment.date() < end
