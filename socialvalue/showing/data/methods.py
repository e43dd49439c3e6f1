"""Several methods side by side: as a table of texts, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from socialvalue.money import places, pounds
from socialvalue.records.result_lines import TO_GROSS, Step
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.data.result import _money, _ratio, problems_as_dicts
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.method import discount_words, method_title
from socialvalue.showing.words.steps import step_label
from socialvalue.valuing.compare_methods import MethodsCompared, Side

SCHEMA = "socialvalue/methods/1"

#: What a step is called where it stands for that of many lines.
_NAMES = {
    "unit value": "Quantity × value",
    "prices": "Brought to other prices",
    "growth": "Growth of GDP per head",
    "years": "Years after the first",
}


def table_of(found: MethodsCompared, side: Side) -> tuple[list[str], list[list[str]]]:
    """A header and the rows of one kind of value: each step under each method, gross, net and ratio."""
    head = [f"{side.kind.capitalize()} value", *(method.id for method in found.methods)]
    rows = [[_name(stage.kind), *map(_change, stage.changes)] for stage in side.stages if stage.kind in TO_GROSS]
    rows.append(["Gross", *map(pounds, side.gross)])
    rows += [[_name(stage.kind), *map(_change, stage.changes)] for stage in side.stages if stage.kind not in TO_GROSS]
    rows.append(["Net", *map(pounds, side.net)])
    if any(ratio is not None for ratio in side.ratios):
        rows.append(["Ratio", *("" if ratio is None else f"1 : {places(ratio, 2)}" for ratio in side.ratios)])
    return head, rows


def _name(kind: Any) -> str:
    return _NAMES.get(kind) or capital(step_label(Step(kind, None, Decimal(0))))


def _change(amount: Decimal | None) -> str:
    return "" if amount is None else pounds(amount)


def facts(found: MethodsCompared) -> Iterator[tuple[str, str]]:
    """What each method is, and the terms on which their figures are not the same."""
    for result in found.results:
        method = result.method
        prices = f"prices of {method.prices}" if method.prices else "prices as published"
        discount = "not discounted" if method.discount == "none" else f"discounted at {discount_words(method.discount)}"
        yield method.id, f"{method_title(method)}; {prices}; {discount}"
    yield "Bank", f"{found.results[0].bank.title} ({found.results[0].bank.id})"
    for notice in found.results[0].notices:
        yield "Licence", notice


def to_markdown(found: MethodsCompared) -> str:
    """The comparison as Markdown tables."""
    parts = []
    for side in found.sides:
        head, rows = table_of(found, side)
        lines = [[markdown(cell) for cell in row] for row in (head, *rows)]
        lines.insert(1, ["---", *("---:" for _ in head[1:])])
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in lines))
    parts += [f"{markdown(name)}: {markdown(text)}." for name, text in facts(found)]
    return "\n\n".join(parts) + "\n"


def to_json(found: MethodsCompared) -> str:
    """The comparison as ``socialvalue/methods/1``."""
    made = [result.provenance for result in found.results]
    data = {
        "schema": SCHEMA,
        "methods": [{"method": one.method, "fingerprint": one.method_fingerprint} for one in made],
        "bank": {"bank": made[0].bank, "fingerprint": made[0].bank_fingerprint},
        "kinds": [
            {
                "kind": side.kind,
                "steps": [
                    {"step": stage.kind, "changes": [_money(one) for one in stage.changes]} for stage in side.stages
                ],
                "gross": list(map(_money, side.gross)),
                "net": list(map(_money, side.net)),
                "ratio": [_ratio(ratio) for ratio in side.ratios],
            }
            for side in found.sides
        ],
        "problems": problems_as_dicts(found.problems),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
