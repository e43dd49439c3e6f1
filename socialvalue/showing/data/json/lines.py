"""One line of a result as JSON: its pounds, its steps, its years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from socialvalue.money import plain
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.showing.data.json.figures import money_text
from socialvalue.showing.words.method import step_label


def line_as_dict(entry: ResultLine, result: Result) -> dict[str, Any]:
    """A valued line with every step from quantity to net."""
    line = entry.line
    unit = result.vocabulary[line.outcome].unit
    return {
        "organisation": line.organisation,
        "period": str(line.period),
        "outcome": line.outcome,
        "quantity": plain(line.quantity or Decimal(0)),
        "kind": entry.kind,
        "unit_value": money_text(entry.unit_value),
        "gross": money_text(entry.gross),
        "net": money_text(entry.net),
        "bank": result.bank.id,
        "code": entry.valuation.code,
        "place": str(line.place),
        "rows": line.rows,
        "steps": [
            {
                "step": step_label(step, unit),
                "factor": None if step.factor is None else plain(step.factor),
                "less": None if step.less is None else plain(step.less),
                "amount": plain(step.amount),
                "source": step.source,
            }
            for step in entry.steps
        ],
        "years": [
            {"year": year.year, "amount": money_text(year.amount), "present_value": money_text(year.present_value)}
            for year in entry.years
        ],
    }
