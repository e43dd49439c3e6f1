"""What the figures show, in words: titles that are findings, and never say more than the figures do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from socialvalue.adjustments import SHARES
from socialvalue.money import EXACT, count, percent, places, pounds, total, whole_pounds
from socialvalue.records.groups import Group, Progress
from socialvalue.records.periods import Period, said
from socialvalue.records.ranges import Assumption, Range
from socialvalue.records.results import Result
from socialvalue.records.totals import Headline, OutcomeTotal
from socialvalue.showing import headline, words
from socialvalue.showing.words import capital, counted, listed
from socialvalue.valuing.gaps import Gap
from socialvalue.valuing.like_for_like import Bridge, LikeForLike
from socialvalue.valuing.stages import Stages

#: What a table may be by that runs in time, from short to long.
TIMES = ("period", "quarter", "financial-year")

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

#: A part of less is not worth its name in a title.
_SMALL = Decimal("0.1")

#: Names longer than this may break over two lines.
_SHORT_NAME = 28

#: Warnings that a reader must know before any figure.
_READ_FIRST = frozenset({
    "running-total", "price-year-assumed", "mixed-price-years", "several-years", "months-missing", "repeated-line",
    "overlapping-periods", "second-return", "forecast-index", "double-uprating", "similar-organisations",
    "total-disagrees", "register-disagrees", "more-claims-than-people",
})  # fmt: skip


#: What follows from a warning, for a reader.
_SO = {"running-total": " If it is a running total, it counts the same people again each month."}


def number(many: int) -> str:
    """A small number as a word: ``four``."""
    return _NUMBERS[many] if many < len(_NUMBERS) else f"{many:,}"


def unbroken(name: str) -> str:
    """A name that stays on one line, unless it is long."""
    return name.replace(" ", "\N{NO-BREAK SPACE}") if len(name) <= _SHORT_NAME else name


def short(amount: Decimal) -> str:
    """Pounds for a sentence: ``£1.43 million``; exact below a million."""
    if abs(amount) < 1_000_000:
        return whole_pounds(amount)
    size, word = (Decimal(10) ** 9, "billion") if abs(amount) >= 10**9 else (Decimal(10) ** 6, "million")
    millions = EXACT.divide(amount, size)
    decimals = max(0, 2 - max(0, millions.adjusted()))
    return f"{words.minus(pounds(places(millions, decimals)))}\N{NO-BREAK SPACE}{word}"


def ratio(figure: Decimal | None) -> str:
    """Value for each pound: ``4.60``."""
    return "" if figure is None else words.minus(f"{places(figure, 2)}")


# the headline


def title(result: Result) -> str:
    """What was found, in a sentence."""
    head = result.headline
    if head is None or not result.lines:
        return headline.nothing(result)
    if head.net is None:
        each = [f"{short(entry.net)} of {entry.kind}" for entry in head.by_kind]
        return f"Work with residents is valued at {listed(each)} value, which are not added together"
    worth = f"worth {{}} in {listed(list(head.kinds))} value"
    if len(head.kinds) == 1:
        to = {"wellbeing": "them", "fiscal": "the public purse", "economic": "the economy"}
        worth = f"worth {{}} to {to[head.kinds[0]]}"
    if head.net < 0:
        return f"Work with residents comes to {short(head.net)}: less than would have happened without it"
    if headline.adjusted(result):
        ours = "Our work" if len({entry.line.organisation for entry in result.lines}) == 1 else "Work"
        text = f"{ours} with residents was {worth.format(short(head.net))}"
    else:
        text = f"What residents achieved is {worth.format(short(head.net))}, before anything is taken off"
    if head.cost is None or head.ratio is None:
        return text
    if head.ratio < 1:
        return f"{text}: less than the {short(head.cost)} spent"
    return f"{text}: £{ratio(head.ratio)} for each £1\N{NO-BREAK SPACE}spent"


def meaning(result: Result) -> str:
    """What kind of figure it is, beneath the title."""
    head = result.headline
    if head is None or not result.lines:
        return "A blank is not a zero: nothing is known of it, and nothing is added."
    kinds = capital(listed(list(head.kinds)))
    taken = _taken_off(result)
    text = f"{kinds} value, {f'less {taken}' if taken else 'gross: nothing is taken off'}, {prices(result)}."
    if "wellbeing" in head.kinds:
        text += " It is equivalent to money: none was received."
    if "fiscal" in head.kinds:
        text += " It is estimated from unit costs: no budget holds it."
    return text


def _taken_off(result: Result) -> str:
    kinds = dict.fromkeys(
        step.kind for entry in result.lines for step in entry.steps if step.kind in SHARES or step.less is not None
    )
    names = [words.meaning(kind) or kind for kind in kinds]
    return listed(names) if names and headline.adjusted(result) else ""


def prices(result: Result) -> str:
    """In which prices: ``in 2024-25 prices``."""
    years = sorted({str(entry.valuation.prices) for entry in result.lines})
    if result.method.prices is not None:
        return f"in {result.method.prices} prices"
    return f"in {years[0]} prices" if len(years) == 1 else "in the prices each value was published in"


def on_last_year(bridge: Bridge | None, *, whole: bool = True) -> str:
    """How much more than last year, under the net value; said to be of the same months where it is not of the whole."""
    if bridge is None or not bridge.restated:
        return ""
    same = " in the same prices" if bridge.value or bridge.method else ""
    same += "" if whole else ", over the months both report"
    change = _change(bridge.real_change, bridge.restated, whole_pounds)
    return f"{change} than last year{same}" if bridge.real_change else f"as last year{same}"


def spent_more(years: LikeForLike | None) -> str:
    """How much more was spent than last year."""
    now, then = (years.now.headline, years.restated.headline) if years else (None, None)
    if now is None or then is None or now.cost is None or not then.cost:
        return ""
    return _change(EXACT.subtract(now.cost, then.cost), then.cost, whole_pounds)


def spent_in(head: Headline) -> str:
    """What was spent, in the prices of the result, where that is another sum than was paid."""
    if head.present_cost is None or head.present_cost == head.cost:
        return ""
    return f"{whole_pounds(head.present_cost)} in the prices of the value"


def ratio_before(years: LikeForLike | None) -> str:
    """Last year's value for each pound."""
    before = years.restated.headline.ratio if years and years.restated.headline else None
    return "" if before is None else f"£{ratio(before)} last year"


