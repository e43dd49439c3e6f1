"""A result as one self-contained web page, for a board: no script, no request, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialvalue.money import count, percent, places, pounds, total, whole_pounds
from socialvalue.problems import Problem
from socialvalue.published.methods import Method, load_method, method_files
from socialvalue.published.outcomes import EvidenceNote
from socialvalue.published.valuations import Valuation
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.board.appendix import appendix
from socialvalue.showing.board.asked import Asked
from socialvalue.showing.board.board import board
from socialvalue.showing.board.rounding import Pounds
from socialvalue.showing.page.charts import bar_html, wall_html
from socialvalue.showing.words.amounts import assumed_figure, counted, per_unit, when
from socialvalue.showing.words.grammar import capital, in_text, listed, unbroken
from socialvalue.showing.words.headline import is_adjusted, quotation, report_title
from socialvalue.showing.words.method import method_sentences, method_title
from socialvalue.showing.words.record import record_facts
from socialvalue.showing.words.sensitivity import assumption_name
from socialvalue.showing.words.valuation import value_facts
from socialvalue.showing.words.what_it_says import headline_does_not_say, headline_says

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
    lines = asked is None or asked.published is None  # whether what counts single lines may be told
    context = {
        "result": result,
        "board": shown,
        "page_title": report_title(result),
        "adjusted": is_adjusted(result),
        "vocabulary": result.vocabulary,
        "says": list(headline_says(result)),
        "does_not_say": list(headline_does_not_say(result)),
        "warnings": _page_warnings(result, shown.first) if lines else [],
        "notes": _page_notes(result.problems) if lines else [],
        "outcomes": _outcome_tables(result, shown.pounds) if lines else [],
        "further": appendix(result, asked),
        "references": values,
        "value_numbers": _footnote_numbers(values),
        "ranges": [entry for entry in result.uncertainty if entry.known and lines],
        "labels": {
            entry.assumption: assumption_name(entry.assumption, result)
            for found in result.uncertainty
            for entry in found.sensitivities
        },
        "shares": lines and any(entry.sector is not None for entry in result.measures),
        "stocks": lines and any(entry.flow == "stock" for entry in result.measures),
        "not_valued": result.not_valued if lines else (),
        "method_title": method_title(result.method),
        "summary": _method_summary(result.method),
        "method": list(method_sentences(result.method)),
        "evidence": list(_evidence_notes(result)),
        "refused": _refused_by_reason(result) if lines else [],
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
    once: dict[str, Problem] = {}
    for problem in result.problems:
        if problem.severity == "warning" and problem.code != "price-year-assumed" and problem.message not in told:
            once.setdefault(f"{problem.message} {problem.remedy}", problem)
    return list(once.values())[:_MOST_PROBLEMS]


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


def _outcome_tables(result: Result, shown: Pounds) -> list[dict[str, Any]]:
    """The table of outcomes, one for each kind where kinds are held apart: columns that add up as printed."""
    head = result.headline
    kinds: Iterable[str | None] = head.kinds if head and head.net is None else [None]
    tables = []
    for kind in kinds:
        entries = [entry for entry in result.by_outcome if kind in (None, entry.kind)]
        gross, net = (shown.column([getattr(entry, key) for entry in entries]) for key in ("gross", "net"))
        tables.append(
            {
                "name": kind or "all",
                "title": f"{capital(kind)} value by outcome" if kind else "Value by outcome",
                "rows": [
                    (entry, shown.shown(before), shown.shown(after))
                    for entry, before, after in zip(entries, gross, net, strict=True)
                ],
                "kinds": len({entry.kind for entry in entries}) > 1,
                "people": all(result.vocabulary[entry.outcome].unit == "person" for entry in entries),
                "gross": shown.shown(total(gross)),
                "net": shown.shown(total(net)),
            }
        )
    return tables


def _method_summary(method: Method) -> str:
    """What the method says of itself; nothing where its figures were changed, for then it may not be so."""
    shipped = method.id in method_files() and load_method(method.id)
    return method.summary if not shipped or shipped.fingerprint == method.fingerprint else ""


def _values_used(result: Result) -> list[Valuation]:
    """The values used, each once, in the order of the table of outcomes."""
    used: dict[tuple[str, ...], Valuation] = {}
    order = {entry.outcome: number for number, entry in enumerate(result.by_outcome)}
    for entry in sorted(result.lines, key=lambda entry: order[entry.line.outcome]):
        used.setdefault(entry.valuation.key, entry.valuation)
    return list(used.values())


def _footnote_numbers(values: list[Valuation]) -> dict[str, list[int]]:
    """The numbers of the footnotes of each outcome."""
    numbers: dict[str, list[int]] = {}
    for number, value in enumerate(values, start=1):
        numbers.setdefault(value.outcome, []).append(number)
    return numbers


def _evidence_notes(result: Result) -> Iterator[tuple[EvidenceNote, str]]:
    """Each evidence note once, with its outcomes."""
    beside: dict[EvidenceNote, list[str]] = {}
    reported = {*(entry.outcome for entry in result.by_outcome), *(entry.outcome for entry in result.not_valued)}
    for outcome in result.vocabulary:
        if outcome.id in reported:
            for note in outcome.notes:
                beside.setdefault(note, []).append(outcome.label)
    for note, labels in beside.items():
        yield note, listed(labels)


def _refused_by_reason(result: Result) -> list[tuple[str, int, Decimal]]:
    """Refused claims by reason: the reason, how many lines, what they count."""
    groups: dict[str, list[Line]] = {}
    for entry in result.refused:
        groups.setdefault(entry.reason, []).append(entry.line)
    return [
        (reason, sum(line.rows for line in lines), total(line.quantity or Decimal(0) for line in lines))
        for reason, lines in groups.items()
    ]


def _page_notes(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "note"][:_MOST_PROBLEMS]
