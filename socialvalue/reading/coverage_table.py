"""A table of coverage: the share of the sector that responded, by measure and period."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from socialvalue.formats.sheets import Cell
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.side_table import read_side_table, side_period
from socialvalue.records.coverage import Coverage
from socialvalue.records.periods import Period


def read_coverage(path: Path, vocabulary: Vocabulary) -> Coverage:
    """Shares of the sector by measure and period, from the columns ``measure``, ``period`` and ``coverage``.

    A blank measure means every measure, a blank period every period; the most exact row holds.

    Raises:
        BadData: with everything wrong in the table.
    """
    names = vocabulary.names()

    def row(cell: Callable[[str], Cell]) -> tuple[tuple[str, Period | None], Decimal] | None:
        share = cells.share(cell("coverage"))
        if share is None:
            return None
        if share == 0:
            raise CellFault("bad-factor", "A coverage of zero says nothing of the sector.", "Write 42% or 0.42.")
        written = cells.text(cell("measure"))
        measure = names.find(written) if written and written.lower() != "all" else ""
        if measure is None:
            raise CellFault("unknown-outcome", f"“{written}” is not a measure known here.", "Mend the name.")
        return (measure, side_period(cell("period"))), share

    rows = read_side_table(path, ("coverage",), {"outcome": "measure", "month": "period", "share": "coverage"}, row)
    return Coverage(dict(rows))
