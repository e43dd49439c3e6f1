"""The lines of a result as csv."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from socialvalue.money import plain
from socialvalue.records.results import Result
from socialvalue.showing.data.escaping import defused
from socialvalue.showing.data.json.figures import money_text


def to_csv(result: Result) -> str:
    """The valued lines, one a row, in exact pence; text that a spreadsheet would take for a formula is defused."""
    out = io.StringIO()
    result_writer = csv.writer(out, lineterminator="\r\n")
    result_writer.writerow(
        [
            "organisation",
            "period",
            "outcome",
            "quantity",
            "kind",
            "unit value",
            "gross",
            "net",
            "bank",
            "code",
            "method",
            "place",
            "licence notice",
            *(["map"] if result.entered.mapping else []),
        ]
    )
    notice = " ".join(result.notices)
    for entry in result.lines:
        line = entry.line
        result_row = [
            line.organisation,
            str(line.period),
            line.outcome,
            plain(line.quantity or Decimal(0)),
            entry.kind,
            money_text(entry.unit_value),
            money_text(entry.gross),
            money_text(entry.net),
            result.bank.id,
            entry.valuation.code,
            result.method.id,
            str(line.place),
            notice,
            *([result.entered.mapping.named] if result.entered.mapping else []),
        ]
        result_writer.writerow([defused(cell) for cell in result_row])
    return out.getvalue()
