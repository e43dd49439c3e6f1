"""Several banks side by side as JSON, socialvalue/comparison/1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socialvalue.money import plain
from socialvalue.showing.data.json.figures import money_text, ratio_text
from socialvalue.showing.data.json.result import problems_as_dicts
from socialvalue.valuing.compare_banks import Comparison

SCHEMA = "socialvalue/comparison/1"


def banks_compared_to_json(comparison: Comparison) -> str:
    """The comparison as ``socialvalue/comparison/1``: money as text with two decimals, ``null`` for no value."""
    first = comparison.results[0]
    comparison_data = {
        "schema": SCHEMA,
        "banks": [
            {
                "bank": result.bank.id,
                "title": result.bank.title,
                "edition": result.bank.edition,
                "fingerprint": result.provenance.bank_fingerprint,
                "prices": sorted({str(entry.valuation.prices) for entry in result.lines}),
                "people": plain(result.headline.people) if result.headline else None,
                "cannot_value": [
                    {"outcome": entry.outcome, "quantity": plain(entry.quantity), "reason": entry.reason}
                    for entry in result.not_valued
                ],
                "does_not_claim": [
                    {"place": str(entry.line.place), "outcome": entry.line.outcome, "reason": entry.reason}
                    for entry in result.refused
                ],
            }
            for result in comparison.results
        ],
        "by_outcome": [
            {
                "outcome": row.outcome,
                "kind": row.kind,
                "quantity": plain(row.quantity),
                "net": _by_bank(comparison, row.net),
            }
            for row in comparison.rows
        ],
        "by_kind": [
            {
                "kind": spread.kind,
                "net": _by_bank(comparison, spread.totals),
                "ratio": {
                    bank.id: ratio_text(ratio) for bank, ratio in zip(comparison.banks, spread.ratios, strict=True)
                },
                "times": ratio_text(spread.times),
                "valued_by_all": list(spread.shared),
                "like_for_like": _by_bank(comparison, spread.like_for_like),
                "like_for_like_times": ratio_text(spread.shared_times),
            }
            for spread in comparison.spreads
        ],
        "prices": str(first.method.prices) if first.method.prices else "as published",
        "problems": problems_as_dicts(comparison.problems),
        "notices": list(comparison.notices),
        "provenance": {
            "package": first.provenance.package,
            "method": first.provenance.method,
            "method_fingerprint": first.provenance.method_fingerprint,
            "inputs": [{"file": entry.file, "sha256": entry.sha256} for entry in first.provenance.inputs],
        },
    }
    return json.dumps(comparison_data, ensure_ascii=False, indent=2) + "\n"


def _by_bank(comparison: Comparison, amounts: Sequence[Decimal | None]) -> dict[str, Any]:
    pairs = zip(comparison.banks, amounts, strict=True)
    return {bank.id: money_text(amount) for bank, amount in pairs}
