"""Claims that the bank's rules refuse, in words: how many, and for which reasons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.money import count, total
from socialvalue.records.results import Result
from socialvalue.records.returns import Line


def refused_by_reason(result: Result) -> list[str]:
    """How many lines are not claimed for each reason."""
    lines_refused: dict[str, int] = {}
    for claim in result.refused:
        lines_refused[claim.reason] = lines_refused.get(claim.reason, 0) + claim.line.rows
    return [f"{rows} {'line' if rows == 1 else 'lines'}: {reason}" for reason, rows in lines_refused.items()]


def refused_count(result: Result) -> Iterator[str]:
    """How many claims were refused; nothing where none was."""
    claims_refused = sum(claim.line.rows for claim in result.refused)
    if result.refused:
        yield f"{claims_refused:,} {'claim was' if claims_refused == 1 else 'claims were'} refused by the bank’s rules"


def refused_rows(result: Result) -> Iterator[tuple[str, str]]:
    """The outcomes of refused claims, each with how much was refused, and why."""
    refused: dict[tuple[str, str], Decimal] = {}
    for claim in result.refused:
        key = (claim.line.outcome, claim.reason)
        refused[key] = refused.get(key, Decimal(0)) + (claim.line.quantity or Decimal(0))
    for (outcome, reason), quantity in refused.items():
        yield result.vocabulary[outcome].label, f"{count(quantity)} ({reason})"


def refused_in_table(result: Result) -> list[tuple[str, int, Decimal]]:
    """Refused claims by reason: the reason, how many lines, what they count."""
    refused_lines: dict[str, list[Line]] = {}
    for refused in result.refused:
        refused_lines.setdefault(refused.reason, []).append(refused.line)
    return [
        (reason, sum(line.rows for line in lines), total(line.quantity or Decimal(0) for line in lines))
        for reason, lines in refused_lines.items()
    ]
