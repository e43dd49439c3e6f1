"""The title of the board's page, a finding, and the sentence beneath it."""

from __future__ import annotations

from socialvalue.adjustments import SHARES
from socialvalue.records.results import Result
from socialvalue.showing.words.amounts import ratio_figure, short_pounds
from socialvalue.showing.words.grammar import capital, listed
from socialvalue.showing.words.headline import is_adjusted, nothing_valued
from socialvalue.showing.words.prices import prices_words
from socialvalue.showing.words.steps import step_meaning


def board_title(result: Result) -> str:
    """What was found, in a sentence."""
    head = result.headline
    if head is None or not result.lines:
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
        ours = "Our work" if len({entry.line.organisation for entry in result.lines}) == 1 else "Work"
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
    if head is None or not result.lines:
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
        step.kind for entry in result.lines for step in entry.steps if step.kind in SHARES or step.less is not None
    )
    taken_off = [step_meaning(kind) or kind for kind in kinds]
    return listed(taken_off) if taken_off and is_adjusted(result) else ""
