"""A result as a notebook shows it: the figure, the totals by outcome, and what was found, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from socialvalue.money import count, pounds
from socialvalue.problems import Problem
from socialvalue.records.results import Result
from socialvalue.showing.words.headline import headline_figures
from socialvalue.showing.words.method import method_title

#: Problems shown one by one; more are counted.
_MOST = 5

_CELL_STYLE = "text-align:right;font-variant-numeric:tabular-nums"


def notebook_cell(result: Result) -> str:
    """HTML with everything in it; every text of a return or bank in it is escaped."""
    return f"<div>{''.join(_notebook_parts(result))}</div>"


def _notebook_parts(result: Result) -> Iterator[str]:
    head = result.headline
    if head is None:
        yield "<p><strong>No result: the data have errors.</strong></p>"
    else:
        for name, figure in headline_figures(result):
            yield f"<p style='margin:0'><strong>{escape(figure)}</strong> {escape(name)}</p>"
        yield _notebook_table(result)
    yield from _notebook_problems(result.problems)
    made = f"{result.bank.title}; {method_title(result.method)}."
    yield f"<p><small>{escape(' '.join([made, *result.notices]))}</small></p>"


def _notebook_table(result: Result) -> str:
    rows = "".join(
        f"<tr><td style='text-align:left'>{escape(result.vocabulary[entry.outcome].label)}</td>"
        f"<td>{entry.kind}</td><td style='{_CELL_STYLE}'>{count(entry.quantity)}</td>"
        f"<td style='{_CELL_STYLE}'>{pounds(entry.gross)}</td><td style='{_CELL_STYLE}'>{pounds(entry.net)}</td></tr>"
        for entry in result.by_outcome
    )
    heads = "".join(f"<th>{name}</th>" for name in ("Outcome", "Kind", "Quantity", "Gross", "Net"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _notebook_problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    if problems:
        told = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems[:_MOST])
        more = f"<li>and {len(problems) - _MOST} more</li>" if len(problems) > _MOST else ""
        yield f"<ul>{told}{more}</ul>"
