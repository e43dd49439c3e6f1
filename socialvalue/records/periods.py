"""Periods: months, quarters and years, as people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from socialvalue.published.prices import PriceBase
from socialvalue.validators import count_of

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


@frozen(order=True, cache_hash=True)  # lines are sorted into groups by it
class Period:
    """A month, a quarter or a year.

    Attributes:
        start, end: its first and last day.
        label: ``2020-10``, ``2020-Q4``, ``2020-21-Q3`` (of a financial year), ``2020-21`` or ``2020``.
    """

    start: dt.date
    end: dt.date
    label: str = field(eq=False)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month; the numbers of a year from 1 to 9999, and of a month from 1 to 12."""
        year, month = count_of("a year", year, least=1, most=9999), count_of("a month", month, least=1, most=12)
        return _span(year, month, 1, f"{year}-{month:02d}")

    @classmethod
    def of(cls, value: str | dt.date | Period, *, year: int | None = None, financial: bool = True) -> Period:
        """The period a person wrote.

        A date means the month it falls in. ``2020-10``, ``Oct 2020``, ``October 2020`` and ``10/2020`` are a month;
        ``2020 Q4`` a calendar quarter; ``2020-21 Q3`` a quarter of a financial year (April to March); ``2020-21``,
        ``2020/21``, ``FY20/21`` and ``20-21`` a financial year; ``2020`` a calendar year. ``2011-12`` is December
        2011; the financial year is written ``2011/12``. ``17.01.25`` is a day; ``202404`` a month; ``P1 2024/25`` and
        ``M07 24-25`` the first and seventh month of a financial year; ``H1 2024/25`` its first half; ``April to June
        2024`` the months from one to the other.

        Args:
            value: as it was written.
            year: the year of a month, quarter or half that is written without one; None where it is not known.
            financial: whether that year is the financial year that starts in it, or the calendar year.

        Raises:
            ValueError: for anything else.
        """
        if isinstance(value, Period):
            return value
        if isinstance(value, dt.date):
            return cls.month(value.year, value.month)
        if not isinstance(value, str):
            msg = f"a period is text, a date or a Period, not {value!r}"
            raise TypeError(msg)
        text = re.sub(r"\s+", " ", value.strip().lower())
        if year is not None and (dateless := _dateless(text, year, financial=financial)) is not None:
            return dateless
        for pattern, build in _PATTERNS:
            if match := re.fullmatch(pattern, text):
                try:
                    found: Period = build(match)
                    return found
                except (ValueError, KeyError):
                    break
        msg = f"“{value}” is not a period"
        raise ValueError(msg)

    @property
    def written(self) -> str:
        """The label, written so that `of` reads it as this period: the financial year 2011-12 is ``2011/12``."""
        return self.label if Period.of(self.label) == self else self.label.replace("-", "/", 1)

    @property
    def said(self) -> str:
        """The period as people say it: ``October 2020``, ``2020 Q4``, ``2020-21``."""
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{calendar.month_name[self.start.month]} {self.start.year}"
        return self.label.replace("-Q", " Q")

    @property
    def financial_year(self) -> str:
        """The financial year (April to March) that most of the period is in, such as ``2020-21``."""
        return str(self.financial)

    @property
    def financial(self) -> PriceBase:
        """The financial year that most of the period is in: of the calendar year 2020, 2020-21."""
        return PriceBase.on(self.start + (self.end - self.start) / 2, financial=True)

    @property
    def quarter(self) -> str:
        """The calendar quarter the period starts in, such as ``2020-Q4``."""
        return f"{self.start.year}-Q{(self.start.month + 2) // 3}"

    def __str__(self) -> str:
        return self.label


def day_of(today: dt.date | None) -> dt.date:
    """The day that is taken for today: the one given, or the day it is; TypeError for anything else."""
    if today is not None and not isinstance(today, dt.date):
        msg = f"today must be a date, such as dt.date(2026, 1, 31), not {today!r}"
        raise TypeError(msg)
    if isinstance(today, dt.datetime):
        return today.date()
    return today or dt.datetime.now(tz=dt.UTC).date()


def period(value: str | dt.date | Period) -> Period:
    """`Period.of`, as a converter."""
    return value if type(value) is Period else Period.of(value)


def _span(year: int, month: int, months: int, label: str) -> Period:
    last_year, last_month = divmod(year * 12 + month - 1 + months - 1, 12)
    end = dt.date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    return Period(dt.date(year, month, 1), end, label)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _named(name: str, year: str) -> Period:
    return Period.month(_year(year), _number(name))


def _quarter(year: str, quarter: str) -> Period:
    return _span(int(year), int(quarter) * 3 - 2, 3, f"{year}-Q{quarter}")


