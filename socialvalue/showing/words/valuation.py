"""One value in words: its grade, prices, range, effect, inputs, and where it was read."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.money import plain, pounds
from socialvalue.published.banks import Bank
from socialvalue.published.sources import CONSISTENT
from socialvalue.published.valuations import Ingredient, Valuation
from socialvalue.published.wellbys import Effect, Uprating
from socialvalue.showing.words.bank import grade_words, prices_of_value


def value_facts(value: Valuation) -> Iterator[tuple[str, str]]:
    """What an auditor asks about a value first."""
    prices = f"{value.prices}, assumed: no source states it" if value.prices_assumed else str(value.prices)
    yield "Prices", prices
    if value.low is not None and value.high is not None:
        yield "Range", f"{pounds(value.low)} to {pounds(value.high)}"
    yield "Known", grade_words(value)
    if value.evidence_level or value.evidence:
        yield "Evidence", ": ".join(filter(None, (value.evidence_level or "", value.evidence)))
    if value.read_in is not None:
        yield "Read in", str(value.read_in)
    if value.licence:
        yield "Licence as read", value.licence
    if value.working:
        yield "Working", " ".join(value.working.split())
    for part in value.components:
        value_told = "; ".join(filter(None, (part.kind or "", part.agency, "a transfer" if part.transfer else "")))
        yield "Made of", f"{pounds(part.amount)} {part.label}" + (f" ({value_told})" if value_told else "")


def effect_words(effect: Effect) -> str:
    """Points of life satisfaction, their interval, scale and comparison, times a WELLBY."""
    effect_interval = (
        f" ({plain(effect.low)} to {plain(effect.high)})" if effect.low is not None and effect.high is not None else ""
    )
    effect_scale = f" on a scale of {effect.scale}" + (f", × {effect.rule} to 0-10" if effect.rule != "1" else "")
    effect_years = f", for {effect.years} of a year" if effect.years != "1" else ""
    compared_with = f", against {effect.comparison}" if effect.comparison else ""
    points = f"{plain(effect.points)} points{effect_interval}{effect_scale}{effect_years}{compared_with}"
    return f"{points}, × the value {effect.wellby}"


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
            value_told = (
                f"{wellby.code} of {bank.title}, {bank.edition}: {pounds(wellby.amount)} in prices of {wellby.prices}"
            )
            yield "WELLBY", f"{value_told}{brought}. {wellby.source} Read in: {read_where(wellby)}"
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


def valuation_facts(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    """Everything known about a value, each fact under its name."""
    for facts in (_what_it_is(bank, value), _how_known(value), _where_from(bank, value)):
        yield from ((name, " ".join(text.split())) for name, text in facts if text)


def _what_it_is(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    yield "Code", f"{value.code} ({bank.id})"
    yield "Title", value.title
    yield "Outcome", value.outcome
    yield "Amount", f"{pounds(value.amount)}, {value.unit}"
    if value.low is not None or value.high is not None:
        yield "Range", " to ".join(pounds(value.amount if end is None else end) for end in (value.low, value.high))
    for part in value.components:
        value_told = "; ".join(filter(None, (part.kind or "", part.agency, "a transfer" if part.transfer else "")))
        yield "Made of", f"{pounds(part.amount)}: {part.label}" + (f" ({value_told})" if value_told else "")
    yield "Who saves", value.agency
    if value.effect:
        yield "Effect", effect_words(value.effect)
    if value.uprated:
        yield "Uprated", uprated_words(value.uprated)
    yield "Prices", prices_of_value(value)
    yield "Kind", value.kind + ("; so many WELLBYs" if value.wellby else "")
    yield "For", f"age {value.age}, area {value.area}"
    if value.valid_from or value.valid_to:
        yield "Valid", f"{value.valid_from or '…'} to {value.valid_to or '…'}"


def _how_known(value: Valuation) -> Iterator[tuple[str, str]]:
    yield "Grade", value.graded + (f": {CONSISTENT}" if value.grade == "consistent" else "")
    yield "Evidence", ": ".join(filter(None, (value.evidence_level or "", value.evidence)))
    yield "Reliability", f"{value.reliability}, as its publisher rates it" if value.reliability else ""
    yield "Measured on", value.population
    yield "Working", value.working
    yield "Notes", value.notes
    for one in value.inputs:
        yield "Input", input_words(one)
    for other in value.alternatives:
        yield "Not chosen", f"{other.label}: {pounds(other.amount)} ({other.prices}). {other.reason} {other.source}"


def _where_from(bank: Bank, value: Valuation) -> Iterator[tuple[str, str]]:
    source = value.source
    yield "Published at", f"{source.cited} {source.url}"
    yield "Read in", read_where(value)
    published, since = value.published or bank.published, value.effective_from or bank.effective_from
    dates = (f"published {published}" if published else "", f"used from {since}" if since else "")
    yield "Edition", "; ".join(filter(None, (f"{bank.title}, {bank.edition}", *dates)))
    yield "Superseded by", value.superseded_by or bank.superseded_by
    yield "Checked on", str(value.checked_on or "")
    yield "Licence", f"{value.licence} (of the value, as read)" if value.licence else ""
    yield "Licence", f"{bank.licence.name} ({bank.licence.url}); {bank.licence.redistribution}"
    yield "Notice", bank.licence.notice
    yield "Fingerprint", f"{bank.fingerprint} (of the bank)"
