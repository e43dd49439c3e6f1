"""The headline of a result in words: how much, on what basis, how sure, what is missing, who may use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from socialvalue.money import places, pounds, whole_pounds
from socialvalue.records.ranges import Range
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.showing.words import GRADES, behind, counted, listed, method_title, when
from socialvalue.valuing.gaps import gaps

_MEANING = {
    "wellbeing": "improvements in people’s lives equivalent to",
    "fiscal": "benefits to the public purse estimated at",
    "economic": "benefits to the economy estimated at",
}


def who(result: Result) -> str:
    """The organisation, or how many."""
    names = sorted({line.organisation for line in _reported(result)})
    return names[0] if len(names) == 1 else f"{len(names)} organisations" if names else ""


def _reported(result: Result) -> Sequence[Line]:
    return result.entered.lines or [entry.line for entry in result.lines]


def span(result: Result) -> str:
    """The period, or the first and the last."""
    periods = sorted({line.period for line in _reported(result)})
    if not periods:
        return ""
    first, last = when(periods[0]), when(periods[-1])
    return first if first == last else f"{first} to {last}"


def title(result: Result) -> str:
    """The title of a report."""
    about = ", ".join(part for part in (who(result), span(result)) if part)
    return f"Social value of {about}" if about else "Social value"


def nothing(result: Result) -> str:
    """What is said in place of a total where there is none to show."""
    if not (result.not_valued or result.refused):
        return "No figure was reported. That is not £0: what is blank was not recorded."
    return f"Nothing that was reported could be valued with {result.bank.id}. That is not £0."


def adjusted(result: Result) -> bool:
    """Whether anything lies between gross and net."""
    return any(entry.net != entry.gross for entry in result.by_outcome)


def figures(result: Result) -> list[tuple[str, str]]:
    """The large figures of the top: name and figure."""
    head = result.headline
    if head is None or not result.lines:
        return []
    word = "net" if adjusted(result) else "gross"
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
    basis = "net" if adjusted(result) else "gross: nothing is taken off for what would have happened anyway"
    parts = [
        f"{entry.kind} value {'equivalent to' if entry.kind == 'wellbeing' else 'of'} {pounds(places(entry.net, 2))}"
        for entry in head.by_kind
    ]
    prices = "in the prices of each value as published" if head.prices == "as published" else f"prices of {head.prices}"
    made = f"with the values of {result.bank.title} and the method “{method_title(result.method)}”"
    return (
        f"{who(result)}, {span(result)}: an estimate of {listed(parts)} ({basis}), {prices}, {made}. "
        "Unaudited; not produced, checked or endorsed by the publisher of the values."
    )


def questions(result: Result, ranges: Sequence[Range] = ()) -> Iterator[tuple[str, str]]:
    """Five questions a reader asks, and the answers."""
    head, bank = result.headline, result.bank
    if head is None:
        return
    yield "How much?", _how_much(result)
    gross = "net of the adjustments shown below" if adjusted(result) else "gross: nothing is taken off"
    prices = f"prices of {head.prices}"
    if head.prices == "as published":
        prices = "in the prices each value was published in"
    yield "On what basis?", f"Values of {bank.title} ({bank.publisher}, {bank.edition}); {gross}; {prices}."
    yield "How sure?", _how_sure(result, ranges)
    yield "What is missing?", _missing(result)
    if bank.licence.restricted:
        yield "Who may use it?", f"Restricted. {bank.licence.notice}"
    else:
        yield "Who may use it?", f"Anyone, under {bank.licence.name}, naming {bank.publisher} as the source."


def _how_much(result: Result) -> str:
    head = result.headline
    found = figures(result)
    if head is None or not found:
        return nothing(result)
    amounts = listed([f"{figure} ({name})" for name, figure in found])
    text = f"{amounts}, for {behind(head)}."
    if head.cost is not None and head.ratio is not None:
        text += f" Cost {whole_pounds(head.cost)}: a ratio of 1 : {places(head.ratio, 2)}."
    return text


def _how_sure(result: Result, ranges: Sequence[Range]) -> str:
    bounds = [
        f"The {listed(list(entry.kinds))} value lies between {whole_pounds(entry.low)} and {whole_pounds(entry.high)}, "
        "with every figure at the worse or at the better end of its range."
        for entry in ranges
        if entry.low != entry.high
    ]
    return " ".join([*bounds, _grades(result)])


def _grades(result: Result) -> str:
    used = {entry.valuation.key: entry.valuation for entry in result.lines}.values()
    if not used:
        return "There is no figure to be sure of."
    grades = Counter(value.grade for value in used)
    text = " ".join(f"{_of(number, len(used))} {grade}: {GRADES[grade]}." for grade, number in sorted(grades.items()))
    ranged = sum(value.low is not None or value.high is not None for value in used)
    assumed = sum(value.prices_assumed for value in used)
    if not ranged:
        text += " Their sources give no range."
    elif ranged < len(used):
        text += f" Only {ranged} have a published range."
    if assumed:
        text += f" The price year of {'all' if assumed == len(used) else assumed} is assumed."
    return text


def _of(number: int, everything: int) -> str:
    if number == everything:
        return "The one unit value is" if number == 1 else f"All {number} unit values are"
    return f"{number} of {everything} unit values {'is' if number == 1 else 'are'}"


def _missing(result: Result) -> str:
    parts = []
    if result.not_valued:
        named = [
            f"{result.vocabulary[entry.outcome].label} ({counted(entry.quantity, entry.unit)})"
            for entry in result.not_valued[:4]
        ]
        more = len(result.not_valued) - len(named)
        parts.append(f"{listed([*named, f'{more} more outcomes'] if more else named)}: no value here")
    found = gaps(result)
    never = {gap.outcome for gap in found if gap.always}
    partly = {gap.outcome for gap in found} - never
    if never:
        what = "measure was" if len(never) == 1 else "measures were"
        parts.append(f"{len(never)} {what} not recorded at any time, which is not zero")
    if partly:
        parts.append(
            f"{len(partly)} {'measure was' if len(partly) == 1 else 'measures were'} left blank in some months"
        )
    if result.refused:
        number = sum(entry.line.rows for entry in result.refused)
        parts.append(f"{number:,} {'claim was' if number == 1 else 'claims were'} refused by the bank’s rules")
    if not parts:
        return "Nothing that was reported is left out. What was not recorded cannot be seen here."
    return f"{'. '.join(parts)}."


def says(result: Result) -> Iterator[str]:
    """What the headline says."""
    head = result.headline
    if head is None or not result.lines:
        yield nothing(result)
        return
    reach = f"for {behind(head)}"
    if head.net is not None and len(head.kinds) > 1:
        yield f"The work brought value of several kinds, added together as asked: {whole_pounds(head.net)}, {reach}."
    else:
        for entry in head.by_kind:
            # A gross figure is of what came about, whatever brought it.
            verb = "brought" if adjusted(result) else "went with"
            yield f"The work reported {verb} {_MEANING[entry.kind]} {whole_pounds(entry.net)}, {reach}."
    yield f"It covers {who(result)}, {span(result)}."
    if any(step.kind == "years" for entry in result.lines for step in entry.steps):
        yield "A yearly value is claimed for as many years as the outcome is taken to last."
    elif any("year" in entry.valuation.unit for entry in result.lines):
        yield "A yearly value is claimed in full for an outcome that lasts a significant part of the year."
    if head.net_benefit is not None and head.cost is not None:
        yield f"Less the cost of {whole_pounds(head.cost)}, the net benefit is {whole_pounds(head.net_benefit)}."


def does_not_say(result: Result) -> Iterator[str]:
    """What a hurried reader might take it to say, and it does not."""
    kinds = {entry.kind for entry in result.lines}
    if "wellbeing" in kinds:
        yield "It is not money received, spent or spared. It is what the change in people’s lives is worth to them."
    if "fiscal" in kinds:
        yield "It is not money already in anyone’s budget: it is an estimate from unit costs."
    if "economic" in kinds:
        yield "It is not income of the organisations that report it."
    if result.lines and not adjusted(result):
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