def outcomes_more(bridge: Bridge | None, head: Headline) -> str:
    """How many more outcomes than last year; else how many people they are of, where that is known."""
    if bridge is None or not bridge.quantity_then:
        of = f"of {count(head.people)} {'person' if head.people == 1 else 'people'}"
        return of if head.keyed and head.people != head.outcomes else ""
    return _change(EXACT.subtract(bridge.quantity_now, bridge.quantity_then), bridge.quantity_then, count)


def _change(change: Decimal, of: Decimal, show: Callable[[Decimal], str]) -> str:
    """``64 (15.6%) more``."""
    if not change:
        return "as last year"
    word = "more" if change > 0 else "less" if show is whole_pounds else "fewer"
    return f"{show(abs(change))} ({percent(EXACT.divide(abs(change), abs(of)))}) {word}"


def read_first(result: Result, years: LikeForLike | None) -> Iterator[str]:
    """What must be known before any figure is read, each once, in words for the reader."""
    problems = [p for p in (*result.problems, *(years.problems if years else ())) if p.severity == "warning"]
    assumed = {entry.valuation.code: entry.valuation for entry in result.lines if entry.valuation.prices_assumed}
    told: dict[str, list[str]] = {}
    for problem in problems:
        if problem.code in _READ_FIRST and problem.code != "price-year-assumed":
            told.setdefault(problem.code, []).append(problem.message)
    for code, messages in told.items():
        distinct = list(dict.fromkeys(messages))
        more = f" And {number(len(distinct) - 1)} more like it." if len(distinct) > 1 else ""
        yield f"{distinct[0]}{_SO.get(code, '')}{more}"
    if assumed and any(problem.code == "price-year-assumed" for problem in problems):
        year = listed(sorted({str(value.prices) for value in assumed.values()}))
        which = "the values are" if len(assumed) > 1 else "the value is"
        yield f"No source states which year’s prices {which} in; {year} is assumed."
    yield from _old_values(result)


