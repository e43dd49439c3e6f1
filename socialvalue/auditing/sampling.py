"""A sample of lines in which each pound has the same chance of being looked at: monetary unit sampling.

Lines are laid end to end by their pounds, and every so many pounds one is taken, from a start that a seed gives. A line
of more pounds than that interval is always taken. Some places are kept for what has no pounds: claims that were
refused, figures of zero, cells left blank, outcomes without a value.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from socialvalue.money import EXACT, total
from socialvalue.records.result_lines import ResultLine
from socialvalue.records.results import Result
from socialvalue.records.returns import Line

Why = Literal["all", "certain", "by pound", "refused", "nought", "blank", "no value"]

#: The share of a sample that is kept for lines without pounds.
WITHOUT_POUNDS = 5  # one in five

_STEPS_OF_DRAW = 10**12


@frozen
class Item:
    """A line to be looked at.

    Attributes:
        number: of the line, counted from 1 as the result's lines are; those without a value come after them.
        line: what was reported.
        values: what it was valued at, for each kind of value; none where it has no value.
        why: how it came into the sample.
        reason: for a line without pounds, why it has none.
        point: the point, in pounds from the first line of the draw, that fell on it; None where none was drawn.
    """

    number: int
    line: Line
    values: tuple[ResultLine, ...]
    why: Why
    reason: str = ""
    point: Decimal | None = None

    @property
    def pounds(self) -> Decimal:
        """Gross pounds of every kind, by which it is drawn; kinds are added for the draw alone."""
        return total(entry.gross for entry in self.values)


@frozen(kw_only=True)
class Drawn:
    """A sample, and what it takes to draw it again.

    Attributes:
        items: the lines to look at, in the order of their numbers.
        lines: of the population.
        rest: how many of them the draw was from: those with pounds that were not taken anyway.
        rest_pounds: the gross pounds of those.
        interval, share, start: pounds from one point to the next; the share of it at which the first lies, which the
            seed gives; and that in pounds. None where nothing was drawn by pounds.
    """

    items: tuple[Item, ...]
    lines: int
    rest: int = 0
    rest_pounds: Decimal = Decimal(0)
    interval: Decimal | None = None
    share: Decimal | None = None
    start: Decimal | None = None


def population(result: Result) -> list[Item]:
    """Every line of a result, valued or not, in the order in which lines are numbered."""
    values: dict[int, list[ResultLine]] = {}
    for valued_line in result.lines:
        values.setdefault(id(valued_line.line), []).append(valued_line)
    refusal_reasons = {id(valued_line.line): valued_line.reason for valued_line in result.refused}
    reasons = {valued_line.outcome: valued_line.reason for valued_line in result.not_valued}
    # Numbers are those of the sheet Lines: a line of two kinds of value has two rows there, and the first number.
    numbers: dict[int, int] = {}
    for number, valued_line in enumerate(result.lines, start=1):
        numbers.setdefault(id(valued_line.line), number)
    items = [
        Item(numbers[key], entries[0].line, tuple(entries), "by pound" if total(e.gross for e in entries) else "nought")
        for key, entries in values.items()
    ]
    lines_without_value = [line for line in result.entered.lines if id(line) not in values]
    for number, line in enumerate(lines_without_value, start=len(result.lines) + 1):
        if id(line) in refusal_reasons:
            items.append(Item(number, line, (), "refused", refusal_reasons[id(line)]))
        elif line.quantity is None:
            items.append(Item(number, line, (), "blank", "left blank: not recorded, which is not nought"))
        else:
            items.append(Item(number, line, (), "no value", reasons.get(line.outcome, "no value in the bank")))
    return items


def sample(result: Result, size: int, seed: int) -> Drawn:
    """The lines to look at; all of them where there are no more than `size`.

    Args:
        result: what they are taken from.
        size: how many.
        seed: the number from which the same lines are taken again.

    Raises:
        ValueError: for a size below one.
    """
    if size < 1:
        msg = f"a sample has one line or more, not {size}"
        raise ValueError(msg)
    items = population(result)
    if len(items) <= size:
        every = tuple(Item(item.number, item.line, item.values, "all", item.reason) for item in items)
        return Drawn(items=every, lines=len(items))
    draw = random.Random(seed)  # noqa: S311 - it must come out the same each time
    with_pounds = [item for item in items if item.pounds]
    without = [item for item in items if not item.pounds]
    places = min(len(without), max(size // WITHOUT_POUNDS, size - len(with_pounds)))
    by_pound = _drawn_by_pound(with_pounds, size - places, draw)
    taken = (*by_pound.items, *_without_pounds_in_turn(without, places, draw))
    return evolve(by_pound, items=tuple(sorted(taken, key=lambda item: item.number)), lines=len(items))


def _drawn_by_pound(items: Sequence[Item], size: int, draw: random.Random) -> Drawn:
    certain: list[Item] = []
    lines_left = list(items)
    while len(certain) < size:  # a line of an interval or more is taken, which makes the others' interval smaller
        interval = EXACT.divide(total(item.pounds for item in lines_left), Decimal(size - len(certain)))
        large = [item for item in lines_left if item.pounds >= interval]
        if not large:
            break
        certain += large
        lines_left = [item for item in lines_left if item.pounds < interval]
        if not lines_left:
            break
    lines_taken = [Item(item.number, item.line, item.values, "certain") for item in certain[:size]]
    places_left = size - len(lines_taken)
    if not places_left or not lines_left:
        return Drawn(items=tuple(lines_taken), lines=len(items))
    everything = total(item.pounds for item in lines_left)
    interval = EXACT.divide(everything, Decimal(places_left))
    share = EXACT.divide(Decimal(draw.randrange(_STEPS_OF_DRAW)), Decimal(_STEPS_OF_DRAW))
    point = start = EXACT.multiply(interval, share)
    pounds_reached = Decimal(0)
    for item in lines_left:
        pounds_reached = EXACT.add(pounds_reached, item.pounds)
        if point < pounds_reached and len(lines_taken) < size:
            lines_taken.append(evolve(item, point=point))
            point = EXACT.add(point, interval)
    return Drawn(
        items=tuple(lines_taken),
        lines=len(items),
        rest=len(lines_left),
        rest_pounds=everything,
        interval=interval,
        share=share,
        start=start,
    )


def _without_pounds_in_turn(items: Sequence[Item], size: int, draw: random.Random) -> list[Item]:
    """Lines without pounds: of each reason in turn, so that none is left out while there are places."""
    by_reason: dict[str, list[Item]] = {why: [] for why in ("refused", "nought", "no value", "blank")}
    for item in items:
        by_reason[item.why].append(item)
    for items_of_reason in by_reason.values():
        draw.shuffle(items_of_reason)
    lines_taken: list[Item] = []
    while len(lines_taken) < size:
        for items_of_reason in by_reason.values():
            if items_of_reason and len(lines_taken) < size:
                lines_taken.append(items_of_reason.pop())
    return lines_taken
