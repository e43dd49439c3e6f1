"""What a headline says, and what a hurried reader might take it to say."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.money import whole_pounds
from socialvalue.records.results import Result
from socialvalue.showing.words.headline import is_adjusted, months_reported, nothing_valued, who_reported
from socialvalue.showing.words.people import outcomes_and_people

_KIND_MEANING = {
    "wellbeing": "improvements in people’s lives equivalent to",
    "fiscal": "benefits to the public purse estimated at",
    "economic": "benefits to the economy estimated at",
}
#: Said where kinds are held apart.
_APART = "Value of different kinds is not added together."


def headline_says(result: Result) -> Iterator[str]:
    """What the headline says."""
    head = result.headline
    if head is None or not result.lines:
        yield nothing_valued(result)
        return
    reach = f"for {outcomes_and_people(head)}"
    if head.net is not None and len(head.kinds) > 1:
        yield f"The work brought value of several kinds, added together as asked: {whole_pounds(head.net)}, {reach}."
    else:
        for entry in head.by_kind:
            # A gross figure counts what happened, whoever caused it.
            verb = "brought" if is_adjusted(result) else "went with"
            yield f"The work reported {verb} {_KIND_MEANING[entry.kind]} {whole_pounds(entry.net)}, {reach}."
    yield f"It covers {who_reported(result)}, {months_reported(result)}."
    if any(step.kind == "years" for entry in result.lines for step in entry.steps):
        yield "A yearly value is claimed for as many years as the outcome is taken to last."
    elif any("year" in entry.valuation.unit for entry in result.lines):
        yield "A yearly value is claimed in full for an outcome that lasts a significant part of the year."
    if head.net_benefit is not None and head.cost is not None:
        yield f"Less the cost of {whole_pounds(head.cost)}, the net benefit is {whole_pounds(head.net_benefit)}."


def headline_does_not_say(result: Result) -> Iterator[str]:
    """What a hurried reader might take it to say, and it does not."""
    kinds = {entry.kind for entry in result.lines}
    if "wellbeing" in kinds:
        yield "It is not money received, spent or spared. It is what the change in people’s lives is worth to them."
    if "fiscal" in kinds:
        yield "It is not money already in anyone’s budget: it is an estimate from unit costs."
    if "economic" in kinds:
        yield "It is not income of the organisations that report it."
    if result.lines and not is_adjusted(result):
        yield "It is not the difference the work alone made: nothing is taken off for what would have happened anyway."
    elif result.lines:
        yield "It is only as good as the adjustments: where a figure is the user’s own, it is a judgement."
    if result.lines and result.method.prices is None:
        yield "It is not in today’s prices: values are as they were published."
    if result.headline is not None and len(result.headline.kinds) > 1 and result.headline.net is None:
        yield "It is no single total: value of different kinds is not added together."
    if result.not_valued:
        yield "It leaves out what has no value here; those counts are beside the total, not in it."
    yield "It says nothing of outcomes nobody recorded."


def first_sentence(result: Result) -> str:
    """The first thing the headline says; of several kinds, that they are not added."""
    head = result.headline
    if head is None:
        return ""
    return _APART if head.net is None and head.kinds else next(iter(headline_says(result)), "")