#: From so many years between the prices of the values and the return on, the values are called old.
_OLD = 3


def _old_values(result: Result) -> Iterator[str]:
    """That the values are some years older than what they are put on."""
    years = [entry.valuation.prices.start for entry in result.lines]
    reported = [entry.line.period.start.year for entry in result.lines]
    if years and max(reported) - max(years) >= _OLD:
        apart = number(max(reported) - max(years))
        brought = "" if result.method.prices is None else f", though brought to {result.method.prices} prices"
        yield f"The values are of {max(years)}, {apart} years older than the return{brought}: later ones may differ."


# tables


def named(by: str, key: str, result: Result) -> str:
    """A group as people say it."""
    if by == "outcome":
        return result.vocabulary[key].label
    if by in TIMES and key:
        return Period.of(key).said if by != "financial-year" else key
    return key or "Not given"


def head_of(by: str) -> str:
    """The heading of the names of groups."""
    return {"period": "Month", "financial-year": "Year"}.get(by, capital(by))


def groups(by: str, found: Sequence[Group], result: Result) -> str:
    """Which group has the largest part, and which the most for each pound."""
    ordered = sorted((group for group in found if group.net is not None), key=lambda group: -(group.net or 0))
    whole = total(group.net or Decimal(0) for group in ordered)
    if not ordered or whole <= 0:
        return f"{head_of(by)} by {head_of(by).lower()}"
    first = ordered[0]
    share = percent(EXACT.divide(first.net or Decimal(0), whole), 0)
    name = unbroken(named(by, first.keys[0], result))
    text = f"{name} has {share} of the value" if len(ordered) > 1 else f"All of the value is {name}’s"
    if len(ordered) > 1 and EXACT.divide(first.net or Decimal(0), whole) < _SMALL:
        text = f"No {head_of(by).lower()} has more than {share} of the value"
    costed = [group for group in ordered if group.ratio is not None]
    if len(costed) < 2 or len(costed) < len(ordered):
        return text
    best = max(costed, key=lambda group: group.ratio or Decimal(0))
    if best == first:
        return f"{text}, and the most for each £1"
    return f"{text}; {unbroken(named(by, best.keys[0], result))} has the most for each £1"


def outcomes(entries: Sequence[OutcomeTotal], result: Result) -> str:
    """Which outcome has the largest part of the value."""
    if not entries:
        return "Nothing was valued"
    kinds = {entry.kind for entry in entries}
    first = max(entries, key=lambda entry: entry.net)
    label = result.vocabulary[first.outcome].label
    whole = total(entry.net for entry in entries)
    if len(kinds) > 1 or whole <= 0:
        return "Value by outcome, each kind apart" if len(kinds) > 1 else "Value by outcome"
    if len(entries) == 1:
        return f"All of the value is {in_text(label)}"
    return f"{label} is {percent(EXACT.divide(first.net, whole), 0)} of the value"


