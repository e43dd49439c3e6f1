"""A result in plain English: what a figure says, how a method works, and one line's pound from cell to source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from socialvalue.adjustments import ADJUSTMENTS, SHARES
from socialvalue.money import EXACT, count, pence, percent, places, plain, pounds
from socialvalue.problems import Problem
from socialvalue.published.banks import Bank, Ingredient, Kind, Valuation
from socialvalue.published.discounting import discount_factor
from socialvalue.published.effects import Effect, Uprating
from socialvalue.published.methods import OWN, Method, Setting
from socialvalue.published.sources import CONSISTENT
from socialvalue.records.maps import Mapping
from socialvalue.records.periods import Period
from socialvalue.records.ranges import Assumption
from socialvalue.records.result_lines import ResultLine, Step, StepKind
from socialvalue.records.results import Result
from socialvalue.records.returns import Line
from socialvalue.records.totals import Headline

#: What a step that is no adjustment means to a reader who has not met the word.
_MEANINGS: dict[StepKind, str] = {
    "reference case": "what would have happened without the project",
    "discounting": "later years count for less than this one",
}

GRADES = {
    "quoted": "quoted from the source named",
    "secondary": "read in a secondary source that cites the primary one",
    "consistent": f"printed in no source that could be read; {CONSISTENT}",
    "derived": "worked out from figures of the source named",
}

_PLURALS = {"person": "people", "GBP": "pounds", "wellby": "WELLBYs"}


def when(period: Period) -> str:
    """The period as people say it: ``October 2020``."""
    return period.said


def counted(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit: ``92 people``, ``1 person``, ``£1,879,000``."""
    if unit == "GBP":
        return pounds(quantity)
    return f"{count(quantity)} {unit if quantity == 1 else _PLURALS.get(unit, f'{unit}s')}"


def per_unit(unit: str) -> str:
    """What a value is for: ``GBP / person / year`` is ``for each person and year``."""
    parts = [part.strip() for part in unit.split("/")[1:]]
    return f"for each {' and '.join(parts)}" if parts else "for each pound"


def factor(number: Decimal, of: Decimal = Decimal(1)) -> str:
    """A factor to six decimals at most, or to as many as bring its product with `of` to the penny."""
    return plain(places(number, max(6, of.adjusted() + 5)))