def _financial(start: str, end: str, quarter: str | None = None) -> Period:
    year = PriceBase.of(f"{start}-{end[-2:]}").start
    if quarter is None:
        return _span(year, 4, 12, f"{year}-{end[-2:]}")
    first = year * 12 + 3 + (int(quarter) - 1) * 3
    return _span(first // 12, first % 12 + 1, 3, f"{year}-{end[-2:]}-Q{quarter}")


def _number(name: str) -> int:
    """The number of a month, by its name or the start of it."""
    month = _MONTHS[name[:3]]
    if not calendar.month_name[month].lower().startswith(name) and name != "sept":
        raise KeyError(name)
    return month


def _in_financial(start: str, end: str, first: int, months: int) -> Period:
    """Months of a financial year, of which April is the first."""
    year = PriceBase.of(f"{_year(start)}-{end[-2:]}").start
    return between(year * 12 + 3 + first - 1, months)


def _from_to(first: str, first_year: str | None, last: str, year: str) -> Period:
    end = _year(year) * 12 + _number(last) - 1
    start = (_year(first_year) if first_year else _year(year)) * 12 + _number(first) - 1
    if first_year is None and start > end:
        start -= 12  # “October to March 2025” starts the year before
    if not 0 < end - start + 1 <= 12:
        msg = f"{first} to {last} is no time within a year"
        raise ValueError(msg)
    return between(start, end - start + 1)


def between(first: int, months: int) -> Period:
    """So many months from one on, which is counted from the year 0; named as a month, quarter, half or year."""
    year, month = divmod(first, 12)
    later = f"{year}-{(year + 1) % 100:02d}"
    last_year, last_month = divmod(first + months - 1, 12)
    label = f"{year}-{month + 1:02d} to {last_year}-{last_month + 1:02d}"
    if months == 1:
        label = f"{year}-{month + 1:02d}"
    elif months == 3 and month % 3 == 0:
        label = f"{year}-Q{month // 3 + 1}"
    elif months == 6 and month in (3, 9):
        label = f"{later}-H1" if month == 3 else f"{year}-{(year + 1) % 100:02d}-H2"
    elif months == 12 and month in (0, 3):
        label = later if month == 3 else str(year)
    return _span(year, month + 1, months, label)


def _dateless(text: str, year: int, *, financial: bool) -> Period | None:
    """A month, quarter or half that is written without its year, in a year that is known."""

    def month(number: int) -> int:
        return (year + (financial and number < 4)) * 12 + number - 1

    start = year * 12 + (3 if financial else 0)
    try:
        if match := re.fullmatch(r"(?:p|m|period|month) ?(0?[1-9]|1[0-2])", text):
            return between(start + int(match[1]) - 1, 1)
        if match := re.fullmatch(r"(?:q|qtr|quarter) ?([1-4])", text):
            return between(start + int(match[1]) * 3 - 3, 3)
        if match := re.fullmatch(r"(?:h|half) ?([12])", text):
            return between(start + int(match[1]) * 6 - 6, 6)
        if match := re.fullmatch(r"([a-z]{3,9})\.?(?: ?(?:-|–|/|to) ?([a-z]{3,9})\.?)?", text):
            first = month(_number(match[1]))
            last = month(_number(match[2])) if match[2] else first
            return between(first, last - first + 1) if first <= last else None
    except KeyError:
        return None
    return None


_Y, _FY = r"((?:19|20)\d\d)", r"(?:fy ?)?((?:19|20)\d\d) ?(?:[-/–]|to) ?((?:20)?\d\d)"
_FY2 = r"(?:fy ?)?((?:20)?(?:1[3-9]|[2-9]\d)) ?[-/–] ?((?:20)?\d\d)"  # of two digits too, where no month is meant
_Y2 = r"((?:20)?\d\d)"


_PATTERNS: list[tuple[str, Any]] = [
    (
        rf"{_Y} ?[-/.] ?(0?[1-9]|1[0-2])",
        lambda m: (
            Period.month(int(m[1]), int(m[2]))
            if "/" not in m[0] or len(m[2]) < 2 or int(m[1]) % 100 + 1 != int(m[2])
            else _financial(m[1], m[2])
        ),
    ),
    (rf"(0?[1-9]|1[0-2]) ?[-/.] ?{_Y}", lambda m: Period.month(int(m[2]), int(m[1]))),
    (rf"{_Y}-(\d\d)-(\d\d)(?:[t ].*)?", lambda m: Period.of(dt.date(int(m[1]), int(m[2]), int(m[3])))),
    (rf"(\d\d?)[/.-](\d\d?)[/.-]{_Y}(?: .*)?", lambda m: Period.of(dt.date(int(m[3]), int(m[2]), int(m[1])))),
    (rf"{_Y}[/.](\d\d?)[/.](\d\d?)(?: .*)?", lambda m: Period.of(dt.date(int(m[1]), int(m[2]), int(m[3])))),
    (r"(?:\d\d?(?:st|nd|rd|th)?[ -])?([a-z]{3,9})\.?[ ,'’/-]*((?:20)?\d\d)", lambda m: _named(m[1], m[2])),
    (rf"{_Y}[ -]([a-z]{{3,9}})", lambda m: _named(m[2], m[1])),
    (rf"{_Y}[ -]?q([1-4])", lambda m: _quarter(m[1], m[2])),
    (rf"q([1-4])[ -]?{_Y}", lambda m: _quarter(m[2], m[1])),
    (rf"{_FY}[ -]*q([1-4])", lambda m: _financial(m[1], m[2], m[3])),
    (rf"q([1-4])[ -]*{_FY}", lambda m: _financial(m[2], m[3], m[1])),
    (_FY, lambda m: _financial(m[1], m[2])),
    (r"fy ?(\d\d) ?[-/–] ?(\d\d)", lambda m: _financial(f"20{m[1]}", m[2])),
    (r"(1[3-9]|[2-9]\d) ?[-/–] ?(\d\d)", lambda m: _financial(f"20{m[1]}", m[2])),
    (_Y, lambda m: _span(int(m[1]), 1, 12, m[1])),
    (r"(\d\d?)[/.-](\d\d?)[/.-](\d\d)(?: .*)?", lambda m: Period.of(dt.date(2000 + int(m[3]), int(m[2]), int(m[1])))),
    (rf"{_Y}(0[1-9]|1[0-2])", lambda m: Period.month(int(m[1]), int(m[2]))),
    (rf"(?:q|qtr|quarter) ?([1-4]),?[ -]*{_FY2}", lambda m: _in_financial(m[2], m[3], int(m[1]) * 3 - 2, 3)),
    (rf"{_FY2}[ -]*(?:q|qtr|quarter) ?([1-4])", lambda m: _in_financial(m[1], m[2], int(m[3]) * 3 - 2, 3)),
    (rf"(?:p|m|period|month) ?(0?[1-9]|1[0-2]),?[ -]*{_FY2}", lambda m: _in_financial(m[2], m[3], int(m[1]), 1)),
    (rf"{_FY2}[ -]*(?:p|m|period|month) ?(0?[1-9]|1[0-2])", lambda m: _in_financial(m[1], m[2], int(m[3]), 1)),
    (rf"(?:h|half) ?([12]),?[ -]*{_FY2}", lambda m: _in_financial(m[2], m[3], int(m[1]) * 6 - 5, 6)),
    (rf"{_FY2}[ -]*(?:h|half) ?([12])", lambda m: _in_financial(m[1], m[2], int(m[3]) * 6 - 5, 6)),
    (
        rf"([a-z]{{3,9}})\.?[ ,'’-]*{_Y2}? ?(?:-|–|/|to|until) ?([a-z]{{3,9}})\.?[ ,'’-]*{_Y2}",
        lambda m: _from_to(m[1], m[2], m[3], m[4]),
    ),
    (
        rf"{_Y}-(0[1-9]|1[0-2]) to {_Y}-(0[1-9]|1[0-2])",
        lambda m: between(int(m[1]) * 12 + int(m[2]) - 1, int(m[3]) * 12 + int(m[4]) - int(m[1]) * 12 - int(m[2]) + 1),
    ),
]


def months_of(periods: Iterable[Period]) -> list[int]:
    """The months the periods cover, each once and in order, as 12 x year + month."""
    spans = ((p.start.year * 12 + p.start.month, p.end.year * 12 + p.end.month) for p in periods)
    return sorted({month for first, last in spans for month in range(first, last + 1)})


def said(periods: Iterable[Period]) -> str:
    """The periods as people say them, those that follow one another as a span: ``July 2023 to March 2024``."""
    runs: list[list[Period]] = []
    for period in sorted(periods):
        if runs and runs[-1][-1].end + dt.timedelta(days=1) == period.start:
            runs[-1].append(period)
        else:
            runs.append([period])
    words = []
    for run in runs:
        words += [f"{run[0].said} to {run[-1].said}"] if len(run) > 2 else [period.said for period in run]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


#: An outcome that lasts as long as this is claimed for a year: “a significant part of it”, which no source defines.
SIGNIFICANT = Decimal("0.5")


def years_between(start: dt.date, end: dt.date) -> Decimal:
    """Years from a first day to a last, both included: whole years, and the days left over those of their year."""
    after = end + dt.timedelta(days=1)
    whole = after.year - start.year - ((after.month, after.day) < (start.month, start.day))
    anniversary = _anniversary(start, whole)
    following = _anniversary(start, whole + 1)
    return whole + Decimal((after - anniversary).days) / (following - anniversary).days


def significant(start: dt.date, end: dt.date) -> bool:
    """Whether an outcome lasted for a significant part of a year, by its first and last day."""
    return (end - start).days > _HALF_OF_ANY_YEAR or years_between(start, end) >= SIGNIFICANT


_HALF_OF_ANY_YEAR = 183  # days, of 366 at the most


def _anniversary(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 3, 1)
