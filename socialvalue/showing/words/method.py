"""A method in sentences: its title, its settings, its discount."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.adjustments import SHARES
from socialvalue.money import count, percent, plain
from socialvalue.published.method_settings import OWN, Setting
from socialvalue.published.methods import Method
from socialvalue.showing.words.steps import step_meaning


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
