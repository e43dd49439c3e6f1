"""A result as one self-contained web page, for a board: no script, no request, and the same bytes each time."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from socialvalue.money import EXACT, count, percent, places, pounds, total, whole_pounds
from socialvalue.periods import Period
from socialvalue.problems import Problem
from socialvalue.published.banks import Kind, Valuation
from socialvalue.published.methods import Method, load_method, method_files
from socialvalue.published.outcomes import EvidenceNote
from socialvalue.results import TO_GROSS, Assumption, Range, Result, ResultLine, StepKind
from socialvalue.returns import Line
from socialvalue.showing import headline, words
from socialvalue.showing.page.charts import Part as Mark
from socialvalue.showing.page.charts import Scale
from socialvalue.valuing.rollup import roll_up

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

#: Problems shown one by one; more are counted.
_MOST_PROBLEMS = 40

#: Words in the name of a column that make it a place to group by.
_AREAS = ("area", "region", "authority", "borough", "county", "district", "ics", "ward", "lep")


@frozen
class Row:
    """One row of a breakdown: pounds gross and net, and the people behind them."""

    label: str
    people: Decimal
    gross: Decimal
    net: Decimal


@frozen
class Breakdown:
    """A table with a bar in each row."""

    title: str
    head: str
    scale: Scale
    rows: tuple[Row, ...]
    gross: Decimal
    net: Decimal


@frozen
class Stage:
    """A stage on the way from gross to net."""

    label: str
    meaning: str
    change: Decimal | None
    amount: Decimal
    bar: str = ""


def to_page(result: Result, *, command: str = "") -> str:
    """The result as HTML.

    Args:
        result: a sound one, assessed (`socialvalue.valuing.uncertainty.assess`) where its range is to be shown.
        command: what made it, for whoever wants to make it again.

    Raises:
        ValueError: when the result has errors.
    """
    if result.headline is None:
        msg = "a result with errors makes no report: show its problems"
        raise ValueError(msg)
    parts, valued = _parts(result), _only_valued(result)
    values = _values(result)
    warnings = [problem for problem in result.problems if problem.severity == "warning"]
    context = {
        "result": result,
        "head": result.headline,
        "adjusted": headline.adjusted(result),
        "vocabulary": result.vocabulary,
        "title": headline.title(result),
        "nothing": headline.nothing(result),
        "figures": headline.figures(result),
        "questions": list(headline.questions(result, result.uncertainty)),
        "says": list(headline.says(result)),
        "does_not_say": list(headline.does_not_say(result)),
        "warnings": warnings[:_MOST_PROBLEMS],
        "more_warnings": len(warnings[_MOST_PROBLEMS:]),
        "notes": _notes(result.problems),
        "outcomes": [_outcomes(part, result) for part in parts],
        "references": values,
        "value_numbers": _numbers(values),
        "months": list(_breakdowns("month", "period", parts, valued, _month)),
        "places": list(_places(parts, valued)),
        "waterfalls": [found for part in parts if (found := _waterfall(part))],
        "ranges": [_range(entry, result) for entry in result.uncertainty],
        "shares": any(entry.sector is not None for entry in result.measures),
        "stocks": any(entry.flow == "stock" for entry in result.measures),
        "method_title": words.method_title(result.method),
        "summary": _summary(result.method),
        "method": list(words.method_sentences(result.method)),
        "evidence": list(_evidence(result)),
        "blanks": sum(line.rows for line in result.not_recorded),
        "refused": _refused(result),
        "command": command,
    }
    return _template().render(context)


def _link(url: str, text: str) -> Markup:
    """The text, as a link where the address is one of the web."""
    from markupsafe import Markup, escape

    web = url.startswith(("https://", "http://"))
    return Markup('<a href="{}">{}</a>').format(url, text) if web else escape(text)


@cache
def _template() -> Template:
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
        "counted": words.counted,
        "when": words.when,
        "percent": percent,
        "per_unit": words.per_unit,
        "assumed": words.assumed,
    }
    environment.filters.update(shown)
    environment.globals |= {"value_facts": words.value_facts, "whole": _whole, "link": _link}
    return environment.get_template("report.html")


# which figures may be added


@frozen
class Part:
    """Lines whose pounds may be added together: all of them, or those of one kind where kinds are held apart."""

    kind: Kind | None
    lines: tuple[ResultLine, ...]

    @property
    def name(self) -> str:
        """For ids within the page."""
        return self.kind or "all"

    def titled(self, title: str) -> str:
        """A title that says the kind where it must."""
        return f"{self.kind.capitalize()} {title[:1].lower()}{title[1:]}" if self.kind else title


def _parts(result: Result) -> list[Part]:
    head = result.headline
    if head is None or head.gross is not None:
        return [Part(None, result.lines)]
    return [Part(kind, tuple(line for line in result.lines if line.kind == kind)) for kind in head.kinds]


# breakdowns


def _only_valued(result: Result) -> Result:
    """The result with the lines that have a value: half of a return has none, and is in no chart."""
    lines = {id(entry.line): entry.line for entry in result.lines}.values()
    return evolve(result, entered=evolve(result.entered, lines=lines))


def _breakdowns(
    name: str, by: str, parts: list[Part], result: Result, label: Callable[[str], str] = str
) -> Iterator[Breakdown]:
    """A chart and a table by one property of the lines, for each part; none where there is but one group."""
    apart = len(parts) > 1
    groups = roll_up(result, (by, "kind") if apart else (by,)).groups
    for part in parts:
        mine = [group for group in groups if not apart or group.keys[1] == part.kind]
        rows = [
            Row(label(group.keys[0]), group.quantity, group.gross, group.net)
            for group in mine
            if group.gross is not None and group.net is not None
        ]
        if len(rows) < 2:
            continue
        if by != "period":
            rows.sort(key=lambda row: -row.net)
        sums = total(row.gross for row in rows), total(row.net for row in rows)
        scale = Scale.of(row.net for row in rows)
        yield Breakdown(part.titled(f"Value by {name}"), name.capitalize(), scale, tuple(rows), *sums)


def _places(parts: list[Part], result: Result) -> Iterator[Breakdown]:
    yield from _breakdowns("organisation", "organisation", parts, result)
    tags = {tag for entry in result.lines for tag in entry.line.tags}
    for tag in sorted(tags):
        if any(word in tag.casefold() for word in _AREAS):
            yield from _breakdowns(tag, tag, parts, result, lambda name: name or "not said")


def _month(text: str) -> str:
    period = Period.of(text)
    if (period.start.year, period.start.month) == (period.end.year, period.end.month):
        return f"{calendar.month_abbr[period.start.month]} {period.start:%y}"
    return words.when(period)


def _outcomes(part: Part, result: Result) -> dict[str, Any]:
    entries = [entry for entry in result.by_outcome if part.kind in (None, entry.kind)]
    several = len({entry.kind for entry in entries}) > 1
    return {
        "title": part.titled("Value by outcome"),
        "scale": Scale.of(entry.net for entry in entries),
        "rows": entries,
        "kinds": several,
        "people": all(result.vocabulary[entry.outcome].unit == "person" for entry in entries),
        "gross": total(entry.gross for entry in entries),
        "net": total(entry.net for entry in entries),
    }


# from gross to net


def _waterfall(part: Part) -> dict[str, Any] | None:
    """The stages between gross and net, summed over lines; None where nothing lies between them."""
    changes: dict[StepKind, Decimal] = {}
    for entry in part.lines:
        before = entry.gross
        for step in entry.steps if entry.gross else ():
            if step.kind not in TO_GROSS:
                changes[step.kind] = EXACT.add(changes.get(step.kind, Decimal(0)), EXACT.subtract(step.amount, before))
                before = step.amount
    if not changes:
        return None
    gross = total(entry.gross for entry in part.lines)
    sums = [gross]
    for change in changes.values():
        sums.append(EXACT.add(sums[-1], change))
    scale = Scale.of(sums)
    stages = [Stage("Gross", "quantity × value, before anything is taken off", None, gross, _whole(scale, gross))]
    for (name, change), before, after in zip(changes.items(), sums, sums[1:], strict=False):
        bar = scale.bar(Mark(before, after, "off" if change < 0 else "value"))
        stages.append(Stage(name.capitalize(), words.meaning(name), change, after, bar))
    stages.append(Stage("Net", "what is left", None, sums[-1], _whole(scale, sums[-1])))
    return {"title": part.titled("From gross to net"), "scale": scale, "stages": stages}


def _whole(scale: Scale, amount: Decimal) -> str:
    return scale.bar(Mark(Decimal(0), amount))


# how sure


def _range(found: Range, result: Result) -> dict[str, Any]:
    """The range of a total, and what moves it most."""
    names = {line.valuation.code: line.valuation.title for line in result.lines}
    names |= {outcome.id: outcome.label for outcome in result.vocabulary}
    several = len(_parts(result)) > 1
    moved = [entry for entry in found.sensitivities if entry.at_low != entry.at_high]
    scale = Scale.of(figure for entry in moved for figure in (entry.at_low, entry.at_high, found.low, found.high))
    rows = [
        (_assumption(entry.assumption, names), entry, _between(scale, entry.at_low, entry.at_high, found.central))
        for entry in moved
    ]
    title = "How sure the figure is" + (f": {words.listed(list(found.kinds))} value" if several else "")
    whole = _between(scale, found.low, found.high, found.central)
    return {"title": title, "scale": scale, "rows": rows, "range": found, "whole": whole}


def _between(scale: Scale, one: Decimal, other: Decimal, central: Decimal) -> str:
    """A bar that is sure up to the lower figure and unsure up to the higher; a line shows the central one."""
    low, high = sorted((one, other))
    sure = max(low, Decimal(0))
    parts = [Mark(Decimal(0), sure)] if sure else []
    return scale.bar(*parts, Mark(low, high, "unsure"), line=central)


def _assumption(assumption: Assumption, names: Mapping[str, str]) -> str:
    scope = names.get(assumption.scope, assumption.scope)
    return f"{assumption.name.capitalize()}: {scope}" if scope else assumption.name.capitalize()


# the values, methods and evidence behind it


def _summary(method: Method) -> str:
    """What the method says of itself; nothing where its figures were changed, for then it may not be so."""
    shipped = method.id in method_files() and load_method(method.id)
    return method.summary if not shipped or shipped.fingerprint == method.fingerprint else ""


def _values(result: Result) -> list[Valuation]:
    """The values used, each once, in the order of the table of outcomes."""
    used: dict[str, Valuation] = {}
    order = {entry.outcome: number for number, entry in enumerate(result.by_outcome)}
    for entry in sorted(result.lines, key=lambda entry: order[entry.line.outcome]):
        used.setdefault(entry.valuation.code, entry.valuation)
    return list(used.values())


def _numbers(values: list[Valuation]) -> dict[str, list[int]]:
    """The numbers of the footnotes of each outcome."""
    numbers: dict[str, list[int]] = {}
    for number, value in enumerate(values, start=1):
        numbers.setdefault(value.outcome, []).append(number)
    return numbers


def _evidence(result: Result) -> Iterator[tuple[EvidenceNote, str]]:
    """Each evidence note once, with its outcomes."""
    beside: dict[EvidenceNote, list[str]] = {}
    reported = {*(entry.outcome for entry in result.by_outcome), *(entry.outcome for entry in result.not_valued)}
    for outcome in result.vocabulary:
        if outcome.id in reported:
            for note in outcome.notes:
                beside.setdefault(note, []).append(outcome.label)
    for note, labels in beside.items():
        yield note, words.listed(labels)


def _refused(result: Result) -> list[tuple[str, int, Decimal]]:
    """Refused claims by reason: the reason, how many lines, what they count."""
    groups: dict[str, list[Line]] = {}
    for entry in result.refused:
        groups.setdefault(entry.reason, []).append(entry.line)
    return [
        (reason, sum(line.rows for line in lines), total(line.quantity or Decimal(0) for line in lines))
        for reason, lines in groups.items()
    ]


def _notes(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "note"][:_MOST_PROBLEMS]
