"""The total of one measure of a return, and the estimate for the whole sector."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen


@frozen
class Measure:
    """The total of one measure of the return, whether or not it has a value.

    Attributes:
        measure: the outcome's id.
        unit: of its total.
        flow: ``flow`` (added over months) or ``stock`` (the latest figure of each organisation).
        total: as reported, to date.
        direction: for a stock, whether it went ``higher``, ``lower`` or stayed ``same`` over the last month.
        organisations: how many reported it.
        coverage: the share of the sector's homes that responded, where given.
        sector: the estimate for the whole sector, total / coverage.
        low, high: a 95% range for it; None below ten organisations, unless all have reported.
        estimated: the part of `sector` that nobody reported.
        without_low, without_high: the lowest and highest estimate when any one organisation is left out.
        part_of: the measure it is a detail of, to which it is never added.
        period: the latest period reported.
        latest: the figure of that period alone.
        before: the figure of the period just before it, None where nobody reported that one.
    """

    measure: str
    unit: str
    flow: str
    total: Decimal
    direction: str | None = None
    organisations: int = 0
    coverage: Decimal | None = None
    sector: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    estimated: Decimal | None = None
    without_low: Decimal | None = None
    without_high: Decimal | None = None
    part_of: str | None = None
    period: str = ""
    latest: Decimal | None = None
    before: Decimal | None = None
