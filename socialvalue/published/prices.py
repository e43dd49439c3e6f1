"""Price bases, and bringing an amount from one to another by a published index."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import ClassVar, Literal

from attrs import field, frozen

from socialvalue.money import EXACT
from socialvalue.problems import BadData, Place, error
from socialvalue.published import toml
from socialvalue.published.sources import Grade, Licence, Source
from socialvalue.validators import fixed

DEFAULT_INDEX = "gdp-deflator"


def price_base(text: str | PriceBase) -> PriceBase:
    """`PriceBase.of`, as a converter."""
    return PriceBase.of(text)


def optional_base(text: str | PriceBase | None) -> PriceBase | None:
    """`PriceBase.of`, with None kept as None."""
    return None if text is None else PriceBase.of(text)


@frozen(order=True)
class PriceBase:
    """The year whose prices an amount is in.

    Attributes:
        start: the calendar year, or the year in which the financial year (April to March) starts.
        financial: whether it is a financial year.
    """

    start: int
    financial: bool

    read_from_text: ClassVar[bool] = True  # data files write it as text

    @classmethod
    def of(cls, text: str | PriceBase) -> PriceBase:
        """The price base written as ``2019`` or ``2012-13``.

        Raises:
            ValueError: for anything else.
        """
        if isinstance(text, PriceBase):
            return text
        if not isinstance(text, str):
            msg = f"a price year is text such as 2019 or 2012-13, not {text!r}"
            raise TypeError(msg)
        if re.fullmatch(r"(19|20)\d\d", text):
            return cls(int(text), financial=False)
        match = re.fullmatch(r"((?:19|20)\d\d)[-/](\d\d)", text)
        if match and (int(match[1]) + 1) % 100 == int(match[2]):
            return cls(int(match[1]), financial=True)
        msg = f"“{text}” is not a price year: write 2019, or 2012-13 for a financial year"
        raise ValueError(msg)

    @classmethod
    @lru_cache(maxsize=4096)  # the outcomes of a register start on the same few days
    def on(cls, day: dt.date, *, financial: bool) -> PriceBase:
        """The year a day falls in."""
        return cls(day.year - (financial and day.month < 4), financial=financial)

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}" if self.financial else str(self.start)


class OutsideIndex(ValueError):
    """Raised for a year outside the years of an index."""


@frozen(kw_only=True)
class Series:
    """The points of an index, all by calendar years or all by financial years.

    Attributes:
        years: which.
        base: such as ``2015 = 100``.
        edition: the release the points were taken from.
        source: where.
        points: the index by year, as `PriceBase` writes it.
        forecast_from: the first year whose point is a forecast.
    """

    years: Literal["calendar", "financial"]
    base: str
    edition: str
    source: Source
    points: dict[str, Decimal] = field(converter=fixed)
    forecast_from: str | None = None

    def __attrs_post_init__(self) -> None:
        if any(point <= 0 for point in self.points.values()):
            msg = "the points of an index must be above 0"
            raise ValueError(msg)

    def point(self, base: PriceBase) -> Point:
        """The index for one of the series' own years; raises `OutsideIndex`."""
        if str(base) not in self.points:
            years = list(self.points)
            msg = f"the index runs from {years[0]} to {years[-1]} and does not reach {base}"
            raise OutsideIndex(msg)
        return Point(
            self.points[str(base)],
            self.forecast_from is not None and str(base) >= self.forecast_from,
            str(self.points[str(base)]),
        )


@frozen
class Point:
    """An index point, or a ratio of two.

    Attributes:
        value: the point, or what an amount is multiplied by.
        forecast: whether it is, or is made with, a forecast.
        working: how it was made from published points, for checking by hand.
    """

    value: Decimal
    forecast: bool = False
    working: str = ""


