"""The sheet Last year: the bridge from last year's figure to this one."""

from __future__ import annotations

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.tables import Column, Sheet, Table
from socialvalue.money import count
from socialvalue.showing.words.grammar import capital


def last_year_sheet(audit: Audit) -> Sheet:
    """Each step of the bridge, which adds to the one before it."""
    bridge_columns = (Column("Step", 44), Column("£", 20, "pounds"), Column("What it is", 80))
    tables = tuple(
        Table(
            f"{capital(' and '.join(found.kinds))} value, net",
            bridge_columns,
            (
                ("Last year, as it was valued then", found.then, f"{count(found.quantity_then)} counted"),
                ("Values and prices", found.value, "last year’s counts with this year’s values and prices"),
                ("Method", found.method, "and by this year’s method"),
                ("Volume", found.volume, "more or fewer, at last year’s average"),
                ("Mix", found.mix, "of other outcomes"),
                ("This year", found.now, f"{count(found.quantity_now)} counted"),
            ),
            "The months that both years report; each step adds to the one before it.",
        )
        for found in audit.bridges
    )
    return Sheet("Last year", "From last year’s figure to this one", tables, "The same months of both years.")