def in_text(label: str) -> str:
    """A label within a sentence: a small first letter, unless the word is an abbreviation."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label


def months(found: Sequence[Group], by: str) -> str:
    """The months with the most and the least."""
    best = max(found, key=lambda group: group.net or Decimal(0))
    least = min(found, key=lambda group: group.net or Decimal(0))
    if best.net == least.net:
        return "Every month has the same value" if by == "period" else "The value is the same throughout"
    high, low = (Period.of(group.keys[0]).said for group in (best, least))
    return f"Most in {unbroken(high)}, least in {unbroken(low)}"


# last year


def years_of(years: LikeForLike) -> tuple[str, str]:
    """What the two years are called: ``2023-24`` and ``2024-25``, or their months."""
    sides = [[then for _, then in years.months], [now for now, _ in years.months]]
    names = []
    for periods in sides:
        financial = {period.financial_year for period in periods}
        names.append(financial.pop() if len(financial) == 1 else said(periods))
    return names[0], names[1]


def change(bridge: Bridge, moved: Decimal, *, apart: bool = False) -> str:
    """How far the value moved, as printed, and what moved it most; which kind, where kinds are held apart."""
    text = _moved(bridge, moved)
    return f"{capital(listed(list(bridge.kinds)))} value: {in_text(text)}" if apart else text


def _moved(bridge: Bridge, moved: Decimal) -> str:
    if not moved:
        return "The same value as last year"
    parts = {
        "more outcomes" if bridge.volume > 0 else "fewer outcomes": bridge.volume,
        "a different mix of outcomes": bridge.mix,
        "other values or prices": bridge.value,
        "another method": bridge.method,
    }
    same = {name: amount for name, amount in parts.items() if amount and (amount > 0) == (moved > 0)}
    text = f"{'Up' if moved > 0 else 'Down'} {whole_pounds(abs(moved))}"
    if not same:
        return text
    name, most = max(same.items(), key=lambda part: abs(part[1]))
    if len(same) == 1:
        return f"{text}, from {name}"
    return f"{text}, most of it from {name}" if abs(most) * 2 > abs(total(same.values())) else text


def moved_apart(moves: Sequence[tuple[str, Decimal]]) -> str:
    """How far each kind of value moved, as printed."""
    told = [f"{kind} {'up' if moved >= 0 else 'down'} {short(abs(moved))}" for kind, moved in moves]
    return capital(listed(told))


def part_words(bridge: Bridge, years: LikeForLike) -> dict[str, str]:
    """A few words after the name of each part of a change."""
    more = EXACT.subtract(bridge.quantity_now, bridge.quantity_then)
    same = years.now.method.prices == years.then.method.prices
    to = f"in {years.now.method.prices} prices" if years.now.method.prices and not same else "other values"
    return {
        "value": to,
        "method": "other adjustments",
        "volume": f"{count(abs(more))} {'more' if more > 0 else 'fewer'}" if more else "as many",
        "mix": "other outcomes",
    }


def part_notes(bridge: Bridge, years: LikeForLike) -> tuple[str, ...]:
    """What the parts of a change mean."""
    told = []
    if bridge.value or bridge.method:
        told.append(f"Value and method: the same {count(bridge.quantity_then)} outcomes as this year’s are valued.")
    told.append("Volume: more or fewer, at last year’s average. Mix: worth more or less each than last year’s.")
    if years.only_now or years.only_then:
        alone = (*years.only_then, *years.only_now)
        told.append(f"Compared over the months both years report; {said(alone)} is in neither figure.")
    return tuple(told)


def by_change(by: str, keys: Sequence[str], moved: Sequence[Decimal], result: Result) -> str:
    """Which outcome or project moved most, as printed."""
    most, key = max(zip(moved, keys, strict=True), key=lambda change: abs(change[0]))
    if not most:
        return f"No {by} has changed"
    return f"{named(by, key, result)} moved most: {'up' if most > 0 else 'down'} {short(abs(most))}"


def forecasts(years: LikeForLike) -> tuple[str, ...]:
    """What the year may come to, said to be a forecast."""
    found = years.forecast
    if found is None:
        return ()
    rate, people = short(found.net_by_rate), count(places(found.outcomes_by_rate, 0))
    text = f"Forecast for {found.year}, not a result: {rate} and {people} outcomes if the other months are like the "
    text += f"{number(found.months)} reported"
    if found.net_by_shape is not None and found.outcomes_by_shape is not None:
        shape, people = short(found.net_by_shape), count(places(found.outcomes_by_shape, 0))
        text += f"; {shape} and {people} if the year has last year’s shape"
    return (f"{text}.",)


# targets


def targets(entries: Sequence[Progress], result: Result) -> str:
    """How many targets were met, and how far off the others are."""
    known = [entry for entry in entries if entry.share_due is not None]
    missed = [entry for entry in known if entry.share_due is not None and entry.share_due < 1]
    part = any(entry.months < entry.of_months for entry in known)
    due = " so far" if part else ""
    if not known:
        return "No target is due yet"
    if not missed:
        return f"{_all(len(known))} {'target was' if len(known) == 1 else 'targets were'} met{due}"
    gaps = [Decimal(1) - (entry.share_due or Decimal(0)) for entry in missed]
    low, high = percent(min(gaps), 0), percent(max(gaps), 0)
    by = f"by {low}" if low == high else f"by {low} to {high}"
    if len(missed) == len(known):
        return f"{_all(len(known))} {'target was' if len(known) == 1 else 'targets were'} missed{due}, {by}"
    worst = min(missed, key=lambda entry: entry.share_due or Decimal(0))
    label = in_text(result.vocabulary[worst.target.outcome].label)
    met = f"{capital(number(len(known) - len(missed)))} of {number(len(known))} targets met{due}"
    return f"{met}; {label} is furthest behind, {by.split(' to ')[-1].removeprefix('by ')} short"


def _all(many: int) -> str:
    return "The one" if many == 1 else "Both" if many == 2 else f"All {number(many)}"


def aim(entry: Progress, entries: Sequence[Progress], result: Result) -> str:
    """Whose target it is and of what, as far as the targets differ."""
    target = entry.target
    whose = [target.organisation] if len({one.target.organisation for one in entries}) > 1 else []
    project = [target.project] if target.project else []
    when = [str(target.period)] if len({one.target.period for one in entries}) > 1 else []
    return ", ".join([result.vocabulary[target.outcome].label, *whose, *project, *when])


def targets_notes(entries: Sequence[Progress]) -> tuple[str, ...]:
    """What the targets would have been worth, and what part of them is due."""
    notes = []
    due = [entry.net_due for entry in entries if entry.net_due is not None]
    made = [entry.net for entry in entries if entry.net is not None]
    if len(due) == len(entries) and due:
        aimed, done = total(due), total(made)
        apart = EXACT.subtract(aimed, done)
        further = f", {whole_pounds(abs(apart))} {'more' if apart > 0 else 'less'}" if apart else ""
        notes.append(f"On target it would have been {whole_pounds(aimed)}{further}.")
    part = next((entry for entry in entries if entry.months < entry.of_months), None)
    if part is not None:
        notes.append(f"Each target is for {part.months} of its {part.of_months} months, those reported.")
    return tuple(notes)


# from gross to net


def stages(found: Stages, result: Result) -> str:
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


def gross_only() -> str:
    """What a gross figure is not."""
    return (
        "Nothing lies between gross and net: no part is taken off for what would have happened anyway. A figure of the "
        "difference the work made needs at least a deadweight."
    )


def own_figures(result: Result) -> tuple[str, ...]:
    """Which figures are the user's own, and why; one sentence."""
    own = [setting for setting in result.method.settings if setting.source is None]
    if not own:
        return ()
    reasons = [setting.reason or result.method.reason for setting in own]
    told = [f"{setting}{f' ({why})' if why else ''}" for setting, why in zip(own, reasons, strict=True)]
    end = "" if all(reasons) else ": judgement, with no study named"
    return (f"Our own {'figure' if len(own) == 1 else 'figures'}: {listed(told)}{end}.",)