def listed(items: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def assumed(assumption: Assumption, figure: Decimal) -> str:
    """A figure that an assumption may take, as people write it."""
    if assumption.name == "unit value":
        return pounds(figure)
    return percent(figure) if assumption.name in SHARES else plain(figure)


# steps and methods


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


def meaning(kind: StepKind) -> str:
    """What a step or an adjustment is to a reader who has not met the word; empty where its name says it."""
    return ADJUSTMENTS[kind].meaning if kind in ADJUSTMENTS else _MEANINGS.get(kind, "")


def record_of(result: Result) -> Iterator[tuple[str, str]]:
    """Who prepared and reviewed a result, whether it is a draft, and who approved its method; what is said of it."""
    record, method = result.record, result.method
    if record.prepared_by:
        yield "Prepared by", record.prepared_by
    if record.reviewed_by:
        yield "Reviewed by", record.reviewed_by
    if record.status:
        yield "Status", f"{record.status}; an estimate, and unaudited unless an auditor says otherwise"
    if method.reason:
        yield "Why this method", method.reason
    if method.approved_by:
        on = f", {method.approved_on}" if method.approved_on else ""
        yield "Method approved by", f"{method.approved_by}{on}"
    if method.review_by:
        yield "Method to be reviewed by", str(method.review_by)


def method_title(method: Method) -> str:
    """The method's title, with what the user put in place of its own figures."""
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


# one line


def said_sentence(line: Line, label: str, mapping: Mapping | None) -> str:
    """What the word in the file was taken for, and by what."""
    said = mapping.word(line.said) if mapping is not None else None
    by = f"by {mapping.by(said)}" if mapping is not None and said is not None else "as one of its listed phrases"
    row = f", row {line.place.row}," if line.place.row else ""
    return f"“{line.said}”{row} is taken for {label} {by}."


def line_heading(line: Line, label: str) -> str:
    """Which line it is: its cell, organisation, period and outcome."""
    where = f"{line.place}: " if str(line.place) else ""
    return f"{where}{line.organisation}, {when(line.period)}, {label}"


def licences(result: Result) -> tuple[str, ...]:
    """What an output says of the licence: the notice of a restricted bank, the attribution an open one asks for."""
    licence = result.bank.licence
    named = f"{licence.name}, naming {result.bank.publisher}."
    return result.notices or (licence.notice or named,)


def line_sentences(entry: ResultLine, label: str, unit: str) -> Iterator[tuple[str, str]]:
    """Each step of a valued line as a sentence, and where its figure comes from.

    Args:
        entry: the line; only its own steps are used.
        label: the outcome's name.
        unit: the outcome's unit.
    """
    before: Step | None = None
    for step in entry.steps:
        yield _step(entry, step, before, label, unit)
        before = step


def _step(entry: ResultLine, step: Step, before: Step | None, label: str, unit: str) -> tuple[str, str]:
    after = pounds(step.amount)
    if before is None:
        rows = f", in {entry.line.rows} rows of a register that are alike" if entry.line.rows > 1 else ""
        first = ", the first of them" if rows else ""
        return f"The return reports {counted(step.amount, unit)} for “{label}”{rows}.", f"{entry.line.place}{first}"
    kind, label = step.kind, step_label(step, unit)
    if step.less is not None:
        what = f", {meaning(kind)}," if meaning(kind) else ""
        source = discount_words(step.source) if kind == "discounting" else step.source
        sum_ = f"{pounds(before.amount)} - {pounds(step.less)} = {after}"
        return f"{capital(label)}{what} takes off {pounds(step.less)}: {sum_}.", source
    times = step.factor if step.factor is not None else Decimal(1)
    if kind == "unit value":
        value = entry.valuation
        year = f"{value.prices} (assumed)" if value.prices_assumed else str(value.prices)
        text = f"Its {entry.kind} value is {pounds(times)} {per_unit(value.unit)}, in prices of {year}"
        unrounded = pounds(times)
        if times != pence(times):
            text += ", to the penny"
            unrounded = f"£{Decimal(factor(times, before.amount)):,}"
        return f"{text}: {count(before.amount)} × {unrounded} = {after}.", f"{step.source}. {value.source}"
    sum_ = f"{pounds(before.amount)} × {factor(times, before.amount)} = {after}"
    if kind in SHARES:
        return f"{percent(1 - times)} comes off for {label}, {meaning(kind)}: {sum_}.", step.source
    if kind == "years":
        return f"The outcome lasts {factor(times)} {'year' if times == 1 else 'years'}: {sum_}.", step.source
    if kind == "prices" and step.prices is not None:
        assumed_ = " (assumed)" if entry.valuation.prices_assumed else ""
        start, to = step.prices
        return f"It is brought from prices of {start}{assumed_} to prices of {to}: {sum_}.", step.source
    what = f" ({meaning(kind)})" if meaning(kind) else ""
    return f"{capital(label)}{what}: {sum_}.", step.source


def year_sums(entry: ResultLine, discount: str) -> Iterator[str]:
    """Drop-off and discounting year by year, each sum such that it can be done again by hand.

    Args:
        entry: the line.
        discount: the method's discount.
    """
    taken = [step for step in entry.steps if step.kind in ("drop-off", "discounting")]
    if not taken:
        return
    if not entry.years:
        before, net = entry.net + (taken[0].less or Decimal(0)), pounds(entry.net)
        yield f"It starts in year {entry.first_year} after the base year: {pounds(before)}" + (
            f"{_divisors(discount, entry.first_year)} = {net}."
        )
        return
    lasts, first = entry.figures["years"].value, entry.years[0].amount
    keep = 1 - entry.figures["drop-off"].value if "drop-off" in entry.figures else Decimal(1)
    for number, year in enumerate(entry.years, start=1):
        part = min(Decimal(1), lasts - (number - 1))
        if number == 1:
            sum_ = f"{pounds(first * lasts)} ÷ {plain(lasts)} = {pounds(first)}"
        else:
            times = "".join(f" × {plain(share)}" for share in (keep, part) if share != 1)
            sum_ = f"{pounds(entry.years[number - 2].amount)}{times} = " if times else ""
            sum_ += pounds(year.amount)
        divisors = _divisors(discount, year.year)
        divided = f"{',' if '=' in sum_ else ''}{divisors} = {pounds(year.present_value)}" if divisors else ""
        yield f"Year {number}: {sum_}{divided}."


def _divisors(discount: str, year: int) -> str:
    """What an amount of a year is divided by: `` ÷ 1.035^2``; years of one rate together, nothing in year 0."""
    rates: dict[Decimal, int] = {}
    for passed in range(1, year + 1):
        growth = EXACT.divide(discount_factor(discount, passed - 1), discount_factor(discount, passed))
        rate = places(growth, 12)
        rates[rate] = rates.get(rate, 0) + 1
    return "".join(f" ÷ {plain(rate)}{f'^{times}' if times > 1 else ''}" for rate, times in rates.items())


def minus(figure: str) -> str:
    """A figure with a proper minus sign."""
    return figure.replace("-", "−")


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return f"{text[:1].upper()}{text[1:]}"


def line_closing(entry: ResultLine, result: Result) -> str:
    """What the line comes to, and its part of the whole."""
    adjusted = pence(entry.net) != pence(entry.gross)
    text = f"So the line is worth {pounds(entry.net)}"
    text += f" net ({pounds(entry.gross)} gross)." if adjusted else ", gross and net: nothing is taken off."
    net = result.headline.net if result.headline else None
    if net:
        text += f" That is {percent(entry.net / net)} of the total of {pounds(net)}."
    return text


def cost_sentences(result: Result) -> Iterator[str]:
    """What the whole return comes to against its cost, where one is given: for its total, or for each kind."""
    head = result.headline
    if head is None or head.cost is None:
        return
    totals = [("", head.kinds[0], head.net, head.ratio, head.payback_months)] if head.kinds else []
    if head.net is None:
        totals = [
            (f" of {entry.kind} value", entry.kind, entry.net, entry.ratio, entry.payback_months)
            for entry in head.by_kind
        ]
    for of, kind, net, ratio, months in totals:
        if net is None or ratio is None:
            continue
        cost = pounds(head.cost)
        if head.present_cost is not None and head.present_cost != head.cost:
            cost += f" (present value {pounds(head.present_cost)})"
        text = f"Against the cost of {cost}, the total{of} of {pounds(net)} is a ratio of 1 : "
        text += f"{places(ratio, 2)} (net ÷ cost)"
        if months is not None:
            text += f"; {met(months, head.kinds if head.net is not None else (kind,))}"
        yield f"{text}."


def behind(head: Headline) -> str:
    """What a value is of: outcomes, and people as far as their keys tell: ``3 outcomes of 1 person``."""
    if not head.outcomes:
        return "what was counted"
    outcomes = f"{count(head.outcomes)} {'outcome' if head.outcomes == 1 else 'outcomes'}"
    if head.keyed != head.outcomes:
        return outcomes
    return f"{outcomes} of {count(head.people)} {'person' if head.people == 1 else 'people'}"


def reach(head: Headline) -> Iterator[tuple[str, str]]:
    """People by their keys, WELLBYs, and what one of each cost."""
    if head.keyed:
        every = "" if head.keyed == head.outcomes else ", each outcome without a person key counted as a person"
        yield "People", f"{count(head.people)}{every}; {count(head.outcomes)} outcomes"
    if head.wellbys:
        yield "WELLBYs", count(places(head.wellbys, 2))
    if head.cost_per_wellby is not None:
        yield "Per WELLBY", f"a cost of {pounds(head.cost_per_wellby)}"
    if head.cost_per_outcome is not None:
        yield "Per outcome", f"a cost of {pounds(head.cost_per_outcome)}"


def met(months: Decimal, kinds: Collection[Kind]) -> str:
    """When value has met the cost; of wellbeing that is no payback, for it is not money received."""
    if "wellbeing" in kinds:
        return (
            f"value meets cost after {places(months, 2)} months, which is no payback: wellbeing is not money received"
        )
    return f"paid back in {places(months, 2)} months"


# one value


def known(value: Valuation) -> str:
    """The grade of a value in full, with what it means."""
    return f"{value.graded}: {GRADES[value.grade]}"


def value_facts(value: Valuation) -> Iterator[tuple[str, str]]:
    """What an auditor asks about a value first."""
    prices = f"{value.prices}, assumed: no source states it" if value.prices_assumed else str(value.prices)
    yield "Prices", prices
    if value.low is not None and value.high is not None:
        yield "Range", f"{pounds(value.low)} to {pounds(value.high)}"
    yield "Known", known(value)
    if value.evidence_level or value.evidence:
        yield "Evidence", ": ".join(filter(None, (value.evidence_level or "", value.evidence)))
    if value.read_in is not None:
        yield "Read in", str(value.read_in)
    if value.licence:
        yield "Licence as read", value.licence
    if value.working:
        yield "Working", " ".join(value.working.split())
    for part in value.components:
        told = "; ".join(filter(None, (part.kind or "", part.agency, "a transfer" if part.transfer else "")))
        yield "Made of", f"{pounds(part.amount)} {part.label}" + (f" ({told})" if told else "")


def effect_words(effect: Effect) -> str:
    """Points of life satisfaction, their interval, scale and comparison, times a WELLBY."""
    span = (
        f" ({plain(effect.low)} to {plain(effect.high)})" if effect.low is not None and effect.high is not None else ""
    )
    scale = f" on a scale of {effect.scale}" + (f", × {effect.rule} to 0-10" if effect.rule != "1" else "")
    years = f", for {effect.years} of a year" if effect.years != "1" else ""
    against = f", against {effect.comparison}" if effect.comparison else ""
    return f"{plain(effect.points)} points{span}{scale}{years}{against}, × the value {effect.wellby}"


def uprated_words(start: Uprating) -> str:
    """The WELLBY as published, and the editions of the indices that brought it to later prices."""
    ways = f"{start.deflator}" + (f" and {start.growth} to the power {start.power}" if start.growth else "")
    return f"from {pounds(start.amount)} in prices of {start.prices}, by {ways}"


def made_from(value: Valuation, bank: Bank) -> Iterator[tuple[str, str]]:
    """What a value was worked out from: points and the WELLBY they are times, or inputs, each with its source."""
    if value.effect is not None:
        yield "Effect", effect_words(value.effect)
        if value.effect.wellby in bank.codes:
            wellby = bank[value.effect.wellby]
            brought = f", {uprated_words(wellby.uprated)}" if wellby.uprated else ""
            told = (
                f"{wellby.code} of {bank.title}, {bank.edition}: {pounds(wellby.amount)} in prices of {wellby.prices}"
            )
            yield "WELLBY", f"{told}{brought}. {wellby.source} Read in: {read_where(wellby)}"
    if value.uprated is not None:
        yield "Uprated", uprated_words(value.uprated)
    for one in value.inputs:
        yield "Input", input_words(one)


def input_words(one: Ingredient) -> str:
    """One figure that a derived value was worked out from, with its source."""
    read = f" Read in {one.read_in}" if one.read_in else ""
    return f"{one.name}: {plain(one.value)} {one.unit} ({one.grade}). {one.source}{read}"


def read_where(value: Valuation) -> str:
    """Where the figure was read, and when; of our own arithmetic, where to look instead."""
    if value.read_in is not None:
        return str(value.read_in)
    if value.source.retrieved is not None:
        return f"the same, on {value.source.retrieved}"
    return "nowhere as such: our own arithmetic; each input names where it was read" if value.inputs else "not recorded"


# a method


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
        yield _setting(setting)
    for case in method.reference:
        what = meaning("reference case")
        yield f"For {case.outcome}, a reference case of {count(case.quantity)} is taken off: {what}."
    if not (method.settings or method.reference or method.comparison_group):
        yield "Nothing is taken off for what would have happened anyway, or for what others did."
    if method.discount == "none":
        yield "Nothing is discounted."
    else:
        yield f"Later years are discounted ({discount_words(method.discount)})."


def _setting(setting: Setting) -> str:
    only = f" for {setting.scope}" if setting.scope else ""
    show = percent if setting.name in SHARES else plain
    low, high = setting.range
    figure = show(setting.value) + (f" ({show(low)} to {show(high)})" if low != high else "")
    why = f" Reason: {setting.reason.rstrip('.')}." if setting.reason else ""
    return f"{setting.name.capitalize()} ({meaning(setting.name)}){only}: {figure}. Source: {setting.origin}.{why}"


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


# problems


def told_alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Warnings that differ only in the entry they name, together; every other problem by itself."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for number, problem in enumerate(problems):
        key = problem.place.key
        same = problem.severity == "warning" and key and key in problem.message and str(problem.place) == key
        pattern = problem.message.replace(key, "\0") if same else str(number)
        groups.setdefault((problem.code, pattern, problem.remedy), []).append(problem)
    return list(groups.values())


def one_message(alike: Sequence[Problem]) -> str:
    """The message of problems that are told alike, with the entries of all."""
    problem = alike[0]
    if len(alike) == 1:
        return problem.message
    return problem.message.replace(problem.place.key, listed([one.place.key for one in alike]))