@frozen(kw_only=True)
class Index:
    """A price index.

    Attributes:
        id: the name it is chosen by.
        title, publisher, edition: as published.
        licence, source, grade: as for values.
        base: the base of the series.
        series: by calendar years, by financial years, or both.
    """

    id: str
    title: str
    publisher: str
    edition: str
    licence: Licence
    source: Source
    grade: Grade
    base: str
    series: tuple[Series, ...]

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the index's content."""
        return toml.fingerprint(self)

    def factor(self, start: PriceBase, to: PriceBase) -> Point:
        """What an amount in prices of `start` is multiplied by to be in prices of `to`.

        Two calendar years, or two financial years, are compared on that series. Where the two differ, or the
        index has no such series, both are brought to one series, a year being the average of its quarters:
        a calendar year is a quarter of the financial year that ends in it and three quarters of the one that
        starts in it; a financial year is three quarters of the calendar year it starts in and a quarter of the next.

        Raises:
            OutsideIndex: when a year is not reached.
        """
        have = {series.years: series for series in self.series}
        wanted: Literal["calendar", "financial"] = "financial" if start.financial or to.financial else "calendar"
        series = have.get(wanted) or self.series[0]
        first, last = _point_in_year(series, start), _point_in_year(series, to)
        working = f"{last.working} / {first.working}"
        return Point(EXACT.divide(last.value, first.value), first.forecast or last.forecast, working)


def _point_in_year(series: Series, base: PriceBase) -> Point:
    if base.financial == (series.years == "financial"):
        return series.point(base)
    early = series.point(PriceBase(base.start - (not base.financial), financial=not base.financial))
    late = series.point(PriceBase(base.start + base.financial, financial=not base.financial))
    if base.financial:
        parts, working = 3 * early.value + late.value, f"((3 x {early.working} + {late.working}) / 4)"
    else:
        parts, working = early.value + 3 * late.value, f"(({early.working} + 3 x {late.working}) / 4)"
    return Point(EXACT.divide(parts, Decimal(4)), early.forecast or late.forecast, working)


def index_name(index: Index | str | Path) -> str:
    """An index by its name, or the path of its file, as a converter: a method is data, and names what it uses.

    Raises:
        ValueError: for an index that was made by a program, which has no name that a file could give.
    """
    if isinstance(index, Index):
        if index_files().get(index.id) is None or load_index(index.id) != index:
            msg = f"the index {index.id} is not one that comes with the package: give the path of its file"
            raise ValueError(msg)
        return index.id
    if not isinstance(index, str | Path):
        msg = f"an index is named by its id or the path of its file, not by {index!r}"
        raise TypeError(msg)
    return str(index)


def load_index(name: Index | str | Path = DEFAULT_INDEX) -> Index:
    """An index by its id (``gdp-deflator``, ``cpi``, ``cpih``), or by the path of its file.

    An index that is loaded already comes back as it is.

    Raises:
        BadData: when there is none of that name, or its file has a fault.
    """
    if isinstance(name, Index):
        return name
    if not isinstance(name, str | Path):
        msg = f"an index is named by its id or the path of its file, not by {name!r}"
        raise TypeError(msg)
    return _loaded(str(name))


def index_files() -> dict[str, Path]:
    """The file of every index that comes with the package, by id."""
    return {path.stem: path for path in sorted((toml.valuations() / "indices").glob("*.toml"))}


@cache
def _loaded(name: str) -> Index:
    known = index_files()
    path = Path(name) if name.endswith(".toml") else known.get(name)
    if path is None:
        remedy = f"Choose one of: {', '.join(known)}; or give the path of a .toml file."
        raise BadData([error("unknown-index", Place(), f"There is no index “{name}”.", remedy)])
    data = toml.read_toml(path)
    return toml.structure(data.get("index", {}), Index, path.name, "index")


def index_named(text: str) -> str:
    """The id or path of an index as it was given, when there is one.

    Raises:
        BadData: when there is none, or its file cannot be read.
    """
    load_index(text)
    return text
