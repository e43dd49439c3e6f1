"""Periods: months, quarters and years, as people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from socialvalue.published.prices import PriceBase

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
        """A calendar month."""
        return _span(year, month, 1, f"{year}-{month:02d}")

    @classmethod
    def of(cls, value: str | dt.date | Period) -> Period:
        """The period a person wrote.

        A date means the month it falls in. ``2020-10``, ``Oct 2020``, ``October 2020`` and ``10/2020`` are a month;
        ``2020 Q4`` a calendar quarter; ``2020-21 Q3`` a quarter of a financial year (April to March); ``2020-21``,
        ``2020/21``, ``FY20/21`` and ``20-21`` a financial year; ``2020`` a calendar year. ``2011-12`` is December
        2011; the financial year is written ``2011/12``.

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
        """The financial year (April to March) the period starts in, such as ``2020-21``."""
        return str(PriceBase.on(self.start, financial=True))

    @property
    def quarter(self) -> str:
        """The calendar quarter the period starts in, such as ``2020-Q4``."""
        return f"{self.start.year}-Q{(self.start.month + 2) // 3}"

    def __str__(self) -> str:
        return self.label


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
    month = _MONTHS[name[:3]]
    if not calendar.month_name[month].lower().startswith(name) and name != "sept":
        raise KeyError(name)
    return Period.month(_year(year), month)


def _quarter(year: str, quarter: str) -> Period:
    return _span(int(year), int(quarter) * 3 - 2, 3, f"{year}-Q{quarter}")


def _financial(start: str, end: str, quarter: str | None = None) -> Period:
    year = PriceBase.of(f"{start}-{end[-2:]}").start
    if quarter is None:
        return _span(year, 4, 12, f"{year}-{end[-2:]}")
    first = year * 12 + 3 + (int(quarter) - 1) * 3
    return _span(first // 12, first % 12 + 1, 3, f"{year}-{end[-2:]}-Q{quarter}")


_Y, _FY = r"((?:19|20)\d\d)", r"(?:fy ?)?((?:19|20)\d\d) ?[-/–] ?((?:20)?\d\d)"


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
    (r"(?:\d\d?(?:st|nd|rd|th)? )?([a-z]{3,9})\.?[ ,'’/-]*((?:20)?\d\d)", lambda m: _named(m[1], m[2])),
    (rf"{_Y}[ -]([a-z]{{3,9}})", lambda m: _named(m[2], m[1])),
    (rf"{_Y}[ -]?q([1-4])", lambda m: _quarter(m[1], m[2])),
    (rf"q([1-4])[ -]?{_Y}", lambda m: _quarter(m[2], m[1])),
    (rf"{_FY}[ -]*q([1-4])", lambda m: _financial(m[1], m[2], m[3])),
    (rf"q([1-4])[ -]*{_FY}", lambda m: _financial(m[2], m[3], m[1])),
    (_FY, lambda m: _financial(m[1], m[2])),
    (r"fy ?(\d\d) ?[-/–] ?(\d\d)", lambda m: _financial(f"20{m[1]}", m[2])),
    (r"(1[3-9]|[2-9]\d) ?[-/–] ?(\d\d)", lambda m: _financial(f"20{m[1]}", m[2])),
    (_Y, lambda m: _span(int(m[1]), 1, 12, m[1])),
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
