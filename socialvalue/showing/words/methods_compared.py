"""Several methods side by side as a table of texts, and what each method is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from socialvalue.money import places, pounds
from socialvalue.records.result_lines import TO_GROSS, Step
from socialvalue.showing.words.amounts import pounds_or_blank
from socialvalue.showing.words.grammar import capital
from socialvalue.showing.words.method import discount_words, method_title
from socialvalue.showing.words.steps import step_label
from socialvalue.valuing.compare_methods import MethodsCompared, Side

#: What a step of many lines together is called.
_STEP_NAMES = {
    "unit value": "Quantity × value",
    "prices": "Brought to other prices",
    "growth": "Growth of GDP per head",
    "years": "Years after the first",
}


def methods_table(found: MethodsCompared, side: Side) -> tuple[list[str], list[list[str]]]:
    """A header and the rows of one kind of value: each step under each method, gross, net and ratio."""
    head = [f"{side.kind.capitalize()} value", *(method.id for method in found.methods)]
    rows = [
        [_step_name(stage.kind), *map(pounds_or_blank, stage.changes)]
        for stage in side.stages
        if stage.kind in TO_GROSS
    ]
    rows.append(["Gross", *map(pounds, side.gross)])
    rows += [
        [_step_name(stage.kind), *map(pounds_or_blank, stage.changes)]
        for stage in side.stages
        if stage.kind not in TO_GROSS
    ]
    rows.append(["Net", *map(pounds, side.net)])
    if any(ratio is not None for ratio in side.ratios):
        rows.append(["Ratio", *("" if ratio is None else f"1 : {places(ratio, 2)}" for ratio in side.ratios)])
    return head, rows


def _step_name(kind: Any) -> str:
    return _STEP_NAMES.get(kind) or capital(step_label(Step(kind, None, Decimal(0))))


def method_facts(found: MethodsCompared) -> Iterator[tuple[str, str]]:
    """What each method is, and the terms on which their figures are not the same."""
    for result in found.results:
        method = result.method
        prices = f"prices of {method.prices}" if method.prices else "prices as published"
        discount = "not discounted" if method.discount == "none" else f"discounted at {discount_words(method.discount)}"
        yield method.id, f"{method_title(method)}; {prices}; {discount}"
    yield "Bank", f"{found.results[0].bank.title} ({found.results[0].bank.id})"
    for notice in found.results[0].notices:
        yield "Licence", notice