# how sure


def sure(entry: Range, result: Result) -> str:
    """What moves the figure most, and how far."""
    first = next(one for one in entry.sensitivities if one.swing)
    low, high = sorted((first.at_low, first.at_high))
    name = capital(assumption(first.assumption, result))
    head = result.headline
    cost = head.present_cost if head is not None else None
    if cost is not None and entry.low < cost <= entry.central:
        return f"{name} moves it most; at the worst, value is below cost"
    return f"{name} moves it most: {short(low)} to {short(high)}"


def unsure(kinds: Sequence[str], result: Result) -> str:
    """That nothing is known of how far a figure may be out; which, where kinds are held apart."""
    apart = len(result.uncertainty) > 1
    what = f"{listed(list(kinds))} value" if apart else "figure"
    return f"How far the {what} may be out is not known"


def assumption(found: Assumption, result: Result) -> str:
    """An assumption by name and what it holds for."""
    labels = {line.valuation.code: line.valuation.title for line in result.lines}
    labels |= {outcome.id: outcome.label for outcome in result.vocabulary}
    scope = labels.get(found.scope, found.scope)
    return f"{found.name}: {scope}" if scope else found.name


def ends(found: Assumption) -> str:
    """From where to where an assumption is moved."""
    return f"{words.assumed(found, found.low)} to {words.assumed(found, found.high)}"


