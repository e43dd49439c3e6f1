"""A method in sentences: settings, discount, the steps from gross to net by name; and several side by side."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from socialvalue.adjustments import ADJUSTMENTS, SHARES
from socialvalue.money import EXACT, count, percent, places, plain, pounds
from socialvalue.published.method_settings import OWN, Setting
from socialvalue.published.methods import Method
from socialvalue.records.result_lines import TO_GROSS, Step, StepKind
from socialvalue.records.results import Result
from socialvalue.showing.words.amounts import pounds_or_blank
from socialvalue.showing.words.grammar import capital, listed

if TYPE_CHECKING:
    from socialvalue.valuing.compare_methods import MethodsCompared, Side
    from socialvalue.valuing.stages import Stages


def method_title(method: Method) -> str:
    """The method's title, with the figures that the user put in place of the method's."""
    if not method.overrides:
        return method.title
    told = [_override(method, name) for name in method.overrides]
    return f"{method.title}; with the {OWN} {', '.join(told)}"


def _override(method: Method, name: str) -> str:
    settings = [str(setting) for setting in method.settings if setting.name == name]
    if settings:
        return ", ".join(settings)
    value = getattr(method, name.replace("-", "_"), None)
    return name if value is True or value is None else f"{name} {value}"


def method_sentences(method: Method) -> Iterator[str]:
    """How the method gets from a count to a net figure, a sentence a step."""
    yield "Each quantity is multiplied by the published value of one unit of its outcome."
    if method.prices is None:
        yield "Values stay in the prices they were published in; none is brought up to date."
    else:
        yield f"Values are brought to prices of {method.prices} with the index “{method.index}”."
    if method.part_year == "prorate":
        yield "An outcome with a start and an end counts for the part of the year it lasted."
    elif not any(setting.name == "years" for setting in method.settings):
        yield "An annual value is claimed for one full year, and for no year after it."
    if method.comparison_group:
        yield "The quantities are already net of a comparison group, so no deadweight is taken off."
    for setting in method.settings:
        yield _setting_sentence(setting)
    for case in method.reference:
        what = step_meaning("reference case")
        yield f"For {case.outcome}, a reference case of {count(case.quantity)} is taken off: {what}."
    if not (method.settings or method.reference or method.comparison_group):
        yield "Nothing is taken off for what would have happened anyway, or for what others did."
    if method.discount == "none":
        yield "Nothing is discounted."
    else:
        yield f"Later years are discounted ({discount_words(method.discount)})."


def _setting_sentence(setting: Setting) -> str:
    only = f" for {setting.scope}" if setting.scope else ""
    show = percent if setting.name in SHARES else plain
    low, high = setting.range
    figure = show(setting.value) + (f" ({show(low)} to {show(high)})" if low != high else "")
    why = f" Reason: {setting.reason.rstrip('.')}." if setting.reason else ""
    return f"{setting.name.capitalize()} ({step_meaning(setting.name)}){only}: {figure}. Source: {setting.origin}.{why}"


def discount_words(rate: str) -> str:
    """A discount as people say it: ``3.5% a year``."""
    try:
        return f"{percent(Decimal(rate))} a year"
    except ArithmeticError:
        return {
            "green-book": "HM Treasury Green Book rates",
            "green-book-health": "Green Book health rates",
            "review-2026": "the 3.0% recommended by the review of June 2026, not adopted by HM Treasury",
        }.get(rate, rate)


#: What a step that is no adjustment means to a reader who has not met the word.
_STEP_MEANINGS: dict[StepKind, str] = {
    "reference case": "what would have happened without the project",
    "discounting": "later years count for less than this one",
}


def step_label(step: Step, unit: str = "") -> str:
    """What a step does, in the field's words: ``quantity (person)``, ``deadweight``, ``prices of 2019 to 2024-25``.

    Args:
        step: the step.
        unit: what the quantity is counted in, for the first step.
    """
    if step.kind == "quantity":
        return f"quantity ({unit})"
    if step.kind == "fte":
        return "full-time equivalents"
    if step.prices is not None:
        start, to = step.prices
        if step.kind == "growth":
            return f"real GDP per head, {start} to {to}, to the power {step.power}"
        return f"prices of {start} to {to}"
    return step.kind


def step_meaning(kind: StepKind) -> str:
    """What a step or an adjustment is to a reader who has not met the word; empty where its name says it."""
    return ADJUSTMENTS[kind].meaning if kind in ADJUSTMENTS else _STEP_MEANINGS.get(kind, "")


def gross_to_net_title(found: Stages, result: Result) -> str:
    """How much comes off between gross and net."""
    kind = f" of the {found.kind} value" if found.kind else ""
    if not found.changes:
        return f"Nothing is taken off{kind.replace(' of', '')}: the figure is gross"
    left = EXACT.subtract(found.gross, found.net)
    if not found.gross:
        return f"From gross to net{kind}"
    share = percent(EXACT.divide(abs(left), abs(found.gross)), 0)
    if left < 0:
        return f"{share} is added between gross and net{kind}"
    if [name for name, _ in found.changes] == ["deadweight"]:
        return f"{share}{kind} comes off as likely to happen anyway"
    return f"{share}{kind} comes off between gross and net"


def gross_only_note() -> str:
    """That a gross figure is not the difference the work made."""
    return (
        "Nothing lies between gross and net: no part is taken off for what would have happened anyway. A figure of the "
        "difference the work made needs at least a deadweight."
    )


def own_figures_note(result: Result) -> tuple[str, ...]:
    """Which figures are the user's own, and why; one sentence."""
    own = [setting for setting in result.method.settings if setting.source is None]
    if not own:
        return ()
    reasons = [setting.reason or result.method.reason for setting in own]
    told = [f"{setting}{f' ({why})' if why else ''}" for setting, why in zip(own, reasons, strict=True)]
    end = "" if all(reasons) else ": judgement, with no study named"
    return (f"Our own {'figure' if len(own) == 1 else 'figures'}: {listed(told)}{end}.",)


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
