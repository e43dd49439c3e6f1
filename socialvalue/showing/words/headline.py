"""The headline in plain English: the figure, of how many people, what it says and does not say, the board's title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from socialvalue.adjustments import SHARES
from socialvalue.money import count, places, pounds, whole_pounds
from socialvalue.records.registers import Lines
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.records.totals import Headline
from socialvalue.showing.words.amounts import ratio_figure, short_pounds, when
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.method import method_title, step_meaning
from socialvalue.showing.words.prices import prices_words


def who_reported(result: Result) -> str:
    """The organisation, or how many."""
    organisations = sorted({line.organisation for line in _reported_lines(result)})
    return (
        organisations[0] if len(organisations) == 1 else f"{len(organisations)} organisations" if organisations else ""
    )


def _reported_lines(result: Result) -> Sequence[Line]:
    return Lines.of(result.entered.lines).alike("organisation", "period") or [entry.line for entry in result.by_terms]


def months_reported(result: Result) -> str:
    """The period, or the first and the last."""
    periods = sorted({line.period for line in _reported_lines(result)})
    if not periods:
        return ""
    first_month, last_month = when(periods[0]), when(periods[-1])
    return first_month if first_month == last_month else f"{first_month} to {last_month}"


def report_title(result: Result) -> str:
    """The title of a report."""
    about = ", ".join(part for part in (who_reported(result), months_reported(result)) if part)
    return f"Social value of {about}" if about else "Social value"


def nothing_valued(result: Result) -> str:
    """What is said in place of a total where there is none to show."""
    return next((problem.message for problem in result.problems if problem.code == "nothing-valued"), "No value.")


def is_adjusted(result: Result) -> bool:
    """Whether any net value differs from its gross value."""
    return any(entry.net != entry.gross for entry in result.by_outcome)


def headline_figures(result: Result) -> list[tuple[str, str]]:
    """The large figures of the top: name and figure."""
    head = result.headline
    if head is None or not result.by_terms:
        return []
    word = "net" if is_adjusted(result) else "gross"
    if head.net is not None:
        return [(f"{' and '.join(head.kinds)} value, {word}", whole_pounds(head.net))]
    return [(f"{entry.kind} value, {word}", whole_pounds(entry.net)) for entry in head.by_kind]


def quotation(result: Result) -> str:
    """The figure with all that it may not be quoted without, ready to be copied."""
    head = result.headline
    if head is None:
        return "No figure: the data have errors."
    if not head.by_kind:
        return "No value: nothing that was reported has a value in this bank."
    quoted_basis = "net" if is_adjusted(result) else "gross: nothing is taken off for what would have happened anyway"
    quoted_parts = [
        f"{entry.kind} value {'equivalent to' if entry.kind == 'wellbeing' else 'of'} {pounds(places(entry.net, 2))}"
        for entry in head.by_kind
    ]
    quoted_prices = (
        "in the prices of each value as published" if head.prices == "as published" else f"prices of {head.prices}"
    )
    quoted_made = f"with the values of {result.bank.title} and the method “{method_title(result.method)}”"
    quoted_whose = f"{who_reported(result)}, {months_reported(result)}"
    return (
        f"{quoted_whose}: an estimate of {listed(quoted_parts)} ({quoted_basis}), {quoted_prices}, {quoted_made}. "
        "Unaudited; not produced, checked or endorsed by the publisher of the values."
    )


def outcomes_and_people(head: Headline) -> str:
    """What a value is of: outcomes, and people as far as their keys tell: ``3 outcomes of 1 person``."""
    if not head.outcomes:
        return "what was counted"
    outcomes = f"{count(head.outcomes)} {'outcome' if head.outcomes == 1 else 'outcomes'}"
    if head.keyed != head.outcomes:
        return outcomes
    return f"{outcomes} of {count(head.people)} {'person' if head.people == 1 else 'people'}"


def people_and_wellbys(head: Headline) -> Iterator[tuple[str, str]]:
    """People by their keys, WELLBYs, and what one of each cost."""
    if head.keyed:
        every = "" if head.keyed == head.outcomes else ", each outcome without a person key counted as a person"
        yield (
            "People",
            f"{count(head.people)}{every}; {count(head.outcomes)} {'outcome' if head.outcomes == 1 else 'outcomes'}",
        )
    if head.wellbys:
        yield "WELLBYs", count(places(head.wellbys, 2))
    if head.cost_per_wellby is not None:
        yield "Per WELLBY", f"a cost of {pounds(head.cost_per_wellby)}"
    if head.cost_per_outcome is not None:
        yield "Per outcome", f"a cost of {pounds(head.cost_per_outcome)}"


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
    if head is None or not result.by_terms:
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
    if any(step.kind == "years" for entry in result.by_terms for step in entry.steps):
        yield "A yearly value is claimed for as many years as the outcome is taken to last."
    elif any("year" in entry.valuation.unit for entry in result.by_terms):
        yield "A yearly value is claimed in full for an outcome that lasts a significant part of the year."
    if head.net_benefit is not None and head.cost is not None:
        yield f"Less the cost of {whole_pounds(head.cost)}, the net benefit is {whole_pounds(head.net_benefit)}."


def headline_does_not_say(result: Result) -> Iterator[str]:
    """What a hurried reader might take it to say, and it does not."""
    kinds = {entry.kind for entry in result.by_terms}
    if "wellbeing" in kinds:
        yield "It is not money received, spent or spared. It is what the change in people’s lives is worth to them."
    if "fiscal" in kinds:
        yield "It is not money already in anyone’s budget: it is an estimate from unit costs."
    if "economic" in kinds:
        yield "It is not income of the organisations that report it."
    if result.by_terms and not is_adjusted(result):
        yield "It is not the difference the work alone made: nothing is taken off for what would have happened anyway."
    elif result.by_terms:
        yield "It is only as good as the adjustments: where a figure is the user’s own, it is a judgement."
    if result.by_terms and result.method.prices is None:
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


def board_title(result: Result) -> str:
    """What was found, in a sentence."""
    head = result.headline
    if head is None or not result.by_terms:
        return nothing_valued(result)
    if head.net is None:
        each = [f"{short_pounds(entry.net)} of {entry.kind}" for entry in head.by_kind]
        return f"Work with residents is valued at {listed(each)} value, which are not added together"
    worth_words = f"worth {{}} in {listed(list(head.kinds))} value"
    if len(head.kinds) == 1:
        to = {"wellbeing": "them", "fiscal": "the public purse", "economic": "the economy"}
        worth_words = f"worth {{}} to {to[head.kinds[0]]}"
    if head.net < 0:
        return f"Work with residents comes to {short_pounds(head.net)}: less than would have happened without it"
    if is_adjusted(result):
        ours = "Our work" if len(Lines.of(result.entered.lines).values("organisation")) == 1 else "Work"
        board_words = f"{ours} with residents was {worth_words.format(short_pounds(head.net))}"
    else:
        board_words = (
            f"What residents achieved is {worth_words.format(short_pounds(head.net))}, before anything is taken off"
        )
    if head.cost is None or head.ratio is None:
        return board_words
    if head.ratio < 1:
        return f"{board_words}: less than the {short_pounds(head.cost)} spent"
    return f"{board_words}: £{ratio_figure(head.ratio)} for each £1\N{NO-BREAK SPACE}spent"


def board_subtitle(result: Result) -> str:
    """What kind of figure it is, beneath the title."""
    head = result.headline
    if head is None or not result.by_terms:
        return "A blank is not a zero: nothing is known of it, and nothing is added."
    kinds = capital(listed(list(head.kinds)))
    taken = _taken_off(result)
    board_words = (
        f"{kinds} value, {f'less {taken}' if taken else 'gross: nothing is taken off'}, {prices_words(result)}."
    )
    if "wellbeing" in head.kinds:
        board_words += " It is equivalent to money: none was received."
    if "fiscal" in head.kinds:
        board_words += " It is estimated from unit costs: no budget holds it."
    return board_words


def _taken_off(result: Result) -> str:
    kinds = dict.fromkeys(
        step.kind for entry in result.by_terms for step in entry.steps if step.kind in SHARES or step.less is not None
    )
    taken_off = [step_meaning(kind) or kind for kind in kinds]
    return listed(taken_off) if taken_off and is_adjusted(result) else ""