def sure_notes(entry: Range) -> tuple[str, ...]:
    """What the runs say of the cost."""
    run = entry.simulation
    if run is None or run.below_cost is None:
        return ()
    return (f"In {percent(run.below_cost) if run.below_cost else 'none'} of the runs the value is below the cost.",)


def no_range() -> tuple[str, ...]:
    """What it means that no figure has a range."""
    return (
        "No figure used here comes with a range. That is not certainty: nobody has published how far the values may be "
        "out. Give ranges of your own, such as a low and a high deadweight, to see what they do.",
    )


# what is left out


def left_out(result: Result, found: Sequence[Gap]) -> Iterator[tuple[str, str]]:
    """What the figure does not hold, a name and a sentence each."""
    label = {outcome.id: outcome.label for outcome in result.vocabulary}
    if result.not_valued:
        first = [f"{in_text(label[e.outcome])} ({counted(e.quantity, e.unit)})" for e in result.not_valued[:3]]
        more = len(result.not_valued) - len(first)
        names = listed([*first, f"{number(more)} more"] if more else first)
        yield "Counted, not valued", f"{capital(names)}: no value in the bank."
    if found:
        yield "Not recorded", f"{' '.join(_blank(found, label))} A blank is not a zero."
    if result.refused:
        rows = sum(entry.line.rows for entry in result.refused)
        yield "Not claimed", f"{rows:,} {'claim' if rows == 1 else 'claims'} that the bank’s rules refuse."
    assumed = sorted({str(e.valuation.prices) for e in result.lines if e.valuation.prices_assumed})
    if assumed and result.method.prices is None:
        yield "Assumed", f"That values are in prices of {listed(assumed)}: no source states their year."
    for rule in result.unchecked[:2]:
        yield "Not checked", f"{capital(rule)}."
    if result.lines and not headline.adjusted(result):
        yield "Not taken off", "What would have happened anyway, and what others did."
    yield "Not known", "Outcomes that nobody recorded."


def _blank(found: Sequence[Gap], label: Mapping[str, str]) -> Iterator[str]:
    never = list(dict.fromkeys(gap.outcome for gap in found if gap.always))
    sometimes = [gap for gap in found if not gap.always]
    if len(never) > 3:
        yield f"{capital(number(len(never)))} measures, at any time."
    elif never:
        yield f"{capital(listed([in_text(label[outcome]) for outcome in never]))}, at any time."
    for gap in sometimes[:2]:
        who = f" by {number(len(gap.organisations))} organisations" if len(gap.organisations) > 1 else ""
        yield f"{label[gap.outcome]} in {said(gap.periods)}{who}."
    if len(sometimes) > 2:
        yield f"{capital(number(len(sometimes) - 2))} more in some months."


def foot(result: Result) -> Iterator[tuple[str, str]]:
    """Basis, licence, and what it was made with."""
    bank, made, method = result.bank, result.provenance, result.method
    yield "Basis.", f"{bank.title} ({bank.publisher}, {bank.edition}). {words.method_title(method)} ({method.id})."
    notice = bank.licence.notice if bank.licence.restricted else f"{bank.licence.name}, naming {bank.publisher}."
    yield "Licence.", notice
    prints = f"bank {made.bank_fingerprint[:8]}, method {made.method_fingerprint[:8]}"
    yield "Made with", f"socialvalue {made.package}, {prints}."
