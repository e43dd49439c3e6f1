"""The totals of a result by outcome as Markdown."""

from __future__ import annotations

from socialvalue.money import count, pounds
from socialvalue.records.results import Result
from socialvalue.showing.data.escaping import markdown
from socialvalue.showing.words.headline import nothing_valued
from socialvalue.showing.words.method import method_title


def to_markdown(result: Result) -> str:
    """The totals by outcome as a Markdown table, with what they rest on."""
    above = [] if result.lines or result.headline is None else [f"**{markdown(nothing_valued(result))}**", ""]
    result_rows = [*above, "| Outcome | Quantity | Unit value | Gross | Net |", "|---|---:|---:|---:|---:|"]
    for entry in result.by_outcome:
        unit = "various" if entry.unit_value_here is None else pounds(entry.unit_value_here)
        label = markdown(result.vocabulary[entry.outcome].label)
        result_rows.append(
            f"| {label} | {count(entry.quantity)} | {unit} | {pounds(entry.gross)} | {pounds(entry.net)} |"
        )
    head = result.headline
    if head is not None and head.gross is not None and head.net is not None:
        result_rows.append(
            f"| **Total** | **{count(head.outcomes)} outcomes** | | **{pounds(head.gross)}** | **{pounds(head.net)}** |"
        )
    method = f"{result.method.id} ({method_title(result.method)})"
    told = [f"Bank: {result.bank.id} ({result.bank.title}). Method: {method}."]
    told += [f"Map: {mapping.named}."] if (mapping := result.entered.mapping) else []
    told += [
        f"Not valued: {result.vocabulary[item.outcome].label}, {count(item.quantity)} ({item.reason})."
        for item in result.not_valued
    ]
    result_rows += ["", *map(markdown, [*told, *result.notices])]
    return "\n".join(result_rows) + "\n"
