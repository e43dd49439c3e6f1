"""A result as one self-contained web page, for a board: no script, no request, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialvalue.money import count, percent, places, pounds, total, whole_pounds
from socialvalue.problems import Problem
from socialvalue.published.methods import Method, load_method, method_files
from socialvalue.published.outcomes import EvidenceNote
from socialvalue.published.valuations import Valuation
from socialvalue.records.results import Result
from socialvalue.showing.board.appendix import appendix
from socialvalue.showing.board.draft import Asked
from socialvalue.showing.board.first_page import board
from socialvalue.showing.board.rounding import Pounds
from socialvalue.showing.page.charts import bar_html, wall_html
from socialvalue.showing.words.amounts import assumed_figure, counted, per_unit, when
from socialvalue.showing.words.basis import record_facts
from socialvalue.showing.words.caveats import refused_in_table
from socialvalue.showing.words.grammar import capital, in_text, listed, unbroken
from socialvalue.showing.words.headline import (
    headline_does_not_say,
    headline_says,
    is_adjusted,
    quotation,
    report_title,
)
from socialvalue.showing.words.method import method_sentences, method_title
from socialvalue.showing.words.sensitivity import assumption_name
from socialvalue.showing.words.valuation import value_facts

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


#: Problems shown one by one; more are counted.
_MOST_PROBLEMS = 40


def to_page(result: Result, *, command: str = "", asked: Asked | None = None) -> str:
    """The result as HTML: a first sheet for a board, and an appendix.

    Args:
        result: a sound one, assessed (`socialvalue.valuing.uncertainty.assess.assess`) where its range is to be shown.
        command: what made it, for whoever wants to make it again.
        asked: what is shown beside it: last year, targets, groups, and how pounds are rounded.

    Raises:
        ValueError: when the result has errors.
    """
    if result.headline is None:
        msg = "a result with errors makes no report: show its problems"
        raise ValueError(msg)
    values = _values_used(result)
    shown = board(result, asked)
    single_lines_told = asked is None or asked.published is None  # whether what counts single lines may be told
    context = {
        "result": result,
        "board": shown,
        "page_title": report_title(result),
        "adjusted": is_adjusted(result),
        "vocabulary": result.vocabulary,
        "says": list(headline_says(result)),
        "does_not_say": list(headline_does_not_say(result)),
        "warnings": _page_warnings(result, shown.first) if single_lines_told else [],
        "notes": _page_notes(result.problems) if single_lines_told else [],
        "outcomes": _outcome_tables(result, shown.pounds) if single_lines_told else [],
        "further": appendix(result, asked),
        "references": values,
        "value_numbers": _footnote_numbers(values),
        "ranges": [entry for entry in result.uncertainty if entry.known and single_lines_told],
        "labels": {
            entry.assumption: assumption_name(entry.assumption, result)
            for found in result.uncertainty
            for entry in found.sensitivities
        },
        "shares": single_lines_told and any(entry.sector is not None for entry in result.measures),
        "stocks": single_lines_told and any(entry.flow == "stock" for entry in result.measures),
        "not_valued": result.not_valued if single_lines_told else (),
        "method_title": method_title(result.method),
        "summary": _method_summary(result.method),
        "method": list(method_sentences(result.method)),
        "evidence": list(_evidence_notes(result)),
        "refused": refused_in_table(result) if single_lines_told else [],
        "command": command,
        "record": [("To be quoted as", quotation(result)), *record_facts(result)],
    }
    return _page_template().render(context)


def _web_link(url: str, text: str) -> Markup:
    """The text, as a link where the address is one of the web."""
    from markupsafe import Markup, escape

    web = url.startswith(("https://", "http://"))
    return Markup('<a href="{}">{}</a>').format(url, text) if web else escape(text)


def _page_warnings(result: Result, first: tuple[str, ...]) -> list[Problem]:
    """The warnings, those with the same words once, without those told on the first sheet."""
    told = " ".join(first)
    warnings_once: dict[str, Problem] = {}
    for problem in result.problems:
        if problem.severity == "warning" and problem.code != "price-year-assumed" and problem.message not in told:
            warnings_once.setdefault(f"{problem.message} {problem.remedy}", problem)
    return list(warnings_once.values())[:_MOST_PROBLEMS]


@cache
def _page_template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,  # a name with markup in it comes out as text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown: dict[str, Any] = {
        "pounds": whole_pounds,
        "exactly": pounds,
        "decimals": places,
        "count": count,
        "counted": counted,
        "when": when,
        "percent": percent,
        "per_unit": per_unit,
        "assumed": assumed_figure,
    }
    shown |= {
        "bar": bar_html,
        "wall": wall_html,
        "lower_first": in_text,
        "unbroken": unbroken,
        "capital": capital,
    }
    environment.filters.update(shown)
    environment.globals |= {"value_facts": value_facts, "link": _web_link}
    return environment.get_template("report.html")


def _outcome_tables(result: Result, pounds_shown: Pounds) -> list[dict[str, Any]]:
    """The table of outcomes, one for each kind where kinds are held apart: columns that add up as printed."""
    head = result.headline
    kinds: Iterable[str | None] = head.kinds if head and head.net is None else [None]
    tables = []
    for kind in kinds:
        outcome_totals = [outcome_total for outcome_total in result.by_outcome if kind in (None, outcome_total.kind)]
        gross, net = (
            pounds_shown.column([getattr(outcome_total, key) for outcome_total in outcome_totals])
            for key in ("gross", "net")
        )
        tables.append(
            {
                "name": kind or "all",
                "title": f"{capital(kind)} value by outcome" if kind else "Value by outcome",
                "rows": [
                    (outcome_total, pounds_shown.shown(gross_shown), pounds_shown.shown(net_shown))
                    for outcome_total, gross_shown, net_shown in zip(outcome_totals, gross, net, strict=True)
                ],
                "kinds": len({outcome_total.kind for outcome_total in outcome_totals}) > 1,
                "people": all(
                    result.vocabulary[outcome_total.outcome].unit == "person" for outcome_total in outcome_totals
                ),
                "gross": pounds_shown.shown(total(gross)),
                "net": pounds_shown.shown(total(net)),
            }
        )
    return tables


def _method_summary(method: Method) -> str:
    """What the method says of itself; nothing where its figures were changed, for then it may not be so."""
    shipped = method.id in method_files() and load_method(method.id)
    return method.summary if not shipped or shipped.fingerprint == method.fingerprint else ""


def _values_used(result: Result) -> list[Valuation]:
    """The values used, each once, in the order of the table of outcomes."""
    values_used: dict[tuple[str, ...], Valuation] = {}
    order_of_outcomes = {valued_line.outcome: number for number, valued_line in enumerate(result.by_outcome)}
    for valued_line in sorted(result.lines, key=lambda valued_line: order_of_outcomes[valued_line.line.outcome]):
        values_used.setdefault(valued_line.valuation.key, valued_line.valuation)
    return list(values_used.values())


def _footnote_numbers(values: list[Valuation]) -> dict[str, list[int]]:
    """The numbers of the footnotes of each outcome."""
    footnotes: dict[str, list[int]] = {}
    for footnote, value in enumerate(values, start=1):
        footnotes.setdefault(value.outcome, []).append(footnote)
    return footnotes


def _evidence_notes(result: Result) -> Iterator[tuple[EvidenceNote, str]]:
    """Each evidence note once, with its outcomes."""
    labels_of_note: dict[EvidenceNote, list[str]] = {}
    outcomes_reported = {
        *(entry.outcome for entry in result.by_outcome),
        *(entry.outcome for entry in result.not_valued),
    }
    for outcome in result.vocabulary:
        if outcome.id in outcomes_reported:
            for note in outcome.notes:
                labels_of_note.setdefault(note, []).append(outcome.label)
    for note, labels in labels_of_note.items():
        yield note, listed(labels)


def _page_notes(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "note"][:_MOST_PROBLEMS]
