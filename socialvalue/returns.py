"""What an association reports: periods, lines and returns. Nothing here knows money or spreadsheets."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from socialvalue.money import decimal, optional_decimal
from socialvalue.problems import NOWHERE, Place, Problem, in_order, printable
from socialvalue.published.banks import AgeBand, Area
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


@frozen
class Organisation:
    """A housing association.

    Attributes:
        name: as written on the return.
        homes: homes in management, where the return says.
        contact: whom to ask about the return.
    """

    name: str
    homes: int | None = None
    contact: str = ""


def _share(_: object, attribute: Any, value: Decimal | None) -> None:
    if value is not None and not 0 <= value <= 1:
        msg = f"{attribute.name} must lie between 0 and 1 (0% and 100%), not {value}"
        raise ValueError(msg)


def _not_negative(_: object, attribute: Any, value: Decimal | None) -> None:
    if value is not None and value < 0:
        msg = f"{attribute.name} must not be below zero"
        raise ValueError(msg)


@frozen
class Line:
    """One organisation's quantity of one outcome in one period.

    Attributes:
        organisation: its name.
        period: when; text and dates are read as `Period.of` reads them.
        outcome: the outcome's id.
        quantity: how many, in the outcome's unit; None where it was not recorded, which is not zero.
        age, area: whom and where, for values that depend on it.
        project: the project it belongs to.
        person: a salted hash that tells people apart within one run; never shown.
        sustained: whether the outcome lasted; None when not said.
        evidence: what shows that it happened.
        deadweight, attribution, displacement: the line's own factors, 0 to 1, which go before the method's.
        cost: pounds spent on it.
        start, end: the days it lasted from and to.
        tags: any other columns, to group by.
        place: where it was read.
        register: whether it comes from a register, where many rows may be alike and each counts.
        rows: how many rows of a register the line stands for.
    """

    organisation: str
    period: Period = field(converter=period)
    outcome: str
    quantity: Decimal | None = field(converter=optional_decimal, validator=_not_negative, default=None)
    age: AgeBand = field(default="all", kw_only=True)
    area: Area = field(default="all", kw_only=True)
    project: str = field(default="", kw_only=True)
    person: str = field(default="", kw_only=True, repr=False)
    sustained: bool | None = field(default=None, kw_only=True)
    evidence: str = field(default="", kw_only=True)
    deadweight: Decimal | None = field(default=None, kw_only=True, converter=optional_decimal, validator=_share)
    attribution: Decimal | None = field(default=None, kw_only=True, converter=optional_decimal, validator=_share)
    displacement: Decimal | None = field(default=None, kw_only=True, converter=optional_decimal, validator=_share)
    cost: Decimal | None = field(default=None, kw_only=True, converter=optional_decimal, validator=_not_negative)
    start: dt.date | None = field(default=None, kw_only=True)
    end: dt.date | None = field(default=None, kw_only=True)
    tags: Mapping[str, str] = field(factory=dict, kw_only=True)
    place: Place = field(default=NOWHERE, kw_only=True)
    register: bool = field(default=False, kw_only=True)
    rows: int = field(default=1, kw_only=True)


def _as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(values)


@frozen
class Input:
    """A file that was read.

    Attributes:
        file: its name, without its folder.
        sha256: of its bytes.
    """

    file: str = field(converter=printable)
    sha256: str


@frozen
class Return:
    """What was reported, and what was found wrong with it.

    Attributes:
        lines: the figures.
        problems: everything found while reading; a result needs a return without errors.
        inputs: the files it was read from.
        organisations: what the files say about the organisations themselves.
        costs: pounds spent, by project (``""`` for the whole), where a file says so apart from its lines.
    """

    lines: tuple[Line, ...] = field(converter=_as_tuple)
    problems: tuple[Problem, ...] = field(default=(), converter=_as_tuple)
    inputs: tuple[Input, ...] = field(default=(), converter=_as_tuple)
    organisations: tuple[Organisation, ...] = field(default=(), converter=_as_tuple)
    costs: Mapping[str, Decimal] = field(factory=dict)


def combine(returns: Return | Iterable[Return]) -> Return:
    """Several returns as one, in an order that does not depend on the order they came in."""
    if isinstance(returns, Return):
        return returns
    parts = list(returns)
    costs: dict[str, Decimal] = {}
    for part in parts:
        for project, cost in part.costs.items():
            costs[project] = costs.get(project, Decimal(0)) + decimal(cost)
    return Return(
        lines=sorted((line for part in parts for line in part.lines), key=_order),
        problems=in_order(problem for part in parts for problem in part.problems),
        inputs=sorted({entry for part in parts for entry in part.inputs}, key=lambda entry: (entry.file, entry.sha256)),
        organisations=sorted({entry for part in parts for entry in part.organisations}, key=repr),
        costs=dict(sorted(costs.items())),
    )


def _order(line: Line) -> tuple[object, ...]:
    when, place = line.period, line.place
    what = (line.organisation, when.start, when.end, line.outcome)
    where = (place.file, place.sheet, len(place.cell), place.cell)
    return (*what, *where, line.project, line.age, line.area, str(line.quantity), str(sorted(line.tags.items())))
