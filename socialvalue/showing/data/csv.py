"""Csv of a bank, of a result's lines and of totals by group; text that looks like a formula is made harmless."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from socialvalue.money import plain
from socialvalue.published.bank_columns import table_of
from socialvalue.published.banks import Bank
from socialvalue.records.groups import Group, RollUp
from socialvalue.records.results import Result
from socialvalue.showing.data.escaping import defused
from socialvalue.showing.data.json.beside import group_as_dict
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


def bank_to_csv(bank: Bank) -> str:
    """The values, one a row, under the headers that an import reads, each with the licence notice."""
    headers, rows = table_of(bank)
    out = io.StringIO()
    bank_writer = csv.writer(out, lineterminator="\r\n")
    bank_writer.writerow(headers)
    for row in rows:
        shown = ["" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell) for cell in row]
        bank_writer.writerow([defused(cell) for cell in shown])
    return out.getvalue()


def rollup_to_csv(roll_up: RollUp) -> str:
    """The groups, one a row; pounds in exact pence."""
    out = io.StringIO()
    rollup_writer = csv.writer(out, lineterminator="\r\n")
    names = [name for name in group_as_dict(_EMPTY_GROUP, ()) if name != "keys"]
    rollup_writer.writerow([*map(defused, roll_up.by), *(name.replace("_", " ") for name in names)])
    for group in roll_up.groups:
        row = group_as_dict(group, roll_up.by)
        rollup_writer.writerow([*map(defused, group.keys), *(row[name] for name in names)])
    return out.getvalue()


_EMPTY_GROUP = Group((), 0, Decimal(0), "", None, None)
